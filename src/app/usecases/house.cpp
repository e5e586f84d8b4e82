#include "app/usecases/house.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

#ifndef GONGWEN_SOURCE_DIR
#define GONGWEN_SOURCE_DIR ""
#endif

namespace gongwen::usecases {
namespace {

fs::path user_fonts(Env& env) {
  if (const auto told = env.variable("GONGWEN_FONTS")) return *told;
  const auto home = env.variable("HOME");
  return home && !home->empty() ? fs::path(*home) / ".config" / "gongwen" / "fonts.json" : fs::path();
}

House at(const fs::path& root, Env& env) {
  return {root / "templates", root / "templates" / "styles", root / "fonts" / "roles.json", root / "fonts" / "prepared", user_fonts(env)};
}

}  // namespace

House find_house(Env& env) {
  std::vector<fs::path> roots;
  if (const auto home = env.variable("GONGWEN_HOME")) {
    roots.emplace_back(*home);
  } else {
    const fs::path program = env.executable();
    if (!program.empty()) roots.push_back(program.parent_path().parent_path() / "share" / "gongwen");
    if (!std::string_view(GONGWEN_SOURCE_DIR).empty()) roots.emplace_back(GONGWEN_SOURCE_DIR);
  }
  for (const auto& root : roots) {
    if (env.exists(root / "fonts" / "roles.json") && env.is_dir(root / "templates")) return at(root, env);
  }
  std::string tried;
  for (const auto& root : roots) tried += (tried.empty() ? "" : "、") + root.string();
  throw Error("找不到模板和字体所在的文件夹（找过：" + tried + "）；可设环境变量 GONGWEN_HOME");
}

std::shared_ptr<const fonts::FontBook> load_fonts(Env& env, const House& house, const std::optional<fs::path>& more, Diagnostics& out) {
  std::vector<fs::path> tables;
  if (more) tables.push_back(*more);
  if (!house.user_fonts.empty() && env.exists(house.user_fonts)) tables.push_back(house.user_fonts);
  return fonts::FontBook::load(env, house.font_roles, house.font_folder, tables, out);
}

std::vector<std::string> shipped_templates(Env& env, const House& house) {
  std::vector<std::string> ids;
  for (const auto& name : env.list_dir(house.templates)) {
    if (env.exists(house.templates / name / "template.xml")) ids.push_back(name);
  }
  return ids;
}

std::optional<fs::path> find_template(Env& env, const House& house, const std::string& name, Diagnostics& out) {
  const fs::path path(name);
  if (path.filename() == "template.xml" && env.exists(path)) return path.parent_path().empty() ? fs::path(".") : path.parent_path();
  if (env.exists(path / "template.xml")) return path;
  const bool is_id = name.find('/') == std::string::npos;
  if (is_id && env.exists(house.templates / name / "template.xml")) return house.templates / name;

  const auto ids = shipped_templates(env, house);
  std::vector<std::string> hints;
  const auto nearest = std::min_element(ids.begin(), ids.end(), [&](const auto& a, const auto& b) {
    return text::edit_distance(a, name, 8) < text::edit_distance(b, name, 8);
  });
  if (nearest != ids.end() && text::edit_distance(*nearest, name, 8) <= 4) hints.push_back("是不是 " + *nearest + "？");
  std::string all;
  for (const auto& id : ids) all += (all.empty() ? "" : "、") + id;
  hints.push_back("自带的模板：" + all + "；也可以给一个含 template.xml 的文件夹");
  out.error(codes::kTemplateNotFound, Place::in_file(name), "没有这个模板", std::move(hints));
  return std::nullopt;
}

std::optional<LoadedStyle> load_style(Env& env, const fs::path& folder, const std::string& id, Diagnostics& out) {
  // The chain from the style asked for down to its last base, read first so that bases can be applied from the bottom up.
  struct File { std::string id, bytes; };
  std::vector<File> chain;
  for (std::string next = id; !next.empty(); next = style::base_of(chain.back().bytes)) {
    const fs::path path = folder / (next + ".xml");
    const bool circle = std::any_of(chain.begin(), chain.end(), [&](const File& f) { return f.id == next; });
    if (circle || !env.exists(path)) {
      out.error(codes::kStyleNotFound, Place::in_file(path.string()), circle ? "页面格式互相引用，成了圈" : "没有页面格式“" + next + "”");
      return std::nullopt;
    }
    chain.push_back({next, env.read_file(path)});
  }
  LoadedStyle result;
  std::optional<style::PageStyle> base;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    const std::string file = "styles/" + it->id + ".xml";
    base = style::load(it->bytes, std::make_shared<const std::string>(file), out, base ? &*base : nullptr);
    if (!base) return std::nullopt;
    result.files.emplace_back(file, it->bytes);
  }
  if (!base) return std::nullopt;
  result.style = std::move(*base);
  return result;
}

}  // namespace gongwen::usecases
