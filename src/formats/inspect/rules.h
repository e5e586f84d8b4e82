#pragma once

// The checks, one function a group of clauses. Each adds what it finds. Private to the room.

#include "formats/inspect/parts.h"

namespace gongwen::inspect {

/// Where findings are put; builds their sentences.
class Findings {
 public:
  explicit Findings(std::vector<Finding>& out) : out_(out) {}
  /// "what measured，应为 wanted".
  Finding& off(std::string_view code, std::string_view clause, const Sheet& sheet, double x, double y, std::string_view what,
               const std::string& measured, const std::string& wanted, std::string hint = {});
  Finding& off(std::string_view code, std::string_view clause, const Sheet& sheet, const Line& line, std::string_view what,
               const std::string& measured, const std::string& wanted, std::string hint = {});
  /// A sentence of its own.
  Finding& say(std::string_view code, std::string_view clause, const Sheet& sheet, double x, double y, std::string message, std::string hint = {});
  Finding& say(std::string_view code, std::string_view clause, const Sheet& sheet, const Line& line, std::string message, std::string hint = {});

 private:
  std::vector<Finding>& out_;
};

/// "37.0 mm", "16 pt", "22": rounded, no zeros at the end of points.
std::string mm(double value);
std::string pt(double millimetres);
std::string plain(double value, int digits);
double median(std::vector<double> values);   ///< 0 when there are none

void check_area(const Paper& paper, Findings& out, Measured& measured);      // 5.1, 5.2: paper, margins, grid
void check_text(const Paper& paper, Findings& out, Measured& measured);      // 5.2.2, 5.2.4, 9: sizes, faces, colours, marks
void check_head(const Paper& paper, Findings& out, Measured& measured);      // 7.2, 10.1: mark, number, red rules
void check_title(const Paper& paper, Findings& out, Measured& measured);     // 7.3.1-7.3.3: title, recipient, paragraphs, headings
void check_attachments(const Paper& paper, Findings& out);                   // 7.3.4, 7.3.7
void check_closing(const Paper& paper, Findings& out);                       // 7.3.5, 7.3.6: issuer, date, seal, annotation
void check_imprint(const Paper& paper, Findings& out);                       // 7.4
void check_numbers(const Paper& paper, Findings& out, Measured& measured);   // 7.5: page numbers

}  // namespace gongwen::inspect
