#include "trust/archive/four_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "foundation/base/codes.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/export_internal.h"
#include "trust/archive/four_items_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/metadata_internal.h"
#include "trust/archive/metadata_scheme.h"
#include "trust/archive/names_internal.h"

namespace gongwen::archive {
namespace {

using Codes = std::set<std::string_view>;
// What verification calls by which code, seen from the items.
const Codes kContents{codes::kPayloadChanged, codes::kFileMissing, codes::kFileUnlisted, codes::kZipDiffers, codes::kVersionDropped, codes::kRecordDropped, codes::kSwapped, codes::kNotABundle};
const Codes kStructure{codes::kFileMissing, codes::kFileUnlisted, codes::kBagDeclaration, codes::kFrameChanged, codes::kNotABundle, codes::kNotLogged};
const Codes kConsistency{codes::kTagFileChanged, codes::kPayloadChanged, codes::kSm3Differs, codes::kZipDiffers, codes::kSwapped, codes::kOxumDiffers, codes::kNotABundle, codes::kVersionDropped, codes::kRecordDropped};
const Codes kThere{codes::kVersionDropped, codes::kRecordDropped};
const Codes kProcess{codes::kEventDropped, codes::kEventDiffers, codes::kEventSeal, codes::kEventOrder, codes::kEventNotLogged, codes::kTombstone, codes::kChainBroken, codes::kLogDamaged, codes::kRolledBack};
const Codes kTags{codes::kTagFileChanged, codes::kFileMissing, codes::kNotABundle};

/// Faults of one item: the first few are spelled out.
struct Faults {
  std::vector<std::string> all;
  void add(const std::string& record, const std::string& what) { all.push_back(record.empty() ? what : record + "：" + what); }
  std::string text() const {
    std::string out;
    for (std::size_t i = 0; i < all.size() && i < 3; ++i) out += (i == 0 ? "" : "；") + all[i];
    return out + (all.size() > 3 ? "；等 " + std::to_string(all.size()) + " 处" : "");
  }
};

std::string with_record(const Finding& f) { return (f.record.empty() ? "" : f.record + (f.version == 0 ? "" : "@" + std::to_string(f.version)) + " ") + f.message + "（" + std::string(f.code) + "）"; }

class Checks {
 public:
  Checks(Archive& archive, const Consignment& consignment, const FourCheckInput& input) : archive_(archive), c_(consignment), in_(input) {}

  FourCheck run() {
    for (const Consignment::Item& item : c_.items) look_at(item);
    FourCheck out{in_.stage, in_.date, archive_.organisation(), archive_.title(), c_.report.log_root, c_.items.size(), c_.report.versions, c_.report.files, c_.report.bytes, {}};
    static constexpr std::string_view kPrefixes[] = {"GD", "YJ", "CQ"};
    static constexpr std::string_view kProperties[] = {"真实性", "完整性", "可用性", "安全性"};
    for (const ItemRow& row : four_items()) {
      CheckItem item{std::string(kPrefixes[static_cast<std::size_t>(in_.stage)]) + "-" + std::string(row.number), std::string(kProperties[row.number[0] - '1']), std::string(row.name),
                     std::string(row.object), std::string(row.basis), CheckResult::unchecked, std::string(row.by_hand)};
      if (row.by_hand.empty()) decide(row.number, item);
      out.items.push_back(std::move(item));
    }
    return out;
  }

 private:
  using Rule = MetadataFault::Rule;

  /// The newest version of a record, file by file.
  void look_at(const Consignment::Item& item) {
    const std::string& id = item.record.id;
    const auto zip = archive_.get_bundle(id, item.versions.back().number);
    Diagnostics ignored;
    const auto reader = zip ? BundleReader::open(zip.value(), Place::in_file(id).file, ignored) : std::nullopt;
    const auto sealed = reader ? reader->read(kMetadata, ignored) : std::nullopt;
    if (!sealed) {
      unread_.add(id, "封存包读不出来");
      return;
    }
    // The metadata that leave hold all that was sealed; the sealed ones must be readable as well.
    const std::string metadata = handover_metadata(c_, item, *reader, "");
    for (const MetadataFault& f : check_metadata(*sealed)) {
      if (f.rule == Rule::not_xml) faults_[f.rule].add(id, f.text);
    }
    for (const MetadataFault& f : check_metadata(metadata)) {
      faults_[f.rule].add(id, f.text);
      if (f.rule == Rule::unknown || (f.rule == Rule::missing && is_container(f.element))) blocks_.add(id, f.text);
    }
    if (item.record.archive_number.empty()) faults_[Rule::missing].add(id, "没有档号");
    reasonable(item, reader->version());
    contents(id, *reader, described_files(*sealed));
  }

  static bool is_container(std::string_view name) {
    const auto scheme = metadata_scheme();
    return std::any_of(scheme.begin(), scheme.end(), [&](const MetadataElement& e) { return e.name == name && e.kind == MetadataElement::Kind::container; });
  }

  void reasonable(const Consignment::Item& item, const VersionInfo& v) {
    const Date sealed = office_day(v.made_at);
    if (v.metadata.date && *v.metadata.date > sealed) odd_.add(item.record.id, "日期 " + v.metadata.date->iso() + " 晚于封存日 " + sealed.iso());
    if (v.metadata.pages && *v.metadata.pages == 0) odd_.add(item.record.id, "页数为零");
    if (!item.parts.year.empty() && v.metadata.date && item.parts.year < std::to_string(v.metadata.date->year)) odd_.add(item.record.id, "档号的年度早于文件日期");
  }

  void contents(const std::string& id, const BundleReader& reader, const std::map<std::string, DescribedFile>& described) {
    bool fixed = false, lasting = false, any = false;
    Diagnostics ignored;
    for (const std::string& name : reader.names()) {
      if (!name.starts_with("data/")) continue;
      const auto bytes = reader.read(name, ignored);
      if (!bytes) continue;   // verification has named it
      const std::string format = format_of(name, *bytes);
      electronic(id, name, bytes->size(), format, described);
      if (name == kRecord) continue;
      any = true;
      const std::string kind = extension_of(name);
      if (format.empty()) formats_.add(id, name + " 的格式不明，或与文件名不符");
      if (kind == "pdf" || kind == "ofd" || kind == "jpg" || kind == "jpeg" || kind == "png" || kind == "tif" || kind == "tiff") fixed = true;
      if ((kind == "pdf" && !pdfa_of(*bytes).empty()) || kind == "ofd") lasting = true;
      const Readable can = in_.readable ? in_.readable(name, *bytes) : Readable::unknown;
      if (can == Readable::no) unreadable_.add(id, name + " 打不开");
      if (can == Readable::unknown) unknown_.add(id, name);
      ++files_;
    }
    for (const AttachmentInfo& one : reader.version().attachments) {
      if (!reader.has(one.path)) attachments_.add(id, "缺少附件 " + one.name);
    }
    if (!any) empty_.add(id, "没有内容文件");
    if (any && !fixed) formats_.add(id, "没有版式文件或图像（PDF、OFD、TIFF、JPEG、PNG）");
    if (any && !lasting) passing_.add(id, "没有 PDF/A 或 OFD");
  }

  /// The file as its metadata describe it.
  void electronic(const std::string& id, const std::string& name, std::size_t size, const std::string& format, const std::map<std::string, DescribedFile>& described) {
    const auto found = described.find(name);
    if (found == described.end()) return unlinked_.add(id, name + " 没有著录");
    if (found->second.size != std::to_string(size)) differs_.add(id, name + " 的大小与著录的不同");
    if (!format.empty() && found->second.format != format) differs_.add(id, name + " 的格式与著录的不同");
  }

  std::vector<const Finding*> found(const Codes* among) const {
    std::vector<const Finding*> out;
    for (const Finding& f : c_.report.findings) {
      // A zip so damaged that nothing else in it could be looked at; its events and its being there are another matter.
      const bool zip_itself = f.code >= codes::kZipNoEnd && f.code <= codes::kZipClash && among != &kProcess && among != &kThere;
      if (f.severity == Severity::error && (among == nullptr || among->contains(f.code) || zip_itself)) out.push_back(&f);
    }
    return out;
  }

  // ---- how an item ends ----
  static void pass(CheckItem& item, std::string note) { item.result = CheckResult::passed, item.note = std::move(note); }
  static void fail(CheckItem& item, std::string note) { item.result = CheckResult::failed, item.note = std::move(note); }
  void by_findings(CheckItem& item, const Codes* among, std::string note) const {
    Faults faults;
    for (const Finding* f : found(among)) faults.add("", with_record(*f));
    if (!faults.all.empty()) fail(item, faults.text());
    else if (c_.report.stopped || c_.report.versions < versions()) item.note = "核验没有做完";
    else pass(item, std::move(note));
  }
  std::uint64_t versions() const {
    std::uint64_t out = 0;
    for (const Consignment::Item& one : c_.items) out += one.versions.size();
    return out;
  }
  /// By what was seen inside the bundles: an item is passed only when all of them could be read.
  void by_faults(CheckItem& item, const Faults& faults, std::string note) const {
    if (!faults.all.empty()) fail(item, faults.text());
    else if (!unread_.all.empty()) item.note = unread_.text() + "；没有测完";
    else pass(item, std::move(note));
  }
  const Faults& of(Rule rule) const {
    static const Faults none;
    const auto it = faults_.find(rule);
    return it == faults_.end() ? none : it->second;
  }

  void decide(std::string_view number, CheckItem& item) {
    const std::string all = std::to_string(c_.items.size()) + " 件";
    if (number == "1-1") return signatures(item);
    if (number == "1-2") return by_faults(item, of(Rule::length), all);
    if (number == "1-3") return by_faults(item, of(Rule::type), all);
    if (number == "1-4") return by_faults(item, of(Rule::choice), all);
    if (number == "1-5") return by_faults(item, odd_, all);
    if (number == "1-6") return by_faults(item, of(Rule::characters), all);
    if (number == "1-7" || number == "1-8" || number == "2-6") return numbers(number, item);
    if (number == "1-10") return by_faults(item, differs_, "文件名、大小、格式逐一相符；创建时间没有著录，未比对");
    if (number == "1-11") return by_faults(item, unlinked_, "内容文件都有著录");
    if (number == "1-12") return folder(item);
    if (number == "1-13") {
      by_findings(item, &kStructure, "封存包合规" + std::string(in_.folder ? "；移交文件夹合规" : ""));
      if (in_.folder && !in_.folder->empty()) folder(item);
      return;
    }
    if (number == "1-14") return by_findings(item, &kConsistency, "各封存包的摘要与归档日志一致，包内逐文件一致");
    if (number == "2-1") return by_findings(item, &kThere, "归档日志和封存包都是 " + std::to_string(c_.report.records) + " 件 " + std::to_string(c_.report.versions) + " 版");
    if (number == "2-2") return bytes(item);
    if (number == "2-3") return by_faults(item, blocks_, all);
    if (number == "2-4") return by_faults(item, of(Rule::missing), all);
    if (number == "2-5") return by_findings(item, &kProcess, "事件 " + std::to_string(c_.report.events) + " 个，前后相接，都在归档日志里");
    if (number == "2-7") {
      by_findings(item, &kContents, std::to_string(c_.report.files) + " 个文件逐一相符");
      if (item.result == CheckResult::passed) by_faults(item, empty_, item.note);
      return;
    }
    if (number == "2-8") {
      by_findings(item, &kContents, "著录的附件都在；正文里提到的附件是否都已著录，未比对");
      if (item.result == CheckResult::passed) by_faults(item, attachments_, item.note);
      return;
    }
    if (number == "2-10") return by_findings(item, &kTags, "每包都有元数据，与清单一致");
    if (number == "2-11") return by_findings(item, &kConsistency, "文件数和字节数与 Payload-Oxum 一致");
    if (number == "3-1") return by_faults(item, of(Rule::not_xml), "都能解析");
    if (number == "3-2") return pass(item, std::to_string(c_.items.size()) + " 件都能从档案库目录查到");
    if (number == "3-3") return by_faults(item, formats_, std::to_string(files_) + " 个文件的格式与文件名相符，每件都有版式文件或图像");
    if (number == "3-4") return readable(item);
    if (number == "3-5") return lasting(item);
    if (number == "3-8") return by_findings(item, &kStructure, "封存包是不加密的 ZIP（存储或 DEFLATE）" + std::string(in_.folder ? "；移交文件夹已全部展开" : ""));
  }

  void signatures(CheckItem& item) const {
    const bool good = found(nullptr).empty();
    const std::string what = std::to_string(c_.report.versions) + " 版封存包、" + std::to_string(c_.report.events) + " 个事件的签名和摘要";
    if (!good) return by_findings(item, nullptr, "");
    if (in_.trusted) return pass(item, what + "都有效，签名人在受信任的证书之内；日志与检查点相符");
    item.note = what + "都与内容相符；没有给出另行取得的证书（--trust），不能确认签名人，所以不算通过";
  }

  void numbers(std::string_view number, CheckItem& item) {
    if (!c_.numbering) {
      item.note = "档案库没有设定档号的规则";
      return;
    }
    NumberLedger ledger(*c_.numbering);
    Diagnostics found, gaps;
    Query query;
    query.numbered = true;
    for (const RecordSummary& r : archive_.list(query)) ledger.take(r.id, r.archive_number, found);
    ledger.tell_gaps(gaps);
    Faults wrong, twice, missing;
    for (const Diagnostic& d : found.all()) (d.code == codes::kArchiveNumberTwice ? twice : wrong).add("", d.message);
    for (const Diagnostic& d : gaps.all()) missing.add("", d.message);
    const Faults& faults = number == "1-7" ? wrong : number == "1-8" ? twice : missing;
    if (ledger.count() == 0) {
      item.note = "还没有编档号";
    } else if (!faults.all.empty()) {
      fail(item, faults.text());
    } else if (number == "2-6") {
      pass(item, "全库 " + std::to_string(ledger.count()) + " 个档号，件号连续");
    } else {
      pass(item, "全库 " + std::to_string(ledger.count()) + " 个档号");
    }
  }

  void folder(CheckItem& item) const {
    if (!in_.folder) {
      item.note = "还没有移交文件夹；gongwen archive export --layout handover 时检测";
      return;
    }
    Faults faults;
    for (const std::string& one : *in_.folder) faults.add("", one);
    if (faults.all.empty()) pass(item, "说明文件、目录文件齐备，目录与文件夹一致");
    else fail(item, faults.text());
  }

  void bytes(CheckItem& item) const {
    std::uint64_t expected = 0;
    for (const Consignment::Item& one : c_.items) {
      for (const VersionSummary& v : one.versions) expected += v.size;
    }
    const std::string both = "目录 " + std::to_string(expected) + " 字节，读到 " + std::to_string(c_.report.bytes) + " 字节";
    if (expected == c_.report.bytes) pass(item, both);
    else fail(item, both);
  }

  void readable(CheckItem& item) const {
    if (!unreadable_.all.empty()) return fail(item, unreadable_.text());
    if (!unknown_.all.empty()) {
      item.note = std::to_string(files_ - unknown_.all.size()) + " 个文件打开过；另有 " + std::to_string(unknown_.all.size()) + " 个本程序打不开的格式，没有测：" + unknown_.text();
      return;
    }
    by_faults(item, unreadable_, std::to_string(files_) + " 个文件都打开读过");
  }

  void lasting(CheckItem& item) const {
    if (!passing_.all.empty()) return fail(item, passing_.text());
    item.note = unread_.all.empty() ? "每件都有自称符合 PDF/A 的 PDF，或 OFD；是否真的符合没有逐条校验（可用 veraPDF）" : unread_.text();
  }

  Archive& archive_;
  const Consignment& c_;
  const FourCheckInput& in_;
  std::uint64_t files_ = 0;
  std::map<Rule, Faults> faults_;
  Faults unread_, blocks_, odd_, formats_, unreadable_, unknown_, passing_, empty_, attachments_, differs_, unlinked_;
};

}  // namespace

std::string_view chinese_name_of(CheckStage stage) noexcept {
  static constexpr std::string_view kNames[] = {"归档", "移交接收", "长期保存"};
  return kNames[static_cast<std::size_t>(stage)];
}

std::optional<CheckStage> check_stage_of(std::string_view name) noexcept {
  if (name == "归档" || name == "GD") return CheckStage::filing;
  if (name == "移交接收" || name == "移交" || name == "接收" || name == "YJ") return CheckStage::transfer;
  if (name == "长期保存" || name == "CQ") return CheckStage::keeping;
  return std::nullopt;
}

std::string_view chinese_name_of(CheckResult result) noexcept {
  static constexpr std::string_view kNames[] = {"通过", "不通过", "未检测"};
  return kNames[static_cast<std::size_t>(result)];
}

std::uint64_t FourCheck::count(CheckResult result) const noexcept {
  return static_cast<std::uint64_t>(std::count_if(items.begin(), items.end(), [&](const CheckItem& i) { return i.result == result; }));
}

FourCheck four_check(Archive& archive, const Consignment& consignment, const FourCheckInput& input) { return Checks(archive, consignment, input).run(); }

json::Node to_json(const FourCheck& c) {
  using json::Node;
  const auto number = [](std::uint64_t n) { return Node::number(static_cast<std::int64_t>(n)); };
  Node items = Node::array();
  for (const CheckItem& i : c.items) {
    items.push(Node::object({{"检测项编号", text_node(i.id)}, {"性质", text_node(i.property)}, {"名称", text_node(i.name)}, {"检测对象", text_node(i.object)}, {"依据", text_node(i.basis)},
                             {"结果", text_node(chinese_name_of(i.result))}, {"说明", text_node(i.note)}}));
  }
  return Node::object({{"标准", text_node("DA/T 70-2018")}, {"环节", text_node(chinese_name_of(c.stage))}, {"检测日期", text_node(c.date.iso())}, {"单位", text_node(c.organisation)},
                       {"档案库", text_node(c.archive)}, {"日志根散列", text_node(c.log_root)}, {"件数", number(c.records)}, {"版数", number(c.versions)}, {"文件数", number(c.files)},
                       {"字节数", number(c.bytes)}, {"通过", number(c.count(CheckResult::passed))}, {"不通过", number(c.count(CheckResult::failed))},
                       {"未检测", number(c.count(CheckResult::unchecked))}, {"检测项", std::move(items)}});
}

}  // namespace gongwen::archive
