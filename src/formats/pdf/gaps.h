#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formats/pdf/font_set.h"
#include "formats/pdf/structure.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// Where readers that copy text would see a blank or a new line that is none. They take a gap for the end of a word, and one
/// character on another for the end of a line; a layout has both inside of lines: gaps between Hanzi and Western letters,
/// and marks that give up the blank half of their square. The characters on both sides of such a place get a replacement
/// text (ISO 32000-1 14.9.4), which is of one piece.
///
/// Ownership: keeps references to all three. REQUIRES of every function: `item` is a run with glyphs, `i` one of them.
class Gaps {
 public:
  Gaps(const layout::Page& page, const FontSet& fonts, const Structure& structure)
      : page_(page), fonts_(fonts), structure_(structure) {}

  /// Whether glyph i and the one behind it, which may be the next item's first, share a replacement: readers would tear
  /// them apart, or they are of a Western word or number with such a place beside it, which stays whole.
  bool joined(std::size_t item, std::size_t i) const;
  /// The same for every glyph of a run at once. `codes`: of its glyphs, in `face`.
  void joined_in(std::size_t item, const UsedFace& face, std::span<const std::uint16_t> codes, std::vector<bool>& out) const;

  /// Whether glyph i is an element's last before such a gap, with another element's text behind it (a link's): two elements
  /// cannot share a replacement, so this one's reaches over the gap. Returns where the gap ends, nothing when there is none.
  std::optional<Length> bridge(std::size_t item, std::size_t i) const;

  /// The characters from glyph i on that share its replacement, UTF-16BE in hexadecimal.
  void put_replacement(std::string& out, std::size_t item, std::size_t i) const;

 private:
  const layout::GlyphRun& run(std::size_t item) const { return std::get<layout::GlyphRun>(page_.items[item].content); }
  const layout::GlyphRun* next_on_line(std::size_t item) const;
  bool same_owner(std::size_t item) const;
  Length end_of(std::size_t item, std::size_t i) const;
  bool torn(std::size_t item, std::size_t i) const;
  bool torn_before(std::size_t item) const;

  const layout::Page& page_;
  const FontSet& fonts_;
  const Structure& structure_;
};

}  // namespace gongwen::pdf
