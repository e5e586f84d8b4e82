#include "content/template/compile_internal.h"
#include "content/template/template.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

void read_header(const Spot& root, Program& program) {
  check_attributes(root, "id name version style", "id name version style");
  program.id = root.node.attribute("id").value();
  program.name = root.node.attribute("name").value();
  program.version = root.node.attribute("version").value();
  program.style = root.node.attribute("style").value();
}

/// about, data, fields, paper: each at its turn, for expressions need the fields and options need the data.
void read_parts(const Spot& root, Program& program, Files& files) {
  pugi::xml_node fields;
  pugi::xml_node paper;
  for (const auto& node : root.node.children()) {
    const Spot spot{root.source, node, root.out};
    const std::string_view name = node.name();
    if (node.type() != pugi::node_element) {
      if (!text::trim(node.value()).empty()) spot.error(codes::kStrayText, "这里不能有文字");
    } else if (name == "about") {
      check_attributes(spot, "", "");
      program.about = text::nfc(text::trim(node.text().get()));
    } else if (name == "data") {
      read_data(spot, program, files);
    } else if (name == "fields" || name == "paper") {
      auto& place = name == "fields" ? fields : paper;
      if (place) spot.error(codes::kMisplaced, "<" + std::string(name) + "> 只能有一个");
      else place = node;
    } else {
      spot.error(codes::kUnknownElement, "<template> 里没有元素 <" + std::string(name) + ">",
                 {data::did_you_mean(name, {"about", "data", "fields", "paper"}, "元素")});
    }
  }
  std::vector<PendingRule> rules;
  if (fields) {
    const Spot spot{root.source, fields, root.out};
    read_fields(spot, program, rules);
    compile_rules(spot, program, rules);
  } else {
    root.error(codes::kMissingPart, "<template> 缺少 <fields>");
  }
  if (paper) compile_paper({root.source, paper, root.out}, program, files);
  else root.error(codes::kMissingPart, "<template> 缺少 <paper>");
}

}  // namespace

std::shared_ptr<const Template> load_template(const ReadFile& read, const std::string& main, const std::string& shown,
                                              Diagnostics& out) {
  Diagnostics found;
  Files files(read, shown);
  auto program = std::make_unique<Program>();
  if (files.bytes(main) == nullptr) {
    found.error(codes::kSourceMissing, Place::in_file(shown + main), "没有文件“" + shown + main + "”",
                {"模板是一个文件夹，里面有 template.xml"});
  } else if (const Source* source = files.xml(main, found)) {
    const Spot root{*source, source->root(), found};
    if (std::string_view(root.node.name()) != "template") {
      root.error(codes::kMisplaced, "根元素应是 <template>");
    } else {
      read_header(root, *program);
      read_parts(root, *program, files);
    }
  }
  out.append(found);
  if (found.has_errors()) return nullptr;
  program->files = files.all();
  return std::make_shared<const Template>(std::move(program));
}

std::shared_ptr<const Template> load_template(Env& env, const fs::path& dir, Diagnostics& out) {
  fs::path folder = dir.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const bool unnamed = folder.empty() || folder == "." || folder.filename() == "..";
  const std::string name = unnamed ? "template" : folder.filename().string();
  const fs::path library = unnamed ? folder / ".." : folder.parent_path();
  const ReadFile read = [&](const std::string& file) -> std::optional<std::string> {
    const fs::path path = file.starts_with(name + "/") ? folder / file.substr(name.size() + 1) : library / file;
    if (!env.exists(path) || env.is_dir(path)) return std::nullopt;
    return env.read_file(path);
  };
  const std::string shown = unnamed || library.empty() ? "" : library.generic_string() + "/";
  return load_template(read, name + "/template.xml", shown, out);
}

}  // namespace gongwen::tmpl
