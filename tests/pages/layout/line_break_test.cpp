// Lines of Chinese text. The expected line ends of Standards_2_3 are those of a real paper, typed from it.

#include <algorithm>

#include "pages.h"

namespace gongwen::layout::test {
namespace {

std::vector<std::string> lines(const std::string& text, document::Role role = document::Role::body) {
  Paper paper;
  paper.p(text, role);
  std::vector<std::string> out;
  for (const Page& page : paper.lay_out().layout.pages) {
    for (auto& line : texts_of(page)) out.push_back(std::move(line));
  }
  return out;
}

bool has_line(const std::vector<std::string>& all, const std::string& wanted) {
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

std::string shown(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& l : all) out += l + "|\n";
  return out;
}

std::string repeat(const std::string& s, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += s;
  return out;
}

const char* const kBackground =
    "为深入贯彻党的二十大精神，落实中共中央办公厅、国务院办公厅印发的《关于深化现代职业教育体系建设改革的意见》，按照《教育部办公厅关"
    "于加快推进现代职业教育体系建设改革重点任务的通知》要求，现就我省有关工作安排通知如下。";
const char* const kTasks =
    "各地、各职业学校要紧紧围绕教育部明确的现代职业教育体系建设改革11项重点任务，严格落实各项任务的建设指南要求，深入研究、准确把握建"
    "设内容、建设标准、建设目标和工作机制。各地、各学校要根据自身发展实际和区域产业发展需求，对照各重点任务建设要求，主动整合教育、产业"
    "、政策资源，按照省教育厅关于各项目的具体部署要求，积极谋划编制建设方案（含年度绩效目标），自主开展建设，接受监督调度。";
const char* const kSchedule =
    "省教育厅将根据教育部明确的各重点任务建设时间进度要求，分别另行发布各重点任务建设申报通知，适时启动省级相关项目建设工作。各地、各学"
    "校要及时关注省教育厅各项目工作通知，提前谋划布局，积极组织申报。各重点任务省级咨询联系人及联系方式见附件。";
const char* const kPlatform =
    "各职业学校可登录现代职业教育体系改革管理公共信息服务平台（网址：http://zj.chinaafse.cn/）查看各重点项目建设指南，每个学校可注册一个管理员账号"
    "，且须按要求上传《单位授权书》（模板可从平台下载），省级审核通过后方可登录，并按各项目具体要求开展项目申报。每年12月15日前，各建设单"
    "位要通过管理平台填报绩效数据，撰写并上传年度工作报告。";

TEST(Standards_2_3, PushesOutWhenNothingCanBeSqueezed) {
  const auto all = lines(kSchedule);
  EXPECT_EQ(all.front(), "省教育厅将根据教育部明确的各重点任务建设时间进度要") << shown(all);
  EXPECT_EQ(all.at(1).substr(0, 12), "求，分别") << shown(all);
}

TEST(Standards_2_3, SqueezesTwentyNineCellsByPauses) {
  const auto all = lines(kTasks);
  EXPECT_TRUE(has_line(all, "深入研究、准确把握建设内容、建设标准、建设目标和工作机制。")) << shown(all);
}

TEST(Standards_2_3, AdmitsOneMoreCharacterForHalfAnEm) {
  const auto all = lines(kBackground);
  EXPECT_TRUE(has_line(all, "办公厅印发的《关于深化现代职业教育体系建设改革的意见》，按")) << shown(all);
}

TEST(Standards_2_3, AdjacentMarksTakeOneAndAHalf) {
  const auto all = lines(
      "（三）考核激励，加大宣传。省教育厅将通过管理平台对学校重点任务建设情况进行过程管理，定期采集绩效数据，每年通报工作进展，各地重点任务"
      "建设情况将作为我省新一轮国家高职“双高计划”、中职“双优计划”、省级“双高工程”等职业教育改革项目遴选推荐的重要指标，以及现代职业教育质"
      "量提升计划资金分配和试点项目分配遴选的重要依据。");
  EXPECT_TRUE(has_line(all, "“双高计划”、中职“双优计划”、省级“双高工程”等职业教育")) << shown(all);
}

TEST(Standards_2_3, BracketAndCommaPairs) {
  const auto all = lines(kPlatform);
  EXPECT_TRUE(has_line(all, "权书》（模板可从平台下载），省级审核通过后方可登录，并按各")) << shown(all);
}

TEST(Standards_2_3, GapsBesideDigitsTakeAQuarter) {
  const auto all = lines(kPlatform);
  EXPECT_TRUE(has_line(all, "项目具体要求开展项目申报。每年12月15日前，各建设单位要")) << shown(all);
}

TEST(Standards_2_3, AddressesStayWhole) {
  const auto all = lines(kPlatform);
  EXPECT_TRUE(has_line(all, "平台（网址：http://zj.chinaafse.cn/）查看各重点项目建设指")) << shown(all);
}

TEST(Standards_2_3, SqueezedLinesCoverTheWholeOfTheirText) {
  for (const char* text : {kBackground, kTasks, kSchedule, kPlatform}) {
    std::string joined;
    for (const auto& line : lines(text)) joined += line;
    EXPECT_EQ(joined, text);
  }
}

TEST(CLREQ_LineStart, MarksNeverBeginALine) {
  // 28 characters and a mark: whatever the mark, the next line begins with a Hanzi.
  for (const char* mark : {"，", "。", "、", "；", "：", "！", "？", "”", "’", "）", "》", "〉", "】", "〕", "」", "』", "·", "～", "％"}) {
    std::string text;
    for (int i = 0; i < 28; ++i) text += "国";
    const auto all = lines(text + mark + "家家家", document::Role::flush);
    ASSERT_EQ(all.size(), 2U) << mark;
    EXPECT_EQ(all[1].find(mark) == 0, false) << mark;
  }
}

TEST(CLREQ_LineEnd, OpenersNeverEndALine) {
  for (const char* mark : {"“", "‘", "（", "《", "〈", "【", "〔", "「", "『"}) {
    std::string text;
    for (int i = 0; i < 27; ++i) text += "国";
    const auto all = lines(text + mark + "家家家家", document::Role::flush);
    ASSERT_EQ(all.size(), 2U) << mark;
    EXPECT_EQ(all[1].find(mark), 0U) << mark;
  }
}

TEST(CLREQ_Unbreakable, DashesAndEllipsesStayInPairs) {
  for (const char* pair : {"——", "……"}) {
    std::string text;
    for (int i = 0; i < 27; ++i) text += "国";
    const auto all = lines(text + pair + "家家", document::Role::flush);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1], std::string(pair) + "家家");
  }
}

TEST(GB15835, NumbersAreNotTorn) {
  std::string text;
  for (int i = 0; i < 26; ++i) text += "国";
  const auto all = lines(text + "1234567890元", document::Role::flush);
  EXPECT_EQ(all.at(1), "1234567890元");
}

TEST(CLREQ_LineStart, HyphensAndSolidiNeverBeginALine) {
  for (const char* mark : {"-", "/", "／", "–", "—", "－", "～"}) {
    const auto all = lines(repeat("国", 28) + mark + "家家家", document::Role::flush);
    ASSERT_EQ(all.size(), 2U) << mark;
    EXPECT_NE(all[1].find(mark), 0U) << mark;
  }
}

TEST(CLREQ_Order, MarksAreSqueezedInBeforeTheyArePushedOut) {
  // 28 cells and a full stop: three commas give half a cell each, the stop at the line's end its own half.
  const auto all = lines("甲甲甲甲甲，乙乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁。戊戊戊戊", document::Role::flush);
  EXPECT_EQ(all.at(0), "甲甲甲甲甲，乙乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁。") << shown(all);
}

TEST(CLREQ_Order, AnOrdinaryCharacterIsAdmittedForHalfAnEmAtMost) {
  // 28 cells are full: a whole em would have to be squeezed for the 29th character, though the marks could give it.
  const auto full = lines("甲甲甲甲甲，乙乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁戊戊戊戊", document::Role::flush);
  EXPECT_EQ(full.at(0), "甲甲甲甲甲，乙乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁") << shown(full);
  // A pair of marks saves half of it: the 29th comes in.
  const auto half = lines("甲甲甲甲甲”，乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁戊戊戊戊", document::Role::flush);
  EXPECT_EQ(half.at(0), "甲甲甲甲甲”，乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁戊") << shown(half);
}

/// Where each character of a page's text stands, in cells from the text area's left.
std::vector<std::pair<char32_t, double>> places(const std::string& text) {
  Paper paper;
  paper.p(text, document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  std::vector<std::pair<char32_t, double>> out;
  for (const Item& item : layout.pages[0].items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr || item.node == kArtifact) continue;
    for (const Glyph& g : run->glyphs) out.emplace_back(g.unicode, ((run->origin.x + g.x).to_pt() - 28 * 72 / 25.4) / (442.2 / 28));
  }
  return out;
}

TEST(CLREQ_SqueezeOrder, TheMarkAtTheLinesEndGivesFirst) {
  // 5 + 2 digits and their gaps 1.5 + a comma + 20 + a stop = 28.5 cells: half a cell to give, and the stop gives it.
  const auto at = places("甲甲甲甲甲11甲，乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙。丙丙丙丙");
  ASSERT_EQ(at[8].first, U'，');
  EXPECT_NEAR(at[9].second - at[8].second, 1.0, 0.01);         // the comma keeps its width
  EXPECT_NEAR(at[5].second, 5.25, 0.01);                       // the gap its quarter
  EXPECT_NEAR(at[28].second, 27.5, 0.01);                      // the stop begins half a cell before the end
  EXPECT_EQ(at[28].first, U'。');
}

TEST(CLREQ_SqueezeOrder, BracketsGiveBeforePausesAndPausesBeforeGaps) {
  // No mark at the line's end. 28.5 cells with a bracket pair and a comma: the brackets give all of it.
  const auto brackets = places("甲甲甲甲甲11甲（乙）乙乙，乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙丙丙丙丙");
  std::size_t comma = 0;
  while (brackets[comma].first != U'，') ++comma;
  EXPECT_NEAR(brackets[comma + 1].second - brackets[comma].second, 1.0, 0.01);
  EXPECT_NEAR(brackets[5].second, 5.25, 0.01);
  // A comma and a full stop inside the line: the comma gives before the gaps, the stop not at all.
  const auto pauses = places("甲甲甲甲甲11甲，乙乙。乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙乙丙丙丙丙");
  ASSERT_EQ(pauses[8].first, U'，');
  EXPECT_NEAR(pauses[9].second - pauses[8].second, 0.5, 0.01);
  EXPECT_NEAR(pauses[5].second, 5.25, 0.01);
  ASSERT_EQ(pauses[11].first, U'。');
  EXPECT_NEAR(pauses[12].second - pauses[11].second, 1.0, 0.01);
}

TEST(CLREQ_NoHanging, LineEndMarksStandInsideTheMeasure) {
  Paper paper;
  paper.p("甲甲甲甲甲，乙乙乙乙乙，丙丙丙丙丙，丁丁丁丁丁丁丁丁丁丁。戊戊戊戊", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  const auto& run = std::get<GlyphRun>(layout.pages[0].items[0].content);
  // The stop is the 29th glyph; half of it is ink and must end with the text area, 184 mm from the paper's edge.
  const double stop = static_cast<double>((run.origin.x + run.glyphs.at(28).x).to_emu()) / 36'000;
  EXPECT_NEAR(stop + 156.0 / 28 / 2, 184.0, 0.05);
}

TEST(CLREQ_HalfWidth, TheInterpunctTakesHalfACell) {
  Paper paper;
  paper.p("买买提·吐尔逊", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  double first = 0, after = 0;
  for (const Item& item : layout.pages[0].items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr || item.node == kArtifact) continue;
    for (const Glyph& g : run->glyphs) {
      if (g.unicode == U'买' && first == 0) first = (run->origin.x + g.x).to_pt();
      if (g.unicode == U'吐') after = (run->origin.x + g.x).to_pt();
    }
  }
  EXPECT_NEAR(after - first, 3.5 * 442.2 / 28, 0.05);
  EXPECT_EQ(plain_text(layout), "买买提·吐尔逊\n");
}

TEST(GB15835, NumbersKeepTheirPrefixSuffixAndYear) {
  for (const char* whole : {"¥1,234.50", "98.6%", "37℃", "≥150", "±0.5", "（2023）", "〔2023〕576", "１２３４", "1 200", "12 345 678", "410102199001011234"}) {
    const auto all = lines(repeat("国", 27) + whole + "家家家家家", document::Role::flush);
    std::string joined;
    int found = 0;
    for (const auto& l : all) found += l.find(whole) != std::string::npos ? 1 : 0;
    EXPECT_EQ(found, 1) << whole << "\n" << shown(all);
  }
}

TEST(CLREQ_LastLine, FetchesAHanziWhenNothingCanBeSqueezed) {
  const auto all = lines(repeat("国", 28) + "家。", document::Role::flush);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], repeat("国", 27));
  EXPECT_EQ(all[1], "国家。");
}

TEST(CLREQ_LastLine, FetchedHanziLeaveTheLineAboveFull) {
  Paper paper;
  paper.p(repeat("国", 28) + "家。", document::Role::flush);
  const auto lines = lines_of(paper.lay_out().layout.pages[0]);
  EXPECT_NEAR(lines.at(0).x, 28, 0.01);
  EXPECT_NEAR(lines.at(0).right, 184, 0.1);
}

TEST(CLREQ_Stretch, NeverOpensDashesNorConnectors) {
  // 27 cells, then a word that does not fit: one em to share out.
  Paper paper;
  paper.p("国国国国——国国国～国国国国国国国国国国国国国国国……《国家》", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  const double cell = 442.2 / 28;
  std::vector<std::pair<char32_t, double>> at;
  for (const Item& item : layout.pages[0].items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr || item.node == kArtifact) continue;
    for (const Glyph& g : run->glyphs) at.emplace_back(g.unicode, (run->origin.x + g.x).to_pt());
  }
  for (std::size_t i = 0; i + 1 < 27; ++i) {
    const bool pair = at[i].first == at[i + 1].first && (at[i].first == U'—' || at[i].first == U'…');
    const bool connector = at[i].first == U'～' || at[i + 1].first == U'～';
    if (pair || connector) {
      EXPECT_NEAR(at[i + 1].second - at[i].second, cell, 0.03) << i;
    }
  }
}

TEST(CLREQ_Stretch, OpensWesternGapsFirst) {
  // 26 cells and a half with two gaps, then a pair that does not fit: the gaps take a quarter em each before the Hanzi move.
  Paper paper;
  paper.p("国国国国国11国国国国国国国国国国国国国国国国国国国国——国国", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  const auto& before = std::get<GlyphRun>(layout.pages[0].items[0].content);
  const auto& digits = std::get<GlyphRun>(layout.pages[0].items[1].content);
  const double cell = 442.2 / 28;
  EXPECT_GT((digits.origin.x - before.origin.x).to_pt(), 5.49 * cell);
}

TEST(CLREQ_LastLine, HasTwoHanziWhenSqueezingCanHaveIt) {
  // 29 cells, four of them marks: the 29th would stand alone.
  const auto all = lines("甲甲甲、乙乙乙、丙丙丙、丁丁丁丁丁丁丁丁丁丁丁丁丁丁丁，戊", document::Role::flush);
  EXPECT_EQ(all.size(), 1U) << shown(all);
}

TEST(LineBreak, JoinedStretchesStayWhole) {
  Paper paper;
  document::Inline number;
  number.text = "四一〇一〇二";
  number.unbreakable = true;
  std::string text;
  for (int i = 0; i < 25; ++i) text += "国";
  paper.add(document::Paragraph{document::Role::flush, {inlines(text).front(), number}});
  EXPECT_EQ(texts_of(paper.lay_out().layout.pages[0]).at(1), "四一〇一〇二");
}

TEST(LineBreak, TearsAWordWiderThanTheLineAndSaysSo) {
  Paper paper;
  paper.p(std::string(100, 'x'), document::Role::flush);
  Diagnostics out;
  const Result r = paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all()[0].code, "L002");
  EXPECT_EQ(out.all()[0].severity, Severity::warning);
  std::string joined;
  for (const auto& l : texts_of(r.layout.pages[0])) joined += l;
  EXPECT_EQ(joined, std::string(100, 'x'));
}

TEST(LineBreak, BlanksAtLineEndsAreToldButNotPainted) {
  Paper paper;
  paper.p("The quick brown fox jumps over the lazy dog and goes on and on until the line is full", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  ASSERT_GE(texts_of(layout.pages[0]).size(), 2U);
  EXPECT_NE(texts_of(layout.pages[0])[1].front(), ' ');
  EXPECT_EQ(plain_text(layout), "The quick brown fox jumps over the lazy dog and goes on and on until the line is full\n");
}

TEST(CLREQ_Gap, BesideDigitsIsAnAdvanceAndNoCharacter) {
  Paper paper;
  paper.p("改革11项", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  const auto& items = layout.pages[0].items;
  const auto& hanzi = std::get<GlyphRun>(items[0].content);
  const auto& digits = std::get<GlyphRun>(items[1].content);
  const auto& after = std::get<GlyphRun>(items[2].content);
  const double em = 442.2 / 28;
  EXPECT_NEAR((digits.origin.x - hanzi.origin.x).to_pt(), 2.25 * em, 0.02);
  EXPECT_NEAR((after.origin.x - digits.origin.x).to_pt(), 1.25 * em, 0.02);
  EXPECT_EQ(plain_text(layout), "改革11项\n");
}

TEST(CLREQ_Gap, NoneBesideMarks) {
  Paper paper;
  paper.p("（11）", document::Role::flush);
  const auto layout = paper.lay_out().layout;
  const auto& open = std::get<GlyphRun>(layout.pages[0].items[0].content);
  const auto& digits = std::get<GlyphRun>(layout.pages[0].items[1].content);
  EXPECT_NEAR((digits.origin.x - open.origin.x).to_pt(), 442.2 / 28, 0.02);
}

TEST(CLREQ_Marks, QuotesAndDashesComeFromTheChineseFace) {
  Paper paper;
  paper.p("他说“好”——就这样……A“B”", document::Role::flush);
  const Layout layout = paper.lay_out().layout;
  for (const Item& item : layout.pages[0].items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr || item.node == kArtifact) continue;
    for (const Glyph& g : run->glyphs) {
      const bool latin = book().face(run->face).id().rfind("Liberation", 0) == 0;
      EXPECT_EQ(latin, g.unicode < 0x80) << static_cast<std::uint32_t>(g.unicode);
    }
  }
}

}  // namespace
}  // namespace gongwen::layout::test
