// The drawing board: words, lines and filled areas.

#include "pages/layout/chart.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gongwen::layout {
namespace {

/// The look of a series. The writer of DOCX has the same.
struct Fill { std::uint8_t tone; std::int8_t dx, dy; };   // hatching runs along (dx, dy); 0, 0 = none
constexpr std::array<Fill, 8> kFills{{{64, 0, 0}, {255, 1, -1}, {200, 0, 0}, {255, 1, 0}, {136, 0, 0}, {255, 1, 1}, {255, 0, 0}, {255, 0, 1}}};
constexpr Length kHatchStep = Length::pt(3);
constexpr Length kHair = Length::half_pt(1);

}  // namespace

void Board::paint(const std::vector<Line>& lines, Point top, style::Align align) {
  const std::vector<NodeId> nodes(text_.spans.size(), node_);
  const std::size_t before = flow_.page().items.size();
  flow_.lines_at(text_, lines, 0, lines.size(), at(top), style_, align, nodes);
  if (flow_.page().items.size() > before) flow_.page().items[before].space_before = true;
}

void Board::words(std::string_view utf8, Length x, Length y, style::Align align) {
  const Length w = width_of(utf8);
  if (text_.atoms.empty()) return;
  Line line;
  line.end = static_cast<std::uint32_t>(text_.atoms.size());
  line.width = line.room = static_cast<std::int32_t>(w.to_emu());
  line.last = true;
  lines_.assign(1, line);
  if (align == style::Align::centre) x = x - w / 2;
  if (align == style::Align::right) x = x - w;
  paint(lines_, {x, y}, style::Align::left);
}

Length Board::lines_height(std::string_view utf8, Length room) {
  text_.clear();
  flow_.words(text_, utf8, style_);
  finish(text_);
  BreakOptions options;
  options.first = options.rest = static_cast<std::int32_t>(std::max(room, style_.size).to_emu());
  options.justify = false;
  Diagnostics unused;   // a long word is torn, as it must be
  break_lines(text_, options, lines_, unused);
  return flow_.pitch(style_) * static_cast<std::int64_t>(lines_.size());
}

Length Board::wrapped(std::string_view utf8, Length x, Length y, Length room, style::Align align) {
  const Length height = lines_height(utf8, room);
  const Length wide = std::max(room, style_.size);
  paint(lines_, {align == style::Align::centre ? x - wide / 2 : align == style::Align::right ? x - wide : x, y}, align);
  return height;
}

Length Board::width_of(std::string_view utf8) {
  text_.clear();
  flow_.words(text_, utf8, style_);
  finish(text_);
  return Length::emu(natural_width(text_));
}

void Board::polygon(std::vector<Point> points, std::optional<style::Colour> fill, bool outlined) {
  for (Point& p : points) p = at(p);
  Shape shape;
  shape.points = std::move(points);
  shape.fill = fill;
  if (outlined) {
    shape.stroke = style::Colour{};
    shape.stroke_width = kHair;
  }
  flow_.page().items.push_back({node_, false, std::move(shape)});
}

void Board::line(std::vector<Point> points, Length thick, std::vector<Length> dash, style::Colour colour) {
  for (Point& p : points) p = at(p);
  Shape shape;
  shape.points = std::move(points);
  shape.closed = false;
  shape.stroke = colour;
  shape.stroke_width = thick;
  shape.dash = std::move(dash);
  flow_.page().items.push_back({node_, false, std::move(shape)});
}

void Board::stroke(Point from, Point to) {
  line({from, to}, Length::half_pt(9), {}, {255, 255, 255});
  line({from, to}, Length::half_pt(5));
}

void Board::box(Length x, Length y, Length w, Length h, std::size_t series) {
  // Bars as thin as this would be all outline: tones alone keep them apart.
  static constexpr std::array<std::uint8_t, 4> kThin{64, 200, 136, 224};
  std::vector<Point> points{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}};
  const std::uint8_t grey = kThin[series % kThin.size()];
  if (std::min(w, h) < Length::pt(3) && std::max(w, h) > Length::pt(6)) polygon(std::move(points), style::Colour{grey, grey, grey}, false);
  else area(std::move(points), series);
}

void Board::area(std::vector<Point> points, std::size_t series) {
  const Fill& fill = kFills[series % kFills.size()];
  polygon(points, style::Colour{fill.tone, fill.tone, fill.tone}, true);
  if (fill.dx != 0 || fill.dy != 0) hatch(points, fill.dx, fill.dy);
}

/// Lines along (dx, dy), a step apart and in step all over the board, cut to the area: even-odd, so that it need not be convex.
void Board::hatch(const std::vector<Point>& points, std::int64_t dx, std::int64_t dy) {
  const auto across = [&](const Point& p) { return p.x.to_emu() * -dy + p.y.to_emu() * dx; };   // distance times the normal's length
  const auto along = [&](const Point& p) { return p.x.to_emu() * dx + p.y.to_emu() * dy; };
  const std::int64_t step = kHatchStep.to_emu() * (dx != 0 && dy != 0 ? 141 : 100) / 100;
  std::int64_t low = across(points.front()), high = low;
  for (const Point& p : points) {
    low = std::min(low, across(p));
    high = std::max(high, across(p));
  }
  Shape shape;
  shape.closed = false;
  shape.stroke = style::Colour{};
  shape.stroke_width = kHair;
  std::vector<Point> cuts;
  for (std::int64_t d = (low / step - 1) * step; d < high; d += step) {
    cuts.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point &a = points[i], &b = points[(i + 1) % points.size()];
      const std::int64_t da = across(a), db = across(b);
      if ((da <= d) == (db <= d)) continue;
      const double part = static_cast<double>(d - da) / static_cast<double>(db - da);
      cuts.push_back({a.x + part_of(b.x - a.x, part), a.y + part_of(b.y - a.y, part)});
    }
    std::sort(cuts.begin(), cuts.end(), [&](const Point& a, const Point& b) { return along(a) < along(b); });
    for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
      if (!shape.points.empty()) shape.moves.push_back(static_cast<std::uint32_t>(shape.points.size()));
      shape.points.push_back(at(cuts[i]));
      shape.points.push_back(at(cuts[i + 1]));
    }
  }
  if (!shape.points.empty()) flow_.page().items.push_back({node_, false, std::move(shape)});
}

void Board::inside(std::string_view utf8, Point centre, Length wide, Length high) {
  const Length w = width_of(utf8) + Length::pt(2), h = text_size() + Length::pt(1);
  if (w > wide || h > high) return;
  const Length top = centre.y - h / 2;
  ground(centre.x - w / 2, top, w, h);
  words(utf8, centre.x, top + Length::half_pt(1), style::Align::centre);
}

void Board::unit(const std::string& unit) {
  if (!unit.empty()) words("单位：" + unit, Length(), Length(), style::Align::left);
}

void Board::ground(Length x, Length y, Length w, Length h) {
  polygon({{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, style::Colour{255, 255, 255}, false);
}

Length part_of(Length whole, double part) {
  return Length::emu(static_cast<std::int64_t>(std::llround(static_cast<double>(whole.to_emu()) * part)));
}

double value_of(const document::Series& s, std::size_t i) { return i < s.values.size() ? s.values[i] : 0; }

}  // namespace gongwen::layout
