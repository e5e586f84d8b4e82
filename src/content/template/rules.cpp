#include "content/template/print.h"
#include "content/template/template_internal.h"
#include "foundation/base/codes.h"

namespace gongwen::tmpl {
namespace {

using data::Field;
using data::Value;

/// Runs one rule over the record, or over each item of the lists it stands in.
class RuleRun {
 public:
  RuleRun(const Program& program, const data::Record& record, const Rule& rule, Diagnostics& out)
      : record_(record), rule_(rule), out_(out) {
    frames_.record = &record.root;
    frames_.constants = &program.constants;
    frames_.out = &out;
  }

  void run() { descend(record_.root, "", 0, 0); }

 private:
  /// Goes to the list of level `depth`, whose path begins where the path of the one around it (`known` bytes) ends.
  void descend(const Value& from, const std::string& path, std::size_t depth, std::size_t known) {
    if (depth == rule_.lists.size()) {
      test(from, path);
      return;
    }
    const Field& list = *rule_.lists[depth];
    std::string at = path;
    const Value* value = &from;
    for (std::string_view rest = std::string_view(list.path).substr(known); !rest.empty() && value != nullptr;) {
      if (rest.front() == '.') rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find('.'), rest.size());
      value = value->find(rest.substr(0, end));
      at.append(at.empty() ? "" : ".").append(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (value == nullptr || value->kind() != Value::Kind::list) return;
    std::size_t index = 0;
    for (const auto& item : value->items()) {
      frames_.stack.push_back({&item, ++index});
      descend(item, at + "[#" + std::to_string(index) + "]", depth + 1, list.path.size());
      frames_.stack.pop_back();
    }
  }

  void test(const Value& item, const std::string& path) {
    const Value holds = evaluate(*rule_.that, frames_);
    if (holds.kind() != Value::Kind::boolean || holds.boolean()) return;
    std::string message;
    for (const auto& part : rule_.message) message += part.expression ? shown(*part.expression) : part.literal;
    std::string field = path;
    if (!rule_.at.empty()) field.append(field.empty() ? "" : ".").append(rule_.at);
    out_.add({rule_.severity, codes::kRuleBroken, place_of(item), std::move(message), {}, std::move(field), {}});
  }

  std::string shown(const Expression& expression) {
    const Value value = evaluate(expression, frames_);
    const bool personal = expression.type.field != nullptr && expression.type.field->personal();
    return personal ? masked(value) : to_text(value);
  }

  /// The value the rule points to, or the nearest thing around it that was read from somewhere.
  Place place_of(const Value& item) const {
    Place out = item.place().kind == Place::Kind::none ? record_.place : item.place();
    const Value* value = &item;
    for (std::string_view rest = rule_.at; !rest.empty() && value != nullptr;) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      value = value->find(rest.substr(0, dot));
      if (value != nullptr && value->place().kind != Place::Kind::none) out = value->place();
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return out;
  }

  const data::Record& record_;
  const Rule& rule_;
  Diagnostics& out_;
  Frames frames_;
};

}  // namespace

void check_rules(const Template& tmpl, const data::Record& record, Diagnostics& out) {
  if (record.root.members().empty()) return;   // could not be read at all: nothing to say about its sums
  for (const auto& rule : tmpl.program().rules) RuleRun(tmpl.program(), record, rule, out).run();
}

}  // namespace gongwen::tmpl
