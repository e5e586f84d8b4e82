#pragma once

// The signed receipt of a package (FORMAT.md 9), checked by whoever keeps it: with nothing of the archive.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/archive/finding.h"
#include "trust/sign/cms.h"
#include "trust/sign/note.h"

namespace gongwen::archive {

/// What a receipt says.
struct PackageReceipt {
  std::string archive, organisation, actor, record_id, title;
  std::string package;              ///< SHA-256 of the package as it came
  std::uint32_t version = 0;        ///< it was filed as
  Instant received_at;
  std::uint64_t leaf = 0;           ///< of the version in the log
  std::uint64_t log_size = 0;       ///< of the checkpoint inside
};

struct ReceiptReport {
  std::vector<Finding> findings;
  sign::CmsVerdict seal;                  ///< of the receiver
  std::optional<PackageReceipt> receipt;  ///< nothing: it is none, or says what cannot be read
  bool intact() const noexcept;           ///< no finding is an error
};

/// Checks a receipt: the receiver's signature over it, that the event in it is the one the log has behind the version, and that both
/// audit paths lead to the root of the checkpoint inside.
///
/// cms      the detached signature kept beside it (`.p7s`); empty: A057.
/// log_key  of the archive, got elsewhere: the checkpoint's signature is checked as well (A033 …); else only the receiver vouches for it.
/// Errors in the findings: A080 it is none or does not prove what it says, A056, A057, and sign::remarks. Threads reads only its arguments.
ReceiptReport verify_package_receipt(std::string_view bytes, std::string_view cms, const sign::CmsCheck& with, const std::optional<sign::NoteKey>& log_key);

/// The checkpoint that somebody kept: inside a receipt of a package, inside a tlog-proof (`v0001.receipt`), or the text itself.
std::string kept_checkpoint(std::string text);

}  // namespace gongwen::archive
