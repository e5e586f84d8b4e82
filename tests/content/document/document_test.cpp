#include <gtest/gtest.h>

#include "content/document/document.h"

namespace gongwen::document {
namespace {

Inlines words(std::string text) {
  Inline run;
  run.text = std::move(text);
  return {run};
}

Block block(std::uint32_t id, std::string anchor, decltype(Block::content) content) {
  Block out;
  out.id = id;
  out.anchor = std::move(anchor);
  out.content = std::move(content);
  return out;
}

Document sample() {
  Document out;
  out.meta.title = "题“名”";
  out.style = "plain";
  Section body;
  body.blocks.push_back(block(1, "one", Heading{1, "一、", words("甲"), {}}));
  body.blocks.push_back(block(2, "two", Heading{2, "（一）", words("乙"), words("接排")}));
  body.blocks.push_back(block(3, "three", Heading{3, "1．", words("丙"), {}}));
  Table table;
  table.caption = "表名";
  table.number = "表1";
  table.columns.resize(1);
  Cell cell;
  cell.paragraphs = {words("格\"x\\")};
  table.rows.push_back({{cell}, RowKind::total});
  body.blocks.push_back(block(4, "table", table));
  out.sections.push_back(body);
  Section attachment;
  attachment.kind = Section::Kind::attachment;
  attachment.blocks.push_back(block(5, "more", Paragraph{Role::attachment_label, words("附件1")}));
  out.sections.push_back(attachment);
  return out;
}

TEST(Document, ListsHeadingsDownToALevel) {
  const Document d = sample();
  EXPECT_EQ(contents_entries(d, 1).size(), 1U);
  EXPECT_EQ(contents_entries(d, 2).size(), 2U);
  EXPECT_EQ(contents_entries(d, 4).size(), 3U);
  EXPECT_EQ(contents_entries(d, 2)[1]->id, 2U);
}

TEST(Document, NumbersAReferenceWithoutTheMarkAfterIt) {
  const Document d = sample();
  const struct { const char* anchor; const char* number; } cases[] = {
      {"one", "一"}, {"two", "（一）"}, {"three", "1"}, {"table", "表1"}, {"more", "附件1"}};
  for (const auto& c : cases) {
    const Block* found = find_anchor(d, c.anchor);
    ASSERT_NE(found, nullptr) << c.anchor;
    EXPECT_EQ(number_of(*found), c.number) << c.anchor;
  }
  EXPECT_EQ(find_anchor(d, ""), nullptr);
  EXPECT_EQ(find_anchor(d, "four"), nullptr);
}

TEST(Document, DumpsOneLineForEachPart) {
  EXPECT_EQ(dump(sample()),
            "document title \"题“名”\" language \"zh-CN\" style \"plain\"\n"
            "section body\n"
            "  #1 @one heading 1 \"一、\" \"甲\"\n"
            "  #2 @two heading 2 \"（一）\" \"乙\" run-in \"接排\"\n"
            "  #3 @three heading 3 \"1．\" \"丙\"\n"
            "  #4 @table table number \"表1\" caption \"表名\" columns 1:centre\n"
            "    row total \"格\\\"x\\\\\"\n"
            "section attachment\n"
            "  #5 @more p attachment-label \"附件1\"\n");
}

TEST(Document, GivesItsPlainTextWithoutMarks) {
  Inlines line = words("甲");
  Inline mark;
  mark.kind = Inline::Kind::line_break;
  line.push_back(mark);
  line.push_back(words("乙").front());
  EXPECT_EQ(plain_text(line), "甲乙");
}

TEST(Charts, BarsLieWhenNamesWouldNotBeReadBelowUprightOnes) {
  Chart few;
  few.categories = {"2024年", "2025年", "机电工程学院"};
  EXPECT_FALSE(bars_lie(few));
  Chart named = few;
  named.categories = std::vector<std::string>(8, "名称有二十个汉字那么长才会折成四行放不下");
  EXPECT_TRUE(bars_lie(named));
  named.kind = ChartKind::lines;
  EXPECT_FALSE(bars_lie(named));
  Chart many = few;
  many.categories = std::vector<std::string>(60, "1");
  EXPECT_TRUE(bars_lie(many));
  many.categories.resize(12);
  EXPECT_FALSE(bars_lie(many));
}

TEST(Charts, APieShowsTheLargestElevenSlicesAndTheRestAsOne) {
  Chart pie;
  pie.kind = ChartKind::pie;
  pie.series = {{"", {}}};
  for (int i = 1; i <= 12; ++i) {
    pie.categories.push_back(std::to_string(i));
    pie.series[0].values.push_back(i);
  }
  EXPECT_EQ(shown_slices(pie).categories, pie.categories);
  for (int i = 13; i <= 15; ++i) {
    pie.categories.push_back(std::to_string(i));
    pie.series[0].values.push_back(i);
  }
  const Chart shown = shown_slices(pie);
  EXPECT_EQ(shown.categories, (std::vector<std::string>{"5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "其余4项"}));
  EXPECT_EQ(shown.series[0].values.back(), 1 + 2 + 3 + 4);
}

TEST(Tables, HeadingsSumsAndRowsAtTheEdgesKeepWithTheNext) {
  Table t;
  t.columns.resize(2);
  t.header_rows = 1;
  const auto row = [](RowKind kind, bool heading = false) {
    Row r;
    r.kind = kind;
    r.cells.resize(heading ? 1 : 2);
    if (heading) {
      r.cells[0].header = true;
      r.cells[0].column_span = 2;
    }
    return r;
  };
  t.rows = {row(RowKind::body), row(RowKind::body), row(RowKind::body), row(RowKind::body, true), row(RowKind::body), row(RowKind::body),
            row(RowKind::subtotal), row(RowKind::body), row(RowKind::body), row(RowKind::body)};
  std::string kept;
  for (std::size_t r = 0; r < t.rows.size(); ++r) kept += keeps_with_next(t, r) ? '1' : '0';
  EXPECT_EQ(kept, "0101010010");
}

}  // namespace
}  // namespace gongwen::document
