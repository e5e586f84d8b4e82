#include "trust/archive/version_check_internal.h"

#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/bundle_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {

Finding about(const LogEntry& entry, Severity severity, std::string_view code, std::string file, std::string message, std::string hint) {
  return {severity, code, entry.record_id, entry.number, std::move(file), std::nullopt, std::move(message), std::move(hint)};
}

void VersionCheck::check(VersionJob& job) const {
  const LogEntry& entry = job.entry;
  job.checked = true;
  const fs::path relative = bundle_path(entry.record_id, entry.number);
  const fs::path path = folder_ / relative;
  const auto buried = audit_.buried.find({entry.record_id, entry.number});
  const bool is_buried = buried != audit_.buried.end() && buried->second == entry.sha256;
  if (!env_.exists(path)) {
    job.destroyed = is_buried;
    if (is_buried) return;
    const bool record_gone = !env_.exists(path.parent_path());
    job.findings.push_back(record_gone ? about(entry, Severity::error, codes::kRecordDropped, relative.parent_path().string(), "日志里的这个记录整个不见了", kMirror)
                                       : about(entry, Severity::error, codes::kVersionDropped, relative.string(), "日志里的这一版不见了", kMirror));
    return;
  }
  job.placed = true;
  if (is_buried) {
    job.findings.push_back(about(entry, Severity::warning, codes::kTombstone, relative.string(), "已经销毁的一版，封存包还在", "下一次归档会自动移除；没有移除的请手工删除"));
  }
  try {
    const auto bytes = env_.map_file(path);
    job.bytes = bytes->view().size();
    job.there = true;
    examine(job, bytes->view(), relative);
  } catch (const Error& e) {
    job.findings.push_back(about(entry, Severity::error, codes::kZipDiffers, relative.string(), std::string("封存包读不出来：") + e.what(), kMirror));
  }
}

void VersionCheck::examine(VersionJob& job, std::string_view zip, const fs::path& relative) const {
  const LogEntry& entry = job.entry;
  const std::string sha256 = sign::hex(sign::sha256(zip));
  const bool same = sha256 == entry.sha256;
  job.same = same;
  if (!same) {
    if (const auto other = owner_.find(sha256); other != owner_.end()) {
      job.swapped = true;
      job.findings.push_back(about(entry, Severity::error, codes::kSwapped, relative.string(),
                                   "这里放的是 " + other->second.record_id + " 第 " + std::to_string(other->second.number) + " 版的封存包", kMirror));
      return;
    }
  }
  if (same && !options_.deep) return;
  std::vector<sign::Certificate> with_sender;
  BundleReport inside = examine_bundle(zip, Place::in_file(relative.string()).file, trusted_for(entry, with_sender), options_.crls, sha256);
  job.files = inside.files;
  job.sealed = inside.seal.intact;
  for (Finding& f : inside.findings) {
    f.record = entry.record_id;
    f.version = entry.number;
    job.findings.push_back(std::move(f));
  }
  if (!same) {
    const bool remade = inside.intact();
    job.findings.push_back(about(entry, Severity::error, codes::kZipDiffers, relative.string(),
                                 remade ? "封存包被整个换过：它自身完整，由 " + inside.seal.signer->organisation + " 签名，但不是归档时的那一个" : "封存包与归档日志所记的不符，归档之后被改动过",
                                 kMirror));
  }
  if (inside.version && check_identity(job, *inside.version) && same) job.version_json = std::move(inside.version_json);
  check_moment(job, inside.seal);
}

// The signing time is what the signer says; the log's time stands under a checkpoint. A signature dated back to when its
// certificate was still valid is found here.
void VersionCheck::check_moment(VersionJob& job, const sign::CmsVerdict& seal) {
  if (!seal.intact || !seal.valid_when_signed || !seal.signer || (seal.time_stamp && seal.time_stamp->good())) return;
  const std::int64_t at = job.entry.at.unix_seconds;
  if (at >= seal.signer->not_before.unix_seconds && at <= seal.signer->not_after.unix_seconds) return;
  // A version sealed elsewhere may have come in late: then the seal's own time is all there is, and that is said.
  const Severity severity = job.entry.kind == "version" ? Severity::error : Severity::warning;
  job.findings.push_back(about(job.entry, severity, codes::kOutsideValidity, std::string(kSeal),
                               "日志证明它归档于 " + job.entry.at.iso() + "，那时签署人的证书不在有效期内（" + seal.signer->not_before.iso() + " 至 " +
                                   seal.signer->not_after.iso() + "）"));
}

bool VersionCheck::check_identity(VersionJob& job, const VersionInfo& version) {
  const LogEntry& entry = job.entry;
  const bool numbered_here = entry.kind == "version";   // a package keeps the number and predecessor its maker knew of
  const bool own = version.record_id == entry.record_id && (!numbered_here || version.number == entry.number);
  if (!own) {
    job.findings.push_back(about(entry, Severity::error, codes::kSwapped, std::string(kVersion),
                                 "封存包自称是 " + version.record_id + " 第 " + std::to_string(version.number) + " 版", kMirror));
  } else if (numbered_here && version.previous_sha256 != job.previous) {
    job.findings.push_back(about(entry, Severity::error, codes::kChainBroken, std::string(kVersion), "它所记的上一版不是档案库里的上一版"));
  }
  for (const Face& face : version.render.faces) job.faces.insert(face.sha256);
  return own;
}

/// A school's certificate is believed for just the package that a believed event says it sealed.
std::span<const sign::Certificate> VersionCheck::trusted_for(const LogEntry& entry, std::vector<sign::Certificate>& with_sender) const {
  const auto sender = audit_.senders.find(entry.sha256);
  if (entry.kind != "package" || sender == audit_.senders.end() || !sign::digest_from_hex(sender->second)) return trusted_;
  const fs::path file = fs::path(kCertificates) / (sender->second + ".pem");
  if (!env_.exists(folder_ / file)) return trusted_;
  auto read = sign::read_certificates(env_.read_file(folder_ / file), Place::in_file(file.string()).file);
  if (!read || read->front().fingerprint != sender->second) return trusted_;
  with_sender.assign(trusted_.begin(), trusted_.end());
  with_sender.push_back(read->front());
  return with_sender;
}

}  // namespace gongwen::archive
