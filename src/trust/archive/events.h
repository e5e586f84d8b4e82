#pragma once

// What becomes of a record after it was filed: events, each a small signed file and a leaf of the log. The state of a
// record is never written down; it follows from its versions and events in the order of the log. FORMAT.md 4.1.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/json/json.h"

namespace gongwen::archive {

/// What can happen to a record. The names are part of the format.
enum class EventKind : std::uint8_t {
  submitted,   ///< a school's sealed package came in
  received,    ///< a paper made elsewhere came in
  returned,    ///< sent back for correction
  approved,
  withdrawn,   ///< taken back: by the school, or an approval by whoever gave it
  destroyed,   ///< its files are gone; the event is the tombstone
  numbered,    ///< it was given a 档号; changes no state
};
std::string_view name_of(EventKind kind) noexcept;
std::string_view chinese_name_of(EventKind kind) noexcept;
std::optional<EventKind> event_kind_of(std::string_view name) noexcept;

enum class State : std::uint8_t { filed, submitted, received, returned, approved, withdrawn, destroyed };
std::string_view name_of(State state) noexcept;
std::string_view chinese_name_of(State state) noexcept;
std::optional<State> state_of(std::string_view name) noexcept;
/// The state of a record after an event in the state `from`.
State after(State from, EventKind kind) noexcept;

/// The table of FORMAT.md 4.1: may this happen to a record in that state?
bool may_happen(State from, EventKind what) noexcept;
/// What to do instead, one sentence. REQUIRES: !may_happen(from, what).
std::string instead_of(State from, EventKind what);

/// An event as it is kept: `events/NNNN.json`.
struct Event {
  std::string record_id;
  std::uint32_t number = 0;        ///< within the record, from 1
  std::uint32_t version = 0;       ///< the version it speaks of
  EventKind kind = EventKind::submitted;
  Instant at;
  std::string actor;               ///< who, as they call themselves
  std::string reason;              ///< why
  std::string organisation;        ///< of the signer
  std::string certificate;         ///< fingerprint of the signer's
  std::string previous_sha256;     ///< of the event before; empty for number 1
  json::Node details = json::Node::object();   ///< by kind: FORMAT.md 4.1
};
std::string write_event(const Event& event);
/// Nothing when malformed or of another format.
std::optional<Event> parse_event(std::string_view bytes);

/// An event to be: what only whoever acts knows.
struct EventDraft {
  EventKind kind = EventKind::approved;
  std::string actor;
  std::string reason;
  json::Node details = json::Node::object();
};

/// What a tombstone says of one destroyed version.
struct Tombstone {
  std::uint32_t version = 0;
  std::string sha256;              ///< of the zip
  std::uint64_t size = 0;
};
std::vector<Tombstone> tombstones_of(const Event& event);

/// Texts by role ("task", "city", "due"), each role in order: what lists are searched by.
using Index = std::map<std::string, std::vector<std::string>>;
json::Node index_node(const Index& index);
Index read_index(const json::Node& node);

// ---- how long a record is kept (GB: 国家档案局令第8号 第三条: 永久、定期 30年、10年) ----

inline constexpr std::string_view kForever = "永久";
bool valid_retention(std::string_view text) noexcept;   ///< 永久, 30年, 10年
/// The last day it is kept: counted from the 1st of January after the year it was made. Nothing: for ever.
/// REQUIRES: valid_retention.
std::optional<Date> kept_until(std::string_view retention, Date made);

/// The day in China (UTC+8, no summer time) at an instant: the day of an office's calendar.
Date office_day(Instant at) noexcept;
/// The minute in China, for people: 2026-11-26 23:05.
std::string office_minute(Instant at);

}  // namespace gongwen::archive
