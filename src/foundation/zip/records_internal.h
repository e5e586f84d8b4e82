#pragma once

// The records of a zip file as they stand on disk (APPNOTE.TXT 6.3.3, section 4.3). Private to the room.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace gongwen::zip {

inline constexpr std::uint32_t kLocalSignature = 0x04034B50;
inline constexpr std::uint32_t kCentralSignature = 0x02014B50;
inline constexpr std::uint32_t kEndSignature = 0x06054B50;
inline constexpr std::uint32_t kEnd64Signature = 0x06064B50;
inline constexpr std::uint32_t kLocator64Signature = 0x07064B50;
inline constexpr std::uint32_t kDescriptorSignature = 0x08074B50;
inline constexpr std::size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kEnd64Size = 56, kLocator64Size = 20;
inline constexpr std::uint16_t kFlagEncrypted = 0x0001, kFlagDescriptor = 0x0008, kFlagUtf8 = 0x0800;
inline constexpr std::uint16_t kStored = 0, kDeflated = 8;
inline constexpr std::uint32_t kFull32 = 0xFFFFFFFF;
inline constexpr std::uint16_t kFull16 = 0xFFFF;
inline constexpr std::uint16_t kZip64Extra = 0x0001;
inline constexpr std::uint16_t kUnicodePath = 0x7075;   ///< Info-ZIP's name in UTF-8 beside the entry's own (APPNOTE 4.6.9)

/// Little-endian numbers. REQUIRES: the bytes are there.
inline std::uint64_t number_at(std::string_view bytes, std::uint64_t at, unsigned size) noexcept {
  std::uint64_t v = 0;
  for (unsigned i = 0; i < size; ++i) v |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8U * i);
  return v;
}
inline std::uint16_t u16_at(std::string_view b, std::uint64_t at) noexcept { return static_cast<std::uint16_t>(number_at(b, at, 2)); }
inline std::uint32_t u32_at(std::string_view b, std::uint64_t at) noexcept { return static_cast<std::uint32_t>(number_at(b, at, 4)); }
inline std::uint64_t u64_at(std::string_view b, std::uint64_t at) noexcept { return number_at(b, at, 8); }
inline void put(std::string& out, std::uint64_t v, unsigned size) {
  for (unsigned i = 0; i < size; ++i) out.push_back(static_cast<char>(v >> (8U * i) & 0xFFU));
}

inline bool is_ascii(std::string_view t) noexcept {
  return std::all_of(t.begin(), t.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A relative name with '/' between parts and no part that is empty, "." or ".."; no backslash, colon, control character.
bool is_safe_name(std::string_view name) noexcept;

}  // namespace gongwen::zip
