// JPEG through libjpeg: is the coded data whole, and what colours are in it. Pictures go into papers as they are; this reads
// them at an eighth of their size, which skips most of the work.

// <cstdio> before jpeglib.h, which needs FILE.
#include <cstdio>

#include <jpeglib.h>

#include <csetjmp>

#include "foundation/image/decode_internal.h"

namespace gongwen::image {
namespace {

struct Failure {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void fail(j_common_ptr info) { std::longjmp(reinterpret_cast<Failure*>(info->err)->back, 1); }
void count_warning(j_common_ptr info, int level) {
  if (level < 0) ++info->err->num_warnings;
}
void say_nothing(j_common_ptr /*info*/) {}

}  // namespace

// No object with a destructor lives between setjmp and longjmp: `row` and `pixels` belong to the caller's frames.
static bool read_rows(const Image& image, Pixels* pixels, std::string& row) {
  jpeg_decompress_struct info;
  Failure failure;
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = fail;
  failure.manager.emit_message = count_warning;
  failure.manager.output_message = say_nothing;
  if (setjmp(failure.back) != 0) {
    jpeg_destroy_decompress(&info);
    return false;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(image.bytes.data()), static_cast<unsigned long>(image.bytes.size()));
  jpeg_read_header(&info, TRUE);
  info.scale_num = 1;
  info.scale_denom = 8;
  info.dct_method = JDCT_IFAST;
  if (image.colour == Colour::rgb) info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  row.resize(std::size_t{info.output_width} * static_cast<std::size_t>(info.output_components));
  auto* line = reinterpret_cast<JSAMPLE*>(row.data());
  while (info.output_scanline < info.output_height) {
    jpeg_read_scanlines(&info, &line, 1);
    if (pixels != nullptr) pixels->samples += row;
  }
  jpeg_finish_decompress(&info);
  const bool whole = failure.manager.num_warnings == 0;
  jpeg_destroy_decompress(&info);
  return whole;
}

bool read_jpeg_small(const Image& image, Pixels* pixels) {
  std::string row;
  if (pixels != nullptr) *pixels = Pixels{{}, {}, image.colour};
  return read_rows(image, pixels, row);
}

std::uint8_t quarter_turns_of(std::string_view exif) noexcept {
  if (exif.size() < 14) return 0;
  const bool little = exif.substr(0, 2) == "II";
  if (!little && exif.substr(0, 2) != "MM") return 0;
  const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(exif[i]); };
  const auto u16 = [&](std::size_t i) { return little ? byte(i) | byte(i + 1) << 8U : byte(i) << 8U | byte(i + 1); };
  const auto u32 = [&](std::size_t i) { return little ? u16(i) | u16(i + 2) << 16U : u16(i) << 16U | u16(i + 2); };
  const std::size_t directory = u32(4);
  if (directory + 2 > exif.size()) return 0;
  const std::size_t count = u16(directory);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (entry + 12 > exif.size()) return 0;
    if (u16(entry) != 0x0112) continue;
    switch (u16(entry + 8)) {
      case 3: case 4: return 2;
      case 5: case 6: return 1;
      case 7: case 8: return 3;
      default: return 0;
    }
  }
  return 0;
}

}  // namespace gongwen::image
