// The templates and samples that come with gongwen: they load, their samples fill without a word, and the papers have what
// the offices expect of them.

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "content/data/load.h"
#include "content/document/document.h"
#include "content/template/template.h"
#include "foundation/base/env.h"
#include "foundation/text/utf8.h"
#include "support/files.h"

namespace gongwen {
namespace {

using document::Block;
using document::Cell;
using document::Document;
using document::Section;
using document::Table;

std::string told(const Diagnostics& diagnostics) { return render(diagnostics); }

std::shared_ptr<const tmpl::Template> shipped(const std::string& id) {
  Diagnostics out;
  auto loaded = tmpl::load_template(real_env(), test::source_dir() / "templates" / id, out);
  EXPECT_EQ(told(out), "") << id;
  return loaded;
}

data::Record sample_of(const tmpl::Template& tmpl) {
  Diagnostics out;
  const std::string name = tmpl.id() + ".json";
  auto record = data::load_json(test::slurp(test::source_dir() / "samples" / name), name, tmpl.schema(), out);
  EXPECT_EQ(told(out), "");
  return record;
}

Document filled(const std::string& id) {
  const auto tmpl = shipped(id);
  if (tmpl == nullptr) return {};
  Diagnostics out;
  auto paper = tmpl::fill(*tmpl, sample_of(*tmpl), out);
  EXPECT_EQ(told(out), "") << id;
  return paper;
}

std::string text_of(const Cell& cell) {
  std::string out;
  for (const auto& p : cell.paragraphs) out.append(out.empty() ? "" : "\n").append(document::plain_text(p));
  return out;
}

template <typename T>
std::vector<const T*> all_of(const Document& paper) {
  std::vector<const T*> out;
  for (const auto& section : paper.sections) {
    for (const auto& block : section.blocks) {
      if (const auto* part = std::get_if<T>(&block.content)) out.push_back(part);
    }
  }
  return out;
}

const Table& table_with(const Document& paper, const std::string& anchor) {
  static const Table none;
  const Block* block = document::find_anchor(paper, anchor);
  if (block == nullptr) {
    ADD_FAILURE() << "no table " << anchor;
    return none;
  }
  return std::get<Table>(block->content);
}

std::vector<std::string> texts(const document::Row& row) {
  std::vector<std::string> out;
  for (const auto& cell : row.cells) out.push_back(text_of(cell));
  return out;
}

std::vector<std::string> headings(const Document& paper, unsigned level) {
  std::vector<std::string> out;
  for (const auto* h : all_of<document::Heading>(paper)) {
    if (h->level == level) out.push_back(h->number + document::plain_text(h->inlines));
  }
  return out;
}

/// All words of the paper in reading order; charts and references left out.
std::string words_of(const Document& paper) {
  std::string out;
  const auto add = [&](const document::Inlines& inlines) { out.append(document::plain_text(inlines)).append("\n"); };
  add(paper.masthead.number);
  add(paper.masthead.mark);
  for (const auto& section : paper.sections) {
    for (const auto& block : section.blocks) {
      if (const auto* p = std::get_if<document::Paragraph>(&block.content)) {
        add(p->inlines);
      } else if (const auto* h = std::get_if<document::Heading>(&block.content)) {
        out += h->number;
        add(h->inlines);
        add(h->run_in);
      } else if (const auto* t = std::get_if<Table>(&block.content)) {
        out.append(t->caption).append("\n");
        for (const auto& row : t->rows) {
          for (const auto& cell : row.cells) out.append(text_of(cell)).append("\n");
        }
      } else if (const auto* n = std::get_if<document::AttachmentNote>(&block.content)) {
        out += "附件：";
        for (const auto& name : n->names) add(name);
      } else if (const auto* s = std::get_if<document::SignatureBlock>(&block.content)) {
        for (const auto& organ : s->organs) add(organ);
        for (const auto& line : s->lines) add(line);
        add(s->date);
      } else if (const auto* k = std::get_if<document::KeyValues>(&block.content)) {
        for (const auto& line : k->lines) add(line.value);
      }
    }
  }
  return out;
}

std::size_t hanzi(const std::string& words, std::set<char32_t>& distinct) {
  std::size_t count = 0;
  for (const char32_t c : text::to_utf32(words)) {
    if (!text::is_hanzi(c)) continue;
    ++count;
    distinct.insert(c);
  }
  return count;
}

std::vector<Section::Kind> kinds(const Document& paper) {
  std::vector<Section::Kind> out;
  for (const auto& section : paper.sections) out.push_back(section.kind);
  return out;
}

TEST(AuthorizationLetter, NamesTheManagerAndThePeriod) {
  const auto paper = filled("authorization-letter");
  EXPECT_EQ(paper.style, "plain");
  EXPECT_EQ(paper.meta.title, "河南示例职业技术学院单位授权书");
  EXPECT_EQ(kinds(paper), std::vector{Section::Kind::body});
  const auto words = words_of(paper);
  EXPECT_NE(words.find("兹授权我单位教务处副处长王𬭊同志为现代职业教育体系改革管理公共信息服务平台管理员"), std::string::npos) << words;
  EXPECT_NE(words.find("拟申报的重点任务为开放型区域产教融合实践中心、示范性虚拟仿真实训基地、校企合作典型生产实践项目。"), std::string::npos);
  EXPECT_NE(words.find("授权期限自2026年12月1日至2029年11月30日，"), std::string::npos);
  ASSERT_EQ(all_of<Table>(paper).size(), 1U);
  EXPECT_EQ(texts(all_of<Table>(paper)[0]->rows[2]), (std::vector<std::string>{"居民身份证号码", "41010219860914003X", "手机", "13800000001"}));
}

TEST(AuthorizationLetter, LosesNothingButPersonalValuesWhenTheyAreWithheld) {
  const auto tmpl = shipped("authorization-letter");
  ASSERT_NE(tmpl, nullptr);
  Diagnostics out;
  const auto paper = tmpl::fill(*tmpl, data::withhold(sample_of(*tmpl), tmpl->schema(), {data::Disclosure::personal}), out);
  EXPECT_EQ(told(out), "");
  const auto dump = document::dump(paper);
  for (const char* gone : {"41010219860914003X", "13800000001", "wangyun@example.edu.cn"}) {
    EXPECT_EQ(dump.find(gone), std::string::npos) << gone;
  }
  EXPECT_NE(dump.find("王𬭊"), std::string::npos);
  EXPECT_NE(dump.find("0371-00000001"), std::string::npos);
  EXPECT_NE(dump.find(tmpl::kGap), std::string::npos);
}

TEST(Notice, IsTheWholePaperWordForWord) {
  const auto paper = filled("notice");
  EXPECT_EQ(paper.masthead.form, document::Masthead::Form::letter);
  std::string expected = test::slurp(test::source_dir() / "tests/content/samples/notice.txt");
  std::string words = words_of(paper);
  for (auto* text : {&expected, &words}) text->erase(std::remove(text->begin(), text->end(), '\n'), text->end());
  EXPECT_EQ(words, expected);
}

TEST(Notice, MergesTheLastRowOfTheContactTable) {
  const auto paper = filled("notice");
  EXPECT_EQ(kinds(paper), (std::vector{Section::Kind::body, Section::Kind::attachment}));
  const auto tables = all_of<Table>(paper);
  ASSERT_EQ(tables.size(), 1U);
  ASSERT_EQ(tables[0]->rows.size(), 13U);
  EXPECT_EQ(tables[0]->header_rows, 1U);
  EXPECT_EQ(texts(tables[0]->rows[7]), (std::vector<std::string>{"7", "开展职业教育一流核心课程建设", "联系人丙、联系人丁 0371-00000002、00000003"}));
  const auto& last = tables[0]->rows[12];
  ASSERT_EQ(last.cells.size(), 2U);
  EXPECT_EQ(last.cells[1].column_span, 2U);
  EXPECT_EQ(texts(last), (std::vector<std::string>{"12",
                                                   "管理平台重点任务申报：联系人戊 0371-00000003\n"
                                                   "管理平台教育部技术支持：联系人己 010-00000004/5\n"
                                                   "管理平台省级技术支持：联系人庚 0371-00000006"}));
}

TEST(ConstructionPlan, HasSevenChaptersAndAddsUpItsBudget) {
  const auto paper = filled("construction-plan");
  EXPECT_EQ(kinds(paper), (std::vector{Section::Kind::cover, Section::Kind::front, Section::Kind::body}));
  EXPECT_EQ(headings(paper, 1), (std::vector<std::string>{"一、建设背景与基础", "二、建设思路与目标", "三、建设任务与举措", "四、建设进度",
                                                          "五、经费预算", "六、绩效目标", "七、组织保障"}));
  const auto& budget = table_with(paper, "budget-table");
  EXPECT_EQ(texts(budget.rows.back()), (std::vector<std::string>{"合计", "1,260.00", "1,480.50", "1,124.50", "3,865.00"}));
  EXPECT_EQ(texts(budget.rows[3]), (std::vector<std::string>{"2", "智能产线设备购置", "中央财政", "420.00", "380.00", "150.00", "950.00"}));
}

TEST(ConstructionPlan, MergesTheThreeLevelsOfItsTargets) {
  const auto paper = filled("construction-plan");
  const auto& targets = table_with(paper, "target-table");
  ASSERT_EQ(targets.rows.size(), 2U + 20U);
  const auto& first = targets.rows[2];
  ASSERT_EQ(first.cells.size(), 9U);
  EXPECT_EQ(first.cells[0].row_span, 12U);
  EXPECT_EQ(first.cells[1].row_span, 6U);
  EXPECT_EQ(text_of(first.cells[2]), "实训工位数");
  EXPECT_EQ(text_of(first.cells[8]), "≥600");
  EXPECT_EQ(targets.rows[3].cells.size(), 7U);
}

TEST(AnnualReport, HasItsChaptersTablesAndCharts) {
  const auto paper = filled("annual-report");
  EXPECT_EQ(kinds(paper), (std::vector{Section::Kind::cover, Section::Kind::front, Section::Kind::body, Section::Kind::attachment}));
  EXPECT_EQ(headings(paper, 1), (std::vector<std::string>{"一、总体情况", "二、任务完成情况", "三、绩效目标完成情况", "四、资金到位与执行",
                                                          "五、标志性成果与典型案例", "六、存在问题", "七、下一步计划", "八、佐证材料目录"}));
  EXPECT_GE(all_of<Table>(paper).size(), 20U);
  EXPECT_GE(all_of<document::Chart>(paper).size(), 3U);
  EXPECT_EQ(texts(table_with(paper, "task-table").rows.back()), (std::vector<std::string>{"合计", "87", "84", "96.6%"}));
  EXPECT_EQ(texts(table_with(paper, "fund-table").rows.back()),
            (std::vector<std::string>{"合计", "3,860.00", "3,802.50", "3,571.86", "98.5%", "92.5%"}));
  EXPECT_EQ(table_with(paper, "indicator-table").rows.size(), 33U);
}

TEST(AnnualReport, IsLongAndVaried) {
  std::set<char32_t> distinct;
  const auto count = hanzi(words_of(filled("annual-report")), distinct);
  EXPECT_GE(count, 9000U);
  EXPECT_GE(distinct.size(), 1500U);
}

TEST(ShippedTemplates, TellTheArchiveWhatToFindThePaperBy) {
  const auto letter = shipped("authorization-letter");
  const tmpl::Filing a = tmpl::filing_of(*letter, sample_of(*letter));
  using Index = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(a.index, (Index{{"city", "郑州市中原区"}, {"task", "3"}, {"task", "6"}, {"task", "9"}}));
  EXPECT_EQ(a.retention, "10年");
  const auto report = shipped("annual-report");
  const tmpl::Filing b = tmpl::filing_of(*report, sample_of(*report));
  ASSERT_FALSE(b.index.empty());
  EXPECT_EQ(b.index.back(), (std::pair<std::string, std::string>{"due", "2026-12-15"}));
}

/// The faults that samples/schools.csv was made with: line → codes.
std::map<std::uint32_t, std::multiset<std::string>> expected_faults() {
  std::map<std::uint32_t, std::multiset<std::string>> out;
  const auto table = test::slurp(test::source_dir() / "tests/content/samples/schools_faults.tsv");
  for (std::size_t at = table.find('\n') + 1; at < table.size();) {
    const std::size_t end = table.find('\n', at);
    const auto line = table.substr(at, end - at);
    const std::size_t code = line.find('\t', line.find('\t') + 1) + 1;
    out[static_cast<std::uint32_t>(std::stoul(line))].insert(line.substr(code, 4));
    at = end + 1;
  }
  return out;
}

TEST(Schools, AreFaultyWhereTheTableSaysAndNowhereElse) {
  const auto tmpl = shipped("authorization-letter");
  ASSERT_NE(tmpl, nullptr);
  const auto file = data::in_memory(test::slurp(test::source_dir() / "samples/schools.csv"));
  const auto rows = data::open_csv(file, "schools.csv", tmpl->schema());
  ASSERT_EQ(told(rows->problems()), "");
  std::map<std::uint32_t, std::multiset<std::string>> found;
  std::size_t count = 0;
  while (const auto raw = rows->next()) {
    ++count;
    auto loaded = rows->load(*raw);
    if (loaded.ok()) tmpl::check_rules(*tmpl, loaded.record, loaded.diagnostics);
    for (const auto& d : loaded.diagnostics.all()) {
      if (d.severity != Severity::note) found[raw->line].insert(std::string(d.code));
    }
  }
  EXPECT_EQ(count, 240U);
  const auto expected = expected_faults();
  EXPECT_EQ(found, expected);
}

TEST(Schools, AsJsonLinesHaveThreeFaultyRows) {
  const auto tmpl = shipped("authorization-letter");
  ASSERT_NE(tmpl, nullptr);
  const auto file = data::in_memory(test::slurp(test::source_dir() / "samples/schools.jsonl"));
  const auto rows = data::open_json_lines(file, "schools.jsonl", tmpl->schema());
  std::vector<std::pair<std::uint32_t, std::string>> found;
  std::size_t count = 0;
  while (const auto raw = rows->next()) {
    ++count;
    const auto loaded = rows->load(*raw);
    for (const auto& d : loaded.diagnostics.all()) {
      if (d.severity == Severity::error) found.emplace_back(raw->line, std::string(d.code));
    }
  }
  EXPECT_EQ(count, 20U);
  EXPECT_EQ(found, (std::vector<std::pair<std::uint32_t, std::string>>{{8, "D019"}, {13, "D018"}, {17, "D010"}}));
}

}  // namespace
}  // namespace gongwen
