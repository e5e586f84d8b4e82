#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <memory>

#include "foundation/zip/zip.h"

namespace gongwen::zip {
namespace {

struct FreeCompressor { void operator()(libdeflate_compressor* c) const noexcept { libdeflate_free_compressor(c); } };
struct FreeDecompressor { void operator()(libdeflate_decompressor* d) const noexcept { libdeflate_free_decompressor(d); } };

/// One compressor a level and thread: making one costs more than compressing a small part with it.
libdeflate_compressor& compressor(int level) {
  thread_local std::array<std::unique_ptr<libdeflate_compressor, FreeCompressor>, 13> made;
  const auto index = static_cast<std::size_t>(std::clamp(level, 1, 12));
  auto& one = made[index];
  if (!one) one.reset(libdeflate_alloc_compressor(static_cast<int>(index)));
  if (!one) throw Error("压缩失败：内存不够");
  return *one;
}

libdeflate_decompressor& decompressor() {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> made(libdeflate_alloc_decompressor());
  if (!made) throw Error("解压失败：内存不够");
  return *made;
}

}  // namespace

std::string deflate(std::string_view bytes, int level) {
  auto& c = compressor(level);
  std::string out(libdeflate_deflate_compress_bound(&c, bytes.size()), '\0');
  out.resize(libdeflate_deflate_compress(&c, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

std::string zlib_compress(std::string_view bytes, int level) {
  auto& c = compressor(level);
  std::string out(libdeflate_zlib_compress_bound(&c, bytes.size()), '\0');
  out.resize(libdeflate_zlib_compress(&c, bytes.data(), bytes.size(), out.data(), out.size()));
  return out;
}

std::optional<std::string> inflate(std::string_view raw, std::uint64_t size) {
  std::string out(size, '\0');
  std::size_t used = 0;
  std::size_t made = 0;
  const auto result = libdeflate_deflate_decompress_ex(&decompressor(), raw.data(), raw.size(), out.data(), out.size(), &used, &made);
  if (result != LIBDEFLATE_SUCCESS || made != size || used != raw.size()) return std::nullopt;
  return out;
}

std::optional<std::string> zlib_decompress(std::string_view stream, std::uint64_t limit) {
  // The size is not known: begin with a likely one and grow to the limit.
  for (std::uint64_t room = std::min<std::uint64_t>(limit, std::max<std::uint64_t>(stream.size() * 4, 4096));; room = std::min(limit, room * 4)) {
    std::string out(room, '\0');
    std::size_t made = 0;
    const auto result = libdeflate_zlib_decompress(&decompressor(), stream.data(), stream.size(), out.data(), out.size(), &made);
    if (result == LIBDEFLATE_SUCCESS) {
      out.resize(made);
      return out;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room == limit) return std::nullopt;
  }
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t seed) noexcept { return libdeflate_crc32(seed, bytes.data(), bytes.size()); }

Compressed precompress(std::string_view bytes, int level) { return {deflate(bytes, level), crc32(bytes), bytes.size()}; }

std::pair<std::string, std::string> compression_library() { return {"libdeflate", LIBDEFLATE_VERSION_STRING}; }

}  // namespace gongwen::zip
