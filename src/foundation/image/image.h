#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/diagnostic.h"
#include "foundation/base/length.h"

namespace gongwen::image {

enum class Format : std::uint8_t { png, jpeg };
enum class Colour : std::uint8_t { grey, rgb, cmyk };

/// A picture file, looked into but not decoded: shared by writers, immutable.
struct Image {
  Format format = Format::png;
  Colour colour = Colour::rgb;
  bool alpha = false;
  std::uint32_t width = 0;       ///< pixels
  std::uint32_t height = 0;
  double dpi = 0;                ///< as the file says, 0 when it does not
  std::string bytes;             ///< the file
};

/// Pixels of a PNG, rows top down, 8 bits: colour samples and, when there is one, the alpha plane apart.
struct Pixels { std::string samples; std::string alpha; Colour colour = Colour::rgb; };

/// Reads the header, checks that the file is whole enough to be decoded.
/// Returns the image, or nothing with W0xx in `out`.
/// Errors W010 neither PNG nor JPEG, W011 damaged, W012 more than 100 megapixels.
std::shared_ptr<const Image> open(std::string bytes, const Place& place, Diagnostics& out);

/// Decodes a PNG. REQUIRES: format == png. Nothing when damaged (a file can be damaged behind a good header).
std::optional<Pixels> decode_png(const Image& image);

}  // namespace gongwen::image
