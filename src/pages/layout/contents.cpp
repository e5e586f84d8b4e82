// Contents with dot leaders and page numbers.

#include <algorithm>

#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

/// Leader dots stand on one grid from the right, so that those of all lines are below each other.
void paint_leader(Flow& flow, const style::TextStyle& style, Length from, Length to, Length down) {
  const Format format = flow.context.format(style);
  const GlyphInfo& dot = format.glyphs->get(U'.');
  const Length step = em_of(style) / 2;
  const std::int64_t count = (to - from).to_emu() / step.to_emu();
  if (count < 2) return;
  GlyphRun run;
  run.face = dot.face;
  run.size = format.size;
  run.colour = format.colour;
  const Length start = to - step * count;
  run.origin = flow.point(start, down + ascent_of(style));
  run.glyphs.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) run.glyphs.push_back({dot.glyph, U'.', step * i});
  flow.page().items.push_back({kArtifact, false, std::move(run)});
}

}  // namespace

void compose_contents(Flow& flow, const document::Contents& contents, std::uint32_t block) {
  const style::PageStyle& page = flow.context.style;
  Text& text = flow.text;
  flow.expect(block);
  if (!contents.title.empty()) {
    const style::TextStyle& style = page.text("contents-title");
    text.clear();
    flow.words(text, contents.title, style);
    finish(text);
    const NodeId node = flow.open(Tag::paragraph, 0);
    flow.paragraph(text, style, frame_of(style, flow.width()), node, flow.pitch(style));
    flow.blank_lines(style.lines_after);
  }
  const NodeId list = flow.open(Tag::contents, 0, block);
  for (const document::Block* target : document::contents_entries(flow.context.document, contents.levels)) {
    const auto& heading = std::get<document::Heading>(target->content);
    const style::TextStyle& style = page.text("contents" + std::to_string(heading.level));
    const NodeId entry = flow.open(Tag::contents_entry, list);
    const NodeId node = flow.open(Tag::reference, entry);
    const std::string& label = flow.context.references.page_label(target->id);

    Text number;
    flow.words(number, label, style);
    finish(number);
    const Length number_width = Length::emu(natural_width(number));
    const Frame frame = frame_of(style, flow.width());
    const Length em = em_of(style);
    text.clear();
    flow.words(text, heading.number, style);
    flow.shape(text, heading.inlines, style);
    finish(text);
    BreakOptions options;
    options.first = options.rest = static_cast<std::int32_t>((frame.right - frame.rest - em * 3).to_emu());
    options.justify = false;
    break_lines(text, options, flow.lines, flow.context.out);
    const auto count = static_cast<std::int64_t>(flow.lines.size());
    flow.need(flow.pitch(style) * count);
    flow.arrive();
    flow.span_nodes.assign(text.spans.size(), node);
    flow.lines_at(text, flow.lines, 0, flow.lines.size(), flow.point(frame.rest, flow.y), style, style::Align::left,
                  flow.span_nodes);
    const Length last = flow.y + flow.pitch(style) * (count - 1);
    const Length end = frame.rest + Length::emu(flow.lines.back().width);
    paint_leader(flow, style, end + em / 2, frame.right - number_width - em / 4, last);
    const std::size_t before = flow.page().items.size();
    flow.nodes[static_cast<std::size_t>(node)].alt = document::plain_text(heading.inlines);
    flow.single_line(number, style, frame.right - number_width, node, last);
    if (flow.page().items.size() > before) flow.page().items[before].space_before = true;
    PendingLink link;
    link.page = flow.page_index();
    const Point corner = flow.point(frame.rest, flow.y);
    link.link.box = {corner.x, corner.y, frame.right - frame.rest, flow.pitch(style) * count};
    link.link.node = node;
    link.target = target->id;
    flow.links.push_back(std::move(link));
    flow.y += flow.pitch(style) * count;
  }
}

}  // namespace gongwen::layout
