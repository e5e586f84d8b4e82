#include "foundation/base/env.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

#include "foundation/base/diagnostic.h"

namespace gongwen {
namespace {

/// The reasons a user meets, in the user's language; anything else as the system says it.
std::string reason(int error) {
  switch (error) {
    case ENOSPC: return "磁盘已满";
    case EDQUOT: return "超出磁盘配额";
    case EACCES:
    case EPERM: return "没有权限";
    case ENOENT: return "没有这个文件或文件夹";
    case EISDIR: return "这是一个文件夹";
    case ENOTDIR: return "路径中有一段不是文件夹";
    case EEXIST: return "已经存在";
    case EROFS: return "文件系统是只读的";
    case EIO: return "输入输出错误";
    case EFBIG: return "文件太大";
    case ENAMETOOLONG: return "文件名太长";
    case EMFILE:
    case ENFILE: return "打开的文件太多";
    case EBUSY: return "正被占用";
    case ENOTEMPTY: return "文件夹不是空的";
    case EINVAL: return "名称或参数不能用";
    default: return "系统错误 " + std::to_string(error) + "（" + std::system_category().message(error) + "）";
  }
}

[[noreturn]] void fail(const char* what, const fs::path& path, int error = errno) {
  throw Error(std::string(what) + " " + path.string() + " 失败：" + reason(error));
}

/// A file descriptor that closes itself.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { if (fd_ >= 0) ::close(fd_); }
  int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

Fd open_fd(const char* what, const fs::path& path, int flags) {
  int fd = -1;
  do fd = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
  while (fd < 0 && errno == EINTR);
  if (fd < 0) fail(what, path);
  return Fd(fd);
}

class Mapped final : public FileBytes {
 public:
  Mapped(void* at, std::size_t size) : at_(at), size_(size) {}
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  ~Mapped() override { if (at_ != nullptr) ::munmap(at_, size_); }
  std::string_view view() const noexcept override { return {static_cast<const char*>(at_), size_}; }

 private:
  void* at_;
  std::size_t size_;
};

class PosixOut final : public OutFile {
 public:
  PosixOut(int fd, fs::path path) : fd_(fd), path_(std::move(path)) {}
  PosixOut(const PosixOut&) = delete;
  PosixOut& operator=(const PosixOut&) = delete;
  ~PosixOut() override { if (fd_ >= 0) ::close(fd_); }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("写入", path_);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void sync() override { if (::fsync(fd_) != 0) fail("落盘", path_); }
  void close() override {
    const int fd = std::exchange(fd_, -1);
    if (fd >= 0 && ::close(fd) != 0) fail("关闭", path_);
  }

 private:
  int fd_;
  fs::path path_;
};

class PosixLock final : public FileLock {
 public:
  explicit PosixLock(int fd) : fd_(fd) {}

 private:
  Fd fd_;
};

class PosixEnv final : public Env {
 public:
  bool exists(const fs::path& path) override {
    struct stat s {};
    return ::stat(path.c_str(), &s) == 0;
  }
  bool is_dir(const fs::path& path) override {
    struct stat s {};
    return ::stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
  }
  bool is_link(const fs::path& path) override {
    struct stat s {};
    return ::lstat(path.c_str(), &s) == 0 && S_ISLNK(s.st_mode);
  }
  fs::path real_path(const fs::path& path) override {
    std::error_code ec;
    fs::path out = fs::weakly_canonical(fs::absolute(path, ec), ec);
    if (ec) fail("读取", path, ec.value());
    return out;
  }
  std::uint64_t file_size(const fs::path& path) override {
    struct stat s {};
    if (::stat(path.c_str(), &s) != 0) fail("读取", path);
    return static_cast<std::uint64_t>(s.st_size);
  }
  std::string read_file(const fs::path& path) override {
    const Fd fd = open_fd("读取", path, O_RDONLY);
    struct stat s {};
    if (::fstat(fd.get(), &s) != 0) fail("读取", path);
    if (S_ISDIR(s.st_mode)) fail("读取", path, EISDIR);
    std::string out(static_cast<std::size_t>(s.st_size), '\0');
    std::size_t have = 0;
    for (;;) {
      if (have == out.size()) out.resize(out.size() + 4096);  // pipes and /proc files say size 0; one more read finds the end
      const ssize_t n = ::read(fd.get(), out.data() + have, out.size() - have);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail("读取", path);
      if (n == 0) break;
      have += static_cast<std::size_t>(n);
    }
    out.resize(have);
    return out;
  }
  std::shared_ptr<const FileBytes> map_file(const fs::path& path) override {
    const Fd fd = open_fd("读取", path, O_RDONLY);
    struct stat s {};
    if (::fstat(fd.get(), &s) != 0) fail("读取", path);
    if (S_ISDIR(s.st_mode)) fail("读取", path, EISDIR);
    const auto size = static_cast<std::size_t>(s.st_size);
    if (size == 0) return std::make_shared<Mapped>(nullptr, 0);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (at == MAP_FAILED) fail("读取", path);
    return std::make_shared<Mapped>(at, size);
  }
  std::vector<std::string> list_dir(const fs::path& path) override {
    std::error_code ec;
    std::vector<std::string> out;
    for (fs::directory_iterator it(path, ec), end; !ec && it != end; it.increment(ec)) out.push_back(it->path().filename().string());
    if (ec) fail("列出", path, ec.value());
    std::sort(out.begin(), out.end());
    return out;
  }
  std::unique_ptr<OutFile> open_for_write(const fs::path& path, WriteMode mode) override {
    int flags = O_WRONLY | O_CREAT;
    if (mode == WriteMode::replace) flags |= O_TRUNC;
    if (mode == WriteMode::create_new) flags |= O_EXCL;
    if (mode == WriteMode::append) flags |= O_APPEND;
    return std::make_unique<PosixOut>(open_fd("写入", path, flags).release(), path);
  }
  void create_dirs(const fs::path& path) override {
    std::error_code ec;
    fs::create_directories(path, ec);
    if (ec) fail("建立文件夹", path, ec.value());
  }
  void rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("改名为", to);
  }
  void remove(const fs::path& path) override {
    std::error_code ec;
    fs::remove(path, ec);
    if (ec) fail("删除", path, ec.value());
  }
  void sync_dir(const fs::path& path) override {
    const Fd fd = open_fd("落盘", path.empty() ? fs::path(".") : path, O_RDONLY | O_DIRECTORY);
    if (::fsync(fd.get()) != 0) fail("落盘", path);
  }
  std::unique_ptr<FileLock> try_lock(const fs::path& path) override {
    Fd fd = open_fd("加锁", path, O_RDWR | O_CREAT);
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) return nullptr;
      fail("加锁", path);
    }
    return std::make_unique<PosixLock>(fd.release());
  }
  Instant now() override {
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return {t.tv_sec, static_cast<std::uint32_t>(t.tv_nsec)};
  }
  void random(std::span<std::uint8_t> out) override {
    while (!out.empty()) {
      const ssize_t n = ::getrandom(out.data(), out.size(), 0);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw Error("取随机数失败：" + reason(errno));
      out = out.subspan(static_cast<std::size_t>(n));
    }
  }
  std::optional<std::string> variable(const std::string& name) override {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  }
  fs::path executable() override {
    std::error_code ec;
    const fs::path self = fs::read_symlink("/proc/self/exe", ec);
    return ec ? fs::path() : self;
  }
};

}  // namespace

Env& real_env() {
  static PosixEnv env;
  return env;
}

void write_file_atomic(Env& env, const fs::path& path, std::string_view bytes, bool durable) {
  static std::atomic<std::uint64_t> counter{0};  // only makes names of this process unique; never part of any output
  const fs::path folder = path.parent_path();
  const fs::path temporary =
      folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".tmp");
  try {
    const auto out = env.open_for_write(temporary, WriteMode::replace);
    out->write(bytes);
    if (durable) out->sync();
    out->close();
    env.rename(temporary, path);
  } catch (const Error&) {
    try {
      env.remove(temporary);
    } catch (const Error&) {  // the first failure is the one to tell
    }
    throw;
  }
  if (durable) env.sync_dir(folder);
}

double thread_cpu_seconds() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

}  // namespace gongwen
