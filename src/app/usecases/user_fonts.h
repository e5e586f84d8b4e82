#pragma once

#include <optional>
#include <string>

#include "app/usecases/house.h"

namespace gongwen::usecases {

/// A font put in front of a role in the user's own table (House::user_fonts), for all papers from now on.
struct FontUsed {
  std::string role;          ///< "仿宋"
  std::string font;          ///< PostScript name
  fs::path table;            ///< the file written
  std::size_t hanzi = 0, general_standard = 0;   ///< how many Hanzi it has, and how many of 通用规范汉字表's 8 105
};

/// role  key or label of roles.json: fangsong, 仿宋.
/// last  behind all other faces, for characters that nobody else has, instead of in front of them.
/// font  a font file, of a collection file#index; kept by its absolute path.
/// Returns what was done, or nothing and the reason in `out`; the table is then as it was.
/// Errors F001, F002, F003 of the font; F004 and D001 of a table that stands there already; F014 no such role; Error.
std::optional<FontUsed> use_font(Env& env, const House& house, const std::string& role, const std::string& font, bool last,
                                 Diagnostics& out);
/// Takes the user's fonts out of a role; the shipped ones play it again. Returns the role's label.
std::optional<std::string> reset_font(Env& env, const House& house, const std::string& role, Diagnostics& out);

}  // namespace gongwen::usecases
