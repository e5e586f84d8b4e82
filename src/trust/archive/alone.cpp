#include "trust/archive/alone_internal.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "trust/archive/bundle.h"
#include "trust/archive/event_audit_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/sign/cms.h"

namespace gongwen::archive {
namespace {

/// One zip and what was found about it. Filled by one thread.
struct Lone {
  fs::path file;
  std::string record;
  std::uint32_t version = 0;
  std::uint64_t size = 0;
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  std::string sha256;
  bool intact = false;
  std::string sealer;                  ///< when it is one of the trusted
  std::vector<Finding> findings;
};

/// 7 for `v0007.zip`, 0 for anything else.
std::uint32_t version_of(const std::string& name) {
  std::uint32_t out = 0;
  if (!name.starts_with('v') || !name.ends_with(".zip")) return 0;
  std::from_chars(name.data() + 1, name.data() + name.size() - 4, out);
  return version_name(out) + ".zip" == name ? out : 0;
}

std::vector<std::string> names_in(Env& env, const fs::path& folder) { return env.is_dir(folder) ? env.list_dir(folder) : std::vector<std::string>{}; }

std::vector<Lone> lone_zips(Env& env, const fs::path& folder, const VerifyOptions& options, const std::set<fs::path>& known) {
  std::vector<Lone> out;
  for (const std::string& shard : names_in(env, folder / kRecords)) {
    for (const std::string& id : names_in(env, folder / kRecords / shard)) {
      const fs::path home = fs::path(kRecords) / shard / id;
      if (!options.wants(id) || !valid_record_id(id) || record_folder(id) != home) continue;
      for (const std::string& name : names_in(env, folder / home)) {
        const std::uint32_t version = version_of(name);
        const fs::path file = home / name;
        if (version == 0 || known.contains(file) || !env.exists(folder / file)) continue;
        Lone one;
        one.file = file;
        one.record = id;
        one.version = version;
        one.size = env.file_size(folder / file);
        out.push_back(std::move(one));
      }
    }
  }
  return out;
}

void examine_lone(Env& env, const fs::path& folder, const VerifyOptions& options, Lone& one) {
  const auto add = [&](std::string_view code, std::string message) {
    one.findings.push_back({Severity::error, code, one.record, one.version, one.file.string(), std::nullopt, std::move(message), kMirror});
  };
  try {
    const auto zip = env.map_file(folder / one.file);
    one.bytes = zip->view().size();
    BundleReport inside = verify_bundle(zip->view(), Place::in_file(one.file.string()).file, options.trusted, options.crls);
    one.files = inside.files;
    one.sha256 = inside.sha256;
    one.intact = inside.intact();
    if (inside.trusted()) one.sealer = inside.seal.signer->organisation + " " + inside.seal.signer->printed_fingerprint();
    for (Finding& f : inside.findings) {
      if (f.severity == Severity::note) continue;   // that nobody was given to trust is said once, not of every bundle
      f.record = one.record;
      f.version = one.version;
      one.findings.push_back(std::move(f));
    }
    // A package keeps the number its maker knew of: only the record can be compared.
    if (inside.version && inside.version->record_id != one.record) {
      one.intact = false;
      add(codes::kSwapped, "封存包自称是 " + inside.version->record_id + " 第 " + std::to_string(inside.version->number) + " 版");
    }
  } catch (const Error& e) {
    add(codes::kZipDiffers, std::string("封存包读不出来：") + e.what());
  }
}

bool has_proof(Env& env, const fs::path& folder, const Lone& one, ReceiptCheck& receipts) {
  const fs::path file = folder / receipt_path(one.record, one.version);
  if (!env.exists(file) || env.is_dir(file)) return false;
  const std::string bytes = env.read_file(file);
  const auto receipt = parse_receipt(bytes);
  const auto entry = receipt ? parse_leaf(receipt->leaf, receipt->index) : std::nullopt;
  return entry && entry->record_id == one.record && entry->number == one.version && entry->sha256 == one.sha256 && receipts.proves(bytes, *entry);
}

}  // namespace

void verify_alone(Env& env, const fs::path& folder, const VerifyOptions& options, const std::set<fs::path>& known, const std::optional<sign::NoteKey>& key,
                  VerifyReport& report) {
  std::vector<Lone> all = lone_zips(env, folder, options, known);
  if (all.empty()) return;
  std::optional<ReceiptCheck> receipts;
  if (key) receipts.emplace(*key);
  std::uint64_t total = 0, done = 0, intact = 0, proved = 0;
  for (const Lone& one : all) total += one.size;
  std::map<std::string, std::uint64_t> sealers;
  std::set<std::string> records;
  const std::size_t slice = std::size_t{16} * std::max(1U, options.jobs);
  for (std::size_t first = 0; first < all.size() && !report.stopped; first += slice) {
    const std::size_t count = std::min(slice, all.size() - first);
    parallel_for(count, options.jobs, [&](std::size_t i) { examine_lone(env, folder, options, all[first + i]); });
    for (Lone& one : std::span(all).subspan(first, count)) {
      done += one.bytes;
      ++report.versions;
      report.bytes += one.bytes;
      report.files += one.files;
      records.insert(one.record);
      if (one.findings.empty()) ++report.good_versions;
      if (one.intact) {
        ++intact;
        if (!one.sealer.empty()) ++sealers[one.sealer];
        if (receipts && has_proof(env, folder, one, *receipts)) ++proved;
      }
      std::move(one.findings.begin(), one.findings.end(), std::back_inserter(report.findings));
    }
    report.stopped = options.progress && !options.progress(done, total);
  }
  report.records += records.size();
  if (intact == 0) return;
  report.provable.push_back(std::to_string(intact) + " 个封存包自身完整：里面的文件从封存起没有变过" +
                            (options.trusted.empty() ? "；是谁封存的，用 --trust 给出另行取得的证书才能证明" : ""));
  for (const auto& [sealer, count] : sealers) report.provable.push_back("其中 " + std::to_string(count) + " 个的签名按 --trust 给出的证书核对无误，封存者是 " + sealer);
  if (proved > 0) report.provable.push_back(std::to_string(proved) + " 份回执按 archive.json 里的日志公钥核对无误：这些封存包归档时已在日志里");
}

std::optional<sign::NoteKey> sealed_log_key(Env& env, const fs::path& folder, const VerifyOptions& options) {
  for (const char* name : {kArchiveFile, kArchiveSeal}) {
    if (!env.exists(folder / name) || env.is_dir(folder / name)) return std::nullopt;
  }
  const std::string text = env.read_file(folder / kArchiveFile);
  const sign::CmsVerdict seal = sign::verify_cms(env.read_file(folder / kArchiveSeal), text, options.trusted);
  if (!seal.intact || (!options.trusted.empty() && !seal.good())) return std::nullopt;
  Diagnostics ignored;
  const auto root = json::parse(text, Place::in_file(kArchiveFile).file, ignored);
  auto key = root && root->is(json::Kind::object) ? sign::parse_note_key(text_at(*root, "log_key")) : Result<sign::NoteKey>(Diagnostic{});
  if (!key || key->name != text_at(*root, "origin")) return std::nullopt;
  return *key;
}

}  // namespace gongwen::archive
