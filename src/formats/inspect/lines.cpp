#include "formats/inspect/lines.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

bool blank(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = text::decode(text, at);
    if (c.code != U' ' && c.code != U'\u00A0' && c.code != U'\u3000' && c.code != U'\t' && c.code != U'\u200B' && c.code != U'\u200A') return false;
    at += c.length;
  }
  return true;
}

bool is_hanzi_glyph(const Glyph& glyph) { return !glyph.text.empty() && text::is_hanzi(text::decode(glyph.text, 0).code); }

template <typename Key>
Key most_common(const std::map<Key, std::size_t>& counts) {
  return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
}

void finish(Line& line, const std::vector<Font>& fonts) {
  line.x0 = line.glyphs.front()->x;
  line.x1 = 0;
  std::map<long, std::size_t> sizes;
  std::map<std::uint32_t, std::size_t> faces, all_faces;
  std::map<std::uint32_t, std::size_t> colours;
  std::vector<double> steps;
  double baseline = 0;
  const Glyph* before = nullptr;
  for (const auto* glyph : line.glyphs) {
    line.x1 = std::max(line.x1, glyph->x + glyph->width);
    baseline += glyph->y;
    ++sizes[std::lround(glyph->size * 100)];
    ++all_faces[glyph->font];
    const bool hanzi = is_hanzi_glyph(*glyph);
    if (hanzi) ++faces[glyph->font];
    ++colours[std::uint32_t{glyph->colour.red} << 16U | std::uint32_t{glyph->colour.green} << 8U | glyph->colour.blue | (glyph->colour.known ? 0U : 1U << 24U)];
    if (hanzi && before != nullptr && is_hanzi_glyph(*before)) {
      const double step = glyph->x - before->x;
      if (step > 0.5 * glyph->size && step < 1.7 * glyph->size) steps.push_back(step);
    }
    if (before != nullptr && glyph->x - (before->x + before->width) > 0.6 * glyph->size) line.text += ' ';
    line.text += glyph->text;
    before = glyph;
  }
  line.baseline = baseline / static_cast<double>(line.glyphs.size());
  line.size = static_cast<double>(most_common(sizes)) / 100;
  line.font = most_common(faces.empty() ? all_faces : faces);
  line.face = line.font < fonts.size() ? fonts[line.font].kind : FaceKind::other;
  const auto colour = most_common(colours);
  line.colour = {static_cast<std::uint8_t>(colour >> 16U), static_cast<std::uint8_t>(colour >> 8U), static_cast<std::uint8_t>(colour), colour >> 24U == 0};
  if (!steps.empty()) {
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    line.pitch = steps[steps.size() / 2];
  }
  line.text = std::string(text::trim(line.text));
}

}  // namespace

std::vector<Line> lines_of(const Page& page, const std::vector<Font>& fonts) {
  std::vector<const Glyph*> glyphs;
  for (const auto& glyph : page.glyphs) {
    if (glyph.visible && std::abs(glyph.angle) <= 2 && glyph.size > 0.3 && !blank(glyph.text)) glyphs.push_back(&glyph);
  }
  std::stable_sort(glyphs.begin(), glyphs.end(), [](const Glyph* a, const Glyph* b) { return a->y < b->y; });
  std::vector<std::vector<const Glyph*>> rows;
  for (const auto* glyph : glyphs) {
    bool placed = false;
    for (std::size_t back = 1; back <= std::min<std::size_t>(rows.size(), 4) && !placed; ++back) {
      auto& row = rows[rows.size() - back];
      if (std::fabs(row.front()->y - glyph->y) < 0.25 * std::min(row.front()->size, glyph->size)) row.push_back(glyph), placed = true;
    }
    if (!placed) rows.push_back({glyph});
  }
  std::vector<Line> out;
  for (auto& row : rows) {
    std::stable_sort(row.begin(), row.end(), [](const Glyph* a, const Glyph* b) { return a->x < b->x; });
    std::vector<Line> parts(1);
    for (const auto* glyph : row) {
      auto& line = parts.back();
      const bool twice = !line.glyphs.empty() && line.glyphs.back()->text == glyph->text && std::fabs(line.glyphs.back()->x - glyph->x) < 0.1 * glyph->size;
      if (twice) continue;   // painted twice to look bold
      if (!line.glyphs.empty() && glyph->x - (line.glyphs.back()->x + line.glyphs.back()->width) > 3 * std::max(glyph->size, line.glyphs.back()->size)) parts.emplace_back();
      parts.back().glyphs.push_back(glyph);
    }
    for (auto& line : parts) {
      finish(line, fonts);
      if (!line.text.empty()) out.push_back(std::move(line));
    }
  }
  return out;
}

std::string text_of(const Page& page) {
  // Replacements take the place of their first glyph; the others say nothing.
  Page copy = page;
  for (const auto& replacement : page.replacements) {
    for (std::size_t i = 0; i < replacement.count && replacement.first + i < copy.glyphs.size(); ++i) {
      auto& glyph = copy.glyphs[replacement.first + i];
      glyph.text = i == 0 ? replacement.text : std::string();
    }
  }
  struct Piece { double y, x, size, end; const std::string* text; };
  std::vector<Piece> pieces;
  for (const auto& glyph : copy.glyphs) {
    if (!glyph.text.empty()) pieces.push_back({glyph.y, glyph.x, glyph.size, glyph.x + glyph.width, &glyph.text});
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.y < b.y; });
  std::string out;
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin;
    while (end < pieces.size() && pieces[end].y - pieces[begin].y < 0.25 * std::max(pieces[begin].size, 0.5)) ++end;
    std::stable_sort(pieces.begin() + static_cast<std::ptrdiff_t>(begin), pieces.begin() + static_cast<std::ptrdiff_t>(end), [](const Piece& a, const Piece& b) { return a.x < b.x; });
    for (; begin < end; ++begin) out += *pieces[begin].text;
    out += '\n';
  }
  return out;
}

}  // namespace gongwen::inspect
