#pragma once

// Every text a file carries, on a page or not: for the search for what must not leave. Private to the room.

#include <vector>

#include "formats/inspect/source.h"

namespace gongwen::inspect {

/// Strings of all objects as UTF-8, and the streams that are neither pictures, fonts nor page content: metadata, attachments, scripts.
void collect_objects(Source& source, std::vector<ObjectText>& out);

}  // namespace gongwen::inspect
