#include "trust/archive/staging_internal.h"

#include <array>

#include "foundation/base/diagnostic.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

/// Beside its place, so that the rename stays within one file system; another name each time, so that two runs do not meet.
fs::path beside(Env& env, const fs::path& place) {
  std::array<std::uint8_t, 4> bytes{};
  env.random(bytes);
  const std::string tail = sign::hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  const fs::path named = place.has_filename() ? place : place.parent_path();
  return named.parent_path() / ("." + named.filename().string() + "." + tail + ".tmp");
}

}  // namespace

Staging::Staging(Env& env, fs::path place) : env_(env), place_(std::move(place)), folder_(beside(env, place_)) {
  if (!place_.has_filename()) place_ = place_.parent_path();
  if (place_.has_parent_path()) env_.create_dirs(place_.parent_path());
  env_.create_dirs(folder_);
}

Staging::~Staging() {
  if (done_) return;
  const auto remove = [&](const fs::path& path) noexcept {
    try {
      env_.remove(path);
    } catch (const Error&) {   // what is left bears a temporary name
    }
  };
  for (const auto& [path, digest] : files_) remove(folder_ / path);
  for (auto it = folders_.rbegin(); it != folders_.rend(); ++it) remove(*it);   // the deepest first: a path sorts behind those above it
  remove(folder_);
}

void Staging::put(const std::string& path, std::string_view bytes) {
  const fs::path to = folder_ / path;
  std::vector<fs::path> missing;
  for (fs::path at = to.parent_path(); at != folder_ && folders_.insert(at).second; at = at.parent_path()) missing.push_back(at);
  if (!missing.empty()) env_.create_dirs(to.parent_path());
  files_.emplace(path, sign::sha256(bytes));
  bytes_ += bytes.size();
  const auto file = env_.open_for_write(to, WriteMode::create_new);
  file->write(bytes);
  file->close();
}

void Staging::commit() {
  env_.rename(folder_, place_);
  done_ = true;
  if (place_.has_parent_path()) env_.sync_dir(place_.parent_path());
}

}  // namespace gongwen::archive
