// Which 件号 are given, which is the next, which are missing.

#include <cstdlib>

#include "foundation/base/codes.h"
#include "trust/archive/numbering.h"
#include "trust/archive/names_internal.h"

namespace gongwen::archive {
namespace {

std::size_t width_of(const Numbering& numbering) {
  const std::string example = example_number(numbering);
  const auto parts = read_number(numbering, example);
  return parts ? parts.value().item.size() : 4;
}

}  // namespace

NumberGroup group_of(const NumberParts& p) { return {p.year, p.retention, p.office}; }

std::string spoken(const NumberGroup& group) {
  const auto& [year, retention, office] = group;
  return year + " 年度、" + retention + (office.empty() ? "" : "、" + office) + " ";
}

void NumberLedger::take(const std::string& record_id, const std::string& number, Diagnostics& out) {
  if (number.empty()) return;
  const auto [held, fresh] = holders_.try_emplace(number, record_id);
  if (!fresh && held->second != record_id) {
    out.error(codes::kArchiveNumberTwice, Place::in_file(record_id), "档号“" + number + "”已经给了“" + held->second + "”", {"一个档号只给一件；用 gongwen archive arrange " + record_id + " --number 另编"});
    return;
  }
  auto parts = read_number(numbering_, number);
  if (!parts) {
    Diagnostic d = parts.error();
    d.severity = Severity::warning;
    d.place = Place::in_file(record_id);
    out.add(std::move(d));
    return;
  }
  groups_[group_of(parts.value())].emplace(static_cast<std::uint32_t>(std::strtoul(parts.value().item.c_str(), nullptr, 10)), record_id);
}

std::optional<std::string> NumberLedger::next(const std::string& record_id, NumberParts parts, bool fill_gaps, Diagnostics& out) {
  const NumberGroup group = group_of(parts);
  auto& given = groups_[group];
  std::uint32_t number = given.empty() ? 1 : given.rbegin()->first + 1;
  if (fill_gaps) {
    std::uint32_t& free = lowest_free_.try_emplace(group, 1).first->second;   // numbers are taken, never given back
    while (given.contains(free)) ++free;
    number = free;
  }
  const std::size_t width = width_of(numbering_);
  parts.item = padded(number, width);
  if (parts.item.size() > width) {
    out.error(codes::kCannotNumber, Place::in_file(record_id), spoken(group) + "的件号编满了（" + std::to_string(width) + " 位）", {"用 gongwen archive numbering --pattern 改成更多位，如 {件号:5}"});
    return std::nullopt;
  }
  std::string text = write_number(numbering_, parts);
  given.emplace(number, record_id);
  holders_.emplace(text, record_id);
  return text;
}

void NumberLedger::tell_gaps(Diagnostics& out) const {
  for (const auto& [group, given] : groups_) {
    std::uint32_t expected = 1;
    for (const auto& [number, record] : given) {
      if (number != expected) {
        const std::string which = number == expected + 1 ? std::to_string(expected) : std::to_string(expected) + " 至 " + std::to_string(number - 1);
        out.warning(codes::kArchiveNumberGap, {}, spoken(group) + "缺件号 " + which + "（下一件是 " + record + "）", {"查明缺的件；空号可以用 gongwen archive arrange --fill-gaps 补上"});
      }
      expected = number + 1;
    }
  }
}

}  // namespace gongwen::archive
