#pragma once

#include <cstdint>
#include <string>

#include "formats/pdf/font_set.h"
#include "formats/pdf/images.h"
#include "formats/pdf/structure.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// Paints one page. Everything real stands between BDC and EMC of its structure element, everything else is an artifact
/// (ISO 14289-1 7.1). Marks are noted in `structure`, pictures in `images`.
///
/// Returns the content stream, not yet compressed.
std::string page_content(const layout::Page& page, std::uint32_t number, const FontSet& fonts, Images& images,
                         Structure& structure);

}  // namespace gongwen::pdf
