#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongwen::text {

/// One code point of a UTF-8 text and the bytes it takes. A malformed byte decodes to U+FFFD with length 1 and ok = false.
struct Decoded { char32_t code = 0; std::uint8_t length = 0; bool ok = true; };

/// Decodes the code point at `at`. REQUIRES: at < text.size(). Strict: overlong forms, surrogates and > U+10FFFF are malformed.
Decoded decode(std::string_view text, std::size_t at) noexcept;

void append(std::string& out, char32_t code);
std::string to_utf8(std::u32string_view codes);
/// Malformed bytes become U+FFFD each.
std::u32string to_utf32(std::string_view text);

/// Byte offset of the first malformed byte, or nothing.
std::optional<std::size_t> first_malformed(std::string_view text) noexcept;
/// Number of code points (each malformed byte counts as one).
std::size_t length(std::string_view text) noexcept;

/// Unicode Normalization Form C (UAX #15), by libutf8proc. REQUIRES: valid UTF-8. ASCII and already-composed text is
/// returned unchanged without a call into the library.
std::string nfc(std::string_view text);

/// White space and U+3000 at both ends removed.
std::string_view trim(std::string_view text) noexcept;

/// Edit distance in code points, for "did you mean"; stops counting beyond `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// Characters no text may hold, because no paper prints them and a terminal obeys them: C0 and C1 controls, line and paragraph
/// separators, marks that turn the direction of the text or have no width, noncharacters, and U+FFFD (left of a text decoded wrongly).
bool is_unprintable(char32_t c) noexcept;
/// The text with U+FFFD for what is unprintable, as it may be shown to people. Malformed bytes stay.
/// lines  line feeds, tabs and U+FEFF stay as well.
std::string visible(std::string_view text, bool lines = false);

/// U+E000…F8FF and the two supplementary private-use planes.
bool is_private_use(char32_t c) noexcept;
/// Hanzi: the unified ideograph blocks and compatibility ideographs, all planes, and U+3007 〇.
bool is_hanzi(char32_t c) noexcept;

}  // namespace gongwen::text
