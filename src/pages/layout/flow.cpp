// Filling pages: the cursor, lines, paragraphs.

#include <algorithm>

#include "foundation/base/codes.h"
#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

/// Hanzi ink begins this much of the size above the baseline (measured over the faces of the roles: 0.80 to 0.85).
constexpr std::int64_t kInkTopPercent = 84;

bool is_link(const Span& span) {
  if (span.source == nullptr) return false;
  if (span.source->kind == document::Inline::Kind::text) return !span.source->target.empty();
  return span.source->kind == document::Inline::Kind::page_of || span.source->kind == document::Inline::Kind::number_of;
}

bool is_reference(const Span& span) { return span.source->kind != document::Inline::Kind::text; }

}  // namespace

Length em_of(const style::TextStyle& style) { return style.advance > Length() ? style.advance : style.size; }
Length indent_of(const style::TextStyle& style, std::int32_t hundredths) { return em_of(style) * hundredths / 100; }
Length ascent_of(const style::TextStyle& style) { return style.size * kInkTopPercent / 100; }

Frame frame_of(const style::TextStyle& style, Length width) {
  const Length left = indent_of(style, style.left_indent);
  return {left + indent_of(style, style.first_indent), left, width - indent_of(style, style.right_indent), style.align};
}

References::References(const document::Document& document) {
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) {
      if (!block.anchor.empty()) anchors_.emplace(block.anchor, &block);
    }
  }
}

const document::Block* References::find(std::string_view anchor) const {
  const auto it = anchors_.find(anchor);
  return it != anchors_.end() ? it->second : nullptr;
}

const std::string& References::page_label(std::uint32_t block) {
  const auto it = known_.find(block);
  return given_[block] = it != known_.end() ? it->second : std::string("0");
}

bool References::settled(const std::map<std::uint32_t, std::string>& labels) const {
  return std::all_of(given_.begin(), given_.end(), [&](const auto& given) {
    const auto it = labels.find(given.first);
    return (it != labels.end() ? it->second : std::string("0")) == given.second;
  });
}

Format Context::format(const style::TextStyle& text) {
  Format f;
  f.glyphs = &glyphs.role(text.font);
  f.size = text.size;
  f.em = static_cast<std::int32_t>(em_of(text).to_emu());
  f.latin_cell = static_cast<std::int32_t>(indent_of(text, text.latin_cell).to_emu());
  f.colour = text.colour;
  return f;
}

Format Context::format(const style::TextStyle& text, document::Emphasis emphasis) {
  Format f = format(text);
  switch (emphasis) {
    case document::Emphasis::none: break;
    case document::Emphasis::heading1: f.glyphs = &glyphs.role(style.text("heading1").font); break;
    case document::Emphasis::heading2: f.glyphs = &glyphs.role(style.text("heading2").font); break;
    case document::Emphasis::strong: f.glyphs = &glyphs.role("heiti"); break;
  }
  return f;
}

Flow::Flow(Context& c) : context(c) {
  Node section;
  section.tag = Tag::section;
  nodes.push_back(section);
  const style::PageStyle& s = context.style;
  slack = std::clamp(s.line_pitch * s.lines - s.text_height, Length(), std::max(Length(), s.line_pitch - s.text("body").size));
  new_page();
}

void Flow::new_page() {
  pages.emplace_back();
  shape_page();
}

void Flow::shape_page() {
  Page& p = pages.back();
  p.turned = turned;
  p.width = turned ? context.style.height : context.style.width;
  p.height = turned ? context.style.width : context.style.height;
  bottom = text_height();
  y = Length();
  started = false;
}

void Flow::turn(bool on) {
  if (turned == on) return;
  turned = on;
  if (started || !pages.back().items.empty()) new_page();
  else shape_page();
}

void Flow::need(Length height) {
  if (!fits_lines(height) && started) new_page();
}

void Flow::blank_lines(std::uint32_t count) {
  if (started) y += context.style.line_pitch * count;
}

Point Flow::point(Length x, Length down) const {
  const style::PageStyle& s = context.style;
  // Turned clockwise: the left margin is the top, the bottom margin the left.
  if (page_turned()) return {s.height - s.top - s.text_height + x, s.left + down};
  return {s.left + x, s.top + down};
}

NodeId Flow::open(Tag tag, NodeId parent, std::uint32_t block) {
  Node n;
  n.tag = tag;
  n.parent = parent;
  n.block = block;
  nodes.push_back(std::move(n));
  return static_cast<NodeId>(nodes.size() - 1);
}

void Flow::words(Text& t, std::string_view utf8, const style::TextStyle& s) {
  append(t, utf8, context.format(s), nullptr, false, false, context.out);
}

void Flow::shape(Text& t, const document::Inlines& inlines, const style::TextStyle& s) {
  using Kind = document::Inline::Kind;
  for (const document::Inline& i : inlines) {
    const Format f = context.format(s, i.emphasis);
    switch (i.kind) {
      case Kind::text:
        append(t, i.text, f, &i, i.name || i.unbreakable, i.name, context.out);
        break;
      case Kind::line_break: append_line_break(t); break;
      case Kind::fill: append_fill(t, f, &i); break;
      case Kind::page_of:
      case Kind::number_of: {
        const document::Block* target = context.references.find(i.target);
        if (target == nullptr) {
          context.out.warning(codes::kMissingTarget, i.origin ? i.origin->source : Place(), "引用的“" + i.target + "”不在文中");
          break;
        }
        const std::string label =
            i.kind == Kind::page_of ? context.references.page_label(target->id) : document::number_of(*target);
        if (label.empty()) {
          context.out.warning(codes::kMissingTarget, i.origin ? i.origin->source : Place(),
                              "引用的“" + i.target + "”" + (i.kind == Kind::page_of ? "所在的页没有页码" : "没有编号"));
        }
        append(t, label, f, &i, true, false, context.out);
        break;
      }
    }
  }
}

void Flow::leaves_of(const Text& t, std::size_t from, std::size_t to, NodeId node, std::vector<NodeId>& out) {
  const auto begin = t.spans.begin();
  const bool linked = std::any_of(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to), is_link);
  NodeId plain = kArtifact;
  for (std::size_t i = from; i < to; ++i) {
    const Span& span = t.spans[i];
    if (!linked) {
      out[i] = node;
    } else if (is_link(span)) {
      plain = kArtifact;
      out[i] = open(is_reference(span) ? Tag::reference : Tag::link, node);
      nodes.back().alt = is_reference(span) ? span.source->target : span.source->text;
    } else {
      if (plain == kArtifact) plain = open(Tag::span, node);
      out[i] = plain;
    }
  }
}

void Flow::leaves(const Text& t, NodeId node, std::vector<NodeId>& out) {
  out.assign(t.spans.size(), node);
  if (node == kArtifact) return;
  const std::size_t own = run_in_at == 0 ? t.spans.size() : std::min(run_in_at, t.spans.size());
  leaves_of(t, 0, own, node, out);
  if (own < t.spans.size()) leaves_of(t, own, t.spans.size(), open(Tag::paragraph, nodes[static_cast<std::size_t>(node)].parent), out);
}

Length Flow::pitch(const style::TextStyle& s) const {
  return s.line_pitch > Length() ? s.line_pitch : context.style.line_pitch;
}

void Flow::add_links(const Text& t, const Line& line, Point origin, const style::TextStyle& s,
                     const std::vector<NodeId>& owners) {
  for (std::uint32_t i = line.begin; i < line.end;) {
    const std::uint16_t index = t.atoms[i].span;
    std::uint32_t end = i;
    while (end < line.end && t.atoms[end].span == index) ++end;
    const Span& span = t.spans[index];
    if (is_link(span) && owners[index] != kArtifact) {
      const Length from = Length::emu(positions.x[i - line.begin]);
      const std::uint32_t last = end - 1;
      const Length to = Length::emu(positions.x[last - line.begin] + t.atoms[last].advance);
      PendingLink p;
      p.page = page_index();
      p.link.box = {origin.x + from, origin.y - ascent_of(s), to - from, s.size};
      p.link.node = owners[index];
      if (span.source->kind == document::Inline::Kind::text) p.link.url = span.source->target;
      else if (const auto* target = context.references.find(span.source->target)) p.target = target->id;
      links.push_back(std::move(p));
    }
    i = end;
  }
}

Length Flow::lines_at(const Text& t, const std::vector<Line>& all, std::size_t from, std::size_t to, Point top,
                      const style::TextStyle& s, style::Align align, const std::vector<NodeId>& owners, Length first) {
  const Length step = pitch(s);
  Length down;
  const bool linked = std::any_of(t.spans.begin(), t.spans.end(), is_link);
  for (std::size_t i = from; i < to; ++i) {
    const Line& line = all[i];
    set_line(t, line, align == style::Align::justify, positions);
    Length x = top.x + (i == 0 ? first : Length());
    const Length white = Length::emu(std::max(0, line.room - positions.width));
    if (align == style::Align::centre) x += white / 2;
    if (align == style::Align::right) x += white;
    const Point origin{x, top.y + down + ascent_of(s)};
    paint_line(t, line, positions, origin, owners, page().items);
    if (linked) add_links(t, line, origin, s, owners);
    down += step;
  }
  return down;
}

void Flow::paragraph(const Text& t, const style::TextStyle& s, const Frame& frame, NodeId node, Length keep,
                     bool last_of_section) {
  leaves(t, node, span_nodes);
  BreakOptions options;
  options.first = static_cast<std::int32_t>((frame.right - frame.first).to_emu());
  options.rest = static_cast<std::int32_t>((frame.right - frame.rest).to_emu());
  options.justify = frame.align == style::Align::justify;
  if (s.balanced) break_balanced(t, options, lines, context.out);
  else break_lines(t, options, lines, context.out);

  const Length step = pitch(s);
  const std::size_t count = lines.size();
  std::size_t done = 0;
  while (done < count) {
    const std::size_t left_over = count - done;
    const auto room = static_cast<std::size_t>(std::max<std::int64_t>(0, (bottom + slack - y).to_emu() / step.to_emu()));
    std::size_t here = std::min(room, left_over);
    if (here == left_over && keep > Length() && (started || here > 3) && !fits_lines(step * static_cast<std::int64_t>(here) + keep)) {
      // What follows must not stand alone: the last two lines go with it.
      here = left_over > 3 ? left_over - 2 : 0;
    } else if (keep > Length() && here + 1 == left_over && here > 0) {
      --here;   // two lines of text at least go with what closes the paper
    } else if (last_of_section && here + 1 == left_over && here > 1) {
      --here;   // 孤行不成页
    }
    if (here == 0 && !started) here = 1;   // a line higher than the page still has to stand somewhere
    if (here > 0) {
      const Length first = frame.first - frame.rest;
      arrive();
      y += lines_at(t, lines, done, done + here, point(frame.rest, y), s, frame.align, span_nodes, first);
      started = true;
      done += here;
    }
    if (done < count) new_page();
  }
}

Length Flow::single_line(const Text& t, const style::TextStyle& s, Length x, NodeId node, Length down) {
  leaves(t, node, span_nodes);
  Line line;
  line.end = static_cast<std::uint32_t>(t.atoms.size());
  line.width = line.room = natural_width(t);
  line.last = true;
  lines.assign(1, line);
  lines_at(t, lines, 0, 1, point(x, down), s, style::Align::left, span_nodes);
  started = true;
  return Length::emu(line.width);
}

void Flow::rule(Length x, Length top, Length w, Length h, style::Colour colour) {
  const Point p = point(x, top);
  page().items.push_back({kArtifact, false, Rule{{p.x, p.y, w, h}, colour}});
}

void Flow::arrive() {
  if (expected != 0) landings.emplace(expected, Landing{page_index(), point(Length(), y).y});
  expected = 0;
}

}  // namespace gongwen::layout
