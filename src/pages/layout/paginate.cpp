// A section's blocks, one after another, and what must stay together on a page.

#include <algorithm>

#include "content/document/turned.h"
#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

using document::Block;
using document::Role;

template <typename... F>
struct Overload : F... { using F::operator()...; };
template <typename... F>
Overload(F...) -> Overload<F...>;

constexpr std::int64_t kShortNote = 6;   ///< names of attachments that are kept together
constexpr int kLongestChain = 8;   ///< headings in a row that are kept with the text after them

std::string key_of(const document::Heading& h) {
  return "heading" + std::to_string(std::clamp<int>(h.level, 1, 4));
}

class SectionComposer {
 public:
  SectionComposer(Flow& flow, const document::Section& section) : flow_(flow), section_(section), style_(flow.context.style) {}

  void run() {
    for (index_ = 0; index_ < section_.blocks.size(); ++index_) {
      const Block& block = section_.blocks[index_];
      flow_.turn(document::stands_turned(section_.blocks, index_));
      std::visit(Overload{[&](const document::Paragraph& p) { paragraph(block, p); },
                          [&](const document::Heading& h) { heading(block, h); },
                          [&](const document::Table& t) { compose_table(flow_, t, block, closing_height(index_ + 1)); },
                          [&](const document::Chart& c) {
                            flow_.need(figure_height(flow_, block) + closing_height(index_ + 1));
                            compose_chart(flow_, c, block.id);
                          },
                          [&](const document::Contents& c) { compose_contents(flow_, c, block.id); },
                          [&](const document::Picture& p) {
                            flow_.need(figure_height(flow_, block) + closing_height(index_ + 1));
                            compose_picture(flow_, p, block.id);
                          },
                          [&](const document::SignatureBlock& s) { compose_signature(flow_, s, block.id); },
                          [&](const document::AttachmentNote& n) {
                            compose_attachment_note(flow_, n, block.id, closing_height(index_ + 1));
                          },
                          [&](const document::Imprint&) {},   // on the paper's last page, once that is known
                          [&](const document::KeyValues& k) { key_values(block, k); },
                          [&](const document::PageBreak&) {
                            if (flow_.started) flow_.new_page();
                          }},
                 block.content);
    }
    flow_.turn(false);
  }

 private:
  const Block* next() const { return index_ + 1 < section_.blocks.size() ? &section_.blocks[index_ + 1] : nullptr; }
  bool cover() const { return section_.kind == document::Section::Kind::cover; }

  /// The least of a block that makes sense below a heading.
  Length lead_height(std::size_t i, int depth = 0) const {
    if (i >= section_.blocks.size() || depth > kLongestChain) return Length();
    const Length line = style_.line_pitch;
    const Block& block = section_.blocks[i];
    return std::visit(
        Overload{[&](const document::Heading& h) {
                   const auto& s = style_.text(key_of(h));
                   if (!h.run_in.empty()) return line * 2;
                   return flow_.pitch(s) + (s.keep_with_next ? lead_height(i + 1, depth + 1) : Length());
                 },
                 [&](const document::Paragraph& p) {
                   const auto& s = style_.text(document::name_of(p.role));
                   return flow_.pitch(s) + (s.keep_with_next ? lead_height(i + 1, depth + 1) : Length());
                 },
                 [&](const document::Table& t) {
                   return flow_.pitch(style_.table.caption) * (t.caption.empty() ? 0 : 1) +
                          flow_.pitch(style_.table.text) * 2 * (t.header_rows + 1);
                 },
                 [&](const document::Chart&) { return figure_height(flow_, block); },
                 [&](const document::Picture&) { return figure_height(flow_, block); },
                 [&](const document::SignatureBlock& s) { return signature_height(flow_, s); },
                 [&](const document::Imprint&) { return Length(); },
                 [&](const document::PageBreak&) { return Length(); },
                 [&](const auto&) { return line; }},
        block.content);
  }

  /// Height of what closes a paper: 署名 and 成文日期, and the 附注 under them. They never stand on a page without text.
  Length closing_height(std::size_t i) const {
    if (i >= section_.blocks.size()) return Length();
    if (const auto* names = std::get_if<document::AttachmentNote>(&section_.blocks[i].content)) {
      // A short 附件说明 goes with them, and is no text either.
      const auto count = static_cast<std::int64_t>(names->names.size());
      const Length after = closing_height(i + 1);
      if (count > kShortNote || after == Length()) return Length();
      return style_.line_pitch * (count + style_.text("attachment-note").lines_before) + after;
    }
    const auto* signature = std::get_if<document::SignatureBlock>(&section_.blocks[i].content);
    if (signature == nullptr) return Length();
    Length height = signature_height(flow_, *signature);
    if (i + 1 < section_.blocks.size()) {
      const auto* note = std::get_if<document::Paragraph>(&section_.blocks[i + 1].content);
      if (note != nullptr && note->role == Role::annotation) height += style_.line_pitch;
    }
    return height;
  }

  bool last_text() const {
    for (std::size_t i = index_ + 1; i < section_.blocks.size(); ++i) {
      if (!std::holds_alternative<document::Imprint>(section_.blocks[i].content)) return false;
    }
    return true;
  }

  NodeId node_for(const Block& block, Role role) {
    switch (role) {
      case Role::title:
      case Role::cover_title: return flow_.open(Tag::title, 0, block.id);
      case Role::attachment_title: {
        const NodeId node = flow_.open(Tag::heading, 0, block.id);
        flow_.nodes.back().level = 1;
        return node;
      }
      default: return flow_.open(Tag::paragraph, 0, block.id);
    }
  }

  void paragraph(const Block& block, const document::Paragraph& p) {
    const style::TextStyle& s = style_.text(document::name_of(p.role));
    if (cover()) down_the_cover(p.role);
    flow_.expect(block.id);
    flow_.blank_lines(s.lines_before);
    flow_.text.clear();
    flow_.shape(flow_.text, p.inlines, s);
    finish(flow_.text);
    const Length keep = s.keep_with_next ? lead_height(index_ + 1) : closing_height(index_ + 1);
    if (s.keep_with_next && keep > Length()) flow_.need(flow_.pitch(s) + keep);
    const NodeId node = node_for(block, p.role);
    const std::uint32_t page = flow_.page_index();
    flow_.paragraph(flow_.text, s, frame_of(s, flow_.width()), node, keep, last_text());
    if (p.role == Role::title) check_title(flow_.text, flow_.lines, place_of(block, p.inlines), flow_.context.out);
    if (p.role == Role::attachment_title) head(block, 1, document::plain_text(p.inlines), page);
    if (!followed_by_its_subtitle(p.role)) flow_.blank_lines(s.lines_after);
  }

  /// Where the words were read, else the template's element.
  static gongwen::Place place_of(const Block& block, const document::Inlines& inlines) {
    for (const auto& i : inlines) {
      if (i.origin && i.origin->data.kind != gongwen::Place::Kind::none) return i.origin->data;
    }
    return block.source;
  }

  bool followed_by_its_subtitle(Role role) const {
    if (next() == nullptr || (role != Role::title && role != Role::attachment_title)) return false;
    const auto* p = std::get_if<document::Paragraph>(&next()->content);
    return p != nullptr && (p->role == Role::subtitle || p->role == role);
  }

  void heading(const Block& block, const document::Heading& h) {
    const style::TextStyle& s = style_.text(key_of(h));
    flow_.expect(block.id);
    flow_.blank_lines(s.lines_before);
    Text& text = flow_.text;
    text.clear();
    flow_.words(text, h.number, s);
    flow_.shape(text, h.inlines, s);
    const std::size_t own_spans = text.spans.size();
    const style::TextStyle& body = style_.text("body");
    if (!h.run_in.empty()) flow_.shape(text, h.run_in, body);
    finish(text);
    const NodeId node = flow_.open(Tag::heading, 0, block.id);
    flow_.nodes.back().level = h.level;
    const Length keep = !h.run_in.empty() ? closing_height(index_ + 1) : s.keep_with_next ? lead_height(index_ + 1) : Length();
    if (h.run_in.empty() && keep > Length()) flow_.need(flow_.pitch(s) + keep);
    const std::uint32_t page = flow_.page_index();
    if (h.run_in.empty()) {
      flow_.paragraph(text, s, frame_of(s, flow_.width()), node, keep);
    } else {
      flow_.run_in_at = own_spans;
      flow_.paragraph(text, s, frame_of(s, flow_.width()), node, keep, last_text());
      flow_.run_in_at = 0;
    }
    head(block, h.level, h.number + document::plain_text(h.inlines), page);
    flow_.blank_lines(s.lines_after);
  }

  /// For the outline: where the block landed.
  void head(const Block& block, std::uint8_t level, std::string title, std::uint32_t page) {
    const auto it = flow_.landings.find(block.id);
    const Landing at = it != flow_.landings.end() ? it->second : Landing{page, Length()};
    flow_.heads.push_back({level, std::move(title), at.page, at.y});
  }

  /// Covers: the title at a fifth of the page, the lines in its middle, the date on the last line but two.
  void down_the_cover(Role role) {
    const Length pitch = style_.line_pitch;
    if (role == Role::cover_title && !flow_.started) flow_.y = pitch * 4;
    if (role == Role::cover_line) flow_.y = std::max(flow_.y, pitch * 12);
    if (role == Role::cover_date) flow_.y = std::max(flow_.y, pitch * (style_.lines - 3));
  }

  void key_values(const Block& block, const document::KeyValues& k) {
    if (cover()) flow_.y = std::max(flow_.y, style_.line_pitch * 11);
    compose_key_values(flow_, k, block.id);
  }

  Flow& flow_;
  const document::Section& section_;
  const style::PageStyle& style_;
  std::size_t index_ = 0;
};

}  // namespace

void compose_section(Flow& flow, const document::Section& section) { SectionComposer(flow, section).run(); }

}  // namespace gongwen::layout
