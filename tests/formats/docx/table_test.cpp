#include "paper.h"
#include "support/golden.h"

namespace gongwen::test {
namespace {

using document::Cell;
using document::Row;
using document::Table;

Cell cell(std::string_view text, std::uint16_t columns = 1, std::uint16_t rows = 1) {
  Cell c;
  c.paragraphs = {{words(text)}};
  c.column_span = columns;
  c.row_span = rows;
  return c;
}

/// Two header rows with spans both ways, a merged first column, a total.
Table budget() {
  Table t;
  t.caption = "经费预算表";
  t.number = "表1";
  t.columns = {{10, document::Align::centre}, {30, document::Align::left}, {20, document::Align::right}, {20, document::Align::right}};
  t.header_rows = 2;
  Row first, second, a, b, total;
  first.cells = {cell("类别", 1, 2), cell("内容", 1, 2), cell("年度预算", 2)};
  second.cells = {cell("2024年"), cell("2025年")};
  a.cells = {cell("设备", 1, 2), cell("机床"), cell("120.00"), cell("80.00")};
  a.cells[0].header = true;
  b.cells = {cell("仿真“软件”"), cell("30.00"), cell("20.00")};
  b.cells[0].align = document::Align::centre;
  total.kind = document::RowKind::total;
  total.cells = {cell("合计", 2), cell("150.00"), cell("100.00")};
  t.rows = {first, second, a, b, total};
  t.note = "注：单位为万元。";
  return t;
}

document::Block block_of(Table t, std::string anchor = {}) {
  document::Block b;
  b.anchor = std::move(anchor);
  b.content = std::move(t);
  return b;
}

TEST(Table, HasSpansHeaderRowsAndATotal) {
  const auto w = write(paper({block_of(budget(), "budget")}));
  EXPECT_TRUE(w.out.empty());
  EXPECT_TRUE(matches_golden("formats/docx/table.txt", body_lines(w.bytes)));
}

TEST(Table, EveryRowCoversAllColumns) {
  const std::string body = body_lines(write(paper({block_of(budget())})).bytes);
  // 156 mm are 8844 twips; in shares of 10 30 20 20
  EXPECT_NE(body.find("<w:gridCol w:w=\"1105\"/><w:gridCol w:w=\"3317\"/><w:gridCol w:w=\"2211\"/><w:gridCol w:w=\"2211\"/>"), std::string::npos);
  for (std::size_t at = body.find("<w:tr>"); at != std::string::npos; at = body.find("<w:tr>", at + 1)) {
    const std::string row = body.substr(at, body.find("</w:tr>", at) - at);
    std::size_t columns = count(row, "<w:tc>") + count(row, "<w:gridSpan w:val=\"2\"/>");
    EXPECT_EQ(columns, 4U) << row;
  }
}

TEST(Table, HeaderRowsRepeatAndNoRowIsTorn) {
  const std::string body = body_lines(write(paper({block_of(budget())})).bytes);
  EXPECT_EQ(count(body, "<w:tblHeader/>"), 2U);
  EXPECT_EQ(count(body, "<w:cantSplit/>"), 5U);
  EXPECT_EQ(count(body, "<w:vMerge w:val=\"restart\"/>"), 3U);
  EXPECT_EQ(count(body, "<w:vMerge/>"), 3U);
}

TEST(Table, ItsCaptionNumberIsASequenceFieldOthersCanNameAndCount) {
  document::Block second = block_of(budget());
  std::get<Table>(second.content).number = "表2";
  document::Block jump = block_of(budget());
  std::get<Table>(jump.content).number = "表7";
  const auto w = write(paper({block_of(budget(), "budget"), second, jump, paragraph(document::Role::body, {words("见"), number_of("budget"), words("（第"), page_of("budget"), words("页）。")})}));
  const std::string body = body_lines(w.bytes);
  EXPECT_EQ(count(body, " SEQ 表 \\* ARABIC "), 2U);   // 表7 is no third one: text
  EXPECT_NE(body.find("<w:bookmarkStart w:id=\"0\" w:name=\"_Ref100000001\"/>"), std::string::npos);
  EXPECT_NE(body.find(" REF _Ref100000001 \\h "), std::string::npos);
  EXPECT_NE(body.find(" PAGEREF _Ref100000001 \\h "), std::string::npos);
  EXPECT_NE(text_of(w.bytes).find("表7　经费预算表"), std::string::npos);
  EXPECT_NE(text_of(w.bytes).find("见表1（第1页）。"), std::string::npos);
}

TEST(Table, TwoTablesInARowStayTwo) {
  Table bare = budget();
  bare.caption.clear();
  bare.number.clear();
  bare.note.clear();
  const std::string body = body_lines(write(paper({block_of(bare), block_of(bare)})).bytes);
  EXPECT_NE(body.find("</w:tbl>\n<w:p>"), std::string::npos);
  EXPECT_EQ(body.find("</w:tbl>\n<w:tbl>"), std::string::npos);
  // Word wants a paragraph behind the last one as well.
  EXPECT_EQ(body.find("</w:tbl>\n<w:sectPr>"), std::string::npos);
}

TEST(Table, AWideOneTurnsItsPage) {
  Table wide = budget();
  wide.landscape = true;
  const auto w = write(paper({paragraph(document::Role::body, {words("前")}), block_of(wide), paragraph(document::Role::body, {words("后")})}));
  const std::string body = body_lines(w.bytes);
  EXPECT_EQ(count(body, "<w:sectPr>"), 3U);
  // The portrait page turned clockwise: its left margin (28 mm) becomes the top, its top (37 mm) the right.
  EXPECT_NE(body.find("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1587\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\""),
            std::string::npos);
  EXPECT_NE(body.find("<w:tblW w:w=\"12756\" w:type=\"dxa\"/>"), std::string::npos);
  EXPECT_EQ(text_of(w.bytes).substr(0, 4), "前\n");
}

TEST(Table, WhatLeadsToAWideOneIsOnItsPageAndNothingEmptyComesAfterTheLast) {
  Table wide = budget();
  wide.landscape = true;
  const auto w = write(paper({{Section::Kind::body, {paragraph(document::Role::body, {words("前")})}},
                              {Section::Kind::attachment, {paragraph(document::Role::attachment_label, {words("附件")}),
                                                           paragraph(document::Role::attachment_title, {words("明细")}), block_of(wide)}}}));
  const std::string body = body_lines(w.bytes);
  EXPECT_EQ(count(body, "<w:sectPr>"), 2U);
  EXPECT_EQ(count(body, "w:orient=\"landscape\""), 1U);
  EXPECT_GT(body.find("w:orient=\"landscape\""), body.find("明细"));
  EXPECT_LT(body.find("<w:sectPr>"), body.find("附件"));
}

TEST(Table, ColumnsAreAsWideAsOnThePages) {
  auto made = paper({block_of(budget())});
  document::PageMap pages;
  pages.columns[made.sections[0].blocks[0].id] = {Length::pt(50), Length::half_pt(151), Length::pt(60), Length::pt(60)};
  const std::string body = body_lines(write(made, pages, report_style()).bytes);
  EXPECT_NE(body.find("<w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"1510\"/><w:gridCol w:w=\"1200\"/><w:gridCol w:w=\"1200\"/>"), std::string::npos) << body;
  EXPECT_NE(body.find("<w:tblW w:w=\"4910\" w:type=\"dxa\"/>"), std::string::npos);
}

TEST(Table, RowsThatMayBePartedSaySoAndSumsKeepWithWhatTheySumUp) {
  Table t = budget();
  t.rows[2].split = true;
  const std::string body = body_lines(write(paper({block_of(t)})).bytes);
  EXPECT_EQ(count(body, "<w:cantSplit/>"), 4U);
  // The header; the two body rows: they are the first two, and a total follows.
  EXPECT_EQ(count(body, "<w:pStyle w:val=\"TableHeader\"/><w:keepNext/>"), 5U) << body;
  EXPECT_EQ(count(body, "<w:pStyle w:val=\"TableText\"/><w:keepNext/>"), 7U) << body;
  EXPECT_EQ(count(body, "<w:pStyle w:val=\"TableTotal\"/><w:keepNext/>"), 0U);
}

}  // namespace
}  // namespace gongwen::test
