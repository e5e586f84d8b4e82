// GB/T 9704-2012 5.1, 5.2.1, 5.2.3: 公文用纸天头为37 mm±1 mm，订口为28 mm±1 mm，版心尺寸为156 mm×225 mm；一般每面排22行，每行排28个字，并撑满版心。

#include <algorithm>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

struct Area {
  double left = 0, right = 0, top = 0, bottom = 0;   // 0 = cannot be told from this page
  double pitch = 0, cell = 0;
  int lines = 0, characters = 0;
};

bool is_text_page(const Sheet& sheet) { return !sheet.landscape && !sheet.cover && !sheet.contents; }

/// What stands on the text area's first line, or null when a table, a figure or a masthead does.
const Line* top_line(const Paper& paper, const Sheet& sheet) {
  if (sheet.number == 1 && paper.kind != PaperKind::plain) return nullptr;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const Role role = sheet.roles[i];
    if (role == Role::page_number) continue;
    if (!is_running(role) && role != Role::title && role != Role::label) return nullptr;
    for (const auto& box : sheet.tables) if (box.y0 < sheet.lines[i].baseline) return nullptr;
    for (const auto& box : sheet.figures) if (box.y0 < sheet.lines[i].baseline) return nullptr;
    return &sheet.lines[i];
  }
  return nullptr;
}

/// The standard does not say what of a line touches the text area's edge: its ink, its em box, or its share of the page. An office
/// suite's margin is the last (its baselines stand 0.8 of an exact pitch below the line's top); of other makers' all three pass.
double nearest_top(const Paper& paper, const Line& line) {
  const double ink = line.baseline - 0.84 * line.size, em = line.baseline - 0.88 * line.size;
  const double share = em - std::max(paper.pitch - line.size, 0.0) / 2, office = line.baseline - 0.8 * std::max(paper.pitch, line.size);
  double best = 1e9;
  for (const double top : {paper.office ? office : ink, paper.office ? office : em, share}) {
    if (std::fabs(top - kTop) < std::fabs(best - kTop)) best = top;
  }
  return best;
}

Area measure(const Paper& paper, const Sheet& sheet) {
  Area area;
  std::vector<double> pitches, cells;
  std::vector<double> rights;
  double left = 1e9;
  const Line* before = nullptr;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] != Role::body && sheet.roles[i] != Role::recipient) {
      before = nullptr;
      continue;
    }
    if (line.glyphs.size() >= 4) left = std::min(left, ink_left(line));
    const double width = line.x1 - line.x0;
    if (width > 110) {
      rights.push_back(set_right(line));
      if (line.pitch > 0) cells.push_back(line.pitch);
    }
    if (before != nullptr && std::fabs(line.size - before->size) < 0.1) {
      const double step = line.baseline - before->baseline;
      if (step < 1.7 * paper.pitch) pitches.push_back(step);
    }
    before = &line;
  }
  // A page with first lines of paragraphs only shows no left edge.
  if (left < 1e8 && std::fabs(left - (kLeft + 2 * kCell)) > 1.2) area.left = left;
  if (rights.size() >= 3) area.right = right_edge(std::move(rights));
  if (pitches.size() >= 5) area.pitch = median(pitches);
  if (cells.size() >= 3) area.cell = median(cells);
  if (area.pitch > 0) {
    // Read as 字 and 7/8 字, the last line without its gap; or as Word does, each line with its whole pitch.
    const double size = kThree * 25.4 / 72;
    const int tight = static_cast<int>(std::floor((kHeight + 1 - size) / area.pitch)) + 1, whole = static_cast<int>(std::floor((kHeight + 0.6) / area.pitch));
    area.lines = tight == kLines || whole == kLines ? kLines : whole;
  }
  if (area.cell > 0 && area.right > 0 && area.left > 0) area.characters = static_cast<int>(std::lround((area.right - area.left) / area.cell));
  return area;
}

void check_paper(const Sheet& sheet, Findings& out) {
  if (is_a4(*sheet.page)) return;
  out.off(codes::kPaperSize, "5.1", sheet, 0, 0, "纸张", mm(sheet.page->width) + " × " + mm(sheet.page->height), "A4（210 mm × 297 mm）", "页面设置里把纸张选为 A4");
}

/// Office suites let a mark hang over the edge unless told not to. The standard does not speak of it; 版心 is 版心.
void check_hanging(const Sheet& sheet, Findings& out) {
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] != Role::body || !hangs(line)) continue;
    out.say(codes::kOutsideText, "5.2.1", sheet, line.glyphs.back()->x, line.baseline, "行末的“" + line.glyphs.back()->text + "”悬挂在版心之外", "段落的“中文版式”里不选“允许标点溢出边界”").severity = Severity::warning;
    return;   // one a page
  }
}

/// Text that leaves the text area though the page's own edges are where they should be.
void check_outside(const Paper& paper, const Sheet& sheet, Findings& out) {
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    const Role role = sheet.roles[i];
    if (role == Role::page_number || role == Role::mark || role == Role::corner || role == Role::number || role == Role::signer) continue;
    if (role == Role::figure || hangs(line)) continue;
    const double left = ink_left(line) - sheet.shift, right = ink_right(line) - sheet.shift;
    std::string side;
    if (left < kLeft - 1.6) side = "左边 " + mm(kLeft - left);
    else if (right > kRight + 1.6) side = "右边 " + mm(right - kRight);
    else if (line.baseline > kBottom + 1.2 && role != Role::imprint) side = "下边 " + mm(line.baseline - kBottom);
    else if (line.baseline - 0.84 * line.size < kTop - 1.6 && !(sheet.number == 1 && paper.kind != PaperKind::plain)) side = "上边 " + mm(kTop - (line.baseline - 0.84 * line.size));
    if (side.empty()) continue;
    out.say(codes::kOutsideText, "5.2.1", sheet, line, quote(line.text) + "超出版心" + side, "版心为左 28 mm 到 184 mm、上 37 mm 到 262 mm，版心外只排页码");
    return;   // one a page: the rest of a table or header says the same
  }
}

/// A deviation of most pages is the paper's setting; of one page among many, the adjustment that 5.2.3 allows.
Severity severity_of(std::size_t off, std::size_t all) { return 2 * off > all ? Severity::error : Severity::warning; }

}  // namespace

void check_area(const Paper& paper, Findings& out, Measured& measured) {
  std::vector<Area> areas;
  std::vector<double> lefts, rights, tops, pitches, cells, lines, characters;
  std::size_t pages_of_pitch = 0, pitch_off = 0, pages_of_cell = 0, cell_off = 0;
  double bottom = 0;
  for (const auto& sheet : paper.sheets) {
    check_paper(sheet, out);
    areas.push_back(is_text_page(sheet) ? measure(paper, sheet) : Area{});
    auto& area = areas.back();
    if (area.left > 0) lefts.push_back(area.left);
    if (area.right > 0) rights.push_back(area.right);
    if (area.pitch > 0) pitches.push_back(area.pitch), lines.push_back(area.lines), ++pages_of_pitch, pitch_off += area.lines != kLines ? 1U : 0U;
    if (area.cell > 0) cells.push_back(area.cell);
    if (area.characters > 0) characters.push_back(area.characters), ++pages_of_cell, cell_off += area.characters != kCharacters ? 1U : 0U;
    for (std::size_t i = 0; i < sheet.lines.size() && is_text_page(sheet); ++i) {
      if (is_running(sheet.roles[i])) bottom = std::max(bottom, sheet.lines[i].ink_bottom());
    }
  }
  for (std::size_t i = 0; i < paper.sheets.size(); ++i) {
    const auto& sheet = paper.sheets[i];
    const auto& area = areas[i];
    if (!is_text_page(sheet)) continue;
    bool moved = false;
    if (const Line* line = top_line(paper, sheet)) {
      const double top = nearest_top(paper, *line);
      const auto role = sheet.roles[static_cast<std::size_t>(line - sheet.lines.data())];
      const bool flows = role == Role::body || (role >= Role::heading1 && role <= Role::heading4) || role == Role::note;
      tops.push_back(top);
      // A title, label or signature may stand lower; running text may not.
      if (top < kTop - kMarginTolerance - 0.1 || (flows && top > kTop + kMarginTolerance + 0.1)) {
        moved = true;
        out.off(codes::kTopMargin, "5.2.1", sheet, *line, "天头", mm(top), "37 mm ± 1 mm", "页边距“上”设为 37 mm");
      }
    }
    if (area.left > 0 && std::fabs(area.left - kLeft - sheet.shift) > kMarginTolerance + 0.1) {
      moved = true;
      const Line* at = sheet.first(Role::body) != nullptr ? sheet.first(Role::body) : &sheet.lines.front();
      out.off(codes::kBindingMargin, "5.2.1", sheet, area.left, at->baseline, "订口", mm(area.left), "28 mm ± 1 mm", "页边距“左”设为 28 mm");
    }
    if (area.left > 0 && area.right > 0 && std::fabs(area.right - area.left - kWidth) > 1.4) {
      moved = true;
      out.off(codes::kTextWidth, "5.2.1", sheet, area.right, sheet.first(Role::body) != nullptr ? sheet.first(Role::body)->baseline : kTop, "版心宽", mm(area.right - area.left), "156 mm",
              area.right - area.left > kWidth ? "页边距“右”设为 26 mm；3号字 28 个要把字距紧缩 0.25 pt 才排得下" : "页边距“右”设为 26 mm，正文两端对齐");
    }
    if (!moved) check_outside(paper, sheet, out);
    if (!moved) check_hanging(sheet, out);
    const Line* body = sheet.first(Role::body);
    if (body == nullptr) continue;
    if (area.pitch > 0 && area.lines != kLines) {
      out.off(codes::kLinesPerPage, "5.2.3", sheet, *body, "行距 " + pt(area.pitch) + "，每面", std::to_string(area.lines) + " 行", "22 行", "行距设为固定值 28.95 pt")
          .severity = severity_of(pitch_off, pages_of_pitch);
    } else if (area.pitch > 0 && (area.pitch < 10.10 || area.pitch > 10.50)) {
      out.off(codes::kLinesPerPage, "5.2.3", sheet, *body, "行距 " + pt(area.pitch) + "，22 行高", mm(area.pitch * (kLines - 1) + kThree * 25.4 / 72), "撑满版心 225 mm", "行距设为固定值 28.95 pt")
          .severity = Severity::warning;
    }
    const bool three = std::fabs(body->points() - kThree) <= kSizeTolerance;   // other sizes are told by P020
    if (three && area.characters > 0 && area.characters != kCharacters && std::fabs(area.right - area.left - kWidth) <= 6) {
      out.off(codes::kCharactersPerLine, "5.2.3", sheet, *body, "每行", std::to_string(area.characters) + " 字", "28 字", "3号字加字距 −0.25 pt，或用每行 28 字的文档网格")
          .severity = severity_of(cell_off, pages_of_cell);
    }
  }
  measured.left = median(lefts);
  measured.right = median(rights);
  measured.top = median(tops);
  measured.bottom = bottom;
  measured.line_pitch = median(pitches) * 72 / 25.4;
  measured.character_pitch = median(cells) * 72 / 25.4;
  measured.lines_per_page = median(lines);
  measured.characters_per_line = median(characters);
}

}  // namespace gongwen::inspect
