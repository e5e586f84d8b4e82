#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/pdf_signing.h"
#include "trust/sign/digest.h"

namespace gongwen::cli {
namespace {

struct SignArguments {
  std::string file, out, keys, passphrase_file, tsa, signature;
  std::vector<std::string> certificates;
  usecases::PdfSigning said;
};

void write_out(const Console& console, const std::string& path, const std::string& bytes) {
  if (path == "-") {
    console.raw(bytes);
    return;
  }
  if (const fs::path to(path); to.has_parent_path()) console.env.create_dirs(to.parent_path());
  write_file_atomic(console.env, path, bytes);
  console.out(path);
}

int sign_file(const Console& console, const SignArguments& a) {
  auto identity = open_keys(console, a.keys, a.passphrase_file);
  identity.time = time_option(a.tsa);
  const std::string bytes = console.env.read_file(a.file);
  if (!bytes.starts_with("%PDF-")) {
    if (identity.time) throw UsageError{"--tsa 只用于 PDF"};
    write_out(console, a.out.empty() ? a.file + ".p7s" : a.out, sign::sign_cms(identity.sign, bytes, console.env.now()));
    return kDone;
  }
  const auto done = usecases::sign_pdf(console.env, bytes, std::make_shared<const std::string>(a.file), identity, a.said);
  if (!done) return told(console, done.error());
  const fs::path source(a.file);
  write_out(console, a.out.empty() ? (source.parent_path() / (source.stem().string() + "-已签名.pdf")).string() : a.out, done.value());
  if (identity.sign.certificate().self_signed) console.note("证书是自签名的：它只证明文件没有改动，不能证明签署人是谁；请把指纹另行告知收件单位。");
  return kDone;
}

int prepare(const Console& console, const SignArguments& a) {
  std::vector<sign::Certificate> certificates;
  for (const auto& file : a.certificates) {
    const auto read = sign::read_certificates(console.env.read_file(file), std::make_shared<const std::string>(file));
    if (!read) return told(console, read.error());
    certificates.insert(certificates.end(), read.value().begin(), read.value().end());
  }
  const std::string bytes = console.env.read_file(a.file);
  const auto request = usecases::prepare_signature(console.env, bytes, std::make_shared<const std::string>(a.file), certificates, a.said);
  if (!request) return told(console, request.error());
  write_file_atomic(console.env, a.out, usecases::write_request(request.value()));
  const std::string digest = sign::hex(sign::sha256(request.value().attributes));
  if (console.json) {
    json::Node line = json::Node::object();
    line.set("request", json::Node::string(a.out));
    line.set("algorithm", json::Node::string(request.value().algorithm));
    line.set("digest_sha256", json::Node::string(digest));
    console.out_json(line);
  } else {
    console.out(a.out);
    console.out("    算法      " + request.value().algorithm);
    console.out("    SHA-256   " + digest);
    console.note("让设备对这个摘要签名，再用 gongwen sign finish " + a.out + " --signature 签名值文件 -o 文件 收进来。");
  }
  return kDone;
}

int finish(const Console& console, const SignArguments& a) {
  const auto request = usecases::read_request(console.env.read_file(a.file), std::make_shared<const std::string>(a.file));
  if (!request) return told(console, request.error());
  const auto done = usecases::finish_signature(console.env, request.value(), console.env.read_file(a.signature), std::make_shared<const std::string>(a.signature),
                                               time_option(a.tsa));
  if (!done) return told(console, done.error());
  write_out(console, a.out, done.value());
  return kDone;
}

}  // namespace

void add_sign(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("sign", "签名：用自己的密钥，或分两步用 UKey、签名服务器里的密钥");
  c->require_subcommand(1);
  auto a = std::make_shared<SignArguments>();
  a->keys = default_keys(session.console.env);
  const auto command = [&](const char* name, const char* help, int (*work)(const Console&, const SignArguments&)) {
    auto* sub = c->add_subcommand(name, help);
    sub->callback([&session, a, work] { session.run = [&session, a, work] { return answered([&] { return work(session.console, *a); }); }; });
    return sub;
  };
  const auto said = [&](CLI::App* sub) {
    sub->add_option("--reason", a->said.reason, "写在 PDF 签名里的事由")->option_text("文字");
    sub->add_option("--location", a->said.location, "写在 PDF 签名里的地点")->option_text("文字");
  };
  const auto stamped = [&](CLI::App* sub) {
    sub->add_option("--tsa", a->tsa, "时间戳服务的地址（RFC 3161，http://…）：给签名加盖时间戳")->option_text("网址");
  };
  auto* f = command("file", "给 PDF 签名（PAdES）；别的文件得到分离式签名（CMS，.p7s）", sign_file);
  f->add_option("FILE", a->file, "要签的文件")->required();
  f->add_option("-o,--out", a->out, "写到哪里，- 为标准输出；不给就写在原文件旁边")->option_text("文件");
  key_options(*f, a->keys, a->passphrase_file);
  said(f);
  stamped(f);
  auto* p = command("prepare", "第一步：算出要交给签名设备的摘要，写成待签文件", prepare);
  p->add_option("FILE", a->file, "要签的文件")->required();
  p->add_option("--cert", a->certificates, "签名设备的证书，然后是上级证书；可多次")->required()->option_text("文件  必填");
  p->add_option("-o,--out", a->out, "待签文件写到哪里")->required()->option_text("文件  必填");
  said(p);
  auto* d = command("finish", "第二步：收进设备给出的签名值，写出签好的文件", finish);
  d->add_option("REQUEST", a->file, "待签文件")->required();
  d->add_option("--signature", a->signature, "签名值：二进制或 base64")->required()->option_text("文件  必填");
  d->add_option("-o,--out", a->out, "写到哪里，- 为标准输出")->required()->option_text("文件  必填");
  stamped(d);
}

}  // namespace gongwen::cli
