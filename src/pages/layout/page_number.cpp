// 页码: GB/T 9704-2012 7.5, and 8 for turned pages.

#include <string>

#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

/// The dash's ink is this much of the size above the baseline.
constexpr std::int64_t kDashPercent = 31;

}  // namespace

void paint_page_number(Flow& flow, Page& page, std::uint32_t number) {
  const style::PageStyle& s = flow.context.style;
  const style::PageNumbers& n = s.page_numbers;
  Text& text = flow.text;
  text.clear();
  flow.words(text, "— " + std::to_string(number) + " —", n.text);
  finish(text);
  Line line;
  line.end = static_cast<std::uint32_t>(text.atoms.size());
  line.width = line.room = natural_width(text);
  line.last = true;
  set_line(text, line, false, flow.positions);
  const Length indent = indent_of(n.text, n.outer_indent);
  const Length width = Length::emu(line.width);
  // 单页码居右空一字，双页码居左空一字.
  const Length x = number % 2 == 1 ? s.left + s.text_width - indent - width : s.left + indent;
  const Length bottom = s.top + s.text_height;
  const Point origin{x, bottom + n.below_text + n.text.size * kDashPercent / 100};
  const std::vector<NodeId> nodes(text.spans.size(), kArtifact);
  const std::size_t first = page.items.size();
  if (!page.turned) {
    paint_line(text, line, flow.positions, origin, nodes, page.items);
    return;
  }
  // 页码位置与公文其他页码保持一致 (8): where it would stand on the sheet held upright, a quarter turn clockwise.
  paint_line(text, line, flow.positions, {Length(), Length()}, nodes, page.items);
  for (std::size_t i = first; i < page.items.size(); ++i) {
    auto& run = std::get<GlyphRun>(page.items[i].content);
    run.origin = {s.height - origin.y - run.origin.y, origin.x + run.origin.x};
    run.turned = true;
  }
}

}  // namespace gongwen::layout
