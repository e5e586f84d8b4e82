#include "trust/archive/package_receipt.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/events.h"
#include "trust/archive/json_internal.h"
#include "trust/sign/digest.h"
#include "trust/sign/remarks.h"

namespace gongwen::archive {
namespace {

using json::Kind;
using json::Node;

std::optional<Node> object_of(std::string_view bytes) {
  Diagnostics ignored;
  auto node = json::parse(bytes, Place::in_file("receipt").file, ignored);
  return node && node->is(Kind::object) ? std::move(node) : std::nullopt;
}

/// A tlog-proof whose path leads from its leaf to the root its checkpoint names. The checkpoint's signature is left aside.
struct Proved {
  LogEntry entry;
  Checkpoint at;
};
std::optional<Proved> proved(std::string_view proof) {
  const auto receipt = parse_receipt(proof);
  if (!receipt) return std::nullopt;
  const std::size_t end = receipt->checkpoint.find("\n\n");
  if (end == std::string::npos) return std::nullopt;
  auto at = parse_checkpoint(std::string_view(receipt->checkpoint).substr(0, end + 1), Place::in_file("checkpoint").file);
  auto entry = parse_leaf(receipt->leaf, receipt->index);
  if (!at || !entry || receipt->index >= at->size) return std::nullopt;
  if (!verify_inclusion(leaf_hash(receipt->leaf), receipt->index, at->size, receipt->proof, at->root)) return std::nullopt;
  return Proved{std::move(*entry), std::move(at).value()};
}

}  // namespace

bool ReceiptReport::intact() const noexcept {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

ReceiptReport verify_package_receipt(std::string_view bytes, std::string_view cms, const sign::CmsCheck& with, const std::optional<sign::NoteKey>& log_key) {
  ReceiptReport report;
  const auto add = [&](Severity severity, std::string_view code, std::string message, std::string hint = {}) {
    report.findings.push_back({severity, code, {}, 0, {}, std::nullopt, std::move(message), std::move(hint)});
  };
  const auto wrong = [&](std::string message) { add(Severity::error, codes::kBadReceipt, std::move(message)); };
  const auto node = object_of(bytes);
  if (!node || text_at(*node, "kind") != "receipt" || count_at(*node, "format") != 1U || json::canonical(*node) != bytes) {
    wrong("不是收件回执，或已损坏");
    return report;
  }
  if (cms.empty()) {
    add(Severity::error, codes::kSealMissing, "回执旁边没有它的签名", "签名与回执同名，后面加 .p7s，请放在一起");
  } else {
    report.seal = sign::check_cms(cms, bytes, with);
    if (!report.seal.intact) {
      add(Severity::error, codes::kSealBroken, "签名与回执不符：回执或签名在收件之后被改动过");
    } else {
      for (sign::Remark& r : sign::remarks(report.seal, with)) add(r.severity, r.code, std::move(r.message), std::move(r.hint));
      if (text_at(*node, "certificate") != report.seal.signer->fingerprint) wrong("回执里的证书指纹不是签署人的证书");
    }
  }
  PackageReceipt said;
  said.archive = text_at(*node, "archive");
  said.organisation = text_at(*node, "organisation");
  said.actor = text_at(*node, "actor");
  said.record_id = text_at(*node, "record");
  said.title = text_at(*node, "title");
  said.package = text_at(*node, "package");
  const auto version = count_at(*node, "version");
  const auto at = parse_instant(text_at(*node, "received_at"));
  const auto event = parse_event(text_at(*node, "event"));
  if (!version || *version == 0 || *version > 999'999 || !at || !event) {
    wrong("回执已损坏：版本、时间或收件记录读不出来");
    return report;
  }
  said.version = static_cast<std::uint32_t>(*version);
  said.received_at = *at;
  const auto filed = proved(text_at(*node, "version_proof"));
  const auto came = proved(text_at(*node, "event_proof"));
  if (!filed || !came) {
    wrong("回执里的证明不成立：它没有证明封存包和收件记录在归档日志里");
  } else {
    said.leaf = filed->entry.leaf;
    said.log_size = filed->at.size;
    const bool same = filed->entry.kind == "package" && filed->entry.record_id == said.record_id && filed->entry.number == said.version &&
                      filed->entry.sha256 == said.package && came->entry.kind == "event" && came->entry.record_id == said.record_id &&
                      came->entry.leaf == filed->entry.leaf + 1 && came->entry.sha256 == sign::hex(sign::sha256(text_at(*node, "event")));
    if (!same) wrong("回执所说的，和它证明在归档日志里的，不是同一回事");
  }
  if (event->kind != EventKind::submitted || event->record_id != said.record_id || event->version != said.version || text_at(event->details, "package") != said.package) {
    wrong("回执和它里面的收件记录说的不是同一个封存包");
  }
  if (!log_key) {
    add(Severity::note, codes::kSignerUnknown, "没有给出归档日志的公钥，检查点只由回执的签署人担保", "用 --log-key 给出收件单位的日志公钥（gongwen archive checkpoint 会写出）");
  } else {
    for (const char* const which : {"version_proof", "event_proof"}) {
      const auto signed_note = sign::verify_note(kept_checkpoint(text_at(*node, which)), *log_key, Place::in_file("checkpoint").file);
      if (signed_note) continue;
      add(Severity::error, signed_note.error().code, signed_note.error().message);
      break;
    }
  }
  report.receipt = std::move(said);
  return report;
}

std::string kept_checkpoint(std::string text) {
  if (text.starts_with("{")) {
    const auto node = object_of(text);
    return node ? kept_checkpoint(text_at(*node, "version_proof")) : text;
  }
  const auto receipt = parse_receipt(text);
  return receipt ? receipt->checkpoint : text;
}

}  // namespace gongwen::archive
