// Writing. The order, and what each failure leaves, is FORMAT.md 6:
//   faces → zips under incoming/ → journal → zips into place → log → checkpoint → receipts → journal gone → catalogue
// Until the journal stands, nothing has happened; from then on a stopped group is completed by the next writer.

#include <algorithm>
#include <map>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/planner_internal.h"
#include "trust/archive/writing_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

std::string sha_of_file(Env& env, const fs::path& path) {
  return env.exists(path) ? sign::hex(sign::sha256(env.map_file(path)->view())) : std::string{};
}

void try_remove(Env& env, const fs::path& path) noexcept {
  try {
    env.remove(path);
  } catch (const Error&) {   // what is left over is named by verify and taken away by the next writer
  }
}

/// While it lives, the catalogue takes a plan's rows from memory.
class RowsOf {
 public:
  RowsOf(const Plan*& place, const Plan& plan) : place_(place) { place_ = &plan; }
  RowsOf(const RowsOf&) = delete;
  RowsOf& operator=(const RowsOf&) = delete;
  ~RowsOf() { place_ = nullptr; }

 private:
  const Plan*& place_;
};

std::string spoken(const Journal::Item& item) {
  return item.record_id + " 第 " + std::to_string(item.number) + (item.kind == "event" ? " 个事件" : " 版的归档");
}

}  // namespace

std::unique_ptr<FileLock> Archive::Impl::lock() {
  for (;;) {
    auto held = env.try_lock(folder / kLock);
    if (held || !wait || !wait()) return held;
  }
}

bool Archive::Impl::check_identity(const sign::Identity& identity, Diagnostics& out) const {
  if (identity.log && identity.log->public_key() == log_key.public_key) return true;
  out.add(archive_fault(codes::kOtherLogKey, folder, identity.log ? "日志密钥不是这个档案库的" : "没有日志密钥，不能归档",
                        {"请用建立这个档案库时的密钥文件夹"}));
  return false;
}

void Archive::Impl::keep_certificate(const sign::Certificate& one) {
  const fs::path path = folder / kCertificates / (one.fingerprint + ".pem");
  if (!env.exists(path)) write_file_atomic(env, path, one.pem(), true);
}

void Archive::Impl::keep_faces(const std::map<std::string, const std::string*>& faces) {
  for (const auto& [sha256, bytes] : faces) {
    const fs::path path = folder / kFonts / sha256;
    if (!env.exists(path)) write_file_atomic(env, path, *bytes, true);
  }
}

void Archive::Impl::clean_incoming() {
  const fs::path incoming = folder / kIncoming;
  if (!env.exists(incoming)) return;
  for (const std::string& name : env.list_dir(incoming)) try_remove(env, incoming / name);
}

/// Everything after the journal. Each step is skipped when it has been done before, so it can be repeated at will.
void Archive::Impl::finish(const Journal& journal, const sign::LogKey& key, Recovery* told) {
  auto at = checkpoint();
  if (!at) throw Error(at.error().message);
  const std::uint64_t first = journal.log_size;
  const bool logged = at->size > first;   // one writer at a time: what follows the journal's size is this group
  std::vector<Journal::Item> whole;       // when it is logged: every item, at its place
  std::set<fs::path> touched;
  std::set<std::string> dropped;          // records that lack something of this group: what builds on it goes too
  for (std::size_t i = 0; i < journal.items.size(); ++i) {
    const Journal::Item& item = journal.items[i];
    bool good = !dropped.contains(item.record_id);
    for (const Placed& file : files_of(item, i)) {
      const fs::path to = folder / file.to;
      // A first attempt wrote `from` itself a moment ago; a later one trusts nothing.
      if (good && (told == nullptr || sha_of_file(env, folder / file.from) == file.sha256)) {
        // The journal says where it belongs; whatever lies there already is not ours to write over.
        if (const std::string lies = sha_of_file(env, to); !lies.empty() && lies != file.sha256) {
          throw Error(to.string() + " 已经存在，归档日志里却没有它，不能覆盖；请移走后再试，或用 gongwen archive verify 查明");
        }
        make_folder(env, to.parent_path(), touched);
        env.rename(folder / file.from, to);
      } else if (!good || sha_of_file(env, to) != file.sha256) {
        good = false;
      }
      if (good) touched.insert(to.parent_path());
    }
    if (good || logged) {   // what is logged stays as it is; verification names the damage
      whole.push_back(item);
    } else {
      dropped.insert(item.record_id);
      told->steps.push_back("撤销 " + spoken(item) + "：文件没有写完");
      for (const Placed& file : files_of(item, i)) {
        if (sha_of_file(env, folder / file.to) == file.sha256) env.remove(folder / file.to);
      }
    }
  }
  sync_all(env, touched);

  LogStore store(env, folder / kLog, at->size);
  if (!logged && !whole.empty()) {
    std::vector<std::string> leaves;
    for (const Journal::Item& item : whole) leaves.push_back(item.leaf);
    store.append(leaves);
    const Checkpoint next{log_key.name, store.size(), store.root()};
    if (!store.fault().empty()) throw Error("归档日志的文件 " + store.fault() + " 缺失或损坏，不能续写");
    write_file_atomic(env, folder / kCheckpoint, sign::sign_note(key, log_key.name, next.text()), true);
  }
  const std::string signed_checkpoint = env.read_file(folder / kCheckpoint);
  std::vector<std::pair<fs::path, std::string>> receipts;
  touched.clear();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (told != nullptr) told->steps.push_back("完成 " + spoken(whole[i]));
    if (whole[i].kind == "event") {
      for (const std::uint32_t number : whole[i].destroys) {
        env.remove(folder / bundle_path(whole[i].record_id, number));
        touched.insert(folder / record_folder(whole[i].record_id));   // gone for good before the journal goes
      }
      if (!whole[i].destroys.empty()) forget_replaced(env, folder, whole[i].record_id);
      continue;
    }
    const Receipt receipt{whole[i].leaf, first + i, inclusion_proof(store.range_root(), first + i, store.size()), signed_checkpoint};
    receipts.emplace_back(folder / receipt_path(whole[i].record_id, whole[i].number), write_receipt(receipt));
    touched.insert(receipts.back().first.parent_path());
  }
  parallel_for(receipts.size(), receipts.size() > 1 ? kSyncsAtOnce : 1, [&](std::size_t i) { replace_synced(env, receipts[i].first, receipts[i].second); });
  sync_all(env, touched);
  env.remove(folder / kJournal);
  env.sync_dir(folder / kIncoming);
  clean_incoming();
  store.drop_partials_of(first);
  try {
    (void)catalogue();
  } catch (const Error&) {   // a cache: whoever reads next makes it anew
  }
}

/// After a failure of the disk inside this process: as far as the checkpoint does not speak of the group yet, takes it back.
void Archive::Impl::undo(const Journal& journal) noexcept {
  try {
    const auto at = checkpoint();
    if (!at || at.value().size > journal.log_size) return;   // it is filed; the next writer does the rest
    for (std::size_t i = 0; i < journal.items.size(); ++i) {
      for (const Placed& file : files_of(journal.items[i], i)) {
        const fs::path path = folder / file.to;
        if (sha_of_file(env, path) == file.sha256) env.remove(path);
        for (fs::path home = path.parent_path(); home != folder / kRecords && env.exists(home) && env.list_dir(home).empty(); home = home.parent_path()) {
          env.remove(home);
        }
      }
    }
    env.remove(folder / kJournal);
    clean_incoming();
  } catch (const Error&) {   // then the journal is still there, and the next writer completes the group
  }
}

bool Archive::Impl::recover_locked(const sign::LogKey& key, Recovery& told, Diagnostics& out) {
  for (const char* name : {kCertificates, kFonts, kLog}) sweep(env, folder / name);
  const fs::path path = folder / kJournal;
  if (!env.exists(path)) {
    if (env.exists(folder / kIncoming) && !env.list_dir(folder / kIncoming).empty()) {
      clean_incoming();
      told.steps.push_back("清除上一次归档留下的半成品");
    }
    return true;
  }
  const auto journal = read_journal(env, folder, log_key);
  if (!journal) {
    out.add(archive_fault(codes::kNotLogged, path, "上一次归档没有做完，它的记录已损坏，或不是这个档案库写的", {"用 gongwen archive verify 查明来历，再删除这个文件"}));
    return false;
  }
  finish(*journal, key, &told);
  for (const std::string& step : told.steps) out.add({Severity::note, codes::kRecovered, Place::in_file(path.string()), "上一次归档被中断，现在：" + step, {}, {}, {}});
  return true;
}

std::optional<Recovery> Archive::recover(const sign::Identity& identity, Diagnostics& out) {
  if (!impl_->check_identity(identity, out)) return std::nullopt;
  const auto lock = impl_->lock();
  if (!lock) {
    out.add(archive_fault(codes::kArchiveInUse, impl_->folder, "档案库正被另一个程序写入", {"请等它结束后再试"}));
    return std::nullopt;
  }
  Recovery told;
  if (!impl_->recover_locked(*identity.log, told, out)) return std::nullopt;
  return told;
}

std::optional<Added> Archive::add(const Submission& submission, const sign::Identity& identity, Diagnostics& out) {
  auto added = add_group({&submission, 1}, identity, out);
  if (added.empty()) return std::nullopt;
  return std::move(added.front());
}

std::optional<Archive::Impl::Begun> Archive::Impl::begin(const sign::Identity& identity, Diagnostics& out) {
  if (!check_identity(identity, out)) return std::nullopt;
  Begun begun{lock(), {}, nullptr};
  if (!begun.lock) {
    out.add(archive_fault(codes::kArchiveInUse, folder, "档案库正被另一个程序写入", {"请等它结束后再试"}));
    return std::nullopt;
  }
  Recovery told;
  if (!recover_locked(*identity.log, told, out)) return std::nullopt;
  auto at = checkpoint();
  auto known = catalogue();
  if (!at || !known) {
    out.add(at ? known.error() : at.error());
    return std::nullopt;
  }
  begun.at = *at;
  begun.known = *known;
  return begun;
}

void Archive::Impl::commit(const Plan& plan, const sign::Identity& identity) {
  try {
    keep_certificate(identity.sign.certificate());
    if (identity.sm2) keep_certificate(identity.sm2->certificate());
    for (const sign::Certificate& one : plan.certificates) keep_certificate(one);
    keep_faces(plan.faces);
    make_folder_durably(env, folder / kIncoming);
    const std::size_t count = plan.journal.items.size();
    parallel_for(count, count > 1 ? kSyncsAtOnce : 1, [&](std::size_t i) {
      const auto files = files_of(plan.journal.items[i], i);
      for (std::size_t k = 0; k < files.size(); ++k) write_synced(env, folder / files[k].from, plan.bytes[i][k]);
    });
    write_file_atomic(env, folder / kJournal, sign::sign_note(*identity.log, log_key.name, write_journal(plan.journal)), true);
    const RowsOf rows(filing, plan);
    finish(plan.journal, *identity.log, nullptr);
  } catch (const Error&) {
    undo(plan.journal);
    throw;
  }
}

std::vector<Added> Archive::add_group(std::span<const Submission> group, const sign::Identity& identity, Diagnostics& out) {
  if (group.empty()) return {};
  const auto begun = impl_->begin(identity, out);
  if (!begun) return {};
  // Everything that can be wrong with the input is found before the first byte is written.
  const std::size_t faults = out.size();
  Planner planner(*impl_, *begun, identity);
  std::vector<Added> added;
  for (const Submission& one : group) {
    if (auto filed = planner.version(one, out)) added.push_back(std::move(*filed));
  }
  if (out.size() != faults) return {};
  impl_->commit(planner.plan(), identity);
  return added;
}

bool Archive::reindex(Diagnostics& out, const Progress& progress) {
  const auto lock = impl_->lock();
  if (!lock) {
    out.add(archive_fault(codes::kArchiveInUse, impl_->folder, "档案库正被另一个程序写入", {"请等它结束后再试"}));
    return false;
  }
  impl_->catalogue_.reset();
  if (!impl_->drop_catalogue()) throw Error("目录 " + (impl_->folder / kCatalogue).string() + " 不能删除，无法重建");
  auto made = impl_->catalogue();
  if (!made) {
    out.add(made.error());
    return false;
  }
  if (progress) progress((*made)->log_size(), (*made)->log_size());
  return true;
}

}  // namespace gongwen::archive
