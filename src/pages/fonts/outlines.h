#pragma once

#include <memory>
#include <span>
#include <string>

#include "pages/fonts/fonts.h"
#include "pages/fonts/sfnt.h"

namespace gongwen::fonts {

/// The outlines of one face, from which subsets are cut. Three kinds: copied CFF, copied glyf, and redrawn.
/// Threads immutable. Ownership: views; the font's bytes must outlive it.
class Outlines {
 public:
  Outlines() = default;
  Outlines(const Outlines&) = delete;
  Outlines& operator=(const Outlines&) = delete;
  virtual ~Outlines() = default;

  /// Whether the glyph paints nothing.
  virtual bool blank(GlyphId glyph) const noexcept = 0;
  /// A font program whose glyph i+1 is uses[i] and whose glyph 0 is .notdef. name: the PostScript name to write into it.
  virtual std::string subset(std::span<const GlyphUse> uses, const std::string& name) const = 0;
};

/// CFF whose charstrings stand alone (no subroutines): copied byte for byte. Nothing when the table is damaged, or has
/// subroutines.
std::unique_ptr<const Outlines> copied_cff(Bytes cff_table, std::uint32_t glyph_count);

/// A file of a face, and where its glyphs begin in the face's count: glyph g of the file is glyph base + g of the face.
struct FilePart {
  Sfnt font;
  Metrics metrics;
  GlyphId base = 0;
};
/// TrueType outlines, copied without their instructions, the components of composite glyphs after the glyphs used.
/// Nothing when loca and glyf of a part are missing or too short.
std::unique_ptr<const Outlines> copied_glyf(std::span<const FilePart> parts);

/// Any outlines that HarfBuzz can draw (CFF with subroutines, CFF2), written as new CFF without hints.
/// file  the whole font file. Nothing when HarfBuzz sees fewer glyphs than the face claims.
std::unique_ptr<const Outlines> redrawn_cff(Bytes file, std::uint32_t index, const Metrics& metrics);

}  // namespace gongwen::fonts
