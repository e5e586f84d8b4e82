#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/data/value.h"

namespace gongwen::data {

struct Option { std::string value; std::string label; };

/// What a value must keep to. Which of them apply depends on the type.
struct Bounds {
  std::optional<text::Decimal> min, max;         ///< integer, decimal, money
  std::optional<Date> earliest, latest;          ///< date, both ends of a period
  std::optional<std::size_t> min_length, max_length;  ///< texts, in code points
  std::optional<std::size_t> min_items, max_items;    ///< lists
  std::optional<std::uint8_t> digits;            ///< at most so many after the point (integer: none)
  std::string pattern;                           ///< a regular expression over the whole text, or empty
};

/// One field, or a group or list of fields.
struct Field {
  std::string name;                  ///< the last part of the path
  std::string path;                  ///< "agent.name"; list items have no part of their own: "budget.amount"
  std::string label;                 ///< 管理员姓名
  Type type = Type::text;
  bool required = false;
  bool multiline = false;            ///< text: line feeds allowed, each line a paragraph
  Bounds bounds;
  std::vector<Option> options;       ///< enumeration
  std::string help;
  std::string example;
  std::string item;                  ///< lists: what one item is called, 预算行
  std::string key;                   ///< lists: name of the child whose value tells items apart; empty = by position
  Disclosure disclosure = Disclosure::open;  ///< own or inherited
  std::string ground;                ///< why it is withheld when its class is; own or inherited
  std::string index;                 ///< what archives find the paper by: "task", "city"; or empty
  Value default_value;               ///< absent = none
  std::vector<Field> children;       ///< groups, lists, tables
  Place place;                       ///< where it is declared

  bool is_list() const noexcept { return type == Type::list || type == Type::table; }
  bool has_children() const noexcept { return is_list() || type == Type::object; }
  bool personal() const noexcept;    ///< messages mask its values: not public, or an identity number, mobile, e-mail
  const Field* child(std::string_view child_name) const noexcept;
  const Option* option(std::string_view value) const noexcept;
};

/// The fields of a template. Immutable after loading.
struct Schema {
  Field root;                        ///< type object, no name

  /// The field at a path without indices ("budget.amount"), or null. The empty path is the root.
  const Field* find(std::string_view path) const noexcept;
  /// All leaf and list paths in order of declaration.
  std::vector<const Field*> all() const;
};

/// Up to three of `known` that resemble `wrong` most, best first; nothing when none is near.
std::vector<std::string> nearest(std::string_view wrong, const std::vector<std::string>& known);
/// A hint line: "是不是“校名”？" when something is near, else "已有字段：校名、负责人 …" (at most eight).
std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& known, std::string_view what = "字段");

/// The fields a constant data file turns out to have (a template's own tables), so that paths into it can be checked.
/// A member that some items lack is not required.
Field infer_field(std::string name, const Value& value);

/// A record to fill in, as JSON for people: every field with its example or an empty value, lists with one item.
std::string blank_record(const Schema& schema);
/// JSON Schema (draft 2020-12) of the records, titles and descriptions in Chinese.
std::string schema_json(const Schema& schema, std::string_view id, std::string_view title);
/// The fields as a Markdown guide for whoever fills them in: name, path, what it must be, example, who may see it.
std::string guide(const Schema& schema);

}  // namespace gongwen::data
