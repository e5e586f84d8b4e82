#pragma once

// Which blocks stand on turned pages: asked by layout and by the writers that do not lay out, so that they agree.

#include <cstddef>
#include <vector>

#include "content/document/document.h"

namespace gongwen::document {

/// True for a landscape table, and for the headings or the attachment's label and title that lead to it and would stand alone on an
/// upright page. `at` < the number of blocks.
bool stands_turned(const std::vector<Block>& blocks, std::size_t at) noexcept;

}  // namespace gongwen::document
