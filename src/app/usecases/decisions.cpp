// A CSV of decisions.

#include <set>

#include "app/usecases/filing.h"
#include "app/usecases/review.h"
#include "content/data/load.h"
#include "foundation/base/codes.h"

namespace gongwen::usecases {
namespace {

data::Schema schema_of_decisions() {
  data::Schema schema;
  schema.root.type = data::Type::object;
  const auto column = [&](const char* name, const char* label, data::Type type = data::Type::text) -> data::Field& {
    data::Field field;
    field.name = name;
    field.path = name;
    field.label = label;
    field.type = type;
    schema.root.children.push_back(std::move(field));
    return schema.root.children.back();
  };
  column("id", "编号").required = true;
  column("reason", "理由").multiline = true;
  column("due", "补正期限", data::Type::date);
  column("remarks", "问题").multiline = true;
  // what `archive list --csv` writes beside the id: carried along, not read
  for (const char* label : {"题名", "状态", "版数", "责任者", "地区", "重点任务", "收到日期", "应交日期", "逾期", "保管期限", "保管到", "模板", "日期", "档号"}) {
    column(label, label).multiline = true;
  }
  return schema;
}

std::vector<std::string> split_remarks(std::string text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = text.find("；", at)) != std::string::npos;) text.replace(at, std::string_view("；").size(), "\n");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<Decision> read_decisions(std::shared_ptr<const FileBytes> file, const std::string& name, Diagnostics& out) {
  const data::Schema schema = schema_of_decisions();
  const auto rows = data::open_csv(std::move(file), name, schema);
  out.append(rows->problems());
  std::vector<Decision> decisions;
  if (rows->problems().has_errors()) return decisions;
  std::set<std::string> seen;
  while (auto raw = rows->next()) {
    const data::Loaded loaded = rows->load(*raw);
    out.append(loaded.diagnostics);
    if (!loaded.ok()) continue;
    Decision one{text_of(loaded.record, "id"), text_of(loaded.record, "reason"), std::nullopt, split_remarks(text_of(loaded.record, "remarks")), {}};
    const data::Value* const id = loaded.record.root.find("id");
    one.place = id != nullptr ? id->place() : loaded.record.place;
    if (const data::Value* due = loaded.record.root.find("due"); due != nullptr && due->kind() == data::Value::Kind::date) one.due = due->date();
    if (!seen.insert(one.record_id).second) {
      out.error(codes::kBadDecision, one.place, "“" + one.record_id + "”在表里写了两次", {"每件只留一行"});
      continue;
    }
    decisions.push_back(std::move(one));
  }
  return decisions;
}

}  // namespace gongwen::usecases
