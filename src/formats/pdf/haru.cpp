#include "formats/pdf/haru.h"

#include "formats/pdf/pdf.h"

#include <array>
#include <charconv>
#include <string>

#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

std::string digits(HPDF_STATUS value, int base) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, base).ptr;
  return {text.data(), end};
}

}  // namespace

Haru::Haru() : record_(std::make_unique<Record>()), doc_(HPDF_New(&Haru::on_error, record_.get())) {
  if (!doc_) fail("HPDF_New");
}

void Haru::on_error(HPDF_STATUS error, HPDF_STATUS detail, void* record) noexcept {
  auto& first = *static_cast<Record*>(record);
  if (first.error == 0) first = {error, detail};
}

void Haru::ok(HPDF_STATUS status, const char* step) const {
  if (status == HPDF_OK) return;
  // Calls of the object layer return their status without telling the callback.
  if (record_->error == 0) record_->error = status;
  fail(step);
}

void Haru::fail(const char* step) const {
  throw Error("libharu 0x" + digits(record_->error, 16) + "/" + digits(record_->detail, 10) + " in " + step);
}

std::pair<std::string, std::string> library() { return {"libharu", HPDF_GetVersion()}; }

}  // namespace gongwen::pdf
