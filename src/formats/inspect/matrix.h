#pragma once

// Transformations of the plane, in PDF's row order (ISO 32000-1 8.3.4). Private to the room.

#include <cmath>

namespace gongwen::inspect {

struct Point { double x = 0, y = 0; };

/// x' = a·x + c·y + e, y' = b·x + d·y + f.
struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
  Point apply(Point p) const noexcept { return {a * p.x + c * p.y + e, b * p.x + d * p.y + f}; }
  Point turn(Point p) const noexcept { return {a * p.x + c * p.y, b * p.x + d * p.y}; }   ///< without the shift
  /// `first`, then this.
  Matrix after(const Matrix& first) const noexcept {
    return {a * first.a + c * first.b, b * first.a + d * first.b, a * first.c + c * first.d, b * first.c + d * first.d,
            a * first.e + c * first.f + e, b * first.e + d * first.f + f};
  }
  double scale() const noexcept { return std::sqrt(std::fabs(a * d - b * c)); }
};

/// Within 100 m of the page's corner, and a number at all: what lies beyond is damage, and would confuse every comparison.
inline bool near_page(double x, double y) noexcept { return std::fabs(x) < 1e5 && std::fabs(y) < 1e5; }
inline double length_of(Point p) noexcept { return std::hypot(p.x, p.y); }

}  // namespace gongwen::inspect
