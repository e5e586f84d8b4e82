#include <algorithm>
#include <optional>

#include "content/template/node_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"

namespace gongwen::tmpl {
namespace {

using data::Value;
using text::Decimal;
using Op = Node::Op;

constexpr std::uint8_t kDivisionDigits = 6;

/// The first withheld value among those given, or absent when all may be known.
Value withheld_among(const Value::List& values) {
  const auto it = std::find_if(values.begin(), values.end(), [](const Value& v) { return v.is_withheld(); });
  return it == values.end() ? Value() : *it;
}

class Evaluator {
 public:
  Evaluator(Frames& frames, const Place& place) : frames_(frames), place_(place) {}

  Value value(const Node& node) {
    switch (node.op) {
      case Op::literal: return node.literal;
      case Op::path: return path(node.path);
      case Op::call: return call(node);
      case Op::filter: return filter(node);
      case Op::negate: return negated(value(node.args[0]));
      case Op::logical_not: {
        const Value operand = value(node.args[0]);
        return operand.kind() == Value::Kind::boolean ? Value::boolean(!operand.boolean()) : operand;
      }
      case Op::logical_and:
      case Op::logical_or: return logical(node);
      case Op::equal:
      case Op::unequal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: return comparison(node);
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide: return arithmetic(node.op, value(node.args[0]), value(node.args[1]));
    }
    return {};
  }

 private:
  // ---- paths ----

  Value path(const Path& p) {
    const Value* at = nullptr;
    switch (p.base) {
      case Path::Base::record: at = frames_.record; break;
      case Path::Base::constant: at = &(*frames_.constants)[p.index]; break;
      case Path::Base::slot:
        check(p.index < frames_.stack.size(), "a variable outside its repetition");
        at = frames_.stack[p.index].item;
        break;
    }
    return follow(*at, p.steps, 0);
  }

  Value follow(const Value& from, const std::vector<Path::Step>& steps, std::size_t next) {
    const Value* at = &from;
    for (; next < steps.size(); ++next) {
      const auto& step = steps[next];
      if (at->is_withheld() || at->is_absent()) return *at;
      if (!step.condition.empty()) return picked(*at, steps, next);
      if (at->kind() == Value::Kind::list) return through(*at, steps, next);
      if (at->kind() == Value::Kind::period) return Value::date(step.name == "from" ? at->period().from : at->period().to).at(at->place());
      at = at->find(step.name);
      if (at == nullptr) return {};
    }
    return *at;
  }

  /// The rest of the path for each item; lists met on the way are joined end to end, absent values left out.
  Value through(const Value& list, const std::vector<Path::Step>& steps, std::size_t next) {
    Value::List out;
    for (const auto& item : list.items()) {
      Value one = follow(item, steps, next);
      if (one.kind() == Value::Kind::list) out.insert(out.end(), one.items().begin(), one.items().end());
      else if (!one.is_absent()) out.push_back(std::move(one));
    }
    return Value::list(std::move(out)).at(list.place());
  }

  /// The first item for which the condition is true, and the rest of the path from it.
  Value picked(const Value& list, const std::vector<Path::Step>& steps, std::size_t next) {
    if (list.kind() != Value::Kind::list) return {};
    const auto& step = steps[next];
    frames_.stack.resize(step.slot + 1);
    std::size_t index = 0;
    for (const auto& item : list.items()) {
      frames_.stack[step.slot] = {&item, ++index};
      const Value fits = value(step.condition.front());
      if (fits.is_withheld()) return fits;
      if (fits.kind() == Value::Kind::boolean && fits.boolean()) {
        frames_.stack.resize(step.slot);
        return follow(item, steps, next + 1);
      }
    }
    frames_.stack.resize(step.slot);
    return {};
  }

  // ---- conditions ----

  Value logical(const Node& node) {
    const bool decides = node.op == Op::logical_or;  // true decides an or, false an and
    const Value left = value(node.args[0]);
    if (left.is_withheld()) return left;
    if (left.kind() == Value::Kind::boolean && left.boolean() == decides) return left;
    Value right = value(node.args[1]);
    if (right.is_withheld() || left.kind() == Value::Kind::boolean) return right;
    return right.kind() == Value::Kind::boolean && right.boolean() == decides ? right : Value();
  }

  Value comparison(const Node& node) {
    const Value left = value(node.args[0]);
    const Value right = value(node.args[1]);
    if (left.is_withheld()) return left;
    if (right.is_withheld()) return right;
    if (left.is_absent() || right.is_absent()) return {};
    if (node.op == Op::equal) return Value::boolean(same(left, right));
    if (node.op == Op::unequal) return Value::boolean(!same(left, right));
    const auto order = compare(left, right);
    if (!order) return {};
    switch (node.op) {
      case Op::less: return Value::boolean(*order < 0);
      case Op::less_equal: return Value::boolean(*order <= 0);
      case Op::greater: return Value::boolean(*order > 0);
      default: return Value::boolean(*order >= 0);
    }
  }

  static bool same(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) {
      // An option's value and a number: by the digits written.
      const auto digits = [](const Value& v) { return v.kind() == Value::Kind::number ? v.number().to_string() : v.kind() == Value::Kind::text ? v.text() : std::string(); };
      return !digits(a).empty() && digits(a) == digits(b);
    }
    switch (a.kind()) {
      case Value::Kind::text: return a.text() == b.text();
      case Value::Kind::number: return a.number() == b.number();
      case Value::Kind::date: return a.date() == b.date();
      case Value::Kind::boolean: return a.boolean() == b.boolean();
      default: return false;
    }
  }

  static std::optional<int> compare(const Value& a, const Value& b) {
    const auto sign = [](auto c) { return c < 0 ? -1 : (c > 0 ? 1 : 0); };
    if (a.kind() == Value::Kind::number && b.kind() == Value::Kind::number) return sign(a.number() <=> b.number());
    if (a.kind() == Value::Kind::date && b.kind() == Value::Kind::date) return sign(a.date() <=> b.date());
    return std::nullopt;
  }

  // ---- numbers ----

  Value fault(std::string message, std::vector<std::string> hints = {}) {
    frames_.out->error(codes::kArithmetic, place_, std::move(message), std::move(hints));
    return {};
  }

  Value arithmetic(Op op, const Value& left, const Value& right) {
    if (left.is_withheld()) return left;
    if (right.is_withheld()) return right;
    if (left.kind() != Value::Kind::number || right.kind() != Value::Kind::number) return {};
    const Decimal a = left.number();
    const Decimal b = right.number();
    std::optional<Decimal> out;
    switch (op) {
      case Op::add: out = Decimal::add(a, b); break;
      case Op::subtract: out = Decimal::subtract(a, b); break;
      case Op::multiply: out = Decimal::multiply(a, b); break;
      default:
        if (b.zero()) return fault("除数为零", {"用 if(除数 = 0, …, …) 说明这时印什么"});
        out = Decimal::divide(a, b, kDivisionDigits);
        break;
    }
    if (!out) return fault("数太大，算不下");
    const bool money = left.type() == data::Type::money || right.type() == data::Type::money;
    return Value::number(*out, money && op != Op::divide ? data::Type::money : data::Type::decimal).at(left.place());
  }

  Value negated(const Value& operand) {
    return operand.kind() == Value::Kind::number ? arithmetic(Op::subtract, Value::number(Decimal::of(0), operand.type()), operand) : operand;
  }

  // ---- functions ----

  /// All values of the arguments, lists opened, absent ones left out.
  Value::List values(const Node& node) {
    Value::List out;
    for (const auto& arg : node.args) {
      Value one = value(arg);
      if (one.kind() == Value::Kind::list) out.insert(out.end(), one.items().begin(), one.items().end());
      else if (!one.is_absent()) out.push_back(std::move(one));
    }
    return out;
  }

  Value call(const Node& node) {
    switch (node.function) {
      case Function::count: {
        const Value list = value(node.args[0]);
        if (list.is_withheld()) return list;
        const std::size_t n = list.kind() == Value::Kind::list ? list.items().size() : list.is_absent() ? 0 : 1;
        return Value::number(Decimal::of(static_cast<std::int64_t>(n)), data::Type::integer);
      }
      case Function::sum: return sum(values(node));
      case Function::min: return extreme(values(node), -1);
      case Function::max: return extreme(values(node), 1);
      case Function::first: {
        const auto all = values(node);
        return all.empty() ? Value() : all.front();
      }
      case Function::last: {
        const auto all = values(node);
        return all.empty() ? Value() : all.back();
      }
      case Function::position:
        return Value::number(Decimal::of(static_cast<std::int64_t>(frames_.stack[node.path.index].index)), data::Type::integer);
      case Function::join: return join(node);
      case Function::empty: {
        const Value v = value(node.args[0]);
        return Value::boolean(v.is_empty());
      }
      case Function::years: return years(value(node.args[0]), value(node.args[1]));
      case Function::rate: return rate(node);
      case Function::choose: {
        const Value condition = value(node.args[0]);
        if (condition.is_withheld()) return condition;
        const bool yes = condition.kind() == Value::Kind::boolean && condition.boolean();
        return value(node.args[yes ? 1 : 2]);
      }
    }
    return {};
  }

  Value sum(const Value::List& all) {
    if (Value hidden = withheld_among(all); hidden.is_withheld()) return hidden;
    Value out = Value::number(Decimal::of(0), all.empty() ? data::Type::decimal : all.front().type());
    for (const auto& v : all) {
      if (v.kind() != Value::Kind::number) continue;
      const auto next = Decimal::add(out.number(), v.number());
      if (!next) return fault("合计太大，算不下");
      out = Value::number(*next, out.type());
    }
    return out;
  }

  static Value extreme(const Value::List& all, int wanted) {
    if (Value hidden = withheld_among(all); hidden.is_withheld()) return hidden;
    Value out;
    for (const auto& v : all) {
      const auto order = out.is_absent() ? std::optional(wanted) : compare(v, out);
      if (order && *order == wanted) out = v;
    }
    return out;
  }

  Value join(const Node& node) {
    const Value list = value(node.args[0]);
    const Value separator = value(node.args[1]);
    if (list.is_withheld()) return list;
    if (separator.is_withheld()) return separator;
    if (list.kind() != Value::Kind::list) return Value::text(to_text(list));
    if (Value hidden = withheld_among(list.items()); hidden.is_withheld()) return hidden;
    std::string out;
    for (const auto& item : list.items()) {
      if (!out.empty()) out += to_text(separator);
      out += to_text(item);
    }
    return Value::text(std::move(out)).at(list.place());
  }

  /// Whole years from one day to another: 2023-09-01 to 2026-08-31 are two, to 2026-09-01 three.
  static Value years(const Value& from, const Value& to) {
    if (from.is_withheld()) return from;
    if (to.is_withheld()) return to;
    if (from.kind() != Value::Kind::date || to.kind() != Value::Kind::date) return {};
    const Date a = from.date();
    const Date b = to.date();
    int out = b.year - a.year;
    if (out > 0 && std::pair(b.month, b.day) < std::pair(a.month, a.day)) --out;
    if (out < 0 && std::pair(b.month, b.day) > std::pair(a.month, a.day)) ++out;
    return Value::number(Decimal::of(out), data::Type::integer);
  }

  /// actual ÷ target. Of an indicator that should stay below ('le'): 1 when it does, else target ÷ actual.
  Value rate(const Node& node) {
    const Value actual = value(node.args[0]);
    const Value target = value(node.args[1]);
    const Value way = node.args.size() == 3 ? value(node.args[2]) : Value::text("ge");
    for (const Value* v : {&actual, &target, &way}) {
      if (v->is_withheld()) return *v;
    }
    if (actual.kind() != Value::Kind::number || target.kind() != Value::Kind::number || way.kind() != Value::Kind::text) return {};
    if (way.text() != "le") return arithmetic(Op::divide, actual, target);
    if (actual.number() <= target.number()) return Value::number(Decimal::of(1));
    return arithmetic(Op::divide, target, actual);
  }

  Value filter(const Node& node) {
    Value of = value(node.args[0]);
    if (of.is_withheld()) return of;
    if (node.filter == Filter::fallback) return of.is_empty() ? node.args[1].literal : of;
    if (of.is_absent()) return of;
    return apply(node.filter, of, node.args[1].literal, place_, *frames_.out);
  }

  Frames& frames_;
  const Place& place_;
};

}  // namespace

Value evaluate(const Expression& expression, Frames& frames) {
  const std::size_t depth = frames.stack.size();
  Value out = Evaluator(frames, expression.place).value(*expression.root);
  frames.stack.resize(depth);  // a selection that met a withheld value left its frame
  return out;
}

}  // namespace gongwen::tmpl
