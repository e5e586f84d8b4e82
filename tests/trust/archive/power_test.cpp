// A power cut at every step of a filing, and what the disk may then hold: nothing that was reported is lost, nothing is half.

#include <gtest/gtest.h>
#include <unistd.h>

#include "support/power_env.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/sample.h"

namespace gongwen::archive {
namespace {

class PowerCut : public testing::Test {
 protected:
  void SetUp() override {
    home_ = test::scratch_dir();
    env_.settings().set_now(kMarch);
    identity_.emplace(make_identity(env_, home_ / "keys"));
    root_ = home_ / "archive";
    // What is looked at after a cut need not be fsynced in earnest.
    cut_ = fs::is_directory("/dev/shm") ? fs::path("/dev/shm/gongwen-" + std::to_string(::getpid())) : home_ / "cut";
  }
  void TearDown() override { fs::remove_all(cut_); }
  Archive opened(const fs::path& folder) { return std::move(Archive::open(env_, folder).value()); }
  std::optional<Added> add(Archive& archive, const std::string& id) {
    Diagnostics out;
    auto added = archive.add({sample_bundle(id), {}}, *identity_, out);
    EXPECT_TRUE(added) << render(out);
    return added;
  }
  VerifyReport verify(const fs::path& folder) {
    VerifyOptions options;
    options.deep = true;
    options.trusted = {identity_->sign.certificate()};
    return verify_archive(env_, folder, options);
  }

  test::PowerEnv env_;
  fs::path home_, root_, cut_;
  std::optional<sign::Identity> identity_;
};

TEST_F(PowerCut, AtAnyStepOfAFilingLosesNothingThatWasReported) {
  Archive archive = std::move(Archive::init(env_, root_, *identity_).value());
  add(archive, "a-1");
  env_.begin(root_);
  ASSERT_TRUE(add(archive, "a-1"));
  ASSERT_TRUE(add(archive, "b-1"));   // a new record: new folders too
  const std::size_t steps = env_.steps();
  EXPECT_EQ(env_.hasty_renames(), std::vector<std::string>{});
  std::vector<std::string> trace;
  for (std::size_t n = 0; n < steps; ++n) trace.push_back(env_.told(n));
  for (std::size_t n = 0; n <= steps; ++n) {
    for (const bool names_last : {false, true}) {
      env_.after_cut(n, names_last, cut_);
      const std::string where = "before step " + std::to_string(n) + " " + (n < steps ? trace[n] : "(reported)") + (names_last ? ", names last" : "");
      const VerifyReport left = verify(cut_);
      ASSERT_TRUE(left.intact()) << where << "\n" << summary(left.findings);
      EXPECT_GE(left.versions, 1U) << where;
      if (n == steps) {
        EXPECT_EQ(left.versions, 3U) << where;
        EXPECT_EQ(summary(left.findings), "") << where;   // its receipts too
      }
      Archive next = opened(cut_);
      EXPECT_EQ(next.list().size(), left.records) << where;   // with the catalogue of another moment
      ASSERT_TRUE(add(next, "c-1")) << where;
      const VerifyReport whole = verify(cut_);
      EXPECT_EQ(summary(whole.findings), "") << where;
      EXPECT_EQ(next.show("c-1").value().size(), 1U);
    }
  }
  EXPECT_GT(steps, 60U);
}

// The order itself, as the trace has it: bundles with their names on the disk, then the log, then the checkpoint, then the report.
TEST_F(PowerCut, TheLogGrowsOnlyOverWhatIsOnTheDisk) {
  Archive archive = std::move(Archive::init(env_, root_, *identity_).value());
  env_.begin(root_);
  ASSERT_TRUE(add(archive, "a-1"));
  const auto step = [&](const std::string& what, std::size_t from = 0) {
    for (std::size_t n = from; n < env_.steps(); ++n) {
      if (env_.told(n).find(what) != std::string::npos) return n;
    }
    ADD_FAILURE() << "no step " << what;
    return env_.steps();
  };
  const fs::path bundle = root_ / bundle_path("a-1", 1);
  const std::size_t renamed = step("→ " + bundle.string());
  const std::size_t folder = step("sync folder " + bundle.parent_path().string(), renamed);
  const std::size_t shard = step("sync folder " + bundle.parent_path().parent_path().string());
  const std::size_t records = step("sync folder " + (root_ / "records").string());
  const std::size_t log = step("open " + (root_ / "log/tile").string());
  const std::size_t checkpoint = step("→ " + (root_ / "log/checkpoint").string());
  const std::size_t tiles = step("sync folder " + (root_ / "log/tile/0/000.p").string());
  EXPECT_LT(renamed, folder);
  EXPECT_LT(folder, log);
  EXPECT_LT(shard, log);
  EXPECT_LT(records, log);
  EXPECT_LT(tiles, checkpoint);
  EXPECT_LT(checkpoint, step("sync folder " + (root_ / "log").string(), checkpoint));
  EXPECT_LT(step("sync folder " + bundle.parent_path().string(), checkpoint), step("remove " + (root_ / "incoming/journal.json").string()));   // the receipt's name
}

TEST_F(PowerCut, AGroupIsWholeOrNotThere) {
  Archive archive = std::move(Archive::init(env_, root_, *identity_).value());
  env_.begin(root_);
  const std::vector<Submission> group{{sample_bundle("a-1"), {}}, {sample_bundle("a-1"), {}}};
  Diagnostics out;
  ASSERT_EQ(archive.add_group(group, *identity_, out).size(), 2U);
  const std::size_t steps = env_.steps();   // what follows is noted as well
  for (std::size_t n = 0; n <= steps; ++n) {
    env_.after_cut(n, n % 2 == 0, cut_);
    const VerifyReport left = verify(cut_);
    ASSERT_TRUE(left.intact()) << n << "\n" << summary(left.findings);
    EXPECT_TRUE(left.versions == 0 || left.versions == 2) << n;
    Diagnostics told;
    Archive next = opened(cut_);
    ASSERT_TRUE(next.recover(*identity_, told)) << render(told);
    const auto now = verify(cut_);
    EXPECT_EQ(summary(now.findings), "") << n;
    EXPECT_TRUE(now.versions == 0 || now.versions == 2) << n << ": half a group";
  }
}

TEST_F(PowerCut, WhatWasReportedAsDestroyedStaysDestroyed) {
  Archive archive = std::move(Archive::init(env_, root_, *identity_).value());
  Submission old{sample_bundle("old-1"), {}};
  old.bundle.metadata.retention = "10年";
  old.bundle.metadata.date = Date::of(2009, 5, 1);
  Diagnostics out;
  ASSERT_TRUE(archive.add(old, *identity_, out)) << render(out);
  env_.begin(root_);
  Step step;
  step.record_id = "old-1";
  step.event = EventDraft{EventKind::destroyed, "王档案", "期满", json::Node::object()};
  ASSERT_TRUE(archive.act({&step, 1}, *identity_).front().done);
  for (const bool names_last : {false, true}) {
    env_.after_cut(env_.steps(), names_last, cut_);
    EXPECT_FALSE(fs::exists(cut_ / bundle_path("old-1", 1)));
    EXPECT_EQ(summary(verify(cut_).findings), "");
  }
}

TEST_F(PowerCut, AtAnyStepOfInitLeavesNoArchiveOrASoundOne) {
  env_.begin(root_);
  ASSERT_TRUE(Archive::init(env_, root_, *identity_).has_value());
  std::size_t sound = 0;
  for (std::size_t n = 0; n <= env_.steps(); ++n) {
    for (const bool names_last : {false, true}) {
      env_.after_cut(n, names_last, cut_);
      if (!is_archive(env_, cut_)) continue;
      if (test::slurp(cut_ / "archive.json").empty()) ADD_FAILURE() << "an empty archive.json at step " << n;
      EXPECT_TRUE(verify(cut_).intact()) << n;
      ++sound;
    }
  }
  env_.after_cut(env_.steps(), false, cut_);
  EXPECT_TRUE(is_archive(env_, cut_));
  EXPECT_GE(sound, 2U);
}

}  // namespace
}  // namespace gongwen::archive
