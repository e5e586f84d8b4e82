#include <algorithm>

#include "trust/archive/manifest_internal.h"

namespace gongwen::archive {

std::string write_manifest(const Manifest& manifest) {
  std::string out;
  for (const auto& [path, digest] : manifest) out += sign::hex(digest) + "  " + path + "\n";
  return out;
}

std::optional<Manifest> parse_manifest(std::string_view text) {
  Manifest out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < 67 || text.substr(64, 2) != "  ") return std::nullopt;
    const std::string_view digits = text.substr(0, 64);
    const auto digest = sign::digest_from_hex(digits);
    if (!digest || std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
    if (!out.emplace(std::string(text.substr(66, end - 66)), *digest).second) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  return out;
}

Manifest below(const Manifest& manifest, std::string_view folder) {
  Manifest out;
  for (auto at = manifest.lower_bound(std::string(folder)); at != manifest.end() && at->first.starts_with(folder); ++at) {
    out.emplace_hint(out.end(), at->first.substr(folder.size()), at->second);
  }
  return out;
}

std::string template_digest(const Manifest& files) { return sign::hex(sign::sha256(write_manifest(files))); }

}  // namespace gongwen::archive
