#include "app/usecases/check_page.h"

#include "foundation/base/codes.h"

namespace gongwen::usecases {

std::optional<inspect::Report> check_page(Env& env, const fs::path& file, Diagnostics& out) {
  if (env.is_dir(file)) throw Error("读取 " + file.string() + " 失败：这是文件夹，不是文件");
  const auto bytes = env.map_file(file);
  const auto document = inspect::read(bytes->view(), std::make_shared<const std::string>(file.string()), out);
  if (!document) return std::nullopt;
  auto report = inspect::check(*document);
  for (const auto& finding : report.findings) {
    if (finding.code != codes::kPdfNoText) continue;   // nothing was measured: that is no judgement
    out.add(inspect::to_diagnostic(finding, file.string()));
    return std::nullopt;
  }
  return report;
}

}  // namespace gongwen::usecases
