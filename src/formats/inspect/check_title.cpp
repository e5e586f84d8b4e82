// GB/T 9704-2012 7.3.1-7.3.3: 标题2号小标宋，红色分隔线下空二行，居中；主送机关居左顶格，回行时仍顶格，末尾全角冒号；正文每个自然段左空二字，
// 回行顶格；第一层黑体、第二层楷体、第三层和第四层仿宋。

#include <algorithm>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using namespace standard;


class TitleCheck {
 public:
  TitleCheck(const Paper& paper, Findings& out) : paper_(paper), out_(out) {}

  void run(Measured& measured) {
    for (const auto& sheet : paper_.sheets) {
      if (sheet.cover || sheet.contents || sheet.landscape) continue;
      const auto lines = sheet.all(Role::title);
      if (!lines.empty() && !titled_) {
        titled_ = true;
        measured.faces["标题"] = paper_.document->fonts[lines.front()->font].name + " " + pt(lines.front()->size);
        title(sheet, lines);
        recipient(sheet, *lines.back());
      }
      paragraphs(sheet);
      headings(sheet, measured);
    }
    first_page();
  }

 private:
  void title(const Sheet& sheet, const std::vector<const Line*>& lines) {
    const Line& first = *lines.front();
    for (const auto* line : lines) {
      if (std::fabs(line->points() - kTwo) <= kTwoTolerance) continue;
      out_.off(codes::kTitleSize, "7.3.1", sheet, *line, "标题字号", pt(line->size), "2号（22 pt）");
      break;
    }
    for (const auto* line : lines) {
      if (line->face == FaceKind::xiaobiaosong) continue;
      auto& finding = out_.off(codes::kTitleFace, "7.3.1", sheet, *line, "标题字体", paper_.document->fonts[line->font].name, "小标宋");
      if (line->face == FaceKind::other) finding.severity = Severity::warning;
      break;
    }
    for (const auto* line : lines) {
      const double centre = (ink_left(*line) + ink_right(*line)) / 2;
      if (std::fabs(centre - paper_.centre()) <= 2.5) continue;
      out_.off(codes::kTitlePlace, "7.3.1", sheet, *line, "标题中心在", mm(centre), "居中（" + mm(paper_.centre()) + "）");
      break;
    }
    if (lines.size() >= 2 && text::length(squeezed(lines.back()->text)) == 1) {
      out_.say(codes::kTitleForm, "7.3.1", sheet, *lines.back(), "标题最后一行只有一个字", "回行要词意完整、排列对称、长短适宜，用梯形或菱形").severity = Severity::error;
    } else if (lines.size() >= 3 && !trapezoid(lines)) {
      out_.say(codes::kTitleForm, "7.3.1", sheet, first, "标题各行长短没有排成梯形或菱形", "回行要词意完整、排列对称、长短适宜");
    }
    // 红线下空二行; in a letter two lines below the last part above it.
    if (sheet.number != 1 || paper_.kind == PaperKind::plain) return;
    double above = 0;
    for (const auto& rule : paper_.red) if (rule.y1 < first.baseline) above = std::max(above, rule.y1);
    for (const Role role : {Role::number, Role::corner, Role::signer}) {
      for (const auto* line : sheet.all(role)) if (line->baseline < first.baseline) above = std::max(above, line->baseline + 0.10 * line->size);
    }
    if (above <= 0) return;
    const double gap = first.baseline - 0.84 * first.size - above;
    if (gap < 1.65 * kPitch || gap > 2.95 * kPitch) {
      out_.off(codes::kTitlePlace, paper_.kind == PaperKind::letter ? "10.1" : "7.3.1", sheet, first, paper_.kind == PaperKind::letter ? "标题距上方要素" : "标题距红色分隔线", mm(gap), "空二行（约 20～25 mm）");
    }
  }

  static bool trapezoid(const std::vector<const Line*>& lines) {
    std::vector<double> wide;
    for (const auto* line : lines) wide.push_back(line->x1 - line->x0);
    const double slack = lines.front()->size * 0.6;
    bool grows = true, shrinks = true, turned = false, diamond = true;
    for (std::size_t i = 1; i < wide.size(); ++i) {
      grows = grows && wide[i] >= wide[i - 1] - slack;
      shrinks = shrinks && wide[i] <= wide[i - 1] + slack;
      if (wide[i] < wide[i - 1] - slack) turned = true;
      else if (turned && wide[i] > wide[i - 1] + slack) diamond = false;
    }
    return grows || shrinks || diamond;
  }

  void recipient(const Sheet& sheet, const Line& title_end) {
    const auto lines = sheet.all(Role::recipient);
    if (lines.empty()) return;
    for (const auto* line : lines) {
      if (std::fabs(line->x0 - paper_.left) <= kAcross) continue;
      out_.off(codes::kRecipient, "7.3.2", sheet, *line, "主送机关左空", mm(line->x0 - paper_.left), "0（居左顶格）");
      break;
    }
    if (lines.back()->text.ends_with(":")) out_.off(codes::kRecipient, "7.3.2", sheet, lines.back()->x1, lines.back()->baseline, "主送机关末尾是", "半角“:”", "全角冒号“：”");
    const double gap = (lines.front()->baseline - title_end.baseline) / paper_.pitch;
    if (gap < 1.5 || gap > 2.6) out_.off(codes::kRecipient, "7.3.2", sheet, *lines.front(), "主送机关在标题下空", plain(std::max(gap - 1, 0.0), 1) + " 行", "一行");
  }

  double left_of(const Sheet& sheet) const {
    double left = 1e9;
    for (const auto* line : sheet.all(Role::body)) left = std::min(left, ink_left(*line));
    return left > 1e8 || std::fabs(left - (paper_.left + 2 * kCell)) < 1.2 ? paper_.left : left;
  }

  void paragraphs(const Sheet& sheet) {
    const double left = left_of(sheet);
    bool before_off = false;
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      const auto& line = sheet.lines[i];
      const Role role = sheet.roles[i];
      if (role != Role::body && !is_heading(role)) continue;
      const double indent = (line.x0 - left) / paper_.cell;
      const double ink = (ink_left(line) - left) / paper_.cell;   // an opening bracket may stand with its blank half or without
      const bool full = ink_right(line) > paper_.right - 3 * paper_.cell && line.x1 - line.x0 > 90;
      const auto near = [&](double n) { return std::fabs(indent - n) < 0.45 || std::fabs(ink - n) < 0.45; };
      bool off = (full && !near(0) && !near(2)) || (is_heading(role) && !near(2) && !(i > 0 && sheet.roles[i - 1] == role));
      // Flush left though the paragraph above has ended.
      if (!off && role == Role::body && near(0) && i > 0 && (sheet.roles[i - 1] == Role::body || sheet.roles[i - 1] == Role::recipient || is_heading(sheet.roles[i - 1]))) {
        const auto& above = sheet.lines[i - 1];
        const bool ended = ink_right(above) < paper_.right - 4 * paper_.cell && (is_heading(sheet.roles[i - 1]) || ends_with_any(above.text, {"。", "：", "！", "？"}));
        off = ended && line.baseline - above.baseline < 1.5 * paper_.pitch && above.x0 < paper_.left + 3 * paper_.cell && full;
      }
      if (off && !before_off) out_.off(codes::kIndent, "7.3.3", sheet, line, quote(line.text) + "左空", plain(indent, 1) + " 字", "二字（回行顶格）");
      before_off = off;
    }
  }

  void headings(const Sheet& sheet, Measured& measured) {
    static constexpr FaceKind kFaces[] = {FaceKind::heiti, FaceKind::kaiti, FaceKind::fangsong, FaceKind::fangsong};
    static constexpr const char* kNames[] = {"一级标题", "二级标题", "三级标题", "四级标题"};
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      const auto& line = sheet.lines[i];
      if (!is_heading(sheet.roles[i])) continue;
      const auto level = static_cast<std::size_t>(sheet.roles[i]) - static_cast<std::size_t>(Role::heading1);
      if (heading_level(line.text) == 0) continue;   // its second line
      form(sheet, line, level);
      // A heading that runs into its paragraph is not judged by the paragraph's face.
      if (line.text.find("。") != std::string::npos || ink_right(line) > paper_.right - 2 * paper_.cell) continue;
      measured.faces.try_emplace(kNames[level], paper_.document->fonts[line.font].name + " " + pt(line.size));
      if (line.face == kFaces[level] || line.face == FaceKind::other) continue;
      out_.off(codes::kHeadingFace, "7.3.3", sheet, line, quote(line.text) + "字体", std::string(name_of(line.face)), "第" + std::string(level == 0 ? "一" : level == 1 ? "二" : level == 2 ? "三" : "四") + "层" + std::string(name_of(kFaces[level])));
    }
  }

  void form(const Sheet& sheet, const Line& line, std::size_t level) {
    const auto all = text::to_utf32(squeezed(line.text));
    std::size_t end = 0;
    while (end < all.size() && all[end] != U'、' && all[end] != U'.' && all[end] != U'．' && all[end] != U'，' && all[end] != U'）' && all[end] != U')') ++end;
    if (end >= all.size()) return;
    const char32_t mark = all[end];
    const bool right = level == 0 ? mark == U'、' : level == 2 ? mark == U'.' || mark == U'．' : mark == U'）' && all[0] == U'（';
    if (right) return;
    static constexpr const char* kWanted[] = {"“一、”", "“（一）”", "“1.”", "“（1）”"};
    out_.off(codes::kHeadingForm, "7.3.3", sheet, line, "层次序数写成", "“" + text::to_utf8(std::u32string_view(all).substr(0, end + 1)) + "”", kWanted[level]);
  }

  void first_page() {
    const auto& sheet = paper_.sheets.front();
    if (paper_.kind == PaperKind::plain || !titled_ || paper_.sheets.size() < 2) return;
    const bool text = std::any_of(sheet.roles.begin(), sheet.roles.end(), [](Role r) { return r == Role::body || is_heading(r) || r == Role::table; });
    if (!text) out_.say(codes::kNoTextOnFirst, "7.3.3", sheet, kLeft, kBottom, "首页没有正文", "公文首页必须显示正文；主送机关太多时移到版记");
  }

  const Paper& paper_;
  Findings& out_;
  bool titled_ = false;
};

}  // namespace

void check_title(const Paper& paper, Findings& out, Measured& measured) { TitleCheck(paper, out).run(measured); }

}  // namespace gongwen::inspect
