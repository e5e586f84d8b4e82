#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongwen {

/// A day of the proleptic Gregorian calendar. Always valid when made by `Date::of` or `parse_iso`.
struct Date {
  std::int16_t year = 1;
  std::uint8_t month = 1;
  std::uint8_t day = 1;

  /// The day, or nothing when there is no such day (2023-02-29). Years 1 … 9999.
  static std::optional<Date> of(int year, int month, int day) noexcept;
  static Date from_days(std::int64_t days_since_1970) noexcept;
  std::int64_t to_days() const noexcept;
  /// `2023-08-10`
  std::string iso() const;

  friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// Exactly `YYYY-MM-DD`, nothing else.
std::optional<Date> parse_iso_date(std::string_view text) noexcept;

/// A point in time, UTC. Only Env hands them out.
struct Instant {
  std::int64_t unix_seconds = 0;
  std::uint32_t nanoseconds = 0;

  /// `2023-08-10T02:03:04Z` (seconds; UTC)
  std::string iso() const;
  Date utc_date() const noexcept;
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

}  // namespace gongwen
