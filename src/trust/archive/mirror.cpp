#include "trust/archive/mirror.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/events.h"
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

bool holds(Env& env, const fs::path& path, std::string_view bytes) {
  return env.exists(path) && !env.is_dir(path) && env.file_size(path) == bytes.size() && env.map_file(path)->view() == bytes;
}

bool has_digest(Env& env, const fs::path& path, const std::string& sha256) {
  return env.exists(path) && !env.is_dir(path) && sign::hex(sign::sha256(env.map_file(path)->view())) == sha256;
}

void make_folders(Env& env, const fs::path& folder) {
  for (const char* name : {kCertificates, kRecords, kFonts, kLog, kIncoming}) make_folder_durably(env, folder / name);
}

std::vector<LogEntry> parse_leaves(const std::vector<std::string>& leaves) {
  std::vector<LogEntry> out;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (auto entry = parse_leaf(leaves[i], i)) out.push_back(std::move(*entry));
  }
  return out;
}

Buried buried_in(Env& env, const fs::path& folder, const std::vector<LogEntry>& entries) {
  Buried out;
  for (const LogEntry& entry : entries) {
    const fs::path file = folder / event_path(entry.record_id, entry.number);
    if (entry.kind != "event" || !has_digest(env, file, entry.sha256)) continue;
    const auto event = parse_event(env.read_file(file));
    if (!event || event->kind != EventKind::destroyed) continue;
    for (const Tombstone& one : tombstones_of(*event)) out[{entry.record_id, one.version}] = one.sha256;
  }
  return out;
}

bool is_buried(const Buried& buried, const LogEntry& entry) {
  const auto found = buried.find({entry.record_id, entry.number});
  return found != buried.end() && found->second == entry.sha256;
}

bool event_is_sealed(Env& env, const fs::path& folder, const LogEntry& event) {
  const fs::path file = folder / event_path(event.record_id, event.number);
  const fs::path seal = folder / event_seal_path(event.record_id, event.number);
  return env.exists(file) && env.exists(seal) && sign::check_cms(env.read_file(seal), env.read_file(file), {}).intact;
}

bool is_named_rightly(const fs::path& kind, const std::string& name, std::string_view bytes) {
  if (kind == kFonts) return sign::hex(sign::sha256(bytes)) == name;
  const auto read = sign::read_certificates(bytes, nullptr);
  return read && read.value().front().fingerprint + ".pem" == name;
}

bool MirrorReport::complete() const noexcept {
  return !stopped && std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

namespace {

/// One run from an archive to its mirror.
class Copier {
 public:
  Copier(Env& env, Archive& from, const fs::path& to, const MirrorOptions& options) : env_(env), from_(from), to_(to), options_(options), receipts_(from.log_key()) {}

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
    copy_named(kCertificates);
    copy_named(kFonts);
    const std::vector<LogEntry> leaves = parse_leaves(entries);
    const Buried buried = buried_in(env_, from_.folder(), leaves);
    copy_versions(leaves, buried);
    if (report_.stopped) return std::move(report_);
    for (const LogEntry& entry : leaves) {
      if (entry.kind == "event") copy_event(entry);
      else if (is_version(entry)) copy_receipt(entry);
    }
    for (const auto& [name, bytes] : log_files(entries)) put(fs::path(kLog) / name, bytes);
    put(kCheckpoint, note);
    if (const auto rule = from_.numbering(); rule && rule.value()) put(kNumbering, env_.read_file(from_.folder() / kNumbering));
    put(kArchiveSeal, env_.read_file(from_.folder() / kArchiveSeal));
    put(kArchiveFile, env_.read_file(from_.folder() / kArchiveFile));
    for (const LogEntry& entry : leaves) {
      if (is_version(entry) && is_buried(buried, entry)) remove(bundle_path(entry.record_id, entry.number));
    }
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

  void remove(const fs::path& relative) {
    const fs::path path = to_ / relative;
    if (!env_.exists(path)) return;
    env_.remove(path);
    env_.sync_dir(path.parent_path());
    ++report_.removed;
  }

  void fault(const LogEntry& entry, std::string_view code, const fs::path& file, std::string message) {
    const std::lock_guard held(lock_);
    report_.findings.push_back({Severity::error, code, entry.record_id, entry.number, file.string(), std::nullopt, std::move(message), ""});
  }

  /// Certificates and faces, named after their digests: a damaged one does not push a good one out.
  void copy_named(const fs::path& kind) {
    const fs::path folder = from_.folder() / kind;
    if (!env_.exists(folder)) return;
    for (const std::string& name : env_.list_dir(folder)) {
      if (env_.is_dir(folder / name) || is_temporary(name)) continue;
      const auto bytes = env_.map_file(folder / name);
      if (is_named_rightly(kind, name, bytes->view())) {
        put(kind / name, bytes->view());
        continue;
      }
      const bool face = kind == kFonts;
      report_.findings.push_back({Severity::error, face ? codes::kFaceDamaged : codes::kBadCertificate, {}, 0, (kind / name).string(), std::nullopt,
                                  face ? "保存的字体与它的摘要不符，没有镜像" : "证书与它的指纹不符，没有镜像", ""});
    }
  }

  void copy_versions(const std::vector<LogEntry>& leaves, const Buried& buried) {
    std::vector<const LogEntry*> versions;
    for (const LogEntry& entry : leaves) {
      if (is_version(entry) && !is_buried(buried, entry)) versions.push_back(&entry);
    }
    report_.versions = versions.size();
    const std::size_t slice = std::size_t{16} * std::max(1U, options_.jobs);
    for (std::size_t first = 0; first < versions.size(); first += slice) {
      const std::size_t count = std::min(slice, versions.size() - first);
      parallel_for(count, options_.jobs, [&](std::size_t i) { copy_version(*versions[first + i]); });
      if (options_.progress && !options_.progress(first + count, versions.size())) {
        report_.stopped = true;
        return;
      }
    }
  }

  void copy_version(const LogEntry& entry) {
    const fs::path relative = bundle_path(entry.record_id, entry.number);
    if (has_digest(env_, to_ / relative, entry.sha256)) return;
    const fs::path source = from_.folder() / relative;
    if (!env_.exists(source)) return fault(entry, codes::kVersionDropped, relative, "档案库里没有这一版，镜像里也没有");
    const auto bytes = env_.map_file(source);
    if (sign::hex(sign::sha256(bytes->view())) != entry.sha256) return fault(entry, codes::kZipDiffers, relative, "档案库里的封存包与日志不符，没有镜像");
    put(relative, bytes->view());
    const std::lock_guard held(lock_);
    ++report_.copied;
  }

  void copy_event(const LogEntry& entry) {
    const fs::path file = event_path(entry.record_id, entry.number);
    if (!has_digest(env_, to_ / file, entry.sha256)) {
      if (!env_.exists(from_.folder() / file)) return fault(entry, codes::kEventDropped, file, "档案库里没有这个事件，镜像里也没有");
      if (!has_digest(env_, from_.folder() / file, entry.sha256)) return fault(entry, codes::kEventDiffers, file, "档案库里的事件与日志不符，没有镜像");
      put(file, env_.read_file(from_.folder() / file));
    }
    const fs::path seal = event_seal_path(entry.record_id, entry.number);
    if (env_.exists(from_.folder() / seal) && holds(env_, to_ / seal, env_.read_file(from_.folder() / seal))) return;
    if (event_is_sealed(env_, from_.folder(), entry)) return put(seal, env_.read_file(from_.folder() / seal));
    if (!event_is_sealed(env_, to_, entry)) fault(entry, codes::kEventSeal, seal, "档案库里这个事件的签名缺失或损坏，没有镜像");
  }

  /// A receipt follows from the log; a damaged one is left where it is, and repair makes it anew.
  void copy_receipt(const LogEntry& entry) {
    const fs::path file = receipt_path(entry.record_id, entry.number);
    if (!env_.exists(from_.folder() / file)) return;
    const std::string bytes = env_.read_file(from_.folder() / file);
    if (!holds(env_, to_ / file, bytes) && receipts_.proves(bytes, entry)) put(file, bytes);
  }

  Env& env_;
  Archive& from_;
  const fs::path& to_;
  const MirrorOptions& options_;
  std::mutex lock_;                    // over report_, while several versions are copied at once
  ReceiptCheck receipts_;
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
