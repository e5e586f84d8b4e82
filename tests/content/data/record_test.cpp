#include <gtest/gtest.h>

#include "content/data/load.h"
#include "content/data/people.h"

namespace gongwen::data {
namespace {

constexpr const char* kRecord = R"({
  "unit": "河南示例学院", "agent": {"name": "王𬭊", "mobile": "13800000001"}, "tasks": [3, "6"],
  "budget": [{"id": "B1", "item": "设备\n购置", "amount": "100.00"}, {"id": "B2", "amount": 12345678.90}], "since": "2023年9月1日"})";

Record load(const Schema& schema, const char* json = kRecord) {
  Diagnostics found;
  Record out = load_json(json, "r.json", schema, found);
  EXPECT_FALSE(found.has_errors()) << render(found);
  return out;
}

std::string fields(const Record& record, const Schema& schema) {
  std::string out;
  for_each_field(record, schema, [&](const std::string& path, const Field&, const json::Node& value) {
    out += path + " = " + json::compact(value) + "\n";
  });
  return out;
}

TEST(Record, KeepsTheWrittenDigitsAndComesBackAsItWas) {
  const Schema schema = test::people();
  const Record record = load(schema);
  const std::string canonical = json::canonical(to_json(record));
  EXPECT_EQ(canonical, "{\"agent\":{\"mobile\":\"13800000001\",\"name\":\"王𬭊\"},\"budget\":[{\"amount\":100.00,\"id\":\"B1\",\"item\":\"设备\\n购置\"},"
                       "{\"amount\":12345678.90,\"id\":\"B2\"}],\"since\":\"2023-09-01\",\"tasks\":[{\"no\":3},{\"no\":6}],\"unit\":\"河南示例学院\"}\n");
  EXPECT_EQ(json::canonical(to_json(load(schema, canonical.c_str()))), canonical);
}

TEST(Record, NamesEveryFieldByKey) {
  const Schema schema = test::people();
  EXPECT_EQ(fields(load(schema), schema),
            "unit = \"河南示例学院\"\nagent.name = \"王𬭊\"\nagent.mobile = \"13800000001\"\ntasks[3].no = 3\ntasks[6].no = 6\n"
            "budget[B1].id = \"B1\"\nbudget[B1].item = \"设备\\n购置\"\nbudget[B1].amount = 100.00\nbudget[B2].id = \"B2\"\n"
            "budget[B2].amount = 12345678.90\nsince = \"2023-09-01\"\n");
  EXPECT_EQ(fields(load(schema, R"({"unit": "甲", "agent": {"name": "乙"}})"), schema),
            "unit = \"甲\"\nagent.name = \"乙\"\ntasks = []\nbudget = []\n");
}

TEST(Record, FindsValuesByPath) {
  const Schema schema = test::people();
  const Record record = load(schema);
  ASSERT_NE(record.find(schema, "budget[B2].amount"), nullptr);
  EXPECT_EQ(record.find(schema, "budget[B2].amount")->number().to_string(), "12345678.90");
  EXPECT_EQ(record.find(schema, "budget[#1].id")->text(), "B1");
  EXPECT_EQ(record.find(schema, "agent.name")->text(), "王𬭊");
  for (const char* path : {"agent.age", "budget[B9].id", "budget[#0].id", "budget[#3].id", "budget[B1", "unit[#1]", "x"}) {
    EXPECT_EQ(record.find(schema, path), nullptr) << path;
  }
}

TEST(Record, DropsTheContentOfWhatIsWithheld) {
  const Schema schema = test::people();
  const Record open = withhold(load(schema), schema, {Disclosure::personal, Disclosure::commercial});
  EXPECT_EQ(json::canonical(to_json(open)),
            "{\"agent\":{\"mobile\":{\"$withheld\":\"《个人信息保护法》第十三条\"},\"name\":\"王𬭊\"},\"budget\":[{\"amount\":{\"$withheld\":"
            "\"《政府信息公开条例》第十五条\"},\"id\":\"B1\",\"item\":\"设备\\n购置\"},{\"amount\":{\"$withheld\":\"《政府信息公开条例》第十五条\"},"
            "\"id\":\"B2\"}],\"since\":\"2023-09-01\",\"tasks\":[{\"no\":3},{\"no\":6}],\"unit\":\"河南示例学院\"}\n");
  const auto list = withheld_fields(open, schema);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].path, "agent.mobile");
  EXPECT_EQ(list[2].path, "budget[B2].amount");
  EXPECT_EQ(list[2].ground.reason, "《政府信息公开条例》第十五条");
}

TEST(Record, ReadsAWithheldRecordAgain) {
  const Schema schema = test::people();
  const Record open = withhold(load(schema), schema, {Disclosure::personal});
  const Record again = load(schema, json::canonical(to_json(open)).c_str());
  EXPECT_TRUE(again.find(schema, "agent.mobile")->is_withheld());
  EXPECT_EQ(json::canonical(to_json(again)), json::canonical(to_json(open)));
}

TEST(Loader, TellsEveryProblemOfARecordAtOnce) {
  const Schema schema = test::people();
  Diagnostics found;
  load_json("{\n \"agent\": {\"name\": \"乙\", \"mobile\": \"123\"},\n \"since\": \"2023-02-30\",\n \"unti\": 1\n}", "r.json", schema, found);
  EXPECT_EQ(render(found),
            "r.json:1:1: error[D011]: 缺少必填的“单位名称”\n"
            "r.json:2:35: error[D019]: “手机”1**不是手机号码\n  = hint: 11 位数字，不加空格、横线和 +86\n"
            "r.json:3:11: error[D018]: “起始日期”不是一个日期：“2023-02-30”\n  = hint: 写成 2023-08-10 或 2023年8月10日；也可能是当月没有这一天\n"
            "r.json:4:10: error[D010]: 没有字段“unti”\n  = hint: 是不是“unit”？\n");
}

TEST(Loader, ShowsPersonalValuesOnlyWhenAsked) {
  const Schema schema = test::people();
  const char* json = R"({"unit": "甲", "agent": {"name": "乙", "mobile": "23800000001"}})";
  for (const bool show : {false, true}) {
    Diagnostics found;
    load_json(json, "r.json", schema, found, {show});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.all()[0].message.find("23800000001") != std::string::npos, show);
  }
}

TEST(Loader, BringsTextToNfcAndFoldsFullWidthDigits) {
  const Schema schema = test::people();
  Diagnostics found;
  const Record record = load_json("{\"unit\": \"Cafe\xCC\x81 学院\", \"agent\": {\"name\": \"乙\", \"mobile\": \"１３８０００００００１\"}, \"since\": \"２０２３-９-１\"}",
                                  "r.json", schema, found);
  EXPECT_EQ(record.find(schema, "unit")->text(), "Caf\xC3\xA9 学院");
  EXPECT_EQ(record.find(schema, "agent.mobile")->text(), "13800000001");
  EXPECT_EQ(record.find(schema, "since")->date().iso(), "2023-09-01");
  EXPECT_FALSE(found.has_errors());
  EXPECT_EQ(found.size(), 2U);  // two notes
}

TEST(Loader, AcceptsTelephonesOfOfficesAndMailboxes) {
  Diagnostics found;
  const auto good = [&](Type type, const char* text) {
    Field f = test::field("x", "x", "甲", type);
    Diagnostics one;
    const Value v = parse_value(text, f, {}, one);
    return !one.has_errors() && !v.is_absent();
  };
  for (const char* t : {"0371-00000001", "037100000001", "00000001", "010-00000001-8001", "400-000-0000", "13800000001", "0371-00000001、0371-00000002"}) {
    EXPECT_EQ(good(Type::phone, t), std::string(t) != "037100000001") << t;
  }
  for (const char* t : {"a@b.cn", "zhang.san+x@example.edu.cn", "A_1@ex-ample.com"}) EXPECT_TRUE(good(Type::email, t)) << t;
  for (const char* t : {"a@b", "@b.cn", "a@", ".a@b.cn", "a..b@c.cn", "a b@c.cn", "王@b.cn", "a@.cn"}) EXPECT_FALSE(good(Type::email, t)) << t;
  for (const char* t : {"13800000001", "19912345678"}) EXPECT_TRUE(good(Type::mobile, t)) << t;
  for (const char* t : {"12800000001", "+8613800000001", "138 0000 0001", "1380000000a"}) EXPECT_FALSE(good(Type::mobile, t)) << t;
}

TEST(Record, HoldsWholeTextsToTheirPattern) {
  Schema schema;
  schema.root.type = Type::object;
  schema.root.children.push_back(test::field("number", "number", "文号", Type::text));
  const auto fits = [&](const std::string& pattern, const std::string& value) {
    EXPECT_TRUE(is_pattern(pattern)) << pattern;
    schema.root.children[0].bounds.pattern = pattern;
    Diagnostics found;
    load_json("{\"number\": \"" + value + "\"}", "r.json", schema, found);
    return !found.has_errors();
  };
  EXPECT_TRUE(fits("[^0-9]+〔20[0-9]{2}〕[1-9][0-9]*号", "教〔2026〕7号"));
  EXPECT_FALSE(fits("[^0-9]+〔20[0-9]{2}〕[1-9][0-9]*号", "教〔2026〕7号。"));
  EXPECT_TRUE(fits("甲|甲乙", "甲乙"));
  EXPECT_FALSE(fits("甲|甲乙", "乙甲乙"));
  EXPECT_TRUE(fits(".𬭊.", "王𬭊王")) << "one point, one character, beyond U+FFFF too";
  EXPECT_FALSE(fits("(a+)+b", std::string(100, 'a'))) << "more ways to try than there is time for";
  EXPECT_FALSE(fits("a*", std::string(201, 'a')));
  for (const char* wrong : {"(", "[", "a)|(b", "*"}) EXPECT_FALSE(is_pattern(wrong)) << wrong;
}

TEST(Schema, FindsTheWordThatWasMeant) {
  const std::vector<std::string> known{"校长", "校名", "负责人", "title", "amount"};
  EXPECT_EQ(did_you_mean("titel", known), "是不是“title”？");
  EXPECT_EQ(did_you_mean("ammount", known), "是不是“amount”？");
  EXPECT_EQ(did_you_mean("负责", known), "是不是“负责人”？");
  EXPECT_EQ(did_you_mean("经费预算", known), "已有字段：校长、校名、负责人、title、amount");
  EXPECT_EQ(did_you_mean("x", {}), "这里没有字段");
}

TEST(Schema, DescribesItself) {
  const Schema schema = test::people();
  Diagnostics found;
  const auto blank = json::parse(blank_record(schema), nullptr, found);
  ASSERT_TRUE(blank.has_value());
  EXPECT_EQ(json::compact(*blank), "{\"unit\":\"\",\"agent\":{\"name\":\"\",\"mobile\":\"\"},\"tasks\":[{\"no\":\"\"}],"
                                   "\"budget\":[{\"id\":\"\",\"item\":\"\",\"amount\":\"\"}],\"since\":\"\"}");
  const auto described = json::parse(schema_json(schema, "people", "人员"), nullptr, found);
  ASSERT_TRUE(described.has_value());
  EXPECT_EQ(described->find("$schema")->text(), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(json::compact(*described->find("required")), "[\"unit\"]");
  EXPECT_EQ(json::compact(*described->find("properties")->find("agent")->find("required")), "[\"name\"]");
  EXPECT_EQ(described->find("properties")->find("budget")->find("type")->text(), "array");
  const std::string text = guide(schema);
  EXPECT_NE(text.find("| 手机 | `agent.mobile` | 手机号码 | 否 |"), std::string::npos) << text;
  EXPECT_NE(text.find("## 预算：每一项"), std::string::npos) << text;
}

}  // namespace
}  // namespace gongwen::data
