#pragma once

#include <string>
#include <vector>

#include "formats/pdf/objects.h"
#include "formats/pdf/structure.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// Link annotations (ISO 32000-1 12.5.6.5), all pages' in page order: their key in the parent tree is their index.
/// Errors InternalError for a link to a page that is not there or of a node that is no link.
std::vector<LinkAnnotation> write_links(const layout::Layout& layout, const std::vector<Ref>& pages,
                                        const Structure& structure, Objects& objects);

/// Bookmarks (12.3.3). Returns the outline's root, nothing (id 0) when there are none.
Ref write_outline(const layout::Layout& layout, const std::vector<Ref>& pages, Objects& objects);

/// Page labels (12.4.2) as a number tree's entries, empty when no page shows one.
std::string page_labels(const layout::Layout& layout);

}  // namespace gongwen::pdf
