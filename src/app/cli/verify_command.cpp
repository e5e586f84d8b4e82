#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "foundation/base/codes.h"
#include "trust/archive/archive.h"
#include "trust/archive/package_receipt.h"
#include "trust/sign/pdf_signature.h"

namespace gongwen::cli {
namespace {

using json::Node;

struct VerifyArguments {
  std::string target, since, only, log_key;
  TrustOptions trust;
  bool deep = false;
  int jobs = 0;
};

Node to_json(const archive::Finding& f) {
  Node line = json::to_json(archive::to_diagnostic(f));
  line.set("record", Node::string(f.record));
  line.set("version", Node::number(std::int64_t{f.version}));
  line.set("path", Node::string(f.file));
  if (f.offset) line.set("offset", Node::number(static_cast<std::int64_t>(*f.offset)));
  return line;
}

void tell(const Console& console, const std::vector<archive::Finding>& findings) {
  for (const auto& f : findings) {
    if (console.json) {
      console.out_json(to_json(f));
      continue;
    }
    Diagnostics one;
    one.add(archive::to_diagnostic(f));
    console.tell(one);
  }
}

int verify_archive(const Console& console, const VerifyArguments& a) {
  archive::VerifyOptions options;
  options.deep = a.deep;
  options.trusted = a.trust.certificates(console);
  options.crls = a.trust.crls(console);
  if (!a.since.empty()) options.since_checkpoint = archive::kept_checkpoint(console.env.read_file(a.since));
  if (!a.only.empty()) options.only_records = {a.only};
  options.jobs = jobs_option(a.jobs);
  archive::VerifyReport report;
  {
    Progress bar(console, "核验");
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
      bar.at(done, total);
      return !interrupted();
    };
    report = archive::verify_archive(console.env, a.target, options);
  }
  tell(console, report.findings);
  if (console.json) {
    Node line = Node::object();
    line.set("intact", Node::boolean(report.intact()));
    line.set("records", Node::number(static_cast<std::int64_t>(report.records)));
    line.set("versions", Node::number(static_cast<std::int64_t>(report.versions)));
    line.set("good", Node::number(static_cast<std::int64_t>(report.good_versions)));
    line.set("events", Node::number(static_cast<std::int64_t>(report.events)));
    line.set("destroyed", Node::number(static_cast<std::int64_t>(report.destroyed)));
    line.set("log_size", Node::number(static_cast<std::int64_t>(report.log_size)));
    line.set("log_root", Node::string(report.log_root));
    line.set("checkpoint", Node::string(report.checkpoint));
    Node provable = Node::array();
    for (const std::string& one : report.provable) provable.push(Node::string(one));
    line.set("provable", std::move(provable));
    console.out_json(line);
  } else {
    console.out(std::string(report.intact() ? "完好" : "有差异") + "：" + std::to_string(report.records) + " 件 " + std::to_string(report.versions) +
                " 版，其中 " + std::to_string(report.good_versions) + " 版完好" + (a.deep ? "，逐一查了 " + std::to_string(report.files) + " 个文件" : "（快速核验；--deep 查每个文件）") +
                (report.events == 0 ? "" : "；事件 " + std::to_string(report.events) + " 个") + (report.destroyed == 0 ? "" : "；已销毁 " + std::to_string(report.destroyed) + " 版") +
                "；日志 " + std::to_string(report.log_size) + " 条");
    if (!report.provable.empty()) console.out("仍能证明的：");
    for (const std::string& one : report.provable) console.out("  " + one);
  }
  return report.intact() && !report.stopped ? kDone : kDifference;
}

int verify_bundle(const Console& console, const VerifyArguments& a) {
  const auto trusted = a.trust.certificates(console);
  const auto crls = a.trust.crls(console);
  const auto file = console.env.map_file(a.target);
  const auto report = archive::verify_bundle(file->view(), std::make_shared<const std::string>(a.target), trusted, crls);
  tell(console, report.findings);
  const bool good = report.intact() && (trusted.empty() || report.trusted());
  if (console.json) {
    Node line = Node::object();
    line.set("intact", Node::boolean(report.intact()));
    line.set("trusted", Node::boolean(report.trusted()));
    line.set("sha256", Node::string(report.sha256));
    line.set("files", Node::number(static_cast<std::int64_t>(report.files)));
    if (report.version) line.set("id", Node::string(report.version->record_id));
    console.out_json(line);
    return good ? kDone : kDifference;
  }
  if (report.version) {
    console.out(report.version->record_id + " 第 " + std::to_string(report.version->number) + " 版《" + report.version->metadata.title + "》");
  }
  const bool signer_only = std::all_of(report.findings.begin(), report.findings.end(), [](const archive::Finding& f) {
    return f.severity != Severity::error || f.code == codes::kSignerUnknown || f.code == codes::kOutsideValidity || f.code == codes::kRevoked || f.code == codes::kNotForSigning;
  });
  console.out(report.intact() ? "完好：" + std::to_string(report.files) + " 个文件与封存时一致" : signer_only ? "有差异：文件与封存时一致，但签名不能作证明" : "有差异：与封存时不一致");
  if (report.seal.signer) console.out(report.seal.sentence());
  if (!trusted.empty() && report.seal.trust != sign::Trust::trusted) console.out("签署人不在 --trust 给出的证书之内");
  return good ? kDone : kDifference;
}

Node to_json(const sign::Remark& r, const std::string& file) {
  Diagnostic d{r.severity, r.code, Place::in_file(file), r.message, {}, {}, {}};
  if (!r.hint.empty()) d.hints.push_back(r.hint);
  return json::to_json(d);
}

void tell(const Console& console, const std::vector<sign::Remark>& remarks, const std::string& file) {
  for (const auto& r : remarks) {
    if (console.json) {
      console.out_json(to_json(r, file));
      continue;
    }
    Diagnostics one;
    one.add({r.severity, r.code, Place::in_file(file), r.message, r.hint.empty() ? std::vector<std::string>{} : std::vector{r.hint}, {}, {}});
    console.tell(one);
  }
}

Node to_json(const sign::PdfSignature& s) {
  Node line = Node::object();
  line.set("intact", Node::boolean(s.intact()));
  line.set("covers", Node::number(static_cast<std::int64_t>(s.covers)));
  line.set("format", Node::string(s.sub_filter));
  line.set("level", Node::string(s.level()));
  if (s.cms.signer) {
    line.set("signer", Node::string(s.cms.signer->organisation));
    line.set("fingerprint", Node::string(s.cms.signer->fingerprint));
    line.set("self_signed", Node::boolean(s.cms.signer->self_signed));
    line.set("trusted", Node::boolean(s.cms.good()));
    line.set("algorithm", Node::string(s.cms.algorithm));
  }
  if (s.cms.signed_at) line.set("signed_at", Node::string(s.cms.signed_at->iso()));
  const auto& stamp = s.stamp ? s.stamp : s.cms.time_stamp;
  if (stamp && stamp->intact) line.set("time_stamp", Node::string(stamp->at.iso()));
  return line;
}

int verify_pdf(const Console& console, const VerifyArguments& a, std::string_view bytes) {
  const auto trusted = a.trust.certificates(console);
  const auto crls = a.trust.crls(console);
  const auto report = sign::verify_pdf(bytes, {trusted, crls, std::nullopt, {}});
  for (std::size_t i = 0; i < report.signatures.size(); ++i) {
    const auto& s = report.signatures[i];
    tell(console, s.remarks, a.target);
    if (console.json) {
      console.out_json(to_json(s));
      continue;
    }
    const std::string level = s.level().empty() ? "" : "（PAdES " + s.level() + "）";
    console.out("第 " + std::to_string(i + 1) + " 个签名" + level + "：" + s.sentence());
    if (s.intact() && s.covers < report.signatures.back().covers) {
      console.out("    它之后文件又增补过，由后面的签名负责；它自己管前 " + std::to_string(s.covers) + " 字节");
    }
  }
  tell(console, report.findings, a.target);
  const bool good = report.intact() && std::none_of(report.signatures.begin(), report.signatures.end(), [](const auto& s) {
    return std::any_of(s.remarks.begin(), s.remarks.end(), [](const auto& r) { return r.severity == Severity::error; });
  });
  if (console.json) {
    Node line = Node::object();
    line.set("intact", Node::boolean(report.intact()));
    line.set("trusted", Node::boolean(report.trusted()));
    line.set("signatures", Node::number(static_cast<std::int64_t>(report.signatures.size())));
    console.out_json(line);
  } else {
    console.out(report.signatures.empty() ? "没有签名，无从核验" : report.intact() ? "完好：整个文件与签名时一致" : "有差异：与签名时不一致");
  }
  return good ? kDone : kDifference;
}

/// The receipt a school got for its package, with the signature beside it.
int verify_receipt(const Console& console, const VerifyArguments& a) {
  std::optional<sign::NoteKey> log_key;
  if (!a.log_key.empty()) {
    auto parsed = sign::parse_note_key(a.log_key);
    if (!parsed) return told(console, parsed.error());
    log_key = std::move(parsed).value();
  }
  const auto trusted = a.trust.certificates(console);
  const auto crls = a.trust.crls(console);
  const std::string beside = a.target + ".p7s";
  const auto report = archive::verify_package_receipt(console.env.read_file(a.target), console.env.exists(beside) ? console.env.read_file(beside) : "",
                                                      {trusted, crls, std::nullopt, {}}, log_key);
  for (archive::Finding f : report.findings) {
    f.file = a.target;
    tell(console, {f});
  }
  const auto& r = report.receipt;
  if (console.json) {
    Node line = Node::object();
    line.set("intact", Node::boolean(report.intact()));
    line.set("trusted", Node::boolean(report.seal.good()));
    if (r) {
      line.set("id", Node::string(r->record_id));
      line.set("version", Node::number(std::int64_t{r->version}));
      line.set("package", Node::string(r->package));
      line.set("received_at", Node::string(r->received_at.iso()));
      line.set("leaf", Node::number(static_cast<std::int64_t>(r->leaf)));
      line.set("log_size", Node::number(static_cast<std::int64_t>(r->log_size)));
    }
    console.out_json(line);
    return report.intact() ? kDone : kDifference;
  }
  if (r) {
    console.out(r->record_id + " 第 " + std::to_string(r->version) + " 版《" + r->title + "》，" + r->organisation + "“" + r->archive + "”于 " + r->received_at.iso() + " 收下");
    console.out("    封存包 SHA-256 " + r->package);
    console.out("    归档日志第 " + std::to_string(r->leaf) + " 条，检查点有 " + std::to_string(r->log_size) + " 条");
  }
  console.out(report.intact() ? "完好：回执证明这个封存包已经归档" : "有差异：这份回执不能作证明");
  if (report.seal.signer) console.out(report.seal.sentence());
  return report.intact() ? kDone : kDifference;
}

int verify(const Console& console, const VerifyArguments& a) {
  if (!console.env.exists(a.target)) throw Error("读取 " + a.target + " 失败：没有这个文件或文件夹");
  if (console.env.is_dir(a.target)) return verify_archive(console, a);
  const auto file = console.env.map_file(a.target);
  if (!a.log_key.empty() && !file->view().starts_with("{")) throw UsageError{"--log-key 只用于收件回执（.receipt.json）"};
  if (file->view().starts_with("%PDF-")) return verify_pdf(console, a, file->view());
  return file->view().starts_with("{") ? verify_receipt(console, a) : verify_bundle(console, a);
}

void declare(CLI::App& c, const std::shared_ptr<VerifyArguments>& a) {
  c.add_flag("--deep", a->deep, "打开每个封存包，查每个文件、每个签名");
  a->trust.declare(c);
  c.add_option("--since", a->since, "以前另存的检查点，或一份收件回执：能发现整库回退")->option_text("文件");
  c.add_option("--only", a->only, "只查这一件")->option_text("编号");
  c.add_option("-j,--jobs", a->jobs, "同时查几包；0 为全部核心")->option_text("N");
}

}  // namespace

void add_verify(CLI::App& app, Session& session) {
  auto a = std::make_shared<VerifyArguments>();
  auto* c = app.add_subcommand("verify", "核验封存包（zip）、签过名的 PDF、收件回执（.receipt.json）或档案库（文件夹）；有差异时退出码 5");
  c->add_option("TARGET", a->target, "封存包、PDF、收件回执或档案库")->required();
  declare(*c, a);
  c->add_option("--log-key", a->log_key, "收件回执：档案库的日志公钥，从别的途径得到的（archive checkpoint 会写出）")->option_text("公钥");
  c->callback([&session, a] { session.run = [&session, a] { return answered([&] { return verify(session.console, *a); }); }; });
}

void add_archive_verify(CLI::App& archive, Session& session) {
  auto a = std::make_shared<VerifyArguments>();
  a->target = default_archive(session.console.env);
  auto* c = archive.add_subcommand("verify", "核验档案库；有差异时退出码 5");
  archive_option(*c, a->target);
  declare(*c, a);
  c->callback([&session, a] {
    session.run = [&session, a] {
      (void)named_archive(a->target);
      return answered([&] { return verify(session.console, *a); });
    };
  });
}

}  // namespace gongwen::cli
