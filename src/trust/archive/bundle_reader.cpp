#include "foundation/base/codes.h"
#include "trust/archive/bundle.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/version_internal.h"

namespace gongwen::archive {

std::optional<BundleReader> BundleReader::open(std::string_view bytes, const Place::Name& file, Diagnostics& out) {
  auto reader = zip::Reader::open(bytes, zip::Profile::bundle, file, out);
  if (!reader) return std::nullopt;
  const auto refuse = [&](std::string message) {
    out.error(codes::kNotABundle, Place::in_text(file, 0, 0, 0), std::move(message));
    return std::nullopt;
  };
  const zip::Reader::Entry* const entry = reader->find(kVersion);
  if (entry == nullptr) return refuse("这个 zip 不是封存包：里面没有 gongwen/version.json");
  const auto text = reader->read(*entry, out);
  if (!text) return std::nullopt;
  auto version = parse_version(*text);
  if (!version) return refuse("封存包的 gongwen/version.json 已损坏，或属于更新的格式");
  return BundleReader(std::move(*reader), file, std::move(*version));
}

std::vector<std::string> BundleReader::names() const {
  std::vector<std::string> out;
  out.reserve(reader_.entries().size());
  for (const auto& entry : reader_.entries()) out.push_back(entry.name);
  return out;
}

std::optional<std::string> BundleReader::read(std::string_view name, Diagnostics& out) const {
  const zip::Reader::Entry* const entry = reader_.find(name);
  if (entry != nullptr) return reader_.read(*entry, out);
  out.error(codes::kNoSuchFile, Place::in_text(file_, 0, 0, 0), "封存包里没有文件 " + std::string(name));
  return std::nullopt;
}

std::optional<json::Node> BundleReader::record(Diagnostics& out, const std::string& name) const {
  const auto text = read(kRecord, out);
  if (!text) return std::nullopt;
  return json::parse(*text, Place::in_file(name.empty() ? std::string(kRecord) : name).file, out);
}

}  // namespace gongwen::archive
