#pragma once

// Small helpers for reading JSON that we wrote ourselves. Private to the room.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/date.h"
#include "foundation/json/json.h"

namespace gongwen::archive {

inline json::Node text_node(std::string_view text) { return json::Node::string(std::string(text)); }

/// A member's text; empty when it is not there or no string.
inline std::string text_at(const json::Node& object, std::string_view key) {
  const json::Node* const found = object.find(key);
  return found != nullptr && found->is(json::Kind::string) ? found->text() : std::string{};
}

inline std::optional<std::uint64_t> count_at(const json::Node& object, std::string_view key) {
  const json::Node* const found = object.find(key);
  if (found == nullptr || !found->is(json::Kind::number)) return std::nullopt;
  const std::string& digits = found->text();
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

/// `2026-03-02T01:02:03Z`, exactly as Instant::iso writes it.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace gongwen::archive
