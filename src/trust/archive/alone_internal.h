#pragma once

// Bundles by themselves, where the archive or its log cannot be read. Private to the room.

#include <optional>
#include <set>

#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

/// Checks every zip under records/ but those in `known` wholly, as one bundle; adds them to the report's counts, what is wrong with them to
/// its findings, and what holds to what can be proved.
/// known  zips, below the archive's folder, that were checked against the log.
/// key    what receipts are checked with; nothing: they are not looked at.
void verify_alone(Env& env, const fs::path& folder, const VerifyOptions& options, const std::set<fs::path>& known, const std::optional<sign::NoteKey>& key,
                  VerifyReport& report);

/// The log's key as archive.json has it, when the seal of archive.json fits and, if there are trusted certificates, is by one of them.
std::optional<sign::NoteKey> sealed_log_key(Env& env, const fs::path& folder, const VerifyOptions& options);

}  // namespace gongwen::archive
