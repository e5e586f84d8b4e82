// Bars on their side, for many or long categories: names down the left, each beside its bars.

#include <algorithm>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::Chart;
using document::ChartKind;

class LyingChart {
 public:
  LyingChart(Board& board, const Chart& chart)
      : board_(board), chart_(chart), scale_(Scale::of(chart)), numbers_(scale_), ticks_(scale_.ticks()) {
    for (const auto& s : chart.series) bars_ += s.target ? 0 : 1;
    if (chart.kind == ChartKind::stacked_bars) bars_ = 1;
    Length widest;
    for (const auto& c : chart_.categories) widest = std::max(widest, board_.width_of(c));
    names_ = std::min(widest, board_.width() * 38 / 100) + Length::pt(1);
    Length value;   // room beyond the longest bars for what they say
    for (const double v : beside()) value = std::max(value, board_.width_of(numbers_.value(v)));
    left_ = names_ + Length::pt(4) + (scale_.low < 0 ? value : Length());
    right_ = board_.width() - value - Length::pt(4);
    Length highest;
    for (const auto& c : chart_.categories) highest = std::max(highest, board_.lines_height(c, names_));
    slot_ = std::max(highest, board_.text_pitch() * std::max<std::int64_t>(bars_, 1)) + Length::pt(3);
  }

  Length height() { return top() + slot_ * count() + foot(); }

  void paint() {
    // More bars than a page is high for stand closer together, and names are shown where there is room.
    slot_ = std::min(slot_, (board_.height() - top() - foot()) / std::max<std::int64_t>(count(), 1));
    bottom_ = top() + slot_ * count();
    axes();
    Length free = top();
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
      bars(i);
      const Length h = board_.lines_height(chart_.categories[i], names_), y = middle(i) - h / 2;
      if (y + Length::pt(2) < free) continue;
      board_.wrapped(chart_.categories[i], names_, y, names_, style::Align::right);
      free = y + h;
    }
    board_.line({{x_of(0), top()}, {x_of(0), bottom_}}, Length::half_pt(2));
    paint_keys(board_, chart_, bottom_ + board_.text_pitch() + Length::pt(2));
  }

 private:
  /// What is written beside the bars, with the number line's ends.
  std::vector<double> beside() const {
    std::vector<double> out{scale_.low, scale_.high};
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
      double sum = 0;
      for (const auto& s : chart_.series) {
        if (chart_.kind != ChartKind::stacked_bars) out.push_back(value_of(s, i));
        else sum += value_of(s, i);
      }
      if (chart_.kind == ChartKind::stacked_bars) out.push_back(sum);
    }
    return out;
  }

  std::int64_t count() const { return static_cast<std::int64_t>(chart_.categories.size()); }
  Length top() const { return chart_.unit.empty() ? Length::pt(4) : board_.text_pitch() * 3 / 2; }
  Length foot() { return board_.text_pitch() + Length::pt(4) + keys_height(board_, chart_); }
  Length x_of(double v) const { return left_ + part_of(right_ - left_, scale_.part(v)); }
  Length middle(std::size_t i) const { return top() + slot_ * static_cast<std::int64_t>(i) + slot_ / 2; }

  void axes() {
    Length free;
    for (const double t : ticks_) {
      const Length x = x_of(t), half = board_.width_of(numbers_.tick(t)) / 2;
      board_.line({{x, top()}, {x, bottom_}}, Length::emu(3'175), {}, kGridColour);
      if (x - half < free) continue;
      board_.words(numbers_.tick(t), x, bottom_ + Length::pt(2), style::Align::centre);
      free = x + half + Length::pt(4);
    }
    board_.unit(chart_.unit);
  }

  void value_label(double v, Length x, Length y, Length room) {
    const Length size = board_.text_size();
    if (room + Length::pt(2) < size) return;
    board_.words(numbers_.value(v), v < 0 ? x - Length::pt(2) : x + Length::pt(2), y - size / 2, v < 0 ? style::Align::right : style::Align::left);
  }

  /// Where a value may stand: behind the bar, or behind the target's stroke when that is in the way.
  Length clear_of_target(std::size_t i, double v, Length end) {
    const Length wide = board_.width_of(numbers_.value(v)) + Length::pt(4);
    for (const auto& s : chart_.series) {
      if (!s.target) continue;
      const Length x = x_of(value_of(s, i));
      if (v >= 0 && x > end - Length::pt(1) && x < end + wide) return x;
      if (v < 0 && x < end + Length::pt(1) && x > end - wide) return x;
    }
    return end;
  }

  void bars(std::size_t i) {
    const Length bar = std::min(slot_ * 8 / 10 / std::max<std::int64_t>(bars_, 1), Length::mm(6));
    Length y = middle(i) - bar * bars_ / 2;
    if (chart_.kind == ChartKind::stacked_bars) {
      stack(i, y, bar);
      return;
    }
    std::size_t look = 0;
    for (const auto& s : chart_.series) {
      if (s.target) continue;
      const double v = value_of(s, i);
      const Length a = x_of(std::min(v, 0.0)), b = x_of(std::max(v, 0.0));
      if (b > a) board_.box(a, y, b - a, bar, look);
      value_label(v, clear_of_target(i, v, v < 0 ? a : b), y + bar / 2, bars_ == 1 ? slot_ : bar);
      y += bar;
      ++look;
    }
    for (const auto& s : chart_.series) {
      if (!s.target) continue;
      const Length x = x_of(value_of(s, i)), half = std::min(bar * bars_ / 2 + Length::pt(3), slot_ / 2);
      board_.stroke({x, middle(i) - half}, {x, middle(i) + half});
    }
  }

  void stack(std::size_t i, Length y, Length bar) {
    const Stack stack = each_part(chart_, i, [&](std::size_t s, double v, double from, double to) {
      const Length a = x_of(std::min(from, to)), b = x_of(std::max(from, to));
      if (b <= a) return;
      board_.box(a, y, b - a, bar, s);
      if (chart_.series.size() > 1) board_.inside(numbers_.value(v), {a + (b - a) / 2, y + bar / 2}, b - a - Length::pt(2), bar);
    });
    value_label(stack.sum(), x_of(stack.end()), y + bar / 2, slot_);
  }

  Board& board_;
  const Chart& chart_;
  Scale scale_;
  Numbers numbers_;
  std::vector<double> ticks_;
  std::int64_t bars_ = 0;
  Length left_, right_, bottom_, slot_, names_;
};

}  // namespace

Length lying_height(Board& board, const Chart& chart) { return LyingChart(board, chart).height(); }
void paint_lying(Board& board, const Chart& chart) { LyingChart(board, chart).paint(); }

}  // namespace gongwen::layout
