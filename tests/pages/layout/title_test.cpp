// Lines of titles: GB/T 9704-2012 7.3.1, 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.

#include "pages.h"

namespace gongwen::layout::test {
namespace {

std::vector<TextLine> title(const std::string& words, Diagnostics& out) {
  Paper paper;
  paper.p(words, document::Role::title);
  auto lines = lines_of(paper.lay_out(out).layout.pages.at(0));
  std::erase_if(lines, [](const TextLine& l) { return l.artifact; });
  return lines;
}
std::vector<TextLine> title(const std::string& words) {
  Diagnostics out;
  auto lines = title(words, out);
  EXPECT_TRUE(out.empty()) << render(out);
  return lines;
}

TEST(GBT9704_7_3_1, AShortTitleStaysOnOneLine) { EXPECT_EQ(title("关于做好示例工作的通知").size(), 1U); }

TEST(GBT9704_7_3_1, LongTitlesFormATrapezoidOrADiamondWithoutTearingWords) {
  // Words that must not be torn, typed from the titles.
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"关于加快推进现代职业教育体系建设改革重点任务的通知", {"关于", "推进", "职业", "教育", "体系", "建设", "改革", "重点", "任务", "通知"}},
      {"河南省教育厅办公室关于开展二〇二五年度全省职业院校教师教学能力大赛的通知", {"教育", "办公室", "关于", "开展", "职业", "院校", "教师", "教学", "能力", "通知"}},
      {"关于印发《河南示例职业技术学院学生实习管理办法》的通知", {"印发", "职业", "技术", "学院", "学生", "实习", "管理", "办法", "通知"}},
      {"河南示例职业技术学院关于申请增设人工智能技术应用等五个高等职业教育专科专业并调整部分专业名称的请示",
       {"职业", "技术", "学院", "关于", "申请", "增设", "高等", "教育", "专业", "调整", "请示"}},
  };
  for (const auto& [words, whole] : cases) {
    const auto lines = title(words);
    ASSERT_GE(lines.size(), 2U) << words;
    std::string all;
    for (const auto& l : lines) {
      all += l.text + "|";
      EXPECT_GE(text::length(l.text), 4U) << words;                     // no orphan
      EXPECT_NEAR((l.x + l.right) / 2, 28 + 78, 0.6) << l.text;         // centred
    }
    for (const auto& word : whole) EXPECT_NE(all.find(word), std::string::npos) << word << " in " << all;
    bool shrank = false, equal = true;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const double d = (lines[i].right - lines[i].x) - (lines[i - 1].right - lines[i - 1].x);
      EXPECT_FALSE(shrank && d > 4) << "hourglass: " << all;
      shrank = shrank || d < -4;
      equal = equal && d > -4 && d < 4;
    }
    EXPECT_FALSE(equal) << "rectangle: " << all;
  }
}

TEST(GBT9704_7_3_1, TitlesBrokenBySenseStayAsTheyAreAndBadShapesAreTold) {
  Diagnostics trapezoid, rectangle, hourglass, orphan;
  EXPECT_EQ(title("关于加快推进现代职业教育体系建设改革\n重点任务的通知", trapezoid).size(), 2U);
  EXPECT_TRUE(trapezoid.empty()) << render(trapezoid);
  title("关于加快推进职业教育\n体系建设改革任务通知", rectangle);
  ASSERT_EQ(rectangle.size(), 1U);
  EXPECT_EQ(rectangle.all()[0].code, "L011");
  title("关于加快推进现代职业教育\n体系建设\n改革重点任务的意见和通知", hourglass);
  ASSERT_EQ(hourglass.size(), 1U);
  EXPECT_EQ(hourglass.all()[0].code, "L011");
  title("关于加快推进现代职业教育体系的通\n知", orphan);
  ASSERT_GE(orphan.size(), 1U);
  EXPECT_EQ(orphan.all()[0].code, "L010");
}

}  // namespace
}  // namespace gongwen::layout::test
