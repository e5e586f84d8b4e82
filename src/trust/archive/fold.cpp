// From leaves to what a record is now. Pure: the catalogue, whoever rebuilds it, and the writer all come through here.

#include <algorithm>

#include "trust/archive/catalogue_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/version_internal.h"

namespace gongwen::archive {
namespace {

void take_index(RecordSummary& r, const Index& index) {
  const auto texts = [&](const char* role) -> const std::vector<std::string>* {
    const auto found = index.find(role);
    return found == index.end() || found->second.empty() ? nullptr : &found->second;
  };
  if (const auto* tasks = texts("task")) r.tasks = *tasks;
  if (const auto* city = texts("city")) r.city = city->front();
  if (const auto* due = texts("due")) r.due = parse_iso_date(due->front());
}

void take_retention(RecordSummary& r, const std::string& retention, Date made) {
  if (!valid_retention(retention)) return;
  r.retention = retention;
  r.kept_until = kept_until(retention, made);
}

/// A new version speaks for the record; what only the old one said goes with it.
void take_version(RecordSummary& r, const CatalogueRow& row, Date& made) {
  const auto version = parse_version(row.version_json);
  const bool came_again = r.state == State::returned && r.due;
  const auto set_day = r.due;
  r.versions = row.number;
  r.state = State::filed;
  r.since = row.at;
  r.arrived = office_day(row.at);
  r.title = version ? version->metadata.title : "（封存包缺失或损坏）";
  r.template_id = version ? version->render.template_id : "";
  r.responsible = version ? version->metadata.responsible : "";
  r.actor = version ? version->actor : "";
  r.made_at = version ? version->made_at : Instant{};
  // The number of a package is its maker's own, in another archive.
  if (version && row.kind == "version" && !version->metadata.archive_number.empty()) r.archive_number = version->metadata.archive_number;
  r.tasks.clear();
  r.city.clear();
  r.due.reset();
  r.date.reset();
  if (!version) return;
  made = version->metadata.date.value_or(office_day(version->made_at));
  r.date = made;
  take_index(r, version->index);
  take_retention(r, version->metadata.retention.empty() ? r.retention : version->metadata.retention, made);
  if (came_again) r.due = set_day;   // the day set when it was returned is the one that counts now
}

/// A tombstone says itself what lists show of the record: a rebuilt catalogue has nothing else.
void bury(RecordSummary& r, const Event& e) {
  r.title = text_at(e.details, "title");
  r.template_id = text_at(e.details, "template");
  r.responsible = text_at(e.details, "responsible");
  r.retention = text_at(e.details, "retention");
  r.kept_until = parse_iso_date(text_at(e.details, "kept_until"));
  r.archive_number = text_at(e.details, "archive_number");
  r.actor = e.actor;
  r.made_at = e.at;
  r.tasks.clear();
  r.city.clear();
  r.due.reset();
  r.date.reset();
}

void take_event(RecordSummary& r, const CatalogueRow& row, Date made) {
  r.events = row.number;
  const auto e = parse_event(row.version_json);
  if (!e) return;
  if (e->kind != EventKind::numbered) r.since = e->at;
  r.state = after(r.state, e->kind);
  if (e->kind == EventKind::numbered) r.archive_number = text_at(e->details, "archive_number");
  if (const json::Node* const index = e->details.find("index")) take_index(r, read_index(*index));
  take_retention(r, text_at(e->details, "retention"), made);
  if (const auto due = parse_iso_date(text_at(e->details, "due"))) r.due = due;
  if (e->kind == EventKind::destroyed) bury(r, *e);
}

}  // namespace

RecordSummary fold_record(std::span<const CatalogueRow> rows) {
  std::vector<const CatalogueRow*> order;
  for (const CatalogueRow& row : rows) order.push_back(&row);
  std::sort(order.begin(), order.end(), [](const CatalogueRow* a, const CatalogueRow* b) { return a->leaf < b->leaf; });
  RecordSummary r;
  Date made{};
  for (const CatalogueRow* row : order) {
    r.id = row->record_id;
    if (row->kind == "event") take_event(r, *row, made);
    else take_version(r, *row, made);
  }
  return r;
}

bool RecordSummary::overdue(Date today) const noexcept { return due && *due < (state == State::returned ? today : arrived); }

}  // namespace gongwen::archive
