#include <algorithm>
#include <array>

#include "content/template/node_internal.h"

namespace gongwen::tmpl {
namespace {

constexpr std::size_t kAnyNumber = 16;

constexpr std::array kFunctions{
    FunctionRule{"count", Function::count, 1, 1},       FunctionRule{"sum", Function::sum, 1, kAnyNumber},
    FunctionRule{"min", Function::min, 1, kAnyNumber},  FunctionRule{"max", Function::max, 1, kAnyNumber},
    FunctionRule{"first", Function::first, 1, 1},       FunctionRule{"last", Function::last, 1, 1},
    FunctionRule{"position", Function::position, 1, 1}, FunctionRule{"join", Function::join, 2, 2},
    FunctionRule{"empty", Function::empty, 1, 1},       FunctionRule{"years", Function::years, 2, 2},
    FunctionRule{"rate", Function::rate, 2, 3},         FunctionRule{"if", Function::choose, 3, 3},
};

}  // namespace

const FunctionRule* find_function(std::string_view name) noexcept {
  const auto it = std::find_if(kFunctions.begin(), kFunctions.end(), [&](const FunctionRule& f) { return f.name == name; });
  return it == kFunctions.end() ? nullptr : &*it;
}

std::vector<std::string> function_names() {
  std::vector<std::string> out;
  for (const auto& f : kFunctions) out.emplace_back(f.name);
  return out;
}

}  // namespace gongwen::tmpl
