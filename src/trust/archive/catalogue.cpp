#include "trust/archive/catalogue_internal.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Data/TypeHandler.h>
#include <Poco/Exception.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

#include "trust/archive/catalogue_columns_internal.h"
#include "trust/archive/names_internal.h"

// How a leaf and a record stand in their tables, for Poco: a whole batch is then written by one statement, which SQLite compiles once.
// (Compiling takes longer than running, and Poco compiles a statement each time it is executed.)
namespace Poco::Data {

template <>
class TypeHandler<gongwen::archive::CatalogueRow> {
 public:
  static std::size_t size() { return 9; }
  static void bind(std::size_t at, const gongwen::archive::CatalogueRow& row, AbstractBinder::Ptr to, AbstractBinder::Direction) {
    to->bind(at++, row.record_id);
    to->bind(at++, row.kind == "event" ? 1 : 0);
    to->bind(at++, row.number);
    to->bind(at++, row.kind);
    to->bind(at++, row.sha256);
    to->bind(at++, row.leaf);
    to->bind(at++, row.at.unix_seconds);
    to->bind(at++, row.size);
    to->bind(at, row.version_json);
  }
  static void extract(std::size_t at, gongwen::archive::CatalogueRow& row, const gongwen::archive::CatalogueRow&, AbstractExtractor::Ptr from) {
    from->extract(at, row.record_id);
    from->extract(at + 2, row.number);   // behind `event`, which the kind says too
    from->extract(at + 3, row.kind);
    from->extract(at + 4, row.sha256);
    from->extract(at + 5, row.leaf);
    from->extract(at + 6, row.at.unix_seconds);
    from->extract(at + 7, row.size);
    from->extract(at + 8, row.version_json);
  }
  static void prepare(std::size_t, const gongwen::archive::CatalogueRow&, AbstractPreparator::Ptr) {}
};

template <>
class TypeHandler<gongwen::archive::RecordColumns> {
 public:
  static std::size_t size() { return 19; }
  static void bind(std::size_t at, const gongwen::archive::RecordColumns& row, AbstractBinder::Ptr to, AbstractBinder::Direction) {
    row.each([&](const auto& column) { to->bind(at++, column); });
  }
  static void prepare(std::size_t, const gongwen::archive::RecordColumns&, AbstractPreparator::Ptr) {}
};

}  // namespace Poco::Data

namespace gongwen::archive {
namespace {

using Poco::Data::Session;
using namespace Poco::Data::Keywords;

// Raised when a column changes: an older catalogue is then thrown away and made anew.
constexpr int kSchema = 3;

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
  explicit Impl(const std::string& path) : session(connect(path)) {}

  Session session;

  std::string value(std::string key) {
    std::string out;
    session << "SELECT value FROM meta WHERE key = ?", use(key), into(out), now;
    return out;
  }
  void set(std::string key, std::string text) { session << "INSERT OR REPLACE INTO meta VALUES (?, ?)", use(key), use(text), now; }

  void create() {
    session << "PRAGMA busy_timeout = 10000", now;
    session << "PRAGMA secure_delete = ON", now;   // what is destroyed is overwritten
    int version = 0;
    session << "PRAGMA user_version", into(version), now;
    if (version == kSchema) return;
    if (version != 0) throw Error("归档目录属于另一个程序版本");
    session.begin();
    session << "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)", now;
    session << "CREATE TABLE IF NOT EXISTS leaves (record TEXT NOT NULL, event INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,"
               " sha256 TEXT NOT NULL, leaf INTEGER NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL, info TEXT NOT NULL,"
               " PRIMARY KEY (record, event, number)) WITHOUT ROWID", now;
    session << "CREATE INDEX IF NOT EXISTS leaves_by_sha256 ON leaves (sha256)", now;
    session << "CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
               " template TEXT NOT NULL, responsible TEXT NOT NULL, versions INTEGER NOT NULL, made_at INTEGER NOT NULL,"
               " actor TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL, events INTEGER NOT NULL, tasks TEXT NOT NULL,"
               " city TEXT NOT NULL, due TEXT NOT NULL, arrived TEXT NOT NULL, retention TEXT NOT NULL, kept_until TEXT NOT NULL,"
               " number TEXT NOT NULL, date TEXT NOT NULL) WITHOUT ROWID", now;
    session << "CREATE INDEX IF NOT EXISTS records_by_number ON records (number)", now;
    session << "CREATE INDEX IF NOT EXISTS records_by_state ON records (state)", now;
    session << "PRAGMA user_version = " + std::to_string(kSchema), now;
    session.commit();
  }

  /// versions, then events; `event` 0 or 1 for one of them alone.
  std::vector<CatalogueRow> leaves(std::string id, int event = -1) {
    std::vector<CatalogueRow> out;
    session << "SELECT * FROM leaves WHERE record = ? AND (? < 0 OR event = ?) ORDER BY event, number", use(id), use(event), use(event), into(out), now;
    return out;
  }

  /// What a record is now follows from all its leaves: whatever the order in which rows come, and however often.
  void refold(const std::set<std::string>& ids) {
    std::vector<RecordColumns> records;
    std::vector<std::string> destroyed;
    for (const std::string& id : ids) {
      const std::vector<CatalogueRow> all = leaves(id);
      if (all.empty() || all.front().kind == "event") continue;   // events alone make no record
      const RecordSummary record = fold_record(all);
      records.emplace_back(record);
      if (record.state == State::destroyed) destroyed.push_back(id);
    }
    if (!records.empty()) session << "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", use(records), now;
    // The zips are gone; what they said of themselves goes too, as it would from a catalogue made anew.
    if (!destroyed.empty()) session << "UPDATE leaves SET info = '', size = 0 WHERE record = ? AND event = 0", use(destroyed), now;
  }
};

Catalogue::Catalogue(const std::filesystem::path& path) {
  guarded("打开", [&] {
    impl_ = std::make_unique<Impl>(path.empty() ? ":memory:" : path.string());
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
    impl_->session << "DELETE FROM leaves", now;
    impl_->session << "DELETE FROM records", now;
    impl_->session << "DELETE FROM meta", now;
    impl_->session.commit();
  });
}

void Catalogue::apply(std::span<const CatalogueRow> rows, std::uint64_t log_size, const std::string& log_root) {
  guarded("写入", [&] {
    impl_->session.begin();
    try {
      std::set<std::string> touched;
      for (const CatalogueRow& row : rows) touched.insert(row.record_id);
      std::vector<CatalogueRow> leaves(rows.begin(), rows.end());
      if (!leaves.empty()) impl_->session << "INSERT OR REPLACE INTO leaves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", use(leaves), now;
      impl_->refold(touched);
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
    impl_->session << "SELECT number, sha256, leaf FROM leaves WHERE record = ? AND event = 0 ORDER BY number DESC LIMIT 1", use(id), into(number), into(sha),
        into(leaf), now;
    if (number.empty()) return std::nullopt;
    return Latest{record_id, number[0], sha[0], leaf[0]};
  });
}

std::vector<CatalogueRow> Catalogue::rows(const std::string& record_id) {
  return guarded("查询", [&] { return impl_->leaves(record_id, 0); });
}

std::vector<CatalogueRow> Catalogue::events(const std::string& record_id) {
  return guarded("查询", [&] { return impl_->leaves(record_id, 1); });
}

std::optional<std::pair<std::string, std::uint32_t>> Catalogue::holding(const std::string& sha256) {
  return guarded("查询", [&]() -> std::optional<std::pair<std::string, std::uint32_t>> {
    std::string sha = sha256;
    std::vector<std::string> id;
    std::vector<std::uint32_t> number;
    impl_->session << "SELECT record, number FROM leaves WHERE sha256 = ? AND event = 0 ORDER BY leaf LIMIT 1", use(sha), into(id), into(number), now;
    if (id.empty()) return std::nullopt;
    return std::pair(id[0], number[0]);
  });
}

std::optional<std::string> Catalogue::numbered(const std::string& archive_number) {
  return guarded("查询", [&]() -> std::optional<std::string> {
    std::string number = archive_number;
    std::vector<std::string> id;
    impl_->session << "SELECT id FROM records WHERE number = ? ORDER BY id LIMIT 1", use(number), into(id), now;
    if (id.empty() || number.empty()) return std::nullopt;
    return id[0];
  });
}

std::optional<RecordSummary> Catalogue::summary(const std::string& record_id) {
  const std::vector<CatalogueRow> all = guarded("查询", [&] { return impl_->leaves(record_id); });
  if (all.empty() || all.front().kind == "event") return std::nullopt;
  return fold_record(all);
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
    std::string title = like(query.title), responsible = like(query.responsible), city = like(query.city);
    std::string task = query.task.empty() ? "%" : like(std::string(kBetween) + query.task + std::string(kBetween));
    std::string source = query.template_id;
    std::string state = query.state ? std::string(name_of(*query.state)) : "";
    std::string from = query.after.empty() ? query.id_prefix : std::max(query.id_prefix, query.after + " ");   // no id has a blank: the least text behind this one
    std::string to = query.id_prefix + "\x7F";   // ids are ASCII
    std::string late = query.overdue ? query.overdue->iso() : "";
    std::string expired = query.expired ? query.expired->iso() : "";
    std::string number = like(query.archive_number), numbered = query.numbered ? (*query.numbered ? "y" : "n") : "";
    std::int64_t limit = query.limit == 0 ? -1 : static_cast<std::int64_t>(query.limit);
    std::vector<std::string> id, titles, templates, responsibles, actors, states, tasks, cities, dues, arrived, retentions, kept, numbers, dates;
    std::vector<std::uint32_t> versions, events;
    std::vector<std::int64_t> made_at, since;
    impl_->session << "SELECT id, title, template, responsible, versions, made_at, actor, state, since, events, tasks, city, due, arrived,"
                      " retention, kept_until, number, date FROM records"
                      " WHERE title LIKE ? ESCAPE '\\' AND responsible LIKE ? ESCAPE '\\' AND (? = '' OR template = ?)"
                      " AND (? = '' OR state = ?) AND tasks LIKE ? ESCAPE '\\' AND city LIKE ? ESCAPE '\\'"
                      " AND (? = '' OR (due <> '' AND CASE state WHEN 'returned' THEN due < ? ELSE due < arrived END))"
                      " AND (? = '' OR (kept_until <> '' AND kept_until < ? AND state <> 'destroyed'))"
                      " AND number LIKE ? ESCAPE '\\' AND (? = '' OR (number <> '') = (? = 'y'))"
                      " AND id >= ? AND id < ? ORDER BY id LIMIT ?",
        use(title), use(responsible), use(source), use(source), use(state), use(state), use(task), use(city), use(late), use(late), use(expired),
        use(expired), use(number), use(numbered), use(numbered), use(from), use(to), use(limit), into(id), into(titles), into(templates), into(responsibles), into(versions),
        into(made_at), into(actors), into(states), into(since), into(events), into(tasks), into(cities), into(dues), into(arrived), into(retentions),
        into(kept), into(numbers), into(dates), now;
    std::vector<RecordSummary> out;
    for (std::size_t i = 0; i < id.size(); ++i) {
      out.push_back({id[i], titles[i], templates[i], responsibles[i], versions[i], Instant{made_at[i], 0}, actors[i],
                     state_of(states[i]).value_or(State::filed), Instant{since[i], 0}, events[i], split_column(tasks[i]), cities[i], parse_iso_date(dues[i]),
                     parse_iso_date(arrived[i]).value_or(Date{}), retentions[i], parse_iso_date(kept[i]), numbers[i], parse_iso_date(dates[i])});
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
      std::vector<std::string> columns, lines;
      impl_->session << "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid", into(columns), now;
      std::string line = "'" + table + "'", order;
      for (const std::string& column : columns) {
        line += " || '|' || IFNULL(\"" + column + "\", 'NULL')";
        order += (order.empty() ? " ORDER BY \"" : ", \"") + column + "\"";
      }
      impl_->session << "SELECT " + line + " FROM \"" + table + "\"" + order, into(lines), now;
      std::move(lines.begin(), lines.end(), std::back_inserter(out));
    }
    return out;
  });
}

}  // namespace gongwen::archive
