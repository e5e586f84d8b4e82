#pragma once

// What the parts of the layout share while pages are made: the document's context, and the flow that fills pages one after
// another. One flow for each section; `lay_out` joins them.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content/document/document.h"
#include "pages/layout/glyphs.h"
#include "pages/layout/layout.h"
#include "pages/layout/text.h"

namespace gongwen::layout {

/// Labels of pages and blocks, as known from the pass before; notes which were asked for, so that a pass that settled can be
/// told from one that did not.
class References {
 public:
  explicit References(const document::Document& document);
  const document::Block* find(std::string_view anchor) const;
  /// The printed page of a block; "0" while unknown.
  const std::string& page_label(std::uint32_t block);
  void learn(const std::map<std::uint32_t, std::string>& labels) { known_ = labels; }
  /// True when every label given out is the one the block has now.
  bool settled(const std::map<std::uint32_t, std::string>& labels) const;
  void begin_pass() { given_.clear(); }

 private:
  std::map<std::string_view, const document::Block*> anchors_;
  std::map<std::uint32_t, std::string> known_, given_;
};

struct Context {
  const document::Document& document;
  const fonts::FontBook& book;
  const style::PageStyle& style;
  Diagnostics out;               ///< of this pass
  Glyphs glyphs;
  References references;
  std::map<std::uint32_t, std::vector<Length>> columns = {};   ///< widths of tables' columns, by block
  std::map<std::uint32_t, Length> heights = {};                ///< of charts, by block
  std::uint64_t work = 0;        ///< cells and rules of tables looked at

  Format format(const style::TextStyle& text);
  /// A stretch's own format: emphasis in its face, everything else as the paragraph's.
  Format format(const style::TextStyle& text, document::Emphasis emphasis);
};

/// Left ends and the right end of a paragraph's lines, from the text area's left edge.
struct Frame {
  Length first, rest, right;
  style::Align align = style::Align::justify;
};

/// A link whose page is found when all pages are there.
struct PendingLink {
  std::uint32_t page = 0;        ///< of the flow
  Link link;
  std::uint32_t target = 0;      ///< block id; 0 = link.url
};

/// Where a block begins, in the flow's own pages.
struct Landing { std::uint32_t page = 0; Length y; };

class Flow {
 public:
  explicit Flow(Context& context);

  // ---- pages ----
  Page& page() { return pages.back(); }
  std::uint32_t page_index() const { return static_cast<std::uint32_t>(pages.size() - 1); }
  void new_page();
  /// What follows stands on upright pages, or on turned ones whose top is the binding edge (GB/T 9704-2012 8). Begins a page
  /// unless this one is empty or already so.
  void turn(bool on);
  /// Begins a new page unless `height` is left on this one, or this one is empty.
  void need(Length height);
  bool fits(Length height) const { return y + height <= bottom; }
  /// The same for lines of text: the white below a page's last line may reach out of the text area, so that lines of a wide
  /// pitch fill it (撑满版心, GB/T 9704-2012 5.2.3).
  bool fits_lines(Length height) const { return y + height <= bottom + slack; }
  bool at_top() const { return y <= Length() && !started; }
  /// Advances, but not at a page's top.
  void blank_lines(std::uint32_t lines);
  Length width() const { return page_turned() ? context.style.text_height : context.style.text_width; }
  Length text_height() const { return page_turned() ? context.style.text_width : context.style.text_height; }
  bool page_turned() const { return pages.back().turned; }
  /// Page coordinates of a place in the text area.
  Point point(Length x, Length down) const;

  // ---- structure ----
  NodeId open(Tag tag, NodeId parent, std::uint32_t block = 0);

  // ---- text ----
  /// Appends inlines to `text`, references resolved.
  void shape(Text& text, const document::Inlines& inlines, const style::TextStyle& style);
  void words(Text& text, std::string_view utf8, const style::TextStyle& style);
  /// Nodes for a text's spans: the node itself, or, when the text holds links, spans and links under it.
  void leaves(const Text& text, NodeId node, std::vector<NodeId>& nodes);
  /// Breaks and paints a paragraph at the cursor, from page to page; `keep` is what must stand on the page of its last lines.
  void paragraph(const Text& text, const style::TextStyle& style, const Frame& frame, NodeId node, Length keep = Length(),
                 bool last_of_section = false);
  /// Paints lines at a place of this page without moving the cursor. Returns the height.
  Length lines_at(const Text& text, const std::vector<Line>& lines, std::size_t from, std::size_t to, Point top,
                  const style::TextStyle& style, style::Align align, const std::vector<NodeId>& nodes, Length first = Length());
  /// One line, its left end at `x` from the text area's left, at the cursor's line. Returns its width.
  Length single_line(const Text& text, const style::TextStyle& style, Length x, NodeId node, Length down);
  Length pitch(const style::TextStyle& style) const;

  // ---- plain shapes ----
  void rule(Length x, Length top, Length w, Length h, style::Colour colour = {});

  /// Notes that a block begins with whatever is painted next.
  void expect(std::uint32_t block) { expected = block; }
  /// To be called before something is painted at the cursor.
  void arrive();

  Context& context;
  std::vector<Page> pages;
  std::vector<Node> nodes;                 ///< node 0 is the section
  std::vector<PendingLink> links;
  std::map<std::uint32_t, Landing> landings;
  struct Head { std::uint8_t level; std::string title; std::uint32_t page; Length y; };
  std::vector<Head> heads;                 ///< for the outline
  Length y;                                ///< cursor, from the text area's top
  Length bottom;                           ///< of the text area
  Length slack;                            ///< by which the page's lines, each a whole pitch high, are higher than it
  bool turned = false;                     ///< new pages are turned
  bool started = false;                    ///< something stands on this page
  std::uint32_t expected = 0;              ///< block that has not landed yet
  std::size_t run_in_at = 0;               ///< spans from here on are a paragraph run in after a heading; 0 = none

  // Scratch, kept between paragraphs.
  Text text;
  std::vector<Line> lines;
  std::vector<NodeId> span_nodes;
  Positions positions;

 private:
  void shape_page();
  void leaves_of(const Text& text, std::size_t from, std::size_t to, NodeId node, std::vector<NodeId>& nodes);
  void add_links(const Text& text, const Line& line, Point origin, const style::TextStyle& style,
                 const std::vector<NodeId>& nodes);
};

Length em_of(const style::TextStyle& style);
/// Hundredths of 字 as a length of this text.
Length indent_of(const style::TextStyle& style, std::int32_t hundredths);
/// From a line's top to its baseline, so that the Hanzi's ink begins at the top.
Length ascent_of(const style::TextStyle& style);
Frame frame_of(const style::TextStyle& style, Length width);

// The parts, each in its own file.
void compose_section(Flow& flow, const document::Section& section);
void compose_masthead(Flow& flow, const document::Masthead& masthead);
/// Edges of a table's columns from the text area's left, one more than there are columns. Wider tables are made to fit (L030); one
/// whose columns all have their own width may be narrower, and stands in the middle.
std::vector<Length> column_edges(Flow& flow, const document::Table& table, const document::Block& block);
/// `keep`: height of what must not stand alone on the page after the table.
void compose_table(Flow& flow, const document::Table& table, const document::Block& block, Length keep);
void compose_chart(Flow& flow, const document::Chart& chart, std::uint32_t block);
void compose_picture(Flow& flow, const document::Picture& picture, std::uint32_t block);
void compose_signature(Flow& flow, const document::SignatureBlock& signature, std::uint32_t block);
/// Height of a signature block with the blank lines above it.
Length signature_height(const Flow& flow, const document::SignatureBlock& signature);
/// Height of a chart or picture with its caption.
Length figure_height(Flow& flow, const document::Block& block);
void compose_attachment_note(Flow& flow, const document::AttachmentNote& note, std::uint32_t block, Length keep);
void compose_contents(Flow& flow, const document::Contents& contents, std::uint32_t block);
void compose_key_values(Flow& flow, const document::KeyValues& lines, std::uint32_t block);
void compose_imprint(Flow& flow, const document::Imprint& imprint, std::uint32_t block);
/// Paints "— 3 —" on a page.
void paint_page_number(Flow& flow, Page& page, std::uint32_t number);

}  // namespace gongwen::layout
