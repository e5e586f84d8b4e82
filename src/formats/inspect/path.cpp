#include "formats/inspect/path.h"

#include <algorithm>
#include <cmath>

namespace gongwen::inspect {
namespace {

constexpr double kThickestRule = 2.0;   // mm; a filled box less thick is a rule
constexpr double kStraight = 0.05;      // mm; a line that leaves its axis by less is straight

struct Extent { double x0, y0, x1, y1; };

Extent box_of(const std::vector<Point>& points) {
  Extent box{points[0].x, points[0].y, points[0].x, points[0].y};
  for (const auto& p : points) if (!near_page(p.x, p.y)) return {1e9, 1e9, 1e9, 1e9};
  for (const auto& p : points) box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x), std::max(box.y1, p.y)};
  return box;
}

/// Every side along an axis and no corner inside the box: a rectangle (or a path that covers one).
bool rectangular(const std::vector<Point>& points, const Extent& box) {
  const auto near = [](double a, double b) { return std::fabs(a - b) < kStraight; };
  return points.size() >= 4 && points.size() <= 6 && std::all_of(points.begin(), points.end(), [&](const Point& p) {
    return (near(p.x, box.x0) || near(p.x, box.x1)) && (near(p.y, box.y0) || near(p.y, box.y1));
  });
}

}  // namespace

void Path::move(Point p) {
  if (!parts_.empty() && parts_.back().points.size() == 1) parts_.pop_back();
  parts_.push_back({{p}, false, false});
}

void Path::line(Point p) {
  if (parts_.empty()) return move(p);
  if (parts_.back().closed) move(parts_.back().points.front());
  parts_.back().points.push_back(p);
}

void Path::curve(Point a, Point b, Point end) {
  line(a), line(b), line(end);   // the control points bound the curve
  parts_.back().curved = true;
}

void Path::close() {
  if (!parts_.empty()) parts_.back().closed = true;
}

Point Path::last() const noexcept { return parts_.empty() ? Point{} : parts_.back().points.back(); }

void Path::paint(Page& page, bool fill, Colour fill_colour, bool stroke, Colour stroke_colour, double thickness) const {
  for (const auto& part : parts_) {
    if (part.points.size() < 2) continue;
    const Extent box = box_of(part.points);
    if (!near_page(box.x0, box.y0) || !near_page(box.x1, box.y1) || !near_page(thickness, 0)) continue;
    const double wide = box.x1 - box.x0, high = box.y1 - box.y0;
    if (fill) {
      if (!part.curved && std::min(wide, high) < kThickestRule && rectangular(part.points, box)) {
        page.rules.push_back({box.x0, box.y0, box.x1, box.y1, wide >= high, fill_colour});
      } else if (wide > 0 && high > 0) {
        page.shapes.push_back({box.x0, box.y0, box.x1, box.y1, fill_colour, true});
      }
    }
    if (!stroke) continue;
    bool straight = !part.curved;
    for (std::size_t i = 0; straight && i + 1 < part.points.size() + (part.closed ? 1 : 0); ++i) {
      const Point p = part.points[i], q = part.points[(i + 1) % part.points.size()];
      straight = std::fabs(p.x - q.x) < kStraight || std::fabs(p.y - q.y) < kStraight;
    }
    if (!straight) {
      page.shapes.push_back({box.x0, box.y0, box.x1, box.y1, stroke_colour, false});
      continue;
    }
    for (std::size_t i = 0; i + 1 < part.points.size() + (part.closed ? 1 : 0); ++i) {
      const Point p = part.points[i], q = part.points[(i + 1) % part.points.size()];
      const double half = thickness / 2;
      const bool horizontal = std::fabs(p.x - q.x) >= std::fabs(p.y - q.y);
      if (std::max(std::fabs(p.x - q.x), std::fabs(p.y - q.y)) <= kStraight) continue;
      const double x0 = std::min(p.x, q.x), x1 = std::max(p.x, q.x), y0 = std::min(p.y, q.y), y1 = std::max(p.y, q.y);
      if (horizontal) page.rules.push_back({x0, y0 - half, x1, y1 + half, true, stroke_colour});
      else page.rules.push_back({x0 - half, y0, x1 + half, y1, false, stroke_colour});
    }
  }
}

}  // namespace gongwen::inspect
