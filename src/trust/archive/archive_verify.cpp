// Verification reads the log, the bundles and the folder itself; never the catalogue.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/alone_internal.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/remains_internal.h"
#include "trust/archive/version_check_internal.h"
#include "trust/archive/writing_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

bool order(const Finding& a, const Finding& b) {
  return std::tie(a.record, a.version, a.file, a.code, a.message) < std::tie(b.record, b.version, b.file, b.code, b.message);
}

}  // namespace

bool VerifyReport::intact() const noexcept {
  return !stopped && std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

namespace {

/// One run over an archive.
class Verifier {
 public:
  Verifier(Env& env, fs::path folder, sign::NoteKey key, const sign::Certificate& maker, const VerifyOptions& options)
      : env_(env), folder_(std::move(folder)), key_(key), receipts_(std::move(key)), options_(options), trusted_(options.trusted) {
    if (trusted_.empty()) trust_own(maker);
  }

  /// Some 档号 was given by a rule, as the events say; after run().
  bool numbered_by_rule() const noexcept { return audit_.by_rule; }
  /// Whether every leaf of the log could be read; else what was checked is not all there is. After run().
  bool log_whole() const noexcept { return log_whole_; }
  std::set<fs::path> zips_checked() const {
    std::set<fs::path> out;
    for (const VersionJob& job : jobs_) out.insert(bundle_path(job.entry.record_id, job.entry.number));
    return out;
  }
  /// What was read of the versions on the way; once, after run().
  std::vector<VersionSeen> take_seen() { return std::move(seen_); }

  VerifyReport run(const Checkpoint& checkpoint, std::string note) {
    report_.log_size = checkpoint.size;
    report_.log_root = sign::hex(checkpoint.root);
    report_.checkpoint = std::move(note);
    read_log(checkpoint);
    check_since(checkpoint);
    plan();
    const std::set<fs::path> pending = pending_files();
    audit_ = audit_events(env_, folder_, entries_, trusted_, options_, pending);
    report_.events = audit_.events;
    std::move(audit_.findings.begin(), audit_.findings.end(), std::back_inserter(report_.findings));
    check_folder(pending);
    check_versions();
    if (options_.deep) check_faces();
    collect();
    return std::move(report_);
  }

 private:
  void add(Severity severity, std::string_view code, std::string file, std::string message, std::string hint = {}) {
    report_.findings.push_back({severity, code, {}, 0, std::move(file), std::nullopt, std::move(message), std::move(hint)});
  }

  void trust_own(const sign::Certificate& maker) {
    trusted_.push_back(maker);
    const fs::path folder = folder_ / kCertificates;
    for (const std::string& name : env_.exists(folder) ? env_.list_dir(folder) : std::vector<std::string>{}) {
      if (is_temporary(name)) continue;
      auto read = sign::read_certificates(env_.read_file(folder / name), Place::in_file(name).file);
      if (read) trusted_.insert(trusted_.end(), read->begin(), read->end());
      else add(Severity::error, codes::kBadCertificate, std::string(kCertificates) + "/" + name, "证书损坏，不能读取", kMirror);
    }
    add(Severity::note, codes::kSignerUnknown, kCertificates, "没有给出受信任的证书，签名按档案库自己保存的证书核对：" + maker.organisation + " " + maker.printed_fingerprint(),
        "用 --trust 给出另行取得的证书，才能证明封存者是谁");
  }

  // The entries must give the root that is signed; when they do not, the tiles tell which of them was changed.
  void read_log(const Checkpoint& checkpoint) {
    LogStore store(env_, folder_ / kLog, checkpoint.size);
    const std::vector<std::string> texts = store.entries(0, checkpoint.size);
    std::vector<Hash> leaves;
    for (const std::string& text : texts) leaves.push_back(leaf_hash(text));
    const bool entries_good = store.fault().empty() && tree_root(leaves) == checkpoint.root;
    if (!store.fault().empty()) add(Severity::error, codes::kLogDamaged, std::string(kLog) + "/" + store.fault(), "归档日志的文件缺失或损坏", kMirror);
    LogStore tiles(env_, folder_ / kLog, checkpoint.size);
    const bool tiles_good = tiles.root() == checkpoint.root && tiles.fault().empty();
    if (!tiles_good) {
      add(Severity::error, codes::kLogDamaged, std::string(kLog) + (tiles.fault().empty() ? "/tile" : "/" + tiles.fault()),
          "归档日志的散列文件缺失、损坏，或与签过名的检查点不符", kMirror);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
      auto entry = parse_leaf(texts[i], i);
      if (!entries_good && tiles_good && tiles.range_root(i, i + 1) != leaves[i]) {
        report_.findings.push_back({Severity::error, codes::kLogDamaged, entry ? entry->record_id : "", entry ? entry->number : 0, std::string(kLog) + "/tile/entries/" + tile_number(i / 256),
                                    std::nullopt, "归档日志的第 " + std::to_string(i) + " 条被改动过", kMirror});
      }
      if (entry) entries_.push_back(std::move(*entry));
      else if (entries_good) add(Severity::error, codes::kLogDamaged, kLog, "归档日志的第 " + std::to_string(i) + " 条不能读取");
    }
    log_whole_ = store.fault().empty();
    log_good_ = entries_good && tiles_good;
    if (log_good_) check_older_tiles(tiles);
    if (!entries_good && tiles_good && store.fault().empty()) return;
    if (!entries_good && store.fault().empty()) add(Severity::error, codes::kLogDamaged, kLog, "归档日志的内容与签过名的检查点不符：日志被改动过", kMirror);
  }

  // Nobody here reads them any more; a reader of an older checkpoint does.
  void check_older_tiles(LogStore& tiles) {
    for (const std::string& file : tiles.strange_partials()) {
      add(Severity::error, codes::kLogDamaged, std::string(kLog) + "/" + file, "较早的一块归档日志与现在的日志不符：它被改动过", "删除这个文件即可：现在的日志完好，不靠它证明");
    }
  }

  void check_since(const Checkpoint& now) {
    if (options_.since_checkpoint.empty()) return;
    const Place::Name file = Place::in_file("--since").file;
    auto text = sign::verify_note(options_.since_checkpoint, key_, file);
    auto old = text ? parse_checkpoint(*text, file) : Result<Checkpoint>(text.error());
    if (!old) return add(Severity::error, old.error().code, "--since", "所给的检查点不能用：" + old.error().message);
    if (old->size > now.size) {
      return add(Severity::error, codes::kRolledBack, kCheckpoint,
                 "档案库被退回过：另存的检查点有 " + std::to_string(old->size) + " 条，现在只有 " + std::to_string(now.size) + " 条", "从镜像恢复整个档案库");
    }
    LogStore store(env_, folder_ / kLog, now.size);
    const auto proof = consistency_proof(store.range_root(), old->size, now.size);
    if (!store.fault().empty() || !verify_consistency(old->size, now.size, proof, old->root, now.root)) {
      add(Severity::error, codes::kRolledBack, kCheckpoint, "归档日志不是另存的检查点的延续：历史被改写过", "从镜像恢复整个档案库");
    }
  }

  void plan() {
    std::map<std::string, std::pair<std::uint32_t, std::string>> last;
    for (const LogEntry& entry : entries_) {
      if (!is_version(entry)) continue;
      auto& [number, sha256] = last[entry.record_id];
      VersionJob job;
      job.entry = entry;
      job.previous = sha256;
      if (entry.number != number + 1) {
        job.findings.push_back(about(entry, Severity::error, codes::kChainBroken, kLog, "日志里第 " + std::to_string(number) + " 版之后是第 " + std::to_string(entry.number) + " 版"));
      }
      number = entry.number;
      sha256 = entry.sha256;
      owner_.emplace(sha256, entry);
      logged_[entry.record_id].insert(entry.number);
      if (options_.wants(entry.record_id)) jobs_.push_back(std::move(job));
    }
    for (const std::string& id : options_.only_records) {
      if (log_whole_ && !logged_.contains(id)) add(Severity::error, codes::kNoSuchRecord, kRecords, "档案库里没有记录“" + id + "”");
    }
  }

  // What lies in records/ and nobody logged: a filing that was stopped, or something slipped in.
  void check_folder(const std::set<fs::path>& pending) {
    const fs::path root = folder_ / kRecords;
    for (const char* name : {kArchiveFile, kArchiveSeal, kCertificates, kFonts, kLog, kCheckpoint, kRecords}) check_link(name);
    if (!env_.exists(root)) return;
    for (const std::string& shard : env_.list_dir(root)) {
      check_link(fs::path(kRecords) / shard);
      const bool of_ours = shard.size() == 2 && shard.find_first_not_of("0123456789abcdef") == std::string::npos;
      if (!of_ours || !env_.is_dir(root / shard)) {   // told once, whatever it holds
        add(Severity::warning, codes::kStrayFile, std::string(kRecords) + "/" + shard, "这个文件不属于档案库");
        continue;
      }
      for (const std::string& id : env_.list_dir(root / shard)) check_record_folder(fs::path(kRecords) / shard / id, id, pending);
    }
  }

  void check_link(const fs::path& relative, const std::string& id = {}) {
    if (auto link = link_at(env_, folder_, relative, id)) report_.findings.push_back(std::move(*link));
  }

  void check_record_folder(const fs::path& relative, const std::string& id, const std::set<fs::path>& pending) {
    if (!options_.wants(id)) return;
    check_link(relative, id);
    if (!env_.is_dir(folder_ / relative) || !valid_record_id(id) || record_folder(id) != relative) {
      return add(Severity::warning, codes::kStrayFile, relative.string(), "这个文件不属于档案库");
    }
    std::set<std::string> known{"events"};
    if (const auto found = logged_.find(id); found != logged_.end()) {
      for (const std::uint32_t number : found->second) {
        known.insert(version_name(number) + ".zip");
        known.insert(version_name(number) + ".receipt");
      }
    }
    for (const std::string& name : env_.list_dir(folder_ / relative)) {
      check_link(relative / name, id);
      if (known.contains(name)) continue;
      if (!log_whole_ && (name.ends_with(".zip") || name.ends_with(".receipt"))) continue;   // nobody can say whether it was logged
      const fs::path path = relative / name;
      if (pending.contains(path)) {
        report_.findings.push_back({Severity::warning, codes::kNotLogged, id, 0, path.string(), std::nullopt, "归档没有做完，日志里还没有它", "下一次归档会自动完成"});
      } else if (name.ends_with(".zip")) {
        report_.findings.push_back({Severity::error, codes::kNotLogged, id, 0, path.string(), std::nullopt, "归档日志里没有这个封存包：它是从外面放进来的", "移出档案库另行查明"});
      } else if (!name.ends_with(".tmp")) {
        report_.findings.push_back({Severity::warning, codes::kStrayFile, id, 0, path.string(), std::nullopt, "这个文件不属于档案库", ""});
      }
    }
  }

  std::set<fs::path> pending_files() {
    std::set<fs::path> out;
    if (!env_.exists(folder_ / kJournal)) return out;
    const auto journal = read_journal(env_, folder_, key_);
    if (!journal) {
      add(Severity::error, codes::kNotLogged, kJournal, "未完成归档的记录已损坏，或不是这个档案库写的", "查明来历后删除这个文件");
      return out;
    }
    add(Severity::warning, codes::kNotLogged, kJournal, "上一次归档没有做完", "下一次归档会自动完成");
    for (std::size_t i = 0; i < journal->items.size(); ++i) {
      for (const Placed& file : files_of(journal->items[i], i)) out.insert(file.to);
    }
    return out;
  }

  void check_versions() {
    std::uint64_t total = 0;
    std::vector<std::uint64_t> sizes(jobs_.size());
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      const fs::path path = folder_ / bundle_path(jobs_[i].entry.record_id, jobs_[i].entry.number);
      if (env_.exists(path)) total += sizes[i] = env_.file_size(path);
    }
    const VersionCheck check(env_, folder_, options_, trusted_, audit_, owner_);
    // In slices, so that progress is told on the caller's thread: each as long as it takes to be worth new threads.
    constexpr std::uint64_t kBytes = std::uint64_t{8} << 20;
    const std::size_t jobs = std::max(1U, options_.jobs);
    std::uint64_t done = 0;
    for (std::size_t first = 0, count = 0; first < jobs_.size(); first += count) {
      count = 0;
      for (std::uint64_t bytes = 0; first + count < jobs_.size() && count < 1024 * jobs && (bytes < kBytes * jobs || count < 16 * jobs); ++count) bytes += sizes[first + count];
      parallel_for(count, options_.jobs, [&](std::size_t i) { check.check(jobs_[first + i]); });
      for (VersionJob& job : std::span(jobs_).subspan(first, count)) {
        done += job.bytes;
        if (job.placed || job.destroyed) check_receipt(job);   // a tombstone takes the zip, never the receipt
        see(job);
      }
      if (options_.progress && !options_.progress(done, total)) {
        report_.stopped = true;
        return;
      }
    }
  }

  // Not more than fits: what is not kept is read again.
  void see(VersionJob& job) {
    constexpr std::size_t kKept = std::size_t{64} << 20;
    std::string text = std::move(job.version_json);
    if (text.empty() || seen_bytes_ + text.size() > kKept) return;
    seen_bytes_ += text.size();
    seen_.push_back({job.entry.leaf, job.bytes, std::move(text)});
  }

  void check_receipt(VersionJob& job) {
    const LogEntry& entry = job.entry;
    const fs::path relative = receipt_path(entry.record_id, entry.number);
    if (!env_.exists(folder_ / relative)) {
      job.findings.push_back(about(entry, Severity::warning, codes::kNoReceipt, relative.string(), "这一版没有回执；归档日志仍能证明它"));
      return;
    }
    if (!options_.deep || receipts_.proves(env_.read_file(folder_ / relative), entry)) return;
    job.findings.push_back(about(entry, Severity::error, codes::kBadReceipt, relative.string(), "回执损坏，不能证明这一版已经归档", kMirror));
  }

  // A face is kept when whoever filed gave its bytes; then it must be there unchanged.
  void check_faces() {
    const fs::path folder = folder_ / kFonts;
    if (!env_.exists(folder)) return;
    for (const std::string& name : env_.list_dir(folder)) {
      if (is_temporary(name)) continue;
      const std::string file = std::string(kFonts) + "/" + name;
      if (sign::hex(sign::sha256(env_.map_file(folder / name)->view())) != name) add(Severity::error, codes::kFaceDamaged, file, "保存的字体与它的摘要不符", kMirror);
    }
    std::set<std::string> wanted;
    for (const VersionJob& job : jobs_) wanted.insert(job.faces.begin(), job.faces.end());
    for (const std::string& one : wanted) {
      if (!env_.exists(folder / one)) add(Severity::warning, codes::kFaceMissing, std::string(kFonts) + "/" + one, "有的版本用到的字体没有保存，不能据此重现");
    }
  }

  /// What the findings leave standing. A version that was not reached is not spoken of.
  std::vector<std::string> remains() const {
    std::map<std::pair<std::string, std::uint32_t>, std::set<std::string>> bad;   // versions with an error → its files that differ
    bool log_good = log_good_;
    for (const Finding& f : report_.findings) {
      if (f.severity != Severity::error) continue;
      auto& files = bad[{f.record, f.version}];
      if (f.offset || f.code == codes::kFileMissing) files.insert(f.file);   // a file of the bundle, not the zip as a whole
      if (f.code == codes::kRolledBack) log_good = false;
    }
    if (bad.empty()) return {};
    std::vector<Remains> versions;
    for (const VersionJob& job : jobs_) {
      const auto found = bad.find({job.entry.record_id, job.entry.number});
      const bool good = found == bad.end();
      if (job.checked) versions.push_back({&job.entry, good, job.there, job.same, job.swapped, job.sealed, job.files, good ? 0 : found->second.size()});
    }
    return still_provable(versions, log_good, report_.log_size);
  }

  /// What is no error and speaks of a signer's certificate is the same for all he signed: told once, at the first of them.
  void fold_by_certificate() {
    std::map<std::pair<std::string_view, std::string>, std::pair<std::size_t, std::size_t>> first;   // code, certificate → where it is told, how many more
    std::vector<Finding> kept;
    for (Finding& f : report_.findings) {
      if (f.severity != Severity::error && !f.certificate.empty()) {
        const auto [at, is_new] = first.try_emplace({f.code, f.certificate}, kept.size(), 0);
        if (!is_new) {
          ++at->second.second;
          continue;
        }
      }
      kept.push_back(std::move(f));
    }
    for (const auto& [key, told] : first) {
      if (told.second > 0) kept[told.first].message += "（另有 " + std::to_string(told.second) + " 个签名也是这样，不再逐个列出）";
    }
    report_.findings = std::move(kept);
  }

  void collect() {
    std::set<std::string> records;
    for (VersionJob& job : jobs_) {
      records.insert(job.entry.record_id);
      report_.bytes += job.bytes;
      report_.files += job.files;
      if (job.checked) {
        ++report_.versions;
        if (job.destroyed) ++report_.destroyed;
        if (std::none_of(job.findings.begin(), job.findings.end(), [](const Finding& f) { return f.severity == Severity::error; })) ++report_.good_versions;
      }
      std::move(job.findings.begin(), job.findings.end(), std::back_inserter(report_.findings));
    }
    report_.records = records.size();
    report_.provable = remains();
    std::stable_sort(report_.findings.begin(), report_.findings.end(), order);
    fold_by_certificate();
  }

  Env& env_;
  fs::path folder_;
  sign::NoteKey key_;
  ReceiptCheck receipts_;
  const VerifyOptions& options_;
  std::vector<sign::Certificate> trusted_;
  VerifyReport report_;
  std::vector<LogEntry> entries_;
  std::vector<VersionJob> jobs_;
  std::vector<VersionSeen> seen_;
  std::size_t seen_bytes_ = 0;
  bool log_whole_ = false;                                   ///< every leaf could be read
  bool log_good_ = false;                                    ///< entries and tiles give the root that is signed
  EventAudit audit_;
  std::map<std::string, LogEntry> owner_;                    // zip SHA-256 → where it belongs
  std::map<std::string, std::set<std::uint32_t>> logged_;
};

VerifyReport refused(const Diagnostic& why) {
  VerifyReport out;
  out.findings.push_back({Severity::error, why.code, {}, 0, why.place.file ? *why.place.file : std::string{}, std::nullopt, why.message,
                          why.hints.empty() ? std::string{} : why.hints.front()});
  return out;
}

}  // namespace

VerifyReport Archive::verify(const VerifyOptions& options) {
  std::string note;
  auto checkpoint = impl_->checkpoint(&note);
  if (!checkpoint) return refused(checkpoint.error());
  Verifier verifier(impl_->env, impl_->folder, impl_->log_key, impl_->certificate, options);
  VerifyReport out = verifier.run(*checkpoint, std::move(note));
  if (!verifier.log_whole() && !out.stopped) {
    verify_alone(impl_->env, impl_->folder, options, verifier.zips_checked(), impl_->log_key, out);
    std::stable_sort(out.findings.begin(), out.findings.end(), order);
  }
  if (options.deep && options.only_records.empty() && out.intact()) {
    if (auto finding = impl_->check_catalogue(*checkpoint, verifier.take_seen())) out.findings.push_back(std::move(*finding));
  }
  if (const auto rule = impl_->numbering(); !rule) {
    out.findings.push_back({Severity::error, rule.error().code, {}, 0, kNumbering, std::nullopt, rule.error().message, rule.error().hints.front()});
  } else if (!rule.value() && verifier.numbered_by_rule()) {
    out.findings.push_back({Severity::warning, codes::kNumberingDamaged, {}, 0, kNumbering, std::nullopt, "档号的规则不见了，可是有的档号是按它编的",
                            "从镜像恢复（gongwen archive repair），或用 gongwen archive numbering 重新设定；已编的档号都在事件里，不受影响"});
  }
  if (!options.trusted.empty()) {
    const sign::CmsVerdict maker = sign::verify_cms(impl_->archive_seal, impl_->archive_json, options.trusted);
    if (!maker.good()) out.findings.push_back({Severity::error, codes::kSignerUnknown, {}, 0, kArchiveFile, std::nullopt, "档案库本身：" + maker.sentence(), ""});
  }
  return out;
}

VerifyReport verify_archive(Env& env, const fs::path& folder, const VerifyOptions& options) {
  auto archive = Archive::open(env, folder);
  if (archive) return archive->verify(options);
  VerifyReport out = refused(archive.error());
  verify_alone(env, folder, options, {}, sealed_log_key(env, folder, options), out);
  if (out.versions > 0) out.provable.insert(out.provable.begin(), "归档日志现在不能证明：哪些版本归了档、何时归档、少了没有，要等它恢复以后再核验");
  return out;
}

}  // namespace gongwen::archive
