#include "pages/fonts/sfnt.h"

#include <algorithm>
#include <string_view>

namespace gongwen::fonts {
namespace {

constexpr std::uint32_t tag_of(std::string_view letters) {
  std::uint32_t tag = 0;
  for (const char c : letters) tag = tag << 8 | static_cast<std::uint8_t>(c);
  return tag;
}

bool is_sfnt_version(std::uint32_t version) {
  return version == 0x00010000 || version == tag_of("OTTO") || version == tag_of("true");
}

/// UTF-16BE reduced to ASCII, which is all that English font names are made of.
std::string from_utf16(std::string_view text) {
  std::string out;
  const Bytes units(text);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const std::uint16_t unit = units.u16(i);
    if (unit >= 0x20 && unit < 0x7F) out.push_back(static_cast<char>(unit));
  }
  return out;
}

std::string from_mac_roman(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 0x20 && c < 0x7F) out.push_back(c);
  }
  return out;
}

}  // namespace

std::optional<Sfnt> Sfnt::read(Bytes file, std::uint32_t index) {
  std::size_t start = 0;
  if (file.u32(0) == tag_of("ttcf")) {
    if (index >= file.u32(8) || !file.has(12 + std::size_t{4} * index, 4)) return std::nullopt;
    start = file.u32(12 + std::size_t{4} * index);
  } else if (index != 0) {
    return std::nullopt;
  }
  if (!is_sfnt_version(file.u32(start))) return std::nullopt;
  const std::size_t count = file.u16(start + 4);
  if (count == 0 || !file.has(start + 12, 16 * count)) return std::nullopt;
  return Sfnt(file, start + 12, count);
}

Bytes Sfnt::table(const char (&tag)[5]) const noexcept {
  const std::uint32_t wanted = tag_of(std::string_view(tag, 4));
  for (std::size_t i = 0; i < count_; ++i) {
    const std::size_t record = directory_ + 16 * i;
    if (file_.u32(record) == wanted) return file_.part(file_.u32(record + 8), file_.u32(record + 12));
  }
  return Bytes();
}

std::optional<Metrics> read_metrics(const Sfnt& font) {
  const Bytes head = font.table("head"), hhea = font.table("hhea"), maxp = font.table("maxp"), hmtx = font.table("hmtx");
  if (head.size() < 54 || hhea.size() < 36 || maxp.size() < 6 || head.u32(12) != 0x5F0F3CF5) return std::nullopt;
  Metrics m;
  m.units_per_em = head.u16(18);
  m.glyph_count = maxp.u16(4);
  m.advance_count = hhea.u16(34);
  if (m.units_per_em < 16 || m.units_per_em > 16384 || m.glyph_count == 0 || m.advance_count == 0) return std::nullopt;
  if (m.advance_count > m.glyph_count || hmtx.size() < std::size_t{4} * m.advance_count) return std::nullopt;
  for (std::size_t i = 0; i < 4; ++i) m.box[i] = head.i16(36 + 2 * i);
  m.long_loca = head.u16(50) != 0;
  m.ascent = hhea.i16(4);
  m.descent = hhea.i16(6);
  const Bytes os2 = font.table("OS/2");
  m.cap_height = os2.u16(0) >= 2 ? os2.i16(88) : 0;
  // Fonts older than version 2 of the table do not say; seven tenths of an em is the usual height of an H.
  if (m.cap_height <= 0) m.cap_height = m.units_per_em * 7 / 10;
  return m;
}

EmbeddingBar embedding_bar(const Sfnt& font) noexcept {
  constexpr unsigned kUsage = 0x000F, kRestricted = 0x0002, kNoSubsetting = 0x0100, kBitmapOnly = 0x0200;
  const unsigned type = font.table("OS/2").u16(8);
  if ((type & kUsage) == kRestricted) return EmbeddingBar::restricted;
  if ((type & kNoSubsetting) != 0) return EmbeddingBar::no_subsetting;
  return (type & kBitmapOnly) != 0 ? EmbeddingBar::bitmaps_only : EmbeddingBar::none;
}

std::string read_name(const Sfnt& font, std::uint16_t name_id) {
  const Bytes name = font.table("name");
  const std::size_t count = std::min<std::size_t>(name.u16(2), name.size() / 12);
  const std::size_t storage = name.u16(4);
  std::string fallback;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t record = 6 + 12 * i;
    if (name.u16(record + 6) != name_id) continue;
    const std::string_view text = name.part(storage + name.u16(record + 10), name.u16(record + 8)).view();
    const std::uint16_t platform = name.u16(record), language = name.u16(record + 4);
    if (platform == 3 && language == 0x0409) return from_utf16(text);
    if (fallback.empty()) fallback = platform == 1 ? from_mac_roman(text) : from_utf16(text);
  }
  return fallback;
}

}  // namespace gongwen::fonts
