#include "foundation/text/line_class.h"

#include <string_view>

namespace gongwen::text {
namespace {

constexpr std::u32string_view kOpeners = U"“‘（《〈【〖〔［｛「『〘〚";
constexpr std::u32string_view kClosers = U"”’）》〉】〗〕］｝」』〙〛";
constexpr std::u32string_view kStops = U"。．！？‼⁇⁈⁉";
constexpr std::u32string_view kPauses = U"，、；：";
constexpr std::u32string_view kConnectors = U"–～〜－·・‧";
constexpr std::u32string_view kPrefixes = U"¥￥$＄£€№±−≥≤≧≦≈＞＜";
constexpr std::u32string_view kSuffixes = U"%％‰℃°′″￠";

bool in(std::u32string_view set, char32_t c) noexcept { return set.find(c) != std::u32string_view::npos; }

/// Letters of scripts written with blanks between words.
bool is_western_letter(char32_t c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x52F) ||
         (c >= 0x1E00 && c <= 0x1FFF);
}

}  // namespace

LineClass line_class(char32_t c) noexcept {
  if (c >= '0' && c <= '9') return LineClass::digit;
  if (is_western_letter(c)) return LineClass::latin;
  if (c < 0x80) {
    switch (c) {
      case ' ':
      case '\t': return LineClass::space;
      case '/': return LineClass::solidus;
      case '$': return LineClass::prefix;
      case '%': return LineClass::suffix;
      default: return LineClass::latin;   // marks of Western words, addresses and numbers stay with their word
    }
  }
  if (c == 0xA0 || c == 0x202F || c == 0x2060) return LineClass::no_break_space;
  if (c >= 0x2000 && c <= 0x200A) return LineClass::space;
  if (c == U'—' || c == U'⸺') return LineClass::dash;
  if (c == U'…' || c == U'⋯') return LineClass::ellipsis;
  if (c == U'／') return LineClass::solidus;
  if (in(kOpeners, c)) return LineClass::opener;
  if (in(kClosers, c)) return LineClass::closer;
  if (in(kStops, c)) return LineClass::stop;
  if (in(kPauses, c)) return LineClass::pause;
  if (in(kConnectors, c)) return LineClass::connector;
  if (in(kPrefixes, c)) return LineClass::prefix;
  if (in(kSuffixes, c)) return LineClass::suffix;
  if (c >= 0x2E80) return LineClass::hanzi;
  return LineClass::other;
}

bool is_full_width_mark(char32_t c) noexcept {
  switch (line_class(c)) {
    case LineClass::opener:
    case LineClass::closer:
    case LineClass::pause: return true;
    case LineClass::stop: return c >= 0x3000;
    default: return false;
  }
}

bool is_chinese_ambiguous(char32_t c) noexcept {
  return c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2014 || c == 0x2E3A || c == 0x2026 || c == 0x22EF || c == 0xB7;
}

}  // namespace gongwen::text
