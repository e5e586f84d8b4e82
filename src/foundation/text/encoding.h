#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::text {

enum class Encoding { utf8, utf8_bom, utf16le, utf16be, gb18030 };
std::string_view name_of(Encoding e) noexcept;

/// A text file's bytes turned into UTF-8 (no BOM, not yet NFC).
struct DecodedFile {
  std::string utf8;
  Encoding encoding = Encoding::utf8;
  std::optional<std::size_t> bad_offset;  ///< byte offset in the input of the first malformed sequence; it became U+FFFD
  std::vector<char32_t> moved;            ///< 2022 places of characters the system's converter left in the private use area or refused
};

/// Finds the encoding (BOM; valid UTF-8; else GB 18030) and decodes. Excel's "CSV" of a Chinese Windows is GBK, a subset of
/// GB 18030. The 18 code points that GB 18030-2022 moved out of the private use area are mapped (glibc rejects some).
/// Errors none; malformed bytes are reported in `bad_offset`.
/// Source GB 18030-2022; standards.md section 8.
DecodedFile decode_file(std::string_view bytes);
/// The same for a piece of a file whose encoding is known (no BOM in `bytes`).
DecodedFile decode_as(std::string_view bytes, Encoding encoding);

/// The present place of a private-use code point that files of GBK, code page 936, GB 18030-2000 or -2005 hold for a character
/// which had no place of its own then: 䶮 stood at U+E863. 0 when the code point is not one of these.
/// Source GBK 1.0 and GB 18030-2005 (places of old), GB 18030-2022 (today's).
char32_t place_of_private_use(char32_t c) noexcept;

/// UTF-8 to GB 18030 (four-byte forms included). Every code point has a form but 24 of the private use area, whose bytes of the
/// 2005 edition now stand for characters with places of their own; those, and malformed bytes, become '?'.
std::string to_gb18030(std::string_view utf8);

}  // namespace gongwen::text
