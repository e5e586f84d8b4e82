#include "content/template/files.h"

#include <filesystem>

#include "foundation/base/codes.h"

namespace gongwen::tmpl {

const std::string* Files::bytes(const std::string& name) {
  auto it = bytes_.find(name);
  if (it == bytes_.end()) it = bytes_.emplace(name, read_(name)).first;
  return it->second ? &*it->second : nullptr;
}

std::optional<std::string> Files::resolve(const std::string& from, const std::string& relative) {
  const fs::path path(relative);
  if (relative.empty() || path.is_absolute() || relative.find('\\') != std::string::npos) return std::nullopt;
  const std::string name = (fs::path(from).parent_path() / path).lexically_normal().generic_string();
  if (name.empty() || name == "." || name == ".." || name.starts_with("../")) return std::nullopt;
  return name;
}

const std::string* Files::named(const Spot& spot, const pugi::xml_attribute& attribute, std::string& name) {
  const auto resolved = resolve(spot.source.name(), attribute.value());
  if (!resolved) {
    spot.error_at(attribute, codes::kSourceMissing, std::string("文件“") + attribute.value() + "”不在模板的文件夹里",
                  {"写相对的文件名，最多用 ../ 到存放各模板的文件夹"});
    return nullptr;
  }
  name = *resolved;
  const std::string* found = bytes(name);
  if (found == nullptr) {
    spot.error_at(attribute, codes::kSourceMissing, "没有文件“" + *shown(name) + "”", {"文件名相对于写它的文件所在的文件夹"});
  }
  return found;
}

const Source* Files::xml(const std::string& name, Diagnostics& out) {
  const auto it = sources_.find(name);
  if (it != sources_.end()) return it->second.get();
  const std::string* text = bytes(name);
  if (text == nullptr) return nullptr;
  auto source = std::make_unique<Source>(name, *shown(name), *text);
  if (!source->parse(out)) source.reset();
  return sources_.emplace(name, std::move(source)).first->second.get();
}

std::vector<SourceFile> Files::all() const {
  std::vector<SourceFile> out;
  for (const auto& [name, text] : bytes_) {
    if (text) out.push_back({name, *text});
  }
  return out;
}

}  // namespace gongwen::tmpl
