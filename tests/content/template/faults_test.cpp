// One folder for each diagnostic code of data and template, faults/<code>_<what>/: the faulty input and, in expected.txt, every
// line that is told about it. UPDATE_GOLDEN=1 rewrites expected.txt.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "content/data/load.h"
#include "content/template/template.h"
#include "support/files.h"

namespace gongwen::tmpl {
namespace {

namespace fs = std::filesystem;

fs::path faults() { return test::source_dir() / "tests" / "content" / "template" / "faults"; }

/// The folders of this room's codes, D010 to D089 and T001 to T089.
std::vector<std::string> folders() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(faults())) {
    const std::string name = entry.path().filename().string();
    if (std::regex_match(name, std::regex("(D0[1-8]|T0[0-8])[0-9]_[a-z_]+"))) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string rows(data::RowReader& reader) {
  std::string out = render(reader.problems());
  while (const auto raw = reader.next()) out += render(reader.load(*raw).diagnostics);
  return out;
}

/// All that the tool says about a case: the template, then the record and the paper, then the rows.
std::string told(const std::string& folder) {
  const fs::path dir = faults() / folder;
  const ReadFile read = [](const std::string& name) -> std::optional<std::string> {
    if (!fs::is_regular_file(faults() / name)) return std::nullopt;
    return test::slurp(faults() / name);
  };
  Diagnostics found;
  const auto tmpl = load_template(read, folder + "/template.xml", "", found);
  if (!tmpl) return render(found);
  if (fs::exists(dir / "record.json")) {
    auto record = data::load_json(test::slurp(dir / "record.json"), folder + "/record.json", tmpl->schema(), found);
    if (folder.starts_with("D028")) data::read_files(record, tmpl->schema(), real_env(), dir, found);
    if (!found.has_errors()) fill(*tmpl, record, found);
  }
  std::string out = render(found);
  if (fs::exists(dir / "rows.csv")) {
    out += rows(*data::open_csv(data::in_memory(test::slurp(dir / "rows.csv")), folder + "/rows.csv", tmpl->schema()));
  }
  return out;
}

TEST(Faults, SayWhatTheirFilesExpect) {
  for (const auto& folder : folders()) {
    const std::string actual = told(folder);
    const fs::path expected = faults() / folder / "expected.txt";
    if (std::getenv("UPDATE_GOLDEN") != nullptr && std::getenv("CI") == nullptr) test::spill(expected, actual);
    ASSERT_TRUE(fs::exists(expected)) << folder;
    EXPECT_EQ(actual, test::slurp(expected)) << folder;
    EXPECT_NE(actual.find("[" + folder.substr(0, 4) + "]"), std::string::npos) << folder << " does not provoke its code";
  }
}

TEST(Faults, ThereIsOneForEveryCode) {
  std::set<std::string> have;
  for (const auto& folder : folders()) have.insert(folder.substr(0, 4));
  const std::string codes = test::slurp(test::source_dir() / "src/foundation/base/codes.h");
  const std::regex line("= \"((?:D0[1-8]|T0[0-8])[0-9])\"");
  for (auto it = std::sregex_iterator(codes.begin(), codes.end(), line); it != std::sregex_iterator(); ++it) {
    // A row of more than 4 MiB is made by a test, not kept in a file.
    if ((*it)[1] == "D038") continue;
    EXPECT_EQ(have.count((*it)[1]), 1U) << (*it)[1];
  }
}

}  // namespace
}  // namespace gongwen::tmpl
