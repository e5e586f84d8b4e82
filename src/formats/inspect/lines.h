#pragma once

// Glyphs gathered into lines of text, as an eye reads them. Private to the room.

#include <string>
#include <vector>

#include "formats/inspect/inspect.h"

namespace gongwen::inspect {

/// Glyphs of one baseline that belong together: no gap wider than three of them between.
struct Line {
  double baseline = 0;          ///< mm from the page's top
  double x0 = 0, x1 = 0;        ///< left edge of the first, right edge of the last glyph that shows
  double size = 0;              ///< em of most of its glyphs, mm
  double pitch = 0;             ///< median advance between neighbouring Hanzi, mm; 0 = no two
  std::string text;             ///< without blanks at either end
  std::vector<const Glyph*> glyphs;   ///< those that show something, from left to right
  FaceKind face = FaceKind::other;    ///< of most of its Hanzi (of all glyphs when there is none)
  std::uint32_t font = 0;             ///< the same, as an index
  Colour colour;                      ///< of most glyphs

  double points() const noexcept { return size * 72 / 25.4; }
  /// Top and bottom of the ink of Hanzi: about 0.86 em above the baseline and 0.12 em below in the usual faces.
  double ink_top() const noexcept { return baseline - 0.86 * size; }
  double ink_bottom() const noexcept { return baseline + 0.10 * size; }
  double centre() const noexcept { return (x0 + x1) / 2; }
};

/// The upright, visible text of a page from top to bottom, in one line from left to right.
std::vector<Line> lines_of(const Page& page, const std::vector<Font>& fonts);

}  // namespace gongwen::inspect
