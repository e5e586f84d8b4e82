#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/length.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// Nearest whole number of `unit` EMU; halves away from zero.
constexpr std::int64_t rounded(std::int64_t emu, std::int64_t unit) {
  return emu >= 0 ? (emu + unit / 2) / unit : -((-emu + unit / 2) / unit);
}
constexpr std::int64_t twips(Length l) { return rounded(l.to_emu(), 635); }            ///< w:w, w:ind, w:spacing
constexpr std::int64_t half_points(Length l) { return rounded(l.to_emu(), 6'350); }    ///< w:sz of text
/// w:sz of a border: eighths of a point, 2 … 96 (ECMA-376-1 17.18.2 ST_EighthPointMeasure; Word's limits).
constexpr std::int64_t border_eighths(Length l) {
  const std::int64_t n = rounded(l.to_emu() * 8, 12'700);
  return n < 2 ? 2 : n > 96 ? 96 : n;
}

/// What a Hanzi of this style advances by.
constexpr Length advance_of(const style::TextStyle& t) { return t.advance > Length() ? t.advance : t.size; }
/// w:spacing of runs, rounded down: 28 characters must not be wider than the line (a twip too many moves the last of them).
constexpr std::int64_t tracking_twips(const style::TextStyle& t) {
  const std::int64_t emu = (advance_of(t) - t.size).to_emu();
  return emu >= 0 ? emu / 635 : -((-emu + 634) / 635);
}
/// Hundredths of a character of this style.
constexpr Length chars(const style::TextStyle& t, std::int64_t hundredths) { return advance_of(t) * hundredths / 100; }
/// Word cuts off what is higher than an exact line.
constexpr Length pitch_of(const style::TextStyle& t, const style::PageStyle& page) {
  const Length pitch = t.line_pitch > Length() ? t.line_pitch : page.line_pitch;
  return t.size > pitch ? t.size * 6 / 5 : pitch;
}
/// From the top of an exact line to the top of the Hanzi's ink: the baseline is at 0.8 of the line, the ink 0.86 em above it
/// (measured with LibreOffice and a font of the usual metrics).
constexpr Length ink_offset(const style::TextStyle& t, const style::PageStyle& page) {
  return pitch_of(t, page) * 80 / 100 - t.size * 86 / 100;
}
/// Width of plain text about as Word sets it: Hanzi and Chinese marks an em, Western characters half of one, a quarter where
/// they meet.
Length estimated_width(std::string_view utf8, const style::TextStyle& t);

/// RRGGBB (ST_HexColor).
inline std::string hex(style::Colour c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const std::uint8_t part : {c.red, c.green, c.blue}) {
    out += kDigits[part >> 4U];
    out += kDigits[part & 0xFU];
  }
  return out;
}

}  // namespace gongwen::docx
