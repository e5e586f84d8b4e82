#include "foundation/text/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "foundation/base/diagnostic.h"

namespace gongwen::text {
namespace {

std::uint32_t byte_at(std::string_view t, std::size_t i) noexcept { return static_cast<unsigned char>(t[i]); }
bool is_continuation(std::uint32_t b) noexcept { return (b & 0xC0U) == 0x80U; }

/// True when NFC cannot change the text: nothing in it combines, and nothing has a canonical decomposition. Hanzi of the BMP's
/// main blocks, ASCII and the marks of Chinese typesetting are such; anything else goes to the library.
bool surely_composed(std::string_view t) noexcept {
  for (std::size_t i = 0; i < t.size();) {
    const Decoded d = decode(t, i);
    const char32_t c = d.code;
    const bool safe = c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c <= 0x3029) || (c >= 0xFF01 && c <= 0xFF5E) ||
                      (c >= 0x2010 && c <= 0x2027) || (c >= 0x3400 && c <= 0x4DBF);
    if (!safe) return false;
    i += d.length;
  }
  return true;
}

}  // namespace

Decoded decode(std::string_view t, std::size_t at) noexcept {
  const std::uint32_t a = byte_at(t, at);
  if (a < 0x80) return {static_cast<char32_t>(a), 1, true};
  constexpr Decoded kBad{0xFFFD, 1, false};
  const std::size_t length = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
  if (a < 0xC2 || a > 0xF4 || at + length > t.size()) return kBad;
  std::uint32_t code = a & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k) {
    const std::uint32_t b = byte_at(t, at + k);
    if (!is_continuation(b)) return kBad;
    code = code << 6U | (b & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return kBad;
  return {static_cast<char32_t>(code), static_cast<std::uint8_t>(length), true};
}

void append(std::string& out, char32_t c) {
  const auto put = [&](std::uint32_t b) { out.push_back(static_cast<char>(b)); };
  const auto u = static_cast<std::uint32_t>(c);
  if (u < 0x80) {
    put(u);
  } else if (u < 0x800) {
    put(0xC0U | u >> 6U), put(0x80U | (u & 0x3FU));
  } else if (u < 0x10000) {
    put(0xE0U | u >> 12U), put(0x80U | (u >> 6U & 0x3FU)), put(0x80U | (u & 0x3FU));
  } else {
    put(0xF0U | u >> 18U), put(0x80U | (u >> 12U & 0x3FU)), put(0x80U | (u >> 6U & 0x3FU)), put(0x80U | (u & 0x3FU));
  }
}

std::string to_utf8(std::u32string_view codes) {
  std::string out;
  out.reserve(codes.size() * 3);
  for (const char32_t c : codes) append(out, c);
  return out;
}

std::u32string to_utf32(std::string_view t) {
  std::u32string out;
  out.reserve(t.size() / 2);
  for (std::size_t i = 0; i < t.size();) {
    const Decoded d = decode(t, i);
    out.push_back(d.code);
    i += d.length;
  }
  return out;
}

std::optional<std::size_t> first_malformed(std::string_view t) noexcept {
  for (std::size_t i = 0; i < t.size();) {
    const Decoded d = decode(t, i);
    if (!d.ok) return i;
    i += d.length;
  }
  return std::nullopt;
}

std::size_t length(std::string_view t) noexcept {
  std::size_t n = 0;
  for (std::size_t i = 0; i < t.size(); ++n) i += decode(t, i).length;
  return n;
}

std::string nfc(std::string_view t) {
  if (surely_composed(t)) return std::string(t);
  utf8proc_uint8_t* made = nullptr;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the library's bytes are unsigned char
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(t.data());
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const utf8proc_ssize_t n = utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(t.size()), &made, options);
  if (n < 0) throw Error(std::string("utf8proc: ") + utf8proc_errmsg(n));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): and back
  std::string out(reinterpret_cast<const char*>(made), static_cast<std::size_t>(n));
  std::free(made);  // NOLINT(cppcoreguidelines-no-malloc): allocated by the library with malloc
  return out;
}

std::string_view trim(std::string_view t) noexcept {
  constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";
  for (bool again = true; again;) {
    again = false;
    while (!t.empty() && (t.front() == ' ' || (t.front() >= '\t' && t.front() <= '\r'))) t.remove_prefix(1);
    while (!t.empty() && (t.back() == ' ' || (t.back() >= '\t' && t.back() <= '\r'))) t.remove_suffix(1);
    if (t.starts_with(kIdeographicSpace)) t.remove_prefix(3), again = true;
    if (t.ends_with(kIdeographicSpace)) t.remove_suffix(3), again = true;
  }
  return t;
}

std::size_t edit_distance(std::string_view a8, std::string_view b8, std::size_t limit) {
  const std::u32string a = to_utf32(a8);
  const std::u32string b = to_utf32(b8);
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return std::min(row.back(), limit);
}

bool is_unprintable(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xFFFD || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFE;
}

std::string visible(std::string_view text, bool lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    const bool kept = lines && (d.code == '\n' || d.code == '\t' || d.code == 0xFEFF);
    if (d.ok && !kept && is_unprintable(d.code)) append(out, 0xFFFD);
    else out.append(text.substr(i, d.length));
    i += d.length;
  }
  return out;
}

bool is_private_use(char32_t c) noexcept {
  return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0xFFFFD) || (c >= 0x100000 && c <= 0x10FFFD);
}

bool is_hanzi(char32_t c) noexcept {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

}  // namespace gongwen::text
