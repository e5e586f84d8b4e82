#include "trust/archive/diff.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "trust/archive/archive.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/manifest_internal.h"
#include "trust/sign/field_path.h"

namespace gongwen::archive {
namespace {

using json::Kind;
using json::Node;
using Change = FieldChange::Kind;

class Comparer {
 public:
  explicit Comparer(std::span<const ListKey> keys) {
    for (const ListKey& one : keys) keys_.emplace(one.path, one.key);
  }

  /// path   as shown, with item numbers or keys;  shape  the same without them, as list keys are named.
  void compare(const Node& before, const Node& after, const std::string& path, const std::string& shape) {
    if (before == after) return;
    if (before.is(Kind::object) && after.is(Kind::object)) {
      objects(before, after, path, shape);
    } else if (before.is(Kind::array) && after.is(Kind::array)) {
      const auto key = keys_.find(shape);
      if (key == keys_.end() || !by_key(before, after, path, shape, key->second)) by_number(before, after, path, shape);
    } else {
      out_.push_back({Change::changed, path, before, after});
    }
  }
  std::vector<FieldChange> take() {
    std::move(removed_.begin(), removed_.end(), std::back_inserter(out_));
    return std::move(out_);
  }

 private:
  void objects(const Node& before, const Node& after, const std::string& path, const std::string& shape) {
    for (const auto& [name, value] : after.members()) {
      const std::string here = sign::member_path(path, name);
      if (const Node* const old = before.find(name)) compare(*old, value, here, sign::member_path(shape, name));
      else out_.push_back({Change::added, here, Node(), value});
    }
    for (const auto& [name, value] : before.members()) {
      if (after.find(name) == nullptr) removed_.push_back({Change::removed, sign::member_path(path, name), value, Node()});
    }
  }

  void by_number(const Node& before, const Node& after, const std::string& path, const std::string& shape) {
    const auto& old = before.items();
    const auto& now = after.items();
    for (std::size_t i = 0; i < now.size(); ++i) {
      const std::string here = sign::item_path(path, i);
      if (i < old.size()) compare(old[i], now[i], here, shape);
      else out_.push_back({Change::added, here, Node(), now[i]});
    }
    for (std::size_t i = now.size(); i < old.size(); ++i) removed_.push_back({Change::removed, sign::item_path(path, i), old[i], Node()});
  }

  using Index = std::map<std::string, std::size_t>;
  /// Key → item number. Nothing when an item has no key or two have the same: then the key tells nobody apart.
  static std::optional<Index> index_of(const Node& list, const std::string& key) {
    Index out;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
      const Node* const value = list.items()[i].find(key);
      if (value == nullptr || !(value->is(Kind::string) || value->is(Kind::number))) return std::nullopt;
      if (!out.emplace(value->text(), i).second) return std::nullopt;
    }
    return out;
  }

  bool by_key(const Node& before, const Node& after, const std::string& path, const std::string& shape, const std::string& key) {
    const auto old = index_of(before, key);
    const auto now = index_of(after, key);
    if (!old || !now) return false;
    moves(before, after, *old, path, key);
    for (std::size_t i = 0; i < after.items().size(); ++i) {
      const Node& item = after.items()[i];
      const std::string& name = item.find(key)->text();
      const std::string here = sign::keyed_item_path(path, key, name);
      if (const auto found = old->find(name); found != old->end()) compare(before.items()[found->second], item, here, shape);
      else out_.push_back({Change::added, here, Node(), item});
    }
    for (std::size_t i = 0; i < before.items().size(); ++i) {
      const std::string& name = before.items()[i].find(key)->text();
      if (!now->contains(name)) removed_.push_back({Change::removed, sign::keyed_item_path(path, key, name), before.items()[i], Node()});
    }
    return true;
  }

  /// Items that stand in another order among those both lists have. The fewest that explain it: what is outside a longest
  /// run of items whose order stayed.
  void moves(const Node& before, const Node& after, const Index& old, const std::string& path, const std::string& key) {
    std::vector<std::pair<std::size_t, std::size_t>> common;   // old number, new number, in the new order
    for (std::size_t i = 0; i < after.items().size(); ++i) {
      if (const auto found = old.find(after.items()[i].find(key)->text()); found != old.end()) common.emplace_back(found->second, i);
    }
    std::vector<std::size_t> length(common.size(), 1);
    std::vector<std::size_t> from(common.size(), common.size());
    std::size_t best = 0;
    for (std::size_t i = 0; i < common.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (common[j].first < common[i].first && length[j] + 1 > length[i]) {
          length[i] = length[j] + 1;
          from[i] = j;
        }
      }
      if (length[i] > length[best]) best = i;
    }
    std::set<std::size_t> stayed;
    for (std::size_t i = common.empty() ? common.size() : best; i < common.size(); i = from[i]) stayed.insert(i);
    for (std::size_t i = 0; i < common.size(); ++i) {
      if (stayed.contains(i)) continue;
      const std::string& name = before.items()[common[i].first].find(key)->text();
      out_.push_back({Change::moved, sign::keyed_item_path(path, key, name), Node::number(static_cast<std::int64_t>(common[i].first + 1)),
                      Node::number(static_cast<std::int64_t>(common[i].second + 1))});
    }
  }

  std::map<std::string, std::string> keys_;
  std::vector<FieldChange> out_, removed_;
};

/// data/ without the record, and the template's files: what can differ between versions besides fields.
Manifest comparable(const BundleReader& reader, Diagnostics& out) {
  Manifest all;
  for (const std::string_view name : {kManifest, kTagManifest}) {
    const auto text = reader.read(name, out);
    auto part = text ? parse_manifest(*text) : std::nullopt;
    if (!part) continue;
    for (auto& [path, digest] : *part) {
      if ((path.starts_with("data/") && path != kRecord) || path.starts_with(kTemplateFolder)) all.emplace(path, digest);
    }
  }
  return all;
}

std::string attachment_name(const VersionInfo& version, const std::string& path) {
  for (const AttachmentInfo& one : version.attachments) {
    if (one.path == path) return one.name;
  }
  return {};
}

std::vector<FileChange> compare_files(const BundleReader& before, const BundleReader& after, Diagnostics& out) {
  const Manifest old = comparable(before, out);
  const Manifest now = comparable(after, out);
  std::vector<FileChange> changes;
  for (const auto& [path, digest] : now) {
    const auto found = old.find(path);
    const std::string name = attachment_name(after.version(), path);
    if (found == old.end()) changes.push_back({FileChange::Kind::added, path, name, {}, sign::hex(digest)});
    else if (found->second != digest) changes.push_back({FileChange::Kind::changed, path, name, sign::hex(found->second), sign::hex(digest)});
  }
  for (const auto& [path, digest] : old) {
    if (!now.contains(path)) changes.push_back({FileChange::Kind::removed, path, attachment_name(before.version(), path), sign::hex(digest), {}});
  }
  std::sort(changes.begin(), changes.end(), [](const FileChange& a, const FileChange& b) { return a.path < b.path; });
  return changes;
}

}  // namespace

std::vector<FieldChange> compare_records(const Node& before, const Node& after, std::span<const ListKey> keys) {
  Comparer comparer(keys);
  comparer.compare(before, after, "", "");
  return comparer.take();
}

Result<Difference> Archive::diff(const std::string& record_id, std::uint32_t before, std::uint32_t after) {
  auto old_zip = get_bundle(record_id, before);
  if (!old_zip) return old_zip.error();
  auto new_zip = get_bundle(record_id, after);
  if (!new_zip) return new_zip.error();
  Diagnostics out;
  const auto old_reader = BundleReader::open(*old_zip, Place::in_file(record_id).file, out);
  const auto new_reader = BundleReader::open(*new_zip, Place::in_file(record_id).file, out);
  const auto old_record = old_reader ? old_reader->record(out) : std::nullopt;
  const auto new_record = new_reader ? new_reader->record(out) : std::nullopt;
  if (!old_record || !new_record) return out.all().front();
  Difference difference;
  difference.fields = compare_records(*old_record, *new_record, new_reader->version().list_keys);
  difference.files = compare_files(*old_reader, *new_reader, out);
  if (out.has_errors()) return out.all().front();
  return difference;
}

}  // namespace gongwen::archive
