// Which records are fit to leave.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/export.h"
#include "trust/archive/json_internal.h"

namespace gongwen::archive {
namespace {

/// Why a record in that state stays; empty: it may leave.
std::string stays(State state) {
  switch (state) {
    case State::destroyed: return "已经销毁";
    case State::withdrawn: return "已经撤回";
    case State::returned: return "已退回，还没有再交";
    case State::submitted: return "还没有审核";
    default: return "";
  }
}

/// The parts of a record's 档号: as the event says that gave it, else as today's rule reads it.
NumberParts parts_of(const RecordSummary& record, const std::vector<Event>& events, const std::optional<Numbering>& rule) {
  if (record.archive_number.empty()) return {};
  for (auto e = events.rbegin(); e != events.rend(); ++e) {
    if (e->kind != EventKind::numbered || text_at(e->details, "archive_number") != record.archive_number) continue;
    return {text_at(e->details, "fonds"), text_at(e->details, "category"), text_at(e->details, "year"), retention_code(record.retention), text_at(e->details, "office"), text_at(e->details, "item")};
  }
  if (!rule) return {};
  auto read = read_number(*rule, record.archive_number);
  return read ? std::move(read).value() : NumberParts{};
}

bool chosen(const ExportSelection& s, const Consignment::Item& item) {
  if (!s.retention.empty() && item.record.retention != s.retention) return false;
  const std::string year = !item.parts.year.empty() ? item.parts.year : item.record.date ? std::to_string(item.record.date->year) : std::string{};
  return s.year.empty() || year == s.year;
}

bool before(const Consignment::Item& a, const Consignment::Item& b) {
  const auto key = [](const Consignment::Item& i) { return std::tuple(i.record.archive_number.empty(), i.record.archive_number, i.record.id); };
  return key(a) < key(b);
}

}  // namespace

Consignment gather(Archive& archive, const ExportSelection& selection, VerifyOptions options, Diagnostics& out) {
  Consignment chosen_ones;
  auto rule = archive.numbering();
  if (!rule) {
    out.add(rule.error());
    return chosen_ones;
  }
  chosen_ones.numbering = std::move(rule).value();
  chosen_ones.organisation = archive.organisation();
  std::vector<RecordSummary> records;
  if (selection.ids.empty()) records = archive.list(selection.query);
  for (const std::string& id : std::set<std::string>(selection.ids.begin(), selection.ids.end())) {
    auto one = archive.summary(id);
    if (one) records.push_back(std::move(one).value());
    else out.add(one.error());
  }
  for (const std::string& id : selection.except) {   // a mistyped one would let leave what was meant to stay
    if (auto one = archive.summary(id); !one) out.add(one.error());
  }
  if (out.has_errors()) return chosen_ones;
  for (RecordSummary& record : records) {
    if (std::find(selection.except.begin(), selection.except.end(), record.id) != selection.except.end()) continue;
    auto events = archive.events(record.id);
    auto versions = archive.show(record.id);
    if (!events || !versions) {
      out.add(events ? versions.error() : events.error());
      return chosen_ones;
    }
    Consignment::Item item{std::move(record), {}, std::move(versions).value(), std::move(events).value()};
    item.parts = parts_of(item.record, item.events, chosen_ones.numbering);
    if (!chosen(selection, item)) continue;
    if (std::string why = stays(item.record.state); !why.empty()) {
      out.warning(codes::kLeftOut, Place::in_file(item.record.id), "“" + item.record.id + "”不在其中：" + why);
      chosen_ones.left_out.push_back({std::move(item.record), std::move(why)});
    } else {
      chosen_ones.items.push_back(std::move(item));
    }
  }
  std::sort(chosen_ones.items.begin(), chosen_ones.items.end(), before);
  if (chosen_ones.items.empty()) return chosen_ones;
  options.deep = true;
  options.only_records.clear();
  for (const Consignment::Item& item : chosen_ones.items) options.only_records.insert(item.record.id);
  chosen_ones.report = archive.verify(options);
  return chosen_ones;
}

bool fit_to_leave(const Consignment& consignment, Diagnostics& told) {
  std::map<std::string, std::size_t> bad;
  for (const Finding& f : consignment.report.findings) {
    if (f.severity != Severity::error) continue;
    told.add(to_diagnostic(f));
    ++bad[f.record];
  }
  for (const auto& [id, count] : bad) {
    told.error(codes::kNotFitToHandOver, Place::in_file(id.empty() ? std::string(kLog) : id),
               (id.empty() ? std::string("档案库本身没有通过核验") : "“" + id + "”没有通过核验（" + std::to_string(count) + " 处）") + "，不能移交；什么都没有写",
               {"先用 gongwen archive repair --from 镜像 修复；一时不能修复的，用 --except 编号 留下，另行处理"});
  }
  return bad.empty();
}

}  // namespace gongwen::archive
