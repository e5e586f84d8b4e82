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

/// Builds a book from one or two role tables. One use.
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
    std::vector<FaceId> users, own;
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
  std::optional<FaceId> open(const FaceSource& source, const fs::path& path, const Place& place);
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

std::optional<FaceId> Loader::open(const FaceSource& source, const fs::path& path, const Place& place) {
  OpenFailure why = OpenFailure::none;
  auto face = open_face(env_.map_file(path), source, why);
  if (face) {
    faces.push_back(std::move(face));
    return static_cast<FaceId>(faces.size() - 1);
  }
  if (why == OpenFailure::forbidden) {
    out_.error(codes::kEmbeddingForbidden, place, "字体 " + path.string() + " 的授权标志（OS/2 fsType）不许嵌入子集",
               {"换用许可嵌入的字体；机关公文的 PDF 必须嵌入全部字体"});
  } else {
    out_.error(codes::kBadFont, place, "字体文件 " + path.string() + " 已损坏，或不是 TrueType、OpenType 字体",
               {source.index == 0 ? "能用的是 .ttf、.otf、.ttc 文件；请重新取得这个字体" : "字体集里的序号从 0 数起，写在 # 之后"});
  }
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
  source.file = string_member(*entry, "file");
  source.licence = string_member(*entry, "licence");
  if (const Node* made = digests_.find(id.text())) source.sha256 = string_member(*made, "sha256");
  const fs::path path = folder_ / source.file;
  if (source.file.empty() || !env_.exists(path) || env_.is_dir(path)) {
    missing_.push_back(source.file.empty() ? source.id : source.file);
    return result;
  }
  return result = open(source, path, entry->place());
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

  FaceSource source;
  std::string file = text;
  const std::size_t mark = text.rfind('#');
  if (mark != std::string::npos && mark + 1 < text.size() && text.size() - mark < 6 &&
      text.find_first_not_of("0123456789", mark + 1) == std::string::npos) {
    file = text.substr(0, mark);
    for (const char c : text.substr(mark + 1)) source.index = source.index * 10 + static_cast<std::uint32_t>(c - '0');
  }
  const fs::path path = place / file;  // an absolute path stays as it is
  source.file = path.string();
  source.id = path.stem().string() + text.substr(file.size());
  if (!env_.exists(path) || env_.is_dir(path)) {
    out_.error(codes::kFaceMissingFile, entry.place(), "没有字体文件 " + path.string(), {"相对路径从这张字体表所在的文件夹算起"});
    return result;
  }
  return result = open(source, path, entry.place());
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

/// A user's role is a list of faces, or an object with any of faces, latin, marks, word_names.
void Loader::override_role(std::size_t at, const Node& node, const fs::path& place) {
  Role& role = roles[at];
  Draft& draft = drafts_[at];
  if (node.is(Kind::array)) {
    draft.users = user_faces(node, place);
    return;
  }
  if (!node.is(Kind::object)) {
    wrong(node, "这里应是一列字体文件，或含 faces、latin、marks、word_names 的对象");
    return;
  }
  for (const auto& [key, value] : node.members()) {
    if (key == "faces") draft.users = user_faces(value, place);
    else if (key == "latin") { if (const auto face = user_face(value, place)) role.latin = face; }
    else if (key == "marks") { if (const auto face = user_face(value, place)) draft.marks = face; }
    else if (key == "word_names") role.word_names = strings(value);
    else wrong(value, "不认识“" + key + "”", {"可以写 faces、latin、marks、word_names"});
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

std::shared_ptr<const FontBook> FontBook::load(Env& env, const fs::path& roles_json, const fs::path& folder,
                                               const std::optional<fs::path>& user_roles, Diagnostics& out) {
  Loader loader(env, folder, out);
  loader.read_digests();
  if (const Node table = read_json(env, roles_json, out); !table.is(Kind::null)) loader.read_table(table);
  if (user_roles) {
    if (const Node table = read_json(env, *user_roles, out); !table.is(Kind::null)) loader.read_user_table(table, user_roles->parent_path());
  }
  loader.finish();
  auto book = std::make_shared<FontBook>();
  book->faces_ = std::move(loader.faces);
  book->roles_ = std::move(loader.roles);
  return book;
}

}  // namespace gongwen::fonts
