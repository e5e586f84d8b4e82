#include "app/cli/commands.h"
#include "foundation/text/utf8.h"
#include "pages/fonts/fonts.h"

namespace gongwen::cli {
namespace {

std::shared_ptr<const fonts::FontBook> load(const Console& console, const std::string& user, Diagnostics& problems) {
  const auto house = usecases::find_house(console.env);
  return fonts::FontBook::load(console.env, house.font_roles, house.font_folder,
                               user.empty() ? std::nullopt : std::optional<fs::path>(user), problems);
}

int list(const Console& console, const std::string& user) {
  Diagnostics problems;
  const auto book = load(console, user, problems);
  console.tell(problems);
  if (!book || problems.has_errors()) return kInputWrong;
  for (const auto& role : book->roles()) {
    if (console.json) {
      json::Node line = json::Node::object();
      line.set("role", json::Node::string(role.key));
      line.set("label", json::Node::string(role.label));
      json::Node faces = json::Node::array();
      for (const auto id : role.chain) {
        const auto& face = book->face(id);
        json::Node f = json::Node::object();
        f.set("name", json::Node::string(face.postscript_name()));
        f.set("file", json::Node::string(face.file()));
        f.set("sha256", json::Node::string(face.sha256()));
        f.set("licence", json::Node::string(face.licence()));
        f.set("characters", json::Node::number(static_cast<std::int64_t>(face.coverage().size())));
        faces.push(std::move(f));
      }
      line.set("faces", std::move(faces));
      console.out_json(line);
      continue;
    }
    console.out(role.label + "（" + role.key + "）" + (role.latin ? "  西文和数字：" + book->face(*role.latin).postscript_name() : ""));
    for (const auto id : role.chain) {
      const auto& face = book->face(id);
      console.out("    " + face.postscript_name() + "  " + std::to_string(face.coverage().size()) + " 字  " + face.licence() + "  " +
                  fs::path(face.file()).filename().string());
    }
  }
  return kDone;
}

int why(const Console& console, const std::string& user, const std::string& word) {
  Diagnostics problems;
  const auto book = load(console, user, problems);
  console.tell(problems);
  if (!book || problems.has_errors()) return kInputWrong;
  if (text::first_malformed(word)) throw UsageError{"要查的字不是 UTF-8"};
  bool missing = false;
  for (const char32_t c : text::to_utf32(word)) {
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(c));
    console.out(text::to_utf8(std::u32string_view(&c, 1)) + "  " + code);
    for (const auto& role : book->roles()) {
      const auto id = book->pick(role, c);
      missing = missing || !id;
      console.out("    " + role.label + "：" + (id ? book->face(*id).postscript_name() : "没有一种字体有这个字"));
    }
  }
  return missing ? kInputWrong : kDone;
}

}  // namespace

void add_fonts(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("fonts", "看字体：各角色用哪种字体，某个字由哪种字体来排");
  c->require_subcommand(1);
  auto user = std::make_shared<std::string>();
  auto word = std::make_shared<std::string>();
  auto* l = c->add_subcommand("list", "列出各角色的字体、字数、许可");
  l->add_option("--fonts", *user, "本单位的字体表")->option_text("文件");
  l->callback([&session, user] { session.run = [&session, user] { return list(session.console, *user); }; });
  auto* w = c->add_subcommand("why", "每个字由哪种字体来排");
  w->add_option("WORD", *word, "要查的字")->required();
  w->add_option("--fonts", *user, "本单位的字体表")->option_text("文件");
  w->callback([&session, user, word] { session.run = [&session, user, word] { return why(session.console, *user, *word); }; });
}

}  // namespace gongwen::cli
