#include "app/usecases/arrange.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "app/usecases/filing.h"
#include "content/data/load.h"
#include "foundation/base/codes.h"

namespace gongwen::usecases {
namespace {

using archive::NumberParts;
using archive::RecordSummary;
using json::Node;

/// A record on its way to a 档号.
struct Candidate {
  NumberWish wish;
  RecordSummary record;
  NumberParts parts;
  std::string retention;
};

class Arranger {
 public:
  Arranger(archive::Archive& archive, const archive::Numbering& rule, const ArrangeRequest& request) : archive_(archive), rule_(rule), request_(request), ledger_(rule) {}

  Arrangement run(const sign::Identity* identity) {
    Diagnostics ignored;   // told by check_numbers
    for (const RecordSummary& r : archive_.list()) ledger_.take(r.id, r.archive_number, ignored);
    std::vector<Candidate> candidates;
    for (NumberWish& wish : wishes()) {
      if (auto one = candidate(std::move(wish))) candidates.push_back(std::move(*one));
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(archive::group_of(a.parts), a.record.date, a.record.id) < std::tuple(archive::group_of(b.parts), b.record.date, b.record.id);
    });
    std::vector<archive::Step> steps;
    std::vector<std::size_t> whose;
    for (const Candidate& one : candidates) number(one, steps, whose);
    if (!request_.dry_run && identity != nullptr) write(steps, whose, *identity);
    return std::move(out_);
  }

 private:
  std::vector<NumberWish> wishes() {
    if (!request_.wishes.empty()) return request_.wishes;
    archive::Query query = request_.query;
    query.numbered = false;
    std::vector<NumberWish> all;
    for (const RecordSummary& r : archive_.list(query)) {
      if (archive::may_happen(r.state, archive::EventKind::numbered)) all.push_back({r.id, {}, {}, {}, {}, {}});
    }
    return all;
  }

  /// Nothing, with the reasons told, for a record that cannot have a 档号.
  std::optional<Candidate> candidate(NumberWish wish) {
    Candidate c{std::move(wish), {}, {}, {}};
    const auto refuse = [&](Diagnostic d) {
      if (c.wish.place.kind != Place::Kind::none) d.place = c.wish.place;
      else if (d.place.kind == Place::Kind::none) d.place = Place::in_file(c.wish.record_id);
      Arranged told{c.wish.record_id, c.record.title, {}, c.record.archive_number, false, {}};
      told.problems.add(std::move(d));
      out_.records.push_back(std::move(told));
      return std::nullopt;
    };
    const auto fault = [](std::string_view code, std::string message, std::string hint) { return Diagnostic{Severity::error, code, {}, std::move(message), {std::move(hint)}, {}, {}}; };
    auto record = archive_.summary(c.wish.record_id);
    if (!record) return refuse(record.error());
    c.record = std::move(record).value();
    const RecordSummary& r = c.record;
    const std::string id = "“" + r.id + "”";
    if (!archive::may_happen(r.state, archive::EventKind::numbered)) {
      return refuse(fault(r.state == archive::State::destroyed ? codes::kDestroyed : codes::kIllegalStep, id + std::string(archive::chinese_name_of(r.state)) + "，不能编档号",
                          archive::instead_of(r.state, archive::EventKind::numbered)));
    }
    if (!c.wish.archive_number.empty()) {
      if (c.wish.archive_number == r.archive_number) return ++out_.kept, std::nullopt;
      auto parts = archive::read_number(rule_, c.wish.archive_number);
      if (!parts) return refuse(parts.error());
      c.parts = std::move(parts).value();
      c.retention = archive::retention_of_code(c.parts.retention);
      if (!r.retention.empty() && r.retention != c.retention) {
        return refuse(fault(codes::kBadArchiveNumber, "档号“" + c.wish.archive_number + "”里的保管期限是" + c.retention + "，这一件是" + r.retention, "改成 " + archive::retention_code(r.retention)));
      }
      return c;
    }
    if (!r.archive_number.empty()) return refuse(fault(codes::kCannotNumber, id + "已有档号 " + r.archive_number, "要改号，用 --number 写明新的档号"));
    c.retention = !r.retention.empty() ? r.retention : !c.wish.retention.empty() ? c.wish.retention : request_.retention;
    if (!archive::valid_retention(c.retention)) {
      return refuse(c.retention.empty() ? fault(codes::kCannotNumber, id + "没有保管期限，编不了档号", "用 --retention 永久、30年 或 10年 写明；只用于没有期限的件")
                                        : fault(codes::kCannotNumber, "保管期限“" + c.retention + "”不对", "可以写 永久、30年、10年"));
    }
    if (!r.retention.empty() && !c.wish.retention.empty() && c.wish.retention != r.retention) {
      return refuse(fault(codes::kCannotNumber, id + "的保管期限是" + r.retention + "，表里写的是" + c.wish.retention, "编档号不改已定的保管期限"));
    }
    const std::string office = !c.wish.office.empty() ? c.wish.office : request_.office.empty() ? rule_.office : request_.office;
    c.parts = {rule_.fonds, rule_.category, c.wish.year.empty() ? std::to_string(r.date.value_or(archive::office_day(r.made_at)).year) : c.wish.year, archive::retention_code(c.retention), office, {}};
    if (rule_.pattern.find("{机构") == std::string::npos && rule_.pattern.find("{问题") == std::string::npos) c.parts.office.clear();
    else if (const std::string wrong = archive::wrong_office(c.parts.office); !wrong.empty()) return refuse(fault(codes::kCannotNumber, id + wrong, "用 --office 或表里的“机构或问题”一栏写明，如 办公室"));
    if (c.parts.year.size() != 4 || c.parts.year.find_first_not_of("0123456789") != std::string::npos) return refuse(fault(codes::kCannotNumber, "年度“" + c.parts.year + "”不对", "写成四位数字，如 2026"));
    return c;
  }

  void number(const Candidate& c, std::vector<archive::Step>& steps, std::vector<std::size_t>& whose) {
    Arranged a{c.record.id, c.record.title, c.wish.archive_number, c.record.archive_number, false, {}};
    if (a.archive_number.empty()) a.archive_number = ledger_.next(c.record.id, c.parts, request_.fill_gaps, a.problems).value_or("");
    else ledger_.take(c.record.id, a.archive_number, a.problems);
    auto parts = archive::read_number(rule_, a.archive_number);
    if (parts && !a.problems.has_errors()) {
      a.done = request_.dry_run;
      steps.push_back(step_of(c, a, parts.value()));
      whose.push_back(out_.records.size());
    }
    placed(a, c.wish.place);
    places_.resize(out_.records.size() + 1);
    places_[out_.records.size()] = c.wish.place;
    out_.records.push_back(std::move(a));
  }

  archive::Step step_of(const Candidate& c, const Arranged& a, const NumberParts& parts) const {
    archive::Step step;
    step.record_id = c.record.id;
    Node details = Node::object({{"archive_number", text(a.archive_number)}, {"pattern", text(rule_.pattern)}, {"fonds", text(parts.fonds)}, {"category", text(parts.category)},
                                 {"year", text(parts.year)}, {"office", text(parts.office)}, {"item", text(parts.item)}});
    if (c.record.retention.empty()) details.set("retention", text(c.retention));
    if (!a.before.empty()) details.set("replaces", text(a.before));
    step.event = archive::EventDraft{archive::EventKind::numbered, request_.actor, request_.reason, std::move(details)};
    return step;
  }

  static void placed(Arranged& a, const Place& row) {
    if (row.kind == Place::Kind::none) return;
    Diagnostics moved;
    for (Diagnostic d : a.problems.all()) {
      d.place = row;
      moved.add(std::move(d));
    }
    a.problems = std::move(moved);
  }

  void write(std::span<const archive::Step> steps, std::span<const std::size_t> whose, const sign::Identity& identity) {
    for (std::size_t first = 0; first < steps.size(); first += kGroup) {
      const std::size_t count = std::min(kGroup, steps.size() - first);
      auto acted = archive_.act(steps.subspan(first, count), identity);
      for (std::size_t i = 0; i < count; ++i) {
        Arranged& a = out_.records[whose[first + i]];
        a.done = acted[i].done;
        a.problems.append(acted[i].problems);
        placed(a, places_[whose[first + i]]);
      }
    }
  }

  archive::Archive& archive_;
  const archive::Numbering& rule_;
  const ArrangeRequest& request_;
  archive::NumberLedger ledger_;
  Arrangement out_;
  std::vector<Place> places_;   // of the rows, by record of out_
};

}  // namespace

std::vector<NumberWish> read_wishes(std::shared_ptr<const FileBytes> file, const std::string& name, Diagnostics& out) {
  data::Schema schema;
  schema.root.type = data::Type::object;
  const auto column = [&](const char* key, const char* label) {
    data::Field field;
    field.name = field.path = key;
    field.label = label;
    field.type = data::Type::text;
    field.multiline = true;
    field.required = std::string_view(key) == "id";
    schema.root.children.push_back(std::move(field));
  };
  for (const auto& [key, label] : {std::pair{"id", "编号"}, {"office", "机构或问题"}, {"year", "年度"}, {"number", "档号"}, {"retention", "保管期限"}}) column(key, label);
  // what `archive list --csv` writes beside them: carried along, not read
  for (const char* label : {"题名", "状态", "版数", "责任者", "地区", "重点任务", "收到日期", "应交日期", "逾期", "保管到", "模板", "日期"}) column(label, label);
  const auto rows = data::open_csv(std::move(file), name, schema);
  out.append(rows->problems());
  std::vector<NumberWish> wishes;
  if (rows->problems().has_errors()) return wishes;
  std::set<std::string> seen;
  while (auto raw = rows->next()) {
    const data::Loaded loaded = rows->load(*raw);
    out.append(loaded.diagnostics);
    if (!loaded.ok()) continue;
    const data::Record& r = loaded.record;
    NumberWish one{text_of(r, "id"), text_of(r, "number"), text_of(r, "office"), text_of(r, "year"), text_of(r, "retention"), r.place};
    if (const data::Value* const id = r.root.find("id")) one.place = id->place();
    if (!seen.insert(one.record_id).second) {
      out.error(codes::kBadDecision, one.place, "“" + one.record_id + "”在表里写了两次", {"每件只留一行"});
      continue;
    }
    wishes.push_back(std::move(one));
  }
  return wishes;
}

Diagnostic no_numbering(const archive::Archive& archive) {
  return {Severity::error, codes::kCannotNumber, Place::in_file(archive.folder().string()), "这个档案库还没有档号的规则", {"先设定：gongwen archive numbering --fonds Z109 --office 办公室"}, {}, {}};
}

Arrangement arrange(archive::Archive& archive, const sign::Identity* identity, const ArrangeRequest& request, Diagnostics& out) {
  const auto rule = archive.numbering();
  if (!rule) {
    out.add(rule.error());
    return {};
  }
  if (!rule.value()) {
    out.add(no_numbering(archive));
    return {};
  }
  return Arranger(archive, *rule.value(), request).run(identity);
}

std::uint64_t check_numbers(archive::Archive& archive, const archive::Numbering& numbering, Diagnostics& out) {
  archive::NumberLedger ledger(numbering);
  archive::Query query;
  query.numbered = true;
  for (const RecordSummary& r : archive.list(query)) ledger.take(r.id, r.archive_number, out);
  ledger.tell_gaps(out);
  return ledger.count();
}

}  // namespace gongwen::usecases
