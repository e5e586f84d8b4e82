// What is known to be there where a condition holds, or does not.

#include "content/template/node_internal.h"

namespace gongwen::tmpl {

std::string Path::key() const {
  std::string out = base == Base::record ? "r" : (base == Base::constant ? "c" : "s") + std::to_string(index);
  for (const auto& step : steps) {
    if (!step.condition.empty()) return {};
    out += "." + step.name;
  }
  return out;
}

std::set<std::string> facts_of(const Node& node, bool value) {
  std::set<std::string> out;
  switch (node.op) {
    case Node::Op::logical_not: return facts_of(node.args[0], !value);
    case Node::Op::logical_and:
    case Node::Op::logical_or:
      // true and true, false or false: both sides are as they say.
      if ((node.op == Node::Op::logical_and) == value) {
        out = facts_of(node.args[0], value);
        out.merge(facts_of(node.args[1], value));
      }
      return out;
    case Node::Op::call:
      if (node.function == Function::empty && !value && node.args[0].op == Node::Op::path) out.insert(node.args[0].path.key());
      break;
    case Node::Op::equal:
    case Node::Op::unequal:
    case Node::Op::less:
    case Node::Op::less_equal:
    case Node::Op::greater:
    case Node::Op::greater_equal:
      // A comparison with something absent is neither true nor false; a condition takes it for false.
      if (value) {
        for (const auto& side : node.args) {
          if (side.op == Node::Op::path) out.insert(side.path.key());
        }
      }
      break;
    default: break;
  }
  out.erase("");
  return out;
}

std::set<std::string> present_when(const Expression& expression, bool value) { return facts_of(*expression.root, value); }

}  // namespace gongwen::tmpl
