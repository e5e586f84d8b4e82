#pragma once

#include <string>

#include "formats/pdf/objects.h"
#include "formats/pdf/pdf.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// The document information dictionary, the XMP packet and the output intent. Info and XMP say the same, dates only when
/// the paper has one: its midnight in China, never the clock's.
///
/// Errors InternalError for a paper without a title (ISO 14289-1 7.1).
/// Source ISO 19005-2 6.6; ISO 14289-1 clause 5 and 7.1; ISO 32000-1 14.3.
void write_metadata(const layout::Meta& meta, const Options& options, Objects& objects);

/// "D:20230810000000+08'00'" (7.9.4)
std::string pdf_date(const Date& date);

}  // namespace gongwen::pdf
