// 版头: GB/T 9704-2012 7.2 (文件) and 10.1 (信函). What stands at a fixed place of the paper is a frame there.
#include <algorithm>

#include "formats/docx/body.h"
#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"

namespace gongwen::docx {

using document::Masthead;

namespace {

/// From the top of the mark's ink to its bottom: 0.86 em above the baseline and 0.09 below.
constexpr Length ink_height(const style::TextStyle& mark) { return mark.size * 95 / 100; }

}  // namespace

void BodyWriter::masthead() {
  const Masthead& m = document_.masthead;
  if (m.form == Masthead::Form::letter) letter_masthead(m);
  if (m.form == Masthead::Form::document) document_masthead(m);
}

/// Set smaller when it would not fit on one line.
void BodyWriter::mark(const document::Inlines& words, std::string_view frame, std::string_view spacing) {
  const style::TextStyle& look = style_.masthead.mark;
  Direct direct;
  direct.style = "MastheadMark";
  direct.frame = frame;
  direct.spacing = spacing;
  const Length width = estimated_width(document::plain_text(words), look);
  if (width > style_.text_width) {
    const std::int64_t size = look.size.to_emu() * style_.text_width.to_emu() / width.to_emu() / 6'350;
    run_more_ = "<w:sz w:val=\"" + std::to_string(size) + "\"/><w:szCs w:val=\"" + std::to_string(size) + "\"/>";
  }
  open(direct);
  inlines(words);
  run_more_.clear();
  close();
}

void BodyWriter::masthead_line(std::string_view style, std::string_view words, const document::Inlines* number,
                               std::string_view spacing) {
  Direct direct;
  direct.style = words.empty() ? "DocumentNumber" : style;
  direct.spacing = spacing;
  if (!words.empty()) {
    direct.align = "left";
    if (number != nullptr) direct.tabs = right_tab(style_.text_width);
  }
  open(direct);
  run(words);
  if (number != nullptr) {
    if (!words.empty()) tab();
    inlines(*number, words.empty() ? "" : "FaceBody");
  }
  close();
}

/// The mark's upper edge 30 mm from the paper's; 4 mm below it a double rule; then urgency left and number right, 7/8 of a
/// character below; two blank lines to the title (10.1).
void BodyWriter::letter_masthead(const Masthead& m) {
  const auto& s = style_.masthead;
  mark(m.mark, page_frame(style_.left, s.mark_top - ink_offset(s.mark, style_), style_.text_width), "");
  const Length rule = s.mark_top + ink_height(s.mark) + s.rule_gap;
  const RuleLook look{s.rule_thick, s.rule_thin, s.rule_between, s.red};
  append_rule_frame(x_, "Flush", (style_.width - s.rule_width) / 2, rule, s.rule_width, look);
  const Length above = style_.text("body").size * 7 / 8 - ink_offset(s.number, style_);
  const Length below = style_.line_pitch * 2 + ink_offset(s.number, style_) - ink_offset(style_.text("title"), style_);
  const auto spacing = [&](bool first, bool last) {
    return exact_spacing(first ? above : Length(), last ? below : Length(), style_.line_pitch);
  };
  if (m.copy_number.empty() || m.urgency.empty()) {
    if (m.copy_number.empty()) masthead_line("Urgency", m.urgency, &m.number, spacing(true, true));
    else masthead_line("DocumentNumber", m.copy_number, &m.number, spacing(true, true));
    return;
  }
  // Two lines at the left: the number stands beside the first, but is read after both.
  masthead_line("DocumentNumber", m.copy_number, nullptr, spacing(true, false));
  masthead_line("Urgency", m.urgency, nullptr, spacing(false, true));
  Direct number;
  number.style = "DocumentNumber";
  const std::string frame = "<w:framePr w:wrap=\"around\" w:vAnchor=\"page\" w:hAnchor=\"margin\" w:xAlign=\"right\" w:y=\"" +
                            std::to_string(twips(rule + height_of(look) + above)) + "\"/>";
  number.frame = frame;
  open(number);
  inlines(m.number);
  close();
}

/// The mark's upper edge 35 mm below the text area's; two blank lines to the number; the red rule 4 mm below that; two blank
/// lines to the title (7.2.4 to 7.3.1).
void BodyWriter::document_masthead(const Masthead& m) {
  const auto& s = style_.masthead;
  Length y;   // how far down the paragraphs have come
  for (const auto& [style, words] : {std::pair{"DocumentNumber", &m.copy_number}, std::pair{"Urgency", &m.urgency}}) {
    if (words->empty()) continue;
    masthead_line(style, *words, nullptr, exact_spacing(Length(), Length(), style_.line_pitch));
    y += style_.line_pitch;
  }
  // Spacing that puts the next line's ink at `ink`.
  const auto spacing_to = [&](const style::TextStyle& look, Length ink) {
    const Length top = std::max(y, ink - ink_offset(look, style_));
    const Length before = top - y;
    y = top + pitch_of(look, style_);
    return exact_spacing(before, Length(), pitch_of(look, style_));
  };
  Length ink = s.mark_top;
  mark(m.mark, "", spacing_to(s.mark, ink));
  ink += ink_height(s.mark) + style_.line_pitch * 3 - s.number.size;
  if (m.signers.empty()) {
    masthead_line("DocumentNumber", "", &m.number, spacing_to(s.number, ink));
  } else {
    const std::size_t lines = (m.signers.size() + 1) / 2;
    for (std::size_t i = 0; i < lines; ++i) {
      if (i > 0) ink += style_.line_pitch;
      signer_line(m, i, lines, spacing_to(s.number, ink));
    }
  }
  const RuleLook look{s.rule_thick, s.rule_thin, s.rule_between, s.red};
  const Length rule = ink + s.number.size + s.rule_gap;
  const Length title = rule + s.rule_thick + style_.line_pitch * 3 - s.number.size - ink_offset(style_.text("title"), style_);
  const std::string borders = rule_borders(look);
  const std::string spacing = exact_spacing(rule - y, title - rule - height_of(look), rule_line(look));
  Direct paragraph;
  paragraph.style = "Flush";
  paragraph.borders = borders;
  paragraph.spacing = spacing;
  open(paragraph);
  close();
}

/// 签发人, two to a line, all names beginning under the first; the number 左空一字 beside the last line (7.2.6).
void BodyWriter::signer_line(const Masthead& m, std::size_t at, std::size_t lines, std::string_view spacing) {
  const style::TextStyle& look = style_.masthead.signer;
  Length widest;
  for (std::size_t i = 0; i < m.signers.size(); i += 2) {
    Length width = estimated_width(document::plain_text(m.signers[i]), look);
    if (i + 1 < m.signers.size()) width += advance_of(look) + estimated_width(document::plain_text(m.signers[i + 1]), look);
    widest = std::max(widest, width);
  }
  const Length names = style_.text_width - chars(look, 100) - widest;
  const Length label = names - chars(look, 400);
  Xml tabs;
  tabs << "<w:tabs><w:tab w:val=\"left\" w:pos=\"" << twips(label) << "\"/><w:tab w:val=\"left\" w:pos=\"" << twips(names)
       << "\"/></w:tabs>";
  Direct direct;
  direct.style = "DocumentNumber";
  direct.tabs = tabs.take();
  direct.spacing = spacing;
  direct.indent = indent(style_.masthead.number, 100, 0, 0);
  direct.align = "left";
  open(direct);
  if (at + 1 == lines) inlines(m.number);
  tab();
  if (at == 0) run("签发人：");
  else tab();
  for (std::size_t i = at * 2; i < std::min(at * 2 + 2, m.signers.size()); ++i) {
    if (i > at * 2) run("　", "FaceSigner");
    inlines(m.signers[i], "FaceSigner");
  }
  close();
}

}  // namespace gongwen::docx
