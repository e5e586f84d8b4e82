// The archive's rule for 档号, kept in a note signed with its log key; and what the writer asks of a number before it is given.

#include "foundation/base/codes.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/planner_internal.h"
#include "trust/sign/note.h"

namespace gongwen::archive {

Result<std::optional<Numbering>> Archive::Impl::numbering() {
  const fs::path path = folder / kNumbering;
  if (!env.exists(path)) return std::optional<Numbering>{};
  const auto text = sign::verify_note(env.read_file(path), log_key, Place::in_file(path.string()).file);
  auto read = text ? parse_numbering(text.value()) : std::nullopt;
  if (read) return read;
  return archive_fault(codes::kNumberingDamaged, path, "档号的规则损坏，或不是这个档案库写的", {"从镜像恢复，或用 gongwen archive numbering 重新设定；已编的档号都在事件里，不受影响"});
}

Result<std::optional<Numbering>> Archive::numbering() { return impl_->numbering(); }

bool Archive::set_numbering(const Numbering& numbering, const sign::Identity& identity, Diagnostics& out) {
  if (!check_numbering(numbering, out)) return false;
  const auto begun = impl_->begin(identity, out);
  if (!begun) return false;
  write_file_atomic(impl_->env, impl_->folder / kNumbering, sign::sign_note(*identity.log, impl_->log_key.name, write_numbering(numbering)), true);
  return true;
}

std::optional<std::string> Archive::holder_of(const std::string& archive_number) {
  auto found = impl_->ask([&](Catalogue& known) { return known.numbered(archive_number); });
  if (!found) throw Error(found.error().message);
  return std::move(found).value();
}

const Numbering* Planner::numbering(Diagnostics& out) {
  if (!numbering_) numbering_ = impl_.numbering();
  if (!numbering_->has_value()) {
    out.add(numbering_->error());
    return nullptr;
  }
  const std::optional<Numbering>& read = numbering_->value();
  return read ? &*read : nullptr;
}

bool Planner::number_free(const std::string& id, const std::string& number, NumberParts& parts, Diagnostics& out) {
  const std::size_t faults = out.size();
  const Numbering* const rule = numbering(out);
  if (out.size() != faults) return false;
  if (number.empty()) {
    out.add(archive_fault(codes::kBadArchiveNumber, id, "档号是空的"));
    return false;
  }
  if (rule != nullptr) {
    auto read = read_number(*rule, number);
    if (!read) {
      Diagnostic d = read.error();
      d.place = Place::in_file(id);
      out.add(std::move(d));
      return false;
    }
    parts = std::move(read).value();
  }
  const auto planned = numbers_.find(number);
  const std::string holder = planned != numbers_.end() ? planned->second : begun_.known->numbered(number).value_or(id);
  if (holder != id) {
    out.add(archive_fault(codes::kArchiveNumberTwice, id, "档号“" + number + "”已经给了“" + holder + "”", {"一个档号只给一件；用 gongwen archive list --number " + number + " 查看"}));
    return false;
  }
  numbers_[number] = id;
  return true;
}

/// What the archive adds to the metadata of a version it seals itself.
bool Planner::describe(const Bundle& bundle, ArchiveSide& side, Diagnostics& out) {
  if (!bundle.metadata.archive_number.empty() && !number_free(bundle.record_id, bundle.metadata.archive_number, side.parts, out)) return false;
  Diagnostics ignored;   // a damaged rule stops nobody from filing what has no 档号
  if (const Numbering* const known = numbering(ignored)) {
    side.archives = known->archives;
    side.archives_code = known->archives_code;
    side.fonds_name = known->fonds_name;
    side.creator = known->creator;
  }
  return true;
}

}  // namespace gongwen::archive
