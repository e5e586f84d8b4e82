#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

// SQLite notices a broken file, not a changed title. Nothing is proved by the catalogue, but people read its lists.
std::optional<Finding> Archive::Impl::check_catalogue(const Checkpoint& at) {
  if (!env.exists(folder / kCatalogue)) return std::nullopt;
  const auto finding = [](std::string message) {
    return Finding{Severity::warning, codes::kCatalogueDiffers, {}, 0, kCatalogue, std::nullopt, std::move(message), "用 gongwen archive reindex 从封存包和日志重建"};
  };
  try {
    Catalogue kept(folder / kCatalogue);
    if (kept.log_root() != sign::hex(at.root)) return std::nullopt;   // brought up by whoever reads next
    Catalogue fresh{fs::path()};
    if (!bring_up(fresh, at)) return std::nullopt;                    // the log's own damage is told elsewhere
    if (kept.dump() == fresh.dump()) return std::nullopt;
    return finding("目录与封存包和日志所说的不一致，列表不可信");
  } catch (const Error& e) {
    return finding(std::string("目录读不出来：") + e.what());
  }
}

}  // namespace gongwen::archive
