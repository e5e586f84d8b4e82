#pragma once

// One version under verification. Private to the room.

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trust/archive/archive_internal.h"
#include "trust/archive/event_audit_internal.h"
#include "trust/sign/cms.h"

namespace gongwen::archive {

/// One logged version and what was found about it. Filled by one thread.
struct VersionJob {
  LogEntry entry;
  std::string previous;                 ///< SHA-256 of the version before, or empty
  std::vector<Finding> findings;
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  std::set<std::string> faces;          ///< named by version.json
  std::string version_json;             ///< of a bundle that was looked into, has the digest of its leaf and belongs here
  bool checked = false;
  bool placed = false;                  ///< something lies where its zip belongs
  bool there = false;                   ///< its zip could be read
  bool same = false;                    ///< with the digest of its leaf
  bool swapped = false;                 ///< another version's
  bool sealed = false;                  ///< its seal fits its tag manifest; known when it was looked into
  bool destroyed = false;               ///< gone, with a tombstone that names it
};

Finding about(const LogEntry& entry, Severity severity, std::string_view code, std::string file, std::string message, std::string hint = {});

/// Compares versions with their leaves, and looks into them where that is asked for or something differs. Refers to what it is given.
/// Threads check may be called for several versions at once.
class VersionCheck {
 public:
  /// owner  SHA-256 of every logged zip → where it belongs.
  VersionCheck(Env& env, const fs::path& folder, const VerifyOptions& options, std::span<const sign::Certificate> trusted, const EventAudit& audit,
               const std::map<std::string, LogEntry>& owner)
      : env_(env), folder_(folder), options_(options), trusted_(trusted), audit_(audit), owner_(owner) {}

  void check(VersionJob& job) const;

 private:
  void examine(VersionJob& job, std::string_view zip, const fs::path& relative) const;
  static void check_moment(VersionJob& job, const sign::CmsVerdict& seal);
  /// Whether it says it is the version of its leaf.
  static bool check_identity(VersionJob& job, const VersionInfo& version);
  std::span<const sign::Certificate> trusted_for(const LogEntry& entry, std::vector<sign::Certificate>& with_sender) const;

  Env& env_;
  const fs::path& folder_;
  const VerifyOptions& options_;
  std::span<const sign::Certificate> trusted_;
  const EventAudit& audit_;
  const std::map<std::string, LogEntry>& owner_;
};

}  // namespace gongwen::archive
