// Tables: cells wrapped by the same breaker, rows that are never split when they fit on a page unless they may be, header rows
// repeated below the 续表 mark, rules as thin rectangles. One pass over the rows; what is kept in memory is one band of rows.
//
// Source GB/T 9704-2012 8 (wide tables on turned pages). Of long tables the standard says nothing; practice repeats the header.

#include <algorithm>

#include "foundation/base/codes.h"
#include "pages/layout/grid.h"
#include "pages/layout/table_band.h"

namespace gongwen::layout {
namespace {

using document::Row;
using document::RowKind;

/// Lines of a split row that stay together on either side of the page's end.
constexpr std::size_t kFewLines = 2;

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
      : flow_(flow), table_(table), block_(block), keep_(keep), style_(flow.context.style.table), total_(style_.text),
        edges_(column_edges(flow, table, block)), grid_(flow, style_, edges_) {
    total_.font = style_.header.font;
  }

  void run() {
    node_ = flow_.open(Tag::table, 0, block_.id);
    flow_.nodes.back().alt = !table_.summary.empty() ? table_.summary : table_.caption;
    flow_.expect(block_.id);
    const std::size_t headers = std::min<std::size_t>(table_.header_rows, table_.rows.size());
    header_end_ = headers;
    // The caption, the header and the first band stand together.
    measure(0, headers, header_);
    const std::size_t first_end = band_end(headers);
    measure(headers, first_end, band_);
    const bool whole = first_end == table_.rows.size() && few(band_) && !(band_.rows > 0 && may_split(band_, 0));
    caption(header_.height() + (whole ? band_.height() + keep_ : least(band_)));
    flow_.arrive();
    grid_.begin(flow_.y);
    paint_header(true);
    std::size_t at = headers;
    while (at < table_.rows.size()) {
      const std::size_t end = at == headers ? first_end : band_end(at);
      if (at != headers) measure(at, end, band_);
      band(band_, end == table_.rows.size() ? keep_ : Length());
      at = end;
    }
    grid_.end();
    note();
  }

 private:
  /// Rows from `at` that spans, sums or headings tie together end here.
  std::size_t band_end(std::size_t at) const {
    std::size_t end = std::min(at + 1, table_.rows.size());
    for (std::size_t r = at; r < end; ++r) {
      for (const auto& c : table_.rows[r].cells) {
        end = std::max(end, std::min<std::size_t>(r + std::max<std::uint16_t>(c.row_span, 1), table_.rows.size()));
      }
      if (document::keeps_with_next(table_, r)) end = std::max(end, r + 2);
    }
    return end;
  }

  void measure(std::size_t from, std::size_t to, Band& band) {
    band.measure(flow_, table_, block_, edges_, from, to, [this](std::size_t row) -> const style::TextStyle& {
      if (row < header_end_) return style_.header;
      return table_.rows[row].kind == RowKind::body ? style_.text : total_;
    });
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
    line(table_.number.empty() ? table_.caption : table_.number + "　" + table_.caption, s, flow_.open(Tag::caption, node_), with);
  }

  void line(std::string_view words, const style::TextStyle& s, NodeId node, Length keep = Length()) {
    Text& text = flow_.text;
    text.clear();
    flow_.words(text, words, s);
    finish(text);
    flow_.paragraph(text, s, frame_of(s, flow_.width()), node, keep);
  }

  void note() {
    if (table_.note.empty()) {
      flow_.y += flow_.context.style.line_pitch / 2;
      return;
    }
    flow_.y += style_.padding_y;
    line(table_.note, style_.note, flow_.open(Tag::paragraph, 0));
    flow_.y += flow_.context.style.line_pitch / 4;
  }

  void next_page() {
    grid_.end();
    flow_.new_page();
    if (marks()) line(style_.continued_mark + table_.number, style_.continued, kArtifact);
    grid_.begin(flow_.y);
    if (repeats()) paint_header(false);
    rows_on_page_ = false;
  }

  /// 续表1
  bool marks() const { return !style_.continued_mark.empty() && !table_.number.empty(); }
  /// A header that leaves no room for rows is shown once.
  bool repeats() const { return header_.height() * 2 < flow_.text_height(); }
  Length page_room() const {
    return flow_.text_height() - (repeats() ? header_.height() : Length()) - (marks() ? flow_.pitch(style_.continued) : Length());
  }

  /// Rows tied together go to the next page together while they are few; more of them are parted between two rows.
  bool few(const Band& b) const { return b.rows == 1 || b.height() * 5 <= page_room(); }
  bool may_split(const Band& b, std::size_t r) const { return table_.rows[b.from + r].split && most_lines(b, r) >= kFewLines * 2; }
  Length least(const Band& b) const {
    if (b.rows > 0 && may_split(b, 0)) return lines_height(kFewLines);
    return few(b) ? b.height() : b.least(0);
  }
  Length lines_height(std::size_t count) const { return flow_.pitch(style_.text) * static_cast<std::int64_t>(count) + style_.padding_y * 2; }

  /// How many rows from `from` stand on this page, counted from the band's first; `from` = none.
  std::size_t rows_here(const Band& b, std::size_t from) const {
    std::size_t best = from;
    for (std::size_t r = from + 1; r <= b.rows && flow_.fits(b.height(from, r)); ++r) {
      if (r == b.rows || b.may_part(from, r)) best = r;
      flow_.context.work += b.columns();
    }
    return best;
  }

  void band(Band& b, Length keep) {
    if (few(b)) {
      const bool whole = !may_split(b, 0) && b.height() <= page_room();
      if (!flow_.fits(b.height() + keep) && whole) next_page();
      if (flow_.fits(b.height())) {
        nodes(b);
        paint_rows(b, 0, b.rows);
        return;
      }
    }
    nodes(b);
    std::size_t from = 0;
    while (from < b.rows) {
      std::size_t to = rows_here(b, from);
      if (to == b.rows && from + 1 < to && !flow_.fits(b.height(from, to) + keep)) {
        to = b.may_part(from, to - 1) ? to - 1 : from;
      }
      if (to > from) {
        paint_rows(b, from, to);
        from = to;
      } else if (may_split(b, from) && flow_.fits(lines_height(kFewLines))) {
        row_in_parts(b, from++);
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
    for (std::size_t r = 0; r < b.rows; ++r) {
      const NodeId row = flow_.open(Tag::row, node_);
      for (std::size_t i = b.begin_of(r); i < b.begin_of(r + 1); ++i) {
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
  void paint_header(bool structured) {
    if (header_.rows == 0) return;
    if (structured) nodes(header_);
    else for (std::size_t i = 0; i < header_.used; ++i) header_.nodes[i].assign(header_.boxes[i].text.spans.size(), kArtifact);
    paint_rows(header_, 0, header_.rows);
  }

  /// Paints rows of a band on this page. A cell that began on the page before is shown again, for the eye only.
  void paint_rows(Band& b, std::size_t from, std::size_t to) {
    const Length top = flow_.y;
    for (std::size_t c = 0; from > 0 && c < b.columns(); ++c) {
      const std::size_t i = b.owner(from, c);
      if (i == Band::kNobody || b.boxes[i].row >= from || b.boxes[i].column != c) continue;
      const CellBox& box = b.boxes[i];
      const Length tall = b.height(from, std::min(box.row + box.rows, to));
      if (box.height > tall) continue;
      artifact_.assign(box.text.spans.size(), kArtifact);
      paint_box(box, artifact_, 0, box.lines.size(), tall);
    }
    for (std::size_t i = b.begin_of(from); i < b.begin_of(to); ++i) {
      const CellBox& box = b.boxes[i];
      flow_.y = top + b.height(from, box.row);
      paint_box(box, b.nodes[i], 0, box.lines.size(), b.height(box.row, std::min(box.row + box.rows, to)));
    }
    flow_.y = top;
    for (std::size_t r = from; r < to; ++r) rule_row(b, r, b.height(r, r + 1));
    flow_.started = true;
    rows_on_page_ = b.from >= header_end_;
  }

  /// The rules of a row of this height at the cursor, which moves down. Cells are told apart across bands: an index is counted on
  /// from where the band begins.
  void rule_row(const Band& b, std::size_t r, Length height) {
    owners_.resize(b.columns());
    for (std::size_t c = 0; c < b.columns(); ++c) {
      const std::size_t o = b.owner(r, c);
      owners_[c] = o == Band::kNobody ? o : o + (b.from + 1) * b.columns();
    }
    grid_.row(owners_, flow_.y, flow_.y + height, b.from + r == header_end_);
    flow_.y += height;
    flow_.context.work += b.columns();
  }

  static std::size_t most_lines(const Band& b, std::size_t r) {
    std::size_t most = 1;
    for (std::size_t i = b.begin_of(r); i < b.begin_of(r + 1); ++i) most = std::max(most, b.boxes[i].lines.size());
    return most;
  }

  /// As many lines of each of a row's cells as this page takes, the rest on the next.
  void row_in_parts(Band& b, std::size_t r) {
    const std::size_t most = most_lines(b, r);
    const Length pitch = flow_.pitch(style_.text);
    std::size_t done = 0;
    while (done < most) {
      const Length room = flow_.bottom - flow_.y - style_.padding_y * 2;
      if (room < pitch && (rows_on_page_ || done > 0)) {
        next_page();
        continue;
      }
      std::size_t count = std::min(static_cast<std::size_t>(std::max<std::int64_t>(1, room.to_emu() / pitch.to_emu())), most - done);
      // The last lines do not go alone.
      const std::size_t after = most - done - count;
      if (after > 0 && after < kFewLines && count >= kFewLines * 2 - after) count -= kFewLines - after;
      const Length h = lines_height(count);
      for (std::size_t i = b.begin_of(r); i < b.begin_of(r + 1); ++i) {
        const CellBox& box = b.boxes[i];
        const std::size_t from = std::min(done, box.lines.size()), to = std::min(done + count, box.lines.size());
        paint_box(box, b.nodes[i], from, to, flow_.pitch(*box.style) * static_cast<std::int64_t>(to - from) + style_.padding_y * 2);
      }
      rule_row(b, r, h);
      flow_.started = rows_on_page_ = true;
      done += count;
      if (done < most) next_page();
    }
  }

  void paint_box(const CellBox& box, const std::vector<NodeId>& owners, std::size_t from, std::size_t to, Length tall) {
    ++flow_.context.work;
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
  if (table.columns.empty()) return;
  TableComposer(flow, table, block, table.landscape ? Length() : keep).run();
}

}  // namespace gongwen::layout
