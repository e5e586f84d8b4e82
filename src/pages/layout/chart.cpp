// Charts and pictures as figures: the place on the page, the caption, the drawing board.

#include "pages/layout/chart.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gongwen::layout {
namespace {

constexpr Length kChartHeight = Length::mm(72);
constexpr std::size_t kTones = 4;
constexpr std::string_view kGap = "［依法不予公开］";

/// "图1　年度预算" under a figure.
void caption(Flow& flow, const std::string& number, const std::string& words) {
  if (words.empty() && number.empty()) return;
  const style::TextStyle& s = flow.context.style.table.caption;
  flow.text.clear();
  flow.words(flow.text, number.empty() ? words : number + "　" + words, s);
  finish(flow.text);
  const NodeId node = flow.open(Tag::paragraph, 0);
  flow.paragraph(flow.text, s, frame_of(s, flow.width()), node);
}

struct Size { Length width, height; };

/// A scanned page stands below an attachment's number and title, or on a page of its own.
Length scan_room(const Flow& flow) { return flow.context.style.text_height * 7 / 10; }

Size picture_size(const Flow& flow, const document::Picture& p) {
  Size size{p.width > Length() ? p.width : flow.width(), Length()};
  size.width = std::min(size.width, flow.width());
  const std::int64_t w = std::max<std::uint32_t>(p.image->upright_width(), 1), h = p.image->upright_height();
  size.height = size.width * h / w;
  const Length most = p.full_page ? flow.bottom - flow.y : flow.context.style.text_height - flow.context.style.line_pitch * 2;
  if (size.height > most) size = {most * w / std::max<std::int64_t>(h, 1), most};
  return size;
}

}  // namespace

void Board::words(std::string_view utf8, Length x, Length y, style::Align align) {
  Text& text = flow_.text;
  text.clear();
  flow_.words(text, utf8, style_);
  if (text.atoms.empty()) return;
  finish(text);
  Line line;
  line.end = static_cast<std::uint32_t>(text.atoms.size());
  line.width = line.room = natural_width(text);
  line.last = true;
  set_line(text, line, false, flow_.positions);
  const Length w = Length::emu(line.width);
  if (align == style::Align::centre) x = x - w / 2;
  if (align == style::Align::right) x = x - w;
  const std::vector<NodeId> nodes(text.spans.size(), node_);
  const std::size_t before = flow_.page().items.size();
  paint_line(text, line, flow_.positions, at({x, y + ascent_of(style_)}), nodes, flow_.page().items);
  if (flow_.page().items.size() > before) flow_.page().items[before].space_before = true;
}

Length Board::lines_height(std::string_view utf8, Length room) {
  flow_.text.clear();
  flow_.words(flow_.text, utf8, style_);
  finish(flow_.text);
  BreakOptions options;
  options.first = options.rest = static_cast<std::int32_t>(std::max(room, style_.size).to_emu());
  Diagnostics unused;
  break_lines(flow_.text, options, flow_.lines, unused);
  return flow_.pitch(style_) * static_cast<std::int64_t>(flow_.lines.size());
}

Length Board::wrapped(std::string_view utf8, Length x, Length y, Length room) {
  const Length height = lines_height(utf8, room);
  const std::vector<NodeId> nodes(flow_.text.spans.size(), node_);
  const std::size_t before = flow_.page().items.size();
  const Point top = at({x - std::max(room, style_.size) / 2, y});
  flow_.lines_at(flow_.text, flow_.lines, 0, flow_.lines.size(), top, style_, style::Align::centre, nodes);
  if (flow_.page().items.size() > before) flow_.page().items[before].space_before = true;
  return height;
}

Length Board::width_of(std::string_view utf8) {
  flow_.text.clear();
  flow_.words(flow_.text, utf8, style_);
  finish(flow_.text);
  return Length::emu(natural_width(flow_.text));
}

void Board::polygon(std::vector<Point> points, std::optional<style::Colour> fill, bool outlined) {
  for (Point& p : points) p = at(p);
  Shape shape;
  shape.points = std::move(points);
  shape.fill = fill;
  if (outlined) {
    shape.stroke = style::Colour{};
    shape.stroke_width = Length::half_pt(1);
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

void Board::box(Length x, Length y, Length w, Length h, std::size_t series) {
  polygon({{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, tone(series));
  if (series < kTones) return;
  // Series beyond the tones: the same tones, ruled.
  for (Length down = Length::pt(2); down < h; down += Length::pt(2)) line({{x, y + down}, {x + w, y + down}}, Length::emu(3'175));
}

void Board::ground(Length x, Length y, Length w, Length h) {
  polygon({{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, style::Colour{255, 255, 255}, false);
}

style::Colour tone(std::size_t series) {
  static constexpr std::array<std::uint8_t, kTones> kGreys{64, 208, 136, 255};
  // A ruled dark tone would not show its lines: the second round begins with white.
  const std::uint8_t v = kGreys[series < kTones ? series : (series + kTones - 1) % kTones];
  return {v, v, v};
}

Scale Scale::over(double least, double most) {
  Scale s;
  s.low = std::min(0.0, least);
  s.high = std::max(0.0, most);
  if (s.high - s.low <= 0) s.high = 1;
  const double rough = (s.high - s.low) / 5;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double ratio = rough / power;
  s.step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  s.low = std::floor(s.low / s.step) * s.step;
  s.high = std::ceil(s.high / s.step) * s.step;
  return s;
}

std::string short_number(double value, int digits) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
  if (error != std::errc()) return "0";
  std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  if (text.find('.') != std::string_view::npos) {
    while (text.back() == '0') text.remove_suffix(1);
    if (text.back() == '.') text.remove_suffix(1);
  }
  return text == "-0" ? "0" : std::string(text);
}

Length figure_height(const Flow& flow, const document::Block& block) {
  const Length pitch = flow.context.style.line_pitch;
  if (const auto* chart = std::get_if<document::Chart>(&block.content)) {
    return (chart->withheld ? pitch * 2 : kChartHeight) + pitch * 3 / 2;
  }
  const auto& picture = std::get<document::Picture>(block.content);
  if (picture.full_page) return scan_room(flow);
  return picture_size(flow, picture).height + pitch;
}

void compose_chart(Flow& flow, const document::Chart& chart, std::uint32_t block) {
  const Length pitch = flow.context.style.line_pitch;
  const Length height = chart.withheld ? pitch * 2 : kChartHeight;
  flow.expect(block);
  flow.need(height + pitch * 3 / 2);
  if (flow.started) flow.y += pitch / 4;
  flow.arrive();
  const NodeId node = flow.open(chart.withheld ? Tag::paragraph : Tag::figure, 0, block);
  if (chart.withheld) {
    Board board(flow, node, flow.width(), height, flow.point(Length(), flow.y));
    board.words(kGap, flow.width() / 2, pitch / 2, style::Align::centre);
  } else {
    flow.nodes.back().alt = chart.alt;
    Board board(flow, node, flow.width(), height, flow.point(Length(), flow.y));
    if (chart.kind == document::ChartKind::pie) paint_pie(board, chart);
    else paint_axes_chart(board, chart);
  }
  flow.y += height;
  flow.started = true;
  caption(flow, chart.number, chart.caption);
  flow.y += pitch / 4;
}

void compose_picture(Flow& flow, const document::Picture& picture, std::uint32_t block) {
  check(picture.image != nullptr, "a picture without an image");
  const Length pitch = flow.context.style.line_pitch;
  flow.expect(block);
  if (picture.full_page) flow.need(scan_room(flow));
  const Size size = picture_size(flow, picture);
  if (!picture.full_page) flow.need(size.height + pitch);
  flow.arrive();
  const NodeId node = flow.open(Tag::figure, 0, block);
  flow.nodes.back().alt = !picture.alt.empty() ? picture.alt : picture.caption;
  const Point corner = flow.point((flow.width() - size.width) / 2, flow.y);
  flow.page().items.push_back({node, false, Picture{picture.image, {corner.x, corner.y, size.width, size.height}}});
  flow.y += size.height;
  flow.started = true;
  caption(flow, picture.number, picture.caption);
}

}  // namespace gongwen::layout
