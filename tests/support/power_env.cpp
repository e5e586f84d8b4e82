#include "support/power_env.h"

#include <utility>

#include "support/files.h"

namespace gongwen::test {

class PowerFile final : public OutFile {
 public:
  PowerFile(PowerEnv& env, std::unique_ptr<OutFile> inner, fs::path path) : env_(env), inner_(std::move(inner)), path_(std::move(path)) {}
  void write(std::string_view bytes) override {
    env_.note(PowerEnv::Note::Kind::write, path_, {}, std::string(bytes));
    inner_->write(bytes);
  }
  void sync() override {
    env_.note(PowerEnv::Note::Kind::sync, path_);
    inner_->sync();
  }
  void close() override { inner_->close(); }

 private:
  PowerEnv& env_;
  std::unique_ptr<OutFile> inner_;
  fs::path path_;
};

void PowerEnv::begin(const fs::path& folder) {
  folder_ = folder;
  begun_.clear();
  begun_folders_.clear();
  notes_.clear();
  if (!fs::exists(folder)) return;
  begun_folders_.insert(folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) begun_folders_.insert(entry.path());
    else begun_.emplace(entry.path(), slurp(entry.path()));
  }
}

void PowerEnv::note(Note::Kind kind, const fs::path& path, const fs::path& to, std::string bytes) {
  const std::lock_guard held(lock_);
  notes_.push_back({kind, path, to, std::move(bytes)});
}

std::string PowerEnv::told(std::size_t step) const {
  static constexpr const char* kWords[] = {"open ", "write ", "sync ", "folder ", "rename ", "remove ", "sync folder "};
  const Note& n = notes_.at(step);
  return kWords[static_cast<std::size_t>(n.kind)] + n.path.string() + (n.to.empty() ? "" : " → " + n.to.string());
}

void PowerEnv::Disk::take(const Note& note) {
  using Kind = Note::Kind;
  switch (note.kind) {
    case Kind::open: {
      auto& inode = names[note.path];
      if (!inode) inode = std::make_shared<Inode>();
      inode->bytes.clear();
      break;
    }
    case Kind::write: names.at(note.path)->bytes += note.bytes; break;
    case Kind::sync: names.at(note.path)->safe = names.at(note.path)->bytes; break;
    case Kind::folder:
      for (fs::path at = note.path; !at.empty() && !names.contains(at) && at != at.root_path(); at = at.parent_path()) names.emplace(at, nullptr);
      break;
    case Kind::rename: {
      const auto inode = names.at(note.path);
      names.erase(note.path);
      names[note.to] = inode;
      break;
    }
    case Kind::remove: names.erase(note.path); break;
    case Kind::sync_folder: {
      std::erase_if(safe_names, [&](const auto& one) { return one.first.parent_path() == note.path && !names.contains(one.first); });
      for (const auto& [path, inode] : names) {
        if (path.parent_path() == note.path) safe_names[path] = inode;
      }
      break;
    }
  }
}

PowerEnv::Disk PowerEnv::disk_at(std::size_t n) const {
  Disk disk;
  for (const fs::path& one : begun_folders_) disk.names.emplace(one, nullptr);
  for (fs::path at = folder_.parent_path(); at != at.root_path(); at = at.parent_path()) disk.names.emplace(at, nullptr);
  for (const auto& [path, bytes] : begun_) disk.names.emplace(path, std::make_shared<Inode>(Inode{bytes, bytes}));
  disk.safe_names = disk.names;
  for (std::size_t i = 0; i < n; ++i) disk.take(notes_[i]);
  return disk;
}

void PowerEnv::after_cut(std::size_t n, bool names_last, const fs::path& into) const {
  const Disk disk = disk_at(n);
  const auto& names = names_last ? disk.names : disk.safe_names;
  fs::remove_all(into);
  for (const auto& [path, inode] : names) {   // folders come before what is in them
    const fs::path relative = path.lexically_relative(folder_);
    if (relative.empty() || *relative.begin() == "..") continue;
    bool reachable = true;
    for (fs::path at = path.parent_path(); at != at.root_path() && reachable; at = at.parent_path()) reachable = names.contains(at);
    if (!reachable) continue;
    if (inode == nullptr) fs::create_directories(into / relative);
    else spill(into / relative, inode->safe);
  }
}

std::vector<std::string> PowerEnv::hasty_renames() const {
  std::vector<std::string> out;
  Disk disk = disk_at(0);
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    if (notes_[i].kind == Note::Kind::rename) {
      const auto inode = disk.names.at(notes_[i].path);
      if (inode && inode->safe != inode->bytes) out.push_back(told(i));
    }
    disk.take(notes_[i]);
  }
  return out;
}

std::unique_ptr<OutFile> PowerEnv::open_for_write(const fs::path& path, WriteMode mode) {
  note(Note::Kind::open, path);
  return std::make_unique<PowerFile>(*this, inner_.open_for_write(path, mode), path);
}
void PowerEnv::create_dirs(const fs::path& path) {
  note(Note::Kind::folder, path);
  inner_.create_dirs(path);
}
void PowerEnv::rename(const fs::path& from, const fs::path& to) {
  note(Note::Kind::rename, from, to);
  inner_.rename(from, to);
}
void PowerEnv::remove(const fs::path& path) {
  note(Note::Kind::remove, path);
  inner_.remove(path);
}
void PowerEnv::sync_dir(const fs::path& path) {
  note(Note::Kind::sync_folder, path);
  inner_.sync_dir(path);
}

}  // namespace gongwen::test
