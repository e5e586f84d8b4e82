#include "content/template/print.h"

#include "content/template/template.h"
#include "foundation/text/chinese.h"

namespace gongwen::tmpl {
namespace {

using data::Type;
using data::Value;

bool is_unbreakable(Type type) {
  switch (type) {
    case Type::id_card:
    case Type::uscc:
    case Type::phone:
    case Type::mobile:
    case Type::money:
    case Type::email: return true;
    default: return false;
  }
}

document::Inline run(std::string text, const document::OriginPtr& origin) {
  document::Inline out;
  out.text = std::move(text);
  out.origin = origin;
  return out;
}

}  // namespace

std::string to_text(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::absent: return {};
    case Value::Kind::withheld: return std::string(kGap);
    case Value::Kind::text: return value.label();
    case Value::Kind::number: return value.number().to_string();
    case Value::Kind::date: return text::chinese_date(value.date());
    case Value::Kind::period: return text::chinese_date(value.period().from) + "至" + text::chinese_date(value.period().to);
    case Value::Kind::boolean: return value.boolean() ? "是" : "否";
    case Value::Kind::file: return value.file().name;
    case Value::Kind::list: {
      std::string out;
      for (const auto& item : value.items()) {
        if (item.is_withheld()) return std::string(kGap);
        const std::string one = to_text(item);
        if (!out.empty() && !one.empty()) out += "、";
        out += one;
      }
      return out;
    }
    case Value::Kind::object: break;
  }
  check(false, "an object cannot be printed; compile refuses it");
  return {};
}

void append(document::Inlines& out, const Value& value, const document::OriginPtr& origin) {
  if (value.kind() == Value::Kind::list) {
    document::Inlines items;
    for (const auto& item : value.items()) {
      if (item.is_withheld()) {
        append(out, item, origin);
        return;
      }
      if (!items.empty()) items.push_back(run("、", origin));
      append(items, item, origin);
    }
    out.insert(out.end(), items.begin(), items.end());
    return;
  }
  std::string text = to_text(value);
  if (text.empty()) return;
  // Several telephones in one value may part between them, never inside one.
  if (value.type() == Type::phone && !value.is_withheld()) {
    for (std::size_t at = text.find("、"); at != std::string::npos; at = text.find("、")) {
      out.push_back(run(text.substr(0, at), origin));
      out.back().unbreakable = true;
      out.push_back(run("、", origin));
      text.erase(0, at + std::string_view("、").size());
    }
  }
  out.push_back(run(std::move(text), origin));
  out.back().withheld = value.is_withheld();
  out.back().name = !value.is_withheld() && value.type() == Type::name;
  out.back().unbreakable = !value.is_withheld() && is_unbreakable(value.type());
}

std::string masked(const Value& value) {
  if (value.is_withheld() || value.is_absent()) return to_text(value);
  const std::string plain = to_text(value);
  switch (value.type()) {
    case Type::id_card: return text::mask_id(plain);
    case Type::mobile:
    case Type::phone: return text::mask_phone(plain);
    case Type::email: return text::mask_email(plain);
    case Type::name: return text::mask_name(plain);
    default: return "（内容已隐去）";
  }
}

}  // namespace gongwen::tmpl
