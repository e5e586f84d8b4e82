#pragma once

// What mirror and repair share. Private to the room.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

inline constexpr const char* kReplaced = "replaced";   ///< part of the format: what a repair put aside

/// Every file of the log of these entries, by its name below the log's folder: bundles of entries and tiles of all levels.
std::map<std::string, std::string> log_files(std::span<const std::string> entries);
Hash root_of_entries(std::span<const std::string> entries);

/// A checkpoint that is signed by the archive's log key and speaks of its log; nothing otherwise.
std::optional<Checkpoint> read_checkpoint(std::string_view note, const sign::NoteKey& key);

/// True when the file is there and has these bytes.
bool holds(Env& env, const fs::path& path, std::string_view bytes);
bool has_digest(Env& env, const fs::path& path, const std::string& sha256);

/// Folders of an archive that a reader or writer expects.
void make_folders(Env& env, const fs::path& folder);

}  // namespace gongwen::archive
