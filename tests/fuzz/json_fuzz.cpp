// rooms: json
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/json/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  gongwen::Diagnostics out;
  if (const auto node = gongwen::json::parse(bytes, nullptr, out)) {
    const auto again = gongwen::json::parse(gongwen::json::canonical(*node), nullptr, out);
    if (!again || !(*again == *node)) __builtin_trap();
  } else if (!out.has_errors()) {
    __builtin_trap();
  }
  return 0;
}
