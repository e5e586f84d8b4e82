#pragma once

// Paths and what they leave on the page: rules, boxes, other shapes. Private to the room.

#include <vector>

#include "formats/inspect/inspect.h"
#include "formats/inspect/matrix.h"

namespace gongwen::inspect {

/// The current path, in millimetres on the page.
class Path {
 public:
  void move(Point p);
  void line(Point p);
  void curve(Point a, Point b, Point end);
  void close();
  void clear() { parts_.clear(); }
  Point last() const noexcept;

  /// Adds to the page what painting the path shows. `thickness` of strokes in millimetres.
  void paint(Page& page, bool fill, Colour fill_colour, bool stroke, Colour stroke_colour, double thickness) const;

 private:
  struct Part { std::vector<Point> points; bool curved = false, closed = false; };
  std::vector<Part> parts_;
};

}  // namespace gongwen::inspect
