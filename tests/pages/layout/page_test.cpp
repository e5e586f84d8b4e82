// Pages by the clauses of GB/T 9704-2012; numbers typed from the standard, in millimetres.

#include "pages.h"
#include "support/golden.h"

namespace gongwen::layout::test {
namespace {

constexpr double kPitch = 28.95 * 25.4 / 72;    // 579 twips
constexpr double kCell = 156.0 / 28;

std::string repeat(const std::string& s, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += s;
  return out;
}

std::vector<TextLine> body_lines(const Page& page) {
  auto all = lines_of(page);
  std::erase_if(all, [](const TextLine& l) { return l.artifact; });
  return all;
}

TEST(GBT9704_5_2_3, APageHasTwentyTwoLinesOfTwentyEightCharacters) {
  Paper paper;
  paper.p(repeat("国", 28 * 30), document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  const auto lines = body_lines(layout.pages[0]);
  ASSERT_EQ(lines.size(), 22U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(text::length(lines[i].text), 28U);
    EXPECT_NEAR(lines[i].x, 28.0, 0.01);
    EXPECT_NEAR(lines[i].right, 184.0, 0.1);
    EXPECT_NEAR(lines[i].y - lines[0].y, kPitch * static_cast<double>(i), 0.01);
  }
  EXPECT_EQ(body_lines(layout.pages[1]).size(), 8U);
}

TEST(GBT9704_5_2_1, TheFirstLinesInkBeginsAtTheTopOfTheTextArea) {
  Paper paper;
  paper.p("国");
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  // The ink of 16 pt Hanzi begins 0.80 to 0.85 em above the baseline.
  EXPECT_NEAR(lines[0].y - 0.83 * 16 * 25.4 / 72, 37.0, 1.0);
}

TEST(GBT9704_7_3_3, ParagraphsBeginTwoCharactersIn) {
  Paper paper;
  paper.p(repeat("国", 30));
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_NEAR(lines[0].x, 28 + 2 * kCell, 0.01);
  EXPECT_NEAR(lines[1].x, 28, 0.01);
}

TEST(GBT9704_7_3_3, HeadingsStandInTheirFacesAndRunIn) {
  Paper paper;
  paper.h(1, "一、", "深入谋划");
  paper.h(2, "（一）", "高度重视。", "各地要重视。");
  const Layout layout = paper.lay_out().layout;
  const auto& items = layout.pages[0].items;
  const auto face = [&](std::size_t i) { return book().face(std::get<GlyphRun>(items[i].content).face).id(); };
  EXPECT_EQ(face(0), "NotoSansSCBold");
  EXPECT_EQ(face(1), "FandolKai");
  EXPECT_EQ(face(2), "FandolFang");
  const auto lines = body_lines(layout.pages[0]);
  EXPECT_NEAR(lines[0].x, 28 + 2 * kCell, 0.01);
  EXPECT_EQ(lines[1].text, "（一）高度重视。各地要重视。");
  EXPECT_EQ(layout.nodes[static_cast<std::size_t>(items[1].node)].tag, Tag::heading);
  EXPECT_EQ(layout.nodes[static_cast<std::size_t>(items[2].node)].tag, Tag::paragraph);
}

TEST(GBT9704_7_3_3, HeadingsDoNotEndAPage) {
  Paper paper;
  paper.p(repeat("国", 26 + 28 * 20));
  paper.h(1, "一、", "标题");
  paper.p("正文");
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  EXPECT_EQ(body_lines(layout.pages[1])[0].text, "一、标题");
}

TEST(GBT9704_7_5, PageNumbersStandOutsideOddRightEvenLeft) {
  Paper paper;
  paper.p(repeat("国", 28 * 40), document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  const auto odd = lines_of(layout.pages[0]).back();
  const auto even = lines_of(layout.pages[1]).back();
  EXPECT_EQ(odd.text, "— 1 —");
  EXPECT_EQ(even.text, "— 2 —");
  EXPECT_TRUE(odd.artifact);
  const double four = 14 * 25.4 / 72;   // 4号
  EXPECT_NEAR(odd.right, 184 - four, 0.05);
  EXPECT_NEAR(even.x, 28 + four, 0.05);
  // The dash's ink is 0.29 to 0.33 em above the baseline; its top 7 mm below the text area.
  EXPECT_NEAR(odd.y - 0.311 * four, 262 + 7, 0.1);
  EXPECT_EQ(layout.pages[1].label, "2");
}

TEST(GBT9704_10_1, ALettersFirstPageCarriesNoNumber) {
  Paper paper("letter");
  paper.document.masthead = {document::Masthead::Form::letter, inlines("河南示例厅"), inlines("示教函〔2025〕5号"), "", "", {}};
  paper.p(repeat("国", 28 * 30));
  const Layout layout = paper.lay_out().layout;
  EXPECT_EQ(layout.pages[0].label, "");
  EXPECT_EQ(layout.pages[1].label, "2");
  EXPECT_FALSE(lines_of(layout.pages[0]).back().artifact);
}

std::vector<Box> red_rules(const Page& page) {
  std::vector<Box> out;
  for (const Item& item : page.items) {
    const auto* rule = std::get_if<Rule>(&item.content);
    if (rule != nullptr && rule->colour.red == 255) out.push_back(rule->box);
  }
  return out;
}
double mm(Length l) { return static_cast<double>(l.to_emu()) / 36'000; }

TEST(GBT9704_10_1, LetterRulesAreSeventeenCentimetresWideAndWhereTheyBelong) {
  Paper paper("letter");
  paper.document.masthead = {document::Masthead::Form::letter, inlines("河南示例厅"), inlines("示教函〔2025〕5号"), "", "", {}};
  paper.p("正文");
  const Layout layout = paper.lay_out().layout;
  const auto rules = red_rules(layout.pages[0]);
  ASSERT_EQ(rules.size(), 4U);
  for (const Box& r : rules) {
    EXPECT_NEAR(mm(r.x), 20, 0.01);
    EXPECT_NEAR(mm(r.width), 170, 0.01);
  }
  EXPECT_GT(rules[0].height, rules[1].height);              // thick over thin
  EXPECT_LT(rules[2].height, rules[3].height);              // thin over thick
  EXPECT_NEAR(mm(rules[3].y + rules[3].height), 277, 0.01); // 20 mm from the paper's bottom
  const auto lines = body_lines(layout.pages[0]);
  const double size = 36 * 25.4 / 72;
  EXPECT_NEAR(lines[0].y - 0.85 * size, 30, 0.3);           // the mark's top edge
  EXPECT_NEAR(mm(rules[0].y) - (lines[0].y + 0.09 * size), 4, 0.3);
  EXPECT_NEAR(lines[1].right, 184, 0.2);                    // the number at the right
  const double ink = lines[1].y - 0.83 * 16 * 25.4 / 72;
  EXPECT_NEAR(ink - mm(rules[1].y + rules[1].height), 14 * 25.4 / 72, 0.3);   // 7/8 of a character below the rule
}

TEST(GBT9704_7_2, DocumentMastheadHasTheRuleFourMillimetresBelowTheNumber) {
  Paper paper("document");
  paper.document.masthead = {document::Masthead::Form::document, inlines("河南示例厅文件"), inlines("示教〔2025〕5号"), "特急", "000001", {}};
  paper.p("关于示例的通知", document::Role::title);
  paper.p("正文");
  const Layout layout = paper.lay_out().layout;
  const auto rules = red_rules(layout.pages[0]);
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_NEAR(mm(rules[0].width), 156, 0.01);
  const auto lines = body_lines(layout.pages[0]);
  EXPECT_EQ(lines[0].text, "000001");
  EXPECT_EQ(lines[1].text, "特急");
  EXPECT_NEAR(lines[2].y - 0.85 * 48 * 25.4 / 72, 72, 0.5);   // 37 + 35 mm
  EXPECT_NEAR(mm(rules[0].y), lines[3].y + (1 - 0.84) * 16 * 25.4 / 72 + 4, 0.1);
}

TEST(GBT9704_7_2_6, SignersStandAtTheRightAndTheNumberMovesLeft) {
  Paper paper("document");
  paper.document.masthead = {document::Masthead::Form::document, inlines("河南示例厅文件"), inlines("示教〔2025〕5号"), "", "",
                             {inlines("王示例")}};
  paper.p("正文");
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_EQ(lines[1].text, "示教〔2025〕5号签发人：王示例");
  EXPECT_NEAR(lines[1].x, 28 + kCell, 0.05);
  EXPECT_NEAR(lines[1].right, 184 - kCell, 0.1);
}

TEST(GBT9704_7_2_6, ThreeSignersStandTwoToALineWithTheNumberBesideTheLast) {
  Paper paper("document");
  paper.document.masthead = {document::Masthead::Form::document, inlines("河南示例厅文件"), inlines("示教〔2025〕5号"), "", "",
                             {inlines("王示例"), inlines("李示例"), inlines("赵示例")}};
  paper.p("关于示例的请示", document::Role::title);
  paper.p("正文");
  const Layout layout = paper.lay_out().layout;
  std::map<std::string, const GlyphRun*> runs;
  for (const Item& item : layout.pages[0].items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr) continue;
    std::string text;
    for (const Glyph& g : run->glyphs) text::append(text, g.unicode);
    runs[text] = run;
  }
  ASSERT_TRUE(runs.contains("签发人：") && runs.contains("王示例　李示例") && runs.contains("赵示例") && runs.contains("示教〔"));
  const auto x = [&](const char* t) { return mm(runs[t]->origin.x); };
  const auto y = [&](const char* t) { return mm(runs[t]->origin.y); };
  EXPECT_NEAR(x("赵示例"), x("王示例　李示例"), 0.01);                          // aligned with the first signer
  EXPECT_NEAR(x("王示例　李示例") - x("签发人："), 4 * kCell, 0.05);
  EXPECT_NEAR(y("赵示例") - y("王示例　李示例"), kPitch, 0.01);                 // two to a line
  EXPECT_NEAR(y("示教〔"), y("赵示例"), 0.01);                                    // the number on the last one's line
  EXPECT_NEAR(x("示教〔"), 28 + kCell, 0.05);                                     // 左空一字
  EXPECT_EQ(book().face(runs["赵示例"]->face).id(), "FandolKai");
  EXPECT_EQ(book().face(runs["签发人："]->face).id(), "FandolFang");
  const auto rules = red_rules(layout.pages[0]);
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_NEAR(mm(rules[0].y) - (y("赵示例") + 0.16 * 16 * 25.4 / 72), 4, 0.1);
}

TEST(GBT9704_5_2_3, AFilledPageReachesBothEdgesOfTheTextArea) {
  Paper paper("plain-fill");
  paper.p(repeat("国", 28 * 30), document::Role::flush);
  const auto lines = body_lines(paper.lay_out().layout.pages.at(0));
  ASSERT_EQ(lines.size(), 22U);
  const double pitch = 29.6 * 25.4 / 72, ink = 16 * 25.4 / 72;
  EXPECT_NEAR(lines[1].y - lines[0].y, pitch, 0.01);
  EXPECT_NEAR(lines[0].y - 0.84 * ink, 37, 0.05);
  EXPECT_NEAR(lines[21].y + 0.16 * ink, 262, 0.1);
}

TEST(GBT9704_7_3_2, RecipientsThatLeaveNoRoomForTextAreTold) {
  Paper paper("letter");
  paper.document.masthead = {document::Masthead::Form::letter, inlines("河南示例厅"), inlines("示教函〔2025〕5号"), "", "", {}};
  paper.p("关于示例的通知", document::Role::title);
  paper.p(repeat("示例学校，", 120) + "示例学校：", document::Role::recipient);
  paper.p("正文");
  Diagnostics out;
  paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "L012");
}

TEST(GBT9704_7_3_1, TitlesBreakBySense) {
  Paper paper;
  paper.p("关于加快推进现代职业教育体系建设改革\n重点任务的通知", document::Role::title);
  paper.p("正文");
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_EQ(lines[0].text, "关于加快推进现代职业教育体系建设改革");
  EXPECT_EQ(lines[1].text, "重点任务的通知");
  for (int i = 0; i < 2; ++i) {
    const auto& l = lines[static_cast<std::size_t>(i)];
    EXPECT_NEAR((l.x + l.right) / 2, 106, 0.1);   // the text area's middle
  }
  EXPECT_NEAR(lines[2].y - lines[1].y, 2 * kPitch, 1.9);   // one blank line; the sizes differ
}

TEST(GBT9704_7_3_1, TitlesWithoutBreaksAreBalanced) {
  Paper paper;
  paper.p("关于公布二〇二五年度全省职业教育改革重点任务", document::Role::title);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_GE(text::length(lines[1].text), 9U);
}

TEST(GBT9704_7_3_4, AttachmentNamesWrapUnderTheirFirstCharacter) {
  Paper paper;
  paper.p("正文");
  document::AttachmentNote note;
  note.names = {inlines(repeat("甲", 30)), inlines("乙乙")};
  paper.add(note);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_NEAR(lines[1].y - lines[0].y, 2 * kPitch, 0.01);   // 正文下空一行
  EXPECT_NEAR(lines[1].x, 28 + 2 * kCell, 0.01);
  EXPECT_EQ(lines[1].text.substr(0, 13), "附件：1．");
  EXPECT_NEAR(lines[2].x, 28 + (2 + 3 + 1.5) * kCell, 0.05);
  EXPECT_EQ(lines[3].text, "2．乙乙");
  EXPECT_NEAR(lines[3].x, 28 + 5 * kCell, 0.05);
}

double middle(const TextLine& l) { return (l.x + l.right) / 2; }

TEST(GBT9704_7_3_5_1, SealedNamesAreCentredOnTheDate) {
  Paper paper;
  paper.p("正文");
  document::SignatureBlock s;
  s.organs = {inlines("河南示例厅")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].text, "2023年8月10日");
  EXPECT_NEAR(lines[2].right, 184 - 4 * kCell, 0.1);
  EXPECT_NEAR(middle(lines[1]), middle(lines[2]), 0.1);
}

TEST(GBT9704_7_3_5_2, UnsealedDatesBeginTwoCharactersAfterTheName) {
  Paper paper;
  paper.p("正文");
  document::SignatureBlock s;
  s.form = document::SignatureBlock::Form::unsealed;
  s.organs = {inlines("河南示例省教育厅办公室处")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_NEAR(lines[1].y - lines[0].y, 2 * kPitch, 0.01);
  EXPECT_NEAR(lines[1].right, 184 - 2 * kCell, 0.1);
  EXPECT_NEAR(lines[2].x - lines[1].x, 2 * kCell, 0.05);
}

TEST(GBT9704_7_3_5_2, ALongDateKeepsTwoCharactersAndMovesTheName) {
  Paper paper;
  paper.p("正文");
  document::SignatureBlock s;
  s.form = document::SignatureBlock::Form::unsealed;
  s.organs = {inlines("甲厅")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_NEAR(lines[2].right, 184 - 2 * kCell, 0.1);
  EXPECT_NEAR(lines[2].x - lines[1].x, 2 * kCell, 0.05);
}

TEST(GBT9704_7_3_5_3, StampedDatesStandOneLineBelowTheTitle) {
  Paper paper;
  paper.p("正文");
  document::SignatureBlock s;
  s.form = document::SignatureBlock::Form::stamped;
  s.organs = {inlines("厅长")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const auto lines = body_lines(paper.lay_out().layout.pages[0]);
  EXPECT_NEAR(lines[1].y - lines[0].y, 3 * kPitch, 0.01);   // 正文下空二行
  EXPECT_NEAR(lines[2].y - lines[1].y, 2 * kPitch, 0.01);
  EXPECT_NEAR(lines[2].right, 184 - 4 * kCell, 0.1);
}

TEST(GBT9704_7_3_5_5, SignaturesNeverStandAloneOnAPage) {
  Paper paper;
  paper.p(repeat("国", 26 + 28 * 21));
  document::SignatureBlock s;
  s.organs = {inlines("河南示例厅")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  const auto lines = body_lines(layout.pages[1]);
  ASSERT_EQ(lines.size(), 4U);   // two lines of text, the name, the date
  EXPECT_EQ(lines[0].text, repeat("国", 28));
}

TEST(GBT9704_7_3_7, AttachmentsBeginANewPageWithTheTitleOnLineThree) {
  Paper paper;
  paper.p("正文");
  paper.section(document::Section::Kind::attachment);
  paper.p("附件1", document::Role::attachment_label);
  paper.p("联系方式", document::Role::attachment_title);
  paper.p("内容");
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  const auto lines = body_lines(layout.pages[1]);
  EXPECT_NEAR(lines[0].x, 28, 0.01);
  const double ink = 0.84 * 25.4 / 72;
  EXPECT_NEAR((lines[1].y - 22 * ink) - (lines[0].y - 16 * ink), 2 * kPitch, 0.01);
  EXPECT_EQ(layout.pages[1].label, "2");
}

TEST(GBT9704_7_4, TheImprintEndsWithTheTextArea) {
  Paper paper("document");
  paper.document.masthead = {document::Masthead::Form::document, inlines("河南示例厅文件"), inlines("示教〔2025〕5号"), "", "", {}};
  paper.p("正文");
  paper.add(document::Imprint{inlines("各示例学校"), inlines("河南示例厅办公室"), inlines("2025年3月1日")});
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 1U);
  std::vector<Box> black;
  for (const Item& item : layout.pages[0].items) {
    const auto* rule = std::get_if<Rule>(&item.content);
    if (rule != nullptr && rule->colour.red == 0) black.push_back(rule->box);
  }
  ASSERT_EQ(black.size(), 3U);
  EXPECT_NEAR(mm(black[0].height), 0.35, 0.01);
  EXPECT_NEAR(mm(black[1].height), 0.25, 0.01);
  EXPECT_NEAR(mm(black[2].y + black[2].height), 262, 0.01);
  const auto texts = texts_of(layout.pages[0]);
  EXPECT_EQ(texts.at(texts.size() - 2), "抄送：各示例学校。");
  EXPECT_EQ(texts.back(), "河南示例厅办公室2025年3月1日印发");
}

TEST(GBT9704_7_4, RecipientsInTheImprintStandAboveTheCopiesWithoutARule) {
  Paper paper("document");
  paper.document.masthead = {document::Masthead::Form::document, inlines("河南示例厅文件"), inlines("示教〔2025〕5号"), "", "", {}};
  paper.p("正文");
  document::Imprint imprint{inlines("各示例学校"), inlines("河南示例厅办公室"), inlines("2025年3月1日")};
  imprint.main_to = inlines(repeat("示例市教育局，", 5) + "示例县教育局");
  paper.add(imprint);
  const Layout layout = paper.lay_out().layout;
  std::vector<Box> black;
  for (const Item& item : layout.pages[0].items) {
    const auto* rule = std::get_if<Rule>(&item.content);
    if (rule != nullptr && rule->colour.red == 0) black.push_back(rule->box);
  }
  ASSERT_EQ(black.size(), 3U);
  EXPECT_NEAR(mm(black[2].y + black[2].height), 262, 0.01);
  const auto lines = body_lines(layout.pages[0]);
  const double four = 14 * 25.4 / 72;
  std::size_t main = 0;
  while (main < lines.size() && lines[main].text.rfind("主送：", 0) != 0) ++main;
  ASSERT_LT(main + 3, lines.size());
  EXPECT_NEAR(lines[main].x, 28 + four, 0.05);                      // 左空一字
  EXPECT_NEAR(lines[main + 1].x, 28 + 4 * four, 0.05);              // 回行与冒号后的首字对齐
  EXPECT_EQ(lines[main + 2].text, "抄送：各示例学校。");
  EXPECT_GT(mm(black[1].y), lines[main + 2].y);                     // the inner rule is below 抄送
  EXPECT_NEAR(lines.back().right, 184 - four, 0.1);                 // 印发日期右空一字
}

TEST(GBT9704_7_3_7, ScannedPagesFillTheTextAreaEachOnItsOwn) {
  Paper paper;
  paper.p("正文");
  paper.section(document::Section::Kind::attachment);
  paper.p("附件1", document::Role::attachment_label);
  paper.p("扫描件", document::Role::attachment_title);
  auto image = std::make_shared<image::Image>();
  image->width = 2'480;                                             // A4 at 300 dpi
  image->height = 3'508;
  for (int i = 0; i < 3; ++i) {
    document::Picture p;
    p.image = image;
    p.full_page = true;
    p.alt = "扫描件";
    paper.add(p);
  }
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 4U);
  for (std::size_t i = 1; i < 4; ++i) {
    const Picture* picture = nullptr;
    for (const Item& item : layout.pages[i].items) {
      if (const auto* p = std::get_if<Picture>(&item.content)) picture = p;
    }
    ASSERT_NE(picture, nullptr) << i;
    EXPECT_FALSE(picture->pressed);
    EXPECT_NEAR(mm(picture->box.x + picture->box.width / 2), 106, 0.02) << i;
    EXPECT_NEAR(mm(picture->box.width) / mm(picture->box.height), 2'480.0 / 3'508, 0.001) << i;
    if (i == 1) {
      EXPECT_NEAR(mm(picture->box.y + picture->box.height), 262, 0.02);
    } else {
      EXPECT_NEAR(mm(picture->box.width), 156, 0.02);
    }
    EXPECT_EQ(layout.pages[i].label, std::to_string(i + 1));
  }
}

TEST(GBT9704_10_1, ALetterWholeIsAsItsDumpSays) {
  Paper paper("letter");
  paper.document.masthead = {document::Masthead::Form::letter, inlines("河南示例厅办公室"), inlines("示教函〔2025〕5号"), "加急", "", {}};
  paper.p("关于做好示例工作的通知", document::Role::title);
  paper.p("各示例学校：", document::Role::recipient);
  paper.p("现就2025年示例工作通知如下，详见网站（网址：http://example.cn/）。");
  paper.h(1, "一、", "总体要求");
  paper.h(2, "（一）", "加强领导。", "各学校要高度重视。");
  document::AttachmentNote note;
  note.names = {inlines("示例学校联系方式")};
  paper.add(note);
  document::SignatureBlock s;
  s.organs = {inlines("河南示例厅办公室")};
  s.date = inlines("2025年3月1日");
  paper.add(s);
  paper.p("（此件公开发布）", document::Role::annotation);
  EXPECT_TRUE(gongwen::test::matches_golden("pages/layout/letter.txt", dump(paper.lay_out().layout, book())));
}

}  // namespace
}  // namespace gongwen::layout::test
