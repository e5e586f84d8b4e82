#pragma once

// What the image room's parts share. Private to image.

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/image/image.h"

namespace gongwen::image {

/// CRC-32 as PNG has it (ISO/IEC 15948 annex D) over a chunk's type and data.
std::uint32_t chunk_crc(std::string_view bytes) noexcept;

/// Reads through a JPEG at an eighth of its size. `pixels`: RGB rows of the small picture, or null.
/// Returns false when the coded data is damaged or cut off.
bool read_jpeg_small(const Image& image, Pixels* pixels);

/// Quarter turns clockwise that an Exif block asks for; `exif` begins with its TIFF header. Mirrored pictures are not turned
/// back. Source: Exif 2.32 4.6.4, tag 0x0112.
std::uint8_t quarter_turns_of(std::string_view exif) noexcept;

}  // namespace gongwen::image
