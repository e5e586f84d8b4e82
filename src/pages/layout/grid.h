#pragma once

// The rules of a table: thin rectangles, merged along rows and columns.

#include <cstddef>
#include <vector>

#include "pages/layout/compose.h"

namespace gongwen::layout {

/// The rules of one page's part of the table. Vertical rules grow down the rows and are painted as one.
class Grid {
 public:
  /// `edges`: the columns' left edges and the last one's right edge, from the text area's left; kept by the caller.
  Grid(Flow& flow, const style::TableStyle& style, const std::vector<Length>& edges);

  void begin(Length top);
  /// A row from `top` to `bottom`; `owners[c]` tells cells apart; `heavy` draws the line above it as a frame.
  void row(const std::vector<std::size_t>& owners, Length top, Length bottom, bool heavy);
  /// Closes this page's part with its frame.
  void end();

 private:
  static constexpr Length kClosed = Length::emu(-1);
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

  void close(std::size_t c, Length bottom);
  void horizontal(const std::vector<std::size_t>& owners, Length top, Length thick);

  Flow& flow_;
  const style::TableStyle& style_;
  const std::vector<Length>& edges_;
  std::vector<Length> since_;           ///< where each inner edge's rule begins, kClosed = no rule
  std::vector<std::size_t> above_;      ///< the row above
  Length top_, bottom_;
  bool first_ = true;
};

}  // namespace gongwen::layout
