#include <algorithm>
#include <numeric>

#include "formats/docx/body.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"

namespace gongwen::docx {
namespace {

using document::Cell;
using document::RowKind;
using document::Table;

std::string_view alignment(document::Align align) {
  switch (align) {
    case document::Align::left: return "left";
    case document::Align::centre: return "center";
    case document::Align::right: return "right";
    case document::Align::justify: return "both";
  }
  return "left";
}

/// Widths in whole twips. The pages know them, for columns that go by their content too; a table that stands on no page gets
/// shares of the width.
std::vector<std::int64_t> column_widths(const Table& table, std::int64_t total, const std::vector<Length>* known) {
  if (known != nullptr && known->size() == table.columns.size()) {
    std::vector<std::int64_t> out;
    Length edge;
    for (const Length w : *known) {
      out.push_back(twips(edge + w) - twips(edge));
      edge += w;
    }
    return out;
  }
  std::int64_t sum = 0;
  for (const auto& c : table.columns) sum += std::max<std::uint32_t>(c.weight, 1);
  std::vector<std::int64_t> widths;
  std::int64_t seen = 0, edge = 0;
  for (const auto& c : table.columns) {
    seen += std::max<std::uint32_t>(c.weight, 1);
    widths.push_back(total * seen / sum - edge);
    edge += widths.back();
  }
  return widths;
}

/// What readers of the screen are told (17.4.55): the first row is a header (0020), the first column is one (0080).
std::string_view look_of(const Table& table) {
  const bool column = std::any_of(table.rows.begin() + std::min<std::ptrdiff_t>(table.header_rows, std::ssize(table.rows)), table.rows.end(), [](const document::Row& row) {
    return row.kind == RowKind::body && row.cells.size() > 1 && row.cells.front().header;
  });
  return table.header_rows > 0 ? (column ? "00A0" : "0020") : column ? "0080" : "0000";
}

}  // namespace

Length BodyWriter::text_width() const { return look_.landscape ? style_.text_height : style_.text_width; }

void BodyWriter::content(const Table& table) {
  if (!table.caption.empty()) caption(table.number, table.caption, true);
  else if (after_table_ || page_break_) sliver();   // two tables in a row would become one
  const auto known = pages_.columns.find(block_->id);
  grid_ = {column_widths(table, twips(text_width()), known != pages_.columns.end() ? &known->second : nullptr),
           std::vector<Covered>(table.columns.size())};
  const std::int64_t total = std::accumulate(grid_.widths.begin(), grid_.widths.end(), std::int64_t{0});
  x_ << "<w:tbl><w:tblPr><w:tblStyle w:val=\"OfficialTable\"/><w:tblW w:w=\"" << total << "\" w:type=\"dxa\"/>"
     << "<w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"" << look_of(table) << "\"/>";
  // w:tblDescription would be the place of the summary, but Word 2007 and its schema do not know it; the caption says it.
  x_ << "</w:tblPr><w:tblGrid>";
  for (const std::int64_t w : grid_.widths) x_ << "<w:gridCol w:w=\"" << w << "\"/>";
  x_ << "</w:tblGrid>";
  for (std::size_t r = 0; r < table.rows.size(); ++r) table_row(table, r);
  x_ << "</w:tbl>";
  section_slot_.reset();
  after_table_ = has_content_ = true;
  gap_ = style_.line_pitch / 2;
  if (!table.note.empty()) {
    gap_ = style_.table.padding_y;
    Direct note;
    note.style = "TableNote";
    open(note);
    run(table.note);
    close();
    gap_ = style_.line_pitch / 4;
  }
}

void BodyWriter::caption(std::string_view number, std::string_view words, bool keep_next) {
  Direct direct;
  direct.style = "Caption";
  direct.keep_next = keep_next;
  open(direct);
  if (!number.empty()) {
    bookmark_start();
    caption_number(number);
    bookmark_end();
    run("　");
  }
  run(words);
  close();
}

/// 表1 as 表 and a SEQ field, so that a table put in later is counted; as text where the paper counts in another way.
void BodyWriter::caption_number(std::string_view number) {
  const std::size_t digits = std::min(number.find_first_of("0123456789"), number.size());
  const std::string label(number.substr(0, digits));
  const std::string_view value = number.substr(digits);
  auto& count = captions_[label];
  if (label.empty() || std::to_string(count + 1) != value) {
    run(number);
    return;
  }
  ++count;
  run(label);
  field("SEQ " + label + " \\* ARABIC", value);
}

void BodyWriter::table_row(const Table& table, std::size_t at) {
  const document::Row& row = table.rows[at];
  const bool header = at < table.header_rows;
  const bool splits = row.split && !header;
  x_ << "<w:tr>";
  if (!splits) x_ << "<w:trPr><w:cantSplit/>" << (header ? "<w:tblHeader/>" : "") << "</w:trPr>";
  std::size_t column = 0;
  const auto covered = [&] {
    while (column < grid_.widths.size() && grid_.covered[column].rows > 0) {
      Covered& above = grid_.covered[column];
      --above.rows;
      cell_begin(column, above.columns, "<w:vMerge/>", above.heavy && above.rows == 0);
      x_ << "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p></w:tc>";
      column += above.columns;
    }
  };
  covered();
  for (const Cell& cell : row.cells) {
    if (column >= grid_.widths.size()) break;
    const std::size_t columns = std::min<std::size_t>(std::max<std::uint16_t>(cell.column_span, 1), grid_.widths.size() - column);
    const std::size_t rows = std::max<std::uint16_t>(cell.row_span, 1);
    const bool above_body = header && at + rows == table.header_rows;
    if (rows > 1) grid_.covered[column] = {rows - 1, columns, above_body};
    cell_begin(column, columns, rows > 1 ? "<w:vMerge w:val=\"restart\"/>" : "", above_body && rows == 1);
    cell_text(table, at, column, cell, header);
    column += columns;
    covered();
  }
  x_ << "</w:tr>";
}

/// w:tc up to its first paragraph; `heavy`: the line under the header.
void BodyWriter::cell_begin(std::size_t column, std::size_t columns, std::string_view merge, bool heavy) {
  std::int64_t width = 0;
  for (std::size_t c = column; c < column + columns; ++c) width += grid_.widths[c];
  x_ << "<w:tc><w:tcPr><w:tcW w:w=\"" << width << "\" w:type=\"dxa\"/>";
  if (columns > 1) x_ << "<w:gridSpan w:val=\"" << columns << "\"/>";
  x_ << merge;
  if (heavy) {
    x_ << "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"" << border_eighths(style_.table.frame)
       << "\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>";
  }
  x_ << "<w:vAlign w:val=\"center\"/></w:tcPr>";
}

void BodyWriter::cell_text(const Table& table, std::size_t at, std::size_t column, const Cell& cell, bool header) {
  Direct direct;
  direct.style = header ? "TableHeader" : table.rows[at].kind == RowKind::body ? "TableText" : "TableTotal";
  if (cell.align) direct.align = alignment(*cell.align);
  else if (!header) direct.align = alignment(table.columns[column].align);
  // A caption keeps with the header, that with the first row of the body. In all cells: Word goes by the first, which may hang down
  // from above and be empty.
  if (header || document::keeps_with_next(table, at)) direct.keep_next = true;
  if (cell.paragraphs.empty()) {
    open(direct);
    close();
  }
  for (const auto& paragraph : cell.paragraphs) {
    open(direct);
    if (table.caption.empty()) bookmark_once();
    inlines(paragraph);
    close();
  }
  x_ << "</w:tc>";
}

}  // namespace gongwen::docx
