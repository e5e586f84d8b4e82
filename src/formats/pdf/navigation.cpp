#include "formats/pdf/navigation.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "formats/pdf/geometry.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

/// "[5 0 R/XYZ null 700 null]": a place on a page, the reader's zoom kept (12.3.2.2).
void put_destination(std::string& out, const layout::Layout& layout, const std::vector<Ref>& pages, std::uint32_t page, Length y) {
  out += '[';
  put_ref(out, pages[page]);
  out += "/XYZ null ";
  put_length(out, layout.pages[page].height - y);
  out += " null]";
}

/// A URI is ASCII (RFC 3986); what is not is percent-encoded.
void put_uri(std::string& out, std::string_view url) {
  std::string ascii;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) {
      ascii += c;
    } else {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      ascii += '%';
      ascii += kHex[byte >> 4U];
      ascii += kHex[byte & 15U];
    }
  }
  put_ascii(out, ascii);
}

/// What a reader is told the link does (ISO 14289-1 7.18.5).
std::string description(const layout::Layout& layout, const layout::Link& link) {
  const auto& alt = layout.nodes[static_cast<std::size_t>(link.node)].alt;
  if (!alt.empty()) return alt;
  if (!link.url.empty()) return link.url;
  const auto& label = layout.pages.at(link.page.value_or(0)).label;
  if (!label.empty()) return "转到第" + label + "页";
  std::string number;
  put_int(number, std::int64_t{link.page.value_or(0)} + 1);
  return "转到第" + number + "张";
}

std::optional<std::uint32_t> decimal(std::string_view label) noexcept {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), value);
  const bool whole = error == std::errc() && end == label.data() + label.size();
  if (!whole || value == 0 || label.front() == '0') return std::nullopt;
  return value;
}

struct OutlineItem {
  std::size_t parent = 0;    // index + 1; 0 = the root
  std::size_t first = 0, last = 0, next = 0, previous = 0;
  std::int64_t open = 0;     // visible descendants
};

/// Links entries by level; a level skipped on the way down counts as one.
std::vector<OutlineItem> outline_tree(const std::vector<layout::OutlineEntry>& entries) {
  std::vector<OutlineItem> items(entries.size() + 1);
  std::vector<std::size_t> path = {0};  // items from the root to the one before
  const auto level = [&](std::size_t item) { return item == 0 ? 0 : int{entries[item - 1].level}; };
  for (std::size_t i = 1; i < items.size(); ++i) {
    while (path.size() > 1 && level(path.back()) >= level(i)) path.pop_back();
    OutlineItem& parent = items[path.back()];
    items[i].parent = path.back();
    items[i].previous = parent.last;
    if (parent.last != 0) items[parent.last].next = i;
    if (parent.first == 0) parent.first = i;
    parent.last = i;
    for (const std::size_t above : path) ++items[above].open;
    path.push_back(i);
  }
  return items;
}

}  // namespace

std::vector<LinkAnnotation> write_links(const layout::Layout& layout, const std::vector<Ref>& pages,
                                        const Structure& structure, Objects& objects) {
  std::vector<LinkAnnotation> links;
  for (std::uint32_t page = 0; page < layout.pages.size(); ++page) {
    for (const auto& link : layout.pages[page].links) {
      check(link.node > 0 && static_cast<std::size_t>(link.node) < layout.nodes.size(), "pdf: a link has a node");
      const auto tag = layout.nodes[static_cast<std::size_t>(link.node)].tag;
      check(tag == layout::Tag::link || tag == layout::Tag::reference, "pdf: a link's node is a link or a reference");
      check(!link.url.empty() || (link.page && *link.page < pages.size()), "pdf: a link leads to an address or a page");
      std::string out = "/Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[";
      put_box(out, link.box, layout.pages[page].height);
      out += "]/StructParent ";
      put_int(out, structure.link_key(links.size()));
      out += "/Contents";
      put_text(out, description(layout, link));
      if (!link.url.empty()) {
        out += "/A<</S/URI/URI";
        put_uri(out, link.url);
        out += ">>";
      } else {
        out += "/Dest";
        put_destination(out, layout, pages, *link.page, link.y);
      }
      links.push_back({objects.add(out), page, link.node});
    }
  }
  return links;
}

Ref write_outline(const layout::Layout& layout, const std::vector<Ref>& pages, Objects& objects) {
  if (layout.outline.empty()) return {};
  const auto items = outline_tree(layout.outline);
  std::vector<Ref> refs;
  for (std::size_t i = 0; i < items.size(); ++i) refs.push_back(objects.reserve());
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::string out;
    const auto put = [&](std::string_view key, std::size_t item) {
      out += key;
      put_ref(out, refs[item]);
    };
    if (i == 0) {
      out += "/Type/Outlines";
    } else {
      const auto& entry = layout.outline[i - 1];
      check(entry.page < pages.size(), "pdf: a bookmark's page is in the layout");
      out += "/Title";
      put_text(out, entry.title);
      put("/Parent ", items[i].parent);
      out += "/Dest";
      put_destination(out, layout, pages, entry.page, entry.y);
      if (items[i].previous != 0) put("/Prev ", items[i].previous);
      if (items[i].next != 0) put("/Next ", items[i].next);
    }
    if (items[i].first != 0) {
      put("/First ", items[i].first);
      put("/Last ", items[i].last);
      out += "/Count ";
      put_int(out, items[i].open);
    }
    objects.set(refs[i], out);
  }
  return refs[0];
}

std::string page_labels(const layout::Layout& layout) {
  const auto& pages = layout.pages;
  if (std::all_of(pages.begin(), pages.end(), [](const auto& p) { return p.label.empty(); })) return {};
  std::string out = "/Nums[";
  std::optional<std::uint32_t> expected;  // label that continues the range
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto number = decimal(pages[i].label);
    if (number && number == expected) {
      ++*expected;
      continue;
    }
    put_int(out, static_cast<std::int64_t>(i));
    out += "<<";
    if (number) {
      out += "/S/D/St ";
      put_int(out, *number);
    } else if (!pages[i].label.empty()) {
      out += "/P";
      put_text(out, pages[i].label);
    }
    out += ">>";
    expected = number ? std::optional(*number + 1) : std::nullopt;
  }
  out += ']';
  return out;
}

}  // namespace gongwen::pdf
