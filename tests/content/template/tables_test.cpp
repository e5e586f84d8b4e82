// Tables, charts and references made of the data: spans, groups, cells side by side, anchors of values, what is withheld.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "content/template/make.h"

namespace gongwen::tmpl {
namespace {

using test::filled;

constexpr const char* kFields = R"(
  <list path="years" label="年度" key="year"><field path="year" label="年份" type="integer" required="yes"/></list>
  <list path="items" label="项目" key="id">
    <field path="id" label="编号" type="text" required="yes"/>
    <field path="kind" label="类别" type="text" required="yes" disclosure="personal" ground="《个人信息保护法》第十三条"/>
    <field path="unit" label="部门" type="text" required="yes"/>
    <field path="sum" label="金额" type="decimal" required="yes"/>
  </list>)";

std::string json(const std::vector<std::array<std::string, 4>>& items, const std::string& years = "[{\"year\": 2024}, {\"year\": 2025}]") {
  std::string out = "{\"years\": " + years + ", \"items\": [";
  for (const auto& [id, kind, unit, sum] : items) {
    out += std::string(out.back() == '[' ? "" : ", ") + R"({"id": ")" + id + R"(", "kind": ")" + kind + R"(", "unit": ")" + unit + R"(", "sum": )" + sum + "}";
  }
  return out + "]}";
}

/// The rows of a table of these cells, one line each.
std::string rows(const std::string& row, const std::string& data) {
  const std::string text = filled(kFields, "<table><row for-each=\"items\" as=\"i\">" + row + "</row></table>", data);
  std::string out;
  for (std::size_t at = text.find("    row"); at != std::string::npos; at = text.find("    row", at + 1)) {
    out += text.substr(at + 8, text.find('\n', at) - at - 7);
  }
  return out.empty() ? text : out;
}

TEST(Merge, JoinsEqualNeighboursOnly) {
  EXPECT_EQ(rows("<cell merge=\"i.unit\">{{i.unit}}</cell><cell>{{i.id}}</cell>",
                 json({{"1", "甲", "教务处", "1"}, {"2", "甲", "教务处", "1"}, {"3", "甲", "人事处", "1"}, {"4", "甲", "教务处", "1"}})),
            "span 1x2 \"教务处\" | \"1\"\n\"2\"\n\"人事处\" | \"3\"\n\"教务处\" | \"4\"\n");
}

TEST(Merge, StopsWhereACellToTheLeftBegins) {
  // The kinds 乙 乙 are equal, but of two departments.
  EXPECT_EQ(rows("<cell merge=\"i.unit\">{{i.unit}}</cell><cell merge=\"i.kind\">{{i.kind}}</cell>",
                 json({{"1", "甲", "教务处", "1"}, {"2", "乙", "教务处", "1"}, {"3", "乙", "人事处", "1"}, {"4", "乙", "人事处", "1"}})),
            "span 1x2 \"教务处\" | \"甲\"\n\"乙\"\nspan 1x2 \"人事处\" | \"乙\"\n\"乙\"\n");   // no row without a cell of its own
}

TEST(Merge, GoesByTheValueNotByWhatIsPrinted) {
  EXPECT_EQ(rows("<cell merge=\"i.unit\">同</cell><cell>{{i.id}}</cell>", json({{"1", "甲", "教务处", "1"}, {"2", "甲", "人事处", "1"}})),
            "\"同\" | \"1\"\n\"同\" | \"2\"\n");
}

TEST(Merge, DoesNotTellThatWithheldValuesAreEqual) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, "<body><table><row for-each=\"items\" as=\"i\"><cell merge=\"i.kind\">{{i.kind}}</cell><cell>{{i.id}}</cell></row></table></body>", found);
  ASSERT_TRUE(tmpl) << render(found);
  auto record = data::load_json(json({{"1", "甲", "教务处", "1"}, {"2", "甲", "教务处", "1"}}), "r.json", tmpl->schema(), found);
  record = data::withhold(record, tmpl->schema(), {data::Disclosure::personal});
  const std::string text = filled(*tmpl, record);
  EXPECT_EQ(text.find("span"), std::string::npos) << text;
  EXPECT_EQ(text.find("甲"), std::string::npos) << text;
}

TEST(Rows, AreNotGroupedByAWithheldValueUnlessTheTemplateSaysWhatThen) {
  for (const bool said : {false, true}) {
    Diagnostics found;
    const auto tmpl = test::make(kFields, std::string("<body><table><row><cell>甲</cell></row><rows for-each=\"items\" as=\"g\" by=\"kind\"") + (said ? " withheld=\"gap\"" : "") +
                                              "><row><cell>{{count(g)}}</cell></row></rows></table></body>", found);
    ASSERT_TRUE(tmpl) << render(found);
    const auto whole = data::load_json(json({{"1", "甲", "教务处", "1"}, {"2", "乙", "教务处", "1"}}), "r.json", tmpl->schema(), found);
    const std::string text = filled(*tmpl, data::withhold(whole, tmpl->schema(), {data::Disclosure::personal}));
    EXPECT_NE(text.find(said ? "row gap:" : "[T030]"), std::string::npos) << text;
    EXPECT_EQ(text.find("row \"1\""), std::string::npos) << text;
  }
}

TEST(Rows, OfAListAreGroupedByAValueInTheOrderInWhichItComes) {
  const std::string text = filled(kFields,
      "<table><rows for-each=\"items\" as=\"g\" by=\"kind\"><row for-each=\"g\" as=\"i\"><cell>{{i.kind}}</cell><cell>{{i.id}}</cell></row>"
      "<row kind=\"subtotal\"><cell>小计</cell><cell>{{sum(g.sum)}}</cell></row></rows></table>",
      json({{"1", "乙", "教务处", "1.5"}, {"2", "甲", "教务处", "2"}, {"3", "乙", "人事处", "3"}}));
  const std::vector<std::string> expected = {"row \"乙\" | \"1\"", "row \"乙\" | \"3\"", "row subtotal \"小计\" | \"4.5\"", "row \"甲\" | \"2\"", "row subtotal \"小计\" | \"2\""};
  std::size_t at = 0;
  for (const auto& line : expected) {
    at = text.find(line, at);
    ASSERT_NE(at, std::string::npos) << line << "\n" << text;
  }
}

TEST(Cells, OfOneItemStandSideBySide) {
  const std::string body = "<table><header><row><cell rows=\"2\">编号</cell><cell for-each=\"years\" as=\"y\" columns=\"2\">{{y.year}}</cell></row>"
                           "<row><for-each in=\"years\" as=\"y\"><cell>中央</cell><cell>地方</cell></for-each></row></header>"
                           "<row for-each=\"items\" as=\"i\"><cell>{{i.id}}</cell><for-each in=\"years\" as=\"y\"><if test=\"y.year > 2024\"><cell>后</cell><cell>后</cell>"
                           "<else><cell columns=\"2\">前</cell></else></if></for-each></row></table>";
  const std::string text = filled(kFields, body, json({{"1", "甲", "教务处", "1"}}));
  EXPECT_NE(text.find("row span 1x2 \"编号\" | span 2x1 \"2024\" | span 2x1 \"2025\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("row \"中央\" | \"地方\" | \"中央\" | \"地方\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("row \"1\" | span 2x1 \"前\" | \"后\" | \"后\"\n"), std::string::npos) << text;
}

TEST(Cells, ThatDoNotFillTheirRowAreTold) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, "<body><table><row><cell>甲</cell><cell>乙</cell></row><row><for-each in=\"years\" as=\"y\"><cell>{{y.year}}</cell></for-each></row></table></body>", found);
  ASSERT_TRUE(tmpl) << render(found);
  const auto record = data::load_json(json({}, "[{\"year\": 2024}]"), "r.json", tmpl->schema(), found);
  fill(*tmpl, record, found);
  EXPECT_EQ(test::codes(found), "T033");
}

TEST(Widths, AreReadInAllTheirForms) {
  const std::string text = filled(kFields, "<table widths=\"2 18.5mm 4.5字 auto*\"><row><cell>一</cell><cell>二</cell><cell>三</cell><cell>四</cell><cell>五</cell></row></table>", json({}));
  EXPECT_NE(text.find("columns 2:centre 18.5mm:centre 4.5字:centre auto:centre auto:centre"), std::string::npos) << text;
}

TEST(Widths, OutsideTheirBoundsAreTold) {
  for (const char* widths : {"0", "1001", "-1mm", "401mm", "0字", "101字", "mm", "字", "1.5", "auto1", "3cm"}) {
    Diagnostics found;
    test::make(kFields, "<body><table widths=\"" + std::string(widths) + "\"><row><cell>一</cell></row></table></body>", found);
    EXPECT_EQ(test::codes(found), "T005") << widths;
  }
}

TEST(Split, IsTheTablesUnlessARowSaysOtherwise) {
  const std::string text = filled(kFields, "<table split=\"yes\"><row><cell>一</cell></row><row split=\"no\"><cell>二</cell></row></table><table><row><cell>三</cell></row></table>", json({}));
  EXPECT_NE(text.find("row split \"一\""), std::string::npos) << text;
  EXPECT_NE(text.find("row \"二\""), std::string::npos) << text;
  EXPECT_NE(text.find("row \"三\""), std::string::npos) << text;
}

TEST(Anchors, OfValuesAreCheckedWhenTheyAreKnown) {
  const std::string body = "<for-each in=\"items\" as=\"i\"><h1 id=\"item-{{i.id}}\">{{i.unit}}</h1></for-each><p for-each=\"items\" as=\"i\">见<ref to=\"item-{{i.id}}\"/>，第<ref to=\"item-{{i.id}}\" what=\"page\"/>页</p>";
  const std::string text = filled(kFields, body, json({{"a", "甲", "教务处", "1"}, {"b", "甲", "人事处", "1"}}));
  EXPECT_NE(text.find("@item-b heading 1 \"二、\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"见\" <number-of item-b> \"，第\" <page-of item-b> \"页\""), std::string::npos) << text;
  const std::string missing = filled(kFields, "<p>见<ref to=\"item-{{count(items)}}\" what=\"page\"/></p>", json({}));
  EXPECT_NE(missing.find("error[T051]: 没有 id 为“item-0”的部分"), std::string::npos) << missing;
}

TEST(Series, AreRepeatedByAListOfTheirOwn) {
  const std::string body = "<chart kind=\"bars\" in=\"items\" as=\"i\" category=\"{{i.id}}\"><series if=\"count(years) > 9\" name=\"不出\" value=\"{{i.sum}}\"/>"
                           "<series for-each=\"years\" as=\"y\" name=\"{{y.year}}年\" value=\"{{i.sum + y.year}}\"/><series name=\"末\" value=\"{{i.sum}}\"/></chart>";
  const std::string text = filled(kFields, body, json({{"a", "甲", "教务处", "1"}, {"b", "甲", "人事处", "2"}}));
  EXPECT_NE(text.find("    series \"2024年\" a=2025 b=2026\n    series \"2025年\" a=2026 b=2027\n    series \"末\" a=1 b=2\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("不出"), std::string::npos) << text;
}

TEST(Series, OfGroupsAreSums) {
  const std::string text = filled(kFields, "<chart kind=\"pie\" in=\"items\" as=\"g\" by=\"unit\" category=\"{{first(g.unit)}}\"><series name=\"支出\" value=\"{{sum(g.sum)}}\"/></chart>",
                                  json({{"a", "甲", "教务处", "1"}, {"b", "甲", "人事处", "2"}, {"c", "乙", "教务处", "4"}}));
  EXPECT_NE(text.find("series \"支出\" 教务处=5 人事处=2\n"), std::string::npos) << text;
}

TEST(Series, OfAPieAndOfTargetsAreOne) {
  for (const char* chart : {"<chart kind=\"pie\" in=\"items\" as=\"i\" category=\"{{i.id}}\"><series for-each=\"years\" as=\"y\" name=\"{{y.year}}\" value=\"{{i.sum}}\"/></chart>",
                            "<chart kind=\"targets\" in=\"items\" as=\"i\" category=\"{{i.id}}\"><series name=\"实\" value=\"{{i.sum}}\"/>"
                            "<series for-each=\"years\" as=\"y\" role=\"target\" name=\"{{y.year}}\" value=\"{{i.sum}}\"/></chart>"}) {
    Diagnostics found;
    test::make(kFields, "<body>" + std::string(chart) + "</body>", found);
    EXPECT_EQ(found.size(), 1U) << render(found);
  }
}

TEST(Series, NoneAtAllIsAnEmptyChart) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, "<body><chart kind=\"bars\" in=\"items\" as=\"i\" category=\"{{i.id}}\"><series for-each=\"years\" as=\"y\" name=\"{{y.year}}\" value=\"{{i.sum}}\"/></chart></body>", found);
  ASSERT_TRUE(tmpl) << render(found);
  fill(*tmpl, data::load_json(json({{"a", "甲", "教务处", "1"}}, "[]"), "r.json", tmpl->schema(), found), found);
  EXPECT_EQ(test::codes(found), "T032");
}

TEST(AttachmentNote, OfAPaperWithoutAttachmentsIsLeftOut) {
  const std::string text = filled(kFields, "<p>正文</p><attachment-note auto=\"yes\"/>", json({}));
  EXPECT_EQ(text.find("attachment-note"), std::string::npos) << text;
}

constexpr const char* kPeople = R"(
  <list path="people" label="人员" key="no" disclosure="personal" ground="《个人信息保护法》第十三条">
    <field path="no" label="序号" type="text" required="yes"/>
    <field path="mobile" label="手机" type="mobile" required="yes"/>
  </list>)";

TEST(Gaps, OfAWholeListHaveNoItemToMakeAnAnchorOf) {
  const std::string fields = R"(
    <list path="groups" label="组" key="no">
      <field path="no" label="组号" type="text" required="yes" disclosure="internal" ground="《条例》第十六条"/>
      <list path="members" label="成员" key="name"><field path="name" label="称呼" type="text" required="yes"/></list>
    </list>)";
  for (const std::string body : {"<body><p for-each=\"groups[no = '一'].members\" as=\"e\" id=\"p-{{e.name}}\" withheld=\"gap\">{{e.name}}</p></body>",
                                 "<body><p>文</p></body><attachment for-each=\"groups[no = '一'].members\" as=\"e\" title=\"{{e.name}}\" id=\"p-{{e.name}}\" withheld=\"gap\"><p>文</p></attachment>"}) {
    Diagnostics found;
    const auto tmpl = test::make(fields, body, found);
    ASSERT_TRUE(tmpl) << render(found);
    const auto whole = data::load_json(R"({"groups": [{"no": "一", "members": [{"name": "甲"}]}]})", "r.json", tmpl->schema(), found);
    ASSERT_FALSE(found.has_errors()) << render(found);
    EXPECT_NE(filled(*tmpl, whole).find("p-甲"), std::string::npos) << filled(*tmpl, whole);
    const std::string text = filled(*tmpl, data::withhold(whole, tmpl->schema(), {data::Disclosure::internal}));
    EXPECT_NE(text.find("gap:"), std::string::npos) << text;
    EXPECT_EQ(text.find("p-"), std::string::npos) << text;
  }
}

TEST(Anchors, AndDueDaysAreNotMadeOfValuesThatAreNotPublic) {
  for (const char* body : {"<body><p for-each=\"people\" as=\"e\" id=\"p-{{e.mobile}}\" withheld=\"gap\">文</p></body>",
                           "<body><p for-each=\"people\" as=\"e\" withheld=\"gap\"><ref to=\"p-{{e.mobile}}\"/></p></body>"}) {
    Diagnostics found;
    EXPECT_FALSE(test::make(kPeople, body, found));
    EXPECT_NE(render(found).find("“手机”不是公开的，不能用在 id 和 to 里"), std::string::npos) << render(found);
  }
}

TEST(AttachmentNote, ThatListsItselfIsNotToldThatAnAttachmentWithoutANumberIsMissing) {
  Diagnostics found;
  const auto tmpl = test::make("", "<body><p>文</p><attachment-note auto=\"yes\"/></body><attachment title=\"附表\"><p>文</p></attachment>"
                                   "<attachment title=\"声明\" number=\"no\"><p>文</p></attachment>", found);
  ASSERT_TRUE(tmpl) << render(found);
  fill(*tmpl, data::load_json("{}", "r.json", tmpl->schema(), found), found);
  EXPECT_EQ(test::codes(found), "");
}

}  // namespace
}  // namespace gongwen::tmpl
