#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::fonts {

/// A Font DICT of a CID-keyed font: what stands in it before the Private entry, and the Private DICT itself, both as bytes.
struct CffFontDict {
  std::string before;
  std::string private_dict;
};

/// All that a subset is made of. Views must live until write_cff returns.
struct CffParts {
  std::string name;                            ///< PostScript name
  std::string top;                             ///< FontBBox, FontMatrix …: Top DICT entries without offsets, as bytes
  std::vector<std::string_view> charstrings;   ///< [0] is .notdef; 1–65535 of them
  std::vector<std::uint8_t> font_dict_of;      ///< for each charstring, an index into font_dicts
  std::vector<CffFontDict> font_dicts;         ///< 1–256
};

/// A bare CID-keyed CFF with ROS Adobe-Identity-0, in which CID = glyph number.
/// Source Adobe Technical Note 5176, The Compact Font Format.
std::string write_cff(const CffParts& parts);

/// Operands and operators of DICTs and Type 2 charstrings.
void put_dict_integer(std::string& out, std::size_t value);        ///< always five bytes
void put_dict_real(std::string& out, std::string_view digits);     ///< REQUIRES: digits and a point only
void put_charstring_integer(std::string& out, std::int32_t value); ///< REQUIRES: -32768…32767

}  // namespace gongwen::fonts
