#pragma once

// Fonts small enough to be written by hand, of the kinds users bring along.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/env.h"
#include "pages/fonts/bytes.h"

namespace gongwen::fonts::test {

/// Font bytes that did not come from a file.
class HeldBytes final : public FileBytes {
 public:
  explicit HeldBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string_view view() const noexcept override { return bytes_; }

 private:
  std::string bytes_;
};

using Tables = std::map<std::string, std::string>;

inline std::string words(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) put_u16(out, static_cast<std::uint16_t>(v));
  return out;
}

inline std::string sfnt_of(const Tables& tables) {
  std::string out;
  put_u32(out, tables.contains("glyf") ? 0x00010000 : 0x4F54544F);
  put_u16(out, tables.size());
  out += words({0, 0, 0});
  std::size_t at = 12 + 16 * tables.size();
  for (const auto& [tag, bytes] : tables) {
    out += tag;
    put_u32(out, 0);
    put_u32(out, at);
    put_u32(out, bytes.size());
    at += (bytes.size() + 3) / 4 * 4;
  }
  for (const auto& [tag, bytes] : tables) {
    out += bytes;
    out.resize((out.size() + 3) / 4 * 4, '\0');
  }
  return out;
}

/// Glyphs: 1 = 中, 2 = 国, 3 = 空. Every advance is 1000, and so is the em.
inline Tables common_tables(int glyphs) {
  Tables t;
  std::string head = words({1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000});
  head.resize(36, '\0');
  head += words({0, -120, 1000, 880, 0, 8, 2, 1, 0});  // box … long loca
  t["head"] = head;
  std::string hhea = words({1, 0, 880, -120, 0, 1000});
  hhea.resize(34, '\0');
  hhea += words({1});
  t["hhea"] = hhea;
  t["maxp"] = words({1, 0, glyphs}) + std::string(26, '\0');
  t["hmtx"] = words({1000, 0}) + std::string(static_cast<std::size_t>(2 * (glyphs - 1)), '\0');
  std::string groups;
  for (const auto& [c, glyph] : std::map<unsigned, unsigned>{{0x4E2D, 1}, {0x56FD, 2}, {0x7A7A, 3}}) {
    put_u32(groups, c);
    put_u32(groups, c);
    put_u32(groups, glyph);
  }
  std::string cmap = words({0, 1, 3, 10});
  put_u32(cmap, 12);
  cmap += words({12, 0});
  put_u32(cmap, 16 + groups.size());
  put_u32(cmap, 0);
  put_u32(cmap, 3);
  t["cmap"] = cmap + groups;
  t["OS/2"] = words({3, 1000, 400, 5, 0}) + std::string(86, '\0');
  return t;
}

/// TrueType: 中 a square, 国 two of these squares, 空 without outline.
inline Tables truetype_tables() {
  Tables t = common_tables(4);
  const std::string square = words({1, 0, 0, 500, 500, 3, 2}) + std::string("\xB0\x00", 2) +  // one contour of four points, two bytes of instructions
                             std::string("\x01\x01\x01\x01", 4) + words({0, 500, 0, -500}) + words({0, 0, 500, 0});
  // Two components: words for arguments, values are offsets; the second follows, and instructions after it.
  const std::string two = words({-1, 0, 0, 1000, 500, 0x0023, 1, 0, 0, 0x0103, 1, 500, 0, 2}) + std::string("\xB0\x00", 2);
  t["glyf"] = square + two;
  std::string loca;
  for (const std::size_t at : {std::size_t{0}, std::size_t{0}, square.size(), square.size() + two.size(), square.size() + two.size()}) put_u32(loca, at);
  t["loca"] = loca;
  return t;
}

inline std::string cff_index(std::initializer_list<std::string> items) {
  std::string out;
  put_u16(out, items.size());
  if (items.size() == 0) return out;
  out.push_back(1);
  std::size_t at = 1;
  out.push_back(1);
  for (const std::string& item : items) out.push_back(static_cast<char>(at += item.size()));
  for (const std::string& item : items) out += item;
  return out;
}

/// CFF by glyph name, with one global subroutine that draws a square of 100: 中 calls it, 国 calls it twice, 空 is blank.
inline Tables subroutine_tables() {
  Tables t = common_tables(4);
  const std::string header("\1\0\4\1", 4), name = cff_index({"Tiny"}), strings = cff_index({});
  const std::string call("\x20\x1D", 2), end("\x0E", 1);  // -107 callgsubr (the bias of few subroutines is 107); endchar
  // 0 0 rmoveto; 100 hlineto; 100 vlineto; -100 hlineto; return
  const std::string square("\x8B\x8B\x15\xEF\x06\xEF\x07\x27\x06\x0B", 10);
  const std::string subroutines = cff_index({square});
  const std::string charstrings = cff_index({end, call + end, call + call + end, end});
  const std::string priv("\x8B\x14", 2);   // defaultWidthX 0
  const auto dict = [&](std::size_t charstrings_at) {
    std::string out(1, '\x1C');
    put_u16(out, charstrings_at);
    out += "\x11\x8D\x1C";                  // CharStrings; Private: two bytes …
    put_u16(out, charstrings_at + charstrings.size());
    return out + "\x12";
  };
  const std::size_t before = header.size() + name.size() + cff_index({dict(0)}).size() + strings.size() + subroutines.size();
  t["CFF "] = header + name + cff_index({dict(before)}) + strings + subroutines + charstrings + priv;
  return t;
}

}  // namespace gongwen::fonts::test
