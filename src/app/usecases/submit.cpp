// Packages, and papers made elsewhere.

#include <algorithm>
#include <cctype>

#include "app/usecases/receive.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"
#include "trust/sign/digest.h"

namespace gongwen::usecases {
namespace {

struct Kind { std::string_view extension, begins, called; };
// What a file of that name begins with.
constexpr Kind kKinds[] = {{".pdf", "%PDF-", "PDF"},       {".docx", "PK\x03\x04", "Word"}, {".xlsx", "PK\x03\x04", "Excel"}, {".ofd", "PK\x03\x04", "OFD"},
                           {".jpg", "\xFF\xD8\xFF", "JPEG"}, {".jpeg", "\xFF\xD8\xFF", "JPEG"}, {".png", "\x89PNG", "PNG"},      {".tif", "", "TIFF"},
                           {".tiff", "", "TIFF"},             {".doc", "\xD0\xCF\x11\xE0", "Word 97"}, {".wps", "\xD0\xCF\x11\xE0", "WPS"}, {".zip", "PK\x03\x04", "zip"}};

bool looks_right(const fs::path& path, std::string_view bytes, Diagnostics& out) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (bytes.empty()) {
    out.error(codes::kNotThatFile, Place::in_file(path.string()), "文件是空的", {"请检查扫描或下载是否完整"});
    return false;
  }
  for (const Kind& kind : kKinds) {
    if (kind.extension != extension) continue;
    if (bytes.starts_with(kind.begins)) return true;
    out.error(codes::kNotThatFile, Place::in_file(path.string()), "文件名说是 " + std::string(kind.called) + "，内容不是", {"请用原来的程序重新存一份；改文件名不会改变格式"});
    return false;
  }
  std::string known;
  for (const Kind& kind : kKinds) known += (known.empty() ? "" : " ") + std::string(kind.extension);
  out.error(codes::kNotThatFile, Place::in_file(path.string()), "不收这种文件", {"可以收的：" + known});
  return false;
}

std::optional<archive::Bundle> bundle_of(Env& env, const PaperRequest& request, Diagnostics& out) {
  archive::Bundle b;
  b.record_id = request.record_id;
  b.record_json = json::canonical(json::Node::object());
  b.metadata = request.metadata;
  b.index = request.index;
  b.actor = request.actor;
  b.note = request.note;
  b.render.tool = kTool;
  const std::size_t faults = out.size();
  check_words(b.metadata, b.actor, b.note, {}, out);
  for (const AttachFile& one : request.files) {
    std::string bytes = env.read_file(one.file);
    if (looks_right(one.file, bytes, out)) b.attachments.push_back({one.role, one.file.filename().string(), std::move(bytes)});
  }
  if (out.size() != faults) return std::nullopt;
  return b;
}

/// The newest version, when it is this paper already.
std::optional<archive::Added> filed_before(archive::Archive& archive, const archive::Bundle& paper) {
  auto record = archive.summary(paper.record_id);
  const bool waits = record && (record->state == archive::State::returned || record->state == archive::State::withdrawn);
  if (!record || waits || record->state == archive::State::destroyed) return std::nullopt;   // to come again is what it waits for
  const auto zip = archive.get_bundle(paper.record_id, 0);
  const auto leaves = archive.history(paper.record_id);
  const auto place = archive.path_of(paper.record_id, 0);
  Diagnostics ignored;
  const auto bundle = zip ? archive::BundleReader::open(zip.value(), Place::in_file(paper.record_id).file, ignored) : std::nullopt;
  if (!bundle || !leaves || !place) return std::nullopt;   // whoever files says what is wrong there
  const archive::VersionInfo& filed = bundle->version();
  const auto same = [](const archive::AttachmentInfo& one, const archive::Attachment& other) {
    return one.role == other.role && one.sha256 == sign::hex(sign::sha256(other.bytes));
  };
  if (!filed.render.template_id.empty() || filed.index != paper.index || filed.metadata != paper.metadata) return std::nullopt;
  if (!std::equal(filed.attachments.begin(), filed.attachments.end(), paper.attachments.begin(), paper.attachments.end(), same)) return std::nullopt;
  archive::Added out{paper.record_id, filed.number, {}, 0, place.value()};
  for (const archive::LogEntry& leaf : leaves.value()) {
    if (archive::is_version(leaf) && leaf.number == filed.number) out.sha256 = leaf.sha256, out.leaf = leaf.leaf;
  }
  return out;
}

}  // namespace

void check_words(const archive::Metadata& metadata, const std::string& actor, const std::string& note, const Place& place, Diagnostics& out) {
  constexpr std::size_t kLongest = 500;
  const std::size_t letters = text::length(text::trim(metadata.title));
  if (letters == 0) out.error(codes::kOddClaim, place, "没有题名", {"写上题名"});
  if (letters > kLongest) out.error(codes::kOddClaim, place, "题名有 " + std::to_string(letters) + " 个字，最多 " + std::to_string(kLongest) + " 个", {"写短一些"});
  const std::pair<const char*, const std::string*> all[] = {{"题名", &metadata.title},         {"责任者", &metadata.responsible}, {"发文字号", &metadata.document_number},
                                                            {"主送", &metadata.recipient},     {"抄送", &metadata.copy_to},       {"文种", &metadata.kind},
                                                            {"密级", &metadata.secrecy},       {"档号", &metadata.archive_number}, {"姓名", &actor},
                                                            {"说明", &note}};
  for (const auto& [what, words] : all) {
    if (text::visible(*words) != *words) out.error(codes::kOddClaim, place, std::string("“") + what + "”里有换行或不能显示的字符", {"多半是从别处粘贴带来的，请删去后重新键入"});
  }
}

std::optional<archive::SealedBundle> make_package(Env& env, const House& house, const sign::Identity& identity, const FilingRequest& request, Diagnostics& out) {
  const auto rendered = render(env, house, request.render, out);
  if (!rendered) return std::nullopt;
  const archive::Submission submission = make_submission(env, house, *rendered, request);
  const archive::Bundle& bundle = submission.bundle;
  const std::size_t faults = out.size();
  check_words(bundle.metadata, bundle.actor, bundle.note, Place::in_file(request.render.data_name), out);   // as whoever receives it will
  if (out.size() != faults) return std::nullopt;
  return archive::build_bundle(env, bundle, identity, out);
}

std::optional<archive::SealedBundle> make_package(Env& env, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out) {
  const auto bundle = bundle_of(env, request, out);
  return bundle ? archive::build_bundle(env, *bundle, identity, out) : std::nullopt;
}

std::optional<archive::Acted> receive_paper(Env& env, archive::Archive& archive, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out) {
  const std::size_t faults = out.size();
  const Date today = archive::office_day(env.now());
  if (request.metadata.date && today < *request.metadata.date) {
    out.error(codes::kOddClaim, {}, "日期 " + request.metadata.date->iso() + " 还没有到，今天是 " + today.iso(), {"--date 写文件上的成文日期；日期没有写错的，请校准电脑的时钟"});
  }
  auto bundle = bundle_of(env, request, out);
  if (!bundle || out.size() != faults) return std::nullopt;
  if (const auto before = filed_before(archive, *bundle)) {
    out.add({Severity::note, codes::kPackageNoNews, Place::in_file(request.record_id), "与第 " + std::to_string(before->number) + " 版完全相同，没有再归档", {"确有改动的，请给出改动后的文件"}, {}, {}});
    archive::Acted already;
    already.version = before;
    return already;
  }
  archive::Step step;
  step.record_id = request.record_id;
  step.submission = archive::Submission{std::move(*bundle), {}};
  step.event = archive::EventDraft{archive::EventKind::received, request.actor, request.note, json::Node::object()};
  auto acted = std::move(archive.act({&step, 1}, identity).front());
  out.append(acted.problems);
  if (!acted.done) return std::nullopt;
  return acted;
}

}  // namespace gongwen::usecases
