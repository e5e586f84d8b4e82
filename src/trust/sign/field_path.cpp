#include "trust/sign/field_path.h"

namespace gongwen::sign {
namespace {

void append_escaped(std::string& out, std::string_view text, std::string_view special) {
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

}  // namespace

std::string member_path(std::string_view parent, std::string_view name) {
  std::string out(parent);
  if (!out.empty()) out += '.';
  append_escaped(out, name, ".[\\");
  return out;
}

std::string item_path(std::string_view parent, std::size_t index) { return std::string(parent) + "[" + std::to_string(index) + "]"; }

std::string keyed_item_path(std::string_view parent, std::string_view key, std::string_view value) {
  std::string out(parent);
  out += '[';
  append_escaped(out, key, "=]\\");
  out += '=';
  append_escaped(out, value, "]\\");
  return out + "]";
}

bool path_is_within(std::string_view path, std::string_view ancestor) noexcept {
  if (!path.starts_with(ancestor)) return false;
  return path.size() == ancestor.size() || ancestor.empty() || path[ancestor.size()] == '.' || path[ancestor.size()] == '[';
}

}  // namespace gongwen::sign
