// Which face sets a character: the rule of the contract, fast enough to be asked for every character.

#include <algorithm>

#include "foundation/text/utf8.h"
#include "pages/fonts/fonts.h"

namespace gongwen::fonts {
namespace {

/// Letters, digits and marks of Western text. Not among them: what Chinese text sets a full em wide though Western fonts have
/// it too (· × ÷ ° ± § and the quotes, dashes and ellipses).
bool is_western(char32_t c) noexcept {
  if (c < 0x7F) return c >= 0x20;
  if (c < 0xC0) return c == 0xA0 || (c >= 0xA1 && c <= 0xA6) || c == 0xA9 || c == 0xAA || c == 0xAE || (c >= 0xB9 && c <= 0xBF);
  if (c <= 0x24F) return c != 0xD7 && c != 0xF7;
  return c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x20AC;  // ‐ ‑ – €
}

/// Marks that must fill an em: quotes, dashes, ellipses, the interpunct.
bool is_full_em_mark(char32_t c) noexcept {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201C: case 0x201D: case 0x2014: case 0x2015: case 0x2026: case 0x22EF: case 0x00B7:
      return true;
    default:
      return false;
  }
}

}  // namespace

const Role& FontBook::role(std::string_view key) const {
  const auto it = std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.key == key; });
  check(it != roles_.end(), "FontBook::role: no such role");
  return *it;
}

bool FontBook::has_role(std::string_view key) const noexcept {
  return std::any_of(roles_.begin(), roles_.end(), [&](const Role& r) { return r.key == key; });
}

std::optional<FaceId> FontBook::pick(const Role& role, char32_t c) const noexcept {
  if (role.latin && is_western(c) && faces_[*role.latin]->glyph(c) != 0) return role.latin;
  if (is_full_em_mark(c)) {
    for (const FaceId id : role.marks_chain) {
      const Face& face = *faces_[id];
      const GlyphId glyph = face.glyph(c);
      if (glyph != 0 && face.advance(glyph) == face.units_per_em()) return id;
    }
  }
  for (const FaceId id : role.chain) {
    if (faces_[id]->glyph(c) != 0) return id;
  }
  if (role.latin && faces_[*role.latin]->glyph(c) != 0) return role.latin;
  return std::nullopt;
}

std::optional<FaceId> FontBook::pick_word(const Role& role, std::u32string_view word) const noexcept {
  const auto has_all = [&](FaceId id) {
    return std::all_of(word.begin(), word.end(), [&](char32_t c) { return faces_[id]->glyph(c) != 0; });
  };
  const bool western = std::none_of(word.begin(), word.end(), [](char32_t c) { return text::is_hanzi(c); }) &&
                       std::any_of(word.begin(), word.end(), is_western);
  if (western && role.latin && has_all(*role.latin)) return role.latin;
  for (const FaceId id : role.chain) {
    if (has_all(id)) return id;
  }
  if (!western && role.latin && has_all(*role.latin)) return role.latin;
  return std::nullopt;
}

}  // namespace gongwen::fonts
