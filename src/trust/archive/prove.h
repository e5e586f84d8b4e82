#pragma once

// Proofs out of the archive's log, for others to keep and to check without us: that a version is in it, and that it only grew
// between two checkpoints. Their forms are C2SP's; FORMAT.md 5.

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/result.h"
#include "trust/archive/archive.h"

namespace gongwen::archive {

/// Proof that a version is in the log of the newest checkpoint: a receipt made anew (C2SP tlog-proof).
/// number  0: the newest.
/// Errors A065, A071, A072, A073.
Result<std::string> prove_version(Archive& archive, const std::string& record_id, std::uint32_t number);

/// A checkpoint somebody kept, and what to call it in messages: its file.
struct GivenCheckpoint { std::string name, text; };

/// Proof that the log of `newer` begins with the whole log of `older`, both signed checkpoints of this archive: `old <size>`, the
/// hashes of RFC 9162 section 2.1.4.1 in base64, an empty line, the newer checkpoint (C2SP tlog-witness, add-checkpoint).
///
/// newer  without text: the checkpoint as it stands now.
/// Errors A031 … A035 a text that is no checkpoint of this archive, A072, A180 the older one is larger than the newer one,
///        A082 the log does not continue `older`, or does not lead to `newer`.
Result<std::string> prove_growth(Archive& archive, const GivenCheckpoint& older, const GivenCheckpoint& newer = {});

}  // namespace gongwen::archive
