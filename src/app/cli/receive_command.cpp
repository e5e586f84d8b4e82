// `submit`: a school's signed package. `archive receive`: the province takes packages and papers made elsewhere in.

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/receive.h"
#include "foundation/base/codes.h"

namespace gongwen::cli {
namespace {

using json::Node;

/// Typed metadata of papers that were made elsewhere.
struct PaperOption {
  std::string id, title, responsible, number, kind, recipient, copy_to, secrecy, urgency, draft, archive_number, retention, city, due;
  std::vector<std::string> tasks;

  void declare(CLI::App& c) {
    c.add_option("--id", id, "件的编号：字母、数字、- _ .")->option_text("编号");
    c.add_option("--title", title, "题名")->option_text("文字");
    c.add_option("--responsible", responsible, "责任者：谁的文件")->option_text("单位");
    c.add_option("--number", number, "发文字号")->option_text("文字");
    c.add_option("--kind", kind, "文种，如 函、报告")->option_text("文字");
    c.add_option("--recipient", recipient, "主送")->option_text("单位");
    c.add_option("--copy-to", copy_to, "抄送")->option_text("单位");
    c.add_option("--urgency", urgency, "紧急程度")->option_text("文字");
    c.add_option("--draft", draft, "稿本：定稿、正本、副本 …")->option_text("稿本");
    c.add_option("--secrecy", secrecy, "密级")->option_text("文字");
    c.add_option("--archive-number", archive_number, "档号")->option_text("文字");
    c.add_option("--retention", retention, "保管期限：永久、30年、10年")->option_text("期限");
    c.add_option("--task", tasks, "重点任务的编号，可多次")->option_text("编号");
    c.add_option("--city", city, "所在地区")->option_text("文字");
    c.add_option("--due", due, "应交日期")->option_text("日期");
  }

  usecases::PaperRequest request(const std::string& date) const {
    const auto must = [](const std::string& value, const char* name) {
      if (value.empty()) throw UsageError{std::string("缺少 ") + name + "：别处做的文件要写明编号、题名、责任者和日期"};
    };
    must(id, "--id");
    must(title, "--title");
    must(responsible, "--responsible");
    must(date, "--date");
    usecases::PaperRequest out;
    out.record_id = id;
    out.metadata = {title, number, responsible, date_option(date), kind, recipient, secrecy, archive_number, std::nullopt, retention_option(retention), urgency, copy_to};
    out.metadata.draft = draft_option(draft);
    if (!tasks.empty()) out.index["task"] = tasks;
    if (!city.empty()) out.index["city"] = {city};
    if (const auto until = date_option(due, "--due")) out.index["due"] = {until->iso()};
    return out;
  }
};

struct ReceiveArguments {
  std::string folder, keys, passphrase_file, actor, note, out, tmpl, data, tsa;
  std::vector<std::string> packages, papers, files;
  TrustOptions trust;
  PaperOptions render;
  PaperOption paper;
  bool dry_run = false, new_signer = false, no_pdf = false;
  int jobs = 0;
};

int submit(const Console& console, const ReceiveArguments& a) {
  auto identity = open_keys(console, a.keys, a.passphrase_file);
  identity.time = time_option(a.tsa);
  std::vector<usecases::AttachFile> files;
  for (const auto& one : a.files) {
    auto [role, file] = role_and_file(one, "--file");
    files.push_back({role, std::move(file)});
  }
  Diagnostics problems;
  std::optional<archive::SealedBundle> made;
  if (a.tmpl.empty()) {
    if (files.empty()) throw UsageError{"没有材料：给出模板和 --data，或用 --file 角色=文件 给出现成的文件"};
    auto request = a.paper.request(a.render.date);
    request.files = std::move(files);
    request.actor = a.actor;
    request.note = a.note;
    made = usecases::make_package(console.env, identity, request, problems);
  } else {
    if (a.data.empty()) throw UsageError{"缺少 --data：模板要用的数据"};
    if (a.paper.id.empty()) throw UsageError{"缺少 --id：这份材料的编号，重新报送时不变"};
    usecases::FilingRequest request;
    request.render = request_of(console, a.tmpl, a.data, a.render);
    request.record_id = a.paper.id;
    request.attachments = std::move(files);
    request.actor = a.actor;
    request.note = a.note;
    request.retention = retention_option(a.paper.retention);
    request.draft = draft_option(a.paper.draft);
    made = usecases::make_package(console.env, usecases::find_house(console.env), identity, request, problems);
  }
  console.tell(problems);
  if (!made) return kInputWrong;
  const fs::path path = a.out.empty() ? fs::path(a.paper.id + ".zip") : fs::path(a.out);
  if (path.has_parent_path()) console.env.create_dirs(path.parent_path());
  write_file_atomic(console.env, path, made->zip);
  if (console.json) {
    Node line = Node::object();
    line.set("id", Node::string(a.paper.id));
    line.set("file", Node::string(path.string()));
    line.set("bytes", Node::number(static_cast<std::int64_t>(made->zip.size())));
    line.set("sha256", Node::string(made->sha256));
    line.set("certificate", Node::string(identity.sign.certificate().fingerprint));
    console.out_json(line);
  } else {
    console.out(path.string());
    console.out("    SHA-256 " + made->sha256);
    console.out("    封存者 " + identity.sign.certificate().organisation + "，证书指纹 " + identity.sign.certificate().printed_fingerprint());
  }
  return kDone;
}

void tell(const Console& console, const usecases::Reception& r) {
  if (console.json) {
    Node line = Node::object();
    line.set("package", Node::string(r.package.string()));
    line.set("accepted", Node::boolean(r.accepted));
    line.set("id", Node::string(r.record_id));
    line.set("version", Node::number(std::int64_t{r.version}));
    line.set("title", Node::string(r.title));
    line.set("school", Node::string(r.school));
    Node files = Node::array();
    for (const auto& f : r.files) files.push(Node::string(f.string()));
    line.set("files", std::move(files));
    console.out_json(line);
  } else if (r.accepted) {
    console.out("收下  " + r.package.string() + "  " + r.record_id + (r.version == 0 ? "" : " 第 " + std::to_string(r.version) + " 版") + "  " + r.school + "《" + r.title + "》");
  } else {
    console.out("拒收  " + r.package.string() + (r.files.empty() ? "" : "  理由见 " + r.files.front().string()));
  }
  console.tell(r.problems);
}

int receive_paper(const Console& console, const ReceiveArguments& a) {
  if (!a.packages.empty()) throw UsageError{"封存包和 --paper 只能给一种"};
  auto request = a.paper.request(a.render.date);
  for (const auto& one : a.papers) request.files.push_back({archive::AttachmentRole::received, one});
  request.actor = a.actor;
  request.note = a.note;
  auto archive = open_archive(console, a.folder);
  const auto identity = open_keys(console, a.keys, a.passphrase_file);
  Diagnostics problems;
  const auto acted = usecases::receive_paper(console.env, archive, identity, request, problems);
  console.tell(problems);
  if (!acted) return kInputWrong;
  if (console.json) {
    Node line = Node::object();
    line.set("id", Node::string(request.record_id));
    line.set("version", Node::number(std::int64_t{acted->version->number}));
    line.set("sha256", Node::string(acted->version->sha256));
    line.set("leaf", Node::number(static_cast<std::int64_t>(acted->version->leaf)));
    line.set("filed", Node::boolean(acted->done));
    console.out_json(line);
  } else if (!acted->done) {
    console.out(request.record_id + " 第 " + std::to_string(acted->version->number) + " 版早已收件归档：" + acted->version->file.string());
  } else {
    console.out(request.record_id + " 第 " + std::to_string(acted->version->number) + " 版已收件归档（原样保存，不重新排版）：" + (fs::path(a.folder) / acted->version->file).string());
  }
  return kDone;
}

int receive(const Console& console, const ReceiveArguments& a) {
  if (!a.papers.empty()) return receive_paper(console, a);
  if (a.packages.empty()) throw UsageError{"没有要收的：给出封存包（zip），或用 --paper 给出别处做的文件"};
  usecases::ReceiveRequest request;
  Diagnostics absent;   // a mistyped name is nobody's package: no refusal is written about it, and the others are received
  for (const auto& one : a.packages) {
    const bool folder = console.env.is_dir(one);
    if (console.env.exists(one) && !folder) request.packages.emplace_back(one);
    else absent.error(codes::kNotABundle, Place::in_file(one), folder ? "这是文件夹，不是封存包" : "没有这个封存包");
  }
  if (request.packages.empty()) {
    console.tell(absent);
    return kFailed;
  }
  request.trusted = a.trust.certificates(console);
  if (!a.trust.trust.empty() && request.trusted.empty()) throw UsageError{"--trust 给出的地方没有证书"};
  request.crls = a.trust.crls(console);
  request.actor = a.actor;
  request.retention = retention_option(a.paper.retention);
  request.out = a.out.empty() ? fs::path("回执") : fs::path(a.out);
  request.new_signer = a.new_signer;
  request.printed = !a.no_pdf;
  request.dry_run = a.dry_run;
  request.jobs = jobs_option(a.jobs);
  request.looks = a.render.looks();
  auto archive = open_archive(console, a.folder);
  const auto identity = open_keys(console, a.keys, a.passphrase_file);
  Diagnostics faults;
  std::vector<usecases::Reception> all;
  {
    Progress bar(console, "收件");
    try {
      usecases::receive(console.env, usecases::find_house(console.env), archive, identity, request, faults, [&](std::span<usecases::Reception> some, std::uint64_t done, std::uint64_t total) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
        bar.at(done, total);
        return !interrupted();
      });
    } catch (const Error&) {   // a full disk after hundreds of packages: those are received all the same, and told
      for (const auto& one : all) tell(console, one);
      console.tell(faults);
      throw;
    }
  }
  console.tell(faults);
  if (faults.has_errors()) return kInputWrong;
  console.tell(absent);
  std::size_t good = 0;
  for (const auto& one : all) {
    tell(console, one);
    if (one.accepted) ++good;
  }
  const std::string verb = a.dry_run ? "可以收 " : "收下 ";
  if (!console.json) {
    console.note(verb + std::to_string(good) + " 份，拒收 " + std::to_string(all.size() - good) + " 份" + (absent.size() == 0 ? "" : "，" + std::to_string(absent.size()) + " 个名字没有封存包") +
                 (a.dry_run ? "（只检查，什么都没有写）" : "；回执在 " + request.out.string()));
  }
  return good == a.packages.size() ? kDone : kRowsBad;
}

}  // namespace

void add_submit(CLI::App& app, Session& session) {
  auto a = std::make_shared<ReceiveArguments>();
  a->keys = default_keys(session.console.env);
  auto* c = app.add_subcommand("submit", "学校：把一份材料封存成签名的包，报送上级");
  c->add_option("TEMPLATE", a->tmpl, "自带模板的名字，或模板文件夹；只报送现成的文件时不给");
  c->add_option("--data,-d", a->data, "数据文件（JSON），- 为标准输入")->option_text("文件");
  c->add_option("--file", a->files, "现成的文件，角色=文件，可多次；角色：scan 盖章扫描件、evidence 佐证、image、received")->option_text("角色=文件");
  c->add_option("-o,--out", a->out, "写到哪里；不给就是 编号.zip")->option_text("文件");
  c->add_option("--actor", a->actor, "报送人")->option_text("姓名");
  c->add_option("--note", a->note, "说明，如 按退回意见修改")->option_text("文字");
  c->add_option("--tsa", a->tsa, "时间戳服务的地址（RFC 3161，http://…）：给签名加盖时间戳")->option_text("网址");
  a->paper.declare(*c);
  a->render.declare(*c);
  key_options(*c, a->keys, a->passphrase_file);
  c->callback([&session, a] { session.run = [&session, a] { return answered([&] { return submit(session.console, *a); }); }; });
}

void add_archive_receive(CLI::App& archive, Session& session) {
  auto a = std::make_shared<ReceiveArguments>();
  a->folder = default_archive(session.console.env);
  a->keys = default_keys(session.console.env);
  auto* c = archive.add_subcommand("receive", "收件：核验学校的封存包，查数据、查重，归档并写回执，不合格的拒收；或收下别处做的文件");
  c->add_option("PACKAGE", a->packages, "学校的封存包（zip），可以几百个");
  c->add_option("--paper", a->papers, "别处做的文件（PDF、Word、扫描件），可多次；原样归档，要写明 --id --title --responsible --date")->option_text("文件");
  a->trust.declare(*c);
  c->add_flag("--dry-run", a->dry_run, "只检查，不归档，不写任何文件");
  c->add_flag("--new-signer", a->new_signer, "学校换了证书：核对后允许");
  c->add_flag("--no-pdf", a->no_pdf, "不印回执，只写签名的 JSON");
  c->add_option("-o,--out", a->out, "回执和拒收理由写到哪个文件夹，默认 回执")->option_text("文件夹");
  c->add_option("--actor", a->actor, "收件人")->option_text("姓名");
  c->add_option("--note", a->note, "说明")->option_text("文字");
  c->add_option("-j,--jobs", a->jobs, "同时核验几包；0 为全部核心")->option_text("N");
  c->add_option("--date", a->render.date, "别处做的文件的日期")->option_text("日期");
  c->add_option("--fonts", a->render.fonts, "本单位的字体表")->option_text("文件");
  archive_option(*c, a->folder);
  a->paper.declare(*c);
  key_options(*c, a->keys, a->passphrase_file);
  c->callback([&session, a, c] {
    const auto only = [c](std::initializer_list<const char*> options, const char* why) {
      for (const char* one : options) {
        if (c->count(one) > 0) throw UsageError{std::string(one) + why};
      }
    };
    session.run = [&session, a, only] {
      return answered([&] {
        if (!a->papers.empty()) only({"--dry-run", "--new-signer", "--no-pdf", "--out", "--trust", "--crl", "--jobs", "--fonts"}, " 只用于学校的封存包；--paper 给出的文件当即原样归档，没有回执");
        else only({"--id", "--title", "--responsible", "--date", "--number", "--kind", "--recipient", "--copy-to", "--urgency", "--draft", "--secrecy", "--archive-number", "--task", "--city", "--due", "--note"}, " 只和 --paper 一起用：封存包自己写有这些");
        return receive(session.console, *a);
      });
    };
  });
}

}  // namespace gongwen::cli
