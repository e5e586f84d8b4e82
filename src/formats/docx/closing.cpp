// What closes a paper: 附件说明, 署名 and 成文日期, 版记 (GB/T 9704-2012 7.3.4, 7.3.5, 7.4).
#include <algorithm>
#include <functional>

#include "formats/docx/body.h"
#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "foundation/base/codes.h"
#include "pages/style/seal.h"

namespace gongwen::docx {
namespace {

using document::SignatureBlock;

constexpr std::int64_t kSigningRoom = 8;   ///< characters of white for a hand-written signature
constexpr std::int64_t kStampRoom = 5;     ///< characters a 签名章 takes
constexpr Length kThickRule = Length::twips(20);   ///< 0.35 mm
constexpr Length kThinRule = Length::twips(14);    ///< 0.25 mm

bool ends_with(const document::Inlines& inlines, std::string_view mark) {
  return document::plain_text(inlines).ends_with(mark);
}

}  // namespace

/// Lines at the right, by the white they leave there: the date 右空四字 and the name centred above it (7.3.5.1), or the name
/// 右空二字 and the date two characters further right (7.3.5.2).
void BodyWriter::content(const SignatureBlock& s) {
  const style::TextStyle& look = style_.text("signature");
  const Length em = advance_of(look);
  const auto width_of = [&](const document::Inlines& i) { return estimated_width(document::plain_text(i), look); };
  const Length date = width_of(s.date);
  Length widest;
  for (const auto& organ : s.organs) widest = std::max(widest, width_of(organ));
  const bool unsealed = s.form == SignatureBlock::Form::unsealed;
  Length date_right = em * 4;
  if (unsealed && !s.organs.empty()) date_right = std::max(em * 2, widest - date);

  const bool stamped = s.form == SignatureBlock::Form::stamped;
  const Length stamp_width = s.stamp ? s.stamp->width : em * kStampRoom;
  const Length stamp_height = s.stamp ? s.stamp->width * s.stamp->image->upright_height() / std::max<std::uint32_t>(s.stamp->image->upright_width(), 1)
                                      : style_.line_pitch * static_cast<std::int64_t>(s.organs.size());
  const std::size_t count = s.organs.size() + s.lines.size() + (s.date.empty() ? 0 : 1);
  std::size_t written = 0;
  bool first = true;
  const auto put = [&](const document::Inlines& text, Length right, Length above, const std::function<void()>& pressed_on) {
    ++written;
    Xml sides;
    sides << "<w:ind w:rightChars=\"0\" w:right=\"" << twips(std::max(Length(), right)) << "\"/>";
    const std::string spacing = exact_spacing(above, Length(), pitch_of(look, style_));
    Direct direct;
    direct.style = "Signature";
    if (written < count) direct.keep_next = true;
    direct.keep_lines = true;
    direct.spacing = spacing;
    direct.indent = sides.take();
    direct.align = "right";
    open(direct);
    if (first) bookmark_once();
    first = false;
    inlines(text);
    if (pressed_on) pressed_on();
    close();
  };
  // A floating picture counts from its paragraph's top: that paragraph has no white of its own above.
  const auto blank = [&](Length height) {
    const std::string spacing = exact_spacing(Length(), Length(), height);
    Direct direct;
    direct.style = "Signature";
    direct.keep_next = true;
    direct.spacing = spacing;
    open(direct);
    close();
  };
  style::SealPlace seal;
  if (s.stamp && !stamped) seal = style::place_seal(style_.line_pitch, look.size, static_cast<std::int64_t>(count), stamp_height);
  const std::int64_t lines_above = unsealed ? 1 : seal.blank_lines;
  Length above = style_.line_pitch * lines_above;
  if (s.stamp) {
    blank(above);
    above = Length();
  }
  const auto next = [&](const document::Inlines& text, Length right, const std::function<void()>& pressed_on = {}) {
    put(text, right, above, pressed_on);
    above = Length();
  };
  if (stamped && s.stamp) {
    // 签名章左空二字标注签发人职务，以签名章为准上下居中排布；下空一行编排成文日期 (7.3.5.3).
    const Length ink = style_.line_pitch * (static_cast<std::int64_t>(s.organs.size()) - 1) + look.size;
    const Length lead = std::max(Length(), (stamp_height - ink) / 2);
    const Length x = style_.text_width - em * 4 - stamp_width;
    if (lead > Length() && !s.organs.empty()) blank(lead);
    bool pressed_once = false;
    const auto press = [&] {
      if (!pressed_once) pressed(*s.stamp, x, s.organs.empty() ? -stamp_height - style_.line_pitch : -lead);
      pressed_once = true;
    };
    for (const auto& organ : s.organs) next(organ, em * (4 + 2) + stamp_width, press);
    const Length used = s.organs.empty() ? Length() : lead + style_.line_pitch * static_cast<std::int64_t>(s.organs.size());
    above = std::max(Length(), stamp_height - used);
    for (const auto& line : s.lines) next(line, em * kSigningRoom);
    above += style_.line_pitch;
    if (!s.date.empty()) {
      if (s.organs.empty()) { blank(above); above = Length(); }
      next(s.date, date_right, press);
    }
    return;
  }
  for (const auto& organ : s.organs) {
    const Length width = width_of(organ);
    Length right = date_right + (date - width) / 2;                              // 以成文日期为准居中
    if (unsealed) right = date_right + date + em * 2 - width;
    if (stamped) right = em * (4 + 2) + stamp_width;
    next(organ, right);
  }
  for (const auto& line : s.lines) next(line, em * kSigningRoom);
  if (stamped && !s.organs.empty()) above = style_.line_pitch;
  if (s.date.empty()) return;
  next(s.date, date_right, [&] {
    if (!s.stamp) return;
    // 居中下压: centred over the date; its top as in layout, counted up from the date's line.
    const Length middle = style_.text_width - date_right - date / 2;
    const Length x = std::clamp(middle - stamp_width / 2, Length(), style_.text_width - stamp_width);
    pressed(*s.stamp, x, seal.top - style_.line_pitch * (lines_above + static_cast<std::int64_t>(count) - 1));
  });
}

/// 附件：1．… the first line 左空二字, wrapped names under their own first character, no mark after a name.
void BodyWriter::content(const document::AttachmentNote& note) {
  const style::TextStyle& look = style_.text("attachment-note");
  const Length start = chars(look, look.left_indent + look.first_indent);
  const std::string_view label = "附件：";
  const Length label_width = estimated_width(label, look);
  for (std::size_t i = 0; i < note.names.size(); ++i) {
    const std::string number = note.names.size() > 1 ? std::to_string(i + 1) + "．" : "";
    const Length number_width = estimated_width(number, look);
    const Length hanging = number_width + (i == 0 ? label_width : Length());
    const Length left = start + label_width + number_width;
    Xml sides;
    sides << "<w:ind w:leftChars=\"0\" w:left=\"" << twips(left) << "\" w:hangingChars=\"0\" w:hanging=\"" << twips(hanging) << "\"/>";
    const std::string spacing =
        exact_spacing(i == 0 ? style_.line_pitch * look.lines_before : Length(), Length(), pitch_of(look, style_));
    Direct direct;
    direct.style = "AttachmentNote";
    direct.spacing = spacing;
    direct.indent = sides.take();
    open(direct);
    if (i == 0) {
      bookmark_once();
      run(std::string(label) + number);
    } else {
      run(number);
    }
    inlines(note.names[i]);
    close();
  }
}

/// The imprint stands at the document's end, wherever the template has it.
void BodyWriter::content(const document::Imprint& /*imprint*/) {
  if (imprint_ == nullptr) imprint_ = block_;
  else out_.warning(codes::kDocxLeftOut, block_->source, "一份公文只有一个版记，第二个没有写入 DOCX");
}

/// A frame on the bottom edge of the last page's text area. Rules 0.35 mm above and below, 0.25 mm between; a letter's imprint
/// has neither rules nor printer (10.1).
void BodyWriter::write_imprint(const document::Imprint& imprint) {
  const style::TextStyle& look = style_.text("imprint");
  const bool letter = document_.masthead.form == document::Masthead::Form::letter;
  const bool printed = !letter && (!imprint.printer.empty() || !imprint.print_date.empty());
  if (letter && (!imprint.printer.empty() || !imprint.print_date.empty())) {
    out_.warning(codes::kDocxLeftOut, imprint_->source, "信函格式的版记不印印发机关和印发日期，没有写入 DOCX",
                 {"GB/T 9704-2012 10.1"});
  }
  const std::string frame = "<w:framePr w:w=\"" + std::to_string(twips(style_.text_width)) +
                            "\" w:wrap=\"notBeside\" w:vAnchor=\"margin\" w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/>";
  const Length row = style_.line_pitch * 4 / 5;
  const std::string spacing = exact_spacing(Length(), Length(), std::max(row, look.size));
  // A rule is a line of its own, filled: a frame whose paragraphs have different borders loses its place in LibreOffice.
  const auto rule = [&](Length thick) {
    if (letter) return;
    const std::string height = exact_spacing(Length(), Length(), thick);
    Direct direct;
    direct.style = "Imprint";
    direct.frame = frame;
    direct.borders = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"000000\"/>";
    direct.spacing = height;
    direct.indent = indent(look, 0, 0, 0);
    open(direct);
    close();
  };
  const auto line = [&](const std::string& sides, const std::string& tabs) {
    Direct direct;
    direct.style = "Imprint";
    direct.frame = frame;
    direct.tabs = tabs;
    direct.spacing = spacing;
    direct.indent = sides;
    open(direct);
  };
  rule(kThickRule);
  bool copies = false;
  for (const auto& [name, words] : {std::pair{"主送：", &imprint.main_to}, std::pair{"抄送：", &imprint.copy_to}}) {
    if (words->empty()) continue;
    // Wrapped names align behind the label, three characters in; no rule between 主送 and 抄送.
    line(indent(look, look.left_indent + 300, look.right_indent, -300), "");
    run(name);
    inlines(*words);
    if (!ends_with(*words, "。")) run("。");
    close();
    copies = true;
  }
  if (printed && copies) rule(kThinRule);
  if (printed) {
    line("", right_tab(style_.text_width - chars(look, look.right_indent)));
    inlines(imprint.printer);
    tab();
    inlines(imprint.print_date);
    if (!imprint.print_date.empty() && !ends_with(imprint.print_date, "发")) run("印发");
    close();
  }
  rule(kThickRule);
}

}  // namespace gongwen::docx
