#include "app/cli/cli.h"

#include <csignal>
#include <iostream>
#include <memory>

#include "app/cli/commands.h"
#include "foundation/text/utf8.h"

namespace gongwen::cli {
namespace {

volatile std::sig_atomic_t g_signal = 0;  // a signal handler can reach nothing else

void on_signal(int number) {
  if (g_signal != 0) std::_Exit(128 + number);  // asked twice: now
  g_signal = number;
}

constexpr const char* kAbout =
    "公文：用模板和数据生成 PDF、DOCX 公文，封存、归档、核验、依申请公开。\n"
    "例：gongwen render authorization-letter --data samples/authorization-letter.json -o out\n"
    "    gongwen batch authorization-letter --data samples/schools.csv -o out";
constexpr const char* kExitCodes =
    "退出码：0 完成 · 1 失败（磁盘、权限、库）· 2 用法错误 · 3 有坏行 · 4 数据或模板有错 · 5 核验发现差异 · 70 程序缺陷 · 130/143 被中止";

/// Help in two columns that stand straight in a terminal: a hanzi has three bytes and two columns.
class Help : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool positional) const override {
    return line(make_option_name(option, positional) + make_option_opts(option), make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* sub) const override { return line(sub->get_display_name(true), sub->get_description()); }

 private:
  std::string line(const std::string& name, const std::string& what) const {
    std::size_t columns = 2;
    for (const char32_t c : text::to_utf32(name)) columns += c < 0x1100 ? 1 : 2;
    std::string out = "  " + name;
    if (what.empty()) return out + "\n";
    out += columns < get_column_width() ? std::string(get_column_width() - columns, ' ') : "\n" + std::string(get_column_width(), ' ');
    return out + what + "\n";
  }
};

/// The innermost command that was named, so that help speaks of it.
const CLI::App* innermost(const CLI::App* app) {
  for (auto subs = app->get_subcommands(); !subs.empty(); subs = app->get_subcommands()) app = subs.front();
  return app;
}

/// "gongwen archive" for `archive add`: what stands before a command's own name.
std::string before(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  if (parent == nullptr) return {};
  const std::string outer = before(*parent);
  return outer.empty() ? parent->get_name() : outer + " " + parent->get_name();
}

std::string whole_name(const CLI::App& command) {
  const std::string outer = before(command);
  return outer.empty() ? command.get_name() : outer + " " + command.get_name();
}

/// A word the parser did not know, with the commands or options it may have been meant for.
std::string unknown(const CLI::App& at, const std::string& word) {
  std::string nearest;
  std::size_t best = 4;
  const auto candidate = [&](const std::string& name) {
    const std::size_t d = text::edit_distance(word, name, best);
    if (d < best) best = d, nearest = name;
  };
  if (word.starts_with("-")) {
    for (const CLI::App* app = &at; app != nullptr; app = app->get_parent()) {
      for (const auto* option : app->get_options({})) {
        for (const auto& name : option->get_lnames()) candidate("--" + name);
      }
    }
  } else {
    for (const auto* sub : at.get_subcommands({})) candidate(sub->get_name());
  }
  return (word.starts_with("-") ? "不认识选项“" : "不认识“") + word + "”" + (nearest.empty() ? "" : "；是不是 " + nearest + "？");
}

/// What to do: a folder given without --archive where a command takes no word by itself; else where to read on.
std::string hint(const CLI::App& at, const std::vector<std::string>& extra) {
  const auto positionals = at.get_options([](const CLI::Option* option) { return option->get_positional(); });
  const bool word = !extra.empty() && !extra.front().starts_with("-") && positionals.empty();
  return (word && at.get_option_no_throw("--archive") != nullptr ? "文件夹用 --archive 给出；" : "") + ("用法见 " + whole_name(at) + " --help");
}

/// The parser's own messages in the user's language, with what to do.
std::string plain(const CLI::App& at, const CLI::ParseError& e, const std::vector<std::string>& extra) {
  if (!extra.empty()) return unknown(at, extra.front());   // a misspelt word is the reason for whatever else is missing
  const std::string kind = e.get_name();
  const std::string what = e.what();
  const std::string subject = what.substr(0, std::min(what.find(':'), what.size()));
  if (kind == "RequiredError") {
    if (what.starts_with("A subcommand")) return "没有写明命令";
    return "缺少 " + what.substr(0, what.find(" is required"));
  }
  if (kind == "ArgumentMismatch") return subject + " 后面的值个数不对";
  if (kind == "ValidationError") return subject + " 的值不对";
  if (kind == "ConversionError") return "值不对：" + what.substr(std::min(what.find(": ") + 2, what.size()));
  return "命令行不对";
}

/// What holds for every option: one heading (a command's help flag is made before it takes over its parent's), and one value each time
/// it is given, so that it does not swallow the words behind it.
void settle_options(CLI::App& app) {
  for (auto* option : app.get_options()) {
    option->group("选项");
    if (!option->get_positional()) option->allow_extra_args(false);
  }
  for (auto* sub : app.get_subcommands({})) settle_options(*sub);
}

int guarded(const Console& console, const std::function<int()>& work) {
  try {
    const int code = work();
    return g_signal != 0 && code != kBug ? 128 + g_signal : code;
  } catch (const Stopped&) {
    return 128 + g_signal;
  } catch (const ReaderGone&) {
    return 128 + SIGPIPE;
  } catch (const UsageError& e) {
    console.problem("gongwen: " + e.message);
    return kUsage;
  } catch (const Error& e) {
    console.problem(std::string("gongwen: ") + e.what());
    return kFailed;
  } catch (const InternalError& e) {
    console.problem(std::string("gongwen: 程序缺陷：") + e.what());
    return kBug;
  } catch (const std::bad_alloc&) {
    console.problem("gongwen: 内存不够");
    return kFailed;
  } catch (const std::exception& e) {
    console.problem(std::string("gongwen: 程序缺陷：") + e.what());
    return kBug;
  }
}

}  // namespace

bool interrupted() noexcept { return g_signal != 0; }

int run(int argc, char** argv) {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  Console console(real_env());
  CLI::App app(kAbout, "gongwen");
  app.group("命令");                        // the commands' heading: they take it over from here
  app.footer(kExitCodes);
  app.set_help_flag("-h,--help", "显示帮助");
  app.set_help_all_flag("--help-all", "显示全部命令的帮助");
  app.set_version_flag("--version", std::string("gongwen ") + GONGWEN_VERSION, "显示版本");
  app.require_subcommand(1);
  app.fallthrough();
  app.formatter(std::make_shared<Help>());
  app.get_formatter()->label("Usage", "用法");
  app.get_formatter()->label("OPTIONS", "选项");
  app.get_formatter()->label("SUBCOMMAND", "命令");
  app.get_formatter()->label("SUBCOMMANDS", "命令");
  app.get_formatter()->label("Positionals", "参数");
  app.get_formatter()->label("REQUIRED", "必填");
  app.get_formatter()->label("TEXT", "");
  app.add_flag("--json", console.json, "结果和问题以 JSON（每行一个）写到标准输出");
  app.add_flag("--show-values", console.show_values, "提示中不遮盖个人信息");
  app.add_flag("-q,--quiet", console.quiet, "不写进度和说明");

  Session session{console, {}};
  add_render(app, session);
  add_batch(app, session);
  add_check(app, session);
  add_template(app, session);
  add_fonts(app, session);
  add_key(app, session);
  add_sign(app, session);
  add_archive(app, session);
  add_submit(app, session);
  add_verify(app, session);
  add_disclose(app, session);
  add_doctor(app, session);
  settle_options(app);

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion&) {
    return guarded(console, [&] { return console.out(std::string("gongwen ") + GONGWEN_VERSION), static_cast<int>(kDone); });
  } catch (const CLI::CallForHelp&) {
    const CLI::App* at = innermost(&app);
    return guarded(console, [&] { return console.raw(at->help(before(*at))), static_cast<int>(kDone); });
  } catch (const CLI::CallForAllHelp&) {
    return guarded(console, [&] { return console.raw(app.help("", CLI::AppFormatMode::All)), static_cast<int>(kDone); });
  } catch (const CLI::ParseError& e) {
    if (argc == 1) {
      console.problem(app.help());
      return kUsage;
    }
    const CLI::App* at = innermost(&app);
    console.problem("gongwen: " + plain(*at, e, app.remaining(true)) + "\n  = hint: " + hint(*at, app.remaining(true)));
    return kUsage;
  }
  return guarded(console, session.run);
}

}  // namespace gongwen::cli
