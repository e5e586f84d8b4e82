#pragma once

#include <string>
#include <string_view>

#include "foundation/base/length.h"
#include "formats/docx/xml.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// A rule across the page: one line, or two with white between (upper or lower may be 0 for none).
struct RuleLook {
  Length upper, lower, between;
  style::Colour colour;
};
Length height_of(const RuleLook& rule);

/// w:pBdr of an empty paragraph that is the rule: its upper and lower border.
std::string rule_borders(const RuleLook& rule);
/// The line such a paragraph has: the white between.
Length rule_line(const RuleLook& rule);
/// w:spacing of a paragraph with exact lines, off the page's grid.
std::string exact_spacing(Length before, Length after, Length line);
/// w:framePr at a place of the paper.
std::string page_frame(Length x, Length y, Length width);
/// A paragraph that is the rule, at a place of the paper.
void append_rule_frame(Xml& x, std::string_view style, Length left, Length top, Length width, const RuleLook& rule);

}  // namespace gongwen::docx
