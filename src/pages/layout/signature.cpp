// 署名, 成文日期 and 附件说明: GB/T 9704-2012 7.3.4 and 7.3.5.

#include <algorithm>
#include <string>

#include "foundation/base/codes.h"
#include "pages/layout/compose.h"
#include "pages/style/seal.h"

namespace gongwen::layout {
namespace {

using document::SignatureBlock;

/// A hand-written signature needs about this many characters of white after "（签字）：".
constexpr std::int64_t kSigningRoom = 8;
/// Width kept free for a 签名章, in characters.
constexpr std::int64_t kStampRoom = 5;

/// A seal larger than this belongs to nobody: 50 mm for ministries and provincial governments (国发〔1999〕25号).
constexpr Length kLargestSeal = Length::mm(50);

std::size_t line_count(const SignatureBlock& s) { return s.organs.size() + s.lines.size() + (s.date.empty() ? 0 : 1); }

Length stamp_width(const Flow& flow, const document::Stamp& stamp) { return std::min(stamp.width, flow.width() / 2); }
Length stamp_height(const Flow& flow, const document::Stamp& stamp) {
  const std::int64_t w = std::max<std::uint32_t>(stamp.image->upright_width(), 1);
  return stamp_width(flow, stamp) * stamp.image->upright_height() / w;
}

/// Unsealed: one blank line (7.3.5.2); with a 签名章 two (7.3.5.3); sealed by hand two, which leave a seal of 42 mm its place.
style::SealPlace stand_of(const Flow& flow, const SignatureBlock& s) {
  switch (s.form) {
    case SignatureBlock::Form::unsealed: return {1, Length()};
    case SignatureBlock::Form::stamped: return {2, flow.context.style.line_pitch * 2};
    case SignatureBlock::Form::sealed: break;
  }
  if (!s.stamp) return {};
  return style::place_seal(flow.context.style.line_pitch, flow.context.style.text("signature").size,
                           static_cast<std::int64_t>(line_count(s)), stamp_height(flow, *s.stamp));
}

class Composer {
 public:
  Composer(Flow& flow, const SignatureBlock& s, std::uint32_t block)
      : flow_(flow), s_(s), block_(block), style_(flow.context.style.text("signature")), em_(em_of(style_)) {}

  void run() {
    date_width_ = s_.date.empty() ? Length() : measure(s_.date);
    for (const auto& organ : s_.organs) organ_width_ = std::max(organ_width_, measure(organ));
    place_date();
    if (s_.form == SignatureBlock::Form::stamped) {
      stamped();
      return;
    }
    const style::SealPlace place = stand_of(flow_, s_);
    const bool at_top = !flow_.started;
    const Length above = flow_.y;
    flow_.blank_lines(static_cast<std::uint32_t>(place.blank_lines));
    for (const auto& organ : s_.organs) put(organ, organ_x(measure(organ)));
    for (const auto& line : s_.lines) put(line, line_x(measure(line)));
    if (!s_.date.empty()) put(s_.date, date_x_);
    if (!s_.stamp) return;
    if (s_.stamp->width > kLargestSeal) {
      flow_.context.out.warning(codes::kSealTooWide, source(), "印章的直径超过 50 mm", {"学校等单位的印章直径不超过 45 mm（国发〔1999〕25号）"});
    }
    const Length width = stamp_width(flow_, *s_.stamp);
    const Length middle = date_x_ + date_width_ / 2;
    press(std::clamp(middle - width / 2, Length(), flow_.width() - width), at_top ? Length() : above + place.top);
  }

 private:
  /// 签名章右空四字，签名章左空二字标注签发人职务，以签名章为准上下居中排布；签名章下空一行右空四字编排成文日期 (7.3.5.3).
  void stamped() {
    const Length pitch = flow_.context.style.line_pitch;
    flow_.blank_lines(2);
    const auto titles = static_cast<std::int64_t>(s_.organs.size());
    const Length top = flow_.y;
    const Length height = s_.stamp ? stamp_height(flow_, *s_.stamp) : pitch * titles;
    // The ink of the lines in the middle of the stamp.
    const Length ink = pitch * (titles - 1) + style_.size;
    if (titles > 0 && s_.stamp) flow_.y = std::max(top, top + (height - ink) / 2);
    for (const auto& organ : s_.organs) put(organ, organ_x(measure(organ)));
    if (s_.stamp) {
      const Length width = stamp_width(flow_, *s_.stamp);
      press(flow_.width() - em_ * 4 - width, top);
    }
    flow_.y = std::max(flow_.y, top + height);
    for (const auto& line : s_.lines) put(line, line_x(measure(line)));
    if (titles > 0 || s_.stamp) flow_.y += pitch;
    if (!s_.date.empty()) put(s_.date, date_x_);
  }

  gongwen::Place source() const {
    for (const auto& section : flow_.context.document.sections) {
      for (const auto& block : section.blocks) {
        if (block.id == block_) return block.source;
      }
    }
    return {};
  }

  void press(Length x, Length top) {
    const NodeId node = flow_.open(Tag::figure, 0);
    flow_.nodes.back().alt = s_.stamp->alt;
    const Point corner = flow_.point(x, top);
    flow_.page().items.push_back(
        {node, false, Picture{s_.stamp->image, {corner.x, corner.y, stamp_width(flow_, *s_.stamp), stamp_height(flow_, *s_.stamp)}, true}});
    flow_.started = true;
  }

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
      case SignatureBlock::Form::stamped:
        x = right - em_ * (4 + 2) - (s_.stamp ? stamp_width(flow_, *s_.stamp) : em_ * kStampRoom) - width;
        break;
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
  std::uint32_t block_;
  const style::TextStyle& style_;
  Length em_;
  Length date_width_, organ_width_, date_x_;
};

}  // namespace

Length signature_height(const Flow& flow, const SignatureBlock& s) {
  const Length pitch = flow.context.style.line_pitch;
  const style::SealPlace place = stand_of(flow, s);
  Length height = pitch * (place.blank_lines + static_cast<std::int64_t>(line_count(s)));
  if (s.form == SignatureBlock::Form::stamped && (!s.organs.empty() || s.stamp)) height += pitch;
  if (!s.stamp) return height;
  const Length stamp = stamp_height(flow, *s.stamp);
  if (s.form == SignatureBlock::Form::sealed) return std::max(height, place.top + stamp);
  return height + std::max(Length(), stamp - pitch * static_cast<std::int64_t>(s.organs.size()));
}

void compose_signature(Flow& flow, const SignatureBlock& s, std::uint32_t block) {
  flow.expect(block);
  flow.need(signature_height(flow, s));
  Composer(flow, s, block).run();
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
