#include "pages/fonts/cff_write.h"

#include <array>
#include <span>

#include "foundation/base/diagnostic.h"
#include "pages/fonts/bytes.h"

namespace gongwen::fonts {
namespace {

constexpr char kOpCharset = 15, kOpCharStrings = 17, kOpPrivate = 18, kEscape = 12;
constexpr char kOpRos = 30, kOpCidCount = 34, kOpFdArray = 36, kOpFdSelect = 37;
constexpr std::size_t kFirstOwnString = 391;  // strings below are the standard ones of appendix A

void put_escaped(std::string& out, char op) {
  out.push_back(kEscape);
  out.push_back(op);
}

std::size_t data_size(std::span<const std::string_view> items) {
  std::size_t total = 0;
  for (const std::string_view item : items) total += item.size();
  return total;
}

/// Bytes of an offset in the INDEX of so much data; offsets count from 1.
std::size_t offset_width(std::size_t data) { return data < 0xFF ? 1 : data < 0xFFFF ? 2 : data < 0xFFFFFF ? 3 : 4; }

std::size_t index_size(std::span<const std::string_view> items) {
  if (items.empty()) return 2;
  const std::size_t data = data_size(items);
  return 3 + (items.size() + 1) * offset_width(data) + data;
}

void put_index(std::string& out, std::span<const std::string_view> items) {
  put_u16(out, items.size());
  if (items.empty()) return;
  const std::size_t width = offset_width(data_size(items));
  out.push_back(static_cast<char>(width));
  const auto put_offset = [&](std::size_t offset) {
    for (std::size_t i = width; i-- > 0;) out.push_back(static_cast<char>(offset >> 8 * i & 0xFF));
  };
  std::size_t offset = 1;
  put_offset(offset);
  for (const std::string_view item : items) put_offset(offset += item.size());
  for (const std::string_view item : items) out.append(item);
}

std::string index_of(std::string_view only) {
  std::string out;
  put_index(out, std::array{only});
  return out;
}

/// Format 2: one range that gives glyph n the CID n.
std::string charset(std::size_t glyphs) {
  std::string out(1, char{2});
  if (glyphs == 1) return std::string(1, char{0});
  put_u16(out, 1);
  put_u16(out, glyphs - 2);
  return out;
}

/// Format 3: ranges of glyphs with the same Font DICT.
std::string fd_select(const std::vector<std::uint8_t>& font_dict_of) {
  std::string ranges;
  std::size_t count = 0;
  for (std::size_t i = 0; i < font_dict_of.size(); ++i) {
    if (i != 0 && font_dict_of[i] == font_dict_of[i - 1]) continue;
    put_u16(ranges, i);
    ranges.push_back(static_cast<char>(font_dict_of[i]));
    ++count;
  }
  std::string out(1, char{3});
  put_u16(out, count);
  out += ranges;
  put_u16(out, font_dict_of.size());
  return out;
}

struct Offsets {
  std::size_t charset = 0, fd_select = 0, charstrings = 0, fd_array = 0;
};

/// Offsets have a fixed width, so that the DICT has the same length whatever they are.
std::string top_dict(const CffParts& parts, const Offsets& at) {
  std::string out;
  put_dict_integer(out, kFirstOwnString);      // Adobe
  put_dict_integer(out, kFirstOwnString + 1);  // Identity
  put_dict_integer(out, 0);
  put_escaped(out, kOpRos);
  out += parts.top;
  put_dict_integer(out, parts.charstrings.size());
  put_escaped(out, kOpCidCount);
  put_dict_integer(out, at.charset);
  out.push_back(kOpCharset);
  put_dict_integer(out, at.fd_select);
  put_escaped(out, kOpFdSelect);
  put_dict_integer(out, at.charstrings);
  out.push_back(kOpCharStrings);
  put_dict_integer(out, at.fd_array);
  put_escaped(out, kOpFdArray);
  return out;
}

}  // namespace

std::string write_cff(const CffParts& parts) {
  check(!parts.charstrings.empty() && parts.charstrings.size() <= 0xFFFF, "write_cff: too few or too many glyphs");
  check(parts.font_dict_of.size() == parts.charstrings.size(), "write_cff: a font dict for each glyph");

  std::string out("\1\0\4\4", 4);  // version 1.0, header of 4 bytes, absolute offsets of 4 bytes (unused)
  out += index_of(parts.name);
  std::string strings;
  put_index(strings, std::array<std::string_view, 2>{"Adobe", "Identity"});
  const std::string no_global_subroutines(2, '\0');
  const std::string charset_bytes = charset(parts.charstrings.size());
  const std::string select_bytes = fd_select(parts.font_dict_of);

  Offsets at;
  at.charset = out.size() + index_of(top_dict(parts, at)).size() + strings.size() + no_global_subroutines.size();
  at.fd_select = at.charset + charset_bytes.size();
  at.charstrings = at.fd_select + select_bytes.size();
  const std::size_t charstrings_size = index_size(parts.charstrings);
  const std::size_t privates_at = at.charstrings + charstrings_size;

  std::string privates;
  std::vector<std::string> font_dicts;
  for (const CffFontDict& dict : parts.font_dicts) {
    std::string bytes = dict.before;
    put_dict_integer(bytes, dict.private_dict.size());
    put_dict_integer(bytes, privates_at + privates.size());
    bytes.push_back(kOpPrivate);
    font_dicts.push_back(std::move(bytes));
    privates += dict.private_dict;
  }
  at.fd_array = privates_at + privates.size();
  const std::vector<std::string_view> fd_array(font_dicts.begin(), font_dicts.end());

  // Nearly all of it is charstrings: written once, into memory asked for once.
  out.reserve(at.fd_array + index_size(fd_array));
  out += index_of(top_dict(parts, at));
  out += strings;
  out += no_global_subroutines;
  out += charset_bytes;
  out += select_bytes;
  put_index(out, parts.charstrings);
  out += privates;
  put_index(out, fd_array);
  return out;
}

void put_dict_integer(std::string& out, std::size_t value) {
  out.push_back(29);
  put_u32(out, value);
}

void put_dict_real(std::string& out, std::string_view digits) {
  out.push_back(30);
  constexpr unsigned kPoint = 0xA, kEnd = 0xF;
  std::vector<unsigned> nibbles;
  for (const char c : digits) nibbles.push_back(c == '.' ? kPoint : static_cast<unsigned>(c - '0'));
  nibbles.push_back(kEnd);
  if (nibbles.size() % 2 != 0) nibbles.push_back(kEnd);
  for (std::size_t i = 0; i < nibbles.size(); i += 2) out.push_back(static_cast<char>(nibbles[i] << 4 | nibbles[i + 1]));
}

void put_charstring_integer(std::string& out, std::int32_t value) {
  if (value >= -107 && value <= 107) {
    out.push_back(static_cast<char>(value + 139));
  } else {
    out.push_back(28);
    put_u16(out, static_cast<std::uint16_t>(value));
  }
}

}  // namespace gongwen::fonts
