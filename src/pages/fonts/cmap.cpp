#include "pages/fonts/cmap.h"

#include <algorithm>

namespace gongwen::fonts {
namespace {

constexpr std::size_t kGroupsAt = 16;    // format 12: header, then groups of three 32-bit numbers
constexpr std::size_t kGroupSize = 12;
constexpr std::size_t kEndCodesAt = 14;  // format 4: header, then four arrays of 16-bit numbers, with a pad after the first
constexpr std::uint32_t kLastCharacter = 0x10FFFF;

bool is_unicode(std::uint16_t platform, std::uint16_t encoding) {
  return (platform == 3 && (encoding == 1 || encoding == 10)) || (platform == 0 && encoding != 5);
}

std::optional<std::uint32_t> group_count(Bytes subtable) {
  const std::uint32_t count = subtable.u32(12);
  if (count == 0 || count > subtable.size() / kGroupSize || !subtable.has(kGroupsAt, count * kGroupSize)) return std::nullopt;
  return count;
}

std::optional<std::uint32_t> segment_count(Bytes subtable) {
  const std::uint32_t count = subtable.u16(6) / 2U;
  if (count == 0 || !subtable.has(kEndCodesAt, std::size_t{8} * count + 2)) return std::nullopt;
  return count;
}

}  // namespace

std::optional<Cmap> Cmap::read(Bytes table, std::uint32_t glyph_count) {
  std::optional<Cmap> narrow;
  const std::size_t records = std::min<std::size_t>(table.u16(2), table.size() / 8);
  for (std::size_t i = 0; i < records; ++i) {
    const std::size_t record = 4 + 8 * i;
    if (!is_unicode(table.u16(record), table.u16(record + 2))) continue;
    const Bytes subtable = table.from(table.u32(record + 4));
    if (subtable.u16(0) == 12) {
      if (const auto count = group_count(subtable)) return Cmap(subtable, true, *count, glyph_count);
    } else if (subtable.u16(0) == 4 && !narrow) {
      if (const auto count = segment_count(subtable)) narrow = Cmap(subtable, false, *count, glyph_count);
    }
  }
  return narrow;
}

GlyphId Cmap::glyph(char32_t c) const noexcept {
  const GlyphId found = wide_ ? in_groups(c) : in_segments(c);
  return found < glyph_count_ ? found : GlyphId{0};
}

GlyphId Cmap::in_groups(char32_t c) const noexcept {
  std::uint32_t low = 0, high = count_;
  while (low < high) {  // the first group that ends at or after c
    const std::uint32_t middle = (low + high) / 2;
    if (subtable_.u32(kGroupsAt + kGroupSize * middle + 4) < c) low = middle + 1;
    else high = middle;
  }
  if (low == count_) return 0;
  const std::size_t group = kGroupsAt + kGroupSize * low;
  const std::uint32_t first = subtable_.u32(group);
  if (c < first) return 0;
  const std::uint64_t glyph = std::uint64_t{subtable_.u32(group + 8)} + (c - first);
  return glyph < glyph_count_ ? static_cast<GlyphId>(glyph) : GlyphId{0};
}

GlyphId Cmap::in_segments(char32_t c) const noexcept {
  if (c > 0xFFFF) return 0;
  std::uint32_t low = 0, high = count_;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (subtable_.u16(kEndCodesAt + 2 * middle) < c) low = middle + 1;
    else high = middle;
  }
  return low == count_ ? GlyphId{0} : segment_glyph(low, c);
}

GlyphId Cmap::segment_glyph(std::uint32_t segment, std::uint32_t c) const noexcept {
  const std::size_t starts = kEndCodesAt + 2 * std::size_t{count_} + 2;
  const std::size_t deltas = starts + 2 * std::size_t{count_};
  const std::size_t offset_at = deltas + 2 * std::size_t{count_} + 2 * std::size_t{segment};
  const std::uint32_t start = subtable_.u16(starts + 2 * segment);
  if (c < start) return 0;
  const std::uint32_t delta = subtable_.u16(deltas + 2 * segment);
  const std::uint32_t offset = subtable_.u16(offset_at);
  if (offset == 0) return (c + delta) & 0xFFFFU;
  // The offset counts from its own place in the table (OpenType cmap, format 4).
  const std::uint32_t glyph = subtable_.u16(offset_at + offset + 2 * std::size_t{c - start});
  return glyph == 0 ? GlyphId{0} : (glyph + delta) & 0xFFFFU;
}

std::vector<char32_t> Cmap::characters() const {
  std::vector<char32_t> out;
  const auto add_range = [&](std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t c = first; c <= std::min(last, kLastCharacter); ++c) {
      if (glyph(static_cast<char32_t>(c)) != 0) out.push_back(static_cast<char32_t>(c));
    }
  };
  // Ranges of a damaged map may overlap or run backwards: `next` only moves on, so that the walk always ends.
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < count_ && next <= kLastCharacter; ++i) {
    const std::size_t group = kGroupsAt + kGroupSize * i;
    const std::uint32_t first = wide_ ? subtable_.u32(group) : subtable_.u16(kEndCodesAt + 2 * (count_ + i) + 2);
    const std::uint32_t last = wide_ ? subtable_.u32(group + 4) : subtable_.u16(kEndCodesAt + 2 * i);
    if (last < first || last < next) continue;
    add_range(std::max(first, next), last);
    next = std::min(last, kLastCharacter) + 1;
  }
  return out;
}

}  // namespace gongwen::fonts
