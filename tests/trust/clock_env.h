#pragma once

#include "foundation/base/env.h"

namespace gongwen::test {

/// The process's own Env with a clock that stands still until it is moved.
class ClockEnv final : public Env {
 public:
  explicit ClockEnv(Instant at) : at_(at) {}
  void set(Instant at) { at_ = at; }

  bool exists(const fs::path& path) override { return real_env().exists(path); }
  bool is_dir(const fs::path& path) override { return real_env().is_dir(path); }
  bool is_link(const fs::path& path) override { return real_env().is_link(path); }
  fs::path real_path(const fs::path& path) override { return real_env().real_path(path); }
  std::uint64_t file_size(const fs::path& path) override { return real_env().file_size(path); }
  std::string read_file(const fs::path& path) override { return real_env().read_file(path); }
  std::shared_ptr<const FileBytes> map_file(const fs::path& path) override { return real_env().map_file(path); }
  std::vector<std::string> list_dir(const fs::path& path) override { return real_env().list_dir(path); }
  std::unique_ptr<OutFile> open_for_write(const fs::path& path, WriteMode mode) override { return real_env().open_for_write(path, mode); }
  void create_dirs(const fs::path& path) override { real_env().create_dirs(path); }
  void rename(const fs::path& from, const fs::path& to) override { real_env().rename(from, to); }
  void remove(const fs::path& path) override { real_env().remove(path); }
  void sync_dir(const fs::path& path) override { real_env().sync_dir(path); }
  std::unique_ptr<FileLock> try_lock(const fs::path& path) override { return real_env().try_lock(path); }
  Instant now() override { return at_; }
  void random(std::span<std::uint8_t> out) override { real_env().random(out); }
  std::optional<std::string> variable(const std::string& name) override { return real_env().variable(name); }
  fs::path executable() override { return real_env().executable(); }

 private:
  Instant at_;
};

/// 2026-03-02T01:02:03Z
inline constexpr Instant kMarch{1'772'413'323, 0};

}  // namespace gongwen::test
