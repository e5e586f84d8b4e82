#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pages/fonts/fonts.h"

namespace gongwen::fonts {

/// How many characters a face covers, by the blocks that matter for names.
struct Coverage {
  std::size_t characters = 0;     ///< all
  std::size_t hanzi = 0;
  std::size_t basic = 0;          ///< U+4E00–9FFF, 20 992 places
  std::size_t extension_a = 0;    ///< U+3400–4DBF, 6 592 places
  std::size_t supplementary = 0;  ///< Extensions B and later, compatibility supplement
};
/// Walks the face's whole character map: milliseconds, for `fonts list` only.
Coverage count_coverage(const Face& face);

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
