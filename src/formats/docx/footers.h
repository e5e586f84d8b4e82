#pragma once

#include <string>

#include "foundation/base/length.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// From the paper's bottom edge to the footer's: the dashes of "— 1 —" then begin below_text under the text area.
Length footer_distance(const style::PageStyle& page);

/// "— 1 —" right on odd pages, left on even ones, 空一字 from the text area's edge (GB/T 9704-2012 7.5).
std::string footer_number_xml(const style::PageStyle& page, bool even);
/// No page number.
std::string footer_blank_xml();
/// The lower double rule of the letter format, thin above thick (10.1); no page number.
std::string footer_rule_xml(const style::PageStyle& page);
/// On a page with a wide table the number stays where it stands on the others (clause 8): at the left edge of the turned page.
std::string footer_landscape_xml(const style::PageStyle& page, bool even);

}  // namespace gongwen::docx
