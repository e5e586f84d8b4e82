// <fields>: the schema, written in the template.

#include <algorithm>
#include <charconv>
#include <set>

#include "content/data/load.h"
#include "content/template/compile_internal.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

using data::Field;
using data::Type;

constexpr int kDeepestField = 8;  // groups and lists inside one another

constexpr std::string_view kFieldAttributes =
    "path label type required min max min-length max-length digits pattern multiline options option-value option-label help example "
    "disclosure ground default index";
constexpr std::string_view kGroupAttributes = "path label help disclosure ground";
constexpr std::string_view kListAttributes = "path label key min max item required help disclosure ground";

bool is_number(Type t) { return t == Type::integer || t == Type::decimal || t == Type::money; }
bool is_text(Type t) { return t == Type::text || t == Type::name || t == Type::phone; }

class FieldReader {
 public:
  FieldReader(Program& program, std::vector<PendingRule>& rules) : program_(program), rules_(rules) {}

  void children(const Spot& parent, Field& into, std::vector<std::string>& lists, int depth) {
    for (const auto& node : parent.node.children()) {
      const Spot spot{parent.source, node, parent.out};
      if (node.type() != pugi::node_element) {
        if (!text::trim(node.value()).empty()) spot.error(codes::kStrayText, "这里不能有文字");
        continue;
      }
      const std::string_view name = node.name();
      if (name == "rule") {
        if (into.type == Type::object && !into.path.empty()) spot.error(codes::kMisplaced, "<rule> 写在 <fields> 或 <list> 里，不写在 <group> 里");
        else rules_.push_back({node, lists});
      } else if (name == "field" || name == "group" || name == "list") {
        add(spot, name, into, lists, depth);
      } else {
        spot.error(codes::kUnknownElement, "<" + std::string(parent.node.name()) + "> 里没有元素 <" + std::string(name) + ">",
                   {data::did_you_mean(name, {"field", "group", "list", "rule"}, "元素")});
      }
    }
  }

 private:
  void add(const Spot& spot, std::string_view element, Field& into, std::vector<std::string>& lists, int depth) {
    if (depth > kDeepestField) {
      spot.error(codes::kTooDeep, "字段套得太深，最多 8 层");
      return;
    }
    Field field;
    field.name = spot.node.attribute("path").value();
    field.path = into.path.empty() ? field.name : into.path + "." + field.name;
    field.label = spot.node.attribute("label").value();
    field.help = spot.node.attribute("help").value();
    field.place = spot.place();
    disclosure(spot, field, into);
    if (element == "field") leaf(spot, field);
    else if (element == "group") group(spot, field, lists, depth);
    else list(spot, field, lists, depth);
    if (field.name.empty()) return;  // told as a missing attribute
    if (!is_identifier(field.name)) {
      spot.error_at(spot.node.attribute("path"), codes::kBadField, "path“" + field.name + "”不能作字段名",
                    {"用字母、数字、下划线或汉字，不以数字开头；分组用 <group>，不用点号"});
    } else if (into.child(field.name) != nullptr) {
      spot.error_at(spot.node.attribute("path"), codes::kDuplicateField, "字段“" + field.path + "”定义了两次");
    } else {
      into.children.push_back(std::move(field));
    }
  }

  void group(const Spot& spot, Field& field, std::vector<std::string>& lists, int depth) {
    check_attributes(spot, kGroupAttributes, "path label");
    field.type = Type::object;
    children(spot, field, lists, depth + 1);
    if (field.children.empty()) spot.error(codes::kBadField, "分组“" + field.label + "”里没有字段");
  }

  void list(const Spot& spot, Field& field, std::vector<std::string>& lists, int depth) {
    check_attributes(spot, kListAttributes, "path label");
    field.type = spot.node.attribute("key").empty() ? Type::table : Type::list;
    field.key = spot.node.attribute("key").value();
    field.item = spot.node.attribute("item").value();
    field.required = yes(spot, "required");
    field.bounds.min_items = count(spot, "min");
    field.bounds.max_items = count(spot, "max");
    if (field.required && field.bounds.min_items.value_or(0) == 0) field.bounds.min_items = 1;
    lists.push_back(field.path);
    children(spot, field, lists, depth + 1);
    lists.pop_back();
    if (field.children.empty()) spot.error(codes::kBadField, "列表“" + field.label + "”里没有字段");
    if (field.key.empty()) return;
    const auto key = std::find_if(field.children.begin(), field.children.end(), [&](const Field& f) { return f.name == field.key; });
    if (key == field.children.end() || key->has_children()) {
      spot.error_at(spot.node.attribute("key"), codes::kBadField, "列表“" + field.label + "”的 key“" + field.key + "”不是它的字段");
    } else {
      key->required = true;  // an item without its key could not be told from the others
    }
  }

  void leaf(const Spot& spot, Field& field) {
    check_attributes(spot, kFieldAttributes, "path label type");
    const auto attribute = spot.node.attribute("type");
    const auto type = data::parse_type(attribute.value());
    if (!type || *type == Type::object || *type == Type::list || *type == Type::table) {
      if (attribute.empty()) return;
      std::vector<std::string> known;
      for (int t = 0; t <= static_cast<int>(Type::file); ++t) known.emplace_back(data::name_of(static_cast<Type>(t)));
      spot.error_at(attribute, codes::kBadField, std::string("没有类型“") + attribute.value() + "”", {data::did_you_mean(attribute.value(), known, "类型")});
      return;
    }
    field.type = *type;
    field.required = yes(spot, "required");
    field.multiline = yes(spot, "multiline");
    field.example = spot.node.attribute("example").value();
    index(spot, field);
    bounds(spot, field);
    if (field.type == Type::enumeration) options(spot, field);
    else if (spot.node.child("option") || spot.node.attribute("options")) spot.error(codes::kBadField, "只有 type=\"enum\" 的字段有选项");
    default_value(spot, field);
  }

  void disclosure(const Spot& spot, Field& field, const Field& parent) {
    field.disclosure = parent.disclosure;
    field.ground = parent.ground;
    if (const auto attribute = spot.node.attribute("disclosure")) {
      const auto parsed = data::parse_disclosure(attribute.value());
      if (parsed) field.disclosure = *parsed;
      else spot.error_at(attribute, codes::kBadAttribute, std::string("没有公开类别“") + attribute.value() + "”", {"可选：public、personal、commercial、internal"});
    }
    if (const auto attribute = spot.node.attribute("ground")) field.ground = attribute.value();
    if (field.disclosure != data::Disclosure::open && field.ground.empty()) {
      spot.error(codes::kBadField, "“" + field.label + "”不是公开的，没有写明依据", {"加上 ground=\"依据的法律条款\""});
    }
  }

  void index(const Spot& spot, Field& field) {
    const auto attribute = spot.node.attribute("index");
    if (!attribute) return;
    field.index = attribute.value();
    if (field.index != "task" && field.index != "city") {
      spot.error_at(attribute, codes::kBadAttribute, "index 没有“" + field.index + "”", {"可选：task（重点任务）、city（所在地区）"});
    } else if (field.type != Type::text && field.type != Type::enumeration) {
      spot.error_at(attribute, codes::kBadField, "index 用于 text 和 enum");
    } else if (field.disclosure != data::Disclosure::open) {
      spot.error_at(attribute, codes::kBadField, "“" + field.label + "”不是公开的，不能写进档案库的目录");
    }
  }

  void bounds(const Spot& spot, Field& field) {
    const auto length = [&](const char* name, std::optional<std::size_t>& into) {
      const auto attribute = spot.node.attribute(name);
      if (attribute && !is_text(field.type)) {
        spot.error_at(attribute, codes::kBadField, std::string("只有文字有 ") + name);
      }
      into = count(spot, name);
    };
    length("min-length", field.bounds.min_length);
    length("max-length", field.bounds.max_length);
    for (const char* name : {"min", "max"}) {
      if (const auto attribute = spot.node.attribute(name)) bound(spot, attribute, field, std::string_view(name) == "min");
    }
    if (field.bounds.min && field.bounds.max && *field.bounds.max < *field.bounds.min) spot.error(codes::kBadField, "“" + field.label + "”的 min 大于 max");
    if (const auto attribute = spot.node.attribute("digits")) {
      const auto digits = count(spot, "digits");
      if ((field.type != Type::decimal && field.type != Type::money) || digits.value_or(10) > 9) {
        spot.error_at(attribute, codes::kBadField, "digits 用于 decimal 和 money，0 到 9");
      } else {
        field.bounds.digits = static_cast<std::uint8_t>(*digits);
      }
    } else if (field.type == Type::money) {
      field.bounds.digits = std::uint8_t{2};
    }
    if (const auto attribute = spot.node.attribute("pattern")) {
      field.bounds.pattern = attribute.value();
      if (field.type != Type::text || !data::is_pattern(field.bounds.pattern)) {
        spot.error_at(attribute, codes::kBadField, "pattern 用于 text，应是一个正则表达式");
        field.bounds.pattern.clear();
      }
    }
  }

  void bound(const Spot& spot, const pugi::xml_attribute& attribute, Field& field, bool least) {
    if (is_number(field.type)) {
      const auto number = text::Decimal::parse(attribute.value());
      if (!number) spot.error_at(attribute, codes::kBadField, std::string("“") + attribute.value() + "”不是一个数");
      (least ? field.bounds.min : field.bounds.max) = number;
    } else if (field.type == Type::date || field.type == Type::period) {
      const auto date = parse_iso_date(attribute.value());
      if (!date) spot.error_at(attribute, codes::kBadField, std::string("“") + attribute.value() + "”不是 2023-01-01 这样的日期");
      (least ? field.bounds.earliest : field.bounds.latest) = date;
    } else {
      spot.error_at(attribute, codes::kBadField, "min、max 用于数字和日期", {"文字的长短用 min-length、max-length"});
    }
  }

  void options(const Spot& spot, Field& field) {
    for (const auto& node : spot.node.children("option")) {
      const Spot option{spot.source, node, spot.out};
      check_attributes(option, "value label", "value");
      add_option(option, field, node.attribute("value").value(), node.attribute("label").value());
    }
    if (const auto attribute = spot.node.attribute("options")) options_from_data(spot, attribute, field);
    if (field.options.empty()) spot.error(codes::kBadField, "“" + field.label + "”没有选项", {"加上 <option value=\"…\" label=\"…\"/>"});
  }

  void add_option(const Spot& spot, Field& field, std::string value, std::string label) {
    if (value.empty()) return;
    if (field.option(value) != nullptr) {
      spot.error(codes::kDuplicateField, "选项“" + value + "”写了两次");
      return;
    }
    if (label.empty()) label = value;
    field.options.push_back({std::move(value), text::nfc(label)});
  }

  void options_from_data(const Spot& spot, const pugi::xml_attribute& attribute, Field& field) {
    const std::string id = attribute.value();
    const std::string value_name = spot.node.attribute("option-value").value();
    const std::string label_name = spot.node.attribute("option-label").as_string(value_name.c_str());
    std::vector<std::string> known;
    for (std::size_t i = 0; i < program_.constants.size(); ++i) {
      known.push_back(program_.constant_fields[i].name);
      if (known.back() != id) continue;
      if (program_.constants[i].kind() != data::Value::Kind::list) break;
      for (const auto& item : program_.constants[i].items()) {
        const auto text = [&](const std::string& name) {
          const data::Value* v = item.find(name);
          return v == nullptr ? std::string() : v->kind() == data::Value::Kind::number ? v->number().to_string() : v->kind() == data::Value::Kind::text ? v->text() : std::string();
        };
        const std::string value = text(value_name);
        if (value.empty()) {
          spot.error_at(attribute, codes::kBadData, "数据文件“" + id + "”里有一项没有“" + value_name + "”", {"option-value 写选项值所在的成员"});
          return;
        }
        add_option(spot, field, value, text(label_name));
      }
      return;
    }
    spot.error_at(attribute, codes::kBadData, "没有列表形式的数据文件“" + id + "”", {data::did_you_mean(id, known, "数据文件")});
  }

  void default_value(const Spot& spot, Field& field) {
    const auto attribute = spot.node.attribute("default");
    if (!attribute) return;
    if (field.required) {
      spot.error_at(attribute, codes::kBadField, "必填的字段不能有 default");
      return;
    }
    Diagnostics found;
    field.default_value = data::parse_value(attribute.value(), field, Place(), found);
    if (found.has_errors()) {
      spot.error_at(attribute, codes::kBadField, "default 不对：" + found.all().front().message, found.all().front().hints);
    }
  }

  static bool yes(const Spot& spot, const char* name) {
    const auto attribute = spot.node.attribute(name);
    const std::string_view value = attribute.value();
    if (attribute && value != "yes" && value != "no") spot.error_at(attribute, codes::kBadAttribute, std::string(name) + " 只能是 yes 或 no");
    return value == "yes";
  }

  static std::optional<std::size_t> count(const Spot& spot, const char* name) {
    const auto attribute = spot.node.attribute(name);
    if (!attribute) return std::nullopt;
    const std::string_view value = attribute.value();
    std::size_t out = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (error != std::errc() || end != value.data() + value.size() || value.empty()) {
      spot.error_at(attribute, codes::kBadAttribute, std::string(name) + " 应是一个整数");
      return std::nullopt;
    }
    return out;
  }

  Program& program_;
  std::vector<PendingRule>& rules_;
};

/// The field a rule's `at` names, seen from the innermost list.
const Field* rule_target(const Field* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    from = from->child(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return from;
}

}  // namespace

void read_fields(const Spot& fields, Program& program, std::vector<PendingRule>& rules) {
  check_attributes(fields, "", "");
  program.schema.root.type = Type::object;
  program.schema.root.place = fields.place();
  std::vector<std::string> lists;
  FieldReader(program, rules).children(fields, program.schema.root, lists, 1);
}

void compile_rules(const Spot& fields, Program& program, const std::vector<PendingRule>& rules) {
  for (const auto& pending : rules) {
    const Spot spot{fields.source, pending.node, fields.out};
    check_attributes(spot, "that at severity", "that");
    Scope scope;
    scope.schema = &program.schema;
    scope.constants = &program.constant_fields;
    Rule rule;
    rule.place = spot.place();
    const Field* inner = &program.schema.root;
    for (const auto& path : pending.lists) {
      inner = program.schema.find(path);
      if (inner == nullptr) break;  // the list itself was faulty
      rule.lists.push_back(inner);
      scope.bindings.push_back({"", inner});
    }
    if (inner == nullptr || spot.node.attribute("that").empty()) continue;
    rule.that = compile_attribute(spot, spot.node.attribute("that"), scope);
    if (rule.that && rule.that->type.kind != StaticType::Kind::boolean && rule.that->type.kind != StaticType::Kind::any) {
      spot.error_at(spot.node.attribute("that"), codes::kTypeMismatch, "that 应是一个条件，例如 a < b");
    }
    rule.at = spot.node.attribute("at").value();
    if (rule_target(inner, rule.at) == nullptr) {
      std::vector<std::string> known;
      for (const auto& f : inner->children) known.push_back(f.name);
      spot.error_at(spot.node.attribute("at"), codes::kUnknownPath, "数据里没有字段“" + rule.at + "”", {data::did_you_mean(rule.at, known)});
    }
    const std::string_view severity = spot.node.attribute("severity").as_string("error");
    if (severity != "error" && severity != "warning") spot.error_at(spot.node.attribute("severity"), codes::kBadAttribute, "severity 只能是 error 或 warning");
    rule.severity = severity == "warning" ? Severity::warning : Severity::error;
    const pugi::xml_node message = spot.node.first_child();
    const std::string_view words = text::trim(message.value());
    if (message.type() != pugi::node_pcdata || words.empty()) {
      spot.error(codes::kMissingPart, "<rule> 里要写明不满足时说什么");
      continue;
    }
    const std::size_t lead = static_cast<std::size_t>(words.data() - message.value());
    rule.message = compile_text(spot, spot.source.raw_offset(spot.source.offset_of(message), lead), words, scope);
    if (rule.that) program.rules.push_back(std::move(rule));
  }
}

void read_data(const Spot& data, Program& program, Files& files) {
  check_attributes(data, "id file", "id file");
  const std::string id = data.node.attribute("id").value();
  if (id.empty() || data.node.attribute("file").empty()) return;
  const auto same = [&](const Field& f) { return f.name == id; };
  if (!is_identifier(id)) {
    data.error_at(data.node.attribute("id"), codes::kBadAttribute, "id“" + id + "”应由字母、数字、下划线或汉字组成");
  } else if (std::any_of(program.constant_fields.begin(), program.constant_fields.end(), same)) {
    data.error_at(data.node.attribute("id"), codes::kDuplicateField, "数据文件“" + id + "”写了两次");
  }
  std::string name;
  const std::string* bytes = files.named(data, data.node.attribute("file"), name);
  if (bytes == nullptr) return;
  Diagnostics found;
  const auto value = data::load_constant(*bytes, files.shown(name), found);
  data.out.append(found);
  if (!value) {
    data.error_at(data.node.attribute("file"), codes::kBadData, "数据文件“" + name + "”不是合格的 JSON");
    return;
  }
  program.constant_fields.push_back(data::infer_field(id, *value));
  program.constants.push_back(*value);
}

}  // namespace gongwen::tmpl
