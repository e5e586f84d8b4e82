#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pages/fonts/bytes.h"
#include "pages/fonts/fonts.h"

namespace gongwen::fonts {

/// The character map of a face: its Unicode subtable of format 12, or else of format 4.
/// Threads immutable. Ownership: a view; the font's bytes must outlive it.
class Cmap {
 public:
  /// table  the whole `cmap` table. Returns nothing when it has no well-formed Unicode subtable of format 4 or 12.
  static std::optional<Cmap> read(Bytes table, std::uint32_t glyph_count);

  /// 0 when the map has no such character, or names a glyph the face has not.
  GlyphId glyph(char32_t c) const noexcept;
  /// Every mapped character, ascending.
  std::vector<char32_t> characters() const;

 private:
  Cmap(Bytes subtable, bool wide, std::uint32_t count, std::uint32_t glyph_count)
      : subtable_(subtable), wide_(wide), count_(count), glyph_count_(glyph_count) {}
  GlyphId in_groups(char32_t c) const noexcept;
  GlyphId in_segments(char32_t c) const noexcept;
  GlyphId segment_glyph(std::uint32_t segment, std::uint32_t c) const noexcept;

  Bytes subtable_;
  bool wide_;                  ///< format 12
  std::uint32_t count_;        ///< of groups or segments
  std::uint32_t glyph_count_;
};

}  // namespace gongwen::fonts
