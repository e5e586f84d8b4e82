#include "trust/archive/export.h"

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/export_internal.h"
#include "trust/archive/metadata_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {

Result<std::unique_ptr<Export>> Export::begin(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options) {
  if (archive.env().exists(out)) {
    return archive_fault(codes::kExportExists, out, "“" + out.string() + "”已经存在，移交的内容不写进已有的文件夹", {"另取一个名字，或先把它移走"});
  }
  return options.layout == ExportLayout::bag ? make_bag(archive, consignment, out, options) : make_handover(archive, consignment, out, options);
}

std::string take_zip(Archive& archive, const std::string& record_id, std::uint32_t number) {
  auto zip = archive.get_bundle(record_id, number);
  if (!zip) throw Error("核验之后又变了：" + zip.error().message);
  return std::move(zip).value();
}

BundleReader open_zip(std::string_view bytes, const std::string& name) {
  Diagnostics faults;
  auto reader = BundleReader::open(bytes, Place::in_file(name).file, faults);
  if (!reader) throw Error("核验之后又变了：" + name);
  return std::move(*reader);
}

void unpack(const BundleReader& zip, const std::string& folder, Staging& to) {
  Diagnostics faults;
  for (const std::string& name : zip.names()) {
    const auto bytes = zip.read(name, faults);
    if (!bytes) throw Error("核验之后又变了：" + name);
    to.put(folder + name, *bytes);
  }
}

void put_events(Archive& archive, const Consignment::Item& item, const std::string& folder, Staging& to) {
  Env& env = archive.env();
  for (const Event& e : item.events) {
    for (const fs::path& path : {event_path(e.record_id, e.number), event_seal_path(e.record_id, e.number)}) {
      to.put(folder + path.filename().string(), env.read_file(archive.folder() / path));
    }
  }
}

void put_proofs(Archive& archive, const std::string& folder, Staging& to) {
  Env& env = archive.env();
  for (const char* name : {kArchiveFile, kArchiveSeal}) to.put(folder + name, env.read_file(archive.folder() / name));
  to.put(folder + "checkpoint", archive.checkpoint());
  for (const std::string& name : env.list_dir(archive.folder() / kCertificates)) {
    if (name.ends_with(".pem")) to.put(folder + "certificates/" + name, env.read_file(archive.folder() / kCertificates / name));
  }
}

std::string handover_metadata(const Consignment& consignment, const Consignment::Item& item, const BundleReader& zip, const std::string& location) {
  // A package knows neither its number here nor the 档号 it was given; what it calls its own is another archive's.
  VersionInfo version = zip.version();
  version.number = item.versions.back().number;
  version.previous_sha256 = item.versions.size() < 2 ? std::string{} : item.versions[item.versions.size() - 2].sha256;
  version.metadata.archive_number.clear();
  Diagnostics faults;
  MetadataFacts facts{version, {}, {}, {}, item.events, location};
  for (const std::string& name : zip.names()) {
    if (!name.starts_with("data/")) continue;
    const auto bytes = zip.read(name, faults);
    if (!bytes) throw Error("核验之后又变了：" + name);
    const bool brought = name.starts_with("data/attachments/");
    facts.files.push_back({name, bytes->size(), format_of(name, *bytes), !brought});
  }
  const std::string sealed = zip.read(kTagManifest, faults).value_or("");
  const std::string seal = zip.read(kSeal, faults).value_or("");
  const sign::CmsVerdict verdict = sign::verify_cms(seal, sealed, {});
  facts.signatures.push_back({std::string("RFC 5652 分离式签名，签于 tagmanifest-sha256.txt") + (zip.has(kStamp) ? "；RFC 3161 时间戳" : ""), version.made_at.iso(), version.organisation, sign::base64(seal),
                              verdict.signer ? sign::base64(verdict.signer->der) : "", "SHA-256 指纹 " + version.certificate, verdict.algorithm});
  if (zip.has(kSealSm2)) {
    const auto own = sign::read_certificates(zip.read(kSm2Certificate, faults).value_or(""), Place::in_file("sm2").file);
    facts.signatures.push_back({"GB/T 32918 签名，签于 signatures/tagmanifest-sm3.txt", version.made_at.iso(), own && !own.value().empty() ? own.value().front().organisation : version.organisation,
                                sign::base64(zip.read(kSealSm2, faults).value_or("")), own && !own.value().empty() ? sign::base64(own.value().front().der) : "",
                                own && !own.value().empty() ? "SHA-256 指纹 " + own.value().front().fingerprint : "见 signatures/sm2.cert.pem", "SM2 SM3"});
  }
  if (const auto& rule = consignment.numbering) facts.archive = {rule->archives, rule->archives_code, rule->fonds_name, rule->creator, {}, {}, {}};
  if (facts.archive.creator.empty()) facts.archive.creator = consignment.organisation;
  facts.archive.archive_number = item.record.archive_number;
  facts.archive.parts = item.parts;
  facts.archive.retention = item.record.retention;
  return write_metadata(facts);
}

}  // namespace gongwen::archive
