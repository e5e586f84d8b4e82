// Lines of a title: GB/T 9704-2012 7.3.1, 词意完整，排列对称，长短适宜；标题排列应当使用梯形或菱形.

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "foundation/base/codes.h"
#include "pages/layout/text.h"

namespace gongwen::layout {
namespace {

/// Two characters at a time: words that titles of official papers are made of. A line does not end inside one.
constexpr std::u32string_view kWords =
    U"关于加快推进开展做好加强规范组织实施落实贯彻印发转发批转公布发布公示调整成立设立举办召开参加申请申报增设"
    U"现代职业教育体系建设改革重点任务项目专业学校学院高等中等院校大学课程教材教学教师学生实训基地产教融合"
    U"联合共同资源标准装备平台服务公共信息技术技能人才培养培训虚拟仿真示范标杆国际企业合作生产实践"
    U"年度工作方案计划总结报告绩效目标管理办法规定细则意见通知通报决定公告通告请示批复纪要函件情况评审验收"
    U"评估考核检查督导督查安全经费资金预算决算招生就业考试竞赛大赛活动会议名单结果表彰先进集体个人优秀"
    U"授权单位机构部门政府教育厅局委员领导小组办公中心河南全省国家市域区域行业咨询联系方式附件进行有关";

/// A line does not begin with these, …
constexpr std::u32string_view kNotFirst = U"的了等之者们性化第及与和或";
/// … nor end with these.
constexpr std::u32string_view kNotLast = U"于和与及或对在向由从把被将第各该本不";

constexpr std::int32_t kForbidden = 1'000;
constexpr std::int32_t kBadShape = 40;
constexpr std::int32_t kLineCost = 15;
constexpr std::size_t kMaxLines = 4;       ///< beyond this a title is no title: its lines are filled

bool in_word(char32_t a, char32_t b) {
  for (std::size_t i = 0; i + 1 < kWords.size(); i += 2) {
    if (kWords[i] == a && kWords[i + 1] == b) return true;
  }
  return false;
}

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

/// What a break before atom `i` costs the sense; the less the better.
std::int32_t sense(const Text& text, std::uint32_t i) {
  const char32_t a = text.atoms[i - 1].code, b = text.atoms[i].code;
  if (in_word(a, b)) return 60;
  if (has(kNotFirst, b) || has(kNotLast, a)) return 50;
  if (a == U'的' || a == U'》' || a == U'）' || a == U'、' || a == U'，') return 0;
  if (b == U'《' || b == U'“' || b == U'（') return 0;
  return 10;
}

/// 上下长短一样的长方形 and 上下长中间短的沙漏形 are what a title's lines must not form.
struct Outline { bool rectangle = true, hourglass = false; };
Outline outline_of(const std::vector<std::int32_t>& widths, std::int32_t em) {
  Outline s;
  bool shrank = false;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const std::int32_t d = widths[i] - widths[i - 1];
    if (d < em && d > -em) continue;
    s.rectangle = false;
    s.hourglass = s.hourglass || (shrank && d > 0);
    shrank = shrank || d < 0;
  }
  return s;
}

/// What the shape costs: trapezoids and diamonds nothing, the others and ragged ones much.
std::int32_t shape_cost(const std::vector<std::int32_t>& widths, std::int32_t em) {
  std::int32_t cost = 0;
  for (std::size_t i = 1; i < widths.size(); ++i) cost += std::abs(widths[i] - widths[i - 1]) / em * 2;
  const Outline s = outline_of(widths, em);
  if (s.hourglass) cost += 80;
  if (s.rectangle) cost += 40;
  for (const std::int32_t w : widths) {
    if (w < em * 4) cost += 80;
  }
  return cost;
}

/// All ways to break into `count` lines, the cheapest kept.
class Search {
 public:
  Search(const Text& text, std::int32_t room, std::size_t count)
      : text_(text), room_(room), count_(count), em_(std::max(1, text.format(text.atoms.front()).em)), size_(static_cast<std::uint32_t>(text.atoms.size())) {}

  void run() { from(0, 0); }
  std::int32_t cost() const { return least_; }
  const std::vector<std::uint32_t>& breaks() const { return best_; }

 private:
  void from(std::uint32_t begin, std::int32_t cost) {
    if (widths_.size() + 1 == count_) {
      const std::int32_t w = natural_width(text_, begin, size_);
      if (w > room_) return;
      widths_.push_back(w);
      const std::int32_t total = cost + shape_cost(widths_, em_);
      widths_.pop_back();
      if (total < least_) {
        least_ = total;
        best_ = breaks_;
      }
      return;
    }
    for (std::uint32_t i = begin + 1; i < size_; ++i) {
      if (!may_break(text_.atoms[i - 1], text_.atoms[i], false)) continue;
      const std::int32_t w = natural_width(text_, begin, i);
      if (w > room_) break;
      // Too little on this line leaves too much for the others.
      if (w * static_cast<std::int64_t>(count_) * 3 < room_) continue;
      widths_.push_back(w);
      breaks_.push_back(i);
      from(i, cost + sense(text_, i));
      breaks_.pop_back();
      widths_.pop_back();
    }
  }

  const Text& text_;
  std::int32_t room_;
  std::size_t count_;
  std::int32_t em_;
  std::uint32_t size_;
  std::int32_t least_ = kForbidden;
  std::vector<std::int32_t> widths_;
  std::vector<std::uint32_t> breaks_, best_;
};

}  // namespace

void break_balanced(const Text& text, const BreakOptions& options, std::vector<Line>& lines, Diagnostics& out) {
  BreakOptions o = options;
  o.justify = false;
  break_lines(text, o, lines, out);
  const bool simple = std::all_of(text.atoms.begin(), text.atoms.end(), [](const Atom& a) {
    return a.kind == Atom::Kind::glyph && a.cls != text::LineClass::space;
  });
  if (!simple || lines.size() < 2 || lines.size() > kMaxLines || text.atoms.size() > 120) return;
  Search search(text, options.rest, lines.size());
  search.run();
  // When lines this full cannot have a good shape, one more may.
  Search longer(text, options.rest, lines.size() + 1);
  if (search.cost() >= kBadShape && lines.size() < kMaxLines) longer.run();
  const auto& breaks = longer.cost() + kLineCost < search.cost() ? longer.breaks() : search.breaks();
  if (breaks.empty()) return;
  lines.resize(breaks.size() + 1);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    line.begin = i == 0 ? 0 : breaks[i - 1];
    line.end = i < breaks.size() ? breaks[i] : static_cast<std::uint32_t>(text.atoms.size());
    line.width = natural_width(text, line.begin, line.end);
    line.room = options.rest;
    line.last = true;
  }
}

void check_title(const Text& text, const std::vector<Line>& lines, const gongwen::Place& place, Diagnostics& out) {
  const bool by_sense = std::any_of(text.atoms.begin(), text.atoms.end(), [](const Atom& a) { return a.kind == Atom::Kind::line_break; });
  if (lines.size() < 2) return;
  if (std::any_of(lines.begin(), lines.end(), [&](const Line& l) { return weight_of(text, l) < 2; })) {
    out.warning(codes::kTitleOrphan, place, "标题有一行只有一个字", {"按词意重新分行（GB/T 9704-2012 7.3.1）"});
  }
  if (!by_sense) return;
  std::vector<std::int32_t> widths;
  for (const Line& l : lines) widths.push_back(l.width);
  const Outline s = outline_of(widths, std::max(1, text.format(text.atoms.front()).em));
  if (!s.rectangle && !s.hourglass) return;
  out.warning(codes::kTitleShape, place, s.rectangle ? "标题各行一样长，排成了长方形" : "标题上下长、中间短，排成了沙漏形",
              {"标题的行排成梯形或菱形，词组不拆开（GB/T 9704-2012 7.3.1）"});
}

}  // namespace gongwen::layout
