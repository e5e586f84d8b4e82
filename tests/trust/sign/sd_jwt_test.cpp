#include "trust/sign/sd_jwt.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/files.h"
#include "trust/clock_env.h"
#include "trust/sign/digest.h"

namespace gongwen::sign {
namespace {

constexpr const char* kRecord = R"({
  "学校": {"名称": "某职业学院", "负责人": {"姓名": "张三", "手机": "13800000000"}},
  "指标": [{"编号": "1.1", "值": 100.00}, {"编号": "1.2", "值": 3}],
  "标签": ["甲", "乙"],
  "空": {}, "无": [], "真": true, "没有": null
})";

class SdJwt : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::scratch_dir();
    KeyOptions plain;
    plain.encrypted = false;
    ASSERT_TRUE(create_key(env_, folder_, Role::sign, {"某教育处", ""}, "", plain).has_value());
    identity_.emplace(open_identity(env_, folder_, "").value());
    Diagnostics out;
    record_ = *json::parse(kRecord, nullptr, out);
    open_ = json::Node::object({{"record", json::Node::string("a-1")}});
    auto issued = issue_fields(env_, identity_->sign, record_, open_);
    ASSERT_TRUE(issued.has_value());
    issued_ = issued.value();
  }
  /// What the independent program makes of a presentation.
  std::string outside(const std::string& presentation, int* status) {
    test::spill(folder_ / "p", presentation);
    return test::run("python3 '" GONGWEN_SOURCE_DIR "/tests/trust/sign/check_sd_jwt.py' '" + (folder_ / "p").string() + "' '" +
                         (folder_ / "sign.cert.pem").string() + "'",
                     status);
  }
  std::vector<Certificate> own() const { return {identity_->sign.certificate()}; }

  test::ClockEnv env_{test::kMarch};
  fs::path folder_;
  std::optional<Identity> identity_;
  json::Node record_, open_;
  IssuedFields issued_;
};

TEST_F(SdJwt, EveryFieldNestedOnesAndItemsTooHasAnOpening) {
  std::vector<std::string> paths;
  for (const Opening& one : issued_.openings) paths.push_back(one.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"学校", "学校.名称", "学校.负责人", "学校.负责人.姓名", "学校.负责人.手机", "指标", "指标[0]",
                                             "指标[0].编号", "指标[0].值", "指标[1]", "指标[1].编号", "指标[1].值", "标签", "标签[0]",
                                             "标签[1]", "空", "无", "真", "没有"}));
}

TEST_F(SdJwt, TheSignedPartHoldsNoValueAndNoName) {
  const std::string payload = *from_base64url(std::string_view(issued_.jwt).substr(issued_.jwt.find('.') + 1).substr(0, issued_.jwt.rfind('.') - issued_.jwt.find('.') - 1));
  for (const char* secret : {"张三", "13800000000", "学校", "指标", "1.1", "甲"}) EXPECT_EQ(payload.find(secret), std::string::npos) << payload;
}

TEST_F(SdJwt, AllOpeningsGiveTheWholeRecordBack) {
  const auto all = verify_presentation(present(issued_.jwt, issued_.openings), own());
  ASSERT_TRUE(all.has_value()) << all.error().message;
  EXPECT_EQ(all.value().record, record_);
  EXPECT_EQ(all.value().open, open_);
  EXPECT_EQ(all.value().withheld, 0U);
  EXPECT_EQ(all.value().trust, Trust::trusted);
  int status = 1;
  const std::string shown = outside(present(issued_.jwt, issued_.openings), &status);
  EXPECT_EQ(status, 0) << shown;
  EXPECT_EQ(shown, R"({"fields": {"学校": {"名称": "某职业学院", "负责人": {"姓名": "张三", "手机": "13800000000"}}, "指标": [{"值": 100.0, "编号": "1.1"}, {"值": 3, "编号": "1.2"}], "无": [], "标签": ["甲", "乙"], "没有": null, "真": true, "空": {}}, "record": "a-1"})");
}

TEST_F(SdJwt, SomeOpeningsShowJustThoseFields) {
  const std::vector<std::string> wanted{"学校.名称", "指标[1].值"};
  const auto chosen = openings_for(issued_.openings, wanted);
  EXPECT_EQ(chosen.size(), 5U);   // 学校, 学校.名称, 指标, 指标[1], 指标[1].值
  const std::string text = present(issued_.jwt, chosen);
  const auto part = verify_presentation(text, {});
  ASSERT_TRUE(part.has_value()) << part.error().message;
  ASSERT_EQ(part.value().shown.size(), 2U);
  EXPECT_EQ(part.value().trust, Trust::self_signed);
  // At the levels that can be seen: 标签 空 无 真 没有, 学校.负责人, 指标[0], 指标[1].编号.
  EXPECT_EQ(part.value().withheld, 8U);
  int status = 1;
  EXPECT_EQ(outside(text, &status), R"({"fields": {"学校": {"名称": "某职业学院"}, "指标": [{"值": 3}]}, "record": "a-1"})");
  EXPECT_EQ(status, 0);
}

TEST_F(SdJwt, BelowFalseShowsNothingUnderTheField) {
  const std::vector<std::string> wanted{"学校"};
  EXPECT_EQ(openings_for(issued_.openings, wanted, false).size(), 1U);
  EXPECT_EQ(openings_for(issued_.openings, wanted, true).size(), 5U);
}

TEST_F(SdJwt, WrittenDigitsOfNumbersSurvive) {
  const std::vector<std::string> wanted{"指标[0].值"};
  const auto part = verify_presentation(present(issued_.jwt, openings_for(issued_.openings, wanted)), own());
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part.value().shown.at(0).value.text(), "100.00");
}

TEST_F(SdJwt, ChangedOpeningsAreFound) {
  const std::vector<std::string> wanted{"学校.名称"};
  auto chosen = openings_for(issued_.openings, wanted);
  const std::string plain = *from_base64url(chosen[1].disclosure);
  std::string other = plain;
  other.replace(other.find("某职业"), std::string("某职业").size(), "别职业");
  auto changed = chosen;
  changed[1].disclosure = base64url(other);
  const auto bad = verify_presentation(present(issued_.jwt, changed), own());
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, "A044");
  int status = 0;
  outside(present(issued_.jwt, changed), &status);
  EXPECT_EQ(status, 1);

  auto orphan = chosen;
  orphan.erase(orphan.begin());   // the field without what is around it
  EXPECT_EQ(verify_presentation(present(issued_.jwt, orphan), own()).error().code, "A044");
  auto twice = chosen;
  twice.push_back(chosen[0]);
  EXPECT_EQ(verify_presentation(present(issued_.jwt, twice), own()).error().code, "A044");
}

TEST_F(SdJwt, RefusalsAreToldApart) {
  const std::string& jwt = issued_.jwt;
  const std::size_t first = jwt.find('.');
  const std::size_t second = jwt.find('.', first + 1);
  const std::string head = *from_base64url(jwt.substr(0, first));
  const std::string body = *from_base64url(jwt.substr(first + 1, second - first - 1));
  const auto code_of = [&](const std::string& text) { return std::string(verify_presentation(text, own()).error().code); };
  EXPECT_EQ(code_of("no token at all"), "A042");
  EXPECT_EQ(code_of(jwt), "A042");   // RFC 9901 4: the tilde at the end belongs to it
  std::string other = head;
  other.replace(other.find("ES256"), 5, "HS256");
  EXPECT_EQ(code_of(base64url(other) + jwt.substr(first) + "~"), "A045");
  other = body;
  other.replace(other.find("\"_sd\""), 5, "\"_sx\"");
  EXPECT_EQ(code_of(jwt.substr(0, first + 1) + base64url(other) + jwt.substr(second) + "~"), "A043");
}

TEST_F(SdJwt, NoFlippedCharacterOfTheTokenIsAccepted) {
  const std::string text = issued_.jwt + "~";
  for (std::size_t i = 0; i < issued_.jwt.size(); i += 7) {
    std::string bad = text;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_presentation(bad, own()).has_value()) << "character " << i;
  }
  EXPECT_FALSE(verify_presentation(issued_.jwt, own()).has_value());
  EXPECT_FALSE(verify_presentation("", own()).has_value());
}

TEST_F(SdJwt, EqualValuesHaveDifferentDigests) {
  const auto again = issue_fields(env_, identity_->sign, record_, open_);
  ASSERT_TRUE(again.has_value());
  for (std::size_t i = 0; i < issued_.openings.size(); ++i) EXPECT_NE(issued_.openings[i].disclosure, again.value().openings[i].disclosure);
}

TEST_F(SdJwt, ReservedNamesAreRefused) {
  Diagnostics out;
  const auto record = json::parse(R"({"a": [{"...": 1}]})", nullptr, out);
  const auto refused = issue_fields(env_, identity_->sign, *record, open_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "A040");
  EXPECT_EQ(refused.error().field, "a[0].\\.\\.\\.");
}

TEST_F(SdJwt, OpeningsAreWrittenAndReadBack) {
  const auto read = read_openings(write_openings(issued_.openings), nullptr);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read.value().size(), issued_.openings.size());
  EXPECT_EQ(read.value()[3].path, issued_.openings[3].path);
  EXPECT_EQ(read.value()[3].disclosure, issued_.openings[3].disclosure);
  EXPECT_EQ(read_openings("{", nullptr).error().code, "A041");
}

TEST_F(SdJwt, WhatIsKeptBesideIsCheckedAsWhatIsHandedOver) {
  const std::string kept = write_openings(issued_.openings);
  Diagnostics out;
  const auto tree = *json::parse(kept, nullptr, out);
  std::string escaped = kept;   // the same JSON, in other bytes
  const std::size_t at = escaped.find(issued_.openings[0].disclosure);
  escaped.replace(at, 1, "\\u00" + hex(escaped.substr(at, 1)));
  for (const std::string& text : {kept, json::pretty(tree), json::compact(tree), escaped}) {
    const auto all = verify_issued(issued_.jwt, text, nullptr, own());
    ASSERT_TRUE(all.has_value()) << all.error().message << text;
    EXPECT_EQ(all.value().record, record_);
    EXPECT_EQ(all.value().open, open_);
    EXPECT_EQ(all.value().withheld, 0U);
    EXPECT_EQ(all.value().trust, Trust::trusted);
  }
  const auto some = verify_issued(issued_.jwt, write_openings(std::span(issued_.openings).first(1)), nullptr, {});
  EXPECT_EQ(some.value().withheld, 8U);
  EXPECT_EQ(some.value().trust, Trust::self_signed);
  EXPECT_EQ(verify_issued(issued_.jwt, write_openings({}), nullptr, own()).value().withheld, 7U);

  const auto code_of = [&](const std::string& text) {
    auto result = verify_issued(issued_.jwt, text, nullptr, own());
    return result ? std::string() : std::string(result.error().code);
  };
  for (std::string bad : {std::string(), kept.substr(0, kept.size() - 2), kept.substr(1), kept + "x", std::string("{\"format\":1,\"openings\":[{\"opening\":\"a\"}]}\n")}) EXPECT_EQ(code_of(bad), "A041") << bad;
  std::string not_utf8 = kept;
  not_utf8[not_utf8.rfind("\"}]}") - 1] = '\xff';
  EXPECT_EQ(code_of(not_utf8), "A041");
  auto twice = issued_.openings;
  twice.push_back(twice.front());
  EXPECT_EQ(code_of(write_openings(twice)), "A044");
  auto changed = issued_.openings;
  changed[1].disclosure[8] = changed[1].disclosure[8] == 'A' ? 'B' : 'A';
  EXPECT_NE(code_of(write_openings(changed)), "");
  EXPECT_NE(code_of(json::pretty(*json::parse(write_openings(changed), nullptr, out))), "");
  EXPECT_FALSE(verify_issued(issued_.jwt + "~", kept, nullptr, own()).has_value());
}

// A record is read from JSON, which has its depth; openings in openings have none.
TEST_F(SdJwt, OpeningsInOpeningsEndBeforeTheStackDoes) {
  const auto nested = [&](int depth) {
    json::Node value = json::Node::number(1);
    for (int i = 0; i < depth; ++i) value = i % 2 == 0 ? json::Node::object({{"a", std::move(value)}}) : json::Node::array({std::move(value)});
    const json::Node record = json::Node::object({{"a", std::move(value)}});
    const auto issued = issue_fields(env_, identity_->sign, record, open_).value();
    return verify_issued(issued.jwt, write_openings(issued.openings), nullptr, own());
  };
  EXPECT_TRUE(nested(63).has_value());
  auto deep = nested(300);
  ASSERT_FALSE(deep.has_value());
  EXPECT_EQ(deep.error().code, "A042");
}

}  // namespace
}  // namespace gongwen::sign
