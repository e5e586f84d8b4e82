// `archive approve|return|withdraw|destroy`: one record, several, or a CSV of them.

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/review.h"

namespace gongwen::cli {
namespace {

using archive::EventKind;
using json::Node;

struct ReviewArguments {
  EventKind kind = EventKind::approved;
  std::string folder, keys, passphrase_file, csv, actor, reason, due, out = ".";
  LookOptions looks;
  std::vector<std::string> ids, remarks;
};

std::vector<usecases::Decision> decisions_of(const Console& console, const ReviewArguments& a, Diagnostics& problems) {
  const auto due = date_option(a.due, "--due");
  if (!a.csv.empty()) {
    if (!a.ids.empty()) throw UsageError{"编号和 --csv 只能给一种"};
    auto decisions = usecases::read_decisions(console.env.map_file(a.csv), a.csv, problems);
    for (auto& one : decisions) {   // what is said once holds for every row that does not say otherwise
      if (one.reason.empty()) one.reason = a.reason;
      if (!one.due) one.due = due;
    }
    return decisions;
  }
  if (a.ids.empty()) throw UsageError{"没有说是哪一件：给出编号，或用 --csv 文件"};
  std::vector<usecases::Decision> decisions;
  for (const auto& id : a.ids) decisions.push_back({id, a.reason, due, a.remarks, {}});
  return decisions;
}

void tell(const Console& console, const ReviewArguments& a, const usecases::Decided& one) {
  if (console.json) {
    Node line = Node::object();
    line.set("id", Node::string(one.record_id));
    line.set("done", Node::boolean(one.done));
    if (one.event) {
      line.set("event", Node::number(std::int64_t{one.event->number}));
      line.set("kind", Node::string(std::string(archive::name_of(one.event->kind))));
      line.set("at", Node::string(one.event->at.iso()));
    }
    Node files = Node::array();
    for (const auto& f : one.files) files.push(Node::string(f.string()));
    line.set("files", std::move(files));
    console.out_json(line);
  } else if (one.done) {
    std::string files;
    for (const auto& f : one.files) files += (files.empty() ? "：" : "、") + f.string();
    console.out(one.record_id + " 已" + std::string(archive::chinese_name_of(a.kind)) + files);
  }
  if (a.csv.empty()) console.tell(one.problems);
}

int review(const Console& console, const ReviewArguments& a) {
  Diagnostics problems;
  usecases::ReviewRequest request;
  request.kind = a.kind;
  request.decisions = decisions_of(console, a, problems);
  request.actor = a.actor;
  request.out = a.out;
  request.looks = a.looks.looks();
  const bool rows_bad = problems.has_errors();
  if (request.decisions.empty() && rows_bad) {
    console.tell(problems);
    return kInputWrong;
  }
  auto archive = open_archive(console, a.folder);
  const auto identity = open_keys(console, a.keys, a.passphrase_file);
  Diagnostics faults;
  usecases::Review done;
  {
    Progress bar(console, std::string(archive::chinese_name_of(a.kind)));
    done = usecases::review(console.env, usecases::find_house(console.env), archive, identity, request, faults, [&](std::uint64_t n, std::uint64_t total) {
      bar.at(n, total);
      return !interrupted();
    });
  }
  if (!a.csv.empty()) {   // what could not be read and what could not be done, in the order of the table's lines
    for (const auto& one : done.decided) problems.append(one.problems);
  }
  console.tell(problems);
  std::size_t bad = 0;
  for (const auto& one : done.decided) {
    tell(console, a, one);
    if (!one.done) ++bad;
  }
  console.tell(faults);
  if (!console.json) {
    for (const auto& f : done.files) console.out(f.string());
    if (!done.list_record.empty()) console.out("销毁清册已归档：" + done.list_record);
    if (request.decisions.size() > 1) console.note("办理 " + std::to_string(done.decided.size() - bad) + " 件，没有办成 " + std::to_string(bad) + " 件");
  }
  if (faults.has_errors()) return kInputWrong;   // of a template: nothing was done
  if (bad == 0 && !rows_bad) return kDone;
  return a.csv.empty() && done.decided.size() == 1 ? kInputWrong : kRowsBad;
}

}  // namespace

void add_archive_review(CLI::App& archive, Session& session) {
  const auto command = [&](const char* name, const char* help, EventKind kind) {
    auto a = std::make_shared<ReviewArguments>();
    a->kind = kind;
    a->folder = default_archive(session.console.env);
    a->keys = default_keys(session.console.env);
    auto* c = archive.add_subcommand(name, help);
    c->add_option("ID", a->ids, "件的编号，可以几个");
    c->add_option("--csv", a->csv, "一张表，一行一件：编号、理由" + std::string(kind == EventKind::returned ? "、补正期限、问题（几条用；隔开）" : "") + "；坏行报出来，好行照办")->option_text("文件");
    c->add_option("--actor", a->actor, "经办人")->required()->option_text("姓名  必填");
    c->add_option("--reason", a->reason, "理由；表里没有写的行也用它")->option_text("文字");
    archive_option(*c, a->folder);
    key_options(*c, a->keys, a->passphrase_file);
    c->callback([&session, a] { session.run = [&session, a] { return answered([&] { return review(session.console, *a); }); }; });
    return std::pair(c, a);
  };
  command("approve", "批准：写下签名的事件", EventKind::approved);
  auto [r, ra] = command("return", "退回：写下签名的事件，并生成退回通知，逐条列出问题", EventKind::returned);
  r->add_option("--due", ra->due, "补正期限")->option_text("日期");
  r->add_option("--remark", ra->remarks, "审核人发现的问题，可多次；数据的问题自动列出")->option_text("文字");
  r->add_option("-o,--out", ra->out, "退回通知写到哪个文件夹")->capture_default_str()->option_text("文件夹");
  ra->looks.declare(*r);
  command("withdraw", "撤回：学校撤回材料，或撤回批准", EventKind::withdrawn);
  auto [d, da] = command("destroy", "销毁保管期限已满的件：留下签名的销毁记录和销毁清册", EventKind::destroyed);
  d->add_option("-o,--out", da->out, "销毁清册写到哪个文件夹")->capture_default_str()->option_text("文件夹");
  da->looks.declare(*d);
}

}  // namespace gongwen::cli
