// What a catalogue says, as text.

#include <algorithm>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

#include "trust/archive/catalogue_columns_internal.h"
#include "trust/archive/names_internal.h"

namespace gongwen::archive {
namespace {

/// A leaf's row as dump() writes it. `buried`: of a record that is destroyed, whose versions say nothing of themselves.
std::string leaf_line(const CatalogueRow& row, bool buried) {
  const bool event = row.kind == "event";
  const bool silent = buried && !event;
  return "leaves|" + row.record_id + (event ? "|1|" : "|0|") + std::to_string(row.number) + "|" + row.kind + "|" + row.sha256 + "|" + std::to_string(row.leaf) + "|" +
         std::to_string(row.at.unix_seconds) + "|" + std::to_string(silent ? 0 : row.size) + "|" + (silent ? "" : row.version_json);
}

}  // namespace

std::string joined_column(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& one : texts) out.append(out.empty() ? kBetween : "").append(one).append(kBetween);
  return out;
}

std::vector<std::string> split_column(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 1; at < text.size();) {
    const std::size_t end = std::min(text.find(kBetween, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

RecordColumns::RecordColumns(const RecordSummary& r)
    : id(r.id), key(fold(r.id)), title(r.title), source(r.template_id), responsible(r.responsible), actor(r.actor), state(name_of(r.state)),
      tasks(joined_column(r.tasks)), city(r.city), due(r.due ? r.due->iso() : ""), arrived(r.arrived.iso()), retention(r.retention),
      kept(r.kept_until ? r.kept_until->iso() : ""), archive_number(r.archive_number), date(r.date ? r.date->iso() : ""), versions(r.versions),
      events(r.events), made_at(r.made_at.unix_seconds), since(r.since.unix_seconds) {}

std::string RecordColumns::line() const {
  std::string out = "records";
  each([&](const auto& column) {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(column)>>) out.append(1, '|').append(std::to_string(column));
    else out.append(1, '|').append(column);
  });
  return out;
}

void CatalogueText::add(CatalogueRow row) {
  std::vector<CatalogueRow>& all = records_[row.record_id];
  const auto same = std::find_if(all.begin(), all.end(), [&](const CatalogueRow& one) { return one.number == row.number && (one.kind == "event") == (row.kind == "event"); });
  if (same == all.end()) all.push_back(std::move(row));
  else *same = std::move(row);
}

std::vector<std::string> CatalogueText::dump(std::uint64_t log_size, const std::string& log_root) {
  std::vector<std::string> leaves, records;
  for (auto& [id, rows] : records_) {
    std::sort(rows.begin(), rows.end(), [](const CatalogueRow& a, const CatalogueRow& b) { return std::pair(a.kind == "event", a.number) < std::pair(b.kind == "event", b.number); });
    const bool known = rows.front().kind != "event";   // events alone make no record
    const std::optional<RecordSummary> summary = known ? std::optional(fold_record(rows)) : std::nullopt;
    for (const CatalogueRow& row : rows) leaves.push_back(leaf_line(row, known && summary->state == State::destroyed));
    if (known) records.push_back(RecordColumns(*summary).line());
    rows = {};
  }
  leaves.push_back("meta|log_root|" + log_root);
  leaves.push_back("meta|log_size|" + std::to_string(log_size));
  std::move(records.begin(), records.end(), std::back_inserter(leaves));
  return leaves;
}

}  // namespace gongwen::archive
