#pragma once

#include <string>
#include <string_view>

#include "content/document/document.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// word/charts/chartN.xml: a DrawingML chart with its values as literals, in tones of grey that stay apart in print.
/// face  of the chart's words, as Word names it.
/// Source ECMA-376-1 21.2 (DrawingML – Charts).
std::string chart_xml(const document::Chart& chart, const style::TextStyle& text, std::string_view face);

}  // namespace gongwen::docx
