// 档号: both ways of writing them, the next 件号, what is wrong with one; and the events that give them.

#include "trust/archive/numbering.h"

#include <gtest/gtest.h>

#include "trust/archive/archive_internal.h"
#include "trust/archive/metadata_scheme.h"
#include "trust/archive/mirror.h"
#include "trust/archive/sample.h"

namespace gongwen::archive {
namespace {

using json::Node;

Numbering rule(std::string_view pattern, const std::string& fonds) {
  Numbering n;
  n.pattern = pattern;
  n.fonds = fonds;
  return n;
}

// The examples of the two standards, with their parts.
TEST(ArchiveNumber, BothStandardsAreReadAndWritten) {
  struct Row { std::string_view pattern; const char* fonds; const char* text; NumberParts parts; };
  const std::vector<Row> rows{
      {kPattern22, "Z109", "Z109-WS·2011-Y-BGS-0001", {"Z109", "WS", "2011", "Y", "BGS", "0001"}},
      {kPattern13, "Z109", "Z109-WS·2011·Y·办公室-0001", {"Z109", "WS", "2011", "Y", "办公室", "0001"}},
      {"{全宗号}-{门类}·{年度}·{期限}·{问题}-{件号:3}", "A439", "A439-WS·2015·D30·003-005", {"A439", "WS", "2015", "D30", "003", "005"}},
      {"{全宗号}-{类别}·{年度}·{保管期限}-{件号:3}", "Z008", "Z008-WS·2019·Y-037", {"Z008", "WS", "2019", "Y", "", "037"}},
      {"{全宗号}-{门类}·{年度}-{保管期限}-{机构或问题}-{件号:5}", "X001", "X001-KU·2026-D10-财务处2-12345", {"X001", "KU", "2026", "D10", "财务处2", "12345"}},
  };
  for (const Row& row : rows) {
    const Numbering n = rule(row.pattern, row.fonds);
    Diagnostics out;
    EXPECT_TRUE(check_numbering(n, out)) << row.pattern << "\n" << render(out);
    const auto read = read_number(n, row.text);
    ASSERT_TRUE(read) << row.text << "\n" << render(read.error());
    EXPECT_EQ(read.value(), row.parts) << row.text;
    EXPECT_EQ(write_number(n, row.parts), row.text);
    EXPECT_TRUE(read_number(n, example_number(n))) << example_number(n);
  }
}

TEST(ArchiveNumber, AWrongOneIsToldWithItsCharacter) {
  const Numbering n = rule(kPattern22, "Z109");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"Z109－WS·2026-Y-BGS-0001", "第 5 个字“－”不对：这里应是半角连字符“-”"},
      {"Z109-WS.2026-Y-BGS-0001", "第 8 个字“.”不对：这里应是间隔号“·”（U+00B7）"},
      {"Z109-WS・2026-Y-BGS-0001", "第 8 个字“・”不对：这里应是间隔号“·”（U+00B7）"},
      {"Z110-WS·2026-Y-BGS-0001", "第 1 个字“Z110”不对：全宗号应为 Z109"},
      {"Z109-ws·2026-Y-BGS-0001", "第 6 个字“ws”不对：门类代码应为 WS"},
      {"Z109-WS·26-Y-BGS-0001", "第 9 个字“26”不对：年度应为四位数字"},
      {"Z109-WS·2026-D20-BGS-0001", "第 14 个字“D20”不对：保管期限代码应为 Y（永久）、D30（30年）、D10（10年）"},
      {"Z109-WS·2026-Y-B/S-0001", "不能有“/”"},
      {"Z109-WS·2026-Y-BGS-1", "件号应为 4 位数字"},
      {"Z109-WS·2026-Y-BGS-0000", "件号从 1 起编"},
      {"Z109-WS·2026-Y-BGS", "没有写完：应接着写“-”"},
      {"Z109-WS·2026-Y-BGS-0001-2", "第 24 个字“-2”不对：这里应该结束了"},
      {"", "没有写完：全宗号应为 Z109"},
  };
  for (const auto& [text, what] : wrong) {
    const auto read = read_number(n, text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "A171");
    EXPECT_NE(read.error().message.find(what), std::string::npos) << text << ": " << read.error().message;
    EXPECT_NE(read.error().hints.front().find("Z109-WS·2026-Y-BGS-0001"), std::string::npos) << "the hint shows a right one";
  }
}

TEST(ArchiveNumber, ARuleThatCannotBeUsedIsRefused) {
  for (const char* pattern : {"", "{件号:4}", "{全宗号}{年度}-{保管期限}-{件号:4}", "{全宗号}-{年度}-{保管期限}-{件号:9}", "{全宗号}-{年度}-{保管期限}-{件号:4}-{件号:4}", "{全宗号}-{年度}-{保管期限-{件号}",
                              "{全宗号}/{年度}-{保管期限}-{件号:4}", "{全宗号}-{年度}-{保管期限}-{案卷}-{件号:4}", "全宗号}-{年度}-{保管期限}-{件号:4}"}) {
    Diagnostics out;
    EXPECT_FALSE(check_numbering(rule(pattern, "Z109"), out)) << pattern;
    EXPECT_EQ(out.all().at(0).code, "A170");
  }
  for (const char* fonds : {"", "109", "z109", "Z1090", "ZZ09"}) {
    Diagnostics out;
    EXPECT_FALSE(check_numbering(rule(kPattern22, fonds), out)) << fonds;
  }
  Numbering n = rule(kPattern13, "Z109");
  n.office = "办公室";
  n.archives = "某档案馆";
  EXPECT_EQ(write_numbering(*parse_numbering(write_numbering(n))), write_numbering(n));
  EXPECT_FALSE(parse_numbering("{}").has_value());
}

TEST(NumberLedger, CountsWithinYearRetentionAndOfficeAndTellsGaps) {
  const Numbering n = rule(kPattern22, "Z109");
  NumberLedger ledger(n);
  Diagnostics out;
  ledger.take("a", "Z109-WS·2026-Y-BGS-0001", out);
  ledger.take("b", "Z109-WS·2026-Y-BGS-0004", out);
  ledger.take("c", "Z109-WS·2026-D30-BGS-0001", out);
  EXPECT_TRUE(out.empty());
  const NumberParts group{"Z109", "WS", "2026", "Y", "BGS", ""};
  EXPECT_EQ(ledger.next("d", group, false, out), "Z109-WS·2026-Y-BGS-0005");
  EXPECT_EQ(ledger.next("e", group, true, out), "Z109-WS·2026-Y-BGS-0002");
  EXPECT_EQ(ledger.next("f", {"Z109", "WS", "2027", "Y", "BGS", ""}, false, out), "Z109-WS·2027-Y-BGS-0001");
  ledger.tell_gaps(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "A173");
  EXPECT_NE(out.all()[0].message.find("缺件号 3（"), std::string::npos) << out.all()[0].message;
  Diagnostics twice;
  ledger.take("g", "Z109-WS·2026-Y-BGS-0004", twice);
  EXPECT_EQ(twice.all().at(0).code, "A172");
  Diagnostics full;
  ledger.take("h", "Z109-WS·2026-D10-BGS-9999", full);
  EXPECT_FALSE(ledger.next("i", {"Z109", "WS", "2026", "D10", "BGS", ""}, false, full).has_value());
  EXPECT_EQ(full.all().at(0).code, "A174");
}

class NumberedTest : public ArchiveFixture {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ArchiveFixture::SetUp());
    Diagnostics out;
    Numbering n = rule(kPattern22, "Z109");
    n.fonds_name = "某教育处全宗";
    n.archives = "某档案馆";
    ASSERT_TRUE(archive_->set_numbering(n, *identity_, out)) << render(out);
  }
  std::optional<Added> add(const std::string& id, const std::string& number = "") {
    Submission s{sample_bundle(id), {}};
    s.bundle.metadata.retention = "30年";
    s.bundle.metadata.archive_number = number;
    said_ = Diagnostics();
    return archive_->add(s, *identity_, said_);
  }
  Acted act(const std::string& id, EventKind kind, const std::string& number = "") {
    Step step;
    step.record_id = id;
    step.event = EventDraft{kind, "李档案", "整理", number.empty() ? Node::object() : Node::object({{"archive_number", Node::string(number)}})};
    return archive_->act({&step, 1}, *identity_).front();
  }
  std::string found() {
    VerifyOptions options;
    options.deep = true;
    options.trusted = {identity_->sign.certificate()};
    return summary(verify_archive(env_, root_, options).findings);
  }
  Diagnostics said_;
};

TEST_F(NumberedTest, AnEventGivesANumberAndChangesNoStateAndNoSealedByte) {
  const auto added = add("a-1");
  ASSERT_TRUE(added);
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  const RecordSummary before = archive_->summary("a-1").value();
  env_.set_now({kMarch.unix_seconds + 86'400, 0});
  const Acted numbered = act("a-1", EventKind::numbered, "Z109-WS·2026-D30-BGS-0001");
  ASSERT_TRUE(numbered.done) << render(numbered.problems);
  const RecordSummary r = archive_->summary("a-1").value();
  EXPECT_EQ(r.archive_number, "Z109-WS·2026-D30-BGS-0001");
  EXPECT_EQ(r.state, State::approved);
  EXPECT_EQ(r.since, before.since) << "the state began when it was approved";
  EXPECT_EQ(archive_->holder_of("Z109-WS·2026-D30-BGS-0001"), "a-1");
  EXPECT_EQ(archive_->show("a-1").value().at(0).sha256, added->sha256);
  EXPECT_EQ(act("a-1", EventKind::approved).problems.all().at(0).code, "A155") << "approved is approved, whatever came behind";
  EXPECT_EQ(found(), "");
  ASSERT_TRUE(act("a-1", EventKind::withdrawn).done);
  EXPECT_EQ(act("a-1", EventKind::numbered, "Z109-WS·2026-D30-BGS-0002").problems.all().at(0).code, "A155");
  EXPECT_EQ(found(), "");
  Query query;
  query.archive_number = "D30-BGS";
  EXPECT_EQ(archive_->list(query).size(), 1U);
  query = {};
  query.numbered = false;
  EXPECT_TRUE(archive_->list(query).empty());
}

TEST_F(NumberedTest, NoTwoRecordsGetTheSameAndNoneGetsAWrongOne) {
  ASSERT_TRUE(add("a-1"));
  ASSERT_TRUE(add("a-2"));
  std::vector<Step> steps(2);
  for (std::size_t i = 0; i < 2; ++i) {
    steps[i].record_id = "a-" + std::to_string(i + 1);
    steps[i].event = EventDraft{EventKind::numbered, "李", "", Node::object({{"archive_number", Node::string("Z109-WS·2026-D30-BGS-0001")}})};
  }
  const auto acted = archive_->act(steps, *identity_);
  EXPECT_TRUE(acted[0].done);
  EXPECT_EQ(acted[1].problems.all().at(0).code, "A172") << "within one group";
  EXPECT_EQ(act("a-2", EventKind::numbered, "Z109-WS·2026-D30-BGS-0001").problems.all().at(0).code, "A172") << "and later";
  EXPECT_EQ(act("a-2", EventKind::numbered, "Z109-WS.2026-D30-BGS-0002").problems.all().at(0).code, "A171");
  EXPECT_FALSE(add("a-3", "Z109-WS·2026-D30-BGS-0001"));
  EXPECT_EQ(said_.all().at(0).code, "A172");
  EXPECT_FALSE(add("a-3", "2026-1"));
  EXPECT_EQ(said_.all().at(0).code, "A171");
  ASSERT_TRUE(act("a-1", EventKind::numbered, "Z109-WS·2026-D30-BGS-0007").done) << "a number can be corrected";
  EXPECT_TRUE(act("a-2", EventKind::numbered, "Z109-WS·2026-D30-BGS-0001").done) << "and the old one is free again";
  EXPECT_EQ(found(), "");
}

TEST_F(NumberedTest, ANumberGivenAtFilingStandsInTheSealedMetadataWithItsParts) {
  ASSERT_TRUE(add("a-1", "Z109-WS·2026-D30-BGS-0003")) << render(said_);
  const std::string xml = archive_->get_file("a-1", 1, "gongwen/metadata.xml").value();
  const std::vector<std::pair<std::string, std::string>> expected{{"M3", "某档案馆"}, {"M5", "某教育处全宗"}, {"M8", "Z109-WS·2026-D30-BGS-0003"}, {"M9", "Z109"}, {"M11", "2026"},
                                                                  {"M12", "30年"}, {"M13", "BGS"}, {"M14", "WS"}, {"M17", "0003"}};
  for (const auto& [number, value] : expected) EXPECT_EQ(metadata_value(xml, number), value) << number;
  EXPECT_EQ(archive_->summary("a-1").value().archive_number, "Z109-WS·2026-D30-BGS-0003");
  ASSERT_TRUE(add("a-1"));
  EXPECT_EQ(archive_->summary("a-1").value().archive_number, "Z109-WS·2026-D30-BGS-0003") << "it belongs to the record, not to one version";
}

TEST_F(NumberedTest, ADestroyedRecordKeepsItsNumberAndTheCatalogueMadeAnewSaysTheSame) {
  Submission s{sample_bundle("ten"), {}};
  s.bundle.metadata.retention = "10年";
  ASSERT_TRUE(archive_->add(s, *identity_, said_));
  ASSERT_TRUE(act("ten", EventKind::numbered, "Z109-WS·2026-D10-BGS-0001").done);
  env_.set_now({2'114'352'000, 0});
  ASSERT_TRUE(act("ten", EventKind::destroyed).done);
  EXPECT_EQ(archive_->summary("ten").value().archive_number, "Z109-WS·2026-D10-BGS-0001");
  const auto before = archive_->list();
  ASSERT_TRUE(archive_->reindex(said_));
  EXPECT_EQ(archive_->list().at(0).archive_number, before.at(0).archive_number);
  EXPECT_EQ(archive_->holder_of("Z109-WS·2026-D10-BGS-0001"), "ten") << "never given again";
}

TEST_F(NumberedTest, TheRuleIsSignedMirroredAndHealed) {
  ASSERT_TRUE(add("a-1"));
  ASSERT_TRUE(mirror(env_, root_, home_ / "mirror"));
  const std::string good = env_.read_file(root_ / "numbering");
  EXPECT_EQ(env_.read_file(home_ / "mirror/numbering"), good);
  std::string bad = good;
  bad.replace(bad.find("Z109"), 4, "Z110");
  write_file_atomic(env_, root_ / "numbering", bad);
  EXPECT_EQ(archive_->numbering().error().code, "A175");
  EXPECT_EQ(found(), "A175 numbering");
  EXPECT_EQ(act("a-1", EventKind::numbered, "Z110-WS·2026-D30-BGS-0001").problems.all().at(0).code, "A175");
  EXPECT_TRUE(add("a-2")) << "what has no 档号 is filed all the same";
  ASSERT_TRUE(repair(env_, root_, home_ / "mirror"));
  EXPECT_EQ(env_.read_file(root_ / "numbering"), good);
  EXPECT_EQ(found(), "");
  env_.remove(root_ / "numbering");
  EXPECT_EQ(found(), "") << "nothing was numbered by it";
  ASSERT_TRUE(act("a-1", EventKind::numbered, "any").done);
  EXPECT_EQ(found(), "") << "nor is a number given without a rule";
  write_file_atomic(env_, root_ / "numbering", good);
  Step step;
  step.record_id = "a-2";
  step.event = EventDraft{EventKind::numbered, "李档案", "整理", Node::object({{"archive_number", Node::string("Z109-WS·2026-D30-BGS-0002")}, {"pattern", Node::string(std::string(kPattern22))}})};
  ASSERT_TRUE(archive_->act({&step, 1}, *identity_).front().done);
  EXPECT_EQ(found(), "");
  env_.remove(root_ / "numbering");
  EXPECT_EQ(found(), "(warning) A175 numbering");
  ASSERT_TRUE(repair(env_, root_, home_ / "mirror"));
  EXPECT_EQ(found(), "");
}

}  // namespace
}  // namespace gongwen::archive
