#include "formats/pdf/syntax.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gongwen::pdf {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool printable_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool regular_in_name(char c) noexcept {
  return c > 0x20 && c < 0x7F && std::string_view("()<>[]{}/%#").find(c) == std::string_view::npos;
}

}  // namespace

void put_int(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void put_thousandths(std::string& out, std::int64_t value) {
  if (value < 0) {
    out += '-';
    value = -value;
  }
  put_int(out, value / 1000);
  const auto rest = static_cast<unsigned>(value % 1000);
  if (rest == 0) return;
  const std::array<char, 4> digits = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                                      static_cast<char>('0' + rest % 10)};
  out.append(digits.data(), digits[3] != '0' ? 4 : digits[2] != '0' ? 3 : 2);
}

std::int64_t milli_points(Length length) noexcept {
  // 12 700 EMU are a point: a thousandth is 12.7 EMU.
  const std::int64_t tenths = length.to_emu() * 10;
  return (tenths >= 0 ? tenths + 63 : tenths - 63) / 127;
}

void put_length(std::string& out, Length length) { put_thousandths(out, milli_points(length)); }

void put_ref(std::string& out, Ref ref) {
  put_int(out, ref.id);
  out += " 0 R";
}

void put_name(std::string& out, std::string_view name) {
  out += '/';
  for (const char c : name) {
    if (regular_in_name(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '#';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
}

void put_ascii(std::string& out, std::string_view ascii) {
  out += '(';
  for (const char c : ascii) {
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c;
  }
  out += ')';
}

void put_text(std::string& out, std::string_view utf8) {
  if (printable_ascii(utf8)) {
    put_ascii(out, utf8);
    return;
  }
  out += "<FEFF";
  for (std::size_t at = 0; at < utf8.size();) put_utf16_hex(out, next_char(utf8, at));
  out += '>';
}

void put_code(std::string& out, std::uint16_t code) {
  for (const auto byte : {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)}) {
    // A bare carriage return would be read as a line feed (7.3.4.2).
    if (byte == '(' || byte == ')' || byte == '\\') out += '\\';
    if (byte == '\r') out += "\\r";
    else out += byte;
  }
}

void put_hex4(std::string& out, std::uint32_t value) {
  const std::array<char, 4> digits = {kHex[value >> 12U & 15U], kHex[value >> 8U & 15U], kHex[value >> 4U & 15U], kHex[value & 15U]};
  out.append(digits.data(), digits.size());
}

void put_utf16_hex(std::string& out, char32_t c) {
  if (c <= 0xFFFF) {
    put_hex4(out, c);
    return;
  }
  const std::uint32_t above = c - 0x10000;
  put_hex4(out, 0xD800 + (above >> 10U));
  put_hex4(out, 0xDC00 + (above & 0x3FFU));
}

char32_t next_char(std::string_view utf8, std::size_t& at) noexcept {
  constexpr char32_t kReplacement = 0xFFFD;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned first = byte(at++);
  if (first < 0x80) return first;
  const unsigned more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
  if (more == 0) return kReplacement;
  char32_t c = first & (0x3FU >> more);
  for (unsigned i = 0; i < more; ++i, ++at) {
    if (at >= utf8.size() || (byte(at) & 0xC0U) != 0x80) return kReplacement;
    c = c << 6U | (byte(at) & 0x3FU);
  }
  return c;
}

}  // namespace gongwen::pdf
