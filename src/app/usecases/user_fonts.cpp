#include "app/usecases/user_fonts.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/json/json.h"
#include "pages/fonts/coverage.h"

namespace gongwen::usecases {
namespace {

using json::Node;

/// The role's key and label in roles.json.
struct Named { std::string key, label; };

std::optional<Named> find_role(Env& env, const House& house, const std::string& role, Diagnostics& out) {
  const auto table = json::parse(env.read_file(house.font_roles), std::make_shared<const std::string>(house.font_roles.string()), out);
  const Node* roles = table ? table->find("roles") : nullptr;
  if (roles == nullptr || !roles->is(json::Kind::object)) return std::nullopt;
  std::string known;
  for (const auto& [key, node] : roles->members()) {
    const Node* label = node.find("label");
    const std::string name = label != nullptr && label->is(json::Kind::string) ? label->text() : key;
    if (role == key || role == name) return Named{key, name};
    known += (known.empty() ? "" : "、") + name + "（" + key + "）";
  }
  out.error(codes::kNotARole, Place{}, "没有“" + role + "”这个字体角色", {"可用的角色：" + known});
  return std::nullopt;
}

/// The user's table, or an empty one; nothing when what stands there is no table.
std::optional<Node> read_table(Env& env, const fs::path& path, Diagnostics& out) {
  if (path.empty()) throw Error("不知道把字体表写在哪里：没有设 HOME；可设环境变量 GONGWEN_FONTS");
  if (!env.exists(path)) return Node::object({{"roles", Node::object()}});
  auto table = json::parse(env.read_file(path), std::make_shared<const std::string>(path.string()), out);
  if (!table) return std::nullopt;
  const Node* roles = table->find("roles");
  if (roles == nullptr || !roles->is(json::Kind::object)) {
    out.error(codes::kBadRoleTable, table->place(), "字体表应写成 {\"roles\": {\"fangsong\": [\"simfang.ttf\"]}}", {"改好或移走这个文件再试"});
    return std::nullopt;
  }
  return table;
}

void write_table(Env& env, const fs::path& path, const Node& table) {
  if (!path.parent_path().empty()) env.create_dirs(path.parent_path());
  write_file_atomic(env, path, json::pretty(table));
}

/// The member of `roles` for this role, whether written by key or by label.
std::string member_name(const Node& roles, const Named& role) { return roles.find(role.label) != nullptr ? role.label : role.key; }

}  // namespace

std::optional<FontUsed> use_font(Env& env, const House& house, const std::string& role, const std::string& font, bool last,
                                 Diagnostics& out) {
  const auto named = find_role(env, house, role, out);
  const auto face = fonts::open_users_face(env, font, out);
  auto table = read_table(env, house.user_fonts, out);
  if (!named || !face || !table) return std::nullopt;

  const std::string absolute = fs::absolute(font).lexically_normal().string();
  Node roles = *table->find("roles");
  const std::string member = member_name(roles, *named);
  const Node* old = roles.find(member);
  // A list is short for an object with faces only.
  Node entry = Node::object();
  if (old != nullptr && old->is(json::Kind::object)) entry = *old;
  else if (old != nullptr) entry.set("faces", *old);
  for (const std::string_view place : {"faces", "last"}) {
    Node faces = Node::array();
    if ((place == "last") == last) faces.push(Node::string(absolute));
    if (const Node* before = entry.find(place); before != nullptr && before->is(json::Kind::array)) {
      for (const Node& one : before->items()) {
        if (!one.is(json::Kind::string) || one.text() != absolute) faces.push(one);
      }
    }
    if (!faces.items().empty() || entry.find(place) != nullptr) entry.set(std::string(place), std::move(faces));
  }
  if (entry.members().size() == 1 && entry.find("faces") != nullptr) entry = Node(*entry.find("faces"));
  roles.set(member, std::move(entry));
  table->set("roles", std::move(roles));
  write_table(env, house.user_fonts, *table);

  const auto covered = fonts::count_coverage(*face);
  return FontUsed{named->label, face->postscript_name(), house.user_fonts, covered.hanzi, covered.general_standard};
}

std::optional<std::string> reset_font(Env& env, const House& house, const std::string& role, Diagnostics& out) {
  const auto named = find_role(env, house, role, out);
  auto table = read_table(env, house.user_fonts, out);
  if (!named || !table) return std::nullopt;
  Node roles = Node::object();
  for (const auto& [key, node] : table->find("roles")->members()) {
    if (key != named->key && key != named->label) roles.set(key, node);
  }
  table->set("roles", std::move(roles));
  write_table(env, house.user_fonts, *table);
  return named->label;
}

}  // namespace gongwen::usecases
