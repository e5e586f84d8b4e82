#include "foundation/json/json.h"

#include <gtest/gtest.h>

#include "support/golden.h"

namespace gongwen::json {
namespace {

const Place::Name kFile = std::make_shared<const std::string>("a.json");

std::string told(std::string_view bytes) {
  Diagnostics out;
  const auto node = parse(bytes, kFile, out);
  EXPECT_EQ(node.has_value(), !out.has_errors());
  return render(out);
}

TEST(Json, EveryValueKnowsItsPlace) {
  Diagnostics out;
  const auto node = parse("{\n  \"校名\": \"示例\",\n  \"数\": [1, {\"x\": null}]\n}\n", kFile, out);
  ASSERT_TRUE(node) << render(out);
  EXPECT_EQ(node->place().to_string(), "a.json:1:1");
  EXPECT_EQ(node->find("校名")->place().to_string(), "a.json:2:9");
  const auto& list = node->find("数")->items();
  EXPECT_EQ(list[0].place().to_string(), "a.json:3:9");
  EXPECT_EQ(list[1].find("x")->place().to_string(), "a.json:3:18");
}

TEST(Json, NumbersKeepTheirWrittenDigits) {
  Diagnostics out;
  const auto node = parse(R"([100.00, 12345678.90, 1e3, -0, 18446744073709551616, 0.1])", kFile, out);
  ASSERT_TRUE(node);
  EXPECT_EQ(compact(*node), "[100.00,12345678.90,1e3,-0,18446744073709551616,0.1]");
}

TEST(Json, ABomIsAllowedAndRowsHaveTheirOwnLine) {
  Diagnostics out;
  EXPECT_TRUE(parse("\xEF\xBB\xBF{\"a\":1}", kFile, out));
  const auto row = parse("{\"a\": 1}", kFile, out, 17);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->find("a")->place().to_string(), "a.json:17:7");
}

struct Fault { const char* bytes; const char* code_and_place; const char* hint; };

TEST(Json, FaultsAreToldWithPlaceAndHint) {
  const Fault kFaults[] = {
      {"{\"a\": 1,\n \"a\": 2}", "a.json:2:2: error[D002]", "留下一个"},
      {"{\"a\": 1,}", "a.json:1:9: error[D001]", "多了一个逗号"},
      {"[1, 2, ]", "a.json:1:8: error[D001]", "多了一个逗号"},
      {"[1,,2]", "a.json:1:4: error[D001]", "多了一个逗号"},
      {"{\"a\": 1\n \"b\": 2}", "a.json:2:2: error[D001]", "少了一个逗号"},
      {"[{\"a\": 1}\n {\"a\": 2}]", "a.json:2:2: error[D001]", "少了一个逗号"},
      {"{\"a\"： 1}", "a.json:1:5: error[D001]", "全角冒号"},
      {"{\"a\": 1， \"b\": 2}", "a.json:1:8: error[D001]", "全角逗号"},
      {"{\"a\": \"甲\"， \"b\": 2}", "a.json:1:10: error[D001]", "全角逗号"},
      {"[1、2]", "a.json:1:3: error[D001]", "顿号"},
      {"{\"a\": “x”}", "a.json:1:7: error[D001]", "中文引号"},
      {"｛\"a\": 1}", "a.json:1:1: error[D001]", "全角花括号"},
      {"{　\"a\": 1}", "a.json:1:2: error[D001]", "全角空格"},
      {"{'a': 1}", "a.json:1:2: error[D001]", "双引号"},
      {"{\"a\": 1 // 注\n}", "a.json:1:9: error[D001]", "注释"},
      {"// 注\n{}", "a.json:1:1: error[D001]", "注释"},
      {"{\"a\": \"x", "a.json:1:7: error[D001]", "引号"},
      {"{\n \"a\": \"x,\n \"b\": 1\n}", "a.json:2:7: error[D001]", "引号没有成对"},
      {"{\"a\": \"x\n y\"}", "a.json:1:7: error[D001]", "换行写成"},
      {"", "a.json:1:1: error[D001]", "{"},
      {"  \n ", "a.json:2:2: error[D001]", "{"},
      {"{", "a.json:1:2: error[D001]", "文件到这里就完了"},
      {"[1, 2", "a.json:1:6: error[D001]", "文件到这里就完了"},
      {"{\"a\": [1, 2}", "a.json:1:12: error[D001]", "逗号或 ]"},
      {"{\"a\": 01}", "a.json:1:7: error[D001]", "多余的 0"},
      {"{\"a\": 1.}", "a.json:1:7: error[D001]", "不是合法的值"},
      {"{\"a\": +1}", "a.json:1:7: error[D001]", "正号"},
      {"{\"a\": 1,234.00}", "a.json:1:9: error[D001]", "双引号"},
      {"{\"a\": tru}", "a.json:1:7: error[D001]", "“tru”"},
      {"{\"a\": NaN}", "a.json:1:7: error[D001]", "“NaN”"},
      {"{\"a\": 甲}", "a.json:1:7: error[D001]", "少了一个值"},
      {"[1 2]", "a.json:1:4: error[D001]", "少了一个逗号"},
      {"{\"a\":1} x", "a.json:1:9: error[D001]", "数据已经结束"},
      {"{\"a\":1} {\"a\":1}", "a.json:1:9: error[D001]", "数据已经结束"},
      {"{\"a\":1}}", "a.json:1:8: error[D001]", "数据已经结束"},
      {"12 34", "a.json:1:4: error[D001]", "数据已经结束"},
      {"{\"a\": \"\\ud800\"}", "a.json:1:8: error[D001]", "代理对"},
      {"{\"a\": \"\\q\"}", "a.json:1:8: error[D001]", "转义"},
      {"{\"a\": \"C:\\user\"}", "a.json:1:10: error[D001]", "文件路径"},
      {"{\"a\": \"x\ty\"}", "a.json:1:9: error[D001]", "制表符"},
      {"{\"a\": \"公\xFF\"}", "a.json:1:9: error[D003]", "UTF-8"},
      {"{\"a\": \"\xED\xA0\x80\"}", "a.json:1:8: error[D003]", "UTF-8"},
      {"{\"a\": \"公\xE6\x96", "a.json:1:9: error[D003]", "中断"},   // cut inside 文
      {"{1: 2}", "a.json:1:2: error[D001]", "键名"},
      {"{\"a\"}", "a.json:1:5: error[D001]", "冒号"},
      {"{\"a\" 1}", "a.json:1:6: error[D001]", "冒号"},
      {"\xEF\xBB\xBF{\"a\": x}", "a.json:1:7: error[D001]", "“x”"},
  };
  for (const auto& f : kFaults) {
    const std::string got = told(f.bytes);
    EXPECT_NE(got.find(f.code_and_place), std::string::npos) << f.bytes << "\n" << got;
    EXPECT_NE(got.find(f.hint), std::string::npos) << f.bytes << "\n" << got;
  }
}

TEST(Json, AKeyGivenTwiceAndALaterFaultAreBothTold) {
  const std::string got = told("{\"a\": 1,\n \"a\": 2,\n \"b\": 01}");
  EXPECT_NE(got.find("a.json:2:2: error[D002]"), std::string::npos) << got;
  EXPECT_NE(got.find("a.json:3:7: error[D001]"), std::string::npos) << got;
}

TEST(Json, AFaultInALaterRowIsToldAtThatRow) {
  Diagnostics out;
  EXPECT_FALSE(parse("{\"a\": 1 \"b\": 2}", kFile, out, 17));
  EXPECT_NE(render(out).find("a.json:17:9: error[D001]"), std::string::npos) << render(out);
}

TEST(Json, ALoneValueIsJsonToo) {
  for (const char* text : {"1", " 1.50 ", "true", "null\n", "\"公文\"", "\"\\u516c\\ud870\\udf4a\"", "-0", "[]", "{}", "1E+5"}) EXPECT_EQ(told(text), "") << text;
  Diagnostics out;
  EXPECT_EQ(parse("\"\\u516c\\ud872\\udf4a\"", kFile, out)->text(), "公𬭊");
  EXPECT_EQ(parse(" 1.50 ", kFile, out)->text(), "1.50");
}

TEST(Json, DepthIsLimitedAndNeverTheStack) {
  EXPECT_EQ(told(std::string(64, '[') + std::string(64, ']')), "");
  EXPECT_NE(told(std::string(65, '[') + std::string(65, ']')).find("D004"), std::string::npos);
  EXPECT_NE(told("{\"a\": " + std::string(64, '[') + std::string(64, ']') + "}").find("a.json:1:70: error[D004]"), std::string::npos);
  EXPECT_NE(told(std::string(100'000, '[')).find("error[D00"), std::string::npos);
}

TEST(Json, CanonicalBytesAreFrozen) {
  Diagnostics out;
  const auto node = parse("{\"b\": [1.50, true], \"a\": \"引\\\"\\\\\\u0001\\n/\", \"\\u4e00\": {}, \"Z\": null, \"𬭊\": []}", kFile, out);
  ASSERT_TRUE(node) << render(out);
  EXPECT_EQ(canonical(*node), "{\"Z\":null,\"a\":\"引\\\"\\\\\\u0001\\n/\",\"b\":[1.50,true],\"一\":{},\"𬭊\":[]}\n");
}

TEST(Json, WhatIsWrittenIsReadBack) {
  Diagnostics out;
  Node node = Node::object();
  node.set("文", Node::string("一\n二\t\"三\""));
  node.set("list", Node::array({Node::number(std::int64_t{-5}), Node(), Node::boolean(false)}));
  for (const auto& bytes : {canonical(node), pretty(node), compact(node)}) {
    const auto back = parse(bytes, kFile, out);
    ASSERT_TRUE(back) << render(out);
    EXPECT_EQ(*back, node);
  }
  EXPECT_EQ(pretty(node), "{\n  \"文\": \"一\\n二\\t\\\"三\\\"\",\n  \"list\": [\n    -5,\n    null,\n    false\n  ]\n}\n");
}

TEST(Json, TheValueAloneIsTheSameValue) {
  // A long text before each: nothing of it may be seen when the parser's buffers are used again.
  const std::string longer = "[" + std::string(500, '1') + ",\"" + std::string(500, 'x') + "\",true,{\"a\":null}]";
  for (const std::string text : {"1", "12", "\"\"", "{\"a\":[1.50,{\"b\":\"\\u4e00\"}],\"c\":true}", " null ", "[]"}) {
    ASSERT_TRUE(parse_value(longer));
    Diagnostics out;
    const auto node = parse_value(text);
    ASSERT_TRUE(node) << text;
    EXPECT_EQ(*node, *parse(text, kFile, out)) << text;
    EXPECT_EQ(node->place().kind, Place::Kind::none);
  }
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  EXPECT_TRUE(parse_value(many + "\"z\":1}"));
  for (const std::string twice : {"k0", "k20", "k30", "k39"}) {
    EXPECT_FALSE(parse_value(many + "\"" + twice + "\":1}")) << twice;
    EXPECT_NE(told(many + "\"" + twice + "\":1}").find("error[D002]"), std::string::npos) << twice;
  }
  for (const std::string wrong : {"", "{", "[1,]", "tru", "01", "\"\xff\"", "1 2", "{\"a\":1,\"a\":2}", "\"a"}) {
    ASSERT_TRUE(parse_value(longer));
    EXPECT_FALSE(parse_value(wrong)) << wrong;
  }
  EXPECT_FALSE(parse_value(std::string(65, '[') + std::string(65, ']')));
}

TEST(Json, PlainIsWhatNeedsNoEscape) {
  for (const char* plain : {"", "abc", "学校.名称", "\"quoted\""}) EXPECT_TRUE(is_plain(plain)) << plain;
  for (const char* other : {"a\\b", "a\nb", "\x01", "\xe4\xb8"}) EXPECT_FALSE(is_plain(other)) << other;
  for (int c = 0; c < 0x80; ++c) {   // wherever it stands among others
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text = "一" + std::string(20, ' ') + "\x7f";
      text[3 + at] = static_cast<char>(c);
      EXPECT_EQ(is_plain(text), c >= 0x20 && c != '\\') << c << " at " << at;
    }
  }
}

TEST(Json, EqualityIgnoresPlacesAndOrderOfMembers) {
  Diagnostics out;
  EXPECT_EQ(*parse("{\"a\":1,\"b\":2}", kFile, out), *parse("\n{\"b\":2, \"a\":1}", kFile, out));
  EXPECT_FALSE(*parse("[1,2]", kFile, out) == *parse("[2,1]", kFile, out));
  EXPECT_FALSE(*parse("1.0", kFile, out) == *parse("1.00", kFile, out));
}

}  // namespace
}  // namespace gongwen::json
