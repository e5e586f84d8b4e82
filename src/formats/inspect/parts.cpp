#include "formats/inspect/parts.h"

#include <algorithm>

#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using Text = std::u32string_view;

bool digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_blank(char32_t c) { return c == U' ' || c == U'\u3000' || c == U'\u00A0' || c == U'\t'; }
bool in(char32_t c, Text set) { return set.find(c) != Text::npos; }

std::size_t run_of(Text text, std::size_t at, bool (*is)(char32_t)) {
  std::size_t n = 0;
  while (at + n < text.size() && is(text[at + n])) ++n;
  return n;
}

constexpr Text kOpen = U"〔[(（【［﹝";
constexpr Text kClose = U"〕])）】］﹞";
constexpr Text kNumerals = U"〇○零一二三四五六七八九十";
bool numeral(char32_t c) { return in(c, kNumerals); }

}  // namespace

std::string squeezed(std::string_view written) {
  std::u32string out;
  for (const char32_t c : text::to_utf32(written)) if (!is_blank(c)) out += c;
  return text::to_utf8(out);
}

char32_t first_of(std::string_view written) { return written.empty() ? 0 : text::decode(written, 0).code; }

char32_t last_of(std::string_view written) {
  const auto all = text::to_utf32(written);
  return all.empty() ? 0 : all.back();
}

std::optional<NumberParts> number_parts(std::string_view written) {
  const std::u32string all = text::to_utf32(squeezed(written));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!in(all[i], kOpen)) continue;
    const std::size_t year = run_of(all, i + 1, digit);
    const std::size_t end = i + 1 + year;
    if ((year != 4 && year != 2) || end >= all.size() || !in(all[end], kClose)) continue;
    std::size_t at = end + 1;
    NumberParts parts;
    if (at < all.size() && all[at] == U'第') parts.ordinal = "第", ++at;
    const std::size_t sequence = run_of(all, at, digit);
    if (sequence == 0 || at + sequence >= all.size() || all[at + sequence] != U'号') continue;
    parts.open = text::to_utf8(Text(all).substr(i, 1));
    parts.year = text::to_utf8(Text(all).substr(i + 1, year));
    parts.close = text::to_utf8(Text(all).substr(end, 1));
    parts.sequence = text::to_utf8(Text(all).substr(at, sequence));
    return parts;
  }
  return std::nullopt;
}

std::optional<DateParts> date_parts(std::string_view written) {
  const std::u32string all = text::to_utf32(squeezed(written));
  DateParts parts;
  std::size_t at = 0;
  const auto take = [&](char32_t unit, std::string& into) {
    const std::size_t arabic = run_of(all, at, digit), hanzi = run_of(all, at, numeral);
    const std::size_t n = std::max(arabic, hanzi);
    if (n == 0 || at + n >= all.size() || all[at + n] != unit) return false;
    parts.arabic = parts.arabic && arabic > 0;
    into = text::to_utf8(Text(all).substr(at, n));
    at += n + 1;
    return true;
  };
  if (!take(U'年', parts.year) || !take(U'月', parts.month) || !take(U'日', parts.day) || at != all.size()) return std::nullopt;
  return parts;
}

bool is_page_number(std::string_view written) { return page_number_value(written).has_value(); }

std::optional<int> page_number_value(std::string_view written) {
  std::u32string all = text::to_utf32(squeezed(written));
  if (all.size() > 14) return std::nullopt;
  // Ornaments on both sides; "第2页", "共8页", "2/8".
  std::size_t at = 0;
  while (at < all.size() && in(all[at], U"—–-－─―~～·•一第Page")) ++at;
  const std::size_t n = run_of(all, at, digit);
  if (n == 0 || n > 4) return std::nullopt;
  const int value = std::stoi(text::to_utf8(Text(all).substr(at, n)));
  for (std::size_t i = at + n; i < all.size(); ++i) {
    if (!in(all[i], U"—–-－─―~～·•一页共/／，,of") && !digit(all[i])) return std::nullopt;
  }
  return value;
}

int heading_level(std::string_view written) {
  const std::u32string all = text::to_utf32(squeezed(written));
  const std::size_t hanzi = run_of(all, 0, numeral), arabic = run_of(all, 0, digit);
  const auto at = [&](std::size_t i) { return i < all.size() ? all[i] : U'\0'; };
  if (hanzi > 0 && hanzi <= 3 && in(at(hanzi), U"、.．，")) return 1;
  if (arabic > 0 && arabic <= 2 && in(at(arabic), U".．、") && !digit(at(arabic + 1))) return 3;
  if (in(at(0), U"（(")) {
    const std::size_t h = run_of(all, 1, numeral), a = run_of(all, 1, digit);
    if (h > 0 && h <= 3 && in(at(1 + h), U"）)")) return 2;
    if (a > 0 && a <= 2 && in(at(1 + a), U"）)")) return 4;
  }
  return 0;
}

bool is_attachment_label(std::string_view written) {
  std::u32string all = text::to_utf32(squeezed(written));
  while (!all.empty() && in(all.back(), U"：:")) all.pop_back();
  if (!all.starts_with(U"附件")) return false;
  return all.size() <= 5 && std::all_of(all.begin() + 2, all.end(), [](char32_t c) { return digit(c) || numeral(c) || in(c, U"－-—"); });
}

bool is_corner(std::string_view written) {
  const std::string all = squeezed(written);
  if (starts_with_any(all, {"绝密", "机密", "秘密", "特急", "加急", "平急", "特提"})) return text::length(all) <= 12;
  return all.size() == 6 && std::all_of(all.begin(), all.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string quote(std::string_view written, std::size_t count) {
  const std::u32string all = text::to_utf32(written);
  std::u32string out;
  for (std::size_t i = 0; i < all.size() && i < count; ++i) {
    const std::size_t run = run_of(all, i, digit);
    if (run >= 7) {   // a telephone, an identity card
      out += U"***";
      i += run - 1;
    } else {
      out += all[i];
    }
  }
  return "“" + text::to_utf8(out) + (all.size() > count ? "…”" : "”");
}

bool ends_with_any(std::string_view written, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return written.ends_with(end); });
}

bool starts_with_any(std::string_view written, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return written.starts_with(start); });
}

}  // namespace gongwen::inspect
