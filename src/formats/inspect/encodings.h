#pragma once

// Which characters the codes and glyph names of simple fonts stand for (ISO 32000-1 Annex D; Adobe Glyph List, the part that
// Western text needs). Private to the room.

#include <array>
#include <string_view>

namespace gongwen::inspect {

using CodeTable = std::array<char32_t, 256>;   ///< 0 = no character

/// WinAnsiEncoding, MacRomanEncoding; StandardEncoding for any other name.
const CodeTable& base_encoding(std::string_view name);

/// "A", "one", "emdash", "uni4E00", "u20BB7", "a.sc"; 0 when the name says nothing.
char32_t character_of_glyph(std::string_view name);

}  // namespace gongwen::inspect
