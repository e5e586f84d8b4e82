#include "trust/archive/bundle.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/manifest_internal.h"
#include "trust/archive/metadata_internal.h"
#include "trust/archive/names_internal.h"
#include "trust/archive/version_internal.h"
#include "trust/sign/digest.h"
#include "trust/sign/sd_jwt.h"
#include "trust/sign/sm2.h"
#include "trust/sign/time_stamp.h"

namespace gongwen::archive {
namespace {

using json::Node;
using zip::Writer;

/// A template's file, deflated once: thousands of papers share it. One set for each thread; the view is good until the next call.
const zip::Compressed& packed_once(const sign::Digest& sha256, std::string_view bytes) {
  constexpr std::size_t kKept = 64;
  thread_local std::map<sign::Digest, zip::Compressed> kept;
  if (const auto found = kept.find(sha256); found != kept.end()) return found->second;
  if (kept.size() == kKept) kept.clear();
  return kept.emplace(sha256, zip::precompress(bytes)).first->second;
}

/// The zip under construction, with the digests its manifests need. Files are added in the order they are written.
class Bag {
 public:
  /// with_sm3  tag files get an SM3 digest too, for the SM2 signature beside.
  explicit Bag(bool with_sm3) : with_sm3_(with_sm3) {}
  /// A file of data/: in both manifests.
  void payload(const std::string& path, std::string_view bytes) {
    sha_.emplace(path, sign::sha256(bytes));
    sm3_.emplace(path, sign::sm3(bytes));
    size_ += bytes.size();
    queue_.push_back({path, bytes});
  }
  /// A file about the bag: in the tag manifest. `bytes` must outlive the bag.
  void tag(const std::string& path, std::string_view bytes) { tag(path, bytes, sign::sha256(bytes)); }
  void tag(const std::string& path, std::string_view bytes, const sign::Digest& sha256) {
    tags_.emplace(path, sha256);
    if (with_sm3_) tags_sm3_.emplace(path, sign::sm3(bytes));
    queue_.push_back({path, bytes});
  }
  void unlisted(const std::string& path, std::string_view bytes) { queue_.push_back({path, bytes}); }

  std::string oxum() const { return std::to_string(size_) + "." + std::to_string(sha_.size()); }
  std::string manifest() const { return write_manifest(sha_); }
  std::string manifest_sm3() const { return write_manifest(sm3_); }
  std::string tag_manifest() const { return write_manifest(tags_); }
  std::string tag_manifest_sm3() const { return write_manifest(tags_sm3_); }
  sign::Digest digest_of(const std::string& path) const { return sha_.at(path); }

  std::string finish() {
    std::stable_sort(queue_.begin(), queue_.end(), [](const Item& a, const Item& b) {
      return std::pair(rank(a.path), std::string_view(a.path)) < std::pair(rank(b.path), std::string_view(b.path));
    });
    Writer writer;
    std::size_t most = 0;
    for (const Item& item : queue_) most += item.bytes.size() + 2 * item.path.size() + kZipHeaders;
    writer.reserve(most);
    for (const Item& item : queue_) put(writer, item);
    return writer.finish();
  }

 private:
  struct Item { std::string path; std::string_view bytes; };
  static constexpr std::size_t kZipHeaders = 100;   // of one entry, its names apart, and a share of the end
  void put(Writer& writer, const Item& item) const {
    constexpr std::size_t kTiny = 512, kSmall = std::size_t{32} << 10;
    const bool of_template = item.path.starts_with(kTemplateFolder) && item.bytes.size() <= kSmall;
    if (already_packed(item.path) || item.bytes.size() < kTiny) return writer.add(item.path, item.bytes, Writer::Method::store);
    if (item.path == kVerifyPage || of_template) {   // the same in many bundles
      const zip::Compressed& packed = packed_once(tags_.at(item.path), item.bytes);
      if (packed.raw.size() < packed.size) return writer.add(item.path, packed);
    }
    // The small texts of one bundle: level 6 would make it one hundredth smaller and take twice as long; tiny ones give nothing.
    writer.add(item.path, item.bytes, Writer::Method::deflate, item.bytes.size() <= kSmall ? 1 : 6);
  }
  // What a reader looks for first stands first: the bag's own files, the instructions, then folders by name.
  static int rank(std::string_view path) {
    constexpr std::array<std::string_view, 6> first{kBagit, kBagInfo, kManifest, kTagManifest, kReadme, kVerifyPage};
    const auto at = std::find(first.begin(), first.end(), path);
    return static_cast<int>(at - first.begin());
  }

  bool with_sm3_;
  Manifest sha_, sm3_, tags_, tags_sm3_;
  std::uint64_t size_ = 0;
  std::vector<Item> queue_;
};

void check_names(const Bundle& bundle, Diagnostics& out) {
  std::set<std::string> seen{"record.json"};
  const auto one = [&](const File& file, const char* where, bool flat) {
    if (!valid_file_name(file.name) || (flat && file.name.find('/') != std::string::npos)) {
      out.error(codes::kBadFileName, Place::in_file(file.name), std::string(where) + "的文件名“" + file.name + "”不能用在封存包里",
                {"只用字母、数字和 - _ .，不以点开头或结尾"});
    } else if (!seen.insert(fold(std::string(flat ? "" : "template/") + file.name)).second) {
      out.error(codes::kNameTwice, Place::in_file(file.name), std::string(where) + "里有两个文件都叫“" + file.name + "”（不分大小写）");
    }
  };
  for (const File& file : bundle.documents) one(file, "成品", true);
  for (const File& file : bundle.template_files) one(file, "模板", false);
  for (const Attachment& attachment : bundle.attachments) {
    const bool good = !attachment.name.empty() && attachment.name.size() <= 255 &&
                      std::none_of(attachment.name.begin(), attachment.name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '/' || c == 0x7F; });
    if (!good) out.error(codes::kBadFileName, Place::in_file(attachment.name), "附件的名称是空的、太长或含有控制字符");
  }
}

std::optional<Node> check_record(const Bundle& bundle, Diagnostics& out) {
  Diagnostics ignored;
  auto record = json::parse(bundle.record_json, Place::in_file("record.json").file, ignored);
  if (record && record->is(json::Kind::object) && json::canonical(*record) == bundle.record_json) return record;
  out.error(codes::kRecordNotCanonical, Place::in_file("record.json"), "数据不是规范形式的 JSON 对象，不能封存", {"这是程序的问题，请报告"});
  return std::nullopt;
}

Manifest digests_of(const std::vector<File>& files) {
  Manifest out;
  for (const File& file : files) out.emplace(file.name, sign::sha256(file.bytes));
  return out;
}

VersionInfo version_of(const Bundle& bundle, const Filed& filed, const sign::Certificate& certificate, Instant now) {
  VersionInfo out;
  out.record_id = bundle.record_id;
  out.number = filed.number;
  out.previous_sha256 = filed.previous_sha256;
  out.made_at = {now.unix_seconds, 0};
  out.actor = bundle.actor;
  out.note = bundle.note;
  out.organisation = certificate.organisation;
  out.certificate = certificate.fingerprint;
  out.render = bundle.render;
  out.metadata = bundle.metadata;
  out.list_keys = bundle.list_keys;
  out.index = bundle.index;
  return out;
}

std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

// Labels of RFC 8493 section 2.2.2; the time's day, because Bagging-Date is a date.
std::string bag_info(const VersionInfo& version, const std::string& oxum) {
  std::string out = "Bag-Software-Agent: " + one_line(version.render.tool.empty() ? "gongwen" : version.render.tool) + "\n";
  out += "Bagging-Date: " + version.made_at.utc_date().iso() + "\n";
  out += "External-Description: " + one_line(version.metadata.title) + "\n";
  out += "External-Identifier: " + version.record_id + "@" + std::to_string(version.number) + "\n";
  out += "Payload-Oxum: " + oxum + "\n";
  out += "Source-Organization: " + one_line(version.organisation) + "\n";
  return out;
}

Node open_claims(const VersionInfo& version) {
  return Node::object({{"iat", Node::number(version.made_at.unix_seconds)}, {"iss", Node::string(version.organisation)},
                       {"number", Node::number(std::int64_t{version.number})}, {"record", Node::string(version.record_id)}});
}

}  // namespace

std::optional<SealedBundle> build_bundle(Env& env, const Bundle& bundle, const sign::Identity& identity, Diagnostics& out, const Filed& filed) {
  const sign::SigningKey& key = identity.sign;
  const std::size_t before = out.size();
  if (!valid_record_id(bundle.record_id)) {
    out.error(codes::kBadRecordId, {}, "记录编号“" + bundle.record_id + "”不能使用",
              {"只用字母、数字和 - _ .，最长 100 个字符，以字母或数字开头"});
  }
  if (bundle.documents.empty() && bundle.attachments.empty()) out.error(codes::kNothingToSeal, {}, "没有成品文件，也没有附件，无可封存");
  check_names(bundle, out);
  const auto record = check_record(bundle, out);
  if (out.size() != before) return std::nullopt;

  const Instant now = env.now();
  VersionInfo version = version_of(bundle, filed, key.certificate(), now);
  const Manifest of_template = digests_of(bundle.template_files);
  version.template_sha256 = template_digest(of_template);
  if (identity.sm2) version.seals.emplace_back(kNameOfSm2);
  if (identity.time) version.seals.emplace_back(kNameOfStamp);
  auto fields = sign::issue_fields(env, key, *record, open_claims(version));
  if (!fields) {
    out.add(fields.error());
    return std::nullopt;
  }

  Bag bag(identity.sm2.has_value());
  for (const File& file : bundle.documents) bag.payload("data/" + file.name, file.bytes);
  bag.payload(std::string(kRecord), bundle.record_json);
  for (std::size_t i = 0; i < bundle.attachments.size(); ++i) {
    const Attachment& one = bundle.attachments[i];
    const std::string path = attachment_path(i, one);
    bag.payload(path, one.bytes);
    version.attachments.push_back({one.role, one.name, path, one.bytes.size(), sign::hex(bag.digest_of(path))});
  }
  // Bag keeps views: these texts live until the zip is finished.
  const std::string info = bag_info(version, bag.oxum());
  const std::string manifest = bag.manifest();
  const std::string manifest_sm3 = bag.manifest_sm3();
  const std::string version_json = write_version(version);
  const std::string metadata = write_metadata({version, files_of(bundle, version), signatures_of(version, identity), filed.archive});
  const std::string readme = write_readme(version);
  const std::string openings = sign::write_openings(fields->openings);
  bag.tag(std::string(kBagit), kBagitText);
  bag.tag(std::string(kBagInfo), info);
  bag.tag(std::string(kManifest), manifest);
  bag.tag(std::string(kReadme), readme);
  bag.tag(std::string(kVerifyPage), verify_page());
  bag.tag(std::string(kVersion), version_json);
  bag.tag(std::string(kMetadata), metadata);
  bag.tag(std::string(kManifestSm3), manifest_sm3);
  bag.tag(std::string(kFields), fields->jwt);
  bag.tag(std::string(kOpenings), openings);
  for (const File& file : bundle.template_files) bag.tag(std::string(kTemplateFolder) + file.name, file.bytes, of_template.at(file.name));
  const std::string tag_manifest = bag.tag_manifest();
  const std::string seal = sign::sign_cms(key, tag_manifest, now);
  bag.unlisted(std::string(kTagManifest), tag_manifest);
  bag.unlisted(std::string(kSeal), seal);
  std::string stamp, tag_manifest_sm3, seal_sm2, certificates_sm2;
  if (identity.time) {
    auto answer = sign::ask_time_stamp(env, identity.time, seal);
    if (!answer) {
      out.add(answer.error());
      return std::nullopt;
    }
    stamp = std::move(*answer);
    bag.unlisted(std::string(kStamp), stamp);
  }
  if (identity.sm2) {
    tag_manifest_sm3 = bag.tag_manifest_sm3();
    seal_sm2 = sign::sign_sm2(*identity.sm2, tag_manifest_sm3);
    certificates_sm2 = identity.sm2->certificate().pem();
    for (const sign::Certificate& one : identity.sm2->chain()) certificates_sm2 += one.pem();
    bag.unlisted(std::string(kTagManifestSm3), tag_manifest_sm3);
    bag.unlisted(std::string(kSealSm2), seal_sm2);
    bag.unlisted(std::string(kSm2Certificate), certificates_sm2);
  }

  SealedBundle sealed{bag.finish(), version_json, {}};
  sealed.sha256 = sign::hex(sign::sha256(sealed.zip));
  return sealed;
}

}  // namespace gongwen::archive
