#pragma once

// Paths of fields inside a record, as fields.disclosures and differences write them. Part of the format:
//   path = name *( "." name / "[" item "]" )      item = number from 0, or  key "=" value
// A backslash stands before  . [ \  in a name, before  = ] \  in a key, before  ] \  in a value.

#include <cstddef>
#include <string>
#include <string_view>

namespace gongwen::sign {

std::string member_path(std::string_view parent, std::string_view name);
std::string item_path(std::string_view parent, std::size_t index);
/// `指标[编号=1.1]`
std::string keyed_item_path(std::string_view parent, std::string_view key, std::string_view value);

/// True when `path` is `ancestor` or lies below it.
bool path_is_within(std::string_view path, std::string_view ancestor) noexcept;

}  // namespace gongwen::sign
