#include "app/usecases/printing.h"

#include "content/data/load.h"

namespace gongwen::usecases {

std::shared_ptr<const Press> open_press(Env& env, const House& house, const std::string& id, const Looks& looks, Diagnostics& out) {
  const auto folder = find_template(env, house, id, out);
  return folder ? Press::open(env, house, *folder, looks, out) : nullptr;
}

std::optional<Rendered> print_node(std::shared_ptr<const Press> press, const json::Node& record, const std::set<Format>& formats, Diagnostics& out) {
  Rendered done;
  done.press = std::move(press);
  data::LoadOptions options;
  options.show_values = true;   // our own words, nothing of the papers
  done.record = data::load_json(json::canonical(record), done.press->tmpl().id() + ".json", done.press->tmpl().schema(), out, options);
  if (out.has_errors()) return std::nullopt;
  auto paper = done.press->print(done.record, formats, std::nullopt, out);
  if (!paper) return std::nullopt;
  done.paper = std::move(*paper);
  return done;
}

std::string in_eights(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 8) out += (i == 0 ? "" : " ") + hex.substr(i, 8);
  return out;
}

std::vector<fs::path> write_paper(Env& env, const Rendered& rendered, const fs::path& folder) {
  env.create_dirs(folder);
  std::vector<fs::path> out;
  const auto one = [&](const std::string& bytes, const char* extension) {
    if (bytes.empty()) return;
    out.push_back(folder / (rendered.paper.name + extension));
    write_file_atomic(env, out.back(), bytes);
  };
  one(rendered.paper.pdf, ".pdf");
  one(rendered.paper.docx, ".docx");
  return out;
}

}  // namespace gongwen::usecases
