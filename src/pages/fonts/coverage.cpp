#include "pages/fonts/coverage.h"

#include <algorithm>

#include "foundation/text/utf8.h"

namespace gongwen::fonts {

Coverage count_coverage(const Face& face) {
  Coverage out;
  for (const char32_t c : face.coverage()) {
    ++out.characters;
    if (!text::is_hanzi(c)) continue;
    ++out.hanzi;
    if (c >= 0x4E00 && c <= 0x9FFF) ++out.basic;
    if (c >= 0x3400 && c <= 0x4DBF) ++out.extension_a;
    if (c >= 0x20000) ++out.supplementary;
  }
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
