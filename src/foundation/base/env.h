#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"

namespace gongwen {

namespace fs = std::filesystem;

/// A file's bytes, mapped read-only or held in memory. The view lives as long as the object.
class FileBytes {
 public:
  FileBytes() = default;
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  virtual ~FileBytes() = default;
  virtual std::string_view view() const noexcept = 0;
};

/// A file being written. Nothing is promised about its content before `sync` and `close` have returned.
class OutFile {
 public:
  OutFile() = default;
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;
  virtual ~OutFile() = default;       ///< closes, ignoring errors; the caller that cares calls close()
  virtual void write(std::string_view bytes) = 0;
  virtual void sync() = 0;            ///< fsync
  virtual void close() = 0;
};

/// Held while the object lives.
class FileLock {
 public:
  FileLock() = default;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  virtual ~FileLock() = default;
};

enum class WriteMode : std::uint8_t { replace, create_new, append };

/// The only door to files, the clock, randomness and the process environment (DESIGN 2).
///
/// Errors every function throws Error with the file and the system's reason ("写入 out/a.pdf 失败：设备上没有空间").
/// Threads the real Env may be used from several threads at once.
class Env {
 public:
  Env() = default;
  Env(const Env&) = delete;
  Env& operator=(const Env&) = delete;
  virtual ~Env() = default;

  virtual bool exists(const fs::path& path) = 0;
  virtual bool is_dir(const fs::path& path) = 0;
  virtual bool is_link(const fs::path& path) = 0;             ///< a symbolic link; all else here follows them
  /// Absolute, every link on the way followed, as far as there is something.
  virtual fs::path real_path(const fs::path& path) = 0;
  virtual std::uint64_t file_size(const fs::path& path) = 0;
  virtual std::string read_file(const fs::path& path) = 0;
  /// Mapped where the system can; for big, read-only files (fonts, bundles).
  virtual std::shared_ptr<const FileBytes> map_file(const fs::path& path) = 0;
  /// Names (not paths) of a folder's entries, sorted by bytes.
  virtual std::vector<std::string> list_dir(const fs::path& path) = 0;

  virtual std::unique_ptr<OutFile> open_for_write(const fs::path& path, WriteMode mode) = 0;
  virtual void create_dirs(const fs::path& path) = 0;
  virtual void rename(const fs::path& from, const fs::path& to) = 0;
  virtual void remove(const fs::path& path) = 0;              ///< a file, a link or an empty folder; absent is fine
  virtual void sync_dir(const fs::path& path) = 0;            ///< fsync of the folder itself
  /// An exclusive advisory lock on `path` (created when absent), or null when another process holds it.
  virtual std::unique_ptr<FileLock> try_lock(const fs::path& path) = 0;

  virtual Instant now() = 0;
  virtual void random(std::span<std::uint8_t> out) = 0;       ///< fit for keys and salts
  virtual std::optional<std::string> variable(const std::string& name) = 0;
  /// The running program's own file, or an empty path.
  virtual fs::path executable() = 0;
};

/// The process's own Env: POSIX files, CLOCK_REALTIME, getrandom. One object; lives for the whole run.
Env& real_env();

/// Writes `bytes` under a temporary name beside `path` and renames it into place: readers see the old file or the new one,
/// never a half. With `durable`, the file and its folder are fsynced before it returns.
/// Errors Error; the temporary file is removed, the old file stays as it was.
void write_file_atomic(Env& env, const fs::path& path, std::string_view bytes, bool durable = false);

/// The calling thread's CPU time, for the figures that benchmarks and the demo print. Never an input to any output file.
double thread_cpu_seconds() noexcept;

}  // namespace gongwen
