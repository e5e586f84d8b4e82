#pragma once

// The archive: records, each with versions 1, 2, 3 …, each version one sealed zip; an append-only log over all of them;
// and a catalogue that can always be thrown away and made anew. FORMAT.md says every file and the order of writing.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "foundation/base/result.h"
#include "trust/archive/bundle.h"
#include "trust/archive/diff.h"
#include "trust/archive/events.h"
#include "trust/archive/finding.h"
#include "trust/archive/numbering.h"
#include "trust/sign/keys.h"
#include "trust/sign/note.h"

namespace gongwen::archive {

/// Called now and then on the calling thread. False = stop: the operation ends as far as it is whole.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct InitOptions {
  std::string title;             ///< "双高建设材料档案库"; may be empty
};

/// A version to be filed.
struct Submission {
  Bundle bundle;
  std::vector<std::pair<std::string, std::string>> faces;   ///< SHA-256 → bytes of a face's file; kept once in fonts/
};

struct Added {
  std::string record_id;
  std::uint32_t number = 0;
  std::string sha256;            ///< of the zip
  std::uint64_t leaf = 0;        ///< index in the log
  fs::path file;                 ///< where the zip is, below the archive's folder
};

struct VersionSummary {
  std::uint32_t number = 0;
  Instant made_at;
  std::string actor;
  std::string organisation;
  std::string certificate;       ///< fingerprint
  std::string note;
  std::string sha256;
  std::uint64_t size = 0;        ///< of the zip
  std::vector<AttachmentInfo> attachments;
};

struct RecordSummary {
  std::string id;
  std::string title;             ///< of the newest version
  std::string template_id;
  std::string responsible;
  std::uint32_t versions = 0;
  Instant made_at;               ///< of the newest version
  std::string actor;
  // what follows from the events (events.h)
  State state = State::filed;
  Instant since;                 ///< when it came into this state
  std::uint32_t events = 0;
  std::vector<std::string> tasks;
  std::string city;
  std::optional<Date> due;       ///< the day by which it has to be in; after a return the day set there
  Date arrived;                  ///< the day (in China) the newest version came in
  std::string retention;         ///< 永久, 30年, 10年; empty: not said, kept for ever
  std::optional<Date> kept_until;///< nothing: for ever
  std::string archive_number{};  ///< 档号; empty: none yet
  std::optional<Date> date{};    ///< the paper's own, or the day it was sealed; nothing once destroyed
  /// Late: came in after the day it was due; or was returned and has not come again by the day set.
  bool overdue(Date today) const noexcept;
};

/// Every field empty or absent = everything. Texts are found anywhere in the value.
struct Query {
  std::string title;
  std::string template_id;
  std::string responsible;
  std::string id_prefix;
  std::optional<State> state;
  std::string task;              ///< exactly one of the record's
  std::string city;
  std::optional<Date> overdue;   ///< late as seen on this day
  std::string archive_number;    ///< 档号
  std::optional<bool> numbered;  ///< with a 档号, or without
  std::optional<Date> expired;   ///< no longer to be kept on this day, and not destroyed yet
  std::string after;             ///< only ids behind this one: page by page, each as quick as the first
  std::uint64_t limit = 0;       ///< 0: all
};

struct LogEntry {
  std::uint64_t leaf = 0;
  std::string kind;              ///< "version", "package" (a version sealed elsewhere), "event"
  std::string record_id;
  std::uint32_t number = 0;
  std::string sha256;
  Instant at;
};

/// True for the kinds of leaf that have a zip.
inline bool is_version(const LogEntry& entry) noexcept { return entry.kind == "version" || entry.kind == "package"; }

/// One thing to be done to a record: a version filed, an event written, or both; the event then speaks of that version.
struct Step {
  std::string record_id;
  std::optional<Submission> submission;   ///< sealed here; its bundle's record id may be another one (a notice about the record)
  std::string package;                    ///< or a zip sealed elsewhere, filed unchanged. REQUIRES: verify_bundle found it intact
  std::vector<std::pair<std::string, std::string>> faces;   ///< of the package: SHA-256 → bytes
  std::optional<sign::Certificate> signer;                  ///< of the package; kept in certificates/
  std::optional<EventDraft> event;
};

/// What became of a step: the problems are all there is when it was not done.
struct Acted {
  bool done = false;
  std::optional<Added> version;
  std::optional<Event> event;
  std::string event_sha256;
  std::uint64_t event_leaf = 0;
  Diagnostics problems;
};

/// A paper that speaks of a whole group and is filed in it, made from what the plan says will be done. Called with the archive locked,
/// before the first byte is written; nothing, with the reasons in `out`: then nothing of the group is done.
using Closing = std::function<std::optional<Submission>(std::span<const Acted> group, Diagnostics& out)>;

struct VerifyOptions {
  bool deep = false;                                    ///< every file of every bundle; else one SHA-256 of each zip
  std::vector<sign::Certificate> trusted;               ///< got elsewhere; empty: the archive's own (said in a note)
  std::vector<sign::Crl> crls;                          ///< lists of revoked certificates
  std::string since_checkpoint;                         ///< a checkpoint kept elsewhere, whole text; empty: none
  std::set<std::string> only_records;                   ///< ids; empty: all
  bool wants(const std::string& record_id) const { return only_records.empty() || only_records.contains(record_id); }
  unsigned jobs = 1;
  Progress progress;                                    ///< bytes of the zips
};

struct VerifyReport {
  std::vector<Finding> findings;       ///< sorted by record, version, file, code
  std::uint64_t records = 0;
  std::uint64_t versions = 0;          ///< checked
  std::uint64_t good_versions = 0;     ///< of them, without an error
  std::uint64_t events = 0;            ///< checked
  std::uint64_t destroyed = 0;         ///< versions that are gone with a tombstone that names them
  std::uint64_t files = 0;             ///< inside bundles; deep only
  std::uint64_t bytes = 0;             ///< read
  std::uint64_t log_size = 0;
  std::string log_root;                ///< hexadecimal
  std::string checkpoint;              ///< to be kept elsewhere: against roll-back
  std::vector<std::string> provable;   ///< when not intact: what can be proved all the same, a Chinese sentence each
  bool stopped = false;                ///< by the progress callback
  bool intact() const noexcept;        ///< no finding of severity error
};

/// What opening or the next writer found half done, and what became of it: sentences in Chinese.
struct Recovery {
  std::vector<std::string> steps;
};

/// An open archive. Reading needs no lock and no key. Not thread-safe; one object per thread, several may read at once.
class Archive {
 public:
  /// Makes an archive in an empty or new folder.
  /// Errors A060 the folder is not empty, A061 the identity has no log key; Error.
  static Result<Archive> init(Env& env, const fs::path& folder, const sign::Identity& identity, const InitOptions& options = {});

  /// Opens for reading, also on a read-only medium. Reports what a stopped writer left; repairs nothing but the catalogue.
  /// Errors A062 no archive there, A063 of a newer format, A064 archive.json damaged or not signed by its certificate,
  ///        A065 the log's checkpoint is missing, damaged or not signed by the archive's log key; Error.
  static Result<Archive> open(Env& env, const fs::path& folder);

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  const fs::path& folder() const noexcept;
  const std::string& title() const noexcept;
  const std::string& organisation() const noexcept;   ///< of whoever made it
  Env& env() const noexcept;
  /// What checkpoints of its log are checked with; its name is the log's origin.
  const sign::NoteKey& log_key() const noexcept;
  /// What lies half done and is completed by the next writer. Empty when all is well.
  std::vector<Finding> unfinished();

  /// What to do while another writer holds the lock: `again` waits a little and returns whether to try once more.
  /// Without it a second writer is told at once (A066).
  void wait_with(std::function<bool()> again);

  // ---- writing: takes the archive's lock for the call, first completes what a stopped writer left ----

  /// Files one version. On return it is on the disk, logged and proved by its receipt.
  /// Errors (all, in `out`) those of build_bundle, A066 the archive is in use by another writer, A067 the identity has no
  ///        log key or another one than the archive's, A068 an id that differs from an existing one only in letter case,
  ///        A069 a face's bytes do not have its digest, A171 its 档号 does not fit the archive's pattern, A172 another record has it;
  ///        Error when the disk fails: the archive is then repaired by the next writer.
  std::optional<Added> add(const Submission& submission, const sign::Identity& identity, Diagnostics& out);
  /// A group shares the log's append and the fsyncs. All are filed, or none (wrong input is found before anything is written).
  std::vector<Added> add_group(std::span<const Submission> group, const sign::Identity& identity, Diagnostics& out);
  /// Does steps in one group: those that are right are done, durably and logged; the others say what is wrong with them.
  /// A destroyed event's tombstone is made here, and its zips are removed once it is logged.
  /// With a closing (asked when anything is to be done) one more is returned for the paper it makes: it is filed with the steps, or
  /// nothing is done.
  /// Errors (per step) those of add_group, A071, A155 the record's state does not allow it, A156 it is destroyed, A157 it has to
  ///        be kept still, A171, A172 its 档号; A066, A067, A065 at every step; Error as add_group.
  std::vector<Acted> act(std::span<const Step> group, const sign::Identity& identity, const Closing& closing = {});
  /// Says how 档号 are written from now on; those given stay as they are. Errors A170, A066, A067.
  bool set_numbering(const Numbering& numbering, const sign::Identity& identity, Diagnostics& out);
  /// Completes what a stopped writer left; nothing to do is fine. Errors A066, A067.
  std::optional<Recovery> recover(const sign::Identity& identity, Diagnostics& out);
  /// Throws the catalogue away and makes it anew from bundles and log. Errors A066.
  bool reindex(Diagnostics& out, const Progress& progress = {});

  // ---- reading ----

  std::vector<RecordSummary> list(const Query& query = {});
  /// Errors A071 no such record.
  Result<std::vector<VersionSummary>> show(const std::string& record_id);
  /// Errors A071.
  Result<RecordSummary> summary(const std::string& record_id);
  /// The record's events, oldest first. Errors A071.
  Result<std::vector<Event>> events(const std::string& record_id);
  /// The record whose id differs from this one only in letter case: no new record can be called so (A068).
  std::optional<std::string> called_alike(const std::string& record_id);
  /// Where this very zip is filed already: record and version. Nothing when it is not.
  std::optional<std::pair<std::string, std::uint32_t>> holding(const std::string& sha256);
  /// How 档号 are written here; nothing when nobody has said.
  /// Errors A175 the file is damaged or not signed with the archive's log key.
  Result<std::optional<Numbering>> numbering();
  /// Which record has this 档号.
  std::optional<std::string> holder_of(const std::string& archive_number);
  /// Proof that a leaf is in the log as it stands now (C2SP tlog-proof, with the checkpoint). Errors A072.
  Result<std::string> prove(std::uint64_t leaf);
  /// Leaves from `first`, at most `limit` (0: all). Errors A072 the log is damaged.
  Result<std::vector<LogEntry>> log(std::uint64_t first = 0, std::uint64_t limit = 0);
  /// The leaves of one record, oldest first. Errors A071.
  Result<std::vector<LogEntry>> history(const std::string& record_id);
  /// The newest checkpoint as it stands on the disk: to be kept elsewhere.
  std::string checkpoint();
  /// A version's zip. number 0: the newest. Errors A071, A073 no such version, A074 the zip is not what the log says.
  Result<std::string> get_bundle(const std::string& record_id, std::uint32_t number);
  /// One file of a version. Errors as get_bundle; A007.
  Result<std::string> get_file(const std::string& record_id, std::uint32_t number, const std::string& name);
  /// All files of a version, in the zip's order.
  Result<std::vector<File>> get_files(const std::string& record_id, std::uint32_t number);
  /// The place of a version's zip and receipt.
  Result<fs::path> path_of(const std::string& record_id, std::uint32_t number);
  /// Errors as get_bundle.
  Result<Difference> diff(const std::string& record_id, std::uint32_t before, std::uint32_t after);

  /// Checks the archive. Whoever calls decides what a finding means for the exit code. Works without the catalogue.
  VerifyReport verify(const VerifyOptions& options = {});

 private:
  friend class Planner;
  struct Impl;
  explicit Archive(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Verifies an archive's folder even when it cannot be opened: then the reason is the first finding,
/// and each bundle is checked by itself, for what can be proved all the same.
VerifyReport verify_archive(Env& env, const fs::path& folder, const VerifyOptions& options = {});
/// True when the folder holds an archive.json.
bool is_archive(Env& env, const fs::path& folder);

}  // namespace gongwen::archive
