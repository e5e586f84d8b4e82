#include <algorithm>
#include <charconv>

#include "content/template/compile_internal.h"
#include "content/template/fill_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"

namespace gongwen::tmpl {

using data::Value;
using document::Align;
using document::Inlines;

namespace {

constexpr std::uint16_t kWidest = 100;  // columns of a table

Align align_of(std::string_view word) {
  if (word == "left") return Align::left;
  if (word == "right") return Align::right;
  if (word == "justify") return Align::justify;
  return Align::centre;
}

document::RowKind kind_of(std::string_view word) {
  if (word == "subtotal") return document::RowKind::subtotal;
  if (word == "total") return document::RowKind::total;
  return document::RowKind::body;
}

std::size_t width_of(const document::Row& row) {
  std::size_t out = 0;
  for (const auto& cell : row.cells) out += cell.column_span;
  return out;
}

}  // namespace

void Filler::table(const Element& e, Blocks& out) {
  document::Table table;
  table.caption = text(e.text_of("caption"));
  table.note = text(e.text_of("note"));
  table.summary = text(e.text_of("summary"));
  table.landscape = e.word("landscape") == "yes";
  if (!table.caption.empty()) table.number = "表" + std::to_string(++tables_);
  split_ = e.word("split") == "yes";
  std::vector<PlacedRow> placed;
  for (const auto& part : e.children) {
    if (part.tag == Tag::header) rows(part.children, placed);
  }
  table.header_rows = static_cast<std::uint16_t>(placed.size());
  rows(e.children, placed);
  merge(placed, table.header_rows);
  if (placed.empty()) {
    out_.error(codes::kRaggedTable, e.place, "表格“" + table.caption + "”没有一行", {"放进 <if test=\"not empty(…)\">，或加上表头"});
    return;
  }
  table.columns = columns(e, placed);
  for (auto& [row, place, keys] : placed) {
    for (auto& cell : row.cells) {
      if (cell.column_span == 0) cell.column_span = static_cast<std::uint16_t>(table.columns.size());
    }
    table.rows.push_back(std::move(row));
  }
  check_coverage(e, table, placed);
  out.push_back(made(e, std::move(table)));
}

void Filler::rows(const std::vector<Element>& elements, std::vector<PlacedRow>& out) {
  const auto gap_row = [&](const Element& e) {
    document::Row row;
    document::Cell cell;
    cell.paragraphs.push_back(gap());
    cell.column_span = 0;  // all columns; set when they are known
    row.cells.push_back(std::move(cell));
    out.push_back({std::move(row), e.place, {}});
  };
  for (const auto& e : elements) {
    switch (e.tag) {
      case Tag::row: stand(e, [&] { row(e, out); }, [&] { gap_row(e); }); break;
      case Tag::rows:
      case Tag::repeat: stand(e, [&] { rows(e.children, out); }, [&] { gap_row(e); }); break;
      case Tag::choose: {
        const Truth is = truth(e);
        if (is == Truth::gap) gap_row(e);
        if (is == Truth::yes) rows(e.children, out);
        for (const auto& child : e.children) {
          if (is == Truth::no && child.tag == Tag::otherwise) rows(child.children, out);
        }
        break;
      }
      default: break;  // header was taken first, otherwise by its choose
    }
  }
}

void Filler::row(const Element& e, std::vector<PlacedRow>& out) {
  PlacedRow placed{{}, e.place, {}};
  document::Row& row = placed.row;
  row.kind = kind_of(e.word("kind"));
  row.split = e.word("split").empty() ? split_ : e.word("split") == "yes";
  cells(e.children, placed);
  out.push_back(std::move(placed));
}

void Filler::cells(const std::vector<Element>& elements, PlacedRow& out) {
  const auto gap_cell = [&] {
    document::Cell empty;
    empty.paragraphs.push_back(gap());
    out.row.cells.push_back(std::move(empty));
  };
  for (const auto& e : elements) {
    switch (e.tag) {
      case Tag::cell: stand(e, [&] { cell(e, out); }, gap_cell); break;
      case Tag::repeat: stand(e, [&] { cells(e.children, out); }, gap_cell); break;
      case Tag::choose: {
        const Truth is = truth(e);
        if (is == Truth::gap) gap_cell();
        if (is == Truth::yes) cells(e.children, out);
        for (const auto& child : e.children) {
          if (is == Truth::no && child.tag == Tag::otherwise) cells(child.children, out);
        }
        break;
      }
      default: break;  // otherwise is taken by its choose
    }
  }
}

std::uint16_t Filler::span(const Element& e, std::string_view attribute) {
  const Expression* expression = e.expression_of(attribute);
  if (expression == nullptr) return 1;
  const Value value = evaluate(*expression, frames_);
  const auto number = value.kind() == Value::Kind::number ? value.number() : text::Decimal::of(0);
  if (number < text::Decimal::of(1) || number > text::Decimal::of(10000) || number.rounded(0) != number) {
    out_.error(codes::kRaggedTable, expression->place, "跨的行数或列数应是 1 以上的整数" +
                                                           (value.kind() == Value::Kind::number ? "，现为 " + number.to_string() : std::string()));
    return 1;
  }
  return static_cast<std::uint16_t>(number.to_double());
}

void Filler::cell(const Element& e, PlacedRow& out) {
  document::Cell cell;
  cell.column_span = span(e, "columns");
  cell.row_span = span(e, "rows");
  cell.header = e.word("head") == "yes";
  if (const auto align = e.word("align"); !align.empty()) cell.align = align_of(align);
  const bool paragraphs = std::any_of(e.children.begin(), e.children.end(), [](const Element& c) { return c.tag == Tag::p; });
  if (!paragraphs) {
    cell.paragraphs = paragraphs_of(inlines(e.children));
  } else {
    for (const auto& p : e.children) {
      if (p.tag != Tag::p) continue;
      stand(p, [&] {
        for (auto& line : paragraphs_of(inlines(p.children))) cell.paragraphs.push_back(std::move(line));
      }, [&] { cell.paragraphs.push_back(gap()); });
    }
    if (cell.paragraphs.empty()) cell.paragraphs.emplace_back();
  }
  out.row.cells.push_back(std::move(cell));
  if (const Expression* expression = e.expression_of("merge")) {
    const Value key = evaluate(*expression, frames_);
    out.keys.resize(out.row.cells.size());
    if (!key.is_withheld() && !key.is_absent()) out.keys.back() = to_text(key);   // equal or not: that would tell of the value
  }
}

/// Cells whose keys are equal become one with those above, as long as the cells to the left of them, if they merge at all, do so too.
void Filler::merge(std::vector<PlacedRow>& rows, std::size_t from) {
  struct Open { std::size_t row = 0, cell = 0, end = 0; };   // the merged cell a column is in, and the row after it
  if (std::all_of(rows.begin(), rows.end(), [](const PlacedRow& row) { return row.keys.empty(); })) return;
  for (PlacedRow& row : rows) row.keys.resize(row.row.cells.size());
  std::vector<Open> open;
  std::vector<std::size_t> covered;                          // rows a column is still covered by a cell over several rows
  for (std::size_t r = from; r < rows.size(); ++r) {
    PlacedRow& row = rows[r];
    std::size_t column = 0;
    bool left_merged = true;
    std::vector<document::Cell> kept;
    std::vector<std::optional<std::string>> kept_keys;
    for (std::size_t i = 0; i < row.row.cells.size(); ++i) {
      document::Cell& cell = row.row.cells[i];
      const std::size_t wide = std::max<std::size_t>(cell.column_span, 1);
      while (column < covered.size() && covered[column] > 0) ++column;
      if (open.size() < column + wide) open.resize(column + wide);
      if (covered.size() < column + wide) covered.resize(column + wide, 0);
      const auto& key = row.keys[i];
      Open& above = open[column];
      const bool last = kept.empty() && i + 1 == row.row.cells.size();   // a row with no cell of its own is none for a screen reader
      const bool same = key && !last && left_merged && cell.row_span == 1 && above.end == r && r > from && rows[above.row].keys[above.cell] == key &&
                        rows[above.row].row.cells[above.cell].column_span == cell.column_span &&
                        rows[above.row].row.cells[above.cell].row_span < UINT16_MAX;
      if (same) {
        ++rows[above.row].row.cells[above.cell].row_span;
        above.end = r + 1;
      } else {
        if (key) left_merged = false;
        above = {r, kept.size(), key ? r + 1 : 0};
        for (std::size_t c = column; c < column + wide; ++c) covered[c] = std::max<std::size_t>(cell.row_span, 1);
        kept.push_back(std::move(cell));
        kept_keys.push_back(key);
      }
      if (same) {
        for (std::size_t c = column; c < column + wide; ++c) covered[c] = 1;
      }
      column += wide;
    }
    row.row.cells = std::move(kept);
    row.keys = std::move(kept_keys);
    for (auto& c : covered) c -= c > 0 ? 1U : 0U;
  }
}

/// As many columns as the first row is wide. A width with * stands for all the rest; without one the numbers must agree.
std::vector<document::Column> Filler::columns(const Element& e, const std::vector<PlacedRow>& rows) {
  const auto widths = words_of(e.word("widths"));
  const auto aligns = words_of(e.word("align"));
  const bool open_ended = !widths.empty() && widths.back().ends_with('*');
  std::size_t count = std::max(widths.size(), aligns.size());
  if (count == 0 || open_ended) count = std::max(count, width_of(rows.front().row));
  count = std::clamp<std::size_t>(count, 1, kWidest);
  std::vector<document::Column> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!widths.empty()) {
      const std::string& width = widths[std::min(i, widths.size() - 1)];
      out[i] = column_width(width.ends_with('*') ? width.substr(0, width.size() - 1) : width).value_or(document::Column{});
    }
    if (!aligns.empty()) out[i].align = align_of(aligns[std::min(i, aligns.size() - 1)]);
  }
  return out;
}

/// Every row must cover every column once, cells reaching down from above counted.
void Filler::check_coverage(const Element& e, const document::Table& table, const std::vector<PlacedRow>& rows) {
  std::vector<std::size_t> covered(table.columns.size(), 0);  // rows each column is still covered from above
  std::size_t index = 0;
  for (const auto& row : table.rows) {
    const Place& place = rows[index++].place;
    std::size_t column = 0;
    std::size_t from_above = 0;
    const auto skip = [&] {
      while (column < covered.size() && covered[column] > 0) {
        ++column;
        ++from_above;
      }
    };
    std::size_t wide = 0;
    bool fits = true;
    for (const auto& cell : row.cells) {
      skip();
      wide += cell.column_span;
      for (std::size_t i = 0; i < cell.column_span; ++i, ++column) {
        if (column >= covered.size() || covered[column] > 0) fits = false;
        else covered[column] = cell.row_span;  // this row is taken off below
      }
    }
    skip();
    for (auto& c : covered) c -= c > 0 ? 1U : 0U;
    if (fits && column == covered.size()) continue;
    out_.error(codes::kRaggedTable, place, "表格第 " + std::to_string(index) + " 行占 " + std::to_string(wide + from_above) + " 列，应为 " +
                                               std::to_string(covered.size()) + " 列",
               {"上面的单元格跨到这一行的有 " + std::to_string(from_above) + " 列；检查 columns、rows 和 widths"});
    return;
  }
  if (std::any_of(covered.begin(), covered.end(), [](std::size_t c) { return c > 0; })) {
    out_.error(codes::kRaggedTable, e.place, "表格“" + table.caption + "”有单元格跨出了最后一行", {"检查 rows=\"…\""});
  }
}

std::optional<document::Column> column_width(std::string_view written) {
  document::Column out;
  const auto number = [&](std::string_view unit, int most) {
    const auto value = text::Decimal::parse(written.substr(0, written.size() - unit.size()));
    return value && *value > text::Decimal::of(0) && *value <= text::Decimal::of(most) ? value : std::nullopt;
  };
  const auto times = [](const text::Decimal& value, std::int64_t factor) {
    const auto product = text::Decimal::multiply(value, text::Decimal::of(factor));
    return product ? static_cast<std::int64_t>(product->rounded(0).to_double()) : 0;
  };
  if (written == "auto") {
    out.width = document::Column::Width::content;
  } else if (written.ends_with("mm")) {
    const auto mm = number("mm", 400);
    if (!mm) return std::nullopt;
    out.width = document::Column::Width::length;
    out.length = Length::emu(times(*mm, Length::mm(1).to_emu()));
  } else if (written.ends_with("字")) {
    const auto characters = number("字", 100);
    if (!characters) return std::nullopt;
    out.width = document::Column::Width::characters;
    out.characters = static_cast<std::int32_t>(times(*characters, 100));
  } else {
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), out.weight);
    if (error != std::errc() || end != written.data() + written.size() || out.weight == 0 || out.weight > 1000) return std::nullopt;
  }
  return out;
}

}  // namespace gongwen::tmpl
