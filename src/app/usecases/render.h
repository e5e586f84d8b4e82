#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/usecases/press.h"

namespace gongwen::usecases {

struct RenderRequest {
  std::string template_name;                 ///< id or path
  std::string data_name;                     ///< as shown in messages
  std::string data;                          ///< the record's JSON
  fs::path data_folder;                      ///< files named in the record are relative to it
  Looks looks;
  std::set<Format> formats{Format::pdf, Format::docx};
  std::optional<Date> date;
  bool show_values = false;
};

/// A paper with what it was made of; or nothing, and in `out` everything that is wrong.
struct Rendered { std::shared_ptr<const Press> press; data::Record record; Paper paper; };
std::optional<Rendered> render(Env& env, const House& house, const RenderRequest& request, Diagnostics& out);

/// Loads and checks a record without printing: the data, the rules across fields, and that the template can be filled with it
/// (missing characters included).
void check_record(Env& env, const House& house, const RenderRequest& request, Diagnostics& out);
/// Loads and checks a template alone.
void check_template(Env& env, const House& house, const std::string& template_name, Diagnostics& out);

}  // namespace gongwen::usecases
