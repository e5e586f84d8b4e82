// Number lines, and how numbers are written beside them.

#include <algorithm>
#include <charconv>
#include <cmath>

#include "pages/layout/chart.h"

namespace gongwen::layout {

using document::ChartKind;

Scale Scale::over(double least, double most) {
  Scale s;
  s.low = std::min(0.0, least);
  s.high = std::max(0.0, most);
  if (s.high - s.low <= 0) s.high = 1;
  const double rough = (s.high - s.low) / 5;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double ratio = rough / power;
  s.step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  s.low = std::floor(s.low / s.step) * s.step;
  s.high = std::ceil(s.high / s.step) * s.step;
  return s;
}

Scale Scale::of(const document::Chart& chart) {
  double least = 0, most = 0;
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    if (chart.kind == ChartKind::stacked_bars) {
      const Stack stack = each_part(chart, i, [](std::size_t, double, double, double) {});
      least = std::min(least, stack.down);
      most = std::max(most, stack.up);
      continue;
    }
    for (const auto& s : chart.series) {
      least = std::min(least, value_of(s, i));
      most = std::max(most, value_of(s, i));
    }
  }
  return over(least, most);
}

std::vector<double> Scale::ticks() const {
  std::vector<double> out;
  const auto count = static_cast<int>(std::lround((high - low) / step));
  for (int i = 0; i <= count; ++i) out.push_back(low + step * i);
  return out;
}

Numbers::Numbers(const Scale& scale) {
  const double most = std::max(std::abs(scale.low), std::abs(scale.high));
  powers_ = most >= 1e17 || most < 1e-6;
  if (powers_) return;
  if (most >= 1e13) { unit_ = 1e12; name_ = "万亿"; }
  else if (most >= 1e9) { unit_ = 1e8; name_ = "亿"; }
  // The steps are whole digits of one place: 0.2 needs one after the point.
  digits_ = std::clamp(static_cast<int>(-std::floor(std::log10(scale.step / unit_) + 1e-9)), 0, 9);
}

std::string Numbers::value(double value) const {
  std::string out = write(value, std::max(digits_ + 1, 2));
  return out == "0" && value != 0 ? short_number(value) : out;
}

std::string Numbers::write(double value, int digits) const {
  if (!powers_) {
    std::string out = short_number(value / unit_, digits);
    return out == "0" ? out : out.append(name_);
  }
  if (value == 0) return "0";
  const auto power = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return short_number(value / std::pow(10.0, power), 2) + "×10^" + std::to_string(power);
}

std::string short_number(double value, int digits) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
  if (error != std::errc()) return "0";
  std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  if (text.find('.') != std::string_view::npos) {
    while (text.back() == '0') text.remove_suffix(1);
    if (text.back() == '.') text.remove_suffix(1);
  }
  return text == "-0" ? "0" : std::string(text);
}

}  // namespace gongwen::layout
