#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"

namespace gongwen::archive {

// SQLite notices a broken file, not a changed title. Nothing is proved by the catalogue, but people read its lists.
std::optional<Finding> Archive::Impl::check_catalogue(const Checkpoint& at, std::span<const VersionSeen> seen) {
  if (!env.exists(folder / kCatalogue)) return std::nullopt;
  const auto finding = [](std::string message) {
    return Finding{Severity::warning, codes::kCatalogueDiffers, {}, 0, kCatalogue, std::nullopt, std::move(message), "用 gongwen archive reindex 从封存包和日志重建"};
  };
  try {
    Catalogue kept(folder / kCatalogue);
    const std::string root = sign::hex(at.root);
    if (kept.log_root() != root) return std::nullopt;   // brought up by whoever reads next
    const std::vector<std::string> says = kept.dump();
    CatalogueText expected;
    LogStore store(env, folder / kLog, at.size);
    for (std::uint64_t first = 0; first < at.size; first += kBatch) {
      for (CatalogueRow& row : rows_from(store, first, seen)) expected.add(std::move(row));
    }
    if (store.fault().empty() && says == expected.dump(at.size, root)) return std::nullopt;
    // Something differs: now a real one, made anew, has the word.
    Catalogue fresh{fs::path()};
    if (!bring_up(fresh, at)) return std::nullopt;      // the log's own damage is told elsewhere
    if (says == fresh.dump()) return std::nullopt;
    return finding("目录与封存包和日志所说的不一致，列表不可信");
  } catch (const Error& e) {
    return finding(std::string("目录读不出来：") + e.what());
  }
}

}  // namespace gongwen::archive
