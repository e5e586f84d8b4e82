#include "app/usecases/review.h"

#include <algorithm>
#include <set>

#include "app/usecases/data_check.h"
#include "app/usecases/filing.h"
#include "app/usecases/printing.h"
#include "foundation/base/codes.h"

namespace gongwen::usecases {
namespace {

using archive::EventKind;
using json::Node;

/// The label of the field a problem speaks of, as the form prints it; else its path or place.
std::string where(const Diagnostic& d, const tmpl::Template* form) {
  std::string path;
  for (std::size_t i = 0; i < d.field.size(); ++i) {   // `budget[B1].amount` → `budget.amount`
    if (d.field[i] == '[') i = std::min(d.field.find(']', i), d.field.size());
    else path += d.field[i];
  }
  const data::Field* const field = form != nullptr && !path.empty() ? form->schema().find(path) : nullptr;
  return field != nullptr ? field->label : d.field;
}

Node problem(std::string where, std::string what, std::string hint) {
  Node out = Node::object({{"text", text(std::move(what))}});
  if (!where.empty()) out.set("where", text(std::move(where)));
  if (!hint.empty()) out.set("hint", text(std::move(hint)));
  return out;
}

class Reviewer {
 public:
  Reviewer(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReviewRequest& request)
      : env_(env), house_(house), archive_(archive), identity_(identity), request_(request), checks_(env, house) {}

  Review run(Diagnostics& out, const ReviewProgress& progress) {
    Review review;
    const std::size_t faults = out.size();
    if (request_.kind == EventKind::returned) press_ = open_press(env_, house_, "return-notice", request_.looks, out);
    if (request_.kind == EventKind::destroyed) press_ = open_press(env_, house_, "destruction-list", request_.looks, out);
    if (out.size() != faults && out.has_errors()) return review;
    const auto& all = request_.decisions;
    // What is destroyed and the list of it are one group: whatever stops the program, there is never one without the other.
    const std::size_t size = request_.kind == EventKind::destroyed ? all.size() : kGroup;
    for (std::size_t first = 0; first < all.size(); first += size) {
      const std::size_t end = std::min(first + size, all.size());
      group({all.data() + first, end - first}, review, out);
      if (progress && !progress(end, all.size())) {
        review.stopped = true;
        break;
      }
    }
    return review;
  }

 private:
  void group(std::span<const Decision> decisions, Review& review, Diagnostics& out) {
    std::vector<Decided>& into = review.decided;
    std::vector<archive::Step> steps;
    std::vector<std::size_t> whose;
    std::vector<std::optional<Rendered>> notices(decisions.size());
    const std::size_t base = into.size();
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      into.push_back({decisions[i].record_id, false, std::nullopt, {}, {}});
      if (auto step = step_of(decisions[i], notices[i], into.back().problems)) {
        steps.push_back(std::move(*step));
        whose.push_back(i);
      }
    }
    List list;
    archive::Closing closing;
    if (request_.kind == EventKind::destroyed) closing = [&](std::span<const archive::Acted> group, Diagnostics& faults) { return list_of(group, list, faults); };
    auto acted = archive_.act(steps, identity_, closing);
    if (acted.size() > steps.size()) settle(acted.back(), list, review, out);
    for (std::size_t k = 0; k < steps.size(); ++k) {
      const std::size_t i = whose[k];
      Decided& decided = into[base + i];
      decided.done = acted[k].done;
      decided.event = std::move(acted[k].event);
      decided.problems.append(acted[k].problems);
      if (decided.done && notices[i]) decided.files = write_paper(env_, *notices[i], request_.out);
    }
    for (std::size_t i = 0; i < decisions.size(); ++i) placed(into[base + i].problems, decisions[i].place);
  }

  /// A problem of a row points at the row.
  static void placed(Diagnostics& problems, const Place& row) {
    if (row.kind == Place::Kind::none) return;
    Diagnostics moved;
    for (Diagnostic d : problems.all()) {
      d.place = row;
      moved.add(std::move(d));
    }
    problems = std::move(moved);
  }

  std::optional<archive::Step> step_of(const Decision& decision, std::optional<Rendered>& notice, Diagnostics& out) {
    if (decision.reason.empty() && request_.kind != EventKind::approved) {
      out.error(codes::kBadDecision, Place::in_file(decision.record_id), std::string(archive::chinese_name_of(request_.kind)) + "要写明理由", {"加上 --reason，或在表里填“理由”一栏"});
      return std::nullopt;
    }
    archive::Step step;
    step.record_id = decision.record_id;
    step.event = archive::EventDraft{request_.kind, request_.actor, decision.reason, Node::object()};
    if (request_.kind != EventKind::returned) return step;
    auto record = archive_.summary(decision.record_id);
    if (!record) {
      out.add(record.error());
      return std::nullopt;
    }
    if (!archive::may_happen(record->state, EventKind::returned)) return step;   // the archive says why not, and what instead
    if (const Date today = archive::office_day(env_.now()); decision.due && *decision.due < today) {
      out.error(codes::kBadDecision, Place::in_file(decision.record_id), "补正期限 " + decision.due->iso() + " 已经过去，今天是 " + today.iso(), {"写一个今天以后的日期，或不写"});
      return std::nullopt;
    }
    const Node problems = problems_of(decision);
    Diagnostics found;
    notice = print_node(press_, notice_record(decision, *record, problems), {Format::pdf, Format::docx}, found);
    for (Diagnostic d : found.all()) {   // nobody wrote the notice's data: the place is the decision's
      d.place = Place::in_file(decision.record_id);
      out.add(std::move(d));
    }
    if (!notice) return std::nullopt;
    FilingRequest filing;
    filing.record_id = decision.record_id + ".return-" + std::to_string(record->events + 1);
    filing.actor = request_.actor;
    filing.note = "退回 " + decision.record_id;
    step.submission = make_submission(env_, house_, *notice, filing);
    Node& details = step.event->details;
    if (decision.due) details.set("due", text(decision.due->iso()));
    details.set("notice", text(filing.record_id));
    details.set("problems", problems);
    return step;
  }

  Node problems_of(const Decision& decision) {
    Node out = Node::array();
    const std::string name = decision.record_id + ":data/record.json";
    const auto zip = archive_.get_bundle(decision.record_id, 0);
    Diagnostics found;
    if (zip) {
      const auto bundle = archive::BundleReader::open(zip.value(), Place::in_file(name).file, found);
      if (bundle) (void)checks_.check(*bundle, name, found);
      const tmpl::Template* const form = bundle ? checks_.find(bundle->version().render.template_id) : nullptr;
      for (const Diagnostic& d : found.sorted()) {
        if (d.severity != Severity::note) out.push(problem(where(d, form), d.message, d.hints.empty() ? "" : d.hints.front()));
      }
    }
    for (const std::string& remark : decision.remarks) out.push(problem("", remark, ""));
    if (out.items().empty()) out.push(problem("", decision.reason, ""));
    return out;
  }

  Node notice_record(const Decision& decision, const archive::RecordSummary& record, const Node& problems) const {
    const Date today = archive::office_day(env_.now());
    Node out = Node::object({{"to", text(record.responsible.empty() ? "报送单位" : record.responsible)}, {"title", text(record.title)}, {"id", text(record.id)},
                             {"version", Node::number(std::int64_t{record.versions})}, {"arrived", text(record.arrived.iso())}, {"reason", text(decision.reason)},
                             {"problems", problems}, {"organ", text(identity_.sign.certificate().organisation)}, {"date", text(today.iso())}});
    if (decision.due) out.set("due", text(decision.due->iso()));
    if (!request_.actor.empty()) out.set("actor", text(request_.actor));
    return out;
  }

  /// 销毁清册: printed, and as a table.
  struct List {
    std::optional<Rendered> printed;
    std::string csv = "\xEF\xBB\xBF编号,题名,责任者,版,SHA-256,保管期限,保管到,销毁时间,经办人,理由\r\n";
  };

  /// The list of what a group destroys, from the tombstones as they are planned.
  std::optional<archive::Submission> list_of(std::span<const archive::Acted> group, List& list, Diagnostics& out) {
    Node items = Node::array();
    std::set<std::string> reasons;
    for (const archive::Acted& one : group) {
      if (!one.done) continue;
      const archive::Event& e = *one.event;
      const auto detail = [&](const char* key) {
        const Node* const found = e.details.find(key);
        return found != nullptr && found->is(json::Kind::string) ? found->text() : std::string{};
      };
      const auto stones = archive::tombstones_of(e);
      std::string reason = e.reason;   // on one line of the paper
      for (std::size_t at = 0; (at = reason.find('\n', at)) != std::string::npos;) reason.replace(at, 1, "；");
      Node item = Node::object({{"id", text(e.record_id)}, {"title", text(detail("title"))}, {"versions", Node::number(static_cast<std::int64_t>(stones.size()))},
                                {"retention", text(detail("retention"))}, {"until", text(detail("kept_until"))}, {"reason", text(reason)}});
      if (!detail("responsible").empty()) item.set("responsible", text(detail("responsible")));
      items.push(std::move(item));
      reasons.insert(reason);
      for (const archive::Tombstone& stone : stones) {
        list.csv += csv_row({e.record_id, detail("title"), detail("responsible"), std::to_string(stone.version), stone.sha256, detail("retention"), detail("kept_until"),
                             e.at.iso(), e.actor, e.reason});
      }
    }
    const std::string day = archive::office_day(env_.now()).iso();
    Node record = Node::object({{"organ", text(identity_.sign.certificate().organisation)}, {"archive", text(archive_.title())}, {"actor", text(request_.actor)},
                                {"date", text(day)}, {"items", std::move(items)}});
    if (reasons.size() == 1) record.set("reason", text(*reasons.begin()));   // else each row has its own
    list.printed = print_node(press_, record, {Format::pdf, Format::docx}, out);
    if (!list.printed) return std::nullopt;
    FilingRequest filing;
    filing.record_id = "destruction-" + day;
    filing.actor = request_.actor;
    filing.note = "销毁清册";
    archive::Submission submission = make_submission(env_, house_, *list.printed, filing);
    submission.bundle.attachments.push_back({archive::AttachmentRole::evidence, "销毁清册.csv", list.csv});
    return submission;
  }

  void settle(const archive::Acted& closed, const List& list, Review& review, Diagnostics& out) {
    out.append(closed.problems);
    if (!closed.done) return;
    review.list_record = closed.version->record_id;
    review.files = write_paper(env_, *list.printed, request_.out);
    review.files.push_back(request_.out / (list.printed->paper.name + ".csv"));
    write_file_atomic(env_, review.files.back(), list.csv);
  }

  Env& env_;
  const House& house_;
  archive::Archive& archive_;
  const sign::Identity& identity_;
  const ReviewRequest& request_;
  DataCheck checks_;
  std::shared_ptr<const Press> press_;
};

}  // namespace

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (!out.empty() || &cell != cells.data()) out += ',';
    // A spreadsheet calculates what begins like a formula, and titles come from outside: an apostrophe keeps it text.
    const std::string shown = (cell.find_first_of("=+-@\t\r") == 0 ? "'" : "") + cell;
    if (shown.find_first_of(",\"\r\n") == std::string::npos) {
      out += shown;
      continue;
    }
    out += '"';
    for (const char c : shown) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

Review review(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReviewRequest& request, Diagnostics& out,
              const ReviewProgress& progress) {
  return Reviewer(env, house, archive, identity, request).run(out, progress);
}

}  // namespace gongwen::usecases
