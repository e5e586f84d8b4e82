#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "pages/fonts/fonts.h"
#include "pages/layout/layout.h"

namespace gongwen::pdf {

/// "x0 y0 x1 y1" in points from the page's bottom left (ISO 32000-1 7.9.5).
void put_box(std::string& out, const layout::Box& box, Length page_height);

/// Where figures stand: the box around all their content on the first page that has some (14.8.5.4.3 BBox).
class FigureBoxes {
 public:
  struct Placed { std::uint32_t page = 0; layout::Box box; };

  FigureBoxes(const layout::Layout& layout, const fonts::FontBook& book);
  std::optional<Placed> find(layout::NodeId node) const;

 private:
  std::map<layout::NodeId, Placed> placed_;
};

}  // namespace gongwen::pdf
