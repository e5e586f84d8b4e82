#pragma once

#include <optional>

#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "formats/inspect/check.h"

namespace gongwen::usecases {

/// Measures a finished PDF against GB/T 9704-2012.
/// Returns what was measured and what is off; nothing, and the reason in `out`, when the file cannot be read or has no text.
/// Errors P001 … P005 in `out`; Error when the file cannot be opened.
std::optional<inspect::Report> check_page(Env& env, const fs::path& file, Diagnostics& out);

}  // namespace gongwen::usecases
