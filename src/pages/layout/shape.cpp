// Text to atoms: each character with the glyph of its role.

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"
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

void report_missing(char32_t c, const RoleGlyphs& glyphs, const document::Inline* source, Diagnostics& out) {
  std::string character;
  text::append(character, c);
  std::string faces;
  for (const fonts::FaceId id : glyphs.role().chain) {
    if (!faces.empty()) faces += "、";
    faces += glyphs.book().face(id).id();
  }
  const document::Origin* origin = source != nullptr ? source->origin.get() : nullptr;
  const std::string field = origin != nullptr ? origin->field : std::string();
  const std::string owner = field.empty() ? "文中" : "字段“" + field + "”中";
  Place place;
  if (origin != nullptr) place = origin->data.kind != Place::Kind::none ? origin->data : origin->source;
  // The same character of the same place is told once, however often it is painted.
  for (const Diagnostic& d : out.all()) {
    if (d.code == codes::kNoFace && d.field == field && compare(d.place, place) == std::weak_ordering::equivalent &&
        d.message.find(character) != std::string::npos) {
      return;
    }
  }
  out.error(codes::kNoFace, place, owner + "的字“" + character + "”（" + code_point_name(c) + "）在" + glyphs.role().label + "的各字体里都没有",
            {"找过的字体：" + faces, "在 --fonts 指定的字体表里为“" + glyphs.role().label + "”加一个有这个字的字体"}, field);
}

/// The face of a name. When no single face has all of it, the faces nearest the end of the chain draw it together: they are
/// the two halves of one family.
class WordFaces {
 public:
  WordFaces(const RoleGlyphs& glyphs, std::string_view word) : glyphs_(glyphs) {
    const std::u32string codes = text::to_utf32(word);
    face_ = glyphs.book().pick_word(glyphs.role(), codes);
  }
  std::optional<fonts::FaceId> face(char32_t c) const {
    if (face_) return face_;
    const auto& chain = glyphs_.role().chain;
    const auto it = std::find_if(chain.rbegin(), chain.rend(),
                                 [&](fonts::FaceId id) { return glyphs_.book().face(id).glyph(c) != 0; });
    if (it == chain.rend()) return std::nullopt;
    return *it;
  }

 private:
  const RoleGlyphs& glyphs_;
  std::optional<fonts::FaceId> face_;
};

/// All Hanzi of the word come from the role's first choice anyway: nothing to decide.
bool in_one_face(RoleGlyphs& glyphs, std::string_view word) {
  std::optional<fonts::FaceId> first;
  for (std::size_t at = 0; at < word.size();) {
    const auto d = text::decode(word, at);
    at += d.length;
    const GlyphInfo& info = glyphs.get(d.code);
    if ((info.traits & trait::kMissing) != 0) return false;
    if (first && *first != info.face) return false;
    first = info.face;
  }
  return true;
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

}  // namespace

void append(Text& text, std::string_view utf8, const Format& format, const document::Inline* source, bool joined, bool word,
            Diagnostics& out) {
  if (utf8.empty()) return;
  check(text.spans.size() < 0xFFFF, "a paragraph of more than 65 534 stretches");
  text.spans.push_back({format, source});
  RoleGlyphs& glyphs = *format.glyphs;
  std::optional<WordFaces> faces;
  if (word && !in_one_face(glyphs, utf8)) faces.emplace(glyphs, utf8);
  for (std::size_t at = 0; at < utf8.size();) {
    const auto d = text::decode(utf8, at);
    const bool first = at == 0;
    at += d.length;
    if (d.code == '\n') {
      append_line_break(text);
      continue;
    }
    if (faces) {
      if (const auto face = faces->face(d.code)) {
        push(text, d.code, glyphs.from_face(d.code, *face), format, joined && !first);
        continue;
      }
    }
    const GlyphInfo& info = glyphs.get(d.code);
    if ((info.traits & trait::kMissing) != 0) report_missing(d.code, glyphs, source, out);
    push(text, d.code, info, format, joined && !first);
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
