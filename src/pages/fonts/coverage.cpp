#include "pages/fonts/coverage.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

namespace gongwen::fonts {

namespace {

struct Range { char32_t first, last; };

template <std::size_t N>
bool in(const Range (&ranges)[N], char32_t c) noexcept {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](const Range& r) { return c >= r.first && c <= r.last; });
}

/// The Hanzi among two-byte forms B0A1–F7FE, which are GB/T 2312's own.
const std::set<char32_t>& gb2312_hanzi() {
  static const std::set<char32_t> all = [] {
    std::string bytes;
    for (int row = 0xB0; row <= 0xF7; ++row) {
      for (int cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); ++cell) {
        bytes.push_back(static_cast<char>(row));
        bytes.push_back(static_cast<char>(cell));
      }
    }
    const std::u32string codes = text::to_utf32(text::decode_as(bytes, text::Encoding::gb18030).utf8);
    return std::set<char32_t>(codes.begin(), codes.end());
  }();
  return all;
}

bool is_general_standard(char32_t c) noexcept {
  const auto all = general_standard_hanzi();
  return std::binary_search(all.begin(), all.end(), c);
}

bool is_level1(char32_t c) noexcept {
  static constexpr Range kLevel1[] = {{0x3400, 0x4DB5}, {0x4E00, 0x9FEF}, {0xF92C, 0xF92C}, {0xF979, 0xF979}, {0xF995, 0xF995},
                                      {0xF9E7, 0xF9E7}, {0xF9F1, 0xF9F1}, {0xFA0C, 0xFA0F}, {0xFA11, 0xFA11}, {0xFA13, 0xFA14},
                                      {0xFA18, 0xFA18}, {0xFA1F, 0xFA21}, {0xFA23, 0xFA24}, {0xFA27, 0xFA29}};
  return in(kLevel1, c);
}

void count(Coverage& into, char32_t c) {
  ++into.characters;
  if (!text::is_hanzi(c)) return;
  ++into.hanzi;
  const bool standard = is_general_standard(c);
  into.general_standard += standard;
  into.gb2312 += gb2312_hanzi().contains(c);
  into.level1 += is_level1(c);
  into.level2 += standard || is_level1(c);
  into.level3 += is_level3(c);
}

}  // namespace

bool is_level3(char32_t c) noexcept {
  static constexpr Range kLevel3[] = {{0x3400, 0x4DB5},   {0x4E00, 0x9FEF},   {0xFA0E, 0xFA0F},   {0xFA11, 0xFA11},   {0xFA13, 0xFA14},
                                      {0xFA1F, 0xFA1F},   {0xFA21, 0xFA21},   {0xFA23, 0xFA24},   {0xFA27, 0xFA29},   {0x20000, 0x2A6D6},
                                      {0x2A700, 0x2B734}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}};
  return in(kLevel3, c);
}

Coverage count_coverage(const Face& face) {
  Coverage out;
  for (const char32_t c : face.coverage()) count(out, c);
  return out;
}

Coverage count_coverage(const FontBook& book, const Role& role) {
  std::set<char32_t> all;
  for (const FaceId id : role.chain) {
    const auto some = book.face(id).coverage();
    all.insert(some.begin(), some.end());
  }
  Coverage out;
  for (const char32_t c : all) count(out, c);
  return out;
}

std::vector<Candidate> why(const FontBook& book, const Role& role, char32_t c) {
  const std::optional<FaceId> picked = book.pick(role, c);
  std::vector<Candidate> out;
  const auto add = [&](FaceId id, bool latin) {
    if (std::any_of(out.begin(), out.end(), [&](const Candidate& k) { return k.face == id; })) return;
    const Face& face = book.face(id);
    Candidate k;
    k.face = id;
    k.latin = latin;
    k.glyph = face.glyph(c);
    k.advance = k.glyph == 0 ? 0 : face.advance(k.glyph) * 1000 / face.units_per_em();
    k.chosen = picked == id;
    out.push_back(k);
  };
  if (role.latin) add(*role.latin, true);
  for (const FaceId id : role.chain) add(id, false);
  for (const FaceId id : role.marks_chain) add(id, false);
  return out;
}

}  // namespace gongwen::fonts
