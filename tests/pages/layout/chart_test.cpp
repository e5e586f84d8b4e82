// Charts: what is painted is what the values say, apart without colours, inside the text area, in the paper's faces.

#include <algorithm>
#include <cmath>
#include <set>

#include "pages.h"

namespace gongwen::layout::test {
namespace {

using document::Chart;
using document::ChartKind;

constexpr double kLeft = 28, kRight = 184;   // GB/T 9704-2012 5.2.1

double mm(Length l) { return static_cast<double>(l.to_emu()) / 36'000; }

struct Bounds { double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9; };

Bounds bounds_of(const Shape& shape) {
  Bounds b;
  for (const Point& p : shape.points) {
    b.left = std::min(b.left, mm(p.x));
    b.right = std::max(b.right, mm(p.x));
    b.top = std::min(b.top, mm(p.y));
    b.bottom = std::max(b.bottom, mm(p.y));
  }
  return b;
}

Chart chart_of(ChartKind kind, std::vector<std::string> categories, std::vector<document::Series> series) {
  Chart c;
  c.kind = kind;
  c.categories = std::move(categories);
  c.series = std::move(series);
  c.alt = "图";
  return c;
}

Page page_of(const Chart& chart) {
  Paper paper;
  paper.add(chart);
  return paper.lay_out().layout.pages.front();
}

template <typename Wanted>
std::vector<Shape> shapes_of(const Page& page, const Wanted& wanted) {
  std::vector<Shape> out;
  for (const Item& item : page.items) {
    const auto* shape = std::get_if<Shape>(&item.content);
    if (shape != nullptr && wanted(*shape)) out.push_back(*shape);
  }
  return out;
}

/// Bars and keys: outlined rectangles that are filled. Keys come last, one a series.
std::vector<Shape> boxes_of(const Page& page) {
  return shapes_of(page, [](const Shape& s) { return s.closed && s.fill && s.stroke && s.points.size() == 4; });
}

std::vector<Bounds> bars_of(const Page& page, std::size_t keys) {
  std::vector<Bounds> out;
  for (const Shape& s : boxes_of(page)) out.push_back(bounds_of(s));
  out.resize(out.size() - keys);
  return out;
}

struct Word { Bounds box; std::string text; };

/// Each stretch of glyphs with the box of its ink, near enough.
std::vector<Word> words_of(const Page& page) {
  std::vector<Word> out;
  for (const Item& item : page.items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr || item.node == kArtifact) continue;
    const auto& face = book().face(run->face);
    Word w;
    for (const Glyph& g : run->glyphs) text::append(w.text, g.unicode);
    const double end = static_cast<double>(face.advance(run->glyphs.back().id)) / face.units_per_em() * mm(run->size);
    w.box = {mm(run->origin.x + run->glyphs.front().x), mm(run->origin.y) - mm(run->size) * 0.7, mm(run->origin.x + run->glyphs.back().x) + end,
             mm(run->origin.y)};
    out.push_back(w);
  }
  return out;
}

bool meet(const Bounds& a, const Bounds& b) {
  return a.left < b.right - 0.01 && b.left < a.right - 0.01 && a.top < b.bottom - 0.01 && b.top < a.bottom - 0.01;
}

TEST(Bars, AreAsHighAsTheirValues) {
  const auto bars = bars_of(page_of(chart_of(ChartKind::bars, {"甲", "乙"}, {{"一", {40, 80}}, {"二", {20, -40}}})), 2);
  ASSERT_EQ(bars.size(), 4U);
  const auto height = [&](std::size_t i) { return bars[i].bottom - bars[i].top; };
  EXPECT_NEAR(height(2) / height(0), 2, 0.01);
  EXPECT_NEAR(height(0) / height(1), 2, 0.01);
  EXPECT_NEAR(height(3), height(0), 0.01);
  EXPECT_NEAR(bars[0].bottom, bars[3].top, 0.01);   // what is negative goes down from the same line
  EXPECT_NEAR(bars[0].right, bars[1].left, 0.01);   // a group stands together
  EXPECT_GT(bars[2].left, bars[1].right + 1);
}

TEST(Bars, StackedOnesStandOnOneAnother) {
  const auto bars = bars_of(page_of(chart_of(ChartKind::stacked_bars, {"甲"}, {{"一", {10}}, {"二", {30}}, {"三", {20}}})), 3);
  ASSERT_EQ(bars.size(), 3U);
  const double one = bars[0].bottom - bars[0].top;
  EXPECT_NEAR(bars[1].bottom, bars[0].top, 0.01);
  EXPECT_NEAR(bars[2].bottom, bars[1].top, 0.01);
  EXPECT_NEAR(bars[1].bottom - bars[1].top, 3 * one, 0.01);
  EXPECT_NEAR(bars[2].bottom - bars[2].top, 2 * one, 0.01);
}

TEST(Bars, ManyOrLongCategoriesLieAndNothingLeavesTheTextArea) {
  for (const auto kind : {ChartKind::bars, ChartKind::stacked_bars, ChartKind::targets}) {
    std::vector<std::string> names;
    document::Series a{"中央财政", {}}, b{"地方财政", {}};
    b.target = kind == ChartKind::targets;
    for (int i = 0; i < 11; ++i) {
      names.push_back("第" + std::to_string(i) + "项任务的名称有十几个字那么长，还要更长一些才折行");
      a.values.push_back(599.99 - i * 40);
      b.values.push_back(321.45 + i * 17);
    }
    const Page page = page_of(chart_of(kind, names, {a, b}));
    for (const Word& w : words_of(page)) {
      EXPECT_GE(w.box.left, kLeft - 0.01) << w.text;
      EXPECT_LE(w.box.right, kRight + 0.01) << w.text;
    }
    std::string all;
    for (const Word& w : words_of(page)) all += w.text;
    EXPECT_NE(all.find("还要更长一些"), std::string::npos);   // whole, not cut off
    if (kind == ChartKind::bars) {
      const auto bars = bars_of(page, 2);
      ASSERT_EQ(bars.size(), 22U);
      EXPECT_NEAR((bars[0].right - bars[0].left) / (bars[1].right - bars[1].left), 599.99 / 321.45, 0.01);
      EXPECT_NEAR(bars[0].left, bars[21].left, 0.01);
    }
  }
}

/// How a box looks without colours: its tone, and the way of the hatching that follows it.
std::set<std::string> looks_of(const Page& page, std::size_t keys) {
  std::vector<std::string> looks;
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    const auto* box = std::get_if<Shape>(&page.items[i].content);
    if (box == nullptr || !box->closed || !box->fill || !box->stroke || box->points.size() != 4) continue;
    EXPECT_EQ(box->fill->red, box->fill->green);
    EXPECT_EQ(box->fill->red, box->fill->blue);
    std::string look = std::to_string(box->fill->red);
    const auto* lines = i + 1 < page.items.size() ? std::get_if<Shape>(&page.items[i + 1].content) : nullptr;
    if (lines != nullptr && !lines->closed && !lines->moves.empty()) {
      const double dx = mm(lines->points[1].x - lines->points[0].x), dy = mm(lines->points[1].y - lines->points[0].y);
      look += std::abs(dy) < 0.01 ? " level" : std::abs(dx) < 0.01 ? " upright" : dx * dy > 0 ? " falling" : " rising";
    }
    looks.push_back(look);
  }
  return {looks.end() - static_cast<std::ptrdiff_t>(keys), looks.end()};
}

TEST(BlackAndWhite, EightSeriesLookDifferentAndTonesAreFarApart) {
  std::vector<document::Series> series;
  for (int i = 0; i < 8; ++i) series.push_back({"系列" + std::to_string(i), {10.0 + i, 5}});
  const auto looks = looks_of(page_of(chart_of(ChartKind::stacked_bars, {"甲", "乙"}, series)), 8);
  EXPECT_EQ(looks.size(), 8U);
  std::vector<int> tones;
  for (const auto& l : looks) {
    if (l.find(' ') == std::string::npos) tones.push_back(std::stoi(l));
  }
  std::sort(tones.begin(), tones.end());
  for (std::size_t i = 1; i < tones.size(); ++i) EXPECT_GE(tones[i] - tones[i - 1], 50);
}

TEST(BlackAndWhite, HatchingStaysInsideItsBar) {
  const Page page = page_of(chart_of(ChartKind::bars, {"甲"}, {{"一", {40}}, {"二", {33.3}}}));
  const auto bar = bars_of(page, 2)[1];
  const auto hatch = shapes_of(page, [](const Shape& s) { return !s.moves.empty(); });
  ASSERT_EQ(hatch.size(), 2U);   // the bar's and the key's
  const auto b = bounds_of(hatch[0]);
  EXPECT_GE(b.left, bar.left - 0.01);
  EXPECT_LE(b.right, bar.right + 0.01);
  EXPECT_GE(b.top, bar.top - 0.01);
  EXPECT_LE(b.bottom, bar.bottom + 0.01);
  EXPECT_GT(hatch[0].moves.size(), 20U);
}

TEST(Pie, SlicesAreSharesOfTheCircleClockwiseFromTheTop) {
  const Page page = page_of(chart_of(ChartKind::pie, {"甲", "乙", "丙"}, {{"", {50, 25, 25}}}));
  const auto slices = shapes_of(page, [](const Shape& s) { return s.closed && s.points.size() > 10; });
  ASSERT_EQ(slices.size(), 3U);
  const Point centre = slices[0].points.front();
  const auto turn = [&](const Point& p) {
    const double a = std::atan2(mm(p.x - centre.x), mm(centre.y - p.y)) / 6.283185307179586;
    return a < -1e-6 ? a + 1 : a;
  };
  EXPECT_NEAR(turn(slices[0].points[1]), 0, 0.001);
  EXPECT_NEAR(turn(slices[0].points.back()), 0.5, 0.001);
  EXPECT_NEAR(turn(slices[1].points.back()), 0.75, 0.001);
  std::string all;
  for (const Word& w : words_of(page)) all += w.text;
  EXPECT_NE(all.find("50%"), std::string::npos);
  EXPECT_NE(all.find("25%"), std::string::npos);
}

TEST(Pie, OfOneSliceHasNoEdgeAndOfNothingSaysSo) {
  const auto whole = shapes_of(page_of(chart_of(ChartKind::pie, {"甲", "乙"}, {{"", {7, 0}}})), [](const Shape& s) { return s.closed && s.points.size() > 10; });
  ASSERT_EQ(whole.size(), 1U);
  const auto b = bounds_of(whole[0]);
  for (const Point& p : whole[0].points) {   // all of them on the circle: none is its centre
    EXPECT_NEAR(std::hypot(mm(p.x) - (b.left + b.right) / 2, mm(p.y) - (b.top + b.bottom) / 2), (b.right - b.left) / 2, 0.05);
  }
  std::string all;
  for (const Word& w : words_of(page_of(chart_of(ChartKind::pie, {"甲"}, {{"", {0}}})))) all += w.text;
  EXPECT_NE(all.find("合计为零"), std::string::npos);
  EXPECT_EQ(all.find("nan"), std::string::npos);
}

TEST(Pie, OfNineSlicesTheLastDiffersFromTheFirstBesideIt) {
  std::vector<std::string> names;
  std::vector<double> values;
  for (int i = 0; i < 9; ++i) {
    names.push_back(std::string("项") + std::to_string(i));
    values.push_back(1);
  }
  const auto slices = shapes_of(page_of(chart_of(ChartKind::pie, names, {{"", values}})), [](const Shape& s) { return s.closed && s.points.size() > 10; });
  ASSERT_EQ(slices.size(), 9U);
  EXPECT_NE(slices.front().fill->red, slices.back().fill->red);
}

TEST(Targets, AreStrokesAtTheirValueOverTheBars) {
  document::Series aim{"目标值", {100, 40}}, reached{"实际值", {50, 80}};
  aim.target = true;
  const Page page = page_of(chart_of(ChartKind::targets, {"甲", "乙"}, {aim, reached}));
  const auto strokes = shapes_of(page, [](const Shape& s) { return !s.closed && s.stroke && s.stroke_width == Length::half_pt(5); });
  const auto grounds = shapes_of(page, [](const Shape& s) { return !s.closed && s.stroke && s.stroke->red == 255; });
  const auto bars = bars_of(page, 1);
  ASSERT_EQ(strokes.size(), 3U);   // two and the key
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_EQ(grounds.size(), 2U);   // white along the stroke: it shows on a dark bar
  const double foot = bars[0].bottom, unit = (bars[0].bottom - bars[0].top) / 50;
  EXPECT_NEAR(foot - mm(strokes[0].points[0].y), 100 * unit, 0.05);
  EXPECT_NEAR(foot - mm(strokes[1].points[0].y), 40 * unit, 0.05);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto b = bounds_of(strokes[i]);
    EXPECT_LT(b.left, bars[i].left);
    EXPECT_GT(b.right, bars[i].right);
  }
  std::string all;
  for (const Word& w : words_of(page)) all += w.text;
  for (const char* value : {"100", "40", "50", "80"}) EXPECT_NE(all.find(value), std::string::npos) << value;
}

TEST(Lines, PassThroughTheirValuesAndNoLabelHidesAMark) {
  const Page page = page_of(chart_of(ChartKind::lines, {"一月", "三月", "五月"}, {{"计划", {40, 62, 84}}, {"支付", {35, 55, 72}}, {"验收", {8.5, 50, 71}}}));
  const auto lines = shapes_of(page, [](const Shape& s) { return !s.closed && s.points.size() == 3 && s.stroke_width == Length::half_pt(3); });
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NEAR(mm(lines[0].points[0].y - lines[0].points[1].y), mm(lines[0].points[1].y - lines[0].points[2].y), 0.01);   // 22 and 22
  EXPECT_NE(lines[0].dash, lines[1].dash);
  EXPECT_NE(lines[1].dash, lines[2].dash);
  std::vector<Bounds> marks;
  for (const auto& s : shapes_of(page, [](const Shape& s) { return s.closed && s.fill && s.stroke; })) marks.push_back(bounds_of(s));
  ASSERT_EQ(marks.size(), 12U);   // nine points and three keys
  const auto grounds = shapes_of(page, [](const Shape& s) { return s.closed && s.fill && !s.stroke; });
  EXPECT_GE(grounds.size(), 6U);
  for (const auto& ground : grounds) {
    for (std::size_t m = 0; m < 9; ++m) EXPECT_FALSE(meet(bounds_of(ground), marks[m])) << m;
  }
}

TEST(Charts, WordsAreInThePapersFacesAndDoNotMeet) {
  Chart c = chart_of(ChartKind::bars, {"机电工程学院", "信息工程学院", "经济管理学院", "2024年"}, {{"中央", {1234.5, 88, 301.25, 7}}, {"自筹", {50, 60.75, 70, 900}}});
  c.unit = "万元";
  const Page page = page_of(c);
  std::set<std::string> faces;
  for (const Item& item : page.items) {
    if (const auto* run = std::get_if<GlyphRun>(&item.content); run != nullptr && item.node != kArtifact) faces.insert(book().face(run->face).id());
  }
  EXPECT_EQ(faces, (std::set<std::string>{"FandolFang", "LiberationSerif"}));
  const auto words = words_of(page);
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) EXPECT_FALSE(meet(words[i].box, words[j].box)) << words[i].text << " and " << words[j].text;
  }
}

TEST(Charts, LargeNumbersAreWrittenInYi) {
  const Page page = page_of(chart_of(ChartKind::bars, {"甲", "乙"}, {{"", {250'000'000'000.0, 125'000'000'000.0}}}));
  std::string all;
  for (const Word& w : words_of(page)) all += w.text;
  EXPECT_NE(all.find("2500亿"), std::string::npos) << all;
  EXPECT_NE(all.find("1250亿"), std::string::npos) << all;
}

TEST(Charts, NoValueButZeroReadsZero) {
  const Page page = page_of(chart_of(ChartKind::bars, {"甲", "乙"}, {{"", {2'000'000'000.0, 300'000.0}}}));
  std::vector<std::string> all;
  for (const Word& w : words_of(page)) all.push_back(w.text);
  EXPECT_NE(std::find(all.begin(), all.end(), "300000"), all.end());
  EXPECT_EQ(std::count(all.begin(), all.end(), "0"), 1);   // the axis
}

TEST(Bars, TheSumOfALyingStackBelowZeroStandsLeftOfIt) {
  std::vector<std::string> names(12, "很长很长的名称，横放才读得清楚");
  const Page page = page_of(chart_of(ChartKind::stacked_bars, names, {{"甲", std::vector<double>(12, -30)}, {"乙", std::vector<double>(12, -20)}}));
  double left = 1e9;
  for (const auto& b : bars_of(page, 2)) left = std::min(left, b.left);
  std::size_t sums = 0;
  for (const Word& w : words_of(page)) {
    if (w.text != "-50" || w.box.right > left + 0.01) continue;
    ++sums;
  }
  EXPECT_GE(sums, 12U);
}

TEST(Charts, TheirHeightsAreToldToWritersThatDoNotLayOut) {
  Paper paper;
  const auto upright = paper.add(chart_of(ChartKind::bars, {"甲"}, {{"", {1}}})).id;
  std::vector<std::string> names(20, "很长很长的名称，横放才读得清楚");
  const auto lying = paper.add(chart_of(ChartKind::bars, names, {{"", std::vector<double>(20, 3)}})).id;
  const auto heights = paper.lay_out().pages.heights;
  EXPECT_NEAR(mm(heights.at(upright)), 72, 0.01);
  EXPECT_GT(mm(heights.at(lying)), 90);
}

}  // namespace
}  // namespace gongwen::layout::test
