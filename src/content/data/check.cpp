#include "content/data/check_internal.h"

#include <Poco/Exception.h>
#include <Poco/RegularExpression.h>

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/chinese.h"
#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

namespace gongwen::data {
namespace {

using std::string;
using std::string_view;

constexpr std::size_t kLongestForPattern = 200;  // PCRE 1, which Debian 12's Poco has, recurses where a pattern repeats groups

string hex(char32_t c) {
  constexpr string_view kDigits = "0123456789ABCDEF";
  string out;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const auto digit = static_cast<std::size_t>((c >> shift) & 0xFU);
    if (!out.empty() || digit != 0 || shift <= 12) out += kDigits[digit];
  }
  return "U+" + out;
}

string without_returns(string_view s) {
  string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\r' && i + 1 < s.size() && s[i + 1] == '\n') continue;
    out += s[i];
  }
  return out;
}

/// False when the text may not stand (told).
bool clean(string_view s, const Spot& spot) {
  bool ok = true;
  string private_use;
  for (std::size_t i = 0; i < s.size();) {
    const auto d = text::decode(s, i);
    i += d.length;
    if (d.code == '\n') {
      if (spot.field.multiline) continue;
      spot.error(codes::kControlCharacter, "“" + spot.field.label + "”只能写一行，里面有换行", {"请删去换行"});
      return false;
    }
    if (text::is_unprintable(d.code) && ok) {
      spot.error(codes::kControlCharacter, "“" + spot.field.label + "”里有不能印出的字符 " + hex(d.code),
                 {"多半是从别处粘贴带来的，请删去后重新键入"});
      ok = false;
    }
    if (text::is_private_use(d.code) && private_use.empty()) private_use = hex(d.code);
  }
  if (!private_use.empty()) {
    spot.warn(codes::kPrivateUse, "“" + spot.field.label + "”里有造字区的字符 " + private_use + "，换一台机器就不是这个字",
              {"请改用 GB 18030-2022 里的正式编码，例如从户籍系统或字典网站复制该字"});
  }
  return ok;
}

/// Private-use code points of GBK and GB 18030-2005 files brought to their place of today; told once, with every character.
string with_places_of_today(string_view s, const Spot& spot) {
  string out, told;
  for (std::size_t i = 0; i < s.size();) {
    const auto d = text::decode(s, i);
    const char32_t today = text::is_private_use(d.code) ? text::place_of_private_use(d.code) : 0;
    if (today == 0) {
      out.append(s.substr(i, d.length));
    } else {
      text::append(out, today);
      string character;
      text::append(character, today);
      const string change = hex(d.code) + "→“" + character + "”（" + hex(today) + "）";
      if (told.find(change) == string::npos) told += (told.empty() ? "" : "，") + change;
    }
    i += d.length;
  }
  if (!told.empty()) {
    spot.warn(codes::kPrivateUseMapped, "“" + spot.field.label + "”里有旧编码的造字区字符，已换成正式编码：" + told,
              {"这是旧的 GBK、GB 18030-2005 文件留下的；请核对字形，并在原表里改正"});
  }
  return out;
}

/// ASCII for the full-width forms U+FF01…U+FF5E and U+3000; told once. Dashes that people type for a hyphen too.
string folded(string_view s, const Spot& spot) {
  string out;
  bool changed = false;
  for (std::size_t i = 0; i < s.size();) {
    const auto d = text::decode(s, i);
    if (d.code >= 0xFF01 && d.code <= 0xFF5E) {
      out += static_cast<char>(d.code - 0xFF01 + 0x21);
      changed = true;
    } else if (d.code == 0x2010 || d.code == 0x2011 || d.code == 0x2013 || d.code == 0x2212) {
      out += '-';
      changed = true;
    } else {
      out.append(s.substr(i, d.length));
    }
    i += d.length;
  }
  if (changed) spot.note(codes::kFolded, "“" + spot.field.label + "”里的全角字符按半角读取");
  return out;
}

bool all_digits(string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The pattern over a whole text, whichever of its alternatives comes first.
Poco::RegularExpression whole_text(const string& pattern) {
  return {"\\A(?:" + pattern + ")\\z", Poco::RegularExpression::RE_UTF8};
}

bool matches(const string& s, const string& pattern) {
  try {
    Poco::RegularExpression::Match where;
    return whole_text(pattern).match(s, where) > 0;
  } catch (const Poco::RegularExpressionException&) {  // it gave up: too many ways to try
    return false;
  }
}

bool length_fits(string_view s, const Spot& spot) {
  const std::size_t length = text::length(s);
  const auto& b = spot.field.bounds;
  if (b.max_length && length > *b.max_length) {
    spot.error(codes::kWrongLength, "“" + spot.field.label + "”有 " + std::to_string(length) + " 个字，最多 " +
                                        std::to_string(*b.max_length) + " 个字");
    return false;
  }
  if (b.min_length && length < *b.min_length) {
    spot.error(codes::kWrongLength, "“" + spot.field.label + "”只有 " + std::to_string(length) + " 个字，至少 " +
                                        std::to_string(*b.min_length) + " 个字");
    return false;
  }
  return true;
}

Value checked_text(string_view written, const Spot& spot) {
  const string value = text::nfc(with_places_of_today(written, spot));
  if (!clean(value, spot) || !length_fits(value, spot)) return {};
  const auto& pattern = spot.field.bounds.pattern;
  if (!pattern.empty() && (text::length(value) > kLongestForPattern || !matches(value, pattern))) {
    std::vector<string> hints;
    if (!spot.field.help.empty()) hints.push_back(spot.field.help);
    if (!spot.field.example.empty()) hints.push_back("例如：" + spot.field.example);
    spot.error(codes::kNoMatch, "“" + spot.field.label + "”的写法不对：" + spot.shown(value), std::move(hints));
    return {};
  }
  return Value::text(value, spot.field.type).at(spot.place);
}

Value read_number(string_view written, const Spot& spot) {
  const string digits = folded(written, spot);
  const auto number = text::Decimal::parse(digits);
  if (!number) {
    std::vector<string> hints{"只写数字和小数点，例如 1234.50"};
    if (digits.find(',') != string::npos) hints = {"不要千分位逗号，直接写数字"};
    else if (digits.find_first_of("eE") != string::npos) hints = {"不要用科学记数法，直接写出全部数字"};
    spot.error(codes::kBadNumber, "“" + spot.field.label + "”应为" + string(chinese_name_of(spot.field.type)) + "，现为" +
                                      spot.shown(written), std::move(hints));
    return {};
  }
  return checked_number(*number, written, spot);
}

Value read_date(string_view written, const Spot& spot) {
  const auto date = text::parse_date(folded(written, spot));
  if (!date) {
    spot.error(codes::kBadDate, "“" + spot.field.label + "”不是一个日期：" + spot.shown(written),
               {"写成 2023-08-10 或 2023年8月10日；也可能是当月没有这一天"});
    return {};
  }
  const auto& b = spot.field.bounds;
  if ((b.earliest && *date < *b.earliest) || (b.latest && *date > *b.latest)) {
    const bool early = b.earliest && *date < *b.earliest;
    spot.error(codes::kOutOfBounds, "“" + spot.field.label + "”为" + spot.shown(date->iso()) + "，应" +
                                        (early ? "不早于 " + b.earliest->iso() : "不晚于 " + b.latest->iso()));
    return {};
  }
  return Value::date(*date).at(spot.place);
}

Value read_period(string_view written, const Spot& spot) {
  for (const string_view mark : {"至", "～", "~", "—", "到"}) {
    const std::size_t at = written.find(mark);
    if (at == string_view::npos) continue;
    string_view rest = written.substr(at + mark.size());
    if (rest.starts_with(mark)) rest.remove_prefix(mark.size());  // ——
    const auto from = text::parse_date(folded(text::trim(written.substr(0, at)), spot));
    const auto to = text::parse_date(folded(text::trim(rest), spot));
    if (from && to) return checked_period({*from, *to}, spot);
  }
  spot.error(codes::kBadDate, "“" + spot.field.label + "”不是起止日期：" + spot.shown(written), {"写成 2023-09-01 至 2026-08-31"});
  return {};
}

Value read_option(string_view written, const Spot& spot) {
  const auto& options = spot.field.options;
  const auto it = std::find_if(options.begin(), options.end(),
                               [&](const Option& o) { return o.value == written || o.label == written; });
  if (it != options.end()) return Value::option(it->value, it->label).at(spot.place);
  std::vector<string> known;
  for (const auto& o : options) known.push_back(o.label == o.value ? o.value : o.value + "（" + o.label + "）");
  string all = "可选：";
  for (std::size_t i = 0; i < std::min<std::size_t>(known.size(), 12); ++i) all.append(i > 0 ? "、" : "").append(known[i]);
  if (known.size() > 12) all.append(" 等 ").append(std::to_string(known.size())).append(" 个");
  spot.error(codes::kNoSuchOption, "“" + spot.field.label + "”没有选项" + spot.shown(written), {all});
  return {};
}

Value read_id_card(string_view written, const Spot& spot) {
  string id = folded(written, spot);
  if (!id.empty() && id.back() == 'x') id.back() = 'X';
  const auto result = text::check_id_card(id);
  const string what = "“" + spot.field.label + "”" + spot.shown(id);
  switch (result.fault) {
    case text::IdCardFault::none: return Value::text(id, spot.field.type).at(spot.place);
    case text::IdCardFault::form:
      spot.error(codes::kBadIdCard, what + "不是 18 位居民身份证号", {"前 17 位是数字，末位是数字或 X；请核对原件"});
      break;
    case text::IdCardFault::date: spot.error(codes::kBadIdCard, what + "里的出生日期不存在", {"请核对第 7 至 14 位"}); break;
    case text::IdCardFault::check_digit:
      spot.error(codes::kBadIdCard, what + "的校验码不对", {string("末位应为 ") + result.expected + "；请核对原件"});
      break;
  }
  return {};
}

Value read_uscc(string_view written, const Spot& spot) {
  string code = folded(written, spot);
  std::transform(code.begin(), code.end(), code.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto result = text::check_uscc(code);
  const string what = "“" + spot.field.label + "”" + spot.shown(code);
  switch (result.fault) {
    case text::UsccFault::none: return Value::text(code, spot.field.type).at(spot.place);
    case text::UsccFault::form:
      spot.error(codes::kBadUscc, what + "不是 18 位统一社会信用代码", {"只用数字和大写字母，没有 I、O、S、V、Z"});
      break;
    case text::UsccFault::check_character:
      spot.error(codes::kBadUscc, what + "的校验码不对", {string("末位应为 ") + result.expected + "；请核对证书"});
      break;
  }
  return {};
}

bool is_mobile(string_view s) { return s.size() == 11 && all_digits(s) && s[0] == '1' && s[1] >= '3'; }

/// 0371-00000001, 00000001, 0371-00000001-8001, 400-000-0000, or a mobile.
bool is_phone(string_view s) {
  if (is_mobile(s)) return true;
  std::vector<string_view> parts;
  for (std::size_t at = 0; at <= s.size();) {
    const std::size_t dash = std::min(s.find('-', at), s.size());
    parts.push_back(s.substr(at, dash - at));
    at = dash + 1;
  }
  if (!std::all_of(parts.begin(), parts.end(), all_digits)) return false;
  if (parts.size() == 3 && (parts[0] == "400" || parts[0] == "800")) return parts[1].size() == 3 && parts[2].size() == 4;
  std::size_t i = 0;
  if (parts[0].size() <= 4 && parts[0].size() >= 3 && parts[0][0] == '0') ++i;
  if (i >= parts.size() || parts[i].size() < 7 || parts[i].size() > 8) return false;
  ++i;
  if (i < parts.size() && parts[i].size() <= 6) ++i;
  return i == parts.size();
}

Value read_mobile(string_view written, const Spot& spot) {
  const string number = folded(written, spot);
  if (is_mobile(number)) return Value::text(number, spot.field.type).at(spot.place);
  spot.error(codes::kBadPhone, "“" + spot.field.label + "”" + spot.shown(number) + "不是手机号码", {"11 位数字，不加空格、横线和 +86"});
  return {};
}

Value read_phones(string_view written, const Spot& spot) {
  string out;
  for (const auto& item : split_items(written)) {
    const string number = folded(item, spot);
    if (!is_phone(number)) {
      spot.error(codes::kBadPhone, "“" + spot.field.label + "”" + spot.shown(number) + "不是电话号码",
                 {"写成 0371-00000001；几个号码之间用顿号"});
      return {};
    }
    out.append(out.empty() ? "" : "、").append(number);
  }
  if (!length_fits(out, spot)) return {};
  return Value::text(out, spot.field.type).at(spot.place);
}

Value read_email(string_view written, const Spot& spot) {
  const string address = folded(written, spot);
  const std::size_t at = address.find('@');
  const auto allowed = [](string_view part, string_view extra) {
    return !part.empty() && part.front() != '.' && part.back() != '.' && part.find("..") == string_view::npos &&
           std::all_of(part.begin(), part.end(), [&](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || extra.find(c) != string_view::npos;
           });
  };
  const string_view view = address;
  if (at != string::npos && at <= 64 && address.size() <= 254 && allowed(view.substr(0, at), ".!#$%&'*+/=?^_`{|}~-") &&
      allowed(view.substr(at + 1), ".-") && view.substr(at + 1).find('.') != string_view::npos) {
    return Value::text(address, spot.field.type).at(spot.place);
  }
  spot.error(codes::kBadEmail, "“" + spot.field.label + "”" + spot.shown(address) + "不是电子邮箱地址", {"写成 name@example.edu.cn"});
  return {};
}

}  // namespace

void Spot::error(string_view code, string message, std::vector<string> hints) const {
  out.error(code, place, std::move(message), std::move(hints), path);
}
void Spot::warn(string_view code, string message, std::vector<string> hints) const {
  out.warning(code, place, std::move(message), std::move(hints), path);
}
void Spot::note(string_view code, string message) const {
  out.add({Severity::note, code, place, std::move(message), {}, path, {}});
}

string Spot::shown(string_view value) const {
  if (options.show_values || !field.personal()) {
    constexpr std::size_t kShown = 40;
    string quoted = "“";
    std::size_t at = 0;
    for (std::size_t n = 0; at < value.size() && n < kShown; ++n) {
      const auto d = text::decode(value, at);
      if (text::is_unprintable(d.code)) quoted += "�";
      else quoted.append(value.substr(at, d.length));
      at += d.length;
    }
    return quoted + (at < value.size() ? "……”" : "”");
  }
  switch (field.type) {
    case Type::id_card: return text::mask_id(value);
    case Type::mobile:
    case Type::phone: return text::mask_phone(value);
    case Type::email: return text::mask_email(value);
    case Type::name: return text::mask_name(value);
    default: return "（内容已隐去）";
  }
}

Value checked_number(text::Decimal number, string_view written, const Spot& spot) {
  const auto& field = spot.field;
  const std::uint8_t digits = field.type == Type::integer ? std::uint8_t{0} : field.bounds.digits.value_or(9);
  if (number.scale() > digits) {
    spot.error(codes::kBadNumber, "“" + field.label + "”" + spot.shown(written) +
                                      (digits == 0 ? "应为整数" : "小数点后最多 " + std::to_string(digits) + " 位"));
    return {};
  }
  if (field.bounds.min && number < *field.bounds.min) {
    spot.error(codes::kOutOfBounds, "“" + field.label + "”为" + spot.shown(written) + "，不应小于 " + field.bounds.min->to_string());
    return {};
  }
  if (field.bounds.max && number > *field.bounds.max) {
    spot.error(codes::kOutOfBounds, "“" + field.label + "”为" + spot.shown(written) + "，不应大于 " + field.bounds.max->to_string());
    return {};
  }
  return Value::number(number, field.type).at(spot.place);
}

Value checked_period(Period period, const Spot& spot) {
  if (period.to < period.from) {
    spot.error(codes::kBadDate, "“" + spot.field.label + "”的截止日期早于起始日期");
    return {};
  }
  const auto& b = spot.field.bounds;
  if ((b.earliest && period.from < *b.earliest) || (b.latest && period.to > *b.latest)) {
    spot.error(codes::kOutOfBounds, "“" + spot.field.label + "”超出了允许的起止日期");
    return {};
  }
  return Value::period(period).at(spot.place);
}

bool is_pattern(const string& pattern) {
  try {
    const Poco::RegularExpression alone(pattern, Poco::RegularExpression::RE_UTF8);
    whole_text(pattern);
    return true;
  } catch (const Poco::RegularExpressionException&) {
    return false;
  }
}

std::vector<string> split_items(string_view cell) {
  std::vector<string> out;
  string item;
  const auto flush = [&] {
    const string_view trimmed = text::trim(item);
    if (!trimmed.empty()) out.emplace_back(trimmed);
    item.clear();
  };
  for (std::size_t i = 0; i < cell.size();) {
    const auto d = text::decode(cell, i);
    if (d.code == U'、' || d.code == U'；' || d.code == U';' || d.code == U'\n') flush();
    else item.append(cell.substr(i, d.length));
    i += d.length;
  }
  flush();
  return out;
}

Value convert(string_view written, const Spot& spot) {
  const string plain = without_returns(text::trim(written));
  if (plain.empty()) return {};
  switch (spot.field.type) {
    case Type::text:
    case Type::name: return checked_text(plain, spot);
    case Type::image:
    case Type::file: {
      const Value name = checked_text(plain, spot);
      return name.is_absent() ? Value() : Value::file({name.text(), nullptr}, spot.field.type).at(spot.place);
    }
    case Type::integer:
    case Type::decimal:
    case Type::money: return read_number(plain, spot);
    case Type::date: return read_date(plain, spot);
    case Type::period: return read_period(plain, spot);
    case Type::enumeration: return read_option(text::nfc(plain), spot);
    case Type::phone: return read_phones(plain, spot);
    case Type::mobile: return read_mobile(plain, spot);
    case Type::email: return read_email(plain, spot);
    case Type::id_card: return read_id_card(plain, spot);
    case Type::uscc: return read_uscc(plain, spot);
    case Type::list:
    case Type::table:
    case Type::object: break;
  }
  spot.error(codes::kWrongType, "“" + spot.field.label + "”应为" + string(chinese_name_of(spot.field.type)));
  return {};
}

Value parse_value(string_view written, const Field& field, const Place& place, Diagnostics& out, const LoadOptions& options) {
  return convert(written, Spot{field, field.path, place, options, out});
}

}  // namespace gongwen::data
