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
  std::uint8_t quarter_turns = 0;   ///< clockwise, that stand the pixels upright: cameras say so in Exif (0 … 3)
  double dpi = 0;                ///< as the file says, 0 when it does not
  std::string bytes;             ///< the file

  std::uint32_t upright_width() const noexcept { return quarter_turns % 2 == 0 ? width : height; }
  std::uint32_t upright_height() const noexcept { return quarter_turns % 2 == 0 ? height : width; }
};

/// Pixels of a PNG, rows top down, 8 bits: colour samples and, when there is one, the alpha plane apart.
struct Pixels { std::string samples; std::string alpha; Colour colour = Colour::rgb; };

/// Reads the header and checks that the file is whole as far as that can be told without decoding it: a PNG by the checksum
/// of every chunk, a JPEG by its markers.
/// Returns the image, or nothing with W0xx in `out`.
/// Errors W010 neither PNG nor JPEG, W011 damaged, W012 more than 100 megapixels.
std::shared_ptr<const Image> open(std::string bytes, const Place& place, Diagnostics& out);
/// The same for files that came from people: a JPEG's coded data is read through as well.
std::shared_ptr<const Image> open_whole(std::string bytes, const Place& place, Diagnostics& out);

/// Decodes a PNG. REQUIRES: format == png. Nothing when damaged (a file can be damaged behind a good header).
std::optional<Pixels> decode_png(const Image& image);

/// A PNG's own compressed rows, where they can be used as they are: not interlaced, without transparency, without a colour
/// space of their own. A scan of a hundred megapixels then needs no memory but its file's.
struct PngRows {
  std::string zlib;              ///< filtered rows, compressed (RFC 1950)
  std::uint8_t bits = 8;         ///< a sample
  std::uint8_t channels = 1;     ///< 1 grey or an index into the palette, 3 red green blue
  std::string palette;           ///< three bytes a colour; empty = none
};
/// REQUIRES: format == png. Nothing when the rows have to be decoded.
std::optional<PngRows> png_rows(const Image& image);

/// How much of the picture's ink is red, 0 … 1: what is neither white nor transparent counts as ink. 1 without any ink.
/// Looks at a sample of the pixels.
double redness(const Image& image);

}  // namespace gongwen::image
