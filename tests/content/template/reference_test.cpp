// The examples of templates/REFERENCE.md are tests. An example is a run of fenced blocks:
//   ```xml template   a whole template.xml            or   ```xml fields, ```xml body   what stands in <fields> and <body>
//   ```json file NAME a data file, ```xml file NAME a fragment, ```base64 file NAME a picture, beside the template
//   ```json data      the record
//   ```text result    the paper's blocks as document::dump shows them, or what is told
// UPDATE_GOLDEN=1 rewrites the results in the page; read them before you keep them.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "content/data/load.h"
#include "content/document/document.h"
#include "content/template/template.h"
#include "support/files.h"

namespace gongwen {
namespace {

struct Example {
  std::string whole, fields, body, record = "{}";
  std::map<std::string, std::string> files;
  std::string expected;
  std::size_t line = 0;                       ///< of the result's fence
  std::size_t begin = 0, end = 0;             ///< of the result in the page
};

struct Page {
  std::string text;
  std::vector<Example> examples;
  std::vector<std::string> strays;            ///< fences the page gives no meaning
};

struct Fence { std::string info, inside; std::size_t line = 0, begin = 0, end = 0; };

std::vector<Fence> fences_of(const std::string& page) {
  std::vector<Fence> out;
  bool open = false;
  std::size_t line = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size() - 1);
    ++line;
    if (page.compare(at, 3, "```") == 0) {
      if (!open) {
        out.push_back({page.substr(at + 3, end - at - 3), "", line, end + 1, end + 1});
      } else {
        out.back().end = at;
        out.back().inside = page.substr(out.back().begin, at - out.back().begin);
      }
      open = !open;
    }
    at = end + 1;
  }
  return out;
}

std::string from_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) continue;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU));
  }
  return out;
}

Page read_page() {
  Page page{test::slurp(test::source_dir() / "templates/REFERENCE.md"), {}, {}};
  Example next;
  for (const auto& fence : fences_of(page.text)) {
    if (fence.info == "xml template") next.whole = fence.inside;
    else if (fence.info == "xml fields") next.fields = fence.inside;
    else if (fence.info == "xml body") next.body = fence.inside;
    else if (fence.info == "json data") next.record = fence.inside;
    else if (fence.info.starts_with("json file ")) next.files[fence.info.substr(10)] = fence.inside;
    else if (fence.info.starts_with("base64 file ")) next.files[fence.info.substr(12)] = from_base64(fence.inside);
    else if (fence.info.starts_with("xml file ")) next.files[fence.info.substr(9)] = fence.inside;
    else if (fence.info == "text result") {
      next.expected = fence.inside;
      next.line = fence.line;
      next.begin = fence.begin;
      next.end = fence.end;
      page.examples.push_back(std::move(next));
      next = {};
    } else if (fence.info != "sh" && fence.info != "csv") {
      page.strays.push_back(std::to_string(fence.line) + ": " + fence.info);
    }
  }
  return page;
}

std::string template_of(const Example& example) {
  if (!example.whole.empty()) return example.whole;
  return "<template id=\"example\" name=\"例\" version=\"1\" style=\"plain\">\n<fields>\n" + example.fields +
         "</fields>\n<paper title=\"例\">\n<body>\n" + example.body + "</body>\n</paper>\n</template>\n";
}

std::string told(const Diagnostics& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics.sorted()) {
    out.append(name_of(d.severity)).append("[").append(d.code).append("]: ").append(d.message).append("\n");
    for (const auto& hint : d.hints) out.append("  = hint: ").append(hint).append("\n");
  }
  return out;
}

/// The blocks of an example that gives only the body; everything else is shown whole.
std::string shown(const Example& example, const document::Document& paper) {
  const auto dump = document::dump(paper);
  if (!example.whole.empty()) return dump;
  std::string out;
  for (std::size_t at = dump.find("\n  #"); at != std::string::npos && at + 1 < dump.size();) {
    const std::size_t end = std::min(dump.find('\n', at + 1), dump.size());
    out.append(dump.substr(at + 3, end - at - 3)).append("\n");
    at = end;
  }
  return out;
}

std::string result_of(const Example& example) {
  Diagnostics out;
  const auto main = template_of(example);
  const auto read = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "example/template.xml") return main;
    const auto it = example.files.find(name.substr(name.find('/') + 1));
    return it == example.files.end() ? std::nullopt : std::optional(it->second);
  };
  const auto tmpl = tmpl::load_template(read, "example/template.xml", "", out);
  if (tmpl == nullptr) return told(out);
  const auto record = data::load_json(example.record, "data.json", tmpl->schema(), out);
  if (out.has_errors()) return told(out);
  const auto paper = tmpl::fill(*tmpl, record, out);
  return out.has_errors() ? told(out) : told(out) + shown(example, paper);
}

TEST(Reference, ShowsWhatItsExamplesGive) {
  auto page = read_page();
  EXPECT_GE(page.examples.size(), 24U);
  EXPECT_EQ(page.strays, std::vector<std::string>{});
  const bool update = std::getenv("UPDATE_GOLDEN") != nullptr && std::getenv("CI") == nullptr;
  for (auto it = page.examples.rbegin(); it != page.examples.rend(); ++it) {
    const auto actual = result_of(*it);
    if (update) page.text.replace(it->begin, it->end - it->begin, actual);
    else EXPECT_TRUE(actual == it->expected) << "templates/REFERENCE.md:" << it->line << " gives\n" << actual;
  }
  if (update) test::spill(test::source_dir() / "templates/REFERENCE.md", page.text);
}

}  // namespace
}  // namespace gongwen
