// One line for each page, item and node:
//     page 1 label= 210.00x297.00
//       text 28.00,41.74 16.0 FandolFang-Regular #000000 n3 各地、各职业学校
//       rule 20.00,46.70 170.00x0.79 #ff0000
//     node 3 paragraph of 1 block 4
// Lengths are millimetres, sizes points.

#include <algorithm>
#include <string_view>

#include "foundation/text/utf8.h"
#include "pages/layout/layout.h"

namespace gongwen::layout {
namespace {

template <typename... F>
struct Overload : F... { using F::operator()...; };
template <typename... F>
Overload(F...) -> Overload<F...>;

/// A number of `unit` EMU with two digits after the point.
std::string number(Length value, std::int64_t unit) {
  const std::int64_t hundredths = (value.to_emu() * 100 + (value.to_emu() < 0 ? -unit / 2 : unit / 2)) / unit;
  const std::int64_t size = hundredths < 0 ? -hundredths : hundredths;
  std::string out = hundredths < 0 ? "-" : "";
  out += std::to_string(size / 100) + ".";
  out += static_cast<char>('0' + size / 10 % 10);
  out += static_cast<char>('0' + size % 10);
  return out;
}
std::string mm(Length v) { return number(v, 36'000); }
std::string pt(Length v) { return number(v, 12'700); }
std::string place(Point p) { return mm(p.x) + "," + mm(p.y); }
std::string place(const Box& b) { return mm(b.x) + "," + mm(b.y) + " " + mm(b.width) + "x" + mm(b.height); }

std::string colour(style::Colour c) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "#";
  for (const std::uint8_t v : {c.red, c.green, c.blue}) {
    out += kDigits[v >> 4U];
    out += kDigits[v & 15U];
  }
  return out;
}

std::string_view name_of(Tag tag) {
  switch (tag) {
    case Tag::document: return "document";
    case Tag::section: return "section";
    case Tag::title: return "title";
    case Tag::heading: return "heading";
    case Tag::paragraph: return "paragraph";
    case Tag::span: return "span";
    case Tag::link: return "link";
    case Tag::note: return "note";
    case Tag::contents: return "contents";
    case Tag::contents_entry: return "entry";
    case Tag::reference: return "reference";
    case Tag::table: return "table";
    case Tag::row: return "row";
    case Tag::header_cell: return "header";
    case Tag::cell: return "cell";
    case Tag::caption: return "caption";
    case Tag::figure: return "figure";
  }
  return "?";
}

std::string item_line(const Item& item, const fonts::FontBook& book) {
  const std::string owner = item.node == kArtifact ? " -" : " n" + std::to_string(item.node);
  return std::visit(
      Overload{[&](const GlyphRun& r) {
                 std::string out = "text " + place(r.origin) + " " + pt(r.size) + " " + book.face(r.face).id() + " " +
                                   colour(r.colour) + owner + (r.turned ? " turned" : "") + (item.space_before ? " _" : " ");
                 for (const Glyph& g : r.glyphs) text::append(out, g.unicode);
                 return out;
               },
               [&](const Rule& r) { return "rule " + place(r.box) + " " + colour(r.colour); },
               [&](const Shape& s) {
                 std::string out = "shape" + owner + (s.fill ? " fill " + colour(*s.fill) : "") +
                                   (s.stroke ? " stroke " + colour(*s.stroke) + " " + pt(s.stroke_width) : "");
                 for (std::size_t i = 0; i < s.points.size(); ++i) {
                   const bool moved = std::find(s.moves.begin(), s.moves.end(), i) != s.moves.end();
                   out += (moved ? " / " : " ") + place(s.points[i]);
                 }
                 return out;
               },
               [&](const Picture& p) { return "picture " + place(p.box) + owner + (p.pressed ? " pressed" : ""); }},
      item.content);
}

}  // namespace

std::string dump(const Layout& layout, const fonts::FontBook& book) {
  std::string out;
  for (std::size_t i = 0; i < layout.pages.size(); ++i) {
    const Page& page = layout.pages[i];
    out += "page " + std::to_string(i + 1) + " label=" + page.label + " " + mm(page.width) + "x" + mm(page.height) + (page.turned ? " turned" : "") + "\n";
    for (const Item& item : page.items) out += "  " + item_line(item, book) + "\n";
    for (const Link& link : page.links) {
      out += "  link " + place(link.box) + " n" + std::to_string(link.node) + " " +
             (link.page ? "page " + std::to_string(*link.page + 1) + " at " + mm(link.y) : link.url) + "\n";
    }
  }
  for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
    const Node& n = layout.nodes[i];
    out += "node " + std::to_string(i) + " " + std::string(name_of(n.tag));
    if (n.parent != kArtifact) out += " of " + std::to_string(n.parent);
    if (n.level != 0) out += " level " + std::to_string(n.level);
    if (n.scope != Scope::none) out += n.scope == Scope::row ? " scope row" : " scope column";
    if (n.column_span > 1) out += " columns " + std::to_string(n.column_span);
    if (n.row_span > 1) out += " rows " + std::to_string(n.row_span);
    if (n.block != 0) out += " block " + std::to_string(n.block);
    if (!n.alt.empty()) out += " alt " + n.alt;
    out += "\n";
  }
  for (const OutlineEntry& e : layout.outline) {
    out += "outline " + std::to_string(e.level) + " page " + std::to_string(e.page + 1) + " at " + mm(e.y) + " " + e.title + "\n";
  }
  return out;
}

}  // namespace gongwen::layout
