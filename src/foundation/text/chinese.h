#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/date.h"
#include "foundation/text/decimal.h"

namespace gongwen::text {

/// 2023年8月10日: Arabic digits, 月日不编虚位 (GB/T 9704-2012 7.3.5.4).
std::string chinese_date(Date d);
/// 二〇二三年八月十日: Hanzi form (GB/T 15835-2011 4.2).
std::string chinese_date_hanzi(Date d);
/// 2023年12月15日, 2023-12-15, 2023/12/15, 2023.12.15, 20231215; month and day may have one digit where separated.
/// Nothing when it is no such form or no such day.
std::optional<Date> parse_date(std::string_view text);

/// 1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五. 0 → 零. REQUIRES: at most 16 digits (InternalError).
std::string chinese_number(std::int64_t n);

/// 人民币大写: 1234.50 → 壹仟贰佰叁拾肆元伍角; 100 → 壹佰元整; 0.05 → 伍分; 0 → 零元整; -1 → 负壹元整. Nothing when there are more
/// than two digits after the point or 10^16 or more. Where the rules leave a choice: 整 behind 元 only, none behind 角; 零 once
/// between a whole ten of 元 and the 角 (1680.32 → …捌拾元零叁角贰分).
/// Source 《支付结算办法》 附件一 《正确填写票据和结算凭证的基本规定》 (中国人民银行, 1997), clauses 一 to 四.
std::optional<std::string> rmb_upper(Decimal amount);

/// 1234567.80 → 1,234,567.80
std::string thousands(Decimal d);
/// 0.9153 → 91.53% at `digits` after the point (四舍五入).
std::string percent(Decimal ratio, std::uint8_t digits);

/// 18-digit citizen identification number (GB 11643-1999): form, calendar date, check digit by ISO 7064 MOD 11-2.
enum class IdCardFault { none, form, date, check_digit };
struct IdCardCheck { IdCardFault fault = IdCardFault::none; char expected = '\0'; };  ///< expected: the right check digit
IdCardCheck check_id_card(std::string_view id);

/// 18-character unified social credit code (GB 32100-2015): alphabet without I O S V Z, check character by MOD 31.
enum class UsccFault { none, form, check_character };
struct UsccCheck { UsccFault fault = UsccFault::none; char expected = '\0'; };
UsccCheck check_uscc(std::string_view code);

/// Masks for messages: 410102********0018, 138****5678, 王*, z***@example.com. Work on code points.
std::string mask_id(std::string_view id);
std::string mask_phone(std::string_view phone);
std::string mask_name(std::string_view name);
std::string mask_email(std::string_view email);

}  // namespace gongwen::text
