// Steps of a record's life: versions and events in one group; and what can be asked about them.

#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/planner_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

/// Plans one step wholly or not at all: what could refuse it is asked first.
void plan_step(Planner& planner, const Step& step, Acted& acted) {
  Diagnostics& out = acted.problems;
  if (step.event && !planner.allowed(step.record_id, *step.event, out)) return;
  if (step.submission) acted.version = planner.version(*step.submission, out);
  else if (!step.package.empty()) acted.version = planner.package(step, out);
  if (out.has_errors()) {
    acted.version.reset();
    return;
  }
  if (step.event) {
    Planner::Written written = planner.event(step.record_id, *step.event);
    acted.event = std::move(written.event);
    acted.event_sha256 = std::move(written.sha256);
    acted.event_leaf = written.leaf;
  }
  acted.done = true;
}

}  // namespace

std::vector<Acted> Archive::act(std::span<const Step> group, const sign::Identity& identity, const Closing& closing) {
  std::vector<Acted> out(group.size());
  if (group.empty()) return out;
  Diagnostics whole;
  const auto begun = impl_->begin(identity, whole);
  if (!begun) {
    for (Acted& one : out) one.problems.append(whole);
    return out;
  }
  Planner planner(*impl_, *begun, identity);
  for (std::size_t i = 0; i < group.size(); ++i) plan_step(planner, group[i], out[i]);
  if (planner.plan().journal.items.empty()) return out;
  std::optional<Submission> last;   // the plan points into it
  if (closing) {
    Acted closed;
    last = closing(out, closed.problems);
    if (last) closed.version = planner.version(*last, closed.problems);
    closed.done = closed.version.has_value();
    if (!closed.done) {
      for (Acted& one : out) one = {false, std::nullopt, std::nullopt, {}, 0, std::move(one.problems)};
    }
    out.push_back(std::move(closed));
    if (!out.back().done) return out;
  }
  impl_->commit(planner.plan(), identity);
  return out;
}

Diagnostic Archive::Impl::destroyed(const std::string& record_id, const RecordSummary& record) const {
  return archive_fault(codes::kDestroyed, folder, "“" + record_id + "”已于 " + office_day(record.since).iso() + " 销毁，只留有销毁记录",
                       {"用 gongwen archive show " + record_id + " 查看"});
}

bool Archive::Impl::logged(const CatalogueRow& row) {
  auto at = checkpoint();
  if (!at) return false;
  LogStore store(env, folder / kLog, at->size);
  const auto entries = store.entries(row.leaf, 1);
  const auto entry = entries.empty() ? std::nullopt : parse_leaf(entries[0], row.leaf);
  return entry && entry->kind == row.kind && entry->record_id == row.record_id && entry->number == row.number && entry->sha256 == row.sha256 &&
         sign::hex(sign::sha256(row.version_json)) == row.sha256;
}

Result<RecordSummary> Archive::summary(const std::string& record_id) {
  auto found = impl_->ask([&](Catalogue& known) { return known.summary(record_id); });
  if (!found) return found.error();
  if (!found.value()) return impl_->no_record(record_id);
  return std::move(*found.value());
}

Result<std::vector<Event>> Archive::events(const std::string& record_id) {
  auto rows = impl_->ask([&](Catalogue& known) { return known.latest(record_id) ? std::optional(known.events(record_id)) : std::nullopt; });
  if (!rows) return rows.error();
  if (!rows.value()) return impl_->no_record(record_id);
  std::vector<Event> out;
  for (const CatalogueRow& row : *rows.value()) {
    if (auto event = parse_event(row.version_json)) out.push_back(std::move(*event));
  }
  return out;
}

std::optional<std::pair<std::string, std::uint32_t>> Archive::holding(const std::string& sha256) {
  auto found = impl_->ask([&](Catalogue& known) { return known.holding(sha256); });
  if (!found) throw Error(found.error().message);
  return std::move(found).value();
}

std::optional<std::string> Archive::called_alike(const std::string& record_id) {
  auto found = impl_->ask([&](Catalogue& known) { return known.folded(record_id); });
  if (!found) throw Error(found.error().message);
  return found.value() == record_id ? std::nullopt : std::move(found).value();
}

Result<std::string> Archive::prove(std::uint64_t leaf) {
  // One reading of the checkpoint for size, path and note: a writer may be at work meanwhile.
  std::string note;
  auto at = impl_->checkpoint(&note);
  if (!at) return at.error();
  LogStore store(impl_->env, impl_->folder / kLog, at->size);
  const auto entries = store.entries(leaf, 1);
  if (entries.empty()) return archive_fault(codes::kLogDamaged, impl_->folder / kLog, "归档日志没有第 " + std::to_string(leaf) + " 条");
  const Receipt receipt{entries[0], leaf, inclusion_proof(store.range_root(), leaf, at->size), note};
  if (!store.fault().empty()) return archive_fault(codes::kLogDamaged, impl_->folder / kLog / store.fault(), "归档日志的文件缺失或损坏");
  return write_receipt(receipt);
}

}  // namespace gongwen::archive
