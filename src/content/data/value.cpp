#include "content/data/value.h"

#include <algorithm>
#include <array>

namespace gongwen::data {
namespace {

struct TypeName { Type type; std::string_view word; std::string_view chinese; };
constexpr std::array kTypes{
    TypeName{Type::text, "text", "文字"},          TypeName{Type::name, "name", "姓名"},
    TypeName{Type::integer, "integer", "整数"},    TypeName{Type::decimal, "decimal", "数字"},
    TypeName{Type::money, "money", "金额"},        TypeName{Type::date, "date", "日期"},
    TypeName{Type::period, "period", "起止日期"},  TypeName{Type::enumeration, "enum", "选项"},
    TypeName{Type::phone, "phone", "办公电话"},    TypeName{Type::mobile, "mobile", "手机号码"},
    TypeName{Type::email, "email", "电子邮箱"},    TypeName{Type::id_card, "id-card", "居民身份证号"},
    TypeName{Type::uscc, "uscc", "统一社会信用代码"}, TypeName{Type::image, "image", "图片"},
    TypeName{Type::file, "file", "文件"},          TypeName{Type::list, "list", "列表"},
    TypeName{Type::table, "table", "列表"},        TypeName{Type::object, "object", "一组字段"},
};

struct DisclosureName { Disclosure disclosure; std::string_view word; };
constexpr std::array kDisclosures{
    DisclosureName{Disclosure::open, "public"}, DisclosureName{Disclosure::personal, "personal"},
    DisclosureName{Disclosure::commercial, "commercial"}, DisclosureName{Disclosure::internal, "internal"},
};

}  // namespace

std::string_view name_of(Type type) noexcept { return kTypes[static_cast<std::size_t>(type)].word; }
std::string_view chinese_name_of(Type type) noexcept { return kTypes[static_cast<std::size_t>(type)].chinese; }

std::optional<Type> parse_type(std::string_view word) noexcept {
  const auto it = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& t) { return t.word == word; });
  if (it == kTypes.end()) return std::nullopt;
  return it->type;
}

std::string_view name_of(Disclosure disclosure) noexcept {
  return kDisclosures[static_cast<std::size_t>(disclosure)].word;
}

std::optional<Disclosure> parse_disclosure(std::string_view word) noexcept {
  const auto it = std::find_if(kDisclosures.begin(), kDisclosures.end(),
                               [&](const DisclosureName& d) { return d.word == word; });
  if (it == kDisclosures.end()) return std::nullopt;
  return it->disclosure;
}

Value Value::text(std::string v, Type type) {
  Value out;
  out.kind_ = Kind::text;
  out.type_ = type;
  out.content_ = Text{std::move(v), {}};
  return out;
}

Value Value::option(std::string v, std::string label) {
  Value out;
  out.kind_ = Kind::text;
  out.type_ = Type::enumeration;
  out.content_ = Text{std::move(v), std::move(label)};
  return out;
}

Value Value::number(text::Decimal v, Type type) {
  Value out;
  out.kind_ = Kind::number;
  out.type_ = type;
  out.content_ = v;
  return out;
}

Value Value::date(Date v) {
  Value out;
  out.kind_ = Kind::date;
  out.type_ = Type::date;
  out.content_ = v;
  return out;
}

Value Value::period(Period v) {
  Value out;
  out.kind_ = Kind::period;
  out.type_ = Type::period;
  out.content_ = v;
  return out;
}

Value Value::boolean(bool v) {
  Value out;
  out.kind_ = Kind::boolean;
  out.content_ = v;
  return out;
}

Value Value::file(FileRef v, Type type) {
  Value out;
  out.kind_ = Kind::file;
  out.type_ = type;
  out.content_ = std::move(v);
  return out;
}

Value Value::list(List items) {
  Value out;
  out.kind_ = Kind::list;
  out.type_ = Type::list;
  out.content_ = std::make_shared<const List>(std::move(items));
  return out;
}

Value Value::object(Object members) {
  Value out;
  out.kind_ = Kind::object;
  out.type_ = Type::object;
  out.content_ = std::make_shared<const Object>(std::move(members));
  return out;
}

Value Value::withheld(Ground ground) {
  Value out;
  out.kind_ = Kind::withheld;
  out.content_ = std::move(ground);
  return out;
}

bool Value::is_empty() const noexcept {
  switch (kind_) {
    case Kind::absent: return true;
    case Kind::text: return std::get<Text>(content_).value.empty();
    case Kind::list: return std::get<std::shared_ptr<const List>>(content_)->empty();
    default: return false;
  }
}

const std::string& Value::text() const {
  check(kind_ == Kind::text, "Value::text of another kind");
  return std::get<Text>(content_).value;
}

const std::string& Value::label() const {
  check(kind_ == Kind::text, "Value::label of another kind");
  const auto& t = std::get<Text>(content_);
  return t.label.empty() ? t.value : t.label;
}

const text::Decimal& Value::number() const {
  check(kind_ == Kind::number, "Value::number of another kind");
  return std::get<text::Decimal>(content_);
}

Date Value::date() const {
  check(kind_ == Kind::date, "Value::date of another kind");
  return std::get<Date>(content_);
}

const Period& Value::period() const {
  check(kind_ == Kind::period, "Value::period of another kind");
  return std::get<Period>(content_);
}

bool Value::boolean() const {
  check(kind_ == Kind::boolean, "Value::boolean of another kind");
  return std::get<bool>(content_);
}

const FileRef& Value::file() const {
  check(kind_ == Kind::file, "Value::file of another kind");
  return std::get<FileRef>(content_);
}

const Value::List& Value::items() const {
  check(kind_ == Kind::list, "Value::items of another kind");
  return *std::get<std::shared_ptr<const List>>(content_);
}

const Value::Object& Value::members() const {
  check(kind_ == Kind::object, "Value::members of another kind");
  return *std::get<std::shared_ptr<const Object>>(content_);
}

const Ground& Value::ground() const {
  check(kind_ == Kind::withheld, "Value::ground of another kind");
  return std::get<Ground>(content_);
}

const Value* Value::find(std::string_view name) const noexcept {
  if (kind_ != Kind::object) return nullptr;
  const auto& members = *std::get<std::shared_ptr<const Object>>(content_);
  const auto it = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.first == name; });
  return it == members.end() ? nullptr : &it->second;
}

}  // namespace gongwen::data
