#include "content/template/expression_types_internal.h"

#include <algorithm>

#include "foundation/base/codes.h"

namespace gongwen::tmpl {
namespace {

using data::Type;
using data::Value;
using Kind = StaticType::Kind;
using Op = Node::Op;

std::string_view chinese_name_of(Kind kind) {
  switch (kind) {
    case Kind::any: return "值";
    case Kind::text: return "文字";
    case Kind::number: return "数字";
    case Kind::date: return "日期";
    case Kind::period: return "起止日期";
    case Kind::boolean: return "条件";
    case Kind::list: return "列表";
    case Kind::object: return "一组字段";
    case Kind::file: return "文件";
  }
  return "";
}

bool is_option(const StaticType& type) { return type.field != nullptr && type.field->type == Type::enumeration; }

bool any_optional(const std::vector<Typed>& args) {
  return std::any_of(args.begin(), args.end(), [](const Typed& a) { return a.type.optional; });
}

}  // namespace

std::string described(const StaticType& type) {
  if (type.field != nullptr) {
    const std::string_view what = type.many ? "多个值" : chinese_name_of(type.kind);
    return "“" + type.field->path + "”是" + std::string(what);
  }
  return std::string("这里是") + std::string(type.many ? "多个值" : chinese_name_of(type.kind));
}

StaticType TypeRules::result_of(Function function, const std::vector<Typed>& args, std::size_t at) {
  const StaticType& first = args[0].type;
  switch (function) {
    case Function::count:
      if (!first.many && first.kind != Kind::list && first.kind != Kind::object && first.kind != Kind::any) {
        mismatch("count(…) 数的是列表，" + described(first), at);
      }
      return {Kind::number, false, false, nullptr};
    case Function::sum:
      for (const auto& a : args) numbers(a.type, at);
      return {Kind::number, false, any_optional(args), nullptr};
    case Function::min:
    case Function::max:
      for (const auto& a : args) {
        if (a.type.kind != first.kind) mismatch("min、max 比的应是同一种值", at);
        if (a.type.kind != Kind::date) numbers(a.type, at);
      }
      return {first.kind, false, any_optional(args), nullptr};
    case Function::first:
    case Function::last: return element(first, at);
    case Function::position: return {Kind::number, false, false, nullptr};
    case Function::join:
      if (!first.many && !(first.kind == Kind::list && first.field != nullptr && first.field->children.empty()) && first.kind != Kind::any) {
        mismatch("join(…) 连接的是列表里的一个字段，" + described(first), at);
      }
      if (first.kind == Kind::object) mismatch("join(…) 连接的是列表里的一个字段", at);
      need(args[1].type, Kind::text, at);
      return {Kind::text, false, false, nullptr};
    case Function::empty: return {Kind::boolean, false, false, nullptr};
    case Function::years:
      need(args[0].type, Kind::date, at);
      need(args[1].type, Kind::date, at);
      return {Kind::number, false, any_optional(args), nullptr};
    case Function::rate:
      need(args[0].type, Kind::number, at);
      need(args[1].type, Kind::number, at);
      if (args.size() == 3) {
        need(args[2].type, Kind::text, at);
        const Value& way = args[2].node.literal;
        if (args[2].node.op == Op::literal && way.kind() == Value::Kind::text && way.text() != "le" && way.text() != "ge") {
          mismatch("rate(…) 的第三个参数只能是 'ge' 或 'le'", at);
        }
      }
      return {Kind::number, false, any_optional(args), nullptr};
    case Function::choose: {
      need(args[0].type, Kind::boolean, at);
      StaticType out = args[1].type.kind == args[2].type.kind && args[1].type.many == args[2].type.many ? args[1].type : StaticType{};
      if (args[1].type.field != args[2].type.field) out.field = nullptr;
      out.optional = args[1].type.optional || args[2].type.optional;
      return out;
    }
  }
  return {};
}

StaticType TypeRules::element(const StaticType& of, std::size_t at) {
  if (of.kind == Kind::any) return {};
  if (!of.many && of.kind != Kind::list) {
    mismatch("first、last 取的是列表的一项，" + described(of), at);
    return {};
  }
  if (!of.many) return {of.field->children.empty() ? Kind::any : Kind::object, false, false, of.field};
  return {of.kind, false, false, of.field};
}

void TypeRules::numbers(const StaticType& type, std::size_t at) {
  if (type.kind != Kind::number && type.kind != Kind::any) mismatch("这里要数字，" + described(type), at);
}

void TypeRules::need(const StaticType& type, Kind kind, std::size_t at) {
  if (type.many || (type.kind != kind && type.kind != Kind::any)) {
    mismatch("这里要" + std::string(chinese_name_of(kind)) + "，" + described(type), at);
  }
}

void TypeRules::as_date(Typed& side, const StaticType& other) {
  if (other.kind != Kind::date || side.node.op != Op::literal || side.type.kind != Kind::text) return;
  const auto date = parse_iso_date(side.node.literal.text());
  if (!date) return;
  side.node.literal = Value::date(*date);
  side.type.kind = Kind::date;
}

void TypeRules::check_comparable(const Typed& left, const Typed& right, Op op, std::size_t at) {
  const bool equality = op == Op::equal || op == Op::unequal;
  for (const auto* side : {&left, &right}) {
    const Kind k = side->type.kind;
    if (side->type.many || k == Kind::list || k == Kind::object || k == Kind::file || k == Kind::period) {
      mismatch("不能比较：" + described(side->type), at, {"列表用 count(…)、sum(…) 等函数变成一个值再比较"});
      return;
    }
  }
  const Kind a = left.type.kind;
  const Kind b = right.type.kind;
  if (a == Kind::any || b == Kind::any) return;
  if (a != b) {
    const bool option_and_number = (is_option(left.type) && b == Kind::number) || (is_option(right.type) && a == Kind::number);
    if (!(equality && option_and_number)) {
      mismatch(std::string("不能拿") + std::string(chinese_name_of(a)) + "和" + std::string(chinese_name_of(b)) + "比较", at);
    }
    return;
  }
  if (!equality && a != Kind::number && a != Kind::date) mismatch("只有数字和日期能比大小，" + described(left.type), at);
  check_option(left, right, at);
  check_option(right, left, at);
}

void TypeRules::check_option(const Typed& field, const Typed& value, std::size_t at) {
  if (!is_option(field.type) || value.node.op != Op::literal || value.type.kind != Kind::text) return;
  const std::string& text = value.node.literal.text();
  if (field.type.field->option(text) != nullptr) return;
  std::vector<std::string> known;
  for (const auto& o : field.type.field->options) known.push_back(o.value);
  mismatch("“" + field.type.field->path + "”没有选项“" + text + "”", at, {data::did_you_mean(text, known, "选项")});
}

void TypeRules::mismatch(std::string message, std::size_t at, std::vector<std::string> hints) {
  fault_(codes::kTypeMismatch, at, std::move(message), std::move(hints));
}

}  // namespace gongwen::tmpl
