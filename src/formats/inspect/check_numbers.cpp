// GB/T 9704-2012 7.5: 一般用4号半角宋体阿拉伯数字，编排在公文版心下边缘之下，数字左右各放一条一字线；一字线上距版心下边缘7 mm。
// 单页码居右空一字，双页码居左空一字。版记页前有空白页的，空白页和版记页均不编排页码。10.1: 信函格式首页不显示页码。

#include <algorithm>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

bool digit(const Glyph& glyph) { return glyph.text.size() == 1 && glyph.text[0] >= '0' && glyph.text[0] <= '9'; }

void check_look(const Paper& paper, const Sheet& sheet, const Line& line, int value, Findings& out) {
  const std::string text = squeezed(line.text);
  const bool dashes = starts_with_any(text, {"—", "―", "─"}) && ends_with_any(text, {"—", "―", "─"}) && text == "—" + std::to_string(value) + "—";
  if (!dashes) out.off(codes::kPageNumberForm, "7.5", sheet, line, "页码写成", "“" + line.text + "”", "“— " + std::to_string(value) + " —”", "数字左右各放一条一字线（U+2014）");
  const auto number = std::find_if(line.glyphs.begin(), line.glyphs.end(), [](const Glyph* g) { return digit(*g); });
  if (number != line.glyphs.end()) {
    const double points = (*number)->size * 72 / 25.4;
    const auto kind = paper.document->fonts[(*number)->font].kind;
    if (std::fabs(points - kFour) > kSizeTolerance) out.off(codes::kPageNumberLook, "7.5", sheet, line, "页码字号", plain(points, 1) + " pt", "4号（14 pt）");
    else if (kind != FaceKind::songti && kind != FaceKind::xiaobiaosong && kind != FaceKind::serif && kind != FaceKind::other) {
      out.off(codes::kPageNumberLook, "7.5", sheet, line, "页码字体", paper.document->fonts[(*number)->font].name, "半角宋体");
    }
  }
  if (!is_a4(*sheet.page)) return;
  const double drop = line.baseline - kDashHeight * line.size - kBottom;
  if (std::fabs(drop - kNumberDrop) > kNumberTolerance) out.off(codes::kPageNumberDrop, "7.5", sheet, line, "页码的一字线距版心下边缘", mm(drop), "7 mm");
  const double cell = kFour * 25.4 / 72;
  const double inner = value % 2 == 1 ? paper.right - ink_right(line) : line.x0 - paper.left - sheet.shift;
  if (std::fabs(inner - cell) > 1.7) {
    const std::string side = value % 2 == 1 ? "单页码居右" : "双页码居左";
    const bool other = std::fabs((value % 2 == 1 ? line.x0 - paper.left : paper.right - ink_right(line)) - cell) < 3;
    const bool middle = std::fabs(line.centre() - paper.centre()) < 4;
    out.off(codes::kPageNumberSide, "7.5", sheet, line, "页码 " + std::to_string(value), other ? (value % 2 == 1 ? "居左" : "居右") : middle ? "居中" : (value % 2 == 1 ? "右空 " : "左空 ") + mm(inner), side + "空一字（4.9 mm）",
            "页眉页脚设“奇偶页不同”");
  }
}

}  // namespace

void check_numbers(const Paper& paper, Findings& out, Measured& measured) {
  std::optional<std::size_t> first;
  for (std::size_t s = 0; s < paper.sheets.size() && !first; ++s) if (paper.sheets[s].first(Role::page_number) != nullptr) first = s;
  const bool letter = paper.kind == PaperKind::letter;
  int before = 0;
  std::size_t before_at = 0;
  for (std::size_t s = 0; s < paper.sheets.size(); ++s) {
    const auto& sheet = paper.sheets[s];
    const Line* line = sheet.first(Role::page_number);
    if (line == nullptr) {
      if (sheet.lines.empty() || sheet.landscape || sheet.cover || sheet.contents || (letter && s == 0)) continue;
      if (first && s < *first && paper.kind == PaperKind::plain) continue;   // front matter
      const bool only_imprint = std::all_of(sheet.roles.begin(), sheet.roles.end(), [](Role r) { return r == Role::imprint; });
      if (only_imprint) continue;
      out.say(codes::kNoPageNumber, "7.5", sheet, s % 2 == 0 ? kRight : kLeft, kBottom + kNumberDrop, first ? "这一页没有页码" : "全文没有页码", "版心下边缘之下 7 mm，4号半角宋体“— 1 —”，单页码居右空一字，双页码居左空一字");
      if (!first) return;
      continue;
    }
    const int value = *page_number_value(line->text);
    measured.faces.try_emplace("页码", paper.document->fonts[line->font].name + " " + pt(line->size));
    if (letter && s == 0) {
      out.say(codes::kFirstNumbered, "10.1", sheet, *line, "信函格式首页显示了页码", "首页不显示页码，第二页从 2 开始");
      before = value, before_at = s;
      continue;
    }
    check_look(paper, sheet, *line, value, out);
    const int wanted = before == 0 ? (letter || paper.kind == PaperKind::document ? static_cast<int>(s + 1) : 1) : before + 1;
    const bool counted = before != 0 && value == before + static_cast<int>(s - before_at);   // unnumbered pages between count
    if (value != wanted && !counted) out.off(codes::kPageNumberOrder, "7.5", sheet, *line, "页码", std::to_string(value), std::to_string(wanted), "附件与正文一起装订时，页码连续编排");
    before = value, before_at = s;
  }
}

}  // namespace gongwen::inspect
