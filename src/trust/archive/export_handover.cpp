// The folder of a hand-over. Source 《电子档案移交与接收办法》 档发〔2012〕7号: 说明文件, 目录文件, 电子档案 by year, class and file, 其他; nothing
// packed, nothing encrypted.

#include <algorithm>
#include <set>

#include "foundation/text/utf8.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/export_internal.h"
#include "trust/archive/handover_texts_internal.h"
#include "trust/archive/metadata_scheme.h"
#include "trust/archive/names_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

constexpr const char* kFiles = "电子档案/";
constexpr const char* kOther = "其他/";
constexpr const char* kList = "文件目录.XML";
constexpr const char* kExplanation = "说明文件.TXT";

/// May it be the name of a folder, also on Windows?
bool safe_name(std::string_view name) {
  if (name.empty() || name.size() > 150 || name.front() == '.' || name.front() == ' ' || name.back() == '.' || name.back() == ' ' || text::first_malformed(name)) return false;
  return std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos; });
}

class HandoverExport final : public Export {
 public:
  HandoverExport(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options)
      : archive_(archive), consignment_(consignment), options_(options), to_(archive.env(), out) {}

  bool write_records() override {
    for (const Consignment::Item& item : consignment_.items) {
      write_record(item);
      if (options_.progress && !options_.progress(report_.records, consignment_.items.size())) return false;
    }
    const std::uint64_t files = to_.files().size(), bytes = to_.bytes();
    put_proofs(archive_, std::string(kOther) + "证据/", to_);
    to_.put(kList, write_file_list(listed_, options_.gb18030));
    const HandoverTexts texts{consignment_, options_, archive_.title(), archive_.organisation(), consignment_.report.log_root, files, bytes};
    const auto text = [&](const std::string& name, const std::string& what) { to_.put(name, for_windows(what, options_.gb18030)); };
    text(kExplanation, texts.explanation());
    text(kOther + std::string("元数据方案.TXT"), metadata_scheme_text());
    text(kOther + std::string("命名和编号规则.TXT"), texts.rules());
    text(kOther + std::string("核验方法.TXT"), texts.checking());
    text(kOther + std::string("移交登记表.TXT"), texts.register_form());
    if (!consignment_.left_out.empty()) text(kOther + std::string("未移交清单.CSV"), texts.left_out());
    to_.put(kOther + std::string("元数据.XSD"), metadata_xsd());
    to_.put(kOther + std::string("文件目录.XSD"), file_list_xsd());
    return true;
  }

  void add(const std::string& name, std::string_view bytes) override { to_.put(kOther + name, bytes); }

  ExportReport finish() override {
    to_.put(kOther + std::string("摘要清单-SHA256.TXT"), write_manifest(to_.files()));
    report_.files = to_.files().size();
    report_.bytes = to_.bytes();
    to_.commit();
    return report_;
  }

  std::vector<std::string> check() override {
    std::vector<std::string> out;
    Env& env = archive_.env();
    const std::set<std::string> expected{kList, kExplanation, "其他", "电子档案"};
    for (const std::string& name : env.list_dir(to_.folder())) {
      if (!expected.contains(name)) out.push_back("多出 " + name);
    }
    for (const std::string& name : expected) {
      if (!env.exists(to_.folder() / name)) out.push_back("缺少 " + name);
    }
    const auto names = read_file_list(to_.read(kList));
    if (!names) return out.push_back(std::string(kList) + " 不合规范"), out;
    if (names->size() != consignment_.items.size()) out.push_back(std::string(kList) + " 列了 " + std::to_string(names->size()) + " 件，应为 " + std::to_string(consignment_.items.size()) + " 件");
    for (const std::string& name : *names) {
      if (!to_.has(name)) out.push_back(std::string(kList) + " 里的 " + name + " 不在");
    }
    for (const auto& [path, digest] : to_.files()) {
      if (sign::sha256(to_.read(path)) != digest) out.push_back(path + " 写下的和读回的不同");
    }
    return out;
  }

 private:
  /// 电子档案/年度/类别/文件/
  std::string folder_of(const Consignment::Item& item) {
    const std::string year = !item.parts.year.empty() ? item.parts.year : item.record.date ? std::to_string(item.record.date->year) : "年度不详";
    const std::string category = !item.parts.category.empty() ? item.parts.category : consignment_.numbering ? consignment_.numbering->category : "未分类";
    std::string name = safe_name(item.record.archive_number) ? item.record.archive_number : item.record.id;
    if (!taken_.insert(fold(name)).second) name += "（" + item.record.id + "）";
    return kFiles + year + "/" + category + "/" + name + "/";
  }

  void write_record(const Consignment::Item& item) {
    const std::uint32_t number = item.versions.back().number;
    const std::string folder = folder_of(item);
    const std::string zip = take_zip(archive_, item.record.id, number);
    const BundleReader reader = open_zip(zip, item.record.id);
    unpack(reader, folder + "封存包/", to_);
    to_.put(folder + "元数据.xml", handover_metadata(consignment_, item, reader, folder));
    put_events(archive_, item, folder + "事件/", to_);
    if (const fs::path receipt = archive_.folder() / receipt_path(item.record.id, number); archive_.env().exists(receipt)) {
      to_.put(folder + receipt.filename().string(), archive_.env().read_file(receipt));
    }
    const VersionInfo& v = reader.version();
    std::string remark = item.record.archive_number.empty() ? "没有档号，电子文件号 " + item.record.id : "电子文件号 " + item.record.id;
    if (!v.attachments.empty()) remark += "；附件 " + std::to_string(v.attachments.size()) + " 个";
    if (item.versions.size() > 1) remark += "；第 " + std::to_string(number) + " 版";
    listed_.push_back({item.record.archive_number, v.metadata.responsible, v.metadata.title, v.metadata.date ? v.metadata.date->iso() : "", v.metadata.secrecy,
                       folder + "封存包/" + main_file(reader), remark});
    ++report_.records;
    ++report_.versions;
  }

  /// What a reader opens first.
  static std::string main_file(const BundleReader& zip) {
    for (const char* name : {"data/document.ofd", "data/document.pdf", "data/document.docx"}) {
      if (zip.has(name)) return name;
    }
    return zip.version().attachments.empty() ? std::string(kRecord) : zip.version().attachments.front().path;
  }

  Archive& archive_;
  const Consignment& consignment_;
  const ExportOptions options_;
  Staging to_;
  ExportReport report_;
  std::vector<ListedFile> listed_;
  std::set<std::string> taken_;
};

}  // namespace

std::unique_ptr<Export> make_handover(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options) {
  return std::make_unique<HandoverExport>(archive, consignment, out, options);
}

}  // namespace gongwen::archive
