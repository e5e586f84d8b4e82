#include "pages/layout/glyphs.h"

#include <algorithm>

#include "foundation/text/utf8.h"

namespace gongwen::layout {
namespace {

using text::LineClass;

bool is_letter_like(char32_t c, LineClass cls) noexcept {
  if (cls == LineClass::digit) return true;
  if (cls == LineClass::prefix || cls == LineClass::suffix) return c < 0x80;
  if (cls != LineClass::latin) return false;
  // Brackets and stops of Western text keep their own blank; a gap beside them would be one too many.
  return c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '-' || c == '#' || c == '&' || c == '@' || c == '_';
}

/// CLREQ, "Prohibition rules for line start and line end", level "basic"; Western brackets and stops likewise.
std::uint8_t traits_of(char32_t c, LineClass cls) noexcept {
  std::uint8_t t = trait::kKnown;
  const bool ascii_mark = c < 0x80;
  switch (cls) {
    case LineClass::closer:
    case LineClass::stop:
    case LineClass::pause:
    case LineClass::connector:
    case LineClass::solidus:
    case LineClass::suffix: t |= trait::kNotAtStart; break;
    case LineClass::opener:
    case LineClass::prefix: t |= trait::kNotAtEnd; break;
    default: break;
  }
  if (ascii_mark && std::u32string_view(U")]},.;:!?~-").find(c) != std::u32string_view::npos) t |= trait::kNotAtStart;
  if (ascii_mark && std::u32string_view(U"([{").find(c) != std::u32string_view::npos) t |= trait::kNotAtEnd;
  if (cls == LineClass::latin || cls == LineClass::digit || (ascii_mark && cls != LineClass::space)) t |= trait::kWestern;
  if (is_letter_like(c, cls)) t |= trait::kGapWestern;
  if (cls == LineClass::hanzi && c != 0x3000) t |= trait::kGapHanzi;
  if (text::is_full_width_mark(c)) t |= trait::kHalfBlank;
  return t;
}

}  // namespace

RoleGlyphs::RoleGlyphs(const fonts::FontBook& book, const fonts::Role& role, const std::vector<std::u32string>& names)
    : book_(book), role_(role) {
  std::copy_if(names.begin(), names.end(), std::back_inserter(torn_), [&](const std::u32string& name) {
    const auto first = book.pick(role, name.front());
    return std::any_of(name.begin(), name.end(), [&](char32_t c) { return book.pick(role, c) != first; });
  });
}

GlyphInfo RoleGlyphs::from_face(char32_t c, fonts::FaceId face) const {
  GlyphInfo info;
  info.cls = text::line_class(c);
  info.traits = traits_of(c, info.cls);
  const fonts::Face& f = book_.face(face);
  info.face = face;
  info.glyph = f.glyph(c);
  info.advance = static_cast<std::uint32_t>((std::uint64_t{f.advance(info.glyph)} << 16U) / f.units_per_em());
  return info;
}

GlyphInfo RoleGlyphs::look_up(char32_t c) const {
  if (const auto face = book_.pick(role_, c)) return from_face(c, *face);
  GlyphInfo info;
  info.cls = text::line_class(c);
  info.traits = static_cast<std::uint8_t>(traits_of(c, info.cls) | trait::kMissing);
  info.advance = 1U << 16U;
  return info;
}

Glyphs::Glyphs(const fonts::FontBook& book, const std::vector<std::string>& names) : book_(book) {
  for (const std::string& name : names) {
    if (!name.empty()) names_.push_back(text::to_utf32(name));
  }
  std::stable_sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

RoleGlyphs& Glyphs::role(std::string_view key) {
  if (const auto it = roles_.find(key); it != roles_.end()) return it->second;
  return roles_.try_emplace(std::string(key), book_, book_.role(key), names_).first->second;
}

}  // namespace gongwen::layout
