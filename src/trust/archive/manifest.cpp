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

}  // namespace gongwen::archive
