#pragma once

// Checking the events of an archive against its log. Private to the room.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

inline constexpr const char* kMirror = "从镜像恢复这个文件";

/// What the events say about versions, as far as they are what was logged; and what is wrong with them.
struct EventAudit {
  std::vector<Finding> findings;
  std::uint64_t events = 0;
  std::map<std::pair<std::string, std::uint32_t>, std::string> buried;   ///< record, version → the zip's SHA-256 on its tombstone
  std::map<std::string, std::string> senders;                            ///< package's SHA-256 → fingerprint of whoever sealed it
  bool by_rule = false;                                                  ///< some 档号 was given by the archive's rule
};

/// A symbolic link in a place where a plain file or folder belongs: an error when it leads out of the archive, else a warning.
std::optional<Finding> link_at(Env& env, const fs::path& folder, const fs::path& relative, const std::string& record_id);

/// Checks every event of the log: there, unchanged, in order, allowed by the state; with `deep` its signature too. Then what lies
/// in the events' folders and nobody logged (`pending`: what an unfinished group will complete).
EventAudit audit_events(Env& env, const fs::path& folder, std::span<const LogEntry> log, std::span<const sign::Certificate> trusted,
                        const VerifyOptions& options, const std::set<fs::path>& pending);

}  // namespace gongwen::archive
