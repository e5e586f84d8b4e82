#include "foundation/text/decimal.h"

#include <gtest/gtest.h>

namespace gongwen::text {
namespace {

Decimal number(const char* digits) { return *Decimal::parse(digits); }

TEST(Decimal, KeepsItsWrittenDigits) {
  for (const char* digits : {"0", "100.00", "12345678.90", "-0.05", "0.000000001", "999999999999999999", "-1"}) {
    const auto parsed = Decimal::parse(digits);
    ASSERT_TRUE(parsed) << digits;
    EXPECT_EQ(parsed->to_string(), digits);
  }
}

TEST(Decimal, RefusesWhatIsNoPlainNumber) {
  for (const char* bad : {"", "-", ".", "1.", ".5", "1e3", "1,000", " 1", "1 ", "+1", "1.2.3", "１", "0x10", "1234567890123456789", "0.0000000001", "NaN"}) {
    EXPECT_FALSE(Decimal::parse(bad)) << bad;
  }
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  struct Case { const char* digits; std::uint8_t scale; const char* rounded; };
  constexpr Case kCases[] = {
      {"1.005", 2, "1.01"}, {"1.004", 2, "1.00"}, {"-1.005", 2, "-1.01"}, {"2.5", 0, "3"}, {"3.5", 0, "4"}, {"-2.5", 0, "-3"}, {"0.4999", 0, "0"}, {"1", 2, "1.00"}, {"99.995", 2, "100.00"},
  };
  for (const auto& c : kCases) EXPECT_EQ(number(c.digits).rounded(c.scale).to_string(), c.rounded) << c.digits;
}

TEST(Decimal, AddsAndMultipliesExactly) {
  EXPECT_EQ(Decimal::add(number("0.1"), number("0.2"))->to_string(), "0.3");
  EXPECT_EQ(Decimal::add(number("120.50"), number("79.5"))->to_string(), "200.00");
  EXPECT_EQ(Decimal::subtract(number("1"), number("0.01"))->to_string(), "0.99");
  EXPECT_EQ(Decimal::multiply(number("1.5"), number("2.50"))->to_string(), "3.750");
  EXPECT_EQ(Decimal::divide(number("1"), number("3"), 6)->to_string(), "0.333333");
  EXPECT_EQ(Decimal::divide(number("2"), number("3"), 2)->to_string(), "0.67");
  EXPECT_EQ(Decimal::divide(number("-2"), number("3"), 2)->to_string(), "-0.67");
}

TEST(Decimal, OverflowAndDivisionByZeroGiveNothing) {
  EXPECT_FALSE(Decimal::multiply(number("999999999999999999"), number("999999999999999999")));
  EXPECT_FALSE(Decimal::divide(number("1"), number("0.00"), 2));
  Decimal sum = number("999999999999999999");
  int steps = 0;
  for (std::optional<Decimal> next = sum; next && steps < 100; next = Decimal::add(sum, number("999999999999999999"))) sum = *next, ++steps;
  EXPECT_LT(steps, 12);
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(number("1.0"), number("1.00"));
  EXPECT_LT(number("-1"), number("-0.99"));
  EXPECT_GT(number("999999999999999999"), number("0.000000001"));
}

}  // namespace
}  // namespace gongwen::text
