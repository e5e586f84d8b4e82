#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "app/usecases/press.h"

namespace gongwen::usecases {

struct BatchRequest {
  std::string template_name;
  std::string data_name;                       ///< file as the user named it; ".jsonl" and ".ndjson" are JSON Lines, ".csv" is CSV, else its first character tells
  std::shared_ptr<const FileBytes> data;
  fs::path data_folder;
  fs::path out;                                ///< folder of the papers and of problems.jsonl; made when absent
  Looks looks;
  std::set<Format> formats{Format::pdf, Format::docx};
  std::optional<Date> date;
  unsigned jobs = 1;
  std::uint64_t limit = 0;                     ///< rows; 0 = all
  bool dry_run = false;                        ///< check every row, write nothing but problems.jsonl
  bool show_values = false;
};

struct BatchReport {
  std::uint64_t rows = 0;
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t warnings = 0;                  ///< rows done with warnings
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  bool stopped = false;                        ///< by the progress callback
  fs::path problems;                           ///< the problems file, empty when there was nothing to tell
};

/// rows so far, share of the file read (0 … 1); false = stop after the rows under way.
using BatchProgress = std::function<bool(std::uint64_t rows, double share)>;
/// A row's problems as they are written to problems.jsonl, in row order.
using RowProblems = std::function<void(std::uint64_t row, const Diagnostics& problems)>;

/// One paper a row. Good rows give their files, bad rows a line for each problem in problems.jsonl; nothing stops at a bad row.
///
/// Files are written whole or not at all. A name that an earlier row of this run has taken gets "-<row>" at its end.
/// The same input gives the same files at any number of jobs; memory does not grow with rows but for 16 bytes a name.
/// Errors problems of the template, the fonts or the table's header in `out` (nothing is then written); throws Error when a
///        file cannot be written.
BatchReport batch(Env& env, const House& house, const BatchRequest& request, Diagnostics& out, const BatchProgress& progress,
                  const RowProblems& tell);

}  // namespace gongwen::usecases
