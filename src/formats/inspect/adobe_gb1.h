#pragma once

// The character collection Adobe-GB1, which Chinese fonts of the older kind number their glyphs by. Writers leave out ToUnicode for
// it (XeTeX with the Fandol faces does), because every reader is to know it. Private to the room.

#include <cstdint>
#include <string>

namespace gongwen::inspect {

/// The character of a CID, UTF-8: ASCII, and all of GB 2312-80. Empty for others.
/// Source Adobe Technical Note 5079; the CMaps GB-EUC-H and GBK-EUC-H.
std::string adobe_gb1(std::uint32_t cid);

}  // namespace gongwen::inspect
