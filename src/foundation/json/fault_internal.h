#pragma once

// Where and why a text is no JSON. Private to the room.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::json {

/// RFC 8259 section 6: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` and nothing else.
bool is_number(std::string_view text) noexcept;

/// Byte offset of the first malformed sequence; the text's size when there is none.
std::size_t first_malformed_utf8(std::string_view text) noexcept;

struct Fault {
  std::size_t at = 0;               ///< byte offset; the text's size when something is missing at the end
  std::string message;
  std::vector<std::string> hints;
};

/// Reads the text once by the grammar of RFC 8259, without recursion, up to the first place that does not fit.
/// Slower than the parser, so only asked after it has refused. REQUIRES: valid UTF-8.
/// Returns nothing when the text is well-formed.
std::optional<Fault> first_fault(std::string_view text);

}  // namespace gongwen::json
