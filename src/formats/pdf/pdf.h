#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pages/fonts/fonts.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

struct Attachment { std::string name; std::string mime; std::string description; std::string bytes; };

struct Options {
  std::string producer = "gongwen";      ///< name and version of the tool
  std::vector<Attachment> attachments;   ///< makes the file PDF/A-3a instead of 2a
};

struct Written {
  std::string bytes;
};

/// Writes a layout as PDF 1.7, PDF/A-2a and PDF/UA-1: subset fonts, tags, outline, page labels, metadata.
///
/// Same layout, fonts, options and libraries → same bytes; no clock, no random id (/ID is made from the content).
/// Errors throws Error when libharu refuses (with the step); InternalError when the layout breaks its own rules.
/// Threads one call = one libharu document; calls may run at once and share `book`.
/// Source ISO 32000-1:2008; ISO 19005-2:2011; ISO 14289-1:2014.
Written write(const layout::Layout& layout, const fonts::FontBook& book, const Options& options);

/// libharu's name and version as linked, for version.json: {"libharu", "2.3.0"}.
std::pair<std::string, std::string> library();

}  // namespace gongwen::pdf
