#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "foundation/base/env.h"
#include "support/fault_env.h"

namespace gongwen::test {

/// The real disk, and beside it a notebook of everything that was asked of it, from which the disk can be made as a power cut at any
/// moment may leave it. What a file system promises is little: a file's bytes are there once it was fsynced, a name once its folder was.
/// Clock and randomness are those of a FaultEnv. Safe from several threads.
class PowerEnv final : public Env {
 public:
  /// Takes down what lies in `folder` as safely on the disk and notes every change below it from now on.
  void begin(const fs::path& folder);
  std::size_t steps() const noexcept { return notes_.size(); }
  std::string told(std::size_t step) const;               ///< "rename a → b", for messages

  /// What is left when the power goes before step `n`.
  /// names_last  false: names whose folder was not fsynced since are as before. True: names are as they were last seen (a journal
  ///             of the file system kept them), but bytes that were not fsynced are gone all the same: such files are empty.
  void after_cut(std::size_t n, bool names_last, const fs::path& into) const;

  /// Renames of files that were not fsynced before, as `told`. A name must never come to stand for bytes that may vanish.
  std::vector<std::string> hasty_renames() const;

  FaultEnv& settings() noexcept { return inner_; }

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
  Instant now() override { return inner_.now(); }
  void random(std::span<std::uint8_t> out) override { inner_.random(out); }
  std::optional<std::string> variable(const std::string& name) override { return inner_.variable(name); }
  fs::path executable() override { return inner_.executable(); }

 private:
  friend class PowerFile;
  struct Note {
    enum class Kind : std::uint8_t { open, write, sync, folder, rename, remove, sync_folder } kind;
    fs::path path, to;
    std::string bytes;
  };
  struct Inode { std::string bytes; std::string safe; };
  struct Disk {
    std::map<fs::path, std::shared_ptr<Inode>> names, safe_names;   // null: a folder
    void take(const Note& note);
  };
  void note(Note::Kind kind, const fs::path& path, const fs::path& to = {}, std::string bytes = {});
  Disk disk_at(std::size_t n) const;

  FaultEnv inner_;
  fs::path folder_;
  std::map<fs::path, std::string> begun_;      // files at the beginning
  std::set<fs::path> begun_folders_;
  std::mutex lock_;                            // over notes_: groups are written by several threads
  std::vector<Note> notes_;
};

}  // namespace gongwen::test
