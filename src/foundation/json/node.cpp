#include <algorithm>

#include "foundation/json/json.h"

namespace gongwen::json {

Node Node::boolean(bool v) {
  Node n;
  n.kind_ = Kind::boolean;
  n.flag_ = v;
  return n;
}

Node Node::number(std::string digits) {
  Node n;
  n.kind_ = Kind::number;
  n.text_ = std::move(digits);
  return n;
}

Node Node::number(std::int64_t v) { return number(std::to_string(v)); }

Node Node::string(std::string v) {
  Node n;
  n.kind_ = Kind::string;
  n.text_ = std::move(v);
  return n;
}

Node Node::array(std::vector<Node> items) {
  Node n;
  n.kind_ = Kind::array;
  n.items_ = std::move(items);
  return n;
}

Node Node::object(std::vector<Member> members) {
  Node n;
  n.kind_ = Kind::object;
  n.members_ = std::move(members);
  return n;
}

bool Node::as_bool() const {
  check(kind_ == Kind::boolean, "json: not a boolean");
  return flag_;
}

const std::string& Node::text() const {
  check(kind_ == Kind::string || kind_ == Kind::number, "json: neither string nor number");
  return text_;
}

const std::vector<Node>& Node::items() const {
  check(kind_ == Kind::array, "json: not an array");
  return items_;
}

std::vector<Node>& Node::items() {
  check(kind_ == Kind::array, "json: not an array");
  return items_;
}

const std::vector<Node::Member>& Node::members() const {
  check(kind_ == Kind::object, "json: not an object");
  return members_;
}

std::vector<Node::Member>& Node::members() {
  check(kind_ == Kind::object, "json: not an object");
  return members_;
}

const Node* Node::find(std::string_view key) const noexcept {
  const auto it = std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.first == key; });
  return it == members_.end() ? nullptr : &it->second;
}

Node& Node::set(std::string key, Node value) {
  auto& all = members();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Member& m) { return m.first == key; });
  if (it == all.end()) {
    all.emplace_back(std::move(key), std::move(value));
    return all.back().second;
  }
  it->second = std::move(value);
  return it->second;
}

Node& Node::push(Node value) {
  items().push_back(std::move(value));
  return items_.back();
}

bool operator==(const Node& a, const Node& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Kind::null: return true;
    case Kind::boolean: return a.flag_ == b.flag_;
    case Kind::number:
    case Kind::string: return a.text_ == b.text_;
    case Kind::array: return a.items_ == b.items_;
    case Kind::object:
      return a.members_.size() == b.members_.size() && std::all_of(a.members_.begin(), a.members_.end(), [&](const Node::Member& m) {
               const Node* other = b.find(m.first);
               return other != nullptr && *other == m.second;
             });
  }
  return false;
}

}  // namespace gongwen::json
