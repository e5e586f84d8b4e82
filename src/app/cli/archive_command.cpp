#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/filing.h"
#include "trust/archive/archive.h"

namespace gongwen::cli {
namespace {

using archive::Archive;
using json::Node;

struct ArchiveArguments {
  std::string folder, keys, passphrase_file;
  std::string id, title, actor, note, retention, draft, tmpl, data, out, name, prefix;
  std::vector<std::string> attach, range;
  PaperOptions paper;
  std::string tsa;
  std::uint32_t version = 0;
  bool whole = false, sign_pdf = false;
};

int init(const Console& console, const ArchiveArguments& a) {
  if (a.folder.empty()) throw UsageError{"没有说建在哪里：用 --archive 文件夹"};
  const auto identity = open_keys(console, a.keys, a.passphrase_file);
  const auto made = Archive::init(console.env, a.folder, identity, {a.title});
  if (!made) return told(console, made.error());
  console.out("档案库已建立：" + a.folder);
  console.out("证书 SHA-256 指纹：" + identity.sign.certificate().printed_fingerprint());
  return kDone;
}

int add(const Console& console, const ArchiveArguments& a) {
  usecases::FilingRequest request;
  request.render.template_name = a.tmpl;
  request.render.data_name = a.data == "-" ? "<标准输入>" : a.data;
  request.render.data = read_input(console.env, a.data);
  request.render.data_folder = fs::path(a.data).parent_path();
  request.render.looks = a.paper.looks();
  const auto formats = usecases::parse_formats(a.paper.formats);
  if (!formats) throw UsageError{"--format 的值“" + a.paper.formats + "”不对；可以写 pdf、docx 或 pdf,docx"};
  request.render.formats = *formats;
  request.render.date = date_option(a.paper.date);
  request.render.show_values = console.show_values;
  request.record_id = a.id;
  request.actor = a.actor;
  request.note = a.note;
  request.retention = retention_option(a.retention);
  request.draft = draft_option(a.draft);
  request.sign_pdf = a.sign_pdf;
  for (const auto& one : a.attach) {
    auto [role, file] = role_and_file(one, "--attach");
    request.attachments.push_back({role, std::move(file)});
  }
  Archive archive = open_archive(console, a.folder);
  auto identity = open_keys(console, a.keys, a.passphrase_file);  // before any work: nobody waits to be told of a wrong passphrase
  identity.time = time_option(a.tsa);
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  const auto added = usecases::file_paper(console.env, house, archive, identity, request, problems);
  console.tell(problems);
  if (!added) return kInputWrong;
  if (console.json) {
    Node line = Node::object();
    line.set("id", Node::string(added->record_id));
    line.set("version", Node::number(std::int64_t{added->number}));
    line.set("sha256", Node::string(added->sha256));
    line.set("leaf", Node::number(static_cast<std::int64_t>(added->leaf)));
    line.set("file", Node::string(added->file.string()));
    console.out_json(line);
  } else {
    console.out(added->record_id + " 第 " + std::to_string(added->number) + " 版已归档：" + (fs::path(a.folder) / added->file).string());
    console.out("    SHA-256 " + added->sha256 + "，日志第 " + std::to_string(added->leaf) + " 条");
  }
  return kDone;
}

int show(const Console& console, const ArchiveArguments& a) {
  Archive archive = open_archive(console, a.folder);
  const auto versions = archive.show(a.id);
  if (!versions) return told(console, versions.error());
  auto record = archive.summary(a.id);
  const bool destroyed = record && record->state == archive::State::destroyed;
  for (const auto& v : versions.value()) {
    if (destroyed && !console.json) {
      console.out("第 " + std::to_string(v.number) + " 版  已销毁，只留有销毁记录");
      console.out("    SHA-256 " + v.sha256);
      continue;
    }
    if (console.json) {
      Node line = Node::object();
      line.set("version", Node::number(std::int64_t{v.number}));
      if (destroyed) line.set("destroyed", Node::boolean(true));
      line.set("made_at", destroyed ? Node() : Node::string(v.made_at.iso()));
      line.set("actor", Node::string(v.actor));
      line.set("organisation", Node::string(v.organisation));
      line.set("certificate", Node::string(v.certificate));
      line.set("note", Node::string(v.note));
      line.set("sha256", Node::string(v.sha256));
      line.set("bytes", Node::number(static_cast<std::int64_t>(v.size)));
      Node attached = Node::array();
      for (const auto& x : v.attachments) {
        Node one = Node::object();
        one.set("role", Node::string(std::string(archive::name_of(x.role))));
        one.set("name", Node::string(x.name));
        one.set("path", Node::string(x.path));
        one.set("sha256", Node::string(x.sha256));
        attached.push(std::move(one));
      }
      line.set("attachments", std::move(attached));
      console.out_json(line);
      continue;
    }
    console.out("第 " + std::to_string(v.number) + " 版  " + archive::office_minute(v.made_at) + "  " + human_size(v.size) + "  " + v.organisation +
                (v.actor.empty() ? "" : "（" + v.actor + "）") + (v.note.empty() ? "" : "  " + v.note));
    console.out("    SHA-256 " + v.sha256);
    for (const auto& x : v.attachments) {
      console.out("    附件 " + x.name + "（" + std::string(archive::name_of(x.role)) + "，" + human_size(x.size) + "）");
    }
  }
  tell_events(console, archive, a.id);
  return kDone;
}

int log(const Console& console, const ArchiveArguments& a) {
  Archive archive = open_archive(console, a.folder);
  const auto entries = archive.log();
  if (!entries) return told(console, entries.error());
  for (const auto& e : entries.value()) {
    if (console.json) {
      Node line = Node::object();
      line.set("leaf", Node::number(static_cast<std::int64_t>(e.leaf)));
      line.set("kind", Node::string(e.kind));
      line.set("id", Node::string(e.record_id));
      line.set("version", Node::number(std::int64_t{e.number}));
      line.set("sha256", Node::string(e.sha256));
      line.set("at", Node::string(e.at.iso()));
      console.out_json(line);
    } else {
      console.out(std::to_string(e.leaf) + "  " + archive::office_minute(e.at) + "  " + e.record_id + " 第 " + std::to_string(e.number) + (e.kind == "event" ? " 个事件  " : " 版  ") + e.sha256.substr(0, 16) + "…");
    }
  }
  if (!console.json) console.note("检查点（请另存一份，可发现整库回退）：\n" + archive.checkpoint());
  return kDone;
}

int get(const Console& console, const ArchiveArguments& a) {
  Archive archive = open_archive(console, a.folder);
  if (a.whole || a.name.empty()) {
    const auto zip = archive.get_bundle(a.id, a.version);
    if (!zip) return told(console, zip.error());
    if (a.out == "-") return console.raw(zip.value()), static_cast<int>(kDone);
    const fs::path path = a.out.empty() ? fs::path(a.id + ".zip") : fs::path(a.out);
    if (path.has_parent_path()) console.env.create_dirs(path.parent_path());
    write_file_atomic(console.env, path, zip.value());
    console.out(path.string());
    return kDone;
  }
  const auto bytes = archive.get_file(a.id, a.version, a.name);
  if (!bytes) return told(console, bytes.error());
  if (a.out == "-") return console.raw(bytes.value()), static_cast<int>(kDone);
  const fs::path path = a.out.empty() ? fs::path(a.name).filename() : fs::path(a.out);
  if (path.has_parent_path()) console.env.create_dirs(path.parent_path());
  write_file_atomic(console.env, path, bytes.value());
  console.out(path.string());
  return kDone;
}

std::string shown(const Node& node) {
  if (node.is(json::Kind::null)) return "（无）";
  if (node.is(json::Kind::string) || node.is(json::Kind::number)) return node.text();
  return json::compact(node);
}

int diff(const Console& console, const ArchiveArguments& a) {
  Archive archive = open_archive(console, a.folder);
  const auto versions = archive.show(a.id);
  if (!versions) return told(console, versions.error());
  std::uint32_t before = 0, after = 0;
  const auto number = [](const std::string& text) {
    std::uint32_t n = 0;
    for (const char c : text) {
      if (c < '0' || c > '9' || n > 100'000'000) throw UsageError{"版本号“" + text + "”不是数"};
      n = n * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return n;
  };
  if (a.range.size() == 2) {
    before = number(a.range[0]), after = number(a.range[1]);
  } else {
    after = versions.value().back().number;
    before = a.range.size() == 1 ? number(a.range[0]) : after - 1;
    if (before == 0) throw UsageError{a.id + " 只有一版，没有可比的"};
  }
  const auto difference = archive.diff(a.id, before, after);
  if (!difference) return told(console, difference.error());
  for (const auto& f : difference.value().fields) {
    using Kind = archive::FieldChange::Kind;
    static constexpr const char* kKinds[] = {"added", "removed", "changed", "moved"};
    if (console.json) {
      Node line = Node::object();
      line.set("kind", Node::string(kKinds[static_cast<std::size_t>(f.kind)]));
      line.set("path", Node::string(f.path));
      line.set("before", f.before);
      line.set("after", f.after);
      console.out_json(line);
    } else if (f.kind == Kind::added) {
      console.out("+ " + f.path + "：" + shown(f.after));
    } else if (f.kind == Kind::removed) {
      console.out("- " + f.path + "：" + shown(f.before));
    } else {
      console.out((f.kind == Kind::moved ? "↕ " : "~ ") + f.path + "：" + shown(f.before) + " → " + shown(f.after));
    }
  }
  for (const auto& f : difference.value().files) {
    static constexpr const char* kMarks[] = {"+ ", "- ", "~ "};
    static constexpr const char* kKinds[] = {"file-added", "file-removed", "file-changed"};
    const auto k = static_cast<std::size_t>(f.kind);
    if (console.json) {
      Node line = Node::object();
      line.set("kind", Node::string(kKinds[k]));
      line.set("path", Node::string(f.path));
      line.set("before", Node::string(f.before));
      line.set("after", Node::string(f.after));
      console.out_json(line);
    } else {
      console.out(std::string(kMarks[k]) + "文件 " + f.path + (f.name.empty() ? "" : "（" + f.name + "）"));
    }
  }
  if (difference.value().empty() && !console.json) console.out("两版没有差异");
  return kDone;
}

int reindex(const Console& console, const ArchiveArguments& a) {
  Archive archive = open_archive(console, a.folder);
  Diagnostics problems;
  const bool good = archive.reindex(problems);
  console.tell(problems);
  if (good) console.out("目录已重建");
  return good ? kDone : kFailed;
}

}  // namespace

void add_archive(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("archive", "档案库：归档、收件、审核、整理、移交、核验、镜像");
  c->require_subcommand(1);
  auto a = std::make_shared<ArchiveArguments>();
  a->folder = default_archive(session.console.env);
  a->keys = default_keys(session.console.env);
  const auto command = [&](const char* name, const char* help, int (*work)(const Console&, const ArchiveArguments&)) {
    auto* sub = c->add_subcommand(name, help);
    archive_option(*sub, a->folder);
    sub->callback([&session, a, work] { session.run = [&session, a, work] { return answered([&] { return work(session.console, *a); }); }; });
    return sub;
  };
  const auto with_keys = [&](CLI::App* sub) {
    key_options(*sub, a->keys, a->passphrase_file);
  };
  const auto with_id = [&](CLI::App* sub) { sub->add_option("ID", a->id, "件的编号")->required(); };

  auto* i = command("init", "新建档案库", init);
  i->add_option("--title", a->title, "档案库名称")->option_text("名称");
  with_keys(i);
  auto* n = command("add", "生成一份公文，封存为这一件的下一版", add);
  n->add_option("TEMPLATE", a->tmpl, "自带模板的名字，或模板文件夹")->required();
  n->add_option("--data,-d", a->data, "数据文件（JSON），- 为标准输入")->required()->option_text("文件  必填");
  n->add_option("--id", a->id, "件的编号：字母、数字、- _ .")->required()->option_text("编号  必填");
  n->add_option("--attach", a->attach, "附件，角色=文件，可多次；角色：scan evidence image received")->option_text("角色=文件");
  n->add_option("--actor", a->actor, "归档人")->option_text("姓名");
  n->add_option("--note", a->note, "为何有这一版")->option_text("文字");
  n->add_option("--retention", a->retention, "保管期限：永久、30年、10年；不给就按模板")->option_text("期限");
  n->add_option("--draft", a->draft, "稿本：定稿、正本、副本 …")->option_text("稿本");
  a->paper.declare(*n);
  n->add_flag("--sign-pdf", a->sign_pdf, "在 PDF 里也签名（PAdES），单独流转时可以核验");
  n->add_option("--tsa", a->tsa, "时间戳服务的地址（RFC 3161，http://…）：给签名加盖时间戳")->option_text("网址");
  with_keys(n);
  with_id(command("show", "一件的各版、附件和经过", show));
  command("log", "归档日志和检查点", log);
  auto* g = command("get", "取出一版的封存包，或其中一个文件", get);
  with_id(g);
  g->add_option("FILE", a->name, "包内文件，如 data/document.pdf；不给就取整包");
  g->add_option("--version", a->version, "第几版；不给就是最新一版")->option_text("N");
  g->add_option("-o,--out", a->out, "写到哪里，- 为标准输出")->option_text("文件");
  auto* d = command("diff", "比较两版：逐字段、逐文件", diff);
  with_id(d);
  d->add_option("VERSIONS", a->range, "旧版 新版；不给就比最新两版")->expected(0, 2);
  command("reindex", "扔掉目录，从封存包和日志重建", reindex);
  add_archive_list(*c, session);
  add_archive_receive(*c, session);
  add_archive_review(*c, session);
  add_archive_arrange(*c, session);
  add_archive_hand_over(*c, session);
  add_archive_verify(*c, session);
  add_archive_keeping(*c, session);
}

}  // namespace gongwen::cli
