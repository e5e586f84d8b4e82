// `archive numbering`: how 档号 are written here. `archive arrange`: records get theirs.

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/arrange.h"

namespace gongwen::cli {
namespace {

using json::Node;

struct ArrangeArguments {
  std::string folder, keys, passphrase_file;
  // the rule
  std::string style, pattern, fonds, category, office, archives, archives_code, fonds_name, creator;
  bool check = false;
  // records
  std::vector<std::string> ids;
  std::string csv, number, year, retention, actor, reason;
  RecordFilter filter;
  bool fill_gaps = false, dry_run = false;
};

std::string pattern_option(const ArrangeArguments& a, const std::string& now) {
  if (!a.style.empty() && !a.pattern.empty()) throw UsageError{"--style 和 --pattern 只能给一个"};
  if (a.style == "22" || a.style == "DA/T 22") return std::string(archive::kPattern22);
  if (a.style == "13" || a.style == "DA/T 13") return std::string(archive::kPattern13);
  if (!a.style.empty()) throw UsageError{"--style 的值“" + a.style + "”不对；22 是 DA/T 22-2015，13 是 DA/T 13-2022；别的写法用 --pattern"};
  return a.pattern.empty() ? now : a.pattern;
}

void show_rule(const Console& console, const archive::Numbering& n) {
  if (console.json) {
    Node line = Node::object();
    const auto put = [&](const char* key, const std::string& value) { line.set(key, Node::string(value)); };
    put("pattern", n.pattern);
    put("fonds", n.fonds);
    put("category", n.category);
    put("office", n.office);
    put("archives", n.archives);
    put("archives_code", n.archives_code);
    put("fonds_name", n.fonds_name);
    put("creator", n.creator);
    put("example", archive::example_number(n));
    return console.out_json(line);
  }
  console.out("档号 " + n.pattern);
  console.out("如   " + archive::example_number(n));
  const auto line = [&](const char* what, const std::string& value) {
    if (!value.empty()) console.out(std::string(what) + "：" + value);
  };
  line("机构或问题（没有另写的）", n.office);
  line("全宗名称", n.fonds_name);
  line("立档单位", n.creator);
  line("档案馆", n.archives + (n.archives_code.empty() ? "" : "（" + n.archives_code + "）"));
}

int numbering(const Console& console, const ArrangeArguments& a) {
  auto archive = open_archive(console, a.folder);
  const auto known = archive.numbering();
  const bool sets = !a.style.empty() || !a.pattern.empty() || !a.fonds.empty() || !a.category.empty() || !a.office.empty() || !a.archives.empty() || !a.archives_code.empty() ||
                    !a.fonds_name.empty() || !a.creator.empty();
  if (!known && !sets) return told(console, known.error());
  if (!sets) {
    if (!known.value()) {
      if (a.check) return told(console, usecases::no_numbering(archive));
      if (console.json) console.out_json(Node::object());
      console.note("还没有档号的规则；先设定，如：gongwen archive numbering --fonds Z109 --office 办公室");
      return kDone;
    }
    show_rule(console, *known.value());
    if (!a.check) return kDone;
    Diagnostics found;
    const auto count = usecases::check_numbers(archive, *known.value(), found);
    console.tell(found);
    if (!console.json) console.note("已编档号 " + std::to_string(count) + " 件，" + (found.empty() ? "没有重号、空号和错号" : "发现 " + std::to_string(found.size()) + " 处问题"));
    return found.empty() ? kDone : kDifference;
  }
  if (a.check) throw UsageError{"--check 核对已编的档号，不和设定一起用"};
  archive::Numbering rule = known && known.value() ? *known.value() : archive::Numbering{};
  rule.pattern = pattern_option(a, rule.pattern);
  const auto take = [](std::string& to, const std::string& from) {
    if (!from.empty()) to = from;
  };
  take(rule.fonds, a.fonds);
  take(rule.category, a.category);
  take(rule.office, a.office);
  take(rule.archives, a.archives);
  take(rule.archives_code, a.archives_code);
  take(rule.fonds_name, a.fonds_name);
  take(rule.creator, a.creator);
  const auto identity = open_keys(console, a.keys, a.passphrase_file);
  Diagnostics problems;
  const bool good = archive.set_numbering(rule, identity, problems);
  console.tell(problems);
  if (!good) return exit_code_of(problems);
  show_rule(console, rule);
  return kDone;
}

usecases::ArrangeRequest request_of(const Console& console, const ArrangeArguments& a, Diagnostics& problems) {
  usecases::ArrangeRequest request;
  if (!a.csv.empty() && !a.ids.empty()) throw UsageError{"编号和 --csv 只能给一种"};
  if (!a.number.empty() && a.ids.size() != 1) throw UsageError{"--number 一次给一件：gongwen archive arrange 编号 --number 档号；成批用 --csv"};
  if (a.actor.empty() && !a.dry_run) throw UsageError{"缺少 --actor：谁整理的"};
  if (!a.csv.empty()) request.wishes = usecases::read_wishes(console.env.map_file(a.csv), a.csv, problems);
  for (const auto& id : a.ids) request.wishes.push_back({id, a.number, {}, {}, {}, {}});
  if (a.filter.given() && (!a.csv.empty() || !a.ids.empty())) throw UsageError{"编号或 --csv，和 --prefix、--state 等条件，只能给一种"};
  (void)year_option(a.year);
  if (!a.year.empty()) {
    if (request.wishes.empty()) throw UsageError{"--year 和编号或 --csv 一起用；不给就按各件自己的日期"};
    for (auto& one : request.wishes) {
      if (one.year.empty()) one.year = a.year;
    }
  }
  request.query = a.filter.query();
  request.office = a.office;
  request.retention = retention_option(a.retention);
  request.fill_gaps = a.fill_gaps;
  request.dry_run = a.dry_run;
  request.actor = a.actor;
  request.reason = a.reason;
  return request;
}

int arrange(const Console& console, const ArrangeArguments& a) {
  Diagnostics problems;
  const auto request = request_of(console, a, problems);
  const bool rows_bad = problems.has_errors();
  console.tell(problems);
  if (!a.csv.empty() && request.wishes.empty()) return kInputWrong;
  auto archive = open_archive(console, a.folder);
  std::optional<sign::Identity> identity;
  if (!a.dry_run) identity.emplace(open_keys(console, a.keys, a.passphrase_file));
  Diagnostics faults;
  const auto done = usecases::arrange(archive, identity ? &*identity : nullptr, request, faults);
  console.tell(faults);
  if (faults.has_errors()) return exit_code_of(faults);
  std::size_t good = 0;
  for (const auto& one : done.records) {
    if (one.done) ++good;
    if (console.json) {
      Node line = Node::object();
      line.set("id", Node::string(one.record_id));
      line.set("archive_number", Node::string(one.done ? one.archive_number : ""));
      line.set("before", Node::string(one.before));
      line.set("done", Node::boolean(one.done && !a.dry_run));
      console.out_json(line);
    } else if (one.done) {
      console.out(one.archive_number + "  " + one.record_id + "  " + one.title + (one.before.empty() ? "" : "  （原 " + one.before + "）"));
    }
    console.tell(one.problems);
  }
  if (const auto rule = archive.numbering(); rule && rule.value() && good != 0 && !a.dry_run) {
    Diagnostics found;
    (void)usecases::check_numbers(archive, *rule.value(), found);
    console.tell(found);
  }
  const std::size_t bad = done.records.size() - good;
  if (!console.json) {
    console.note((a.dry_run ? "将编 " : "编了 ") + std::to_string(good) + " 件" + (bad == 0 ? "" : "，没有编成 " + std::to_string(bad) + " 件") +
                 (done.kept == 0 ? "" : "，已是这个号的 " + std::to_string(done.kept) + " 件") + (a.dry_run ? "（只预览，什么都没有写）" : ""));
  }
  if (bad == 0 && !rows_bad) return kDone;
  return a.csv.empty() && done.records.size() == 1 ? kInputWrong : kRowsBad;
}

}  // namespace

void add_archive_arrange(CLI::App& archive, Session& session) {
  const auto begin = [&](const char* name, const char* help, int (*work)(const Console&, const ArrangeArguments&)) {
    auto a = std::make_shared<ArrangeArguments>();
    a->folder = default_archive(session.console.env);
    a->keys = default_keys(session.console.env);
    auto* c = archive.add_subcommand(name, help);
    c->callback([&session, a, work] { session.run = [&session, a, work] { return answered([&] { return work(session.console, *a); }); }; });
    return std::pair(c, a);
  };
  auto [n, na] = begin("numbering", "档号的规则：查看、设定、核对重号和空号", numbering);
  n->add_option("--style", na->style, "22：DA/T 22-2015（Z109-WS·2011-Y-BGS-0001）；13：DA/T 13-2022（Z109-WS·2011·Y·办公室-0001）")->option_text("22|13");
  n->add_option("--pattern", na->pattern, "别的写法，用 {全宗号} {门类} {年度} {保管期限} {机构} {件号:4} 拼成")->option_text("写法");
  n->add_option("--fonds", na->fonds, "全宗号，如 Z109")->option_text("全宗号");
  n->add_option("--category", na->category, "门类代码，不给就是 WS（文书）")->option_text("代码");
  n->add_option("--office", na->office, "机构或问题，没有另写的件都用它")->option_text("机构");
  n->add_option("--fonds-name", na->fonds_name, "全宗名称")->option_text("名称");
  n->add_option("--creator", na->creator, "立档单位名称")->option_text("单位");
  n->add_option("--archives", na->archives, "接收档案的档案馆")->option_text("名称");
  n->add_option("--archives-code", na->archives_code, "档案馆代码")->option_text("代码");
  n->add_flag("--check", na->check, "核对已编的档号：错号、重号、空号；有问题时退出码 5");
  archive_option(*n, na->folder);
  key_options(*n, na->keys, na->passphrase_file);

  auto [r, ra] = begin("arrange", "整理：给已批准、已归档、已收件的件编档号，件号在同一年度、保管期限、机构内从 1 连续；封存的字节不动", arrange);
  r->add_option("ID", ra->ids, "件的编号，可以几个；不给就是所有可编而没有档号的");
  r->add_option("--csv", ra->csv, "一张表，一行一件：编号、机构或问题、年度、档号（给定的）、保管期限；archive list --csv 的表加上几栏就能用")->option_text("文件");
  r->add_option("--number", ra->number, "给定这一件的档号，或改号")->option_text("档号");
  r->add_option("--office", ra->office, "机构或问题；不给就按规则")->option_text("机构");
  r->add_option("--year", ra->year, "年度；不给就按各件自己的日期")->option_text("年度");
  r->add_option("--retention", ra->retention, "保管期限，只用于没有期限的件：永久、30年、10年")->option_text("期限");
  ra->filter.declare(*r);
  r->add_flag("--fill-gaps", ra->fill_gaps, "先补空号，再往后编");
  r->add_flag("--dry-run", ra->dry_run, "只预览，不写");
  r->add_option("--actor", ra->actor, "整理人")->option_text("姓名");
  r->add_option("--reason", ra->reason, "说明")->option_text("文字");
  archive_option(*r, ra->folder);
  key_options(*r, ra->keys, ra->passphrase_file);
}

}  // namespace gongwen::cli
