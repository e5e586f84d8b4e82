#pragma once

// 四性检测 (DA/T 70-2018): what verification, metadata and log say of authenticity, integrity, usability and security, item by item. What
// was not really looked at is never called 通过.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.h"
#include "trust/archive/export.h"

namespace gongwen::archive {

/// The stage at which it is made: part of each item's number.
enum class CheckStage : std::uint8_t { filing /*归档 GD*/, transfer /*移交接收 YJ*/, keeping /*长期保存 CQ*/ };
std::string_view chinese_name_of(CheckStage stage) noexcept;
std::optional<CheckStage> check_stage_of(std::string_view name) noexcept;   ///< "归档", "GD", …

enum class CheckResult : std::uint8_t { passed, failed, unchecked };
std::string_view chinese_name_of(CheckResult result) noexcept;   ///< 通过, 不通过, 未检测

struct CheckItem {
  std::string id;               ///< GD-1-1
  std::string property;         ///< 真实性
  std::string name, object, basis;
  CheckResult result = CheckResult::unchecked;
  std::string note;
};

struct FourCheck {
  CheckStage stage = CheckStage::filing;
  Date date;
  std::string organisation, archive;
  std::string log_root;         ///< of the checkpoint it was made at
  std::uint64_t records = 0, versions = 0, files = 0, bytes = 0;
  std::vector<CheckItem> items;
  std::uint64_t count(CheckResult result) const noexcept;
};

/// Can a file of the contents be opened and read?
enum class Readable : std::uint8_t { yes, no, unknown /*nobody here can tell*/ };

struct FourCheckInput {
  CheckStage stage = CheckStage::filing;
  Date date;
  bool trusted = false;         ///< certificates got elsewhere were given to the verification
  /// Asks whoever knows formats; `name` inside the bundle. Without it: unknown.
  std::function<Readable(std::string_view name, std::string_view bytes)> readable;
  std::optional<std::vector<std::string>> folder;   ///< what is wrong with the folder of a hand-over; nothing: there is none
};

/// REQUIRES: the consignment is `gather`ed from this archive, and not empty.
FourCheck four_check(Archive& archive, const Consignment& consignment, const FourCheckInput& input);
json::Node to_json(const FourCheck& check);

}  // namespace gongwen::archive
