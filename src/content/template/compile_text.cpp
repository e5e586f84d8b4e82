#include "content/template/compile_internal.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

using Kind = StaticType::Kind;

/// A value on the page must be one of those that have a written form, and must be there.
void check_printable(const Spot& spot, const Expression& expression, std::size_t offset) {
  const auto& type = expression.type;
  const bool list_of_groups = type.kind == Kind::list && type.field != nullptr && !type.field->children.empty();
  if (type.kind == Kind::object || list_of_groups || type.kind == Kind::file) {
    spot.source.tell(spot.out, codes::kTypeMismatch, offset, "“" + expression.path + "”不能直接印成文字",
                     {type.kind == Kind::file ? "图片用 <image field=\"…\"/>" : "写出要印的字段，例如 " + expression.path + ".…；列表用 for-each 或 join"});
  } else if (type.optional) {
    spot.source.tell(spot.out, codes::kMaybeAbsent, offset, "字段“" + expression.path + "”不是必填，没有值时印什么没有说明",
                     {"写成 {{" + expression.path + " | default:''}}，或放进 <if test=\"not empty(" + expression.path + ")\">"});
  }
}

}  // namespace

bool is_identifier(std::string_view name) noexcept {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const std::string_view word : {"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"}) {
    if (name == word) return false;
  }
  for (std::size_t i = 0; i < name.size();) {
    const auto d = text::decode(name, i);
    const char32_t c = d.code;
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || text::is_hanzi(c);
    if (!good) return false;
    i += d.length;
  }
  return true;
}

void check_attributes(const Spot& spot, std::string_view allowed, std::string_view required) {
  std::vector<std::string> seen;
  for (const auto& attribute : spot.node.attributes()) {
    const std::string name = attribute.name();
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      spot.error_at(attribute, codes::kUnknownAttribute, "属性“" + name + "”写了两次");
    } else if (!contains_word(allowed, name)) {
      spot.error_at(attribute, codes::kUnknownAttribute, std::string("<") + spot.node.name() + "> 没有属性“" + name + "”",
                    {data::did_you_mean(name, words_of(allowed), "属性")});
    }
    seen.push_back(name);
  }
  for (const auto& name : words_of(required)) {
    if (spot.node.attribute(name.c_str()).empty()) {
      spot.error(codes::kMissingPart, std::string("<") + spot.node.name() + "> 缺少属性“" + name + "”");
    }
  }
}

ExpressionPtr compile_at(const Spot& spot, std::size_t start, std::string_view decoded, std::size_t from, const Scope& scope,
                         bool filters) {
  const auto fault = [&](std::string_view code, std::size_t offset, std::string message, std::vector<std::string> hints) {
    spot.source.tell(spot.out, code, spot.source.raw_offset(start, from + offset), std::move(message), std::move(hints));
  };
  const Place place = spot.source.place(spot.source.raw_offset(start, from));
  return compile(decoded.substr(from), scope, filters, place, fault);
}

ExpressionPtr compile_attribute(const Spot& spot, const pugi::xml_attribute& attribute, const Scope& scope) {
  std::string_view value = attribute.value();
  std::size_t from = 0;
  if (value.starts_with("{{") && value.ends_with("}}") && value.size() >= 4) {
    value.remove_suffix(2);
    from = 2;
  }
  return compile_at(spot, spot.source.offset_of(spot.node, attribute), value, from, scope, false);
}

Text compile_text(const Spot& spot, std::size_t start, std::string_view decoded, const Scope& scope) {
  Text out;
  std::size_t at = 0;
  while (at < decoded.size()) {
    const std::size_t open = std::min(decoded.find("{{", at), decoded.size());
    if (open > at) out.push_back({text::nfc(decoded.substr(at, open - at)), nullptr});
    if (open == decoded.size()) break;
    const std::size_t close = decoded.find("}}", open);
    if (close == std::string_view::npos) {
      spot.source.tell(spot.out, codes::kBadExpression, spot.source.raw_offset(start, open), "“{{”没有对应的“}}”");
      break;
    }
    auto expression = compile_at(spot, start, decoded.substr(0, close), open + 2, scope, true);
    if (expression) {
      check_printable(spot, *expression, spot.source.raw_offset(start, open));
      out.push_back({{}, std::move(expression)});
    }
    at = close + 2;
  }
  return out;
}

}  // namespace gongwen::tmpl
