#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/fonts/fonts.h"

namespace gongwen::fonts {

/// How many characters a face covers of the sets that matter for names and official papers. What is in a set:
/// kHanzi… below, whose sizes are the standards'.
struct Coverage {
  std::size_t characters = 0;       ///< all
  std::size_t hanzi = 0;
  std::size_t gb2312 = 0;           ///< GB/T 2312-1980
  std::size_t general_standard = 0; ///< 通用规范汉字表 (2013)
  std::size_t level1 = 0;           ///< GB 18030-2022, level 1: the Hanzi of GB 18030-2000, those of GBK's compatibility rows and U+9FA6–9FEF
  std::size_t level2 = 0;           ///< level 1 and the rest of 通用规范汉字表
  std::size_t level3 = 0;           ///< the unified ideographs of Unicode 11
};
inline constexpr std::size_t kHanziOfGb2312 = 6763;
inline constexpr std::size_t kHanziOfGeneralStandard = 8105;
inline constexpr std::size_t kHanziOfLevel1 = 27'579;   ///< the standard counts 27 584; five of them are not told by their codes
inline constexpr std::size_t kHanziOfLevel2 = 27'775;
inline constexpr std::size_t kHanziOfLevel3 = 87'887;

/// Walks the face's whole character map: milliseconds, for `fonts list` only.
Coverage count_coverage(const Face& face);
/// What the whole chain of a role covers.
Coverage count_coverage(const FontBook& book, const Role& role);

/// 通用规范汉字表, in the order of the codes.
std::u32string_view general_standard_hanzi() noexcept;
bool is_level3(char32_t c) noexcept;

/// One face of a role, and what it says to a character, for `fonts why`.
struct Candidate {
  FaceId face = 0;
  bool latin = false;       ///< the role's Latin face
  GlyphId glyph = 0;        ///< 0: the face has not got it
  std::int32_t advance = 0; ///< thousandths of an em
  bool chosen = false;      ///< by FontBook::pick
};
/// Every face the role could set `c` with: the Latin face, then the chain, then the face for marks.
std::vector<Candidate> why(const FontBook& book, const Role& role, char32_t c);

}  // namespace gongwen::fonts
