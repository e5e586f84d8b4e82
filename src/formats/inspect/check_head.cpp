// GB/T 9704-2012 7.2 and 10.1: the mark, the document number, the red rules, the signer, the upper left corner.

#include <algorithm>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"

namespace gongwen::inspect {
namespace {

using namespace standard;

class HeadCheck {
 public:
  HeadCheck(const Paper& paper, Findings& out) : paper_(paper), sheet_(paper.sheets.front()), out_(out), letter_(paper.kind == PaperKind::letter) {}

  void run(Measured& measured) {
    mark(measured);
    number(measured);
    if (letter_) letter_rules();
    else red_rule();
    signer();
    corner();
  }

 private:
  void mark(Measured& measured) {
    const auto lines = sheet_.all(Role::mark);
    if (lines.empty()) return;
    const std::string clause = letter_ ? "10.1" : "7.2.4";
    double top = 1e9, x0 = 1e9, x1 = 0;
    for (const auto* line : lines) {
      top = std::min(top, line->baseline - 0.84 * line->size);
      x0 = std::min(x0, line->x0), x1 = std::max(x1, line->x1);
      mark_bottom_ = std::max(mark_bottom_, line->baseline + 0.09 * line->size);
    }
    const Line& line = *lines.front();
    measured.faces["发文机关标志"] = paper_.document->fonts[line.font].name + " " + pt(line.size);
    if (letter_ && std::fabs(top - kLetterMarkTop) > kMarkTolerance) out_.off(codes::kMarkTop, clause, sheet_, line, "发文机关标志上边缘距上页边", mm(top), "30 mm");
    if (!letter_ && std::fabs(top - kMarkTop) > kMarkTolerance) out_.off(codes::kMarkTop, clause, sheet_, line, "发文机关标志上边缘距版心上边缘", mm(top - kTop), "35 mm");
    if (!red(line.colour)) out_.off(codes::kMarkLook, clause, sheet_, line, "发文机关标志颜色", black(line.colour) ? "黑色" : "不是红色", "红色");
    else if (std::fabs((x0 + x1) / 2 - paper_.centre()) > 2.5) out_.off(codes::kMarkLook, clause, sheet_, line, "发文机关标志中心在", mm((x0 + x1) / 2), "居中（" + mm(paper_.centre()) + "）");
    if (line.face != FaceKind::xiaobiaosong) out_.off(codes::kMarkFace, clause, sheet_, line, "发文机关标志字体", paper_.document->fonts[line.font].name, "推荐的小标宋");
  }

  void number(Measured& measured) {
    const Line* line = sheet_.first(Role::number);
    if (line == nullptr) return;
    const std::string clause = letter_ ? "10.1" : "7.2.5";
    measured.faces["发文字号"] = paper_.document->fonts[line->font].name + " " + pt(line->size);
    const auto parts = *number_parts(line->text);
    if (parts.open != "〔" || parts.close != "〕") out_.off(codes::kNumberForm, "7.2.5", sheet_, *line, "发文字号的年份用", parts.open + parts.year + parts.close, "六角括号〔" + parts.year + "〕");
    else if (parts.year.size() != 4) out_.off(codes::kNumberForm, "7.2.5", sheet_, *line, "发文字号的年份", parts.year, "四位全称");
    else if (!parts.ordinal.empty()) out_.say(codes::kNumberForm, "7.2.5", sheet_, *line, "发文顺序号前不加“第”字");
    else if (parts.sequence.starts_with("0")) out_.off(codes::kNumberForm, "7.2.5", sheet_, *line, "发文顺序号", parts.sequence, "不编虚位（1 不编为 01）");
    if (std::fabs(line->points() - kThree) > kSizeTolerance) out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号字号", pt(line->size), "3号（16 pt）");
    if (line->face != FaceKind::fangsong && line->face != FaceKind::other) out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号字体", std::string(name_of(line->face)), "仿宋");
    const double right = ink_right(*line);
    if (letter_) {
      if (std::fabs(right - paper_.right) > kAcross) out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号右端距版心右边缘", mm(paper_.right - right), "0（顶格居右）");
      if (const Rule* rule = lowest_upper(); rule != nullptr) {
        const double gap = line->baseline - 0.84 * line->size - rule->y1;
        if (gap < 2.4 || gap > 9.5) out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号距第一条红色双线", mm(gap), "3号汉字高度的 7/8（约 5 mm）");
      }
      return;
    }
    if (sheet_.first(Role::signer) != nullptr) {
      if (std::fabs(line->x0 - paper_.left - kCell) > kAcross) out_.off(codes::kNumberPlace, "7.2.5", sheet_, *line, "上行文发文字号左空", mm(line->x0 - paper_.left), "一字（5.6 mm）");
    } else if (std::fabs((line->x0 + right) / 2 - paper_.centre()) > 2.5) {
      out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号中心在", mm((line->x0 + right) / 2), "居中（" + mm(paper_.centre()) + "）");
    }
    if (mark_bottom_ > 0) {
      double first = line->baseline;   // with several signers the number stands beside the last of them
      for (const auto* signer : sheet_.all(Role::signer)) first = std::min(first, signer->baseline);
      const double gap = first - 0.84 * line->size - mark_bottom_;
      if (gap < 1.5 * kPitch || gap > 3.1 * kPitch) out_.off(codes::kNumberPlace, clause, sheet_, *line, "发文字号距发文机关标志", mm(gap), "空二行（约 20～25 mm）");
    }
  }

  /// The last red rule of the upper group.
  const Rule* lowest_upper() const {
    const Rule* out = nullptr;
    for (const auto& rule : paper_.red) if (rule.y0 < 150) out = &rule;
    return out;
  }

  void red_rule() {
    const Line* number = sheet_.first(Role::number);
    if (paper_.red.empty()) {
      // A rule of another colour in its place?
      for (const auto& rule : sheet_.rules) {
        if (number != nullptr && rule.length() > 100 && rule.y0 > number->baseline && rule.y0 < number->baseline + 12) {
          out_.off(codes::kRedRuleLook, "7.2.7", sheet_, rule.x0, rule.y0, "版头分隔线颜色", black(rule.colour) ? "黑色" : "不是红色", "红色");
          return;
        }
      }
      const Line* at = number != nullptr ? number : sheet_.first(Role::mark);
      if (at != nullptr) out_.say(codes::kRedRuleLook, "7.2.7", sheet_, *at, "没有红色分隔线", "发文字号下 4 mm 处印一条与版心等宽的红色分隔线");
      return;
    }
    const auto& rule = paper_.red.front();
    if (std::fabs(rule.length() - paper_.width()) > kRuleTolerance) out_.off(codes::kRedRuleLook, "7.2.7", sheet_, rule.x0, rule.y0, "版头分隔线长", mm(rule.length()), "与版心等宽（156 mm）");
    else if (std::fabs(rule.x0 - paper_.left) > kRuleTolerance) out_.off(codes::kRedRuleLook, "7.2.7", sheet_, rule.x0, rule.y0, "版头分隔线左端在", mm(rule.x0), "版心左边缘 28 mm");
    double above = 0;
    const Line* last = nullptr;
    for (const Role role : {Role::number, Role::signer}) {
      for (const auto* line : sheet_.all(role)) if (line->baseline > above) above = line->baseline, last = line;
    }
    if (last == nullptr) return;
    const double gap = rule.y0 - (last->baseline + 0.10 * last->size);
    if (std::fabs(gap - kRuleGap) > kRuleGapTolerance) out_.off(codes::kRedRuleGap, "7.2.7", sheet_, rule.x0, rule.y0, "版头分隔线距发文字号", mm(gap), "4 mm");
  }

  void letter_rules() {
    std::vector<Rule> upper, lower;
    for (const auto& rule : paper_.red) (rule.y0 < 150 ? upper : lower).push_back(rule);
    pair(upper, true);
    pair(lower, false);
    if (!upper.empty() && mark_bottom_ > 0) {
      const double gap = upper.front().y0 - mark_bottom_;
      if (std::fabs(gap - kRuleGap) > kRuleGapTolerance + 0.3) out_.off(codes::kRedRuleGap, "10.1", sheet_, upper.front().x0, upper.front().y0, "第一条红色双线距发文机关标志", mm(gap), "4 mm");
    }
    if (!lower.empty()) {
      const double distance = sheet_.page->height - (lower.front().y0 + lower.back().y1) / 2;
      if (std::fabs(distance - kLetterFoot) > kRuleTolerance) out_.off(codes::kLetterRules, "10.1", sheet_, lower.front().x0, lower.front().y0, "第二条红色双线距下页边", mm(distance), "20 mm");
    }
  }

  void pair(const std::vector<Rule>& rules, bool upper) {
    const std::string which = upper ? "第一条红色双线" : "第二条红色双线";
    if (rules.empty()) {
      out_.say(codes::kLetterRules, "10.1", sheet_, 20, upper ? 45 : 277, "没有" + which, upper ? "发文机关标志下 4 mm 处印一条红色双线（上粗下细），长 170 mm" : "距下页边 20 mm 处印一条红色双线（上细下粗），长 170 mm");
      return;
    }
    const auto& first = rules.front();
    for (const auto& rule : rules) {
      if (std::fabs(rule.length() - kLetterRule) <= kRuleTolerance) continue;
      out_.off(codes::kLetterRules, "10.1", sheet_, rule.x0, rule.y0, which + "长", mm(rule.length()), "170 mm");
      break;
    }
    if (std::fabs((first.x0 + first.x1) / 2 - 105.5) > 2) out_.off(codes::kLetterRules, "10.1", sheet_, first.x0, first.y0, which + "中心在", mm((first.x0 + first.x1) / 2), "居中");
    if (rules.size() == 1) {
      out_.off(codes::kLetterRules, "10.1", sheet_, first.x0, first.y0, which + "只有", "一条线", upper ? "上粗下细的双线" : "上细下粗的双线");
    } else if ((first.thickness() > rules.back().thickness()) != upper || std::fabs(first.thickness() - rules.back().thickness()) < 0.05) {
      out_.off(codes::kLetterRules, "10.1", sheet_, first.x0, first.y0, which + "线粗", plain(first.thickness(), 2) + " mm 在上、" + plain(rules.back().thickness(), 2) + " mm 在下", upper ? "上粗下细" : "上细下粗");
    }
  }

  void signer() {
    const Line* line = sheet_.first(Role::signer);
    if (line == nullptr) return;
    const double space = paper_.right - ink_right(*line);
    if (!squeezed(line->text).starts_with("签发人：")) out_.off(codes::kSigner, "7.2.6", sheet_, *line, "签发人写成", quote(line->text, 4), "“签发人：”加姓名，用全角冒号");
    if (std::fabs(space - kCell) > kAcross) out_.off(codes::kSigner, "7.2.6", sheet_, *line, "签发人姓名右空", mm(space), "一字（5.6 mm）");
    const auto kind = paper_.document->fonts[line->glyphs.back()->font].kind;
    if (kind != FaceKind::kaiti && kind != FaceKind::other) out_.off(codes::kSigner, "7.2.6", sheet_, line->glyphs.back()->x, line->baseline, "签发人姓名字体", std::string(name_of(kind)), "3号楷体");
  }

  void corner() {
    for (const auto* line : sheet_.all(Role::corner)) {
      const bool copy = first_of(line->text) < 0x80;   // 份号
      const std::string what = quote(line->text);
      const std::string clause = copy ? "7.2.1" : starts_with_any(squeezed(line->text), {"绝密", "机密", "秘密"}) ? "7.2.2" : "7.2.3";
      if (std::fabs(line->x0 - paper_.left) > kAcross) out_.off(codes::kCorner, clause, sheet_, *line, what + "左空", mm(line->x0 - paper_.left), "0（顶格）");
      if (std::fabs(line->points() - kThree) > kSizeTolerance) out_.off(codes::kCorner, clause, sheet_, *line, what + "字号", pt(line->size), "3号（16 pt）");
      if (!copy && line->face != FaceKind::heiti && line->face != FaceKind::other) out_.off(codes::kCorner, clause, sheet_, *line, what + "字体", std::string(name_of(line->face)), "黑体");
    }
  }

  const Paper& paper_;
  const Sheet& sheet_;
  Findings& out_;
  bool letter_;
  double mark_bottom_ = 0;
};

}  // namespace

void check_head(const Paper& paper, Findings& out, Measured& measured) {
  if (paper.kind != PaperKind::plain) HeadCheck(paper, out).run(measured);
}

}  // namespace gongwen::inspect
