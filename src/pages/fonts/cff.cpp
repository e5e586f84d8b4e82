// CFF whose charstrings need no subroutines: a subset is a copy of their bytes. Prepared fonts are of this kind.
// Source Adobe Technical Note 5176, The Compact Font Format.

#include <algorithm>
#include <array>
#include <optional>

#include "pages/fonts/cff_write.h"
#include "pages/fonts/outlines.h"

namespace gongwen::fonts {
namespace {

constexpr unsigned kEscaped = 0x0C00;  // operator 12 n is named kEscaped + n
constexpr unsigned kFontBBox = 5, kCharStrings = 17, kPrivate = 18, kSubrs = 19;
constexpr unsigned kCharstringType = kEscaped + 6, kFontMatrix = kEscaped + 7;
constexpr unsigned kRos = kEscaped + 30, kFdArray = kEscaped + 36, kFdSelect = kEscaped + 37;

/// An INDEX: `count` objects of varying size, read in place.
class Index {
 public:
  static std::optional<Index> read(Bytes cff, std::size_t at) {
    Index index;
    if (!cff.has(at, 2)) return std::nullopt;
    index.count_ = cff.u16(at);
    if (index.count_ == 0) {
      index.end_ = at + 2;
      return index;
    }
    index.width_ = cff.u8(at + 2);
    const std::size_t offsets = (index.count_ + 1) * index.width_;
    if (index.width_ < 1 || index.width_ > 4 || !cff.has(at + 3, offsets)) return std::nullopt;
    index.offsets_ = cff.part(at + 3, offsets);
    index.data_ = cff.from(at + 3 + offsets);
    const std::size_t last = index.offset(index.count_);
    if (last == 0 || last - 1 > index.data_.size()) return std::nullopt;
    index.end_ = at + 3 + offsets + last - 1;
    return index;
  }

  std::size_t count() const noexcept { return count_; }
  std::size_t end() const noexcept { return end_; }  ///< where the next structure begins
  Bytes operator[](std::size_t i) const noexcept {
    if (i >= count_) return Bytes();
    const std::size_t from = offset(i), to = offset(i + 1);
    return from >= 1 && from <= to ? data_.part(from - 1, to - from) : Bytes();
  }

 private:
  std::size_t offset(std::size_t i) const noexcept { return offsets_.number(i * width_, width_); }
  std::size_t count_ = 0, width_ = 0, end_ = 0;
  Bytes offsets_, data_;
};

struct DictEntry {
  unsigned op = 0;
  std::array<std::int32_t, 2> last{};  ///< the last two operands, reals as 0
  std::string_view raw;                ///< operands and operator as they stand
};

/// Skips one operand and gives its value. Returns nothing when there is an operator at `at`.
std::optional<std::int32_t> dict_operand(Bytes dict, std::size_t& at) {
  const int b = dict.u8(at);
  if (b == 28) return at += 3, std::int32_t{dict.i16(at - 2)};
  if (b == 29) return at += 5, static_cast<std::int32_t>(dict.u32(at - 4));
  if (b == 30) {
    for (++at; at < dict.size() && (dict.u8(at) & 0xF) != 0xF && dict.u8(at) >> 4 != 0xF;) ++at;
    ++at;
    return 0;
  }
  if (b >= 32 && b <= 246) return ++at, b - 139;
  if (b >= 247 && b <= 250) return at += 2, (b - 247) * 256 + dict.u8(at - 1) + 108;
  if (b >= 251 && b <= 254) return at += 2, -(b - 251) * 256 - dict.u8(at - 1) - 108;
  return std::nullopt;
}

std::vector<DictEntry> read_dict(Bytes dict) {
  std::vector<DictEntry> entries;
  DictEntry entry;
  std::size_t at = 0, begin = 0;
  while (at < dict.size()) {
    if (const auto value = dict_operand(dict, at)) {
      entry.last = {entry.last[1], *value};
      continue;
    }
    entry.op = dict.u8(at++);
    if (entry.op == 12) entry.op = kEscaped + dict.u8(at++);
    entry.raw = dict.part(begin, at - begin).view();
    if (entry.raw.empty()) break;  // an escape at the very end
    entries.push_back(entry);
    entry = DictEntry();
    begin = at;
  }
  return entries;
}

std::size_t offset_of(std::int32_t operand) { return operand < 0 ? SIZE_MAX : static_cast<std::size_t>(operand); }

/// The Private DICT without its subroutines' offset, or nothing when it lies outside or has subroutines.
std::optional<std::string> private_dict(Bytes cff, std::size_t at, std::size_t size) {
  if (!cff.has(at, size)) return std::nullopt;
  std::string out;
  for (const DictEntry& e : read_dict(cff.part(at, size))) {
    if (e.op != kSubrs) {
      out += e.raw;
      continue;
    }
    const auto subroutines = Index::read(cff.from(at), offset_of(e.last[1]));
    if (!subroutines || subroutines->count() != 0) return std::nullopt;
  }
  return out;
}

/// Which Font DICT a glyph uses: formats 0 and 3, or the only one.
class FdSelect {
 public:
  static std::optional<FdSelect> read(Bytes cff, std::size_t at, std::size_t glyphs) {
    FdSelect select;
    select.table_ = cff.from(at);
    select.format_ = select.table_.u8(0);
    if (select.format_ == 0 && select.table_.has(1, glyphs)) return select;
    const std::size_t ranges = select.table_.u16(1);
    if (select.format_ == 3 && ranges > 0 && select.table_.has(3, 3 * ranges + 2)) return select;
    return std::nullopt;
  }
  std::uint8_t of(std::size_t glyph) const noexcept {
    if (table_.empty()) return 0;
    if (format_ == 0) return table_.u8(1 + glyph);
    std::size_t low = 0, high = table_.u16(1);
    while (high - low > 1) {  // the last range that begins at or before the glyph
      const std::size_t middle = (low + high) / 2;
      if (table_.u16(3 + 3 * middle) <= glyph) low = middle;
      else high = middle;
    }
    return table_.u8(3 + 3 * low + 2);
  }

 private:
  Bytes table_;
  std::uint8_t format_ = 0;
};

class CopiedCff final : public Outlines {
 public:
  Bytes cff;
  Index charstrings;
  FdSelect fd_select;
  std::vector<CffFontDict> font_dicts;
  std::string top;

  bool blank(GlyphId glyph) const noexcept override {
    // A blank glyph is at most a width and endchar; anything longer paints.
    constexpr std::size_t kLongestBlank = 6;
    constexpr std::uint8_t kEndchar = 14;
    const Bytes charstring = charstrings[glyph];
    if (charstring.size() > kLongestBlank) return false;
    std::size_t at = 0;
    while (at < charstring.size()) {
      const std::uint8_t b = charstring.u8(at);
      if (b == 255) at += 5;
      else if (b == 28) at += 3;
      else if (b >= 247) at += 2;
      else if (b >= 32) at += 1;
      else return b == kEndchar;
    }
    return true;
  }

  std::string subset(std::span<const GlyphUse> uses, const std::string& name) const override {
    CffParts parts;
    parts.name = name;
    parts.top = top;
    parts.charstrings.reserve(uses.size() + 1);
    parts.font_dict_of.reserve(uses.size() + 1);
    std::array<std::int16_t, 256> renumbered;
    renumbered.fill(-1);
    const auto add = [&](GlyphId glyph) {
      const std::size_t old = std::min<std::size_t>(fd_select.of(glyph), font_dicts.size() - 1);
      if (renumbered[old] < 0) {
        renumbered[old] = static_cast<std::int16_t>(parts.font_dicts.size());
        parts.font_dicts.push_back(font_dicts[old]);
      }
      parts.charstrings.push_back(charstrings[glyph].view());
      parts.font_dict_of.push_back(static_cast<std::uint8_t>(renumbered[old]));
    };
    add(0);
    for (const GlyphUse& use : uses) add(use.glyph);
    return write_cff(parts);
  }
};

}  // namespace

std::unique_ptr<const Outlines> copied_cff(Bytes cff_table, std::uint32_t glyph_count) {
  if (cff_table.u8(0) != 1) return nullptr;
  const auto names = Index::read(cff_table, cff_table.u8(2));
  const auto tops = names ? Index::read(cff_table, names->end()) : std::nullopt;
  const auto strings = tops ? Index::read(cff_table, tops->end()) : std::nullopt;
  const auto global = strings ? Index::read(cff_table, strings->end()) : std::nullopt;
  if (!global || tops->count() != 1 || global->count() != 0) return nullptr;

  auto out = std::make_unique<CopiedCff>();
  out->cff = cff_table;
  bool cid_keyed = false;
  std::size_t charstrings_at = 0, fd_array_at = 0, fd_select_at = 0, private_at = 0, private_size = 0;
  for (const DictEntry& e : read_dict((*tops)[0])) {
    if (e.op == kRos) cid_keyed = true;
    if (e.op == kFontBBox || e.op == kFontMatrix) out->top += e.raw;
    if (e.op == kCharstringType && e.last[1] != 2) return nullptr;
    if (e.op == kCharStrings) charstrings_at = offset_of(e.last[1]);
    if (e.op == kFdArray) fd_array_at = offset_of(e.last[1]);
    if (e.op == kFdSelect) fd_select_at = offset_of(e.last[1]);
    if (e.op == kPrivate) private_size = offset_of(e.last[0]), private_at = offset_of(e.last[1]);
  }
  const auto charstrings = Index::read(cff_table, charstrings_at);
  if (charstrings_at == 0 || !charstrings || charstrings->count() != glyph_count) return nullptr;
  out->charstrings = *charstrings;

  if (!cid_keyed) {
    auto dict = private_dict(cff_table, private_at, private_size);
    if (!dict) return nullptr;
    out->font_dicts.push_back({std::string(), std::move(*dict)});
    return out;
  }
  const auto fd_array = Index::read(cff_table, fd_array_at);
  const auto fd_select = FdSelect::read(cff_table, fd_select_at, glyph_count);
  if (!fd_array || !fd_select || fd_array->count() == 0 || fd_array->count() > 256) return nullptr;
  out->fd_select = *fd_select;
  for (std::size_t i = 0; i < fd_array->count(); ++i) {
    CffFontDict font_dict;
    std::optional<std::string> inner;
    for (const DictEntry& e : read_dict((*fd_array)[i])) {
      if (e.op == kFontMatrix) font_dict.before += e.raw;
      if (e.op == kPrivate) inner = private_dict(cff_table, offset_of(e.last[1]), offset_of(e.last[0]));
    }
    if (!inner) return nullptr;
    font_dict.private_dict = std::move(*inner);
    out->font_dicts.push_back(std::move(font_dict));
  }
  return out;
}

}  // namespace gongwen::fonts
