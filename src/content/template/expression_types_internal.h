#pragma once

// Which values an expression may put together, and what comes of it. Private to template.

#include <cstddef>
#include <string>
#include <vector>

#include "content/template/compile_internal.h"
#include "content/template/node_internal.h"

namespace gongwen::tmpl {

struct Typed {
  Node node;
  StaticType type;
};

std::string described(const StaticType& type);   ///< for messages: “agent.name”是文字

/// The rules of types. What breaks one is told (T015) at its offset, and compiling goes on.
class TypeRules {
 public:
  /// fault  must outlive it.
  explicit TypeRules(const Fault& fault) : fault_(fault) {}

  void need(const StaticType& type, StaticType::Kind kind, std::size_t at);
  /// A text literal where a date is wanted is a date: validFrom >= '2023-01-01'.
  static void as_date(Typed& side, const StaticType& other);
  void check_comparable(const Typed& left, const Typed& right, Node::Op op, std::size_t at);
  /// REQUIRES: as many arguments as the function takes.
  StaticType result_of(Function function, const std::vector<Typed>& args, std::size_t at);
  void mismatch(std::string message, std::size_t at, std::vector<std::string> hints = {});

 private:
  StaticType element(const StaticType& of, std::size_t at);
  void numbers(const StaticType& type, std::size_t at);
  /// kind = 'gz' must name one of the options, or it is never true.
  void check_option(const Typed& field, const Typed& value, std::size_t at);

  const Fault& fault_;
};

}  // namespace gongwen::tmpl
