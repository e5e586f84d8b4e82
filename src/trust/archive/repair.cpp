// Healing an archive from its mirror. What is good is found out from the signed log alone, never from where a file lies.

#include <algorithm>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/mirror.h"
#include "trust/archive/mirror_internal.h"
#include "trust/archive/writing_internal.h"

namespace gongwen::archive {
namespace {

class Healer {
 public:
  Healer(Env& env, const fs::path& folder, Archive& mirror, const MirrorOptions& options)
      : env_(env), folder_(folder), mirror_(mirror), options_(options), receipts_(mirror.log_key()) {}

  Result<RepairReport> run() {
    make_folders(env_, folder_);
    const auto lock = env_.try_lock(folder_ / kLock);
    if (!lock) return archive_fault(codes::kArchiveInUse, folder_, "档案库正被另一个程序写入", {"请等它结束后再试"});
    if (auto why = heal_head()) return *why;
    auto entries = heal_log();
    if (!entries) return entries.error();
    for (const char* name : {kCertificates, kFonts}) heal_folder(name);
    heal_numbering();
    heal_records(*entries);
    for (const char* name : {kCatalogue, "catalogue.sqlite-journal"}) env_.remove(folder_ / name);   // whoever reads next makes it anew
    std::sort(report_.repaired.begin(), report_.repaired.end());
    std::sort(report_.removed.begin(), report_.removed.end());
    return std::move(report_);
  }

 private:
  /// Puts good bytes in the place of bad ones, which are kept.
  void replace(const fs::path& relative, std::string_view bytes) {
    const fs::path path = folder_ / relative;
    if (env_.exists(path)) {
      const fs::path aside = folder_ / kReplaced / relative.parent_path() / (sign::hex(sign::sha256(env_.map_file(path)->view())).substr(0, 16) + "-" + relative.filename().string());
      make_folder_durably(env_, aside.parent_path());
      env_.rename(path, aside);
    }
    make_folder_durably(env_, path.parent_path());
    write_file_atomic(env_, path, bytes, true);
    report_.repaired.push_back(relative.string());
  }

  void leave(const LogEntry& entry, std::string_view code, const fs::path& file, std::string message) {
    report_.left.push_back({Severity::error, code, entry.record_id, entry.number, file.string(), std::nullopt, std::move(message), "再找一个镜像或备份"});
  }

  /// archive.json, its seal, its maker's certificate, the checkpoint.
  std::optional<Diagnostic> heal_head() {
    const auto from_mirror = [&](const fs::path& relative) {
      const std::string bytes = env_.read_file(mirror_.folder() / relative);
      if (!holds(env_, folder_ / relative, bytes)) replace(relative, bytes);
    };
    auto opened = Archive::open(env_, folder_);
    if (opened) {
      if (opened->log_key().text() == mirror_.log_key().text()) return std::nullopt;
      return archive_fault(codes::kNotItsMirror, mirror_.folder(), "这是另一个档案库的镜像");
    }
    if (opened.error().code != codes::kNoCheckpoint) {
      from_mirror(kArchiveFile);
      from_mirror(kArchiveSeal);
      heal_folder(kCertificates);
      opened = Archive::open(env_, folder_);
      if (opened) return std::nullopt;
    }
    if (opened.error().code != codes::kNoCheckpoint) return opened.error();
    // Every receipt carries the checkpoint of its group, so the newest state of the archive outlives its checkpoint file.
    std::string best = mirror_.checkpoint();
    std::uint64_t size = read_checkpoint(best, mirror_.log_key()).value_or(Checkpoint{}).size;
    const fs::path records = folder_ / kRecords;
    for (const std::string& shard : env_.list_dir(records)) {
      if (!env_.is_dir(records / shard)) continue;
      for (const std::string& id : env_.list_dir(records / shard)) {
        if (!env_.is_dir(records / shard / id)) continue;
        for (const std::string& name : env_.list_dir(records / shard / id)) {
          if (!name.ends_with(".receipt")) continue;
          const auto receipt = parse_receipt(env_.read_file(records / shard / id / name));
          const auto at = receipt ? read_checkpoint(receipt->checkpoint, mirror_.log_key()) : std::nullopt;
          if (!at || at->size <= size) continue;
          LogStore store(env_, folder_ / kLog, at->size);
          if (root_of_entries(store.entries(0, at->size)) != at->root || !store.fault().empty()) continue;
          best = receipt->checkpoint;
          size = at->size;
        }
      }
    }
    replace(kCheckpoint, best);
    return std::nullopt;
  }

  void heal_numbering() {
    const auto good = mirror_.numbering();
    auto own = Archive::open(env_, folder_);
    if (!good || !good.value() || !own) return;
    const auto here = own->numbering();
    if (!here || !here.value()) replace(kNumbering, env_.read_file(mirror_.folder() / kNumbering));
  }

  /// The entries of bundle `index` in one of the two logs; nothing when they are not there or their hashes are not those of a tile.
  std::optional<std::vector<std::string>> entries_at(const fs::path& log, std::uint64_t size, std::uint64_t first, std::uint64_t count) {
    if (first + count > size) return std::nullopt;
    LogStore store(env_, log, size);
    auto out = store.entries(first, count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (store.range_root(first + i, first + i + 1) != leaf_hash(out[i])) return std::nullopt;
    }
    if (!store.fault().empty() || out.size() != count) return std::nullopt;
    return out;
  }

  /// Both logs together give every entry; the root under the signature decides. Tiles are made anew from the entries.
  Result<std::vector<std::string>> heal_log() {
    const std::string own_note = env_.read_file(folder_ / kCheckpoint);
    const std::string other_note = mirror_.checkpoint();
    const auto own = read_checkpoint(own_note, mirror_.log_key());
    const auto other = read_checkpoint(other_note, mirror_.log_key());
    if (!own || !other) return archive_fault(codes::kNoCheckpoint, folder_ / kCheckpoint, "检查点属于另一个档案库");
    const Checkpoint& goal = other->size > own->size ? *other : *own;
    constexpr std::uint64_t kBundle = 256;
    std::vector<std::string> entries;
    for (std::uint64_t first = 0; first < goal.size; first += kBundle) {
      const std::uint64_t count = std::min(kBundle, goal.size - first);
      auto part = entries_at(folder_ / kLog, own->size, first, count);
      if (!part) part = entries_at(mirror_.folder() / kLog, other->size, first, count);
      if (!part) part = LogStore(env_, folder_ / kLog, goal.size).entries(first, count);   // its tiles may be what is damaged
      if (part->size() != count) part = LogStore(env_, mirror_.folder() / kLog, goal.size).entries(first, count);
      entries.insert(entries.end(), part->begin(), part->end());
    }
    if (entries.size() != goal.size || root_of_entries(entries) != goal.root) {
      // Entries and hashes here agree with each other but not with the signature: somebody remade both. The mirror's may be true.
      LogStore theirs(env_, mirror_.folder() / kLog, std::min(other->size, goal.size));
      if (entries.size() == goal.size) {
        const auto beginning = theirs.entries(0, theirs.size());
        if (beginning.size() == theirs.size()) std::copy(beginning.begin(), beginning.end(), entries.begin());
      }
      if (entries.size() != goal.size || root_of_entries(entries) != goal.root) {
        return archive_fault(codes::kLogDamaged, folder_ / kLog, "归档日志不能从这个镜像修复：两边合起来也得不到签过名的根", {"再找一个镜像或备份"});
      }
    }
    const Checkpoint& shorter = other->size > own->size ? *own : *other;
    if (root_of_entries(std::span(entries).first(static_cast<std::size_t>(shorter.size))) != shorter.root) {
      return archive_fault(codes::kRolledBack, folder_ / kCheckpoint, "档案库和镜像的日志各走各的：有一边被改写过，什么都没有动", {"用另存的检查点查明哪一边是真的：gongwen archive verify --since"});
    }
    for (const auto& [name, bytes] : log_files(entries)) {
      const fs::path relative = fs::path(kLog) / name;
      if (!holds(env_, folder_ / relative, bytes)) replace(relative, bytes);
    }
    note_ = other->size > own->size ? other_note : own_note;
    head_ = goal;
    return entries;
  }

  void heal_folder(const fs::path& relative) {
    const fs::path folder = mirror_.folder() / relative;
    for (const std::string& name : env_.exists(folder) ? env_.list_dir(folder) : std::vector<std::string>{}) {
      const std::string bytes = env_.read_file(folder / name);
      if (is_named_rightly(relative, name, bytes) && !holds(env_, folder_ / relative / name, bytes)) replace(relative / name, bytes);
    }
  }

  void heal_records(const std::vector<std::string>& entries) {
    const std::vector<LogEntry> leaves = parse_leaves(entries);
    for (const LogEntry& entry : leaves) {
      if (entry.kind == "event") heal_event(entry);
    }
    const Buried buried = buried_in(env_, folder_, leaves);
    // Bundles before the checkpoint: what it covers has to be there first.
    for (const LogEntry& entry : leaves) {
      if (is_version(entry) && !is_buried(buried, entry)) heal_version(entry);
      if (options_.progress) (void)options_.progress(entry.leaf + 1, entries.size());
    }
    if (!holds(env_, folder_ / kCheckpoint, note_)) replace(kCheckpoint, note_);
    LogStore store(env_, folder_ / kLog, head_.size);
    for (const LogEntry& entry : leaves) {
      if (!is_version(entry)) continue;
      const bool gone = is_buried(buried, entry);
      if (gone || env_.exists(folder_ / bundle_path(entry.record_id, entry.number))) heal_receipt(entry, store);
      if (gone) bury(entry);
    }
  }

  void heal_event(const LogEntry& entry) {
    const fs::path file = event_path(entry.record_id, entry.number);
    if (!has_digest(env_, folder_ / file, entry.sha256)) {
      if (!has_digest(env_, mirror_.folder() / file, entry.sha256)) {
        return leave(entry, env_.exists(folder_ / file) ? codes::kEventDiffers : codes::kEventDropped, file, "镜像里也没有这个事件的好副本");
      }
      replace(file, env_.read_file(mirror_.folder() / file));
    }
    if (event_is_sealed(env_, folder_, entry)) return;
    const fs::path seal = event_seal_path(entry.record_id, entry.number);
    if (!event_is_sealed(env_, mirror_.folder(), entry)) return leave(entry, codes::kEventSeal, seal, "镜像里也没有这个事件的好签名");
    replace(seal, env_.read_file(mirror_.folder() / seal));
  }

  void heal_version(const LogEntry& entry) {
    const fs::path relative = bundle_path(entry.record_id, entry.number);
    if (has_digest(env_, folder_ / relative, entry.sha256)) return;
    if (has_digest(env_, mirror_.folder() / relative, entry.sha256)) return replace(relative, env_.map_file(mirror_.folder() / relative)->view());
    leave(entry, env_.exists(folder_ / relative) ? codes::kZipDiffers : codes::kVersionDropped, relative, "镜像里也没有这一版的好副本");
  }

  void heal_receipt(const LogEntry& entry, LogStore& store) {
    if (receipts_.proves(env_, folder_ / receipt_path(entry.record_id, entry.number), entry)) return;
    replace(receipt_path(entry.record_id, entry.number),
            write_receipt({write_leaf(entry), entry.leaf, inclusion_proof(store.range_root(), entry.leaf, store.size()), note_}));
  }

  /// The archive knows of the destruction only now, or was stopped in the middle of it.
  void bury(const LogEntry& entry) {
    forget_replaced(env_, folder_, entry.record_id);
    const fs::path relative = bundle_path(entry.record_id, entry.number);
    const fs::path path = folder_ / relative;
    if (!env_.exists(path)) return;
    env_.remove(path);
    env_.sync_dir(path.parent_path());
    report_.removed.push_back(relative.string());
  }

  Env& env_;
  const fs::path& folder_;
  Archive& mirror_;
  const MirrorOptions& options_;
  std::string note_;          // the checkpoint the archive will have
  Checkpoint head_;
  ReceiptCheck receipts_;
  RepairReport report_;
};

}  // namespace

Result<RepairReport> repair(Env& env, const fs::path& folder, const fs::path& from, const MirrorOptions& options) {
  auto opened = Archive::open(env, from);
  if (!opened) {
    return archive_fault(codes::kNotItsMirror, from, "这里没有可用的镜像：" + opened.error().message, {"镜像由 gongwen archive mirror 建立"});
  }
  return Healer(env, folder, *opened, options).run();
}

}  // namespace gongwen::archive
