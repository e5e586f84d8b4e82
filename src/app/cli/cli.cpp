#include "app/cli/cli.h"

#include <csignal>
#include <iostream>

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

/// The parser's own messages in the user's language, with what to do.
std::string plain(const CLI::App& app, const CLI::ParseError& e) {
  const std::string name = e.get_name();
  const std::string what = e.what();
  if (name == "RequiredError") return "缺少必需的参数或命令（" + what + "）";
  if (name == "ExtrasError") {
    const std::string word = what.substr(what.rfind(' ') + 1);
    std::string nearest;
    std::size_t best = 4;
    for (const auto* sub : app.get_subcommands({})) {
      const std::size_t d = text::edit_distance(word, sub->get_name(), best);
      if (d < best) best = d, nearest = sub->get_name();
    }
    return "不认识“" + word + "”" + (nearest.empty() ? "" : "；是不是 " + nearest + "？");
  }
  if (name == "ArgumentMismatch") return "参数个数不对（" + what + "）";
  if (name == "ConversionError" || name == "ValidationError") return "参数的值不对（" + what + "）";
  if (name == "ExcludesError") return "这些参数不能一起用（" + what + "）";
  if (name == "RequiresError") return "这个参数要和另一个一起用（" + what + "）";
  return what;
}

/// The innermost command that was named, so that help speaks of it.
const CLI::App* innermost(const CLI::App* app) {
  for (auto subs = app->get_subcommands(); !subs.empty(); subs = app->get_subcommands()) app = subs.front();
  return app;
}

int guarded(const Console& console, const std::function<int()>& work) {
  try {
    const int code = work();
    return g_signal != 0 && code != kBug ? 128 + g_signal : code;
  } catch (const UsageError& e) {
    console.note("gongwen: " + e.message);
    return kUsage;
  } catch (const Error& e) {
    console.note(std::string("gongwen: ") + e.what());
    return kFailed;
  } catch (const InternalError& e) {
    console.note(std::string("gongwen: 程序缺陷：") + e.what());
    return kBug;
  } catch (const std::bad_alloc&) {
    console.note("gongwen: 内存不够");
    return kFailed;
  } catch (const std::exception& e) {
    console.note(std::string("gongwen: 程序缺陷：") + e.what());
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
  app.footer(kExitCodes);
  app.set_help_flag("-h,--help", "显示帮助");
  app.set_help_all_flag("--help-all", "显示全部命令的帮助");
  app.set_version_flag("--version", std::string("gongwen ") + GONGWEN_VERSION, "显示版本");
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->label("Usage", "用法");
  app.get_formatter()->label("Options", "选项");
  app.get_formatter()->label("OPTIONS", "选项");
  app.get_formatter()->label("SUBCOMMAND", "命令");
  app.get_formatter()->label("SUBCOMMANDS", "命令");
  app.get_formatter()->label("Subcommands", "命令");
  app.get_formatter()->label("Positionals", "参数");
  app.get_formatter()->label("REQUIRED", "必填");
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
  add_archive(app, session);
  add_verify(app, session);
  add_disclose(app, session);
  add_doctor(app, session);

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion&) {
    return guarded(console, [&] { return console.out(std::string("gongwen ") + GONGWEN_VERSION), static_cast<int>(kDone); });
  } catch (const CLI::CallForHelp&) {
    return guarded(console, [&] { return console.raw(innermost(&app)->help()), static_cast<int>(kDone); });
  } catch (const CLI::CallForAllHelp&) {
    return guarded(console, [&] { return console.raw(app.help("", CLI::AppFormatMode::All)), static_cast<int>(kDone); });
  } catch (const CLI::ParseError& e) {
    if (argc == 1) {
      console.note(app.help());
      return kUsage;
    }
    const CLI::App* at = innermost(&app);
    std::string command = "gongwen";
    if (at != &app) {
      const CLI::App* parent = at->get_parent();
      if (parent != nullptr && parent != &app) command += " " + parent->get_name();
      command += " " + at->get_name();
    }
    console.note("gongwen: " + plain(*at, e) + "\n  = hint: 用法见 " + command + " --help");
    return kUsage;
  }
  return guarded(console, session.run);
}

}  // namespace gongwen::cli
