#pragma once

// The width model of a line: what adjacent marks lose, what a line may give up or take. Source CLREQ "punctuation width
// adjustment" and "paragraph adjustment"; GB/T 15834-2011 5.1.

#include "pages/layout/text.h"

namespace gongwen::layout {

enum Squeeze : std::uint8_t { kSqueezeLineEnd, kSqueezeBrackets, kSqueezePauses, kSqueezeGaps, kSqueezeStops, kSqueezeKinds };

/// What a mark can lose: half an em. A question mark's ink stands in the middle of some faces: a quarter.
inline std::int32_t half_blank(const Atom& a) noexcept {
  if ((a.traits & trait::kHalfBlank) == 0) return 0;
  return a.code == U'？' ? a.advance / 4 : a.advance / 2;
}

inline bool is_opener(const Atom& a) noexcept { return a.cls == text::LineClass::opener; }
inline bool is_closing(const Atom& a) noexcept {
  return (a.traits & trait::kHalfBlank) != 0 && a.cls != text::LineClass::opener;
}

/// Two adjacent marks take 1.5 em: the first loses its right half, of two openers the second its left one.
inline std::int32_t trim_right(const Atom& a, const Atom& next) noexcept {
  return is_closing(a) && (next.traits & trait::kHalfBlank) != 0 ? half_blank(a) : 0;
}
inline std::int32_t trim_left(const Atom& previous, const Atom& a) noexcept {
  return is_opener(previous) && is_opener(a) ? half_blank(a) : 0;
}

/// 1/4 em between Hanzi and Western letters or digits; none beside marks.
inline std::int32_t gap_between(const Text& text, const Atom& a, const Atom& b) noexcept {
  const bool boundary = ((a.traits & trait::kGapHanzi) != 0 && (b.traits & trait::kGapWestern) != 0) ||
                        ((a.traits & trait::kGapWestern) != 0 && (b.traits & trait::kGapHanzi) != 0);
  return boundary ? text.format(a).em / 4 : 0;
}

inline Squeeze squeeze_kind(const Atom& a) noexcept {
  switch (a.cls) {
    case text::LineClass::pause: return kSqueezePauses;
    case text::LineClass::stop: return kSqueezeStops;
    default: return kSqueezeBrackets;
  }
}

}  // namespace gongwen::layout
