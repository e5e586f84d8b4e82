// Never lose: full disks, stopped writers, damaged catalogues, and what somebody may leave for the next writer to find.

#include <gtest/gtest.h>

#include <random>

#include "trust/archive/archive_internal.h"
#include "trust/archive/mirror.h"
#include "trust/archive/mirror_internal.h"
#include "trust/archive/prove.h"
#include "trust/archive/sample.h"
#include "trust/sign/note.h"

namespace gongwen::archive {
namespace {

class Keeping : public ArchiveFixture {
 protected:
  std::optional<Added> add(const std::string& id, Diagnostics& out) { return archive_->add({sample_bundle(id), {}}, *identity_, out); }
  void add(const std::string& id) {
    Diagnostics out;
    EXPECT_TRUE(add(id, out)) << render(out);
  }
  std::string found(bool deep = true) {
    VerifyOptions options;
    options.deep = deep;
    options.trusted = {identity_->sign.certificate()};
    return summary(verify_archive(env_, root_, options).findings);
  }
  void reopen() {
    archive_.reset();
    archive_.emplace(std::move(Archive::open(env_, root_).value()));
  }
  std::vector<std::string> dump() { return Catalogue(root_ / kCatalogue).dump(); }
  /// A filing stopped after its journal, as if the process had been killed there: its files under incoming/, and the journal.
  void leave_half(const std::string& id, Instant logged_at, const sign::LogKey& signer) {
    Bundle b = sample_bundle(id);
    Diagnostics out;
    const auto sealed = build_bundle(env_, b, identity_->sign, out);
    test::spill(root_ / incoming_path(0), sealed->zip);
    const std::uint64_t size = archive_->log().value().size();
    Journal journal;
    journal.log_size = size;
    Journal::Item item;
    item.record_id = id;
    item.number = 1;
    item.sha256 = sealed->sha256;
    item.leaf = write_leaf({size, "version", id, 1, sealed->sha256, logged_at});
    journal.items.push_back(item);
    test::spill(root_ / kJournal, sign::sign_note(signer, archive_->log_key().name, write_journal(journal)));
  }
};

TEST_F(Keeping, AStoppedFilingIsCompletedAndTold) {
  add("a-1");
  leave_half("b-1", kMarch, *identity_->log);
  reopen();
  ASSERT_EQ(archive_->unfinished().size(), 1U);
  EXPECT_EQ(archive_->unfinished()[0].code, "A077");
  Diagnostics out;
  ASSERT_TRUE(add("c-1", out));
  ASSERT_EQ(out.size(), 1U) << render(out);
  EXPECT_EQ(out.all()[0].code, "A181");
  EXPECT_NE(out.all()[0].message.find("完成 b-1 第 1 版"), std::string::npos) << render(out);
  EXPECT_EQ(archive_->list().size(), 3U);
  EXPECT_EQ(found(), "");
}

// Whoever can write to the disk but has no key must not get something into the log by laying it where a stopped writer leaves things.
TEST_F(Keeping, AJournalNobodyOfTheArchiveWroteIsNotCompleted) {
  const sign::Identity stranger = make_identity(env_, home_ / "stranger");
  leave_half("b-1", kMarch, *stranger.log);
  Diagnostics out;
  EXPECT_FALSE(add("c-1", out));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "A077");
  EXPECT_EQ(archive_->log().value().size(), 0U);
  EXPECT_EQ(found(), "A077 incoming/journal.json");
}

// The seal says 2026-03, when the certificate was valid; the log says when it was filed.
TEST_F(Keeping, ASealDatedBackIsFoundByTheLogsTime) {
  leave_half("b-1", {kMarch.unix_seconds + 11LL * 366 * 86'400, 0}, *identity_->log);
  Diagnostics out;
  ASSERT_TRUE(archive_->recover(*identity_, out));
  EXPECT_EQ(found(), "A084 b-1@1 signatures/tagmanifest.p7s");
}

TEST_F(Keeping, WhatLiesInTheWayIsNeverWrittenOver) {
  add("a-1");
  test::spill(root_ / bundle_path("a-1", 2), "somebody's file");
  Diagnostics out;
  EXPECT_ANY_THROW((void)add("a-1", out));
  EXPECT_EQ(test::slurp(root_ / bundle_path("a-1", 2)), "somebody's file");
  EXPECT_EQ(archive_->log().value().size(), 1U);
  fs::remove(root_ / bundle_path("a-1", 2));
  add("a-1");
  EXPECT_EQ(found(), "");
}

TEST_F(Keeping, ADiskThatFillsUpAtAnyByteLosesNothing) {
  add("a-1");
  std::size_t filed = 0;
  for (std::uint64_t space = 0; filed == 0 && space < 200'000; space += 1'499) {
    env_.disk_space(space);
    const std::size_t logged = archive_->log().value().size();
    try {
      Diagnostics out;
      filed += add("a-1", out) ? 1U : 0U;
    } catch (const Error&) {
    }
    env_.heal();
    Diagnostics out;
    ASSERT_TRUE(archive_->recover(*identity_, out)) << render(out);
    EXPECT_EQ(found(), "") << space << " bytes";
    EXPECT_LE(archive_->log().value().size(), logged + 1);
  }
  EXPECT_EQ(filed, 1U);
}

TEST_F(Keeping, TheCatalogueMadeAnewTellsTheSameInEveryRow) {
  for (const char* id : {"a-1", "b-1", "a-1", "c-1", "a-1"}) add(id);
  const auto before = dump();
  EXPECT_GT(before.size(), 8U);
  Diagnostics out;
  ASSERT_TRUE(archive_->reindex(out));
  EXPECT_EQ(dump(), before);
  fs::remove(root_ / kCatalogue);
  reopen();
  EXPECT_EQ(archive_->list().size(), 3U);
  EXPECT_EQ(dump(), before);
}

// What verify compares a catalogue with is written without SQLite: it must be the same, row by row.
TEST_F(Keeping, RowsAloneSayWhatTheCatalogueMadeOfThemSays) {
  for (const char* id : {"a-1", "b-1", "a-1", "c-1"}) add(id);
  std::vector<CatalogueRow> rows;
  {
    Catalogue known(root_ / kCatalogue);
    for (const char* id : {"a-1", "b-1", "c-1"}) {
      for (CatalogueRow& row : known.rows(id)) rows.push_back(std::move(row));
    }
  }
  const auto event = [&](const char* id, EventKind kind, std::uint32_t number, json::Node details) {
    Event e;
    e.record_id = id;
    e.number = number;
    e.version = 1;
    e.kind = kind;
    e.at = kMarch;
    e.actor = "张|三";
    e.details = std::move(details);
    rows.push_back({id, number, std::string(64, '1'), 10 + rows.size(), 7, write_event(e), "event", kMarch});
  };
  event("a-1", EventKind::returned, 1, json::Node::object({{"due", json::Node::string("2026-04-01")}}));
  event("b-1", EventKind::destroyed, 1, json::Node::object({{"title", json::Node::string("函")}, {"retention", json::Node::string("10年")}}));
  event("lone", EventKind::approved, 1, json::Node::object());
  rows.push_back({"d-1", 1, std::string(64, '2'), 90, 0, "", "version", kMarch});   // its bundle could not be read
  rows.push_back(rows.front());                                                     // the same twice is the same as once
  Catalogue real{fs::path()};
  real.apply(rows, 91, "root");
  CatalogueText text;
  for (const CatalogueRow& row : rows) text.add(row);
  const auto expected = real.dump();
  EXPECT_EQ(expected.size(), rows.size() - 1 + 4 + 2);
  EXPECT_EQ(text.dump(91, "root"), expected);
}

TEST_F(Keeping, ACatalogueDamagedAtRandomIsMadeAnewOrToldOf) {
  for (const char* id : {"a-1", "b-1", "a-1"}) add(id);
  archive_.reset();
  const std::string whole = test::slurp(root_ / kCatalogue);
  const auto rows = dump();
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    std::string bytes = whole;
    if (round % 3 == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      for (int i = 0; i <= round % 5; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    test::spill(root_ / kCatalogue, bytes);
    {
      Archive reader = std::move(Archive::open(env_, root_).value());
      (void)reader.list();   // answers, whatever was damaged
      (void)reader.show("a-1");
    }
    // What is proved does not come from the catalogue; and when its rows are wrong, that is told.
    const std::string said = found();
    std::vector<std::string> now;
    try {
      now = dump();
    } catch (const Error&) {
    }
    if (now == rows) EXPECT_EQ(said, "") << round;
    else EXPECT_EQ(said, "(warning) A182 catalogue.sqlite") << round;
    Archive writer = std::move(Archive::open(env_, root_).value());
    Diagnostics out;
    ASSERT_TRUE(writer.reindex(out)) << round;
    EXPECT_EQ(dump(), rows) << round;
  }
}

TEST_F(Keeping, AWriterWaitsWhileAnotherHoldsTheArchive) {
  auto held = env_.try_lock(root_ / kLock);
  ASSERT_TRUE(held);
  int asked = 0;
  archive_->wait_with([&] {
    if (++asked == 3) held.reset();
    return true;
  });
  add("a-1");
  EXPECT_EQ(asked, 3);
  held = env_.try_lock(root_ / kLock);
  archive_->wait_with([&] { return ++asked < 6; });
  Diagnostics out;
  EXPECT_FALSE(add("a-1", out));
  EXPECT_EQ(out.all().at(0).code, "A066");
  EXPECT_EQ(asked, 6);
}

TEST_F(Keeping, TheLogsFilesMadeAnewAreThoseThatGrew) {
  LogStore store(env_, home_ / "log", 0);
  std::vector<std::string> entries;
  for (int i = 0; i < 700; ++i) entries.push_back("entry " + std::to_string(i));
  store.append(std::span(entries).first(300));
  LogStore(env_, home_ / "log", 300).append(std::span(entries).subspan(300));
  for (const auto& [name, bytes] : log_files(entries)) EXPECT_EQ(test::slurp(home_ / "log" / name), bytes) << name;
}

// Whichever write to the mirror fails, the mirror is the older one or the newer one, and the next run completes it.
TEST_F(Keeping, AMirrorStoppedAtAnyWriteIsWhole) {
  const fs::path copy = home_ / "mirror";
  add("a-1");
  ASSERT_TRUE(mirror(env_, root_, copy).has_value());
  add("a-1");
  add("b-1");
  VerifyOptions deep;
  deep.deep = true;
  deep.trusted = {identity_->sign.certificate()};
  bool complete = false;
  for (std::uint64_t n = 1; !complete && n < 300; ++n) {
    env_.fail_from(n);
    try {
      complete = mirror(env_, root_, copy).has_value();
    } catch (const Error&) {
    }
    env_.heal();
    const VerifyReport now = verify_archive(env_, copy, deep);
    // Bundles that came before their checkpoint are not logged yet: the only thing that may be said.
    for (const Finding& f : now.findings) EXPECT_TRUE(f.code == "A077" || f.code == "A085") << n << " " << summary({f});
    EXPECT_TRUE(now.versions == 1 || now.versions == 3) << n;
  }
  EXPECT_TRUE(complete);
  EXPECT_EQ(summary(verify_archive(env_, copy, deep).findings), "");
}

TEST_F(Keeping, GrowthIsProvedBetweenAnyTwoCheckpoints) {
  std::vector<std::string> kept{archive_->checkpoint()};
  for (int i = 0; i < 6; ++i) {
    add("r" + std::to_string(i % 4));
    kept.push_back(archive_->checkpoint());
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t k = 0; k < kept.size(); ++k) {
      const auto proof = prove_growth(*archive_, {"older", kept[i]}, {"newer", kept[k]});
      ASSERT_EQ(proof.has_value(), i <= k) << i << " " << k;
      if (proof) EXPECT_TRUE(proof.value().starts_with("old " + std::to_string(i) + "\n"));
      else EXPECT_EQ(proof.error().code, "A180");
    }
  }
  EXPECT_EQ(prove_growth(*archive_, {"kept.txt", "no checkpoint"}).error().code, "A031");
  EXPECT_EQ(prove_version(*archive_, "r9", 0).error().code, "A071");
  EXPECT_EQ(prove_version(*archive_, "r1", 9).error().code, "A073");
}

}  // namespace
}  // namespace gongwen::archive
