// rooms: text
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = gongwen::text::decode_file(bytes);
  if (gongwen::text::first_malformed(file.utf8)) __builtin_trap();   // what comes out is always UTF-8
  const std::string once = gongwen::text::nfc(file.utf8);
  if (gongwen::text::nfc(once) != once) __builtin_trap();
  return 0;
}
