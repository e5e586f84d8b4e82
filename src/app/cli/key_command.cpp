#include "app/cli/commands.h"
#include "trust/sign/digest.h"
#include "trust/sign/keys.h"

namespace gongwen::cli {
namespace {

struct NewArguments {
  std::string keys, organisation, name, role = "all", passphrase_file;
  int years = 10;
  bool plain = false;
};

void tell(const Console& console, const sign::KeyInfo& key) {
  if (console.json) {
    json::Node line = json::Node::object();
    line.set("role", json::Node::string(std::string(sign::name_of(key.role))));
    line.set("key", json::Node::string(key.key_file.string()));
    line.set("encrypted", json::Node::boolean(key.encrypted));
    if (key.certificate) {
      line.set("organisation", json::Node::string(key.certificate->organisation));
      line.set("fingerprint", json::Node::string(key.certificate->fingerprint));
      line.set("not_after", json::Node::string(key.certificate->not_after.iso()));
      line.set("certificate", json::Node::string(key.public_file.string()));
    } else {
      line.set("public_key", json::Node::string(sign::base64(key.public_key)));
    }
    console.out_json(line);
    return;
  }
  const std::string safe = key.encrypted ? "口令加密" : "未加密";
  if (key.certificate) {
    console.out("签名密钥  " + key.key_file.string() + "（" + safe + "）");
    console.out("    单位      " + key.certificate->organisation);
    console.out("    证书      " + key.public_file.string() + "，至 " + key.certificate->not_after.utc_date().iso() +
                (key.certificate->self_signed ? "，自签名" : ""));
    console.out("    SHA-256   " + key.certificate->printed_fingerprint());
  } else {
    console.out("日志密钥  " + key.key_file.string() + "（" + safe + "）");
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

int make(const Console& console, const NewArguments& a) {
  std::string secret;
  if (!a.plain) {
    secret = passphrase(console, a.passphrase_file.empty() ? std::nullopt : std::optional(a.passphrase_file), "为新密钥设一个口令：");
    const bool asked = a.passphrase_file.empty() && !console.env.variable("GONGWEN_PASSPHRASE");
    if (asked && console.ask_passphrase("再输一次：") != secret) throw UsageError{"两次输入的口令不一样"};
  }
  sign::KeyOptions options;
  options.years = a.years;
  options.encrypted = !a.plain;
  const sign::Subject subject{a.organisation, a.name};
  if (a.role == "all") {
    const auto made = sign::create_identity(console.env, a.keys, subject, secret, options);
    if (!made) return failed(console, made);
    for (const auto& key : made.value()) tell(console, key);
  } else {
    const auto role = sign::role_of(a.role);
    if (!role) throw UsageError{"--role 的值“" + a.role + "”不对；可以写 sign、log 或 all"};
    const auto made = sign::create_key(console.env, a.keys, *role, subject, secret, options);
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

}  // namespace

void add_key(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("key", "密钥和证书：新建、查看");
  c->require_subcommand(1);
  auto a = std::make_shared<NewArguments>();
  a->keys = default_keys(session.console.env);
  auto* n = c->add_subcommand("new", "新建身份：签名密钥（ECDSA P-256，自签名证书）和日志密钥（Ed25519），默认用口令加密");
  n->add_option("--organisation,--organization", a->organisation, "单位全称，与公章一致")->required()->option_text("名称  必填");
  n->add_option("--name", a->name, "证书上的名字；不给就用单位全称")->option_text("名称");
  n->add_option("--keys", a->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  n->add_option("--role", a->role, "只建一种：sign、log；默认都建")->option_text("角色");
  n->add_option("--years", a->years, "证书有效年数，默认 10")->capture_default_str()->check(CLI::Range(1, 30))->option_text("N");
  n->add_option("--passphrase-file", a->passphrase_file, "口令在这个文件的第一行；不给就取 GONGWEN_PASSPHRASE，再没有就问")->option_text("文件");
  n->add_flag("--no-passphrase", a->plain, "不加密私钥");
  n->callback([&session, a] { session.run = [&session, a] { return make(session.console, *a); }; });
  auto* s = c->add_subcommand("show", "列出密钥、证书和指纹");
  s->add_option("--keys", a->keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  s->callback([&session, a] { session.run = [&session, a] { return show(session.console, a->keys); }; });
}

}  // namespace gongwen::cli
