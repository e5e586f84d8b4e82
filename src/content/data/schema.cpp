#include "content/data/schema.h"

#include <algorithm>

#include "foundation/text/utf8.h"

namespace gongwen::data {
namespace {

void collect(const Field& field, std::vector<const Field*>& out) {
  for (const auto& child : field.children) {
    if (child.type != Type::object) out.push_back(&child);
    collect(child, out);
  }
}

Type inferred_type(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::number: return Type::decimal;
    case Value::Kind::list: return Type::table;
    case Value::Kind::object: return Type::object;
    default: return Type::text;
  }
}

/// Adds what one more item shows about the members of a list.
void merge(Field& into, const Field& seen) {
  if (into.type != seen.type) into.type = Type::text;
  into.required = into.required && seen.required;
  for (auto& child : into.children) {
    if (seen.child(child.name) == nullptr) child.required = false;
  }
  for (const auto& child : seen.children) {
    const auto it = std::find_if(into.children.begin(), into.children.end(),
                                 [&](const Field& f) { return f.name == child.name; });
    if (it != into.children.end()) {
      merge(*it, child);
    } else {
      into.children.push_back(child);
      into.children.back().required = false;
    }
  }
}

Field infer_at(std::string name, std::string path, const Value& value) {
  Field field;
  field.label = name;
  field.path = std::move(path);
  field.name = std::move(name);
  field.type = inferred_type(value);
  field.required = !value.is_absent();
  field.place = value.place();
  if (value.kind() == Value::Kind::object) {
    for (const auto& [key, member] : value.members()) field.children.push_back(infer_at(key, field.path + "." + key, member));
  } else if (value.kind() == Value::Kind::list) {
    bool first = true;
    for (const auto& item : value.items()) {
      Field seen = infer_at(field.name, field.path, item);
      seen.type = field.type;
      if (first) field.children = std::move(seen.children);
      else merge(field, seen);
      first = false;
    }
  }
  return field;
}

/// Two neighbouring letters exchanged, the commonest slip of all: counted as one.
bool is_swapped(std::string_view a8, std::string_view b8) {
  const std::u32string a = text::to_utf32(a8);
  const std::u32string b = text::to_utf32(b8);
  if (a.size() != b.size()) return false;
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin());
  if (a.end() - in_a < 2) return false;
  return in_a[0] == in_b[1] && in_a[1] == in_b[0] && std::equal(in_a + 2, a.end(), in_b + 2);
}

}  // namespace

bool Field::personal() const noexcept {
  return disclosure != Disclosure::open || type == Type::id_card || type == Type::mobile || type == Type::email;
}

const Field* Field::child(std::string_view child_name) const noexcept {
  const auto it = std::find_if(children.begin(), children.end(), [&](const Field& f) { return f.name == child_name; });
  return it == children.end() ? nullptr : &*it;
}

const Option* Field::option(std::string_view value) const noexcept {
  const auto it = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.value == value; });
  return it == options.end() ? nullptr : &*it;
}

const Field* Schema::find(std::string_view path) const noexcept {
  const Field* at = &root;
  while (at != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    at = at->child(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return at;
}

std::vector<const Field*> Schema::all() const {
  std::vector<const Field*> out;
  collect(root, out);
  return out;
}

std::vector<std::string> nearest(std::string_view wrong, const std::vector<std::string>& known) {
  const std::size_t length = text::length(wrong);
  // A third of the letters may differ; one at least, so that 校张 finds 校长.
  const std::size_t limit = std::max<std::size_t>(1, length / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const auto& k : known) {
    std::size_t distance = text::edit_distance(wrong, k, limit + 1);  // limit + 1 stands for all that is further
    if (distance > 1 && is_swapped(wrong, k)) distance = 1;
    if (distance > limit && length >= 2 && (k.find(wrong) != std::string::npos)) distance = limit;
    if (distance <= limit) near.emplace_back(distance, k);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (auto& [distance, word] : near) {
    if (out.size() < 3 && std::find(out.begin(), out.end(), word) == out.end()) out.push_back(std::move(word));
  }
  return out;
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& known, std::string_view what) {
  const auto near = nearest(wrong, known);
  std::string out;
  if (!near.empty()) {
    out = "是不是";
    for (std::size_t i = 0; i < near.size(); ++i) out.append(i > 0 ? "或" : "").append("“").append(near[i]).append("”");
    return out + "？";
  }
  if (known.empty()) return std::string("这里没有") + std::string(what);
  out.append("已有").append(what).append("：");
  constexpr std::size_t kShown = 8;
  for (std::size_t i = 0; i < std::min(known.size(), kShown); ++i) out.append(i > 0 ? "、" : "").append(known[i]);
  if (known.size() > kShown) out.append(" 等 ").append(std::to_string(known.size())).append(" 个");
  return out;
}

Field infer_field(std::string name, const Value& value) {
  std::string path = name;
  return infer_at(std::move(name), std::move(path), value);
}

}  // namespace gongwen::data
