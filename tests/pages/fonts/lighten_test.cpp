// The preparation of faces: outlines with fewer curves, and their charstrings.

#include "lighten.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "charstring.h"

namespace gongwen::fonts {
namespace {

/// A circle around the origin of `arcs` curves; each is exact to a hundred-thousandth of the radius.
Contour circle(double radius, int arcs) {
  const auto at = [&](double turn) { return Place{radius * std::cos(turn), radius * std::sin(turn)}; };
  const double step = 2 * std::numbers::pi / arcs;
  const double handle = radius * 4 / 3 * std::tan(step / 4);
  const auto along = [&](double turn, double by) { return Place{at(turn).x - by * std::sin(turn), at(turn).y + by * std::cos(turn)}; };
  Contour out{at(0), {}};
  for (int i = 0; i < arcs; ++i) {
    const double from = i * step, to = from + step;
    out.pieces.push_back({false, along(from, handle), along(to, -handle), at(to)});
  }
  return out;
}

Contour polygon(std::vector<Place> corners) {
  Contour out{corners.front(), {}};
  for (std::size_t i = 1; i <= corners.size(); ++i) out.pieces.push_back({true, {}, {}, corners[i % corners.size()]});
  return out;
}

/// How far points of the outline are from the circle.
double off_circle(const Contour& contour, double radius) {
  double worst = 0;
  Place a = contour.start;
  for (const Piece& p : contour.pieces) {
    for (double t = 0; t <= 1; t += 1.0 / 64) {
      const double s = 1 - t;
      const auto mix = [&](double i, double j, double k, double l) { return s * s * s * i + 3 * s * s * t * j + 3 * s * t * t * k + t * t * t * l; };
      worst = std::max(worst, std::abs(std::hypot(mix(a.x, p.first.x, p.second.x, p.end.x), mix(a.y, p.first.y, p.second.y, p.end.y)) - radius));
    }
    a = p.end;
  }
  return worst;
}

TEST(Lighten, ManyArcsBecomeFewWithinTheTolerance) {
  for (const double tolerance : {0.75, 1.5, 3.0}) {
    const Contour light = lightened(circle(300, 32), tolerance);
    EXPECT_LE(light.pieces.size(), 8U);
    ASSERT_TRUE(std::none_of(light.pieces.begin(), light.pieces.end(), [](const Piece& p) { return p.line; }));
    EXPECT_LE(off_circle(light, 300), tolerance + 0.1);   // looked at between the samples, too
  }
}

TEST(Lighten, PointsOnAStraightSideGoAndCornersStay) {
  const Contour light = lightened(polygon({{0, 0}, {50, 0}, {100, 0}, {100, 30}, {100, 100}, {0, 100}}), 1.5);
  ASSERT_EQ(light.pieces.size(), 4U);
  std::vector<std::pair<double, double>> corners;
  for (const Piece& p : light.pieces) {
    EXPECT_TRUE(p.line);
    corners.emplace_back(p.end.x, p.end.y);
  }
  std::sort(corners.begin(), corners.end());
  EXPECT_EQ(corners, (std::vector<std::pair<double, double>>{{0, 0}, {0, 100}, {100, 0}, {100, 100}}));
}

TEST(Lighten, ADentDeeperThanTheToleranceStays) {
  const auto pieces = [](double depth) { return lightened(polygon({{0, 0}, {40, 0}, {50, depth}, {60, 0}, {100, 0}, {50, 100}}), 1.5).pieces.size(); };
  EXPECT_EQ(pieces(0.5), 3U);
  EXPECT_GT(pieces(8), 3U);
}

TEST(Lighten, AContourOfOnePointStaysOne) {
  const Contour dot{{5, 5}, {{true, {}, {}, {5, 5}}}};
  EXPECT_EQ(lightened(dot, 1.5).pieces.size(), 1U);
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out.push_back(static_cast<char>(v));
  return out;
}

// Numbers (Technical Note 5177, table 1): 100 is 239, -100 is 39; 108 is 247 0; -108 is 251 0; 1132 is 28 4 108.
TEST(Charstring, LinesAlongTheAxesAlternateUnderOneOperator) {
  EXPECT_EQ(charstring({polygon({{10, 20}, {110, 20}, {110, 120}, {10, 120}})}, std::nullopt), bytes({149, 159, 21, 239, 239, 39, 6, 14}));
}

TEST(Charstring, WritesTheWidthOnlyWhenGiven) {
  EXPECT_EQ(charstring({}, std::nullopt), bytes({14}));
  EXPECT_EQ(charstring({}, 500), bytes({248, 136, 14}));
}

TEST(Charstring, TheNextContourBeginsFromWhereThePenIs) {
  // The closing line is left out: from (0, 100) to (7, 1132) are 7 and 1032.
  const auto written = charstring({polygon({{0, 0}, {100, 0}, {0, 100}}), polygon({{7, 1132}, {8, 1132}, {7, 1133}})}, std::nullopt);
  EXPECT_EQ(written, bytes({139, 22, 239, 6, 39, 239, 5, 146, 250, 156, 21, 140, 6, 138, 140, 5, 14}));
}

TEST(Charstring, CurvesTakeTheShortestOperator) {
  const auto curve = [](Place a, Place b, Place end) { return charstring({{{0, 0}, {{false, a, b, end}}}}, std::nullopt); };
  EXPECT_EQ(curve({10, 0}, {20, 5}, {20, 15}), bytes({139, 22, 149, 149, 144, 149, 31, 14}));          // hvcurveto 10 10 5 10
  EXPECT_EQ(curve({0, 10}, {5, 20}, {15, 20}), bytes({139, 22, 149, 144, 149, 149, 30, 14}));          // vhcurveto 10 5 10 10
  EXPECT_EQ(curve({10, 0}, {20, 5}, {30, 5}), bytes({139, 22, 149, 149, 144, 149, 27, 14}));           // hhcurveto 10 10 5 10
  EXPECT_EQ(curve({0, 10}, {5, 20}, {5, 30}), bytes({139, 22, 149, 144, 149, 149, 26, 14}));           // vvcurveto 10 5 10 10
  EXPECT_EQ(curve({1, 10}, {6, 20}, {6, 30}), bytes({139, 22, 140, 149, 144, 149, 149, 26, 14}));      // vvcurveto 1 10 5 10 10
  EXPECT_EQ(curve({1, 10}, {6, 20}, {7, 30}), bytes({139, 22, 140, 149, 144, 149, 140, 149, 8, 14}));  // rrcurveto
}

}  // namespace
}  // namespace gongwen::fonts
