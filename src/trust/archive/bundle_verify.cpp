#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/bundle.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/manifest_internal.h"
#include "trust/archive/names_internal.h"
#include "trust/archive/version_internal.h"
#include "trust/sign/digest.h"
#include "trust/sign/pdf_signature.h"
#include "trust/sign/remarks.h"
#include "trust/sign/sd_jwt.h"
#include "trust/sign/sm2.h"
#include "trust/sign/time_stamp.h"

namespace gongwen::archive {
namespace {

/// One pass over one bundle. Every file is read once; what is found goes into the report.
class Examiner {
 public:
  Examiner(std::string_view bytes, Place::Name file, std::span<const sign::Certificate> trusted, std::span<const sign::Crl> crls)
      : bytes_(bytes), file_(std::move(file)), trusted_(trusted), crls_(crls) {}

  /// sha256  of the zip, hexadecimal.
  BundleReport run(std::string sha256) {
    report_.sha256 = std::move(sha256);
    Diagnostics faults;
    auto reader = zip::Reader::open(bytes_, zip::Profile::bundle, file_, faults);
    take(faults, "");
    if (!reader) return std::move(report_);
    reader_ = &*reader;
    contents_.resize(reader->entries().size());
    read_version();
    check_declaration();
    check_seal();
    check_tags();
    check_sm2();
    check_payload();
    check_unlisted();
    check_version();
    check_signed_documents();
    check_fields();
    check_frame();
    return std::move(report_);
  }

 private:
  void add(Severity severity, std::string_view code, std::string_view path, std::string message, std::string hint = {}) {
    Finding f{severity, code, {}, 0, std::string(path), std::nullopt, std::move(message), std::move(hint)};
    if (path.empty() && !report_.version && file_) f.file = *file_;   // about the zip itself
    if (report_.version) {
      f.record = report_.version->record_id;
      f.version = report_.version->number;
    }
    if (reader_ != nullptr) {
      if (const auto* entry = reader_->find(path)) f.offset = entry->data_offset;   // where the file begins inside the zip
    }
    report_.findings.push_back(std::move(f));
  }
  void error(std::string_view code, std::string_view path, std::string message) { add(Severity::error, code, path, std::move(message)); }

  void remark(std::string_view path, const sign::Remark& one, const std::string& before = {}) {
    add(one.severity, one.code, path, before + one.message, one.hint);
    report_.findings.back().certificate = one.certificate;
  }

  /// The zip's own faults, as findings about the entry `path`.
  void take(const Diagnostics& faults, std::string_view path) {
    for (const Diagnostic& d : faults.all()) {
      add(d.severity, d.code, path, d.message, d.hints.empty() ? std::string{} : d.hints.front());
      if (!report_.findings.back().offset) report_.findings.back().offset = d.place.offset;
    }
  }

  /// What is known of an entry's bytes: read, with its CRC checked, once.
  struct Content {
    enum class State : std::uint8_t { unread, good, damaged } state = State::unread;
    std::string_view view;    ///< of the zip where it is stored, else of `text`
    std::string text;
  };

  /// An entry's bytes, inflated once when small or to be kept, else each time into `held`. Damage is told once.
  std::optional<std::string_view> bytes_of(std::string_view path, std::string& held, bool keep = false) {
    constexpr std::uint64_t kSmall = std::uint64_t{1} << 20;
    const auto* entry = reader_->find(path);
    if (entry == nullptr) return std::nullopt;
    Content& content = contents_[static_cast<std::size_t>(entry - reader_->entries().data())];
    if (content.state == Content::State::good) return content.view;
    if (content.state == Content::State::damaged) return std::nullopt;
    Diagnostics faults;
    if (entry->method == 0) {
      if (const auto view = reader_->view(*entry, faults)) {
        content.state = Content::State::good;
        return content.view = *view;
      }
    } else if (auto text = reader_->read(*entry, faults)) {
      if (entry->size > kSmall && !keep) {
        held = std::move(*text);
        return held;
      }
      content.state = Content::State::good;
      content.text = std::move(*text);
      return content.view = content.text;
    }
    content.state = Content::State::damaged;
    damaged_ = true;
    take(faults, path);
    return std::nullopt;
  }
  /// A file that must be there, of those that are small; the view lives as long as this object.
  std::optional<std::string_view> need(std::string_view path) {
    if (reader_->find(path) == nullptr) {
      if (missing_.insert(std::string(path)).second) error(codes::kFileMissing, path, "封存包里缺少 " + std::string(path));
      return std::nullopt;
    }
    std::string none;
    return bytes_of(path, none, true);
  }

  void read_version() {
    const auto text = need(kVersion);
    if (!text) return;
    auto version = parse_version(*text);
    if (version && write_version(*version) == *text) {
      report_.version = std::move(version);
      report_.version_json = *text;
    } else {
      error(codes::kNotABundle, kVersion, "版本说明已损坏，或属于更新的格式");
    }
  }

  void check_declaration() {
    if (const auto text = need(kBagit); text && *text != kBagitText) error(codes::kBagDeclaration, kBagit, "BagIt 声明不符合 RFC 8493");
    const auto info = need(kBagInfo);
    if (!info) return;
    std::uint64_t size = 0;
    std::uint64_t count = 0;
    for (const auto& entry : reader_->entries()) {
      if (!entry.name.starts_with("data/")) continue;
      size += entry.size;
      ++count;
    }
    const std::string oxum = std::to_string(size) + "." + std::to_string(count);
    if (values_of(*info, "payload-oxum") != std::vector{" " + oxum}) {
      error(codes::kOxumDiffers, kBagInfo, "bag-info.txt 所记的总字节数和文件数与 data/ 不符，实际为 " + oxum);
    }
    if (!report_.version) return;
    const std::string id = report_.version->record_id + "@" + std::to_string(report_.version->number);
    if (values_of(*info, "external-identifier") != std::vector{" " + id}) {
      error(codes::kBagDeclaration, kBagInfo, "bag-info.txt 所记的编号（External-Identifier）与版本说明不符，应为 " + id);
    }
  }

  /// All that stands behind the colon of a label, given in small letters. As freely as other readers read: letter case does not count, a
  /// line that begins with a blank goes on with the one before, CR ends a line too (RFC 8493 2.2.2).
  static std::vector<std::string> values_of(std::string_view info, std::string_view label) {
    std::vector<std::string> out;
    bool ours = false;
    while (!info.empty()) {
      const std::string_view line = info.substr(0, info.find_first_of("\r\n"));
      info.remove_prefix(std::min(info.size(), line.size() + 1));
      if (line.starts_with(' ') || line.starts_with('\t')) {
        if (ours) out.back() += line;
        continue;
      }
      const std::string_view name = line.substr(0, line.find(':'));
      ours = fold(name.substr(0, name.find_last_not_of(" \t") + 1)) == label;
      if (ours) out.emplace_back(line.substr(std::min(line.size(), name.size() + 1)));
    }
    return out;
  }

  void check_seal() {
    const auto manifest = need(kTagManifest);
    if (reader_->find(kSeal) == nullptr) {
      error(codes::kSealMissing, kSeal, "封存包没有签名");
      return;
    }
    const auto seal = need(kSeal);
    if (!manifest || !seal) return;
    const std::string_view stamp = reader_->find(kStamp) == nullptr ? std::string_view() : need(kStamp).value_or("");
    const std::string token = sign::token_of(stamp);
    if (!stamp.empty() && token.empty()) error(codes::kTimeStampBroken, kStamp, "时间戳不是 RFC 3161 的格式，或已损坏");
    const sign::CmsCheck with{trusted_, crls_, std::nullopt, token};
    report_.seal = sign::check_cms(*seal, *manifest, with);
    if (!report_.seal.intact) {
      error(codes::kSealBroken, kSeal, "签名与 tagmanifest-sha256.txt 不符：清单或签名在封存之后被改动过");
      return;
    }
    for (const sign::Remark& one : sign::remarks(report_.seal, with)) remark(kSeal, one);
  }

  // Beside the CMS seal: SM2 over the SM3 digests of the same files.
  void check_sm2() {
    const bool any = reader_->find(kSealSm2) != nullptr || reader_->find(kTagManifestSm3) != nullptr || reader_->find(kSm2Certificate) != nullptr;
    if (!any) return;
    const auto signature = need(kSealSm2);
    const auto text = need(kTagManifestSm3);
    const auto certificates = need(kSm2Certificate);
    if (!signature || !text || !certificates) return;
    const auto verdict = sign::verify_sm2(*signature, *text, *certificates, report_.seal.moment(), trusted_, crls_);
    if (!verdict.intact) return error(codes::kSm2Broken, kSealSm2, verdict.sentence());
    for (const sign::Remark& one : sign::remarks(verdict)) remark(kSealSm2, one);
    const auto manifest = manifest_at(kTagManifestSm3);
    if (!manifest) return;
    compare(*manifest, sign::Algorithm::sm3, codes::kSm3Differs, "文件与签过名的国密清单不符，封存之后被改动过");
    for (const std::string& path : listed_) {
      if (!manifest->contains(path)) error(codes::kSm3Differs, path, "签过名的国密清单没有列出这个文件");
    }
  }

  void compare(const Manifest& manifest, sign::Algorithm algorithm, std::string_view code, const char* what) {
    for (const auto& [path, expected] : manifest) {
      std::string held;
      if (reader_->find(path) == nullptr) {
        if (missing_.insert(path).second) error(codes::kFileMissing, path, "清单列出的文件不在封存包里");
        continue;
      }
      const auto bytes = bytes_of(path, held);
      if (!bytes) continue;
      if (algorithm == sign::Algorithm::sha256) {
        ++report_.files;
        report_.bytes += bytes->size();
      }
      if (sign::digest(algorithm, *bytes) != expected) error(code, path, what);
    }
  }

  std::optional<Manifest> manifest_at(std::string_view path) {
    const auto text = need(path);
    if (!text) return std::nullopt;
    auto manifest = parse_manifest(*text);
    if (!manifest) error(codes::kBadManifest, path, "清单的格式不对，不能读取");
    return manifest;
  }

  void check_tags() {
    const auto manifest = manifest_at(kTagManifest);
    if (!manifest) return;
    compare(*manifest, sign::Algorithm::sha256, codes::kTagFileChanged, "文件与签过名的清单不符，封存之后被改动过");
    for (const auto& [path, digest] : *manifest) {
      listed_.insert(path);
      if (!is_tag_file(path) && !missing_.contains(path)) unlisted(path, "签过名的清单列出了格式 1 里没有的文件");
    }
    for (const std::string_view must : {kManifest, kManifestSm3, kVersion, kFields, kOpenings, kMetadata, kBagit, kBagInfo}) {
      if (!manifest->contains(std::string(must))) unlisted(must, "签过名的清单没有列出 " + std::string(must));
    }
    check_fixed(*manifest);
  }

  /// What the signer himself may not write otherwise. The digests are those of the tag manifest: whether the files have them is told already.
  void check_fixed(const Manifest& tags) {
    static const sign::Digest page = sign::sha256(verify_page());
    if (const auto found = tags.find(std::string(kVerifyPage)); found != tags.end() && found->second != page) {
      error(codes::kTagFileChanged, kVerifyPage, "这不是每个封存包里都相同的核对页：不要在浏览器里打开它");
    }
    if (report_.version && report_.version->template_sha256 != template_digest(below(tags, kTemplateFolder))) {
      error(codes::kTagFileChanged, kVersion, "版本说明所记的模板摘要与 " + std::string(kTemplateFolder) + " 里的文件不符");
    }
  }

  static bool is_tag_file(std::string_view path) {
    constexpr std::array<std::string_view, 10> kNames{kBagit, kBagInfo, kManifest, kReadme, kVerifyPage, kVersion, kMetadata, kManifestSm3, kFields, kOpenings};
    return path.starts_with(kTemplateFolder) || std::find(kNames.begin(), kNames.end(), path) != kNames.end();
  }

  /// A file that is in no manifest, or in none it belongs into. Told once.
  void unlisted(std::string_view path, std::string message) {
    if (unlisted_.insert(std::string(path)).second) error(codes::kFileUnlisted, path, std::move(message));
  }

  void check_payload() {
    if (auto manifest = manifest_at(kManifest)) {
      compare(*manifest, sign::Algorithm::sha256, codes::kPayloadChanged, "文件与清单的 SHA-256 不符，封存之后被改动过");
      for (const auto& [path, digest] : *manifest) {
        listed_.insert(path);
        if (!path.starts_with("data/") && !missing_.contains(path)) unlisted(path, "清单列出了不在 data/ 里的文件");
      }
      payload_ = std::move(*manifest);
    }
    const auto sm3 = manifest_at(kManifestSm3);
    if (!sm3) return;
    compare(*sm3, sign::Algorithm::sm3, codes::kSm3Differs, "文件与国密清单的 SM3 不符");
    for (const auto& [path, digest] : payload_) {
      if (!sm3->contains(path)) error(codes::kSm3Differs, path, "国密清单没有列出这个文件");
    }
  }

  void check_unlisted() {
    for (const auto& entry : reader_->entries()) {
      const bool known = listed_.contains(entry.name) || entry.name == kTagManifest || entry.name == kSeal || entry.name == kStamp ||
                         entry.name == kTagManifestSm3 || entry.name == kSealSm2 || entry.name == kSm2Certificate;
      if (!known) unlisted(entry.name, "封存包里有清单没有列出的文件");
    }
  }

  void check_version() {
    if (!report_.version) return;
    for (const std::string& one : report_.version->seals) {
      const std::string_view path = one == kNameOfSm2 ? kSealSm2 : one == kNameOfStamp ? kStamp : std::string_view();
      if (!path.empty() && reader_->find(path) == nullptr) error(codes::kSealMissing, path, "版本说明里写有的签名或时间戳不在封存包里");
    }
    if (report_.seal.signer && report_.version->certificate != report_.seal.signer->fingerprint) {
      error(codes::kSealBroken, kVersion, "版本说明里的证书指纹不是签署人的证书");
    }
    const bool first = report_.version->number == 1;
    if (first != report_.version->previous_sha256.empty()) {
      error(codes::kChainBroken, kVersion, first ? "它是第 1 版，却记有上一版" : "它不是第 1 版，却没有记上一版");
    }
    for (const AttachmentInfo& one : report_.version->attachments) {
      const auto found = payload_.find(one.path);
      if (found == payload_.end() || sign::hex(found->second) != one.sha256) error(codes::kPayloadChanged, one.path, "附件与版本说明所记的不符");
    }
  }

  void check_signed_documents() {
    if (!report_.version) return;
    for (const auto& [name, level] : report_.version->render.signed_documents) {
      const std::string path = "data/" + name;
      std::string held;
      const auto pdf = bytes_of(path, held);
      if (!pdf) continue;
      const auto inside = sign::verify_pdf(*pdf, {trusted_, crls_, std::nullopt, {}});
      for (const sign::Remark& one : inside.findings) remark(path, one);
      for (const auto& signature : inside.signatures) {
        for (const sign::Remark& one : signature.remarks) {
          if (one.severity == Severity::error) remark(path, one, "PDF 里的签名：");
        }
      }
    }
  }

  void check_fields() {
    const auto jwt = need(kFields);
    const auto kept = need(kOpenings);
    const auto record = need(kRecord);
    if (!jwt || !kept || !record) return;
    auto shown = sign::verify_issued(*jwt, *kept, file_, trusted_);
    if (!shown) return error(codes::kFieldsBroken, shown.error().code == codes::kBadOpenings ? kOpenings : kFields, shown.error().message);
    const auto expected = json::parse_value(*record);
    if (!expected || !(shown->record == *expected) || shown->withheld != 0) {
      error(codes::kFieldsBroken, kFields, "签过名的字段与 record.json 不一致");
    } else if (report_.version && (text_at(shown->open, "record") != report_.version->record_id ||
                                   count_at(shown->open, "number") != report_.version->number)) {
      error(codes::kFieldsBroken, kFields, "字段签名属于另一个记录或版本");
    } else if (report_.seal.signer && shown->signer.der != report_.seal.signer->der) {
      error(codes::kFieldsBroken, kFields, "字段的签署人不是封存的签署人");
    }
  }

  // The bytes around the files (headers, dates, flags) are fixed by the format too: writing the entries again, without
  // compressing them anew, must give the same zip. So not one byte of a bundle can change unseen.
  void check_frame() {
    if (damaged_) return;
    zip::Writer writer;
    for (const auto& entry : reader_->entries()) writer.add_frame(entry.name, entry.packed, entry.method == 0, entry.crc, entry.size);
    const std::string again = writer.finish();
    std::string_view frame = again;
    std::uint64_t at = 0;
    // Before each entry its header, as long as it stands in the zip; behind the last the directory.
    const auto differs = [&](std::uint64_t end) {
      const std::string_view here = bytes_.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(end - at));
      const std::string_view there = frame.substr(0, here.size());
      if (here == there) {
        frame.remove_prefix(there.size());
        return false;
      }
      frame_changed();
      report_.findings.back().offset = at + static_cast<std::uint64_t>(std::mismatch(here.begin(), here.end(), there.begin(), there.end()).first - here.begin());
      return true;
    };
    for (const auto& entry : reader_->entries()) {
      if (differs(entry.data_offset)) return;
      at = entry.data_offset + entry.packed;
    }
    if (!differs(bytes_.size()) && !frame.empty()) frame_changed();
  }

  /// Comes last: that the files are as they were is said only when nothing was found against them.
  void frame_changed() {
    const bool files_good = std::none_of(report_.findings.begin(), report_.findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
    error(codes::kFrameChanged, "", std::string("zip 的文件头或目录被改动过") + (files_good ? "，里面的文件没有变" : ""));
  }

  std::string_view bytes_;
  Place::Name file_;
  std::span<const sign::Certificate> trusted_;
  std::span<const sign::Crl> crls_;
  const zip::Reader* reader_ = nullptr;
  BundleReport report_;
  Manifest payload_;
  std::set<std::string> listed_, missing_, unlisted_;
  std::vector<Content> contents_;   ///< by entry of the zip
  bool damaged_ = false;
};

}  // namespace

bool BundleReport::intact() const noexcept {
  return version.has_value() && seal.intact &&
         std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error && f.code != codes::kSignerUnknown; });
}

BundleReport verify_bundle(std::string_view zip, const Place::Name& file, std::span<const sign::Certificate> trusted, std::span<const sign::Crl> crls) {
  return examine_bundle(zip, file, trusted, crls, sign::hex(sign::sha256(zip)));
}

BundleReport examine_bundle(std::string_view zip, const Place::Name& file, std::span<const sign::Certificate> trusted, std::span<const sign::Crl> crls,
                            std::string sha256) {
  return Examiner(zip, file, trusted, crls).run(std::move(sha256));
}

}  // namespace gongwen::archive
