#include "trust/archive/mirror.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/mirror_internal.h"
#include "trust/archive/writing_internal.h"

namespace gongwen::archive {

std::map<std::string, std::string> log_files(std::span<const std::string> entries) {
  constexpr std::size_t kWidth = 256;
  std::map<std::string, std::string> out;
  const auto put = [&](const std::string& folder, std::size_t tile, std::size_t width, std::string bytes) {
    out.emplace("tile/" + folder + "/" + tile_number(tile) + (width == kWidth ? "" : ".p/" + std::to_string(width)), std::move(bytes));
  };
  std::vector<Hash> hashes;
  for (std::size_t first = 0; first < entries.size(); first += kWidth) {
    const std::size_t width = std::min(kWidth, entries.size() - first);
    std::string bytes;
    for (const std::string& entry : entries.subspan(first, width)) {
      bytes += static_cast<char>(entry.size() >> 8U);
      bytes += static_cast<char>(entry.size() & 0xFFU);
      bytes += entry;
      hashes.push_back(leaf_hash(entry));
    }
    put("entries", first / kWidth, width, std::move(bytes));
  }
  for (unsigned level = 0; !hashes.empty(); ++level) {
    std::vector<Hash> above;
    for (std::size_t first = 0; first < hashes.size(); first += kWidth) {
      const std::span<const Hash> tile = std::span<const Hash>(hashes).subspan(first, std::min(kWidth, hashes.size() - first));
      std::string bytes;
      for (const Hash& hash : tile) bytes += sign::bytes_of(hash);
      put(std::to_string(level), first / kWidth, tile.size(), std::move(bytes));
      if (tile.size() == kWidth) above.push_back(tree_root(tile));
    }
    hashes = std::move(above);
  }
  return out;
}

Hash root_of_entries(std::span<const std::string> entries) {
  std::vector<Hash> leaves;
  for (const std::string& entry : entries) leaves.push_back(leaf_hash(entry));
  return tree_root(leaves);
}

std::optional<Checkpoint> read_checkpoint(std::string_view note, const sign::NoteKey& key) {
  const Place::Name name = Place::in_file(kCheckpoint).file;
  auto text = sign::verify_note(note, key, name);
  auto out = text ? parse_checkpoint(*text, name) : Result<Checkpoint>(text.error());
  if (!out || out->origin != key.name) return std::nullopt;
  return *out;
}

bool holds(Env& env, const fs::path& path, std::string_view bytes) {
  return env.exists(path) && !env.is_dir(path) && env.file_size(path) == bytes.size() && env.map_file(path)->view() == bytes;
}

bool has_digest(Env& env, const fs::path& path, const std::string& sha256) {
  return env.exists(path) && !env.is_dir(path) && sign::hex(sign::sha256(env.map_file(path)->view())) == sha256;
}

void make_folders(Env& env, const fs::path& folder) {
  for (const char* name : {kCertificates, kRecords, kFonts, kLog, kIncoming}) make_folder_durably(env, folder / name);
}

bool MirrorReport::complete() const noexcept {
  return !stopped && std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

namespace {

/// One run from an archive to its mirror.
class Copier {
 public:
  Copier(Env& env, Archive& from, const fs::path& to, const MirrorOptions& options) : env_(env), from_(from), to_(to), options_(options) {}

  /// Why the mirror's folder cannot be this archive's mirror.
  std::optional<Diagnostic> refuse(const Checkpoint& now) {
    if (!env_.exists(to_)) return std::nullopt;
    const bool empty = env_.is_dir(to_) && env_.list_dir(to_).empty();
    if (empty) return std::nullopt;
    const std::string own = env_.read_file(from_.folder() / kArchiveFile);
    // A first run that was stopped leaves a folder without archive.json, but with the certificates that come first.
    const bool begun = !env_.exists(to_ / kArchiveFile) && env_.exists(to_ / kCertificates) && !env_.exists(to_ / kCheckpoint);
    if (!begun && !holds(env_, to_ / kArchiveFile, own)) {
      return archive_fault(codes::kNotItsMirror, to_, "这个文件夹里是别的东西或另一个档案库，不能用作镜像", {"请指定空文件夹，或原来的镜像"});
    }
    if (!env_.exists(to_ / kCheckpoint)) return std::nullopt;
    const auto old = read_checkpoint(env_.read_file(to_ / kCheckpoint), from_.log_key());
    if (!old) return std::nullopt;   // damaged: it is written anew
    LogStore store(env_, from_.folder() / kLog, now.size);
    const bool grows = old->size <= now.size && verify_consistency(old->size, now.size, consistency_proof(store.range_root(), old->size, now.size), old->root, now.root);
    if (grows) return std::nullopt;
    return archive_fault(codes::kRolledBack, to_, "镜像有 " + std::to_string(old->size) + " 条，档案库现在的 " + std::to_string(now.size) + " 条不是它的延续：档案库被退回或改写过，镜像没有动",
                         {"先查明原因；要用镜像恢复档案库：gongwen archive repair --from 镜像"});
  }

  Result<MirrorReport> run(const Checkpoint& now, const std::string& note) {
    LogStore store(env_, from_.folder() / kLog, now.size);
    const auto entries = store.entries(0, now.size);
    if (!store.fault().empty() || root_of_entries(entries) != now.root) {
      return archive_fault(codes::kLogDamaged, from_.folder() / kLog / store.fault(), "档案库的归档日志缺失或损坏，不能镜像", {"若有镜像，用 gongwen archive repair --from 镜像 修复"});
    }
    make_folders(env_, to_);
    for (const char* name : {kCertificates, kFonts, kLog}) sweep(env_, to_ / name);
    copy_folder(kCertificates);
    copy_folder(kFonts);
    copy_records(entries);
    if (report_.stopped) return std::move(report_);
    for (const auto& [name, bytes] : log_files(entries)) put(fs::path(kLog) / name, bytes);
    put(kCheckpoint, note);
    put(kArchiveSeal, env_.read_file(from_.folder() / kArchiveSeal));
    put(kArchiveFile, env_.read_file(from_.folder() / kArchiveFile));
    report_.log_size = now.size;
    return std::move(report_);
  }

 private:
  /// Durably, unless it is there already.
  void put(const fs::path& relative, std::string_view bytes) {
    const fs::path path = to_ / relative;
    if (holds(env_, path, bytes)) return;
    make_folder_durably(env_, path.parent_path());
    write_file_atomic(env_, path, bytes, true);
    const std::lock_guard held(lock_);
    report_.bytes += bytes.size();
  }

  void copy_folder(const fs::path& relative) {
    const fs::path folder = from_.folder() / relative;
    if (!env_.exists(folder)) return;
    for (const std::string& name : env_.list_dir(folder)) {
      if (env_.is_dir(folder / name) || is_temporary(name)) continue;
      const auto bytes = env_.map_file(folder / name);
      // A face is named after its digest: a damaged one does not push a good one out.
      if (relative == kFonts && sign::hex(sign::sha256(bytes->view())) != name) {
        report_.findings.push_back({Severity::error, codes::kFaceDamaged, {}, 0, (relative / name).string(), std::nullopt, "保存的字体与它的摘要不符，没有镜像", ""});
        continue;
      }
      put(relative / name, bytes->view());
    }
  }

  void copy_records(const std::vector<std::string>& entries) {
    std::vector<LogEntry> versions;
    std::map<std::string, bool> records;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto entry = parse_leaf(entries[i], i);
      if (!entry) continue;
      records.emplace(entry->record_id, true);
      if (entry->kind != "event") versions.push_back(std::move(*entry));
    }
    report_.versions = versions.size();
    const std::size_t slice = std::size_t{16} * std::max(1U, options_.jobs);
    for (std::size_t first = 0; first < versions.size(); first += slice) {
      const std::size_t count = std::min(slice, versions.size() - first);
      parallel_for(count, options_.jobs, [&](std::size_t i) { copy_version(versions[first + i]); });
      if (options_.progress && !options_.progress(first + count, versions.size())) {
        report_.stopped = true;
        return;
      }
    }
    // What lies beside the bundles: receipts, events. Small files; compared byte by byte.
    for (const auto& [id, known] : records) copy_beside(record_folder(id));
  }

  void copy_version(const LogEntry& entry) {
    const fs::path relative = bundle_path(entry.record_id, entry.number);
    if (has_digest(env_, to_ / relative, entry.sha256)) return;
    const fs::path source = from_.folder() / relative;
    const auto fault = [&](std::string_view code, std::string message) {
      const std::lock_guard held(lock_);
      report_.findings.push_back({Severity::error, code, entry.record_id, entry.number, relative.string(), std::nullopt, std::move(message), ""});
    };
    if (!env_.exists(source)) return fault(codes::kVersionDropped, "档案库里没有这一版，镜像里也没有");
    const auto bytes = env_.map_file(source);
    if (sign::hex(sign::sha256(bytes->view())) != entry.sha256) return fault(codes::kZipDiffers, "档案库里的封存包与日志不符，没有镜像");
    put(relative, bytes->view());
    const std::lock_guard held(lock_);
    ++report_.copied;
  }

  void copy_beside(const fs::path& relative) {
    const fs::path folder = from_.folder() / relative;
    if (!env_.exists(folder)) return;
    for (const std::string& name : env_.list_dir(folder)) {
      if (env_.is_dir(folder / name)) copy_beside(relative / name);
      else if (!name.ends_with(".zip") && !is_temporary(name)) put(relative / name, env_.map_file(folder / name)->view());
    }
  }

  Env& env_;
  Archive& from_;
  const fs::path& to_;
  const MirrorOptions& options_;
  std::mutex lock_;                    // over report_, while several versions are copied at once
  MirrorReport report_;
};

}  // namespace

Result<MirrorReport> mirror(Env& env, const fs::path& folder, const fs::path& to, const MirrorOptions& options) {
  auto from = Archive::open(env, folder);
  if (!from) return from.error();
  const std::string note = from->checkpoint();
  const auto now = read_checkpoint(note, from->log_key());
  if (!now) return archive_fault(codes::kNoCheckpoint, folder / kCheckpoint, "归档日志的检查点已损坏");
  Copier copier(env, *from, to, options);
  if (auto why = copier.refuse(*now)) return *why;
  make_folder_durably(env, to);
  const auto lock = env.try_lock(to / kLock);
  if (!lock) return archive_fault(codes::kArchiveInUse, to, "镜像正被另一个程序写入", {"请等它结束后再试"});
  return copier.run(*now, note);
}

}  // namespace gongwen::archive
