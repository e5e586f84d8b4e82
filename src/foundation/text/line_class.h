#pragma once

#include <cstdint>

namespace gongwen::text {

/// What a code point is to the Chinese line breaker. Names follow CLREQ ("Requirements for Chinese Text Layout") and
/// GB/T 15834-2011 5.1; code points: standards.md 2.1.
enum class LineClass : std::uint8_t {
  hanzi,           ///< ideographs, kana, full-width letters and digits: a break may stand on either side
  latin,           ///< letters of Western scripts and marks inside words (apostrophe, hyphen in a word, @ _ & …)
  digit,           ///< ASCII digits
  space,           ///< U+0020 and its kind: a break after, none shown at a line's edge
  opener,          ///< （《〈【〔“‘ …: not at a line's end
  closer,          ///< ）》〉】〕”’ …: not at a line's start
  stop,            ///< 。．！？: sentence marks; not at a line's start; squeezed last
  pause,           ///< ，、；：: not at a line's start
  connector,       ///< – ～ ·  and a single —: not at a line's start
  dash,            ///< — of the pair ——
  ellipsis,        ///< … of the pair ……
  solidus,         ///< / ／
  prefix,          ///< ¥ $ № before a number
  suffix,          ///< % ‰ ℃ ° after a number
  no_break_space,  ///< U+00A0, U+202F
  other,           ///< symbols: like hanzi
};

LineClass line_class(char32_t c) noexcept;

/// True for marks that take a full em with half of it blank, so that they can be squeezed (CLREQ 3.1.6): openers, closers,
/// stops and pauses in their full-width forms, and the quotes “”‘’.
bool is_full_width_mark(char32_t c) noexcept;

/// Quotes, dashes, ellipses and the middle dot are East Asian Ambiguous; in Chinese text they belong to the Chinese face.
bool is_chinese_ambiguous(char32_t c) noexcept;

}  // namespace gongwen::text
