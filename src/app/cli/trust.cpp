#include "app/cli/trust.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <thread>

#include "app/usecases/time_service.h"
#include "foundation/base/codes.h"
#include "trust/archive/archive.h"
#include "trust/archive/metadata_scheme.h"

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
  return exit_code_of(all);
}

int exit_code_of(const Diagnostics& problems) {
  static constexpr std::array kFound{codes::kRolledBack, codes::kLogDamaged, codes::kNumberingDamaged, codes::kNotFitToHandOver};
  const auto& all = problems.all();
  const bool found = std::any_of(all.begin(), all.end(), [](const Diagnostic& d) { return std::find(kFound.begin(), kFound.end(), d.code) != kFound.end(); });
  return found ? kDifference : kInputWrong;
}

const std::string& named_archive(const std::string& folder) {
  if (folder.empty()) throw UsageError{"没有说是哪个档案库：用 --archive 文件夹，或设环境变量 GONGWEN_ARCHIVE"};
  return folder;
}

void archive_option(CLI::App& command, std::string& folder) {
  command.add_option("--archive,-A", folder, "档案库文件夹（或环境变量 GONGWEN_ARCHIVE）")->option_text("文件夹");
}

void key_options(CLI::App& command, std::string& keys, std::string& passphrase_file) {
  command.add_option("--keys", keys, "密钥文件夹")->capture_default_str()->option_text("文件夹");
  command.add_option("--passphrase-file", passphrase_file, "口令在这个文件的第一行；不给就取 GONGWEN_PASSPHRASE，再没有就问")->option_text("文件");
}

void RecordFilter::declare(CLI::App& command) {
  command.add_option("--prefix", prefix, "编号以此开头的")->option_text("文字");
  command.add_option("--state", state, "这个状态的")->option_text("状态");
  command.add_option("--task", task, "这项重点任务的")->option_text("编号");
  command.add_option("--city", city, "所在地区含有这几个字的")->option_text("文字");
  command.add_option("--template", tmpl, "用这个模板的")->option_text("名字");
}

archive::Query RecordFilter::query() const {
  archive::Query out;
  out.id_prefix = prefix;
  out.state = state_option(state);
  out.task = task;
  out.city = city;
  out.template_id = tmpl;
  return out;
}

namespace {

/// What would be signed now would be found out of its certificate's validity ever after.
void must_be_valid(const Console& console, const sign::Certificate& certificate, const std::string& folder) {
  const std::int64_t now = console.env.now().unix_seconds;
  if (certificate.not_before.unix_seconds <= now && now <= certificate.not_after.unix_seconds) return;
  const bool past = certificate.not_after.unix_seconds < now;
  const std::string day = archive::office_day(past ? certificate.not_after : certificate.not_before).iso();
  throw Told{told(console, {Severity::error, codes::kOutsideValidity, Place::in_file(folder), past ? "签名证书已于 " + day + " 过期，不能再签名" : "签名证书要到 " + day + " 才生效，现在不能签名",
                            {past ? "换新的证书：gongwen key request 写申请，签发以后用 key import 导入；自签名的移走 sign.key.pem 和 sign.cert.pem，用 gongwen key new --role sign 另建，日志密钥不动" : "请核对电脑的时钟"}, {}, {}})};
}

}  // namespace

sign::Identity open_keys(const Console& console, const std::string& folder, const std::string& passphrase_file, bool to_sign) {
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
  if (to_sign) {
    must_be_valid(console, identity->sign.certificate(), folder);
    if (identity->sm2) must_be_valid(console, identity->sm2->certificate(), folder);
  }
  return std::move(identity).value();
}

namespace {

/// What `read` finds in files and folders, in one list. A folder may hold other files too (keys, a list of schools): one that is nothing
/// of the kind (`other`) is passed over there, but not when nothing at all is found. Throws Told.
template <typename T, typename Read>
std::vector<T> read_all(const Console& console, const std::vector<std::string>& named, std::string_view other, Read read) {
  std::vector<T> all;
  for (const auto& one : named) {
    const bool folder = console.env.is_dir(one);
    std::vector<fs::path> files{one};
    if (folder) {
      files.clear();
      for (const auto& name : console.env.list_dir(one)) {
        if (!name.starts_with(".") && !console.env.is_dir(fs::path(one) / name)) files.push_back(fs::path(one) / name);
      }
    }
    const std::size_t before = all.size();
    std::optional<Diagnostic> passed;
    for (const fs::path& file : files) {
      const Result<std::vector<T>> found = read(console.env.read_file(file), std::make_shared<const std::string>(file.string()));
      if (found) all.insert(all.end(), found.value().begin(), found.value().end());
      else if (folder && found.error().code == other) passed = found.error();
      else throw Told{told(console, found.error())};
    }
    if (all.size() == before && passed) throw Told{told(console, *passed)};
  }
  return all;
}

}  // namespace

sign::TimeAuthority time_option(const std::string& url) {
  if (url.empty()) return nullptr;
  if (!usecases::is_time_service(url)) throw UsageError{"--tsa 的值“" + url + "”不是 http:// 开头的网址（时间戳自带签名，不需要 https）"};
  return usecases::time_service(url);
}

void TrustOptions::declare(CLI::App& command) {
  command.add_option("--trust", trust, "信任的证书（PEM、DER，或放着它们的文件夹），从别的途径得到的；可多次")->option_text("证书");
  command.add_option("--crl", crl, "证书吊销列表（PEM、DER，或放着它们的文件夹）；可多次")->option_text("文件");
}

std::vector<sign::Certificate> TrustOptions::certificates(const Console& console) const {
  return read_all<sign::Certificate>(console, trust, codes::kNoCertificate, sign::read_certificates);
}
std::vector<sign::Crl> TrustOptions::crls(const Console& console) const { return read_all<sign::Crl>(console, crl, codes::kBadCrl, sign::read_crls); }

std::function<bool()> patience(const Console& console) {
  using std::chrono::milliseconds;
  static constexpr milliseconds kPause(50);
  milliseconds left(30'000);
  if (const auto given = console.env.variable("GONGWEN_WAIT")) {
    int seconds = 0;
    const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), seconds);
    if (error != std::errc{} || end != given->data() + given->size() || seconds < 0 || seconds > 86'400) {
      throw UsageError{"环境变量 GONGWEN_WAIT 的值“" + *given + "”不是 0 到 86400 的秒数"};
    }
    left = std::chrono::seconds(seconds);
  }
  return [&console, left, told = false]() mutable {
    if (left <= milliseconds(0) || interrupted()) return false;
    if (!told) console.note("档案库正被另一个程序写入，等它写完……");
    told = true;
    left -= kPause;
    std::this_thread::sleep_for(kPause);
    return true;
  };
}

archive::Archive open_archive(const Console& console, const std::string& folder) {
  auto opened = archive::Archive::open(console.env, named_archive(folder));
  if (!opened) throw Told{told(console, opened.error())};
  archive::Archive archive = std::move(opened).value();
  archive.wait_with(patience(console));
  Diagnostics left;
  for (const auto& f : archive.unfinished()) left.add(archive::to_diagnostic(f));
  if (!console.json) console.tell(left);
  return archive;
}

std::string year_option(const std::string& text) {
  if (text.empty() || (text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos)) return text;
  throw UsageError{"--year 的值“" + text + "”不对；写成四位数字，如 2026"};
}

std::string retention_option(const std::string& text) {
  if (text.empty() || archive::valid_retention(text)) return text;
  throw UsageError{"--retention 的值“" + text + "”不对；可以写 永久、30年、10年"};
}

std::string draft_option(const std::string& text) {
  for (const auto& e : archive::metadata_scheme()) {
    if (e.number != "M45" || text.empty() || (" " + std::string(e.choices) + " ").find(" " + text + " ") != std::string::npos) continue;
    throw UsageError{"--draft 的值“" + text + "”不对；可以写 " + std::string(e.choices)};
  }
  return text;
}

std::pair<archive::AttachmentRole, std::string> role_and_file(const std::string& text, const char* option) {
  const std::size_t eq = text.find('=');
  const auto role = archive::attachment_role_of(std::string_view(text).substr(0, eq));
  if (eq != std::string::npos && role) return {*role, text.substr(eq + 1)};
  throw UsageError{std::string(option) + " 写成 角色=文件；角色：scan 盖章扫描件、evidence 佐证材料、image 图片、received 外来文件（“" + text + "”）"};
}

}  // namespace gongwen::cli
