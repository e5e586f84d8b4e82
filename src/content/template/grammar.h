#pragma once

// What may stand where in <paper>: one row for each element. Compiling, hints and the reference all follow this table.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::tmpl {

enum class Tag : std::uint8_t {
  paper, masthead, mark, number, urgency, copy_number, signer, cover, front, contents, body, attachment, imprint, copy_to,
  printer, print_date, title, subtitle, recipient, p, flush, centred, note, annotation, signature_line, cover_title,
  cover_subtitle, cover_line, cover_date, h1, h2, h3, h4, run_in, strong, link, ref, br, fill, table, header, rows, row, cell,
  chart, series, image, scan, key_values, line, signature, seal, stamp, organ, date, attachment_note, name, page_break,
  main_to, secrecy, include, choose,
  otherwise, repeat, text, print,
};

struct AttributeRule {
  enum class Kind : std::uint8_t {
    text,         ///< words with {{…}}
    expression,   ///< an expression, in {{…}} or bare
    words,        ///< one of `allowed`
    number,       ///< a whole number, 1 … 99
    name,         ///< an anchor; {{…}} in it makes one for each repetition
    raw,          ///< read by the element itself (widths, a file's name)
  };
  std::string_view name;
  Kind kind = Kind::text;
  bool required = false;
  std::string_view allowed = {};       ///< separated by |
};

struct ElementRule {
  std::string_view name;
  Tag tag;
  std::span<const AttributeRule> attributes;
  std::string_view children;           ///< names separated by blanks; empty = none
  bool mixed = false;                  ///< text with {{…}} may stand among the children
  bool common = true;                  ///< takes if, for-each, as, withheld
};

/// The rule of an element of <paper>, or null.
const ElementRule* find_element(std::string_view name) noexcept;
std::vector<std::string> element_names();
/// True when `word` is one of the words of `list`, separated by `mark`.
bool contains_word(std::string_view list, std::string_view word, char mark = ' ') noexcept;
std::vector<std::string> words_of(std::string_view list, char mark = ' ');

}  // namespace gongwen::tmpl
