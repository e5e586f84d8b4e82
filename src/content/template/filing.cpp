// What a template declares for the archive: index roles of fields, the paper's due day and retention.

#include <set>

#include "content/template/fill_internal.h"
#include "foundation/text/chinese.h"

namespace gongwen::tmpl {
namespace {

using Entries = std::set<std::pair<std::string, std::string>>;

/// Each role with each of its values once, in the order of the record.
void collect(const data::Field& field, const data::Value& value, Filing& into, Entries& seen) {
  if (value.kind() == data::Value::Kind::list) {
    for (const data::Value& item : value.items()) {
      for (const data::Field& child : field.children) {
        if (const data::Value* v = item.find(child.name)) collect(child, *v, into, seen);
      }
    }
  } else if (value.kind() == data::Value::Kind::object) {
    for (const data::Field& child : field.children) {
      if (const data::Value* v = value.find(child.name)) collect(child, *v, into, seen);
    }
  } else if (!field.index.empty() && value.kind() == data::Value::Kind::text && !value.text().empty()) {
    if (seen.emplace(field.index, value.text()).second) into.index.emplace_back(field.index, value.text());
  }
}

}  // namespace

Filing filing_of(const Template& tmpl, const data::Record& record) {
  Filing out;
  Entries seen;
  collect(tmpl.schema().root, record.root, out, seen);
  Diagnostics ignored;   // fill tells the same
  const auto due = text::parse_date(Filler(tmpl.program(), record, ignored).paper_text("due"));
  if (due) out.index.emplace_back("due", due->iso());
  out.retention = tmpl.program().paper.word("retention");
  return out;
}

}  // namespace gongwen::tmpl
