#include "trust/archive/remains_internal.h"

#include <algorithm>

namespace gongwen::archive {
namespace {

std::string about(const Remains& one, bool log_good) {
  const std::string name = one.entry->record_id + " 第 " + std::to_string(one.entry->number) + " 版：";
  const std::string digest = log_good ? "；日志仍证明它于 " + one.entry->at.iso() + " 归档，封存包的 SHA-256 是 " + one.entry->sha256 : "";
  if (!one.there) return name + "封存包不在，内容无从证明" + digest;
  if (one.same) return name + "封存包与归档日志相符，内容和归档时间都能证明；差异在别处";
  if (one.swapped) return name + "它的位置上是另一个封存包，内容无从证明" + digest;
  if (!one.sealed) return name + "签名或清单已坏，内容不能证明" + digest;
  if (one.bad_files == 0) return name + "现在这个封存包自身完整，但不是归档时的那一个，不能当作原件" + digest;
  return name + "签过名的清单完好，" + std::to_string(one.files) + " 个文件里 " + std::to_string(one.files - std::min(one.files, one.bad_files)) +
         " 个与清单相符，仍可证明" + digest;
}

}  // namespace

std::vector<std::string> still_provable(std::span<const Remains> versions, bool log_good, std::uint64_t log_size) {
  std::vector<std::string> out;
  out.push_back(log_good ? "归档日志完好：" + std::to_string(log_size) + " 条的编号、时间和摘要都能证明，封存包丢失或被改的也在内"
                         : "归档日志有损坏，不能作整体的证明；完好的封存包仍可凭各自的签名和回执单独证明");
  const auto good = std::count_if(versions.begin(), versions.end(), [](const Remains& one) { return one.good; });
  if (good > 0) out.push_back(std::to_string(good) + " 版完好，" + (log_good ? "内容和归档时间都能证明" : "内容能证明"));
  for (const Remains& one : versions) {
    if (!one.good) out.push_back(about(one, log_good));
  }
  return out;
}

}  // namespace gongwen::archive
