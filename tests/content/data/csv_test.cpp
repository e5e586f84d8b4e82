#include <gtest/gtest.h>

#include "content/data/load.h"
#include "content/data/people.h"
#include "foundation/text/encoding.h"

namespace gongwen::data {
namespace {

/// Every row as one line of JSON, or what is wrong with it; first what is wrong with the file.
std::string read(std::string bytes, const Schema& schema = test::flat()) {
  const auto reader = open_csv(in_memory(std::move(bytes)), "s.csv", schema);
  std::string out = render(reader->problems());
  while (const auto raw = reader->next()) {
    const Loaded row = reader->load(*raw);
    out += row.ok() ? json::compact(to_json(row.record)) + "\n" : render(row.diagnostics);
  }
  return out;
}

constexpr const char* kWang = "{\"unit\":\"示例学院\",\"agent\":{\"name\":\"王𬭊\",\"mobile\":\"13800000001\"},\"tasks\":[]}\n";
const std::string kTable = "单位名称,管理员姓名,手机\r\n示例学院,王𬭊,13800000001\r\n";

TEST(Csv, ReadsWhatOfficesSave) {
  EXPECT_EQ(read(kTable), kWang);
  EXPECT_EQ(read("\xEF\xBB\xBF" + kTable), kWang);
  EXPECT_EQ(read(text::to_gb18030(kTable)), kWang);
  EXPECT_EQ(read("unit;agent.name;agent.mobile\n示例学院;王𬭊;13800000001"), kWang);
  EXPECT_EQ(read("单位名称\t管理员姓名\t手机\n示例学院\t王𬭊\t13800000001\n\n\t\t\n"), kWang);
}

TEST(Csv, ReadsUtf16OfBothOrders) {
  // 单位名称,管理员姓名 LF 校,王 LF in UTF-16.
  const char16_t units[] = u"\xFEFF单位名称,管理员姓名\n校,\"王\"\"x\"\n";
  for (const bool little : {true, false}) {
    std::string bytes;
    for (std::size_t i = 0; units[i] != 0; ++i) {
      const char low = static_cast<char>(units[i] & 0xFF);
      const char high = static_cast<char>(units[i] >> 8);
      bytes += little ? low : high;
      bytes += little ? high : low;
    }
    EXPECT_EQ(read(bytes), "{\"unit\":\"校\",\"agent\":{\"name\":\"王\\\"x\"},\"tasks\":[]}\n");
  }
}

TEST(Csv, KeepsAShortRowInTheEncodingOfTheFile) {
  // The two bytes C4 A3 are 模 in GBK, and well-formed UTF-8 of another letter.
  EXPECT_EQ(read(text::to_gb18030("单位名称,管理员姓名\n") + "\xC4\xA3,a\n"), "{\"unit\":\"模\",\"agent\":{\"name\":\"a\"},\"tasks\":[]}\n");
}

TEST(Csv, TakesQuotesByTheStandard) {
  EXPECT_EQ(read("单位名称,管理员姓名\n\"甲,乙\",\"王\"\"小\"\"二\"\n"), "{\"unit\":\"甲,乙\",\"agent\":{\"name\":\"王\\\"小\\\"二\"},\"tasks\":[]}\n");
}

TEST(Csv, HoldsAListOfOneFieldInACell) {
  EXPECT_EQ(read("单位名称,管理员姓名,重点任务\n甲,乙,3、6；9;1\n丙,丁,\n"),
            "{\"unit\":\"甲\",\"agent\":{\"name\":\"乙\"},\"tasks\":[{\"no\":3},{\"no\":6},{\"no\":9},{\"no\":1}]}\n"
            "{\"unit\":\"丙\",\"agent\":{\"name\":\"丁\"},\"tasks\":[]}\n");
}

TEST(Csv, PointsAtTheCell) {
  EXPECT_EQ(read("单位名称,管理员姓名,手机\n甲,\"乙\n\",123\n,丙,\n"),
            "s.csv:3:3: error[D019]: “手机”1**不是手机号码\n  = hint: 11 位数字，不加空格、横线和 +86\n"
            "s.csv:4:1: error[D011]: 缺少必填的“单位名称”\n");
}

TEST(Csv, GoesOnAfterAQuoteThatIsNeverClosed) {
  const std::string told = read("单位名称,管理员姓名\n\"甲,乙\n丙,丁\n戊,\"己\"庚\n辛,壬\n");
  EXPECT_NE(told.find("s.csv:2:"), std::string::npos) << told;
  EXPECT_NE(told.find("s.csv:4:"), std::string::npos) << told;
  EXPECT_NE(told.find("{\"unit\":\"丙\""), std::string::npos) << told;
  EXPECT_NE(told.find("{\"unit\":\"辛\""), std::string::npos) << told;
}

TEST(Csv, RefusesARowOfMoreThanFourMebibytes) {
  const std::string told = read("单位名称,管理员姓名\n" + std::string((std::size_t{4} << 20) + 10, 'a') + ",b\n丙,丁\n");
  EXPECT_NE(told.find("s.csv:2:1: error[D038]"), std::string::npos);
  EXPECT_NE(told.find("{\"unit\":\"丙\""), std::string::npos);
}

TEST(Csv, NumbersRowsAndTellsHowFarItIs) {
  const Schema schema = test::flat();
  const auto reader = open_csv(in_memory("单位名称,管理员姓名\n\n甲,乙\n,\n丙,丁\n"), "s.csv", schema);
  const auto first = reader->next();
  const auto second = reader->next();
  ASSERT_TRUE(first && second);
  // The header is row 1 of the file.
  EXPECT_EQ(first->number, 1U);
  EXPECT_EQ(first->line, 3U);
  EXPECT_EQ(second->number, 2U);
  EXPECT_EQ(second->line, 5U);
  EXPECT_FALSE(reader->next().has_value());
  EXPECT_EQ(reader->progress(), 1.0);
}

TEST(JsonLines, CarriesTheLineOfEachRow) {
  const Schema schema = test::people();
  const auto reader = open_json_lines(in_memory("{\"unit\": \"甲\", \"agent\": {\"name\": \"乙\"}}\n\n{\"unit\": \"丙\"}\r\n[1]\n{\"unit\": 丁}\n"), "s.jsonl", schema);
  std::string out;
  while (const auto raw = reader->next()) {
    const Loaded row = reader->load(*raw);
    for (const auto& d : row.diagnostics.sorted()) out += d.place.to_string() + " " + std::string(d.code) + "\n";
    if (row.ok()) out += json::compact(to_json(row.record)) + "\n";
  }
  EXPECT_EQ(out, "{\"unit\":\"甲\",\"agent\":{\"name\":\"乙\"},\"tasks\":[],\"budget\":[]}\ns.jsonl:3:1 D011\ns.jsonl:4:1 D012\ns.jsonl:5:10 D001\n");
}

}  // namespace
}  // namespace gongwen::data
