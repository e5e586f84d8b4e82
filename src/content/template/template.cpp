#include "content/template/template.h"

#include <algorithm>

#include "content/template/template_internal.h"

namespace gongwen::tmpl {
namespace {

template <typename T>
const T* find(const std::vector<std::pair<std::string_view, T>>& in, std::string_view name) {
  const auto it = std::find_if(in.begin(), in.end(), [&](const auto& entry) { return entry.first == name; });
  return it == in.end() ? nullptr : &it->second;
}

}  // namespace

const Text* Element::text_of(std::string_view name) const { return find(texts, name); }

const Expression* Element::expression_of(std::string_view name) const {
  const auto* found = find(expressions, name);
  return found == nullptr ? nullptr : found->get();
}

std::string_view Element::word(std::string_view name) const {
  const auto* found = find(words, name);
  return found == nullptr ? std::string_view() : std::string_view(*found);
}

Template::Template(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Template::~Template() = default;

const std::string& Template::id() const noexcept { return program_->id; }
const std::string& Template::name() const noexcept { return program_->name; }
const std::string& Template::version() const noexcept { return program_->version; }
const std::string& Template::style() const noexcept { return program_->style; }
const std::string& Template::about() const noexcept { return program_->about; }
const data::Schema& Template::schema() const noexcept { return program_->schema; }
const std::vector<SourceFile>& Template::files() const noexcept { return program_->files; }

std::string Template::blank_record() const { return data::blank_record(program_->schema); }
std::string Template::schema_json() const { return data::schema_json(program_->schema, program_->id, program_->name); }

std::string Template::guide() const {
  std::string out = "# " + program_->name + "\n\n";
  if (!program_->about.empty()) out += program_->about + "\n\n";
  return out + data::guide(program_->schema);
}

}  // namespace gongwen::tmpl
