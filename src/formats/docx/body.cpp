#include "formats/docx/body.h"

#include <algorithm>

#include "content/document/turned.h"
#include "formats/docx/footers.h"
#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "foundation/text/utf8.h"

namespace gongwen::docx {

using document::Section;

BodyWriter::BodyWriter(const document::Document& document, const document::PageMap& pages, const style::PageStyle& style,
                       std::string_view chart_face, Diagnostics& out)
    : document_(document), pages_(pages), style_(style), chart_face_(chart_face), out_(out) {
  for (const std::string& name : document.names) {
    if (rarest_of(name) != RareFont::none) rare_names_.push_back(text::to_utf32(name));
  }
  std::stable_sort(rare_names_.begin(), rare_names_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& section : document.sections) {
    for (const auto& b : section.blocks) {
      const bool heading = std::holds_alternative<document::Heading>(b.content);
      if (!b.anchor.empty()) anchors_.emplace(b.anchor, &b);
      // A leading underscore hides a bookmark from Word's own list.
      if (heading || !b.anchor.empty()) bookmarks_.emplace(b.id, (heading ? "_Toc" : "_Ref") + std::to_string(100'000'000 + b.id));
    }
  }
}

Body BodyWriter::write() {
  x_ << kXmlHead << "<w:document xmlns:w=\"" << kW << "\" xmlns:r=\"" << kR
     << "\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
        " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><w:body>";
  bool masthead_pending = true;
  for (const Section& section : document_.sections) {
    begin_section({section.kind, false});
    if (section.kind == Section::Kind::body && masthead_pending) {
      masthead();
      masthead_pending = false;
    }
    for (std::size_t i = 0; i < section.blocks.size(); ++i) {
      if (const bool turned = document::stands_turned(section.blocks, i); turned != look_.landscape) begin_section({section.kind, turned});
      block(section.blocks[i], i + 1 < section.blocks.size() ? &section.blocks[i + 1] : nullptr);
    }
  }
  if (imprint_ != nullptr && look_.landscape) begin_section({look_.kind, false});   // it stands at an upright page's foot
  if (imprint_ != nullptr) write_imprint(std::get<document::Imprint>(imprint_->content));
  if (!section_slot_) sliver();   // Word wants a paragraph behind the last table or frame
  append_section_properties();
  x_ << "</w:body></w:document>";
  body_.lists = headings_.restarts();
  body_.document = x_.take();
  return std::move(body_);
}

// ---- sections ----

void BodyWriter::begin_section(SectionLook look) {
  if (has_content_) {
    if (!section_slot_) sliver();
    Xml rest;
    std::swap(rest, x_);
    append_section_properties();
    std::swap(rest, x_);
    x_.insert(*section_slot_, rest.str());
    section_slot_.reset();
    has_content_ = false;
  }
  page_break_ = false;   // a section begins a page anyway
  scans_ = 0;
  look_ = look;
}

/// Covers and contents carry no number, unless the style counts them (GB/T 9704-2012 7.5; the style says so).
bool BodyWriter::counted(const SectionLook& look) const {
  return style_.page_numbers.count_cover || (look.kind != Section::Kind::cover && look.kind != Section::Kind::front);
}

void BodyWriter::append_section_properties() {
  const auto& numbers = style_.page_numbers;
  const bool counts = counted(look_);
  const bool shows = counts && numbers.shown;
  const bool first = counts && !numbers_begun_;
  const bool rule = look_.kind == Section::Kind::body && first && document_.masthead.form == document::Masthead::Form::letter && style_.masthead.foot_rule > Length();
  const bool first_differs = rule || (first && shows && !numbers.on_first_page);

  const std::string_view odd = !shows ? kFooterBlankId : look_.landscape ? kFooterOddLandscapeId : kFooterOddId;
  const std::string_view even = !shows ? kFooterBlankId : look_.landscape ? kFooterEvenLandscapeId : kFooterEvenId;
  x_ << "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"" << odd << "\"/><w:footerReference w:type=\"even\" r:id=\""
     << even << "\"/>";
  if (first_differs) {
    x_ << "<w:footerReference w:type=\"first\" r:id=\"" << (rule ? kFooterRuleId : kFooterBlankId) << "\"/>";
  }
  // Page 1 is a front (GB/T 9704-2012 6.2, 7.5): Word leaves the back of the contents empty where it must.
  x_ << "<w:type w:val=\"" << (first && uncounted_before_ ? "oddPage" : "nextPage") << "\"/>";

  const Length right = style_.width - style_.left - style_.text_width;
  const Length bottom = style_.height - style_.top - style_.text_height;
  // Word counts the white below a page's last line to the text area.
  const Length lines = style_.line_pitch * style_.lines;
  const Length foot = lines - style_.text_height < style_.line_pitch ? std::min(bottom, style_.height - style_.top - lines) : bottom;
  const auto page = [&](Length width, Length height, std::string_view orientation, Length top, Length r, Length b, Length left) {
    x_ << "<w:pgSz w:w=\"" << twips(width) << "\" w:h=\"" << twips(height) << "\"" << orientation << "/><w:pgMar w:top=\""
       << twips(top) << "\" w:right=\"" << twips(r) << "\" w:bottom=\"" << twips(b) << "\" w:left=\"" << twips(left)
       << "\" w:header=\"" << twips(style_.top / 2) << "\" w:footer=\"" << twips(footer_distance(style_)) << "\" w:gutter=\"0\"/>";
  };
  // A page turned clockwise: its left edge, the binding edge, becomes the top (GB/T 9704-2012 8).
  if (look_.landscape) page(style_.height, style_.width, " w:orient=\"landscape\"", style_.left, style_.top, right, bottom);
  else page(style_.width, style_.height, "", style_.top, right, foot, style_.left);

  if (first && uncounted_before_) x_ << "<w:pgNumType w:start=\"1\"/>";
  if (first_differs) x_ << "<w:titlePg/>";
  x_ << "<w:docGrid w:type=\"lines\" w:linePitch=\"" << twips(style_.line_pitch) << "\"/></w:sectPr>";
  if (counts) numbers_begun_ = true;
  else uncounted_before_ = true;
}

// ---- blocks ----

void BodyWriter::block(const document::Block& b, const document::Block* next) {
  block_ = &b;
  next_ = next;
  std::visit([this](const auto& c) { content(c); }, b.content);
  block_ = next_ = nullptr;
}

void BodyWriter::content(const document::Paragraph& paragraph) {
  Direct direct;
  direct.style = style_id(paragraph.role);
  std::string spacing;
  if (look_.kind == Section::Kind::cover) spacing = down_the_cover(paragraph);
  else if (next_goes_with(paragraph.role)) spacing = "<w:spacing w:afterLines=\"0\" w:after=\"0\"/>";
  else spacing = gap_before_table(style_.text(document::name_of(paragraph.role)));
  direct.spacing = spacing;
  for (const auto& i : paragraph.inlines) {
    if (i.kind == document::Inline::Kind::fill) direct.tabs = right_tab(text_width());
  }
  open(direct);
  bookmark_start();
  inlines(paragraph.inlines);
  bookmark_end();
  close();
}

void BodyWriter::content(const document::Heading& heading) {
  Direct direct;
  direct.style = heading_style(heading.level);
  const auto list = heading.number.empty() ? std::nullopt : headings_.place(heading.level, heading.number);
  if (!list) {
    direct.numbering = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr>";
  } else if (*list != 1) {
    direct.numbering = "<w:numPr><w:ilvl w:val=\"" + std::to_string(heading.level - 1) + "\"/><w:numId w:val=\"" +
                       std::to_string(*list) + "\"/></w:numPr>";
  }
  if (!heading.run_in.empty()) direct.keep_next = false;
  const std::string spacing = gap_before_table(style_.text(heading_key(heading.level)));
  direct.spacing = spacing;
  open(direct);
  bookmark_start();
  if (!list && !heading.number.empty()) run(heading.number);
  inlines(heading.inlines);
  bookmark_end();
  if (!heading.run_in.empty()) inlines(heading.run_in, "FaceBody");
  close();
}

void BodyWriter::content(const document::PageBreak& /*page_break*/) { page_break_ = true; }

/// Lines of one title, and its subtitle, stand together.
bool BodyWriter::next_goes_with(document::Role role) const {
  if (next_ == nullptr || (role != document::Role::title && role != document::Role::attachment_title)) return false;
  const auto* next = std::get_if<document::Paragraph>(&next_->content);
  return next != nullptr && (next->role == document::Role::subtitle || next->role == role);
}

/// White above a table without a caption: only the paragraph before it can leave it.
std::string BodyWriter::gap_before_table(const style::TextStyle& look) const {
  const auto* table = next_ != nullptr ? std::get_if<document::Table>(&next_->content) : nullptr;
  if (table == nullptr || !table->caption.empty() || table->landscape) return {};
  return "<w:spacing w:afterLines=\"0\" w:after=\"" + std::to_string(twips(style_.line_pitch * look.lines_after + style_.line_pitch / 4)) +
         "\"/>";
}

// ---- paragraphs ----

void BodyWriter::open(const Direct& d) {
  x_ << "<w:p><w:pPr><w:pStyle w:val=\"" << d.style << "\"/>";
  if (d.keep_next) x_ << (*d.keep_next ? "<w:keepNext/>" : "<w:keepNext w:val=\"0\"/>");
  if (d.keep_lines) x_ << "<w:keepLines/>";
  if (page_break_ && d.frame.empty()) {
    x_ << "<w:pageBreakBefore/>";
    page_break_ = false;
  }
  x_ << d.frame << d.numbering << d.borders << d.tabs;
  if (d.spacing.empty() && d.frame.empty() && gap_ > Length()) {
    x_ << "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"" << twips(gap_) << "\"/>";
  }
  if (d.frame.empty()) gap_ = Length();
  x_ << d.spacing << d.indent;
  if (!d.align.empty()) x_ << "<w:jc w:val=\"" << d.align << "\"/>";
  // The section's end goes into the properties of its last paragraph, but never into a frame.
  if (d.frame.empty()) section_slot_ = x_.size();
  else section_slot_.reset();
  x_ << "</w:pPr>";
  has_content_ = true;
  after_table_ = false;
}

void BodyWriter::close() { x_ << "</w:p>"; }

void BodyWriter::sliver() {
  Direct direct;
  direct.style = "Flush";
  const std::string spacing = exact_spacing(Length(), Length(), std::max(gap_, Length::twips(15)));
  direct.spacing = spacing;
  gap_ = Length();
  const bool pending = page_break_;
  page_break_ = false;
  open(direct);
  close();
  page_break_ = pending;
}

}  // namespace gongwen::docx
