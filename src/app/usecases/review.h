#pragma once

// What an office decides about the records of its archive: approve, return, withdraw, destroy; one or many.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/usecases/press.h"
#include "trust/archive/archive.h"

namespace gongwen::usecases {

/// One record and what is decided about it.
struct Decision {
  std::string record_id;
  std::string reason;
  std::optional<Date> due;               ///< returned: by when it has to come again
  std::vector<std::string> remarks;      ///< returned: what the reviewer found, beside what the checks find
  Place place;                           ///< of the row it was read from; none for a command line
};

/// Reads a CSV of decisions: columns 编号, 理由, 补正期限, 问题 (several on lines of their own or after ；); the columns of
/// `archive list --csv` may stand beside them.
/// Bad rows are told in `out`, the good ones returned. Errors D030 … D037, R016 a record named twice.
std::vector<Decision> read_decisions(std::shared_ptr<const FileBytes> file, const std::string& name, Diagnostics& out);

struct ReviewRequest {
  archive::EventKind kind = archive::EventKind::approved;
  std::vector<Decision> decisions;
  std::string actor;
  fs::path out;                          ///< where notices and lists are written; made when absent
  Looks looks;
};

/// What became of one decision. The problems are all there is when it was not carried out.
struct Decided {
  std::string record_id;
  bool done = false;
  std::optional<archive::Event> event;
  std::vector<fs::path> files;           ///< the notice
  Diagnostics problems;
};

struct Review {
  std::vector<Decided> decided;          ///< in order of the decisions
  std::vector<fs::path> files;           ///< destroyed: the list, as CSV, PDF and DOCX
  std::string list_record;               ///< destroyed: the record the list is filed as
  bool stopped = false;
};

/// Called after each group; false = stop.
using ReviewProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// Carries decisions out: the good ones in groups, the others told. A returned record gets a 退回通知 that lists what the checks of
/// this office's own template and the reviewer found; it is filed as the record `<id>.return-<event>` in one group with the
/// event. Destroyed records are listed in a 销毁清册, filed as `destruction-<day>`; all of them and the list are one group, whatever
/// their number: both are there, or neither.
/// Errors per decision those of Archive::act; T090 and others of the notice's or list's template in `out` (then nothing is done).
Review review(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReviewRequest& request,
              Diagnostics& out, const ReviewProgress& progress = {});

/// One row of CSV (RFC 4180), with its line end. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_row(const std::vector<std::string>& cells);

}  // namespace gongwen::usecases
