#pragma once

// Reading and checking one value. Private to data.

#include <string>
#include <string_view>
#include <vector>

#include "content/data/load.h"
#include "content/data/schema.h"

namespace gongwen::data {

/// The value being read: its field, where it stands, and whom to tell. Lives for one call.
struct Spot {
  const Field& field;
  const std::string& path;           ///< with the position in lists: budget[#2].amount
  const Place& place;
  const LoadOptions& options;
  Diagnostics& out;

  void error(std::string_view code, std::string message, std::vector<std::string> hints = {}) const;
  void warn(std::string_view code, std::string message, std::vector<std::string> hints = {}) const;
  void note(std::string_view code, std::string message) const;
  /// The value as messages may show it: in quotes, masked when it is personal.
  std::string shown(std::string_view value) const;
};

/// Turns written text into a value of the field's type and checks it; absent when it is empty or wrong (then told).
Value convert(std::string_view written, const Spot& spot);
/// Bounds of a number already read.
Value checked_number(text::Decimal number, std::string_view written, const Spot& spot);
/// A period's order and bounds.
Value checked_period(Period period, const Spot& spot);
/// Splits a cell that holds several items: by 、 ； ; or line feeds; trimmed; empty ones dropped.
std::vector<std::string> split_items(std::string_view cell);

}  // namespace gongwen::data
