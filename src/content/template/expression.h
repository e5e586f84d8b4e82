#pragma once

// The expressions of templates: compiled once against the schema, evaluated for each record.
// The language is described in templates/REFERENCE.md.

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content/data/schema.h"
#include "content/data/value.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::tmpl {

/// What an expression gives, as far as it is known before there is data.
struct StaticType {
  enum class Kind : std::uint8_t { any, text, number, date, period, boolean, list, object, file };
  Kind kind = Kind::any;
  bool many = false;                     ///< a path through a list: a list of such values
  bool optional = false;                 ///< may be absent
  const data::Field* field = nullptr;    ///< the field it comes from, or null
};

/// The names an expression may use at its place in the template. Slots are numbered as the repetitions are nested, so a
/// running `Frames` has the same numbers.
struct Scope {
  struct Binding {
    std::string name;                    ///< `as` of a for-each; empty: the item's fields stand open (rules, selections)
    const data::Field* item = nullptr;   ///< the list whose item it is
    bool group = false;                  ///< not an item but several: for-each with by="…"
  };
  const data::Schema* schema = nullptr;
  const std::vector<data::Field>* constants = nullptr;  ///< one for each data file, by id
  std::vector<Binding> bindings;
  std::set<std::string> present;         ///< paths (Path::key) that a condition around this place has shown to be there
};

struct Node;

/// A compiled expression, filters included. Immutable.
struct Expression {
  std::shared_ptr<const Node> root;
  StaticType type;
  std::string path;                      ///< of the first field it reads, for diagnostics; empty when it reads none
  Place place;
};
using ExpressionPtr = std::shared_ptr<const Expression>;

/// Where faults of an expression are told: offset in bytes into the expression.
using Fault = std::function<void(std::string_view code, std::size_t offset, std::string message, std::vector<std::string> hints)>;

/// Compiles `expr` or, with `filters`, `expr | filter | filter:arg`. Null after a fault; all unknown names are told, the first
/// fault of syntax.
/// Errors T009–T015. Nesting deeper than 32 or more than 2000 bytes: T010.
ExpressionPtr compile(std::string_view source, const Scope& scope, bool filters, const Place& place, const Fault& fault);

/// Paths that must be there when the expression is true (or, with `value` false, when it is false): for Scope::present.
std::set<std::string> present_when(const Expression& expression, bool value);

/// The values of the names, while a template is filled. Lives for one fill; one thread.
struct Frames {
  struct Frame { const data::Value* item = nullptr; std::size_t index = 0; };
  const data::Value* record = nullptr;
  const std::vector<data::Value>* constants = nullptr;
  std::vector<Frame> stack;
  Diagnostics* out = nullptr;
};

/// The value. Withheld when an operand is; absent when an operand is (comparisons, arithmetic), when a selection finds nothing,
/// or after an error. Conditions are three-valued: what is absent decides nothing.
/// Errors T031 arithmetic, T036 a value a filter cannot take.
data::Value evaluate(const Expression& expression, Frames& frames);

}  // namespace gongwen::tmpl
