#include "app/usecases/receive.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "app/usecases/data_check.h"
#include "app/usecases/printing.h"
#include "foundation/base/codes.h"
#include "foundation/base/parallel.h"
#include "foundation/text/utf8.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::usecases {
namespace {

using json::Node;

constexpr std::string_view kPayload = "manifest-sha256.txt";
constexpr std::int64_t kClocks = 24 * 60 * 60;        // how far ahead of ours a school's clock may be

/// 2026年12月10日 09:30, in China.
std::string minute_of(Instant at) {
  const Date day = archive::office_day(at);
  return std::to_string(day.year) + "年" + std::to_string(day.month) + "月" + std::to_string(day.day) + "日 " + archive::office_minute(at).substr(11);
}

/// A package read and verified by itself: what needs neither the archive nor the other packages.
struct Opened {
  std::string bytes;
  std::string name;                       ///< in places
  archive::BundleReport report;
  std::string payload;                    ///< its manifest: two packages with the same one say the same
  tmpl::Filing filing;
  std::optional<std::pair<std::string, std::uint32_t>> held;   ///< filed already, as this record and version
};

class Desk {
 public:
  Desk(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReceiveRequest& request, std::shared_ptr<const Press> press)
      : env_(env), house_(house), archive_(archive), identity_(identity), request_(request), press_(std::move(press)), checks_(env, house) {}

  void run(const ReceiveProgress& progress) {
    const auto& all = request_.packages;
    for (std::size_t first = 0; first < all.size(); first += kGroup) {
      const std::size_t end = std::min(first + kGroup, all.size());
      auto done = group({all.data() + first, end - first});
      if (!progress(done, end, all.size())) return;
    }
  }

 private:
  std::vector<Reception> group(std::span<const fs::path> packages) {
    std::vector<Opened> opened(packages.size());
    std::vector<Reception> here(packages.size());
    parallel_for(packages.size(), request_.jobs, [&](std::size_t i) {
      here[i].package = packages[i];
      open(packages[i], opened[i], here[i]);
    });
    std::vector<archive::Step> steps;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < packages.size(); ++i) {
      if (here[i].problems.has_errors()) continue;
      if (!judge(opened[i], here[i])) continue;
      steps.push_back(step_of(opened[i], here[i]));
      whose.push_back(i);
    }
    if (request_.dry_run) {
      for (const std::size_t i : whose) here[i].accepted = true;
    } else {
      auto acted = archive_.act(steps, identity_);
      for (std::size_t k = 0; k < acted.size(); ++k) settle(acted[k], opened[whose[k]], here[whose[k]]);
      for (std::size_t i = 0; i < here.size(); ++i) {
        if (here[i].accepted) continue;
        if (opened[i].held) write_again(opened[i], here[i]);
        refuse(here[i]);
      }
    }
    return here;
  }

  void open(const fs::path& package, Opened& o, Reception& r) const {
    o.name = package.string();
    const Place::Name name = std::make_shared<const std::string>(o.name);
    try {
      o.bytes = env_.read_file(package);
    } catch (const Error& e) {
      r.problems.error(codes::kNotABundle, Place::in_file(o.name), std::string("读不出来：") + e.what());
      return;
    }
    o.report = archive::verify_bundle(o.bytes, name, request_.trusted, request_.crls);
    for (const archive::Finding& f : o.report.findings) {
      if (f.severity == Severity::note || f.code == codes::kSignerUnknown) continue;
      Diagnostic d = archive::to_diagnostic(f);
      d.place = Place::in_file(f.file.empty() || f.file == o.name ? o.name : o.name + ":" + f.file);
      r.problems.add(std::move(d));
    }
    if (o.report.version) {
      r.record_id = o.report.version->record_id;
      r.title = text::visible(o.report.version->metadata.title);
      r.school = text::visible(o.report.version->organisation);
    }
    if (r.problems.has_errors() || !o.report.intact()) return;
    const std::string printed = o.report.seal.signer->printed_fingerprint();
    if (request_.trusted.empty()) {
      r.problems.warning(codes::kPackageUntrusted, Place::in_file(o.name), "没有给出受信任的证书：封存包完好，但不能证明封存的是“" + r.school + "”", {"用 --trust 给出各校证书所在的文件夹；指纹 " + printed});
    } else if (!o.report.trusted()) {
      r.problems.error(codes::kPackageUntrusted, Place::in_file(o.name), "封存者的证书不在受信任的证书之内（自称“" + r.school + "”）", {"核对指纹 " + printed + " 后，把证书放进 --trust 的文件夹"});
    }
    check_claims(o, r);
    Diagnostics ignored;
    const auto bundle = archive::BundleReader::open(o.bytes, name, ignored);
    if (bundle) o.payload = bundle->read(kPayload, ignored).value_or("");
  }

  /// What a signer may seal as he likes and no seal vouches for, but receipts, lists and events repeat: who he is, what it is called, when.
  void check_claims(const Opened& o, Reception& r) const {
    const archive::VersionInfo& v = *o.report.version;
    const sign::CmsVerdict& seal = o.report.seal;
    const auto odd = [&](std::string message, std::string hint) {
      r.problems.error(codes::kOddClaim, Place::in_file(o.name + ":gongwen/version.json"), std::move(message), {std::move(hint)});
    };
    if (v.organisation != seal.signer->organisation) {
      odd("包里自称“" + text::visible(v.organisation) + "”，封存者的证书却是“" + seal.signer->organisation + "”的", "请用本单位的密钥重新封存");
    }
    check_words(v.metadata, v.actor, v.note, Place::in_file(o.name + ":gongwen/version.json"), r.problems);
    for (const Instant at : {v.made_at, seal.signed_at.value_or(v.made_at)}) {
      if (at.unix_seconds <= env_.now().unix_seconds + kClocks) continue;
      odd("封存时间 " + at.iso() + " 还没有到", "请学校校准电脑的时钟后重新封存");
      break;
    }
  }

  /// Against the archive and the packages before it in this run. False, with the reasons told, when it is refused.
  bool judge(Opened& o, Reception& r) {
    Diagnostics& out = r.problems;
    const Place place = Place::in_file(o.name);
    const auto other = together_.find(r.record_id);
    // First what came in this run, whether it is filed yet or not: a dry run says the same.
    if (other != together_.end() && other->second.second == o.report.sha256) {
      out.error(codes::kPackageTwice, place, "与这一批里的 " + other->second.first + " 是同一个封存包", {"不必再收"});
      return false;
    }
    o.held = archive_.holding(o.report.sha256);
    if (o.held) {
      out.error(codes::kPackageTwice, place, "这个封存包已经收过：" + o.held->first + " 第 " + std::to_string(o.held->second) + " 版", {request_.dry_run ? "不必再收" : "不必再收；回执已按归档日志重新写出"});
      return false;
    }
    if (other != together_.end()) {
      out.error(codes::kPackageTwice, place, "这一批里已有同一编号“" + r.record_id + "”的封存包：" + other->second.first, {"一批里每件只收一份；要收后一份，请单独再收"});
      return false;
    }
    against_record(o, r);
    std::string lower = r.record_id;   // an id has no other letters
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto before = alike_.find(lower);
    const auto alike = before != alike_.end() && before->second != r.record_id ? before->second : archive_.called_alike(r.record_id);
    if (alike) out.error(codes::kIdsCollide, place, "记录编号“" + r.record_id + "”与已有的“" + *alike + "”只差字母大小写", {"请用已有的编号，或另取一个"});
    Diagnostics ignored;
    const auto bundle = archive::BundleReader::open(o.bytes, std::make_shared<const std::string>(o.name), ignored);
    check(bundle.has_value(), "an intact bundle opens");
    o.filing = checks_.check(*bundle, o.name + ":data/record.json", out);
    if (o.filing.index.empty()) {
      for (const auto& [role, texts] : o.report.version->index) {
        for (const std::string& one : texts) o.filing.index.emplace_back(role, one);
      }
    }
    if (out.has_errors()) return false;
    together_.emplace(r.record_id, std::pair(o.name, o.report.sha256));
    alike_.emplace(lower, r.record_id);
    return true;
  }

  void against_record(const Opened& o, Reception& r) {
    auto record = archive_.summary(r.record_id);
    if (!record) return;   // its first version
    const Place place = Place::in_file(o.name);
    if (!archive::may_happen(record->state, archive::EventKind::submitted)) {
      const bool gone = record->state == archive::State::destroyed;
      r.problems.error(gone ? codes::kDestroyed : codes::kIllegalStep, place, "“" + r.record_id + "”" + std::string(archive::chinese_name_of(record->state)) + "，不能再收",
                       {archive::instead_of(record->state, archive::EventKind::submitted)});
      return;
    }
    const auto versions = archive_.show(r.record_id);
    if (!versions) return;
    const archive::VersionSummary& newest = versions.value().back();
    if (newest.certificate != o.report.seal.signer->fingerprint) {
      const std::string message = "“" + r.record_id + "”的第 " + std::to_string(newest.number) + " 版由“" + newest.organisation + "”封存，这个包换了证书";
      if (request_.new_signer) r.problems.warning(codes::kOtherSigner, place, message);
      else r.problems.error(codes::kOtherSigner, place, message, {"编号是不是写错了？学校确已换证书的，核对后加 --new-signer"});
    }
    const auto before = archive_.get_file(r.record_id, newest.number, std::string(kPayload));
    if (before && before.value() == o.payload) {
      r.problems.error(codes::kPackageNoNews, place, "内容与“" + r.record_id + "”第 " + std::to_string(newest.number) + " 版完全相同，没有改过", {"请学校改正后重新封存"});
    }
  }

  archive::Step step_of(const Opened& o, const Reception& r) {
    const archive::VersionInfo& version = *o.report.version;
    archive::Step step;
    step.record_id = r.record_id;
    step.package = o.bytes;
    step.signer = o.report.seal.signer;
    for (const archive::Face& face : version.render.faces) {
      for (const auto& own : press_->book().faces()) {
        for (const auto& file : own->files()) {
          if (file.sha256 == face.sha256 && given_.insert(face.sha256).second) step.faces.emplace_back(face.sha256, env_.read_file(house_.font_folder / file.path));
        }
      }
    }
    Node details = Node::object({{"organisation", text(version.organisation)}, {"package", text(o.report.sha256)}, {"signer", text(o.report.seal.signer->fingerprint)}});
    if (!o.filing.index.empty()) details.set("index", archive::index_node(index_of(o.filing)));
    const std::string retention = request_.retention.empty() ? o.filing.retention : request_.retention;
    if (!retention.empty()) details.set("retention", text(retention));
    step.event = archive::EventDraft{archive::EventKind::submitted, request_.actor, version.note, std::move(details)};
    return step;
  }

  void settle(const archive::Acted& acted, const Opened& o, Reception& r) {
    for (Diagnostic d : acted.problems.all()) {
      d.place = Place::in_file(o.name);
      r.problems.add(std::move(d));
    }
    if (!acted.done) {
      given_.clear();   // what came with this package may not have been kept
      together_.erase(r.record_id);
      std::erase_if(alike_, [&](const auto& one) { return one.second == r.record_id; });
      return;
    }
    r.accepted = true;
    r.version = acted.version->number;
    write_receipt(acted, o, r);
  }

  /// The receipt of a package that was filed earlier: whoever received it may have been stopped before it was written, or lost it.
  void write_again(const Opened& o, Reception& r) {
    const auto leaves = archive_.history(o.held->first);
    const auto events = archive_.events(o.held->first);
    if (!leaves || !events) return;
    archive::Acted acted;
    for (const archive::LogEntry& leaf : leaves.value()) {
      if (archive::is_version(leaf) && leaf.number == o.held->second) acted.version = archive::Added{leaf.record_id, leaf.number, leaf.sha256, leaf.leaf, {}};
    }
    for (const archive::Event& event : events.value()) {
      const json::Node* const package = event.details.find("package");
      if (event.kind == archive::EventKind::submitted && event.version == o.held->second && package != nullptr && package->text() == o.report.sha256) acted.event = event;
    }
    if (!acted.version || !acted.event) return;   // filed here, not received: there never was a receipt
    for (const archive::LogEntry& leaf : leaves.value()) {
      if (leaf.kind != "event" || leaf.number != acted.event->number) continue;
      acted.event_leaf = leaf.leaf;
      acted.event_sha256 = leaf.sha256;
    }
    r.version = o.held->second;
    write_receipt(acted, o, r);
  }

  void write_receipt(const archive::Acted& acted, const Opened& o, Reception& r) {
    const std::string stem = r.record_id + "-v" + std::to_string(r.version);
    const std::string receipt = receipt_of(acted, o, r);
    env_.create_dirs(request_.out);
    r.files = {request_.out / (stem + ".receipt.json"), request_.out / (stem + ".receipt.json.p7s")};
    write_file_atomic(env_, r.files[0], receipt);
    write_file_atomic(env_, r.files[1], sign::sign_cms(identity_.sign, receipt, acted.event->at));
    if (request_.printed) print_receipt(acted, o, r);
  }

  /// FORMAT.md 9.
  std::string receipt_of(const archive::Acted& acted, const Opened& o, const Reception& r) {
    const auto proof = [&](std::uint64_t leaf) {
      auto proved = archive_.prove(leaf);
      if (!proved) throw Error(proved.error().message);
      return text(std::move(proved).value());
    };
    return json::canonical(Node::object({{"format", Node::number(std::int64_t{1})},
                                         {"kind", text("receipt")},
                                         {"archive", text(archive_.title())},
                                         {"organisation", text(acted.event->organisation)},
                                         {"certificate", text(acted.event->certificate)},
                                         {"actor", text(request_.actor)},
                                         {"received_at", text(acted.event->at.iso())},
                                         {"package", text(o.report.sha256)},
                                         {"signer", text(o.report.seal.signer->fingerprint)},
                                         {"record", text(r.record_id)},
                                         {"version", Node::number(std::int64_t{r.version})},
                                         {"title", text(r.title)},
                                         {"event", text(archive::write_event(*acted.event))},
                                         {"version_proof", proof(acted.version->leaf)},
                                         {"event_proof", proof(acted.event_leaf)}}));
  }

  void print_receipt(const archive::Acted& acted, const Opened& o, Reception& r) {
    const Node record = Node::object({{"to", text(r.school)}, {"title", text(r.title)}, {"id", text(r.record_id)}, {"version", Node::number(std::int64_t{r.version})},
                                      {"package", text(in_eights(o.report.sha256))}, {"signer", text(in_eights(o.report.seal.signer->fingerprint))},
                                      {"received", text(minute_of(acted.event->at))}, {"leaf", Node::number(static_cast<std::int64_t>(acted.version->leaf))},
                                      {"event", text(in_eights(acted.event_sha256))}, {"organ", text(acted.event->organisation)},
                                      {"date", text(archive::office_day(acted.event->at).iso())}});
    Diagnostics found;
    const auto printed = print_node(press_, record, {Format::pdf}, found);
    if (printed) {
      for (fs::path& path : write_paper(env_, *printed, request_.out)) r.files.push_back(std::move(path));
      return;
    }
    for (Diagnostic d : found.all()) {   // it is filed; only the printed receipt is missing
      d.severity = Severity::warning;
      r.problems.add(std::move(d));
    }
  }

  void refuse(Reception& r) {
    env_.create_dirs(request_.out);
    r.files.insert(r.files.begin(), request_.out / (r.package.stem().string() + ".refused.txt"));
    write_file_atomic(env_, r.files.front(), "没有收下：" + r.package.filename().string() + (r.title.empty() ? "" : "《" + r.title + "》") + "\n\n" + gongwen::render(r.problems));
  }

  Env& env_;
  const House& house_;
  archive::Archive& archive_;
  const sign::Identity& identity_;
  const ReceiveRequest& request_;
  std::shared_ptr<const Press> press_;
  DataCheck checks_;
  std::map<std::string, std::pair<std::string, std::string>> together_;   // records of this run: the package taken for it and its digest
  std::map<std::string, std::string> alike_;   // their ids in small letters → as written
  std::set<std::string> given_;   // faces handed to the archive: many megabytes, once a run is enough
};

}  // namespace

void receive(Env& env, const House& house, archive::Archive& archive, const sign::Identity& identity, const ReceiveRequest& request,
             Diagnostics& out, const ReceiveProgress& progress) {
  auto press = open_press(env, house, "submission-receipt", request.looks, out);
  if (!press) return;
  // What a stopped run left half filed counts before anything is judged: its packages would else be filed a second time.
  if (!request.dry_run && !archive.recover(identity, out)) return;
  Desk(env, house, archive, identity, request, std::move(press)).run(progress);
}

}  // namespace gongwen::usecases
