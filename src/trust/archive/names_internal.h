#pragma once

#include <cstddef>
#include <cstdint>
// Names inside bundles and archives. Private to the room.

#include <cstddef>
#include <string>
#include <string_view>

#include "trust/archive/bundle.h"

namespace gongwen::archive {

/// ASCII letters, digits, `-_.`, '/' between parts; no part begins or ends with a dot or is a device of Windows.
bool valid_file_name(std::string_view name) noexcept;
/// ASCII letters in lower case: two names that fold alike are one file on Windows and macOS.
std::string fold(std::string_view name);
/// In lower case, without the dot; empty when there is none.
std::string extension_of(std::string_view name);
/// `data/attachments/NN-name`: what is ASCII of the user's name, else the role.
std::string attachment_path(std::size_t index, const Attachment& attachment);
/// Formats that are compressed by themselves are stored.
bool already_packed(std::string_view name);

/// Decimal digits, zeros in front.
std::string padded(std::uint64_t number, std::size_t width);

}  // namespace gongwen::archive
