#pragma once

// The words of content streams and CMaps (ISO 32000-1 7.2, 7.3). Private to the room.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::inspect {

struct Operand {
  enum class Kind : std::uint8_t { number, name, string, array, dictionary, word, none };
  Kind kind = Kind::none;
  double number = 0;
  std::string text;              ///< of a name (without the slash), a string's bytes, a word
  std::vector<Operand> items;    ///< of an array; of a dictionary: key, value, key, value …

  bool is(Kind k) const noexcept { return kind == k; }
  /// A dictionary's value, or null.
  const Operand* find(std::string_view key) const noexcept;
};

/// Reads operands and words one after another. Never fails: what cannot be read is left out, the end is an Operand of kind none.
class Lexer {
 public:
  explicit Lexer(std::string_view bytes) : bytes_(bytes) {}
  Operand next() { return next(0); }
  /// After the word ID: skips an inline picture's data up to EI. Returns its length.
  std::size_t skip_inline_data();

 private:
  Operand next(int depth);
  void skip_blanks();
  Operand number();
  Operand literal_string();
  Operand hex_string();
  Operand name();
  char at(std::size_t i) const noexcept { return i < bytes_.size() ? bytes_[i] : '\0'; }
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace gongwen::inspect
