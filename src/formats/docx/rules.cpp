#include "formats/docx/rules.h"

#include <algorithm>

#include "formats/docx/units.h"

namespace gongwen::docx {
namespace {

// Word's smallest exact line is 0.7 pt.
constexpr Length kLeastLine = Length::twips(15);

}  // namespace

Length rule_line(const RuleLook& rule) { return std::max(rule.between, kLeastLine); }
Length height_of(const RuleLook& rule) { return rule.upper + rule_line(rule) + rule.lower; }

std::string rule_borders(const RuleLook& rule) {
  Xml x;
  x << "<w:pBdr>";
  const auto line = [&](std::string_view side, Length width) {
    if (width <= Length()) return;
    x << "<w:" << side << " w:val=\"single\" w:sz=\"" << border_eighths(width) << "\" w:space=\"0\" w:color=\"" << hex(rule.colour)
      << "\"/>";
  };
  line("top", rule.upper);
  line("bottom", rule.lower);
  x << "</w:pBdr>";
  return x.take();
}

std::string exact_spacing(Length before, Length after, Length line) {
  Xml x;
  x << "<w:snapToGrid w:val=\"0\"/><w:spacing w:beforeLines=\"0\" w:before=\"" << twips(std::max(before, Length())) << "\" w:afterLines=\"0\" w:after=\""
    << twips(std::max(after, Length())) << "\" w:line=\"" << twips(line) << "\" w:lineRule=\"exact\"/>";
  return x.take();
}

std::string page_frame(Length left, Length top, Length width) {
  Xml x;
  x << "<w:framePr w:w=\"" << twips(width) << "\" w:wrap=\"notBeside\" w:vAnchor=\"page\" w:hAnchor=\"page\" w:x=\"" << twips(left)
    << "\" w:y=\"" << twips(top) << "\"/>";
  return x.take();
}

void append_rule_frame(Xml& x, std::string_view style, Length left, Length top, Length width, const RuleLook& rule) {
  x << "<w:p><w:pPr><w:pStyle w:val=\"" << style << "\"/>" << page_frame(left, top, width) << rule_borders(rule)
    << exact_spacing(Length(), Length(), rule_line(rule)) << "</w:pPr></w:p>";
}

}  // namespace gongwen::docx
