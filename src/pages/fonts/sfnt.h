#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "pages/fonts/bytes.h"

namespace gongwen::fonts {

/// The table directory of one face in a font file (a single font, or face `index` of a collection).
/// Ownership: a view; the font's bytes must outlive it.
class Sfnt {
 public:
  /// Returns nothing when the bytes are no font file, or there is no such face.
  static std::optional<Sfnt> read(Bytes file, std::uint32_t index);
  /// A table by its four letters; empty when the face has none, or it does not lie inside the file.
  Bytes table(const char (&tag)[5]) const noexcept;

 private:
  Sfnt(Bytes file, std::size_t directory, std::size_t count) : file_(file), directory_(directory), count_(count) {}
  Bytes file_;
  std::size_t directory_;
  std::size_t count_;
};

/// What a face says of itself. Lengths in font units.
struct Metrics {
  std::uint32_t glyph_count = 0;
  std::uint16_t units_per_em = 0;
  std::int32_t ascent = 0, descent = 0, cap_height = 0;
  std::array<std::int32_t, 4> box{};
  bool long_loca = false;
  std::uint32_t advance_count = 0;  ///< entries of hmtx with an advance of their own
};

/// Reads head, hhea, maxp, hmtx and OS/2. Returns nothing when one of the first four is missing or contradicts the others.
std::optional<Metrics> read_metrics(const Sfnt& font);

/// What of the font's licence bits keeps us from embedding a subset (OS/2 fsType): "restricted licence" as the only usage
/// permission, "no subsetting", "bitmaps only".
/// Source OpenType 1.9, OS/2 fsType.
enum class EmbeddingBar : std::uint8_t { none, restricted, no_subsetting, bitmaps_only };
EmbeddingBar embedding_bar(const Sfnt& font) noexcept;

/// An English entry of the `name` table: 1 family, 2 style, 6 PostScript name. Empty when there is none.
std::string read_name(const Sfnt& font, std::uint16_t name_id);

}  // namespace gongwen::fonts
