#pragma once

// Glyphs of one `lay_out` call: each character of each role is looked up once.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/length.h"
#include "foundation/text/line_class.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::layout {

/// What the line breaker knows of a character; bits of GlyphInfo::traits.
namespace trait {
inline constexpr std::uint8_t kWestern = 1;     ///< part of Western words, addresses, numbers: never torn
inline constexpr std::uint8_t kGapWestern = 2;  ///< a letter or digit: 1/4 em apart from a Hanzi
inline constexpr std::uint8_t kGapHanzi = 4;    ///< a Hanzi in the sense of that gap
inline constexpr std::uint8_t kNotAtStart = 8;  ///< may not begin a line
inline constexpr std::uint8_t kNotAtEnd = 16;   ///< may not end a line
inline constexpr std::uint8_t kHalfBlank = 32;  ///< a full-width mark, half of it blank
inline constexpr std::uint8_t kMissing = 64;    ///< no face has it
inline constexpr std::uint8_t kKnown = 128;     ///< looked up
}  // namespace trait

struct GlyphInfo {
  std::uint32_t advance = 0;        ///< 1/65536 em
  fonts::GlyphId glyph = 0;
  fonts::FaceId face = 0;
  text::LineClass cls = text::LineClass::hanzi;
  std::uint8_t traits = 0;
};

/// The glyphs of one role.
class RoleGlyphs {
 public:
  /// names  the paper's proper names, the longest first; see Glyphs.
  RoleGlyphs(const fonts::FontBook& book, const fonts::Role& role, const std::vector<std::u32string>& names);

  const GlyphInfo& get(char32_t c) {
    if (c < 0x10000) {
      auto& page = pages_[c >> 8U];
      if (page == nullptr) page = std::make_unique<Page>();
      GlyphInfo& info = (*page)[c & 0xFFU];
      if (info.traits == 0) info = look_up(c);
      return info;
    }
    GlyphInfo& info = rare_[c];
    if (info.traits == 0) info = look_up(c);
    return info;
  }
  /// The same, drawn by a face already chosen.
  GlyphInfo from_face(char32_t c, fonts::FaceId face) const;

  /// Names that would be torn if each of their characters were set in its own first face. Usually none.
  const std::vector<std::u32string>& torn_names() const noexcept { return torn_; }

  const fonts::Role& role() const noexcept { return role_; }
  const fonts::FontBook& book() const noexcept { return book_; }

 private:
  using Page = std::array<GlyphInfo, 256>;
  GlyphInfo look_up(char32_t c) const;

  const fonts::FontBook& book_;
  const fonts::Role& role_;
  std::array<std::unique_ptr<Page>, 256> pages_;
  std::map<char32_t, GlyphInfo> rare_;
  std::vector<std::u32string> torn_;
};

class Glyphs {
 public:
  /// names  proper names (document::Document::names): wherever one of them stands, in a caption, a heading or in running text,
  ///        it is set in one face.
  Glyphs(const fonts::FontBook& book, const std::vector<std::string>& names);
  RoleGlyphs& role(std::string_view key);

 private:
  const fonts::FontBook& book_;
  std::vector<std::u32string> names_;   // the longest first
  std::map<std::string, RoleGlyphs, std::less<>> roles_;
};

/// A stretch's glyphs, size and colour.
struct Format {
  RoleGlyphs* glyphs = nullptr;
  Length size;
  std::int32_t em = 0;            ///< advance of a Hanzi, EMU
  std::int32_t latin_cell = 0;    ///< what a Western character takes at least, EMU; 0 = its own width
  style::Colour colour;
};

}  // namespace gongwen::layout
