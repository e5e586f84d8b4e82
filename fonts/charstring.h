#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lighten.h"

namespace gongwen::fonts {

/// A glyph's contours as a Type 2 charstring, without hints, in as few bytes as the operators allow.
///
/// contours  in whole font units within ±16 000; the last piece of each may be left out when it is a line, as contours close by
///           themselves.
/// width     when it is not the font's default width; the nominal width is 0.
/// Source Adobe Technical Note 5177, The Type 2 Charstring Format, 4.1.
std::string charstring(const std::vector<Contour>& contours, std::optional<int> width);

}  // namespace gongwen::fonts
