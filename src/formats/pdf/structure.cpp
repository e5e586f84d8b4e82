#include "formats/pdf/structure.h"

#include <algorithm>
#include <array>

#include "formats/pdf/geometry.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

using layout::kArtifact;
using layout::Node;
using layout::NodeId;
using layout::Tag;

constexpr std::size_t at(NodeId node) { return static_cast<std::size_t>(node); }

/// ISO 32000-1 14.8.4, all but headings.
std::string_view standard_type(Tag tag) {
  switch (tag) {
    case Tag::document: return "Document";
    case Tag::section: return "Sect";
    case Tag::title:
    case Tag::heading: return "H1";
    case Tag::paragraph: return "P";
    case Tag::span: return "Span";
    case Tag::link: return "Link";
    case Tag::note: return "Note";
    case Tag::contents: return "TOC";
    case Tag::contents_entry: return "TOCI";
    case Tag::reference: return "Reference";
    case Tag::table: return "Table";
    case Tag::row: return "TR";
    case Tag::header_cell: return "TH";
    case Tag::cell: return "TD";
    case Tag::caption: return "Caption";
    case Tag::figure: return "Figure";
  }
  throw InternalError("pdf: unknown structure tag");
}

/// ISO 14289-1 7.5: a header cell says whose header it is.
void put_cell_attributes(std::string& out, const Node& node) {
  const bool header = node.tag == Tag::header_cell;
  if (!header && node.column_span <= 1 && node.row_span <= 1) return;
  out += "/A<</O/Table";
  if (header) out += node.scope == layout::Scope::row ? "/Scope/Row" : "/Scope/Column";
  if (node.column_span > 1) {
    out += "/ColSpan ";
    put_int(out, node.column_span);
  }
  if (node.row_span > 1) {
    out += "/RowSpan ";
    put_int(out, node.row_span);
  }
  out += ">>";
}

/// ISO 14289-1 7.9: notes are identified. Fixed width, so that their order as strings is their order.
std::string note_id(NodeId node) {
  std::string digits;
  put_int(digits, node);
  return "note-" + std::string(10 - std::min<std::size_t>(10, digits.size()), '0') + digits;
}

}  // namespace

Structure::Structure(const layout::Layout& layout) : layout_(layout) {
  const auto& nodes = layout.nodes;
  check(!nodes.empty() && nodes[0].tag == Tag::document && nodes[0].parent == kArtifact, "pdf: node 0 is the document");
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    check(nodes[i].parent >= 0 && at(nodes[i].parent) < i, "pdf: a node's parent stands before it");
    check(nodes[i].tag != Tag::figure || !nodes[i].alt.empty(), "pdf: a figure has an alternative text");
  }
  link_children();
  assign_roles();
  marks_.resize(nodes.size());
  owners_.resize(layout.pages.size());
}

void Structure::link_children() {
  const auto& nodes = layout_.nodes;
  first_child_.assign(nodes.size(), kArtifact);
  next_sibling_.assign(nodes.size(), kArtifact);
  for (std::size_t i = nodes.size(); i-- > 1;) {
    NodeId& first = first_child_[at(nodes[i].parent)];
    next_sibling_[i] = first;
    first = static_cast<NodeId>(i);
  }
}

/// ISO 14289-1 7.4.2: headings begin with H1 and skip no level on the way down. A title takes H1, so headings move down.
void Structure::assign_roles() {
  static constexpr std::array<std::string_view, 6> kHeadings = {"H1", "H2", "H3", "H4", "H5", "H6"};
  const auto& nodes = layout_.nodes;
  const bool titled = std::any_of(nodes.begin(), nodes.end(), [](const Node& n) { return n.tag == Tag::title; });
  std::size_t deepest = 0;  // level of the heading before
  roles_.reserve(nodes.size());
  for (const Node& node : nodes) {
    if (node.tag != Tag::title && node.tag != Tag::heading) {
      roles_.push_back(standard_type(node.tag));
      continue;
    }
    const std::size_t wanted = node.tag == Tag::title ? 1 : std::size_t{std::max<std::uint8_t>(node.level, 1)} + (titled ? 1 : 0);
    deepest = std::min({wanted, deepest + 1, kHeadings.size()});
    roles_.push_back(kHeadings[deepest - 1]);
  }
}

bool Structure::transparent(NodeId node) const {
  const Node& n = layout_.nodes[at(node)];
  return n.tag == Tag::span && leaf(node) && n.parent > 0;
}

NodeId Structure::owner(NodeId node) const {
  check(node >= 0 && at(node) < layout_.nodes.size(), "pdf: an item's node is in the layout");
  check(leaf(node), "pdf: content is painted only by nodes without children");
  return transparent(node) ? layout_.nodes[at(node)].parent : node;
}

NodeId Structure::block(NodeId node) const {
  NodeId block = owner(node);
  const auto within_line = [this](NodeId id) {
    const Tag tag = layout_.nodes[at(id)].tag;
    return tag == Tag::span || tag == Tag::link || tag == Tag::reference;
  };
  while (block > 0 && within_line(block)) block = layout_.nodes[at(block)].parent;
  return block;
}

std::string_view Structure::role(NodeId node) const { return roles_.at(at(node)); }

std::uint32_t Structure::mark(std::uint32_t page, NodeId leaf_node) {
  auto& on_page = owners_.at(page);
  const auto mcid = static_cast<std::uint32_t>(on_page.size());
  on_page.push_back(owner(leaf_node));
  marks_[at(leaf_node)].push_back({page, mcid});
  return mcid;
}

std::uint32_t Structure::link_key(std::size_t link) const noexcept {
  return static_cast<std::uint32_t>(owners_.size() + link);
}

/// One pass over the nodes, with what only writing needs.
class Structure::Writer {
 public:
  Writer(const Structure& s, Objects& objects, const std::vector<Ref>& pages, const std::vector<LinkAnnotation>& links)
      : s_(s), objects_(objects), pages_(pages), links_(links), elements_(s.layout_.nodes.size()), inner_(elements_.size()),
        links_of_(elements_.size()) {}

  Ref write(const fonts::FontBook& book) {
    for (std::size_t i = 0; i < links_.size(); ++i) links_of_.at(at(links_[i].node)).push_back(i);
    const Ref root = objects_.reserve();
    number_elements();
    const FigureBoxes boxes(s_.layout_, book);
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      if (elements_[i].id != 0) write_element(static_cast<NodeId>(i), i == 0 ? root : elements_[at(node(i).parent)], boxes);
    }
    write_root(root);
    return root;
  }

 private:
  const Node& node(std::size_t i) const { return s_.layout_.nodes[i]; }

  void number_elements() {
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      if (s_.transparent(static_cast<NodeId>(i))) continue;
      elements_[i] = objects_.reserve();
      // ISO 14289-1 7.18.5: an annotation's element is a Link, also within a Reference.
      const bool needs_link = !links_of_[i].empty() && node(i).tag != Tag::link;
      inner_[i] = needs_link ? objects_.reserve() : elements_[i];
    }
  }

  void write_element(NodeId id, Ref parent, const FigureBoxes& boxes) {
    const Ref outer = elements_[at(id)];
    const Ref inner = inner_[at(id)];
    std::string& out = out_;
    begin(out, s_.role(id), parent);
    if (inner.id != outer.id) {
      out += "/K ";
      put_ref(out, inner);
      put_attributes(out, id, boxes);
      objects_.set(outer, out);
      begin(out, "Link", outer);
    } else {
      put_attributes(out, id, boxes);
    }
    put_kids(out, id);
    objects_.set(inner, out);
  }

  static void begin(std::string& out, std::string_view role, Ref parent) {
    out = "/S/";
    out += role;
    out += "/P ";
    put_ref(out, parent);
  }

  void put_attributes(std::string& out, NodeId id, const FigureBoxes& boxes) {
    const Node& n = node(at(id));
    // A link's own words are read; its alternative text describes where it leads and stands in the annotation.
    if (n.tag == Tag::figure) {
      out += "/Alt";
      put_text(out, n.alt);
    }
    if (n.tag == Tag::cell || n.tag == Tag::header_cell) put_cell_attributes(out, n);
    if (n.tag == Tag::table && !n.alt.empty()) {
      out += "/A<</O/Table/Summary";
      put_text(out, n.alt);
      out += ">>";
    }
    if (n.tag == Tag::note) {
      out += "/ID";
      put_ascii(out, note_id(id));
      notes_.push_back(id);
    }
    if (const auto box = boxes.find(id)) {
      out += "/A<</O/Layout/Placement/Block/BBox[";
      put_box(out, box->box, s_.layout_.pages[box->page].height);
      out += "]>>";
    }
  }

  void put_kids(std::string& out, NodeId id) {
    // Gathered first, because /Pg names the page of the first mark and stands for all marks on it.
    std::string& kids = kids_;
    kids.clear();
    std::size_t count = 0;
    std::int64_t page = -1;
    const auto put_marks = [&](NodeId leaf_node) {
      for (const Mark& mark : s_.marks_[at(leaf_node)]) {
        if (page < 0) page = mark.page;
        put_mark(kids, mark, page == mark.page);
        ++count;
      }
    };
    put_marks(id);
    for (NodeId child = s_.first_child_[at(id)]; child != kArtifact; child = s_.next_sibling_[at(child)]) {
      if (elements_[at(child)].id == 0) {
        put_marks(child);
      } else {
        kids += ' ';
        put_ref(kids, elements_[at(child)]);
        ++count;
      }
    }
    for (const std::size_t link : links_of_[at(id)]) {
      kids += "<</Type/OBJR/Obj ";
      put_ref(kids, links_[link].ref);
      kids += "/Pg ";
      put_ref(kids, pages_[links_[link].page]);
      kids += ">>";
      ++count;
    }
    if (count == 0) return;
    if (page >= 0) {
      out += "/Pg ";
      put_ref(out, pages_[static_cast<std::size_t>(page)]);
    }
    out += count == 1 ? "/K" : "/K[";
    out += kids;
    if (count != 1) out += ']';
  }

  void put_mark(std::string& out, const Mark& mark, bool same_page) const {
    if (same_page) {
      out += ' ';
      put_int(out, mark.mcid);
      return;
    }
    out += "<</Type/MCR/Pg ";
    put_ref(out, pages_[mark.page]);
    out += "/MCID ";
    put_int(out, mark.mcid);
    out += ">>";
  }

  void write_root(Ref root) {
    std::string out = "/Type/StructTreeRoot/K ";
    put_ref(out, elements_[0]);
    out += "/ParentTree ";
    put_ref(out, write_parent_tree());
    out += "/ParentTreeNextKey ";
    put_int(out, s_.link_key(links_.size()));
    if (!notes_.empty()) {
      out += "/IDTree ";
      put_ref(out, write_id_tree());
    }
    objects_.set(root, out);
  }

  /// 14.7.4.4: for a page the elements of its marks by MCID, for an annotation its element.
  Ref write_parent_tree() {
    std::string out = "/Nums[";
    for (std::uint32_t page = 0; page < s_.owners_.size(); ++page) {
      put_int(out, page_key(page));
      out += '[';
      for (const NodeId owner : s_.owners_[page]) {
        put_ref(out, inner_[at(owner)]);
        out += ' ';
      }
      out += ']';
    }
    for (std::size_t i = 0; i < links_.size(); ++i) {
      put_int(out, s_.link_key(i));
      out += ' ';
      put_ref(out, inner_[at(links_[i].node)]);
      out += ' ';
    }
    out += ']';
    return objects_.add(out);
  }

  Ref write_id_tree() {
    std::string out = "/Limits[";
    put_ascii(out, note_id(notes_.front()));
    put_ascii(out, note_id(notes_.back()));
    out += "]/Names[";
    for (const NodeId note : notes_) {
      put_ascii(out, note_id(note));
      put_ref(out, elements_[at(note)]);
    }
    const Ref leaf_node = objects_.add(out + "]");
    std::string tree = "/Kids[";
    put_ref(tree, leaf_node);
    return objects_.add(tree + "]");
  }

  const Structure& s_;
  Objects& objects_;
  const std::vector<Ref>& pages_;
  const std::vector<LinkAnnotation>& links_;
  std::vector<Ref> elements_;                       // by node; 0 for transparent ones
  std::vector<Ref> inner_;                          // the element that holds the content: differs from elements_ under a Reference
  std::vector<std::vector<std::size_t>> links_of_;  // by node: indices into links_
  std::vector<NodeId> notes_;                       // in order
  std::string out_, kids_;                          // of the element being written
};

Ref Structure::write(Objects& objects, const std::vector<Ref>& pages, const std::vector<LinkAnnotation>& links,
                     const fonts::FontBook& book) const {
  return Writer(*this, objects, pages, links).write(book);
}

}  // namespace gongwen::pdf
