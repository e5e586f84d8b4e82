#include "app/cli/commands.h"
#include "app/usecases/press.h"
#include "formats/pdf/pdf.h"
#include "foundation/zip/zip.h"
#include "pages/fonts/fonts.h"
#include "trust/sign/keys.h"

namespace gongwen::cli {
namespace {

/// Tries what a day's work needs and says what would fail.
int doctor(const Console& console) {
  int bad = 0;
  const auto line = [&](bool good, const std::string& what, const std::string& hint = {}) {
    console.out(std::string(good ? "✓ " : "✗ ") + what);
    if (!good && !hint.empty()) console.out("    " + hint);
    bad += good ? 0 : 1;
  };
  Env& env = console.env;
  console.out(std::string(usecases::kTool));
  for (const auto& [name, version] : {pdf::library(), zip::compression_library(), fonts::library()}) console.out("  " + name + " " + version);
  const auto house = usecases::find_house(env);
  line(true, "模板和字体表：" + house.templates.parent_path().string());

  Diagnostics problems;
  const auto book = usecases::load_fonts(env, house, std::nullopt, problems);
  line(book && !problems.has_errors(), "字体" + (book ? "：" + std::to_string(book->faces().size()) + " 种" : std::string()),
       "运行 bash fonts/prepare.sh 准备字体");
  if (!house.user_fonts.empty() && env.exists(house.user_fonts)) console.out("✓ 本单位的字体表：" + house.user_fonts.string());
  for (const auto& id : usecases::shipped_templates(env, house)) {
    Diagnostics of_template;
    const auto press = usecases::Press::open(env, house, house.templates / id, {}, of_template);
    line(press != nullptr, "模板 " + id);
    problems.append(of_template);
  }
  const std::string keys = default_keys(env);
  const bool has_keys = env.exists(fs::path(keys) / "sign.cert.pem");
  console.out(has_keys ? "✓ 密钥：" + keys : "· 还没有密钥（归档才需要）：gongwen key new --organisation 单位全称");
  console.tell(problems);
  return bad > 0 ? kFailed : kDone;
}

}  // namespace

void add_doctor(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("doctor", "查看安装：字体、模板、密钥是否齐全");
  c->callback([&session] { session.run = [&session] { return doctor(session.console); }; });
}

}  // namespace gongwen::cli
