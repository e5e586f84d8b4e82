// GB/T 9704-2012 7.4: 版记中的分隔线与版心等宽，首条和末条用粗线（推荐高度为0.35 mm），中间的用细线（推荐高度为0.25 mm）；首条位于版记中第一个要素之上，
// 末条与公文最后一面的版心下边缘重合。10.1: 信函格式的版记不加印发机关和印发日期、分隔线。

#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

void check_rules(const Paper& paper, const Sheet& sheet, Findings& out) {
  const auto& rules = paper.imprint_rules;
  if (rules.size() < 2) {
    const Line& at = *sheet.first(Role::imprint);
    out.off(codes::kImprintRules, "7.4.1", sheet, at, "版记的分隔线有", std::to_string(rules.size()) + " 条", "首条、末条都有");
    return;
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& rule = rules[i];
    const bool outer = i == 0 || i + 1 == rules.size();
    const double wanted = outer ? kImprintOuter : kImprintInner;
    if (std::fabs(rule.length() - paper.width()) > kRuleTolerance) {
      out.off(codes::kImprintRules, "7.4.1", sheet, rule.x0, rule.y0, "版记分隔线长", mm(rule.length()), "与版心等宽（156 mm）");
    } else if (std::fabs(rule.thickness() - wanted) > kImprintTolerance) {
      out.off(codes::kImprintRules, "7.4.1", sheet, rule.x0, rule.y0, i == 0 ? "版记首条分隔线粗" : outer ? "版记末条分隔线粗" : "版记中间的分隔线粗", plain(rule.thickness(), 2) + " mm", plain(wanted, 2) + " mm");
    }
  }
  const double bottom = (rules.back().y0 + rules.back().y1) / 2;
  if (std::fabs(bottom - kBottom) > kMarginTolerance + 0.3) {
    out.off(codes::kImprintBottom, "7.4.1", sheet, rules.back().x0, rules.back().y0, "版记末条分隔线距版心下边缘", mm(kBottom - bottom), "0（与最后一面版心下边缘重合）");
  }
}

void check_lines(const Paper& paper, const Sheet& sheet, Findings& out) {
  const double cell = kFour * 25.4 / 72;   // 空一字 of 4号; of 3号 also passes within the tolerance
  const Line* copy_end = nullptr;
  bool in_copy = false;
  for (const auto* line : sheet.all(Role::imprint)) {
    const std::string text = squeezed(line->text);
    if (std::fabs(line->points() - kFour) > kSizeTolerance) out.off(codes::kImprintText, "7.4", sheet, *line, "版记" + quote(line->text, 6) + "字号", pt(line->size), "4号（14 pt）");
    else if (line->face != FaceKind::fangsong && line->face != FaceKind::other) out.off(codes::kImprintText, "7.4", sheet, *line, "版记" + quote(line->text, 6) + "字体", std::string(name_of(line->face)), "仿宋");
    if (starts_with_any(text, {"抄送", "分送"})) {
      in_copy = true;
      if (!text.starts_with("抄送：")) out.off(codes::kCopyTo, "7.4.2", sheet, *line, "抄送写成", quote(text, 3), "“抄送：”（全角冒号）");
      if (std::fabs(line->x0 - paper.left - cell) > kAcross) out.off(codes::kCopyTo, "7.4.2", sheet, *line, "抄送左空", mm(line->x0 - paper.left), "一字（约 5 mm）");
    }
    const bool printed = text.ends_with("印发");
    // The organ stands in the printer's row, left of the date, so its line is met first.
    bool row = printed;
    for (const auto* other : sheet.all(Role::imprint)) row = row || (std::fabs(other->baseline - line->baseline) < 1 && squeezed(other->text).ends_with("印发"));
    if (in_copy && !row) copy_end = line;
    if (row && !printed && std::fabs(line->x0 - paper.left - cell) > kAcross) out.off(codes::kPrintedBy, "7.4.3", sheet, *line, "印发机关左空", mm(line->x0 - paper.left), "一字（约 5 mm）");
    if (!printed) continue;
    if (std::fabs(paper.right - ink_right(*line) - cell) > kAcross) out.off(codes::kPrintedBy, "7.4.3", sheet, *line, "印发日期右空", mm(paper.right - ink_right(*line)), "一字（约 5 mm）");
    const auto year = text.rfind("年");
    const auto after = year == std::string::npos ? std::string() : text.substr(year + 3);
    const auto month = after.find("月");
    if (after.starts_with("0") || (month != std::string::npos && after.substr(month + 3).starts_with("0"))) out.off(codes::kPrintedBy, "7.4.3", sheet, *line, "印发日期写成", quote(line->text), "月、日不编虚位（1 不编为 01）");
  }
  if (copy_end != nullptr && !copy_end->text.ends_with("。")) out.off(codes::kCopyTo, "7.4.2", sheet, copy_end->glyphs.back()->x, copy_end->baseline, "最后一个抄送机关名称后是", "“" + copy_end->glyphs.back()->text + "”", "句号");
}

}  // namespace

void check_imprint(const Paper& paper, Findings& out) {
  if (!paper.imprint_sheet) return;
  const auto& sheet = paper.sheets[*paper.imprint_sheet];
  if (sheet.first(Role::imprint) == nullptr) return;
  check_lines(paper, sheet, out);
  if (paper.kind != PaperKind::letter) return check_rules(paper, sheet, out);
  if (!paper.imprint_rules.empty()) out.say(codes::kLetterImprint, "10.1", sheet, paper.imprint_rules.front().x0, paper.imprint_rules.front().y0, "信函格式的版记有分隔线", "信函格式的版记不加分隔线");
  for (const auto* line : sheet.all(Role::imprint)) {
    if (squeezed(line->text).ends_with("印发")) out.say(codes::kLetterImprint, "10.1", sheet, *line, "信函格式的版记有印发机关和印发日期", "信函格式的版记不加印发机关和印发日期");
  }
}

}  // namespace gongwen::inspect
