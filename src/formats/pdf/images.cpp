#include "formats/pdf/images.h"

#include <algorithm>

#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

/// Entries all images share (ISO 32000-1 8.9.5).
std::string image_entries(const image::Image& image, int bits = 8) {
  std::string out = "/Type/XObject/Subtype/Image/BitsPerComponent ";
  put_int(out, bits);
  out += "/Width ";
  put_int(out, image.width);
  out += "/Height ";
  put_int(out, image.height);
  return out;
}

/// Whether a JPEG has Adobe's marker APP14: its CMYK samples are then stored inverted.
bool has_adobe_marker(std::string_view jpeg) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(jpeg[i]); };
  for (std::size_t at = 2; at + 4 <= jpeg.size() && byte(at) == 0xFF;) {
    const unsigned marker = byte(at + 1);
    if (marker == 0xDA) return false;  // the scan begins
    const std::size_t length = std::size_t{byte(at + 2)} << 8U | byte(at + 3);
    if (marker == 0xEE && jpeg.substr(at + 4, 5) == "Adobe") return true;
    at += 2 + length;
  }
  return false;
}

/// DeviceCMYK has no place beside an RGB output intent (ISO 19005-2 6.2.4.3); DeviceN over DeviceRGB has, and says how the
/// inks become light: (1 - ink)(1 - black).
std::string cmyk_space(Objects& objects) {
  constexpr std::string_view kInksToLight =
      "{1 exch sub 4 1 roll 1 exch sub 3 index mul 3 1 roll 1 exch sub 3 index mul 3 1 roll"
      " 1 exch sub 3 index mul 3 1 roll 4 3 roll pop}";
  const Ref function = objects.add_stream("/FunctionType 4/Domain[0 1 0 1 0 1 0 1]/Range[0 1 0 1 0 1]",
                                          std::string(kInksToLight));
  std::string out = "[/DeviceN[/Cyan/Magenta/Yellow/Black]/DeviceRGB ";
  put_ref(out, function);
  out += ']';
  return out;
}

}  // namespace

std::size_t Images::use(const std::shared_ptr<const image::Image>& image) {
  const auto known = std::find_if(written_.begin(), written_.end(), [&](const Written& w) { return w.image == image.get(); });
  if (known != written_.end()) return static_cast<std::size_t>(known - written_.begin());
  written_.push_back({image.get(), image->format == image::Format::png ? write_png(*image) : write_jpeg(*image)});
  return written_.size() - 1;
}

/// Rows as the PNG has them: PDF's predictor 15 is PNG's filters (ISO 32000-1 7.4.4.4).
Ref Images::write_png_rows(const image::Image& image, image::PngRows rows) {
  std::string entries = image_entries(image, rows.bits) + "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors ";
  put_int(entries, rows.channels);
  entries += "/BitsPerComponent ";
  put_int(entries, rows.bits);
  entries += "/Columns ";
  put_int(entries, image.width);
  entries += ">>/ColorSpace";
  if (!rows.palette.empty()) {
    entries += "[/Indexed/DeviceRGB ";
    put_int(entries, static_cast<std::int64_t>(rows.palette.size() / 3) - 1);
    entries += '<';
    static constexpr char kHex[] = "0123456789ABCDEF";
    for (const char c : rows.palette) {
      entries += kHex[static_cast<unsigned char>(c) >> 4U];
      entries += kHex[static_cast<unsigned char>(c) & 15U];
    }
    entries += ">]";
  } else {
    entries += rows.channels == 3 ? "/DeviceRGB" : "/DeviceGray";
  }
  return objects_.add_stream(std::move(entries), std::move(rows.zlib));
}

Ref Images::write_png(const image::Image& image) {
  if (auto rows = image::png_rows(image)) return write_png_rows(image, std::move(*rows));
  const auto pixels = image::decode_png(image);
  if (!pixels) throw Error("图片已损坏，无法解码（PNG）");
  std::string entries = image_entries(image);
  entries += pixels->colour == image::Colour::grey ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceRGB";
  if (!pixels->alpha.empty()) {
    const Ref mask = objects_.add_deflated(image_entries(image) + "/ColorSpace/DeviceGray", pixels->alpha);
    entries += "/SMask ";
    put_ref(entries, mask);
  }
  return objects_.add_deflated(std::move(entries), pixels->samples);
}

Ref Images::write_jpeg(const image::Image& image) {
  std::string entries = image_entries(image) + "/Filter/DCTDecode/ColorSpace";
  switch (image.colour) {
    case image::Colour::grey: entries += "/DeviceGray"; break;
    case image::Colour::rgb: entries += "/DeviceRGB"; break;
    case image::Colour::cmyk:
      entries += cmyk_space(objects_);
      if (has_adobe_marker(image.bytes)) entries += "/Decode[1 0 1 0 1 0 1 0]";
      break;
  }
  return objects_.add_stream(std::move(entries), image.bytes);
}

std::string Images::resources() const {
  std::string out;
  for (std::size_t i = 0; i < written_.size(); ++i) {
    out += "/I";
    put_int(out, static_cast<std::int64_t>(i));
    out += ' ';
    put_ref(out, written_[i].ref);
  }
  return out;
}

}  // namespace gongwen::pdf
