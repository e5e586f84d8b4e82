// Labelled lines of covers and forms, and the imprint (GB/T 9704-2012 7.4).

#include <algorithm>

#include "foundation/text/utf8.h"
#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

constexpr Length kThinRule = Length::emu(9'000);    ///< 0.25 mm
constexpr Length kThickRule = Length::emu(12'600);  ///< 0.35 mm

/// Labels are spread to one width (均排): gaps, not blanks.
void spread(Text& text, Length width) {
  auto& atoms = text.atoms;
  const std::int64_t white = width.to_emu() - natural_width(text);
  if (atoms.size() < 2 || white <= 0) return;
  const auto gaps = static_cast<std::int64_t>(atoms.size() - 1);
  for (std::int64_t i = 0; i < gaps; ++i) {
    atoms[static_cast<std::size_t>(i)].advance += static_cast<std::int32_t>(white * (i + 1) / gaps - white * i / gaps);
  }
}

}  // namespace

void compose_key_values(Flow& flow, const document::KeyValues& values, std::uint32_t block) {
  const style::PageStyle& page = flow.context.style;
  const style::TextStyle& label_style = page.text("key-label");
  const style::TextStyle& value_style = page.text("key-value");
  const Length em = em_of(label_style);
  Text& text = flow.text;
  Length widest;
  for (const auto& line : values.lines) {
    text.clear();
    flow.words(text, line.label, label_style);
    widest = std::max(widest, Length::emu(natural_width(text)));
  }
  widest = std::min(widest, flow.width() / 2);
  const Length left = em * 2;
  const Length value_x = left + widest + em;
  const Length right = flow.width() - em * 2;
  flow.expect(block);
  for (const auto& line : values.lines) {
    const NodeId node = flow.open(Tag::paragraph, 0, &line == &values.lines.front() ? block : 0);
    const NodeId label_node = flow.open(Tag::span, node);
    const NodeId value_node = flow.open(Tag::span, node);
    flow.need(flow.pitch(value_style) * 5 / 4);
    flow.arrive();
    const Length top = flow.y;
    text.clear();
    flow.words(text, line.label, label_style);
    spread(text, widest);
    flow.words(text, "：", label_style);
    flow.single_line(text, label_style, left, label_node, top);
    text.clear();
    flow.shape(text, line.value, value_style);
    finish(text);
    BreakOptions options;
    options.first = options.rest = static_cast<std::int32_t>((right - value_x).to_emu());
    break_lines(text, options, flow.lines, flow.context.out);
    flow.span_nodes.assign(text.spans.size(), value_node);
    const Length height = flow.lines_at(text, flow.lines, 0, flow.lines.size(), flow.point(value_x, top), value_style,
                                        style::Align::left, flow.span_nodes);
    for (std::size_t i = 1; i <= flow.lines.size(); ++i) {
      const Length under = top + flow.pitch(value_style) * static_cast<std::int64_t>(i - 1) + value_style.size * 5 / 4;
      flow.rule(value_x, under, right - value_x, kThinRule);
    }
    flow.y = top + height + flow.pitch(value_style) / 4;
  }
}

void compose_imprint(Flow& flow, const document::Imprint& imprint, std::uint32_t block) {
  const style::PageStyle& page = flow.context.style;
  const style::TextStyle& style = page.text("imprint");
  const bool letter = flow.context.document.masthead.form == document::Masthead::Form::letter;
  const Frame frame = frame_of(style, flow.width());
  Text& text = flow.text;
  const Length row = page.line_pitch * 4 / 5;   // a row of 4号 between two rules
  // 主送 (when it did not fit on the first page) above 抄送, without a rule between; wrapped names align behind the colon.
  struct Entry { Text text; std::vector<Line> lines; Length label; };
  std::vector<Entry> entries;
  std::int64_t entry_lines = 0;
  for (const auto& [name, words] : {std::pair{"主送：", &imprint.main_to}, std::pair{"抄送：", &imprint.copy_to}}) {
    if (words->empty()) continue;
    Entry& e = entries.emplace_back();
    flow.words(e.text, name, style);
    e.label = Length::emu(natural_width(e.text));
    flow.shape(e.text, *words, style);
    if (e.text.atoms.back().code != U'。') flow.words(e.text, "。", style);
    finish(e.text);
    BreakOptions options;
    options.first = static_cast<std::int32_t>((frame.right - frame.rest).to_emu());
    options.rest = static_cast<std::int32_t>((frame.right - frame.rest - e.label).to_emu());
    break_lines(e.text, options, e.lines, flow.context.out);
    entry_lines += static_cast<std::int64_t>(e.lines.size());
  }
  // A letter's 版记 has neither rules nor printer (10.1).
  const bool printed = !letter && (!imprint.printer.empty() || !imprint.print_date.empty());
  const Length height = row * (entry_lines + (printed ? 1 : 0)) + (letter ? Length() : kThickRule);
  flow.need(height + page.line_pitch);
  flow.expect(block);
  flow.y = flow.bottom - height;
  flow.arrive();
  if (!letter) flow.rule(Length(), flow.y, flow.width(), kThickRule);
  style::TextStyle tight = style;
  tight.line_pitch = row;
  const Length inside = (row - style.size) / 2;
  for (const Entry& e : entries) {
    const NodeId node = flow.open(Tag::paragraph, 0, &e == &entries.front() ? block : 0);
    flow.span_nodes.assign(e.text.spans.size(), node);
    flow.lines_at(e.text, e.lines, 0, e.lines.size(), flow.point(frame.rest + e.label, flow.y + inside), tight, style.align,
                  flow.span_nodes, -e.label);
    flow.y += row * static_cast<std::int64_t>(e.lines.size());
  }
  if (printed) {
    if (!entries.empty()) flow.rule(Length(), flow.y, flow.width(), kThinRule);
    const NodeId node = flow.open(Tag::paragraph, 0);
    text.clear();
    flow.shape(text, imprint.printer, style);
    finish(text);
    if (!text.atoms.empty()) flow.single_line(text, style, frame.rest, node, flow.y + inside);
    text.clear();
    flow.shape(text, imprint.print_date, style);
    if (!text.atoms.empty() && text.atoms.back().code != U'发') flow.words(text, "印发", style);
    finish(text);
    const std::size_t before = flow.page().items.size();
    if (!text.atoms.empty()) flow.single_line(text, style, frame.right - Length::emu(natural_width(text)), node, flow.y + inside);
    if (flow.page().items.size() > before) flow.page().items[before].space_before = true;
    flow.y += row;
  }
  if (!letter) flow.rule(Length(), flow.bottom - kThickRule, flow.width(), kThickRule);
  flow.started = true;
}

}  // namespace gongwen::layout
