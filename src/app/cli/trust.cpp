#include "app/cli/trust.h"

namespace gongwen::cli {

int answered(const std::function<int()>& work) {
  try {
    return work();
  } catch (const Told& t) {
    return t.code;
  }
}

int told(const Console& console, const Diagnostic& problem) {
  Diagnostics all;
  all.add(problem);
  console.tell(all);
  return kInputWrong;
}

sign::Identity open_keys(const Console& console, const std::string& folder, const std::string& passphrase_file) {
  if (!console.env.is_dir(folder)) {
    console.problem("gongwen: 没有密钥文件夹 " + folder + "\n  = hint: 先用 gongwen key new --organisation 单位全称 新建，或用 --keys 指出");
    throw Told{kFailed};
  }
  std::string secret;
  if (sign::needs_passphrase(console.env, folder)) {
    secret = passphrase(console, passphrase_file.empty() ? std::nullopt : std::optional(passphrase_file), "密钥的口令：");
  }
  auto identity = sign::open_identity(console.env, folder, secret);
  if (!identity) throw Told{told(console, identity.error())};
  return std::move(identity).value();
}

std::vector<sign::Certificate> read_trusted(const Console& console, const std::vector<std::string>& files) {
  std::vector<sign::Certificate> all;
  for (const auto& file : files) {
    const auto found = sign::read_certificates(console.env.read_file(file), std::make_shared<const std::string>(file));
    if (!found) throw Told{told(console, found.error())};
    all.insert(all.end(), found.value().begin(), found.value().end());
  }
  return all;
}

}  // namespace gongwen::cli
