#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/diagnostic.h"

namespace gongwen::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// One JSON value with the place it was written at. A value type; objects keep the order of writing.
///
/// Numbers keep their written digits ("100.00", "1e3"): no double is ever made of them.
/// Strings are valid UTF-8 as written (escapes resolved; NFC is the data room's business).
class Node {
 public:
  using Member = std::pair<std::string, Node>;

  Node() = default;                                   ///< null
  static Node boolean(bool v);
  static Node number(std::string digits);             ///< REQUIRES: a JSON number
  static Node number(std::int64_t v);
  static Node string(std::string v);
  static Node array(std::vector<Node> items = {});
  static Node object(std::vector<Member> members = {});

  Kind kind() const noexcept { return kind_; }
  bool is(Kind k) const noexcept { return kind_ == k; }
  const Place& place() const noexcept { return place_; }
  void set_place(Place p) { place_ = std::move(p); }

  bool as_bool() const;                               ///< REQUIRES: kind() == boolean; likewise below (InternalError)
  const std::string& text() const;                    ///< of a string, or a number's digits
  const std::vector<Node>& items() const;             ///< of an array
  std::vector<Node>& items();
  const std::vector<Member>& members() const;         ///< of an object
  std::vector<Member>& members();

  /// A member of an object, or null when there is none or this is no object.
  const Node* find(std::string_view key) const noexcept;
  Node& set(std::string key, Node value);             ///< replaces or appends; REQUIRES: an object
  Node& push(Node value);                             ///< REQUIRES: an array

  /// Same kind and content; places do not count, numbers compare by their digits, members regardless of order.
  friend bool operator==(const Node& a, const Node& b);

 private:
  Kind kind_ = Kind::null;
  bool flag_ = false;
  std::string text_;
  std::vector<Node> items_;
  std::vector<Member> members_;
  Place place_;
};

/// Reads one JSON text (RFC 8259), every value with its line and column. A UTF-8 BOM is allowed.
///
/// file   the name shown in places.
/// first_line  line number of the text's first line (JSON Lines gives each row its own).
/// Returns the value; null and errors in `out` when it is malformed: all found, at least the first, each with its place and a
///         hint in plain words (a comma too many, a quote missing, a full-width “ or ，).
/// Errors D001 malformed, D002 key given twice, D003 not UTF-8, D004 nested deeper than 64.
/// Threads reads only its arguments.
std::optional<Node> parse(std::string_view bytes, const Place::Name& file, Diagnostics& out, std::uint32_t first_line = 1);

/// The same value without places, or nothing: for texts a program wrote, of which nobody asks where they are wrong.
std::optional<Node> parse_value(std::string_view bytes);

/// Whether a text stands in a JSON string just as it is: UTF-8 without `\` and control characters (quotes are not looked for).
bool is_plain(std::string_view text) noexcept;

/// Canonical bytes, part of the format, never change: UTF-8, members sorted by key (code points), no blanks, numbers in their
/// written digits, strings escaped only where RFC 8259 demands it (\" \\ \b \f \n \r \t \u00XX), LF at the end.
/// For texts without exponents or trailing zeros it equals RFC 8785 (JCS).
std::string canonical(const Node& node);

/// The same content for people: members in their order, two blanks of indent, LF at the end.
std::string pretty(const Node& node);

/// One line, members in their order, no LF: for JSON Lines and for `--json`.
std::string compact(const Node& node);
/// The same at the end of `out`, for whoever writes a text piece by piece.
void append_compact(std::string& out, const Node& node);
/// A string in its quotes, escaped as in canonical(). REQUIRES: UTF-8.
void append_string(std::string& out, std::string_view text);

/// The diagnostics' machine form, one object: severity, code, file, sheet, line, column (or row/cell), field, message, hints.
Node to_json(const Diagnostic& d);

}  // namespace gongwen::json
