#include "app/usecases/press.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "formats/pdf/pdf.h"
#include "pages/layout/layout.h"

namespace gongwen::usecases {
namespace {

std::vector<fonts::FaceId> faces_of(const layout::Layout& layout) {
  std::set<fonts::FaceId> faces;
  for (const auto& page : layout.pages) {
    for (const auto& item : page.items) {
      if (const auto* run = std::get_if<layout::GlyphRun>(&item.content)) faces.insert(run->face);
    }
  }
  return {faces.begin(), faces.end()};
}

}  // namespace

std::string_view extension_of(Format format) noexcept { return format == Format::pdf ? "pdf" : "docx"; }

std::optional<std::set<Format>> parse_formats(std::string_view list) {
  std::set<Format> formats;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view word = list.substr(0, comma);
    if (word == "pdf") formats.insert(Format::pdf);
    else if (word == "docx") formats.insert(Format::docx);
    else return std::nullopt;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (formats.empty()) return std::nullopt;
  return formats;
}

std::shared_ptr<const Press> Press::open(Env& env, const House& house, const fs::path& template_folder,
                                         const Looks& looks, Diagnostics& out) {
  const std::shared_ptr<Press> press(new Press);
  press->template_ = tmpl::load_template(env, template_folder, out);
  if (!press->template_) return nullptr;
  auto style = load_style(env, house.styles, press->template_->style(), out);
  if (!style) return nullptr;
  press->style_ = std::move(*style);
  return press->finish(env, house, looks, out) ? press : nullptr;
}

std::shared_ptr<const Press> Press::open_sealed(Env& env, const House& house, std::vector<tmpl::SourceFile> files,
                                                const Looks& looks, Diagnostics& out) {
  const auto find = [&](std::string_view name) -> const tmpl::SourceFile* {
    const auto it = std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.name == name; });
    return it == files.end() ? nullptr : &*it;
  };
  std::string main;
  for (const auto& f : files) {
    if (f.name.ends_with("/template.xml")) main = f.name;
  }
  const std::shared_ptr<Press> press(new Press);
  press->template_ = tmpl::load_template(
      [&](const std::string& name) -> std::optional<std::string> {
        const auto* f = find(name);
        return f == nullptr ? std::nullopt : std::optional(f->bytes);
      },
      main, "gongwen/template/", out);
  if (!press->template_) return nullptr;

  std::optional<style::PageStyle> base;
  std::vector<const tmpl::SourceFile*> chain;
  for (std::string id = press->template_->style(); !id.empty();) {
    const auto* f = find("styles/" + id + ".xml");
    if (f == nullptr || chain.size() > 8) {
      out.error(codes::kStyleNotFound, Place::in_file("gongwen/template/styles/" + id + ".xml"), "封存的文件里没有页面格式“" + id + "”");
      return nullptr;
    }
    chain.push_back(f);
    id = style::base_of(f->bytes);
  }
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    base = style::load((*it)->bytes, std::make_shared<const std::string>((*it)->name), out, base ? &*base : nullptr);
    if (!base) return nullptr;
    press->style_.files.emplace_back((*it)->name, (*it)->bytes);
  }
  if (!base) return nullptr;
  press->style_.style = std::move(*base);
  // A face that a role lacks by now was perhaps not used; when it is needed, printing says so.
  Diagnostics faces;
  if (!press->finish(env, house, looks, faces)) {
    bool usable = press->book_ != nullptr;
    for (const auto& d : faces.all()) usable = usable && (d.severity != Severity::error || d.code == codes::kFaceMissingFile);
    if (!usable) {
      out.append(faces);
      return nullptr;
    }
    press->looks_ = looks;
    press->docx_ = std::make_unique<const docx::Writer>(press->style_.style, *press->book_, looks.word_fonts);
  }
  return press;
}

bool Press::finish(Env& env, const House& house, const Looks& looks, Diagnostics& out) {
  book_ = load_fonts(env, house, looks.user_fonts, out);
  if (!book_ || out.has_errors()) return false;
  looks_ = looks;
  docx_ = std::make_unique<const docx::Writer>(style_.style, *book_, looks.word_fonts);
  return true;
}

void Press::tell_word_fonts(const std::set<Format>& formats, Diagnostics& out) const {
  if (formats.contains(Format::docx)) docx_->tell_missing_faces(out);
}

std::vector<tmpl::SourceFile> Press::sources() const {
  std::vector<tmpl::SourceFile> all = template_->files();
  for (const auto& [name, bytes] : style_.files) all.push_back({name, bytes});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

std::optional<Paper> Press::print(const data::Record& record, const std::set<Format>& formats, std::optional<Date> date,
                                  Diagnostics& out) const {
  Paper paper;
  paper.document = tmpl::fill(*template_, record, out);
  if (out.has_errors()) return std::nullopt;
  if (!paper.document.meta.date) paper.document.meta.date = date;
  paper.name = tmpl::file_name(*template_, record);

  // Both writers need the pages: PDF to paint them, DOCX for the page numbers of contents and references.
  const layout::Result set = layout::lay_out(paper.document, *book_, style_.style, out);
  if (out.has_errors()) return std::nullopt;
  paper.pages = set.pages.pages;
  paper.faces = faces_of(set.layout);
  if (formats.contains(Format::pdf)) {
    pdf::Options options;
    options.producer = looks_.producer;
    paper.pdf = pdf::write(set.layout, *book_, options).bytes;
  }
  if (formats.contains(Format::docx)) paper.docx = docx_->write(paper.document, set.pages, {}, out);
  if (out.has_errors()) return std::nullopt;
  return paper;
}

}  // namespace gongwen::usecases
