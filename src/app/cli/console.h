#pragma once

// What every command shares: where to print, how to tell problems, the progress bar, the exit codes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "foundation/json/json.h"

namespace gongwen::cli {

/// The whole table (DESIGN 5); in the README too. Part of the contract, never renumber.
enum Exit : int {
  kDone = 0,            ///< done, warnings included
  kFailed = 1,          ///< disk, permission, a library
  kUsage = 2,           ///< wrong command line; a passphrase that cannot be asked
  kRowsBad = 3,         ///< some or all rows of a batch are bad
  kInputWrong = 4,      ///< data or template wrong
  kDifference = 5,      ///< a check found a difference
  kBug = 70,            ///< a bug of ours
};

/// Wrong use found after parsing: printed with what to write instead, exit 2.
struct UsageError { std::string message; };
/// The user pressed Ctrl-C while we waited for them.
struct Stopped {};
/// Whoever read our standard output has closed it (`… | head`): we end as a program killed by SIGPIPE does, without a word,
/// also where that signal is blocked or ignored for us.
struct ReaderGone {};

/// Results go to stdout, all else to stderr.
class Console {
 public:
  explicit Console(Env& env);

  Env& env;
  bool json = false;           ///< --json: results and diagnostics as JSON Lines on stdout
  bool show_values = false;    ///< --show-values: personal values unmasked in messages
  bool quiet = false;

  void out(std::string_view line) const;             ///< stdout, one line
  void out_json(const json::Node& node) const;       ///< stdout, one compact line
  void raw(std::string_view bytes) const;            ///< stdout as is
  void note(std::string_view line) const;            ///< stderr, one line; silent with --quiet
  void problem(std::string_view line) const;         ///< stderr, one line, always
  /// Prints all diagnostics, sorted: text on stderr, or JSON Lines on stdout.
  void tell(const Diagnostics& problems) const;
  bool stderr_is_terminal() const noexcept { return terminal_; }

  /// Asks on the terminal without echo. Errors UsageError when there is no terminal to ask on.
  std::string ask_passphrase(const std::string& prompt) const;

 private:
  bool terminal_;
};

/// A bar on a terminal's stderr; nothing otherwise. `done` of `total`, total 0 = unknown.
class Progress {
 public:
  Progress(const Console& console, std::string what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();
  void at(std::uint64_t done, std::uint64_t total, std::string_view detail = {});

 private:
  const Console& console_;
  std::string what_;
  int last_percent_ = -1;
  std::uint64_t last_done_ = 0;
  bool drawn_ = false;
};

/// The passphrase of a key: from --passphrase-file, the variable GONGWEN_PASSPHRASE, or asked. Once, before any work.
std::string passphrase(const Console& console, const std::optional<std::string>& file, const std::string& prompt);

}  // namespace gongwen::cli
