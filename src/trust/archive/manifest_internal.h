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
/// What a manifest lists below `folder` ("gongwen/template/"), named from there.
Manifest below(const Manifest& manifest, std::string_view folder);
/// `template.sha256` of version.json, of the template's files by their names in its folder. Source FORMAT.md 3.1.
std::string template_digest(const Manifest& files);

}  // namespace gongwen::archive
