#include "support/fault_env.h"

#include "foundation/base/diagnostic.h"

namespace gongwen::test {

class FaultFile final : public OutFile {
 public:
  FaultFile(FaultEnv& env, std::unique_ptr<OutFile> inner, std::string name) : env_(env), inner_(std::move(inner)), name_(std::move(name)) {}
  void write(std::string_view bytes) override {
    env_.step("write " + name_);
    env_.take_space(bytes.size());
    inner_->write(bytes);
  }
  void sync() override {
    env_.step("sync " + name_);
    inner_->sync();
  }
  void close() override {
    env_.step("close " + name_);
    inner_->close();
  }

 private:
  FaultEnv& env_;
  std::unique_ptr<OutFile> inner_;
  std::string name_;
};

FaultEnv::FaultEnv(Env& inner, std::uint64_t seed) : inner_(inner), generator_(seed) {}

void FaultEnv::fail_from(std::uint64_t n, bool once) {
  const std::lock_guard held(lock_);
  writes_ = 0;
  fail_at_ = n;
  once_ = once;
}

void FaultEnv::disk_space(std::uint64_t bytes) {
  const std::lock_guard held(lock_);
  space_ = bytes;
}

void FaultEnv::heal() {
  fail_from(0);
  disk_space(UINT64_MAX);
}

void FaultEnv::step(const std::string& what) {
  const std::lock_guard held(lock_);
  ++writes_;
  const bool fails = fail_at_ > 0 && (once_ ? writes_ == fail_at_ : writes_ >= fail_at_);
  trace_.push_back((fails ? "FAIL " : "") + what);
  if (fails) throw Error(what + " 失败：磁盘已满（测试）");
}

void FaultEnv::take_space(std::uint64_t bytes) {
  const std::lock_guard held(lock_);
  if (bytes > space_) throw Error("写入失败：磁盘已满（测试）");
  if (space_ != UINT64_MAX) space_ -= bytes;
}

std::unique_ptr<OutFile> FaultEnv::open_for_write(const fs::path& path, WriteMode mode) {
  step("open " + path.string());
  return std::make_unique<FaultFile>(*this, inner_.open_for_write(path, mode), path.string());
}
void FaultEnv::create_dirs(const fs::path& path) {
  step("create_dirs " + path.string());
  inner_.create_dirs(path);
}
void FaultEnv::rename(const fs::path& from, const fs::path& to) {
  step("rename " + from.string() + " → " + to.string());
  inner_.rename(from, to);
}
void FaultEnv::remove(const fs::path& path) {
  step("remove " + path.string());
  inner_.remove(path);
}
void FaultEnv::sync_dir(const fs::path& path) {
  step("sync_dir " + path.string());
  inner_.sync_dir(path);
}

void FaultEnv::random(std::span<std::uint8_t> out) {
  const std::lock_guard held(lock_);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(generator_() & 0xFFU);
}

std::optional<std::string> FaultEnv::variable(const std::string& name) {
  const auto it = variables_.find(name);
  if (it == variables_.end()) return std::nullopt;
  return it->second;
}

}  // namespace gongwen::test
