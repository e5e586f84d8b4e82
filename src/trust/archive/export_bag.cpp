// One BagIt bag (RFC 8493) around all records: every version unpacked as the bag it is itself, events, metadata, proofs.

#include "trust/archive/archive_internal.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/export_internal.h"

namespace gongwen::archive {
namespace {

class BagExport final : public Export {
 public:
  BagExport(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options)
      : archive_(archive), consignment_(consignment), options_(options), to_(archive.env(), out) {}

  bool write_records() override {
    for (const Consignment::Item& item : consignment_.items) {
      const std::string folder = "data/" + item.record.id + "/";
      for (const VersionSummary& version : item.versions) {
        const std::string zip = take_zip(archive_, item.record.id, version.number);
        const BundleReader reader = open_zip(zip, item.record.id);
        unpack(reader, folder + version_name(version.number) + "/", to_);
        if (version.number == item.versions.back().number) to_.put(folder + "metadata.xml", handover_metadata(consignment_, item, reader, folder + version_name(version.number) + "/"));
        if (const fs::path receipt = archive_.folder() / receipt_path(item.record.id, version.number); archive_.env().exists(receipt)) {
          to_.put(folder + receipt.filename().string(), archive_.env().read_file(receipt));
        }
        ++report_.versions;
      }
      put_events(archive_, item, folder + "events/", to_);
      ++report_.records;
      if (options_.progress && !options_.progress(report_.records, consignment_.items.size())) return false;
    }
    put_proofs(archive_, "data/_archive/", to_);   // no record's id begins so
    return true;
  }

  void add(const std::string& name, std::string_view bytes) override { to_.put("data/_archive/" + name, bytes); }
  std::vector<std::string> check() override { return {}; }

  ExportReport finish() override {
    const Manifest payload = to_.files();
    const std::uint64_t payload_bytes = to_.bytes();
    const std::string maker = options_.maker.empty() ? archive_.organisation() : options_.maker;
    to_.put("manifest-sha256.txt", write_manifest(payload));
    std::string info = "Bag-Software-Agent: " + options_.tool + "\nBagging-Date: " + options_.date.iso() + "\nExternal-Description: " +
                       (archive_.title().empty() ? "" : archive_.title() + "，") + std::to_string(report_.records) + " 件 " + std::to_string(report_.versions) + " 版\n";
    info += "Payload-Oxum: " + std::to_string(payload_bytes) + "." + std::to_string(payload.size()) + "\nSource-Organization: " + maker + "\n";
    to_.put(std::string(kBagInfo), info);
    to_.put(std::string(kBagit), kBagitText);
    Manifest tags = to_.files();
    std::erase_if(tags, [](const auto& one) { return one.first.starts_with("data/"); });
    to_.put(std::string(kTagManifest), write_manifest(tags));
    report_.files = to_.files().size();
    report_.bytes = to_.bytes();
    to_.commit();
    return report_;
  }

 private:
  Archive& archive_;
  const Consignment& consignment_;
  const ExportOptions options_;
  Staging to_;
  ExportReport report_;
};

}  // namespace

std::unique_ptr<Export> make_bag(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options) {
  return std::make_unique<BagExport>(archive, consignment, out, options);
}

}  // namespace gongwen::archive
