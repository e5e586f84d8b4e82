#pragma once

// A finished PDF read back, whoever made it: where every character stands and in which face, rules, boxes, pictures, and what the
// file says of itself. For `check --page`, for verify, for the search for leaks.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/diagnostic.h"

namespace gongwen::inspect {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool known = true;   ///< false: a pattern or a colour space that is not worked out
  friend bool operator==(const Colour&, const Colour&) = default;
};

/// The trade's faces, known by the names that foundries give them. Serif and sans are Western.
enum class FaceKind : std::uint8_t { other, fangsong, kaiti, heiti, xiaobiaosong, songti, serif, sans };

struct Font {
  std::string name;      ///< BaseFont without the subset's tag, UTF-8
  FaceKind kind = FaceKind::other;
  bool bold = false;     ///< a bold cut by its name
  bool embedded = false;
  bool subset = false;
};

/// One code shown. Lengths in millimetres from the upper left corner of the page as a reader shows it.
struct Glyph {
  double x = 0, y = 0;        ///< origin on the baseline
  double advance = 0;         ///< along the baseline, spacing included
  double size = 0;            ///< em height
  double width = 0;           ///< of the glyph alone, without Tc, Tw, TJ
  std::string text;           ///< UTF-8; empty when the file does not say which character it is
  std::uint32_t font = 0;     ///< index in Document::fonts
  Colour colour;
  std::int16_t angle = 0;     ///< of the baseline, degrees, 0 = left to right
  bool visible = true;        ///< false: text rendering mode 3 or 7
  bool stroked = false;       ///< outlined as well as filled: a bold made by a writer
  bool artifact = false;      ///< inside marked content /Artifact
};

/// A straight line: stroked, or a filled rectangle thinner than 2 mm. Its box, so a horizontal one has y1 - y0 = thickness.
struct Rule {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool horizontal = true;
  Colour colour;
  double thickness() const noexcept { return horizontal ? y1 - y0 : x1 - x0; }
  double length() const noexcept { return horizontal ? x1 - x0 : y1 - y0; }
};

/// Any other path that is painted.
struct Shape { double x0 = 0, y0 = 0, x1 = 0, y1 = 0; Colour colour; bool filled = false; };

struct Picture { double x0 = 0, y0 = 0, x1 = 0, y1 = 0; std::uint32_t pixels_wide = 0, pixels_high = 0; };

/// ActualText over a run of glyphs (ISO 32000-1 14.9.4): what a reader extracts instead of them.
struct Replacement { std::size_t first = 0, count = 0; std::string text; };

struct Page {
  double width = 0, height = 0;   ///< as shown, turned
  int turned = 0;                 ///< /Rotate
  std::string label;              ///< page label, or the page's number
  std::vector<Glyph> glyphs;      ///< in the order painted
  std::vector<Rule> rules;
  std::vector<Shape> shapes;
  std::vector<Picture> pictures;
  std::vector<Replacement> replacements;
};

/// A string or a readable stream of the file that need not stand on any page: metadata, outline, alternative texts, attachments.
struct ObjectText { int object = 0; std::string where; std::string text; };

struct Facts {
  std::string pdf_version, title, producer, creator, language, metadata;   ///< metadata: the XMP packet
  bool encrypted = false;    ///< with an empty password, so that all may read it
  bool tagged = false;
  bool repaired = false;     ///< the file is damaged; what could be read was read
};

struct Document {
  std::vector<Font> fonts;
  std::vector<Page> pages;
  Facts facts;
  std::vector<ObjectText> objects;   ///< only when asked for
};

/// What a file may cost at most. Beyond it: P004.
struct Limits {
  std::uint64_t file = std::uint64_t{512} << 20;
  std::uint64_t stream = std::uint64_t{64} << 20;        ///< one stream, inflated
  std::uint64_t streams = std::uint64_t{1} << 30;        ///< all of them
  std::uint32_t pages = 20'000;
  std::uint64_t glyphs = 4'000'000;
  std::uint64_t operators = 50'000'000;
};

/// Reads a PDF.
///
/// bytes    the whole file; must live during the call only.
/// file     the name shown in places.
/// objects  true: also collects every string and readable stream of the file (Document::objects).
/// Returns the document, or nothing and the reason in `out`. A page or font that is damaged is read as far as it goes.
/// Errors P001 no PDF, P002 damaged beyond reading, P003 needs a password, P004 beyond `limits`.
/// Threads reads only its arguments.
/// Source ISO 32000-1:2008 7.8, 8.4-8.5, 9.4, 9.10, 14.6.
std::optional<Document> read(std::string_view bytes, const Place::Name& file, Diagnostics& out, bool objects = false,
                             const Limits& limits = {});

/// A page's text as a reader would copy it: lines from top to bottom, LF between them, replacements applied, hidden text included.
std::string text_of(const Page& page);

/// The face's kind by its name: "FZXiaoBiaoSong-B05S" is xiaobiaosong, "SimSun" songti.
FaceKind face_kind(std::string_view name);
/// 仿宋, 楷体, …; "其他".
std::string_view name_of(FaceKind kind) noexcept;

}  // namespace gongwen::inspect
