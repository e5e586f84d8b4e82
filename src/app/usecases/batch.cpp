#include "app/usecases/batch.h"

#include <algorithm>
#include <array>

#include "foundation/base/parallel.h"
#include "foundation/json/json.h"
#include "trust/sign/digest.h"

namespace gongwen::usecases {
namespace {

struct RowResult {
  std::uint64_t row = 0;
  Diagnostics problems;
  std::optional<Paper> paper;
  double share = 0;
};
struct RowTask { data::RowReader::Raw raw; double share = 0; };

/// Which names this run has given out, as 16 bytes each.
class TakenNames {
 public:
  /// The name, or with "-<row>" at its end when it was taken. Case does not count: some file systems ignore it.
  std::string claim(const std::string& name, std::uint64_t row) {
    if (insert(name)) return name;
    std::string other = name + "-" + std::to_string(row);
    insert(other);
    return other;
  }

 private:
  bool insert(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto digest = sign::sha256(name);
    std::array<std::uint8_t, 16> key{};
    std::copy_n(digest.begin(), key.size(), key.begin());
    return taken_.insert(key).second;
  }
  std::set<std::array<std::uint8_t, 16>> taken_;
};

/// problems.jsonl: written beside its final name and renamed into place at the end, so that a reader never sees half of it.
class ProblemsFile {
 public:
  ProblemsFile(Env& env, const fs::path& folder) : env_(env), final_(folder / "problems.jsonl"), part_(folder / ".problems.jsonl.part") {}

  void add(std::uint64_t row, const Diagnostics& problems) {
    if (problems.empty()) return;
    if (!file_) file_ = env_.open_for_write(part_, WriteMode::replace);
    for (const auto& d : problems.sorted()) {
      json::Node line = json::Node::object();
      line.set("row", json::Node::number(static_cast<std::int64_t>(row)));
      const json::Node told = json::to_json(d);
      for (const auto& [key, value] : told.members()) line.set(key, value);
      file_->write(json::compact(line) + "\n");
    }
  }
  /// The file's path, or empty when there was nothing to tell (an old one is then removed: it would speak of another run).
  fs::path close() {
    if (!file_) {
      if (env_.exists(final_)) env_.remove(final_);
      return {};
    }
    file_->close();
    file_.reset();
    env_.rename(part_, final_);
    return final_;
  }

 private:
  Env& env_;
  fs::path final_, part_;
  std::unique_ptr<OutFile> file_;
};

/// By its name, or, when the name says nothing (standard input), by its first character: no CSV header begins with a brace.
bool is_json_lines(const std::string& name, std::string_view bytes) {
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson")) return true;
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return !name.ends_with(".csv") && first != std::string_view::npos && bytes[first] == '{';
}

}  // namespace

BatchReport batch(Env& env, const House& house, const BatchRequest& request, Diagnostics& out, const BatchProgress& progress,
                  const RowProblems& tell) {
  BatchReport report;
  const auto folder = find_template(env, house, request.template_name, out);
  if (!folder) return report;
  const auto press = Press::open(env, house, *folder, request.looks, out);
  if (!press) return report;
  press->tell_word_fonts(request.formats, out);
  const auto& schema = press->tmpl().schema();
  data::LoadOptions options;
  options.show_values = request.show_values;
  const auto reader = is_json_lines(request.data_name, request.data->view()) ? data::open_json_lines(request.data, request.data_name, schema, options)
                                                       : data::open_csv(request.data, request.data_name, schema, options);
  out.append(reader->problems());
  if (out.has_errors()) return report;

  env.create_dirs(request.out);
  ProblemsFile problems(env, request.out);
  TakenNames names;
  std::uint64_t taken = 0;

  const std::function<std::optional<RowTask>()> next = [&]() -> std::optional<RowTask> {
    if (request.limit > 0 && taken == request.limit) return std::nullopt;
    auto raw = reader->next();
    if (!raw) return std::nullopt;
    ++taken;
    return RowTask{std::move(*raw), reader->progress()};
  };
  const std::function<RowResult(RowTask&&)> work = [&](RowTask&& task) {
    RowResult result;
    result.row = task.raw.number;
    result.share = task.share;
    auto loaded = reader->load(task.raw);
    result.problems = std::move(loaded.diagnostics);
    data::read_files(loaded.record, schema, env, request.data_folder, result.problems);
    if (result.problems.has_errors()) tmpl::check_rules(press->tmpl(), loaded.record, result.problems);
    else result.paper = press->print(loaded.record, request.formats, request.date, result.problems);
    return result;
  };
  const std::function<bool(RowResult&&)> sink = [&](RowResult&& result) {
    ++report.rows;
    problems.add(result.row, result.problems);
    if (!result.problems.empty()) tell(result.row, result.problems);
    if (!result.paper) {
      ++report.bad;
    } else {
      ++report.good;
      if (!result.problems.empty()) ++report.warnings;
      const std::string name = names.claim(result.paper->name, result.row);
      const auto write = [&](const std::string& bytes, Format format) {
        if (bytes.empty() || request.dry_run) return;
        write_file_atomic(env, request.out / (name + "." + std::string(extension_of(format))), bytes);
        ++report.files;
        report.bytes += bytes.size();
      };
      write(result.paper->pdf, Format::pdf);
      write(result.paper->docx, Format::docx);
    }
    if (!progress(report.rows, result.share)) report.stopped = true;
    return !report.stopped;
  };
  ordered_pipeline<RowTask, RowResult>(request.jobs, next, work, sink);
  report.problems = problems.close();
  return report;
}

}  // namespace gongwen::usecases
