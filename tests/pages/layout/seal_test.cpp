// Seals and 签名章 by GB/T 9704-2012 7.3.5; millimetres typed from the standard.

#include "pages.h"

namespace gongwen::layout::test {
namespace {

constexpr double kPitch = 28.95 * 25.4 / 72;
constexpr double kCell = 156.0 / 28;
constexpr double kInk = 16 * 25.4 / 72;       // 三号

double mm(Length l) { return static_cast<double>(l.to_emu()) / 36'000; }

document::Stamp stamp(double width, std::uint32_t w = 500, std::uint32_t h = 500) {
  auto image = std::make_shared<image::Image>();
  image->width = w;
  image->height = h;
  image->alpha = true;
  return {image, Length::emu(static_cast<std::int64_t>(width * 36'000)), "印章：河南示例职业技术学院"};
}

struct Pressed { std::size_t page = 0; double x = 0, y = 0, width = 0, height = 0; NodeId node = kArtifact; };
std::vector<Pressed> pressed(const Layout& layout) {
  std::vector<Pressed> out;
  for (std::size_t p = 0; p < layout.pages.size(); ++p) {
    for (const Item& item : layout.pages[p].items) {
      const auto* picture = std::get_if<Picture>(&item.content);
      if (picture == nullptr) continue;
      EXPECT_TRUE(picture->pressed);
      out.push_back({p, mm(picture->box.x), mm(picture->box.y), mm(picture->box.width), mm(picture->box.height), item.node});
    }
  }
  return out;
}

std::vector<TextLine> text_lines(const Page& page) {
  auto all = lines_of(page);
  std::erase_if(all, [](const TextLine& l) { return l.artifact; });
  return all;
}

document::SignatureBlock sealed(double diameter, bool organ = true) {
  document::SignatureBlock s;
  if (organ) s.organs = {inlines("河南示例职业技术学院")};
  s.date = inlines("2025年12月5日");
  s.stamp = stamp(diameter);
  return s;
}

TEST(GBT9704_7_3_5_1, ASealPressesNameAndDateAndBeginsWithinOneLineOfTheText) {
  for (const double diameter : {38.0, 40.0, 42.0, 45.0, 50.0}) {
    Paper paper;
    paper.p("正文。");
    paper.add(sealed(diameter));
    const Layout layout = paper.lay_out().layout;
    const auto seals = pressed(layout);
    ASSERT_EQ(seals.size(), 1U);
    const auto& seal = seals[0];
    const auto lines = text_lines(layout.pages[0]);
    ASSERT_EQ(lines.size(), 3U);
    const double text_bottom = lines[0].y + 0.16 * kInk;
    const double name_top = lines[1].y - 0.84 * kInk, date_bottom = lines[2].y + 0.16 * kInk;
    EXPECT_NEAR(seal.width, diameter, 0.01);
    EXPECT_NEAR(seal.height, diameter, 0.01);                        // upright and round as its picture
    EXPECT_GE(seal.y, text_bottom) << diameter;                      // presses no text
    EXPECT_LE(seal.y - text_bottom, kPitch) << diameter;             // 印章顶端应当上距正文一行之内
    EXPECT_NEAR(seal.x + diameter / 2, (lines[2].x + lines[2].right) / 2, 0.3) << diameter;   // 居中
    EXPECT_LT(seal.y, name_top);
    EXPECT_GT(seal.y + diameter, date_bottom);                       // 下压署名和成文日期
    EXPECT_GT((name_top + date_bottom) / 2, seal.y + diameter / 2 - 0.01) << diameter;        // 居印章中心偏下位置
    EXPECT_LE(seal.x + diameter, 184 + 0.01);                        // inside the text area
    const Node& node = layout.nodes.at(static_cast<std::size_t>(seal.node));
    EXPECT_EQ(node.tag, Tag::figure);
    EXPECT_EQ(node.alt, "印章：河南示例职业技术学院");
  }
}

TEST(GBT9704_7_3_5_1, ALetterWithoutANameIsSealedOverItsDate) {
  Paper paper;
  paper.p("正文。");
  paper.add(sealed(42, false));
  const Layout layout = paper.lay_out().layout;
  const auto seal = pressed(layout).at(0);
  const auto lines = text_lines(layout.pages[0]);
  const double date_middle = lines.at(1).y - 0.34 * kInk;
  EXPECT_LE(seal.y - (lines[0].y + 0.16 * kInk), kPitch);
  EXPECT_GE(date_middle, seal.y + 21);
  EXPECT_LT(date_middle, seal.y + 42);
  EXPECT_NEAR(lines[1].right, 184 - 4 * kCell, 0.1);                 // 成文日期右空四字
}

TEST(GBT9704_7_3_5_5, ASealIsNeverAloneOnAPageWhateverStandsAboveIt) {
  for (int filled = 1; filled <= 22; ++filled) {
    Paper paper;
    for (int i = 0; i < filled; ++i) paper.p("国国国国国国国国国国国国国国国国国国国国国国国国国国国国", document::Role::flush);
    paper.p("最后一段有三行。国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国");
    paper.add(sealed(42));
    const Layout layout = paper.lay_out().layout;
    const auto seal = pressed(layout).at(0);
    const auto lines = text_lines(layout.pages[seal.page]);
    std::size_t above = 0;
    for (const auto& line : lines) above += line.y < seal.y + 5 ? 1U : 0U;
    EXPECT_GE(above, 2U) << filled;                                  // two lines of text on its page
    EXPECT_LE(seal.y + 42, 262.01) << filled;                        // inside the text area
    EXPECT_EQ(lines.back().text, "2025年12月5日") << filled;          // with its date
  }
}

TEST(GBT9704_7_3_5_5, AnAttachmentNoteDoesNotStandForTheText) {
  for (int filled = 10; filled <= 22; ++filled) {
    Paper paper;
    for (int i = 0; i < filled; ++i) paper.p("国国国国国国国国国国国国国国国国国国国国国国国国国国国国", document::Role::flush);
    paper.p("最后一段有三行。国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国");
    document::AttachmentNote note;
    note.names = {inlines("联系人表")};
    paper.add(note);
    paper.add(sealed(42));
    const Layout layout = paper.lay_out().layout;
    const auto seal = pressed(layout).at(0);
    std::size_t text = 0;
    for (const auto& line : text_lines(layout.pages[seal.page])) text += line.text.find("国国国") != std::string::npos ? 1U : 0U;
    EXPECT_GE(text, 2U) << filled;
  }
}

TEST(GBT9704_7_3_5_1, ASealOfMoreThanFiveCentimetresIsTold) {
  Paper paper;
  paper.p("正文。");
  paper.add(sealed(58));
  Diagnostics out;
  paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "L013");
}

TEST(GBT9704_7_3_5_3, ANameStampStandsFourCharactersInWithTheTitleBesideItAndTheDateBelow) {
  Paper paper;
  paper.p("正文。");
  document::SignatureBlock s;
  s.form = document::SignatureBlock::Form::stamped;
  s.organs = {inlines("院长")};
  s.date = inlines("2025年12月5日");
  s.stamp = stamp(40, 800, 400);                                     // 40 mm by 20 mm
  paper.add(s);
  paper.p("（此件公开发布）", document::Role::annotation);
  const Layout layout = paper.lay_out().layout;
  const auto mark = pressed(layout).at(0);
  const auto lines = text_lines(layout.pages[0]);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_NEAR(mark.x + mark.width, 184 - 4 * kCell, 0.02);           // 右空四字
  EXPECT_NEAR(mark.y - (lines[0].y - 0.84 * kInk), 3 * kPitch, 0.05);   // 正文下空二行
  EXPECT_NEAR(lines[1].right, mark.x - 2 * kCell, 0.1);              // 签名章左空二字标注职务
  EXPECT_NEAR(lines[1].y - 0.34 * kInk, mark.y + 10, 0.1);           // 上下居中
  EXPECT_NEAR((lines[2].y - 0.84 * kInk) - (mark.y + 20), kPitch, 0.05);   // 签名章下空一行
  EXPECT_NEAR(lines[2].right, 184 - 4 * kCell, 0.1);                 // 右空四字
}

}  // namespace
}  // namespace gongwen::layout::test
