#include "foundation/image/image.h"

#include <png.h>

#include <array>
#include <cmath>

#include "foundation/base/codes.h"
#include "foundation/image/decode_internal.h"

namespace gongwen::image {
namespace {

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";
constexpr std::uint64_t kMaxPixels = 100'000'000;

std::uint32_t u8(std::string_view b, std::size_t at) noexcept { return static_cast<unsigned char>(b[at]); }
std::uint32_t be16(std::string_view b, std::size_t at) noexcept { return u8(b, at) << 8U | u8(b, at + 1); }
std::uint32_t be32(std::string_view b, std::size_t at) noexcept { return be16(b, at) << 16U | be16(b, at + 2); }

/// PNG (ISO/IEC 15948): IHDR first, pixels, then chunks up to IEND, each with its checksum.
bool read_png(Image& image) {
  const std::string_view b = image.bytes;
  bool header = false;
  bool pixels = false;
  for (std::size_t at = kPngSignature.size(); at + 12 <= b.size();) {
    const std::uint64_t size = be32(b, at);
    if (at + 12 + size > b.size()) return false;
    const std::string_view type = b.substr(at + 4, 4);
    const std::size_t data = at + 8;
    if (be32(b, data + size) != chunk_crc(b.substr(at + 4, size + 4))) return false;
    if (!header) {
      if (type != "IHDR" || size != 13) return false;
      header = true;
      image.width = be32(b, data);
      image.height = be32(b, data + 4);
      const std::uint32_t colour = u8(b, data + 9);
      image.colour = colour == 0 || colour == 4 ? Colour::grey : Colour::rgb;
      image.alpha = colour == 4 || colour == 6;
    } else if (type == "tRNS") {
      image.alpha = true;
    } else if (type == "pHYs" && size == 9 && u8(b, data + 8) == 1) {
      image.dpi = std::round(be32(b, data) * 0.0254 * 100) / 100;
    } else if (type == "IDAT") {
      pixels = true;
    } else if (type == "IEND") {
      return pixels;
    }
    at += 12 + size;
  }
  return false;
}

/// JPEG (ITU-T T.81): markers up to the frame header for the size, then to the first scan; the file must end with EOI.
bool read_jpeg(Image& image) {
  const std::string_view b = image.bytes;
  bool frame = false;
  for (std::size_t at = 2; at + 4 <= b.size();) {
    if (u8(b, at) != 0xFF) return false;
    const std::uint32_t marker = u8(b, at + 1);
    if (marker == 0xFF) {   // fill byte
      ++at;
      continue;
    }
    const std::uint32_t size = be16(b, at + 2);
    if (size < 2 || at + 2 + size > b.size()) return false;
    const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) {
      // baseline, extended and progressive with Huffman codes; readers of PDF and DOCX know no other (lossless, arithmetic)
      if (marker > 0xC2 || size < 8) return false;
      frame = true;
      image.height = be16(b, at + 5);
      image.width = be16(b, at + 7);
      const std::uint32_t components = u8(b, at + 9);
      image.colour = components == 1 ? Colour::grey : components == 4 ? Colour::cmyk : Colour::rgb;
      if (u8(b, at + 4) != 8 || (components != 1 && components != 3 && components != 4)) return false;
    } else if (marker == 0xE0 && size >= 14 && b.substr(at + 4, 5) == std::string_view("JFIF\0", 5)) {
      const std::uint32_t unit = u8(b, at + 11);
      const double density = be16(b, at + 12);
      image.dpi = unit == 1 ? density : unit == 2 ? density * 2.54 : 0;
    } else if (marker == 0xE1 && size >= 8 && b.substr(at + 4, 6) == std::string_view("Exif\0\0", 6)) {
      image.quarter_turns = quarter_turns_of(b.substr(at + 10, size - 8));
    } else if (marker == 0xDA) {
      return frame && b.rfind("\xFF\xD9") != std::string_view::npos && b.rfind("\xFF\xD9") > at;
    }
    at += 2 + size;
  }
  return false;
}

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
    table[i] = c;
  }
  return table;
}

}  // namespace

std::uint32_t chunk_crc(std::string_view bytes) noexcept {
  static constexpr auto kTable = crc_table();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  return crc ^ 0xFFFFFFFFU;
}

std::shared_ptr<const Image> open(std::string bytes, const Place& place, Diagnostics& out) {
  auto image = std::make_shared<Image>();
  image->bytes = std::move(bytes);
  const std::string_view b = image->bytes;
  const bool png = b.starts_with(kPngSignature);
  if (!png && !b.starts_with("\xFF\xD8\xFF")) {
    out.error(codes::kImageFormat, place, "图片不是 PNG 也不是 JPEG", {"用画图或 WPS 另存为 PNG 或 JPEG"});
    return nullptr;
  }
  image->format = png ? Format::png : Format::jpeg;
  const bool whole = png ? read_png(*image) : read_jpeg(*image);
  if (!whole || image->width == 0 || image->height == 0) {
    out.error(codes::kImageDamaged, place, "图片文件损坏或没有传完", {"重新扫描或重新传一份"});
    return nullptr;
  }
  if (std::uint64_t{image->width} * image->height > kMaxPixels) {
    // Told before the pixels are read: a small file can ask for a great deal of memory.
    out.error(codes::kImageHuge, place, "图片太大（" + std::to_string(image->width) + "×" + std::to_string(image->height) + "，上限 1 亿像素）", {"缩小后再用，300 dpi 足够"});
    return nullptr;
  }
  return image;
}

std::shared_ptr<const Image> open_whole(std::string bytes, const Place& place, Diagnostics& out) {
  auto image = open(std::move(bytes), place, out);
  if (image != nullptr && image->format == Format::jpeg && !read_jpeg_small(*image, nullptr)) {
    out.error(codes::kImageDamaged, place, "图片文件损坏或没有传完", {"重新扫描或重新传一份"});
    return nullptr;
  }
  return image;
}

std::optional<PngRows> png_rows(const Image& image) {
  const std::string_view b = image.bytes;
  if (image.alpha) return std::nullopt;
  PngRows rows;
  std::uint32_t colour_type = 0;
  for (std::size_t at = kPngSignature.size(); at + 12 <= b.size();) {
    const std::size_t size = be32(b, at);
    if (size > b.size() - at - 12) return std::nullopt;
    const std::string_view type = b.substr(at + 4, 4), data = b.substr(at + 8, size);
    if (type == "IHDR" && size == 13) {
      rows.bits = static_cast<std::uint8_t>(u8(data, 8));
      colour_type = u8(data, 9);
      rows.channels = colour_type == 2 ? 3 : 1;
      const bool plain = u8(data, 10) == 0 && u8(data, 11) == 0 && u8(data, 12) == 0;
      if (!plain || rows.bits > 8 || (colour_type != 0 && colour_type != 2 && colour_type != 3)) return std::nullopt;
    } else if (type == "PLTE" && colour_type == 3) {
      rows.palette = data;
    } else if (type == "gAMA" || type == "iCCP" || type == "cHRM") {
      return std::nullopt;   // to be brought to sRGB
    } else if (type == "IDAT") {
      rows.zlib += data;
    }
    at += 12 + size;
  }
  const bool usable = !rows.zlib.empty() && (colour_type != 3 || (!rows.palette.empty() && rows.palette.size() % 3 == 0));
  return usable ? std::optional(std::move(rows)) : std::nullopt;
}

std::optional<Pixels> decode_png(const Image& image) {
  png_image reader{};
  reader.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&reader, image.bytes.data(), image.bytes.size()) == 0) return std::nullopt;
  reader.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;   // 16 bits without gAMA are screen values too, not linear light
  const bool grey = image.colour == Colour::grey;
  const std::size_t channels = (grey ? 1U : 3U) + (image.alpha ? 1U : 0U);
  reader.format = (grey ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB) | (image.alpha ? PNG_FORMAT_FLAG_ALPHA : 0U);
  std::string all(std::size_t{reader.width} * reader.height * channels, '\0');
  const bool good = png_image_finish_read(&reader, nullptr, all.data(), 0, nullptr) != 0;
  png_image_free(&reader);
  if (!good) return std::nullopt;

  Pixels pixels;
  pixels.colour = image.colour;
  if (!image.alpha) {
    pixels.samples = std::move(all);
    return pixels;
  }
  const std::size_t colours = channels - 1;
  const std::size_t count = all.size() / channels;
  pixels.samples.resize(count * colours);
  pixels.alpha.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = 0; k < colours; ++k) pixels.samples[i * colours + k] = all[i * channels + k];
    pixels.alpha[i] = all[i * channels + colours];
  }
  return pixels;
}

}  // namespace gongwen::image
