// Pies: slices clockwise from the top, their names, values and shares beside them.

#include <algorithm>
#include <cmath>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::Chart;

constexpr double kSmall = 0.03;   // smaller slices have their share beside the name only

Point on_circle(Point centre, Length radius, double turn) {
  return {centre.x + part_of(radius, std::sin(turn * kTurn)), centre.y - part_of(radius, std::cos(turn * kTurn))};
}

constexpr Length kBetween = Length::pt(4);   // names of slices

class Pie {
 public:
  Pie(Board& board, const Chart& chart)
      : board_(board), chart_(document::shown_slices(chart)), series_(chart_.series.front()), numbers_(Scale::over(0, most(series_))) {
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) sum_ += std::max(0.0, value_of(series_, i));
  }

  Length height() { return std::max(kChartHeight, keys_height() + board_.text_pitch() * 2); }

  void paint() {
    board_.unit(chart_.unit);
    const Length radius = std::min(board_.height(), kChartHeight) * 36 / 100;
    const Point centre{board_.width() * 28 / 100, board_.height() / 2};
    if (sum_ <= 0) empty(centre, radius);
    double turn = 0;
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
      const double part = share(i);
      slice(centre, radius, turn, part, i);
      turn += part;
    }
    keys();
  }

 private:
  static double most(const document::Series& s) { return s.values.empty() ? 0 : *std::max_element(s.values.begin(), s.values.end()); }
  double share(std::size_t i) const { return sum_ > 0 ? std::max(0.0, value_of(series_, i)) / sum_ : 0; }

  std::size_t look(std::size_t i) const { return document::slice_look(i, chart_.categories.size()); }

  void slice(Point centre, Length radius, double turn, double part, std::size_t i) {
    if (part <= 0) return;
    // One point for every two degrees: no edge shows at 600 dpi.
    const int steps = std::max(2, static_cast<int>(part * 180));
    std::vector<Point> points;
    if (part < 1) points.push_back(centre);
    for (int k = 0; k <= steps; ++k) points.push_back(on_circle(centre, radius, turn + part * k / steps));
    board_.area(std::move(points), look(i));
    if (part < kSmall) return;
    const Point label = on_circle(centre, radius + Length::mm(7), turn + part / 2);
    board_.words(percent(part), label.x, label.y - board_.text_size() / 2, style::Align::centre);
  }

  /// Nothing to share out: an empty circle says so.
  void empty(Point centre, Length radius) {
    std::vector<Point> points;
    for (int k = 0; k < 180; ++k) points.push_back(on_circle(centre, radius, k / 180.0));
    board_.polygon(std::move(points), style::Colour{255, 255, 255});
    board_.words("合计为零", centre.x, centre.y - board_.text_size() / 2, style::Align::centre);
  }

  static std::string percent(double part) { return short_number(part * 100, 1) + "%"; }
  std::string key(std::size_t i) const {
    return chart_.categories[i] + "　" + numbers_.value(value_of(series_, i)) + (sum_ > 0 ? "（" + percent(share(i)) + "）" : "");
  }

  Length keys_left() const { return board_.width() * 56 / 100; }
  Length keys_room() const { return board_.width() - keys_left() - Length::mm(7); }
  Length keys_height() {
    Length out;
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) out += board_.lines_height(key(i), keys_room()) + kBetween;
    return out;
  }

  void keys() {
    const Length size = board_.text_size();
    Length y = std::max((board_.height() - keys_height()) / 2, Length());
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
      const Length x = keys_left();
      board_.box(x, y + size / 8, Length::mm(5), size * 3 / 4, look(i));
      y += board_.wrapped(key(i), x + Length::mm(7), y, keys_room(), style::Align::left) + kBetween;
    }
  }

  Board& board_;
  const Chart chart_;
  const document::Series& series_;
  Numbers numbers_;
  double sum_ = 0;
};

}  // namespace

Length pie_height(Board& board, const Chart& chart) { return Pie(board, chart).height(); }
void paint_pie(Board& board, const Chart& chart) { Pie(board, chart).paint(); }

}  // namespace gongwen::layout
