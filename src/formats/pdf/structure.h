#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/objects.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// A link annotation already numbered, and the node it belongs to.
struct LinkAnnotation {
  Ref ref;
  std::uint32_t page = 0;
  layout::NodeId node = layout::kArtifact;
};

/// The logical structure (ISO 32000-1 14.7 and 14.8): collects the marked parts of the pages while they are written, then
/// writes the elements, their attributes and the way back from marks to elements.
///
/// A span without children is no element of its own: a run of a different face or size says nothing to a reader, so its
/// content is its parent's.
class Structure {
 public:
  /// Errors InternalError when the nodes are no tree in reading order, or a figure has no alternative text.
  /// Ownership: keeps references to `layout`.
  explicit Structure(const layout::Layout& layout);

  /// The element a leaf's content belongs to. Errors InternalError unless `node` is a leaf.
  layout::NodeId owner(layout::NodeId node) const;
  /// The paragraph, cell … whose line a leaf's content stands in: its nearest ancestor that is no link or reference.
  layout::NodeId block(layout::NodeId node) const;
  /// Standard structure type of a node: "H1", "P" …
  std::string_view role(layout::NodeId node) const;
  /// Opens a marked part on a page. Returns its MCID.
  std::uint32_t mark(std::uint32_t page, layout::NodeId leaf);

  /// Key of a page in the parent tree; links follow behind the pages.
  static std::uint32_t page_key(std::uint32_t page) noexcept { return page; }
  std::uint32_t link_key(std::size_t link) const noexcept;

  /// Writes everything. pages, links: already numbered; links in the order of their keys.
  /// Returns the structure tree root.
  Ref write(Objects& objects, const std::vector<Ref>& pages, const std::vector<LinkAnnotation>& links,
            const fonts::FontBook& book) const;

 private:
  struct Mark { std::uint32_t page; std::uint32_t mcid; };
  class Writer;

  bool leaf(layout::NodeId node) const { return first_child_[static_cast<std::size_t>(node)] == layout::kArtifact; }
  bool transparent(layout::NodeId node) const;
  void link_children();
  void assign_roles();

  const layout::Layout& layout_;
  std::vector<layout::NodeId> first_child_, next_sibling_;
  std::vector<std::string_view> roles_;
  std::vector<std::vector<Mark>> marks_;                    // by the leaf that opened them
  std::vector<std::vector<layout::NodeId>> owners_;         // by page and MCID
};

}  // namespace gongwen::pdf
