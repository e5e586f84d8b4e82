#pragma once

// Small templates and records for tests, held in memory.

#include <map>
#include <memory>
#include <string>

#include "content/data/load.h"
#include "content/template/template.h"

namespace gongwen::tmpl::test {

/// A template of these fields and this content of <paper> (masthead, body, …), named t/template.xml.
inline std::shared_ptr<const Template> make(const std::string& fields, const std::string& paper, Diagnostics& out,
                                            std::map<std::string, std::string> files = {}, const std::string& before = "",
                                            const std::string& attributes = "title=\"例\"") {
  files["t/template.xml"] = "<template id=\"t\" name=\"例\" version=\"1\" style=\"plain\">" + before + "<fields>" + fields +
                            "</fields><paper " + attributes + ">" + paper + "</paper></template>";
  return load_template([&](const std::string& name) -> std::optional<std::string> {
    const auto it = files.find(name);
    return it == files.end() ? std::nullopt : std::optional(it->second);
  }, "t/template.xml", "", out);
}

/// The codes of what was found, in order of printing: "T014 T016".
inline std::string codes(const Diagnostics& found) {
  std::string out;
  for (const auto& d : found.sorted()) out.append(out.empty() ? "" : " ").append(d.code);
  return out;
}

/// The dump of the body's blocks, without the document's first line; what was found instead when there are errors.
inline std::string filled(const Template& tmpl, const data::Record& record) {
  Diagnostics found;
  const auto document = fill(tmpl, record, found);
  if (found.has_errors()) return render(found);
  const std::string text = document::dump(document);
  return text.substr(text.find('\n') + 1);
}

inline std::string filled(const std::string& fields, const std::string& body, const std::string& json) {
  Diagnostics found;
  const auto tmpl = make(fields, "<body>" + body + "</body>", found);
  if (!tmpl) return render(found);
  const auto record = data::load_json(json, "r.json", tmpl->schema(), found);
  if (found.has_errors()) return render(found);
  return filled(*tmpl, record);
}

}  // namespace gongwen::tmpl::test
