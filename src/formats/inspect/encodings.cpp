#include "formats/inspect/encodings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

// 0x80 … 0xFF; U+FFFD = no character there.
constexpr std::string_view kWindows =
    "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";
constexpr std::string_view kMac =
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
// 0xA0 … 0xFF.
constexpr std::string_view kStandard =
    "\uFFFD¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\uFFFD–†‡·\uFFFD¶•‚„”»…‰\uFFFD¿\uFFFD`´ˆ˜¯˘˙¨\uFFFD˚¸\uFFFD˝˛ˇ—"
    "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDÆ\uFFFDª\uFFFD\uFFFD\uFFFD\uFFFDŁØŒº\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
    "æ\uFFFD\uFFFD\uFFFDı\uFFFD\uFFFDłøœß\uFFFD\uFFFD\uFFFD\uFFFD";

CodeTable table(std::string_view upper, std::size_t from, bool latin1, bool typewriter_quotes) {
  CodeTable out{};
  for (std::size_t i = 0x20; i < 0x7F; ++i) out[i] = static_cast<char32_t>(i);
  if (!typewriter_quotes) out[0x27] = U'’', out[0x60] = U'‘';
  if (latin1) for (std::size_t i = 0xA0; i < 0x100; ++i) out[i] = static_cast<char32_t>(i);
  const auto codes = text::to_utf32(upper);
  for (std::size_t i = 0; i < codes.size() && from + i < out.size(); ++i) out[from + i] = codes[i] == U'\uFFFD' ? 0 : codes[i];
  return out;
}

// Names of Annex D.2 that are not a letter themselves.
constexpr std::string_view kNames =
    "space  exclam! quotedbl\" numbersign# dollar$ percent% ampersand& quotesingle' parenleft( parenright) asterisk* plus+ comma, hyphen- "
    "period. slash/ zero0 one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 colon: semicolon; less< equal= greater> question? at@ "
    "bracketleft[ backslash\\ bracketright] asciicircum^ underscore_ grave` braceleft{ bar| braceright} asciitilde~ exclamdown¡ cent¢ "
    "sterling£ fraction⁄ yen¥ florinƒ section§ currency¤ quotedblleft“ guillemotleft« guilsinglleft‹ guilsinglright› fiﬁ flﬂ endash– "
    "dagger† daggerdbl‡ periodcentered· paragraph¶ bullet• quotesinglbase‚ quotedblbase„ quotedblright” guillemotright» ellipsis… "
    "perthousand‰ questiondown¿ acute´ circumflexˆ tilde˜ macron¯ breve˘ dotaccent˙ dieresis¨ ring˚ cedilla¸ hungarumlaut˝ ogonek˛ caronˇ "
    "emdash— quoteleft‘ quoteright’ minus− multiply× divide÷ degree° plusminus± mu µ copyright© registered® trademark™ Euro€ AEÆ aeæ OEŒ "
    "oeœ Oslash\u00D8 oslashø germandblsß Lslash\u0141 lslashł dotlessiı ffﬀ ffiﬃ fflﬄ nbspace\u00A0 figuredash‒ horizontalbar― "
    "lessequal≤ greaterequal≥ notequal≠ infinity∞ section§ onesuperior¹ twosuperior² threesuperior³ onehalf½ onequarter¼ logicalnot¬ ";

std::vector<std::pair<std::string, char32_t>> make_names() {
  std::vector<std::pair<std::string, char32_t>> out;
  const auto all = text::to_utf32(kNames);
  std::u32string word;
  const auto keep = [&] {
    if (word.size() >= 2) out.emplace_back(text::to_utf8(std::u32string_view(word).substr(0, word.size() - 1)), word.back());
    word.clear();
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] != U' ') word += all[i];
    else if (word == U"space" || word == U"mu") word += word == U"mu" ? all[++i] : U' ', keep();
    else keep();
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool hexadecimal(std::string_view digits) {
  return std::all_of(digits.begin(), digits.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); });
}

char32_t from_hex(std::string_view digits) {
  const auto value = static_cast<char32_t>(std::stoul(std::string(digits), nullptr, 16));
  return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF) ? value : 0;
}

}  // namespace

const CodeTable& base_encoding(std::string_view name) {
  static const CodeTable windows = table(kWindows, 0x80, true, true);
  static const CodeTable mac = table(kMac, 0x80, false, true);
  static const CodeTable standard = table(kStandard, 0xA0, false, false);
  if (name == "WinAnsiEncoding") return windows;
  return name == "MacRomanEncoding" ? mac : standard;
}

char32_t character_of_glyph(std::string_view name) {
  static const auto names = make_names();
  name = name.substr(0, name.find('.'));
  if (name.empty()) return 0;
  if (name.starts_with("uni") && name.size() >= 7 && hexadecimal(name.substr(3, 4))) return from_hex(name.substr(3, 4));
  if (name[0] == 'u' && name.size() >= 5 && name.size() <= 7 && hexadecimal(name.substr(1))) return from_hex(name.substr(1));
  if (text::length(name) == 1) return text::decode(name, 0).code;
  const auto found = std::lower_bound(names.begin(), names.end(), name, [](const auto& entry, std::string_view key) { return entry.first < key; });
  return found != names.end() && found->first == name ? found->second : 0;
}

}  // namespace gongwen::inspect
