#pragma once

// The items of DA/T 70-2018. Private to the room.

#include <span>
#include <string_view>

namespace gongwen::archive {

struct ItemRow {
  std::string_view number;   ///< "1-1"
  std::string_view name, object, basis;
  std::string_view by_hand{};   ///< why this program does not look: then it is always 未检测
};
std::span<const ItemRow> four_items() noexcept;

}  // namespace gongwen::archive
