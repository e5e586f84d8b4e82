// Tables: cells wrapped by the same breaker, rows that are never split when they fit on a page, header rows repeated, rules as
// thin rectangles. One pass over the rows; what is kept in memory is one band of rows.

#include <algorithm>

#include "foundation/base/codes.h"
#include "pages/layout/grid.h"

namespace gongwen::layout {
namespace {

using document::Cell;
using document::Row;
using document::RowKind;

/// One cell of the band being set.
struct CellBox {
  const Cell* cell = nullptr;
  std::size_t row = 0, rows = 1;         ///< in the band
  std::size_t column = 0, columns = 1;
  const style::TextStyle* style = nullptr;
  Text text;
  std::vector<Line> lines;
  std::vector<std::size_t> paragraphs;   ///< paragraph of each span
  Length height;                         ///< with padding
};

style::Align align_of(document::Align a) {
  switch (a) {
    case document::Align::left: return style::Align::left;
    case document::Align::centre: return style::Align::centre;
    case document::Align::right: return style::Align::right;
    case document::Align::justify: return style::Align::justify;
  }
  return style::Align::left;
}

class TableComposer {
 public:
  TableComposer(Flow& flow, const document::Table& table, const document::Block& block, Length keep)
      : flow_(flow), table_(table), block_(block), keep_(keep), style_(flow.context.style.table), total_(style_.text), edges_(edges(flow, table)),
        grid_(flow, style_, edges_) {
    total_.font = style_.header.font;
  }

  void run() {
    node_ = flow_.open(Tag::table, 0, block_.id);
    flow_.nodes.back().alt = !table_.summary.empty() ? table_.summary : table_.caption;
    flow_.expect(block_.id);
    const std::size_t headers = std::min<std::size_t>(table_.header_rows, table_.rows.size());
    header_end_ = headers;
    // The caption, the header and the first band stand together.
    measure_band(0, headers, header_);
    const std::size_t first_end = band_end(headers);
    measure_band(headers, first_end, band_);
    caption(header_.height + (first_end == table_.rows.size() && few(band_) ? band_.height + keep_ : least(band_)));
    flow_.arrive();
    grid_.begin(flow_.y);
    paint_whole(header_, true);
    std::size_t at = headers;
    while (at < table_.rows.size()) {
      const std::size_t end = at == headers ? first_end : band_end(at);
      if (at != headers) measure_band(at, end, band_);
      band(band_, end == table_.rows.size() ? keep_ : Length());
      at = end;
    }
    grid_.end();
    note();
  }

 private:
  struct Band {
    std::size_t from = 0, rows = 0;
    std::vector<CellBox> boxes;       ///< the first `used` are in use; the others keep their memory
    std::size_t used = 0;
    std::vector<Length> heights;
    std::vector<std::vector<std::size_t>> owners;   ///< of each row and column: index of the box
    std::vector<std::vector<NodeId>> nodes;         ///< of each box: its spans'
    Length height;
  };

  static std::vector<Length> edges(const Flow& flow, const document::Table& table) {
    std::int64_t sum = 0;
    for (const auto& c : table.columns) sum += std::max<std::uint32_t>(c.weight, 1);
    std::vector<Length> out{Length()};
    std::int64_t seen = 0;
    for (const auto& c : table.columns) {
      seen += std::max<std::uint32_t>(c.weight, 1);
      out.push_back(Length::emu(flow.width().to_emu() * seen / sum));
    }
    return out;
  }

  /// Rows from `at` that spans tie together end here.
  std::size_t band_end(std::size_t at) const {
    std::size_t end = std::min(at + 1, table_.rows.size());
    for (std::size_t r = at; r < end; ++r) {
      for (const Cell& c : table_.rows[r].cells) {
        end = std::max(end, std::min<std::size_t>(r + std::max<std::uint16_t>(c.row_span, 1), table_.rows.size()));
      }
    }
    return end;
  }

  const style::TextStyle& style_of(std::size_t row) const {
    if (row < header_end_) return style_.header;
    return table_.rows[row].kind == RowKind::body ? style_.text : total_;
  }

  /// Shapes and breaks the cells of some rows and finds the rows' heights.
  void measure_band(std::size_t from, std::size_t to, Band& band) {
    band.from = from;
    band.rows = to - from;
    band.used = 0;
    const std::size_t columns = table_.columns.size();
    band.heights.assign(band.rows, Length());
    band.owners.resize(band.rows);
    for (auto& o : band.owners) o.assign(columns, kFree);
    for (std::size_t r = 0; r < band.rows; ++r) {
      std::size_t column = 0;
      for (const Cell& cell : table_.rows[from + r].cells) {
        while (column < columns && band.owners[r][column] != kFree) ++column;
        if (column >= columns) break;
        if (band.used == band.boxes.size()) band.boxes.emplace_back();
        CellBox& box = band.boxes[band.used];
        box.cell = &cell;
        box.row = r;
        box.rows = std::min<std::size_t>(std::max<std::uint16_t>(cell.row_span, 1), band.rows - r);
        box.column = column;
        box.columns = std::min<std::size_t>(std::max<std::uint16_t>(cell.column_span, 1), columns - column);
        box.style = &style_of(from + r);
        for (std::size_t i = r; i < r + box.rows; ++i) {
          for (std::size_t c = column; c < column + box.columns; ++c) band.owners[i][c] = band.used;
        }
        measure(box);
        if (box.rows == 1) band.heights[r] = std::max(band.heights[r], box.height);
        column += box.columns;
        ++band.used;
      }
      band.heights[r] = std::max(band.heights[r], flow_.pitch(style_.text) + style_.padding_y * 2);
    }
    // A cell over several rows that needs more than they have gives the rest to its last row.
    for (std::size_t i = 0; i < band.used; ++i) {
      const CellBox& box = band.boxes[i];
      if (box.rows == 1) continue;
      Length have;
      for (std::size_t r = box.row; r < box.row + box.rows; ++r) have += band.heights[r];
      if (box.height > have) band.heights[box.row + box.rows - 1] += box.height - have;
    }
    band.height = Length();
    for (const Length h : band.heights) band.height += h;
  }

  void measure(CellBox& box) {
    box.text.clear();
    box.paragraphs.clear();
    const auto& paragraphs = box.cell->paragraphs;
    for (std::size_t p = 0; p < paragraphs.size(); ++p) {
      if (p > 0) append_line_break(box.text);
      flow_.shape(box.text, paragraphs[p], *box.style);
      box.paragraphs.resize(box.text.spans.size(), p);
    }
    finish(box.text);
    BreakOptions options;
    const Length width = edges_[box.column + box.columns] - edges_[box.column] - style_.padding_x * 2;
    options.first = options.rest = static_cast<std::int32_t>(std::max(width, Length::pt(1)).to_emu());
    options.place = block_.source;
    break_lines(box.text, options, box.lines, flow_.context.out);
    box.height = flow_.pitch(*box.style) * static_cast<std::int64_t>(box.lines.size()) + style_.padding_y * 2;
  }

  void caption(Length with) {
    const Length gap = flow_.context.style.line_pitch / 4;
    if (table_.caption.empty()) {
      flow_.need(with);
      if (flow_.started) flow_.y += gap;
      return;
    }
    const style::TextStyle& s = style_.caption;
    flow_.need(flow_.pitch(s) + with + gap);
    Text& text = flow_.text;
    text.clear();
    flow_.words(text, table_.number.empty() ? table_.caption : table_.number + "　" + table_.caption, s);
    finish(text);
    const NodeId node = flow_.open(Tag::caption, node_);
    flow_.paragraph(text, s, frame_of(s, flow_.width()), node, with);
  }

  void note() {
    if (table_.note.empty()) {
      flow_.y += flow_.context.style.line_pitch / 2;
      return;
    }
    const style::TextStyle& s = style_.note;
    flow_.y += style_.padding_y;
    Text& text = flow_.text;
    text.clear();
    flow_.words(text, table_.note, s);
    finish(text);
    const NodeId node = flow_.open(Tag::paragraph, 0);
    flow_.paragraph(text, s, frame_of(s, flow_.width()), node);
    flow_.y += flow_.context.style.line_pitch / 4;
  }

  void next_page() {
    grid_.end();
    flow_.new_page();
    grid_.begin(flow_.y);
    if (repeats()) paint_whole(header_, false);
    rows_on_page_ = false;
  }

  /// A header that leaves no room for rows is shown once.
  bool repeats() const { return header_.height * 2 < flow_.context.style.text_height; }
  Length page_room() const { return flow_.context.style.text_height - (repeats() ? header_.height : Length()); }

  /// Rows tied by spans go to the next page together while they are few; more of them are parted between two rows.
  bool few(const Band& b) const { return b.rows == 1 || b.height * 5 <= page_room(); }

  static Length sum(const Band& b, std::size_t from, std::size_t to) {
    Length h;
    for (std::size_t r = from; r < to; ++r) h += b.heights[r];
    return h;
  }

  /// True when every cell that reaches over `at` has its text whole in the rows from `from` to `at`.
  static bool may_part(const Band& b, std::size_t from, std::size_t at) {
    for (std::size_t i = 0; i < b.used; ++i) {
      const CellBox& box = b.boxes[i];
      if (box.row < at && box.row + box.rows > at && box.height > sum(b, std::max(box.row, from), at)) return false;
    }
    return true;
  }

  /// The least of a band that may stand on a page.
  static Length least_from(const Band& b, std::size_t from) {
    for (std::size_t r = from + 1; r < b.rows; ++r) {
      if (may_part(b, from, r)) return sum(b, from, r);
    }
    return sum(b, from, b.rows);
  }
  Length least(const Band& b) const { return few(b) ? b.height : least_from(b, 0); }

  /// How many rows from `from` stand on this page; 0 = none.
  std::size_t rows_here(const Band& b, std::size_t from) const {
    std::size_t best = from;
    for (std::size_t r = from + 1; r <= b.rows && flow_.fits(sum(b, from, r)); ++r) {
      if (r == b.rows || may_part(b, from, r)) best = r;
    }
    return best;
  }

  void band(Band& b, Length keep) {
    if (few(b)) {
      if (!flow_.fits(b.height + keep) && b.height <= page_room()) next_page();
      if (flow_.fits(b.height)) {
        nodes(b);
        paint_rows(b, 0, b.rows);
        return;
      }
    }
    nodes(b);
    std::size_t from = 0;
    while (from < b.rows) {
      std::size_t to = rows_here(b, from);
      if (to == b.rows && from + 1 < to && !flow_.fits(sum(b, from, to) + keep)) {
        to = may_part(b, from, to - 1) ? to - 1 : from;
      }
      if (to > from) {
        paint_rows(b, from, to);
        from = to;
      } else if (rows_on_page_) {
        next_page();
      } else {
        flow_.context.out.warning(codes::kCellTooHigh, block_.source,
                                  "表格“" + table_.caption + "”第" + std::to_string(b.from + from + 1) + "行比一页还高，只能分到两页");
        row_in_parts(b, from++);
      }
    }
  }

  /// Structure of a band: once, whatever number of pages it is painted on.
  void nodes(Band& b) {
    b.nodes.assign(b.used, {});
    std::size_t i = 0;
    for (std::size_t r = 0; r < b.rows; ++r) {
      const NodeId row = flow_.open(Tag::row, node_);
      for (; i < b.used && b.boxes[i].row == r; ++i) {
        const CellBox& box = b.boxes[i];
        const bool header = b.from + r < header_end_;
        const NodeId cell = flow_.open(header || box.cell->header ? Tag::header_cell : Tag::cell, row);
        Node& n = flow_.nodes.back();
        n.scope = header ? Scope::column : box.cell->header ? Scope::row : Scope::none;
        n.column_span = static_cast<std::uint16_t>(box.columns);
        n.row_span = static_cast<std::uint16_t>(box.rows);
        leaves(box, cell, b.nodes[i]);
      }
    }
  }

  void leaves(const CellBox& box, NodeId cell, std::vector<NodeId>& out) {
    if (box.cell->paragraphs.size() < 2) {
      flow_.leaves(box.text, cell, out);
      return;
    }
    out.clear();
    NodeId node = cell;
    for (std::size_t i = 0; i < box.paragraphs.size(); ++i) {
      if (i == 0 || box.paragraphs[i] != box.paragraphs[i - 1]) node = flow_.open(Tag::paragraph, cell);
      out.push_back(node);
    }
  }

  /// Paints the header; a repeated one (`structured` false) is no part of the text.
  void paint_whole(Band& b, bool structured) {
    if (b.rows == 0) return;
    if (structured) nodes(b);
    else as_artifacts(b);
    paint_rows(b, 0, b.rows);
  }

  static void as_artifacts(Band& b) {
    for (std::size_t i = 0; i < b.used; ++i) b.nodes[i].assign(b.boxes[i].text.spans.size(), kArtifact);
  }

  /// Paints some rows of a band on this page. A cell that began on the page before is shown again, for the eye only.
  void paint_rows(Band& b, std::size_t from, std::size_t to) {
    const Length top = flow_.y;
    for (std::size_t i = 0; i < b.used; ++i) {
      const CellBox& box = b.boxes[i];
      const std::size_t first = std::max(box.row, from), end = std::min(box.row + box.rows, to);
      if (first >= end) continue;
      const Length tall = sum(b, first, end);
      if (box.row < from && box.height > tall) continue;
      if (box.row < from) artifact_.assign(box.text.spans.size(), kArtifact);
      flow_.y = top + sum(b, from, first);
      paint_box(box, box.row < from ? artifact_ : b.nodes[i], 0, box.lines.size(), tall);
    }
    flow_.y = top;
    for (std::size_t r = from; r < to; ++r) {
      grid_.row(offset(b, r), flow_.y, flow_.y + b.heights[r], b.from + r == header_end_);
      flow_.y += b.heights[r];
    }
    flow_.started = true;
    rows_on_page_ = b.from >= header_end_;
  }

  /// Cells are told apart across bands: an index is counted on from where the band begins.
  const std::vector<std::size_t>& offset(const Band& b, std::size_t r) {
    owners_ = b.owners[r];
    for (std::size_t& o : owners_) {
      if (o != kFree) o += (b.from + 1) * table_.columns.size();
    }
    return owners_;
  }

  /// A row higher than a page: as many lines of each of its cells as this page takes, the rest on the next.
  void row_in_parts(Band& b, std::size_t r) {
    std::size_t most = 1;
    for (std::size_t i = 0; i < b.used; ++i) {
      if (b.boxes[i].row == r) most = std::max(most, b.boxes[i].lines.size());
    }
    const Length pitch = flow_.pitch(style_.text);
    std::size_t done = 0;
    while (done < most) {
      const Length room = flow_.bottom - flow_.y - style_.padding_y * 2;
      if (room < pitch && (rows_on_page_ || done > 0)) {
        next_page();
        continue;
      }
      const std::size_t count = std::min(static_cast<std::size_t>(std::max<std::int64_t>(1, room.to_emu() / pitch.to_emu())), most - done);
      const Length h = pitch * static_cast<std::int64_t>(count) + style_.padding_y * 2;
      grid_.row(offset(b, r), flow_.y, flow_.y + h, b.from + r == header_end_);
      for (std::size_t i = 0; i < b.used; ++i) {
        const CellBox& box = b.boxes[i];
        if (box.row != r) continue;
        const std::size_t from = std::min(done, box.lines.size()), to = std::min(done + count, box.lines.size());
        paint_box(box, b.nodes[i], from, to, flow_.pitch(*box.style) * static_cast<std::int64_t>(to - from) + style_.padding_y * 2);
      }
      flow_.y += h;
      flow_.started = rows_on_page_ = true;
      done += count;
    }
  }

  void paint_box(const CellBox& box, const std::vector<NodeId>& owners, std::size_t from, std::size_t to, Length tall) {
    if (from >= to) return;
    const Length pitch = flow_.pitch(*box.style);
    const Length high = pitch * static_cast<std::int64_t>(to - from);
    // The block of lines in the middle of the cell; within its pitch a line's ink likewise.
    const Length top = flow_.y + (tall - high) / 2 + (pitch - box.style->size) / 2;
    const bool header = box.style == &style_.header;
    const style::Align align = box.cell->align ? align_of(*box.cell->align)
                               : header        ? style::Align::centre
                                               : align_of(table_.columns[box.column].align);
    const std::size_t before = flow_.page().items.size();
    flow_.lines_at(box.text, box.lines, from, to, flow_.point(edges_[box.column] + style_.padding_x, top), *box.style, align, owners);
    if (box.column > 0 && flow_.page().items.size() > before) flow_.page().items[before].space_before = true;
  }

  static constexpr std::size_t kFree = static_cast<std::size_t>(-1);

  Flow& flow_;
  const document::Table& table_;
  const document::Block& block_;
  Length keep_;                  ///< of what closes the paper and must not stand alone after the table
  const style::TableStyle& style_;
  style::TextStyle total_;
  std::vector<Length> edges_;
  Grid grid_;
  NodeId node_ = kArtifact;
  std::size_t header_end_ = 0;
  Band header_, band_;
  bool rows_on_page_ = false;    ///< of the body
  std::vector<std::size_t> owners_;
  std::vector<NodeId> artifact_;
};

}  // namespace

void compose_table(Flow& flow, const document::Table& table, const document::Block& block, Length keep) {
  if (table.landscape) {
    flow.context.out.warning(codes::kLandscape, block.source, "表格“" + table.caption + "”要求横排，目前仍按竖排编排",
                             {"列太窄时请减少列数或调整 widths"});
  }
  if (table.columns.empty()) return;
  TableComposer(flow, table, block, keep).run();
}

}  // namespace gongwen::layout
