#include <algorithm>

#include "trust/archive/archive.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/sample.h"

namespace gongwen::archive {
namespace {

class ArchiveTest : public ArchiveFixture {
 protected:
  Submission submission(const std::string& id, const std::string& value = "3") {
    Submission s{sample_bundle(id), {}};
    s.bundle.record_json = canonical_of(R"({"学校":"甲","指标":[{"编号":"1.1","值":)" + value + "}]}");
    return s;
  }
  Added add(const std::string& id, const std::string& value = "3") {
    Diagnostics out;
    const auto added = archive_->add(submission(id, value), *identity_, out);
    EXPECT_TRUE(added.has_value()) << render(out);
    return *added;
  }
  VerifyReport verify(bool deep = false) {
    VerifyOptions options;
    options.deep = deep;
    options.jobs = 2;
    options.trusted = {identity_->sign.certificate()};
    return verify_archive(env_, root_, options);
  }
  std::string found(bool deep = false) { return summary(verify(deep).findings); }
  fs::path zip(const std::string& id, std::uint32_t n) const { return root_ / bundle_path(id, n); }
};

TEST_F(ArchiveTest, FilesVersionsAndTellsThemBack) {
  EXPECT_EQ(add("a-1").number, 1U);
  env_.set_now({kMarch.unix_seconds + 60, 0});
  const Added second = add("a-1", "4");
  EXPECT_EQ(second.number, 2U);
  EXPECT_EQ(second.leaf, 1U);
  EXPECT_EQ(add("b-1").number, 1U);

  const auto records = archive_->list();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].id, "a-1");
  EXPECT_EQ(records[0].versions, 2U);
  EXPECT_EQ(records[0].title, "关于授权的函 <甲> & 乙");
  EXPECT_EQ(records[0].made_at.unix_seconds, kMarch.unix_seconds + 60);

  const auto versions = archive_->show("a-1");
  ASSERT_TRUE(versions.has_value());
  ASSERT_EQ(versions.value().size(), 2U);
  EXPECT_EQ(versions.value()[1].sha256, second.sha256);
  EXPECT_EQ(versions.value()[1].actor, "李四");
  EXPECT_EQ(versions.value()[0].attachments.at(0).name, "盖章扫描件.pdf");

  const auto log = archive_->log();
  ASSERT_TRUE(log.has_value());
  ASSERT_EQ(log.value().size(), 3U);
  EXPECT_EQ(log.value()[1].record_id, "a-1");
  EXPECT_EQ(log.value()[1].number, 2U);
  EXPECT_EQ(archive_->log(2, 5).value().size(), 1U);
}

TEST_F(ArchiveTest, VersionsAreChainedByTheZipsDigest) {
  const Added first = add("a-1");
  add("a-1", "4");
  Diagnostics out;
  const std::string bytes = archive_->get_bundle("a-1", 0).value();
  const auto reader = BundleReader::open(bytes, nullptr, out);
  EXPECT_EQ(reader->version().number, 2U);
  EXPECT_EQ(reader->version().previous_sha256, first.sha256);
}

TEST_F(ArchiveTest, VerifiesQuicklyAndDeeply) {
  add("a-1");
  add("a-1", "4");
  add("b-1");
  const VerifyReport quick = verify();
  EXPECT_EQ(summary(quick.findings), "");
  EXPECT_TRUE(quick.intact());
  EXPECT_EQ(quick.records, 2U);
  EXPECT_EQ(quick.good_versions, 3U);
  EXPECT_EQ(quick.log_size, 3U);
  const VerifyReport deep = verify(true);
  EXPECT_EQ(summary(deep.findings), "");
  EXPECT_GT(deep.files, 40U);
}

TEST_F(ArchiveTest, GetsOneFileOrAll) {
  add("a-1");
  EXPECT_EQ(archive_->get_file("a-1", 1, "data/attachments/01-scan.pdf").value(), "scan bytes");
  EXPECT_EQ(archive_->get_files("a-1", 1).value().size(), 19U);
  EXPECT_EQ(archive_->get_file("a-1", 1, "data/none").error().code, "A007");
  EXPECT_EQ(archive_->get_bundle("a-1", 7).error().code, "A073");
  EXPECT_EQ(archive_->get_bundle("zzz", 1).error().code, "A071");
}

TEST_F(ArchiveTest, ListFilters) {
  add("a-1");
  add("a-2");
  add("b_1");
  Query query;
  query.id_prefix = "a-";
  EXPECT_EQ(archive_->list(query).size(), 2U);
  query = {};
  query.title = "授权";
  EXPECT_EQ(archive_->list(query).size(), 3U);
  query.title = "100%";
  EXPECT_TRUE(archive_->list(query).empty());
  query = {};
  query.limit = 1;
  for (const char* id : {"a-1", "a-2", "b_1"}) {
    const auto page = archive_->list(query);
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].id, id);
    query.after = id;
  }
  EXPECT_TRUE(archive_->list(query).empty());
  query.after = "a-1";
  query.limit = 0;
  query.id_prefix = "a-";
  EXPECT_EQ(archive_->list(query).size(), 1U);
  query.after = "a";
  EXPECT_EQ(archive_->list(query).size(), 2U) << "a name that is no record's";
}

TEST_F(ArchiveTest, DiffNamesItemsByTheirKey) {
  add("a-1", "3");
  add("a-1", "4");
  const auto diff = archive_->diff("a-1", 1, 2);
  ASSERT_TRUE(diff.has_value());
  ASSERT_EQ(diff.value().fields.size(), 1U);
  EXPECT_EQ(diff.value().fields[0].path, "指标[编号=1.1].值");
  EXPECT_EQ(diff.value().fields[0].before.text(), "3");
  EXPECT_EQ(diff.value().fields[0].after.text(), "4");
  EXPECT_TRUE(diff.value().files.empty());
}

TEST_F(ArchiveTest, IdsThatDifferOnlyInCaseAreRefused) {
  add("a-1");
  Diagnostics out;
  EXPECT_FALSE(archive_->add(submission("A-1"), *identity_, out));
  EXPECT_EQ(out.all().at(0).code, "A068");
  const std::vector<Submission> group{submission("x"), submission("X")};
  Diagnostics both;
  EXPECT_TRUE(archive_->add_group(group, *identity_, both).empty());
  EXPECT_EQ(archive_->log().value().size(), 1U);
}

TEST_F(ArchiveTest, AGroupIsFiledWholeOrNotAtAll) {
  std::vector<Submission> group{submission("a"), submission("b"), submission("a", "4")};
  Diagnostics out;
  const auto added = archive_->add_group(group, *identity_, out);
  ASSERT_EQ(added.size(), 3U);
  EXPECT_EQ(added[2].number, 2U);
  EXPECT_EQ(found(true), "");
  group[1].bundle.record_id = "";
  EXPECT_TRUE(archive_->add_group(group, *identity_, out).empty());
  EXPECT_EQ(archive_->log().value().size(), 3U);
  EXPECT_EQ(found(true), "");
}

TEST_F(ArchiveTest, FacesAreKeptOnceAndChecked) {
  Submission s = submission("a");
  const std::string sha = sign::hex(sign::sha256("face bytes"));
  s.faces = {{sha, "face bytes"}};
  s.bundle.render.faces = {{"仿宋", "FandolFang-Regular", sha}};
  Diagnostics out;
  ASSERT_TRUE(archive_->add(s, *identity_, out));
  EXPECT_EQ(test::slurp(root_ / "fonts" / sha), "face bytes");
  EXPECT_EQ(found(true), "");
  test::spill(root_ / "fonts" / sha, "other bytes");
  EXPECT_EQ(found(true), "A086 fonts/" + sha);
  fs::remove(root_ / "fonts" / sha);
  EXPECT_EQ(found(true), "(warning) A087 fonts/" + sha);
  s.faces[0].second = "wrong";
  EXPECT_FALSE(archive_->add(s, *identity_, out));
  EXPECT_EQ(out.all().back().code, "A069");
}

// ---- tampering: each is found and named ----

TEST_F(ArchiveTest, AFlippedByteIsNamedDownToTheFile) {
  add("a-1");
  add("b-1");
  std::string bytes = test::slurp(zip("a-1", 1));
  Diagnostics out;
  const auto reader = zip::Reader::open(bytes, zip::Profile::bundle, nullptr, out);
  const auto* entry = reader->find("data/document.pdf");
  bytes[static_cast<std::size_t>(entry->data_offset) + 100] ^= 1;
  test::spill(zip("a-1", 1), bytes);
  const VerifyReport report = verify();   // the quick one
  EXPECT_FALSE(report.intact());
  EXPECT_EQ(report.good_versions, 1U);
  const auto at = std::find_if(report.findings.begin(), report.findings.end(), [](const Finding& f) { return f.file == "data/document.pdf"; });
  ASSERT_NE(at, report.findings.end()) << summary(report.findings);
  EXPECT_EQ(at->record, "a-1");
  EXPECT_EQ(at->version, 1U);
  EXPECT_EQ(at->offset, entry->data_offset);
  EXPECT_EQ(archive_->get_bundle("a-1", 1).error().code, "A074");
}

TEST_F(ArchiveTest, DroppedAndSwappedBundlesAreNamed) {
  add("a-1");
  add("a-1", "4");
  add("b-1");
  const fs::path aside = home_ / "aside.zip";
  fs::rename(zip("a-1", 1), aside);
  EXPECT_EQ(found(), "A075 a-1@1 " + bundle_path("a-1", 1).string());
  fs::copy_file(zip("b-1", 1), zip("a-1", 1));
  EXPECT_EQ(found(), "A078 a-1@1 " + bundle_path("a-1", 1).string());
  fs::rename(aside, zip("a-1", 1));
  EXPECT_EQ(found(), "");
  fs::remove_all((root_ / record_folder("b-1")));
  EXPECT_EQ(found(), "A076 b-1@1 " + record_folder("b-1").string());
}

TEST_F(ArchiveTest, AResealedBundleOfTheSameOfficeIsStillFound) {
  add("a-1");
  Bundle b = submission("a-1", "99").bundle;
  Diagnostics out;
  test::spill(zip("a-1", 1), build_bundle(env_, b, identity_->sign, out)->zip);
  const VerifyReport report = verify();
  EXPECT_EQ(summary(report.findings), "A074 a-1@1 " + bundle_path("a-1", 1).string());
  EXPECT_NE(report.findings[0].message.find("被整个换过"), std::string::npos);
}

TEST_F(ArchiveTest, ABundleSlippedInIsNamed) {
  add("a-1");
  fs::copy_file(zip("a-1", 1), zip("a-1", 1).parent_path() / "v0002.zip");
  EXPECT_EQ(found(), "A077 a-1@0 " + bundle_path("a-1", 2).string());
}

TEST_F(ArchiveTest, AChangedLogIsFoundWithItsEntry) {
  add("a-1");
  add("b-1");
  const fs::path entries = root_ / "log/tile/entries/000.p/2";
  std::string bytes = test::slurp(entries);
  bytes[bytes.find("b-1")] = 'c';
  test::spill(entries, bytes);
  EXPECT_NE(found().find("A072 c-1@1 log/tile/entries/000"), std::string::npos) << found();
}

TEST_F(ArchiveTest, ACheckpointOfAnotherKeyIsRefused) {
  add("a-1");
  const sign::Identity other = make_identity(env_, home_ / "other");
  const Checkpoint forged{archive_->open(env_, root_).value().title(), 0, sign::sha256("")};
  test::spill(root_ / "log/checkpoint", sign::sign_note(*other.log, "gongwen/forged", forged.text()));
  EXPECT_EQ(Archive::open(env_, root_).error().code, "A065");
  EXPECT_EQ(found(), "A065 " + (root_ / "log/checkpoint").string());
}

TEST_F(ArchiveTest, ARolledBackArchiveIsFoundByAnOlderCheckpoint) {
  add("a-1");
  fs::copy(root_, home_ / "old", fs::copy_options::recursive);
  add("b-1");
  VerifyOptions options;
  options.trusted = {identity_->sign.certificate()};
  options.since_checkpoint = archive_->checkpoint();
  EXPECT_EQ(summary(verify_archive(env_, root_, options).findings), "");
  EXPECT_EQ(summary(verify_archive(env_, home_ / "old", options).findings), "A082 log/checkpoint");
  options.since_checkpoint = test::slurp(home_ / "old/log/checkpoint");   // an older one is continued
  EXPECT_EQ(summary(verify_archive(env_, root_, options).findings), "");
  options.since_checkpoint[20] ^= 1;
  EXPECT_FALSE(verify_archive(env_, root_, options).intact());
}

TEST_F(ArchiveTest, AChangedArchiveFileIsRefused) {
  std::string text = test::slurp(root_ / "archive.json");
  text.replace(text.find("档案库"), std::string("档案库").size(), "别的库");
  test::spill(root_ / "archive.json", text);
  EXPECT_EQ(Archive::open(env_, root_).error().code, "A064");
  EXPECT_EQ(Archive::open(env_, home_ / "none").error().code, "A062");
}

TEST_F(ArchiveTest, AnArchiveOfSomebodyElseIsNotTrusted) {
  add("a-1");
  const sign::Identity other = make_identity(env_, home_ / "other");
  VerifyOptions options;
  options.deep = true;
  options.trusted = {other.sign.certificate()};
  const std::string said = summary(verify_archive(env_, root_, options).findings);
  EXPECT_NE(said.find("A070 archive.json"), std::string::npos) << said;
  EXPECT_NE(said.find("A070 a-1@1 signatures/tagmanifest.p7s"), std::string::npos) << said;
  options.trusted.clear();   // then the archive's own certificate is used, and that is said
  const VerifyReport own = verify_archive(env_, root_, options);
  EXPECT_TRUE(own.intact());
  EXPECT_EQ(own.findings.at(0).code, "A070");
  EXPECT_EQ(own.findings.at(0).severity, Severity::note);
}

TEST_F(ArchiveTest, ReceiptsProveTheirVersionAndDamageIsFound) {
  add("a-1");
  add("a-1", "4");
  add("b-1");
  const fs::path receipt = root_ / receipt_path("a-1", 2);
  const std::string good = test::slurp(receipt);
  EXPECT_TRUE(good.starts_with("c2sp.org/tlog-proof@v1\nextra "));
  std::string bad = good;
  bad[bad.find("index 1") + 6] = '0';
  test::spill(receipt, bad);
  EXPECT_EQ(found(true), "A080 a-1@2 " + receipt_path("a-1", 2).string());
  fs::remove(receipt);
  EXPECT_EQ(found(), "(warning) A081 a-1@2 " + receipt_path("a-1", 2).string());
}

TEST_F(ArchiveTest, AnOlderTileThatWasChangedIsNamed) {
  for (const char* id : {"a-1", "b-1", "c-1"}) add(id);
  for (const std::string file : {"log/tile/0/000.p/1", "log/tile/entries/000.p/2"}) {
    const std::string good = test::slurp(root_ / file);
    std::string bad = good;
    bad[bad.size() / 2] ^= 1;
    test::spill(root_ / file, bad);
    EXPECT_EQ(found(), "A072 " + file);
    EXPECT_EQ(verify().provable.at(0).find("归档日志完好"), 0U) << "the log does not rest on it";
    test::spill(root_ / file, good.substr(0, good.size() - 1));
    EXPECT_EQ(found(), "A072 " + file);
    test::spill(root_ / file, good);
    EXPECT_EQ(found(), "");
  }
  test::spill(root_ / "log/tile/0/000.p/note", "somebody's");
  EXPECT_EQ(found(), "A072 log/tile/0/000.p/note");
}

TEST_F(ArchiveTest, TilesOfAFilingTakenBackAreGoneWithTheNext) {
  add("a-1");
  test::spill(root_ / "log/tile/0/000.p/2", std::string(64, 'x'));   // as a filing leaves it that was undone
  test::spill(root_ / "log/tile/0/000.p/3", test::slurp(root_ / "log/tile/0/000.p/1") + std::string(64, 'x'));
  fs::remove(root_ / "log/tile/0/000.p/2");
  EXPECT_EQ(found(), "") << "beyond the checkpoint nobody looks";
  const std::vector<Submission> group{submission("b"), submission("c"), submission("d")};
  Diagnostics out;
  ASSERT_EQ(archive_->add_group(group, *identity_, out).size(), 3U);
  EXPECT_EQ(found(), "");
}

TEST_F(ArchiveTest, ALinkIsNamedAndOneThatLeadsOutIsAnError) {
  add("a-1");
  add("b-1");
  const auto replace_by_link = [&](const fs::path& place, const fs::path& aside) {
    fs::rename(root_ / place, aside);
    fs::create_symlink(aside, root_ / place);
  };
  const auto put_back = [&](const fs::path& place, const fs::path& aside) {
    fs::remove(root_ / place);
    fs::rename(aside, root_ / place);
  };
  for (const fs::path& place : {record_folder("a-1"), bundle_path("a-1", 1), receipt_path("a-1", 1)}) {
    replace_by_link(place, home_ / "aside");
    EXPECT_EQ(found(), "A085 a-1@0 " + place.string());
    put_back(place, home_ / "aside");
    replace_by_link(place, root_ / "incoming/aside");
    EXPECT_EQ(found(), "(warning) A085 a-1@0 " + place.string());
    put_back(place, root_ / "incoming/aside");
  }
  replace_by_link("records", home_ / "aside");
  EXPECT_EQ(found(), "A085 records");
  put_back("records", home_ / "aside");
  EXPECT_EQ(found(true), "");
  fs::create_directory_symlink(root_, home_ / "by-another-way");
  VerifyOptions options;
  options.trusted = {identity_->sign.certificate()};
  EXPECT_EQ(summary(verify_archive(env_, home_ / "by-another-way", options).findings), "") << "where the archive stands is nobody's business";
}

// ---- an archive that cannot be opened ----

TEST_F(ArchiveTest, WhatCannotBeOpenedStillProvesItsBundles) {
  add("a-1");
  add("a-1", "4");
  add("b-1");
  const auto joined = [](const VerifyReport& report) {
    std::string out;
    for (const std::string& one : report.provable) out += one + "\n";
    return out;
  };
  for (const char* gone : {"log/checkpoint", "log", "certificates", "archive.json", "archive.json.p7s", "log/tile"}) {
    fs::rename(root_ / gone, home_ / "aside");
    const VerifyReport report = verify();
    EXPECT_FALSE(report.intact()) << gone;
    EXPECT_EQ(report.records, 2U) << gone;
    EXPECT_EQ(report.versions, 3U) << gone;
    EXPECT_EQ(report.good_versions, 3U) << gone;
    EXPECT_GT(report.files, 40U) << gone;
    EXPECT_EQ(summary(report.findings).find("a-1"), std::string::npos) << gone << summary(report.findings);
    EXPECT_NE(joined(report).find("3 个封存包自身完整"), std::string::npos) << gone << joined(report);
    EXPECT_NE(joined(report).find("其中 3 个的签名按 --trust 给出的证书核对无误，封存者是 某教育处"), std::string::npos) << gone << joined(report);
    const bool key_known = !std::string_view(gone).starts_with("archive.json");
    EXPECT_EQ(joined(report).find("3 份回执") != std::string::npos, key_known) << gone << joined(report);
    fs::rename(home_ / "aside", root_ / gone);
  }
  EXPECT_EQ(found(), "");

  fs::remove(root_ / "log/checkpoint");
  std::string bytes = test::slurp(zip("b-1", 1));
  bytes[bytes.size() / 3] ^= 1;
  test::spill(zip("b-1", 1), bytes);
  const VerifyReport report = verify();
  EXPECT_EQ(report.findings.at(0).code, "A065") << "why it cannot be opened comes first";
  EXPECT_NE(report.findings.at(0).hint.find("最新一份回执"), std::string::npos);
  EXPECT_GE(report.findings.size(), 2U);
  EXPECT_EQ(report.findings.at(1).record, "b-1");
  EXPECT_EQ(report.good_versions, 2U);
  EXPECT_NE(joined(report).find("2 个封存包自身完整"), std::string::npos) << joined(report);
  VerifyOptions unknown;   // nobody to trust: what is sealed holds, by whom is not said
  EXPECT_EQ(joined(verify_archive(env_, root_, unknown)).find("封存者是"), std::string::npos);
  unknown.progress = [](std::uint64_t done, std::uint64_t total) { return done > total; };
  EXPECT_TRUE(verify_archive(env_, root_, unknown).stopped);
}

// FORMAT.md promises that the archive can be checked with Python and openssl alone; its program is run as it stands there.
TEST_F(ArchiveTest, TheFormatsOwnProgramChecksIt) {
  const std::string format = test::slurp(fs::path(GONGWEN_SOURCE_DIR) / "src/trust/archive/FORMAT.md");
  const std::size_t from = format.find("```python\n") + 10;
  test::spill(home_ / "check.py", format.substr(from, format.find("```", from) - from));
  std::vector<Submission> group;
  for (int i = 0; i < 260; ++i) group.push_back(submission("r" + std::to_string(i)));
  Diagnostics out;
  ASSERT_EQ(archive_->add_group(group, *identity_, out).size(), 260U);
  const std::string command = "python3 '" + (home_ / "check.py").string() + "' '" + root_.string() + "'";
  int status = 1;
  const std::string said = test::run(command, &status);
  EXPECT_EQ(status, 0) << said;
  EXPECT_TRUE(said.starts_with("260 versions and events are what the log says")) << said;
  std::string bytes = test::slurp(zip("r7", 1));
  bytes[100] ^= 1;
  test::spill(zip("r7", 1), bytes);
  test::run(command, &status);
  EXPECT_NE(status, 0);
}

// ---- catalogue ----

TEST_F(ArchiveTest, TheCatalogueCanBeLostOrDamagedAndIsMadeAnew) {
  add("a-1");
  add("b-1");
  const std::string whole = test::slurp(root_ / "catalogue.sqlite");
  for (const std::string& damage : {std::string{}, std::string("not a database at all"), whole.substr(0, whole.size() / 2), std::string(whole.size(), 'x')}) {
    archive_.reset();
    if (damage.empty()) fs::remove(root_ / "catalogue.sqlite");
    else test::spill(root_ / "catalogue.sqlite", damage);
    archive_.emplace(std::move(Archive::open(env_, root_).value()));
    EXPECT_EQ(archive_->list().size(), 2U);
    EXPECT_EQ(archive_->show("b-1").value().at(0).actor, "李四");
  }
  Diagnostics out;
  EXPECT_TRUE(archive_->reindex(out));
  EXPECT_EQ(archive_->list().size(), 2U);
  add("a-1", "5");
  EXPECT_EQ(found(true), "");
}

TEST_F(ArchiveTest, AnotherReaderSeesWhatWasFiledMeanwhile) {
  add("a-1");
  Archive reader = std::move(Archive::open(env_, root_).value());
  EXPECT_EQ(reader.list().size(), 1U);
  add("b-1");
  EXPECT_EQ(reader.list().size(), 2U);
}

TEST_F(ArchiveTest, OneWriterAtATime) {
  const auto held = env_.try_lock(root_ / "lock");
  ASSERT_TRUE(held);
  Diagnostics out;
  EXPECT_FALSE(archive_->add(submission("a"), *identity_, out));
  EXPECT_EQ(out.all().at(0).code, "A066");
  EXPECT_EQ(found(), "");
}

TEST_F(ArchiveTest, AForeignLogKeyCannotWrite) {
  const sign::Identity other = make_identity(env_, home_ / "other");
  Diagnostics out;
  EXPECT_FALSE(archive_->add(submission("a"), other, out));
  EXPECT_EQ(out.all().at(0).code, "A067");
}

TEST_F(ArchiveTest, InitRefusesAFolderThatIsNotEmpty) {
  EXPECT_EQ(Archive::init(env_, root_, *identity_).error().code, "A060");
  sign::Identity no_log = *identity_;
  no_log.log.reset();
  EXPECT_EQ(Archive::init(env_, home_ / "new", no_log).error().code, "A061");
}

TEST_F(ArchiveTest, ManyVersionsCrossATileAndVerify) {
  std::vector<Submission> group;
  for (int i = 0; i < 300; ++i) group.push_back(submission("r" + std::to_string(i % 50), std::to_string(i)));
  Diagnostics out;
  ASSERT_EQ(archive_->add_group(group, *identity_, out).size(), 300U) << render(out);
  add("r0", "1000");
  const VerifyReport report = verify(true);
  EXPECT_EQ(summary(report.findings), "");
  EXPECT_EQ(report.versions, 301U);
  EXPECT_EQ(archive_->show("r0").value().size(), 7U);
}

TEST_F(ArchiveTest, ProgressIsToldAndCanStop) {
  add("a-1");
  VerifyOptions options;
  std::uint64_t last = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    last = done;
    EXPECT_LE(done, total);
    return false;
  };
  const VerifyReport report = archive_->verify(options);
  EXPECT_TRUE(report.stopped);
  EXPECT_FALSE(report.intact());
  EXPECT_GT(last, 0U);
}

// ---- a disk that fails, a process that is stopped ----

/// A process that dies at the n-th write: nothing it would do afterwards happens, so no undoing either.
struct Stopped {};

TEST_F(ArchiveTest, WhicheverWriteFailsNothingIsLostAndTheNextWriterGoesOn) {
  add("a-1");
  env_.fail_from(0);
  std::uint64_t steps = 0;
  for (std::uint64_t n = 1;; ++n) {
    const std::size_t logged = archive_->log().value().size();
    env_.fail_from(n);   // and every write after it: a full disk
    bool filed = false;
    try {
      Diagnostics out;
      const std::vector<Submission> group{submission("a-1", std::to_string(n)), submission("x" + std::to_string(n))};
      filed = archive_->add_group(group, *identity_, out).size() == 2;
    } catch (const Error&) {
    }
    env_.heal();
    const VerifyReport after = verify(true);
    EXPECT_TRUE(after.intact()) << "write " << n << "\n" << summary(after.findings);
    if (filed) {
      steps = n;
      break;
    }
    Diagnostics out;
    const auto told = archive_->recover(*identity_, out);
    ASSERT_TRUE(told) << render(out);
    EXPECT_EQ(found(true), "") << "write " << n;
    const std::size_t now = archive_->log().value().size();
    EXPECT_TRUE(now == logged || now == logged + 2) << "write " << n << ": half a group";
    EXPECT_TRUE(archive_->unfinished().empty());
    ASSERT_LT(n, 500U);
  }
  EXPECT_GT(steps, 20U);   // the loop did go through the writes of a group
  EXPECT_EQ(found(true), "");
}

TEST_F(ArchiveTest, AWriteThatFailsOnceIsTakenBack) {
  add("a-1");
  for (std::uint64_t n = 1;; ++n) {
    const std::size_t logged = archive_->log().value().size();
    env_.fail_from(n, true);   // only this one: the same process can tidy up after itself
    bool threw = false;
    try {
      Diagnostics out;
      (void)archive_->add(submission("a-1", std::to_string(n)), *identity_, out);
    } catch (const Error&) {
      threw = true;
    }
    const bool reached = env_.writes() >= n;
    env_.heal();
    EXPECT_TRUE(verify(true).intact()) << "write " << n << "\n" << found(true);
    if (threw) {
      const std::size_t now = archive_->log().value().size();
      EXPECT_LE(now, logged + 1);
    }
    Diagnostics out;
    ASSERT_TRUE(archive_->recover(*identity_, out));
    EXPECT_EQ(found(true), "") << "write " << n;
    if (!reached) break;
    ASSERT_LT(n, 500U);
  }
}

// The real thing: a child is killed at its n-th write, for every n, and the archive looked at afterwards.
TEST_F(ArchiveTest, AProcessKilledAtAnyWriteLeavesAnArchiveThatIsCompleted) {
  add("a-1");
  for (std::uint64_t n = 1; n < 500; ++n) {
    const fs::path copy = home_ / "copy";
    fs::remove_all(copy);
    fs::copy(root_, copy, fs::copy_options::recursive);
    const pid_t child = ::fork();
    if (child == 0) {
      int code = 7;   // filed before its turn came
      try {
        env_.fail_from(n);
        Archive writer = std::move(Archive::open(env_, copy).value());
        Diagnostics out;
        // Error would run the undoing, but every further write fails as well: as if the process were gone.
        (void)writer.add(submission("a-1", "8"), *identity_, out);
      } catch (const Error&) {
        code = 9;
      }
      ::_exit(code);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    VerifyOptions options;
    options.deep = true;
    options.trusted = {identity_->sign.certificate()};
    const VerifyReport before = verify_archive(env_, copy, options);
    EXPECT_TRUE(before.intact()) << "write " << n << "\n" << summary(before.findings);
    Archive next = std::move(Archive::open(env_, copy).value());
    Diagnostics out;
    const auto added = next.add(submission("a-1", "9"), *identity_, out);
    ASSERT_TRUE(added) << render(out);
    EXPECT_EQ(summary(verify_archive(env_, copy, options).findings), "") << "write " << n;
    if (WEXITSTATUS(status) == 7) return;
  }
  FAIL() << "a filing does not take 500 writes";
}

TEST_F(ArchiveTest, ASignerWhoIsNotKnownIsToldOnceForEachCertificate) {
  sign::KeyOptions plain;
  plain.encrypted = false;
  for (const char* keys : {"first", "second"}) {   // two certificates of one office
    make_identity(env_, home_ / keys);
    ASSERT_TRUE(sign::create_key(env_, home_ / keys, sign::Role::sm2, {"某教育处", ""}, "", plain).has_value());
    identity_->sm2 = std::move(sign::open_identity(env_, home_ / keys, "").value().sm2);
    for (const char* id : {"a", "b", "c"}) add(std::string(id) + keys);
  }
  const VerifyReport report = verify(true);
  EXPECT_EQ(summary(report.findings), "");
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].code, "A070");
  EXPECT_EQ(report.findings[0].record, "afirst");
  EXPECT_EQ(report.findings[1].record, "asecond");
  EXPECT_NE(report.findings[0].certificate, report.findings[1].certificate);
  for (const Finding& f : report.findings) EXPECT_NE(f.message.find("（另有 2 个签名也是这样，不再逐个列出）"), std::string::npos) << f.message;
}

TEST_F(ArchiveTest, AReadOnlyArchiveIsListedAndVerified) {
  if (::geteuid() == 0) {
    // Root writes everywhere: a read-only medium is played by an Env whose every write fails, and a catalogue that is not there.
    add("a-1");
    archive_.reset();
    fs::remove(root_ / "catalogue.sqlite");
    fs::create_directory(root_ / "catalogue.sqlite");   // SQLite cannot make its file here
    test::spill(root_ / "catalogue.sqlite/in-the-way", "");
    env_.fail_from(1);
  } else {
    add("a-1");
    archive_.reset();
    fs::remove(root_ / "catalogue.sqlite");
    fs::permissions(root_, fs::perms::owner_read | fs::perms::owner_exec);
  }
  Archive reader = std::move(Archive::open(env_, root_).value());
  EXPECT_EQ(reader.list().size(), 1U);
  EXPECT_EQ(reader.show("a-1").value().size(), 1U);
  EXPECT_TRUE(reader.verify({}).intact());
  env_.heal();
  fs::permissions(root_, fs::perms::owner_all);
}

}  // namespace
}  // namespace gongwen::archive
