#include <algorithm>
#include <optional>

#include "content/template/expression_types_internal.h"
#include "content/template/lexer.h"
#include "content/template/node_internal.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

using data::Field;
using data::Type;
using data::Value;
using Kind = StaticType::Kind;
using Op = Node::Op;

constexpr std::size_t kLongest = 2000;  // bytes of one expression
constexpr int kDeepestExpression = 32;            // nested parentheses, calls, signs

/// A fault of syntax has been told; nothing after it can be trusted.
struct Stop {};

Kind kind_of(Type type) {
  switch (type) {
    case Type::integer:
    case Type::decimal:
    case Type::money: return Kind::number;
    case Type::date: return Kind::date;
    case Type::period: return Kind::period;
    case Type::image:
    case Type::file: return Kind::file;
    case Type::list:
    case Type::table: return Kind::list;
    case Type::object: return Kind::object;
    default: return Kind::text;
  }
}

class Compiler {
 public:
  Compiler(std::string_view source, const Scope& scope, const Fault& fault) : lexer_(source), scope_(scope), fault_(fault), types_(fault) {}

  Typed whole(bool filters) {
    Typed out = disjunction();
    while (filters && lexer_.is("|")) {
      lexer_.take();
      out = filtered(std::move(out));
    }
    if (lexer_.peek().kind != Token::Kind::end) unexpected();
    return out;
  }

  const std::string& first_path() const { return first_path_; }

 private:
  // ---- syntax ----

  Typed disjunction() { return logical(Op::logical_or, "or", [this] { return conjunction(); }, false); }
  Typed conjunction() { return logical(Op::logical_and, "and", [this] { return negation(); }, true); }

  /// In `a and b`, b is only asked when a is true, in `a or b` when a is false: what a has shown to be there counts in b.
  template <typename Operand>
  Typed logical(Op op, std::string_view word, const Operand& operand, bool shown_when) {
    Typed left = operand();
    if (!lexer_.is(word)) return left;
    const auto outer = scope_.present;
    while (lexer_.is(word)) {
      const std::size_t at = lexer_.take().offset;
      scope_.present.merge(facts_of(left.node, shown_when));
      Typed right = operand();
      types_.need(left.type, Kind::boolean, at);
      types_.need(right.type, Kind::boolean, at);
      left = binary(op, std::move(left), std::move(right), {Kind::boolean, false, false, nullptr});
    }
    scope_.present = outer;
    return left;
  }

  Typed negation() {
    if (!lexer_.is("not")) return comparison();
    const Nest nest(*this);
    const std::size_t at = lexer_.take().offset;
    Typed operand = negation();
    types_.need(operand.type, Kind::boolean, at);
    return unary(Op::logical_not, std::move(operand));
  }

  Typed comparison() {
    Typed left = sum();
    const auto op = comparison_here();
    if (!op) return left;
    const std::size_t at = lexer_.take().offset;
    Typed right = sum();
    if (comparison_here()) fail(codes::kBadExpression, "比较不能连写", {"写成 a < b and b < c"});
    TypeRules::as_date(left, right.type);
    TypeRules::as_date(right, left.type);
    types_.check_comparable(left, right, *op, at);
    const bool optional = left.type.optional || right.type.optional;
    return binary(*op, std::move(left), std::move(right), {Kind::boolean, false, optional, nullptr});
  }

  Typed sum() {
    Typed left = product();
    while (lexer_.is("+") || lexer_.is("-")) {
      const Token sign = lexer_.take();
      left = arithmetic(sign.text == "+" ? Op::add : Op::subtract, std::move(left), product(), sign.offset);
    }
    return left;
  }

  Typed product() {
    Typed left = signed_value();
    while (lexer_.is("*") || lexer_.is("/")) {
      const Token sign = lexer_.take();
      left = arithmetic(sign.text == "*" ? Op::multiply : Op::divide, std::move(left), signed_value(), sign.offset);
    }
    return left;
  }

  Typed signed_value() {
    if (!lexer_.is("-")) return primary();
    const Nest nest(*this);
    const std::size_t at = lexer_.take().offset;
    Typed operand = signed_value();
    types_.need(operand.type, Kind::number, at);
    operand.type.field = nullptr;
    return unary(Op::negate, std::move(operand));
  }

  Typed primary() {
    const Nest nest(*this);
    const Token& token = lexer_.peek();
    if (token.kind == Token::Kind::number || token.kind == Token::Kind::string) return literal();
    if (lexer_.accept("(")) {
      Typed inner = disjunction();
      expect(")");
      return inner;
    }
    if (token.kind != Token::Kind::name || is_word(token.text)) unexpected();
    Token name = lexer_.take();
    if (lexer_.is("(")) return call(name);
    return path(std::move(name));
  }

  Typed literal() {
    const Token token = lexer_.take();
    Typed out;
    out.node.op = Op::literal;
    if (token.kind == Token::Kind::string) {
      out.node.literal = Value::text(token.text);
      out.type.kind = Kind::text;
      return out;
    }
    const auto number = text::Decimal::parse(token.text);
    if (!number) fail(codes::kBadExpression, "“" + token.text + "”不是一个数", {}, token.offset);
    out.node.literal = Value::number(*number);
    out.type.kind = Kind::number;
    return out;
  }

  // ---- functions ----

  Typed call(const Token& name) {
    const FunctionRule* rule = find_function(name.text);
    if (rule == nullptr) {
      fail(codes::kUnknownFunction, "没有函数“" + name.text + "”", {data::did_you_mean(name.text, function_names(), "函数")}, name.offset);
    }
    expect("(");
    if (rule->function == Function::position) return position(name);
    std::vector<Typed> args;
    const auto outer = scope_.present;
    while (!lexer_.is(")")) {
      // if(cond, a, b): what the condition shows to be there counts in the branch it leads to.
      if (rule->function == Function::choose && (args.size() == 1 || args.size() == 2)) {
        scope_.present = outer;
        scope_.present.merge(facts_of(args[0].node, args.size() == 1));
      }
      args.push_back(disjunction());
      if (!lexer_.accept(",")) break;
    }
    scope_.present = outer;
    expect(")");
    if (args.size() < rule->least || args.size() > rule->most) {
      const std::string least = std::to_string(rule->least);
      tell(codes::kWrongArguments, name.offset, name.text + "(…) 要 " +
           (rule->least == rule->most ? least : least + " 到 " + std::to_string(rule->most)) + " 个参数，这里有 " +
           std::to_string(args.size()) + " 个");
      return {};
    }
    if (rule->function == Function::years) {
      TypeRules::as_date(args[0], {Kind::date, false, false, nullptr});
      TypeRules::as_date(args[1], {Kind::date, false, false, nullptr});
    }
    Typed out;
    out.type = types_.result_of(rule->function, args, name.offset);
    out.node.op = Op::call;
    out.node.function = rule->function;
    for (auto& a : args) out.node.args.push_back(std::move(a.node));
    return out;
  }

  Typed position(const Token& name) {
    const Token variable = lexer_.take();
    expect(")");
    Typed out;
    out.node.op = Op::call;
    out.node.function = Function::position;
    out.type.kind = Kind::number;
    for (std::size_t slot = scope_.bindings.size(); slot-- > 0;) {
      if (scope_.bindings[slot].name == variable.text && !variable.text.empty()) {
        out.node.path.base = Path::Base::slot;
        out.node.path.index = slot;
        return out;
      }
    }
    tell(codes::kTypeMismatch, name.offset, "position(…) 里只能写 for-each 的变量，“" + variable.text + "”不是");
    return out;
  }

  // ---- filters ----

  Typed filtered(Typed value) {
    lexer_.widen_name();
    if (lexer_.peek().kind != Token::Kind::name) unexpected();
    const Token name = lexer_.take();
    const FilterRule* rule = find_filter(name.text);
    if (rule == nullptr) {
      fail(codes::kUnknownFilter, "没有过滤器“" + name.text + "”", {data::did_you_mean(name.text, filter_names(), "过滤器")}, name.offset);
    }
    Node argument;
    if (lexer_.accept(":")) {
      if (lexer_.peek().kind != Token::Kind::string && lexer_.peek().kind != Token::Kind::number) unexpected();
      argument = literal().node;
      if (!rule->argument) tell(codes::kWrongArguments, name.offset, "过滤器“" + name.text + "”没有参数");
    } else if (rule->argument) {
      tell(codes::kWrongArguments, name.offset, "过滤器“" + name.text + "”要一个参数，例如 | " + name.text +
                                                    (rule->filter == Filter::fallback ? ":''" : ":1"));
    }
    if (rule->filter == Filter::percent || rule->filter == Filter::round) check_digits(argument, name);
    if (value.type.many && rule->filter != Filter::fallback) types_.mismatch("过滤器“" + name.text + "”只能用于一个值，" + described(value.type), name.offset);
    if (rule->takes != Kind::any) types_.need(value.type, rule->takes, name.offset);

    Typed out;
    out.type = value.type;
    if (rule->filter == Filter::fallback) out.type.optional = false;
    else if (rule->filter != Filter::round) out.type.kind = Kind::text;
    out.node.op = Op::filter;
    out.node.filter = rule->filter;
    out.node.args.push_back(std::move(value.node));
    out.node.args.push_back(std::move(argument));
    return out;
  }

  void check_digits(Node& argument, const Token& name) {
    const Value& digits = argument.literal;
    const bool good = digits.kind() == Value::Kind::number && digits.number().scale() == 0 && digits.number().to_string().size() == 1;
    if (good) return;
    if (!digits.is_absent()) tell(codes::kWrongArguments, name.offset, "过滤器“" + name.text + "”的参数是小数位数，0 到 9");
    argument.literal = Value::number(text::Decimal::of(0));
  }

  // ---- paths ----

  /// Where a path has come to.
  struct At {
    const Field* field = nullptr;
    bool item = false;       // an item of the list `field`, not the list
    bool many = false;
    bool optional = false;
    Type period_end = Type::object;  // date once .from or .to of a period was taken
  };

  Typed path(Token name) {
    Typed out;
    out.node.op = Op::path;
    const bool first = first_path_.empty();
    At at = base(name, out.node.path);
    for (;;) {
      if (lexer_.accept(".")) {
        if (lexer_.peek().kind != Token::Kind::name) unexpected();
        const Token step = lexer_.take();
        at = member(at, step);
        out.node.path.steps.push_back({step.text, {}, 0});
      } else if (lexer_.is("[")) {
        const std::size_t offset = lexer_.take().offset;
        out.node.path.steps.push_back(pick(at, offset));
      } else {
        break;
      }
    }
    if (at.field == nullptr) return out;  // an unknown name has been told; anything goes for the rest
    if (first) first_path_ = at.field->path;  // not that of a condition in brackets on the way
    out.type = type_at(at);
    const std::string key = out.node.path.key();
    if (!key.empty() && scope_.present.count(key) > 0) out.type.optional = false;
    return out;
  }

  StaticType type_at(const At& at) const {
    StaticType out;
    out.field = at.field;
    out.many = at.many;
    out.optional = at.optional && !at.many;
    if (at.period_end == Type::date) out.kind = Kind::date;
    else if (at.field->is_list()) out.kind = !at.item ? Kind::list : at.field->children.empty() ? Kind::any : Kind::object;
    else out.kind = kind_of(at.field->type);
    if (out.kind == Kind::list) out.many = false;
    return out;
  }

  /// The first name: innermost for-each variables and open items first, then the record, then data files.
  At base(const Token& name, Path& path) {
    for (std::size_t slot = scope_.bindings.size(); slot-- > 0;) {
      const auto& binding = scope_.bindings[slot];
      path.base = Path::Base::slot;
      path.index = slot;
      if (binding.name == name.text) return {binding.item, !binding.group, false, false, Type::object};
      if (binding.name.empty() && binding.item != nullptr && binding.item->child(name.text) != nullptr) {
        path.steps.push_back({name.text, {}, 0});
        return member({binding.item, true, false, false, Type::object}, name);
      }
    }
    path.base = Path::Base::record;
    if (scope_.schema->root.child(name.text) != nullptr) {
      path.steps.push_back({name.text, {}, 0});
      return member({&scope_.schema->root, true, false, false, Type::object}, name);
    }
    if (scope_.constants != nullptr) {
      for (std::size_t i = 0; i < scope_.constants->size(); ++i) {
        if ((*scope_.constants)[i].name != name.text) continue;
        path.base = Path::Base::constant;
        path.index = i;
        return {&(*scope_.constants)[i], false, false, false, Type::object};
      }
    }
    tell(codes::kUnknownPath, name.offset, "数据里没有字段“" + name.text + "”", {unknown_hint(name.text)});
    return {};
  }

  std::string unknown_hint(const std::string& name) const {
    for (const Field* f : scope_.schema->all()) {
      if (f->label == name) return "“" + name + "”在模板里写作 " + f->path;
    }
    std::vector<std::string> known;
    for (const auto& b : scope_.bindings) {
      if (!b.name.empty()) known.push_back(b.name);
      else if (b.item != nullptr) for (const auto& c : b.item->children) known.push_back(c.name);
    }
    for (const auto& c : scope_.schema->root.children) known.push_back(c.name);
    if (scope_.constants != nullptr) for (const auto& c : *scope_.constants) known.push_back(c.name);
    return data::did_you_mean(name, known);
  }

  At member(At at, const Token& step) {
    if (at.field == nullptr) return {};
    if (at.field->type == Type::period && at.period_end == Type::object && (step.text == "from" || step.text == "to")) {
      at.period_end = Type::date;
      return at;
    }
    if (at.field->is_list() && !at.item) at.many = true;
    const Field* child = at.field->child(step.text);
    if (child == nullptr) {
      std::vector<std::string> known;
      for (const auto& c : at.field->children) known.push_back(c.name);
      tell(codes::kUnknownPath, step.offset, "“" + at.field->path + "”里没有字段“" + step.text + "”", {data::did_you_mean(step.text, known)});
      return {};
    }
    at.field = child;
    at.item = false;
    at.period_end = Type::object;
    if (!child->has_children() && !child->required && child->default_value.is_absent()) at.optional = true;
    return at;
  }

  Path::Step pick(At& at, std::size_t offset) {
    const Nest nest(*this);
    Path::Step step;
    step.slot = scope_.bindings.size();
    if (at.field != nullptr && (!at.field->is_list() || at.item)) {
      types_.mismatch("方括号只能用于列表，" + described(type_at(at)), offset);
      at = {};
    }
    scope_.bindings.push_back({"", at.field});
    Typed condition = disjunction();
    scope_.bindings.pop_back();
    expect("]");
    types_.need(condition.type, Kind::boolean, offset);
    step.condition.push_back(std::move(condition.node));
    at.item = true;
    at.many = false;
    return step;
  }

  // ---- types ----

  Typed arithmetic(Op op, Typed left, Typed right, std::size_t at) {
    types_.need(left.type, Kind::number, at);
    types_.need(right.type, Kind::number, at);
    const bool optional = left.type.optional || right.type.optional;
    return binary(op, std::move(left), std::move(right), {Kind::number, false, optional, nullptr});
  }

  // ---- pieces ----

  static Typed binary(Op op, Typed left, Typed right, StaticType type) {
    Typed out;
    out.node.op = op;
    out.node.args.push_back(std::move(left.node));
    out.node.args.push_back(std::move(right.node));
    out.type = type;
    return out;
  }

  static Typed unary(Op op, Typed operand) {
    Typed out;
    out.node.op = op;
    out.type = operand.type;
    out.node.args.push_back(std::move(operand.node));
    return out;
  }

  static bool is_word(std::string_view s) {
    return s == "and" || s == "or" || s == "not" || s == "eq" || s == "ne" || s == "lt" || s == "le" || s == "gt" || s == "ge";
  }

  std::optional<Op> comparison_here() const {
    if (lexer_.is("=") || lexer_.is("eq")) return Op::equal;
    if (lexer_.is("!=") || lexer_.is("ne")) return Op::unequal;
    if (lexer_.is("<=") || lexer_.is("le")) return Op::less_equal;
    if (lexer_.is("<") || lexer_.is("lt")) return Op::less;
    if (lexer_.is(">=") || lexer_.is("ge")) return Op::greater_equal;
    if (lexer_.is(">") || lexer_.is("gt")) return Op::greater;
    return std::nullopt;
  }

  void expect(std::string_view mark) {
    if (!lexer_.accept(mark)) {
      const Token& t = lexer_.peek();
      fail(codes::kBadExpression, "这里应有“" + std::string(mark) + "”" + (t.kind == Token::Kind::end ? "" : "，现为“" + t.text + "”"), {}, t.offset);
    }
  }

  [[noreturn]] void unexpected() {
    const Token& t = lexer_.peek();
    std::vector<std::string> hints;
    if (t.kind == Token::Kind::end) throw_fault(codes::kBadExpression, "表达式没有写完", {}, t.offset);
    if (t.kind == Token::Kind::bad && t.text == "'") hints.emplace_back("文字的单引号没有成对");
    else if (t.kind == Token::Kind::bad && static_cast<unsigned char>(t.text[0]) >= 0x80) hints.emplace_back("表达式里的括号、引号、逗号用半角");
    else if (t.kind == Token::Kind::bad && t.text == "\"") hints.emplace_back("文字用单引号括起");
    throw_fault(codes::kBadExpression, "这里不该有“" + t.text + "”", std::move(hints), t.offset);
  }

  [[noreturn]] void throw_fault(std::string_view code, std::string message, std::vector<std::string> hints, std::size_t at) {
    tell(code, at, std::move(message), std::move(hints));
    throw Stop{};
  }
  [[noreturn]] void fail(std::string_view code, std::string message, std::vector<std::string> hints) {
    throw_fault(code, std::move(message), std::move(hints), lexer_.peek().offset);
  }
  [[noreturn]] void fail(std::string_view code, std::string message, std::vector<std::string> hints, std::size_t at) {
    throw_fault(code, std::move(message), std::move(hints), at);
  }
  void tell(std::string_view code, std::size_t at, std::string message, std::vector<std::string> hints = {}) {
    fault_(code, at, std::move(message), std::move(hints));
  }

  struct Nest {
    explicit Nest(Compiler& c) : compiler(c) {
      if (++compiler.depth_ > kDeepestExpression) compiler.fail(codes::kTooDeep, "表达式的括号套得太深", {"最多 32 层"});
    }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;
    ~Nest() { --compiler.depth_; }
    Compiler& compiler;
  };

 private:
  Lexer lexer_;
  Scope scope_;
  const Fault& fault_;
  TypeRules types_;
  std::string first_path_;
  int depth_ = 0;
};

}  // namespace

ExpressionPtr compile(std::string_view source, const Scope& scope, bool filters, const Place& place, const Fault& fault) {
  if (source.size() > kLongest) {
    fault(codes::kTooDeep, 0, "表达式太长，最多 " + std::to_string(kLongest) + " 字节", {});
    return nullptr;
  }
  if (text::first_malformed(source)) {
    fault(codes::kBadExpression, 0, "表达式里有坏字符", {});
    return nullptr;
  }
  bool faulty = false;
  const Fault watched = [&](std::string_view code, std::size_t offset, std::string message, std::vector<std::string> hints) {
    faulty = true;
    fault(code, offset, std::move(message), std::move(hints));
  };
  try {
    Compiler compiler(source, scope, watched);
    Typed typed = compiler.whole(filters);
    if (faulty) return nullptr;
    auto out = std::make_shared<Expression>();
    out->root = std::make_shared<const Node>(std::move(typed.node));
    out->type = typed.type;
    out->path = compiler.first_path();
    out->place = place;
    return out;
  } catch (const Stop&) {
    return nullptr;
  }
}

}  // namespace gongwen::tmpl
