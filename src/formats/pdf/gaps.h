#pragma once

#include <cstddef>
#include <string>

#include "formats/pdf/font_set.h"
#include "formats/pdf/structure.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// Where readers that copy text would see a blank that is none. They take a gap for the end of a word; a layout leaves gaps
/// inside of lines that end none, as between Hanzi and Western letters. The characters on both sides of one get a
/// replacement text (ISO 32000-1 14.9.4): it has no gap.
///
/// Ownership: keeps references to all three. REQUIRES of every function: `item` is a run with glyphs, `i` one of them.
class Gaps {
 public:
  Gaps(const layout::Page& page, const FontSet& fonts, const Structure& structure)
      : page_(page), fonts_(fonts), structure_(structure) {}

  /// Whether glyph i and the one behind it, which may be the next item's first, share a replacement: there is a wide gap
  /// between them, or they are of a Western word or number with one beside it, which is not torn apart.
  bool joined(std::size_t item, std::size_t i) const;

  /// The characters from glyph i on that share its replacement, UTF-16BE in hexadecimal.
  void put_replacement(std::string& out, std::size_t item, std::size_t i) const;

 private:
  const layout::GlyphRun& run(std::size_t item) const { return std::get<layout::GlyphRun>(page_.items[item].content); }
  const layout::GlyphRun* continuation(std::size_t item) const;
  bool wide(std::size_t item, std::size_t i) const;
  bool wide_before(std::size_t item) const;

  const layout::Page& page_;
  const FontSet& fonts_;
  const Structure& structure_;
};

}  // namespace gongwen::pdf
