#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/diagnostic.h"

namespace gongwen::archive {

/// One thing verification found: where, as exactly as it can be known, and what.
struct Finding {
  Severity severity = Severity::error;   ///< error: a difference · warning: unfinished or cannot be checked · note: worth knowing
  std::string_view code;                 ///< "A050"; one of base/codes.h
  std::string record;                    ///< record id, or empty when it concerns the archive as a whole
  std::uint32_t version = 0;             ///< 0: none
  std::string file;                      ///< a path: inside the bundle when `version` is set, else inside the archive's folder
  std::optional<std::uint64_t> offset;   ///< a byte of the zip (or of `file`), where it can be known
  std::string message;                   ///< one sentence in Chinese
  std::string hint;                      ///< what to do, or empty
  std::string certificate{};             ///< fingerprint of the signer's certificate it speaks of, or empty
};

/// The form that is printed and written as JSON: place `records/…/v0001.zip`, or the file.
Diagnostic to_diagnostic(const Finding& finding);

}  // namespace gongwen::archive
