#pragma once

// A folder written under another name beside its place and renamed at the end: whoever looks sees it whole or not at all. Private to
// the room.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/env.h"
#include "trust/archive/manifest_internal.h"

namespace gongwen::archive {

class Staging {
 public:
  /// REQUIRES: nothing lies at `place`.
  Staging(Env& env, fs::path place);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging();   ///< takes everything back unless `commit` was reached

  /// A new file, with the folders above it. `path` is relative, '/' between its parts.
  void put(const std::string& path, std::string_view bytes);
  std::string read(const std::string& path) { return env_.read_file(folder_ / path); }
  bool has(const std::string& path) const { return files_.contains(path); }
  /// Digests of every file so far.
  const Manifest& files() const noexcept { return files_; }
  std::uint64_t bytes() const noexcept { return bytes_; }
  const fs::path& folder() const noexcept { return folder_; }
  void commit();

 private:
  Env& env_;
  fs::path place_, folder_;
  Manifest files_;
  std::set<fs::path> folders_;   // made here
  std::uint64_t bytes_ = 0;
  bool done_ = false;
};

}  // namespace gongwen::archive
