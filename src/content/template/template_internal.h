#pragma once

// A template after compiling. Private to template.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/data/schema.h"
#include "content/template/expression.h"
#include "content/template/grammar.h"
#include "content/template/template.h"
#include "foundation/image/image.h"

namespace gongwen::tmpl {

/// Words with values among them.
struct TextPart {
  std::string literal;               ///< used when there is no expression
  ExpressionPtr expression;
};
using Text = std::vector<TextPart>;

/// What to do where a condition or a list is withheld.
enum class Withheld : std::uint8_t { unsaid, then, otherwise, gap };

/// An element of <paper>, its attributes compiled. `text` and `print` stand for words and {{…}} among the children.
struct Element {
  Tag tag = Tag::text;
  Place place;
  // if, for-each, as, withheld: on <if> and <for-each> too
  ExpressionPtr test;
  ExpressionPtr each;
  ExpressionPtr by;                                                  ///< the list's items in groups of equal value
  Withheld withheld = Withheld::unsaid;

  std::vector<std::pair<std::string_view, Text>> texts;
  std::vector<std::pair<std::string_view, ExpressionPtr>> expressions;
  std::vector<std::pair<std::string_view, std::string>> words;       ///< words, numbers, names, raw
  std::string literal;                                               ///< text
  document::OriginPtr origin;                                        ///< text
  ExpressionPtr printed;                                             ///< print
  std::shared_ptr<const image::Image> image;                         ///< <image file>
  std::vector<Element> children;

  const Text* text_of(std::string_view name) const;
  const Expression* expression_of(std::string_view name) const;
  std::string_view word(std::string_view name) const;                ///< empty when not given
};

/// A rule across fields.
struct Rule {
  ExpressionPtr that;
  Text message;
  Severity severity = Severity::error;
  std::string at;                            ///< path of the field it points to, from the innermost item; may be empty
  std::vector<const data::Field*> lists;     ///< the lists it stands in, outermost first
  Place place;
};

struct Program {
  std::string id, name, version, style, about;
  data::Schema schema;
  std::vector<data::Field> constant_fields;  ///< what expressions may ask of the data files
  std::vector<data::Value> constants;        ///< their values, in the same order
  std::vector<Rule> rules;
  Element paper;
  std::vector<SourceFile> files;
};

}  // namespace gongwen::tmpl
