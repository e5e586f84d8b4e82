#pragma once

// What every line of a paper is: mark, number, title, heading, date … found by where it stands and what it says, so that a part
// that is off is still known for what it should be. Private to the room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/inspect/check.h"
#include "formats/inspect/lines.h"

namespace gongwen::inspect {

enum class Role : std::uint8_t {
  none, corner, mark, number, signer, title, recipient, body, heading1, heading2, heading3, heading4, note, label, label_title,
  issuer, date, annotation, imprint, page_number, table, figure, caption, contents,
};

struct Box { double x0 = 0, y0 = 0, x1 = 0, y1 = 0; };

/// One page with its lines and their roles.
struct Sheet {
  const Page* page = nullptr;
  std::uint32_t number = 0;              ///< from 1
  std::vector<Line> lines;
  std::vector<Role> roles;               ///< beside lines
  std::vector<Rule> rules;               ///< horizontal, 20 mm or longer, pieces put together
  std::vector<Box> tables, figures;
  bool landscape = false;
  bool contents = false;                 ///< a table of contents
  bool cover = false;                    ///< nothing of the text on it
  double shift = 0;                      ///< −2 mm on an even page whose binding edge is the right one (双面印刷), else 0

  const Line* first(Role role) const;
  std::vector<const Line*> all(Role role) const;
};

struct Paper {
  const Document* document = nullptr;
  PaperKind kind = PaperKind::plain;
  std::vector<Sheet> sheets;
  std::vector<Rule> red;                 ///< red rules of the first page, from top to bottom
  double pitch = 0;                      ///< of the body's lines, mm; the standard's when there is none
  double cell = 0;                       ///< of the body's characters, mm; likewise
  // The edges places across the line are measured from: the standard's, or the paper's own where those are off, so that one wrong
  // margin is told once and not again at every part that keeps to it.
  double left = 0, right = 0;
  double centre() const noexcept { return (left + right) / 2; }
  double width() const noexcept { return right - left; }
  bool office = false;                   ///< made by an office suite, which puts half of the pitch's blank above a line
  std::optional<std::size_t> imprint_sheet;
  std::vector<Rule> imprint_rules;       ///< of that sheet, from top to bottom
};

Paper recognise(const Document& document);
/// A4 within the trim; other paper has no place where the standard wants anything.
bool is_a4(const Page& page) noexcept;

/// Text of this role stands in the text itself: set in 3号 on the grid.
bool is_running(Role role) noexcept;
inline bool is_heading(Role role) noexcept { return role >= Role::heading1 && role <= Role::heading4; }
/// Where the line's ink ends: the blank half of a closing mark at its end does not count; likewise of an opening one at its start.
double ink_left(const Line& line);
double ink_right(const Line& line);
/// The line's last mark stands outside the text area and all else inside: 标点悬挂.
bool hangs(const Line& line);
/// Where the line ends as it was set: a closing mark with its blank half, unless that half was let out of the text area.
double set_right(const Line& line);
/// The right edge that lines keep to: the outermost, but for one that leaves all others behind (that one is overfull). 0 = no line.
double right_edge(std::vector<double> rights);
bool red(const Colour& colour) noexcept;
bool black(const Colour& colour) noexcept;

}  // namespace gongwen::inspect
