// GB/T 9704-2012 7.3.4-7.3.7: 附件说明、署名、成文日期、印章、附注、附件。

#include <algorithm>
#include <array>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

/// "1." or "1．" at the beginning: an item of the list of attachments.
bool begins_item(std::string_view text) {
  const std::string all = squeezed(text);
  std::size_t digits = 0;
  while (digits < all.size() && all[digits] >= '0' && all[digits] <= '9') ++digits;
  return digits > 0 && digits <= 2 && starts_with_any(std::string_view(all).substr(digits), {".", "．", "、"});
}

void check_note(const Paper& paper, const Sheet& sheet, Findings& out) {
  std::vector<std::size_t> note;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) if (sheet.roles[i] == Role::note) note.push_back(i);
  if (note.empty()) return;
  const auto& first = sheet.lines[note.front()];
  const std::string text = squeezed(first.text);
  if (starts_with_any(text, {"附件", "附："})) {
    if (!text.starts_with("附件：")) out.off(codes::kNoteForm, "7.3.4", sheet, first, "附件说明写成", quote(first.text, 4), "“附件：”，后面是附件名称");
    const double indent = (first.x0 - paper.left) / paper.cell;
    if (std::fabs(indent - 2) > 0.45) out.off(codes::kNoteForm, "7.3.4", sheet, first, "附件说明左空", plain(indent, 1) + " 字", "二字");
    if (note.front() > 0 && sheet.roles[note.front() - 1] == Role::body) {
      const double gap = (first.baseline - sheet.lines[note.front() - 1].baseline) / paper.pitch;
      if (gap < 1.6 || gap > 2.5) out.off(codes::kNoteForm, "7.3.4", sheet, first, "附件说明在正文下空", plain(std::max(gap - 1, 0.0), 1) + " 行", "一行");
    }
  }
  for (std::size_t k = 0; k < note.size(); ++k) {
    const auto& line = sheet.lines[note[k]];
    const bool ends = k + 1 == note.size() || begins_item(sheet.lines[note[k + 1]].text);
    if (!ends || !ends_with_any(line.text, {"。", "；", "，", "、", ".", ";", ","})) continue;
    out.say(codes::kNoteMark, "7.3.4", sheet, line.glyphs.back()->x, line.baseline, "附件名称后面有“" + text::to_utf8(std::u32string(1, last_of(line.text))) + "”", "附件名称后不加标点符号");
  }
}

void check_label(const Paper& paper, const Sheet& sheet, Findings& out) {
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const auto& line = sheet.lines[i];
    if (sheet.roles[i] != Role::label) continue;
    if (i != 0) out.say(codes::kLabel, "7.3.7", sheet, line, "“附件”没有另起一页", "附件另面编排，“附件”二字在版心左上角第一行");
    if (std::fabs(line.x0 - paper.left) > kAcross) out.off(codes::kLabel, "7.3.7", sheet, line, "“附件”左空", mm(line.x0 - paper.left), "0（顶格）");
    if (line.face != FaceKind::heiti && line.face != FaceKind::other) out.off(codes::kLabel, "7.3.7", sheet, line, "“附件”字体", std::string(name_of(line.face)), "3号黑体");
    if (std::fabs(line.points() - kThree) > kSizeTolerance) out.off(codes::kLabel, "7.3.7", sheet, line, "“附件”字号", pt(line.size), "3号（16 pt）");
    if (ends_with_any(line.text, {"：", ":"})) out.say(codes::kLabel, "7.3.7", sheet, line, "“附件”后面不加冒号");
    if (i + 1 >= sheet.lines.size() || sheet.roles[i + 1] != Role::label_title) continue;
    const auto& title = sheet.lines[i + 1];
    const double centre = (ink_left(title) + ink_right(title)) / 2, down = (title.baseline - line.baseline) / paper.pitch;
    if (std::fabs(centre - paper.centre()) > 2.5) out.off(codes::kLabelTitle, "7.3.7", sheet, title, "附件标题中心在", mm(centre), "居中（" + mm(paper.centre()) + "）");
    else if (down < 1.5 || down > 2.6) out.off(codes::kLabelTitle, "7.3.7", sheet, title, "附件标题在版心第", plain(std::round(down) + 1, 0) + " 行", "三行");
  }
}

bool exists(int year, int month, int day) {
  static constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

void check_date_form(const Sheet& sheet, const Line& line, Findings& out) {
  const auto parts = *date_parts(line.text);
  if (!parts.arabic) out.off(codes::kDateForm, "7.3.5.4", sheet, line, "成文日期写成", quote(line.text), "阿拉伯数字");
  else if (parts.year.size() != 4) out.off(codes::kDateForm, "7.3.5.4", sheet, line, "成文日期的年份", parts.year, "四位全称");
  else if (parts.month.starts_with("0") || parts.day.starts_with("0")) out.off(codes::kDateForm, "7.3.5.4", sheet, line, "成文日期写成", quote(line.text), "月、日不编虚位（1 不编为 01）");
  else if (parts.month.size() > 2 || parts.day.size() > 2 || !exists(std::stoi(parts.year), std::stoi(parts.month), std::stoi(parts.day))) out.say(codes::kDateForm, "7.3.5.4", sheet, line, quote(line.text) + "没有这一天");
}

/// Something square of a seal's size over or beside the date: 30 to 60 mm.
std::optional<Box> seal_of(const Sheet& sheet, const Line& date) {
  const auto fits = [&](double x0, double y0, double x1, double y1) {
    const double wide = x1 - x0, high = y1 - y0;
    return wide > 28 && wide < 60 && high > 28 && high < 60 && std::fabs(wide - high) < 6 && y1 > date.baseline - 70 && y0 < date.baseline + 40;
  };
  for (const auto& p : sheet.page->pictures) if (fits(p.x0, p.y0, p.x1, p.y1)) return Box{p.x0, p.y0, p.x1, p.y1};
  for (const auto& s : sheet.page->shapes) if (red(s.colour) && fits(s.x0, s.y0, s.x1, s.y1)) return Box{s.x0, s.y0, s.x1, s.y1};
  return std::nullopt;
}

void check_seal(const Paper& paper, const Sheet& sheet, std::size_t date, const Line* issuer, Findings& out) {
  const auto& line = sheet.lines[date];
  const auto seal = seal_of(sheet, line);
  if (!seal) return;
  const auto over = [&](const Line& l) { return seal->x0 < l.x1 && l.x0 < seal->x1 && seal->y0 < l.baseline && l.baseline - l.size < seal->y1; };
  if (!over(line) || (issuer != nullptr && !over(*issuer))) {
    out.say(codes::kSealPlace, "7.3.5.1", sheet, seal->x0, seal->y0, "印章没有压在署名和成文日期上", "印章端正、居中下压发文机关署名和成文日期，使二者居印章中心偏下位置");
    return;
  }
  double above = 0;
  for (std::size_t i = 0; i < date; ++i) {
    if (sheet.roles[i] == Role::body || sheet.roles[i] == Role::note || sheet.roles[i] == Role::table) above = std::max(above, sheet.lines[i].ink_bottom());
  }
  if (above <= 0) out.say(codes::kSealPlace, "7.3.5.1", sheet, seal->x0, seal->y0, "盖章页没有正文", "调整行距、字距，使印章和正文同在一页");
  else if (seal->y0 - above > paper.pitch + 1.5) out.off(codes::kSealPlace, "7.3.5.1", sheet, seal->x0, seal->y0, "印章顶端距正文（或附件说明）", mm(seal->y0 - above), "一行之内");
}

void check_date(const Paper& paper, const Sheet& sheet, std::size_t i, Findings& out) {
  const auto& line = sheet.lines[i];
  check_date_form(sheet, line, out);
  // The nearest name above it; a place to sign is none.
  const Line* issuer = nullptr;
  for (std::size_t k = 0; k < i; ++k) {
    if (sheet.roles[k] != Role::issuer || ends_with_any(sheet.lines[k].text, {"：", ":"})) continue;
    if (issuer == nullptr || sheet.lines[k].baseline > issuer->baseline) issuer = &sheet.lines[k];
  }
  check_seal(paper, sheet, i, issuer, out);
  const double cell = std::fabs(paper.cell - kCell) < 0.4 ? paper.cell : kCell, right = (paper.right - ink_right(line)) / cell;
  const auto near = [](double a, double b) { return std::fabs(a - b) < 0.55; };
  if (issuer == nullptr) {
    if (!near(right, 4) && !near(right, 2)) out.off(codes::kDatePlace, "7.3.5", sheet, line, "成文日期右空", plain(right, 1) + " 字", "四字");
    return;
  }
  // Without a seal: the name right 二字, the date's first character 二字 right of the name's; a longer date itself right 二字.
  const double name_right = (paper.right - ink_right(*issuer)) / cell, shift = (line.x0 - issuer->x0) / cell;
  if (near(name_right, 2) && near(shift, 2)) return;
  if (near(right, 2) && name_right > 2.4) return;
  if (!near(right, 4)) {
    out.off(codes::kDatePlace, "7.3.5", sheet, line, "成文日期右空", plain(right, 1) + " 字", "四字（加盖印章），或首字比署名首字右移二字（不加盖印章）");
    return;
  }
  // 签名章 (7.3.5.3): a stamp stands beside the office held, which is not centred on the date.
  for (const auto& p : sheet.page->pictures) if (p.y0 < issuer->baseline && p.y1 > issuer->baseline - issuer->size && p.x1 > issuer->x1 && p.y1 - p.y0 < 28) return;
  const double apart = (issuer->centre() - line.centre()) / cell;
  if (std::fabs(apart) > 1.1) out.off(codes::kIssuerPlace, "7.3.5.1", sheet, *issuer, "署名的中心比成文日期偏" + std::string(apart < 0 ? "左" : "右"), plain(std::fabs(apart), 1) + " 字", "以成文日期为准居中");
}

void check_annotation(const Paper& paper, const Sheet& sheet, Findings& out) {
  const Line* line = sheet.first(Role::annotation);
  if (line == nullptr) return;
  if (first_of(line->text) == U'(' || last_of(line->text) == U')') out.off(codes::kAnnotation, "7.3.6", sheet, *line, "附注用了", "半角括号", "圆括号（全角）");
  const double indent = (line->x0 - paper.left) / paper.cell;
  if (std::fabs(indent - 2) > 0.45 && std::fabs((ink_left(*line) - paper.left) / paper.cell - 2) > 0.45) out.off(codes::kAnnotation, "7.3.6", sheet, *line, "附注左空", plain(indent, 1) + " 字", "二字");
}

/// Text that carries a paper over the page: a page with one line, or with none but the date.
void check_lone(const Sheet& sheet, Findings& out) {
  if (sheet.number == 1 || sheet.cover || sheet.contents || sheet.landscape) return;
  std::size_t text = 0, closing = 0;
  const Line* at = nullptr;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const Role role = sheet.roles[i];
    if (squeezed(sheet.lines[i].text).find("此页无正文") != std::string::npos) {
      out.say(codes::kLonePage, "7.3.5.5", sheet, sheet.lines[i], "用了“此页无正文”", "调整行距、字距，使署名、日期和正文同在一页");
      return;
    }
    if (role == Role::date || role == Role::issuer) ++closing, at = at == nullptr ? &sheet.lines[i] : at;
    else if (role != Role::page_number && role != Role::imprint && role != Role::annotation) ++text;
  }
  if (closing > 0 && text == 0) out.say(codes::kLonePage, "7.3.5.5", sheet, *at, "署名、日期单独在一页，没有正文", "调整行距、字距，使署名、日期和正文同在一页");
}

}  // namespace

void check_attachments(const Paper& paper, Findings& out) {
  for (const auto& sheet : paper.sheets) {
    if (sheet.landscape) continue;
    check_note(paper, sheet, out);
    check_label(paper, sheet, out);
  }
}

void check_closing(const Paper& paper, Findings& out) {
  for (const auto& sheet : paper.sheets) {
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) if (sheet.roles[i] == Role::date) check_date(paper, sheet, i, out);
    check_annotation(paper, sheet, out);
    check_lone(sheet, out);
  }
}

}  // namespace gongwen::inspect
