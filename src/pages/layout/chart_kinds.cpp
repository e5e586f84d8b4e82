// Bars, stacked bars, lines and pies. Tones of grey, outlines, marks and dashes keep series apart in black and white.

#include <algorithm>
#include <array>
#include <cmath>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::Chart;
using document::ChartKind;

constexpr style::Colour kGridColour{200, 200, 200};
constexpr double kTurn = 6.283185307179586;

Length part_of(Length whole, double part) {
  return Length::emu(static_cast<std::int64_t>(std::llround(static_cast<double>(whole.to_emu()) * part)));
}

double value_of(const document::Series& s, std::size_t i) { return i < s.values.size() ? s.values[i] : 0; }

Point on_circle(Point centre, Length radius, double turn) {
  return {centre.x + part_of(radius, std::sin(turn * kTurn)), centre.y - part_of(radius, std::cos(turn * kTurn))};
}

/// The mark of a line's points: square, circle, triangle, diamond.
void marker(Board& board, std::size_t series, Point at) {
  const Length r = Length::half_pt(5);
  static constexpr std::array<std::size_t, 4> kCorners{4, 12, 3, 4};
  const std::size_t corners = kCorners[series % kCorners.size()];
  const double turned = series % 4 == 0 ? 0.125 : 0;
  std::vector<Point> points;
  for (std::size_t i = 0; i < corners; ++i) {
    points.push_back(on_circle(at, r, turned + static_cast<double>(i) / static_cast<double>(corners)));
  }
  board.polygon(std::move(points), series % 2 == 0 ? style::Colour{} : style::Colour{255, 255, 255});
}

std::vector<Length> dash_of(std::size_t series) {
  switch (series % 4) {
    case 1: return {Length::pt(4), Length::pt(2)};
    case 2: return {Length::pt(1), Length::pt(2)};
    case 3: return {Length::pt(5), Length::pt(2), Length::pt(1), Length::pt(2)};
    default: return {};
  }
}

/// Slices from dark to light and back: neighbours differ, the last and the first too.
style::Colour slice_tone(std::size_t i, std::size_t count) {
  const std::size_t half = (count + 1) / 2;
  const std::size_t place = i % 2 == 0 ? i / 2 : half + i / 2;   // evenly spread tones, far ones side by side
  const auto v = static_cast<std::uint8_t>(48 + 207 * place / std::max<std::size_t>(count - 1, 1));
  return {v, v, v};
}

class AxesChart {
 public:
  AxesChart(Board& board, const Chart& chart) : board_(board), chart_(chart), count_(std::max<std::size_t>(chart.categories.size(), 1)) {}

  void paint() {
    find_scale();
    find_area();
    axes();
    switch (chart_.kind) {
      case ChartKind::stacked_bars: stacked(); break;
      case ChartKind::lines: lines(); break;
      default: bars(); break;
    }
    baseline();
    categories();
    legend();
  }

 private:
  void find_scale() {
    double least = 0, most = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      double up = 0, down = 0;
      for (const auto& s : chart_.series) {
        const double v = value_of(s, i);
        if (chart_.kind == ChartKind::stacked_bars) (v < 0 ? down : up) += v;
        else { up = std::max(up, v); down = std::min(down, v); }
      }
      least = std::min(least, down);
      most = std::max(most, up);
    }
    scale_ = Scale::over(least, most);
    const auto ticks = static_cast<int>(std::lround((scale_.high - scale_.low) / scale_.step));
    for (int i = 0; i <= ticks; ++i) ticks_.push_back(scale_.low + scale_.step * i);
  }

  void find_area() {
    Length widest;
    for (const double t : ticks_) widest = std::max(widest, board_.width_of(short_number(t)));
    left_ = widest + Length::pt(6);
    right_ = board_.width() - Length::pt(4);
    top_ = board_.text_pitch() * 2;
    slot_ = (right_ - left_) / static_cast<std::int64_t>(count_);
    Length highest;
    for (const auto& c : chart_.categories) highest = std::max(highest, board_.lines_height(c, slot_ - Length::pt(3)));
    const Length legend = chart_.series.size() > 1 || !chart_.series.front().name.empty() ? board_.text_pitch() * 3 / 2 : Length();
    bottom_ = std::max(board_.height() - highest - legend - Length::pt(4), top_ + Length::mm(15));
    category_top_ = bottom_ + Length::pt(3);
    legend_top_ = category_top_ + highest + Length::pt(2);
  }

  Length y_of(double v) const { return bottom_ - part_of(bottom_ - top_, scale_.part(v)); }
  Length middle(std::size_t i) const { return left_ + slot_ * static_cast<std::int64_t>(i) + slot_ / 2; }

  void axes() {
    for (const double t : ticks_) {
      const Length y = y_of(t);
      board_.line({{left_, y}, {right_, y}}, Length::emu(3'175), {}, kGridColour);
      board_.words(short_number(t), left_ - Length::pt(3), y - board_.text_size() / 2, style::Align::right);
    }
    if (!chart_.unit.empty()) board_.words("单位：" + chart_.unit, Length(), Length(), style::Align::left);
  }

  void baseline() { board_.line({{left_, y_of(0)}, {right_, y_of(0)}}, Length::half_pt(2)); }

  /// A value above its mark, where the slot is wide enough for it.
  void value_label(double v, Length x, Length y, Length room) {
    const std::string words = short_number(v);
    const Length w = board_.width_of(words), top = y - board_.text_size() - Length::pt(2);
    if (w > room) return;
    board_.ground(x - w / 2, top, w, board_.text_size());
    board_.words(words, x, top, style::Align::centre);
  }

  void bars() {
    const auto n = static_cast<std::int64_t>(chart_.series.size());
    const Length bar = std::min(slot_ * 7 / 10 / n, Length::mm(12));
    for (std::size_t i = 0; i < count_; ++i) {
      Length x = middle(i) - bar * n / 2;
      for (std::size_t s = 0; s < chart_.series.size(); ++s, x += bar) {
        const double v = value_of(chart_.series[s], i);
        const Length a = y_of(std::max(v, 0.0)), b = y_of(std::min(v, 0.0));
        if (b > a) board_.box(x, a, bar, b - a, s);
        value_label(v, x + bar / 2, a, n == 1 ? slot_ : bar + Length::pt(4));
      }
    }
  }

  void stacked() {
    const Length bar = std::min(slot_ * 6 / 10, Length::mm(18));
    for (std::size_t i = 0; i < count_; ++i) {
      double up = 0, down = 0;
      for (std::size_t s = 0; s < chart_.series.size(); ++s) {
        const double v = value_of(chart_.series[s], i);
        double& sum = v < 0 ? down : up;
        const Length a = y_of(std::max(sum, sum + v)), b = y_of(std::min(sum, sum + v));
        sum += v;
        if (b <= a) continue;
        board_.box(middle(i) - bar / 2, a, bar, b - a, s);
        segment_label(v, i, a, b, bar);
      }
      value_label(up + down, middle(i), y_of(up), slot_);
    }
  }

  /// Inside its part, on a white ground so that it reads on every tone.
  void segment_label(double v, std::size_t i, Length a, Length b, Length bar) {
    const std::string words = short_number(v);
    const Length w = board_.width_of(words) + Length::pt(2), h = board_.text_size() + Length::pt(1);
    if (chart_.series.size() < 2 || b - a < h + Length::pt(2) || w > bar) return;
    const Length top = a + (b - a - h) / 2;
    board_.ground(middle(i) - w / 2, top, w, h);
    board_.words(words, middle(i), top + Length::half_pt(1), style::Align::centre);
  }

  void lines() {
    for (std::size_t s = 0; s < chart_.series.size(); ++s) {
      std::vector<Point> points;
      for (std::size_t i = 0; i < count_; ++i) points.push_back({middle(i), y_of(value_of(chart_.series[s], i))});
      board_.line(points, Length::half_pt(3), dash_of(s));
      for (const Point& p : points) marker(board_, s, p);
    }
    for (std::size_t i = 0; i < count_; ++i) {
      Length last = Length::emu(INT32_MAX);
      // From the lowest value up: a label that would touch the one below it is left out, the value stands in the text's table.
      std::vector<double> values;
      for (const auto& s : chart_.series) values.push_back(value_of(s, i));
      std::sort(values.begin(), values.end());
      for (const double v : values) {
        const Length y = y_of(v) - Length::pt(2);
        if (last - y < board_.text_size() + Length::pt(2)) continue;
        value_label(v, middle(i), y, slot_);
        last = y;
      }
    }
  }

  void categories() {
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
      board_.wrapped(chart_.categories[i], middle(i), category_top_, slot_ - Length::pt(3));
    }
  }

  void legend() {
    if (chart_.series.size() == 1 && chart_.series.front().name.empty()) return;
    const Length key = Length::mm(6), gap = Length::mm(4);
    Length total;
    for (const auto& s : chart_.series) total += key + Length::pt(3) + board_.width_of(s.name) + gap;
    Length x = (board_.width() - total + gap) / 2;
    const Length size = board_.text_size();
    for (std::size_t s = 0; s < chart_.series.size(); ++s) {
      const Length y = legend_top_ + Length::pt(2);
      if (chart_.kind == ChartKind::lines) {
        board_.line({{x, y + size / 2}, {x + key, y + size / 2}}, Length::half_pt(3), dash_of(s));
        marker(board_, s, {x + key / 2, y + size / 2});
      } else {
        board_.box(x, y + size / 8, key, size * 3 / 4, s);
      }
      x += key + Length::pt(3);
      board_.words(chart_.series[s].name, x, y, style::Align::left);
      x += board_.width_of(chart_.series[s].name) + gap;
    }
  }

  Board& board_;
  const Chart& chart_;
  std::size_t count_;
  Scale scale_;
  std::vector<double> ticks_;
  Length left_, right_, top_, bottom_, slot_, category_top_, legend_top_;
};

}  // namespace

void paint_axes_chart(Board& board, const Chart& chart) { AxesChart(board, chart).paint(); }

void paint_pie(Board& board, const Chart& chart) {
  const document::Series& series = chart.series.front();
  double sum = 0;
  for (std::size_t i = 0; i < chart.categories.size(); ++i) sum += std::max(0.0, value_of(series, i));
  if (!chart.unit.empty()) board.words("单位：" + chart.unit, Length(), Length(), style::Align::left);
  if (sum <= 0) return;
  const Length radius = board.height() * 36 / 100;
  const Point centre{board.width() * 32 / 100, board.height() / 2};
  double turn = 0;
  Length legend_y = centre.y - board.text_pitch() * 3 / 2 * static_cast<std::int64_t>(chart.categories.size()) / 2;
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    const double part = std::max(0.0, value_of(series, i)) / sum;
    if (part > 0) {
      // One point for every two degrees: no edge shows at 600 dpi.
      const int steps = std::max(2, static_cast<int>(part * 180));
      std::vector<Point> points;
      if (part < 1) points.push_back(centre);
      for (int k = 0; k <= steps; ++k) points.push_back(on_circle(centre, radius, turn + part * k / steps));
      board.polygon(std::move(points), slice_tone(i, chart.categories.size()));
    }
    const std::string share = short_number(part * 100, 1) + "%";
    if (part >= 0.03) {
      const Point label = on_circle(centre, radius + Length::mm(7), turn + part / 2);
      board.words(share, label.x, label.y - board.text_size() / 2, style::Align::centre);
    }
    const Length legend_x = board.width() * 60 / 100;
    board.polygon({{legend_x, legend_y + board.text_size() / 8}, {legend_x + Length::mm(5), legend_y + board.text_size() / 8},
                   {legend_x + Length::mm(5), legend_y + board.text_size() * 7 / 8}, {legend_x, legend_y + board.text_size() * 7 / 8}},
                  slice_tone(i, chart.categories.size()));
    board.words(chart.categories[i] + "　" + short_number(value_of(series, i)) + "（" + share + "）", legend_x + Length::mm(7), legend_y,
                style::Align::left);
    legend_y += board.text_pitch() * 3 / 2;
    turn += part;
  }
}

}  // namespace gongwen::layout
