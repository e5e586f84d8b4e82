#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongwen::text {

/// A decimal number, exact: value × 10^-scale. The written digits are kept (100.00 stays 100.00).
///
/// 18 significant digits before and up to 9 after the point; what does not fit is refused when parsed and reported as
/// overflow (nothing) by the arithmetic. Comparison is by value (1.0 == 1.00).
class Decimal {
 public:
  Decimal() = default;
  static Decimal of(std::int64_t value) { return Decimal(value, 0); }
  /// `-?[0-9]+(\.[0-9]+)?`, no exponent, no blanks, no thousands separators. Nothing when malformed or too long.
  static std::optional<Decimal> parse(std::string_view text);

  std::uint8_t scale() const noexcept { return scale_; }
  bool negative() const noexcept { return value_ < 0; }
  bool zero() const noexcept { return value_ == 0; }
  /// Plain digits at the number's own scale: "12345678.90".
  std::string to_string() const;
  double to_double() const noexcept;

  /// Rounded half away from zero (四舍五入) to `scale` digits after the point; padded with zeros when there are fewer.
  Decimal rounded(std::uint8_t scale) const;

  /// Sums and products at the larger scale / the sum of scales; nothing on overflow.
  static std::optional<Decimal> add(Decimal a, Decimal b);
  static std::optional<Decimal> subtract(Decimal a, Decimal b);
  static std::optional<Decimal> multiply(Decimal a, Decimal b);
  /// a ÷ b rounded half away from zero to `scale` digits; nothing when b is zero or on overflow.
  static std::optional<Decimal> divide(Decimal a, Decimal b, std::uint8_t scale);

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept;
  friend bool operator==(const Decimal& a, const Decimal& b) noexcept { return (a <=> b) == 0; }

 private:
  Decimal(std::int64_t value, std::uint8_t scale) : value_(value), scale_(scale) {}
  std::int64_t value_ = 0;
  std::uint8_t scale_ = 0;
};

}  // namespace gongwen::text
