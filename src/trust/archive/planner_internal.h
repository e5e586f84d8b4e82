#pragma once

// What a group will write, planned in memory before the first byte: numbers, predecessors, states. Private to the room.

#include <map>
#include <optional>
#include <string>

#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

class Planner {
 public:
  /// All three must outlive it.
  Planner(Archive::Impl& impl, const Archive::Impl::Begun& begun, const sign::Identity& identity)
      : impl_(impl), begun_(begun), identity_(identity), plan_{{begun.at.size, {}}, {}, {}, {}, {}} {}

  /// A version sealed here. The submission must outlive the plan. Nothing, with the reasons in `out`, when it cannot be filed.
  std::optional<Added> version(const Submission& submission, Diagnostics& out);
  /// A zip sealed elsewhere, as it is.
  std::optional<Added> package(const Step& step, Diagnostics& out);
  /// May this happen to the record as the plan has it? Says why not in `out`. What is allowed can be written.
  bool allowed(const std::string& record_id, const EventDraft& draft, Diagnostics& out);
  /// An event about the newest version of the record, planned ones included.
  /// REQUIRES: `allowed` said so before the version that came with it was planned.
  struct Written { Event event; std::string sha256; std::uint64_t leaf = 0; };
  Written event(const std::string& record_id, const EventDraft& draft);

  const Plan& plan() const noexcept { return plan_; }

 private:
  /// A record as the plan leaves it.
  struct Next {
    std::uint32_t version = 0;        ///< newest
    std::string zip_sha256;
    std::uint32_t event = 0;
    std::string event_sha256;
    State state = State::filed;
  };
  Next* next(const std::string& record_id, Diagnostics& out);
  Next* room_for_version(const std::string& id, Diagnostics& out);
  bool id_free(const std::string& record_id, Diagnostics& out);
  /// The record whose id folds to the same, as the catalogue had it before this plan; asked once.
  const std::optional<std::string>& catalogued(const std::string& record_id);
  /// The archive's numbering, read once. Null with A175 in `out` when it is damaged, and without when there is none.
  const Numbering* numbering(Diagnostics& out);
  /// May the record have this 档号? Fills the parts it is made of. Errors A171, A172, A175.
  bool number_free(const std::string& record_id, const std::string& archive_number, NumberParts& parts, Diagnostics& out);
  /// What the archive adds to a bundle's metadata.
  bool describe(const Bundle& bundle, ArchiveSide& side, Diagnostics& out);
  bool kept_long_enough(const std::string& record_id, Diagnostics& out);
  json::Node tombstone(const std::string& record_id, json::Node details, Journal::Item& item);
  LogEntry entry(const std::string& kind, const std::string& record_id, std::uint32_t number, const std::string& sha256);
  Added put(const std::string& kind, const std::string& record_id, SealedBundle sealed, Next& here);

  Archive::Impl& impl_;
  const Archive::Impl::Begun& begun_;
  const sign::Identity& identity_;
  Plan plan_;
  std::map<std::string, Next> next_;
  std::map<std::string, std::optional<std::string>> catalogued_;
  std::map<std::string, std::string> folded_;    // those of this plan too
  std::map<std::string, std::string> numbers_;   // 档号 given in this plan → record
  std::optional<Result<std::optional<Numbering>>> numbering_;
};

}  // namespace gongwen::archive
