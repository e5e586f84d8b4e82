#include "trust/archive/writing_internal.h"

#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/parallel.h"
#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

void make_folder(Env& env, const fs::path& folder, std::set<fs::path>& touched) {
  if (folder.empty() || env.exists(folder)) return;
  make_folder(env, folder.parent_path(), touched);
  env.create_dirs(folder);
  touched.insert(folder.parent_path());
}

void make_folder_durably(Env& env, const fs::path& folder) {
  std::set<fs::path> touched;
  make_folder(env, folder, touched);
  for (const fs::path& one : touched) env.sync_dir(one);
}

void write_synced(Env& env, const fs::path& path, std::string_view bytes) {
  const auto out = env.open_for_write(path, WriteMode::replace);
  out->write(bytes);
  out->sync();
  out->close();
}

void replace_synced(Env& env, const fs::path& path, std::string_view bytes) {
  const fs::path temporary = path.parent_path() / ("." + path.filename().string() + ".tmp");
  try {
    write_synced(env, temporary, bytes);
    env.rename(temporary, path);
  } catch (const Error&) {
    try {
      env.remove(temporary);
    } catch (const Error&) {   // the first failure is the one to tell
    }
    throw;
  }
}

void forget_replaced(Env& env, const fs::path& folder, const std::string& record_id) {
  const fs::path aside = folder / kReplaced / record_folder(record_id);
  if (!env.exists(aside)) return;
  for (const std::string& name : env.list_dir(aside)) {
    if (!env.is_dir(aside / name)) env.remove(aside / name);
  }
  env.sync_dir(aside);
}

bool is_temporary(std::string_view name) { return name.starts_with('.') && name.ends_with(".tmp"); }

void sweep(Env& env, const fs::path& folder) {
  if (!env.exists(folder)) return;
  for (const std::string& name : env.list_dir(folder)) {
    try {
      if (is_temporary(name)) env.remove(folder / name);
    } catch (const Error&) {   // it hurts nobody
    }
  }
}

void sync_all(Env& env, const std::set<fs::path>& folders) {
  const std::vector<fs::path> list(folders.begin(), folders.end());
  parallel_for(list.size(), list.size() > 1 ? kSyncsAtOnce : 1, [&](std::size_t i) { env.sync_dir(list[i]); });
}

}  // namespace gongwen::archive
