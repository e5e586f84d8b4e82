#pragma once

// A record's row in the catalogue, as columns and as text. Private to the room.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trust/archive/catalogue_internal.h"

namespace gongwen::archive {

/// Several texts in one column, each between two of these, so that one is found whole.
inline constexpr std::string_view kBetween = "\n";
std::string joined_column(const std::vector<std::string>& texts);
std::vector<std::string> split_column(const std::string& column);

/// A record's row, column by column.
struct RecordColumns {
  explicit RecordColumns(const RecordSummary& record);
  /// Calls `with` for each column, in the table's order.
  template <typename With>
  void each(With&& with) const {
    for (const std::string* one : {&id, &key, &title, &source, &responsible}) with(*one);
    with(versions);
    with(made_at);
    for (const std::string* one : {&actor, &state}) with(*one);
    with(since);
    with(events);
    for (const std::string* one : {&tasks, &city, &due, &arrived, &retention, &kept, &archive_number, &date}) with(*one);
  }
  /// As Catalogue::dump() writes it.
  std::string line() const;

  std::string id, key, title, source, responsible, actor, state, tasks, city, due, arrived, retention, kept, archive_number, date;
  std::uint32_t versions, events;
  std::int64_t made_at, since;
};

}  // namespace gongwen::archive
