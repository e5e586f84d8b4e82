#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "foundation/base/env.h"

namespace gongwen::test {

/// The real Env with a clock that stands still, random numbers from a seed, variables of its own, and write-like calls that can be
/// made to fail. Write-like: open_for_write, write, sync, close, rename, remove, create_dirs, sync_dir.
///
/// Reading works as ever. Safe from several threads.
class FaultEnv final : public Env {
 public:
  explicit FaultEnv(Env& inner = real_env(), std::uint64_t seed = 1);

  /// The n-th write-like call from now (from 1) and, unless `once`, every one after it fails with Error. 0: none.
  void fail_from(std::uint64_t n, bool once = false);
  /// Bytes that may still be written before writes fail as on a full disk.
  void disk_space(std::uint64_t bytes);
  void heal();
  std::uint64_t writes() const noexcept { return writes_; }        ///< write-like calls since the last fail_from or heal
  const std::vector<std::string>& trace() const noexcept { return trace_; }
  void clear_trace() { trace_.clear(); }

  void set_now(Instant now) { now_ = now; }
  void set_variable(const std::string& name, const std::string& value) { variables_[name] = value; }

  bool exists(const fs::path& path) override { return inner_.exists(path); }
  bool is_dir(const fs::path& path) override { return inner_.is_dir(path); }
  bool is_link(const fs::path& path) override { return inner_.is_link(path); }
  fs::path real_path(const fs::path& path) override { return inner_.real_path(path); }
  std::uint64_t file_size(const fs::path& path) override { return inner_.file_size(path); }
  std::string read_file(const fs::path& path) override { return inner_.read_file(path); }
  std::shared_ptr<const FileBytes> map_file(const fs::path& path) override { return inner_.map_file(path); }
  std::vector<std::string> list_dir(const fs::path& path) override { return inner_.list_dir(path); }
  std::unique_ptr<OutFile> open_for_write(const fs::path& path, WriteMode mode) override;
  void create_dirs(const fs::path& path) override;
  void rename(const fs::path& from, const fs::path& to) override;
  void remove(const fs::path& path) override;
  void sync_dir(const fs::path& path) override;
  std::unique_ptr<FileLock> try_lock(const fs::path& path) override { return inner_.try_lock(path); }
  Instant now() override { return now_; }
  void random(std::span<std::uint8_t> out) override;
  std::optional<std::string> variable(const std::string& name) override;
  fs::path executable() override { return inner_.executable(); }

 private:
  friend class FaultFile;
  /// Counts a write-like call, notes it, and throws when its turn to fail has come.
  void step(const std::string& what);
  void take_space(std::uint64_t bytes);

  Env& inner_;
  std::mutex lock_;
  std::mt19937_64 generator_;
  std::map<std::string, std::string> variables_;
  std::vector<std::string> trace_;
  Instant now_{1'795'478'400, 0};          // 2026-11-24T00:00:00Z
  std::uint64_t writes_ = 0;
  std::uint64_t fail_at_ = 0;
  std::uint64_t space_ = UINT64_MAX;
  bool once_ = false;
};

}  // namespace gongwen::test
