// Commands that keep an archive safe and let others check it: checkpoint, prove, mirror, repair,
// reproduce.

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/house.h"
#include "app/usecases/reproduce.h"
#include "trust/archive/archive.h"
#include "trust/archive/mirror.h"
#include "trust/archive/package_receipt.h"
#include "trust/archive/prove.h"

namespace gongwen::cli {
namespace {

using archive::Archive;

struct KeepingArguments {
  std::string folder, out, id, since, until, other;
  int jobs = 0;
  std::uint32_t version = 0;
};

/// A copy inside the archive, or the archive itself, is no second copy.
void apart(const std::string& archive, const std::string& other) {
  const auto inside = [](const fs::path& inner, const fs::path& outer) {
    const fs::path way = inner.lexically_relative(outer);
    return way == "." || (!way.empty() && *way.begin() != "..");
  };
  std::error_code ignored;
  const fs::path one = fs::weakly_canonical(fs::absolute(named_archive(archive)), ignored), two = fs::weakly_canonical(fs::absolute(other), ignored);
  if (inside(one, two) || inside(two, one)) throw UsageError{"镜像“" + other + "”就是档案库，或与它一个在另一个里面；镜像要放在别的文件夹，最好是别的磁盘"};
}

void write_out(const Console& console, const std::string& out, const std::string& text) {
  if (out.empty() || out == "-") return console.raw(text);
  const fs::path path = out;
  if (path.has_parent_path()) console.env.create_dirs(path.parent_path());
  write_file_atomic(console.env, path, text, true);
  console.out(path.string());
}

int checkpoint(const Console& console, const KeepingArguments& a) {
  Archive archive = open_archive(console, a.folder);
  write_out(console, a.out, archive.checkpoint());
  console.note("日志公钥：" + archive.log_key().text());
  return kDone;
}

void tell(const Console& console, const std::vector<archive::Finding>& findings) {
  Diagnostics all;
  for (const auto& f : findings) all.add(archive::to_diagnostic(f));
  console.tell(all);
}

int prove(const Console& console, const KeepingArguments& a) {
  if (a.id.empty() == a.since.empty()) throw UsageError{"要证明什么：给出件的编号（证明它在日志里），或 --since 旧检查点（证明日志只增不改）"};
  if (!a.since.empty() && a.version != 0) throw UsageError{"--version 和件的编号一起用"};
  if (!a.until.empty() && a.since.empty()) throw UsageError{"--until 要和 --since 一起用"};
  Archive archive = open_archive(console, a.folder);
  auto proof = a.since.empty() ? archive::prove_version(archive, a.id, a.version)
                                     : archive::prove_growth(archive, {a.since, archive::kept_checkpoint(console.env.read_file(a.since))},
                                                             a.until.empty() ? archive::GivenCheckpoint{} : archive::GivenCheckpoint{a.until, archive::kept_checkpoint(console.env.read_file(a.until))});
  if (!proof) return told(console, proof.error());
  write_out(console, a.out, *proof);
  return kDone;
}

int mirror(const Console& console, const KeepingArguments& a) {
  apart(a.folder, a.other);
  archive::MirrorOptions options;
  options.jobs = jobs_option(a.jobs);
  auto report = [&] {
    Progress bar(console, "镜像");
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
      bar.at(done, total);
      return !interrupted();
    };
    return archive::mirror(console.env, a.folder, a.other, options);
  }();
  if (!report) return told(console, report.error());
  tell(console, report->findings);
  if (console.json) {
    json::Node line = json::Node::object();
    line.set("complete", json::Node::boolean(report->complete()));
    line.set("versions", json::Node::number(static_cast<std::int64_t>(report->versions)));
    line.set("copied", json::Node::number(static_cast<std::int64_t>(report->copied)));
    line.set("bytes", json::Node::number(static_cast<std::int64_t>(report->bytes)));
    line.set("removed", json::Node::number(static_cast<std::int64_t>(report->removed)));
    line.set("log_size", json::Node::number(static_cast<std::int64_t>(report->log_size)));
    console.out_json(line);
  } else if (report->stopped) {
    console.note("镜像没有做完；下次接着做");
  } else {
    console.out("镜像到 " + a.other + "：共 " + std::to_string(report->versions) + " 版，新复制 " + std::to_string(report->copied) + " 版，" +
                human_size(report->bytes) + "；其余已核对；" +
                (report->removed == 0 ? "" : "按销毁记录移除 " + std::to_string(report->removed) + " 版；") + "日志 " + std::to_string(report->log_size) + " 条");
  }
  return report->complete() ? kDone : kDifference;
}

int repair(const Console& console, const KeepingArguments& a) {
  apart(a.folder, a.other);
  auto report = [&] {
    Progress bar(console, "修复");
    archive::MirrorOptions options;
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
      bar.at(done, total);
      return true;   // half a repair helps nobody; a second one goes on
    };
    return archive::repair(console.env, a.folder, a.other, options);
  }();
  if (!report) return told(console, report.error());
  tell(console, report->left);
  if (console.json) {
    json::Node line = json::Node::object();
    line.set("whole", json::Node::boolean(report->whole()));
    json::Node files = json::Node::array();
    for (const auto& one : report->repaired) files.push(json::Node::string(one));
    line.set("repaired", std::move(files));
    json::Node removed = json::Node::array();
    for (const auto& one : report->removed) removed.push(json::Node::string(one));
    line.set("removed", std::move(removed));
    console.out_json(line);
    return report->whole() ? kDone : kDifference;
  }
  for (const auto& one : report->repaired) console.out("已修复 " + one);
  for (const auto& one : report->removed) console.out("已按销毁记录移除 " + one);
  if (report->repaired.empty() && report->removed.empty()) console.out("没有要修复的");
  if (!report->repaired.empty()) console.out("修复了 " + std::to_string(report->repaired.size()) + " 个文件；换下了坏文件的，坏的保存在 replaced/");
  if (!report->whole()) console.out("还有 " + std::to_string(report->left.size()) + " 处这个镜像不能修复");
  return report->whole() ? kDone : kDifference;
}

int reproduce(const Console& console, const KeepingArguments& a) {
  std::string id = a.id;
  std::uint32_t version = a.version;
  if (const std::size_t at = id.rfind('@'); at != std::string::npos) {
    const std::string digits = id.substr(at + 1);
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos) throw UsageError{"版本写成 编号@2（“" + a.id + "”）"};
    if (version != 0) throw UsageError{"版本只写一处：编号@2，或 --version 2"};
    version = static_cast<std::uint32_t>(std::stoul(digits));
    id.resize(at);
  }
  Archive archive = open_archive(console, a.folder);
  Diagnostics problems;
  const auto done = usecases::reproduce(console.env, usecases::find_house(console.env), archive, id, version, problems);
  console.tell(problems);
  if (!done) return kInputWrong;
  if (!a.out.empty()) {
    console.env.create_dirs(a.out);
    for (const auto& file : done->files) write_file_atomic(console.env, fs::path(a.out) / file.name, file.bytes);
  }
  static constexpr const char* kWords[] = {"same", "same_content", "different"};
  static constexpr const char* kSentences[] = {"逐字节相同", "展开后的内容相同", "不同"};
  for (const auto& file : done->files) {
    const auto how = static_cast<std::size_t>(file.sameness);
    if (!console.json) {
      console.out(id + " 第 " + std::to_string(done->version) + " 版 " + file.name + "：重新生成，" + kSentences[how]);
      continue;
    }
    json::Node line = json::Node::object();
    line.set("id", json::Node::string(id));
    line.set("version", json::Node::number(std::int64_t{done->version}));
    line.set("file", json::Node::string(file.name));
    line.set("sameness", json::Node::string(kWords[how]));
    console.out_json(line);
  }
  return done->good() ? kDone : kDifference;
}

}  // namespace

void add_archive_keeping(CLI::App& archive, Session& session) {
  auto a = std::make_shared<KeepingArguments>();
  a->folder = default_archive(session.console.env);
  const auto command = [&](const char* name, const char* help, int (*work)(const Console&, const KeepingArguments&)) {
    auto* sub = archive.add_subcommand(name, help);
    archive_option(*sub, a->folder);
    sub->callback([&session, a, work] { session.run = [&session, a, work] { return answered([&] { return work(session.console, *a); }); }; });
    return sub;
  };
  auto* c = command("checkpoint", "写出签过名的日志检查点，交给别人保存：以后用 verify --since 核对", checkpoint);
  c->add_option("-o,--out", a->out, "写到哪里，- 为标准输出")->option_text("文件");
  auto* m = command("mirror", "把档案库增量复制到另一个文件夹，逐包核对；镜像本身也是完整的档案库", mirror);
  m->add_option("DIR", a->other, "镜像文件夹：空的，或以前的镜像")->required();
  m->add_option("-j,--jobs", a->jobs, "同时做几包；0 为全部核心")->option_text("N");
  auto* r = command("repair", "用镜像里的好副本修复档案库：每个文件都按签过名的日志核对", repair);
  r->add_option("--from", a->other, "镜像文件夹")->required()->option_text("文件夹  必填");
  auto* e = command("reproduce", "用封存的模板、数据、图片和字体重新生成一版，与封存的成品比较；不同时退出码 5", reproduce);
  e->add_option("ID", a->id, "件的编号，或 编号@版本")->required();
  e->add_option("--version", a->version, "第几版；不给就是最新一版")->option_text("N");
  e->add_option("-o,--out", a->out, "把重新生成的文件写到这个文件夹")->option_text("文件夹");
  auto* p = command("prove", "写出证明：某一版在日志里（回执），或日志从旧检查点起只增不改", prove);
  p->add_option("ID", a->id, "件的编号");
  p->add_option("--version", a->version, "第几版；不给就是最新一版")->option_text("N");
  p->add_option("--since", a->since, "以前另存的检查点")->option_text("文件");
  p->add_option("--until", a->until, "较新的检查点；不给就是现在的")->option_text("文件");
  p->add_option("-o,--out", a->out, "写到哪里，- 为标准输出")->option_text("文件");
}

}  // namespace gongwen::cli
