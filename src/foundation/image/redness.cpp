// Is a picture red? Seals are.

#include <algorithm>

#include "foundation/image/decode_internal.h"

namespace gongwen::image {
namespace {

constexpr std::size_t kSamples = 40'000;
constexpr int kWhite = 225;      // a scan's white is not quite white

struct Count { std::size_t ink = 0, red = 0; };

void look(Count& count, int r, int g, int b) {
  if (r >= kWhite && g >= kWhite && b >= kWhite) return;
  ++count.ink;
  if (r > g + 30 && r > b + 30) ++count.red;
}

}  // namespace

double redness(const Image& image) {
  Pixels pixels;
  if (image.format == Format::png) {
    auto decoded = decode_png(image);
    if (!decoded) return 1;
    pixels = std::move(*decoded);
  } else if (!read_jpeg_small(image, &pixels)) {
    return 1;
  }
  if (pixels.colour == Colour::cmyk) return 1;   // inks of an unknown press: not judged
  const std::size_t channels = pixels.colour == Colour::grey ? 1 : 3;
  const std::size_t all = pixels.samples.size() / channels;
  const std::size_t step = std::max<std::size_t>(1, all / kSamples);
  Count count;
  for (std::size_t i = 0; i < all; i += step) {
    if (!pixels.alpha.empty() && static_cast<unsigned char>(pixels.alpha[i]) < 64) continue;
    const auto sample = [&](std::size_t k) { return static_cast<int>(static_cast<unsigned char>(pixels.samples[i * channels + (channels == 1 ? 0 : k)])); };
    look(count, sample(0), sample(1), sample(2));
  }
  return count.ink == 0 ? 1 : static_cast<double>(count.red) / static_cast<double>(count.ink);
}

}  // namespace gongwen::image
