#include "trust/archive/catalogue_internal.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Exception.h>

#include <charconv>
#include <mutex>
#include <utility>

#include "trust/archive/json_internal.h"
#include "trust/archive/names_internal.h"
#include "trust/archive/version_internal.h"

namespace gongwen::archive {
namespace {

using Poco::Data::Session;
using Poco::Data::Statement;
using namespace Poco::Data::Keywords;

// Raised when a column changes: an older catalogue is then thrown away and made anew.
constexpr int kSchema = 1;

/// Runs `work`; what Poco throws becomes Error.
template <typename Work>
auto guarded(const char* step, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Poco::Exception& e) {
    throw Error(std::string("归档目录：") + step + " 失败（" + e.displayText() + "）");
  }
}

Session connect(const std::string& path) {
  static std::once_flag once;
  std::call_once(once, [] { Poco::Data::SQLite::Connector::registerConnector(); });
  return Session("SQLite", path, 1);   // seconds that Poco tries again when a file cannot be opened; its default is a minute
}

std::string like(const std::string& text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

}  // namespace

struct Catalogue::Impl {
  Session session;

  std::string value(std::string key) {
    std::string out;
    session << "SELECT value FROM meta WHERE key = ?", use(key), into(out), now;
    return out;
  }
  void set(std::string key, std::string text) { session << "INSERT OR REPLACE INTO meta VALUES (?, ?)", use(key), use(text), now; }

  void create() {
    session << "PRAGMA busy_timeout = 10000", now;
    int version = 0;
    session << "PRAGMA user_version", into(version), now;
    if (version == kSchema) return;
    if (version != 0) throw Error("归档目录属于另一个程序版本");
    session.begin();
    session << "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)", now;
    session << "CREATE TABLE IF NOT EXISTS versions (record TEXT NOT NULL, number INTEGER NOT NULL, sha256 TEXT NOT NULL,"
               " leaf INTEGER NOT NULL, size INTEGER NOT NULL, info TEXT NOT NULL, PRIMARY KEY (record, number)) WITHOUT ROWID", now;
    session << "CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
               " template TEXT NOT NULL, responsible TEXT NOT NULL, versions INTEGER NOT NULL, made_at INTEGER NOT NULL,"
               " actor TEXT NOT NULL) WITHOUT ROWID", now;
    session << "PRAGMA user_version = " + std::to_string(kSchema), now;
    session.commit();
  }

  void put(const CatalogueRow& row) {
    std::string id = row.record_id;
    std::string sha = row.sha256;
    std::string info = row.version_json;
    std::uint32_t number = row.number;
    std::uint64_t leaf = row.leaf;
    std::uint64_t size = row.size;
    session << "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?)", use(id), use(number), use(sha), use(leaf), use(size), use(info), now;
    const auto version = parse_version(info);
    std::string key = fold(id);
    std::string title = version ? version->metadata.title : "（封存包缺失或损坏）";
    std::string source = version ? version->render.template_id : "";
    std::string responsible = version ? version->metadata.responsible : "";
    std::string actor = version ? version->actor : "";
    std::int64_t made_at = version ? version->made_at.unix_seconds : 0;
    // The newest version speaks for the record, whatever the order in which rows come.
    session << "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
               " template = excluded.template, responsible = excluded.responsible, versions = excluded.versions,"
               " made_at = excluded.made_at, actor = excluded.actor WHERE excluded.versions >= records.versions",
        use(id), use(key), use(title), use(source), use(responsible), use(number), use(made_at), use(actor), now;
  }
};

Catalogue::Catalogue(const std::filesystem::path& path) {
  guarded("打开", [&] {
    impl_ = std::make_unique<Impl>(Impl{connect(path.empty() ? ":memory:" : path.string())});
    impl_->create();
  });
}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

std::uint64_t Catalogue::log_size() {
  return guarded("读取", [&] {
    const std::string text = impl_->value("log_size");
    std::uint64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
  });
}

std::string Catalogue::log_root() {
  return guarded("读取", [&] { return impl_->value("log_root"); });
}

void Catalogue::clear() {
  guarded("清空", [&] {
    impl_->session.begin();
    impl_->session << "DELETE FROM versions", now;
    impl_->session << "DELETE FROM records", now;
    impl_->session << "DELETE FROM meta", now;
    impl_->session.commit();
  });
}

void Catalogue::apply(std::span<const CatalogueRow> rows, std::uint64_t log_size, const std::string& log_root) {
  guarded("写入", [&] {
    impl_->session.begin();
    try {
      for (const CatalogueRow& row : rows) impl_->put(row);
      impl_->set("log_size", std::to_string(log_size));
      impl_->set("log_root", log_root);
      impl_->session.commit();
    } catch (...) {
      try {
        impl_->session.rollback();
      } catch (const Poco::Exception&) {   // the first failure is the one to tell
      }
      throw;
    }
  });
}

std::optional<Catalogue::Latest> Catalogue::latest(const std::string& record_id) {
  return guarded("查询", [&]() -> std::optional<Latest> {
    std::string id = record_id;
    std::vector<std::uint32_t> number;
    std::vector<std::string> sha;
    std::vector<std::uint64_t> leaf;
    impl_->session << "SELECT number, sha256, leaf FROM versions WHERE record = ? ORDER BY number DESC LIMIT 1", use(id), into(number), into(sha),
        into(leaf), now;
    if (number.empty()) return std::nullopt;
    return Latest{record_id, number[0], sha[0], leaf[0]};
  });
}

std::vector<CatalogueRow> Catalogue::rows(const std::string& record_id) {
  return guarded("查询", [&] {
    std::string id = record_id;
    std::vector<std::uint32_t> number;
    std::vector<std::string> sha;
    std::vector<std::uint64_t> leaf;
    std::vector<std::uint64_t> size;
    std::vector<std::string> info;
    impl_->session << "SELECT number, sha256, leaf, size, info FROM versions WHERE record = ? ORDER BY number", use(id), into(number), into(sha),
        into(leaf), into(size), into(info), now;
    std::vector<CatalogueRow> out;
    for (std::size_t i = 0; i < number.size(); ++i) out.push_back({record_id, number[i], sha[i], leaf[i], size[i], info[i]});
    return out;
  });
}

std::optional<CatalogueRow> Catalogue::row(const std::string& record_id, std::uint32_t number) {
  for (CatalogueRow& one : rows(record_id)) {
    if (one.number == number) return std::move(one);
  }
  return std::nullopt;
}

std::optional<std::string> Catalogue::folded(const std::string& record_id) {
  return guarded("查询", [&]() -> std::optional<std::string> {
    std::string key = fold(record_id);
    std::vector<std::string> id;
    impl_->session << "SELECT id FROM records WHERE folded = ?", use(key), into(id), now;
    if (id.empty()) return std::nullopt;
    return id[0];
  });
}

std::vector<RecordSummary> Catalogue::list(const Query& query) {
  return guarded("查询", [&] {
    std::string title = like(query.title);
    std::string responsible = like(query.responsible);
    std::string source = query.template_id;
    std::string from = query.id_prefix;
    std::string to = query.id_prefix + "\x7F";   // ids are ASCII
    std::int64_t limit = query.limit == 0 ? -1 : static_cast<std::int64_t>(query.limit);
    std::int64_t offset = static_cast<std::int64_t>(query.offset);
    std::vector<std::string> id, titles, templates, responsibles, actors;
    std::vector<std::uint32_t> versions;
    std::vector<std::int64_t> made_at;
    impl_->session << "SELECT id, title, template, responsible, versions, made_at, actor FROM records"
                      " WHERE title LIKE ? ESCAPE '\\' AND responsible LIKE ? ESCAPE '\\' AND (? = '' OR template = ?)"
                      " AND id >= ? AND id < ? ORDER BY id LIMIT ? OFFSET ?",
        use(title), use(responsible), use(source), use(source), use(from), use(to), use(limit), use(offset), into(id), into(titles),
        into(templates), into(responsibles), into(versions), into(made_at), into(actors), now;
    std::vector<RecordSummary> out;
    for (std::size_t i = 0; i < id.size(); ++i) {
      out.push_back({id[i], titles[i], templates[i], responsibles[i], versions[i], Instant{made_at[i], 0}, actors[i]});
    }
    return out;
  });
}

std::vector<std::string> Catalogue::dump() {
  return guarded("读取", [&] {
    std::vector<std::string> tables;
    impl_->session << "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", into(tables), now;
    std::vector<std::string> out;
    for (const std::string& table : tables) {
      Poco::Data::RecordSet rows(impl_->session, "SELECT * FROM " + table + " ORDER BY 1, 2");
      for (std::size_t row = 0; row < rows.rowCount(); ++row) {
        std::string line = table;
        for (std::size_t column = 0; column < rows.columnCount(); ++column) {
          const auto& value = rows.value(column, row);
          line += "|" + (value.isEmpty() ? std::string("NULL") : value.convert<std::string>());
        }
        out.push_back(std::move(line));
      }
    }
    return out;
  });
}

}  // namespace gongwen::archive
