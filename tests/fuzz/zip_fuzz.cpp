// rooms: zip
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foundation/zip/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  gongwen::zip::Limits limits;
  limits.entry_size = 1 << 20;
  for (const auto profile : {gongwen::zip::Profile::bundle, gongwen::zip::Profile::office}) {
    gongwen::Diagnostics out;
    const auto reader = gongwen::zip::Reader::open(bytes, profile, nullptr, out, limits);
    if (!reader) continue;
    for (const auto& e : reader->entries()) (void)reader->read(e, out);
  }
  return 0;
}
