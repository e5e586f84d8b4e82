#include "trust/archive/event_audit_internal.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/json_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

/// One record's leaves in the order of the log, and what was found about its events. Filled by one thread.
struct Life {
  std::string id;
  std::vector<const LogEntry*> leaves;
  std::vector<Finding> findings;
  std::uint64_t events = 0;
  std::map<std::uint32_t, std::string> buried;
  std::map<std::string, std::string> senders;
  bool by_rule = false;
};

class Auditor {
 public:
  Auditor(Env& env, const fs::path& folder, std::span<const LogEntry> log, std::span<const sign::Certificate> trusted, const VerifyOptions& options)
      : env_(env), folder_(folder), trusted_(trusted), options_(options) {
    for (const LogEntry& entry : log) {
      if (entry.kind == "event") owner_.emplace(entry.sha256, &entry);
      Life& life = lives_[entry.record_id];
      life.id = entry.record_id;
      life.leaves.push_back(&entry);
    }
  }

  EventAudit run(const std::set<fs::path>& pending) {
    std::vector<Life*> all;
    for (auto& [id, life] : lives_) {
      if (options_.wants(id)) all.push_back(&life);
    }
    parallel_for(all.size(), options_.jobs, [&](std::size_t i) {
      follow(*all[i]);
      look_around(*all[i], pending);
    });
    EventAudit out;
    for (Life* const life : all) {
      out.events += life->events;
      out.by_rule = out.by_rule || life->by_rule;
      for (const auto& [version, sha256] : life->buried) out.buried.emplace(std::pair(life->id, version), sha256);
      out.senders.merge(life->senders);
      std::move(life->findings.begin(), life->findings.end(), std::back_inserter(out.findings));
    }
    return out;
  }

 private:
  static void add(Life& life, std::string_view code, const fs::path& file, std::string message, std::string hint = kMirror, Severity severity = Severity::error) {
    life.findings.push_back({severity, code, life.id, 0, file.string(), std::nullopt, std::move(message), std::move(hint)});
  }
  static std::string called(const LogEntry& entry) { return "第 " + std::to_string(entry.number) + " 个事件"; }

  /// The record's state along its leaves.
  struct Walk {
    State state = State::filed;
    State before_version = State::filed;      ///< of the version that has just come
    bool fresh = false;                       ///< the last leaf was a version
    std::uint32_t number = 0;                 ///< of the last event
    std::string sha256;                       ///< of the last event
    std::map<std::uint32_t, std::string> zips;
  };

  void follow(Life& life) const {
    Walk walk;
    for (const LogEntry* const entry : life.leaves) {
      if (is_version(*entry)) {
        if (walk.state == State::destroyed) add(life, codes::kEventOrder, kLog, "销毁之后又归了第 " + std::to_string(entry->number) + " 版", "");
        walk.before_version = walk.state;
        walk.state = State::filed;
        walk.fresh = true;
        walk.zips[entry->number] = entry->sha256;
      } else if (entry->kind == "event") {
        event(life, *entry, walk);
      }
    }
  }

  void event(Life& life, const LogEntry& entry, Walk& walk) const {
    ++life.events;
    const fs::path file = event_path(entry.record_id, entry.number);
    const std::string previous = walk.sha256;
    if (entry.number != walk.number + 1) {
      add(life, codes::kEventOrder, kLog, "日志里" + std::string("第 ") + std::to_string(walk.number) + " 个事件之后是第 " + std::to_string(entry.number) + " 个", "");
    }
    walk.number = entry.number;
    walk.sha256 = entry.sha256;
    const auto bytes = read(life, entry, file);
    if (!bytes) {
      walk.fresh = false;
      return;
    }
    const auto e = parse_event(*bytes);
    if (!e || e->record_id != entry.record_id || e->number != entry.number) {
      add(life, codes::kEventOrder, file, called(entry) + "自称是" + (e ? " " + e->record_id + " 第 " + std::to_string(e->number) + " 个事件" : "别的东西"));
      return;
    }
    if (e->previous_sha256 != previous) add(life, codes::kEventOrder, file, called(entry) + "（" + std::string(chinese_name_of(e->kind)) + "）所记的上一个事件不是档案库里的上一个", "");
    const bool brought = e->kind == EventKind::submitted || e->kind == EventKind::received;
    const State from = brought && walk.fresh ? walk.before_version : walk.state;
    if (!may_happen(from, e->kind)) {
      add(life, codes::kEventOrder, file, called(entry) + "（" + std::string(chinese_name_of(e->kind)) + "）不应发生：当时" + std::string(chinese_name_of(from)), "");
    }
    walk.state = after(from, e->kind);
    walk.fresh = false;
    if (e->kind == EventKind::numbered && !text_at(e->details, "pattern").empty()) life.by_rule = true;
    if (e->kind == EventKind::destroyed) tombstone(life, *e, file, walk);
    const std::size_t before = life.findings.size();
    seal(life, entry, *e, *bytes);
    const bool believed = life.findings.size() == before;
    if (believed && e->kind == EventKind::submitted) life.senders.emplace(text_at(e->details, "package"), text_at(e->details, "signer"));
  }

  std::optional<std::string> read(Life& life, const LogEntry& entry, const fs::path& file) const {
    if (!env_.exists(folder_ / file)) {
      add(life, codes::kEventDropped, file, "日志里的" + called(entry) + "不见了");
      return std::nullopt;
    }
    std::string bytes;
    try {
      bytes = env_.read_file(folder_ / file);
    } catch (const Error& error) {
      add(life, codes::kEventDiffers, file, called(entry) + "读不出来：" + error.what());
      return std::nullopt;
    }
    const std::string sha256 = sign::hex(sign::sha256(bytes));
    if (sha256 == entry.sha256) return bytes;
    if (const auto other = owner_.find(sha256); other != owner_.end()) {
      add(life, codes::kEventOrder, file, "这里放的是 " + other->second->record_id + " " + called(*other->second));
    } else {
      const auto e = parse_event(bytes);
      add(life, codes::kEventDiffers, file, called(entry) + "与归档日志所记的不符，写下之后被改动或换过" + (e ? "；现在写的是“" + std::string(chinese_name_of(e->kind)) + "”" : ""));
    }
    return std::nullopt;
  }

  void seal(Life& life, const LogEntry& entry, const Event& e, const std::string& bytes) const {
    const fs::path file = event_seal_path(entry.record_id, entry.number);
    if (!env_.exists(folder_ / file)) return add(life, codes::kEventSeal, file, called(entry) + "没有签名");
    if (!options_.deep) return;
    std::string signature;
    try {
      signature = env_.read_file(folder_ / file);
    } catch (const Error& error) {
      return add(life, codes::kEventSeal, file, called(entry) + "的签名读不出来：" + error.what());
    }
    const sign::CmsVerdict verdict = sign::check_cms(signature, bytes, {trusted_, options_.crls, std::nullopt, {}});
    if (!verdict.intact) return add(life, codes::kEventSeal, file, called(entry) + "的签名不对：" + verdict.reason);
    if (!verdict.good()) return add(life, codes::kEventSeal, file, called(entry) + "：" + verdict.sentence(), "");
    if (verdict.signer && verdict.signer->fingerprint != e.certificate) add(life, codes::kEventSeal, file, called(entry) + "里的证书指纹不是签署人的证书", "");
  }

  static void tombstone(Life& life, const Event& e, const fs::path& file, const Walk& walk) {
    std::map<std::uint32_t, std::string> named;
    for (const Tombstone& one : tombstones_of(e)) named[one.version] = one.sha256;
    if (named != walk.zips) add(life, codes::kTombstone, file, "销毁记录所列的版本与归档日志的不一致", "");
    for (const auto& [version, sha256] : named) {
      const auto logged = walk.zips.find(version);
      if (logged != walk.zips.end() && logged->second == sha256) life.buried.emplace(version, sha256);
    }
  }

  /// What lies in the record's events folder and nobody logged.
  void look_around(Life& life, const std::set<fs::path>& pending) const {
    const fs::path relative = event_path(life.id, 1).parent_path();
    if (!env_.exists(folder_ / relative)) return;
    std::set<std::string> known;
    for (const LogEntry* const entry : life.leaves) {
      if (entry->kind != "event") continue;
      known.insert(event_path(life.id, entry->number).filename().string());
      known.insert(event_seal_path(life.id, entry->number).filename().string());
    }
    for (const std::string& name : env_.list_dir(folder_ / relative)) {
      if (auto link = link_at(env_, folder_, relative / name, life.id)) life.findings.push_back(std::move(*link));
      if (known.contains(name) || name.ends_with(".tmp")) continue;
      const fs::path file = relative / name;
      if (pending.contains(file)) add(life, codes::kNotLogged, file, "没有做完，日志里还没有它", "下一次归档会自动完成", Severity::warning);
      else if (name.ends_with(".json") || name.ends_with(".p7s")) add(life, codes::kEventNotLogged, file, "归档日志里没有这个事件：它是从外面放进来的", "移出档案库另行查明");
      else add(life, codes::kStrayFile, file, "这个文件不属于档案库", "", Severity::warning);
    }
  }

  Env& env_;
  const fs::path& folder_;
  std::span<const sign::Certificate> trusted_;
  const VerifyOptions& options_;
  std::map<std::string, Life> lives_;
  std::map<std::string, const LogEntry*> owner_;   // event's SHA-256 → where it belongs
};

}  // namespace

// What a link leads to is checked as if it stood there; but whoever copies the archive may copy only the link.
std::optional<Finding> link_at(Env& env, const fs::path& folder, const fs::path& relative, const std::string& record_id) {
  const fs::path path = folder / relative;
  if (!env.is_link(path)) return std::nullopt;
  const fs::path target = env.real_path(path);
  const fs::path within = target.lexically_relative(env.real_path(folder));
  const bool outside = within.empty() || *within.begin() == "..";
  return Finding{outside ? Severity::error : Severity::warning, codes::kStrayFile, record_id, 0, relative.string(), std::nullopt,
                 outside ? "这里是一个符号链接，指到档案库之外：" + target.string() : "这里是一个符号链接，指到档案库的另一处：" + within.string(),
                 "删除链接，把它指向的内容原样放到这里，再核验一次"};
}

EventAudit audit_events(Env& env, const fs::path& folder, std::span<const LogEntry> log, std::span<const sign::Certificate> trusted,
                        const VerifyOptions& options, const std::set<fs::path>& pending) {
  return Auditor(env, folder, log, trusted, options).run(pending);
}

}  // namespace gongwen::archive
