// What a layout says without its document: text, structure, links, page numbers; and what it cannot set.

#include <algorithm>

#include "pages.h"

namespace gongwen::layout::test {
namespace {

document::Cell cell(const std::string& text) {
  document::Cell c;
  c.paragraphs = {inlines(text)};
  return c;
}

document::Table table(int rows) {
  document::Table t;
  t.caption = "任务";
  t.number = "表1";
  t.columns = {{1, document::Align::centre}, {3, document::Align::left}};
  t.header_rows = 1;
  t.rows.push_back({{cell("序号"), cell("内容")}});
  for (int i = 1; i <= rows; ++i) t.rows.push_back({{cell(std::to_string(i)), cell("第" + std::to_string(i) + "项任务")}});
  return t;
}

int count(const Layout& layout, Tag tag) {
  return static_cast<int>(std::count_if(layout.nodes.begin(), layout.nodes.end(), [&](const Node& n) { return n.tag == tag; }));
}

TEST(Layout, RebuildsTheTextOfItsDocument) {
  Paper paper;
  paper.p("关于示例的通知", document::Role::title);
  paper.p("各示例学校：", document::Role::recipient);
  paper.p("改革11项重点任务（网址：http://example.cn/），见“附件”——如下……");
  paper.h(1, "一、", "总体要求");
  paper.h(2, "（一）", "加强领导。", "各地要重视。");
  paper.add(table(2));
  EXPECT_EQ(plain_text(paper.lay_out().layout),
            "关于示例的通知\n各示例学校：\n改革11项重点任务（网址：http://example.cn/），见“附件”——如下……\n一、总体要求\n"
            "（一）加强领导。\n各地要重视。\n表1　任务\n序号\n内容\n1\n第1项任务\n2\n第2项任务\n");
}

TEST(Layout, EveryNodeHasEitherChildrenOrContent) {
  Paper paper;
  document::Inline link;
  link.text = "网站";
  link.target = "http://example.cn/";
  paper.add(document::Paragraph{document::Role::body, {inlines("请见").front(), link, inlines("。").front()}});
  paper.add(table(40));
  const Layout layout = paper.lay_out().layout;
  std::vector<bool> parent(layout.nodes.size()), content(layout.nodes.size());
  for (std::size_t i = 1; i < layout.nodes.size(); ++i) {
    ASSERT_GE(layout.nodes[i].parent, 0);
    ASSERT_LT(layout.nodes[i].parent, static_cast<NodeId>(i));
    parent[static_cast<std::size_t>(layout.nodes[i].parent)] = true;
  }
  for (const Page& page : layout.pages) {
    for (const Item& item : page.items) {
      if (item.node != kArtifact) content[static_cast<std::size_t>(item.node)] = true;
    }
  }
  for (std::size_t i = 0; i < layout.nodes.size(); ++i) EXPECT_FALSE(parent[i] && content[i]) << i;
}

TEST(Layout, LinksHaveTheirTextAndPlace) {
  Paper paper;
  document::Inline link;
  link.text = "网站";
  link.target = "http://example.cn/";
  paper.add(document::Paragraph{document::Role::body, {inlines("请见").front(), link}});
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages[0].links.size(), 1U);
  const Link& l = layout.pages[0].links[0];
  EXPECT_EQ(l.url, "http://example.cn/");
  EXPECT_EQ(layout.nodes[static_cast<std::size_t>(l.node)].tag, Tag::link);
  EXPECT_EQ(layout.nodes[static_cast<std::size_t>(l.node)].alt, "网站");
  EXPECT_NEAR(l.box.width.to_pt(), 2 * 442.2 / 28, 0.1);
}

TEST(Table, RepeatsItsHeaderAndSplitsNoRow) {
  Paper paper;
  paper.add(table(60));
  const Layout layout = paper.lay_out().layout;
  ASSERT_GT(layout.pages.size(), 1U);
  for (std::size_t p = 1; p < layout.pages.size(); ++p) {
    const auto lines = lines_of(layout.pages[p]);
    EXPECT_TRUE(lines[0].artifact);
    EXPECT_EQ(lines[0].text, "续表1");
    EXPECT_TRUE(lines[1].artifact);
    EXPECT_EQ(lines[1].text, "序号内容");
  }
  EXPECT_EQ(count(layout, Tag::row), 61);
  EXPECT_EQ(count(layout, Tag::header_cell), 2);
  EXPECT_EQ(count(layout, Tag::cell), 120);
  EXPECT_EQ(count(layout, Tag::caption), 1);
  for (const Node& n : layout.nodes) {
    EXPECT_EQ(n.scope, n.tag == Tag::header_cell ? Scope::column : Scope::none);
  }
}

TEST(Table, StaysWithinTheTextArea) {
  Paper paper;
  paper.add(table(60));
  for (const Page& page : paper.lay_out().layout.pages) {
    for (const Item& item : page.items) {
      const auto* rule = std::get_if<Rule>(&item.content);
      if (rule == nullptr) continue;
      EXPECT_LE(rule->box.y + rule->box.height, Length::mm(262) + Length::pt(1));
      EXPECT_GE(rule->box.x + Length::pt(1), Length::mm(28));
      EXPECT_LE(rule->box.x + rule->box.width, Length::mm(184) + Length::pt(1));
    }
  }
}

TEST(Table, SpansCoverTheirColumnsAndRows) {
  Paper paper;
  document::Table t;
  t.columns = {{1, document::Align::left}, {1, document::Align::left}, {1, document::Align::left}};
  document::Cell tall = cell("合");
  tall.row_span = 2;
  document::Cell wide = cell("并");
  wide.column_span = 2;
  t.rows.push_back({{tall, wide}});
  t.rows.push_back({{cell("甲"), cell("乙")}});
  paper.add(t);
  const Layout layout = paper.lay_out().layout;
  const auto lines = lines_of(layout.pages[0]);
  EXPECT_EQ(plain_text(layout), "合\n并\n甲\n乙\n");
  double x_wide = 0, x_first = 0;
  for (const auto& l : lines) {
    if (l.text == "并") x_wide = l.x;
    if (l.text.substr(0, 3) == "甲") x_first = l.x;
  }
  EXPECT_NEAR(x_wide, 28 + 52 + 3 * 25.4 / 72, 0.05);
  EXPECT_NEAR(x_first, x_wide, 0.05);
}

TEST(Table, ARowHigherThanAPageIsSplitWithAWarning) {
  Paper paper;
  document::Table t;
  t.caption = "长";
  t.columns = {{1, document::Align::left}};
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "国";
  t.rows.push_back({{cell(text)}});
  paper.add(t);
  Diagnostics out;
  const Result r = paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U) << render(out);
  EXPECT_EQ(out.all()[0].code, "L001");
  EXPECT_GT(r.layout.pages.size(), 1U);
  EXPECT_EQ(plain_text(r.layout), "长\n" + text + "\n");
}

/// One cell over all rows at the left.
document::Table tied(int rows) {
  document::Table t;
  t.columns = {{1, document::Align::left}, {4, document::Align::left}};
  for (int i = 1; i <= rows; ++i) {
    document::Row row;
    if (i == 1) {
      row.cells.push_back(cell("合并"));
      row.cells.back().row_span = static_cast<std::uint16_t>(rows);
    }
    row.cells.push_back(cell("第" + std::to_string(i) + "行"));
    t.rows.push_back(row);
  }
  return t;
}

TEST(Table, ManyRowsTiedByASpanArePartedBetweenTwoRows) {
  Paper paper;
  for (int i = 0; i < 12; ++i) paper.p("正文");
  paper.add(tied(30));
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  EXPECT_GT(texts_of(layout.pages[0]).size(), 15U);   // the page is filled
  EXPECT_EQ(lines_of(layout.pages[1])[0].text, "合并");   // shown again, for the eye
  EXPECT_TRUE(lines_of(layout.pages[1])[0].artifact);
  const std::string text = plain_text(layout);
  EXPECT_EQ(text.find("合并"), text.rfind("合并"));
}

TEST(Table, FewRowsTiedByASpanStayTogether) {
  Paper paper;
  for (int i = 0; i < 20; ++i) paper.p("正文");
  paper.add(tied(5));
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  EXPECT_EQ(texts_of(layout.pages[0]).size(), 20U);
}

TEST(GBT9704_7_3_5_5, ATablesLastRowGoesWithTheSignature) {
  Paper paper;
  paper.add(table(26));
  document::SignatureBlock s;
  s.organs = {inlines("河南示例厅")};
  s.date = inlines("2023年8月10日");
  paper.add(s);
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 2U);
  const auto texts = texts_of(layout.pages[1]);
  EXPECT_NE(std::find(texts.begin(), texts.end(), "2023年8月10日"), texts.end());
  EXPECT_NE(std::find(texts.begin(), texts.end(), "26第26项任务"), texts.end());
}

/// A report's cover and contents, and an empty body.
Paper report() {
  Paper paper("report");
  paper.section(document::Section::Kind::cover);
  paper.p("年度工作报告", document::Role::cover_title);
  paper.section(document::Section::Kind::front);
  paper.add(document::Contents{});
  paper.section(document::Section::Kind::body);
  return paper;
}

TEST(Contents, ShowThePagesTheHeadingsStandOn) {
  Paper paper = report();
  const auto& first = paper.h(1, "一、", "总体情况");
  const std::uint32_t first_id = first.id;
  std::string text;
  for (int i = 0; i < 28 * 30; ++i) text += "国";
  paper.p(text);
  const std::uint32_t second_id = paper.h(1, "二、", "任务完成情况").id;
  paper.p("正文");
  const Result r = paper.lay_out();
  ASSERT_EQ(r.layout.pages.size(), 4U);
  EXPECT_EQ(r.layout.pages[0].label, "");
  EXPECT_EQ(r.layout.pages[1].label, "");
  EXPECT_EQ(r.layout.pages[2].label, "1");
  EXPECT_EQ(r.pages.blocks.at(first_id).label, "1");
  EXPECT_EQ(r.pages.blocks.at(second_id).label, "2");
  EXPECT_EQ(r.pages.blocks.at(second_id).page, 3U);
  EXPECT_NE(plain_text(r.layout).find("目　录\n一、总体情况 1\n二、任务完成情况 2\n"), std::string::npos) << plain_text(r.layout);
  ASSERT_EQ(r.layout.pages[1].links.size(), 2U);
  EXPECT_EQ(r.layout.pages[1].links[1].page, 3U);
  ASSERT_EQ(r.layout.outline.size(), 2U);
  EXPECT_EQ(r.layout.outline[1].title, "二、任务完成情况");
  EXPECT_EQ(r.layout.outline[1].page, 3U);
  const auto lines = lines_of(r.layout.pages[1]);
  EXPECT_NEAR(lines.back().right, 184, 0.1);
}

TEST(PageNumbers, OneIsAFrontAlsoBehindACoverAndContents) {
  for (const std::size_t headings : {std::size_t{2}, std::size_t{40}}) {   // contents of one page, of two
    Paper paper = report();
    std::uint32_t first_id = 0;
    for (std::size_t i = 0; i < headings; ++i) {
      const std::uint32_t id = paper.h(2, "（" + std::to_string(i + 1) + "）", "任务").id;
      if (i == 0) first_id = id;
      paper.p("正文");
    }
    const Result r = paper.lay_out();
    const std::size_t before = headings == 2 ? 2 : 4;
    ASSERT_GT(r.layout.pages.size(), before);
    EXPECT_EQ(r.layout.pages[before].label, "1");
    EXPECT_EQ(r.pages.blocks.at(first_id).page, before);
    EXPECT_EQ(r.layout.outline[0].page, before);
    EXPECT_EQ(r.layout.pages[1].links[0].page, before);
    EXPECT_EQ(r.layout.pages[before - 1].items.empty(), headings == 40);
    EXPECT_EQ(r.layout.pages[before - 1].label, "");
    EXPECT_EQ(r.pages.pages, r.layout.pages.size());
  }
  Paper letter;
  letter.p("正文");
  EXPECT_EQ(letter.lay_out().layout.pages.size(), 1U);
  Paper cover("report");   // nothing has a number
  cover.section(document::Section::Kind::cover);
  cover.p("年度工作报告", document::Role::cover_title);
  EXPECT_EQ(cover.lay_out().layout.pages.size(), 1U);
}

TEST(References, SettleOnTheRightPages) {
  Paper paper;
  document::Inline page;
  page.kind = document::Inline::Kind::page_of;
  page.target = "t";
  document::Inline number = page;
  number.kind = document::Inline::Kind::number_of;
  paper.add(document::Paragraph{document::Role::body, {inlines("见").front(), number, inlines("（第").front(), page, inlines("页）").front()}});
  paper.add(document::PageBreak{});
  paper.add(table(1)).anchor = "t";
  EXPECT_EQ(texts_of(paper.lay_out().layout.pages[0])[0], "见表1（第2页）");
}

TEST(Faces, ACharacterNoFaceHasIsAnErrorWithItsFieldAndPlace) {
  Paper paper;
  document::Inline i;
  i.text = "王\U0003FFFD";
  auto origin = std::make_shared<document::Origin>();
  origin->field = "admin.name";
  origin->data = Place::in_text(std::make_shared<const std::string>("a.json"), 3, 5, 40);
  i.origin = origin;
  paper.add(document::Paragraph{document::Role::body, {i, i}});
  Diagnostics out;
  paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U);
  const std::string text = render(out);
  EXPECT_NE(text.find("a.json:3:5: error[F010]"), std::string::npos) << text;
  EXPECT_NE(text.find("U+3FFFD"), std::string::npos) << text;
  EXPECT_NE(text.find("admin.name"), std::string::npos) << text;
  EXPECT_NE(text.find("FandolFang"), std::string::npos) << text;
}

TEST(Faces, ANameIsSetInOneFace) {
  Paper paper;
  document::Inline name;
  name.text = "赵頔旻";   // 旻 is not in the first face of 仿宋
  name.name = true;
  paper.add(document::Paragraph{document::Role::body, {inlines("兹授权").front(), name, inlines("同志").front()}});
  const Layout layout = paper.lay_out().layout;
  std::vector<std::string> runs;
  for (const Item& item : layout.pages[0].items) {
    if (item.node == kArtifact) continue;
    std::string s;
    for (const Glyph& g : std::get<GlyphRun>(item.content).glyphs) text::append(s, g.unicode);
    runs.push_back(s);
  }
  EXPECT_EQ(runs, (std::vector<std::string>{"兹授权", "赵頔旻", "同志"}));
}

TEST(Charts, AreFiguresWithTheirAlternativeText) {
  for (const auto kind : {document::ChartKind::bars, document::ChartKind::stacked_bars, document::ChartKind::lines, document::ChartKind::pie}) {
    Paper paper;
    document::Chart chart;
    chart.kind = kind;
    chart.caption = "经费";
    chart.number = "图1";
    chart.unit = "万元";
    chart.categories = {"2023年", "2024年", "2025年"};
    chart.series = {{"中央", {100, 120.5, 80}}, {"自筹", {50, 60, 70}}};
    chart.alt = "三年经费";
    paper.add(chart);
    const Layout layout = paper.lay_out().layout;
    EXPECT_EQ(count(layout, Tag::figure), 1);
    std::string words;
    int shapes = 0;
    for (const Item& item : layout.pages[0].items) {
      if (item.node == kArtifact) continue;
      if (std::holds_alternative<Shape>(item.content)) ++shapes;
      if (const auto* run = std::get_if<GlyphRun>(&item.content)) {
        for (const Glyph& g : run->glyphs) text::append(words, g.unicode);
      }
    }
    EXPECT_GT(shapes, 5);
    EXPECT_NE(words.find("120.5"), std::string::npos);
    for (const Node& n : layout.nodes) {
      EXPECT_EQ(n.alt, n.tag == Tag::figure ? "三年经费" : "");
    }
  }
}

TEST(Charts, WithheldOnesShowTheGapAndNothingElse) {
  Paper paper;
  document::Chart chart;
  chart.caption = "经费";
  chart.categories = {"机密"};
  chart.series = {{"甲", {4321}}};
  chart.alt = "经费";
  chart.withheld = true;
  paper.add(chart);
  const std::string text = plain_text(paper.lay_out().layout);
  EXPECT_EQ(text, "［依法不予公开］\n经费\n");
}

TEST(Layout, IsTheSameTwice) {
  Paper paper;
  paper.p("关于示例的通知", document::Role::title);
  paper.add(table(50));
  EXPECT_EQ(dump(paper.lay_out().layout, book()), dump(paper.lay_out().layout, book()));
}

TEST(Layout, AnEmptySectionStillMakesAPage) {
  Paper paper;
  EXPECT_EQ(paper.lay_out().layout.pages.size(), 1U);
}

}  // namespace
}  // namespace gongwen::layout::test
