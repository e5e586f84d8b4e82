#include <algorithm>

#include "app/cli/commands.h"
#include "app/usecases/user_fonts.h"
#include "formats/docx/word_fonts.h"
#include "foundation/text/utf8.h"
#include "pages/fonts/coverage.h"
#include "pages/fonts/fonts.h"
#include "trust/sign/digest.h"

namespace gongwen::cli {
namespace {

using fonts::Coverage;

std::shared_ptr<const fonts::FontBook> load(const Console& console, const std::string& user, Diagnostics& problems) {
  return usecases::load_fonts(console.env, usecases::find_house(console.env),
                              user.empty() ? std::nullopt : std::optional<fs::path>(user), problems);
}

std::string code_name(char32_t c) {
  char code[16];
  std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(c));
  return code;
}

/// A set of characters as `fonts list` names it.
struct Set { const char* label; const char* key; std::size_t Coverage::* member; std::size_t total; };
constexpr Set kSets[] = {
    {"GB 2312", "gb2312", &Coverage::gb2312, fonts::kHanziOfGb2312},
    {"通用规范汉字表", "general_standard", &Coverage::general_standard, fonts::kHanziOfGeneralStandard},
    {"GB 18030 一级", "level1", &Coverage::level1, fonts::kHanziOfLevel1},
    {"二级", "level2", &Coverage::level2, fonts::kHanziOfLevel2},
    {"三级", "level3", &Coverage::level3, fonts::kHanziOfLevel3},
};

std::string told(const Coverage& c) {
  std::string out;
  for (const Set& set : kSets) {
    if (!out.empty()) out += "，";
    out += std::string(set.label) + " " + std::to_string(c.*set.member);
    if (c.*set.member != set.total) out += "/" + std::to_string(set.total);
  }
  return out;
}

json::Node as_json(const Coverage& c) {
  json::Node out = json::Node::object();
  out.set("characters", json::Node::number(static_cast<std::int64_t>(c.characters)));
  out.set("hanzi", json::Node::number(static_cast<std::int64_t>(c.hanzi)));
  for (const Set& set : kSets) out.set(set.key, json::Node::number(static_cast<std::int64_t>(c.*set.member)));
  return out;
}

/// Everything `fonts list` says of a face; worked out once, however many roles it plays.
struct Listed {
  std::vector<std::string> files, digests;
  Coverage coverage;
};

Listed tell_face(const Console& console, const fonts::Face& face) {
  Listed out;
  const auto folder = usecases::find_house(console.env).font_folder;
  for (const auto& file : face.files()) {
    out.files.push_back(fs::path(file.path).is_absolute() ? file.path : fs::path(file.path).filename().string());
    out.digests.push_back(!file.sha256.empty() ? file.sha256 : sign::hex(sign::sha256(console.env.map_file(folder / file.path)->view())));
  }
  out.coverage = fonts::count_coverage(face);
  return out;
}

json::Node face_json(const fonts::Face& face, const Listed& told) {
  json::Node f = json::Node::object();
  f.set("name", json::Node::string(face.postscript_name()));
  f.set("file", json::Node::string(told.files.front()));
  f.set("sha256", json::Node::string(told.digests.front()));
  f.set("licence", json::Node::string(face.licence()));
  f.set("characters", json::Node::number(static_cast<std::int64_t>(told.coverage.characters)));
  f.set("coverage", as_json(told.coverage));
  json::Node files = json::Node::array();
  for (std::size_t i = 0; i < told.files.size(); ++i) {
    files.push(json::Node::object({{"file", json::Node::string(told.files[i])}, {"sha256", json::Node::string(told.digests[i])}}));
  }
  f.set("files", std::move(files));
  return f;
}

json::Node names_json(const std::vector<std::string>& names) {
  json::Node out = json::Node::array();
  for (const auto& name : names) out.push(json::Node::string(name));
  return out;
}

int list(const Console& console, const std::string& user) {
  Diagnostics problems;
  const auto book = load(console, user, problems);
  console.tell(problems);
  if (!book || problems.has_errors()) return kInputWrong;
  std::map<fonts::FaceId, Listed> faces;
  const auto about = [&](fonts::FaceId id) -> const Listed& {
    const auto it = faces.find(id);
    return it != faces.end() ? it->second : faces.emplace(id, tell_face(console, book->face(id))).first->second;
  };
  for (const auto& role : book->roles()) {
    const Coverage whole = fonts::count_coverage(*book, role);
    if (console.json) {
      json::Node line = json::Node::object();
      line.set("role", json::Node::string(role.key));
      line.set("label", json::Node::string(role.label));
      json::Node chain = json::Node::array();
      for (const auto id : role.chain) chain.push(face_json(book->face(id), about(id)));
      line.set("faces", std::move(chain));
      if (role.latin) line.set("latin", face_json(book->face(*role.latin), about(*role.latin)));
      line.set("coverage", as_json(whole));
      line.set("word_windows", names_json(docx::word_names(role, docx::WordFonts::windows)));
      line.set("word_office", names_json(docx::word_names(role, docx::WordFonts::office)));
      console.out_json(line);
      continue;
    }
    console.out(role.label + "（" + role.key + "）  合起来：" + told(whole));
    const auto print = [&](fonts::FaceId id, const std::string& note) {
      const auto& face = book->face(id);
      const Listed& t = about(id);
      std::string files;
      for (std::size_t i = 0; i < t.files.size(); ++i) files += (i > 0 ? "，" : "") + t.files[i] + "（SHA-256 " + t.digests[i].substr(0, 16) + "…）";
      console.out("    " + face.postscript_name() + note + "  " + std::to_string(t.coverage.characters) + " 字  " +
                  (face.licence().empty() ? "本单位的字体" : face.licence()) + "  " + files);
      if (t.coverage.hanzi > 0) console.out("        " + told(t.coverage));
    };
    for (const auto id : role.chain) print(id, "");
    if (role.latin) print(*role.latin, "（西文和数字）");
    const auto& windows = docx::word_names(role, docx::WordFonts::windows);
    const auto& office = docx::word_names(role, docx::WordFonts::office);
    if (!windows.empty() && !office.empty()) console.out("    DOCX 里写作：" + windows.front() + "；--word-fonts office 时：" + office.front());
  }
  return kDone;
}

/// Why this face and no other, in words.
std::string reason(const fonts::FontBook& book, const fonts::Role& role, char32_t c, fonts::FaceId chosen) {
  if (role.latin == chosen && chosen != role.chain.front()) return "西文和数字用它";
  std::string lacking;
  for (const auto& k : fonts::why(book, role, c)) {
    if (k.chosen) break;
    if (k.latin || k.glyph != 0) continue;
    lacking += (lacking.empty() ? "" : "、") + book.face(k.face).id();
  }
  if (!lacking.empty()) return lacking + " 没有这个字";
  return chosen == role.chain.front() ? "本角色的字体" : "标点要占满一个字宽";
}

int why(const Console& console, const std::string& user, const std::string& word) {
  Diagnostics problems;
  const auto book = load(console, user, problems);
  console.tell(problems);
  if (!book || problems.has_errors()) return kInputWrong;
  if (word.empty() || text::first_malformed(word)) throw UsageError{word.empty() ? "没有要查的字" : "要查的字不是 UTF-8"};
  const std::u32string codes = text::to_utf32(word);
  bool missing = false;
  for (const char32_t c : codes) {
    const std::string character = text::to_utf8(std::u32string_view(&c, 1));
    const auto rare = docx::rare_font_of(c);
    json::Node roles = json::Node::object();
    if (!console.json) {
      console.out(character + "  " + code_name(c) + (fonts::is_level3(c) ? "" : text::is_hanzi(c) ? "  不在 GB 18030-2022 三级之内" : "") +
                  (text::is_private_use(c) ? "  造字区，没有统一的字形" : ""));
    }
    for (const auto& role : book->roles()) {
      const auto id = book->pick(role, c);
      missing = missing || !id;
      if (console.json) {
        roles.set(role.key, id ? json::Node::object({{"face", json::Node::string(book->face(*id).postscript_name())},
                                                     {"reason", json::Node::string(reason(*book, role, c, *id))}})
                               : json::Node());
      } else {
        console.out("    " + role.label + "：" + (id ? book->face(*id).postscript_name() + "（" + reason(*book, role, c, *id) + "）" : "没有一种字体有这个字"));
      }
    }
    if (!console.json && rare != docx::RareFont::none) console.out("    DOCX：" + std::string(docx::name_of(rare)));
    if (console.json) {
      json::Node line = json::Node::object({{"character", json::Node::string(character)}, {"code", json::Node::string(code_name(c))}});
      line.set("level3", json::Node::boolean(fonts::is_level3(c)));
      line.set("roles", std::move(roles));
      if (rare != docx::RareFont::none) line.set("word_font", json::Node::string(std::string(docx::name_of(rare))));
      console.out_json(line);
    }
  }
  if (codes.size() > 1) {
    json::Node roles = json::Node::object();
    if (!console.json) console.out("作为姓名“" + word + "”（整个用一种字体）");
    for (const auto& role : book->roles()) {
      const auto first = book->pick(role, codes.front());
      const bool alike = first && std::all_of(codes.begin(), codes.end(), [&](char32_t c) { return book->pick(role, c) == first; });
      const auto id = alike ? first : book->pick_word(role, codes);
      missing = missing || !id;
      if (console.json) roles.set(role.key, id ? json::Node::string(book->face(*id).postscript_name()) : json::Node());
      else console.out("    " + role.label + "：" + (id ? book->face(*id).postscript_name() : "没有一种字体有全部的字"));
    }
    if (console.json) console.out_json(json::Node::object({{"name", json::Node::string(word)}, {"roles", std::move(roles)}}));
  }
  return missing ? kInputWrong : kDone;
}

struct UseArguments { std::string role, font; bool reset = false, last = false; };

int use(const Console& console, const UseArguments& a) {
  const auto& [role, font, reset, last] = a;
  if (reset != font.empty()) throw UsageError{reset ? "--reset 是去掉本单位的字体，不再给字体文件" : "没有给字体文件；要换回自带的字体，加 --reset"};
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  if (reset) {
    const auto label = usecases::reset_font(console.env, house, role, problems);
    console.tell(problems);
    if (!label) return kInputWrong;
    console.out(*label + "：换回自带的字体");
    return kDone;
  }
  const auto done = usecases::use_font(console.env, house, role, font, last, problems);
  console.tell(problems);
  if (!done) return kInputWrong;
  if (console.json) {
    json::Node line = json::Node::object({{"role", json::Node::string(done->role)}, {"font", json::Node::string(done->font)}});
    line.set("table", json::Node::string(done->table.string()));
    line.set("hanzi", json::Node::number(static_cast<std::int64_t>(done->hanzi)));
    console.out_json(line);
    return kDone;
  }
  console.out(done->role + (last ? "：别的字体都没有的字，以后用 " : "：以后先用 ") + done->font + "（" + std::to_string(done->hanzi) + " 个汉字，《通用规范汉字表》8105 字中有 " +
              std::to_string(done->general_standard) + " 个" + (last ? "）" : "；缺的字仍用自带的字体）"));
  console.out("记在 " + done->table.string());
  return kDone;
}

}  // namespace

void add_fonts(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("fonts", "看字体：各角色用哪种字体，某个字由哪种字体来排；换用本单位的字体");
  c->require_subcommand(1);
  auto user = std::make_shared<std::string>();
  auto word = std::make_shared<std::string>();
  auto* l = c->add_subcommand("list", "列出各角色的字体、文件、字数、许可");
  l->add_option("--fonts", *user, "本单位的字体表")->option_text("文件");
  l->callback([&session, user] { session.run = [&session, user] { return list(session.console, *user); }; });
  auto* w = c->add_subcommand("why", "每个字由哪种字体来排，为什么；几个字时也当作姓名来看");
  w->add_option("WORD", *word, "要查的字")->required();
  w->add_option("--fonts", *user, "本单位的字体表")->option_text("文件");
  w->callback([&session, user, word] { session.run = [&session, user, word] { return why(session.console, *user, *word); }; });
  auto a = std::make_shared<UseArguments>();
  auto* u = c->add_subcommand("use", "以后都用本单位的某个字体，例如 gongwen fonts use 仿宋 simfang.ttf");
  u->add_option("ROLE", a->role, "仿宋、楷体、黑体、小标宋、宋体")->required();
  u->add_option("FONT", a->font, "字体文件（.ttf、.otf；字体集写 simsun.ttc#0）");
  u->add_flag("--last", a->last, "排在最后：只补别的字体都没有的字");
  u->add_flag("--reset", a->reset, "换回自带的字体");
  u->callback([&session, a] { session.run = [&session, a] { return use(session.console, *a); }; });
}

}  // namespace gongwen::cli
