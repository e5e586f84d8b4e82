#include "app/usecases/filing.h"

#include <algorithm>

#include "app/usecases/reproduce.h"
#include "formats/pdf/pdf.h"
#include "foundation/json/json.h"
#include "foundation/zip/zip.h"
#include "pages/fonts/fonts.h"
#include "trust/sign/digest.h"

namespace gongwen::usecases {
namespace {

/// Text of the first paragraph with this role, or nothing.
std::string first_text(const document::Document& document, document::Role role) {
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) {
      const auto* paragraph = std::get_if<document::Paragraph>(&block.content);
      if (paragraph != nullptr && paragraph->role == role) return document::plain_text(paragraph->inlines);
    }
  }
  return {};
}

archive::Metadata metadata_of(const Rendered& rendered) {
  const auto& document = rendered.paper.document;
  archive::Metadata m;
  m.title = document.meta.title;
  m.document_number = document::plain_text(document.masthead.number);
  m.responsible = document.meta.author;
  m.date = document.meta.date;
  m.kind = rendered.press->tmpl().name();
  m.recipient = first_text(document, document::Role::recipient);
  while (m.recipient.ends_with("：")) m.recipient.resize(m.recipient.size() - std::string_view("：").size());
  m.pages = rendered.paper.pages;
  return m;
}

archive::RenderInfo render_info(const Rendered& rendered, const RenderRequest& request) {
  const auto& press = *rendered.press;
  archive::RenderInfo info;
  info.template_id = press.tmpl().id();
  info.template_title = press.tmpl().name();
  info.style = press.style().id;
  info.date = request.date;
  for (const Format f : request.formats) info.formats.emplace_back(extension_of(f));
  info.tool = kTool;
  info.libraries = {zip::compression_library(), pdf::library(), fonts::library()};
  for (const auto id : rendered.paper.faces) {
    const auto& face = press.book().face(id);
    archive::Face used;
    used.name = face.postscript_name();
    used.sha256 = face.sha256();
    for (const auto& role : press.book().roles()) {
      const bool plays = role.latin == id || std::find(role.chain.begin(), role.chain.end(), id) != role.chain.end();
      if (plays) used.role += (used.role.empty() ? "" : "、") + role.label;
    }
    info.faces.push_back(std::move(used));
  }
  return info;
}

void collect_keys(const data::Field& field, std::vector<archive::ListKey>& out) {
  for (const auto& child : field.children) {
    if (child.is_list() && !child.key.empty()) out.push_back({child.path, child.key});
    collect_keys(child, out);
  }
}

/// What decides which face sets a character: the role table, the digests of its faces, and where the user's own stand in it. With
/// them and the faces the archive keeps, the paper can be printed again when the program's own faces are others (`reproduce`).
void seal_roles(Env& env, const House& house, const Rendered& rendered, const RenderRequest& request, archive::Bundle& b) {
  b.template_files.push_back({std::string(kSealedRoles), env.read_file(house.font_roles)});
  if (const fs::path digests = house.font_folder / "faces.json"; env.exists(digests)) b.template_files.push_back({std::string(kSealedFaces), env.read_file(digests)});
  if (!request.user_fonts) return;
  const auto& book = rendered.press->book();
  const auto& used = rendered.paper.faces;
  const auto name = [&](fonts::FaceId id) {
    const auto& face = book.face(id);
    if (!face.sha256().empty()) return face.id();
    const auto at = static_cast<std::size_t>(std::find(used.begin(), used.end(), id) - used.begin());
    const std::size_t mark = face.id().rfind('#');   // which face of a collection
    return b.render.faces.at(at).sha256 + (mark == std::string::npos ? "" : face.id().substr(mark));
  };
  const auto is_used = [&](fonts::FaceId id) { return std::find(used.begin(), used.end(), id) != used.end(); };
  json::Node roles = json::Node::object();
  for (const auto& role : book.roles()) {
    json::Node one = json::Node::object();
    json::Node faces = json::Node::array();
    for (const auto id : role.chain) if (is_used(id)) faces.push(json::Node::string(name(id)));
    one.set("faces", std::move(faces));
    if (role.latin && is_used(*role.latin)) one.set("latin", json::Node::string(name(*role.latin)));
    json::Node words = json::Node::array();
    for (const auto& word : role.word_names) words.push(json::Node::string(word));
    one.set("word_names", std::move(words));
    roles.set(role.key, std::move(one));
  }
  b.template_files.push_back({std::string(kSealedUser), json::canonical(json::Node::object({{"roles", std::move(roles)}}))});
}

}  // namespace

archive::Submission make_submission(Env& env, const House& house, const Rendered& rendered, const FilingRequest& request) {
  archive::Submission s;
  archive::Bundle& b = s.bundle;
  b.record_id = request.record_id;
  if (!rendered.paper.pdf.empty()) b.documents.push_back({"document.pdf", rendered.paper.pdf});
  if (!rendered.paper.docx.empty()) b.documents.push_back({"document.docx", rendered.paper.docx});
  b.record_json = json::canonical(data::to_json(rendered.record));
  for (const auto& a : request.attachments) b.attachments.push_back({a.role, a.file.filename().string(), env.read_file(a.file)});
  for (const auto& f : data::files_of(rendered.record)) b.attachments.push_back({archive::AttachmentRole::image, f.name, *f.bytes});
  for (auto& f : rendered.press->sources()) b.template_files.push_back({std::move(f.name), std::move(f.bytes)});
  b.render = render_info(rendered, request.render);
  b.metadata = metadata_of(rendered);
  collect_keys(rendered.press->tmpl().schema().root, b.list_keys);
  b.actor = request.actor;
  b.note = request.note;
  for (const auto id : rendered.paper.faces) {
    // A prepared face's file is named relative to its folder, a user's own by its full path.
    std::string bytes = env.read_file(house.font_folder / rendered.press->book().face(id).file());
    auto& used = b.render.faces[s.faces.size()];
    if (used.sha256.empty()) used.sha256 = sign::hex(sign::sha256(bytes));
    s.faces.emplace_back(used.sha256, std::move(bytes));
  }
  seal_roles(env, house, rendered, request.render, b);
  return s;
}

std::optional<archive::Added> file_paper(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity,
                                         const FilingRequest& request, Diagnostics& out) {
  const auto rendered = render(env, house, request.render, out);
  if (!rendered) return std::nullopt;
  return archive.add(make_submission(env, house, *rendered, request), identity, out);
}

}  // namespace gongwen::usecases
