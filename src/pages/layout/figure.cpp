// Charts and pictures as figures: the place on the page, the caption.

#include <algorithm>

#include "pages/layout/chart.h"

namespace gongwen::layout {
namespace {

using document::ChartKind;

constexpr std::string_view kWithheldText = "［依法不予公开］";

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

Length chart_height(Board& board, const document::Chart& chart) {
  const Length wanted = chart.kind == ChartKind::pie ? pie_height(board, chart)
                        : document::bars_lie(chart)  ? lying_height(board, chart)
                                                     : axes_height(board, chart);
  return std::min(wanted, board.most_height());
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

Length figure_height(Flow& flow, const document::Block& block) {
  const Length pitch = flow.context.style.line_pitch;
  if (const auto* chart = std::get_if<document::Chart>(&block.content)) {
    if (chart->withheld) return pitch * 7 / 2;
    Board board(flow, kArtifact);
    return chart_height(board, *chart) + pitch * 3 / 2;
  }
  const auto& picture = std::get<document::Picture>(block.content);
  if (picture.full_page) return scan_room(flow);
  return picture_size(flow, picture).height + pitch;
}

void compose_chart(Flow& flow, const document::Chart& chart, std::uint32_t block) {
  const Length pitch = flow.context.style.line_pitch;
  const NodeId node = flow.open(chart.withheld ? Tag::paragraph : Tag::figure, 0, block);
  Board board(flow, node);
  const Length height = chart.withheld ? pitch * 2 : chart_height(board, chart);
  if (!chart.withheld) flow.context.heights[block] = height;
  flow.expect(block);
  flow.need(height + pitch * 3 / 2);
  if (flow.started) flow.y += pitch / 4;
  flow.arrive();
  board.place(flow.point(Length(), flow.y), height);
  if (chart.withheld) {
    board.words(kWithheldText, flow.width() / 2, pitch / 2, style::Align::centre);
  } else {
    flow.nodes[static_cast<std::size_t>(node)].alt = chart.alt;
    if (chart.kind == ChartKind::pie) paint_pie(board, chart);
    else if (document::bars_lie(chart)) paint_lying(board, chart);
    else paint_axes(board, chart);
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
