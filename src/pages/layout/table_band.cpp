#include "pages/layout/table_band.h"

#include <algorithm>

namespace gongwen::layout {
namespace {

void measure_cell(Flow& flow, const document::Block& block, Length width, CellBox& box) {
  const style::TableStyle& style = flow.context.style.table;
  box.text.clear();
  box.paragraphs.clear();
  const auto& paragraphs = box.cell->paragraphs;
  for (std::size_t p = 0; p < paragraphs.size(); ++p) {
    if (p > 0) append_line_break(box.text);
    flow.shape(box.text, paragraphs[p], *box.style);
    box.paragraphs.resize(box.text.spans.size(), p);
  }
  finish(box.text);
  BreakOptions options;
  options.first = options.rest = static_cast<std::int32_t>(std::max(width - style.padding_x * 2, Length::pt(1)).to_emu());
  options.place = block.source;
  break_lines(box.text, options, box.lines, flow.context.out);
  box.height = flow.pitch(*box.style) * static_cast<std::int64_t>(box.lines.size()) + style.padding_y * 2;
  ++flow.context.work;
}

}  // namespace

void Band::begin(const document::Table& table, std::size_t from_row, std::size_t to_row) {
  from = from_row;
  rows = to_row - from_row;
  used = 0;
  columns_ = table.columns.size();
  heights_.assign(rows, Length());
  owners_.assign(rows * columns_, kNobody);
  begins_.assign(rows + 1, 0);
}

void Band::row(Flow& flow, const document::Table& table, const document::Block& block, const std::vector<Length>& edges, std::size_t r,
               const style::TextStyle& style) {
  const style::TableStyle& look = flow.context.style.table;
  std::size_t column = 0;
  for (const document::Cell& cell : table.rows[from + r].cells) {
    while (column < columns_ && owner(r, column) != kNobody) ++column;
    if (column >= columns_) break;
    if (used == boxes.size()) boxes.emplace_back();
    CellBox& box = boxes[used];
    box.cell = &cell;
    box.row = r;
    box.rows = std::min<std::size_t>(std::max<std::uint16_t>(cell.row_span, 1), rows - r);
    box.column = column;
    box.columns = std::min<std::size_t>(std::max<std::uint16_t>(cell.column_span, 1), columns_ - column);
    box.style = &style;
    for (std::size_t i = r; i < r + box.rows; ++i) {
      for (std::size_t c = column; c < column + box.columns; ++c) owners_[i * columns_ + c] = used;
    }
    measure_cell(flow, block, edges[column + box.columns] - edges[column], box);
    if (box.rows == 1) heights_[r] = std::max(heights_[r], box.height);
    column += box.columns;
    ++used;
  }
  heights_[r] = std::max(heights_[r], flow.pitch(look.text) + look.padding_y * 2);
  begins_[r + 1] = used;
}

void Band::finish_heights() {
  tops_.assign(rows + 1, Length());
  // A cell over several rows that needs more than they have gives the rest to its last row. Cells are met in the order in which
  // they end, so that sums above a row stand when they are asked for.
  std::vector<std::vector<std::size_t>> ending(rows);
  for (std::size_t i = 0; i < used; ++i) {
    if (boxes[i].rows > 1) ending[boxes[i].row + boxes[i].rows - 1].push_back(i);
  }
  for (std::size_t r = 0; r < rows; ++r) {
    for (const std::size_t i : ending[r]) {
      const Length have = tops_[r] - tops_[boxes[i].row] + heights_[r];
      if (boxes[i].height > have) heights_[r] += boxes[i].height - have;
    }
    tops_[r + 1] = tops_[r] + heights_[r];
  }
}

bool Band::may_part(std::size_t first, std::size_t at) const {
  for (std::size_t c = 0; c < columns_; ++c) {
    const std::size_t o = owner(at, c);
    if (o == kNobody || owner(at - 1, c) != o) continue;
    if (boxes[o].height > height(std::max(boxes[o].row, first), at)) return false;
  }
  return true;
}

Length Band::least(std::size_t first) const {
  for (std::size_t r = first + 1; r < rows; ++r) {
    if (may_part(first, r)) return height(first, r);
  }
  return height(first, rows);
}

}  // namespace gongwen::layout
