#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/pdf/objects.h"
#include "pages/fonts/fonts.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// What a glyph without a text of its own says to a reader: ISO 19005-2 6.2.11.7.2 wants a Unicode value for every glyph.
inline constexpr char32_t kNoText = 0x200B;  // zero width space

/// One face as this file uses it: its glyphs and the codes that stand for them.
class UsedFace {
 public:
  UsedFace(fonts::FaceId id, const fonts::Face& face, std::vector<fonts::GlyphUse> uses);

  fonts::FaceId id() const noexcept { return id_; }
  const fonts::Face& face() const noexcept { return *face_; }
  const std::vector<fonts::GlyphUse>& uses() const noexcept { return uses_; }
  /// REQUIRES: used by the layout the set was made from.
  std::uint16_t code(fonts::GlyphId glyph, char32_t text) const;
  /// Advance of a code in thousandths of an em, as written into /W.
  std::int32_t width(std::uint16_t code) const { return widths_[code - 1U]; }
  /// Code of the blank, 0 when the face has none or no text ends a word here.
  std::uint16_t space() const noexcept { return space_; }

 private:
  fonts::FaceId id_;
  const fonts::Face* face_;
  std::vector<fonts::GlyphUse> uses_;   // sorted; code = index + 1
  std::vector<std::int32_t> widths_;
  std::vector<std::uint16_t> first_;    // by glyph - lowest_: code of its first use, 0 = none
  fonts::GlyphId lowest_ = 0;
  std::uint16_t space_ = 0;
};

/// The faces of one file. Gathers every glyph of the layout, so that each program is cut once.
class FontSet {
 public:
  /// Errors InternalError for glyph 0 or a face the book does not have.
  FontSet(const layout::Layout& layout, const fonts::FontBook& book);

  const UsedFace& face(fonts::FaceId id) const;
  /// The number in the face's resource name, /F0 /F1 …: its place among the faces of this file, so that what else the book holds
  /// does not show in the bytes.
  std::size_t place(fonts::FaceId id) const;
  /// Writes programs, descriptors and maps. Returns the entries of the resource dictionary's /Font: "/F0 5 0 R …".
  std::string write(Objects& objects) const;

 private:
  std::vector<UsedFace> faces_;              // in the order of their ids
  std::vector<std::size_t> by_id_;           // index into faces_
};

}  // namespace gongwen::pdf
