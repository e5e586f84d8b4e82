// rooms: inspect
// A finished PDF from anywhere: read and measured, or refused; with limits that keep a run short.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "formats/inspect/check.h"
#include "formats/inspect/inspect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongwen;
  Diagnostics out;
  inspect::Limits limits;
  limits.stream = 1U << 20U;
  limits.streams = 1U << 23U;
  limits.operators = 200'000;
  limits.glyphs = 50'000;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = inspect::read(bytes, nullptr, out, true, limits);
  if (!document) return 0;
  for (const auto& page : document->pages) (void)inspect::text_of(page);
  for (const auto& finding : inspect::check(*document).findings) (void)inspect::to_diagnostic(finding, "f.pdf");
  return 0;
}
