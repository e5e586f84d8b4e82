#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gongwen::fonts {

/// A view of big-endian font data. Reads outside it give 0 and parts outside it are empty, so that a damaged font can only be
/// wrong, never dangerous.
class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::size_t size() const noexcept { return bytes_.size(); }
  bool empty() const noexcept { return bytes_.empty(); }
  bool has(std::size_t at, std::size_t count) const noexcept { return at <= size() && count <= size() - at; }
  std::string_view view() const noexcept { return bytes_; }

  std::uint8_t u8(std::size_t at) const noexcept { return at < size() ? static_cast<std::uint8_t>(bytes_[at]) : std::uint8_t{0}; }
  std::uint16_t u16(std::size_t at) const noexcept {
    return has(at, 2) ? static_cast<std::uint16_t>(raw(at) << 8 | raw(at + 1)) : std::uint16_t{0};
  }
  std::int16_t i16(std::size_t at) const noexcept { return static_cast<std::int16_t>(u16(at)); }
  std::uint32_t u32(std::size_t at) const noexcept {
    return has(at, 4) ? raw(at) << 24 | raw(at + 1) << 16 | raw(at + 2) << 8 | raw(at + 3) : 0U;
  }
  /// An unsigned number of 1–4 bytes.
  std::uint32_t number(std::size_t at, std::size_t width) const noexcept {
    if (!has(at, width)) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | raw(at + i);
    return value;
  }
  /// `count` bytes from `at`; empty when they are not all there.
  Bytes part(std::size_t at, std::size_t count) const noexcept { return has(at, count) ? Bytes(bytes_.substr(at, count)) : Bytes(); }
  /// Everything from `at`.
  Bytes from(std::size_t at) const noexcept { return at <= size() ? Bytes(bytes_.substr(at)) : Bytes(); }

 private:
  std::uint32_t raw(std::size_t at) const noexcept { return static_cast<std::uint8_t>(bytes_[at]); }
  std::string_view bytes_;
};

inline void put_u16(std::string& out, std::size_t value) {
  out.push_back(static_cast<char>(value >> 8 & 0xFF));
  out.push_back(static_cast<char>(value & 0xFF));
}
inline void put_u32(std::string& out, std::size_t value) {
  put_u16(out, value >> 16 & 0xFFFF);
  put_u16(out, value & 0xFFFF);
}
inline void set_u16(std::string& out, std::size_t at, std::size_t value) {
  out[at] = static_cast<char>(value >> 8 & 0xFF);
  out[at + 1] = static_cast<char>(value & 0xFF);
}
inline void set_u32(std::string& out, std::size_t at, std::size_t value) {
  set_u16(out, at, value >> 16 & 0xFFFF);
  set_u16(out, at + 2, value & 0xFFFF);
}

}  // namespace gongwen::fonts
