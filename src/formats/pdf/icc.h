#pragma once

#include <string>

namespace gongwen::pdf {

/// sRGB as an ICC profile of 480 bytes: a matrix and one parametric curve.
/// Source IEC 61966-2-1; ICC.1:2022 (v4.3) clauses 7–10.
std::string srgb_profile();

}  // namespace gongwen::pdf
