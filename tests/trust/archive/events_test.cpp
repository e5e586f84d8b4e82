// What becomes of a record: events as signed files and leaves of the log, the state that follows, and what tampering shows.

#include "trust/archive/events.h"

#include <gtest/gtest.h>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/mirror.h"
#include "trust/archive/sample.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

using json::Node;

constexpr Instant kDecember{1'797'292'800, 0};   // 2026-12-15T00:00:00Z

class EventsTest : public ArchiveFixture {
 protected:
  sign::Identity identity() override {
    sign::KeyOptions options;   // valid beyond the longest time the tests wait
    options.encrypted = false;
    options.years = 30;
    EXPECT_TRUE(sign::create_identity(env_, home_ / "keys", {"某教育处", ""}, "", options).has_value());
    return sign::open_identity(env_, home_ / "keys", "").value();
  }
  static Submission submission(const std::string& id, const std::string& retention = "") {
    Submission s{sample_bundle(id), {}};
    s.bundle.metadata.retention = retention;
    s.bundle.index = {{"task", {"5", "11"}}, {"city", {"洛阳市西工区"}}, {"due", {"2026-12-15"}}};
    return s;
  }
  void add(const std::string& id, const std::string& retention = "") {
    Diagnostics out;
    ASSERT_TRUE(archive_->add(submission(id, retention), *identity_, out).has_value()) << render(out);
  }
  Acted act(const std::string& id, EventKind kind, Node details = Node::object()) {
    Step step;
    step.record_id = id;
    step.event = EventDraft{kind, "赵六", "理由", std::move(details)};
    return archive_->act({&step, 1}, *identity_).front();
  }
  /// Files a package: a bundle sealed by somebody else, with the event that says so.
  Acted receive(const std::string& id, const sign::Identity& school) {
    Diagnostics out;
    const auto sealed = build_bundle(env_, sample_bundle(id), school.sign, out);
    Step step;
    step.record_id = id;
    step.package = sealed->zip;
    step.signer = school.sign.certificate();
    step.event = EventDraft{EventKind::submitted, "收件员", "", Node::object({{"package", Node::string(sealed->sha256)},
                                                                        {"signer", Node::string(school.sign.certificate().fingerprint)}})};
    return archive_->act({&step, 1}, *identity_).front();
  }
  VerifyReport verify(bool deep = true, bool own = false) {
    VerifyOptions options;
    options.deep = deep;
    options.jobs = 2;
    if (!own) options.trusted = {identity_->sign.certificate()};
    return verify_archive(env_, root_, options);
  }
  std::string found(bool deep = true) { return summary(verify(deep).findings); }
  std::string found_of(const std::string& id) {
    VerifyOptions options;
    options.only_records = {id};
    options.trusted = {identity_->sign.certificate()};
    return summary(verify_archive(env_, root_, options).findings);
  }
  fs::path event(const std::string& id, std::uint32_t n) const { return root_ / event_path(id, n); }
  std::string place(const std::string& id, std::uint32_t n) const { return event_path(id, n).string(); }
  void write(const fs::path& path, std::string_view bytes) { write_file_atomic(env_, path, bytes); }
};

TEST_F(EventsTest, AnEventIsASignedFileAndALeafOfTheLog) {
  add("a-1");
  const Acted approved = act("a-1", EventKind::approved);
  ASSERT_TRUE(approved.done) << render(approved.problems);
  EXPECT_EQ(approved.event->number, 1U);
  EXPECT_EQ(approved.event->version, 1U);
  EXPECT_EQ(approved.event_leaf, 1U);
  const std::string bytes = env_.read_file(event("a-1", 1));
  EXPECT_EQ(bytes, write_event(*approved.event));
  EXPECT_TRUE(sign::verify_cms(env_.read_file(event("a-1", 1).string() + ".p7s"), bytes, std::vector{identity_->sign.certificate()}).good());
  const auto log = archive_->log();
  EXPECT_EQ(log.value().at(1).kind, "event");
  EXPECT_EQ(log.value().at(1).sha256, sign::hex(sign::sha256(bytes)));
  const Event e = archive_->events("a-1").value().at(0);
  EXPECT_EQ(e.actor, "赵六");
  EXPECT_EQ(e.reason, "理由");
  EXPECT_EQ(e.at.iso(), "2026-03-02T01:02:03Z");
  EXPECT_EQ(found(), "");
  EXPECT_EQ(verify().events, 1U);
}

TEST_F(EventsTest, StateIsAFoldOverTheEvents) {
  add("a-1");
  EXPECT_EQ(archive_->summary("a-1").value().state, State::filed);
  ASSERT_TRUE(act("a-1", EventKind::returned, Node::object({{"due", Node::string("2026-03-20")}})).done);
  RecordSummary r = archive_->summary("a-1").value();
  EXPECT_EQ(r.state, State::returned);
  EXPECT_EQ(r.due, Date::of(2026, 3, 20));
  EXPECT_FALSE(r.overdue(*Date::of(2026, 3, 20)));
  EXPECT_TRUE(r.overdue(*Date::of(2026, 3, 21)));
  add("a-1");
  r = archive_->summary("a-1").value();
  EXPECT_EQ(r.state, State::filed);
  EXPECT_EQ(r.due, Date::of(2026, 3, 20)) << "the day set when it was returned counts";
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  ASSERT_TRUE(act("a-1", EventKind::withdrawn).done);
  EXPECT_EQ(archive_->summary("a-1").value().state, State::withdrawn);
  EXPECT_EQ(archive_->summary("a-1").value().events, 3U);
  EXPECT_EQ(found(), "");
}

TEST_F(EventsTest, WhatTheStateDoesNotAllowIsRefusedWithAWayOut) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  const Acted twice = act("a-1", EventKind::approved);
  EXPECT_FALSE(twice.done);
  ASSERT_EQ(twice.problems.size(), 1U);
  EXPECT_EQ(twice.problems.all()[0].code, "A155");
  EXPECT_FALSE(twice.problems.all()[0].hints.empty());
  EXPECT_EQ(act("a-1", EventKind::returned).problems.all().at(0).code, "A155");
  EXPECT_EQ(act("zzz", EventKind::approved).problems.all().at(0).code, "A071");
  EXPECT_EQ(archive_->log().value().size(), 2U) << "nothing was written";
}

TEST_F(EventsTest, OneBadStepOfAGroupDoesNotStopTheOthers) {
  add("a-1");
  add("a-2");
  std::vector<Step> group(3);
  group[0].record_id = "a-1";
  group[1].record_id = "nobody";
  group[2].record_id = "a-2";
  for (Step& one : group) one.event = EventDraft{EventKind::approved, "赵六", "", Node::object()};
  const auto acted = archive_->act(group, *identity_);
  EXPECT_TRUE(acted[0].done);
  EXPECT_FALSE(acted[1].done);
  EXPECT_TRUE(acted[2].done);
  EXPECT_EQ(acted[2].event_leaf, 3U);
  EXPECT_EQ(found(), "");
}

TEST_F(EventsTest, ListsByStateTaskCityAndLateness) {
  add("a-1");
  env_.set_now({kDecember.unix_seconds + 16 * 3600 - 1, 0});   // 23:59:59 on the 15th in China
  add("a-2");
  env_.set_now({kDecember.unix_seconds + 16 * 3600, 0});       // midnight
  add("a-3");
  ASSERT_TRUE(act("a-2", EventKind::approved).done);
  const auto ids = [&](const Query& q) {
    std::string out;
    for (const auto& r : archive_->list(q)) out += r.id + " ";
    return out;
  };
  Query q;
  q.state = State::approved;
  EXPECT_EQ(ids(q), "a-2 ");
  q = {};
  q.task = "5";
  EXPECT_EQ(ids(q), "a-1 a-2 a-3 ");
  q.task = "1";
  EXPECT_EQ(ids(q), "") << "11 is another task";
  q = {};
  q.city = "洛阳";
  EXPECT_EQ(ids(q), "a-1 a-2 a-3 ");
  q.city = "郑州";
  EXPECT_EQ(ids(q), "");
  q = {};
  q.overdue = Date::of(2026, 12, 20);
  EXPECT_EQ(ids(q), "a-3 ") << "the day ends in China, not in Greenwich";
  EXPECT_EQ(archive_->list()[0].tasks, (std::vector<std::string>{"5", "11"}));
}

TEST_F(EventsTest, TheCatalogueMadeAnewSaysTheSame) {
  add("a-1", "10年");
  ASSERT_TRUE(act("a-1", EventKind::returned, Node::object({{"due", Node::string("2026-03-20")}})).done);
  add("a-2");
  ASSERT_TRUE(act("a-2", EventKind::approved).done);
  const auto dump = [&] {
    std::string out;
    for (const auto& r : archive_->list()) {
      out += r.id + "|" + r.title + "|" + std::string(name_of(r.state)) + "|" + r.since.iso() + "|" + std::to_string(r.versions) + std::to_string(r.events) + "|" +
             r.city + "|" + (r.due ? r.due->iso() : "") + "|" + r.arrived.iso() + "|" + r.retention + "|" + (r.kept_until ? r.kept_until->iso() : "") + "|" + r.actor + "|" + r.made_at.iso() + "\n";
    }
    return out;
  };
  env_.set_now({kMarch.unix_seconds + std::int64_t{12} * 366 * 86'400, 0});
  ASSERT_TRUE(act("a-1", EventKind::destroyed).done);
  const std::string before = dump();
  EXPECT_NE(before.find("a-1|关于授权的函 <甲> & 乙|destroyed|"), std::string::npos) << before;
  Diagnostics out;
  ASSERT_TRUE(archive_->reindex(out));
  EXPECT_EQ(dump(), before);
}

TEST_F(EventsTest, APackageIsFiledUnchangedWithItsOwnSeal) {
  const auto school = make_identity(env_, home_ / "school", "某职业学院");
  const Acted first = receive("b-1", school);
  ASSERT_TRUE(first.done) << render(first.problems);
  EXPECT_EQ(archive_->summary("b-1").value().state, State::submitted);
  ASSERT_TRUE(act("b-1", EventKind::returned).done);
  const Acted second = receive("b-1", school);   // the school knows of no number 2
  ASSERT_TRUE(second.done);
  EXPECT_EQ(second.version->number, 2U);
  EXPECT_EQ(archive_->show("b-1").value().at(1).organisation, "某职业学院");
  EXPECT_EQ(archive_->holding(second.version->sha256)->second, 2U);
  EXPECT_EQ(found(), "") << "the school's certificate is believed for what a believed event says it sealed";
  ASSERT_TRUE(act("b-1", EventKind::approved).done);
  const Acted late = receive("b-1", school);
  EXPECT_FALSE(late.done) << "approved: settled";
  EXPECT_EQ(late.problems.all().at(0).code, "A155");
  EXPECT_EQ(archive_->log().value().size(), 6U);
}

TEST_F(EventsTest, AProofCanBeHadForEveryLeaf) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  add("a-2");
  const auto receipt = parse_receipt(archive_->prove(1).value());
  ASSERT_TRUE(receipt.has_value());
  const auto at = parse_checkpoint(receipt->checkpoint.substr(0, receipt->checkpoint.find("\n\n") + 1), nullptr).value();
  EXPECT_TRUE(verify_inclusion(leaf_hash(receipt->leaf), 1, at.size, receipt->proof, at.root));
  EXPECT_EQ(archive_->prove(9).error().code, "A072");
}

// ---- destroying ----

TEST_F(EventsTest, NothingIsDestroyedBeforeItsTime) {
  add("never", "永久");
  add("unsaid");
  add("ten", "10年");
  EXPECT_EQ(act("never", EventKind::destroyed).problems.all().at(0).code, "A157");
  EXPECT_EQ(act("unsaid", EventKind::destroyed).problems.all().at(0).code, "A157");
  // made in March 2026, counted from 1 January 2027, ten years: to the end of 2036
  env_.set_now({2'114'351'999, 0});   // 2036-12-31T15:59:59Z, the last second of the year in China
  EXPECT_EQ(act("ten", EventKind::destroyed).problems.all().at(0).code, "A157");
  env_.set_now({2'114'352'000, 0});
  Query q;
  q.expired = office_day(env_.now());
  ASSERT_EQ(archive_->list(q).size(), 1U);
  EXPECT_TRUE(act("ten", EventKind::destroyed).done);
  EXPECT_TRUE(archive_->list(q).empty());
}

TEST_F(EventsTest, WhatSpeaksOfAGroupIsFiledWithItOrNothingIsDone) {
  add("ten", "10年");
  add("unsaid");
  env_.set_now({2'114'352'000, 0});
  std::vector<Step> steps(2);
  steps[0].record_id = "unsaid", steps[1].record_id = "ten";
  for (Step& step : steps) step.event = EventDraft{EventKind::destroyed, "赵六", "期满", Node::object()};
  const auto refused = archive_->act(steps, *identity_, [](std::span<const Acted>, Diagnostics& out) {
    out.error(codes::kBadDecision, {}, "清册印不出来");
    return std::optional<Submission>{};
  });
  ASSERT_EQ(refused.size(), 3U);
  EXPECT_FALSE(refused[1].done);
  EXPECT_FALSE(refused[1].event.has_value());
  EXPECT_EQ(refused[2].problems.all().at(0).code, "R016");
  EXPECT_TRUE(archive_->get_bundle("ten", 1).has_value());
  EXPECT_EQ(archive_->log().value().size(), 2U);
  std::string planned;
  const auto done = archive_->act(steps, *identity_, [&](std::span<const Acted> group, Diagnostics&) {
    for (const Acted& one : group) planned += one.done ? one.event->record_id + " " + std::to_string(tombstones_of(*one.event).size()) : "- ";
    EXPECT_TRUE(env_.exists(root_ / bundle_path("ten", 1)));   // told before it happens
    return std::optional(submission("list", "永久"));
  });
  ASSERT_EQ(done.size(), 3U);
  EXPECT_EQ(planned, "- ten 1");
  EXPECT_EQ(done[0].problems.all().at(0).code, "A157");
  EXPECT_TRUE(done[1].done);
  EXPECT_EQ(done[2].version->record_id, "list");
  EXPECT_FALSE(env_.exists(root_ / bundle_path("ten", 1)));
  EXPECT_EQ(found(), "");
  // Nothing to be done: nothing to speak of.
  EXPECT_EQ(archive_->act(steps, *identity_, [](std::span<const Acted>, Diagnostics&) { return std::optional<Submission>{}; }).size(), 2U);
}

TEST_F(EventsTest, AMinuteForPeopleIsChinas) { EXPECT_EQ(office_minute({kDecember.unix_seconds + 16 * 3600 + 300, 0}), "2026-12-16 00:05"); }

TEST_F(EventsTest, ADestroyedRecordLeavesItsTombstoneAndTheLogVerifies) {
  add("ten", "10年");
  add("ten", "10年");
  add("a-1");
  env_.set_now({2'114'352'000, 0});
  const auto zips = archive_->show("ten").value();
  ASSERT_TRUE(act("ten", EventKind::destroyed).done);
  EXPECT_FALSE(env_.exists(root_ / bundle_path("ten", 1)));
  EXPECT_FALSE(env_.exists(root_ / bundle_path("ten", 2)));
  const auto stones = tombstones_of(archive_->events("ten").value().back());
  ASSERT_EQ(stones.size(), 2U);
  EXPECT_EQ(stones[1].sha256, zips[1].sha256);
  EXPECT_EQ(stones[1].size, zips[1].size);
  for (const bool deep : {false, true}) {
    const VerifyReport report = verify(deep);
    EXPECT_EQ(summary(report.findings), "");
    EXPECT_TRUE(report.intact());
    EXPECT_EQ(report.destroyed, 2U);
  }
  EXPECT_EQ(archive_->get_bundle("ten", 1).error().code, "A156");
  Diagnostics out;
  EXPECT_FALSE(archive_->add(submission("ten"), *identity_, out).has_value());
  EXPECT_EQ(out.all().at(0).code, "A156");
  EXPECT_EQ(act("ten", EventKind::approved).problems.all().at(0).code, "A156");
}

TEST_F(EventsTest, TheReceiptOfADestroyedVersionIsLookedAtAndHealed) {
  add("ten", "10年");
  env_.set_now({2'114'352'000, 0});
  ASSERT_TRUE(act("ten", EventKind::destroyed).done);
  ASSERT_TRUE(mirror(env_, root_, home_ / "mirror"));
  const fs::path receipt = receipt_path("ten", 1);
  std::string bytes = env_.read_file(root_ / receipt);
  bytes[bytes.find("\n\n") - 5] ^= 1;
  write(root_ / receipt, bytes);
  EXPECT_EQ(found(), "A080 ten@1 " + receipt.string());
  env_.remove(root_ / receipt);
  EXPECT_EQ(found(false), "(warning) A081 ten@1 " + receipt.string());
  ASSERT_TRUE(repair(env_, root_, home_ / "mirror"));
  EXPECT_EQ(found(), "");
}

TEST_F(EventsTest, ALinkAmongTheEventsIsNamed) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  env_.rename(event("a-1", 1), home_ / "aside.json");
  fs::create_symlink(home_ / "aside.json", event("a-1", 1));
  EXPECT_EQ(found(), "A085 a-1@0 " + place("a-1", 1));
}

TEST_F(EventsTest, AMissingZipWithoutATombstoneIsStillALoss) {
  add("ten", "10年");
  add("a-1");
  env_.remove(root_ / bundle_path("a-1", 1));
  EXPECT_EQ(found(false), "A075 a-1@1 " + bundle_path("a-1", 1).string());
}

TEST_F(EventsTest, FilesLeftBehindATombstoneAreNamed) {
  add("ten", "10年");
  const std::string zip = env_.read_file(root_ / bundle_path("ten", 1));
  env_.set_now({2'114'352'000, 0});
  ASSERT_TRUE(act("ten", EventKind::destroyed).done);
  write(root_ / bundle_path("ten", 1), zip);
  EXPECT_EQ(found(), "(warning) A158 ten@1 " + bundle_path("ten", 1).string());
}

// ---- tampering ----

TEST_F(EventsTest, AChangedEventIsNamed) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::returned).done);
  std::string bytes = env_.read_file(event("a-1", 1));
  bytes.replace(bytes.find("returned"), 8, "approved");
  write(event("a-1", 1), bytes);
  EXPECT_EQ(found(false), "A151 a-1@0 " + place("a-1", 1));
  EXPECT_EQ(found(), "A151 a-1@0 " + place("a-1", 1));
}

TEST_F(EventsTest, AnEventResealedByTheSameOfficeIsStillNotWhatWasLogged) {
  add("a-1");
  const Acted acted = act("a-1", EventKind::returned);
  Event other = *acted.event;
  other.kind = EventKind::approved;
  const std::string bytes = write_event(other);
  write(event("a-1", 1), bytes);
  write(event("a-1", 1).string() + ".p7s", sign::sign_cms(identity_->sign, bytes, kMarch));
  EXPECT_EQ(found(), "A151 a-1@0 " + place("a-1", 1));
}

TEST_F(EventsTest, ADroppedEventIsNamed) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::returned).done);
  env_.remove(event("a-1", 1));
  EXPECT_EQ(found(false), "A150 a-1@0 " + place("a-1", 1));
}

TEST_F(EventsTest, EventsInAnotherOrderAreNamed) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  ASSERT_TRUE(act("a-1", EventKind::withdrawn).done);
  const std::string first = env_.read_file(event("a-1", 1)), second = env_.read_file(event("a-1", 2));
  write(event("a-1", 1), second);
  write(event("a-1", 2), first);
  EXPECT_EQ(found(false), "A153 a-1@0 " + place("a-1", 1) + "\nA153 a-1@0 " + place("a-1", 2));
}

TEST_F(EventsTest, AnEventSlippedInIsNamed) {
  add("a-1");
  add("a-2");
  const Acted acted = act("a-1", EventKind::approved);
  env_.create_dirs(event("a-2", 1).parent_path());
  write(event("a-2", 1), env_.read_file(event("a-1", 1)));
  EXPECT_EQ(found(false), "A154 a-2@0 " + place("a-2", 1));
}

TEST_F(EventsTest, AForeignSignatureIsNamed) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::approved).done);
  const auto stranger = make_identity(env_, home_ / "stranger", "别人");
  const std::string seal = event("a-1", 1).string() + ".p7s";
  write(seal, sign::sign_cms(stranger.sign, env_.read_file(event("a-1", 1)), kMarch));
  EXPECT_EQ(found(), "A152 a-1@0 " + place("a-1", 1) + ".p7s");
  write(seal, "x");
  EXPECT_EQ(found(), "A152 a-1@0 " + place("a-1", 1) + ".p7s");
  env_.remove(seal);
  EXPECT_EQ(found(false), "A152 a-1@0 " + place("a-1", 1) + ".p7s");
}

TEST_F(EventsTest, ARecordWithADamagedLastEventIsNotActedOn) {
  add("a-1");
  ASSERT_TRUE(act("a-1", EventKind::returned).done);
  write(event("a-1", 1), "{}");
  Diagnostics out;
  ASSERT_TRUE(archive_->reindex(out));
  const Acted next = act("a-1", EventKind::withdrawn);
  EXPECT_FALSE(next.done);
  EXPECT_EQ(next.problems.all().at(0).code, "A151");
}

// ---- never half ----

TEST_F(EventsTest, AFailureAtAnyWriteLeavesAllOrNothing) {
  const auto school = make_identity(env_, home_ / "school", "某职业学院");
  std::uint64_t n = 1;
  for (int tries = 0;; ++tries, ++n) {
    ASSERT_LT(tries, 200) << "the group never got through";
    const std::string id = "a-" + std::to_string(n);
    add(id, "10年");
    const std::size_t leaves = archive_->log().value().size();
    env_.fail_from(n);
    bool done = false;
    try {
      done = receive(id, school).done;
    } catch (const Error&) {
    }
    env_.heal();
    Diagnostics out;
    ASSERT_TRUE(archive_->recover(*identity_, out).has_value()) << render(out);
    const std::size_t now = archive_->log().value().size();
    EXPECT_TRUE(now == leaves || now == leaves + 2) << "n = " << n;
    EXPECT_EQ(archive_->summary(id).value().state, now == leaves ? State::filed : State::submitted) << "n = " << n;
    EXPECT_EQ(found_of(id), "") << "n = " << n;
    if (done) break;
  }
  EXPECT_GT(n, 15U);
}

TEST_F(EventsTest, AStoppedDestructionIsFinishedByTheNextWriter) {
  for (std::uint64_t n = 1; n < 60; ++n) {
    const std::string id = "ten-" + std::to_string(n);
    env_.set_now(kMarch);
    add(id, "10年");
    env_.set_now({2'114'352'000, 0});
    env_.fail_from(n);
    bool done = false;
    try {
      done = act(id, EventKind::destroyed).done;
    } catch (const Error&) {
    }
    env_.heal();
    Diagnostics out;
    ASSERT_TRUE(archive_->recover(*identity_, out).has_value()) << render(out);
    const bool gone = archive_->summary(id).value().state == State::destroyed;
    EXPECT_EQ(env_.exists(root_ / bundle_path(id, 1)), !gone) << "n = " << n;
    EXPECT_EQ(found_of(id), "") << "n = " << n;
    if (done) return;
  }
  FAIL() << "the destruction never got through";
}

// ---- small things ----

TEST(Retention, IsCountedFromTheYearAfterTheOneItWasMadeIn) {
  EXPECT_EQ(kept_until("10年", *Date::of(2014, 1, 1)), Date::of(2024, 12, 31));
  EXPECT_EQ(kept_until("30年", *Date::of(2014, 12, 31)), Date::of(2044, 12, 31));
  EXPECT_EQ(kept_until("永久", *Date::of(2014, 1, 1)), std::nullopt);
  EXPECT_FALSE(valid_retention("5年"));
}

TEST(OfficeDay, IsThatOfChina) {
  EXPECT_EQ(office_day({1'797'292'800 + 16 * 3600 - 1, 0}).iso(), "2026-12-15");
  EXPECT_EQ(office_day({1'797'292'800 + 16 * 3600, 0}).iso(), "2026-12-16");
  EXPECT_EQ(office_day({-8 * 3600 - 1, 0}).iso(), "1969-12-31");
}

TEST(EventFile, ReadsBackAsWritten) {
  Event e{"a-1", 3, 2, EventKind::returned, kMarch, "赵六", "缺 \"盖章\"", "某厅", std::string(64, 'a'), std::string(64, 'b'), Node::object({{"due", Node::string("2026-03-20")}})};
  const auto again = parse_event(write_event(e));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(write_event(*again), write_event(e));
  EXPECT_FALSE(parse_event("{}").has_value());
  EXPECT_FALSE(parse_event("not json").has_value());
}

}  // namespace
}  // namespace gongwen::archive
