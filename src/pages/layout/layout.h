#pragma once

// Finished pages: what is painted where, and what each painted thing is. A Layout suffices alone: writers (PDF, OFD) need no
// Document, and a test rebuilds all text and structure from it. No words of any output format here.
//
// Coordinates: EMU, origin at the page's top left, y down. Const after `lay_out`.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content/document/document.h"
#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/length.h"
#include "foundation/image/image.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::layout {

using NodeId = std::int32_t;
inline constexpr NodeId kArtifact = -1;   ///< page numbers, rules, frames: not part of the text

/// What a part of the text is, for readers who do not see the page.
enum class Tag : std::uint8_t {
  document, section, title, heading, paragraph, span, link, note,
  contents, contents_entry, reference,
  table, row, header_cell, cell, caption, figure,
};
enum class Scope : std::uint8_t { none, row, column };

/// Nodes stand in reading order, parents before children. A node has either children or painted content, never both.
struct Node {
  Tag tag = Tag::paragraph;
  NodeId parent = kArtifact;         ///< kArtifact only for the root (node 0, Tag::document)
  std::uint8_t level = 0;            ///< headings: 1 …
  Scope scope = Scope::none;         ///< header cells
  std::uint16_t column_span = 1, row_span = 1;
  std::string alt;                   ///< figures, links
  std::uint32_t block = 0;           ///< document::Block::id it came from, 0 = none
};

struct Point { Length x, y; };
struct Box { Length x, y, width, height; };

/// A glyph and the character it stands for. `x` is its origin's offset from the run's origin.
struct Glyph {
  fonts::GlyphId id = 0;
  char32_t unicode = 0;              ///< 0: no text of its own
  Length x;
};
/// Glyphs of one face and size on one baseline, in reading order.
struct GlyphRun {
  fonts::FaceId face = 0;
  Length size;
  Point origin;                      ///< on the baseline
  style::Colour colour;
  std::vector<Glyph> glyphs;
  bool turned = false;               ///< set a quarter turn clockwise about its origin: reads downwards
};
/// A filled rectangle: rules, frames, shading.
struct Rule { Box box; style::Colour colour; };
/// A polygon or polyline of a chart.
struct Shape {
  std::vector<Point> points;
  bool closed = true;
  std::optional<style::Colour> fill;
  std::optional<style::Colour> stroke;
  Length stroke_width;
  std::vector<Length> dash;
  std::vector<std::uint32_t> moves = {};  ///< points that begin another stroke, ascending; never 0
};
/// `box` is the upright picture's; the image says how far its pixels are to be turned. `pressed`: ink over what is there
/// already, as a seal's: white in it hides nothing.
struct Picture { std::shared_ptr<const image::Image> image; Box box; bool pressed = false; };

struct Item {
  NodeId node = kArtifact;
  bool space_before = false;         ///< the text before it on the page ends a word: extraction must not join them
  std::variant<GlyphRun, Rule, Shape, Picture> content;
};

struct Link {
  Box box;
  NodeId node = kArtifact;           ///< a Tag::link or Tag::reference node
  std::string url;                   ///< or
  std::optional<std::uint32_t> page; ///< page from 0, and
  Length y;                          ///< where on it
};

struct Page {
  Length width, height;
  std::string label;                 ///< as printed ("3"); empty when none is printed
  std::vector<Item> items;           ///< in painting order = reading order
  std::vector<Link> links;
  bool turned = false;               ///< a wide table's: what is its top edge here is bound at the left, as other pages are
};

struct OutlineEntry { std::uint8_t level = 1; std::string title; std::uint32_t page = 0; Length y; };

struct Meta {
  std::string title, author, subject, language = "zh-CN";
  std::vector<std::string> keywords;
  std::optional<Date> date;
};

struct Layout {
  Meta meta;
  std::vector<Page> pages;
  std::vector<Node> nodes;           ///< nodes[0] is the root
  std::vector<OutlineEntry> outline;
};

struct Result {
  Layout layout;
  document::PageMap pages;
  std::uint64_t work = 0;            ///< cells and rules of tables looked at: grows with the rows, not with their square
};

/// Sets a document on pages.
///
/// Returns the pages and where each block came to stand. With errors in `out` the layout is incomplete and must not be written.
/// Errors F010 a character no face has (names the character, the field, the faces tried); L0xx: L001 a cell higher than a page,
///        L002 a word wider than the line, L003 references that do not settle …
/// Threads reads only its arguments; `book` and `style` may be shared.
/// Source GB/T 9704-2012; CLREQ; DESIGN 2.
Result lay_out(const document::Document& document, const fonts::FontBook& book, const style::PageStyle& style,
               Diagnostics& out);

/// One line per page, run and node, for tests and goldens.
std::string dump(const Layout& layout, const fonts::FontBook& book);
/// The text as a reader would copy it: nodes in order, a line feed between blocks, no blanks from gaps.
std::string plain_text(const Layout& layout);

}  // namespace gongwen::layout
