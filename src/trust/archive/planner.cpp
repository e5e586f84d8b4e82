#include "trust/archive/planner_internal.h"

#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/names_internal.h"
#include "trust/archive/version_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {

const std::optional<std::string>& Planner::catalogued(const std::string& id) {
  const std::string key = fold(id);
  const auto found = catalogued_.find(key);
  return found != catalogued_.end() ? found->second : catalogued_.emplace(key, begun_.known->folded(id)).first->second;
}

bool Planner::id_free(const std::string& id, Diagnostics& out) {
  const std::string& same = folded_.try_emplace(fold(id), catalogued(id).value_or(id)).first->second;
  if (same == id) return true;
  out.add(archive_fault(codes::kIdsCollide, impl_.folder, "记录编号“" + id + "”与已有的“" + same + "”只差字母大小写", {"请用已有的编号，或另取一个"}));
  return false;
}

/// The record as the plan has it; read once, checked against the log: the chain must not hang on a cache.
Planner::Next* Planner::next(const std::string& id, Diagnostics& out) {
  if (const auto found = next_.find(id); found != next_.end()) return &found->second;
  Next here;
  if (catalogued(id) == id) {
    auto row = impl_.find_version(id, 0);
    if (!row) {
      out.add(row.error());
      return nullptr;
    }
    here.version = row->number;
    here.zip_sha256 = row->sha256;
    const auto events = begun_.known->events(id);
    if (!events.empty()) {
      const CatalogueRow& last = events.back();
      const auto event = parse_event(last.version_json);
      if (!event || !impl_.logged(last)) {
        out.add(archive_fault(codes::kEventDiffers, impl_.folder / event_path(id, last.number), "这一件的最后一个事件缺失或被改动过，不能再办理",
                              {"用 gongwen archive verify 查明，从镜像恢复"}));
        return nullptr;
      }
      here.event = last.number;
      here.event_sha256 = last.sha256;
      if (last.leaf > row->leaf) {   // the last one that changed the state
        for (const CatalogueRow& one : events) {
          const auto e = parse_event(one.version_json);
          if (one.leaf > row->leaf && e) here.state = after(here.state, e->kind);
        }
      }
    }
  }
  return &next_.emplace(id, std::move(here)).first->second;
}

LogEntry Planner::entry(const std::string& kind, const std::string& id, std::uint32_t number, const std::string& sha256) {
  return {plan_.journal.log_size + plan_.journal.items.size(), kind, id, number, sha256, {impl_.env.now().unix_seconds, 0}};
}

Added Planner::put(const std::string& kind, const std::string& id, SealedBundle sealed, Next& here) {
  const LogEntry leaf = entry(kind, id, here.version + 1, sealed.sha256);
  plan_.journal.items.push_back({id, leaf.number, leaf.sha256, write_leaf(leaf), kind, {}, {}});
  if (!sealed.version_json.empty()) {
    plan_.rows.emplace(leaf.leaf, CatalogueRow{id, leaf.number, leaf.sha256, leaf.leaf, sealed.zip.size(), std::move(sealed.version_json), kind, leaf.at});
  }
  plan_.bytes.emplace_back().push_back(std::move(sealed.zip));   // not from a list in braces, which would copy it
  here.version = leaf.number;
  here.zip_sha256 = leaf.sha256;
  here.state = State::filed;
  return {id, leaf.number, leaf.sha256, leaf.leaf, bundle_path(id, leaf.number)};
}

/// The record a version may be filed into; null with the reason in `out`.
Planner::Next* Planner::room_for_version(const std::string& id, Diagnostics& out) {
  Next* const here = id_free(id, out) ? next(id, out) : nullptr;
  if (here == nullptr || here->state != State::destroyed) return here;
  out.add(archive_fault(codes::kDestroyed, impl_.folder, "“" + id + "”已经销毁，编号不能再用", {"新的材料请另取一个编号"}));
  return nullptr;
}

std::optional<Added> Planner::version(const Submission& one, Diagnostics& out) {
  const std::size_t faults = out.size();
  const std::string& id = one.bundle.record_id;
  for (const auto& [sha256, bytes] : one.faces) {
    if (sign::hex(sign::sha256(bytes)) != sha256) out.add(archive_fault(codes::kFaceDigest, sha256, "字体文件与所给的摘要不符"));
  }
  Next* const here = room_for_version(id, out);
  if (here == nullptr) return std::nullopt;
  Filed filed{here->version + 1, here->zip_sha256, {}};
  if (!describe(one.bundle, filed.archive, out)) return std::nullopt;
  auto built = build_bundle(impl_.env, one.bundle, identity_, out, filed);
  if (!built || out.size() != faults) return std::nullopt;
  for (const auto& [sha256, bytes] : one.faces) plan_.faces.emplace(sha256, &bytes);
  return put("version", id, std::move(*built), *here);
}

std::optional<Added> Planner::package(const Step& step, Diagnostics& out) {
  if (!valid_record_id(step.record_id)) {
    out.add(archive_fault(codes::kBadRecordId, impl_.folder, "记录编号“" + step.record_id + "”不能使用"));
    return std::nullopt;
  }
  Next* const here = room_for_version(step.record_id, out);
  if (here == nullptr) return std::nullopt;
  for (const auto& [sha256, bytes] : step.faces) plan_.faces.emplace(sha256, &bytes);
  if (step.signer) plan_.certificates.push_back(*step.signer);
  return put("package", step.record_id, {step.package, {}, sign::hex(sign::sha256(step.package))}, *here);
}

bool Planner::allowed(const std::string& id, const EventDraft& draft, Diagnostics& out) {
  const EventKind kind = draft.kind;
  const bool comes_with_version = kind == EventKind::submitted || kind == EventKind::received;
  Next* const here = next(id, out);
  if (here == nullptr) return false;
  if (here->version == 0) {
    if (comes_with_version) return true;
    out.add(impl_.no_record(id));
    return false;
  }
  if (!may_happen(here->state, kind)) {
    const bool gone = here->state == State::destroyed;
    out.add(archive_fault(gone ? codes::kDestroyed : codes::kIllegalStep, impl_.folder,
                          "“" + id + "”" + std::string(chinese_name_of(here->state)) + "，不能再" + std::string(chinese_name_of(kind)),
                          {instead_of(here->state, kind)}));
    return false;
  }
  NumberParts parts;
  if (kind == EventKind::numbered) return number_free(id, text_at(draft.details, "archive_number"), parts, out);
  return kind != EventKind::destroyed || kept_long_enough(id, out);
}

bool Planner::kept_long_enough(const std::string& id, Diagnostics& out) {
  const auto record = begun_.known->summary(id);
  const Date today = office_day(impl_.env.now());
  if (record && record->kept_until && *record->kept_until < today) return true;
  const std::string why = record && record->kept_until ? "保管期限 " + record->retention + "，要保管到 " + record->kept_until->iso()
                          : record && record->retention.empty() ? "没有定过保管期限，按永久保管"
                                                                : "保管期限是永久";
  out.add(archive_fault(codes::kStillKept, impl_.folder, "“" + id + "”不能销毁：" + why, {"到期的件用 gongwen archive list --expired 列出"}));
  return false;
}

/// What stays of the files that go: enough to prove that they were filed, and nothing of what they said.
json::Node Planner::tombstone(const std::string& id, json::Node details, Journal::Item& item) {
  using json::Node;
  const auto record = begun_.known->summary(id);
  check(record.has_value(), "a record that may be destroyed is in the catalogue");
  Node versions = Node::array();
  for (const CatalogueRow& row : begun_.known->rows(id)) {
    item.destroys.push_back(row.number);
    versions.push(Node::object({{"number", Node::number(std::int64_t{row.number})}, {"sha256", text_node(row.sha256)},
                                {"size", Node::number(static_cast<std::int64_t>(row.size))}}));
  }
  details.set("versions", std::move(versions));
  details.set("title", text_node(record->title));
  details.set("template", text_node(record->template_id));
  details.set("responsible", text_node(record->responsible));
  details.set("retention", text_node(record->retention));
  details.set("kept_until", text_node(record->kept_until->iso()));
  if (!record->archive_number.empty()) details.set("archive_number", text_node(record->archive_number));
  return details;
}

Planner::Written Planner::event(const std::string& id, const EventDraft& draft) {
  Diagnostics none;
  Next* const here = next(id, none);
  check(here != nullptr && here->version != 0, "an event belongs to a record with a version");
  const sign::Certificate& signer = identity_.sign.certificate();
  const Instant now{impl_.env.now().unix_seconds, 0};
  Journal::Item item{id, here->event + 1, {}, {}, "event", {}, {}};
  Event event{id, item.number, here->version, draft.kind, now, draft.actor, draft.reason, signer.organisation, signer.fingerprint, here->event_sha256, draft.details};
  if (draft.kind == EventKind::destroyed) event.details = tombstone(id, draft.details, item);
  std::string bytes = write_event(event);
  std::string seal = sign::sign_cms(identity_.sign, bytes, now);
  item.sha256 = sign::hex(sign::sha256(bytes));
  item.seal = sign::hex(sign::sha256(seal));
  const LogEntry leaf = entry("event", id, item.number, item.sha256);
  item.leaf = write_leaf(leaf);
  Written out{std::move(event), item.sha256, leaf.leaf};
  here->event = item.number;
  here->event_sha256 = item.sha256;
  here->state = after(here->state, draft.kind);
  plan_.rows.emplace(leaf.leaf, CatalogueRow{id, item.number, item.sha256, leaf.leaf, bytes.size(), bytes, "event", leaf.at});
  plan_.journal.items.push_back(std::move(item));
  auto& files = plan_.bytes.emplace_back();
  files.push_back(std::move(seal));
  files.push_back(std::move(bytes));
  return out;
}

}  // namespace gongwen::archive
