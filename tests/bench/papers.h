#pragma once

// The papers that are measured: W1, a letter of one page with twelve fields, 200 records; W2, a report of 15 758 Hanzi with
// 46 headings, 20 tables (one of 200 rows) and 5 charts. Every document of a measurement has other data than the one before.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/usecases/press.h"
#include "content/data/load.h"
#include "pages/layout/layout.h"

namespace gongwen::bench {

/// A template with its press and the records to print, everything that is loaded before the clock runs.
struct Work {
  std::string name;
  std::shared_ptr<const usecases::Press> press;
  std::vector<std::string> json;            ///< one document's data each
  std::vector<data::Record> records;        ///< the same, loaded and checked

  const data::Record& record(std::size_t i) const { return records[i % records.size()]; }
  document::Document fill(std::size_t i) const;
  layout::Result lay_out(const document::Document& document) const;
  /// Filled and set: all documents of the work, for what comes after.
  std::vector<document::Document> documents() const;
};

/// Loaded at first use and kept; throws Error when something is wrong with the files.
const Work& letter();
const Work& report();

/// One work made of the report's blocks, repeated until they fill about `pages` pages.
Work report_of_pages(std::size_t pages);
/// A report with one table of `rows` rows.
Work report_of_rows(std::size_t rows);

}  // namespace gongwen::bench
