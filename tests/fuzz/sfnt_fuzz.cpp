// rooms: fonts
// Opens the bytes as a font and does with it what a paper does: looks characters up, measures, cuts a subset.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "pages/fonts/face.h"

namespace {

class HeldBytes final : public gongwen::FileBytes {
 public:
  explicit HeldBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string_view view() const noexcept override { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongwen::fonts;
  FaceSource source;
  source.id = "fuzz";
  OpenFailure why = OpenFailure::none;
  const auto face = open_face(std::make_shared<HeldBytes>(std::string(reinterpret_cast<const char*>(data), size)), source, why);
  if (face == nullptr) return 0;
  std::vector<GlyphUse> uses;
  GlyphId last = 0;
  for (const char32_t c : face->coverage()) {
    const GlyphId glyph = face->glyph(c);
    static_cast<void>(face->advance(glyph));
    if (glyph > last && uses.size() < 64) uses.push_back({last = glyph, c});
  }
  static_cast<void>(face->subset(uses));
  return 0;
}
