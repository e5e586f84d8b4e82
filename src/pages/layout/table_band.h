#pragma once

// Rows of a table that are tied together, measured: the cells, the rows' heights, where the band may be parted.

#include <cstddef>
#include <vector>

#include "pages/layout/compose.h"

namespace gongwen::layout {

/// One cell of a band.
struct CellBox {
  const document::Cell* cell = nullptr;
  std::size_t row = 0, rows = 1;         ///< in the band
  std::size_t column = 0, columns = 1;
  const style::TextStyle* style = nullptr;
  Text text;
  std::vector<Line> lines;
  std::vector<std::size_t> paragraphs;   ///< paragraph of each span
  Length height;                         ///< with padding
};

/// What is kept in memory of a table while it is set. Reused from band to band, so that its boxes keep their memory.
class Band {
 public:
  /// Measures rows [from, to). `edges`: of the columns. `styles(row)`: of a row's cells.
  template <typename Styles>
  void measure(Flow& flow, const document::Table& table, const document::Block& block, const std::vector<Length>& edges,
               std::size_t from_row, std::size_t to_row, const Styles& styles) {
    begin(table, from_row, to_row);
    for (std::size_t r = 0; r < rows; ++r) row(flow, table, block, edges, r, styles(from + r));
    finish_heights();
  }

  std::size_t from = 0, rows = 0;
  std::size_t used = 0;                             ///< boxes in use, in the order of rows and columns
  std::vector<CellBox> boxes;
  std::vector<std::vector<NodeId>> nodes;           ///< of each box: its spans'
  Length height() const { return tops_.empty() ? Length() : tops_.back(); }
  Length height(std::size_t first, std::size_t end) const { return tops_[end] - tops_[first]; }

  /// Box over a place; kNobody when the row leaves it open.
  std::size_t owner(std::size_t r, std::size_t c) const { return owners_[r * columns_ + c]; }
  /// The boxes that begin in row r: [begin_of(r), begin_of(r + 1)).
  std::size_t begin_of(std::size_t r) const { return begins_[r]; }
  std::size_t columns() const { return columns_; }
  /// True when every cell that reaches over the row `at` has its text whole in the rows from `first` on.
  bool may_part(std::size_t first, std::size_t at) const;
  /// Height of the least that may stand on a page, from row `first`.
  Length least(std::size_t first) const;

  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

 private:
  void begin(const document::Table& table, std::size_t from_row, std::size_t to_row);
  void row(Flow& flow, const document::Table& table, const document::Block& block, const std::vector<Length>& edges, std::size_t r,
           const style::TextStyle& style);
  void finish_heights();

  std::size_t columns_ = 0;
  std::vector<std::size_t> owners_, begins_;
  std::vector<Length> heights_, tops_;              ///< tops_: one more than rows
};

}  // namespace gongwen::layout
