#pragma once

// Outlines with fewer curves that look the same: Fandol's strokes are drawn with many short ones, and what a paper weighs is
// mostly outlines. Used only by fonts/prepare.sh.

#include <vector>

namespace gongwen::fonts {

struct Place { double x = 0, y = 0; };

/// A straight or curved (cubic Bézier) piece of a contour, from where the piece before it ends.
struct Piece {
  bool line = true;
  Place first, second;   ///< control points of a curve
  Place end;
};

/// A closed contour; the last piece ends at `start`.
struct Contour {
  Place start;
  std::vector<Piece> pieces;
};

/// Joins neighbouring pieces where one curve or line does for them.
///
/// tolerance  > 0: how far, in font units, the new outline may leave the old one. The ends that are kept stay where they are,
///            with the directions the outline has there, so that nothing smooth gets a corner.
Contour lightened(const Contour& contour, double tolerance);

}  // namespace gongwen::fonts
