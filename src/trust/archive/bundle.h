#pragma once

// One version of one paper as one zip (format 1; FORMAT.md has every file and byte): a valid BagIt bag, sealed by a
// detached signature over its tag manifest. The room never knows what the bytes mean.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "foundation/base/result.h"
#include "foundation/json/json.h"
#include "foundation/zip/zip.h"
#include "trust/archive/events.h"
#include "trust/archive/finding.h"
#include "trust/sign/cms.h"
#include "trust/sign/keys.h"

namespace gongwen::archive {

/// A file by its name inside a folder of the bundle: ASCII letters, digits and `-_.`, '/' between parts.
struct File {
  std::string name;
  std::string bytes;
};

/// Roles of attachments; the names are part of the format.
/// scan a stamped copy · evidence 佐证 · image shown in the paper · received a paper made elsewhere
enum class AttachmentRole : std::uint8_t { scan, evidence, image, received };
std::string_view name_of(AttachmentRole role) noexcept;
std::optional<AttachmentRole> attachment_role_of(std::string_view name) noexcept;

struct Attachment {
  AttachmentRole role = AttachmentRole::evidence;
  std::string name;      ///< as the user calls it, any UTF-8 without '/' and control characters; kept in version.json
  std::string bytes;
};

/// A face used: which, and the digest under which the archive keeps its file.
struct Face {
  std::string role;      ///< "仿宋"
  std::string name;      ///< PostScript name
  std::string sha256;    ///< of the prepared face's file, lower-case hexadecimal
};

/// All that went into making the documents, so that they can be made again (`reproduce`). No state, no path of a machine.
struct RenderInfo {
  std::string template_id;
  std::string template_title;
  std::string style;                                         ///< page style's name
  std::optional<Date> date;                                  ///< the date given to the paper
  std::vector<std::string> formats;                          ///< "pdf", "docx"
  std::string word_fonts;                                    ///< which names of faces the DOCX has: "windows", "office"; empty without a DOCX
  std::string tool;                                          ///< "gongwen 0.1.0"
  std::vector<std::pair<std::string, std::string>> libraries; ///< name, version; written sorted
  std::vector<Face> faces;                                   ///< written in the order given
  std::map<std::string, std::string> signed_documents = {};  ///< "document.pdf" → "PAdES B-B", "PAdES B-T": signed inside as well
};

/// What the archive's metadata need and only the maker knows (DA/T 46-2009; the element in brackets).
struct Metadata {
  std::string title;             ///< M22 题名; required
  std::string document_number;   ///< M31 文件编号
  std::string responsible;       ///< M32 责任者
  std::optional<Date> date;      ///< M33 日期
  std::string kind;              ///< M34 文种
  std::string recipient;         ///< M36 主送
  std::string secrecy;           ///< M38 密级
  std::string archive_number;    ///< M8 档号
  std::optional<std::uint32_t> pages;  ///< M43 页数
  std::string retention;         ///< M12 保管期限: 永久, 30年, 10年; empty: not said
  std::string urgency{};         ///< M35 紧急程度
  std::string copy_to{};         ///< M37 抄送
  std::string secrecy_term{};    ///< M39 保密期限
  std::string language{};        ///< M44 语种
  std::string draft{};           ///< M45 稿本: 定稿, 正本 …
  std::string control{};         ///< M74 控制标识: may it be shown to everybody
  bool operator==(const Metadata&) const = default;
};

/// The parts of a 档号 (DA/T 46 M9 … M17); what its pattern does not have is empty.
struct NumberParts {
  std::string fonds;             ///< 全宗号: Z109
  std::string category;          ///< 门类: WS
  std::string year;              ///< 年度: 2026
  std::string retention;         ///< 保管期限代码: Y, D30, D10
  std::string office;            ///< 机构或问题: BGS, 办公室
  std::string item;              ///< 件号, as written: 0001
  friend bool operator==(const NumberParts&, const NumberParts&) = default;
};

/// What the archive knows beside the paper, for its metadata.
struct ArchiveSide {
  std::string archives;          ///< M3 档案馆名称
  std::string archives_code;     ///< M4
  std::string fonds_name;        ///< M5
  std::string creator;           ///< M6 立档单位; empty: whoever seals
  std::string archive_number;    ///< M8, when it was given later than the version
  NumberParts parts;
  std::string retention;         ///< M12, when it was set later than the version
};

/// Which member tells the items of a list apart: `指标` → `编号`. Paths as in FORMAT.md, without item numbers (`学校.专业`).
struct ListKey {
  std::string path;
  std::string key;
};

/// A bundle to be.
struct Bundle {
  std::string record_id;                 ///< see valid_record_id
  std::vector<File> documents;           ///< "document.pdf", "document.docx", …: go to data/
  std::string record_json;               ///< json::canonical bytes of the record
  std::vector<Attachment> attachments;
  std::vector<File> template_files;      ///< every file the template read: go to gongwen/template/
  RenderInfo render;
  Metadata metadata;
  std::vector<ListKey> list_keys;
  Index index;                           ///< what lists are searched by: task, city, due (YYYY-MM-DD)
  std::string actor;                     ///< who files it, as they call themselves; may be empty
  std::string note;                      ///< why there is this version; may be empty
};

/// What only the archive it is filed into knows of a bundle: which version it is, and what stands around it.
struct Filed {
  std::uint32_t number = 1;              ///< from 1
  std::string previous_sha256;           ///< of the previous version's zip; empty for number 1
  ArchiveSide archive{};
};

struct SealedBundle {
  std::string zip;
  std::string version_json;              ///< what stands in it under gongwen/version.json
  std::string sha256;                    ///< of `zip`, lower-case hexadecimal
};

/// Letters, digits, `-`, `_`, `.`; 1 … 100 of them; begins with a letter or digit; no `..`; does not end in a dot; no
/// name Windows keeps for devices (CON, NUL, COM1 …).
bool valid_record_id(std::string_view id) noexcept;

/// Builds and signs the zip. Time (Bagging-Date, signing time) and salts come from Env. With an SM2 key in the identity a
/// second signature stands beside, with a time authority a time stamp of the seal.
///
/// Errors A001 record id, A002 a file's name, A003 two files of one name (letter case does not count), A004 record.json is
///        no JSON object or not in canonical form, A005 no documents and no attachments, A040 a field's name; all told at once. A121 the time
///        authority refuses; Error when it does not answer.
/// Threads reads only its arguments; Env's clock and randomness are called.
std::optional<SealedBundle> build_bundle(Env& env, const Bundle& bundle, const sign::Identity& identity, Diagnostics& out, const Filed& filed = {});
/// The same with a signing key alone.
inline std::optional<SealedBundle> build_bundle(Env& env, const Bundle& bundle, const sign::SigningKey& key, Diagnostics& out) {
  return build_bundle(env, bundle, sign::Identity{key}, out);
}

/// A payload file or attachment as version.json tells of it.
struct AttachmentInfo {
  AttachmentRole role = AttachmentRole::evidence;
  std::string name;      ///< as the user called it
  std::string path;      ///< inside the bundle: `data/attachments/01-scan.pdf`
  std::uint64_t size = 0;
  std::string sha256;
};

/// What version.json says. Plain data; nothing of it is proved before verify_bundle has said so.
struct VersionInfo {
  int format = 1;
  std::string record_id;
  std::uint32_t number = 0;
  std::string previous_sha256;
  Instant made_at;
  std::string actor;
  std::string note;
  std::string organisation;              ///< of the signer, as the bundle was made
  std::string certificate;               ///< fingerprint of the signer's certificate
  RenderInfo render;
  Metadata metadata;
  std::string template_sha256;           ///< over the template's files (FORMAT.md 3.1)
  std::vector<AttachmentInfo> attachments;
  std::vector<ListKey> list_keys;
  Index index;
  std::vector<std::string> seals;        ///< what stands beside the CMS seal: "sm2", "time-stamp"; so that none can be taken away unseen
};

/// A bundle opened for reading. The view it is opened on must outlive it. Const and shareable between threads.
class BundleReader {
 public:
  /// Errors A101 … A119 (the zip), A006 not a bundle of format 1 or version.json damaged.
  static std::optional<BundleReader> open(std::string_view zip, const Place::Name& file, Diagnostics& out);

  const VersionInfo& version() const noexcept { return version_; }
  /// Every name inside, in the zip's order.
  std::vector<std::string> names() const;
  bool has(std::string_view name) const noexcept { return reader_.find(name) != nullptr; }
  /// A file's bytes. Nothing, with A007 or the zip's own code in `out`, when it is not there or damaged.
  std::optional<std::string> read(std::string_view name, Diagnostics& out) const;
  /// data/record.json as read. Errors as read; D001… when malformed.
  /// name  what places in it are called; as inside the bundle when empty.
  std::optional<json::Node> record(Diagnostics& out, const std::string& name = {}) const;
  const zip::Reader& zip() const noexcept { return reader_; }
  const Place::Name& file() const noexcept { return file_; }

 private:
  BundleReader(zip::Reader reader, Place::Name file, VersionInfo version)
      : reader_(std::move(reader)), file_(std::move(file)), version_(std::move(version)) {}
  zip::Reader reader_;
  Place::Name file_;
  VersionInfo version_;
};

/// What verify_bundle found about one zip.
struct BundleReport {
  std::optional<VersionInfo> version;    ///< absent when the zip cannot be read at all
  std::string version_json;              ///< the file `version` is read from
  std::string sha256;                    ///< of the whole zip
  sign::CmsVerdict seal;
  std::uint64_t files = 0;               ///< files whose digest was checked
  std::uint64_t bytes = 0;
  std::vector<Finding> findings;
  bool intact() const noexcept;          ///< nothing was changed since it was sealed (whoever sealed it)
  bool trusted() const noexcept { return intact() && seal.good(); }
};

/// Checks one bundle by itself, wholly: zip, BagIt, SHA-256 and SM3 of every file, the seal, the sealed fields.
/// trusted  certificates got elsewhere; empty: the seal is checked, the signer is not known (finding A070, a note).
/// crls     lists of revoked certificates; each counts for the certificates of its issuer.
/// Threads reads only its arguments.
BundleReport verify_bundle(std::string_view zip, const Place::Name& file, std::span<const sign::Certificate> trusted, std::span<const sign::Crl> crls = {});

}  // namespace gongwen::archive
