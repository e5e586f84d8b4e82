// rooms: template data
// Any bytes as template.xml: refused with places, or loaded and filled without a crash.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "content/data/load.h"
#include "content/template/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongwen;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Diagnostics found;
  const auto tmpl = tmpl::load_template([&](const std::string& name) -> std::optional<std::string> {
    if (name == "t/template.xml") return bytes;
    if (name == "t/data.json") return std::string("[{\"no\": 1, \"name\": \"a\"}, {\"no\": 2, \"tags\": [\"x\"]}]");
    return std::nullopt;
  }, "t/template.xml", "", found);
  render(found);
  if (!tmpl) return 0;
  Diagnostics filling;
  const auto record = data::load_json(tmpl->blank_record(), "blank.json", tmpl->schema(), filling);
  document::dump(tmpl::fill(*tmpl, record, filling));
  const auto open = data::withhold(record, tmpl->schema(), {data::Disclosure::open, data::Disclosure::personal});
  document::dump(tmpl::fill(*tmpl, open, filling));
  render(filling);
  tmpl->schema_json();
  tmpl->guide();
  return 0;
}
