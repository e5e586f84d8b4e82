#pragma once

// A finished page against GB/T 9704-2012, clause by clause. What it must be is written here from the standard, not read from our
// own page styles: a style that is off is found like anybody else's.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/inspect/inspect.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::inspect {

/// How the paper presents itself: red mark and rule; red mark above a double rule (10.1); neither.
enum class PaperKind : std::uint8_t { plain, document, letter };
std::string_view name_of(PaperKind kind) noexcept;

/// One thing that is off. error: what the standard requires; warning: what it says of the usual case (一般), and good practice.
struct Finding {
  Severity severity = Severity::error;
  std::string_view code;        ///< P0NN
  std::string clause;           ///< "GB/T 9704-2012 5.2.1"
  std::uint32_t page = 0;       ///< from 1; 0 = the file
  double x = 0, y = 0;          ///< mm from the page's upper left corner
  std::string message;          ///< one sentence
  std::string measured, wanted; ///< the two sides of the message, for a machine
  std::string hint;
};

/// What was measured, whether right or not. Medians over the pages that show it; 0 or empty = nothing to measure.
struct Measured {
  PaperKind kind = PaperKind::plain;
  std::uint32_t pages = 0;
  double left = 0, right = 0, top = 0, bottom = 0;   ///< 版心's edges, mm on the page
  double lines_per_page = 0, line_pitch = 0;         ///< pitch in pt
  double characters_per_line = 0, character_pitch = 0;
  double body_size = 0;                              ///< pt
  std::map<std::string, std::string> faces;          ///< "正文" → "FandolFang-Regular 16 pt"
};

struct Report {
  std::vector<Finding> findings;   ///< by page, then from top to bottom
  Measured measured;
  bool has_errors() const noexcept;
};

/// Checks a document that was read. Never fails; a file without any text gives P005 alone.
/// Errors P005 … P080 as findings.
/// Threads reads only its argument.
/// Source GB/T 9704-2012 5, 7, 10.1; GB/T 15834-2011 5.1; GB/T 15835-2011 4.
Report check(const Document& document);

/// The one printed form: the file, page and place, then as every diagnostic.
Diagnostic to_diagnostic(const Finding& finding, std::string_view file);
/// The faces in the order in which a paper shows them: 发文机关标志, 发文字号, 标题, 正文 …
std::vector<std::pair<std::string, std::string>> faces_in_order(const Measured& measured);
/// 版心、行数、字数、字体 in one line.
std::string summary(const Measured& measured);

}  // namespace gongwen::inspect
