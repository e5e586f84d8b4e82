// 署名, 成文日期 and 附件说明: GB/T 9704-2012 7.3.4 and 7.3.5.

#include <algorithm>
#include <string>

#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

using document::SignatureBlock;

/// A hand-written signature needs about this many characters of white after "（签字）：".
constexpr std::int64_t kSigningRoom = 8;
/// Width kept free for a 签名章, in characters.
constexpr std::int64_t kStampRoom = 5;

/// Blank lines above. Sealed: a seal of 42 mm, centred a little above name and date, then has its top within one line of the
/// text (7.3.5.1). Unsealed one (7.3.5.2), stamped two (7.3.5.3).
std::uint32_t lines_above(const SignatureBlock& s) {
  return s.form == SignatureBlock::Form::unsealed ? 1 : 2;
}

std::size_t line_count(const SignatureBlock& s) {
  const std::size_t gap = s.form == SignatureBlock::Form::stamped && !s.organs.empty() ? 1 : 0;
  return s.organs.size() + s.lines.size() + gap + (s.date.empty() ? 0 : 1);
}

class Composer {
 public:
  Composer(Flow& flow, const SignatureBlock& s)
      : flow_(flow), s_(s), style_(flow.context.style.text("signature")), em_(em_of(style_)) {}

  void run() {
    date_width_ = s_.date.empty() ? Length() : measure(s_.date);
    for (const auto& organ : s_.organs) organ_width_ = std::max(organ_width_, measure(organ));
    place_date();
    for (const auto& organ : s_.organs) put(organ, organ_x(measure(organ)));
    for (const auto& line : s_.lines) put(line, line_x(measure(line)));
    if (s_.form == SignatureBlock::Form::stamped && !s_.organs.empty()) flow_.y += flow_.context.style.line_pitch;
    if (!s_.date.empty()) put(s_.date, date_x_);
  }

 private:
  Length measure(const document::Inlines& inlines) {
    flow_.text.clear();
    flow_.shape(flow_.text, inlines, style_);
    finish(flow_.text);
    return Length::emu(natural_width(flow_.text));
  }

  void place_date() {
    const Length right = flow_.width();
    switch (s_.form) {
      case SignatureBlock::Form::sealed:
      case SignatureBlock::Form::stamped:
        date_x_ = right - em_ * 4 - date_width_;   // 成文日期右空四字
        break;
      case SignatureBlock::Form::unsealed: {
        // 署名右空二字, the date's first character two further right than the name's; a date longer than the name stands
        // 右空二字 itself.
        const Length organ_x = right - em_ * 2 - organ_width_;
        date_x_ = s_.organs.empty() ? right - em_ * 4 - date_width_ : organ_x + em_ * 2;
        if (!s_.organs.empty() && date_x_ + date_width_ > right - em_ * 2) date_x_ = right - em_ * 2 - date_width_;
        break;
      }
    }
  }

  Length organ_x(Length width) const {
    const Length right = flow_.width();
    Length x;
    switch (s_.form) {
      case SignatureBlock::Form::sealed: x = date_x_ + (date_width_ - width) / 2; break;   // 以成文日期为准居中
      case SignatureBlock::Form::unsealed: x = date_x_ - em_ * 2; break;
      case SignatureBlock::Form::stamped: x = right - em_ * (4 + kStampRoom + 2) - width; break;
    }
    return std::max(Length(), std::min(x, right - width));
  }

  Length line_x(Length width) const {
    return std::max(Length(), flow_.width() - em_ * kSigningRoom - width);
  }

  void put(const document::Inlines& inlines, Length x) {
    const NodeId node = flow_.open(Tag::paragraph, 0);
    measure(inlines);
    flow_.arrive();
    Frame frame{x, x, flow_.width(), style::Align::left};
    style::TextStyle style = style_;
    style.align = style::Align::left;
    flow_.paragraph(flow_.text, style, frame, node);
  }

  Flow& flow_;
  const SignatureBlock& s_;
  const style::TextStyle& style_;
  Length em_;
  Length date_width_, organ_width_, date_x_;
};

}  // namespace

Length signature_height(const Flow& flow, const SignatureBlock& s) {
  return flow.context.style.line_pitch * static_cast<std::int64_t>(lines_above(s) + line_count(s));
}

void compose_signature(Flow& flow, const SignatureBlock& s, std::uint32_t block) {
  flow.expect(block);
  flow.need(signature_height(flow, s));
  flow.blank_lines(lines_above(s));
  Composer(flow, s).run();
}

void compose_attachment_note(Flow& flow, const document::AttachmentNote& note, std::uint32_t block, Length keep) {
  const style::TextStyle& style = flow.context.style.text("attachment-note");
  const Length start = indent_of(style, style.left_indent + style.first_indent);
  const auto count = static_cast<std::int64_t>(note.names.size());
  flow.expect(block);
  // A short note goes to the next page with what follows it; a long one may begin here.
  const Length whole = flow.pitch(style) * (count + style.lines_before) + keep;
  if (count <= 6) flow.need(whole);
  flow.blank_lines(style.lines_before);
  Length label_width;
  for (std::size_t i = 0; i < note.names.size(); ++i) {
    Text& text = flow.text;
    text.clear();
    const std::string label = i == 0 ? "附件：" : "";
    flow.words(text, label, style);
    if (i == 0) label_width = Length::emu(natural_width(text));
    if (note.names.size() > 1) flow.words(text, std::to_string(i + 1) + "．", style);
    finish(text);
    const Length prefix = Length::emu(natural_width(text));
    const Length first = i == 0 ? start : start + label_width;
    // A wrapped name goes on under its own first character.
    const Frame frame{first, first + prefix, flow.width(), style.align};
    flow.shape(text, note.names[i], style);
    finish(text);
    const NodeId node = flow.open(Tag::paragraph, 0, i == 0 ? block : 0);
    flow.paragraph(text, style, frame, node, i + 1 == note.names.size() ? keep : Length());
  }
}

}  // namespace gongwen::layout
