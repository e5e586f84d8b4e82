#include "formats/pdf/gaps.h"

#include <algorithm>

#include "formats/pdf/syntax.h"

namespace gongwen::pdf {
namespace {

constexpr std::int64_t kTornPercent = 9;  // of an em, either way; poppler begins a word at 10

bool western(const layout::Glyph& glyph) noexcept { return glyph.unicode > U' ' && glyph.unicode < 0x2000; }

}  // namespace

/// The run a line goes on with behind this item, null when its text does not go on there.
const layout::GlyphRun* Gaps::next_on_line(std::size_t item) const {
  if (item + 1 >= page_.items.size()) return nullptr;
  const auto& here = page_.items[item];
  const auto& next = page_.items[item + 1];
  const auto* next_run = std::get_if<layout::GlyphRun>(&next.content);
  if (next_run == nullptr || next_run->glyphs.empty() || next.space_before) return nullptr;
  if (here.node == layout::kArtifact || next.node == layout::kArtifact) return nullptr;
  return next_run->origin.y == run(item).origin.y ? next_run : nullptr;
}

bool Gaps::same_owner(std::size_t item) const {
  return structure_.owner(page_.items[item].node) == structure_.owner(page_.items[item + 1].node);
}

Length Gaps::end_of(std::size_t item, std::size_t i) const {
  const auto& r = run(item);
  const auto& face = fonts_.face(r.face);
  const auto& glyph = r.glyphs[i];
  return r.origin.x + glyph.x + r.size * face.width(face.code(glyph.id, glyph.unicode)) / 1000;
}

bool Gaps::torn(std::size_t item, std::size_t i) const {
  if (page_.items[item].node == layout::kArtifact) return false;
  const auto& here = run(item);
  const bool last = i + 1 == here.glyphs.size();
  const auto* next_run = last ? next_on_line(item) : &here;
  if (next_run == nullptr || (last && !same_owner(item))) return false;
  const auto& next = last ? next_run->glyphs.front() : here.glyphs[i + 1];
  if (here.glyphs[i].unicode == U' ' || next.unicode == U' ') return false;
  const Length gap = next_run->origin.x + next.x - end_of(item, i);
  const Length limit = here.size * kTornPercent / 100;
  return gap > limit || gap < -limit;
}

std::optional<Length> Gaps::bridge(std::size_t item, std::size_t i) const {
  const auto& here = run(item);
  if (i + 1 != here.glyphs.size() || fonts_.face(here.face).space() == 0) return std::nullopt;
  const auto* next_run = next_on_line(item);
  if (next_run == nullptr || same_owner(item)) return std::nullopt;
  if (structure_.block(page_.items[item].node) != structure_.block(page_.items[item + 1].node)) return std::nullopt;
  const auto& next = next_run->glyphs.front();
  if (here.glyphs[i].unicode == U' ' || next.unicode == U' ') return std::nullopt;
  const Length end = next_run->origin.x + next.x;
  if (end - end_of(item, i) <= here.size * kTornPercent / 100) return std::nullopt;
  return end;
}

bool Gaps::torn_before(std::size_t item) const {
  const auto* before = item == 0 ? nullptr : std::get_if<layout::GlyphRun>(&page_.items[item - 1].content);
  return before != nullptr && !before->glyphs.empty() && torn(item - 1, before->glyphs.size() - 1);
}

bool Gaps::joined(std::size_t item, std::size_t i) const {
  if (torn(item, i)) return true;
  const auto& glyphs = run(item).glyphs;
  if (i + 1 >= glyphs.size() || !western(glyphs[i]) || !western(glyphs[i + 1])) return false;
  std::size_t first = i;
  while (first > 0 && western(glyphs[first - 1])) --first;
  std::size_t last = i + 1;
  while (last + 1 < glyphs.size() && western(glyphs[last + 1])) ++last;
  return torn(item, last) || bridge(item, last) || (first > 0 ? torn(item, first - 1) : torn_before(item));
}

void Gaps::joined_in(std::size_t item, const UsedFace& face, std::span<const std::uint16_t> codes, std::vector<bool>& out) const {
  const auto& r = run(item);
  const auto& glyphs = r.glyphs;
  out.assign(glyphs.size(), false);
  if (page_.items[item].node == layout::kArtifact) return;
  const Length limit = r.size * kTornPercent / 100;
  for (std::size_t i = 0; i + 1 < glyphs.size(); ++i) {
    if (glyphs[i].unicode == U' ' || glyphs[i + 1].unicode == U' ') continue;
    const Length gap = glyphs[i + 1].x - glyphs[i].x - r.size * face.width(codes[i]) / 1000;
    out[i] = gap > limit || gap < -limit;
  }
  const std::size_t end = glyphs.size() - 1;
  out[end] = torn(item, end);
  for (std::size_t first = 0; first < glyphs.size(); ++first) {
    if (!western(glyphs[first])) continue;
    std::size_t last = first;
    while (last < end && western(glyphs[last + 1])) ++last;
    const bool torn_around = out[last] || bridge(item, last) || (first > 0 ? out[first - 1] : torn_before(item));
    if (torn_around) std::fill(out.begin() + static_cast<std::ptrdiff_t>(first), out.begin() + static_cast<std::ptrdiff_t>(last), true);
    first = last;
  }
}

void Gaps::put_replacement(std::string& out, std::size_t item, std::size_t i) const {
  for (bool more = true; more;) {
    const auto& glyphs = run(item).glyphs;
    if (glyphs[i].unicode != 0) put_utf16_hex(out, glyphs[i].unicode);
    more = joined(item, i);
    if (++i == glyphs.size()) {
      ++item;
      i = 0;
    }
  }
}

}  // namespace gongwen::pdf
