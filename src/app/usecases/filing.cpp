#include "app/usecases/filing.h"

#include <algorithm>
#include <map>

#include "app/usecases/pdf_signing.h"
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

std::string copy_to(const document::Document& document) {
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) {
      if (const auto* imprint = std::get_if<document::Imprint>(&block.content)) return document::plain_text(imprint->copy_to);
    }
  }
  return {};
}

std::string language_of(const std::string& tag) { return tag.starts_with("zh") ? "汉语" : ""; }

bool may_hold_secrets(const data::Schema& schema) {
  const auto all = schema.all();
  return std::any_of(all.begin(), all.end(), [](const data::Field* f) { return f->disclosure != data::Disclosure::open; });
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
  m.urgency = document.masthead.urgency;
  m.copy_to = copy_to(document);
  m.language = language_of(document.meta.language);
  if (may_hold_secrets(rendered.press->tmpl().schema())) m.control = "含有不予公开的内容，公开前须区分处理";
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
  if (request.formats.contains(Format::docx)) info.word_fonts = docx::name_of(press.looks().word_fonts);
  info.tool = kTool;
  info.libraries = {zip::compression_library(), pdf::library(), fonts::library()};
  for (const auto id : rendered.paper.faces) {
    const auto& face = press.book().face(id);
    archive::Face used;
    used.name = face.postscript_name();
    for (const auto& role : press.book().roles()) {
      const bool plays = role.latin == id || std::find(role.chain.begin(), role.chain.end(), id) != role.chain.end();
      if (plays) used.role += (used.role.empty() ? "" : "、") + role.label;
    }
    for (const auto& file : face.files()) {   // a face of several files stands once for each
      used.sha256 = file.sha256;
      info.faces.push_back(used);
    }
  }
  return info;
}

void collect_keys(const data::Field& field, std::vector<archive::ListKey>& out) {
  for (const auto& child : field.children) {
    if (child.is_list() && !child.key.empty()) out.push_back({child.path, child.key});
    collect_keys(child, out);
  }
}

/// What decides which face sets a character: the role table, the digests of its faces, and where the users' own stand in it. With
/// them and the faces the archive keeps, the paper can be printed again when the program's own faces are others (`reproduce`).
void seal_roles(Env& env, const House& house, const Rendered& rendered, archive::Bundle& b) {
  b.template_files.push_back({std::string(kSealedRoles), env.read_file(house.font_roles)});
  if (const fs::path digests = house.font_folder / "faces.json"; env.exists(digests)) b.template_files.push_back({std::string(kSealedFaces), env.read_file(digests)});
  const bool users_table = rendered.press->looks().user_fonts || (!house.user_fonts.empty() && env.exists(house.user_fonts));
  if (!users_table) return;
  // A user's face has no digest in the table; it is named by the one under which the archive keeps it.
  const auto& book = rendered.press->book();
  std::map<fonts::FaceId, std::string> users;
  std::size_t at = 0;
  for (const auto id : rendered.paper.faces) {
    const auto& face = book.face(id);
    const std::size_t mark = face.id().rfind('#');   // which face of a collection
    if (face.files().front().sha256.empty()) users[id] = b.render.faces.at(at).sha256 + (mark == std::string::npos ? "" : face.id().substr(mark));
    at += face.files().size();
  }
  json::Node roles = json::Node::object();
  for (const auto& role : book.roles()) {
    json::Node first = json::Node::array(), last = json::Node::array(), one = json::Node::object();
    bool front = true;
    for (const auto id : role.chain) {
      const bool prepared = !book.face(id).files().front().sha256.empty();
      front = front && !prepared;
      if (const auto found = users.find(id); found != users.end()) (front ? first : last).push(json::Node::string(found->second));
    }
    if (!first.items().empty()) one.set("faces", std::move(first));
    if (!last.items().empty()) one.set("last", std::move(last));
    if (role.latin && users.contains(*role.latin)) one.set("latin", json::Node::string(users.at(*role.latin)));
    if (role.word_names == role.office_names && !role.word_names.empty()) {   // the user's names, whichever set is asked for
      json::Node words = json::Node::array();
      for (const auto& word : role.word_names) words.push(json::Node::string(word));
      one.set("word_names", std::move(words));
    }
    if (!one.members().empty()) roles.set(role.key, std::move(one));
  }
  if (roles.members().empty()) return;
  b.template_files.push_back({std::string(kSealedUser), json::canonical(json::Node::object({{"roles", std::move(roles)}}))});
}

/// Signs the PDFs among the documents and says so in version.json.
bool sign_documents(Env& env, archive::Bundle& bundle, const sign::Identity& identity, Diagnostics& out) {
  for (auto& one : bundle.documents) {
    if (!one.name.ends_with(".pdf")) continue;
    auto done = sign_pdf(env, one.bytes, std::make_shared<const std::string>(one.name), identity);
    if (!done) {
      out.add(done.error());
      return false;
    }
    one.bytes = std::move(*done);
    bundle.render.signed_documents[one.name] = identity.time ? "PAdES B-T" : "PAdES B-B";
  }
  return true;
}

}  // namespace

archive::Index index_of(const tmpl::Filing& filing) {
  archive::Index index;
  for (const auto& [role, text] : filing.index) index[role].push_back(text);
  return index;
}

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
  const auto filing = tmpl::filing_of(rendered.press->tmpl(), rendered.record);
  b.index = index_of(filing);
  b.metadata.retention = request.retention.empty() ? filing.retention : request.retention;
  b.metadata.draft = request.draft;
  b.actor = request.actor;
  b.note = request.note;
  for (const auto id : rendered.paper.faces) {
    for (const auto& file : rendered.press->book().face(id).files()) {
      // A prepared face's file is named relative to its folder, a user's own by its full path.
      std::string bytes = env.read_file(house.font_folder / file.path);
      auto& used = b.render.faces[s.faces.size()];
      if (used.sha256.empty()) used.sha256 = sign::hex(sign::sha256(bytes));
      s.faces.emplace_back(used.sha256, std::move(bytes));
    }
  }
  seal_roles(env, house, rendered, b);
  return s;
}

std::optional<archive::Added> file_paper(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity,
                                         const FilingRequest& request, Diagnostics& out) {
  const auto rendered = render(env, house, request.render, out);
  if (!rendered) return std::nullopt;
  archive::Submission submission = make_submission(env, house, *rendered, request);
  if (request.sign_pdf && !sign_documents(env, submission.bundle, identity, out)) return std::nullopt;
  return archive.add(submission, identity, out);
}

std::string text_of(const data::Record& row, const char* column) {
  const data::Value* const v = row.root.find(column);
  return v != nullptr && v->kind() == data::Value::Kind::text ? v->text() : std::string{};
}

}  // namespace gongwen::usecases
