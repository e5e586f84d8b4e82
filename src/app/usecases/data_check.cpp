#include "app/usecases/data_check.h"

#include <algorithm>

#include "content/data/load.h"
#include "foundation/base/codes.h"

namespace gongwen::usecases {

const tmpl::Template* DataCheck::find(const std::string& id) {
  const auto found = known_.find(id);
  if (found != known_.end()) return found->second.get();
  const bool plain = !id.empty() && id.find('/') == std::string::npos && id.find("..") == std::string::npos;
  std::shared_ptr<const tmpl::Template> loaded;
  Diagnostics ignored;   // a shipped template that does not load is told by `check`
  if (plain && env_.exists(house_.templates / id / "template.xml")) loaded = tmpl::load_template(env_, house_.templates / id, ignored);
  return known_.emplace(id, std::move(loaded)).first->second.get();
}

tmpl::Filing DataCheck::check(const archive::BundleReader& bundle, const std::string& name, Diagnostics& out) {
  const std::string& id = bundle.version().render.template_id;
  if (id.empty()) return {};
  const tmpl::Template* const form = find(id);
  if (form == nullptr) {
    out.error(codes::kUnknownForm, Place::in_file(name), "这份材料用的模板“" + id + "”本单位没有，无法检查数据", {"请学校改用本单位发布的模板，或把模板放进 templates 文件夹"});
    return {};
  }
  for (const tmpl::SourceFile& file : form->files()) {
    Diagnostics ignored;
    const std::string path = "gongwen/template/" + file.name;
    if (bundle.has(path) && bundle.read(path, ignored) == file.bytes) continue;
    out.warning(codes::kOtherForm, Place::in_file(name), "这份材料用的模板与本单位的不同（" + file.name + "），数据按本单位的模板检查", {"请提醒学校更新模板"});
    break;
  }
  auto node = bundle.record(out, name);
  if (!node) return {};
  const data::Record record = data::load_node(*node, form->schema(), out);
  tmpl::check_rules(*form, record, out);
  return tmpl::filing_of(*form, record);
}

}  // namespace gongwen::usecases
