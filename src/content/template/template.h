#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/data/record.h"
#include "content/data/schema.h"
#include "content/document/document.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"

namespace gongwen::tmpl {

struct Program;  // the compiled template; template_internal.h

/// A file the template was made from: goes into the bundle.
struct SourceFile {
  std::string name;    ///< relative to the folder that holds the templates: "notice/template.xml", "shared/tasks.json"
  std::string bytes;
};

/// A template, checked and compiled. Immutable; shared by threads.
class Template {
 public:
  explicit Template(std::unique_ptr<const Program> program);
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;
  ~Template();

  const std::string& id() const noexcept;
  const std::string& name() const noexcept;                ///< 单位授权书
  const std::string& version() const noexcept;
  const std::string& style() const noexcept;               ///< id of the page style
  const std::string& about() const noexcept;
  const data::Schema& schema() const noexcept;
  const std::vector<SourceFile>& files() const noexcept;   ///< every file read, sorted by name

  /// A record to fill in (JSON), the JSON Schema of its records, and a guide to its fields (Markdown).
  std::string blank_record() const;
  std::string schema_json() const;
  std::string guide() const;

  const Program& program() const noexcept { return *program_; }

 private:
  std::unique_ptr<const Program> program_;
};

/// Reads `dir`/template.xml and every file it names. The folder above `dir` is the library: names may lead up to it
/// (`../shared/x.json`) but not out of it.
///
/// Returns the template, or null with every fault found in `out`, each with line, column and the line itself.
/// Errors T001–T029; a template.xml that is not there is T007.
std::shared_ptr<const Template> load_template(Env& env, const fs::path& dir, Diagnostics& out);

/// The same from files held elsewhere (a bundle, a test). `read` gives the bytes of a name relative to the library, or nothing.
/// `main` is the name of template.xml ("notice/template.xml"); `shown` is put before names in places ("templates/").
using ReadFile = std::function<std::optional<std::string>(const std::string& name)>;
std::shared_ptr<const Template> load_template(const ReadFile& read, const std::string& main, const std::string& shown,
                                              Diagnostics& out);

/// Checks the rules across fields. Errors D029, or warnings where the template says so, at the field the rule names. A rule
/// that needs a withheld or absent value is skipped.
void check_rules(const Template& tmpl, const data::Record& record, Diagnostics& out);

/// Fills a template: the paper as it will stand, references still symbolic. Checks the rules first.
///
/// record  made with this template's schema; may hold withheld values.
/// Returns the document; with errors in `out` it is not to be printed.
/// Errors D029, T030–T049.
/// Threads reads only its arguments.
document::Document fill(const Template& tmpl, const data::Record& record, Diagnostics& out);

/// The name the template gives the paper's files, without folder and extension: characters no file system likes become "_",
/// at most 80 code points; the template's name when it gives none. Withheld values show as the marked gap.
std::string file_name(const Template& tmpl, const data::Record& record);

/// What an archive finds the paper by and how long it keeps it, as the template declares: fields with `index`, in order of the
/// record, each text once; the paper's `due` (a day, else nothing) and `retention`. Withheld and absent values are left out.
struct Filing {
  std::vector<std::pair<std::string, std::string>> index;   ///< role ("task", "city", "due") and text
  std::string retention;                                    ///< 永久, 30年, 10年, or empty
};
Filing filing_of(const Template& tmpl, const data::Record& record);

/// The marked gap: ［依法不予公开］
inline constexpr std::string_view kGap = "［依法不予公开］";

}  // namespace gongwen::tmpl
