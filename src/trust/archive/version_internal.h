#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trust/archive/bundle.h"

namespace gongwen::archive {

/// gongwen/version.json: canonical JSON, part of the format (FORMAT.md 3.3).
std::string write_version(const VersionInfo& version);
/// Nothing when malformed, of another format, or when a required member is missing.
std::optional<VersionInfo> parse_version(std::string_view bytes);

/// README.txt and verify.html: how to check a bundle with no help from us.
std::string write_readme(const VersionInfo& version);
std::string_view verify_page() noexcept;

}  // namespace gongwen::archive
