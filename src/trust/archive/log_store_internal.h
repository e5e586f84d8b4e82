#pragma once

// The log's files (C2SP tlog-tiles): entries in bundles of 256, hashes in tiles of 256. Private to the room.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "foundation/base/env.h"
#include "trust/archive/log.h"

namespace gongwen::archive {

/// Reads and extends the log of one size. What cannot be read sets `fault` and gives zeros; whoever asks looks at it after.
/// Not thread-safe.
class LogStore {
 public:
  LogStore(Env& env, fs::path folder, std::uint64_t size) : env_(env), folder_(std::move(folder)), size_(size) {}

  std::uint64_t size() const noexcept { return size_; }
  /// Path of the first file that was missing or damaged, below the log's folder; empty when all was well.
  const std::string& fault() const noexcept { return fault_; }

  /// Entries [first, first + count), clipped to the size.
  std::vector<std::string> entries(std::uint64_t first, std::uint64_t count);
  Hash root();
  /// The root over leaves [first, end), from the tiles. REQUIRES: a range that RFC 9162's splitting gives.
  Hash range_root(std::uint64_t first, std::uint64_t end);
  RangeRoot range_root() { return [this](std::uint64_t first, std::uint64_t end) { return range_root(first, end); }; }

  /// Partial tiles, also those of older sizes, that are not the beginning of what the log holds now; paths below the log's folder.
  /// What goes beyond the log's size is not looked at: a stopped writer may have left it. REQUIRES: the root is that of the checkpoint.
  std::vector<std::string> strange_partials();

  /// Writes entries and hashes, durably; the log's size grows. Nothing counts before the checkpoint has been written.
  /// Errors Error; the store is then not to be used again.
  void append(std::span<const std::string> entries);
  /// Removes the partial tiles of those tiles that were filled since the tree had `old_size` leaves; until then readers of an
  /// older checkpoint need them (C2SP tlog-tiles). Failing to is harmless.
  void drop_partials_of(std::uint64_t old_size);

 private:
  void look_into(const std::string& name, const std::string& below, std::vector<std::string>& out);
  bool begins_alike(const std::string& name, std::uint64_t index, std::uint64_t width, std::string_view bytes);
  const std::string& tile(unsigned level, std::uint64_t index);
  Hash stored(unsigned level, std::uint64_t index);
  std::string bundle(std::uint64_t index);
  std::string read(const std::string& name, std::uint64_t index, std::uint64_t width, bool full);
  void write(const std::string& name, const std::string& bytes);
  void drop_wider(const std::string& name, std::uint64_t count);
  void break_at(const std::string& path) { if (fault_.empty()) fault_ = path; }

  Env& env_;
  fs::path folder_;
  std::uint64_t size_;
  std::string fault_;
  std::map<std::pair<unsigned, std::uint64_t>, std::string> cache_;        // tiles by level and number
  std::map<std::pair<std::uint64_t, std::uint64_t>, Hash> nodes_;           // roots by first and end leaf
};

/// `x001/x234/067`: a tile's number in groups of three digits. Source C2SP tlog-tiles.
std::string tile_number(std::uint64_t index);

}  // namespace gongwen::archive
