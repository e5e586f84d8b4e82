#pragma once

#include <vector>

#include "formats/pdf/objects.h"
#include "formats/pdf/pdf.h"

namespace gongwen::pdf {

/// Embedded files (ISO 32000-1 7.11.4), listed by name and associated with the document (ISO 19005-3 6.8).
/// Errors InternalError when two have the same name.
void write_attachments(const std::vector<Attachment>& attachments, const std::optional<Date>& date, Objects& objects);

}  // namespace gongwen::pdf
