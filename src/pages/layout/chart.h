#pragma once

// Inside the charts: the drawing board on the page, and number lines.

#include <string>
#include <string_view>
#include <vector>

#include "pages/layout/compose.h"

namespace gongwen::layout {

/// Paints into a box of the current page; coordinates are the box's own, y down.
class Board {
 public:
  Board(Flow& flow, NodeId node, Length width, Length height, Point origin)
      : flow_(flow), node_(node), style_(flow.context.style.text("chart")), origin_(origin), width_(width), height_(height) {}

  Length width() const { return width_; }
  Length height() const { return height_; }
  Length text_size() const { return style_.size; }
  Length text_pitch() const { return flow_.pitch(style_); }

  /// Words on a baseline box whose top is `y`; `x` is their left end, middle or right end.
  void words(std::string_view utf8, Length x, Length y, style::Align align);
  /// Words wrapped to `room`, centred on `x`. Returns the height.
  Length wrapped(std::string_view utf8, Length x, Length y, Length room);
  Length lines_height(std::string_view utf8, Length room);
  Length width_of(std::string_view utf8);
  void polygon(std::vector<Point> points, std::optional<style::Colour> fill, bool outlined = true);
  void line(std::vector<Point> points, Length thick, std::vector<Length> dash = {}, style::Colour colour = {});
  /// A bar or key in a series' own tone and hatching.
  void box(Length x, Length y, Length w, Length h, std::size_t series);
  /// A white ground, so that words on it read.
  void ground(Length x, Length y, Length w, Length h);

 private:
  Point at(Point p) const { return {origin_.x + p.x, origin_.y + p.y}; }

  Flow& flow_;
  NodeId node_;
  const style::TextStyle& style_;
  Point origin_;
  Length width_, height_;
};

/// Tones of grey that stay apart in black and white, in the order series take them.
style::Colour tone(std::size_t series);

/// Steps of 1, 2 or 5 times a power of ten that cover the values and zero.
struct Scale {
  double low = 0, high = 1, step = 1;
  static Scale over(double least, double most);
  double part(double value) const { return (value - low) / (high - low); }
};

/// At most `digits` after the point, without final zeros.
std::string short_number(double value, int digits = 2);

void paint_pie(Board& board, const document::Chart& chart);
void paint_axes_chart(Board& board, const document::Chart& chart);

}  // namespace gongwen::layout
