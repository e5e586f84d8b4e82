#include "foundation/text/chinese.h"

#include <algorithm>
#include <array>

#include "foundation/base/diagnostic.h"
#include "foundation/text/utf8.h"

namespace gongwen::text {
namespace {

constexpr std::array<std::string_view, 10> kPlain = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 10> kFormal = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view t) noexcept { return std::all_of(t.begin(), t.end(), is_digit); }
std::size_t digit_of(char c) noexcept { return static_cast<std::size_t>(c - '0'); }

/// Up to four digits in words: 1005 → 壹仟零伍. Zeros inside become one 零, zeros at the end none.
std::string group_in_words(std::string_view four, const std::array<std::string_view, 10>& numerals,
                           const std::array<std::string_view, 4>& units) {
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < four.size(); ++i) {
    if (four[i] == '0') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += "零";
    gap = false;
    out += numerals[digit_of(four[i])];
    out += units[four.size() - 1 - i];
  }
  return out;
}

/// A whole number's digits (no leading zeros) in words, by groups of four: 万, 亿, 万亿.
std::string whole_in_words(std::string_view digits, const std::array<std::string_view, 10>& numerals,
                           const std::array<std::string_view, 4>& units) {
  static constexpr std::array<std::string_view, 4> kGroups = {"", "万", "亿", "万亿"};
  std::string out;
  bool gap = false;
  const std::size_t groups = (digits.size() + 3) / 4;
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t left = groups - 1 - g;                      // groups still to come
    const std::size_t end = digits.size() - left * 4;
    const std::size_t begin = end >= 4 ? end - 4 : 0;
    const std::string_view four = digits.substr(begin, end - begin);
    const std::string words = group_in_words(four, numerals, units);
    if (words.empty()) {
      // 1 0000 0000 0000: the 亿 of 万亿 has been said with it
      gap = !out.empty();
      continue;
    }
    if (!out.empty() && (gap || four.front() == '0')) out += "零";
    gap = false;
    out += words;
    // 12 3456 7890 1234 is 十二万…亿: 万亿 is said as 万 when another 亿 follows in the next group
    const bool next_says_it = left == 3 && digits.substr(end, 4) != "0000";
    out += next_says_it ? "万" : kGroups[left];
  }
  return out;
}

constexpr std::array<int, 17> kIdWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kIdCodes = "10X98765432";
constexpr std::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<int, 17> kUsccWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

/// Keeps `head` and `tail` code points, the rest becomes '*'.
std::string masked(std::string_view t, std::size_t head, std::size_t tail) {
  std::u32string codes = to_utf32(t);
  if (codes.size() <= head + tail) {
    std::fill(codes.begin() + (codes.size() > 1 ? 1 : 0), codes.end(), U'*');
    return to_utf8(codes);
  }
  std::fill(codes.begin() + static_cast<std::ptrdiff_t>(head), codes.end() - static_cast<std::ptrdiff_t>(tail), U'*');
  return to_utf8(codes);
}

std::optional<int> small_number(std::string_view t) {
  if (t.empty() || t.size() > 4 || !all_digits(t)) return std::nullopt;
  int n = 0;
  for (const char c : t) n = n * 10 + (c - '0');
  return n;
}

std::optional<Date> date_of_parts(std::string_view y, std::string_view m, std::string_view d) {
  if (y.size() != 4 || m.size() > 2 || d.size() > 2) return std::nullopt;
  const auto year = small_number(y);
  const auto month = small_number(m);
  const auto day = small_number(d);
  if (!year || !month || !day) return std::nullopt;
  return Date::of(*year, *month, *day);
}

/// `text` cut at the first `a` and the first `b` behind it.
std::optional<Date> date_cut_at(std::string_view t, std::string_view a, std::string_view b) {
  const std::size_t i = t.find(a);
  if (i == std::string_view::npos) return std::nullopt;
  const std::size_t j = t.find(b, i + a.size());
  if (j == std::string_view::npos) return std::nullopt;
  return date_of_parts(t.substr(0, i), t.substr(i + a.size(), j - i - a.size()), t.substr(j + b.size()));
}

}  // namespace

std::string chinese_date(Date d) {
  return std::to_string(d.year) + "年" + std::to_string(d.month) + "月" + std::to_string(d.day) + "日";
}

std::string chinese_date_hanzi(Date d) {
  std::string out;
  for (const char c : std::to_string(d.year)) out += c == '0' ? std::string_view("〇") : kPlain[digit_of(c)];
  return out + "年" + chinese_number(d.month) + "月" + chinese_number(d.day) + "日";
}

std::optional<Date> parse_date(std::string_view t) {
  t = trim(t);
  if (t.size() == 8 && all_digits(t)) return date_of_parts(t.substr(0, 4), t.substr(4, 2), t.substr(6, 2));
  for (const std::string_view separator : {"-", "/", "."}) {
    if (const auto date = date_cut_at(t, separator, separator)) return date;
  }
  constexpr std::string_view kDay = "日";
  if (!t.ends_with(kDay)) return std::nullopt;
  return date_cut_at(t.substr(0, t.size() - kDay.size()), "年", "月");
}

std::string chinese_number(std::int64_t n) {
  check(n > -10'000'000'000'000'000 && n < 10'000'000'000'000'000, "chinese_number: more than 16 digits");
  if (n < 0) return "负" + chinese_number(-n);
  if (n == 0) return "零";
  std::string words = whole_in_words(std::to_string(n), kPlain, {"", "十", "百", "千"});
  if (words.starts_with("一十")) words.erase(0, std::string_view("一").size());   // 十二, not 一十二
  return words;
}

std::optional<std::string> rmb_upper(Decimal amount) {
  const Decimal fen = amount.rounded(2);
  if (!(fen == amount)) return std::nullopt;
  std::string digits = fen.to_string();
  const bool negative = fen.negative();
  if (negative) digits.erase(0, 1);
  const std::size_t point = digits.find('.');
  const std::string yuan = digits.substr(0, point);
  const std::string cents = point == std::string::npos ? "00" : digits.substr(point + 1);
  if (yuan.size() > 16) return std::nullopt;

  std::string out;
  if (yuan != "0") out = whole_in_words(yuan, kFormal, {"", "拾", "佰", "仟"}) + "元";
  if (cents == "00") {
    if (out.empty()) out = "零元";
    out += "整";
  } else {
    // Clause 四(四): 零 stands for a zero in the 角 place. Clause 四(三): after a whole ten of 元 it may be written before the 角 or left
    // out (1680.32); we write it, as the clause's first form does, because nothing can then be put in between.
    const bool zero = cents[0] == '0' || yuan.back() == '0';
    if (zero && !out.empty()) out += "零";
    if (cents[0] != '0') out += std::string(kFormal[digit_of(cents[0])]) + "角";
    if (cents[1] != '0') out += std::string(kFormal[digit_of(cents[1])]) + "分";
  }
  return negative ? "负" + out : out;
}

std::string thousands(Decimal d) {
  std::string t = d.to_string();
  const std::size_t point = std::min(t.find('.'), t.size());
  const std::size_t first = t.starts_with('-') ? 1 : 0;
  for (std::size_t i = point; i > first + 3;) {
    i -= 3;
    t.insert(i, 1, ',');
  }
  return t;
}

std::string percent(Decimal ratio, std::uint8_t digits) {
  const auto hundred = Decimal::multiply(ratio, Decimal::of(100));
  return (hundred ? *hundred : ratio).rounded(digits).to_string() + "%";
}

IdCardCheck check_id_card(std::string_view id) {
  if (id.size() != 18 || id[0] == '0' || !all_digits(id.substr(0, 17)) || !(is_digit(id[17]) || id[17] == 'X' || id[17] == 'x')) {
    return {IdCardFault::form, '\0'};
  }
  if (!date_of_parts(id.substr(6, 4), id.substr(10, 2), id.substr(12, 2)) || id.substr(6, 2) < "18") {
    return {IdCardFault::date, '\0'};
  }
  int sum = 0;
  for (std::size_t i = 0; i < kIdWeights.size(); ++i) sum += (id[i] - '0') * kIdWeights[i];
  const char expected = kIdCodes[static_cast<std::size_t>(sum % 11)];
  const char given = id[17] == 'x' ? 'X' : id[17];
  return {given == expected ? IdCardFault::none : IdCardFault::check_digit, expected};
}

UsccCheck check_uscc(std::string_view code) {
  const auto known = [](char c) { return kUsccAlphabet.find(c) != std::string_view::npos; };
  if (code.size() != 18 || !std::all_of(code.begin(), code.end(), known)) return {UsccFault::form, '\0'};
  int sum = 0;
  for (std::size_t i = 0; i < kUsccWeights.size(); ++i) sum += static_cast<int>(kUsccAlphabet.find(code[i])) * kUsccWeights[i];
  const char expected = kUsccAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
  return {code[17] == expected ? UsccFault::none : UsccFault::check_character, expected};
}

std::string mask_id(std::string_view id) { return masked(id, 6, 4); }
std::string mask_phone(std::string_view phone) { return masked(phone, 3, 4); }
std::string mask_name(std::string_view name) { return masked(name, 1, 0); }

std::string mask_email(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos) return masked(email, 1, 0);
  const std::size_t first = email.empty() ? 0 : decode(email, 0).length;
  return std::string(email.substr(0, std::min(first, at))) + "***" + std::string(email.substr(at));
}

}  // namespace gongwen::text
