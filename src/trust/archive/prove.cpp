#include "trust/archive/prove.h"

#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"

namespace gongwen::archive {
namespace {

/// A checkpoint somebody gives us: signed by this archive's log key and naming its log.
Result<Checkpoint> given(const Archive& archive, std::string_view note, const std::string& name) {
  const Place::Name file = Place::in_file(name).file;
  auto text = sign::verify_note(note, archive.log_key(), file);
  if (!text) return text.error();
  auto out = parse_checkpoint(*text, file);
  if (out && out->origin != archive.log_key().name) return archive_fault(codes::kBadCheckpoint, name, "这个检查点属于另一个档案库");
  return out;
}

Diagnostic damaged(const Archive& archive, const std::string& file) {
  return archive_fault(codes::kLogDamaged, archive.folder() / kLog / file, "归档日志的文件缺失或损坏", {"用 gongwen archive verify 查明，从镜像恢复"});
}

}  // namespace

Result<std::string> prove_version(Archive& archive, const std::string& record_id, std::uint32_t number) {
  auto entries = archive.history(record_id);
  if (!entries) return entries.error();
  const LogEntry* found = nullptr;
  for (const LogEntry& one : *entries) {
    if (is_version(one) && (number == 0 || one.number == number)) found = &one;
  }
  if (found == nullptr) {
    return archive_fault(codes::kNoSuchVersion, archive.folder(), "记录“" + record_id + "”没有第 " + std::to_string(number) + " 版");
  }
  return archive.prove(found->leaf);
}

Result<std::string> prove_growth(Archive& archive, const GivenCheckpoint& older, const GivenCheckpoint& newer) {
  const std::string now = archive.checkpoint();
  auto standing = given(archive, now, kCheckpoint);
  auto from = given(archive, older.text, older.name);
  auto to = newer.text.empty() ? standing : given(archive, newer.text, newer.name);
  if (!standing) return standing.error();
  if (!from) return from.error();
  if (!to) return to.error();
  if (from->size > to->size) {
    return archive_fault(codes::kCheckpointOrder, older.name, "旧检查点有 " + std::to_string(from->size) + " 条，比新检查点的 " + std::to_string(to->size) + " 条还多",
                         {newer.text.empty() ? "档案库可能被退回过：用 gongwen archive verify --since 核对" : "请把两个检查点对调"});
  }
  if (to->size > standing->size) {
    return archive_fault(codes::kRolledBack, kCheckpoint, "新检查点有 " + std::to_string(to->size) + " 条，档案库现在只有 " + std::to_string(standing->size) + " 条：它被退回过",
                         {"从镜像恢复整个档案库"});
  }
  LogStore store(archive.env(), archive.folder() / kLog, to->size);
  const auto proof = consistency_proof(store.range_root(), from->size, to->size);
  const Hash root = store.root();
  if (!store.fault().empty()) return damaged(archive, store.fault());
  if (root != to->root || !verify_consistency(from->size, to->size, proof, from->root, to->root)) {
    return archive_fault(codes::kRolledBack, kCheckpoint, "归档日志不是所给检查点的延续：历史被改写过", {"从镜像恢复整个档案库"});
  }
  std::string out = "old " + std::to_string(from->size) + "\n";
  for (const Hash& hash : proof) out += sign::base64(sign::bytes_of(hash)) + "\n";
  return out + "\n" + (newer.text.empty() ? now : newer.text);
}

}  // namespace gongwen::archive
