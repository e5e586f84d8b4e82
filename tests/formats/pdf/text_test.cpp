// What comes out of a file again: poppler, MuPDF and qpdf read what was written.

#include <gtest/gtest.h>

#include <thread>

#include "paper.h"

namespace gongwen::pdf::test {
namespace {

using gongwen::test::run;
using layout::Tag;

std::string poppler_text(const Paper& paper) { return run("pdftotext -enc UTF-8 " + saved(paper.write()).string() + " -"); }

/// Without the form feeds and blank lines that tools put between pages and blocks.
std::string lines(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c == '\f' || (c == '\n' && (out.empty() || out.back() == '\n'))) continue;
    out += c;
  }
  return out;
}

TEST(PdfText, QpdfFindsNothingToSay) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "郑州某某职业学院关于报送材料的函", 28, 50);
  int status = 0;
  const auto said = run("qpdf --check " + saved(paper.write()).string(), &status);
  EXPECT_EQ(status, 0) << said;
  EXPECT_NE(said.find("PDF Version: 1.7"), std::string::npos) << said;
}

TEST(PdfText, ChineseTextComesBackWithoutBlanks) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "兹授权李四同志办理2023年度项目申报事宜。", 28, 50);
  EXPECT_EQ(lines(poppler_text(paper)), "兹授权李四同志办理2023年度项目申报事宜。\n");
}

TEST(PdfText, RareCharactersComeBack) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "李𬭊、王㐂、龘", 28, 50);
  EXPECT_EQ(lines(poppler_text(paper)), "李𬭊、王㐂、龘\n");
}

TEST(PdfText, TwoCharactersSharingAGlyphKeepTheirOwnText) {
  // A face may draw both U+00B5 and U+03BC with one glyph: made sure of here by giving both the same glyph.
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "甲乙", 28, 50);
  auto& glyphs = std::get<layout::GlyphRun>(paper.layout.pages[0].items[0].content).glyphs;
  glyphs[1].id = glyphs[0].id;
  EXPECT_EQ(lines(poppler_text(paper)), "甲乙\n");
}

TEST(PdfText, SpreadAndJustifiedTextGetsNoBlanks) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "两字之间略有空隙的一行文字", 28, 50, "fangsong", Length::emu(15'240));   // 1.2 pt
  EXPECT_EQ(lines(poppler_text(paper)), "两字之间略有空隙的一行文字\n");
}

TEST(PdfText, AGapBesideALinkIsNoBlank) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  auto end = paper.text(paper.node(Tag::span, p), "见", 28, 50);
  end = paper.text_from(paper.node(Tag::link, p), "2023", end + Length::pt(4), Length::mm(50));
  paper.text_from(paper.node(Tag::span, p), "年", end + Length::pt(4), Length::mm(50));
  EXPECT_EQ(lines(poppler_text(paper)), "见2023年\n");
}

TEST(PdfText, AMarkThatGaveUpItsBlankHalfTearsNoLine) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "期满，变更（签字）：", 28, 50);
  auto& glyphs = std::get<layout::GlyphRun>(paper.layout.pages[0].items[0].content).glyphs;
  for (std::size_t i = 3; i < glyphs.size(); ++i) glyphs[i].x -= Length::pt(8);
  glyphs.back().x -= Length::pt(8);
  EXPECT_EQ(lines(poppler_text(paper)), "期满，变更（签字）：\n");
}

TEST(PdfText, LatinWordsKeepTheirBlanks) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "PDF/A and PDF/UA", 28, 50);
  EXPECT_EQ(lines(poppler_text(paper)), "PDF/A and PDF/UA\n");
}

TEST(PdfText, AWordThatEndsBeforeAnItemIsNotJoinedToIt) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  const auto end = paper.text(paper.node(Tag::span, p), "one", 28, 50);
  paper.space_before = true;
  paper.text_from(paper.node(Tag::span, p), "two", end, Length::mm(50));
  const auto path = saved(paper.write()).string();
  EXPECT_EQ(run("pdfinfo -struct-text " + path), "Document\n  P (block)\n    \"one two\"\n");
  EXPECT_NE(run("mutool draw -q -F txt -o - " + path).find("one two"), std::string::npos);
}

TEST(PdfText, ABlankDroppedAtALineBreakIsStillThere) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "first line", 28, 50);
  paper.space_before = true;
  paper.text(p, "next line", 28, 60);
  const auto path = saved(paper.write()).string();
  EXPECT_EQ(run("pdfinfo -struct-text " + path), "Document\n  P (block)\n    \"first line next line\"\n");
  EXPECT_EQ(lines(run("pdftotext -enc UTF-8 " + path + " -")), "first line\nnext line\n");
}

TEST(PdfText, AGapBetweenChineseAndLatinIsNoBlank) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  auto end = paper.text(p, "共计", 28, 50);
  end = paper.text_from(p, "2023", end + Length::pt(4), Length::mm(50));   // a quarter of an em
  paper.text_from(p, "元", end + Length::pt(4), Length::mm(50));
  EXPECT_EQ(lines(poppler_text(paper)), "共计2023元\n");
  EXPECT_EQ(run("pdfinfo -struct-text " + saved(paper.write()).string()),
            "Document\n  P (block)\n    \"共\"\n    \"计2023元\"\n");
}

TEST(PdfText, GlyphsStandWhereTheLayoutPutsThem) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "AVAVAVAVAVAVAVAVAVA V", 20, 50, "fangsong", Length::emu(7'777));
  std::get<layout::GlyphRun>(paper.layout.pages[0].items[0].content).glyphs.back().x = Length::mm(150);
  const auto boxes = run("pdftotext -bbox " + saved(paper.write()).string() + " -");
  // 20 mm + 150 mm = 481.89 pt
  EXPECT_NE(boxes.find("xMin=\"481.8"), std::string::npos) << boxes;
  EXPECT_NE(boxes.find("xMin=\"56.69"), std::string::npos) << boxes;
}

TEST(PdfText, EveryFontIsEmbeddedSubsetAndHasText) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "仿宋 abc", 28, 50);
  paper.text(p, "黑体", 28, 60, "heiti");
  const auto fonts = run("pdffonts " + saved(paper.write()).string());
  EXPECT_NE(fonts.find("+FandolFang-Regular"), std::string::npos) << fonts;
  EXPECT_NE(fonts.find("+LiberationSerif"), std::string::npos) << fonts;
  EXPECT_NE(fonts.find("CID Type 0C       Identity-H       yes yes yes"), std::string::npos) << fonts;
  EXPECT_NE(fonts.find("CID TrueType      Identity-H       yes yes yes"), std::string::npos) << fonts;
  EXPECT_EQ(fonts.find(" no "), std::string::npos) << fonts;
}

TEST(PdfText, MupdfReadsTheSameText) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "李𬭊同志 No. 42", 28, 50);
  const auto text = run("mutool draw -q -F txt -o - " + saved(paper.write()).string());
  EXPECT_NE(text.find("李𬭊同志 No. 42"), std::string::npos) << text;
}

TEST(PdfText, TheSameBytesTwiceAndFromTwoThreads) {
  Paper paper;
  paper.layout.meta.date = Date::of(2023, 8, 10);
  paper.text(paper.node(Tag::paragraph), "同样的内容，同样的字节 abc", 28, 50);
  const auto first = paper.write();
  std::string a;
  std::string b;
  std::thread one([&] { a = paper.write(); });
  std::thread two([&] { b = paper.write(); });
  one.join();
  two.join();
  EXPECT_EQ(paper.write(), first);
  EXPECT_EQ(a, first);
  EXPECT_EQ(b, first);
}

TEST(PdfText, AnotherContentHasAnotherId) {
  Paper one;
  one.text(one.node(Tag::paragraph), "甲", 28, 50);
  Paper two;
  two.text(two.node(Tag::paragraph), "乙", 28, 50);
  const auto id = [](const std::string& bytes) { return bytes.substr(bytes.rfind("/ID["), 70); };
  EXPECT_NE(id(one.write()), id(two.write()));
}

TEST(PdfText, ContentOfANodeWithChildrenIsABug) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.node(Tag::link, p);
  paper.text(p, "甲", 28, 50);
  EXPECT_THROW(paper.write(), InternalError);
}

TEST(PdfText, ANodeThatIsNotThereIsABug) {
  Paper paper;
  paper.text(7, "甲", 28, 50);
  EXPECT_THROW(paper.write(), InternalError);
}

TEST(PdfText, NotdefIsNeverPainted) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  std::get<layout::GlyphRun>(paper.layout.pages[0].items[0].content).glyphs[0].id = 0;
  EXPECT_THROW(paper.write(), InternalError);
}

/// What qpdf shows of the file, everything inflated.
std::string inflated(const Paper& paper) {
  return run("qpdf --qdf --object-streams=disable --no-original-object-ids " + saved(paper.write()).string() + " -");
}

TEST(PdfTurned, ARunThatReadsDownwardsHasItsMatrixAndItsText) {
  Paper paper;
  paper.layout.pages[0].width = Length::mm(297);
  paper.layout.pages[0].height = Length::mm(210);
  paper.text(paper.node(Tag::paragraph), "表头", 60, 40);
  paper.text(layout::kArtifact, "— 6 —", 20, 100);
  for (auto& item : paper.layout.pages[0].items) {
    if (item.node == layout::kArtifact) std::get<layout::GlyphRun>(item.content).turned = true;
  }
  const auto file = inflated(paper);
  EXPECT_NE(file.find("841.89"), std::string::npos);
  // 20 mm from the left, 100 mm from the top of a page 210 mm high: 56.693 and 311.811 pt; turned clockwise.
  EXPECT_NE(file.find("0 -1 1 0 56.693 311.811 Tm"), std::string::npos);
  const auto text = lines(poppler_text(paper));
  EXPECT_NE(text.find("表头"), std::string::npos);
  EXPECT_NE(text.find("6"), std::string::npos);
  int status = 0;
  run("qpdf --check " + saved(paper.write()).string(), &status);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(run("pdfinfo -struct-text " + saved(paper.write()).string()), "Document\n  P (block)\n    \"表头\"\n");
}

TEST(PdfShapes, StrokesThatBeginAnewAreNotJoined) {
  Paper paper;
  const auto figure = paper.node(Tag::figure);
  paper.at(figure).alt = "斜线";
  layout::Shape hatch;
  hatch.closed = false;
  hatch.stroke = style::Colour{};
  hatch.stroke_width = Length::pt(1);
  for (int i = 0; i < 3; ++i) {
    hatch.points.push_back({Length::mm(20), Length::mm(40 + i)});
    hatch.points.push_back({Length::mm(30), Length::mm(40 + i)});
    if (i > 0) hatch.moves.push_back(static_cast<std::uint32_t>(2 * i));
  }
  paper.layout.pages[0].items.push_back({figure, false, hatch});
  const auto file = inflated(paper);
  std::size_t moves = 0, drawn = 0;
  for (std::size_t at = file.find("56.693 "); at != std::string::npos; at = file.find("56.693 ", at + 1)) moves += file.compare(file.find('\n', at) - 2, 2, " m") == 0 ? 1U : 0U;
  for (std::size_t at = file.find(" l\n"); at != std::string::npos; at = file.find(" l\n", at + 1)) ++drawn;
  EXPECT_EQ(moves, 3U);
  EXPECT_EQ(drawn, 3U);
}

}  // namespace
}  // namespace gongwen::pdf::test
