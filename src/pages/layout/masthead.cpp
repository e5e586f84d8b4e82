// 版头: what stands above the title. GB/T 9704-2012 7.2 (文件) and 10.1 (信函).

#include <algorithm>

#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

/// The ink of 小标宋 reaches this much of the size below the baseline.
constexpr std::int64_t kInkBottomPercent = 9;

/// The mark across the text width, set smaller when it is too long for one line. `top`: its ink's top edge, from the text
/// area's top. Returns its ink's bottom edge.
Length paint_mark(Flow& flow, const document::Inlines& mark, Length top) {
  style::TextStyle style = flow.context.style.masthead.mark;
  style.colour = flow.context.style.masthead.red;
  Text& text = flow.text;
  const auto shape = [&] {
    text.clear();
    flow.shape(text, mark, style);
    finish(text);
    return Length::emu(natural_width(text));
  };
  Length width = shape();
  if (width > flow.width()) {
    style.size = style.size * flow.width().to_emu() / width.to_emu();
    style.advance = Length();
    width = shape();
  }
  const NodeId node = flow.open(Tag::paragraph, 0);
  flow.single_line(text, style, (flow.width() - width) / 2, node, top);
  return top + ascent_of(style) + style.size * kInkBottomPercent / 100;
}

Length paint_words(Flow& flow, const style::TextStyle& style, style::Align align, Length indent, Length top) {
  finish(flow.text);
  const Length width = Length::emu(natural_width(flow.text));
  const Length x = align == style::Align::left     ? indent
                   : align == style::Align::centre ? (flow.width() - width) / 2
                                                   : flow.width() - width - indent;
  const NodeId node = flow.open(Tag::paragraph, 0);
  flow.single_line(flow.text, style, x, node, top);
  return width;
}

/// 份号 and 紧急程度, one below the other at the text area's left. Returns how many lines they take.
std::uint32_t paint_left_column(Flow& flow, const document::Masthead& m, Length top) {
  const style::MastheadStyle& s = flow.context.style.masthead;
  std::uint32_t line = 0;
  const auto put = [&](const std::string& words, const style::TextStyle& style) {
    if (words.empty()) return;
    flow.text.clear();
    flow.words(flow.text, words, style);
    paint_words(flow, style, style::Align::left, Length(), top + flow.context.style.line_pitch * line++);
  };
  put(m.copy_number, s.number);
  put(m.urgency, s.urgency);
  return line;
}

void paint_number(Flow& flow, const document::Masthead& m, style::Align align, Length indent, Length top) {
  if (m.number.empty()) return;
  const style::TextStyle& style = flow.context.style.masthead.number;
  flow.text.clear();
  flow.shape(flow.text, m.number, style);
  paint_words(flow, style, align, indent, top);
}

/// 发文机关标志上边缘至上页边 30 mm; 4 mm below it a double rule, thick over thin, and one, thin over thick, 20 mm from the
/// paper's bottom edge; number and urgency 7/8 of a character below the first; two blank lines to the title (10.1).
void compose_letter(Flow& flow, const document::Masthead& m) {
  const style::PageStyle& page = flow.context.style;
  const style::MastheadStyle& s = page.masthead;
  const Length mark_bottom = paint_mark(flow, m.mark, s.mark_top - page.top);
  const Length x = (page.width - s.rule_width) / 2 - page.left;
  const Length thick = mark_bottom + s.rule_gap;
  const Length thin = thick + s.rule_thick + s.rule_between;
  flow.rule(x, thick, s.rule_width, s.rule_thick, s.red);
  flow.rule(x, thin, s.rule_width, s.rule_thin, s.red);
  if (s.foot_rule > Length()) {
    const Length end = page.height - s.foot_rule - page.top;
    const Length foot_thick = end - s.rule_thick;
    flow.rule(x, foot_thick - s.rule_between - s.rule_thin, s.rule_width, s.rule_thin, s.red);
    flow.rule(x, foot_thick, s.rule_width, s.rule_thick, s.red);
  }
  const Length top = thin + s.rule_thin + page.text("body").size * 7 / 8;
  const std::uint32_t lines = std::max<std::uint32_t>(paint_left_column(flow, m, top), 1);
  paint_number(flow, m, style::Align::right, Length(), top);
  flow.y = top + page.line_pitch * (lines + 2);
}

/// 签发人, two to a line, the last line beside the number (7.2.6). Returns the lines used.
std::uint32_t paint_signers(Flow& flow, const document::Masthead& m, Length top) {
  const style::PageStyle& page = flow.context.style;
  const style::TextStyle& names = page.masthead.signer;
  const style::TextStyle& words = page.masthead.number;
  const Length em = em_of(words);
  std::uint32_t line = 0;
  // All names begin under the first one: the block is as wide as its widest line.
  Length widest;
  for (std::size_t i = 0; i < m.signers.size(); i += 2) {
    Length width;
    for (std::size_t k = i; k < std::min(i + 2, m.signers.size()); ++k) {
      flow.text.clear();
      flow.shape(flow.text, m.signers[k], names);
      width += Length::emu(natural_width(flow.text)) + (k > i ? em : Length());
    }
    widest = std::max(widest, width);
  }
  const Length label_width = em * 4;
  const Length x = flow.width() - em - widest;
  for (std::size_t i = 0; i < m.signers.size(); i += 2, ++line) {
    const NodeId node = flow.open(Tag::paragraph, 0);
    const Length down = top + page.line_pitch * line;
    if (i == 0) {
      flow.text.clear();
      flow.words(flow.text, "签发人：", words);
      flow.single_line(flow.text, words, x - label_width, node, down);
    }
    flow.text.clear();
    for (std::size_t k = i; k < std::min(i + 2, m.signers.size()); ++k) {
      if (k > i) flow.words(flow.text, "　", names);
      flow.shape(flow.text, m.signers[k], names);
    }
    finish(flow.text);
    flow.single_line(flow.text, names, x, node, down);
  }
  return line;
}

/// 发文机关标志上边缘至版心上边缘 35 mm; two blank lines to the number; the red rule 4 mm below it; two blank lines to the
/// title (7.2.4 to 7.3.1).
void compose_document(Flow& flow, const document::Masthead& m) {
  const style::PageStyle& page = flow.context.style;
  const style::MastheadStyle& s = page.masthead;
  paint_left_column(flow, m, Length());
  Length down = paint_mark(flow, m.mark, s.mark_top) + page.line_pitch * 2 + (page.line_pitch - s.number.size);
  if (m.signers.empty()) {
    paint_number(flow, m, style::Align::centre, Length(), down);
  } else {
    const auto last = static_cast<std::int64_t>((m.signers.size() + 1) / 2 - 1);
    paint_number(flow, m, style::Align::left, em_of(s.number), down + page.line_pitch * last);
    paint_signers(flow, m, down);
    down += page.line_pitch * last;
  }
  const Length rule = down + s.number.size + s.rule_gap;
  flow.rule((page.text_width - s.rule_width) / 2, rule, s.rule_width, s.rule_thick, s.red);
  flow.y = rule + s.rule_thick + page.line_pitch * 2 + (page.line_pitch - s.number.size);
}

}  // namespace

void compose_masthead(Flow& flow, const document::Masthead& masthead) {
  switch (masthead.form) {
    case document::Masthead::Form::none: return;
    case document::Masthead::Form::letter: compose_letter(flow, masthead); break;
    case document::Masthead::Form::document: compose_document(flow, masthead); break;
  }
  flow.started = true;
}

}  // namespace gongwen::layout
