#pragma once

// What the archive's files share. Private to the room.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "trust/archive/archive.h"
#include "trust/archive/catalogue_internal.h"
#include "trust/archive/log.h"
#include "trust/archive/log_store_internal.h"
#include "trust/sign/note.h"

namespace gongwen::archive {

// Names in the archive's folder: part of the format.
inline constexpr const char* kArchiveFile = "archive.json";
inline constexpr const char* kArchiveSeal = "archive.json.p7s";
inline constexpr const char* kCertificates = "certificates";
inline constexpr const char* kRecords = "records";
inline constexpr const char* kFonts = "fonts";
inline constexpr const char* kLog = "log";
inline constexpr const char* kCheckpoint = "log/checkpoint";
inline constexpr const char* kIncoming = "incoming";
inline constexpr const char* kJournal = "incoming/journal.json";
inline constexpr const char* kNumbering = "numbering";
inline constexpr const char* kReplaced = "replaced";   ///< what a repair put aside, below it at its own place
inline constexpr const char* kLock = "lock";
inline constexpr const char* kCatalogue = "catalogue.sqlite";

/// `records/<first two hexadecimal digits of the id's SHA-256>/<id>`, relative to the archive's folder.
fs::path record_folder(const std::string& record_id);
/// `v0001`
std::string version_name(std::uint32_t number);
fs::path bundle_path(const std::string& record_id, std::uint32_t number);
fs::path receipt_path(const std::string& record_id, std::uint32_t number);
/// `…/events/0001.json`; its signature beside it, `0001.json.p7s`
fs::path event_path(const std::string& record_id, std::uint32_t number);
fs::path event_seal_path(const std::string& record_id, std::uint32_t number);

/// A leaf of the log: canonical JSON.
std::string write_leaf(const LogEntry& entry);
std::optional<LogEntry> parse_leaf(std::string_view bytes, std::uint64_t leaf);

/// A receipt (C2SP tlog-proof): the leaf, its place, its audit path, the signed checkpoint.
struct Receipt {
  std::string leaf;
  std::uint64_t index = 0;
  std::vector<Hash> proof;
  std::string checkpoint;   ///< the signed note
};
std::string write_receipt(const Receipt& receipt);
std::optional<Receipt> parse_receipt(std::string_view bytes);

/// A checkpoint that is signed by the archive's log key and speaks of its log; nothing otherwise.
std::optional<Checkpoint> read_checkpoint(std::string_view note, const sign::NoteKey& key);

/// Checks receipts under one log key. Those of one group carry the same checkpoint: its signature is checked once.
class ReceiptCheck {
 public:
  explicit ReceiptCheck(sign::NoteKey key) : key_(std::move(key)) {}
  /// True when these bytes are a receipt and prove the version's leaf.
  bool proves(std::string_view receipt, const LogEntry& version);
  bool proves(Env& env, const fs::path& file, const LogEntry& version) { return env.exists(file) && proves(env.read_file(file), version); }

 private:
  sign::NoteKey key_;
  std::string note_;                 // the last one seen, and what it says
  std::optional<Checkpoint> at_;
};

/// What a group intends, written before the first of its files moves into place.
struct Journal {
  struct Item {
    std::string record_id;
    std::uint32_t number = 0;
    std::string sha256;
    std::string leaf;      ///< the log entry
    std::string kind = "version";           ///< of the leaf
    std::string seal;                       ///< events: SHA-256 of the signature's file
    std::vector<std::uint32_t> destroys;    ///< events: versions whose files go once it is logged
  };
  std::uint64_t log_size = 0;
  std::vector<Item> items;
};
std::string write_journal(const Journal& journal);
std::optional<Journal> parse_journal(std::string_view bytes);
/// The journal as it stands on the disk, a note signed with the log key: whoever writes next completes only what the archive's own
/// writer began, not what somebody with a hand on the disk has put there. Nothing when it is damaged or signed by another.
std::optional<Journal> read_journal(Env& env, const fs::path& folder, const sign::NoteKey& key);
/// `incoming/000001.zip`
fs::path incoming_path(std::size_t index, const char* extension = ".zip");
/// The files of an item: where they are written first, where they belong, and what they must be. An event's own file comes last.
struct Placed { fs::path from, to; std::string sha256; };
std::vector<Placed> files_of(const Journal::Item& item, std::size_t index);

/// A group as planned: everything that will be written, nothing written yet.
struct Plan {
  Journal journal;
  std::vector<std::vector<std::string>> bytes;                          ///< by item, in the order of files_of
  std::map<std::string, const std::string*> faces;                      ///< SHA-256 → bytes, the caller's
  std::vector<sign::Certificate> certificates;
  std::map<std::uint64_t, CatalogueRow> rows;                           ///< by leaf, what was sealed here; packages are read from their zips
};

/// What was read of a version while its bundle was verified, so that the catalogue's rows need not open it again.
struct VersionSeen {
  std::uint64_t leaf = 0;
  std::uint64_t size = 0;
  std::string version_json;
};

struct Archive::Impl {
  Env& env;
  fs::path folder;
  std::string title;
  sign::NoteKey log_key;                  ///< its name is the log's origin
  sign::Certificate certificate;          ///< of whoever made the archive
  std::string archive_json;
  std::string archive_seal;
  std::optional<Catalogue> catalogue_;
  std::function<bool()> wait;             ///< asked when another writer holds the lock

  /// The writers' lock; null when it is held by another and nobody wants to wait.
  std::unique_ptr<FileLock> lock();

  /// The checkpoint as it stands on the disk now, its signed text into `note`. Errors A065.
  Result<Checkpoint> checkpoint(std::string* note = nullptr);
  /// The catalogue, brought up to the checkpoint. Makes it anew when it is damaged; in memory when it cannot be written.
  /// Errors A065, A072; Error.
  Result<Catalogue*> catalogue();
  bool drop_catalogue();                  ///< false when it cannot be removed
  /// Asks the catalogue; when its file turns out to be damaged only now, makes it anew and asks once more. Errors as catalogue().
  template <typename Ask>
  auto ask(Ask&& question) -> Result<decltype(question(std::declval<Catalogue&>()))> {
    for (bool first = true;; first = false) {
      auto known = catalogue();
      if (!known) return known.error();
      try {
        return question(**known);
      } catch (const Error&) {
        if (!first) throw;
        catalogue_.reset();
        if (!drop_catalogue()) catalogue_in_memory = true;
      }
    }
  }
  bool catalogue_in_memory = false;       ///< the file is damaged and cannot be replaced
  std::string checked_note{};             ///< the last checkpoint whose signature was found good, and what it says
  Checkpoint checked{};
  const Plan* filing = nullptr;           ///< while a group is filed: its rows need not be read back from the disk
  Result<bool> bring_up(Catalogue& catalogue, const Checkpoint& to);
  static constexpr std::uint64_t kBatch = 1024;   ///< leaves taken into the catalogue at once
  /// The rows of a batch of the log's leaves.
  std::vector<CatalogueRow> rows_from(LogStore& store, std::uint64_t first, std::span<const VersionSeen> seen = {});
  CatalogueRow row_for(const LogEntry& entry);
  /// A warning when the catalogue's file says something else than bundles and log do. A stale one is fine.
  /// seen  in the order of their leaves; what is not among them is read from its bundle.
  std::optional<Finding> check_catalogue(const Checkpoint& at, std::span<const VersionSeen> seen);
  Result<std::optional<Numbering>> numbering();   ///< A175
  Diagnostic no_record(const std::string& record_id) const;
  Diagnostic destroyed(const std::string& record_id, const RecordSummary& record) const;   ///< A156
  /// True when the log has this leaf and the row's bytes are those it names.
  bool logged(const CatalogueRow& row);
  /// The log entry of a version, by the catalogue, checked against the log. Errors A071, A072, A073.
  Result<CatalogueRow> find_version(const std::string& record_id, std::uint32_t number);

  // writing (archive_write.cpp)
  bool check_identity(const sign::Identity& identity, Diagnostics& out) const;
  void keep_certificate(const sign::Certificate& certificate);
  void keep_faces(const std::map<std::string, const std::string*>& faces);
  /// Lock, recovery, checkpoint and catalogue: what every writer begins with.
  struct Begun { std::unique_ptr<FileLock> lock; Checkpoint at; Catalogue* known = nullptr; };
  std::optional<Begun> begin(const sign::Identity& identity, Diagnostics& out);
  /// Writes a plan. Errors Error; then it has been undone, or the next writer completes it.
  void commit(const Plan& plan, const sign::Identity& identity);
  void finish(const Journal& journal, const sign::LogKey& key, Recovery* told);
  void undo(const Journal& journal) noexcept;
  void clean_incoming();
  bool recover_locked(const sign::LogKey& key, Recovery& told, Diagnostics& out);
};

Diagnostic archive_fault(std::string_view code, const fs::path& file, std::string message, std::vector<std::string> hints = {});

}  // namespace gongwen::archive
