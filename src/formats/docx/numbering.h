#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/style/style.h"

namespace gongwen::docx {

/// A list that continues the headings' numbering at other numbers than Word would count by itself.
struct ListStart {
  std::int32_t id = 0;                       ///< w:numId
  std::array<std::int32_t, 4> at{1, 1, 1, 1};
};

/// Counts headings as Word does, to find out where Word's number would differ from the one the paper says.
///
/// A level's counter goes up by one for every numbered heading of the level and begins again after a heading of a higher one
/// (ECMA-376-1 17.9.10 lvlRestart, default).
class HeadingCounter {
 public:
  /// The list in which Word prints exactly `number` for the next heading of `level`; a new one is begun where the usual one
  /// would print something else. Nothing when the number has another form: it must be written as text.
  std::optional<std::int32_t> place(std::uint8_t level, std::string_view number);
  /// Lists besides list 1.
  const std::vector<ListStart>& restarts() const noexcept { return restarts_; }

 private:
  std::array<std::int32_t, 4> counters_{};
  std::vector<ListStart> restarts_;
};

/// word/numbering.xml: 一、 （一） 1． （1） (GB/T 9704-2012 7.3.3), nothing between number and text.
std::string numbering_xml(const style::PageStyle& page, const std::vector<ListStart>& restarts);

}  // namespace gongwen::docx
