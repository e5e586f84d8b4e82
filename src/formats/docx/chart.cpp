#include "formats/docx/chart.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "formats/docx/units.h"
#include "formats/docx/xml.h"

namespace gongwen::docx {
namespace {

using document::Chart;
using document::ChartKind;

// Layout paints the same: tones that stay apart on a copying machine, and hatching between them.
struct Fill { std::uint8_t tone; std::string_view hatch; };
constexpr std::array<Fill, 8> kFills = {{{64, ""}, {255, "wdUpDiag"}, {200, ""}, {255, "narHorz"}, {136, ""}, {255, "wdDnDiag"}, {255, ""}, {255, "narVert"}}};
constexpr std::array<std::string_view, 4> kDashes = {"solid", "dash", "sysDot", "dashDot"};
constexpr std::array<std::string_view, 4> kMarkers = {"square", "circle", "triangle", "diamond"};

/// The shortest digits that give the value back.
std::string number(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

class ChartWriter {
 public:
  ChartWriter(const Chart& chart, const style::TextStyle& text, std::string_view face)
      : chart_(chart.kind == ChartKind::pie ? document::shown_slices(chart) : chart), text_(text), face_(face) {}

  std::string write() {
    x_ << kXmlHead << "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""
       << " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"" << kR << "\">"
       << "<c:date1904 val=\"0\"/><c:lang val=\"zh-CN\"/><c:roundedCorners val=\"0\"/><c:chart>";
    if (!chart_.unit.empty()) title("单位：" + chart_.unit);
    x_ << "<c:autoTitleDeleted val=\"" << (chart_.unit.empty() ? 1 : 0) << "\"/><c:plotArea><c:layout/>";
    switch (chart_.kind) {
      case ChartKind::pie: pie(); break;
      case ChartKind::lines: lines(); break;
      case ChartKind::bars:
      case ChartKind::targets:
      case ChartKind::stacked_bars: bars(); break;
    }
    x_ << "</c:plotArea>";
    const bool legend = chart_.kind == ChartKind::pie || chart_.series.size() > 1 || !chart_.series.front().name.empty();
    if (legend) {
      x_ << "<c:legend><c:legendPos val=\"" << (chart_.kind == ChartKind::pie ? "r" : "b") << "\"/><c:overlay val=\"0\"/></c:legend>";
    }
    x_ << "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
       << "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>";
    run_properties("defRPr");
    x_ << "</a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr></c:chartSpace>";
    return x_.take();
  }

 private:
  void run_properties(std::string_view element) {
    x_ << "<a:" << element << " sz=\"" << half_points(text_.size) * 50 << "\" b=\"0\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>"
       << "<a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"" << esc(face_) << "\"/></a:" << element << ">";
  }

  void title(std::string_view words) {
    x_ << "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>";
    run_properties("defRPr");
    x_ << "</a:pPr><a:r>";
    run_properties("rPr");
    x_ << "<a:t>" << esc(words) << "</a:t></a:r></a:p></c:rich></c:tx><c:layout><c:manualLayout><c:xMode val=\"edge\"/>"
       << "<c:yMode val=\"edge\"/><c:x val=\"0\"/><c:y val=\"0\"/></c:manualLayout></c:layout><c:overlay val=\"0\"/></c:title>";
  }

  void outline() { x_ << "<a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln>"; }
  void filled(std::size_t i) {
    const Fill& fill = kFills[i % kFills.size()];
    x_ << "<c:spPr>";
    if (fill.hatch.empty()) {
      x_ << "<a:solidFill><a:srgbClr val=\"" << hex({fill.tone, fill.tone, fill.tone}) << "\"/></a:solidFill>";
    } else {
      x_ << "<a:pattFill prst=\"" << fill.hatch << "\"><a:fgClr><a:srgbClr val=\"000000\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>";
    }
    outline();
    x_ << "</c:spPr>";
  }

  void series_head(std::size_t i) {
    x_ << "<c:ser><c:idx val=\"" << i << "\"/><c:order val=\"" << i << "\"/>";
    if (!chart_.series[i].name.empty()) x_ << "<c:tx><c:v>" << esc(chart_.series[i].name) << "</c:v></c:tx>";
  }

  void labels(std::string_view position, bool percent) {
    x_ << "<c:dLbls>";
    if (percent) x_ << "<c:numFmt formatCode=\"0.0%\" sourceLinked=\"0\"/>";
    // Inside a bar a label has a white ground, so that it reads on every tone.
    if (position == "ctr") x_ << "<c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill></c:spPr>";
    if (!position.empty()) x_ << "<c:dLblPos val=\"" << position << "\"/>";
    x_ << "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/>"
       << "<c:showPercent val=\"" << (percent ? 1 : 0) << "\"/><c:showBubbleSize val=\"0\"/>";
    if (percent) x_ << "<c:separator>\n</c:separator>";
    x_ << "</c:dLbls>";
  }

  void values(std::size_t i) {
    x_ << "<c:cat><c:strLit><c:ptCount val=\"" << chart_.categories.size() << "\"/>";
    for (std::size_t k = 0; k < chart_.categories.size(); ++k) {
      x_ << "<c:pt idx=\"" << k << "\"><c:v>" << esc(chart_.categories[k]) << "</c:v></c:pt>";
    }
    const auto& v = chart_.series[i].values;
    x_ << "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"" << v.size() << "\"/>";
    for (std::size_t k = 0; k < v.size(); ++k) x_ << "<c:pt idx=\"" << k << "\"><c:v>" << number(v[k]) << "</c:v></c:pt>";
    x_ << "</c:numLit></c:val>";
  }

  void bars() {
    const bool stacked = chart_.kind == ChartKind::stacked_bars;
    const bool lying = document::bars_lie(chart_);
    x_ << "<c:barChart><c:barDir val=\"" << (lying ? "bar" : "col") << "\"/><c:grouping val=\"" << (stacked ? "stacked" : "clustered")
       << "\"/><c:varyColors val=\"0\"/>";
    for (std::size_t i = 0, bar = 0; i < chart_.series.size(); ++i) {
      if (chart_.series[i].target && !lying) continue;   // its marks follow; lying ones Word cannot have, they are bars
      series_head(i);
      filled(bar++);
      x_ << "<c:invertIfNegative val=\"0\"/>";
      // Above a bar stands its target.
      labels(stacked || chart_.kind == ChartKind::targets ? "ctr" : "outEnd", false);
      values(i);
      x_ << "</c:ser>";
    }
    x_ << "<c:gapWidth val=\"" << (stacked ? 70 : 100) << "\"/>" << (stacked ? "<c:overlap val=\"100\"/>" : "")
       << "<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>";
    if (chart_.kind == ChartKind::targets && !lying) targets();
    axes(lying);
  }

  /// What was aimed at: dashes without a line between them, on the bars' own axes.
  void targets() {
    x_ << "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>";
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      if (!chart_.series[i].target) continue;
      series_head(i);
      x_ << "<c:spPr><a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"dash\"/><c:size val=\"15\"/>"
         << "<c:spPr><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>";
      outline();
      x_ << "</c:spPr></c:marker>";
      labels("r", false);
      values(i);
      x_ << "<c:smooth val=\"0\"/></c:ser>";
    }
    x_ << "<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>";
  }

  void lines() {
    x_ << "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>";
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      series_head(i);
      x_ << "<c:spPr><a:ln w=\"19050\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill><a:prstDash val=\""
         << kDashes[i % kDashes.size()] << "\"/></a:ln></c:spPr><c:marker><c:symbol val=\"" << kMarkers[i % kMarkers.size()]
         << "\"/><c:size val=\"5\"/>";
      x_ << "<c:spPr><a:solidFill><a:srgbClr val=\"" << (i % 2 == 0 ? "000000" : "FFFFFF") << "\"/></a:solidFill>";
      outline();
      x_ << "</c:spPr></c:marker>";
      labels("t", false);
      values(i);
      x_ << "<c:smooth val=\"0\"/></c:ser>";
    }
    x_ << "<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>";
    axes(false);
  }

  void pie() {
    x_ << "<c:pieChart><c:varyColors val=\"1\"/>";
    series_head(0);
    for (std::size_t k = 0; k < chart_.categories.size(); ++k) {
      x_ << "<c:dPt><c:idx val=\"" << k << "\"/><c:bubble3D val=\"0\"/>";
      filled(document::slice_look(k, chart_.categories.size()));
      x_ << "</c:dPt>";
    }
    labels("outEnd", true);
    values(0);
    x_ << "</c:ser><c:firstSliceAng val=\"0\"/></c:pieChart>";
  }

  void axes(bool lying) {
    x_ << "<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"" << (lying ? "maxMin" : "minMax") << "\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"" << (lying ? "l" : "b") << "\"/>"
       << "<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
       << "<c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/>"
       << "<c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>"
       << "<c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"" << (lying ? "b" : "l") << "\"/>"
       << "<c:majorGridlines><c:spPr><a:ln w=\"3175\"><a:solidFill><a:srgbClr val=\"C8C8C8\"/></a:solidFill></a:ln></c:spPr>"
       << "</c:majorGridlines><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
       << "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"" << (lying ? "max" : "autoZero") << "\"/>"
       << "<c:crossBetween val=\"between\"/></c:valAx>";
  }

  const Chart chart_;
  const style::TextStyle& text_;
  std::string_view face_;
  Xml x_;
};

}  // namespace

std::string chart_xml(const Chart& chart, const style::TextStyle& text, std::string_view face) {
  return ChartWriter(chart, text, face).write();
}

}  // namespace gongwen::docx
