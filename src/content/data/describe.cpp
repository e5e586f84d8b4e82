// What a schema says of itself: a blank record, a JSON Schema, a guide for people.

#include <algorithm>

#include "content/data/schema.h"
#include "foundation/json/json.h"

namespace gongwen::data {
namespace {

using json::Node;

/// A value that shows what is wanted: the example when there is one, the first option, else nothing.
Node blank_leaf(const Field& field) {
  switch (field.type) {
    case Type::period: return Node::object({{"from", Node::string("")}, {"to", Node::string("")}});
    case Type::enumeration: return Node::string(field.required && !field.options.empty() ? field.options.front().value : "");
    default: return Node::string(field.example);
  }
}

Node blank(const Field& field) {
  if (!field.has_children()) return blank_leaf(field);
  Node object = Node::object();
  for (const auto& child : field.children) object.set(child.name, blank(child));
  if (!field.is_list()) return object;
  Node list = Node::array();
  const std::size_t items = std::max<std::size_t>(field.bounds.min_items.value_or(1), 1);
  for (std::size_t i = 0; i < items; ++i) list.push(object);
  return list;
}

Node size(std::size_t n) { return Node::number(static_cast<std::int64_t>(n)); }

std::string limits(const Field& field) {
  const auto& b = field.bounds;
  std::string out;
  const auto add = [&](const std::string& part) { out.append(out.empty() ? "" : "，").append(part); };
  if (b.min_length) add("至少 " + std::to_string(*b.min_length) + " 个字");
  if (b.max_length) add("最多 " + std::to_string(*b.max_length) + " 个字");
  if (b.min) add("不小于 " + b.min->to_string());
  if (b.max) add("不大于 " + b.max->to_string());
  if (b.earliest) add("不早于 " + b.earliest->iso());
  if (b.latest) add("不晚于 " + b.latest->iso());
  if (b.digits && field.type != Type::integer) add("小数最多 " + std::to_string(*b.digits) + " 位");
  if (b.min_items) add("至少 " + std::to_string(*b.min_items) + " 项");
  if (b.max_items) add("最多 " + std::to_string(*b.max_items) + " 项");
  if (field.multiline) add("可以分段，每行一段");
  return out;
}

std::string description(const Field& field) {
  std::string out = field.help;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) out.append(out.empty() ? "" : " ").append(part);
  };
  add(limits(field));
  if (field.type == Type::enumeration) {
    std::string options = "可选：";
    for (std::size_t i = 0; i < field.options.size(); ++i) {
      const auto& o = field.options[i];
      options.append(i > 0 ? "、" : "").append(o.value).append(o.label == o.value ? "" : "（" + o.label + "）");
    }
    add(options);
  }
  return out;
}

Node schema_of(const Field& field);

Node object_schema(const Field& field) {
  Node properties = Node::object();
  Node required = Node::array();
  for (const auto& child : field.children) {
    properties.set(child.name, schema_of(child));
    const bool must = child.is_list() ? child.bounds.min_items.value_or(0) > 0 : child.required;
    if (must) required.push(Node::string(child.name));
  }
  Node out = Node::object({{"type", Node::string("object")}, {"properties", std::move(properties)}});
  if (!required.items().empty()) out.set("required", std::move(required));
  out.set("additionalProperties", Node::boolean(false));
  return out;
}

/// Numbers may be written as numbers or as text; a text cannot be held to a minimum by JSON Schema, only to its form.
Node number_schema(const Field& field) {
  Node number = Node::object({{"type", Node::string(field.type == Type::integer ? "integer" : "number")}});
  if (field.bounds.min) number.set("minimum", Node::number(field.bounds.min->to_string()));
  if (field.bounds.max) number.set("maximum", Node::number(field.bounds.max->to_string()));
  Node text = Node::object({{"type", Node::string("string")},
                            {"pattern", Node::string(field.type == Type::integer ? "^-?[0-9]+$" : "^-?[0-9]+(\\.[0-9]+)?$")}});
  return Node::object({{"anyOf", Node::array({std::move(number), std::move(text)})}});
}

Node text_schema(const Field& field) {
  Node out = Node::object({{"type", Node::string("string")}});
  if (field.bounds.min_length) out.set("minLength", size(*field.bounds.min_length));
  if (field.bounds.max_length) out.set("maxLength", size(*field.bounds.max_length));
  if (!field.bounds.pattern.empty()) out.set("pattern", Node::string("^(?:" + field.bounds.pattern + ")$"));
  return out;
}

Node pattern_schema(std::string pattern) {
  return Node::object({{"type", Node::string("string")}, {"pattern", Node::string(std::move(pattern))}});
}

Node option_schema(const Field& field) {
  Node values = Node::array();
  for (const auto& o : field.options) {
    values.push(Node::string(o.value));
    if (o.label != o.value) values.push(Node::string(o.label));
  }
  return Node::object({{"enum", std::move(values)}});
}

Node plain_schema(const Field& field) {
  switch (field.type) {
    case Type::integer:
    case Type::decimal:
    case Type::money: return number_schema(field);
    case Type::enumeration: return option_schema(field);
    case Type::period: {
      Node day = pattern_schema("^[0-9]{4}.+$");
      return Node::object({{"type", Node::string("object")},
                           {"properties", Node::object({{"from", day}, {"to", day}})},
                           {"required", Node::array({Node::string("from"), Node::string("to")})},
                           {"additionalProperties", Node::boolean(false)}});
    }
    case Type::mobile: return pattern_schema("^1[3-9][0-9]{9}$");
    case Type::id_card: return pattern_schema("^[0-9]{17}[0-9Xx]$");
    case Type::uscc: return pattern_schema("^[0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy]{18}$");
    case Type::object: return object_schema(field);
    case Type::list:
    case Type::table: {
      Node out = Node::object({{"type", Node::string("array")}, {"items", object_schema(field)}});
      if (field.bounds.min_items) out.set("minItems", size(*field.bounds.min_items));
      if (field.bounds.max_items) out.set("maxItems", size(*field.bounds.max_items));
      return out;
    }
    default: return text_schema(field);
  }
}

Node schema_of(const Field& field) {
  Node out = Node::object({{"title", Node::string(field.label)}});
  if (const auto text = description(field); !text.empty()) out.set("description", Node::string(text));
  Node what = plain_schema(field);
  for (auto& [name, member] : what.members()) out.set(name, std::move(member));
  if (!field.example.empty()) out.set("examples", Node::array({Node::string(field.example)}));
  return out;
}

/// A cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string_view chinese_name_of(Disclosure d) {
  switch (d) {
    case Disclosure::open: return "公开";
    case Disclosure::personal: return "个人信息";
    case Disclosure::commercial: return "商业秘密";
    case Disclosure::internal: return "内部";
  }
  return "";
}

void table(const std::vector<const Field*>& fields, std::string& out) {
  out += "| 字段 | 写在数据里的名字 | 类型 | 必填 | 说明 | 例 | 公开 |\n|---|---|---|---|---|---|---|\n";
  for (const Field* f : fields) {
    const bool must = f->is_list() ? f->bounds.min_items.value_or(0) > 0 : f->required;
    out.append("| ").append(cell(f->label)).append(" | `").append(f->path).append("` | ").append(data::chinese_name_of(f->type));
    out.append(" | ").append(must ? "是" : "否").append(" | ").append(cell(description(*f)));
    out.append(" | ").append(cell(f->example)).append(" | ").append(chinese_name_of(f->disclosure)).append(" |\n");
  }
  out += '\n';
}

/// The fields of one group or list item, then its groups and lists, each under its own heading.
void sections(const Field& field, std::string_view heading, std::string& out) {
  out.append("## ").append(heading).append("\n\n");
  std::vector<const Field*> own;
  std::vector<const Field*> nested;
  const auto collect = [&](const Field& of, const auto& self) -> void {
    for (const auto& child : of.children) {
      if (child.type == Type::object) self(child, self);
      else own.push_back(&child);
      if (child.is_list()) nested.push_back(&child);
    }
  };
  collect(field, collect);
  table(own, out);
  for (const Field* list : nested) {
    const std::string title = list->label + "：每一" + (list->item.empty() ? "项" : "项" + list->item);
    sections(*list, title, out);
  }
}

}  // namespace

std::string blank_record(const Schema& schema) { return json::pretty(blank(schema.root)); }

std::string schema_json(const Schema& schema, std::string_view id, std::string_view title) {
  Node out = Node::object({{"$schema", Node::string("https://json-schema.org/draft/2020-12/schema")},
                           {"$id", Node::string("urn:gongwen:template:" + std::string(id))},
                           {"title", Node::string(std::string(title))}});
  Node what = object_schema(schema.root);
  for (auto& [name, member] : what.members()) out.set(name, std::move(member));
  return json::pretty(out);
}

std::string guide(const Schema& schema) {
  std::string out;
  sections(schema.root, "要填的字段", out);
  return out;
}

}  // namespace gongwen::data
