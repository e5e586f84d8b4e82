// Reads the role tables and opens the faces.

#include <algorithm>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/json/json.h"
#include "pages/fonts/face.h"
#include "pages/fonts/fonts.h"

namespace gongwen::fonts {
namespace {

using json::Kind;
using json::Node;

std::string_view reason_of(OpenFailure why) noexcept {
  switch (why) {
    case OpenFailure::restricted: return "限制性许可，不许嵌入";
    case OpenFailure::no_subsetting: return "不许只嵌入一部分字，而整个字体太大，不能放进每份文件";
    case OpenFailure::bitmaps_only: return "只许嵌入点阵";
    case OpenFailure::none:
    case OpenFailure::damaged: break;
  }
  return {};
}

void tell_refused(OpenFailure why, const fs::path& path, std::uint32_t index, const Place& place, Diagnostics& out) {
  if (const std::string_view reason = reason_of(why); !reason.empty()) {
    out.error(codes::kEmbeddingForbidden, place, "字体 " + path.string() + " 的授权标志（OS/2 fsType）不许我们使用：" + std::string(reason),
              {"换用许可嵌入的字体，或向字体厂商取得可嵌入的版本；机关公文的 PDF 必须嵌入全部字体"});
    return;
  }
  out.error(codes::kBadFont, place, "字体文件 " + path.string() + " 已损坏，或不是 TrueType、OpenType 字体",
            {index == 0 ? "能用的是 .ttf、.otf、.ttc 文件；请重新取得这个字体" : "字体集里的序号从 0 数起，写在 # 之后"});
}

/// A user's way of naming a face: a path, of a collection path#index.
FaceSource users_source(const std::string& text, const fs::path& folder) {
  FaceSource source;
  std::string file = text;
  const std::size_t mark = text.rfind('#');
  if (mark != std::string::npos && mark + 1 < text.size() && text.size() - mark < 6 &&
      text.find_first_not_of("0123456789", mark + 1) == std::string::npos) {
    file = text.substr(0, mark);
    for (const char c : text.substr(mark + 1)) source.index = source.index * 10 + static_cast<std::uint32_t>(c - '0');
  }
  const fs::path path = folder / file;  // an absolute path stays as it is
  source.files.push_back({path.string(), {}});
  source.id = path.stem().string() + text.substr(file.size());
  return source;
}

/// Builds a book from the role tables. One use.
class Loader {
 public:
  Loader(Env& env, const fs::path& folder, Diagnostics& out) : env_(env), folder_(folder), out_(out) {}

  void read_digests();
  void read_table(const Node& table);
  void read_user_table(const Node& table, const fs::path& place);
  void finish();

  std::vector<std::unique_ptr<const Face>> faces;
  std::vector<Role> roles;

 private:
  /// A role while it is read: what the user puts in front, and what the table says.
  struct Draft {
    std::vector<FaceId> users, own, last;
    std::optional<FaceId> marks;
    Place place;
  };

  void wrong(const Node& at, std::string message, std::vector<std::string> hints = {}) {
    out_.error(codes::kBadRoleTable, at.place(), std::move(message), std::move(hints));
  }
  std::string string_member(const Node& object, std::string_view key) const;
  std::vector<std::string> strings(const Node& list);
  std::optional<FaceId> declared_face(const Node& id);
  std::optional<FaceId> user_face(const Node& entry, const fs::path& place);
  std::vector<FaceId> user_faces(const Node& list, const fs::path& place);
  std::optional<FaceId> open(const FaceSource& source, const fs::path& folder, const Place& place);
  std::string digest_of(const std::string& file) const;
  void read_role(const std::string& key, const Node& node);
  void override_role(std::size_t at, const Node& node, const fs::path& place);

  Env& env_;
  const fs::path& folder_;
  Diagnostics& out_;
  Node digests_;
  Node declared_;                                            ///< the "faces" object of roles.json
  std::map<std::string, std::optional<FaceId>> by_id_;       ///< faces tried so far; nothing = could not be opened
  std::map<std::string, std::optional<FaceId>> by_path_;     ///< the user's
  std::vector<std::string> missing_;                         ///< files of the prepared folder that are not there
  std::vector<Draft> drafts_;                                ///< one for each of `roles`
};

/// fonts/prepare.sh writes faces.json beside the faces; without it their digests are unknown, which is no fault here.
void Loader::read_digests() {
  const fs::path path = folder_ / "faces.json";
  if (!env_.exists(path)) return;
  Diagnostics ignored;
  if (auto node = json::parse(env_.read_file(path), std::make_shared<const std::string>(path.string()), ignored)) digests_ = std::move(*node);
}

std::string Loader::string_member(const Node& object, std::string_view key) const {
  const Node* member = object.find(key);
  return member != nullptr && member->is(Kind::string) ? member->text() : std::string();
}

std::vector<std::string> Loader::strings(const Node& list) {
  std::vector<std::string> out;
  if (!list.is(Kind::array)) {
    wrong(list, "这里应是方括号括起的一列字符串");
    return out;
  }
  for (const Node& item : list.items()) {
    if (item.is(Kind::string)) out.push_back(item.text());
    else wrong(item, "这里应是字符串");
  }
  return out;
}

/// What prepare.sh said of a file; empty when it said nothing.
std::string Loader::digest_of(const std::string& file) const {
  if (!digests_.is(Kind::object)) return {};
  for (const auto& [id, made] : digests_.members()) {
    if (string_member(made, "file") == file) return string_member(made, "sha256");
  }
  return {};
}

std::optional<FaceId> Loader::open(const FaceSource& source, const fs::path& folder, const Place& place) {
  OpenFailure why = OpenFailure::none;
  std::vector<std::shared_ptr<const FileBytes>> files;
  for (const FaceFile& file : source.files) files.push_back(env_.map_file(folder / file.path));
  const fs::path path = folder / source.files.front().path;
  auto face = open_face(std::move(files), source, why);
  if (face) {
    faces.push_back(std::move(face));
    return static_cast<FaceId>(faces.size() - 1);
  }
  tell_refused(why, path, source.index, place, out_);
  return std::nullopt;
}

/// A face of roles.json's own list, opened at its first use.
std::optional<FaceId> Loader::declared_face(const Node& id) {
  if (!id.is(Kind::string)) {
    wrong(id, "这里应是字体的代号（字符串）");
    return std::nullopt;
  }
  if (const auto it = by_id_.find(id.text()); it != by_id_.end()) return it->second;
  const Node* entry = declared_.find(id.text());
  std::optional<FaceId>& result = by_id_[id.text()];
  if (entry == nullptr) {
    wrong(id, "没有代号为“" + id.text() + "”的字体", {"代号列在 roles.json 的 faces 里"});
    return result;
  }
  FaceSource source;
  source.id = id.text();
  source.licence = string_member(*entry, "licence");
  std::vector<std::string> names{string_member(*entry, "file")};
  if (const Node* more = entry->find("more")) {
    for (std::string& name : strings(*more)) names.push_back(std::move(name));
  }
  bool complete = true;
  for (const std::string& name : names) {
    if (name.empty() || !env_.exists(folder_ / name) || env_.is_dir(folder_ / name)) {
      missing_.push_back(name.empty() ? source.id : name);
      complete = false;
      continue;
    }
    source.files.push_back({name, digest_of(name)});
  }
  if (!complete) return result;
  return result = open(source, folder_, entry->place());
}

/// The user's entry: a declared face's id, or a path (of a collection: path#index), relative to the user's table.
std::optional<FaceId> Loader::user_face(const Node& entry, const fs::path& place) {
  if (!entry.is(Kind::string)) {
    wrong(entry, "这里应是字体文件的路径（字符串）");
    return std::nullopt;
  }
  const std::string& text = entry.text();
  if (declared_.find(text) != nullptr) return declared_face(entry);
  if (const auto it = by_path_.find(text); it != by_path_.end()) return it->second;
  std::optional<FaceId>& result = by_path_[text];

  const FaceSource source = users_source(text, place);
  const fs::path path = source.files.front().path;
  if (!env_.exists(path) || env_.is_dir(path)) {
    out_.error(codes::kFaceMissingFile, entry.place(), "没有字体文件 " + path.string(), {"相对路径从这张字体表所在的文件夹算起"});
    return result;
  }
  return result = open(source, {}, entry.place());
}

std::vector<FaceId> Loader::user_faces(const Node& list, const fs::path& place) {
  std::vector<FaceId> out;
  if (!list.is(Kind::array)) {
    wrong(list, "这里应是方括号括起的一列字体文件");
    return out;
  }
  for (const Node& entry : list.items()) {
    if (const auto face = user_face(entry, place)) out.push_back(*face);
  }
  return out;
}

void Loader::read_role(const std::string& key, const Node& node) {
  Role role;
  Draft draft;
  role.key = key;
  role.label = string_member(node, "label");
  draft.place = node.place();
  if (const Node* list = node.find("faces"); list != nullptr && list->is(Kind::array)) {
    for (const Node& id : list->items()) {
      if (const auto face = declared_face(id)) draft.own.push_back(*face);
    }
  } else {
    wrong(node, "角色“" + key + "”缺少 faces（一列字体代号）");
  }
  if (const Node* latin = node.find("latin")) role.latin = declared_face(*latin);
  if (const Node* marks = node.find("marks")) draft.marks = declared_face(*marks);
  if (const Node* names = node.find("word_names")) role.word_names = strings(*names);
  if (const Node* names = node.find("office_names")) role.office_names = strings(*names);
  roles.push_back(std::move(role));
  drafts_.push_back(std::move(draft));
}

void Loader::read_table(const Node& table) {
  const Node* declared = table.find("faces");
  const Node* listed = table.find("roles");
  if (declared == nullptr || !declared->is(Kind::object) || listed == nullptr || !listed->is(Kind::object)) {
    wrong(table, "字体表应有 faces 和 roles 两项");
    return;
  }
  declared_ = *declared;
  for (const auto& [key, node] : listed->members()) read_role(key, node);
}

/// A user's role is a list of faces, or an object with any of faces, last (faces for what no other has), latin, marks, word_names.
void Loader::override_role(std::size_t at, const Node& node, const fs::path& place) {
  Role& role = roles[at];
  Draft& draft = drafts_[at];
  const auto in_front = [&draft](const std::vector<FaceId>& more) { draft.users.insert(draft.users.begin(), more.begin(), more.end()); };
  if (node.is(Kind::array)) {
    in_front(user_faces(node, place));
    return;
  }
  if (!node.is(Kind::object)) {
    wrong(node, "这里应是一列字体文件，或含 faces、last、latin、marks、word_names 的对象");
    return;
  }
  for (const auto& [key, value] : node.members()) {
    if (key == "faces") in_front(user_faces(value, place));
    else if (key == "last") { for (const FaceId face : user_faces(value, place)) draft.last.push_back(face); }
    else if (key == "latin") { if (const auto face = user_face(value, place)) role.latin = face; }
    else if (key == "marks") { if (const auto face = user_face(value, place)) draft.marks = face; }
    else if (key == "word_names") role.word_names = role.office_names = strings(value);   // their own, whichever set is asked for
    else wrong(value, "不认识“" + key + "”", {"可以写 faces、last、latin、marks、word_names"});
  }
}

void Loader::read_user_table(const Node& table, const fs::path& place) {
  const Node* listed = table.find("roles");
  if (listed == nullptr || !listed->is(Kind::object)) {
    wrong(table, "字体表应写成 {\"roles\": {\"fangsong\": [\"simfang.ttf\"]}}");
    return;
  }
  for (const auto& [key, node] : listed->members()) {
    const auto it = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.key == key || r.label == key; });
    if (it != roles.end()) {
      override_role(static_cast<std::size_t>(it - roles.begin()), node, place);
      continue;
    }
    std::string known;
    for (const Role& r : roles) known += (known.empty() ? "" : "、") + r.key + "（" + r.label + "）";
    wrong(node, "没有“" + key + "”这个字体角色", {"可用的角色：" + known});
  }
}

/// Joins the drafts into chains, and says once what is missing.
void Loader::finish() {
  bool bare = false;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    Role& role = roles[i];
    const Draft& draft = drafts_[i];
    const auto add = [](std::vector<FaceId>& chain, FaceId face) {
      if (std::find(chain.begin(), chain.end(), face) == chain.end()) chain.push_back(face);
    };
    for (const FaceId face : draft.users) add(role.chain, face);
    for (const FaceId face : draft.own) add(role.chain, face);
    for (const FaceId face : draft.last) add(role.chain, face);
    for (const FaceId face : draft.users) add(role.marks_chain, face);
    if (!draft.own.empty()) add(role.marks_chain, draft.own.front());
    if (draft.marks) add(role.marks_chain, *draft.marks);
    for (const FaceId face : draft.own) add(role.marks_chain, face);
    bare = bare || role.chain.empty();
  }
  if (missing_.empty()) return;
  std::sort(missing_.begin(), missing_.end());
  std::string names;
  for (const std::string& file : missing_) names += (names.empty() ? "" : "、") + file;
  Diagnostic d{bare ? Severity::error : Severity::warning, codes::kFaceMissingFile, Place::in_file(folder_.string()),
               "缺少字体文件：" + names, {"准备字体：bash fonts/prepare.sh"}, {}, {}};
  out_.add(std::move(d));
}

Node read_json(Env& env, const fs::path& path, Diagnostics& out) {
  auto node = json::parse(env.read_file(path), std::make_shared<const std::string>(path.string()), out);
  return node ? std::move(*node) : Node();
}

}  // namespace

std::unique_ptr<const Face> open_users_face(Env& env, const std::string& written, Diagnostics& out) {
  const FaceSource source = users_source(written, {});
  const fs::path path = source.files.front().path;
  if (!env.exists(path) || env.is_dir(path)) {
    out.error(codes::kFaceMissingFile, Place::in_file(path.string()), "没有这个字体文件");
    return nullptr;
  }
  OpenFailure why = OpenFailure::none;
  auto face = open_face(env.map_file(path), source, why);
  if (face == nullptr) tell_refused(why, path, source.index, Place::in_file(path.string()), out);
  return face;
}

std::shared_ptr<const FontBook> FontBook::load(Env& env, const fs::path& roles_json, const fs::path& folder,
                                               const std::vector<fs::path>& user_tables, Diagnostics& out) {
  Loader loader(env, folder, out);
  loader.read_digests();
  if (const Node table = read_json(env, roles_json, out); !table.is(Kind::null)) loader.read_table(table);
  // From the last to the first, so that the first comes to stand in front.
  for (auto path = user_tables.rbegin(); path != user_tables.rend(); ++path) {
    if (const Node table = read_json(env, *path, out); !table.is(Kind::null)) loader.read_user_table(table, path->parent_path());
  }
  loader.finish();
  auto book = std::make_shared<FontBook>();
  book->faces_ = std::move(loader.faces);
  book->roles_ = std::move(loader.roles);
  return book;
}

}  // namespace gongwen::fonts
