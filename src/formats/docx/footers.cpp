#include "formats/docx/footers.h"

#include "formats/docx/rules.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "formats/docx/xml.h"

namespace gongwen::docx {
namespace {

/// An exact line of height L has its baseline at 0.8 L; an em dash's ink ends about 0.4 em above it.
constexpr std::int64_t kBaselinePercent = 80;
constexpr std::int64_t kDashPercent = 40;
// Unique in the whole file; the body counts its drawings from 1 (ECMA-376-1 20.4.2.5 docPr).
constexpr std::int64_t kOddDrawingId = 900'001;
constexpr std::int64_t kEvenDrawingId = 900'002;

Xml begin() {
  Xml x;
  x << kXmlHead << "<w:ftr xmlns:w=\"" << kW << "\" xmlns:r=\"" << kR << "\">";
  return x;
}

/// The number's paragraph: right on odd pages, left on even ones.
void append_number(Xml& x, const style::PageStyle& page, bool even) {
  const auto& numbers = page.page_numbers;
  x << "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/>"
    << (even ? indent(numbers.text, numbers.outer_indent, 0, 0) : indent(numbers.text, 0, numbers.outer_indent, 0))
    << "<w:jc w:val=\"" << (even ? "left" : "right") << "\"/></w:pPr>";
  const auto run = [&](std::string_view content) {
    x << "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>" << content << "</w:r>";
  };
  run("<w:t xml:space=\"preserve\">— </w:t>");
  run("<w:fldChar w:fldCharType=\"begin\"/>");
  run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
  run("<w:fldChar w:fldCharType=\"separate\"/>");
  run("<w:t>1</w:t>");
  run("<w:fldChar w:fldCharType=\"end\"/>");
  run("<w:t xml:space=\"preserve\"> —</w:t>");
  x << "</w:p>";
}

}  // namespace

Length footer_distance(const style::PageStyle& page) {
  const auto& text = page.page_numbers.text;
  const Length below = page.height - page.top - page.text_height - page.page_numbers.below_text;
  const Length distance = below - text.size * kDashPercent / 100 - pitch_of(text, page) * (100 - kBaselinePercent) / 100;
  return distance > Length() ? distance : Length();
}

std::string footer_number_xml(const style::PageStyle& page, bool even) {
  Xml x = begin();
  append_number(x, page, even);
  x << "</w:ftr>";
  return x.take();
}

std::string footer_blank_xml() {
  Xml x = begin();
  x << "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr></w:p></w:ftr>";
  return x.take();
}

std::string footer_rule_xml(const style::PageStyle& page) {
  Xml x = begin();
  const auto& m = page.masthead;
  const RuleLook look{m.rule_thin, m.rule_thick, m.rule_between, m.red};
  append_rule_frame(x, "Footer", (page.width - m.rule_width) / 2, page.height - m.foot_rule - height_of(look), m.rule_width, look);
  x << "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr></w:p></w:ftr>";
  return x.take();
}

std::string footer_landscape_xml(const style::PageStyle& page, bool even) {
  // A strip along the left edge, as long as the upright page's text area is wide, its text turned clockwise.
  const auto& numbers = page.page_numbers;
  const Length breadth = pitch_of(numbers.text, page);
  const Length ink_top = breadth * kBaselinePercent / 100 - numbers.text.size * kDashPercent / 100;
  const Length strip_left = page.height - page.top - page.text_height - numbers.below_text + ink_top - breadth;
  Xml x;
  x << kXmlHead << "<w:ftr xmlns:w=\"" << kW << "\" xmlns:r=\"" << kR
    << "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
       " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
       " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
       " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\">"
       "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
       "<wp:anchor distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" relativeHeight=\"1\" behindDoc=\"0\""
       " locked=\"0\" layoutInCell=\"1\" allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/>"
       "<wp:positionH relativeFrom=\"page\"><wp:posOffset>"
    << strip_left.to_emu() << "</wp:posOffset></wp:positionH><wp:positionV relativeFrom=\"page\"><wp:posOffset>"
    << page.left.to_emu() << "</wp:posOffset></wp:positionV><wp:extent cx=\"" << breadth.to_emu() << "\" cy=\""
    << page.text_width.to_emu()
    << "\"/><wp:wrapNone/><wp:docPr id=\""
    << (even ? kEvenDrawingId : kOddDrawingId)
    << "\" name=\"页码\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData"
       " uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr>"
       "<a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\""
    << breadth.to_emu() << "\" cy=\"" << page.text_width.to_emu()
    << "\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr><wps:txbx><w:txbxContent>";
  append_number(x, page, even);
  x << "</w:txbxContent></wps:txbx><wps:bodyPr vert=\"vert\" wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/>"
       "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p></w:ftr>";
  return x.take();
}

}  // namespace gongwen::docx
