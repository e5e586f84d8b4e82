#include <gtest/gtest.h>

#include "content/template/make.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

constexpr const char* kFields = R"(
  <field path="title" label="标题" type="text" required="yes"/>
  <field path="note" label="备注" type="text"/>
  <field path="n" label="数" type="integer" required="yes"/>
  <field path="money" label="金额" type="money" required="yes"/>
  <field path="from" label="起" type="date" required="yes"/>
  <field path="to" label="止" type="date" required="yes"/>
  <field path="period" label="建设期" type="period" required="yes"/>
  <field path="kind" label="类别" type="enum" required="yes"><option value="gz" label="高职"/><option value="3" label="三"/></field>
  <group path="head" label="负责人"><field path="name" label="姓名" type="name" required="yes"/></group>
  <list path="items" label="清单" key="id">
    <field path="id" label="编号" type="text"/>
    <field path="a" label="甲" type="money" required="yes"/>
    <field path="b" label="乙" type="integer"/>
    <list path="years" label="年度"><field path="y" label="年" type="integer" required="yes"/></list>
  </list>)";

constexpr const char* kRecord = R"({"title": "实践中心", "n": 12, "money": "1234567.80", "from": "2023-09-01", "to": "2026-08-31",
  "period": {"from": "2023-01-01", "to": "2025-12-31"}, "kind": "3", "head": {"name": "李䶮"},
  "items": [{"id": "B1", "a": "100.00", "b": 2, "years": [{"y": 2023}, {"y": 2024}]}, {"id": "B2", "a": "0.50", "years": [{"y": 2025}]}]})";

/// What `{{expression}}` prints: the quoted text of the paragraph's runs, joined.
std::string printed(const std::string& expression) {
  const std::string dump = test::filled(kFields, "<p>" + expression + "</p>", kRecord);
  const std::size_t at = dump.find("p body ");
  if (at == std::string::npos) return dump;
  return dump.substr(at + 7, dump.size() - at - 8);
}

struct Case { const char* expression; const char* printed; };

class Expressions : public testing::TestWithParam<Case> {};

TEST_P(Expressions, PrintWhatTheReferenceSays) { EXPECT_EQ(printed(GetParam().expression), GetParam().printed) << GetParam().expression; }

INSTANTIATE_TEST_SUITE_P(All, Expressions, testing::Values(
    // paths
    Case{"{{title}}", "\"实践中心\""}, Case{"{{head.name}}", "name:\"李䶮\""}, Case{"{{kind}}", "\"三\""}, Case{"{{kind | plain}}", "\"3\""},
    Case{"{{items[id = 'B2'].a}}", "keep:\"0.50\""}, Case{"{{items[a &lt; 1].id}}", "\"B2\""}, Case{"{{period}}", "\"2023年1月1日至2025年12月31日\""},
    Case{"{{period.from}}", "\"2023年1月1日\""}, Case{"{{items.id}}", "\"B1\" \"、\" \"B2\""}, Case{"{{from}}", "\"2023年9月1日\""},
    Case{"{{from | plain}}", "\"2023-09-01\""}, Case{"{{note | default:'—'}}", "\"—\""}, Case{"{{note | default:''}}", "\"\""},
    // arithmetic: exact decimals at the written digits
    Case{"{{n + 1}}", "\"13\""}, Case{"{{n - 20}}", "\"-8\""}, Case{"{{money * 2}}", "keep:\"2469135.60\""}, Case{"{{1 / 3}}", "\"0.333333\""},
    Case{"{{2 / 3}}", "\"0.666667\""}, Case{"{{0.1 + 0.2}}", "\"0.3\""}, Case{"{{2 + 3 * 4}}", "\"14\""}, Case{"{{(2 + 3) * 4}}", "\"20\""},
    Case{"{{10 - 2 - 3}}", "\"5\""}, Case{"{{-n + 1}}", "\"-11\""}, Case{"{{- - n}}", "\"12\""},
    // functions
    Case{"{{count(items)}}", "\"2\""}, Case{"{{count(items.years)}}", "\"3\""}, Case{"{{count(items.b)}}", "\"1\""},
    Case{"{{count(items[id = 'B9'])}}", "\"0\""}, Case{"{{sum(items.a)}}", "keep:\"100.50\""}, Case{"{{sum(items.b)}}", "\"2\""},
    Case{"{{sum(n, 1, 2)}}", "\"15\""}, Case{"{{min(items.a)}}", "keep:\"0.50\""}, Case{"{{max(items.a)}}", "keep:\"100.00\""},
    Case{"{{max(from, to)}}", "\"2026年8月31日\""}, Case{"{{first(items.id)}}", "\"B1\""}, Case{"{{last(items.years.y)}}", "\"2025\""},
    Case{"{{join(items.id, '；')}}", "\"B1；B2\""}, Case{"{{join(items.years.y, ' ')}}", "\"2023 2024 2025\""},
    Case{"{{years(from, to)}}", "\"2\""}, Case{"{{years(to, from)}}", "\"-2\""}, Case{"{{rate(1, 4)}}", "\"0.250000\""},
    Case{"{{rate(4, 5, 'le')}}", "\"1\""}, Case{"{{rate(10, 5, 'le')}}", "\"0.500000\""},
    Case{"{{if(n &gt; 10, '多', '少')}}", "\"多\""}, Case{"{{if(empty(note), '无', note)}}", "\"无\""},
    Case{"{{if(n = 0, n / 0, 7)}}", "\"7\""},
    // conditions
    Case{"{{n = 12}}", "\"是\""}, Case{"{{n ne 12}}", "\"否\""}, Case{"{{n ge 12 and n le 12}}", "\"是\""}, Case{"{{not (n lt 13)}}", "\"否\""},
    Case{"{{1.0 = 1.00}}", "\"是\""}, Case{"{{from &lt; to}}", "\"是\""}, Case{"{{from = '2023-09-01'}}", "\"是\""},
    Case{"{{kind = 3}}", "\"是\""}, Case{"{{kind = 'gz'}}", "\"否\""}, Case{"{{empty(items) or n = 12}}", "\"是\""},
    Case{"{{empty(note) or note = 'x'}}", "\"是\""}, Case{"{{title = '实践中心'}}", "\"是\""},
    // filters
    Case{"{{to | 中文日期}}", "\"2026年8月31日\""}, Case{"{{to | chinese-date}}", "\"2026年8月31日\""},
    Case{"{{to | 汉字日期}}", "\"二〇二六年八月三十一日\""}, Case{"{{money | thousands}}", "keep:\"1,234,567.80\""},
    Case{"{{money | 人民币大写}}", "\"壹佰贰拾叁万肆仟伍佰陆拾柒元捌角\""}, Case{"{{rate(1, 3) | percent:1}}", "\"33.3%\""},
    Case{"{{1 / 3 | round:2}}", "\"0.33\""}, Case{"{{n | upper-number}}", "\"十二\""}, Case{"{{head.name | mask}}", "\"李*\""},
    Case{"{{note | default:'无' | label}}", "\"无\""}, Case{"{{sum(items.a) | round:0 | thousands}}", "keep:\"101\""}));

TEST(Expressions, SelectionsSeeTheRecordAround) {
  EXPECT_EQ(test::filled(kFields, "<for-each in=\"items\" as=\"i\"><p>{{position(i)}}/{{count(items)}} {{items[id = i.id].a}}</p></for-each>", kRecord),
            "section body\n  #1 p body \"1\" \"/\" \"2\" \" \" keep:\"100.00\"\n  #2 p body \"2\" \"/\" \"2\" \" \" keep:\"0.50\"\n");
}

TEST(Expressions, SayWhatWasProbablyMeant) {
  const struct { const char* expression; const char* code; const char* hint; } cases[] = {
      {"{{titel}}", "T014", "是不是“title”？"},          {"{{标题}}", "T014", "“标题”在模板里写作 title"},
      {"{{head.nam}}", "T014", "是不是“name”？"},        {"{{cuont(items)}}", "T011", "是不是“count”？"},
      {"{{n | thousnds}}", "T012", "是不是“thousands”？"}, {"{{kind = 'gx'}}", "T015", "是不是“gz”？"},
  };
  for (const auto& c : cases) {
    Diagnostics found;
    test::make(kFields, "<body><p>" + std::string(c.expression) + "</p></body>", found);
    ASSERT_EQ(found.size(), 1U) << c.expression << "\n" << render(found);
    EXPECT_EQ(found.all()[0].code, c.code) << c.expression;
    ASSERT_EQ(found.all()[0].hints.size(), 1U) << c.expression;
    EXPECT_EQ(found.all()[0].hints[0], c.hint) << c.expression;
  }
}

TEST(Expressions, PointAtTheNameNotAtTheLine) {
  Diagnostics found;
  test::make(kFields, "<body><p>甲&lt;乙{{n + titel}}</p><if test=\"n &gt;= 1 and titel = 'a'\"><p>x</p></if></body>", found);
  ASSERT_EQ(found.size(), 2U);
  for (const auto& d : found.all()) {
    EXPECT_EQ(text::to_utf32(d.excerpt).substr(d.place.column - 1, 5), U"titel") << render(d);
  }
}

TEST(Expressions, AreRefusedWhenTheyAreNoExpressions) {
  const struct { const char* expression; const char* codes; } cases[] = {
      {"{{}}", "T009"}, {"{{n +}}", "T009"}, {"{{n n}}", "T009"}, {"{{1.2.3}}", "T009"}, {"{{'a}}", "T009"}, {"{{(n}}", "T009"},
      {"{{1 &lt; n &lt; 3}}", "T009"}, {"{{n || 1}}", "T009"}, {"{{items[id]}}", "T015"}, {"{{n[1 = 1]}}", "T015"}, {"{{not n}}", "T015"},
      {"{{n and n}}", "T015 T015"}, {"{{title + 1}}", "T015"}, {"{{title &lt; 'b'}}", "T015"}, {"{{sum(items.id)}}", "T015"},
      {"{{position(n)}}", "T015"}, {"{{items.a = 1}}", "T015"}, {"{{head}}", "T015"}, {"{{note}}", "T016"}, {"{{items[id = 'B1'].b}}", "T016"},
      {"{{n | percent}}", "T013"}, {"{{n | thousands:2}}", "T013"}, {"{{rate(1)}}", "T013"}, {"{{title == 'a'}}", "T009"},
  };
  for (const auto& c : cases) {
    Diagnostics found;
    EXPECT_EQ(test::make(kFields, "<body><p>" + std::string(c.expression) + "</p></body>", found), nullptr) << c.expression;
    EXPECT_EQ(test::codes(found), c.codes) << c.expression << "\n" << render(found);
  }
}

TEST(Expressions, AnOptionalValueMayBePrintedWhereItIsKnownToBeThere) {
  for (const char* body : {"<if test=\"not empty(note)\"><p>{{note}}</p></if>", "<if test=\"empty(note)\"><p>无</p><else><p>{{note}}</p></else></if>",
                           "<p if=\"not empty(note) and n = 1\">{{note}}</p>", "<if test=\"note = 'x'\"><p>{{note}}</p></if>",
                           "<p>{{if(empty(note), '', note)}}</p>", "<if test=\"empty(note) or n = 1\"><p>x</p><else><p>{{note}}</p></else></if>"}) {
    Diagnostics found;
    EXPECT_NE(test::make(kFields, "<body>" + std::string(body) + "</body>", found), nullptr) << body << render(found);
  }
  for (const char* body : {"<if test=\"not empty(note) or n = 1\"><p>{{note}}</p></if>", "<if test=\"not empty(title)\"><p>{{note}}</p></if>"}) {
    Diagnostics found;
    EXPECT_EQ(test::make(kFields, "<body>" + std::string(body) + "</body>", found), nullptr) << body;
    EXPECT_EQ(test::codes(found), "T016") << body;
  }
}

}  // namespace
}  // namespace gongwen::tmpl
