#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "trust/sign/digest.h"
#include "trust/sign/keys.h"

namespace gongwen::cli {
namespace {

struct NewArguments {
  std::string keys, organisation, name, role = "all", algorithm = "ecdsa", passphrase_file;
  int years = 10;
  bool plain = false;
};

struct ImportArguments {
  std::string keys, file, role = "sign", passphrase_file, their_passphrase_file;
  std::vector<std::string> certificates;
  bool plain = false;
};

void tell(const Console& console, const sign::KeyInfo& key) {
  if (console.json) {
    json::Node line = json::Node::object();
    line.set("role", json::Node::string(std::string(sign::name_of(key.role))));
    line.set("key", json::Node::string(key.key_file.string()));
    line.set("encrypted", json::Node::boolean(key.encrypted));
    line.set("algorithm", json::Node::string(key.algorithm));
    if (key.certificate) {
      line.set("organisation", json::Node::string(key.certificate->organisation));
      line.set("fingerprint", json::Node::string(key.certificate->fingerprint));
      line.set("not_after", json::Node::string(key.certificate->not_after.iso()));
      line.set("certificate", json::Node::string(key.public_file.string()));
      line.set("self_signed", json::Node::boolean(key.certificate->self_signed));
      json::Node chain = json::Node::array();
      for (const auto& one : key.chain) chain.push(json::Node::string(one.fingerprint));
      line.set("chain", std::move(chain));
    } else {
      line.set("public_key", json::Node::string(sign::base64(key.public_key)));
    }
    console.out_json(line);
    return;
  }
  const std::string how = "（" + key.algorithm + "，" + (key.encrypted ? "口令加密" : "未加密") + "）";
  if (key.certificate) {
    console.out((key.role == sign::Role::sm2 ? "国密密钥  " : "签名密钥  ") + key.key_file.string() + how);
    console.out("    单位      " + key.certificate->organisation);
    console.out("    证书      " + key.public_file.string() + "，至 " + key.certificate->not_after.utc_date().iso() +
                (key.certificate->self_signed ? "，自签名" : "，由“" + key.certificate->issuer + "”签发"));
    console.out("    SHA-256   " + key.certificate->printed_fingerprint());
    for (const auto& one : key.chain) console.out("    上级证书  " + (one.name.empty() ? one.organisation : one.name) + "，至 " + one.not_after.utc_date().iso());
  } else {
    console.out("日志密钥  " + key.key_file.string() + how);
    console.out("    公钥      " + sign::base64(key.public_key));
  }
}

template <typename T>
int failed(const Console& console, const Result<T>& result) {
  Diagnostics problems;
  problems.add(result.error());
  console.tell(problems);
  return kInputWrong;
}

/// A passphrase for a key that is about to be written; asked twice when it is asked.
std::string new_passphrase(const Console& console, const std::string& file) {
  std::string secret = passphrase(console, file.empty() ? std::nullopt : std::optional(file), "为新密钥设一个口令：");
  const bool asked = file.empty() && !console.env.variable("GONGWEN_PASSPHRASE");
  if (asked && console.ask_passphrase("再输一次：") != secret) throw UsageError{"两次输入的口令不一样"};
  return secret;
}

sign::Role role_option(const std::string& name, const char* choices) {
  if (const auto role = sign::role_of(name)) return *role;
  throw UsageError{"--role 的值“" + name + "”不对；可以写 " + choices};
}

int make(const Console& console, const NewArguments& a) {
  if (a.algorithm != "ecdsa" && a.algorithm != "rsa") throw UsageError{"--algorithm 的值“" + a.algorithm + "”不对；可以写 ecdsa 或 rsa"};
  const std::string secret = a.plain ? std::string() : new_passphrase(console, a.passphrase_file);
  sign::KeyOptions options;
  options.years = a.years;
  options.encrypted = !a.plain;
  options.kind = a.algorithm == "rsa" ? sign::KeyKind::rsa_3072 : sign::KeyKind::ecdsa_p256;
  const sign::Subject subject{a.organisation, a.name};
  if (a.role == "all") {
    const auto made = sign::create_identity(console.env, a.keys, subject, secret, options);
    if (!made) return failed(console, made);
    for (const auto& key : made.value()) tell(console, key);
  } else {
    const auto role = role_option(a.role, "sign、log、sm2 或 all");
    const auto made = sign::create_key(console.env, a.keys, role, subject, secret, options);
    if (!made) return failed(console, made);
    tell(console, made.value());
  }
  if (a.plain) console.note("注意：私钥没有加密，谁拿到文件谁就能签名。");
  console.note("请把证书的 SHA-256 指纹通过别的途径告诉收件单位；请备份密钥文件夹，忘记口令无法找回。");
  return kDone;
}

int show(const Console& console, const std::string& keys) {
  const auto found = sign::show_keys(console.env, keys);
  if (!found) return failed(console, found);
  if (found.value().empty()) {
    console.problem("gongwen: " + keys + " 里没有密钥\n  = hint: 用 gongwen key new --organisation 单位全称 新建");
    return kFailed;
  }
  for (const auto& key : found.value()) tell(console, key);
  return kDone;
}

int import(const Console& console, const ImportArguments& a) {
  const auto role = role_option(a.role, "sign 或 sm2");
  if (role == sign::Role::log) throw UsageError{"日志密钥由本程序生成，不能导入"};
  sign::ForeignKey from;
  from.bytes = console.env.read_file(a.file);
  from.file = std::make_shared<const std::string>(a.file);
  const bool certificates_alone = !sign::holds_private_key(from.bytes);
  std::vector<std::string> files = a.certificates;
  if (certificates_alone) files.push_back(a.file);
  for (const auto& file : files) {
    const auto read = sign::read_certificates(console.env.read_file(file), std::make_shared<const std::string>(file));
    if (!read) return failed(console, read);
    from.certificates.insert(from.certificates.end(), read.value().begin(), read.value().end());
  }
  if (certificates_alone) {
    const auto changed = sign::replace_certificate(console.env, a.keys, role, from.certificates, from.file);
    if (!changed) return failed(console, changed);
    tell(console, changed.value());
    return kDone;
  }
  if (!a.their_passphrase_file.empty()) {
    from.passphrase = passphrase(console, a.their_passphrase_file, "");
  } else if (const auto given = console.env.variable("GONGWEN_IMPORT_PASSPHRASE")) {
    from.passphrase = *given;
  } else if (sign::is_locked(from.bytes)) {
    from.passphrase = console.ask_passphrase(a.file + " 的口令：");
  }
  const std::string secret = a.plain ? std::string() : new_passphrase(console, a.passphrase_file);
  sign::KeyOptions options;
  options.encrypted = !a.plain;
  const auto taken = sign::import_key(console.env, a.keys, role, from, secret, options);
  if (!taken) return failed(console, taken);
  tell(console, taken.value());
  console.note("请妥善保管或销毁原来的密钥文件；请备份密钥文件夹。");
  return kDone;
}

int request(const Console& console, const NewArguments& a, const std::string& out) {
  const auto identity = open_keys(console, a.keys, a.passphrase_file, false);
  const std::string text = sign::certificate_request(identity.sign);
  if (out == "-") {
    console.raw(text);
  } else {
    write_file_atomic(console.env, out, text);
    console.out(out);
    console.note("把它交给证书机构；发来的证书用 gongwen key import 证书文件 换上。");
  }
  return kDone;
}

}  // namespace

void add_key(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("key", "密钥和证书：新建、导入、查看");
  c->require_subcommand(1);
  auto a = std::make_shared<NewArguments>();
  a->keys = default_keys(session.console.env);
  auto* n = c->add_subcommand("new", "新建身份：签名密钥（自签名证书）和日志密钥（Ed25519），默认用口令加密");
  n->add_option("--organisation,--organization", a->organisation, "单位全称，与公章一致")->required()->option_text("名称  必填");
  n->add_option("--name", a->name, "证书上的名字；不给就用单位全称")->option_text("名称");
  n->add_option("--keys", a->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  n->add_option("--role", a->role, "只建一种：sign 签名、log 日志、sm2 国密签名；默认建前两种")->option_text("角色");
  n->add_option("--algorithm", a->algorithm, "签名密钥的算法：ecdsa（P-256）或 rsa（3072 位），默认 ecdsa")->option_text("算法");
  n->add_option("--years", a->years, "证书有效年数，默认 10")->capture_default_str()->check(CLI::Range(1, 30))->option_text("N");
  n->add_option("--passphrase-file", a->passphrase_file, "口令在这个文件的第一行；不给就取 GONGWEN_PASSPHRASE，再没有就问")->option_text("文件");
  n->add_flag("--no-passphrase", a->plain, "不加密私钥");
  n->callback([&session, a] { session.run = [&session, a] { return make(session.console, *a); }; });
  auto b = std::make_shared<ImportArguments>();
  b->keys = a->keys;
  auto* i = c->add_subcommand("import", "导入别处发来的密钥（PKCS#12、PEM）；只有证书的文件换上为已有密钥签发的证书");
  i->add_option("FILE", b->file, "密钥文件（.p12、.pfx、.pem），或证书")->required();
  i->add_option("--role", b->role, "用作：sign 签名、sm2 国密签名；默认 sign")->option_text("角色");
  i->add_option("--cert", b->certificates, "密钥文件里没有的证书和上级证书；可多次")->option_text("文件");
  i->add_option("--keys", b->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  i->add_option("--file-passphrase", b->their_passphrase_file, "原密钥文件的口令在这个文件的第一行；不给就取 GONGWEN_IMPORT_PASSPHRASE，再没有就问")->option_text("文件");
  i->add_option("--passphrase-file", b->passphrase_file, "存入密钥文件夹时加密用的口令；不给就取 GONGWEN_PASSPHRASE，再没有就问")->option_text("文件");
  i->add_flag("--no-passphrase", b->plain, "存入时不加密私钥");
  i->callback([&session, b] { session.run = [&session, b] { return import(session.console, *b); }; });
  auto request_out = std::make_shared<std::string>("request.pem");
  auto* r = c->add_subcommand("request", "为签名密钥写一份证书申请（PKCS#10），交给证书机构");
  r->add_option("--keys", a->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  r->add_option("--passphrase-file", a->passphrase_file, "口令在这个文件的第一行；不给就取 GONGWEN_PASSPHRASE，再没有就问")->option_text("文件");
  r->add_option("-o,--out", *request_out, "写到哪里，- 为标准输出")->capture_default_str()->option_text("文件");
  r->callback([&session, a, request_out] {
    session.run = [&session, a, request_out] { return answered([&] { return request(session.console, *a, *request_out); }); };
  });
  auto* s = c->add_subcommand("show", "列出密钥、证书和指纹");
  s->add_option("--keys", a->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  s->callback([&session, a] { session.run = [&session, a] { return show(session.console, a->keys); }; });
}

}  // namespace gongwen::cli
