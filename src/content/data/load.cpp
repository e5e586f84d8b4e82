#include "content/data/load.h"

#include <algorithm>
#include <map>
#include <set>

#include "content/data/check_internal.h"
#include "content/data/load_internal.h"
#include "foundation/base/codes.h"

namespace gongwen::data {
namespace {

using json::Kind;
using json::Node;

std::string_view chinese_name_of(Kind kind) {
  switch (kind) {
    case Kind::null: return "空值";
    case Kind::boolean: return "真假值";
    case Kind::number: return "数字";
    case Kind::string: return "文字";
    case Kind::array: return "列表（方括号）";
    case Kind::object: return "一组字段（花括号）";
  }
  return "";
}

/// Types whose text may be written as a bare JSON number: an identity number of 18 digits keeps its digits.
bool takes_bare_digits(Type type) {
  switch (type) {
    case Type::integer:
    case Type::decimal:
    case Type::money:
    case Type::enumeration:
    case Type::phone:
    case Type::mobile:
    case Type::id_card:
    case Type::uscc: return true;
    default: return false;
  }
}

class Loader {
 public:
  Loader(Diagnostics& out, const LoadOptions& options) : out_(out), options_(options) {}

  Value object(const Node& node, const Field& group, const std::string& path) {
    Value::Object members;
    tell_unknown(node, group, path);
    for (const auto& field : group.children) {
      const Node* given = node.find(field.name);
      const std::string at = path.empty() ? field.name : path + "." + field.name;
      const std::size_t before = errors();
      Value value = given != nullptr ? read(*given, field, at) : Value();
      // A value that was told to be wrong is not missing as well.
      if (value.is_absent() && errors() == before) finish_absent(field, given != nullptr ? given->place() : node.place(), at, value);
      if (!value.is_absent()) members.emplace_back(field.name, std::move(value));
    }
    return Value::object(std::move(members)).at(node.place());
  }

  /// What stands for a value that was not given: the default, an empty group, an empty list, or nothing (told when required).
  void finish_absent(const Field& field, const Place& place, const std::string& path, Value& value) {
    if (field.type == Type::object) {
      Node empty = Node::object();
      empty.set_place(place);
      value = object(empty, field, path);
    } else if (field.is_list() && !field.required && field.bounds.min_items.value_or(0) == 0) {
      value = Value::list({}).at(place);
    } else if (!field.default_value.is_absent()) {
      value = field.default_value;
    } else if (field.required || field.is_list()) {
      std::vector<std::string> hints;
      if (!field.help.empty()) hints.push_back(field.help);
      if (!field.example.empty()) hints.push_back("例如：" + field.example);
      out_.error(codes::kMissingField, place, "缺少必填的“" + field.label + "”", std::move(hints), path);
    }
  }

 private:
  void tell_unknown(const Node& node, const Field& group, const std::string& path) {
    for (const auto& [name, member] : node.members()) {
      if (group.child(name) != nullptr) continue;
      std::vector<std::string> known;
      for (const auto& f : group.children) known.push_back(f.name);
      std::string hint = did_you_mean(name, known);
      const auto by_label = std::find_if(group.children.begin(), group.children.end(),
                                         [&, n = std::string_view(name)](const Field& f) { return f.label == n; });
      if (by_label != group.children.end()) hint = "“" + name + "”在数据里写作 " + by_label->name;
      out_.error(codes::kUnknownField, member.place(), "没有字段“" + name + "”", {std::move(hint)},
                 path.empty() ? name : path + "." + name);
    }
  }

  Value read(const Node& node, const Field& field, const std::string& path) {
    const Spot spot{field, path, node.place(), options_, out_};
    if (node.is(Kind::null)) return {};
    if (const auto ground = withheld_mark(node, field)) return Value::withheld(*ground).at(node.place());
    if (field.type == Type::object) {
      if (node.is(Kind::object)) return object(node, field, path);
    } else if (field.is_list()) {
      if (node.is(Kind::array)) return list(node, field, path);
    } else if (field.type == Type::period && node.is(Kind::object)) {
      return period(node, spot);
    } else if (node.is(Kind::string) || (node.is(Kind::number) && takes_bare_digits(field.type))) {
      return convert(node.text(), spot);
    }
    return wrong_type(node, spot);
  }

  Value wrong_type(const Node& node, const Spot& spot) {
    std::vector<std::string> hints;
    if (node.is(Kind::number)) hints.emplace_back("请加引号，写成文字");
    spot.error(codes::kWrongType, "“" + spot.field.label + "”应为" + std::string(data::chinese_name_of(spot.field.type)) +
                                      "，现为" + std::string(chinese_name_of(node.kind())), std::move(hints));
    return {};
  }

  /// {"$withheld": "reason"}: what to_json makes of a withheld value.
  static std::optional<Ground> withheld_mark(const Node& node, const Field& field) {
    if (!node.is(Kind::object) || node.members().size() != 1) return std::nullopt;
    const Node* reason = node.find("$withheld");
    if (reason == nullptr || !reason->is(Kind::string)) return std::nullopt;
    return Ground{field.disclosure, reason->text()};
  }

  Value period(const Node& node, const Spot& spot) {
    const Node* from = node.find("from");
    const Node* to = node.find("to");
    if (from == nullptr || to == nullptr || node.members().size() != 2) {
      spot.error(codes::kWrongType, "“" + spot.field.label + "”应写成 {\"from\": …, \"to\": …}");
      return {};
    }
    Field day;
    day.label = spot.field.label;
    day.type = Type::date;
    day.disclosure = spot.field.disclosure;
    const Value first = read(*from, day, spot.path + ".from");
    const Value last = read(*to, day, spot.path + ".to");
    if (first.kind() != Value::Kind::date || last.kind() != Value::Kind::date) return {};
    return checked_period({first.date(), last.date()}, spot);
  }

  Value list(const Node& node, const Field& field, const std::string& path) {
    Value::List items;
    std::map<std::string, Place> keys;
    std::size_t number = 0;
    for (const Node& given : node.items()) {
      const std::string at = path + "[#" + std::to_string(++number) + "]";
      Value item = read_item(given, field, at);
      if (!item.is_absent()) tell_same_key(item, field, at, keys);
      items.push_back(std::move(item));
    }
    const auto& b = field.bounds;
    if (b.min_items && items.size() < *b.min_items) {
      out_.error(codes::kWrongCount, node.place(), "“" + field.label + "”有 " + std::to_string(items.size()) +
                                                       " 项，至少 " + std::to_string(*b.min_items) + " 项", {}, path);
    } else if (b.max_items && items.size() > *b.max_items) {
      out_.error(codes::kWrongCount, node.place(), "“" + field.label + "”有 " + std::to_string(items.size()) +
                                                       " 项，最多 " + std::to_string(*b.max_items) + " 项", {}, path);
    }
    return Value::list(std::move(items)).at(node.place());
  }

  /// An item is an object; of a list with one simple field the bare value will do.
  Value read_item(const Node& given, const Field& field, const std::string& at) {
    if (given.is(Kind::object)) return object(given, field, at);
    if (field.children.size() == 1 && !field.children.front().has_children() && !given.is(Kind::array)) {
      Node wrapped = Node::object({{field.children.front().name, given}});
      wrapped.set_place(given.place());
      return object(wrapped, field, at);
    }
    out_.error(codes::kWrongType, given.place(), "“" + field.label + "”的每一项应为一组字段（花括号），现为" +
                                                     std::string(chinese_name_of(given.kind())), {}, at);
    return {};
  }

  void tell_same_key(const Value& item, const Field& field, const std::string& at, std::map<std::string, Place>& keys) {
    const std::string key = key_of(item, field);
    if (key.empty()) return;
    const Value* value = item.find(field.key);
    const auto [it, fresh] = keys.emplace(key, value->place());
    if (fresh) return;
    const Field& child = *field.child(field.key);
    const std::string path = at + "." + field.key;
    const Spot spot{child, path, value->place(), options_, out_};
    std::vector<std::string> hints;
    if (it->second.line > 0) hints.push_back("第一次出现在第 " + std::to_string(it->second.line) + " 行");
    spot.error(codes::kDuplicateKey, "“" + field.label + "”里有两项的“" + child.label + "”都是" + spot.shown(key), std::move(hints));
  }

  std::size_t errors() {
    const auto& all = out_.all();
    for (; counted_ < all.size(); ++counted_) if (all[counted_].severity == Severity::error) ++errors_;
    return errors_;
  }

  Diagnostics& out_;
  const LoadOptions& options_;
  std::size_t counted_ = 0;          // of out_, those already looked at
  std::size_t errors_ = 0;
};

Value constant(const Node& node) {
  switch (node.kind()) {
    case Kind::null: return {};
    case Kind::boolean: return Value::text(node.as_bool() ? "true" : "false").at(node.place());
    case Kind::string: return Value::text(node.text()).at(node.place());
    case Kind::number: {
      const auto number = text::Decimal::parse(node.text());
      return (number ? Value::number(*number) : Value::text(node.text())).at(node.place());
    }
    case Kind::array: {
      Value::List items;
      for (const auto& i : node.items()) items.push_back(constant(i));
      return Value::list(std::move(items)).at(node.place());
    }
    case Kind::object: {
      Value::Object members;
      for (const auto& [key, member] : node.members()) members.emplace_back(key, constant(member));
      return Value::object(std::move(members)).at(node.place());
    }
  }
  return {};
}

}  // namespace

Record load_node(const Node& node, const Schema& schema, Diagnostics& out, const LoadOptions& options) {
  Record record;
  record.place = node.place();
  if (!node.is(Kind::object)) {
    out.error(codes::kWrongType, node.place(), "一份数据应是一个花括号里的一组字段，现为" + std::string(chinese_name_of(node.kind())));
    record.root = Value::object({});
    return record;
  }
  record.root = Loader(out, options).object(node, schema.root, "");
  return record;
}

Record load_json(std::string_view bytes, std::string_view file, const Schema& schema, Diagnostics& out,
                 const LoadOptions& options) {
  const auto name = std::make_shared<const std::string>(file);
  const auto node = json::parse(bytes, name, out);
  if (!node) {
    Record record;
    record.place = Place::in_file(file);
    record.root = Value::object({});
    return record;
  }
  return load_node(*node, schema, out, options);
}

std::optional<Value> load_constant(std::string_view bytes, const Place::Name& file, Diagnostics& out) {
  const auto node = json::parse(bytes, file, out);
  if (!node) return std::nullopt;
  return constant(*node);
}

}  // namespace gongwen::data
