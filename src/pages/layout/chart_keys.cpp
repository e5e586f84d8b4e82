// The series' names and looks below a chart; the marks and dashes of lines.

#include <algorithm>
#include <array>
#include <cmath>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::Chart;
using document::ChartKind;

constexpr Length kKey = Length::mm(6), kGap = Length::mm(4), kSpace = Length::pt(3);
constexpr double kTurn = 6.283185307179586;

/// Calls `place(series, x, line)` for each key, the lines centred.
template <typename Place>
std::size_t arrange(Board& board, const Chart& chart, const Place& place) {
  std::vector<std::size_t> row;
  std::size_t lines = 0;
  Length used;
  std::vector<Length> widths;
  for (const auto& s : chart.series) widths.push_back(std::min(kKey + kSpace + board.width_of(s.name), board.width()));
  const auto flush = [&] {
    Length x = (board.width() - used) / 2;
    for (const std::size_t s : row) {
      place(s, x, lines);
      x += widths[s] + kGap;
    }
    if (!row.empty()) ++lines;
    row.clear();
    used = Length();
  };
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    if (!row.empty() && used + kGap + widths[s] > board.width()) flush();
    used += (row.empty() ? Length() : kGap) + widths[s];
    row.push_back(s);
  }
  flush();
  return lines;
}

bool has_keys(const Chart& chart) { return chart.series.size() > 1 || !chart.series.front().name.empty(); }

}  // namespace

void marker(Board& board, std::size_t series, Point at) {
  const Length r = Length::half_pt(5);
  static constexpr std::array<std::size_t, 4> kCorners{4, 12, 3, 4};
  const std::size_t corners = kCorners[series % kCorners.size()];
  const double turned = series % 4 == 0 ? 0.125 : 0;
  std::vector<Point> points;
  for (std::size_t i = 0; i < corners; ++i) {
    const double turn = (turned + static_cast<double>(i) / static_cast<double>(corners)) * kTurn;
    points.push_back({at.x + part_of(r, std::sin(turn)), at.y - part_of(r, std::cos(turn))});
  }
  // Two rounds of the four forms, black and white changed over.
  board.polygon(std::move(points), (series % 2 == 0) != (series / 4 % 2 == 1) ? style::Colour{} : style::Colour{255, 255, 255});
}

std::vector<Length> dash_of(std::size_t series) {
  switch (series % 4) {
    case 1: return {Length::pt(4), Length::pt(2)};
    case 2: return {Length::pt(1), Length::pt(2)};
    case 3: return {Length::pt(5), Length::pt(2), Length::pt(1), Length::pt(2)};
    default: return {};
  }
}

Length keys_height(Board& board, const Chart& chart) {
  if (!has_keys(chart)) return Length();
  const auto lines = arrange(board, chart, [](std::size_t, Length, std::size_t) {});
  return board.text_pitch() * static_cast<std::int64_t>(lines) + Length::pt(4);
}

void paint_keys(Board& board, const Chart& chart, Length top) {
  if (!has_keys(chart)) return;
  const Length size = board.text_size();
  arrange(board, chart, [&](std::size_t s, Length x, std::size_t line) {
    const Length y = top + Length::pt(2) + board.text_pitch() * static_cast<std::int64_t>(line);
    if (chart.kind == ChartKind::lines) {
      board.line({{x, y + size / 2}, {x + kKey, y + size / 2}}, Length::half_pt(3), dash_of(s));
      marker(board, s, {x + kKey / 2, y + size / 2});
    } else if (chart.series[s].target) {
      board.line({{x, y + size / 2}, {x + kKey, y + size / 2}}, Length::half_pt(5));
    } else {
      std::size_t look = 0;   // targets are no bars
      for (std::size_t i = 0; i < s; ++i) look += chart.series[i].target ? 0U : 1U;
      board.box(x, y + size / 8, kKey, size * 3 / 4, look);
    }
    board.words(chart.series[s].name, x + kKey + kSpace, y, style::Align::left);
  });
}

}  // namespace gongwen::layout
