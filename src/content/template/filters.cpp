#include <algorithm>
#include <array>

#include "content/template/node_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"
#include "foundation/text/chinese.h"

namespace gongwen::tmpl {
namespace {

using data::Value;
using Kind = StaticType::Kind;

constexpr std::array kFilters{
    FilterRule{"中文日期", Filter::chinese_date, false, Kind::date},
    FilterRule{"chinese-date", Filter::chinese_date, false, Kind::date},
    FilterRule{"汉字日期", Filter::hanzi_date, false, Kind::date},
    FilterRule{"hanzi-date", Filter::hanzi_date, false, Kind::date},
    FilterRule{"人民币大写", Filter::rmb_upper, false, Kind::number},
    FilterRule{"rmb-upper", Filter::rmb_upper, false, Kind::number},
    FilterRule{"thousands", Filter::thousands, false, Kind::number},
    FilterRule{"percent", Filter::percent, true, Kind::number},
    FilterRule{"round", Filter::round, true, Kind::number},
    FilterRule{"upper-number", Filter::upper_number, false, Kind::number},
    FilterRule{"中文数字", Filter::upper_number, false, Kind::number},
    FilterRule{"mask", Filter::mask, false, Kind::any},
    FilterRule{"default", Filter::fallback, true, Kind::any},
    FilterRule{"label", Filter::label, false, Kind::text},
    FilterRule{"plain", Filter::plain, false, Kind::any},
};

/// A filtered number is text that keeps the number's type, so that it is not torn across lines.
Value text_like(const Value& value, std::string text) {
  return Value::text(std::move(text), value.type() == data::Type::money ? data::Type::money : data::Type::text).at(value.place());
}

std::uint8_t digits_of(const Value& argument) {
  const auto text = argument.number().to_string();
  return static_cast<std::uint8_t>(text[0] - '0');  // compile allows 0 … 9 only
}

Value unfit(std::string what, const Place& place, Diagnostics& out) {
  out.error(codes::kBadFilterValue, place, std::move(what));
  return {};
}

std::string plain(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::text: return value.text();
    case Value::Kind::date: return value.date().iso();
    case Value::Kind::period: return value.period().from.iso() + "/" + value.period().to.iso();
    default: return to_text(value);
  }
}

}  // namespace

const FilterRule* find_filter(std::string_view name) noexcept {
  const auto it = std::find_if(kFilters.begin(), kFilters.end(), [&](const FilterRule& f) { return f.name == name; });
  return it == kFilters.end() ? nullptr : &*it;
}

std::vector<std::string> filter_names() {
  std::vector<std::string> out;
  for (const auto& f : kFilters) out.emplace_back(f.name);
  return out;
}

Value apply(Filter filter, const Value& value, const Value& argument, const Place& place, Diagnostics& out) {
  const bool number = value.kind() == Value::Kind::number;
  const bool date = value.kind() == Value::Kind::date;
  switch (filter) {
    case Filter::chinese_date:
      return date ? Value::text(text::chinese_date(value.date())).at(value.place()) : unfit("只有日期能写成中文日期", place, out);
    case Filter::hanzi_date:
      return date ? Value::text(text::chinese_date_hanzi(value.date())).at(value.place()) : unfit("只有日期能写成汉字日期", place, out);
    case Filter::rmb_upper: {
      const auto words = number ? text::rmb_upper(value.number()) : std::nullopt;
      if (!words) return unfit("这个数写不成人民币大写：小数点后最多两位，整数部分最多十六位", place, out);
      return Value::text(*words).at(value.place());
    }
    case Filter::thousands: return number ? text_like(value, text::thousands(value.number())) : unfit("只有数字能加千分位", place, out);
    case Filter::percent:
      return number ? text_like(value, text::percent(value.number(), digits_of(argument))) : unfit("只有数字能写成百分比", place, out);
    case Filter::round:
      return number ? Value::number(value.number().rounded(digits_of(argument)), value.type()).at(value.place())
                    : unfit("只有数字能四舍五入", place, out);
    case Filter::upper_number: {
      // chinese_number goes up to 99 999 999.
      constexpr std::int64_t kLargest = 99'999'999;
      const auto whole = number && !value.number().negative() && value.number() <= text::Decimal::of(kLargest) &&
                         value.number() == value.number().rounded(0);
      if (!whole) return unfit("只有 0 到 99999999 的整数能写成中文数字", place, out);
      return Value::text(text::chinese_number(static_cast<std::int64_t>(value.number().to_double()))).at(value.place());
    }
    case Filter::mask: return Value::text(masked(value)).at(value.place());
    case Filter::label: return Value::text(to_text(value)).at(value.place());
    case Filter::plain: return Value::text(plain(value)).at(value.place());
    case Filter::fallback: break;
  }
  check(false, "apply: default is applied by evaluate");
  return {};
}

}  // namespace gongwen::tmpl
