#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "content/data/record.h"
#include "content/data/schema.h"
#include "foundation/base/env.h"
#include "foundation/json/json.h"
#include "foundation/text/encoding.h"

namespace gongwen::data {

struct LoadOptions {
  bool show_values = false;          ///< do not mask personal values in messages (--show-values)
};

/// What was read, and all that is wrong with it. The record is complete enough to be used only when there are no errors.
struct Loaded {
  Record record;
  Diagnostics diagnostics;
  bool ok() const { return !diagnostics.has_errors(); }
};

/// Checks one JSON object against a schema and makes a record of it: every problem at once, each with its place.
///
/// Numbers may be JSON numbers or strings of digits; their written digits are kept. Text is brought to NFC.
/// Errors D010–D029 (base/codes.h), each at its value.
/// Threads reads only its arguments.
Record load_json(std::string_view bytes, std::string_view file, const Schema& schema, Diagnostics& out,
                 const LoadOptions& options = {});
/// The same for a node already parsed.
Record load_node(const json::Node& node, const Schema& schema, Diagnostics& out, const LoadOptions& options = {});

/// A constant data file of a template (any JSON). Nothing and D001–D004 in `out` when it is malformed.
std::optional<Value> load_constant(std::string_view bytes, const Place::Name& file, Diagnostics& out);

/// Turns written text into a value of a field's type, with its checks; for CSV cells, defaults of templates and forms.
/// Full-width digits of numbers, dates and telephones are folded to ASCII with note D027.
/// Returns absent and an error in `out` when it is not one.
Value parse_value(std::string_view written, const Field& field, const Place& place, Diagnostics& out,
                  const LoadOptions& options = {});

/// True when Bounds::pattern can be used: a regular expression of PCRE over Unicode code points.
bool is_pattern(const std::string& pattern);

/// Rows of a table, one record each, without holding the table: memory is the longest row, not the file.
///
/// Ownership: keeps the file; the schema must outlive it.
/// Not thread-safe; call next() from one thread at a time (ordered_pipeline does).
class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;

  /// Problems of the file as a whole (its header, its encoding). With errors among them, next() gives nothing.
  virtual const Diagnostics& problems() const noexcept = 0;
  /// A row as read, not yet checked: cheap, done in order on one thread.
  struct Raw {
    std::uint64_t number = 0;        ///< of the record, from 1, the header not counted
    std::uint32_t line = 0;          ///< its first line in the file
    std::string bytes;               ///< as in the file, without its line end
    std::uint64_t offset = 0;        ///< of its first byte in the file
    text::Encoding encoding = text::Encoding::utf8;
    std::string_view fault;          ///< code of what is wrong with the row as such, or empty
  };
  virtual std::optional<Raw> next() = 0;
  /// Checks a raw row. Pure: may be called from several threads at once.
  virtual Loaded load(const Raw& raw) const = 0;
  /// How much of the file has been read, 0 … 1, for progress.
  virtual double progress() const noexcept = 0;
};

/// CSV by RFC 4180: a header of labels or paths (`agent.name`, 管理员姓名), quotes, line feeds inside quotes, CRLF or LF, a
/// semicolon or tab as separator when the header has no comma. UTF-8, UTF-16 or GB 18030, found from its mark, its first
/// 64 KiB or, when they are ASCII, its first row that is not. A list of one simple field stands in one cell, its items separated
/// by 、 or ； or ;. Rows without any cell filled are skipped.
/// Errors of the file: D030 unknown column, D031 required column missing, D032 column given twice, D036 a column CSV cannot
///        hold, D037 no header. Errors of a row: D033 quotes, D034 number of cells, D035 malformed bytes, D038 row too long,
///        and those of load_json. Place: line and column (in code points) where the cell begins.
std::unique_ptr<RowReader> open_csv(std::shared_ptr<const FileBytes> file, std::string_view name, const Schema& schema,
                                    const LoadOptions& options = {});

/// JSON Lines: one object a line; blank lines are skipped. Each row's places carry its own line.
std::unique_ptr<RowReader> open_json_lines(std::shared_ptr<const FileBytes> file, std::string_view name,
                                           const Schema& schema, const LoadOptions& options = {});

/// Bytes already in memory as a FileBytes (standard input, tests).
std::shared_ptr<const FileBytes> in_memory(std::string bytes);

}  // namespace gongwen::data
