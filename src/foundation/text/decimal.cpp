#include "foundation/text/decimal.h"

#include <array>
#include <cstdlib>
#include <limits>

namespace gongwen::text {
namespace {

constexpr std::uint8_t kMaxScale = 9;
constexpr std::size_t kMaxDigits = 18;

__extension__ using Wide = __int128;

constexpr std::array<std::int64_t, 19> kPowers = [] {
  std::array<std::int64_t, 19> p{};
  p[0] = 1;
  for (std::size_t i = 1; i < p.size(); ++i) p[i] = p[i - 1] * 10;
  return p;
}();

std::optional<std::int64_t> narrow(Wide v) noexcept {
  if (v > std::numeric_limits<std::int64_t>::max() || v < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return static_cast<std::int64_t>(v);
}

Wide rescaled(std::int64_t value, std::uint8_t from, std::uint8_t to) noexcept { return static_cast<Wide>(value) * kPowers[to - from]; }

/// 四舍五入: half away from zero.
Wide divide_rounded(Wide a, Wide b) noexcept {
  const bool negative = (a < 0) != (b < 0);
  const Wide x = a < 0 ? -a : a;
  const Wide y = b < 0 ? -b : b;
  const Wide q = (x + y / 2) / y;
  return negative ? -q : q;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view t) {
  const bool negative = t.starts_with('-');
  if (negative) t.remove_prefix(1);
  if (t.empty() || t.front() == '.' || t.back() == '.') return std::nullopt;
  std::int64_t value = 0;
  std::size_t digits = 0;
  std::uint8_t scale = 0;
  bool point = false;
  for (const char c : t) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (value > 0 || c != '0') ++digits;
    if (point && ++scale > kMaxScale) return std::nullopt;
    if (digits > kMaxDigits) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return Decimal(negative ? -value : value, scale);
}

std::string Decimal::to_string() const {
  const bool negative = value_ < 0;
  std::string digits = std::to_string(value_);
  if (negative) digits.erase(0, 1);
  if (scale_ > 0) {
    if (digits.size() <= scale_) digits.insert(0, scale_ + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale_, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

double Decimal::to_double() const noexcept { return static_cast<double>(value_) / static_cast<double>(kPowers[scale_]); }

Decimal Decimal::rounded(std::uint8_t scale) const {
  if (scale > kMaxScale) scale = kMaxScale;
  if (scale >= scale_) {
    const auto v = narrow(rescaled(value_, scale_, scale));
    return v ? Decimal(*v, scale) : *this;  // too large to be padded: the value itself is the better answer
  }
  return Decimal(static_cast<std::int64_t>(divide_rounded(value_, kPowers[scale_ - scale])), scale);
}

std::optional<Decimal> Decimal::add(Decimal a, Decimal b) {
  const std::uint8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const auto v = narrow(rescaled(a.value_, a.scale_, scale) + rescaled(b.value_, b.scale_, scale));
  if (!v) return std::nullopt;
  return Decimal(*v, scale);
}

std::optional<Decimal> Decimal::subtract(Decimal a, Decimal b) {
  if (b.value_ == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return add(a, Decimal(-b.value_, b.scale_));
}

std::optional<Decimal> Decimal::multiply(Decimal a, Decimal b) {
  Wide v = static_cast<Wide>(a.value_) * b.value_;
  auto scale = static_cast<std::uint8_t>(a.scale_ + b.scale_);
  while (scale > kMaxScale && v % 10 == 0) v /= 10, --scale;
  if (scale > kMaxScale) v = divide_rounded(v, kPowers[static_cast<std::size_t>(scale - kMaxScale)]), scale = kMaxScale;
  const auto n = narrow(v);
  if (!n) return std::nullopt;
  return Decimal(*n, scale);
}

std::optional<Decimal> Decimal::divide(Decimal a, Decimal b, std::uint8_t scale) {
  if (b.value_ == 0 || scale > kMaxScale) return std::nullopt;
  // a/10^sa ÷ b/10^sb × 10^scale = a × 10^(scale + sb − sa) ÷ b; both sides stay below 2^127: 10^18 × 10^18.
  Wide above = a.value_;
  Wide below = b.value_;
  const int shift = scale + b.scale_ - a.scale_;
  if (shift >= 0) above *= kPowers[static_cast<std::size_t>(shift)];
  else below *= kPowers[static_cast<std::size_t>(-shift)];
  const auto v = narrow(divide_rounded(above, below));
  if (!v) return std::nullopt;
  return Decimal(*v, scale);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
  const std::uint8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  const Wide x = rescaled(a.value_, a.scale_, scale);
  const Wide y = rescaled(b.value_, b.scale_, scale);
  return x < y ? std::strong_ordering::less : x > y ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace gongwen::text
