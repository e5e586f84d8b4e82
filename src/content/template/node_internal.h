#pragma once

// The tree of an expression. Private to template.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content/template/expression.h"

namespace gongwen::tmpl {

enum class Function : std::uint8_t { count, sum, min, max, first, last, position, join, empty, years, rate, choose };
enum class Filter : std::uint8_t {
  chinese_date, hanzi_date, rmb_upper, thousands, percent, round, upper_number, mask, fallback, label, plain,
};

/// agent.name, b.years.amount, tasks[no = 3].name
struct Path {
  enum class Base : std::uint8_t { record, constant, slot };
  struct Step {
    std::string name;                    ///< a member; empty: `condition` picks an item
    std::vector<Node> condition;         ///< none or one
    std::size_t slot = 0;                ///< of the item while the condition is tried
  };
  Base base = Base::record;
  std::size_t index = 0;                 ///< of the constant or slot
  std::vector<Step> steps;

  /// The path as a key of Scope::present; empty when it picks.
  std::string key() const;
};

struct Node {
  enum class Op : std::uint8_t {
    literal, path, call, filter, negate, logical_not, logical_and, logical_or, equal, unequal, less, less_equal, greater,
    greater_equal, add, subtract, multiply, divide,
  };
  Op op = Op::literal;
  data::Value literal;
  Path path;
  Function function = Function::count;
  Filter filter = Filter::plain;
  std::vector<Node> args;                ///< operands; of a filter: the value, then its argument
};

struct FunctionRule { std::string_view name; Function function; std::size_t least; std::size_t most; };
struct FilterRule {
  std::string_view name;
  Filter filter;
  bool argument;                         ///< must have one
  StaticType::Kind takes;                ///< any = no matter
};
const FunctionRule* find_function(std::string_view name) noexcept;
const FilterRule* find_filter(std::string_view name) noexcept;
std::vector<std::string> function_names();
std::vector<std::string> filter_names();

/// The paths that are known to be there when a condition has this value: keys of Scope::present.
std::set<std::string> facts_of(const Node& condition, bool value);

/// Applies a filter to a present, not withheld value. REQUIRES: `fallback` is not among them.
/// Returns absent and T036 in `out` when the value does not fit.
data::Value apply(Filter filter, const data::Value& value, const data::Value& argument, const Place& place, Diagnostics& out);

}  // namespace gongwen::tmpl
