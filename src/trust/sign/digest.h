#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongwen::sign {

/// Names as they stand in manifests: `sha256`, `sm3`. Part of the format.
enum class Algorithm : std::uint8_t { sha256, sm3 };
std::string_view name_of(Algorithm algorithm) noexcept;

using Digest = std::array<std::uint8_t, 32>;   ///< both algorithms give 256 bits

/// Threads any. Errors Error when the library refuses (an algorithm switched off by policy).
/// Source SHA-256 FIPS 180-4; SM3 GB/T 32905-2016.
Digest digest(Algorithm algorithm, std::string_view bytes);
inline Digest sha256(std::string_view bytes) { return digest(Algorithm::sha256, bytes); }
inline Digest sm3(std::string_view bytes) { return digest(Algorithm::sm3, bytes); }

/// Lower-case hexadecimal, as manifests write it.
std::string hex(std::string_view bytes);
std::string hex(const Digest& digest);
std::optional<std::string> from_hex(std::string_view text);
/// 64 hexadecimal digits, either case.
std::optional<Digest> digest_from_hex(std::string_view text);
/// The digest's 32 bytes as a view; valid as long as the digest.
std::string_view bytes_of(const Digest& digest) noexcept;

/// RFC 4648: base64url without padding (section 5), base64 with padding (section 4). Decoding is strict: nothing for any
/// other character, wrong padding or left-over bits.
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace gongwen::sign
