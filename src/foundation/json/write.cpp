#include <algorithm>

#include "foundation/json/json.h"

namespace gongwen::json {

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
  out.push_back('"');
  for (auto at = text.begin(); at != text.end(); ++at) {
    const auto stop = std::find_if_not(at, text.end(), plain);
    out.append(at, stop);
    at = stop;
    if (at == text.end()) break;
    switch (const char c = *at; c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: {
        const auto u = static_cast<unsigned char>(c);
        out.append("\\u00").append(1, kHex[u >> 4U]).append(1, kHex[u & 15U]);
      }
    }
  }
  out.push_back('"');
}

namespace {

struct Form {
  bool sorted = false;
  bool spaced = false;   ///< line feeds and indents
};

void write(std::string& out, const Node& node, const Form& form, std::size_t depth);

void break_line(std::string& out, const Form& form, std::size_t depth) {
  if (form.spaced) out.append("\n").append(depth * 2, ' ');
}

void write_object(std::string& out, const Node& node, const Form& form, std::size_t depth) {
  std::vector<const Node::Member*> members;
  members.reserve(node.members().size());
  for (const auto& m : node.members()) members.push_back(&m);
  if (form.sorted) {
    // UTF-8 bytes sort as code points do
    std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  }
  out.push_back('{');
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out.push_back(',');
    break_line(out, form, depth + 1);
    append_string(out, members[i]->first);
    out += form.spaced ? ": " : ":";
    write(out, members[i]->second, form, depth + 1);
  }
  if (!members.empty()) break_line(out, form, depth);
  out.push_back('}');
}

void write(std::string& out, const Node& node, const Form& form, std::size_t depth) {
  switch (node.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += node.as_bool() ? "true" : "false"; return;
    case Kind::number: out += node.text(); return;
    case Kind::string: append_string(out, node.text()); return;
    case Kind::object: write_object(out, node, form, depth); return;
    case Kind::array: break;
  }
  out.push_back('[');
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    if (i > 0) out.push_back(',');
    break_line(out, form, depth + 1);
    write(out, node.items()[i], form, depth + 1);
  }
  if (!node.items().empty()) break_line(out, form, depth);
  out.push_back(']');
}

}  // namespace

std::string canonical(const Node& node) {
  std::string out;
  write(out, node, {.sorted = true, .spaced = false}, 0);
  out.push_back('\n');
  return out;
}

std::string pretty(const Node& node) {
  std::string out;
  write(out, node, {.sorted = false, .spaced = true}, 0);
  out.push_back('\n');
  return out;
}

std::string compact(const Node& node) {
  std::string out;
  append_compact(out, node);
  return out;
}

void append_compact(std::string& out, const Node& node) { write(out, node, {}, 0); }

Node to_json(const Diagnostic& d) {
  Node node = Node::object();
  node.set("severity", Node::string(std::string(name_of(d.severity))));
  node.set("code", Node::string(std::string(d.code)));
  if (d.place.file) node.set("file", Node::string(*d.place.file));
  if (d.place.kind == Place::Kind::cell) {
    if (d.place.sheet) node.set("sheet", Node::string(*d.place.sheet));
    const std::string place = d.place.to_string();
    node.set("cell", Node::string(place.substr(place.rfind('!') + 1)));
  } else if (d.place.kind == Place::Kind::text && d.place.line > 0) {
    node.set("line", Node::number(std::int64_t{d.place.line}));
    node.set("column", Node::number(std::int64_t{d.place.column}));
  }
  if (!d.field.empty()) node.set("field", Node::string(d.field));
  node.set("message", Node::string(d.message));
  Node hints = Node::array();
  for (const auto& h : d.hints) hints.push(Node::string(h));
  node.set("hints", std::move(hints));
  return node;
}

}  // namespace gongwen::json
