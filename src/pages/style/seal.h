#pragma once

// Where a seal stands: one rule for all that set pages.

#include <cstdint>

#include "foundation/base/length.h"

namespace gongwen::style {

/// Blank lines between the text and the lines a seal is pressed on, and the seal's top edge, counted from the text's last line.
struct SealPlace { std::int64_t blank_lines = 2; Length top; };

/// 印章端正、居中下压发文机关署名和成文日期，使发文机关署名和成文日期居印章中心偏下位置，印章顶端应当上距正文（或附件说明）一行
/// 之内. Of one to three blank lines those that let a seal of this height stand so.
///
/// pitch      of the lines; `size` of their characters.
/// lines      署名 and 成文日期 together, 1 at least.
/// Returns a top between 0 (never over the text above) and `size` (within one line of that text's ink).
/// Source GB/T 9704-2012 7.3.5.1.
SealPlace place_seal(Length pitch, Length size, std::int64_t lines, Length height) noexcept;

}  // namespace gongwen::style
