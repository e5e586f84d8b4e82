// Which line is what: the head of the first page, the imprint at the end, and all between.

#include <algorithm>
#include <cmath>

#include "formats/inspect/parts.h"
#include "formats/inspect/standard.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

bool centred(const Line& line, const Paper& paper) {
  return std::fabs((ink_left(line) + ink_right(line)) / 2 - kCentre) < 6 && line.x0 > kLeft + 1.2 * paper.cell && line.x1 < kRight - 1.2 * paper.cell;
}

bool title_like(const Line& line, const Paper& paper) {
  if (line.points() >= 17) return true;
  return centred(line, paper) && (line.face == FaceKind::xiaobiaosong || line.face == FaceKind::heiti || line.face == FaceKind::songti) && heading_level(line.text) == 0;
}

/// The lowest point of the head: below it the title begins.
double head_bottom(const Paper& paper) {
  const auto& sheet = paper.sheets.front();
  double bottom = 0;
  for (const Role role : {Role::mark, Role::number, Role::signer, Role::corner}) {
    for (const auto* line : sheet.all(role)) bottom = std::max(bottom, line->baseline);
  }
  for (const auto& rule : paper.red) if (rule.y1 < 200) bottom = std::max(bottom, rule.y1);
  return bottom;
}

class BodyFinder {
 public:
  explicit BodyFinder(Paper& paper) : paper_(paper) {}

  void find() {
    for (std::size_t s = 0; s < paper_.sheets.size(); ++s) {
      auto& sheet = paper_.sheets[s];
      if (sheet.landscape || sheet.contents) continue;
      if (is_cover(s)) {
        sheet.cover = true;
        continue;
      }
      page(sheet, s == 0 ? head_bottom(paper_) : 0);
    }
  }

 private:
  bool is_cover(std::size_t s) const {
    const auto& sheet = paper_.sheets[s];
    if (paper_.kind != PaperKind::plain || paper_.sheets.size() < 3 || s > 1 || started_ || sheet.first(Role::page_number) != nullptr) return false;
    bool large = false;
    std::size_t full = 0;
    for (const auto& line : sheet.lines) {
      large = large || line.points() >= 20;
      full += line.x1 - line.x0 > 145 && line.points() < 17 ? 1U : 0U;
    }
    return large && full < 2;
  }

  void page(Sheet& sheet, double below) {
    const Line* before = nullptr;
    Role before_role = Role::none;
    bool first = true;
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      auto& role = sheet.roles[i];
      const auto& line = sheet.lines[i];
      if (role != Role::none) {
        if (role == Role::table || role == Role::figure) started_ = true, note_ = false;
        continue;
      }
      if (line.baseline <= below) continue;
      role = role_of(sheet, i, line, before, before_role, first);
      started_ = started_ || role != Role::title;
      if (role == Role::date) issuers_above(sheet, i);
      before = &line;
      before_role = role;
      first = false;
    }
  }

  Role role_of(const Sheet& sheet, std::size_t i, const Line& line, const Line* before, Role before_role, bool first) {
    if (is_attachment_label(line.text) && (first || line.face == FaceKind::heiti || line.x0 < kLeft + 3)) {
      if (line.x0 < kLeft + 60) {
        attachment_ = true;
        label_title_ = true;
        note_ = false;
        return Role::label;
      }
    }
    if (label_title_ && title_like(line, paper_)) return Role::label_title;
    if (label_title_ && before_role == Role::label && centred(line, paper_)) return Role::label_title;
    label_title_ = false;
    if (!started_ && title_like(line, paper_)) return Role::title;
    if (!started_ && before_role == Role::title && centred(line, paper_) && line.points() < 17) return Role::caption;   // a subtitle
    if (!attachment_ && (recipient_ || (!started_ && begins_recipient(sheet, i)))) {
      recipient_ = !ends_with_any(line.text, {"：", ":"});
      return Role::recipient;
    }
    if (small_beside(sheet, line)) return Role::caption;
    const std::string text = squeezed(line.text);
    if (!attachment_ && starts_with_any(text, {"附件：", "附件:", "附：", "附件1", "附件一"}) && line.x0 < kLeft + 6 * paper_.cell) {
      note_ = true;
      return Role::note;
    }
    if (note_) {
      const bool near = before != nullptr && line.baseline - before->baseline < 1.6 * paper_.pitch;
      if (near && line.x0 > kLeft + 1.5 * paper_.cell && !date_parts(line.text)) return Role::note;
      note_ = false;
    }
    if (date_parts(line.text) && (line.x0 > kLeft + 4 * paper_.cell || line.x1 > 140)) {
      dated_ = true;
      return Role::date;
    }
    const char32_t opening = first_of(line.text), closing = last_of(line.text);
    if (dated_ && !attachment_ && (opening == U'（' || opening == U'(') && (closing == U'）' || closing == U')')) return Role::annotation;
    const int level = heading_level(line.text);
    const bool indented = line.x0 > kLeft + 0.4 * paper_.cell;
    if (level > 0 && (indented || line.face != FaceKind::fangsong)) return static_cast<Role>(static_cast<int>(Role::heading1) + level - 1);
    if (before_role >= Role::heading1 && before_role <= Role::heading4 && line.face == before->face && line.face != FaceKind::fangsong && !indented) return before_role;
    return Role::body;
  }

  /// A line flush left that ends with a colon, or whose paragraph does.
  bool begins_recipient(const Sheet& sheet, std::size_t i) const {
    for (std::size_t k = i; k < sheet.lines.size() && k < i + 6; ++k) {
      const auto& line = sheet.lines[k];
      if (sheet.roles[k] != Role::none || line.points() >= 17 || heading_level(line.text) == 1) return false;
      if (k > i && line.x0 > kLeft + 1.5 * paper_.cell) return false;   // the next paragraph
      if (ends_with_any(line.text, {"：", ":"})) return k > i || line.x1 < kRight - 2 * paper_.cell || line.x0 < kLeft + paper_.cell;
    }
    return false;
  }

  bool small_beside(const Sheet& sheet, const Line& line) const {
    if (line.points() > kFour + 0.6) return false;
    if (starts_with_any(line.text, {"表", "图", "续表", "注", "说明", "资料来源", "数据来源", "单位", "（单位", "附表"})) return true;
    const auto beside = [&](const std::vector<Box>& boxes) {
      return std::any_of(boxes.begin(), boxes.end(), [&](const Box& b) { return line.baseline > b.y0 - 14 && line.baseline < b.y1 + 22; });
    };
    return beside(sheet.tables) || beside(sheet.figures);
  }

  /// The names right above the date: short lines that begin in the page's right part.
  void issuers_above(Sheet& sheet, std::size_t date) const {
    double under = sheet.lines[date].baseline;
    for (std::size_t k = date; k-- > 0;) {
      const auto& line = sheet.lines[k];
      if (under - line.baseline > 2.3 * paper_.pitch || line.x0 < kLeft + 5 * paper_.cell || line.x1 - line.x0 > 118) return;
      if (sheet.roles[k] != Role::body && sheet.roles[k] != Role::note) return;
      if (sheet.roles[k] == Role::note && line.x0 < kLeft + 6 * paper_.cell) return;
      sheet.roles[k] = Role::issuer;
      under = line.baseline;
    }
  }

  Paper& paper_;
  bool started_ = false;      // the text has begun: no title any more
  bool recipient_ = false, note_ = false, dated_ = false, attachment_ = false, label_title_ = false;
};

}  // namespace

void find_head(Paper& paper) {
  auto& sheet = paper.sheets.front();
  for (const auto& rule : sheet.rules) if (red(rule.colour) && rule.length() > 60) paper.red.push_back(rule);
  std::sort(paper.red.begin(), paper.red.end(), [](const Rule& a, const Rule& b) { return a.y0 < b.y0; });
  const double first_red = paper.red.empty() ? 0 : paper.red.front().y0;
  // The mark: the largest line that is red, or that stands above the red rule.
  double size = 0;
  for (const auto& line : sheet.lines) {
    if (line.points() >= 20 && line.baseline < 150 && (red(line.colour) || line.baseline < first_red)) size = std::max(size, line.size);
  }
  double top = 1e9;
  bool file = false;
  for (std::size_t i = 0; i < sheet.lines.size() && size > 0; ++i) {
    const auto& line = sheet.lines[i];
    if (line.size < 0.85 * size || line.baseline > 150 || !(red(line.colour) || line.baseline < first_red)) continue;
    sheet.roles[i] = Role::mark;
    top = std::min(top, line.ink_top());
    file = file || squeezed(line.text).ends_with("文件");
  }
  std::size_t upper = 0;
  bool lower = false;
  for (const auto& rule : paper.red) upper += rule.y0 < 150 ? 1U : 0U, lower = lower || rule.y0 > 250;
  if (size <= 0 && paper.red.empty()) return;
  paper.kind = !file && (lower || upper >= 2 || (size > 0 && top < 52)) ? PaperKind::letter : PaperKind::document;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] != Role::none || line.baseline > 160) continue;
    if (squeezed(line.text).starts_with("签发人")) sheet.roles[i] = Role::signer;
    else if (number_parts(line.text) && line.points() < 20 && line.text.size() < 80 && line.x1 - line.x0 < 110 && sheet.first(Role::number) == nullptr) sheet.roles[i] = Role::number;
    else if (is_corner(line.text) && line.x0 < kCentre) sheet.roles[i] = Role::corner;
  }
  // Further signers stand below the first, in line with it.
  const auto* signer = sheet.first(Role::signer);
  for (std::size_t i = 0; signer != nullptr && i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] == Role::none && line.x0 > signer->x0 && line.baseline > signer->baseline - 1 && !paper.red.empty() && line.baseline < first_red) sheet.roles[i] = Role::signer;
  }
}

void find_imprint(Paper& paper) {
  for (std::size_t s = paper.sheets.size(); s-- > 0;) {
    auto& sheet = paper.sheets[s];
    if (sheet.lines.empty() || (sheet.lines.size() == 1 && sheet.first(Role::page_number) != nullptr)) continue;   // a blank page behind
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      const std::string text = squeezed(sheet.lines[i].text);
      const bool copy = starts_with_any(text, {"抄送", "分送"}), printed = text.ends_with("印发");
      if (!(copy || printed) || sheet.lines[i].baseline < 60 || sheet.roles[i] == Role::page_number) continue;
      double top = sheet.lines[i].ink_top();
      if (i > 0 && sheet.lines[i - 1].baseline > top - 12 && squeezed(sheet.lines[i - 1].text).starts_with("主送")) top = sheet.lines[i - 1].ink_top();
      for (std::size_t k = 0; k < sheet.lines.size(); ++k) {
        if (sheet.lines[k].ink_top() >= top - 1 && sheet.roles[k] != Role::page_number) sheet.roles[k] = Role::imprint;
      }
      for (const auto& rule : sheet.rules) {
        if (rule.length() > 100 && !red(rule.colour) && rule.y0 > top - 9) paper.imprint_rules.push_back(rule);
      }
      std::erase_if(sheet.tables, [&](const Box& b) { return b.y0 > top - 12; });
      paper.imprint_sheet = s;
      return;
    }
    return;   // only the last page with text
  }
}

void find_body(Paper& paper) { BodyFinder(paper).find(); }

}  // namespace gongwen::inspect
