#pragma once

// What can still be proved when verification found differences. Private to the room.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "trust/archive/archive.h"

namespace gongwen::archive {

/// What was found of one logged version.
struct Remains {
  const LogEntry* entry = nullptr;
  bool good = false;              ///< no error
  bool there = false;             ///< a zip could be read at its place
  bool same = false;              ///< it has the digest of its leaf
  bool swapped = false;           ///< it is another version's
  bool sealed = false;            ///< its tag manifest still fits the seal by itself
  std::uint64_t files = 0;        ///< files whose digests were compared
  std::uint64_t bad_files = 0;    ///< of them, those that differ
};

/// Chinese sentences, the archive as a whole first, then each version that is not good.
std::vector<std::string> still_provable(std::span<const Remains> versions, bool log_good, std::uint64_t log_size);

}  // namespace gongwen::archive
