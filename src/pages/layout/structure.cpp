// The text of finished pages, rebuilt from their structure alone.

#include "foundation/text/utf8.h"
#include "pages/layout/layout.h"

namespace gongwen::layout {
namespace {

/// Nodes that stand within a line of their parent.
bool within_line(Tag tag) {
  return tag == Tag::span || tag == Tag::link || tag == Tag::reference;
}

bool begins_block(Tag tag) {
  switch (tag) {
    case Tag::title:
    case Tag::heading:
    case Tag::paragraph:
    case Tag::note:
    case Tag::contents_entry:
    case Tag::header_cell:
    case Tag::cell:
    case Tag::caption:
    case Tag::figure: return true;
    default: return false;
  }
}

}  // namespace

std::string plain_text(const Layout& layout) {
  std::vector<std::string> texts(layout.nodes.size());
  for (const Page& page : layout.pages) {
    for (const Item& item : page.items) {
      const auto* run = std::get_if<GlyphRun>(&item.content);
      if (run == nullptr || item.node == kArtifact) continue;
      std::string& text = texts[static_cast<std::size_t>(item.node)];
      if (item.space_before && (!text.empty() || within_line(layout.nodes[static_cast<std::size_t>(item.node)].tag))) {
        text.push_back(' ');
      }
      for (const Glyph& g : run->glyphs) {
        if (g.unicode != 0) text::append(text, g.unicode);
      }
    }
  }
  std::string out;
  for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
    if (begins_block(layout.nodes[i].tag) && !out.empty() && out.back() != '\n') out.push_back('\n');
    out += texts[i];
  }
  if (!out.empty() && out.back() != '\n') out.push_back('\n');
  return out;
}

}  // namespace gongwen::layout
