#include "content/data/record.h"

#include <algorithm>
#include <charconv>

#include "content/data/load_internal.h"
#include "foundation/base/codes.h"

namespace gongwen::data {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20;

/// Rebuilds a value, giving every leaf to `change`. Shape stays.
template <typename Change>
Value rebuilt(const Value& value, const Field& field, const Change& change) {
  if (value.kind() == Value::Kind::object) {
    Value::Object members;
    for (const auto& [name, member] : value.members()) {
      const Field* child = field.child(name);
      members.emplace_back(name, child == nullptr ? member : rebuilt(member, *child, change));
    }
    return Value::object(std::move(members)).at(value.place());
  }
  if (value.kind() == Value::Kind::list) {
    Value::List items;
    for (const auto& item : value.items()) items.push_back(rebuilt(item, field, change));
    return Value::list(std::move(items)).at(value.place());
  }
  return change(value, field);
}

std::string item_path(const std::string& list_path, const Value& item, const Field& list, std::size_t number) {
  const std::string key = key_of(item, list);
  return list_path + "[" + (key.empty() ? "#" + std::to_string(number) : key) + "]";
}

/// Visits every leaf and every empty list with its path.
template <typename Visit>
void walk(const Value& value, const Field& field, const std::string& path, const Visit& visit) {
  if (value.kind() == Value::Kind::object) {
    for (const auto& [name, member] : value.members()) {
      const Field* child = field.child(name);
      if (child != nullptr) walk(member, *child, path.empty() ? name : path + "." + name, visit);
    }
  } else if (value.kind() == Value::Kind::list && !value.items().empty()) {
    std::size_t number = 0;
    for (const auto& item : value.items()) walk(item, field, item_path(path, item, field, ++number), visit);
  } else if (!value.is_absent()) {
    visit(path, field, value);
  }
}

/// The item a selector names: a key, or #n.
const Value* select(const Value& list, const Field& field, std::string_view selector) {
  const auto& items = list.items();
  if (selector.starts_with("#")) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(selector.data() + 1, selector.data() + selector.size(), number);
    if (error != std::errc() || end != selector.data() + selector.size() || number == 0 || number > items.size()) return nullptr;
    return &items[number - 1];
  }
  const auto it = std::find_if(items.begin(), items.end(), [&](const Value& i) { return key_of(i, field) == selector; });
  return it == items.end() ? nullptr : &*it;
}

/// Absolute names, drive letters, back steps and backslashes lead out of the data's folder.
bool stays_inside(const std::string& name) {
  const fs::path path(name);
  if (path.empty() || path.is_absolute() || name.find('\\') != std::string::npos || name.find(':') != std::string::npos) return false;
  return std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

Value read_file(const Value& value, const Field& field, Env& env, const fs::path& folder, Diagnostics& out) {
  if (value.kind() != Value::Kind::file || value.file().bytes) return value;
  const std::string& name = value.file().name;
  const auto refuse = [&](std::string why, std::vector<std::string> hints) {
    out.error(codes::kBadFile, value.place(), "“" + field.label + "”的文件 " + name + " " + why, std::move(hints), field.path);
    return value;
  };
  if (!stays_inside(name)) return refuse("不在数据文件的文件夹里", {"把文件放到数据文件旁边，只写相对的文件名"});
  const fs::path path = folder / name;
  if (!env.exists(path) || env.is_dir(path)) return refuse("不存在", {"文件名相对于数据文件所在的文件夹"});
  if (env.file_size(path) > kLargestFile) return refuse("超过 64 MiB", {"请压缩图片或拆分文件"});
  return Value::file({name, std::make_shared<const std::string>(env.read_file(path))}, value.type()).at(value.place());
}

}  // namespace

std::string key_of(const Value& item, const Field& list) {
  const Value* key = list.key.empty() ? nullptr : item.find(list.key);
  if (key == nullptr) return {};
  switch (key->kind()) {
    case Value::Kind::text: return key->text();
    case Value::Kind::number: return key->number().to_string();
    case Value::Kind::date: return key->date().iso();
    default: return {};
  }
}

const Value* Record::find(const Schema& schema, std::string_view path) const {
  const Value* value = &root;
  const Field* field = &schema.root;
  while (value != nullptr && !path.empty() && !value->is_withheld()) {
    if (path.front() == '.') path.remove_prefix(1);
    if (path.starts_with("[")) {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos || value->kind() != Value::Kind::list) return nullptr;
      value = select(*value, *field, path.substr(1, close - 1));
      path.remove_prefix(close + 1);
      continue;
    }
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    field = field->child(path.substr(0, end));
    value = field == nullptr ? nullptr : value->find(path.substr(0, end));
    path.remove_prefix(end);
  }
  return value;
}

Record withhold(const Record& record, const Schema& schema, const std::set<Disclosure>& classes) {
  Record out;
  out.place = record.place;
  out.root = rebuilt(record.root, schema.root, [&](const Value& value, const Field& field) {
    if (value.is_absent() || value.is_withheld() || classes.count(field.disclosure) == 0) return value;
    return Value::withheld({field.disclosure, field.ground}).at(value.place());
  });
  return out;
}

std::vector<WithheldField> withheld_fields(const Record& record, const Schema& schema) {
  std::vector<WithheldField> out;
  walk(record.root, schema.root, "", [&](const std::string& path, const Field& field, const Value& value) {
    if (value.is_withheld()) out.push_back({path, field.label, value.ground()});
  });
  return out;
}

json::Node to_json(const Value& value) {
  using json::Node;
  switch (value.kind()) {
    case Value::Kind::absent: return {};
    case Value::Kind::withheld: return Node::object({{"$withheld", Node::string(value.ground().reason)}});
    case Value::Kind::text: return Node::string(value.text());
    case Value::Kind::number: return Node::number(value.number().to_string());
    case Value::Kind::date: return Node::string(value.date().iso());
    case Value::Kind::period:
      return Node::object({{"from", Node::string(value.period().from.iso())}, {"to", Node::string(value.period().to.iso())}});
    case Value::Kind::boolean: return Node::boolean(value.boolean());
    case Value::Kind::file: return Node::string(value.file().name);
    case Value::Kind::list: {
      Node out = Node::array();
      for (const auto& item : value.items()) out.push(to_json(item));
      return out;
    }
    case Value::Kind::object: {
      std::vector<Node::Member> members;
      for (const auto& [name, member] : value.members()) {
        if (!member.is_absent()) members.emplace_back(name, to_json(member));
      }
      return Node::object(std::move(members));
    }
  }
  return {};
}

json::Node to_json(const Record& record) { return to_json(record.root); }

void for_each_field(const Record& record, const Schema& schema,
                    const std::function<void(const std::string&, const Field&, const json::Node&)>& visit) {
  walk(record.root, schema.root, "",
       [&](const std::string& path, const Field& field, const Value& value) { visit(path, field, to_json(value)); });
}

void read_files(Record& record, const Schema& schema, Env& env, const fs::path& folder, Diagnostics& out) {
  record.root = rebuilt(record.root, schema.root, [&](const Value& value, const Field& field) {
    return read_file(value, field, env, folder, out);
  });
}

std::vector<FileRef> files_of(const Record& record) {
  std::vector<FileRef> out;
  const std::function<void(const Value&)> visit = [&](const Value& value) {
    if (value.kind() == Value::Kind::file && value.file().bytes) out.push_back(value.file());
    if (value.kind() == Value::Kind::object) for (const auto& [name, member] : value.members()) visit(member);
    if (value.kind() == Value::Kind::list) for (const auto& item : value.items()) visit(item);
  };
  visit(record.root);
  return out;
}

}  // namespace gongwen::data
