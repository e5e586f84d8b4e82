#pragma once

// Names of faces in a DOCX: which are written, what the font table says of them, and which characters need another one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/docx/docx.h"
#include "pages/fonts/fonts.h"

namespace gongwen::docx {

/// What the font table says of a face (ECMA-376-1 17.8.3). Empty panose: not known.
struct WordFont {
  std::string_view name;
  std::string_view panose;
  std::string_view family = "auto";
  std::string_view pitch = "variable";
  bool stock = false;          ///< every Chinese Windows since Vista has it
};
/// Null when we know nothing of the face.
const WordFont* find_word_font(std::string_view name) noexcept;

/// The names a role's faces go by, the one to write first.
const std::vector<std::string>& word_names(const fonts::Role& role, WordFonts choice) noexcept;

inline constexpr std::string_view kLatinFont = "Times New Roman";

/// Where Word has to look for a character of Chinese text. The role's own faces have the 27 484 Hanzi of GB 18030-2000; 宋体 is the
/// one that Windows keeps up to date; what lies beyond the first plane is in fonts of its own. Ordered: a later one is rarer.
enum class RareFont { none, songti, extension_b, extension_g };
RareFont rare_font_of(char32_t c) noexcept;
std::string_view name_of(RareFont font) noexcept;

/// A stretch of text for one run. `rare` other than none: set in that face, all of it.
struct Stretch { std::string_view text; RareFont rare = RareFont::none; };
/// Cuts a text where its face must change; names among it (and words as short as one) stay whole.
///
/// names  the paper's names that hold a rare character, the longest first.
std::vector<Stretch> stretches_of(std::string_view utf8, const std::vector<std::u32string>& names);
/// The rarest face a text needs.
RareFont rarest_of(std::string_view utf8) noexcept;

}  // namespace gongwen::docx
