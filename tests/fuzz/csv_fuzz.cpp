// rooms: data
// Any bytes as a table: every row is a record or a problem with a place.
#include <cstddef>
#include <cstdint>
#include <string>

#include "content/data/load.h"

namespace {

gongwen::data::Field field(const char* name, gongwen::data::Type type) {
  gongwen::data::Field out;
  out.name = out.path = out.label = name;
  out.type = type;
  return out;
}

gongwen::data::Schema schema() {
  using gongwen::data::Type;
  gongwen::data::Schema out;
  out.root.type = Type::object;
  for (int t = 0; t <= static_cast<int>(Type::uscc); ++t) {
    const auto type = static_cast<Type>(t);
    out.root.children.push_back(field(std::string(gongwen::data::name_of(type)).c_str(), type));
  }
  auto list = field("list", Type::list);
  list.children.push_back(field("no", Type::integer));
  list.children.front().path = "list.no";
  out.root.children.push_back(list);
  return out;
}

void read(gongwen::data::RowReader& reader) {
  render(reader.problems());
  while (const auto raw = reader.next()) render(reader.load(*raw).diagnostics);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongwen;
  static const data::Schema kSchema = schema();
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read(*data::open_csv(data::in_memory(bytes), "f.csv", kSchema));
  read(*data::open_json_lines(data::in_memory(bytes), "f.jsonl", kSchema));
  return 0;
}
