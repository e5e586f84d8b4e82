#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen {

/// Where a finding is, fixed when the input was read: a position in a text file or a cell of a sheet.
///
/// Lines, columns and rows count from 1; a text column counts Unicode code points, the offset bytes of the file as it
/// stands on disk (BOM included). A line of 0 means "the file as a whole". Cheap to copy: names are shared.
struct Place {
  enum class Kind : std::uint8_t { none, text, cell };
  using Name = std::shared_ptr<const std::string>;

  Kind kind = Kind::none;
  Name file;                   ///< as the user named it; null when kind is none
  Name sheet;                  ///< cell only
  std::uint32_t line = 0;      ///< text: line; cell: row
  std::uint32_t column = 0;    ///< text: column; cell: column (1 = A)
  std::uint64_t offset = 0;    ///< text only

  static Place in_file(std::string_view file);
  static Place in_text(Name file, std::uint32_t line, std::uint32_t column, std::uint64_t offset);
  static Place in_cell(Name file, Name sheet, std::uint32_t row, std::uint32_t column);

  /// `file:line:column`, `file:sheet!D7`, `file`, or nothing.
  std::string to_string() const;
};

/// Order of printing: file, sheet, offset or (row, column). Threads cannot change it.
std::weak_ordering compare(const Place& a, const Place& b);

enum class Severity : std::uint8_t { note, warning, error };
std::string_view name_of(Severity severity) noexcept;

/// One finding about an input. Codes are stable: listed in base/codes.h, never renumbered, never reused.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string_view code;           ///< "T014"; one of the literals of base/codes.h
  Place place;
  std::string message;             ///< one sentence, no final full stop, in the user's language; personal values masked
  std::vector<std::string> hints;  ///< what to do; a sentence each
  std::string field;               ///< path of the field spoken of, or empty
  std::string excerpt;             ///< the source line the place points into, or empty (never a line with personal data)
};

/// All findings of one job, in the order found; `sorted()` gives the order of printing.
/// Not thread-safe: one job, one Diagnostics.
class Diagnostics {
 public:
  void add(Diagnostic d) { all_.push_back(std::move(d)); }
  void error(std::string_view code, Place place, std::string message, std::vector<std::string> hints = {},
             std::string field = {});
  void warning(std::string_view code, Place place, std::string message, std::vector<std::string> hints = {},
               std::string field = {});
  void append(const Diagnostics& other);

  bool has_errors() const noexcept;
  bool empty() const noexcept { return all_.empty(); }
  std::size_t size() const noexcept { return all_.size(); }
  const std::vector<Diagnostic>& all() const noexcept { return all_; }
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> all_;
};

/// The one printed form (DESIGN 6):
///     file:2:10: error[T014]: message
///         excerpt
///       = hint: …
std::string render(const Diagnostic& d);
/// All of them, sorted, each followed by its hints.
std::string render(const Diagnostics& d);

/// Line and column of a byte offset, both from 1; the column counts Unicode code points, not bytes.
struct Position { std::uint32_t line = 1; std::uint32_t column = 1; };
Position position_of(std::string_view utf8, std::size_t offset) noexcept;
/// The line around a byte offset, without its line end.
std::string_view line_of(std::string_view utf8, std::size_t offset) noexcept;

/// The environment failed: disk full, file vanished, a library refused. Ends the current job; exit code 1.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what) : std::runtime_error(what) {}
};

/// This program is wrong. Never caught except at the top; exit code 70.
class InternalError : public std::logic_error {
 public:
  explicit InternalError(const std::string& what) : std::logic_error(what) {}
};

/// Checks an invariant in every build type. Not for user input.
void check(bool condition, const char* what);

}  // namespace gongwen
