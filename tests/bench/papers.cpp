#include "papers.h"

#include <algorithm>

#include "foundation/base/env.h"

namespace gongwen::bench {
namespace {

constexpr std::size_t kReports = 8;
constexpr std::string_view kBlocks = "\"blocks\": [\n";

fs::path here() { return fs::path(GONGWEN_SOURCE_DIR) / "tests" / "bench"; }

void fail_on(const Diagnostics& problems, const std::string& what) {
  if (!problems.has_errors()) return;
  std::string all = what;
  for (const auto& d : problems.sorted()) all += "\n" + d.message;
  throw Error(all);
}

std::shared_ptr<const usecases::Press> press_of(const std::string& id) {
  Diagnostics out;
  auto press = usecases::Press::open(real_env(), usecases::find_house(real_env()), here() / "templates" / id, {}, out);
  fail_on(out, id);
  return press;
}

Work make_work(const std::string& id, std::vector<std::string> json) {
  Work work;
  work.name = id;
  work.press = press_of(id);
  work.json = std::move(json);
  for (const auto& text : work.json) {
    Diagnostics out;
    work.records.push_back(data::load_json(text, id, work.press->tmpl().schema(), out));
    fail_on(out, id);
  }
  return work;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Another paper: every digit of paragraphs, and the tenths in tables, turned by something that depends on place and paper.
std::string varied(std::string line, std::size_t paper) {
  const bool paragraph = line.starts_with("{\"kind\": \"p\"");
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (is_digit(line[i]) && (paragraph || line[i - 1] == '.')) {
      line[i] = static_cast<char>('0' + (static_cast<std::size_t>(line[i] - '0') + paper * 7 + i * 3) % 10);
    }
  }
  return line;
}

/// report.json: everything before the blocks, and the blocks, one a line, without the commas between them.
struct Parts { std::string head; std::vector<std::string> blocks; };
Parts report_parts() {
  const std::string text = real_env().read_file(here() / "data" / "report.json");
  const std::size_t begin = text.find(kBlocks);
  if (begin == std::string::npos) throw Error("report.json: no blocks");
  Parts parts;
  parts.head = text.substr(0, begin + kBlocks.size());
  parts.blocks = lines_of(std::string_view(text).substr(parts.head.size()));
  parts.blocks.pop_back();   // ]}
  for (auto& block : parts.blocks) {
    if (block.ends_with(',')) block.pop_back();
  }
  return parts;
}

std::string joined(const std::string& head, const std::vector<std::string>& blocks) {
  std::string out = head;
  for (std::size_t i = 0; i < blocks.size(); ++i) out += (i == 0 ? "" : ",\n") + blocks[i];
  return out + "\n]}\n";
}

}  // namespace

document::Document Work::fill(std::size_t i) const {
  Diagnostics out;
  auto document = tmpl::fill(press->tmpl(), record(i), out);
  fail_on(out, name);
  return document;
}

layout::Result Work::lay_out(const document::Document& document) const {
  Diagnostics out;
  auto result = layout::lay_out(document, press->book(), press->style(), out);
  fail_on(out, name);
  return result;
}

std::vector<document::Document> Work::documents() const {
  std::vector<document::Document> all;
  for (std::size_t i = 0; i < records.size(); ++i) all.push_back(fill(i));
  return all;
}

const Work& letter() {
  static const Work work = make_work("bench-letter", lines_of(real_env().read_file(here() / "data" / "letters.jsonl")));
  return work;
}

const Work& report() {
  static const Work work = [] {
    const Parts parts = report_parts();
    std::vector<std::string> papers;
    for (std::size_t paper = 0; paper < kReports; ++paper) {
      std::vector<std::string> blocks = parts.blocks;
      for (auto& block : blocks) block = varied(std::move(block), paper);
      papers.push_back(joined(parts.head, blocks));
    }
    return make_work("bench-report", std::move(papers));
  }();
  return work;
}

Work report_of_pages(std::size_t pages) {
  // The cover and contents count, so a report of one page cannot be: the letter stands for it.
  const Parts parts = report_parts();
  constexpr std::size_t kPages = 50;   // of the report itself
  std::vector<std::string> blocks;
  const std::size_t count = std::max<std::size_t>(parts.blocks.size() * pages / kPages, 1);
  for (std::size_t i = 0; i < count; ++i) blocks.push_back(varied(parts.blocks[i % parts.blocks.size()], i / parts.blocks.size()));
  return make_work("bench-report", {joined(parts.head, blocks)});
}

Work report_of_rows(std::size_t rows) {
  const Parts parts = report_parts();
  std::string table = "{\"kind\": \"table\", \"text\": \"绩效数据采集明细\", \"rows\": [";
  for (std::size_t i = 1; i <= rows; ++i) {
    table += (i == 1 ? "" : ", ") + ("{\"no\": " + std::to_string(i)) +
             ", \"name\": \"新能源汽车技术年培训企业职工\", \"unit\": \"人次\", \"target\": 120.5, \"actual\": " + std::to_string(100 + i % 50) + ".5}";
  }
  return make_work("bench-report", {joined(parts.head, {table + "]}"})});
}

}  // namespace gongwen::bench
