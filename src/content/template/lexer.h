#pragma once

// The smallest parts of an expression.

#include <cstddef>
#include <string>
#include <string_view>

namespace gongwen::tmpl {

struct Token {
  enum class Kind : unsigned char { end, name, number, string, mark, bad };
  Kind kind = Kind::end;
  std::string text;          ///< a string's content without quotes; a mark as written
  std::size_t offset = 0;    ///< in bytes
};

/// Cuts an expression into tokens, one ahead. Names may hold letters of any script, digits and _; after `|` also hyphens.
class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) { advance(); }
  const Token& peek() const noexcept { return token_; }
  Token take();
  bool is(std::string_view mark_or_word) const noexcept;
  bool accept(std::string_view mark_or_word);
  /// The token ahead, read again as a filter's name (chinese-date).
  void widen_name();

 private:
  void advance();

  std::string_view source_;
  std::size_t at_ = 0;
  Token token_;
};

}  // namespace gongwen::tmpl
