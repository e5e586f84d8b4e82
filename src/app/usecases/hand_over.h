#pragma once

// 移交 and 四性检测: records that leave the archive, and what can be said of them.

#include <optional>
#include <string>
#include <vector>

#include "app/usecases/press.h"
#include "trust/archive/four_check.h"

namespace gongwen::usecases {

/// Can this file of a paper's contents be opened and read through? PDF, Word and Excel, JPEG, PNG, texts; other formats nobody here reads.
archive::Readable can_read(std::string_view name, std::string_view bytes);

struct InspectRequest {
  archive::ExportSelection selection;
  archive::VerifyOptions verify;
  archive::CheckStage stage = archive::CheckStage::filing;
  Date date;
};

/// 四性检测 of the chosen records. Errors those of gather; A177 when none is left.
std::optional<archive::FourCheck> inspect(archive::Archive& archive, const InspectRequest& request, Diagnostics& out);

/// The report as a paper. Nothing with the reasons in `out`.
std::optional<Paper> print_check(Env& env, const House& house, const archive::FourCheck& check, const Looks& looks, Diagnostics& out);

struct HandOverRequest {
  archive::ExportSelection selection;
  archive::VerifyOptions verify;
  archive::ExportOptions options;        ///< its tool is set here
  fs::path out;
  Looks looks;
};

struct HandedOver {
  archive::ExportReport report;
  std::optional<archive::FourCheck> check;   ///< of a hand-over
};

/// Verifies, writes, checks and reports: all of it, or nothing. A hand-over holds its own 四性检测报告.
/// Errors A176; those of gather; A178 (difference); A179 warnings; of the report's template.
std::optional<HandedOver> hand_over(Env& env, const House& house, archive::Archive& archive, const HandOverRequest& request, Diagnostics& out);

}  // namespace gongwen::usecases
