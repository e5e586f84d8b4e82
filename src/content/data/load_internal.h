#pragma once

// Helpers shared by the files of data. Private to data.

#include <string>

#include "content/data/schema.h"
#include "content/data/value.h"

namespace gongwen::data {

/// The key of a list item as paths show it (an option's value, a number's digits, a date's ISO form); empty when the list has no
/// key or the item's key is absent or withheld.
std::string key_of(const Value& item, const Field& list);

}  // namespace gongwen::data
