#pragma once

// 档号: how an archive writes them, what they are made of, and which is the next. Pure: no file is touched here.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/result.h"
#include "trust/archive/bundle.h"

namespace gongwen::archive {

// Source DA/T 22-2015 (全宗号-档案门类代码·年度-保管期限-机构(问题)代码-件号) and DA/T 13-2022 (全宗号-类别号-件号, the parts of the 类别号 joined by ·).
inline constexpr std::string_view kPattern22 = "{全宗号}-{门类}·{年度}-{保管期限}-{机构}-{件号:4}";
inline constexpr std::string_view kPattern13 = "{全宗号}-{门类}·{年度}·{保管期限}·{机构}-{件号:4}";

/// How an archive writes 档号, and whose records they are. Kept in the archive's file `numbering` (FORMAT.md 4.2).
struct Numbering {
  std::string pattern{kPattern22};
  std::string fonds;            ///< 全宗号: a letter and three digits
  std::string category = "WS";  ///< 门类
  std::string office;           ///< 机构或问题 of records for which nobody says another; may be empty
  std::string archives;         ///< 档案馆名称 (M3)
  std::string archives_code;    ///< M4
  std::string fonds_name;       ///< 全宗名称 (M5)
  std::string creator;          ///< 立档单位名称 (M6); empty: whoever sealed
};

/// Errors A170: every fault of the pattern and the parts it is filled with.
bool check_numbering(const Numbering& numbering, Diagnostics& out);
/// Canonical JSON, part of the format.
std::string write_numbering(const Numbering& numbering);
std::optional<Numbering> parse_numbering(std::string_view bytes);

/// What a 档号 looks like here, for hints: `Z109-WS·2026-Y-BGS-0001`.
std::string example_number(const Numbering& numbering);
/// REQUIRES: check_numbering said the numbering is right; `parts` holds what its pattern asks for.
std::string write_number(const Numbering& numbering, const NumberParts& parts);
/// Takes a 档号 apart.
/// Errors A171, saying which character is wrong, what it should be and how it looks when it is right. The place is the caller's.
Result<NumberParts> read_number(const Numbering& numbering, std::string_view text);
/// 机构或问题 as it may stand in a 档号. Empty: it may; else why not, a sentence in Chinese.
std::string wrong_office(std::string_view office);

/// 永久 → Y, 30年 → D30, 10年 → D10, and back. Empty for anything else.
std::string retention_code(std::string_view retention);
std::string retention_of_code(std::string_view code);

/// Within which 件号 count from 1: 年度, 保管期限代码, 机构或问题 (the last only where the pattern has it).
using NumberGroup = std::tuple<std::string, std::string, std::string>;
NumberGroup group_of(const NumberParts& parts);
std::string spoken(const NumberGroup& group);   ///< “2026 年度、Y、办公室 ”

/// The 件号 given so far, group by group.
class NumberLedger {
 public:
  explicit NumberLedger(const Numbering& numbering) : numbering_(numbering) {}
  /// A 档号 that is given. Errors A171 it does not fit the pattern (a warning: it is there already), A172 another record has it.
  void take(const std::string& record_id, const std::string& archive_number, Diagnostics& out);
  /// The next one of a group, taken at once for `record_id`: behind the highest, or the first gap. Errors A174 no digits are left.
  std::optional<std::string> next(const std::string& record_id, NumberParts parts, bool fill_gaps, Diagnostics& out);
  /// Warnings A173: numbers that are missing between 1 and the highest of their group.
  void tell_gaps(Diagnostics& out) const;
  std::uint64_t count() const noexcept { return holders_.size(); }

 private:
  const Numbering& numbering_;
  std::map<NumberGroup, std::map<std::uint32_t, std::string>> groups_;   // 件号 → record
  std::map<NumberGroup, std::uint32_t> lowest_free_;                     // no 件号 below it is free
  std::map<std::string, std::string> holders_;                           // 档号 → record
};

}  // namespace gongwen::archive
