#pragma once

// Writing so that a power cut cannot undo it. Private to the room.

#include <filesystem>
#include <set>
#include <string_view>

#include "foundation/base/env.h"

namespace gongwen::archive {

/// Makes a folder and those above it; `touched` gets the folders whose entries changed and that have to be fsynced.
void make_folder(Env& env, const fs::path& folder, std::set<fs::path>& touched);
/// … and fsyncs them.
void make_folder_durably(Env& env, const fs::path& folder);
/// Takes away, for good, what repairs put aside of a record's zips and receipts: it is destroyed.
void forget_replaced(Env& env, const fs::path& folder, const std::string& record_id);

/// Writes a file and fsyncs it; its name lasts only when its folder has been fsynced.
void write_synced(Env& env, const fs::path& path, std::string_view bytes);
/// The same under a temporary name beside it, then renamed.
void replace_synced(Env& env, const fs::path& path, std::string_view bytes);

/// Names that write_file_atomic and replace_synced use before the rename. What is called so belongs to nobody.
bool is_temporary(std::string_view name);
/// Removes what stopped writers left under such names. REQUIRES: the lock of the archive.
void sweep(Env& env, const fs::path& folder);

/// An fsync waits for the disk, not for the processor: several at once let the disk take them together.
inline constexpr unsigned kSyncsAtOnce = 8;
void sync_all(Env& env, const std::set<fs::path>& folders);

}  // namespace gongwen::archive
