#pragma once

// Inside the charts: the drawing board on the page, fills, number lines, keys.

#include <string>
#include <string_view>
#include <vector>

#include "pages/layout/compose.h"

namespace gongwen::layout {

/// Paints into a box of the current page; coordinates are the box's own, y down. Has a text of its own: it may measure while a
/// paragraph is being made.
class Board {
 public:
  Board(Flow& flow, NodeId node) : flow_(flow), node_(node), style_(flow.context.style.text("chart")), width_(flow.width()) {}
  /// Where it stands, before anything is painted.
  void place(Point origin, Length height) {
    origin_ = origin;
    height_ = height;
  }

  Length width() const { return width_; }
  Length height() const { return height_; }
  Length text_size() const { return style_.size; }
  Length text_pitch() const { return flow_.pitch(style_); }
  /// The text area's height: no chart is higher.
  Length most_height() const { return flow_.context.style.text_height - flow_.context.style.line_pitch * 3; }

  /// Words on one line whose top is `y`; `x` is their left end, middle or right end.
  void words(std::string_view utf8, Length x, Length y, style::Align align);
  /// Words wrapped to `room`, `x` as above. Returns the height.
  Length wrapped(std::string_view utf8, Length x, Length y, Length room, style::Align align);
  Length lines_height(std::string_view utf8, Length room);
  Length width_of(std::string_view utf8);

  void polygon(std::vector<Point> points, std::optional<style::Colour> fill, bool outlined = true);
  void line(std::vector<Point> points, Length thick, std::vector<Length> dash = {}, style::Colour colour = {});
  /// What was aimed at: a thick stroke, white along its sides so that it shows on dark bars.
  void stroke(Point from, Point to);
  /// A closed area in the look of a series or slice: tones that stay apart on a copying machine, hatching between them.
  void area(std::vector<Point> points, std::size_t series);
  void box(Length x, Length y, Length w, Length h, std::size_t series);
  /// Words in the middle of a part, on a white ground so that they read on every tone; nothing when they do not fit into the room.
  void inside(std::string_view utf8, Point centre, Length wide, Length high);
  /// 单位：…, in the upper left corner; nothing when there is none.
  void unit(const std::string& unit);
  /// A white ground, so that words on it read.
  void ground(Length x, Length y, Length w, Length h);

 private:
  Point at(Point p) const { return {origin_.x + p.x, origin_.y + p.y}; }
  void hatch(const std::vector<Point>& points, std::int64_t dx, std::int64_t dy);
  void paint(const std::vector<Line>& lines, Point top, style::Align align);

  Flow& flow_;
  NodeId node_;
  const style::TextStyle& style_;
  Point origin_;
  Length width_, height_;
  Text text_;
  std::vector<Line> lines_;
};

/// Steps of 1, 2 or 5 times a power of ten that cover the values and zero.
struct Scale {
  double low = 0, high = 1, step = 1;
  static Scale over(double least, double most);
  /// Over all values of a chart, stacked ones by their sums.
  static Scale of(const document::Chart& chart);
  double part(double value) const { return (value - low) / (high - low); }
  std::vector<double> ticks() const;
};

/// How a chart writes its numbers: in 亿 and 万亿 where they are long, with the digits its steps need.
class Numbers {
 public:
  explicit Numbers(const Scale& scale);
  std::string tick(double value) const { return write(value, digits_); }
  /// A value that is not zero never reads 0, however small beside the others.
  std::string value(double value) const;

 private:
  std::string write(double value, int digits) const;
  double unit_ = 1;
  std::string_view name_;
  int digits_ = 0;
  bool powers_ = false;
};
/// At most `digits` after the point, without final zeros.
std::string short_number(double value, int digits = 2);

/// A category's values one on the other, those below zero the other way.
struct Stack {
  double up = 0, down = 0;
  double sum() const { return up + down; }
  double end() const { return sum() < 0 ? down : up; }   ///< where the sum is written
};
/// Calls part(series, value, from, to) for each part of a category's stack. Returns its ends.
template <typename Part>
Stack each_part(const document::Chart& chart, std::size_t category, const Part& part);

Length part_of(Length whole, double part);
double value_of(const document::Series& s, std::size_t i);
/// The mark of a line's points: square, circle, triangle, diamond.
void marker(Board& board, std::size_t series, Point at);
std::vector<Length> dash_of(std::size_t series);

/// The series' names and looks, in as many lines as they take. A single series without a name needs none.
Length keys_height(Board& board, const document::Chart& chart);
void paint_keys(Board& board, const document::Chart& chart, Length top);

// Each kind: how high it wants to be, and the painting into that height.
Length axes_height(Board& board, const document::Chart& chart);
void paint_axes(Board& board, const document::Chart& chart);
Length lying_height(Board& board, const document::Chart& chart);
void paint_lying(Board& board, const document::Chart& chart);
Length pie_height(Board& board, const document::Chart& chart);
void paint_pie(Board& board, const document::Chart& chart);

inline constexpr Length kChartHeight = Length::mm(72);
inline constexpr style::Colour kGridColour{200, 200, 200};
inline constexpr double kTurn = 6.283185307179586;   // radians

template <typename Part>
Stack each_part(const document::Chart& chart, std::size_t category, const Part& part) {
  Stack out;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const double v = value_of(chart.series[s], category);
    double& sum = v < 0 ? out.down : out.up;
    part(s, v, sum, sum + v);
    sum += v;
  }
  return out;
}

}  // namespace gongwen::layout
