// Curves are fitted as by Schneider, "An algorithm for automatically fitting digitized curves" (Graphics Gems, 1990): the
// directions at both ends are given, the lengths of the two handles follow from least squares. Which ends to keep is found by
// going through the contour once, with the fewest pieces up to each end known.

#include "lighten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

namespace gongwen::fonts {
namespace {

constexpr std::size_t kLongest = 14;    // pieces that one may stand for
constexpr int kSamples = 5;             // points looked at on each of them
constexpr int kRounds = 3;              // of bringing points of the new curve nearer to those of the old one

Place operator+(Place a, Place b) { return {a.x + b.x, a.y + b.y}; }
Place operator-(Place a, Place b) { return {a.x - b.x, a.y - b.y}; }
Place operator*(Place a, double k) { return {a.x * k, a.y * k}; }
double dot(Place a, Place b) { return a.x * b.x + a.y * b.y; }
double cross(Place a, Place b) { return a.x * b.y - a.y * b.x; }
double length(Place a) { return std::sqrt(dot(a, a)); }

/// A piece with its beginning.
struct Curve {
  Place a, b, c, d;
  Place at(double t) const {
    const double s = 1 - t;
    return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t);
  }
  Place speed(double t) const {
    const double s = 1 - t;
    return (b - a) * (3 * s * s) + (c - b) * (6 * s * t) + (d - c) * (3 * t * t);
  }
  Place bend(double t) const { return (c - b * 2 + a) * (6 * (1 - t)) + (d - c * 2 + b) * (6 * t); }
};

Place unit(Place v) {
  const double l = length(v);
  return l > 0 ? v * (1 / l) : Place{};
}
/// The direction in which a curve leaves its beginning; its handle may have no length.
Place leaving(const Curve& k) {
  for (const Place to : {k.b, k.c, k.d}) {
    if (length(to - k.a) > 0) return unit(to - k.a);
  }
  return {};
}
Place arriving(const Curve& k) { return leaving({k.d, k.c, k.b, k.a}); }

Place rounded(Place p) { return {std::round(p.x), std::round(p.y)}; }

std::vector<Curve> curves_of(const Contour& contour) {
  std::vector<Curve> out;
  Place at = contour.start;
  for (const Piece& piece : contour.pieces) {
    const Place third = (piece.end - at) * (1.0 / 3);
    out.push_back(piece.line ? Curve{at, at + third, piece.end - third, piece.end} : Curve{at, piece.first, piece.second, piece.end});
    at = piece.end;
  }
  return out;
}

/// Points of the old outline, and where on the new curve each is looked for.
struct Samples {
  std::array<Place, kLongest * kSamples> points;
  std::array<double, kLongest * kSamples> at;
  std::size_t count = 0;
  std::span<const Place> all() const { return {points.data(), count}; }
};

Samples sample(const Curve* from, std::size_t count) {
  Samples s;
  double way = 0;
  Place last = from->a;
  for (std::size_t i = 0; i < count; ++i) {
    for (int k = 1; k <= kSamples; ++k) {
      const Place p = from[i].at(static_cast<double>(k) / kSamples);
      way += length(p - last);
      s.points[s.count] = p;
      s.at[s.count++] = way;
      last = p;
    }
  }
  for (std::size_t i = 0; i < s.count; ++i) s.at[i] /= way > 0 ? way : 1;
  return s;
}

/// Handles along the given directions that bring the curve as near to the samples as can be.
Curve fit(const Samples& s, Place begin, Place end, Place first, Place last) {
  double c00 = 0, c01 = 0, c11 = 0, x0 = 0, x1 = 0;
  for (std::size_t i = 0; i < s.count; ++i) {
    const double t = s.at[i], u = 1 - t;
    const Place a0 = first * (3 * u * u * t), a1 = last * (3 * u * t * t);
    const Place rest = s.points[i] - begin * (u * u * u + 3 * u * u * t) - end * (3 * u * t * t + t * t * t);
    c00 += dot(a0, a0);
    c01 += dot(a0, a1);
    c11 += dot(a1, a1);
    x0 += dot(a0, rest);
    x1 += dot(a1, rest);
  }
  const double chord = length(end - begin);
  const double determinant = c00 * c11 - c01 * c01;
  double alpha = chord / 3, beta = chord / 3;
  if (std::abs(determinant) > 1e-9 * c00 * c11) {
    alpha = (x0 * c11 - x1 * c01) / determinant;
    beta = (c00 * x1 - c01 * x0) / determinant;
  }
  if (alpha < chord / 1000 || beta < chord / 1000 || alpha > chord * 3 || beta > chord * 3) alpha = beta = chord / 3;
  return {begin, rounded(begin + first * alpha), rounded(end + last * beta), end};
}

/// One step of Newton's for the point of the curve that is nearest to each sample.
void bring_nearer(const Curve& k, Samples& s) {
  for (std::size_t i = 0; i < s.count; ++i) {
    const Place off = k.at(s.at[i]) - s.points[i], speed = k.speed(s.at[i]);
    const double slope = dot(speed, speed) + dot(off, k.bend(s.at[i]));
    if (std::abs(slope) > 1e-12) s.at[i] = std::clamp(s.at[i] - dot(off, speed) / slope, 0.0, 1.0);
  }
}

double farthest(const Curve& k, const Samples& s) {
  double worst = 0;
  for (std::size_t i = 0; i < s.count; ++i) {
    const Place off = k.at(s.at[i]) - s.points[i];
    worst = std::max(worst, dot(off, off));
  }
  return std::sqrt(worst);
}

bool straight(const Samples& s, Place begin, Place end, double tolerance) {
  const Place way = unit(end - begin);
  const double chord = length(end - begin);
  double along = 0;
  return chord > 0 && std::all_of(s.all().begin(), s.all().end(), [&](Place p) {
    const double now = dot(p - begin, way);
    const bool forward = now >= along - tolerance && now <= chord + tolerance;
    along = std::max(along, now);
    return forward && std::abs(cross(way, p - begin)) <= tolerance;
  });
}

/// One piece for `count` curves, or nothing.
std::optional<Piece> joined(const Curve* from, std::size_t count, double tolerance) {
  const Curve& last = from[count - 1];
  Samples s = sample(from, count);
  // A line has its own directions: half the tolerance keeps it from showing where it meets curves.
  if (straight(s, from->a, last.d, tolerance / 2)) return Piece{true, {}, {}, last.d};
  const Place first_way = leaving(*from), last_way = arriving(last);
  for (int round = 0;; ++round) {
    const Curve k = fit(s, from->a, last.d, first_way, last_way);
    const double off = farthest(k, s);
    if (off <= tolerance) return Piece{false, k.b, k.c, k.d};
    if (round == kRounds || off > tolerance * (round == 0 ? 8 : 3)) return std::nullopt;
    bring_nearer(k, s);
  }
}

/// The end where the outline turns most: the one that is surely kept.
std::size_t sharpest(const std::vector<Curve>& curves) {
  std::size_t best = 0;
  double least = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const Curve& before = curves[(i + curves.size() - 1) % curves.size()];
    const double same = -dot(arriving(before), leaving(curves[i]));   // 1: straight on
    if (same < least) {
      least = same;
      best = i;
    }
  }
  return best;
}

}  // namespace

Contour lightened(const Contour& contour, double tolerance) {
  std::vector<Curve> curves = curves_of(contour);
  std::erase_if(curves, [](const Curve& k) { return length(k.b - k.a) + length(k.c - k.a) + length(k.d - k.a) == 0; });
  if (curves.size() < 2) return contour;
  const std::size_t first = sharpest(curves);
  std::rotate(curves.begin(), curves.begin() + static_cast<std::ptrdiff_t>(first), curves.end());

  /// The cheapest way to an end: a curve has about twice the numbers of a line.
  struct Way { int cost = std::numeric_limits<int>::max(); std::size_t from = 0; Piece piece; };
  std::vector<Way> ways(curves.size() + 1);
  ways[0].cost = 0;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const auto take = [&](std::size_t to, const Piece& piece) {
      const int cost = ways[i].cost + (piece.line ? 2 : 5);
      if (cost < ways[to].cost) ways[to] = {cost, i, piece};
    };
    const Curve& own = curves[i];
    take(i + 1, {false, own.b, own.c, own.d});
    int failed = 0;
    for (std::size_t count = 1; count <= kLongest && i + count <= curves.size() && failed < 3; ++count) {
      if (const auto piece = joined(&curves[i], count, tolerance)) {
        take(i + count, *piece);
        failed = 0;
      } else {
        ++failed;
      }
    }
  }
  Contour out{curves.front().a, {}};
  for (std::size_t at = curves.size(); at > 0; at = ways[at].from) out.pieces.push_back(ways[at].piece);
  std::reverse(out.pieces.begin(), out.pieces.end());
  return out;
}

}  // namespace gongwen::fonts
