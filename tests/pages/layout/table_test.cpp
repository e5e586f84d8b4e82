// Tables: widths, spans over pages, the continued mark, rows that may be parted, turned pages, growth with the rows.

#include <algorithm>

#include "pages.h"

namespace gongwen::layout::test {
namespace {

using document::Column;
using Width = document::Column::Width;

constexpr double kPadding = 7 * 25.4 / 72;       // 3 pt on both sides, 1 pt for the rules
constexpr double kCell = 12 * 25.4 / 72;         // a table's character

document::Cell cell(const std::string& text) {
  document::Cell c;
  c.paragraphs = {inlines(text)};
  return c;
}

Column column(Width width, double value = 1) {
  Column c;
  c.width = width;
  c.align = document::Align::left;
  if (width == Width::share) c.weight = static_cast<std::uint32_t>(value);
  if (width == Width::length) c.length = Length::emu(static_cast<std::int64_t>(value * 36'000));
  if (width == Width::characters) c.characters = static_cast<std::int32_t>(value * 100);
  return c;
}

document::Table table(std::vector<Column> columns, const std::vector<std::vector<std::string>>& rows, std::uint16_t headers = 0) {
  document::Table t;
  t.columns = std::move(columns);
  t.header_rows = headers;
  for (const auto& row : rows) {
    document::Row r;
    for (const auto& text : row) r.cells.push_back(cell(text));
    t.rows.push_back(std::move(r));
  }
  return t;
}

std::string hanzi(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += "国";
  return out;
}

double mm(Length l) { return static_cast<double>(l.to_emu()) / 36'000; }

std::vector<double> widths_of(const Result& r, std::uint32_t block) {
  std::vector<double> out;
  for (const Length w : r.pages.columns.at(block)) out.push_back(mm(w));
  return out;
}

TEST(TableWidths, SaidWidthsAreKeptAndSharesTakeTheRest) {
  Paper paper;
  const auto id = paper.add(table({column(Width::length, 20), column(Width::characters, 4), column(Width::share, 1), column(Width::share, 3)},
                                  {{"一", "二", "三", "四"}})).id;
  const auto w = widths_of(paper.lay_out(), id);
  EXPECT_NEAR(w[0], 20, 0.01);
  EXPECT_NEAR(w[1], 4 * kCell + kPadding, 0.01);
  const double rest = 156 - 20 - 4 * kCell - kPadding;
  EXPECT_NEAR(w[2], rest / 4, 0.01);
  EXPECT_NEAR(w[3], rest * 3 / 4, 0.01);
}

TEST(TableWidths, FourCharactersStandOnOneLineInAColumnOfFour) {
  Paper paper;
  paper.add(table({column(Width::characters, 4), column(Width::share)}, {{"四个汉字", "一"}}));
  const auto lines = texts_of(paper.lay_out().layout.pages[0]);
  EXPECT_EQ(lines[0], "四个汉字一");
}

TEST(TableWidths, ATableOfSaidWidthsMayBeNarrowerAndStandsInTheMiddle) {
  Paper paper;
  paper.add(table({column(Width::length, 20), column(Width::length, 30)}, {{"一", "二"}}));
  const Layout layout = paper.lay_out().layout;
  double left = 1000, right = 0;
  for (const Item& item : layout.pages[0].items) {
    if (const auto* rule = std::get_if<Rule>(&item.content)) {
      left = std::min(left, mm(rule->box.x));
      right = std::max(right, mm(rule->box.x + rule->box.width));
    }
  }
  EXPECT_NEAR(right - left, 50, 0.5);
  EXPECT_NEAR((left + right) / 2, 106, 0.1);
}

TEST(TableWidths, ColumnsThatGoByTheirContentHoldTheirLongestLine) {
  Paper paper;
  const auto id = paper.add(table({column(Width::content), column(Width::share), column(Width::content)},
                                  {{"短", hanzi(200), "1"}, {hanzi(8), "一", "12,345.00"}})).id;
  const Result r = paper.lay_out();
  const auto w = widths_of(r, id);
  EXPECT_NEAR(w[0], 8 * kCell + kPadding, 0.1);
  EXPECT_NEAR(w[0] + w[1] + w[2], 156, 0.01);
  EXPECT_GT(w[1], 78);
  const auto lines = texts_of(r.layout.pages[0]);
  EXPECT_NE(std::find_if(lines.begin(), lines.end(), [](const auto& l) { return l.find(hanzi(8) + "一12,345.00") != std::string::npos; }), lines.end());
}

TEST(TableWidths, ContentThatIsTooLongIsWrappedInAllColumnsAlike) {
  Paper paper;
  const auto id = paper.add(table({column(Width::content), column(Width::content)}, {{hanzi(40), hanzi(120)}})).id;
  const auto w = widths_of(paper.lay_out(), id);
  EXPECT_NEAR(w[0] + w[1], 156, 0.01);
  EXPECT_NEAR(w[1] / w[0], 3, 0.3);
}

TEST(TableWidths, TooWideColumnsAreMadeNarrowerWithAWarning) {
  Paper paper;
  const auto id = paper.add(table({column(Width::length, 80), column(Width::length, 160)}, {{"一", "二"}})).id;
  Diagnostics out;
  const auto w = widths_of(paper.lay_out(out), id);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "L030");
  EXPECT_NEAR(w[0], 52, 0.01);
  EXPECT_NEAR(w[1], 104, 0.01);
}

TEST(TableRows, ARowThatMayBePartedLeavesTwoLinesOnEitherSide) {
  for (const bool split : {false, true}) {
    Paper paper;
    for (int i = 0; i < 18; ++i) paper.p("正文");
    auto t = table({column(Width::share)}, {{hanzi(36 * 20)}});
    t.rows[0].split = split;
    paper.add(t);
    const Layout layout = paper.lay_out().layout;
    ASSERT_EQ(layout.pages.size(), 2U) << split;
    const std::size_t here = texts_of(layout.pages[0]).size() - 18, there = texts_of(layout.pages[1]).size();
    if (split) {
      EXPECT_GE(here, 2U);
      EXPECT_GE(there, 2U);
    } else {
      EXPECT_EQ(here, 0U);
    }
    EXPECT_EQ(plain_text(layout).substr(plain_text(layout).rfind('\n', plain_text(layout).size() - 2) + 1), hanzi(36 * 20) + "\n");
  }
}

TEST(TableRows, TheContinuedMarkIsTheStylesAndNoPartOfTheText) {
  auto style = page_style("plain");
  Paper paper;
  auto t = table({column(Width::share)}, std::vector<std::vector<std::string>>(60, {"一"}), 1);
  t.caption = "示例";
  t.number = "表7";
  paper.add(t);
  Diagnostics out;
  auto lines = lines_of(layout::lay_out(paper.document, book(), style, out).layout.pages[1]);
  EXPECT_EQ(lines[0].text, "续表7");
  EXPECT_TRUE(lines[0].artifact);
  EXPECT_NEAR((lines[0].x + lines[0].right) / 2, 106, 0.1);
  style.table.continued_mark.clear();
  lines = lines_of(layout::lay_out(paper.document, book(), style, out).layout.pages[1]);
  EXPECT_EQ(lines[0].text, "一");
}

TEST(TableRows, HeadsOfSeveralLevelsAreRepeatedWhole) {
  Paper paper;
  auto t = table({column(Width::share), column(Width::share)}, std::vector<std::vector<std::string>>(60, {"一", "二"}));
  document::Row head;
  head.cells = {cell("合并的表头")};
  head.cells[0].column_span = 2;
  t.rows.insert(t.rows.begin(), head);
  t.header_rows = 2;
  paper.add(t);
  const Layout layout = paper.lay_out().layout;
  ASSERT_GT(layout.pages.size(), 1U);
  const auto lines = lines_of(layout.pages[1]);
  EXPECT_EQ(lines[0].text, "合并的表头");
  EXPECT_EQ(lines[1].text, "一二");
  EXPECT_TRUE(lines[1].artifact);
  EXPECT_FALSE(lines[2].artifact);
}

/// A table of one column that begins so far down the page that only `room` rows of it still have a place there.
std::vector<std::size_t> rows_a_page(document::Table t, int lines_before) {
  Paper paper;
  for (int i = 0; i < lines_before; ++i) paper.p("正文");
  paper.add(std::move(t));
  std::vector<std::size_t> out;
  for (const Page& page : paper.lay_out().layout.pages) {
    const auto lines = texts_of(page);
    out.push_back(static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const auto& l) { return l != "正文"; })));
  }
  return out;
}

TEST(TableRows, TheFirstTwoAndTheLastTwoStayTogether) {
  const auto simple = [](std::size_t n) { return table({column(Width::share)}, std::vector<std::vector<std::string>>(n, {"一"})); };
  bool parted = false;
  for (int before = 12; before <= 22; ++before) {
    for (const std::size_t n : {2U, 3U, 5U, 9U}) {
      const auto pages = rows_a_page(simple(n), before);
      std::size_t seen = 0;
      for (const std::size_t count : pages) {
        EXPECT_NE(count, 1U) << before << " " << n;
        seen += count;
        parted = parted || (count > 0 && count < n);
      }
      EXPECT_EQ(seen, n);
    }
  }
  EXPECT_TRUE(parted);
}

TEST(TableRows, AGroupsHeadingAndASumAreNeverAlone) {
  // Groups of a heading, three rows and a subtotal; a total at the end.
  document::Table t = table({column(Width::share), column(Width::share)}, {});
  for (int g = 0; g < 12; ++g) {
    document::Row heading;
    heading.cells = {cell("组")};
    heading.cells[0].column_span = 2;
    heading.cells[0].header = true;
    t.rows.push_back(heading);
    for (int i = 0; i < 3; ++i) t.rows.push_back({{cell("项"), cell("1")}});
    t.rows.push_back({{cell("小计"), cell("3")}, document::RowKind::subtotal});
  }
  t.rows.push_back({{cell("合计"), cell("36")}, document::RowKind::total});
  for (int before = 0; before < 10; ++before) {
    Paper paper;
    for (int i = 0; i < before; ++i) paper.p("正文");
    paper.add(t);
    const Layout layout = paper.lay_out().layout;
    ASSERT_GT(layout.pages.size(), 1U);
    for (std::size_t p = 0; p < layout.pages.size(); ++p) {
      const auto lines = texts_of(layout.pages[p]);
      EXPECT_NE(lines.back(), "组") << before;
      if (p == 0) continue;
      EXPECT_TRUE(lines.front() == "组" || lines.front() == "项1") << lines.front();
    }
  }
}

// 公文如需附A4横排表格时，页码位置与公文其他页码保持一致，单页码表头在订口一边，双页码表头在切口一边.
TEST(GBT9704_8, TurnedPagesKeepTheNumberWhereTheSheetHasIt) {
  Paper paper;
  paper.p("正文");
  auto t = table({column(Width::share)}, std::vector<std::vector<std::string>>(40, {"一"}), 1);
  t.landscape = true;
  paper.add(t);
  paper.p("表后的正文");
  const Layout layout = paper.lay_out().layout;
  ASSERT_GE(layout.pages.size(), 4U);
  EXPECT_FALSE(layout.pages[0].turned);
  EXPECT_FALSE(layout.pages.back().turned);
  EXPECT_EQ(texts_of(layout.pages.back())[0], "表后的正文");
  for (std::size_t p = 1; p + 1 < layout.pages.size(); ++p) {
    const Page& page = layout.pages[p];
    ASSERT_TRUE(page.turned);
    EXPECT_EQ(page.width, Length::mm(297));
    EXPECT_EQ(page.height, Length::mm(210));
    // Held upright again (a quarter turn anticlockwise), the sheet's x is this page's y, its y is 297 less this page's x.
    const GlyphRun *first = nullptr, *last = nullptr;
    for (const Item& item : page.items) {
      const auto* run = std::get_if<GlyphRun>(&item.content);
      if (run == nullptr || !run->turned) continue;
      EXPECT_EQ(item.node, kArtifact);
      if (first == nullptr) first = run;
      last = run;
    }
    ASSERT_NE(first, nullptr);
    const double four = 14 * 25.4 / 72;   // 4号
    const auto& face = book().face(last->face);
    const double end = mm(last->origin.y + last->glyphs.back().x) + static_cast<double>(face.advance(last->glyphs.back().id)) / face.units_per_em() * mm(last->size);
    const bool odd = (p + 1) % 2 == 1;
    if (odd) EXPECT_NEAR(end, 184 - four, 0.05);                      // 单页码居右空一字
    else EXPECT_NEAR(mm(first->origin.y + first->glyphs.front().x), 28 + four, 0.05);   // 双页码居左空一字
    EXPECT_NEAR(297 - mm(first->origin.x) - 0.311 * four, 262 + 7, 0.1);
    // The head is at the sheet's left edge: 订口 on odd pages, 切口 on even ones; the text area is the sheet's.
    const auto lines = lines_of(page);
    EXPECT_GT(lines[0].y, 28);
    EXPECT_LT(lines[0].y, 28 + 10);
    for (const Item& item : page.items) {
      const auto* rule = std::get_if<Rule>(&item.content);
      if (rule == nullptr) continue;
      EXPECT_GE(mm(rule->box.x), 297 - 37 - 225 - 0.4);
      EXPECT_LE(mm(rule->box.x + rule->box.width), 297 - 37 + 0.4);
      EXPECT_LE(mm(rule->box.y + rule->box.height), 28 + 156 + 0.4);
    }
  }
}

TEST(GBT9704_8, ATurnedTableAtTheEndLeavesNoEmptyPage) {
  Paper paper;
  auto t = table({column(Width::share)}, {{"一"}});
  t.landscape = true;
  paper.add(t);
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 1U);
  EXPECT_TRUE(layout.pages[0].turned);
}

TEST(GBT9704_8, WhatLeadsToATurnedTableIsTurnedWithIt) {
  Paper paper;
  paper.p("正文");
  paper.h(1, "一、", "附表");
  auto t = table({column(Width::share)}, {{"一"}, {"二"}});
  t.landscape = true;
  paper.add(t);
  paper.add(t);   // a second one goes on there
  paper.section(document::Section::Kind::attachment);
  paper.p("附件", document::Role::attachment_label);
  paper.p("明细表", document::Role::attachment_title);
  paper.add(t);
  const Layout layout = paper.lay_out().layout;
  ASSERT_EQ(layout.pages.size(), 3U);
  EXPECT_FALSE(layout.pages[0].turned);
  EXPECT_EQ(texts_of(layout.pages[0]), (std::vector<std::string>{"正文"}));
  EXPECT_TRUE(layout.pages[1].turned);
  EXPECT_EQ(texts_of(layout.pages[1]), (std::vector<std::string>{"一、附表", "一", "二", "一", "二"}));
  EXPECT_TRUE(layout.pages[2].turned);
  EXPECT_EQ(texts_of(layout.pages[2]), (std::vector<std::string>{"附件", "明细表", "一", "二"}));
  // The label at the turned text area's upper left corner, the title in its middle.
  const auto lines = lines_of(layout.pages[2]);
  EXPECT_NEAR(lines[0].x, 297 - 37 - 225, 0.3);
  EXPECT_NEAR((lines[1].x + lines[1].right) / 2, 297 - 37 - 112.5, 0.3);
}

/// Groups of rows whose first column is one cell; one group of all rows with `group` as large as there are rows.
document::Table grown(int rows, int group) {
  document::Table t;
  t.caption = "名单";
  t.number = "表1";
  t.columns = {column(Width::content), column(Width::share, 3), column(Width::length, 25)};
  t.header_rows = 1;
  t.rows.push_back({{cell("单位"), cell("内容"), cell("金额")}});
  for (int i = 0; i < rows; ++i) {
    document::Row row;
    if (i % group == 0) {
      row.cells.push_back(cell("学院" + std::to_string(i / group)));
      row.cells.back().row_span = static_cast<std::uint16_t>(std::min(group, rows - i));
    }
    row.cells.push_back(cell(hanzi(10 + i % 40)));
    row.cells.push_back(cell("1,234.50"));
    t.rows.push_back(std::move(row));
  }
  return t;
}

std::uint64_t work_of(int rows, int group) {
  Paper paper;
  paper.add(grown(rows, group));
  return paper.lay_out().work;
}

TEST(TableGrowth, WorkGrowsWithTheRows) {
  // Cells and rules looked at: ten times the rows, ten times the work, also when one cell reaches over all of them.
  for (const int group : {1, 7, 400}) {
    const double small = static_cast<double>(work_of(400, group)), large = static_cast<double>(work_of(4'000, group == 400 ? 4'000 : group));
    EXPECT_NEAR(large / small, 10, 0.7) << group;
  }
}

}  // namespace
}  // namespace gongwen::layout::test
