#pragma once

// What mirror and repair share. Private to the room.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

/// Every file of the log of these entries, by its name below the log's folder: bundles of entries and tiles of all levels.
std::map<std::string, std::string> log_files(std::span<const std::string> entries);
Hash root_of_entries(std::span<const std::string> entries);

/// True when the file is there and has these bytes.
bool holds(Env& env, const fs::path& path, std::string_view bytes);
bool has_digest(Env& env, const fs::path& path, const std::string& sha256);

/// Versions that tombstones in `folder` name: record and version → the zip's SHA-256. Only an event that is what its leaf says speaks.
using Buried = std::map<std::pair<std::string, std::uint32_t>, std::string>;
Buried buried_in(Env& env, const fs::path& folder, const std::vector<LogEntry>& entries);
bool is_buried(const Buried& buried, const LogEntry& entry);

/// True when the event's signature in `folder` is there and holds for the event's bytes; whose it is, verify asks.
bool event_is_sealed(Env& env, const fs::path& folder, const LogEntry& event);
/// True when a certificate or face is what its name says.
bool is_named_rightly(const fs::path& kind, const std::string& name, std::string_view bytes);

/// Leaves read; those that are none are left out.
std::vector<LogEntry> parse_leaves(const std::vector<std::string>& leaves);

/// Folders of an archive that a reader or writer expects.
void make_folders(Env& env, const fs::path& folder);

}  // namespace gongwen::archive
