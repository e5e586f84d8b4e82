// Covers and labelled lines.
#include <algorithm>

#include "formats/docx/body.h"
#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "foundation/text/utf8.h"

namespace gongwen::docx {
namespace {

std::int64_t lines_of(Length width, Length room) {
  return std::max<std::int64_t>(1, (width.to_emu() + room.to_emu() - 1) / room.to_emu());
}

}  // namespace

/// White above a cover's paragraph of `lines` lines so that it begins not above `ink`, and where the cover has come to then.
std::string BodyWriter::cover_spacing(Length ink, const style::TextStyle& look, std::int64_t lines) {
  const Length top = std::max(cover_y_ + style_.line_pitch * look.lines_before, ink);
  const Length before = top - cover_y_;
  cover_y_ = top + pitch_of(look, style_) * lines + style_.line_pitch * look.lines_after;
  return exact_spacing(before, style_.line_pitch * look.lines_after, pitch_of(look, style_));
}

std::string BodyWriter::down_the_cover(const document::Paragraph& paragraph) {
  using document::Role;
  const style::TextStyle& look = style_.text(document::name_of(paragraph.role));
  const Length pitch = style_.line_pitch;
  Length from;
  if (paragraph.role == Role::cover_title && cover_y_ == Length()) from = pitch * 4;
  if (paragraph.role == Role::cover_line) from = pitch * 12;
  if (paragraph.role == Role::cover_date) from = pitch * (style_.lines - 3);
  const Length width = estimated_width(document::plain_text(paragraph.inlines), look);
  const auto breaks = std::count_if(paragraph.inlines.begin(), paragraph.inlines.end(),
                                    [](const auto& i) { return i.kind == document::Inline::Kind::line_break; });
  return cover_spacing(from, look, std::max(lines_of(width, style_.text_width), static_cast<std::int64_t>(breaks) + 1));
}

/// A label with white between its characters, nothing behind the last.
void BodyWriter::spread(std::string_view label, Length white) {
  const auto gaps = static_cast<std::int64_t>(text::length(label)) - 1;
  const std::int64_t each = gaps > 0 ? white.to_emu() / gaps / 635 : 0;
  if (each <= 0) {
    run(label, "FaceLabel");
    return;
  }
  std::size_t last = label.size();
  do --last; while (last > 0 && (static_cast<unsigned char>(label[last]) & 0xC0U) == 0x80U);
  // What the style has already: the tracking of the character grid.
  run_more_ = "<w:spacing w:val=\"" + std::to_string(each + tracking_twips(style_.text("key-value"))) + "\"/>";
  run(label.substr(0, last), "FaceLabel");
  run_more_.clear();
  run(label.substr(last), "FaceLabel");
}

/// Labels spread to one width (均排), values underlined to the right edge, as forms are printed.
void BodyWriter::content(const document::KeyValues& values) {
  const style::TextStyle& label_look = style_.text("key-label");
  const style::TextStyle& value_look = style_.text("key-value");
  const Length em = advance_of(label_look);
  Length widest;
  for (const auto& line : values.lines) widest = std::max(widest, estimated_width(line.label, label_look));
  widest = std::min(widest, text_width() / 2);
  const Length left = em * 2;
  const Length value_x = left + widest + em + Length::twips(20);   // a little more than the colon ends at
  const Length right = text_width() - em * 2;
  bool first = true;
  for (const auto& line : values.lines) {
    Xml tabs, sides;
    tabs << "<w:tabs><w:tab w:val=\"right\" w:pos=\"" << twips(right) << "\"/></w:tabs>";
    sides << "<w:ind w:leftChars=\"0\" w:left=\"" << twips(value_x) << "\" w:rightChars=\"0\" w:right=\""
          << twips(text_width() - right) << "\" w:hangingChars=\"0\" w:hanging=\"" << twips(value_x - left) << "\"/>";
    Direct direct;
    direct.style = "KeyValue";
    direct.tabs = tabs.take();
    direct.indent = sides.take();
    direct.align = "left";
    std::string spacing;
    const std::int64_t lines = lines_of(estimated_width(document::plain_text(line.value), value_look), right - value_x);
    if (look_.kind == document::Section::Kind::cover) {
      spacing = cover_spacing(first ? style_.line_pitch * 11 : cover_y_ + style_.line_pitch / 4, value_look, lines);
    } else {
      spacing = exact_spacing(Length(), style_.line_pitch / 4, pitch_of(value_look, style_));
    }
    direct.spacing = spacing;
    open(direct);
    if (first) bookmark_once();
    first = false;
    spread(line.label, widest - estimated_width(line.label, label_look));
    run("：", "FaceLabel");
    tab();
    run_more_ = "<w:u w:val=\"single\"/>";
    inlines(line.value);
    tab();
    run_more_.clear();
    close();
  }
}

}  // namespace gongwen::docx
