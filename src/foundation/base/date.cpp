#include "foundation/base/date.h"

#include <cstdio>

namespace gongwen {
namespace {

bool leap(int y) noexcept { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

int days_in(int year, int month) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[month - 1];
}

/// Days in the years before `year`, counted from 0001-01-01.
std::int64_t days_before(std::int64_t year) noexcept {
  const std::int64_t y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400;
}

constexpr std::int64_t kEpoch = 719162;  // days from 0001-01-01 to 1970-01-01

}  // namespace

std::optional<Date> Date::of(int year, int month, int day) noexcept {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
  return Date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

std::int64_t Date::to_days() const noexcept {
  std::int64_t days = days_before(year);
  for (int m = 1; m < month; ++m) days += days_in(year, m);
  return days + day - 1 - kEpoch;
}

Date Date::from_days(std::int64_t days_since_1970) noexcept {
  const std::int64_t n = days_since_1970 + kEpoch;
  std::int64_t y = n * 400 / 146097 + 1;
  while (days_before(y) > n) --y;
  while (days_before(y + 1) <= n) ++y;
  auto left = static_cast<int>(n - days_before(y));
  int m = 1;
  for (; left >= days_in(static_cast<int>(y), m); ++m) left -= days_in(static_cast<int>(y), m);
  return Date{static_cast<std::int16_t>(y), static_cast<std::uint8_t>(m), static_cast<std::uint8_t>(left + 1)};
}

std::string Date::iso() const {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  return text;
}

std::optional<Date> parse_iso_date(std::string_view t) noexcept {
  if (t.size() != 10 || t[4] != '-' || t[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  constexpr std::size_t kFrom[] = {0, 5, 8};
  constexpr std::size_t kTo[] = {4, 7, 10};
  for (int k = 0; k < 3; ++k) {
    for (std::size_t i = kFrom[k]; i < kTo[k]; ++i) {
      if (t[i] < '0' || t[i] > '9') return std::nullopt;
      parts[k] = parts[k] * 10 + (t[i] - '0');
    }
  }
  return Date::of(parts[0], parts[1], parts[2]);
}

Date Instant::utc_date() const noexcept {
  std::int64_t days = unix_seconds / 86400;
  if (unix_seconds % 86400 < 0) --days;
  return Date::from_days(days);
}

std::string Instant::iso() const {
  const std::int64_t rest = ((unix_seconds % 86400) + 86400) % 86400;
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
                static_cast<int>(rest % 60));
  return utc_date().iso() + text;
}

}  // namespace gongwen
