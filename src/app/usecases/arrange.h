#pragma once

// 整理: records get their 档号, one by one, by a table, or all that have none.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "trust/archive/archive.h"

namespace gongwen::usecases {

/// What is wished for one record; what is empty follows from the record and the archive's rule.
struct NumberWish {
  std::string record_id;
  std::string archive_number;            ///< just this one
  std::string office;                    ///< 机构或问题
  std::string year;
  std::string retention;                 ///< 永久, 30年, 10年: only for a record that has none
  Place place;                           ///< of the row it was read from; none for a command line
};

/// Reads a CSV: columns 编号, 机构或问题, 年度, 档号, 保管期限; the columns of `archive list --csv` may stand beside them.
/// Bad rows are told in `out`, the good ones returned. Errors D030 … D037, R016 a record named twice.
std::vector<NumberWish> read_wishes(std::shared_ptr<const FileBytes> file, const std::string& name, Diagnostics& out);

struct ArrangeRequest {
  std::vector<NumberWish> wishes;        ///< empty: every record `query` finds that has no 档号 and may have one
  archive::Query query;
  std::string office;                    ///< for wishes that name none
  std::string retention;                 ///< for records that have none
  bool fill_gaps = false;
  bool dry_run = false;
  std::string actor, reason;
};

/// One record and its 档号. The problems are all there is when it got none.
struct Arranged {
  std::string record_id, title, archive_number;
  std::string before;                    ///< the 档号 it had
  bool done = false;                     ///< written; or, of a dry run, would be
  Diagnostics problems;
};

struct Arrangement {
  std::vector<Arranged> records;         ///< in the order of their 档号 within each group
  std::uint64_t kept = 0;                ///< rows whose record has just that 档号 already
};

/// Gives 档号: within 年度, 保管期限 and 机构 in the order of date, then id, behind the highest 件号; one signed event `numbered` a record.
/// Sealed bytes stay as they are.
/// Errors A174 the archive has no rule for 档号 (in `out`); per record A171, A172, A174 it lacks what its 档号 needs, A155, A156.
Arrangement arrange(archive::Archive& archive, const sign::Identity* identity, const ArrangeRequest& request, Diagnostics& out);

/// A174: nobody has said yet how 档号 are written here.
Diagnostic no_numbering(const archive::Archive& archive);

/// What is wrong with the 档号 given so far: A171 (warning), A172, A173 (warning). Returns how many there are.
std::uint64_t check_numbers(archive::Archive& archive, const archive::Numbering& numbering, Diagnostics& out);

}  // namespace gongwen::usecases
