#pragma once

// A second copy of an archive, and how it heals the first. Both need no key: what is copied is proved by the signed log.

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/base/result.h"
#include "trust/archive/archive.h"

namespace gongwen::archive {

struct MirrorOptions {
  unsigned jobs = 1;
  Progress progress;                   ///< versions looked at
};

struct MirrorReport {
  std::uint64_t versions = 0;          ///< in the log
  std::uint64_t copied = 0;            ///< bundles copied now; the others were there, and their SHA-256 was checked
  std::uint64_t removed = 0;           ///< bundles taken out of the mirror because a tombstone names them
  std::uint64_t bytes = 0;             ///< of the files copied
  std::uint64_t log_size = 0;          ///< of the mirror's checkpoint now
  std::vector<Finding> findings;       ///< what could not be copied because the archive's own copy is damaged
  bool stopped = false;                ///< by the progress callback: the mirror keeps its older checkpoint and is whole
  bool complete() const noexcept;      ///< not stopped, no finding of severity error
};

/// Brings `mirror` up to the archive in `folder`: a full archive of its own, that opens, lists and verifies. Only what is missing or
/// damaged there is copied, only when it is what the log says, each file under a temporary name first; the checkpoint comes last,
/// so a mirror that was stopped is the older mirror. Destroyed is destroyed: what a tombstone names is not copied, and leaves the
/// mirror once its checkpoint covers the tombstone.
///
/// Errors those of Archive::open; A183 the folder of the mirror holds something else or another archive; A066 the mirror is in use;
///        A082 the mirror's log is not the beginning of the archive's: the archive was rolled back, and the mirror is the better one;
///        A072 the archive's log is damaged; Error.
Result<MirrorReport> mirror(Env& env, const fs::path& folder, const fs::path& mirror, const MirrorOptions& options = {});

struct RepairReport {
  std::vector<std::string> repaired;   ///< paths inside the archive, sorted
  std::vector<std::string> removed;    ///< bundles that a tombstone names, sorted: they are not brought back, and leave the archive too
  std::vector<Finding> left;           ///< what the mirror could not heal
  bool whole() const noexcept { return left.empty(); }
};

/// Replaces what is missing or damaged in `folder` by good copies from a mirror, and makes anew what follows from the rest (receipts,
/// hashes of the log). Nothing is believed because the mirror says so: bundles must have the digest of their leaf, the log must give
/// the root of a signed checkpoint. When the mirror's log is longer, the archive gets what it lacks. What was replaced is kept under
/// `replaced/`, for whoever looks into the matter; what a tombstone names is neither fetched nor kept.
///
/// Errors A183 the mirror is of another archive, or none; A066; A082 the two logs went different ways; Error.
Result<RepairReport> repair(Env& env, const fs::path& folder, const fs::path& mirror, const MirrorOptions& options = {});

}  // namespace gongwen::archive
