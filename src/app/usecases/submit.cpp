// Packages, and papers made elsewhere.

#include <algorithm>
#include <cctype>

#include "app/usecases/receive.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

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
  return archive::build_bundle(env, make_submission(env, house, *rendered, request).bundle, identity, out);
}

std::optional<archive::SealedBundle> make_package(Env& env, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out) {
  const auto bundle = bundle_of(env, request, out);
  return bundle ? archive::build_bundle(env, *bundle, identity, out) : std::nullopt;
}

std::optional<archive::Acted> receive_paper(Env& env, archive::Archive& archive, const sign::Identity& identity, const PaperRequest& request, Diagnostics& out) {
  auto bundle = bundle_of(env, request, out);
  if (!bundle) return std::nullopt;
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
