// Text to atoms: each character with the glyph of its role.

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"
#include "pages/fonts/words.h"
#include "pages/layout/text.h"

namespace gongwen::layout {
namespace {

using text::LineClass;

std::string code_point_name(char32_t c) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string hex;
  for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) {
    hex.push_back(kDigits[(c >> static_cast<unsigned>(shift)) & 0xFU]);
  }
  return "U+" + (hex.size() > 4 && hex.front() == '0' ? hex.substr(1) : hex);
}

/// Who owns the text, and where it came from.
struct Owner {
  Place place;
  std::string field, words;
  explicit Owner(const document::Inline* source) {
    const document::Origin* origin = source != nullptr ? source->origin.get() : nullptr;
    if (origin != nullptr) {
      field = origin->field;
      place = origin->data.kind != Place::Kind::none ? origin->data : origin->source;
    }
    words = field.empty() ? "文中" : "字段“" + field + "”中";
  }
};

std::string faces_of(const RoleGlyphs& glyphs) {
  std::string faces;
  for (const fonts::FaceId id : glyphs.role().chain) {
    if (!faces.empty()) faces += "、";
    faces += glyphs.book().face(id).id();
  }
  return "找过的字体：" + faces;
}

/// The same character (or name) of the same place is told once, however often it is painted.
bool told(std::string_view code, const Owner& owner, std::string_view what, const Diagnostics& out) {
  return std::any_of(out.all().begin(), out.all().end(), [&](const Diagnostic& d) {
    return d.code == code && d.field == owner.field && compare(d.place, owner.place) == std::weak_ordering::equivalent &&
           d.message.find(what) != std::string::npos;
  });
}

void report_missing(char32_t c, const RoleGlyphs& glyphs, const document::Inline* source, Diagnostics& out) {
  std::string character;
  text::append(character, c);
  const Owner owner(source);
  if (told(codes::kNoFace, owner, character, out)) return;
  std::vector<std::string> hints{faces_of(glyphs), "加一个有这个字的字体：gongwen fonts use " + glyphs.role().label + " 字体文件 --last"};
  if (text::is_private_use(c)) {
    hints = {"这是造字区的编码，每台机器上可以是不同的字；请换成 GB 18030-2022 里的正式编码"};
    if (const char32_t today = text::place_of_private_use(c); today != 0) {
      std::string now;
      text::append(now, today);
      hints.push_back("旧的 GBK 文件里它是“" + now + "”（" + code_point_name(today) + "）");
    }
  }
  out.error(codes::kNoFace, owner.place, owner.words + "的字“" + character + "”（" + code_point_name(c) + "）在" + glyphs.role().label + "的各字体里都没有",
            std::move(hints), owner.field);
}

void report_torn(std::string_view name, const RoleGlyphs& glyphs, const document::Inline* source, Diagnostics& out) {
  const Owner owner(source);
  if (told(codes::kTornName, owner, name, out)) return;
  out.error(codes::kTornName, owner.place, owner.words + "的姓名“" + std::string(name) + "”在" + glyphs.role().label +
                                               "里没有一种字体有全部的字，不能用同一种字体排",
            {faces_of(glyphs), "加一个有这些字的字体：gongwen fonts use " + glyphs.role().label + " 字体文件 --last"}, owner.field);
}

/// 间隔号 and 分隔号 take half a character (GB/T 15834-2011 5.1.7, 5.1.9).
bool takes_half(char32_t c) noexcept { return c == U'·' || c == U'・' || c == U'‧' || c == U'／'; }

void push(Text& text, char32_t code, const GlyphInfo& info, const Format& format, bool joined) {
  Atom a;
  a.code = code;
  // Rounded down: twenty-eight cells must never be wider than the measure.
  a.advance = static_cast<std::int32_t>((std::int64_t{format.em} * info.advance) >> 16U);
  if (takes_half(code) && a.advance > format.em / 2) {
    a.shift = (a.advance - format.em / 2) / 2;
    a.advance = format.em / 2;
  }
  a.glyph = info.glyph;
  a.face = info.face;
  a.span = static_cast<std::uint16_t>(text.spans.size() - 1);
  a.cls = info.cls;
  a.traits = info.traits;
  a.joined = joined;
  text.atoms.push_back(a);
}

/// 1 200 亿元: a blank between groups of three digits belongs to the number (GB/T 15835-2011 5.1).
void join_groups(std::vector<Atom>& atoms) {
  const auto digit = [&](std::size_t i) { return i < atoms.size() && atoms[i].cls == LineClass::digit; };
  for (std::size_t i = 1; i + 3 < atoms.size(); ++i) {
    if (atoms[i].cls != LineClass::space || !digit(i + 1) || !digit(i + 2) || !digit(i + 3) || digit(i + 4)) continue;
    std::size_t before = 0;
    while (before < i && before < 4 && digit(i - 1 - before)) ++before;
    if (before >= 1 && before <= 3) atoms[i].cls = LineClass::no_break_space;
  }
}

/// Western words keep the half-width grid: what a word's letters lack to a cell each is shared out between them.
void widen_words(Text& text) {
  auto& atoms = text.atoms;
  for (std::size_t i = 0; i < atoms.size();) {
    if ((atoms[i].traits & trait::kWestern) == 0) { ++i; continue; }
    const std::int32_t cell = text.format(atoms[i]).latin_cell;
    if (cell == 0) { ++i; continue; }
    std::size_t end = i;
    std::int64_t width = 0;
    while (end < atoms.size() && atoms[end].span == atoms[i].span && (atoms[end].traits & trait::kWestern) != 0) {
      width += atoms[end++].advance;
    }
    const auto count = static_cast<std::int64_t>(end - i);
    const std::int64_t lack = cell * count - width;
    for (std::int64_t k = 0; lack > 0 && k < count; ++k) {
      atoms[i + static_cast<std::size_t>(k)].advance += static_cast<std::int32_t>(lack * (k + 1) / count - lack * k / count);
    }
    i = end;
  }
}

/// Sets atoms [begin, end) in one face; false when no face has them all.
bool set_in_one_face(Text& text, std::size_t begin, std::size_t end, const RoleGlyphs& glyphs) {
  std::u32string word;
  for (std::size_t i = begin; i < end; ++i) word.push_back(text.atoms[i].code);
  const auto face = glyphs.book().pick_word(glyphs.role(), word);
  if (!face) return false;
  const std::int64_t em = text.format(text.atoms[begin]).em;
  for (std::size_t i = begin; i < end; ++i) {
    Atom& a = text.atoms[i];
    const GlyphInfo info = glyphs.from_face(a.code, *face);
    a.glyph = info.glyph;
    a.face = info.face;
    a.advance = static_cast<std::int32_t>((em * info.advance + 0x8000) >> 16U);
  }
  return true;
}

/// Names known from elsewhere in the paper, and words with a character the text's own face lacks, do not change face inside.
void set_words(Text& text, std::size_t from, const RoleGlyphs& glyphs) {
  const fonts::Role& role = glyphs.role();
  std::u32string codes;
  std::vector<bool> foreign;
  for (std::size_t i = from; i < text.atoms.size(); ++i) {
    const Atom& a = text.atoms[i];
    codes.push_back(a.kind == Atom::Kind::glyph ? a.code : U'\n');
    const bool western = (a.traits & trait::kWestern) != 0 && role.latin.has_value();
    const fonts::FaceId own = western ? *role.latin : role.chain.empty() ? a.face : role.chain.front();
    foreign.push_back(a.kind == Atom::Kind::glyph && a.face != own && (a.traits & trait::kMissing) == 0);
  }
  for (const fonts::Word& w : fonts::find_names(codes, glyphs.torn_names())) {
    if (!set_in_one_face(text, from + w.begin, from + w.end, glyphs)) continue;
    for (std::size_t i = w.begin; i < w.end; ++i) {
      foreign[i] = false;
      codes[i] = U'\n';   // no part of another word
    }
  }
  for (const fonts::Word& w : fonts::fallback_words(codes, foreign)) {
    if (w.end - w.begin > 1) (void)set_in_one_face(text, from + w.begin, from + w.end, glyphs);
  }
}

/// Whether the character's glyph comes from another face than its neighbours' is likely to.
bool is_foreign(const GlyphInfo& info, char32_t c, const fonts::Role& role) noexcept {
  if ((info.traits & trait::kWestern) != 0) return role.latin.has_value() && info.face != *role.latin;
  return text::is_hanzi(c) && !role.chain.empty() && info.face != role.chain.front();
}

}  // namespace

void append(Text& text, std::string_view utf8, const Format& format, const document::Inline* source, bool joined, bool word,
            Diagnostics& out) {
  if (utf8.empty()) return;
  check(text.spans.size() < 0xFFFF, "a paragraph of more than 65 534 stretches");
  text.spans.push_back({format, source});
  RoleGlyphs& glyphs = *format.glyphs;
  const std::size_t from = text.atoms.size();
  bool foreign = !glyphs.torn_names().empty(), missing = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto d = text::decode(utf8, at);
    const bool first = at == 0;
    at += d.length;
    if (d.code == '\n') {
      append_line_break(text);
      continue;
    }
    const GlyphInfo& info = glyphs.get(d.code);
    if ((info.traits & trait::kMissing) != 0) {
      report_missing(d.code, glyphs, source, out);
      missing = true;
    }
    foreign = foreign || is_foreign(info, d.code, glyphs.role());
    push(text, d.code, info, format, joined && !first);
  }
  if (word && !missing) {
    const bool torn = std::any_of(text.atoms.begin() + static_cast<std::ptrdiff_t>(from), text.atoms.end(),
                                  [&](const Atom& a) { return a.face != text.atoms[from].face; });
    if (torn && !set_in_one_face(text, from, text.atoms.size(), glyphs)) report_torn(utf8, glyphs, source, out);
  } else if (foreign) {
    set_words(text, from, glyphs);
  }
}

void append_line_break(Text& text) {
  Atom a;
  a.kind = Atom::Kind::line_break;
  a.span = static_cast<std::uint16_t>(text.spans.empty() ? 0 : text.spans.size() - 1);
  text.atoms.push_back(a);
}

void append_fill(Text& text, const Format& format, const document::Inline* source) {
  text.spans.push_back({format, source});
  Atom a;
  a.kind = Atom::Kind::fill;
  a.span = static_cast<std::uint16_t>(text.spans.size() - 1);
  a.cls = LineClass::other;
  text.atoms.push_back(a);
}

void finish(Text& text) {
  auto& atoms = text.atoms;
  join_groups(atoms);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    // A hyphen before a number is its sign and may begin a line with it.
    const bool sign = atoms[i].code == U'-' && i + 1 < atoms.size() && atoms[i + 1].cls == LineClass::digit;
    if (sign) atoms[i].traits = static_cast<std::uint8_t>(atoms[i].traits & ~unsigned{trait::kNotAtStart});
    if (atoms[i].cls != LineClass::dash) continue;
    const bool paired = (i > 0 && atoms[i - 1].cls == LineClass::dash) || (i + 1 < atoms.size() && atoms[i + 1].cls == LineClass::dash);
    // A single 一字线 joins what stands before and after it; it may not begin a line (CLREQ).
    if (!paired && atoms[i].code != U'⸺') {
      atoms[i].cls = LineClass::connector;
      atoms[i].traits |= trait::kNotAtStart;
    }
  }
  widen_words(text);
}

}  // namespace gongwen::layout
