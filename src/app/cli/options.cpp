#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include "app/cli/commands.h"
#include "foundation/text/chinese.h"

namespace gongwen::cli {

void LookOptions::declare(CLI::App& command) {
  command.add_option("--fonts", fonts, "本单位的字体表（见 README“用本单位的字体”）")->option_text("文件");
  command.add_option("--word-fonts", word_fonts, "DOCX 里写哪一套字体名：windows 是 Windows 自带的（默认），office 是公文常用的仿宋_GB2312、方正小标宋等")
      ->option_text("windows|office");
}

usecases::Looks LookOptions::looks() const {
  usecases::Looks out;
  if (!fonts.empty()) out.user_fonts = fonts;
  const auto choice = docx::word_fonts_of(word_fonts);
  if (!choice) throw UsageError{"--word-fonts 的值“" + word_fonts + "”不对；可以写 windows 或 office"};
  out.word_fonts = *choice;
  return out;
}

void PaperOptions::declare(CLI::App& command) {
  LookOptions::declare(command);
  command.add_option("--date", date, "成文日期：模板没有给日期时用；不给就没有日期，从不取系统时间")->option_text("日期");
  command.add_option("--format", formats, "输出格式，逗号分隔，默认 pdf,docx")->capture_default_str()->option_text("格式");
}

std::string read_input(Env& env, const std::string& name) {
  if (name != "-") return env.read_file(name);
  std::string bytes;
  std::array<char, 65536> block{};
  for (;;) {
    pollfd input{STDIN_FILENO, POLLIN, 0};   // unlike read, poll comes back when Ctrl-C is pressed
    const int ready = ::poll(&input, 1, -1);
    if (interrupted()) throw Stopped{};
    if (ready < 0 && errno == EINTR) continue;
    const ssize_t n = ::read(STDIN_FILENO, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error("读标准输入失败");
    if (n == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(n));
  }
}

std::optional<Date> date_option(const std::string& written, const char* option) {
  if (written.empty()) return std::nullopt;
  if (auto date = text::parse_date(written)) return date;
  throw UsageError{std::string(option) + " 的值“" + written + "”不是日期；写成 2026-11-24 或 2026年11月24日"};
}

unsigned jobs_option(int jobs) {
  if (jobs < 0 || jobs > 256) throw UsageError{"-j 的值要在 0（全部核心）到 256 之间"};
  if (jobs == 0) return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(jobs);
}

std::string human_size(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  const char* units[] = {"KB", "MB", "GB", "TB"};
  std::uint64_t tenths = bytes / 100;  // of a KB
  int unit = 0;
  while (tenths >= 10'000 && unit < 3) tenths /= 1000, ++unit;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " + units[unit];
}

std::string default_keys(Env& env) {
  if (auto keys = env.variable("GONGWEN_KEYS")) return *keys;
  if (auto home = env.variable("HOME")) return *home + "/.config/gongwen/keys";
  return "keys";
}

std::string default_archive(Env& env) { return env.variable("GONGWEN_ARCHIVE").value_or(""); }

}  // namespace gongwen::cli
