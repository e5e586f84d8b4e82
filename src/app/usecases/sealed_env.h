#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "foundation/base/env.h"

namespace gongwen::usecases {

/// An Env with some files of its own, for reading only: what a bundle and its archive keep, under names the loaders expect.
/// Everything else goes to the Env below, which must outlive it. Threads as the Env below; files are added before it is shared.
class SealedEnv final : public Env {
 public:
  explicit SealedEnv(Env& below) : below_(below) {}
  /// The folder of the files that are added: no such folder is on the disk.
  static fs::path folder() { return "/gongwen-sealed"; }
  void add(const std::string& name, std::string bytes) { files_[folder() / name] = std::make_shared<Held>(std::move(bytes)); }

  bool exists(const fs::path& path) override { return ours(path) ? is_dir(path) || files_.contains(path) : below_.exists(path); }
  bool is_dir(const fs::path& path) override {
    if (!ours(path)) return below_.is_dir(path);
    const auto next = files_.upper_bound(path);
    return next != files_.end() && !next->first.lexically_relative(path).string().starts_with("..");
  }
  bool is_link(const fs::path& path) override { return !ours(path) && below_.is_link(path); }
  fs::path real_path(const fs::path& path) override { return ours(path) ? path : below_.real_path(path); }
  std::uint64_t file_size(const fs::path& path) override { return ours(path) ? found(path)->view().size() : below_.file_size(path); }
  std::string read_file(const fs::path& path) override { return ours(path) ? std::string(found(path)->view()) : below_.read_file(path); }
  std::shared_ptr<const FileBytes> map_file(const fs::path& path) override { return ours(path) ? found(path) : below_.map_file(path); }
  std::vector<std::string> list_dir(const fs::path& path) override { return below_.list_dir(path); }
  std::unique_ptr<OutFile> open_for_write(const fs::path& path, WriteMode mode) override { return below_.open_for_write(path, mode); }
  void create_dirs(const fs::path& path) override { below_.create_dirs(path); }
  void rename(const fs::path& from, const fs::path& to) override { below_.rename(from, to); }
  void remove(const fs::path& path) override { below_.remove(path); }
  void sync_dir(const fs::path& path) override { below_.sync_dir(path); }
  std::unique_ptr<FileLock> try_lock(const fs::path& path) override { return below_.try_lock(path); }
  Instant now() override { return below_.now(); }
  void random(std::span<std::uint8_t> out) override { below_.random(out); }
  std::optional<std::string> variable(const std::string& name) override { return below_.variable(name); }
  fs::path executable() override { return below_.executable(); }

 private:
  struct Held final : FileBytes {
    explicit Held(std::string text) : bytes(std::move(text)) {}
    std::string_view view() const noexcept override { return bytes; }
    std::string bytes;
  };
  static bool ours(const fs::path& path) { return path.native().starts_with(folder().native()); }
  std::shared_ptr<const FileBytes> found(const fs::path& path) const;

  Env& below_;
  std::map<fs::path, std::shared_ptr<const FileBytes>> files_;
};

}  // namespace gongwen::usecases
