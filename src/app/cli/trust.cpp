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

std::vector<sign::Certificate> read_trusted_folders(const Console& console, const std::vector<std::string>& files_or_folders) {
  std::vector<std::string> files;
  for (const auto& one : files_or_folders) {
    if (!console.env.is_dir(one)) {
      files.push_back(one);
      continue;
    }
    const std::size_t before = files.size();
    for (const auto& name : console.env.list_dir(one)) {
      const std::string extension = fs::path(name).extension().string();
      if (extension == ".pem" || extension == ".crt" || extension == ".cer") files.push_back((fs::path(one) / name).string());
    }
    if (files.size() == before) throw UsageError{"--trust 的文件夹 " + one + " 里没有证书（.pem、.crt、.cer）"};
  }
  return read_trusted(console, files);
}

archive::Archive open_archive(const Console& console, const std::string& folder) {
  if (folder.empty()) throw UsageError{"没有说是哪个档案库：用 --archive 文件夹，或设环境变量 GONGWEN_ARCHIVE"};
  auto opened = archive::Archive::open(console.env, folder);
  if (!opened) throw Told{told(console, opened.error())};
  archive::Archive archive = std::move(opened).value();
  Diagnostics left;
  for (const auto& f : archive.unfinished()) left.add(archive::to_diagnostic(f));
  if (!console.json) console.tell(left);
  return archive;
}

std::string retention_option(const std::string& text) {
  if (text.empty() || archive::valid_retention(text)) return text;
  throw UsageError{"--retention 的值“" + text + "”不对；可以写 永久、30年、10年"};
}

std::pair<archive::AttachmentRole, std::string> role_and_file(const std::string& text, const char* option) {
  const std::size_t eq = text.find('=');
  const auto role = archive::attachment_role_of(std::string_view(text).substr(0, eq));
  if (eq != std::string::npos && role) return {*role, text.substr(eq + 1)};
  throw UsageError{std::string(option) + " 写成 角色=文件；角色：scan 盖章扫描件、evidence 佐证材料、image 图片、received 外来文件（“" + text + "”）"};
}

}  // namespace gongwen::cli
