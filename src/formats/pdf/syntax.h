#pragma once

// The words of PDF objects, built by appending to a string: no floats, no locale, so the same bytes on every machine.

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/length.h"

namespace gongwen::pdf {

/// Number of an indirect object; 0 = none.
struct Ref { std::uint32_t id = 0; };

void put_int(std::string& out, std::int64_t value);
/// A number given in thousandths: 12500 → "12.5".
void put_thousandths(std::string& out, std::int64_t value);
/// A length in points, rounded to a thousandth.
void put_length(std::string& out, Length length);
/// `length` in thousandths of a point, rounded half away from zero.
std::int64_t milli_points(Length length) noexcept;

/// "12 0 R"
void put_ref(std::string& out, Ref ref);
/// "/Name", with #xx for what a name may not hold (ISO 32000-1 7.3.5).
void put_name(std::string& out, std::string_view name);
/// A text string (7.9.2.2): "(…)" when all of it is printable ASCII, else "<FEFF…>" in UTF-16BE.
void put_text(std::string& out, std::string_view utf8);
/// A string of bytes that are ASCII by construction: "(…)", escaped.
void put_ascii(std::string& out, std::string_view ascii);

/// A code of two bytes inside "(…)", escaped.
void put_code(std::string& out, std::uint16_t code);
/// Four hexadecimal capitals.
void put_hex4(std::string& out, std::uint32_t value);
/// UTF-16BE in hexadecimal, a surrogate pair above U+FFFF.
void put_utf16_hex(std::string& out, char32_t c);

/// The next character of `utf8` from `at`, which moves behind it; U+FFFD for a byte that begins none.
char32_t next_char(std::string_view utf8, std::size_t& at) noexcept;

}  // namespace gongwen::pdf
