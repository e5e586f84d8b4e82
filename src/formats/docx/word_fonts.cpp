#include "formats/docx/word_fonts.h"

#include <algorithm>
#include <array>

#include "foundation/text/utf8.h"
#include "pages/fonts/words.h"

namespace gongwen::docx {
namespace {

/// Classifications as the faces' own OS/2 tables give them.
constexpr std::array kKnown = {
    WordFont{"Times New Roman", "02020603050405020304", "roman", "variable", true},
    WordFont{"仿宋", "02010609060101010101", "modern", "fixed", true},
    WordFont{"楷体", "02010609060101010101", "modern", "fixed", true},
    WordFont{"黑体", "02010609060101010101", "modern", "fixed", true},
    WordFont{"宋体", "02010600030101010101", "auto", "variable", true},
    WordFont{"SimSun-ExtB", "02010609060101010101", "modern", "fixed", true},
    WordFont{"SimSun-ExtG", "02010609060101010101", "modern", "fixed", false},
    WordFont{"仿宋_GB2312", "02010609030101010101", "modern", "fixed", false},
    WordFont{"楷体_GB2312", "02010609030101010101", "modern", "fixed", false},
    WordFont{"方正小标宋简体", "02010601030101010101", "auto", "variable", false},
};

bool between(char32_t c, char32_t first, char32_t last) noexcept { return c >= first && c <= last; }

}  // namespace

std::string_view name_of(WordFonts choice) noexcept { return choice == WordFonts::windows ? "windows" : "office"; }

std::optional<WordFonts> word_fonts_of(std::string_view name) noexcept {
  if (name == "windows") return WordFonts::windows;
  if (name == "office") return WordFonts::office;
  return std::nullopt;
}

const WordFont* find_word_font(std::string_view name) noexcept {
  const auto* const it = std::find_if(kKnown.begin(), kKnown.end(), [&](const WordFont& f) { return f.name == name; });
  return it == kKnown.end() ? nullptr : it;
}

const std::vector<std::string>& word_names(const fonts::Role& role, WordFonts choice) noexcept {
  return choice == WordFonts::office && !role.office_names.empty() ? role.office_names : role.word_names;
}

RareFont rare_font_of(char32_t c) noexcept {
  if (c < 0x3400 || between(c, 0x3400, 0x4DB5) || between(c, 0x4E00, 0x9FA5)) return RareFont::none;
  if (c >= 0x30000 && text::is_hanzi(c)) return RareFont::extension_g;
  if (c >= 0x2EBF0 && between(c, 0x2EBF0, 0x2EE5D)) return RareFont::extension_g;   // Extension I, made after G
  if (c >= 0x20000 && text::is_hanzi(c)) return RareFont::extension_b;
  return text::is_hanzi(c) && !between(c, 0xF900, 0xFA2D) ? RareFont::songti : RareFont::none;
}

std::string_view name_of(RareFont font) noexcept {
  switch (font) {
    case RareFont::none: return {};
    case RareFont::songti: return "宋体";
    case RareFont::extension_b: return "SimSun-ExtB";
    case RareFont::extension_g: return "SimSun-ExtG";
  }
  return {};
}

RareFont rarest_of(std::string_view utf8) noexcept {
  RareFont rarest = RareFont::none;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto d = text::decode(utf8, at);
    at += d.length;
    rarest = std::max(rarest, rare_font_of(d.code));
  }
  return rarest;
}

std::vector<Stretch> stretches_of(std::string_view utf8, const std::vector<std::u32string>& names) {
  if (rarest_of(utf8) == RareFont::none) return {{utf8, RareFont::none}};
  const std::u32string codes = text::to_utf32(utf8);
  std::vector<std::size_t> bytes;   // where each character begins
  for (std::size_t at = 0; at < utf8.size(); at += text::decode(utf8, at).length) bytes.push_back(at);
  bytes.push_back(utf8.size());
  std::vector<bool> foreign(codes.size());
  std::transform(codes.begin(), codes.end(), foreign.begin(), [](char32_t c) { return rare_font_of(c) != RareFont::none; });

  std::vector<fonts::Word> words = fonts::find_names(codes, names);
  std::u32string rest = codes;
  for (const fonts::Word& name : words) {
    for (std::size_t i = name.begin; i < name.end; ++i) {
      foreign[i] = false;
      rest[i] = U'\n';   // no part of another word
    }
  }
  const auto more = fonts::fallback_words(rest, foreign);
  words.insert(words.end(), more.begin(), more.end());
  std::sort(words.begin(), words.end(), [](const fonts::Word& a, const fonts::Word& b) { return a.begin < b.begin; });

  std::vector<Stretch> out;
  std::size_t at = 0;
  const auto add = [&](std::size_t end, bool rare) {
    if (end == at) return;
    const std::string_view part = utf8.substr(bytes[at], bytes[end] - bytes[at]);
    out.push_back({part, rare ? rarest_of(part) : RareFont::none});
    at = end;
  };
  for (const fonts::Word& word : words) {
    add(word.begin, false);
    add(word.end, true);
  }
  add(codes.size(), false);
  return out;
}

}  // namespace gongwen::docx
