#include "trust/archive/archive.h"

#include <algorithm>
#include <array>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/archive/archive_internal.h"
#include "trust/archive/bundle_internal.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/manifest_internal.h"
#include "trust/archive/version_internal.h"
#include "trust/archive/writing_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {
namespace {

using json::Node;

constexpr std::uint64_t kFormat = 1;

Place::Name named(const fs::path& path) { return Place::in_file(path.string()).file; }

/// A name for the log that no other archive has.
std::string new_origin(Env& env) {
  std::array<std::uint8_t, 8> bytes{};
  env.random(bytes);
  return "gongwen/" + sign::hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string write_archive_file(const std::string& title, const sign::NoteKey& key, const sign::Certificate& certificate, Instant now) {
  return json::canonical(Node::object({{"certificate", text_node(certificate.fingerprint)}, {"created_at", text_node(now.iso())},
                                       {"format", Node::number(std::int64_t{kFormat})}, {"log_key", text_node(key.text())},
                                       {"organisation", text_node(certificate.organisation)}, {"origin", text_node(key.name)},
                                       {"title", text_node(title)}}));
}

}  // namespace

Diagnostic archive_fault(std::string_view code, const fs::path& file, std::string message, std::vector<std::string> hints) {
  return {Severity::error, code, Place::in_file(file.string()), std::move(message), std::move(hints), {}, {}};
}

Archive::Archive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

const fs::path& Archive::folder() const noexcept { return impl_->folder; }
const std::string& Archive::organisation() const noexcept { return impl_->certificate.organisation; }
const std::string& Archive::title() const noexcept { return impl_->title; }
void Archive::wait_with(std::function<bool()> again) { impl_->wait = std::move(again); }
Env& Archive::env() const noexcept { return impl_->env; }
const sign::NoteKey& Archive::log_key() const noexcept { return impl_->log_key; }
bool is_archive(Env& env, const fs::path& folder) { return env.exists(folder / kArchiveFile); }

// archive.json comes last: a folder without it is no archive, so a stopped init leaves nothing that looks like one.
Result<Archive> Archive::init(Env& env, const fs::path& folder, const sign::Identity& identity, const InitOptions& options) {
  if (env.exists(folder) && (!env.is_dir(folder) || !env.list_dir(folder).empty())) {
    return archive_fault(codes::kFolderNotEmpty, folder, env.exists(folder / kArchiveFile) ? "这里已经是一个档案库" : "文件夹不是空的，不能在这里建立档案库",
                         {"请指定一个新的或空的文件夹"});
  }
  if (!identity.log) {
    return archive_fault(codes::kNoLogKey, folder, "没有日志密钥，不能建立档案库", {"用 gongwen key new --role log 生成"});
  }
  for (const char* name : {kCertificates, kRecords, kFonts, kLog, kIncoming}) make_folder_durably(env, folder / name);
  const sign::NoteKey key{new_origin(env), identity.log->public_key()};
  const sign::Certificate& certificate = identity.sign.certificate();
  const Instant now = env.now();
  write_file_atomic(env, folder / kCertificates / (certificate.fingerprint + ".pem"), certificate.pem(), true);
  const Checkpoint empty{key.name, 0, sign::sha256("")};
  write_file_atomic(env, folder / kCheckpoint, sign::sign_note(*identity.log, key.name, empty.text()), true);
  const std::string text = write_archive_file(options.title, key, certificate, now);
  write_file_atomic(env, folder / kArchiveSeal, sign::sign_cms(identity.sign, text, now), true);
  write_file_atomic(env, folder / kArchiveFile, text, true);
  if (const fs::path above = folder.parent_path(); !above.empty()) env.sync_dir(above);
  return open(env, folder);
}

Result<Archive> Archive::open(Env& env, const fs::path& folder) {
  const fs::path file = folder / kArchiveFile;
  if (!env.exists(file)) return archive_fault(codes::kNoArchive, folder, "这里没有档案库", {"用 gongwen archive init 建立，或检查路径"});
  const auto damaged = [&](std::string message) { return archive_fault(codes::kBadArchiveFile, file, std::move(message), {"请从镜像恢复 archive.json、archive.json.p7s 和 certificates"}); };
  const std::string text = env.read_file(file);
  Diagnostics ignored;
  const auto root = json::parse(text, named(file), ignored);
  if (!root || !root->is(json::Kind::object)) return damaged("archive.json 已损坏，不能读取");
  const auto format = count_at(*root, "format");
  if (!format) return damaged("archive.json 已损坏：没有格式号");
  if (*format != kFormat) return archive_fault(codes::kNewerFormat, file, "档案库的格式是 " + std::to_string(*format) + "，本程序只认识格式 1", {"请换用更新的程序"});
  auto key = sign::parse_note_key(text_at(*root, "log_key"));
  if (!key || key->name != text_at(*root, "origin")) return damaged("archive.json 里的日志公钥已损坏");

  const std::string fingerprint = text_at(*root, "certificate");
  const fs::path certificate_file = folder / kCertificates / (fingerprint + ".pem");
  if (!sign::digest_from_hex(fingerprint) || !env.exists(certificate_file)) return damaged("档案库缺少建库者的证书");
  auto certificates = sign::read_certificates(env.read_file(certificate_file), named(certificate_file));
  if (!certificates || certificates->front().fingerprint != fingerprint) return damaged("建库者的证书已损坏，或不是 archive.json 所记的那一张");
  if (!env.exists(folder / kArchiveSeal)) return damaged("archive.json 没有签名");
  const std::string seal = env.read_file(folder / kArchiveSeal);
  const auto verdict = sign::verify_cms(seal, text, *certificates);
  if (!verdict.intact) return damaged("archive.json 的签名不对：它被改动过");
  if (!verdict.good()) return damaged("archive.json 没有改动过；" + verdict.sentence());

  auto impl = std::make_unique<Impl>(Impl{env, folder, text_at(*root, "title"), *key, certificates->front(), text, seal, std::nullopt, {}});
  if (auto checkpoint = impl->checkpoint(); !checkpoint) return checkpoint.error();
  return Archive(std::move(impl));
}

Result<Checkpoint> Archive::Impl::checkpoint(std::string* note) {
  const fs::path file = folder / kCheckpoint;
  const std::vector<std::string> hints{"请从镜像恢复（gongwen archive repair），或放回自己另存的检查点；归档时的检查点也在 records 里最新一份回执（.receipt）的末尾，另存检查点的人和收到回执的单位手里也有"};
  if (!env.exists(file)) return archive_fault(codes::kNoCheckpoint, file, "归档日志的检查点不见了", hints);
  std::string signed_text = env.read_file(file);
  if (signed_text != checked_note) {
    auto text = sign::verify_note(signed_text, log_key, named(file));
    if (!text) return archive_fault(codes::kNoCheckpoint, file, text.error().message, hints);
    auto out = parse_checkpoint(*text, named(file));
    if (!out) return archive_fault(codes::kNoCheckpoint, file, out.error().message, hints);
    if (out->origin != log_key.name) return archive_fault(codes::kNoCheckpoint, file, "检查点属于另一个档案库", hints);
    checked_note = std::move(signed_text);
    checked = std::move(*out);
  }
  if (note != nullptr) *note = checked_note;
  return checked;
}

CatalogueRow Archive::Impl::row_for(const LogEntry& entry) {
  if (filing != nullptr) {
    if (const auto found = filing->rows.find(entry.leaf); found != filing->rows.end() && found->second.sha256 == entry.sha256) return found->second;
  }
  CatalogueRow out{entry.record_id, entry.number, entry.sha256, entry.leaf, 0, {}, entry.kind, entry.at};
  if (entry.kind == "event") {
    const fs::path path = folder / event_path(entry.record_id, entry.number);
    if (!env.exists(path) || env.is_dir(path)) return out;
    std::string bytes = env.read_file(path);
    out.size = bytes.size();
    if (sign::hex(sign::sha256(bytes)) == entry.sha256) out.version_json = std::move(bytes);
    return out;
  }
  const fs::path path = folder / bundle_path(entry.record_id, entry.number);
  if (!env.exists(path) || env.is_dir(path)) return out;
  const auto bytes = env.map_file(path);
  out.size = bytes->view().size();
  Diagnostics ignored;
  const auto reader = BundleReader::open(bytes->view(), named(path), ignored);
  const bool numbered_here = entry.kind == "version";   // a package was sealed elsewhere, where nobody knew its number
  if (reader && reader->version().record_id == entry.record_id && (!numbered_here || reader->version().number == entry.number)) {
    out.version_json = write_version(reader->version());
  }
  return out;
}

std::vector<CatalogueRow> Archive::Impl::rows_from(LogStore& store, std::uint64_t first, std::span<const VersionSeen> seen) {
  const auto entries = store.entries(first, kBatch);
  std::vector<CatalogueRow> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto entry = parse_leaf(entries[i], first + i);
    if (!entry || (!is_version(*entry) && entry->kind != "event")) continue;
    const auto known = std::lower_bound(seen.begin(), seen.end(), entry->leaf, [](const VersionSeen& one, std::uint64_t leaf) { return one.leaf < leaf; });
    if (known == seen.end() || known->leaf != entry->leaf) out.push_back(row_for(*entry));
    else out.push_back({entry->record_id, entry->number, entry->sha256, entry->leaf, known->size, known->version_json, entry->kind, entry->at});
  }
  return out;
}

Result<bool> Archive::Impl::bring_up(Catalogue& to_fill, const Checkpoint& to) {
  LogStore store(env, folder / kLog, to.size);
  std::uint64_t have = to_fill.log_size();
  const bool continues = have <= to.size && (have == 0 || sign::hex(store.range_root(0, have)) == to_fill.log_root());
  if (!continues) {
    to_fill.clear();
    have = 0;
  }
  const std::string root = sign::hex(to.root);
  if (continues && have == to.size && to_fill.log_root() == root) return true;
  for (std::uint64_t first = have; first < to.size; first += kBatch) {
    const std::vector<CatalogueRow> rows = rows_from(store, first);
    const std::uint64_t end = std::min(to.size, first + kBatch);
    const std::string root_here = end == to.size ? root : sign::hex(store.range_root(0, end));
    if (!store.fault().empty()) return archive_fault(codes::kLogDamaged, folder / kLog / store.fault(), "归档日志的文件缺失或损坏", {"用 gongwen archive verify 查明范围"});
    to_fill.apply(rows, end, root_here);
  }
  if (to.size == 0) to_fill.apply({}, 0, root);
  return true;
}

Result<Catalogue*> Archive::Impl::catalogue() {
  auto at = checkpoint();
  if (!at) return at.error();
  // First the file as it is; when it is damaged, a new one; when none can be made, memory.
  enum class Try : std::uint8_t { file, new_file, memory };
  for (Try attempt = catalogue_in_memory ? Try::memory : Try::file;;) {
    try {
      if (!catalogue_) catalogue_.emplace(attempt == Try::memory ? fs::path() : folder / kCatalogue);
      auto done = bring_up(*catalogue_, *at);
      if (!done) return done.error();
      return &*catalogue_;
    } catch (const Error&) {
      catalogue_.reset();
      if (attempt == Try::memory) throw;
      attempt = attempt == Try::file && drop_catalogue() ? Try::new_file : Try::memory;
    }
  }
}

bool Archive::Impl::drop_catalogue() {
  try {
    env.remove(folder / kCatalogue);
    env.remove(folder / (std::string(kCatalogue) + "-journal"));
    return true;
  } catch (const Error&) {   // a read-only medium
    return false;
  }
}

Diagnostic Archive::Impl::no_record(const std::string& record_id) const {
  return archive_fault(codes::kNoSuchRecord, folder, "档案库里没有记录“" + record_id + "”", {"用 gongwen archive list 查看已有的记录"});
}

Result<CatalogueRow> Archive::Impl::find_version(const std::string& record_id, std::uint32_t number) {
  auto asked = ask([&](Catalogue& known) { return known.latest(record_id); });
  if (!asked) return asked.error();
  const auto& latest = *asked;
  if (!latest) return no_record(record_id);
  auto answer = ask([&](Catalogue& known) { return known.row(record_id, number == 0 ? latest->number : number); });
  if (!answer) return answer.error();
  const auto& row = *answer;
  if (!row) {
    return archive_fault(codes::kNoSuchVersion, folder, "记录“" + record_id + "”没有第 " + std::to_string(number) + " 版，共有 " + std::to_string(latest->number) + " 版");
  }
  // The catalogue is a cache: what the log says counts.
  auto at = checkpoint();
  if (!at) return at.error();
  LogStore store(env, folder / kLog, at->size);
  const auto entries = store.entries(row->leaf, 1);
  const auto entry = entries.empty() ? std::nullopt : parse_leaf(entries[0], row->leaf);
  if (!entry || entry->record_id != row->record_id || entry->number != row->number || entry->sha256 != row->sha256) {
    return archive_fault(codes::kLogDamaged, folder / kLog, "目录与归档日志不一致", {"用 gongwen archive reindex 重建目录，再用 gongwen archive verify 检查"});
  }
  return *row;
}

std::vector<RecordSummary> Archive::list(const Query& query) {
  auto found = impl_->ask([&](Catalogue& known) { return known.list(query); });
  if (!found) throw Error(found.error().message);
  return std::move(found).value();
}

Result<std::vector<VersionSummary>> Archive::show(const std::string& record_id) {
  auto rows = impl_->ask([&](Catalogue& known) { return known.rows(record_id); });
  if (!rows) return rows.error();
  std::vector<VersionSummary> out;
  for (const CatalogueRow& row : *rows) {
    const auto v = parse_version(row.version_json);
    VersionSummary one;
    one.number = row.number;
    one.sha256 = row.sha256;
    one.size = row.size;
    if (v) {
      one.made_at = v->made_at;
      one.actor = v->actor;
      one.organisation = v->organisation;
      one.certificate = v->certificate;
      one.note = v->note;
      one.attachments = v->attachments;
    }
    out.push_back(std::move(one));
  }
  if (out.empty()) return impl_->no_record(record_id);
  return out;
}

Result<std::vector<LogEntry>> Archive::log(std::uint64_t first, std::uint64_t limit) {
  auto at = impl_->checkpoint();
  if (!at) return at.error();
  LogStore store(impl_->env, impl_->folder / kLog, at->size);
  const auto texts = store.entries(first, limit == 0 ? at->size : limit);
  std::vector<LogEntry> out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto entry = parse_leaf(texts[i], first + i);
    if (!entry) return archive_fault(codes::kLogDamaged, impl_->folder / kLog, "归档日志的第 " + std::to_string(first + i) + " 条已损坏");
    out.push_back(std::move(*entry));
  }
  if (!store.fault().empty()) return archive_fault(codes::kLogDamaged, impl_->folder / kLog / store.fault(), "归档日志的文件缺失或损坏");
  return out;
}

Result<std::vector<LogEntry>> Archive::history(const std::string& record_id) {
  auto rows = impl_->ask([&](Catalogue& known) {
    auto all = known.rows(record_id);
    for (CatalogueRow& one : known.events(record_id)) all.push_back(std::move(one));
    return all;
  });
  if (!rows) return rows.error();
  if (rows->empty()) return impl_->no_record(record_id);
  std::vector<LogEntry> out;
  for (const CatalogueRow& row : *rows) out.push_back({row.leaf, row.kind, row.record_id, row.number, row.sha256, row.at});
  std::sort(out.begin(), out.end(), [](const LogEntry& a, const LogEntry& b) { return a.leaf < b.leaf; });
  return out;
}

std::string Archive::checkpoint() { return impl_->env.read_file(impl_->folder / kCheckpoint); }

Result<fs::path> Archive::path_of(const std::string& record_id, std::uint32_t number) {
  auto row = impl_->find_version(record_id, number);
  if (!row) return row.error();
  return impl_->folder / bundle_path(row->record_id, row->number);
}

Result<std::string> Archive::get_bundle(const std::string& record_id, std::uint32_t number) {
  auto row = impl_->find_version(record_id, number);
  if (!row) return row.error();
  const fs::path path = impl_->folder / bundle_path(row->record_id, row->number);
  const std::vector<std::string> hints{"用 gongwen archive verify 查明，从镜像恢复"};
  if (!impl_->env.exists(path)) {
    auto record = summary(record_id);
    if (record && record->state == State::destroyed) return impl_->destroyed(record_id, *record);
    return archive_fault(codes::kVersionDropped, path, "封存包不见了", hints);
  }
  std::string bytes = impl_->env.read_file(path);
  if (sign::hex(sign::sha256(bytes)) != row->sha256) return archive_fault(codes::kZipDiffers, path, "封存包与归档日志所记的不符，被改动过", hints);
  return bytes;
}

Result<std::string> Archive::get_file(const std::string& record_id, std::uint32_t number, const std::string& name) {
  auto bytes = get_bundle(record_id, number);
  if (!bytes) return bytes.error();
  const auto path = path_of(record_id, number);   // "the newest" has a number
  Diagnostics out;
  const auto reader = BundleReader::open(*bytes, named(path ? path.value() : fs::path(record_id)), out);
  auto file = reader ? reader->read(name, out) : std::nullopt;
  if (!file) return out.all().front();
  return std::move(*file);
}

Result<std::vector<File>> Archive::get_files(const std::string& record_id, std::uint32_t number) {
  auto bytes = get_bundle(record_id, number);
  if (!bytes) return bytes.error();
  Diagnostics out;
  const auto reader = BundleReader::open(*bytes, named(bundle_path(record_id, number)), out);
  if (!reader) return out.all().front();
  std::vector<File> files;
  for (const std::string& name : reader->names()) {
    auto file = reader->read(name, out);
    if (!file) return out.all().front();
    files.push_back({name, std::move(*file)});
  }
  return files;
}

std::vector<Finding> Archive::unfinished() {
  std::vector<Finding> out;
  const fs::path incoming = impl_->folder / kIncoming;
  if (!impl_->env.exists(incoming)) return out;
  const auto add = [&](std::string_view code, std::string file, std::string message) {
    out.push_back({Severity::warning, code, {}, 0, std::move(file), std::nullopt, std::move(message), "下一次归档会自动完成或撤销"});
  };
  if (impl_->env.exists(impl_->folder / kJournal)) {
    const auto journal = read_journal(impl_->env, impl_->folder, impl_->log_key);
    add(codes::kNotLogged, kJournal, journal ? "上一次归档没有做完：" + std::to_string(journal->items.size()) + " 项待完成" : "上一次归档没有做完，它的记录已损坏，或不是这个档案库写的");
    return out;
  }
  for (const std::string& name : impl_->env.list_dir(incoming)) add(codes::kStrayFile, std::string(kIncoming) + "/" + name, "上一次归档留下的半成品");
  return out;
}

}  // namespace gongwen::archive
