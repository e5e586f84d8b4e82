#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/diagnostic.h"

namespace gongwen::zip {

/// zlib stream (RFC 1950) or raw deflate (RFC 1951) by libdeflate; the same bytes for the same input, level and library.
std::string zlib_compress(std::string_view bytes, int level = 6);
std::string deflate(std::string_view bytes, int level = 6);
/// Inflates raw deflate / zlib data to exactly `size` bytes. Nothing when damaged or of another size.
std::optional<std::string> inflate(std::string_view raw, std::uint64_t size);
std::optional<std::string> zlib_decompress(std::string_view stream, std::uint64_t limit);
std::uint32_t crc32(std::string_view bytes, std::uint32_t seed = 0) noexcept;

/// The compressor's name and version as linked, for version.json: {"libdeflate", "1.14"}.
std::pair<std::string, std::string> compression_library();

/// Data compressed beforehand, to be put into many zips: a DOCX's fixed parts.
struct Compressed { std::string raw; std::uint32_t crc = 0; std::uint64_t size = 0; };
Compressed precompress(std::string_view bytes, int level = 6);

/// Writes a zip whose bytes depend on nothing but what is added, in the order added: DOS time 1980-01-01, version 2.0,
/// host Unix (0644), UTF-8 flag only for non-ASCII names, no extra fields, no data descriptors; zip64 only where needed.
/// Not thread-safe; one writer, one zip.
class Writer {
 public:
  enum class Method : std::uint8_t { store, deflate };
  /// Room for a zip of so many bytes, so that it is not moved as it grows.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  /// Names: relative, '/' between parts, no empty, "." or ".." part, no backslash. REQUIRES: not added before (InternalError).
  void add(std::string_view name, std::string_view bytes, Method method = Method::deflate, int level = 6);
  void add(std::string_view name, const Compressed& data);
  /// An entry as it stands in another zip, but for its bytes: they are counted and not held, so that finish() gives the headers and the
  /// directory of the zip alone, one behind the other.
  void add_frame(std::string_view name, std::uint64_t packed, bool stored, std::uint32_t crc, std::uint64_t size);
  /// The finished zip; the writer is empty afterwards.
  std::string finish();

 private:
  struct Entry { std::string name; std::uint32_t crc; std::uint64_t size, packed, offset; std::uint16_t method; };
  void put(std::string_view name, std::string_view packed, std::uint32_t crc, std::uint64_t size, std::uint16_t method);
  void put_header(std::string_view name, std::uint64_t packed, std::uint32_t crc, std::uint64_t size, std::uint16_t method);
  std::string out_;
  std::uint64_t left_out_ = 0;   ///< bytes of entries that are counted only
  std::vector<Entry> entries_;
  std::set<std::string, std::less<>> names_;
};

/// bundle: refuses everything ambiguous: what two readers could understand differently, and what is no plain file.
/// office: what Word, WPS and LibreOffice write is allowed (data descriptors, extra fields, any order, gaps, folder entries, links'
/// attributes ignored), the rest refused as well.
enum class Profile : std::uint8_t { bundle, office };

struct Limits {
  std::uint64_t entry_size = std::uint64_t{1} << 31;   ///< bytes of one inflated entry
  std::uint64_t total_size = std::uint64_t{1} << 33;
  std::uint32_t ratio = 1100;                          ///< inflated : packed (deflate cannot exceed 1032)
  std::uint32_t entries = 100'000;
};

/// A zip held in memory, its directory checked whole when opened. Const and shareable between threads afterwards.
class Reader {
 public:
  struct Entry {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t packed = 0;
    std::uint32_t crc = 0;
    std::uint16_t method = 0;      ///< 0 stored, 8 deflated
    std::uint64_t data_offset = 0;
  };

  /// Opens and checks: end record, central directory, every local header against it, names, overlaps, gaps, limits.
  /// bytes  must outlive the reader.
  /// file   the name shown in places.
  /// Returns the reader, or nothing with every fault found in `out`.
  /// Errors A101 … A119, one per fault (listed in base/codes.h).
  /// Source APPNOTE.TXT 6.3.3 sections 4.3–4.4; DESIGN 8.
  static std::optional<Reader> open(std::string_view bytes, Profile profile, const Place::Name& file, Diagnostics& out,
                                    const Limits& limits = {});

  const std::vector<Entry>& entries() const noexcept { return entries_; }  ///< in the order of the central directory
  const Entry* find(std::string_view name) const noexcept;
  /// The entry's content, CRC checked. Nothing, with the fault in `out`, when damaged.
  std::optional<std::string> read(const Entry& entry, Diagnostics& out) const;
  /// Like read, without a copy, for stored entries; checks the CRC.
  std::optional<std::string_view> view(const Entry& entry, Diagnostics& out) const;

 private:
  Reader() = default;
  std::string_view bytes_;
  Place::Name file_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_name_;
};

}  // namespace gongwen::zip
