// `archive list`, and what `archive show` tells of a record's events.

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/review.h"

namespace gongwen::cli {
namespace {

using json::Node;

struct ListArguments {
  std::string folder, title, tmpl, prefix, state, task, city, responsible, number, after;
  std::uint32_t limit = 0;
  bool overdue = false, expired = false, unnumbered = false, csv = false;
};

constexpr const char* kStates = "filed 已归档、submitted 待审核、received 已收件、returned 已退回、approved 已批准、withdrawn 已撤回、destroyed 已销毁";

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& one : texts) out += (out.empty() ? "" : "、") + one;
  return out;
}

std::string day(const std::optional<Date>& date) { return date ? date->iso() : ""; }

Node to_json(const archive::RecordSummary& r, Date today) {
  Node line = Node::object();
  line.set("id", Node::string(r.id));
  line.set("title", Node::string(r.title));
  line.set("template", Node::string(r.template_id));
  line.set("responsible", Node::string(r.responsible));
  line.set("versions", Node::number(std::int64_t{r.versions}));
  line.set("made_at", Node::string(r.made_at.iso()));
  line.set("state", Node::string(std::string(archive::name_of(r.state))));
  line.set("since", Node::string(r.since.iso()));
  line.set("events", Node::number(std::int64_t{r.events}));
  Node tasks = Node::array();
  for (const auto& task : r.tasks) tasks.push(Node::string(task));
  line.set("tasks", std::move(tasks));
  line.set("city", Node::string(r.city));
  line.set("arrived", Node::string(r.arrived.iso()));
  line.set("due", r.due ? Node::string(r.due->iso()) : Node());
  line.set("overdue", Node::boolean(r.overdue(today)));
  line.set("retention", Node::string(r.retention));
  line.set("archive_number", Node::string(r.archive_number));
  line.set("date", r.date ? Node::string(r.date->iso()) : Node());
  line.set("kept_until", r.kept_until ? Node::string(r.kept_until->iso()) : Node());
  return line;
}

int list(const Console& console, const ListArguments& a) {
  if (a.csv && console.json) throw UsageError{"--csv 和 --json 只能选一个"};
  archive::Query query;
  query.title = a.title;
  query.template_id = a.tmpl;
  query.id_prefix = a.prefix;
  query.responsible = a.responsible;
  query.state = state_option(a.state);
  query.task = a.task;
  query.city = a.city;
  const Date today = archive::office_day(console.env.now());
  if (a.overdue) query.overdue = today;
  if (a.expired) query.expired = today;
  query.archive_number = a.number;
  if (a.unnumbered) query.numbered = false;
  query.after = a.after;
  if (a.limit != 0) query.limit = std::uint64_t{a.limit} + 1;   // one more tells whether there is more
  auto archive = open_archive(console, a.folder);
  auto records = archive.list(query);
  const bool more = a.limit != 0 && records.size() > a.limit;
  if (more) records.pop_back();
  // A mark in front, so that Excel and WPS read it as UTF-8.
  if (a.csv) console.raw("\xEF\xBB\xBF" + usecases::csv_row({"编号", "题名", "状态", "版数", "责任者", "地区", "重点任务", "收到日期", "应交日期", "逾期", "保管期限", "保管到", "模板", "日期", "档号"}));
  for (const auto& r : records) {
    if (console.json) {
      console.out_json(to_json(r, today));
    } else if (a.csv) {
      console.raw(usecases::csv_row({r.id, r.title, std::string(archive::chinese_name_of(r.state)), std::to_string(r.versions), r.responsible, r.city, joined(r.tasks),
                                     r.arrived.iso(), day(r.due), r.overdue(today) ? "是" : "", r.retention, day(r.kept_until), r.template_id, day(r.date), r.archive_number}));
    } else {
      console.out(r.id + "  " + std::string(archive::chinese_name_of(r.state)) + "  " + std::to_string(r.versions) + " 版  " + r.arrived.iso() + "  " + r.title + (r.archive_number.empty() ? "" : "  " + r.archive_number) +
                  (r.overdue(today) ? "  逾期（应交 " + day(r.due) + "）" : ""));
    }
  }
  if (more) console.note("先列 " + std::to_string(records.size()) + " 件，后面还有；接着列：加上 --after " + records.back().id);
  else if (!console.json) console.note((a.after.empty() ? "共 " : "到此为止，这一段 ") + std::to_string(records.size()) + " 件");
  return kDone;
}

}  // namespace

std::optional<archive::State> state_option(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto state = archive::state_of(text)) return state;
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(archive::State::destroyed); ++i) {
    if (archive::chinese_name_of(static_cast<archive::State>(i)) == text) return static_cast<archive::State>(i);
  }
  throw UsageError{"--state 的值“" + text + "”不对；可以写 " + kStates};
}

void tell_events(const Console& console, archive::Archive& archive, const std::string& id) {
  auto events = archive.events(id);
  if (!events) return;
  for (const auto& e : events.value()) {
    if (console.json) {
      Node line = Node::object();
      line.set("event", Node::number(std::int64_t{e.number}));
      line.set("kind", Node::string(std::string(archive::name_of(e.kind))));
      line.set("version", Node::number(std::int64_t{e.version}));
      line.set("at", Node::string(e.at.iso()));
      line.set("actor", Node::string(e.actor));
      line.set("reason", Node::string(e.reason));
      line.set("organisation", Node::string(e.organisation));
      line.set("details", e.details);
      console.out_json(line);
      continue;
    }
    const Node* const number = e.kind == archive::EventKind::numbered ? e.details.find("archive_number") : nullptr;
    console.out(std::string(archive::chinese_name_of(e.kind)) + (number == nullptr || !number->is(json::Kind::string) ? "" : " " + number->text()) + "  " + archive::office_minute(e.at) + "  " + e.organisation + (e.actor.empty() ? "" : "（" + e.actor + "）") +
                (e.reason.empty() ? "" : "  " + e.reason));
  }
}

void add_archive_list(CLI::App& archive, Session& session) {
  auto a = std::make_shared<ListArguments>();
  a->folder = default_archive(session.console.env);
  auto* c = archive.add_subcommand("list", "列出各件，可按状态、任务、地区、逾期筛选");
  archive_option(*c, a->folder);
  c->add_option("--state", a->state, std::string("状态：") + kStates)->option_text("状态");
  c->add_option("--task", a->task, "重点任务的编号，如 5")->option_text("编号");
  c->add_option("--city", a->city, "所在地区含有，如 洛阳")->option_text("文字");
  c->add_flag("--overdue", a->overdue, "只列逾期的：迟于应交日期收到，或退回后过了期限还没有再交");
  c->add_flag("--expired", a->expired, "只列保管期限已满、还没有销毁的");
  c->add_option("--title", a->title, "题名含有")->option_text("文字");
  c->add_option("--responsible", a->responsible, "责任者含有")->option_text("文字");
  c->add_option("--template", a->tmpl, "模板")->option_text("名字");
  c->add_option("--prefix", a->prefix, "编号以此开头")->option_text("文字");
  c->add_option("--number", a->number, "档号含有")->option_text("文字");
  c->add_flag("--unnumbered", a->unnumbered, "只列还没有档号的")->excludes("--number");
  c->add_option("--limit", a->limit, "最多列这么多件")->option_text("N")->check(CLI::PositiveNumber);
  c->add_option("--after", a->after, "从这个编号之后列起，与 --limit 一起逐段看")->option_text("编号");
  c->add_flag("--csv", a->csv, "写成 CSV（Excel、WPS 可以直接打开；加上“理由”一栏就能用作 approve、return 的 --csv，加上“机构或问题”一栏就能用作 arrange 的）");
  c->callback([&session, a] { session.run = [&session, a] { return answered([&] { return list(session.console, *a); }); }; });
}

}  // namespace gongwen::cli
