#pragma once

#include <compare>
#include <cstdint>

namespace gongwen {

/// A distance on the page, exact in every unit the output formats use.
///
/// Stored as EMU (English Metric Unit, 914 400 per inch, as in DrawingML), because millimetres (36 000),
/// points (12 700), half-points (6 350, DOCX w:sz) and twips (635, DOCX w:w) are all whole numbers of EMU; so a
/// layout is the same on every machine, and equality is equality. Convert to float only inside a writer.
class Length {
 public:
  constexpr Length() = default;
  static constexpr Length emu(std::int64_t v) { return Length(v); }
  static constexpr Length mm(std::int64_t v) { return Length(v * 36'000); }
  static constexpr Length pt(std::int64_t v) { return Length(v * 12'700); }
  static constexpr Length half_pt(std::int64_t v) { return Length(v * 6'350); }
  static constexpr Length twips(std::int64_t v) { return Length(v * 635); }

  constexpr std::int64_t to_emu() const { return emu_; }
  /// PDF user space units. The only lossy conversion; libharu takes float.
  constexpr double to_pt() const { return static_cast<double>(emu_) / 12'700.0; }

  friend constexpr auto operator<=>(Length, Length) = default;
  friend constexpr Length operator+(Length a, Length b) { return Length(a.emu_ + b.emu_); }
  friend constexpr Length operator-(Length a, Length b) { return Length(a.emu_ - b.emu_); }
  friend constexpr Length operator*(Length a, std::int64_t k) { return Length(a.emu_ * k); }
  friend constexpr Length operator/(Length a, std::int64_t k) { return Length(a.emu_ / k); }
  constexpr Length operator-() const { return Length(-emu_); }
  constexpr Length& operator+=(Length b) { emu_ += b.emu_; return *this; }
  constexpr Length& operator-=(Length b) { emu_ -= b.emu_; return *this; }

 private:
  explicit constexpr Length(std::int64_t v) : emu_(v) {}
  std::int64_t emu_ = 0;
};

}  // namespace gongwen
