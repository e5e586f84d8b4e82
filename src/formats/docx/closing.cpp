// What closes a paper: 附件说明, 署名 and 成文日期, 版记 (GB/T 9704-2012 7.3.4, 7.3.5, 7.4).
#include <algorithm>

#include "formats/docx/body.h"
#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "foundation/base/codes.h"

namespace gongwen::docx {
namespace {

using document::SignatureBlock;

constexpr std::int64_t kSigningRoom = 8;   ///< characters of white for a hand-written signature
constexpr std::int64_t kStampRoom = 5;     ///< characters a 签名章 takes

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

  const bool stamp_gap = s.form == SignatureBlock::Form::stamped && !s.organs.empty();
  bool first = true;
  const auto put = [&](const document::Inlines& text, Length right, bool last, std::int64_t blank_lines) {
    Xml sides;
    sides << "<w:ind w:rightChars=\"0\" w:right=\"" << twips(std::max(Length(), right)) << "\"/>";
    const std::string spacing = exact_spacing(style_.line_pitch * blank_lines, Length(), pitch_of(look, style_));
    Direct direct;
    direct.style = "Signature";
    if (!last) direct.keep_next = true;
    direct.keep_lines = true;
    direct.spacing = spacing;
    direct.indent = sides.take();
    direct.align = "right";
    open(direct);
    if (first) bookmark_once();
    first = false;
    inlines(text);
    close();
  };
  const std::size_t count = s.organs.size() + s.lines.size() + (s.date.empty() ? 0 : 1);
  std::size_t written = 0;
  const auto next = [&](const document::Inlines& text, Length right, std::int64_t extra) {
    const std::int64_t above = written > 0 ? 0 : unsealed ? 1 : 2;
    ++written;
    put(text, right, written == count, above + extra);
  };
  for (const auto& organ : s.organs) {
    const Length width = width_of(organ);
    Length right = date_right + (date - width) / 2;                              // 以成文日期为准居中
    if (unsealed) right = date_right + date + em * 2 - width;
    if (s.form == SignatureBlock::Form::stamped) right = em * (4 + kStampRoom + 2);
    next(organ, right, 0);
  }
  for (const auto& line : s.lines) next(line, em * kSigningRoom, 0);
  if (!s.date.empty()) next(s.date, date_right, stamp_gap ? 1 : 0);
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
  const auto line = [&](bool top, std::string_view bottom_eighths, const std::string& sides, const std::string& tabs) {
    Xml borders;
    const auto border = [&](std::string_view side, std::string_view eighths) {
      borders << "<w:" << side << " w:val=\"single\" w:sz=\"" << eighths << "\" w:space=\"0\" w:color=\"000000\"/>";
    };
    if (!letter) {
      borders << "<w:pBdr>";
      if (top) border("top", "8");              // 0.35 mm
      border("bottom", bottom_eighths);
      borders << "</w:pBdr>";
    }
    const std::string pbdr = borders.take();
    Direct direct;
    direct.style = "Imprint";
    direct.frame = frame;
    direct.borders = pbdr;
    direct.tabs = tabs;
    direct.spacing = spacing;
    direct.indent = sides;
    open(direct);
  };
  if (!imprint.copy_to.empty()) {
    // Wrapped names align behind 抄送：, three characters in.
    line(true, printed ? "6" : "8", indent(look, look.left_indent + 300, look.right_indent, -300), "");
    run("抄送：");
    inlines(imprint.copy_to);
    if (!ends_with(imprint.copy_to, "。")) run("。");
    close();
  }
  if (!printed) return;
  line(imprint.copy_to.empty(), "8", "", right_tab(style_.text_width - chars(look, look.right_indent)));
  inlines(imprint.printer);
  tab();
  inlines(imprint.print_date);
  if (!imprint.print_date.empty() && !ends_with(imprint.print_date, "发")) run("印发");
  close();
}

}  // namespace gongwen::docx
