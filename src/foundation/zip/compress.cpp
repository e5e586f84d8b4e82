#include <libdeflate.h>
#include <zlib.h>

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
  // zlib itself: its inflate works piece by piece, so a stream that does not tell its size cannot fill the memory.
  z_stream z{};
  if (inflateInit(&z) != Z_OK) throw Error("解压失败：内存不够");
  struct End {
    z_stream& z;
    ~End() { inflateEnd(&z); }
  } end{z};
  // NOLINTNEXTLINE: zlib's bytes are unsigned char and its input pointer is not const
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stream.data()));
  z.avail_in = static_cast<uInt>(stream.size());
  std::string out;
  std::array<char, 16384> part{};
  for (;;) {
    z.next_out = reinterpret_cast<Bytef*>(part.data());  // NOLINT: as above
    z.avail_out = static_cast<uInt>(part.size());
    const int result = ::inflate(&z, Z_NO_FLUSH);
    out.append(part.data(), part.size() - z.avail_out);
    if (out.size() > limit || (result != Z_OK && result != Z_STREAM_END)) return std::nullopt;
    if (result == Z_STREAM_END) return out;
  }
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t seed) noexcept { return libdeflate_crc32(seed, bytes.data(), bytes.size()); }

Compressed precompress(std::string_view bytes, int level) { return {deflate(bytes, level), crc32(bytes), bytes.size()}; }

std::pair<std::string, std::string> compression_library() { return {"libdeflate", LIBDEFLATE_VERSION_STRING}; }

}  // namespace gongwen::zip
