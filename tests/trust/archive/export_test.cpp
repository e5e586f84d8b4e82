// Records that leave: as a bag and as a hand-over, whole or not at all; and what the 四性检测 says of them.

#include <algorithm>

#include "trust/archive/export.h"

#include <gtest/gtest.h>

#include "trust/archive/archive_internal.h"
#include "trust/archive/four_check.h"
#include "trust/archive/metadata_scheme.h"
#include "trust/archive/sample.h"

namespace gongwen::archive {
namespace {

using json::Node;
constexpr const char* kCheckBag = GONGWEN_SOURCE_DIR "/tests/trust/archive/check_bag.py";

class ExportTest : public ArchiveFixture {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ArchiveFixture::SetUp());
    Numbering rule;
    rule.fonds = "Z109";
    rule.office = "BGS";
    rule.fonds_name = "某教育处全宗";
    rule.archives = "某档案馆";
    Diagnostics out;
    ASSERT_TRUE(archive_->set_numbering(rule, *identity_, out));
    std::vector<Submission> group;
    for (const char* id : {"a-1", "a-2", "a-2", "a-3", "gone"}) {
      group.push_back({sample_bundle(id), {}});
      group.back().bundle.metadata.retention = "30年";
      group.back().bundle.metadata.language = "汉语";
    }
    ASSERT_EQ(archive_->add_group(group, *identity_, out).size(), 5U) << render(out);
    act({step("a-1", EventKind::approved), numbered("a-1", "Z109-WS·2026-D30-BGS-0001"), numbered("a-2", "Z109-WS·2026-D30-BGS-0002"), step("gone", EventKind::withdrawn)});
  }
  static Step step(const std::string& id, EventKind kind, Node details = Node::object()) {
    Step out;
    out.record_id = id;
    out.event = EventDraft{kind, "李档案", "整理", std::move(details)};
    return out;
  }
  Step numbered(const std::string& id, const std::string& text) {
    const auto p = read_number(*archive_->numbering().value(), text).value();
    return step(id, EventKind::numbered, Node::object({{"archive_number", Node::string(text)}, {"fonds", Node::string(p.fonds)}, {"category", Node::string(p.category)},
                                                       {"year", Node::string(p.year)}, {"office", Node::string(p.office)}, {"item", Node::string(p.item)}}));
  }
  void act(const std::vector<Step>& steps) {
    for (const Acted& one : archive_->act(steps, *identity_)) ASSERT_TRUE(one.done) << render(one.problems);
  }
  Consignment gathered(bool trusted = true, const ExportSelection& selection = {}) {
    VerifyOptions options;
    if (trusted) options.trusted = {identity_->sign.certificate()};
    said_ = Diagnostics();
    return gather(*archive_, selection, options, said_);
  }
  ExportOptions options(ExportLayout layout) const {
    ExportOptions o;
    o.layout = layout;
    o.date = *Date::of(2026, 3, 9);
    o.tool = "gongwen 0.1.0";
    return o;
  }
  ExportReport leave(const Consignment& consignment, const std::string& name, ExportOptions o) {
    auto begun = Export::begin(*archive_, consignment, home_ / name, o);
    EXPECT_TRUE(begun);
    EXPECT_TRUE((*begun)->write_records());
    return (*begun)->finish();
  }
  int in(const fs::path& where, const std::string& command) {
    int status = -1;
    said_outside_ = test::run("cd '" + where.string() + "' && " + command + " 2>&1", &status);
    return status;
  }
  std::vector<std::string> tree(const std::string& name) {
    std::vector<std::string> out;
    for (const auto& one : fs::recursive_directory_iterator(home_ / name)) {
      if (one.is_regular_file()) out.push_back(fs::relative(one.path(), home_ / name).string());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  void damage(const std::string& id) {
    const fs::path path = root_ / bundle_path(id, 1);
    std::string bytes = env_.read_file(path);
    bytes[bytes.find("%PDF-1.7") + 100] ^= 1;
    test::spill(path, bytes);
  }
  Diagnostics said_;
  std::string said_outside_;
};

TEST_F(ExportTest, ABagHoldsEveryVersionAndIsValidForAnIndependentReader) {
  const ExportReport report = leave(gathered(), "bag", options(ExportLayout::bag));
  EXPECT_EQ(report.records, 3U);
  EXPECT_EQ(report.versions, 4U) << "a-2 has two";
  EXPECT_EQ(in(home_ / "bag", std::string("python3 '") + kCheckBag + "' ."), 0) << said_outside_;
  for (const char* inner : {"a-1/v0001", "a-2/v0001", "a-2/v0002", "a-3/v0001"}) {
    EXPECT_EQ(in(home_ / "bag/data" / inner, std::string("python3 '") + kCheckBag + "' ."), 0) << inner << ": each is the sealed bag it was\n" << said_outside_;
  }
  EXPECT_EQ(in(home_ / "bag", "grep -c '^Bagging-Date: 2026-03-09$' bag-info.txt"), 0);
  EXPECT_FALSE(fs::exists(home_ / "bag/data/gone"));
}

TEST_F(ExportTest, AHandOverIsLaidOutUnpackedAndCheckedByHand) {
  const ExportReport report = leave(gathered(), "h", options(ExportLayout::handover));
  EXPECT_EQ(report.records, 3U);
  std::vector<std::string> top;
  for (const auto& one : fs::directory_iterator(home_ / "h")) top.push_back(one.path().filename().string());
  std::sort(top.begin(), top.end());
  EXPECT_EQ(top, (std::vector<std::string>{"其他", "文件目录.XML", "电子档案", "说明文件.TXT"}));
  const fs::path record = home_ / "h/电子档案/2026/WS/Z109-WS·2026-D30-BGS-0002";
  EXPECT_EQ(in(record / "封存包", std::string("python3 '") + kCheckBag + "' ."), 0) << said_outside_;
  EXPECT_EQ(in(record / "封存包", "openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile '" +
                                      (home_ / "keys/sign.cert.pem").string() + "' -out /dev/null"), 0) << said_outside_;
  EXPECT_EQ(in(record / "事件", "openssl cms -verify -binary -inform DER -in 0001.json.p7s -content 0001.json -CAfile '" + (home_ / "keys/sign.cert.pem").string() + "' -out /dev/null"), 0);
  EXPECT_EQ(in(home_ / "h", "sha256sum -c --quiet 其他/摘要清单-SHA256.TXT"), 0) << said_outside_;
  EXPECT_EQ(in(home_ / "h", "[ $(wc -l <其他/摘要清单-SHA256.TXT) = $(($(find . -type f | wc -l) - 1)) ]"), 0) << "every file is listed";
  EXPECT_EQ(in(home_ / "h", "xmllint --noout --schema 其他/文件目录.XSD 文件目录.XML"), 0) << said_outside_;
  EXPECT_EQ(in(home_ / "h", "find . -name 元数据.xml -print0 | xargs -0 xmllint --noout --schema 其他/元数据.XSD"), 0) << said_outside_;
  EXPECT_EQ(in(home_ / "h", "find . -name '*.zip' | grep -q ."), 1) << "nothing stays packed";
  EXPECT_TRUE(fs::exists(home_ / "h/电子档案/2026/WS/a-3/元数据.xml")) << "without a 档号 it goes by its id";
  EXPECT_NE(test::slurp(home_ / "h/其他/未移交清单.CSV").find("gone,,关于授权的函 <甲> & 乙,已经撤回"), std::string::npos);
  EXPECT_TRUE(test::slurp(home_ / "h/说明文件.TXT").starts_with("\xEF\xBB\xBF说明文件\r\n"));
}

TEST_F(ExportTest, WhatBecameKnownAfterSealingStandsInTheHandedOverMetadataAlone) {
  leave(gathered(), "h", options(ExportLayout::handover));
  const fs::path record = home_ / "h/电子档案/2026/WS/Z109-WS·2026-D30-BGS-0001";
  const std::string sealed = test::slurp(record / "封存包/gongwen/metadata.xml");
  const std::string now = test::slurp(record / "元数据.xml");
  EXPECT_EQ(metadata_value(sealed, "M8"), "");
  const std::vector<std::pair<std::string, std::string>> expected{{"M3", "某档案馆"}, {"M5", "某教育处全宗"}, {"M8", "Z109-WS·2026-D30-BGS-0001"}, {"M9", "Z109"}, {"M13", "BGS"}, {"M17", "0001"},
                                                                  {"M22", "关于授权的函 <甲> & 乙"}, {"M64", "ECDSA P-256 SHA-256"}, {"M66", "电子档案/2026/WS/Z109-WS·2026-D30-BGS-0001/"}};
  for (const auto& [number, value] : expected) EXPECT_EQ(metadata_value(now, number), value) << number;
  EXPECT_EQ(metadata_value(now, "M61"), sign::base64(test::slurp(record / "封存包/signatures/tagmanifest.p7s")));
  for (const char* event : {">封存<", ">批准<", ">编档号<", ">李档案<"}) EXPECT_NE(now.find(event), std::string::npos) << event;
}

TEST_F(ExportTest, APackageGoesUnderItsNumberHereNotItsMakers) {
  sign::Identity school = make_identity(env_, home_ / "school", "某职业学院");
  for (const char* note : {"第一次", "第二次"}) {
    Bundle b = sample_bundle("p-1");
    b.metadata.archive_number = "X001-WS·2026-Y-XB-0077";   // in the school's own archive
    b.note = note;
    Diagnostics out;
    const auto sealed = build_bundle(env_, b, school.sign, out);
    Step in = step("p-1", EventKind::submitted, Node::object({{"package", Node::string(sealed->sha256)}, {"retention", Node::string("30年")},
                                                              {"signer", Node::string(school.sign.certificate().fingerprint)}}));
    in.package = sealed->zip;
    in.signer = school.sign.certificate();
    act({in});
  }
  act({step("p-1", EventKind::approved), numbered("p-1", "Z109-WS·2026-D30-BGS-0003")});
  leave(gathered(), "h", options(ExportLayout::handover));
  const std::string xml = test::slurp(home_ / "h/电子档案/2026/WS/Z109-WS·2026-D30-BGS-0003/元数据.xml");
  const std::vector<std::pair<std::string, std::string>> expected{{"M6", "某教育处"}, {"M7", "p-1@2"}, {"M8", "Z109-WS·2026-D30-BGS-0003"}, {"M60", "某职业学院"}, {"M85", "p-1@1"}};
  for (const auto& [number, value] : expected) EXPECT_EQ(metadata_value(xml, number), value) << number;
  EXPECT_EQ(xml.find("X001"), std::string::npos);
}

TEST_F(ExportTest, TheSameChoiceGivesTheSameBytes) {
  const Consignment consignment = gathered();
  for (const ExportLayout layout : {ExportLayout::bag, ExportLayout::handover}) {
    leave(consignment, "one", options(layout));
    leave(consignment, "two", options(layout));
    EXPECT_EQ(in(home_, "diff -r one two"), 0) << said_outside_;
    EXPECT_EQ(in(home_, "rm -r one two"), 0);
  }
}

TEST_F(ExportTest, ADamagedRecordKeepsAllOfItHere) {
  EXPECT_TRUE(fit_to_leave(gathered(), said_)) << render(said_);
  damage("a-1");
  const Consignment consignment = gathered();
  EXPECT_FALSE(fit_to_leave(consignment, said_));
  std::set<std::string_view> codes;
  for (const Diagnostic& d : said_.all()) codes.insert(d.code);
  EXPECT_TRUE(codes.contains("A178")) << render(said_);
  EXPECT_TRUE(codes.contains("A074")) << "and why";
  ExportSelection rest;
  rest.except = {"a-1"};
  EXPECT_TRUE(fit_to_leave(gathered(true, rest), said_));
}

TEST_F(ExportTest, RecordsAreChosenByNameYearAndRetentionAndTheRestIsTold) {
  ExportSelection s;
  s.ids = {"a-1", "gone", "a-1"};
  const Consignment named = gathered(true, s);
  EXPECT_EQ(named.items.size(), 1U);
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_EQ(said_.all()[0].code, "A177");
  s = {};
  s.year = "2025";
  EXPECT_TRUE(gathered(true, s).items.empty());
  s.year = "2026";
  s.retention = "永久";
  EXPECT_TRUE(gathered(true, s).items.empty());
  s.ids = {"nobody"};
  gathered(true, s);
  EXPECT_EQ(said_.all().at(0).code, "A071");
}

TEST_F(ExportTest, AFullDiskOrAFailedWriteLeavesNothing) {
  const Consignment consignment = gathered();
  fs::create_directory(home_ / "out");
  for (const ExportLayout layout : {ExportLayout::bag, ExportLayout::handover}) {
    env_.heal();
    leave(consignment, "out/whole", options(layout));
    const std::uint64_t writes = env_.writes();
    fs::remove_all(home_ / "out/whole");
    ASSERT_GT(writes, 100U);
    for (std::uint64_t n = 1; n < writes; n += 29) {   // the last one, the folder's fsync, comes when it has its name
      env_.fail_from(n, true);
      EXPECT_THROW(
          {
            auto begun = Export::begin(*archive_, consignment, home_ / "out/x", options(layout));
            (*begun)->write_records();
            (*begun)->finish();
          },
          Error)
          << n;
      env_.heal();
      EXPECT_TRUE(fs::is_empty(home_ / "out")) << n;
    }
  }
  env_.disk_space(20'000);
  EXPECT_THROW({ auto begun = Export::begin(*archive_, consignment, home_ / "out/x", options(ExportLayout::bag)); (*begun)->write_records(); }, Error);
  env_.heal();
  EXPECT_TRUE(fs::is_empty(home_ / "out"));
}

TEST_F(ExportTest, AFolderThatIsThereIsNotTouched) {
  fs::create_directory(home_ / "there");
  const auto begun = Export::begin(*archive_, gathered(), home_ / "there", options(ExportLayout::bag));
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, "A176");
  EXPECT_TRUE(fs::is_empty(home_ / "there"));
}

TEST_F(ExportTest, AListInGb18030SaysTheSame) {
  ExportOptions o = options(ExportLayout::handover);
  leave(gathered(), "utf8", o);
  o.gb18030 = true;
  leave(gathered(), "gb", o);
  EXPECT_EQ(in(home_, "iconv -f GB18030 -t UTF-8 gb/文件目录.XML | sed s/GB18030/UTF-8/ | cmp - utf8/文件目录.XML"), 0) << said_outside_;
  EXPECT_EQ(in(home_, "xmllint --noout gb/文件目录.XML"), 0) << said_outside_;
}

TEST_F(ExportTest, TheFolderIsReadBack) {
  const Consignment consignment = gathered();
  auto begun = Export::begin(*archive_, consignment, home_ / "h", options(ExportLayout::handover));
  Export& leaving = **begun;
  ASSERT_TRUE(leaving.write_records());
  EXPECT_EQ(leaving.check(), std::vector<std::string>{});
  for (const auto& one : fs::directory_iterator(home_)) {
    if (one.path().filename().string().starts_with(".h.")) test::spill(one.path() / "stray.txt", "x");
  }
  EXPECT_EQ(leaving.check(), std::vector<std::string>{"多出 stray.txt"});
}

// ---- 四性检测 ----

class FourCheckTest : public ExportTest {
 protected:
  std::map<std::string, CheckItem> items(bool trusted = true, std::optional<std::vector<std::string>> folder = std::nullopt, Readable readable = Readable::yes) {
    const Consignment consignment = gathered(trusted);
    const FourCheck check = four_check(*archive_, consignment, {CheckStage::filing, *Date::of(2026, 3, 9), trusted, [&](auto, auto) { return readable; }, std::move(folder)});
    EXPECT_EQ(check.count(CheckResult::passed) + check.count(CheckResult::failed) + check.count(CheckResult::unchecked), check.items.size());
    std::map<std::string, CheckItem> out;
    for (const CheckItem& one : check.items) out.emplace(one.id, one);
    EXPECT_EQ(out.size(), 40U) << "14 + 11 + 8 + 7";
    return out;
  }
};

TEST_F(FourCheckTest, WhatNobodyLookedAtIsNeverCalledPassed) {
  for (const bool trusted : {false, true}) {
    const auto all = items(trusted);
    for (const char* id : {"GD-1-9", "GD-1-12", "GD-2-9", "GD-3-5", "GD-3-6", "GD-3-7", "GD-4-1", "GD-4-2", "GD-4-3", "GD-4-4", "GD-4-5", "GD-4-6", "GD-4-7"}) {
      EXPECT_NE(all.at(id).result, CheckResult::passed) << id;
      EXPECT_FALSE(all.at(id).note.empty()) << id << " says why";
    }
    EXPECT_EQ(all.at("GD-1-1").result, trusted ? CheckResult::passed : CheckResult::unchecked) << "without certificates got elsewhere nobody knows who signed";
  }
  EXPECT_EQ(items(true, std::nullopt, Readable::unknown).at("GD-3-4").result, CheckResult::unchecked);
  EXPECT_EQ(items(true, std::nullopt, Readable::no).at("GD-3-4").result, CheckResult::failed);
  EXPECT_EQ(items().at("GD-3-4").result, CheckResult::passed);
}

TEST_F(FourCheckTest, EachFaultFailsItsItemAndNamesTheRecord) {
  auto all = items();
  EXPECT_EQ(all.at("GD-2-6").result, CheckResult::passed) << all.at("GD-2-6").note;
  EXPECT_EQ(all.at("GD-2-4").result, CheckResult::failed) << "a-3 has no 档号";
  EXPECT_NE(all.at("GD-2-4").note.find("a-3"), std::string::npos);
  act({numbered("a-3", "Z109-WS·2026-D30-BGS-0009")});
  all = items();
  EXPECT_EQ(all.at("GD-2-4").result, CheckResult::passed) << all.at("GD-2-4").note;
  EXPECT_EQ(all.at("GD-2-6").result, CheckResult::failed);
  EXPECT_NE(all.at("GD-2-6").note.find("缺件号 3 至 8"), std::string::npos) << all.at("GD-2-6").note;
  EXPECT_EQ(items(true, std::vector<std::string>{"缺少 文件目录.XML"}).at("GD-1-12").result, CheckResult::failed);
  EXPECT_EQ(items(true, std::vector<std::string>{}).at("GD-1-12").result, CheckResult::passed);
}

TEST_F(FourCheckTest, DamageFailsEveryItemThatDependsOnTheBytes) {
  damage("a-1");
  const auto all = items();
  for (const char* id : {"GD-1-1", "GD-1-14", "GD-2-7", "GD-2-11"}) {
    EXPECT_EQ(all.at(id).result, CheckResult::failed) << id;
    EXPECT_NE(all.at(id).note.find("a-1"), std::string::npos) << all.at(id).note;
  }
  for (const char* id : {"GD-1-2", "GD-1-10", "GD-3-1"}) EXPECT_NE(all.at(id).result, CheckResult::passed) << id << ": a record that cannot be read was not checked";
  EXPECT_EQ(all.at("GD-2-5").result, CheckResult::passed) << "its events are whole";
  env_.remove(root_ / bundle_path("a-2", 1));
  EXPECT_EQ(items().at("GD-2-1").result, CheckResult::failed);
  EXPECT_EQ(items().at("GD-2-2").result, CheckResult::failed);
}

TEST_F(FourCheckTest, AChangedEventFailsTheProcess) {
  const fs::path event = root_ / event_path("a-1", 1);
  test::spill(event, env_.read_file(event) + " ");
  const auto all = items();
  EXPECT_EQ(all.at("GD-2-5").result, CheckResult::failed);
  EXPECT_EQ(all.at("GD-1-1").result, CheckResult::failed);
  EXPECT_EQ(all.at("GD-2-7").result, CheckResult::passed);
}

TEST_F(FourCheckTest, IsWrittenAsJsonWithTheStagesLetters) {
  const FourCheck check = four_check(*archive_, gathered(), {CheckStage::transfer, *Date::of(2026, 3, 9), true, {}, std::nullopt});
  EXPECT_EQ(check.items.front().id, "YJ-1-1");
  const Node json = to_json(check);
  EXPECT_EQ(json.find("环节")->text(), "移交接收");
  EXPECT_EQ(json.find("检测项")->items().size(), 40U);
  for (const char* member : {"检测项编号", "名称", "检测对象", "依据", "结果", "说明"}) EXPECT_NE(json.find("检测项")->items().front().find(member), nullptr) << member;
}

}  // namespace
}  // namespace gongwen::archive
