#include "formats/pdf/geometry.h"

#include <algorithm>
#include <vector>

#include "formats/pdf/syntax.h"

namespace gongwen::pdf {
namespace {

layout::Box box_of(const layout::GlyphRun& run, const fonts::FontBook& book) {
  if (run.glyphs.empty()) return {run.origin.x, run.origin.y, {}, {}};
  const auto& face = book.face(run.face);
  const auto& last = run.glyphs.back();
  const Length advance = run.size * face.advance(last.id) / face.units_per_em();
  const Length left = run.glyphs.front().x;
  return {run.origin.x + left, run.origin.y - run.size * face.ascent() / 1000, last.x + advance - left,
          run.size * (face.ascent() - face.descent()) / 1000};
}

layout::Box box_of(const layout::Rule& rule, const fonts::FontBook&) { return rule.box; }

layout::Box box_of(const layout::Shape& shape, const fonts::FontBook&) {
  if (shape.points.empty()) return {};
  const auto [left, right] = std::minmax_element(shape.points.begin(), shape.points.end(),
                                                 [](const auto& a, const auto& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(shape.points.begin(), shape.points.end(),
                                                 [](const auto& a, const auto& b) { return a.y < b.y; });
  return {left->x, top->y, right->x - left->x, bottom->y - top->y};
}

layout::Box box_of(const layout::Picture& picture, const fonts::FontBook&) { return picture.box; }

layout::Box around(const layout::Box& a, const layout::Box& b) {
  const Length x = std::min(a.x, b.x);
  const Length y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.width, b.x + b.width) - x, std::max(a.y + a.height, b.y + b.height) - y};
}

/// For each node the figure it is or lies in, kArtifact when none; empty when there is no figure at all.
std::vector<layout::NodeId> figures_by_node(const std::vector<layout::Node>& nodes) {
  std::vector<layout::NodeId> figures(nodes.size(), layout::kArtifact);
  bool any = false;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto parent = nodes[i].parent;
    if (parent != layout::kArtifact) figures[i] = figures[static_cast<std::size_t>(parent)];
    if (nodes[i].tag == layout::Tag::figure) {
      figures[i] = static_cast<layout::NodeId>(i);
      any = true;
    }
  }
  if (!any) figures.clear();
  return figures;
}

}  // namespace

void put_box(std::string& out, const layout::Box& box, Length page_height) {
  put_length(out, box.x);
  out += ' ';
  put_length(out, page_height - box.y - box.height);
  out += ' ';
  put_length(out, box.x + box.width);
  out += ' ';
  put_length(out, page_height - box.y);
}

FigureBoxes::FigureBoxes(const layout::Layout& layout, const fonts::FontBook& book) {
  const auto figures = figures_by_node(layout.nodes);
  if (figures.empty()) return;
  for (std::uint32_t page = 0; page < layout.pages.size(); ++page) {
    for (const auto& item : layout.pages[page].items) {
      if (item.node == layout::kArtifact) continue;
      const auto figure = figures[static_cast<std::size_t>(item.node)];
      if (figure == layout::kArtifact) continue;
      const auto box = std::visit([&](const auto& content) { return box_of(content, book); }, item.content);
      const auto [it, added] = placed_.try_emplace(figure, Placed{page, box});
      if (!added && it->second.page == page) it->second.box = around(it->second.box, box);
    }
  }
}

std::optional<FigureBoxes::Placed> FigureBoxes::find(layout::NodeId node) const {
  const auto it = placed_.find(node);
  if (it == placed_.end()) return std::nullopt;
  return it->second;
}

}  // namespace gongwen::pdf
