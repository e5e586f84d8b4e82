#include <algorithm>

#include "formats/docx/body.h"
#include "formats/docx/styles.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::docx {
namespace {

using document::Emphasis;
using document::Inline;

std::string_view look_of(Emphasis emphasis, std::string_view otherwise) {
  switch (emphasis) {
    case Emphasis::none: return otherwise;
    case Emphasis::heading1:
    case Emphasis::strong: return "FaceHeading1";
    case Emphasis::heading2: return "FaceHeading2";
  }
  return otherwise;
}

/// Quotes, dashes, ellipses and the middle dot: Word sets them in the Western face unless told otherwise (ECMA-376-1 17.3.2.26).
bool has_ambiguous_mark(std::string_view text) {
  for (std::size_t at = text.find_first_of("\xE2\xC2"); at < text.size(); at = text.find_first_of("\xE2\xC2", at + 1)) {
    const std::string_view two = text.substr(at, 2);
    if (two == "\xC2\xB7") return true;                                   // ·
    if (two != "\xE2\x80" || at + 2 >= text.size()) continue;
    const auto third = static_cast<unsigned char>(text[at + 2]);          // — ― ‖ ‘ ’ “ ” … ‧
    if ((third >= 0x94 && third <= 0x9D) || (third >= 0xA5 && third <= 0xA7)) return true;
  }
  return false;
}

bool keeps_blanks(std::string_view text) {
  return text.front() == ' ' || text.back() == ' ' || text.find("  ") != std::string_view::npos;
}

/// Characters no URI may hold (RFC 3986 2) are percent-encoded; everything else stays as written.
std::string uri(std::string_view address) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos) { out += c; continue; }
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  }
  return out;
}

}  // namespace

void BodyWriter::inlines(const document::Inlines& all, std::string_view look) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Inline& one = all[i];
    switch (one.kind) {
      case Inline::Kind::text: {
        if (!one.target.empty()) { link(one, look); break; }
        if (const RareFont rare = one.name ? rarest_of(one.text) : RareFont::none; rare != RareFont::none) {
          run_in(one.text, look_of(one.emphasis, look), rare);   // a name is set in one face
          break;
        }
        // Stretches that look alike become one run: a reader then finds a sentence whole.
        std::size_t end = i + 1;
        while (end < all.size() && all[end].kind == Inline::Kind::text && all[end].target.empty() &&
               all[end].emphasis == one.emphasis && !(all[end].name && rarest_of(all[end].text) != RareFont::none)) ++end;
        if (end == i + 1) {
          run(one.text, look_of(one.emphasis, look));
        } else {
          std::string joined;
          for (std::size_t k = i; k < end; ++k) joined += all[k].text;
          run(joined, look_of(one.emphasis, look));
        }
        i = end - 1;
        break;
      }
      case Inline::Kind::line_break: line_break(); break;
      case Inline::Kind::fill: tab(); break;
      case Inline::Kind::page_of:
      case Inline::Kind::number_of: reference(one, look_of(one.emphasis, look)); break;
    }
  }
}

void BodyWriter::run(std::string_view text, std::string_view look) {
  for (const Stretch& stretch : stretches_of(text, rare_names_)) run_in(stretch.text, look, stretch.rare);
}

void BodyWriter::run_in(std::string_view text, std::string_view look, RareFont rare) {
  if (text.empty()) return;
  if (rare == RareFont::extension_g) tell_rare(text);
  x_ << "<w:r>";
  const bool hint = rare != RareFont::none || has_ambiguous_mark(text);
  if (hint || !look.empty() || !run_more_.empty()) {
    x_ << "<w:rPr>";
    if (!look.empty()) x_ << "<w:rStyle w:val=\"" << look << "\"/>";
    if (rare != RareFont::none) {
      const std::string_view face = name_of(rare);
      x_ << "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"" << face << "\" w:eastAsia=\"" << face << "\" w:hAnsi=\"" << face << "\" w:cs=\"" << face << "\"/>";
    } else if (hint) {
      x_ << "<w:rFonts w:hint=\"eastAsia\"/>";
    }
    x_ << run_more_ << "</w:rPr>";
  }
  x_ << (keeps_blanks(text) ? "<w:t xml:space=\"preserve\">" : "<w:t>") << esc(text) << "</w:t></w:r>";
}

void BodyWriter::tab() {
  x_ << "<w:r>";
  if (!run_more_.empty()) x_ << "<w:rPr>" << run_more_ << "</w:rPr>";
  x_ << "<w:tab/></w:r>";
}

void BodyWriter::line_break() { x_ << "<w:r><w:br/></w:r>"; }

void BodyWriter::link(const Inline& one, std::string_view look) {
  x_ << "<w:hyperlink r:id=\"" << relate("hyperlink", uri(one.target), true) << "\" w:history=\"1\">";
  run(one.text, look_of(one.emphasis, look.empty() ? "Hyperlink" : look));
  x_ << "</w:hyperlink>";
}

void BodyWriter::reference(const Inline& one, std::string_view look) {
  const auto found = anchors_.find(one.target);
  if (found == anchors_.end()) {
    missing("文中引用的“" + one.target + "”不在文中");
    return;
  }
  const document::Block& target = *found->second;
  const std::string& bookmark = bookmarks_.at(target.id);
  if (one.kind == Inline::Kind::page_of) {
    field("PAGEREF " + bookmark + " \\h", page_label(target), look);
    return;
  }
  const std::string number = document::number_of(target);
  const auto* heading = std::get_if<document::Heading>(&target.content);
  if (heading == nullptr) {
    field("REF " + bookmark + " \\h", number, look);
  } else if (number == heading->number && !number.empty()) {
    field("REF " + bookmark + " \\n \\h", number, look);
  } else {
    // Word would print the mark after the number (一、) as well; so a link with the number as text.
    x_ << "<w:hyperlink w:anchor=\"" << bookmark << "\" w:history=\"1\">";
    run(number, look);
    x_ << "</w:hyperlink>";
  }
}

void BodyWriter::field_mark(std::string_view kind) { x_ << "<w:r><w:fldChar w:fldCharType=\"" << kind << "\"/></w:r>"; }

void BodyWriter::instruction(std::string_view text) {
  x_ << "<w:r><w:instrText xml:space=\"preserve\"> " << esc(text) << " </w:instrText></w:r>";
}

void BodyWriter::field(std::string_view code, std::string_view result, std::string_view look) {
  field_mark("begin");
  instruction(code);
  field_mark("separate");
  run(result, look);
  field_mark("end");
}

const std::string* BodyWriter::bookmark_of(std::uint32_t block) const {
  const auto found = bookmarks_.find(block);
  return found != bookmarks_.end() ? &found->second : nullptr;
}

void BodyWriter::bookmark_start() {
  const std::string* name = block_ != nullptr ? bookmark_of(block_->id) : nullptr;
  if (name == nullptr || bookmark_open_ || bookmarked_ == block_->id) return;
  bookmarked_ = block_->id;
  x_ << "<w:bookmarkStart w:id=\"" << next_bookmark_ << "\" w:name=\"" << *name << "\"/>";
  bookmark_open_ = true;
}

void BodyWriter::bookmark_end() {
  if (!bookmark_open_) return;
  x_ << "<w:bookmarkEnd w:id=\"" << next_bookmark_++ << "\"/>";
  bookmark_open_ = false;
}

void BodyWriter::bookmark_once() {
  bookmark_start();
  bookmark_end();
}

/// The number Word gives the page. A page that prints none (a letter's first) has one all the same.
std::string BodyWriter::page_label(const document::Block& target) {
  const auto found = pages_.blocks.find(target.id);
  if (found == pages_.blocks.end()) {
    missing("找不到文中一处所在的页码");
    return {};
  }
  if (!found->second.label.empty()) return found->second.label;
  for (const auto& section : document_.sections) {
    if (!counted({section.kind, false}) || section.blocks.empty()) continue;
    const auto first = pages_.blocks.find(section.blocks.front().id);
    if (first == pages_.blocks.end() || first->second.page > found->second.page) break;
    return std::to_string(found->second.page - first->second.page + 1);
  }
  missing("文中引用了没有页码的一页");
  return {};
}

std::string BodyWriter::relate(std::string_view type, std::string target, bool external) {
  auto& all = body_.relationships;
  const auto same = std::find_if(all.begin(), all.end(), [&](const Relationship& r) {
    return r.type == type && r.target == target && r.external == external;
  });
  if (same != all.end()) return same->id;
  std::string id = "rId" + std::to_string(kFirstFreeId + static_cast<int>(all.size()));
  all.push_back({id, type, std::move(target), external});
  return id;
}

void BodyWriter::tell_rare(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto d = text::decode(text, at);
    if (rare_font_of(d.code) == RareFont::extension_g && told_.insert(d.code).second) {
      out_.warning(codes::kWordRareFace, block_ != nullptr ? block_->source : Place{},
                   "DOCX 里的“" + std::string(text.substr(at, d.length)) + "”要用 SimSun-ExtG 显示，较旧的 Windows 没有这个字体，会显示成方框",
                   {"在 Windows 11 上打开，或以 PDF 为准"});
    }
    at += d.length;
  }
}

void BodyWriter::missing(std::string message) {
  out_.warning(codes::kDocxReference, block_ != nullptr ? block_->source : Place{}, std::move(message));
}

}  // namespace gongwen::docx
