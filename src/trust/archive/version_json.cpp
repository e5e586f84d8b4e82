#include <algorithm>

#include "trust/archive/json_internal.h"
#include "trust/archive/version_internal.h"

namespace gongwen::archive {
namespace {

using json::Kind;
using json::Node;

Node render_node(const RenderInfo& render) {
  Node formats = Node::array();
  for (const std::string& one : render.formats) formats.push(text_node(one));
  Node libraries = Node::object();
  for (const auto& [name, version] : render.libraries) libraries.set(name, text_node(version));
  Node faces = Node::array();
  for (const Face& face : render.faces) {
    faces.push(Node::object({{"name", text_node(face.name)}, {"role", text_node(face.role)}, {"sha256", text_node(face.sha256)}}));
  }
  Node out = Node::object({{"faces", std::move(faces)}, {"formats", std::move(formats)}, {"libraries", std::move(libraries)},
                           {"style", text_node(render.style)}, {"tool", text_node(render.tool)}});
  if (render.date) out.set("date", text_node(render.date->iso()));
  if (!render.word_fonts.empty()) out.set("word_fonts", text_node(render.word_fonts));
  if (!render.signed_documents.empty()) {
    Node all = Node::object();
    for (const auto& [name, level] : render.signed_documents) all.set(name, text_node(level));
    out.set("signed", std::move(all));
  }
  return out;
}

Node metadata_node(const Metadata& metadata) {
  Node out = Node::object({{"title", text_node(metadata.title)}});
  const auto put = [&](const char* key, const std::string& value) { if (!value.empty()) out.set(key, text_node(value)); };
  put("archive_number", metadata.archive_number);
  put("document_number", metadata.document_number);
  put("kind", metadata.kind);
  put("recipient", metadata.recipient);
  put("responsible", metadata.responsible);
  put("retention", metadata.retention);
  put("secrecy", metadata.secrecy);
  put("secrecy_term", metadata.secrecy_term);
  put("urgency", metadata.urgency);
  put("copy_to", metadata.copy_to);
  put("language", metadata.language);
  put("draft", metadata.draft);
  put("control", metadata.control);
  if (metadata.date) out.set("date", text_node(metadata.date->iso()));
  if (metadata.pages) out.set("pages", Node::number(std::int64_t{*metadata.pages}));
  return out;
}

Node attachments_node(const std::vector<AttachmentInfo>& attachments) {
  Node out = Node::array();
  for (const AttachmentInfo& one : attachments) {
    out.push(Node::object({{"name", text_node(one.name)}, {"path", text_node(one.path)}, {"role", text_node(name_of(one.role))},
                           {"sha256", text_node(one.sha256)}, {"size", Node::number(static_cast<std::int64_t>(one.size))}}));
  }
  return out;
}

void read_render(const Node& from, RenderInfo& to) {
  to.style = text_at(from, "style");
  to.word_fonts = text_at(from, "word_fonts");
  to.tool = text_at(from, "tool");
  to.date = parse_iso_date(text_at(from, "date"));
  if (const Node* const list = from.find("formats"); list != nullptr && list->is(Kind::array)) {
    for (const Node& one : list->items()) if (one.is(Kind::string)) to.formats.push_back(one.text());
  }
  if (const Node* const all = from.find("libraries"); all != nullptr && all->is(Kind::object)) {
    for (const auto& [name, version] : all->members()) if (version.is(Kind::string)) to.libraries.emplace_back(name, version.text());
  }
  if (const Node* const all = from.find("signed"); all != nullptr && all->is(Kind::object)) {
    for (const auto& [name, level] : all->members()) if (level.is(Kind::string)) to.signed_documents.emplace(name, level.text());
  }
  if (const Node* const list = from.find("faces"); list != nullptr && list->is(Kind::array)) {
    for (const Node& one : list->items()) to.faces.push_back({text_at(one, "role"), text_at(one, "name"), text_at(one, "sha256")});
  }
}

void read_metadata(const Node& from, Metadata& to) {
  to.title = text_at(from, "title");
  to.document_number = text_at(from, "document_number");
  to.responsible = text_at(from, "responsible");
  to.date = parse_iso_date(text_at(from, "date"));
  to.kind = text_at(from, "kind");
  to.recipient = text_at(from, "recipient");
  to.secrecy = text_at(from, "secrecy");
  to.retention = text_at(from, "retention");
  to.archive_number = text_at(from, "archive_number");
  to.secrecy_term = text_at(from, "secrecy_term");
  to.urgency = text_at(from, "urgency");
  to.copy_to = text_at(from, "copy_to");
  to.language = text_at(from, "language");
  to.draft = text_at(from, "draft");
  to.control = text_at(from, "control");
  if (const auto pages = count_at(from, "pages")) to.pages = static_cast<std::uint32_t>(*pages);
}

bool read_attachments(const Node& from, std::vector<AttachmentInfo>& to) {
  if (!from.is(Kind::array)) return false;
  for (const Node& one : from.items()) {
    const auto role = attachment_role_of(text_at(one, "role"));
    const auto size = count_at(one, "size");
    if (!role || !size) return false;
    to.push_back({*role, text_at(one, "name"), text_at(one, "path"), *size, text_at(one, "sha256")});
  }
  return true;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[19] != 'Z') return std::nullopt;
  const auto date = parse_iso_date(text.substr(0, 10));
  const auto two = [&](std::size_t at) {
    const int tens = text[at] - '0';
    const int ones = text[at + 1] - '0';
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 99;
  };
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  if (!date || text[13] != ':' || text[16] != ':' || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return Instant{date->to_days() * 86'400 + hour * 3600 + minute * 60 + second, 0};
}

std::string write_version(const VersionInfo& v) {
  Node keys = Node::object();
  for (const ListKey& one : v.list_keys) keys.set(one.path, text_node(one.key));
  Node out = Node::object({
      {"actor", text_node(v.actor)},
      {"attachments", attachments_node(v.attachments)},
      {"certificate", text_node(v.certificate)},
      {"format", Node::number(std::int64_t{v.format})},
      {"list_keys", std::move(keys)},
      {"made_at", text_node(v.made_at.iso())},
      {"metadata", metadata_node(v.metadata)},
      {"note", text_node(v.note)},
      {"number", Node::number(std::int64_t{v.number})},
      {"organisation", text_node(v.organisation)},
      {"previous", v.previous_sha256.empty() ? Node() : text_node(v.previous_sha256)},
      {"record", text_node(v.record_id)},
      {"render", render_node(v.render)},
      {"template", Node::object({{"id", text_node(v.render.template_id)}, {"sha256", text_node(v.template_sha256)},
                                 {"title", text_node(v.render.template_title)}})},
  });
  if (!v.index.empty()) out.set("index", index_node(v.index));
  if (!v.seals.empty()) {
    Node seals = Node::array();
    for (const std::string& one : v.seals) seals.push(text_node(one));
    out.set("seals", std::move(seals));
  }
  return json::canonical(out);
}

std::optional<VersionInfo> parse_version(std::string_view bytes) {
  const auto root = json::parse_value(bytes);
  if (!root || !root->is(Kind::object) || count_at(*root, "format") != 1) return std::nullopt;
  VersionInfo out;
  out.record_id = text_at(*root, "record");
  const auto number = count_at(*root, "number");
  const auto made_at = parse_instant(text_at(*root, "made_at"));
  const Node* const render = root->find("render");
  const Node* const metadata = root->find("metadata");
  const Node* const attachments = root->find("attachments");
  const Node* const source = root->find("template");
  if (!valid_record_id(out.record_id) || !number || *number == 0 || *number > 999'999 || !made_at || render == nullptr || metadata == nullptr ||
      attachments == nullptr || source == nullptr || !read_attachments(*attachments, out.attachments)) {
    return std::nullopt;
  }
  out.number = static_cast<std::uint32_t>(*number);
  out.made_at = *made_at;
  out.previous_sha256 = text_at(*root, "previous");
  out.actor = text_at(*root, "actor");
  out.note = text_at(*root, "note");
  out.organisation = text_at(*root, "organisation");
  out.certificate = text_at(*root, "certificate");
  read_render(*render, out.render);
  read_metadata(*metadata, out.metadata);
  if (const Node* const index = root->find("index")) out.index = read_index(*index);
  out.render.template_id = text_at(*source, "id");
  out.render.template_title = text_at(*source, "title");
  out.template_sha256 = text_at(*source, "sha256");
  if (const Node* const keys = root->find("list_keys"); keys != nullptr && keys->is(Kind::object)) {
    for (const auto& [path, key] : keys->members()) if (key.is(Kind::string)) out.list_keys.push_back({path, key.text()});
  }
  if (const Node* const seals = root->find("seals"); seals != nullptr && seals->is(Kind::array)) {
    for (const Node& one : seals->items()) if (one.is(Kind::string)) out.seals.push_back(one.text());
  }
  return out;
}

}  // namespace gongwen::archive
