#pragma once

// One function a command: it declares its options on the parser and leaves behind what to run. Private to the room.

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <string>

#include "app/cli/console.h"
#include "app/usecases/house.h"
#include "app/usecases/press.h"
#include "app/usecases/render.h"

namespace gongwen::cli {

/// What the parsed command line asks for. Options are stored in the closures of the commands; one of them sets `run`.
struct Session {
  Console& console;
  std::function<int()> run;
};

/// True once the user has pressed Ctrl-C or the system asked us to stop; loops end after the item under way.
bool interrupted() noexcept;

void add_render(CLI::App& app, Session& session);
void add_batch(CLI::App& app, Session& session);
void add_check(CLI::App& app, Session& session);
void add_template(CLI::App& app, Session& session);
void add_fonts(CLI::App& app, Session& session);
void add_key(CLI::App& app, Session& session);
void add_sign(CLI::App& app, Session& session);
void add_archive(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);
void add_submit(CLI::App& app, Session& session);
void add_disclose(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);

// ---- shared by several commands ----

/// Options that decide how a paper looks: --fonts, --word-fonts.
struct LookOptions {
  std::string fonts, word_fonts = "windows";
  void declare(CLI::App& command);
  /// Errors UsageError.
  usecases::Looks looks() const;
};

/// Options of a command that prints a paper: the looks, --date, --format.
struct PaperOptions : LookOptions {
  std::string date, formats = "pdf,docx";
  void declare(CLI::App& command);
};

/// What `render` and `check` ask of the use cases: the record's bytes read, the options checked. Errors UsageError.
usecases::RenderRequest request_of(const Console& console, const std::string& name, const std::string& data, const PaperOptions& paper);

/// Reads a file, or standard input for "-". Throws Stopped when interrupted meanwhile.
std::string read_input(Env& env, const std::string& name);
/// YYYY-MM-DD or 2026年11月24日. Errors UsageError, naming `option`.
std::optional<Date> date_option(const std::string& text, const char* option = "--date");
/// Errors UsageError.
unsigned jobs_option(int jobs);
/// 67.8 KB
std::string human_size(std::uint64_t bytes);

/// Where keys and archive are when not said: $GONGWEN_KEYS or ~/.config/gongwen/keys; $GONGWEN_ARCHIVE.
std::string default_keys(Env& env);
std::string default_archive(Env& env);

}  // namespace gongwen::cli
