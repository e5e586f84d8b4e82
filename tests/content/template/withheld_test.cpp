// A withheld value must be withheld wherever it goes, and nothing computed from it may be left.
#include <gtest/gtest.h>

#include "content/template/make.h"

namespace gongwen::tmpl {
namespace {

constexpr const char* kFields = R"(
  <field path="unit" label="单位" type="text" required="yes"/>
  <group path="person" label="个人" disclosure="personal" ground="《个人信息保护法》第二十八条">
    <field path="name" label="姓名" type="name" required="yes"/>
    <field path="age" label="年龄" type="integer" required="yes"/>
    <field path="born" label="出生日期" type="date" required="yes"/>
    <field path="post" label="职务" type="text" required="yes" disclosure="public"/>
  </group>
  <list path="pay" label="津贴" key="id">
    <field path="id" label="编号" type="text"/>
    <field path="open" label="公开数" type="integer" required="yes"/>
    <field path="amount" label="金额" type="money" required="yes" disclosure="personal" ground="《个人信息保护法》第十三条"/>
  </list>)";

constexpr const char* kRecord = R"({"unit": "示例学院", "person": {"name": "诸葛䶮", "age": 47, "born": "1976-05-04", "post": "院长"},
  "pay": [{"id": "P1", "open": 1, "amount": "7777.70"}, {"id": "P2", "open": 2, "amount": "8888.80"}]})";

struct Made { std::shared_ptr<const Template> tmpl; data::Record record; };

Made withheld(const std::string& paper, const std::string& attributes = "title=\"例\"") {
  Diagnostics found;
  Made out;
  out.tmpl = test::make(kFields, paper, found, {}, "", attributes);
  EXPECT_NE(out.tmpl, nullptr) << render(found);
  const auto whole = data::load_json(kRecord, "r.json", out.tmpl->schema(), found);
  EXPECT_FALSE(found.has_errors()) << render(found);
  out.record = data::withhold(whole, out.tmpl->schema(), {data::Disclosure::personal});
  return out;
}

std::string body(const std::string& content) {
  const auto made = withheld("<body>" + content + "</body>");
  return test::filled(*made.tmpl, made.record);
}

constexpr const char* kGapLine = "section body\n  #1 p body gap:\"［依法不予公开］\"\n";

TEST(Withheld, GoesThroughEveryExpression) {
  for (const char* e : {"person.name", "person.age + 1", "-person.age", "person.age * 0", "sum(pay.amount)", "max(pay.amount)", "first(pay.amount)",
                        "join(pay.amount, '、')", "pay.amount", "years(person.born, '2026-01-01')", "rate(person.age, 50)", "person.age &gt; 40",
                        "not (person.age &gt; 40)", "person.age &gt; 40 and 1 = 1", "if(person.age &gt; 40, '是', '否')", "pay[id = 'P1'].amount",
                        "pay[amount &gt; 1].id", "person.born | 汉字日期", "person.age | upper-number", "person.name | mask", "sum(pay.amount) | thousands",
                        "person.name | default:'无'", "person.name | plain"}) {
    EXPECT_EQ(body("<p>{{" + std::string(e) + "}}</p>"), kGapLine) << e;
  }
}

TEST(Withheld, IsStillCountedAndIsNotEmpty) {
  EXPECT_EQ(body("<p>{{count(pay)}} {{sum(pay.open)}} {{empty(person.name)}} {{person.post}}</p>"),
            "section body\n  #1 p body \"2\" \" \" \"3\" \" \" \"否\" \" \" \"院长\"\n");
}

TEST(Withheld, MakesAConditionAnErrorUnlessTheTemplateSaysWhatThen) {
  const std::string no_word = body("<if test=\"person.age &gt; 40\"><p>老</p></if>");
  EXPECT_NE(no_word.find("error[T030]"), std::string::npos) << no_word;
  EXPECT_EQ(body("<if test=\"person.age &gt; 40\" withheld=\"then\"><p>甲</p><else><p>乙</p></else></if>"), "section body\n  #1 p body \"甲\"\n");
  EXPECT_EQ(body("<if test=\"person.age &gt; 40\" withheld=\"else\"><p>甲</p><else><p>乙</p></else></if>"), "section body\n  #1 p body \"乙\"\n");
  EXPECT_EQ(body("<if test=\"person.age &gt; 40\" withheld=\"gap\"><p>甲</p></if>"), kGapLine);
  EXPECT_EQ(body("<p if=\"person.age &gt; 40\" withheld=\"gap\">甲</p>"), kGapLine);
}

TEST(Withheld, LeavesNothingOfAChart) {
  const std::string dump = body("<chart kind=\"bars\" caption=\"津贴\" in=\"pay\" as=\"x\" category=\"{{x.id}}\"><series name=\"金额\" value=\"x.amount\"/></chart>");
  EXPECT_EQ(dump, "section body\n  #1 chart bars number \"图1\" caption \"津贴\" alt \"［依法不予公开］\" withheld\n    series \"金额\"\n");
}

TEST(Withheld, ShowsTheGapInTitlesCaptionsMetadataAndFileNames) {
  const auto made = withheld("<masthead form=\"letter\"><mark>{{person.name}}</mark></masthead><body><title>{{person.name}}</title>"
                             "<table caption=\"{{person.name}}\"><row><cell>{{person.born}}</cell></row></table>"
                             "<p><link url=\"http://example.com/{{person.name}}\">页</link></p>"
                             "<signature><organ>{{person.name}}</organ><date>{{person.born}}</date></signature></body>"
                             "<attachment title=\"{{person.name}}\"><p>甲</p></attachment>",
                             "title=\"{{person.name}}的材料\" author=\"{{person.name}}\" subject=\"{{person.age}}\" keywords=\"{{person.name}}\" "
                             "date=\"person.born\" file-name=\"{{person.name}}-{{person.age}}\"");
  Diagnostics found;
  const auto document = fill(*made.tmpl, made.record, found);
  EXPECT_TRUE(found.empty()) << render(found);
  EXPECT_EQ(document.meta.title, "［依法不予公开］的材料");
  EXPECT_EQ(document.meta.author, "［依法不予公开］");
  EXPECT_FALSE(document.meta.date.has_value());
  EXPECT_EQ(file_name(*made.tmpl, made.record), "［依法不予公开］-［依法不予公开］");
  const std::string dump = document::dump(document);
  for (const char* secret : {"诸葛", "䶮", "47", "1976", "7777", "8888"}) EXPECT_EQ(dump.find(secret), std::string::npos) << secret << "\n" << dump;
}

TEST(Withheld, SkipsRules) {
  Diagnostics found;
  const auto tmpl = test::make(std::string(kFields) + "<rule that=\"person.age &lt; 10\" at=\"person.age\">太大</rule>", "<body><p>甲</p></body>", found);
  ASSERT_NE(tmpl, nullptr) << render(found);
  const auto whole = data::load_json(kRecord, "r.json", tmpl->schema(), found);
  check_rules(*tmpl, whole, found);
  EXPECT_EQ(test::codes(found), "D029");
  Diagnostics later;
  check_rules(*tmpl, data::withhold(whole, tmpl->schema(), {data::Disclosure::personal}), later);
  EXPECT_TRUE(later.empty());
}

TEST(Withheld, MasksPersonalValuesInRuleMessages) {
  Diagnostics found;
  const auto tmpl = test::make(std::string(kFields) + "<rule that=\"person.age &lt; 10\">{{person.name}}、{{unit}}</rule>", "<body><p>甲</p></body>", found);
  ASSERT_NE(tmpl, nullptr) << render(found);
  const auto whole = data::load_json(kRecord, "r.json", tmpl->schema(), found);
  check_rules(*tmpl, whole, found);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.all()[0].message, "诸**、示例学院");
}

}  // namespace
}  // namespace gongwen::tmpl
