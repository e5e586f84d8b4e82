#include "app/cli/console.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <iostream>

#include "foundation/text/utf8.h"

namespace gongwen::cli {

Console::Console(Env& e) : env(e), terminal_(::isatty(STDERR_FILENO) == 1) {}

void Console::raw(std::string_view bytes) const {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0) {
    if (errno == EPIPE) throw ReaderGone{};
    throw Error("写标准输出失败");  // a full disk behind a redirection must not look like success
  }
}

// Titles and names come from outside: what is shown never gets to command the terminal.
void Console::out(std::string_view line) const { raw(text::visible(line, true) + "\n"); }
void Console::out_json(const json::Node& node) const { raw(json::compact(node) + "\n"); }

void Console::note(std::string_view line) const {
  if (!quiet) problem(line);
}

void Console::problem(std::string_view line) const {
  const std::string shown = text::visible(line, true) + "\n";
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

void Console::tell(const Diagnostics& problems) const {
  if (json) {
    for (const auto& d : problems.sorted()) out_json(json::to_json(d));
    return;
  }
  const std::string shown = text::visible(render(problems), true);
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

std::string Console::ask_passphrase(const std::string& prompt) const {
  std::FILE* tty = std::fopen("/dev/tty", "r+");
  if (tty == nullptr || !terminal_) {
    if (tty != nullptr) std::fclose(tty);
    throw UsageError{"需要口令，但没有终端可问：请用 --passphrase-file 文件，或设环境变量 GONGWEN_PASSPHRASE"};
  }
  std::fputs(prompt.c_str(), tty);
  std::fflush(tty);
  termios old{};
  const int fd = ::fileno(tty);
  const bool hidden = ::tcgetattr(fd, &old) == 0;
  termios silent = old;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  if (hidden) ::tcsetattr(fd, TCSAFLUSH, &silent);
  std::string line;
  for (int c = std::fgetc(tty); c != EOF && c != '\n'; c = std::fgetc(tty)) line.push_back(static_cast<char>(c));
  if (hidden) ::tcsetattr(fd, TCSAFLUSH, &old);
  std::fputs("\n", tty);
  std::fclose(tty);
  return line;
}

Progress::Progress(const Console& console, std::string what) : console_(console), what_(std::move(what)) {}

void Progress::at(std::uint64_t done, std::uint64_t total, std::string_view detail) {
  if (!console_.stderr_is_terminal() || console_.quiet) return;
  const int percent = total > 0 ? static_cast<int>(done * 100 / total) : -1;
  if (drawn_ && percent == last_percent_ && (total > 0 || done < last_done_ + 16)) return;
  last_percent_ = percent;
  last_done_ = done;
  std::string bar = "\r\033[K" + what_ + " ";
  if (percent >= 0) {
    constexpr int kWidth = 30;
    const int filled = percent * kWidth / 100;
    bar += "[";
    for (int i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "·";
    bar += "] " + std::to_string(percent) + "% ";
  }
  bar += std::to_string(done);
  if (total > 0) bar += "/" + std::to_string(total);
  if (!detail.empty()) bar.append("  ").append(detail);
  std::fputs(bar.c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

std::string passphrase(const Console& console, const std::optional<std::string>& file, const std::string& prompt) {
  std::string text;
  if (file) {
    text = console.env.read_file(*file);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  } else if (auto value = console.env.variable("GONGWEN_PASSPHRASE")) {
    text = *value;
  } else {
    text = console.ask_passphrase(prompt);
  }
  if (text.empty()) throw UsageError{"口令是空的"};
  return text;
}

}  // namespace gongwen::cli
