#include "pages/layout/grid.h"

#include <algorithm>

namespace gongwen::layout {

Grid::Grid(Flow& flow, const style::TableStyle& style, const std::vector<Length>& edges) : flow_(flow), style_(style), edges_(edges) {
  since_.assign(edges.size(), kClosed);
  above_.assign(edges.size() - 1, kNobody);
}

void Grid::begin(Length top) {
  top_ = top;
  std::fill(since_.begin(), since_.end(), kClosed);
  first_ = true;
}

void Grid::row(const std::vector<std::size_t>& owners, Length top, Length bottom, bool heavy) {
  for (std::size_t c = 1; c < owners.size(); ++c) {
    const bool edge = owners[c] != owners[c - 1];
    if (edge && since_[c] == kClosed) since_[c] = top;
    if (!edge && since_[c] != kClosed) close(c, top);
  }
  if (!first_) horizontal(owners, top, heavy ? style_.frame : style_.rule);
  above_ = owners;
  first_ = false;
  bottom_ = bottom;
}

void Grid::end() {
  for (std::size_t c = 1; c + 1 < edges_.size(); ++c) {
    if (since_[c] != kClosed) close(c, bottom_);
  }
  const Length w = style_.frame;
  const Length left = edges_.front() - w / 2, width = edges_.back() - edges_.front() + w;
  flow_.rule(left, top_ - w / 2, width, w);
  flow_.rule(left, bottom_ - w / 2, width, w);
  flow_.rule(left, top_, w, bottom_ - top_);
  flow_.rule(edges_.back() - w / 2, top_, w, bottom_ - top_);
}

void Grid::close(std::size_t c, Length bottom) {
  flow_.rule(edges_[c] - style_.rule / 2, since_[c], style_.rule, bottom - since_[c]);
  since_[c] = kClosed;
}

void Grid::horizontal(const std::vector<std::size_t>& owners, Length top, Length thick) {
  for (std::size_t c = 0; c < owners.size();) {
    std::size_t end = c;
    while (end < owners.size() && owners[end] != above_[end]) ++end;
    if (end > c) flow_.rule(edges_[c], top - thick / 2, edges_[end] - edges_[c], thick);
    c = std::max(end, c + 1);
  }
}

}  // namespace gongwen::layout
