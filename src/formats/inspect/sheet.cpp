#include "formats/inspect/sheet.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "formats/inspect/parts.h"
#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/text/line_class.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

/// Pieces of one horizontal rule put together: table borders are drawn cell by cell.
std::vector<Rule> whole_rules(const std::vector<Rule>& rules) {
  std::vector<Rule> out;
  for (const auto& rule : rules) {
    if (!rule.horizontal || (rule.colour.known && rule.colour.red > 240 && rule.colour.green > 240 && rule.colour.blue > 240)) continue;
    out.push_back(rule);
  }
  std::sort(out.begin(), out.end(), [](const Rule& a, const Rule& b) { return std::pair(std::lround(a.y0 * 20), a.x0) < std::pair(std::lround(b.y0 * 20), b.x0); });
  std::vector<Rule> joined;
  for (const auto& rule : out) {
    if (!joined.empty()) {
      auto& last = joined.back();
      if (std::fabs(last.y0 - rule.y0) < 0.1 && std::fabs(last.y1 - rule.y1) < 0.1 && rule.x0 < last.x1 + 0.6 && rule.colour == last.colour) {
        last.x1 = std::max(last.x1, rule.x1);
        continue;
      }
    }
    joined.push_back(rule);
  }
  std::erase_if(joined, [](const Rule& r) { return r.length() < 20; });
  return joined;
}

/// Three or more black rules over one stretch of the page, or two with uprights: a table.
std::vector<Box> tables_of(const Page& page, const std::vector<Rule>& rules) {
  std::vector<Box> out;
  std::vector<bool> used(rules.size(), false);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (used[i] || red(rules[i].colour)) continue;
    Box box{rules[i].x0, rules[i].y0, rules[i].x1, rules[i].y1};
    std::size_t count = 1;
    for (std::size_t k = i + 1; k < rules.size(); ++k) {
      if (used[k] || red(rules[k].colour)) continue;
      const bool beside = rules[k].x1 < box.x0 + 1 || rules[k].x0 > box.x1 - 1;
      if (beside || rules[k].y0 - box.y1 > 90) continue;
      box = {std::min(box.x0, rules[k].x0), box.y0, std::max(box.x1, rules[k].x1), rules[k].y1};
      used[k] = true;
      ++count;
    }
    const auto uprights = std::count_if(page.rules.begin(), page.rules.end(), [&](const Rule& r) {
      return !r.horizontal && r.length() > 2 && r.y0 > box.y0 - 1 && r.y1 < box.y1 + 1 && r.x0 > box.x0 - 1 && r.x1 < box.x1 + 1;
    });
    if (count >= 3 || (count == 2 && uprights >= 2)) out.push_back(box);
  }
  return out;
}

/// Pictures and drawings, those that touch put together; seals too, which stand beside 3号 text and hide nothing.
std::vector<Box> figures_of(const Page& page) {
  std::vector<Box> out;
  const auto add = [&](Box box) {
    if (box.x1 - box.x0 > 200 && box.y1 - box.y0 > 280) return;   // a background
    for (auto it = out.begin(); it != out.end();) {
      if (box.x0 < it->x1 + 8 && it->x0 < box.x1 + 8 && box.y0 < it->y1 + 8 && it->y0 < box.y1 + 8) {
        box = {std::min(box.x0, it->x0), std::min(box.y0, it->y0), std::max(box.x1, it->x1), std::max(box.y1, it->y1)};
        it = out.erase(it);
      } else {
        ++it;
      }
    }
    out.push_back(box);
  };
  for (const auto& s : page.shapes) if (!red(s.colour) && out.size() < 200) add({s.x0, s.y0, s.x1, s.y1});
  for (const auto& p : page.pictures) if (out.size() < 200) add({p.x0, p.y0, p.x1, p.y1});
  return out;
}

bool inside(const Line& line, const Box& box, double room) {
  return line.baseline > box.y0 - room && line.baseline - line.size * 0.5 < box.y1 + room && line.centre() > box.x0 - room && line.centre() < box.x1 + room;
}

Sheet sheet_of(const Page& page, std::uint32_t number, const std::vector<Font>& fonts) {
  Sheet sheet;
  sheet.page = &page;
  sheet.number = number;
  sheet.landscape = page.width > page.height;
  sheet.lines = lines_of(page, fonts);
  sheet.roles.assign(sheet.lines.size(), Role::none);
  sheet.rules = whole_rules(page.rules);
  sheet.tables = tables_of(page, sheet.rules);
  sheet.figures = figures_of(page);
  // The page number: the lowest line, when it is nothing but a number and its ornaments.
  for (std::size_t i = sheet.lines.size(); i-- > 0 && !sheet.landscape;) {
    if (sheet.lines[i].baseline < page.height - 50) break;
    if (!is_page_number(sheet.lines[i].text)) continue;
    sheet.roles[i] = Role::page_number;
    break;
  }
  std::size_t leaders = 0;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] != Role::none) continue;
    if (line.text.find(".....") != std::string::npos || line.text.find("………") != std::string::npos || line.text.find("·····") != std::string::npos) {
      sheet.roles[i] = Role::contents;
      ++leaders;
    }
    for (const auto& box : sheet.tables) if (sheet.roles[i] == Role::none && inside(line, box, 0.5)) sheet.roles[i] = Role::table;
    for (const auto& box : sheet.figures) if (sheet.roles[i] == Role::none && line.points() < kFour + 0.3 && inside(line, box, 9)) sheet.roles[i] = Role::figure;
  }
  sheet.contents = leaders >= 2;
  if (sheet.contents) {
    for (auto& role : sheet.roles) if (role == Role::none) role = Role::contents;
  }
  return sheet;
}

/// The body's line pitch and character advance: medians over lines of about 3号.
void measure_grid(Paper& paper) {
  std::vector<double> pitches, cells;
  for (const auto& sheet : paper.sheets) {
    const Line* before = nullptr;
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      const auto& line = sheet.lines[i];
      if (sheet.roles[i] != Role::none || line.x1 - line.x0 < 80 || line.points() > 19) {
        before = nullptr;
        continue;
      }
      if (line.pitch > 0) cells.push_back(line.pitch);
      if (before != nullptr) {
        const double step = line.baseline - before->baseline;
        if (step > 0.9 * line.size && step < 3.2 * line.size && std::fabs(line.size - before->size) < 0.1) pitches.push_back(step);
      }
      before = &line;
    }
  }
  paper.pitch = median(pitches);
  paper.cell = median(cells);
  if (paper.pitch <= 0) paper.pitch = kPitch;
  if (paper.cell <= 0) paper.cell = kCell;
}

}  // namespace

const Line* Sheet::first(Role role) const {
  for (std::size_t i = 0; i < lines.size(); ++i) if (roles[i] == role) return &lines[i];
  return nullptr;
}

std::vector<const Line*> Sheet::all(Role role) const {
  std::vector<const Line*> out;
  for (std::size_t i = 0; i < lines.size(); ++i) if (roles[i] == role) out.push_back(&lines[i]);
  return out;
}

bool is_running(Role role) noexcept {
  return role == Role::body || role == Role::recipient || (role >= Role::heading1 && role <= Role::heading4) || role == Role::note || role == Role::annotation ||
         role == Role::issuer || role == Role::date;
}

double ink_left(const Line& line) {
  const auto& glyph = *line.glyphs.front();
  const auto c = text::decode(glyph.text, 0).code;
  return text::line_class(c) == text::LineClass::opener && glyph.width > 0.8 * glyph.size ? glyph.x + glyph.width / 2 : glyph.x;
}

double ink_right(const Line& line) {
  const auto& glyph = *line.glyphs.back();
  const auto kind = text::line_class(text::decode(glyph.text, 0).code);
  const bool half = (kind == text::LineClass::closer || kind == text::LineClass::stop || kind == text::LineClass::pause) && glyph.width > 0.8 * glyph.size;
  return half ? glyph.x + glyph.width / 2 : glyph.x + glyph.width;
}

bool hangs(const Line& line) {
  const auto& glyph = *line.glyphs.back();
  const auto kind = text::line_class(text::decode(glyph.text, 0).code);
  const bool mark = kind == text::LineClass::closer || kind == text::LineClass::stop || kind == text::LineClass::pause;
  return mark && glyph.x < kRight + 0.6 && ink_right(line) > kRight + 0.6;
}

double set_right(const Line& line) {
  if (line.x1 < kRight + 0.6) return line.x1;
  return hangs(line) ? line.glyphs.back()->x : ink_right(line);
}

double right_edge(std::vector<double> rights) {
  if (rights.empty()) return 0;
  std::sort(rights.begin(), rights.end(), std::greater<>());
  return rights.size() >= 3 && rights[0] - rights[1] > 1.5 ? rights[1] : rights[0];
}

bool is_a4(const Page& page) noexcept {
  return std::fabs(std::min(page.width, page.height) - kPaperWidth) <= kTrim && std::fabs(std::max(page.width, page.height) - kPaperHeight) <= kTrim;
}

bool red(const Colour& c) noexcept { return c.known && c.red > 150 && c.green < 90 && c.blue < 90; }
bool black(const Colour& c) noexcept { return !c.known || (c.red < 50 && c.green < 50 && c.blue < 50); }

Paper recognise(const Document& document) {
  Paper paper;
  paper.document = &document;
  for (std::size_t i = 0; i < document.pages.size(); ++i) paper.sheets.push_back(sheet_of(document.pages[i], static_cast<std::uint32_t>(i + 1), document.fonts));
  paper.left = kLeft, paper.right = kRight;
  for (const std::string_view suite : {"LibreOffice", "OpenOffice", "Microsoft", "WPS", "Word"}) {
    paper.office = paper.office || document.facts.producer.find(suite) != std::string::npos || document.facts.creator.find(suite) != std::string::npos;
  }
  if (paper.sheets.empty()) return paper;
  measure_grid(paper);
  find_head(paper);
  find_imprint(paper);
  find_body(paper);
  std::vector<double> lefts, rights;
  for (auto& sheet : paper.sheets) {
    double left = 1e9;
    std::vector<double> ends;
    for (const auto* line : sheet.all(Role::body)) {
      left = std::min(left, ink_left(*line));
      if (line->x1 - line->x0 > 110) ends.push_back(set_right(*line));
    }
    const double right = right_edge(std::move(ends));
    if (left < 1e8 && std::fabs(left - (kLeft + 2 * kCell)) > 1.2) lefts.push_back(left);
    if (right > 0) rights.push_back(right);
    constexpr double kMirrored = kPaperWidth - kLeft - kWidth - kLeft;   // 26 mm instead of 28
    if (sheet.number % 2 == 0 && std::fabs(left - kLeft - kMirrored) <= 0.8) sheet.shift = kMirrored;
  }
  paper.left = lefts.empty() || std::fabs(median(lefts) - kLeft) <= kMarginTolerance + 0.1 ? kLeft : median(lefts);
  paper.right = rights.empty() || std::fabs(median(rights) - kRight) <= kRuleTolerance ? kRight : median(rights);
  return paper;
}

}  // namespace gongwen::inspect
