#pragma once

// The catalogue: a cache over the log and the bundles, behind this one interface. It may be deleted at any time; nothing is
// proved by it. Private to the room.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trust/archive/archive.h"
#include "trust/archive/log.h"

namespace gongwen::archive {

/// One leaf of the log with what its file tells: a version or an event.
struct CatalogueRow {
  std::string record_id;
  std::uint32_t number = 0;
  std::string sha256;
  std::uint64_t leaf = 0;
  std::uint64_t size = 0;
  std::string version_json;              ///< of a version: empty when the bundle could not be read; of an event: its bytes
  std::string kind = "version";          ///< the leaf's
  Instant at;                            ///< the leaf's
};

/// The record as its versions and events, in the order of the log, make it. The one place where a state comes from.
/// REQUIRES: rows of one record, at least one of them a version.
RecordSummary fold_record(std::span<const CatalogueRow> rows);

class Catalogue {
 public:
  /// The file, made when it is not there; an empty path keeps everything in memory.
  /// SQLite opens its file by itself: the one file of an archive that does not pass through Env, because it is a cache.
  /// Errors Error when it cannot be opened, written or is damaged; likewise below.
  explicit Catalogue(const std::filesystem::path& path);
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  std::uint64_t log_size();
  std::string log_root();                ///< hexadecimal
  void clear();
  /// Takes rows in, in one transaction. The same row twice is the same as once.
  void apply(std::span<const CatalogueRow> rows, std::uint64_t log_size, const std::string& log_root);

  struct Latest { std::string record_id; std::uint32_t number; std::string sha256; std::uint64_t leaf; };
  std::optional<Latest> latest(const std::string& record_id);
  std::optional<CatalogueRow> row(const std::string& record_id, std::uint32_t number);
  std::vector<CatalogueRow> rows(const std::string& record_id);      ///< versions
  std::vector<CatalogueRow> events(const std::string& record_id);
  std::optional<RecordSummary> summary(const std::string& record_id);
  std::optional<std::pair<std::string, std::uint32_t>> holding(const std::string& sha256);
  /// Which record has this 档号.
  std::optional<std::string> numbered(const std::string& archive_number);
  /// The record whose id folds to the same, or nothing.
  std::optional<std::string> folded(const std::string& record_id);
  std::vector<RecordSummary> list(const Query& query);
  /// Every row of every table as text, in the order of their keys: two catalogues that tell the same give the same.
  std::vector<std::string> dump();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What a catalogue with these rows would dump, without the tables and indexes nobody will ask: for comparing with one that is kept.
class CatalogueText {
 public:
  void add(CatalogueRow row);            ///< one of the same record, kind and number takes the place of the one before
  /// Once: the rows are used up.
  std::vector<std::string> dump(std::uint64_t log_size, const std::string& log_root);

 private:
  std::map<std::string, std::vector<CatalogueRow>> records_;
};

}  // namespace gongwen::archive
