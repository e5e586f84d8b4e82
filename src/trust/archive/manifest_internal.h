#pragma once

// BagIt manifests: one line `<hexadecimal digest>  <path>` per file, sorted by path. Private to the room.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "trust/sign/digest.h"

namespace gongwen::archive {

using Manifest = std::map<std::string, sign::Digest>;   ///< path → digest

std::string write_manifest(const Manifest& manifest);
/// Strict: lower-case digits, two blanks, LF, every path once. Nothing otherwise. Source RFC 8493 section 2.1.3.
std::optional<Manifest> parse_manifest(std::string_view text);

}  // namespace gongwen::archive
