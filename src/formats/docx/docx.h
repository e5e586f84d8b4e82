#pragma once

#include <string>
#include <vector>

#include "content/document/document.h"
#include "foundation/base/diagnostic.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::docx {

struct Options { std::string application = "gongwen"; };

/// Writes a document as WordprocessingML (ECMA-376 transitional): real styles, numbering, header rows, fields with their
/// results filled in from `pages`. Word does the layout; the text and its order are the PDF's.
///
/// Same input → same bytes. Errors: W1xx in `out` for what DOCX cannot show; nothing is left out silently.
/// Threads reads only its arguments.
/// Source ECMA-376-1:2016 (WordprocessingML), GB/T 9704-2012 for the settings.
std::string write(const document::Document& document, const document::PageMap& pages, const style::PageStyle& style,
                  const fonts::FontBook& book, const Options& options, Diagnostics& out);

}  // namespace gongwen::docx
