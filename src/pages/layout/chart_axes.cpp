// Upright bars, stacked bars, bars with targets, and lines: categories along the foot, values up the side.

#include <algorithm>
#include <functional>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::Chart;
using document::ChartKind;

constexpr std::int64_t kMostLines = 6;   // of a category's name below the axis

class AxesChart {
 public:
  AxesChart(Board& board, const Chart& chart)
      : board_(board), chart_(chart), count_(std::max<std::size_t>(chart.categories.size(), 1)), scale_(Scale::of(chart)), numbers_(scale_),
        ticks_(scale_.ticks()) {
    for (const auto& s : chart.series) bars_ += s.target ? 0 : 1;
    Length widest;
    for (const double t : ticks_) widest = std::max(widest, board_.width_of(numbers_.tick(t)));
    left_ = widest + Length::pt(6);
    right_ = board_.width() - Length::pt(4);
    slot_ = (right_ - left_) / static_cast<std::int64_t>(count_);
    find_names();
  }

  /// Names that take many lines make the chart higher, not its bars lower.
  Length height() { return kChartHeight + std::max(Length(), names_ + keys_height(board_, chart_) - board_.text_pitch() * 3); }

  void paint() {
    top_ = board_.text_pitch() * 2;
    bottom_ = board_.height() - names_ - keys_height(board_, chart_) - Length::pt(4);
    axes();
    switch (chart_.kind) {
      case ChartKind::stacked_bars: stacked(); break;
      case ChartKind::lines: lines(); break;
      default: bars(); break;
    }
    board_.line({{left_, y_of(0)}, {right_, y_of(0)}}, Length::half_pt(2));
    for (std::size_t i = 0; i < chart_.categories.size(); i += every_) {
      board_.wrapped(chart_.categories[i], middle(i), bottom_ + Length::pt(3), name_room(), style::Align::centre);
    }
    paint_keys(board_, chart_, bottom_ + Length::pt(3) + names_);
  }

 private:
  bool has_target() const { return chart_.kind == ChartKind::targets; }
  Length name_room() const { return slot_ * static_cast<std::int64_t>(every_) - Length::pt(3); }

  /// Where all names would take too many lines, every second or third is shown, and so on.
  void find_names() {
    Length widest;
    for (const auto& c : chart_.categories) widest = std::max(widest, board_.width_of(c));
    for (every_ = 1; every_ < count_; ++every_) {
      if (name_room() < std::min(widest, board_.text_size() * 3)) continue;
      names_ = Length();
      for (std::size_t i = 0; i < chart_.categories.size(); i += every_) {
        names_ = std::max(names_, board_.lines_height(chart_.categories[i], name_room()));
      }
      if (names_ <= board_.text_pitch() * kMostLines) return;
    }
    names_ = chart_.categories.empty() ? Length() : board_.lines_height(chart_.categories.front(), name_room());
  }

  Length y_of(double v) const { return bottom_ - part_of(bottom_ - top_, scale_.part(v)); }
  Length middle(std::size_t i) const { return left_ + slot_ * static_cast<std::int64_t>(i) + slot_ / 2; }

  void axes() {
    for (const double t : ticks_) {
      const Length y = y_of(t);
      board_.line({{left_, y}, {right_, y}}, Length::emu(3'175), {}, kGridColour);
      board_.words(numbers_.tick(t), left_ - Length::pt(3), y - board_.text_size() / 2, style::Align::right);
    }
    board_.unit(chart_.unit);
  }

  /// A value beyond the end of its mark, where the slot is wide enough for it: above, or below when it goes down.
  void value_label(double v, Length x, Length y, Length room, bool below = false) {
    const std::string words = numbers_.value(v);
    const Length w = board_.width_of(words), top = below ? y + Length::pt(2) : y - board_.text_size() - Length::pt(2);
    if (w > room) return;
    board_.ground(x - w / 2, top, w, board_.text_size());
    board_.words(words, x, top, style::Align::centre);
  }

  void bars() {
    const auto n = std::max<std::int64_t>(bars_, 1);
    const Length bar = std::min(slot_ * 7 / 10 / n, Length::mm(12));
    for (std::size_t i = 0; i < count_; ++i) {
      Length x = middle(i) - bar * n / 2;
      std::size_t look = 0;
      Length highest = y_of(0);
      for (const auto& s : chart_.series) {
        if (s.target) continue;
        const double v = value_of(s, i);
        const Length a = y_of(std::max(v, 0.0)), b = y_of(std::min(v, 0.0));
        if (b > a) board_.box(x, a, bar, b - a, look);
        // Where a target's stroke may pass above the bar, its value stands inside.
        if (has_target() && b - a > board_.text_size() * 2) inner_label(v, x + bar / 2, a, b, bar + Length::pt(4));
        else value_label(v, x + bar / 2, v < 0 ? b : a, n == 1 ? slot_ : bar + Length::pt(4), v < 0);
        highest = std::min(highest, a);
        x += bar;
        ++look;
      }
      for (const auto& s : chart_.series) {
        if (s.target) target(value_of(s, i), i, bar * n, highest);
      }
    }
  }

  /// A thick stroke a little wider than the bars; its value to the right of it, or above when it is well above the bars.
  void target(double v, std::size_t i, Length wide, Length highest) {
    const Length y = y_of(v), half = std::min(wide / 2 + Length::pt(4), slot_ / 2);
    board_.stroke({middle(i) - half, y}, {middle(i) + half, y});
    const std::string words = numbers_.value(v);
    const Length w = board_.width_of(words), size = board_.text_size();
    if (middle(i) + half + Length::pt(2) + w <= middle(i) + slot_ / 2) {
      board_.words(words, middle(i) + half + Length::pt(2), y - size / 2, style::Align::left);
    } else if (y + size * 2 + Length::pt(4) < highest) {
      value_label(v, middle(i), y - Length::pt(1), slot_);
    }
  }

  void stacked() {
    const Length bar = std::min(slot_ * 6 / 10, Length::mm(18));
    for (std::size_t i = 0; i < count_; ++i) {
      const Stack stack = each_part(chart_, i, [&](std::size_t s, double v, double from, double to) {
        const Length a = y_of(std::max(from, to)), b = y_of(std::min(from, to));
        if (b <= a) return;
        board_.box(middle(i) - bar / 2, a, bar, b - a, s);
        if (chart_.series.size() > 1) inner_label(v, middle(i), a, b, bar);
      });
      value_label(stack.sum(), middle(i), y_of(stack.end()), slot_, stack.sum() < 0);
    }
  }

  void inner_label(double v, Length x, Length a, Length b, Length room) {
    board_.inside(numbers_.value(v), {x, a + (b - a) / 2}, room, b - a - Length::pt(2));
  }

  void lines() {
    for (std::size_t s = 0; s < chart_.series.size(); ++s) {
      std::vector<Point> points;
      for (std::size_t i = 0; i < count_; ++i) points.push_back({middle(i), y_of(value_of(chart_.series[s], i))});
      if (points.size() > 1) board_.line(points, Length::half_pt(3), dash_of(s));
      for (const Point& p : points) marker(board_, s, p);
    }
    for (std::size_t i = 0; i < count_; ++i) line_labels(i);
  }

  /// Above its point, or below where another point or label is in the way; where both are, the value stands in the alternative text.
  void line_labels(std::size_t i) {
    std::vector<double> values;
    for (const auto& s : chart_.series) values.push_back(value_of(s, i));
    std::sort(values.begin(), values.end(), std::greater<>());
    const Length mark = Length::pt(4), size = board_.text_size() + Length::pt(1);
    Length free = Length::emu(INT32_MIN);   // down to here another label stands
    for (std::size_t k = 0; k < values.size(); ++k) {
      const Length y = y_of(values[k]);
      if (k > 0 && y == y_of(values[k - 1])) continue;
      const bool above = y - mark - size > (k > 0 ? std::max(free, y_of(values[k - 1]) + mark) : free);
      const bool below = y + mark + size < std::min(bottom_, k + 1 < values.size() ? y_of(values[k + 1]) - mark : bottom_);
      if (!above && !below) continue;
      value_label(values[k], middle(i), above ? y - Length::pt(2) : y + Length::pt(2), slot_, !above);
      free = above ? free : y + mark + size;
    }
  }

  Board& board_;
  const Chart& chart_;
  std::size_t count_;
  std::int64_t bars_ = 0;
  Scale scale_;
  Numbers numbers_;
  std::vector<double> ticks_;
  std::size_t every_ = 1;
  Length left_, right_, top_, bottom_, slot_, names_;
};

}  // namespace

Length axes_height(Board& board, const Chart& chart) { return AxesChart(board, chart).height(); }
void paint_axes(Board& board, const Chart& chart) { AxesChart(board, chart).paint(); }

}  // namespace gongwen::layout
