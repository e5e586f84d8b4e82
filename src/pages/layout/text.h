#pragma once

// A paragraph on its way to lines: characters with their glyphs (atoms), and where lines may end.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "content/document/document.h"
#include "foundation/base/diagnostic.h"
#include "pages/layout/glyphs.h"
#include "pages/layout/layout.h"

namespace gongwen::layout {

/// One character with its glyph. All widths of a paragraph are EMU in 32 bits: a line is 5.6 million.
struct Atom {
  enum class Kind : std::uint8_t { glyph, line_break, fill };
  char32_t code = 0;
  std::int32_t advance = 0;
  std::int32_t shift = 0;           ///< how far left of the pen the glyph stands: marks cut to half an em on both sides
  fonts::GlyphId glyph = 0;
  fonts::FaceId face = 0;
  std::uint16_t span = 0;
  text::LineClass cls = text::LineClass::hanzi;
  std::uint8_t traits = 0;
  Kind kind = Kind::glyph;
  bool joined = false;              ///< no break before it: inside a name, a number, an address
};

/// Atoms of one format and one source.
struct Span {
  Format format;
  const document::Inline* source = nullptr;   ///< null for words of the layout's own ("附件：")
};

struct Text {
  std::vector<Atom> atoms;
  std::vector<Span> spans;
  void clear() { atoms.clear(); spans.clear(); }
  const Format& format(const Atom& a) const { return spans[a.span].format; }
};

struct Line {
  std::uint32_t begin = 0, end = 0;   ///< atoms painted
  std::int32_t width = 0;             ///< natural, adjacent marks already at 1.5 em
  std::int32_t room = 0;              ///< the measure it was made for
  bool last = false;                  ///< of the paragraph, or before a break by sense: set at its natural width
  bool space_before = false;          ///< a blank was dropped at the break before it
};

/// Appends a stretch. `joined`: never torn. `word`: a name, one face for the whole of it.
/// Errors F010 in `out`, once a character and stretch.
void append(Text& text, std::string_view utf8, const Format& format, const document::Inline* source, bool joined, bool word,
            Diagnostics& out);
void append_line_break(Text& text);
void append_fill(Text& text, const Format& format, const document::Inline* source);
/// Where a line may end between two atoms. `inside_joined`: also inside what is never torn, as a last resort.
bool may_break(const Atom& a, const Atom& b, bool inside_joined) noexcept;
/// Hanzi of a line, counted up to two; a Western word counts as two.
int weight_of(const Text& text, const Line& line);
/// The natural width of a part as one line.
std::int32_t natural_width(const Text& text, std::uint32_t begin, std::uint32_t end);

/// To be called once all stretches are there: single dashes, Western words on half-width cells.
void finish(Text& text);

/// The natural width of the whole as one line.
std::int32_t natural_width(const Text& text);

struct BreakOptions {
  std::int32_t first = 0, rest = 0;   ///< measures of the first line and the others, > 0
  bool justify = true;                ///< squeezing and stretching allowed
  Place place;                        ///< for L002
};

/// Breaks a paragraph into lines.
///
/// Returns at least one line in `lines` (cleared first); together they cover every atom once, in order, but for breaks and
/// the blanks dropped at them.
/// Errors L002 (warning) a word wider than the line; it is torn.
/// Source CLREQ "line composition", standards of the kept-back notice: prohibition level basic; adjacent marks 1.5 em; a mark
///        that may not begin a line is squeezed in first; one more character only when that takes no more than half an em.
void break_lines(const Text& text, const BreakOptions& options, std::vector<Line>& lines, Diagnostics& out);
/// The same for titles: as few lines as possible, in the shape of a trapezoid or a diamond (梯形、菱形), broken by sense as far
/// as a list of common words tells it, no line of a single character.
/// Source GB/T 9704-2012 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
void break_balanced(const Text& text, const BreakOptions& options, std::vector<Line>& lines, Diagnostics& out);

/// Looks at the lines of a title broken by the template's own breaks: L010, L011 (warnings), at most one of each.
void check_title(const Text& text, const std::vector<Line>& lines, const Place& place, Diagnostics& out);

/// Where a line's glyphs come to stand.
struct Positions {
  std::vector<std::int32_t> x;        ///< of each atom's glyph origin, from the line's left end
  std::int32_t width = 0;             ///< taken by the line
  std::int32_t fill_begin = 0, fill_end = 0;   ///< of the (last) fill, when there is one
  std::vector<std::int32_t> left, right, gap;  ///< what each atom lost on either side, and the white after it; kept so that
                                               ///< a paragraph's lines need no memory of their own
};
/// Squeezes, stretches (lines that are not `last`, when `justify`) and places.
/// Source CLREQ, order of squeezing and stretching: standards of 2.2.
void set_line(const Text& text, const Line& line, bool justify, Positions& out);

/// Paints a line into `items`: one run for each stretch of one face, format and node. `nodes[i]` is the node of span i.
void paint_line(const Text& text, const Line& line, const Positions& positions, Point origin, std::span<const NodeId> nodes,
                std::vector<Item>& items);

}  // namespace gongwen::layout
