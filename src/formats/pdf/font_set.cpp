// Composite fonts (ISO 32000-1 9.7): Identity-H codes of two bytes that are the CIDs of a subset made for this file.

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "formats/pdf/font_set.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

constexpr std::size_t kUnused = std::numeric_limits<std::size_t>::max();

/// Outlines hardly repeat: what deflate gains on them is the coding of their bytes, and its fastest level has nearly all of that
/// (measured: 0.8 % more bytes than level 6 in half the time).
constexpr int kProgramLevel = 1;

fonts::GlyphUse use_of(const layout::Glyph& glyph) {
  return {glyph.id, glyph.unicode == 0 ? kNoText : glyph.unicode};
}

/// "[1[500 520]7[480]]": widths that are not the default of 1000, consecutive codes together (9.7.4.3).
std::string width_array(const UsedFace& used) {
  std::string out = "[";
  std::size_t last = 0;
  for (std::size_t code = 1; code <= used.uses().size(); ++code) {
    const auto width = used.width(static_cast<std::uint16_t>(code));
    if (width == 1000) continue;
    if (last == 0 || last + 1 != code) {
      if (last != 0) out += ']';
      put_int(out, static_cast<std::int64_t>(code));
      out += '[';
    } else {
      out += ' ';
    }
    put_int(out, width);
    last = code;
  }
  out += last != 0 ? "]]" : "]";
  return out;
}

/// 9.10.3: a bfchar line per code, at most 100 a block.
std::string to_unicode(const std::vector<fonts::GlyphUse>& uses) {
  constexpr std::size_t kBlock = 100;
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
      "/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n";
  out.reserve(out.size() + uses.size() * 14 + 200);
  for (std::size_t from = 0; from < uses.size(); from += kBlock) {
    const std::size_t to = std::min(from + kBlock, uses.size());
    put_int(out, static_cast<std::int64_t>(to - from));
    out += " beginbfchar\n";
    for (std::size_t i = from; i < to; ++i) {
      out += '<';
      put_hex4(out, static_cast<std::uint32_t>(i + 1));
      out += "><";
      put_utf16_hex(out, uses[i].unicode);
      out += ">\n";
    }
    out += "endbfchar\n";
  }
  out += "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
  return out;
}

Ref write_program(Objects& objects, const fonts::Subset& subset) {
  std::string entries;
  if (subset.cff) {
    entries = "/Subtype/CIDFontType0C";
  } else {
    entries = "/Length1 ";
    put_int(entries, static_cast<std::int64_t>(subset.program.size()));
  }
  return objects.add_deflated(std::move(entries), subset.program, kProgramLevel);
}

Ref write_descriptor(Objects& objects, const fonts::Face& face, const std::string& name, bool cff, Ref program) {
  std::string d = "/Type/FontDescriptor/FontName" + name + "/Flags 4/FontBBox[";
  for (int i = 0; i < 4; ++i) {
    if (i != 0) d += ' ';
    put_int(d, face.bounding_box()[i]);
  }
  d += "]/ItalicAngle 0/Ascent ";
  put_int(d, face.ascent());
  d += "/Descent ";
  put_int(d, face.descent());
  d += "/CapHeight ";
  put_int(d, face.cap_height());
  d += cff ? "/StemV 80/FontFile3 " : "/StemV 80/FontFile2 ";
  put_ref(d, program);
  return objects.add(d);
}

Ref write_font(Objects& objects, const UsedFace& used) {
  const fonts::Face& face = used.face();
  const fonts::Subset subset = face.subset(used.uses());
  check(!subset.program.empty() && subset.tag.size() == 6, "pdf: a subset has a program and a tag of six letters");
  std::string name;
  put_name(name, subset.tag + "+" + (face.postscript_name().empty() ? "Font" : face.postscript_name()));

  const Ref descriptor = write_descriptor(objects, face, name, subset.cff, write_program(objects, subset));
  std::string cid = subset.cff ? "/Type/Font/Subtype/CIDFontType0/BaseFont" : "/Type/Font/Subtype/CIDFontType2/BaseFont";
  cid += name + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W" + width_array(used);
  cid += "/FontDescriptor ";
  put_ref(cid, descriptor);
  if (!subset.cff) cid += "/CIDToGIDMap/Identity";
  const Ref descendant = objects.add(cid);
  const Ref unicode = objects.add_deflated("", to_unicode(used.uses()));

  std::string font = "/Type/Font/Subtype/Type0/BaseFont" + name + "/Encoding/Identity-H/DescendantFonts[";
  put_ref(font, descendant);
  font += "]/ToUnicode ";
  put_ref(font, unicode);
  return objects.add(font);
}

}  // namespace

UsedFace::UsedFace(fonts::FaceId id, const fonts::Face& face, std::vector<fonts::GlyphUse> uses)
    : id_(id), face_(&face), uses_(std::move(uses)) {
  check(!uses_.empty() && uses_.size() < 0xFFFF, "pdf: a used face has 1 … 65534 glyphs");
  check(uses_.front().glyph != 0, "pdf: glyph 0 (.notdef) is never painted");
  const int units = face.units_per_em();
  check(units > 0, "pdf: a face has units");
  lowest_ = uses_.front().glyph;
  first_.assign(std::size_t{uses_.back().glyph} - lowest_ + 1U, 0);
  widths_.reserve(uses_.size());
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    const auto [glyph, text] = uses_[i];
    const auto code = static_cast<std::uint16_t>(i + 1);
    widths_.push_back((face.advance(glyph) * 1000 + units / 2) / units);
    auto& first = first_[static_cast<std::size_t>(glyph - lowest_)];
    if (first == 0) first = code;
    if (text == U' ') space_ = code;
  }
}

std::uint16_t UsedFace::code(fonts::GlyphId glyph, char32_t text) const {
  check(glyph >= lowest_ && glyph <= uses_.back().glyph, "pdf: every glyph painted was gathered");
  std::size_t code = first_[static_cast<std::size_t>(glyph - lowest_)];
  check(code != 0, "pdf: every glyph painted was gathered");
  const fonts::GlyphUse wanted = use_of({glyph, text, {}});
  while (uses_[code - 1] != wanted) {
    ++code;
    check(code <= uses_.size(), "pdf: every glyph painted was gathered");
  }
  return static_cast<std::uint16_t>(code);
}

namespace {

/// Every use of a face, most of them once: what was seen lately is not taken again.
class Gathered {
 public:
  void add(fonts::GlyphUse use) {
    fonts::GlyphUse& lately = lately_[use.glyph % lately_.size()];
    if (lately == use) return;
    lately = use;
    uses_.push_back(use);
  }
  std::vector<fonts::GlyphUse> sorted() {
    std::sort(uses_.begin(), uses_.end());
    uses_.erase(std::unique(uses_.begin(), uses_.end()), uses_.end());
    return std::move(uses_);
  }

 private:
  std::vector<fonts::GlyphUse> uses_;
  std::array<fonts::GlyphUse, 1024> lately_{};
};

}  // namespace

FontSet::FontSet(const layout::Layout& layout, const fonts::FontBook& book) {
  std::vector<std::unique_ptr<Gathered>> uses(book.faces().size());
  for (const auto& page : layout.pages) {
    for (std::size_t i = 0; i < page.items.size(); ++i) {
      const auto* run = std::get_if<layout::GlyphRun>(&page.items[i].content);
      if (run == nullptr || run->glyphs.empty()) continue;
      check(run->face < uses.size(), "pdf: a run's face is in the book");
      auto& of_face = uses[run->face];
      if (!of_face) of_face = std::make_unique<Gathered>();
      for (const auto& glyph : run->glyphs) of_face->add(use_of(glyph));
      // A blank before the run, or over the gap behind it when another element goes on there.
      const bool ends_element = i + 1 < page.items.size() && page.items[i + 1].node != page.items[i].node;
      if (!page.items[i].space_before && !ends_element) continue;
      const auto blank = book.face(run->face).glyph(U' ');
      if (blank != 0) of_face->add({blank, U' '});
    }
  }
  by_id_.assign(uses.size(), kUnused);
  for (std::size_t id = 0; id < uses.size(); ++id) {
    if (!uses[id]) continue;
    const auto face = static_cast<fonts::FaceId>(id);
    by_id_[id] = faces_.size();
    faces_.emplace_back(face, book.face(face), uses[id]->sorted());
  }
}

const UsedFace& FontSet::face(fonts::FaceId id) const {
  check(id < by_id_.size() && by_id_[id] != kUnused, "pdf: a painted face was gathered");
  return faces_[by_id_[id]];
}

std::size_t FontSet::place(fonts::FaceId id) const {
  check(id < by_id_.size() && by_id_[id] != kUnused, "pdf: a painted face was gathered");
  return by_id_[id];
}

std::string FontSet::write(Objects& objects) const {
  std::string resources;
  for (const auto& used : faces_) {
    resources += "/F";
    put_int(resources, static_cast<std::int64_t>(place(used.id())));
    resources += ' ';
    put_ref(resources, write_font(objects, used));
  }
  return resources;
}

}  // namespace gongwen::pdf
