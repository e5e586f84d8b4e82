#include "app/usecases/render.h"

namespace gongwen::usecases {

std::optional<Rendered> render(Env& env, const House& house, const RenderRequest& request, Diagnostics& out) {
  const auto folder = find_template(env, house, request.template_name, out);
  if (!folder) return std::nullopt;
  Rendered done;
  done.press = Press::open(env, house, *folder, request.looks, out);
  if (!done.press) return std::nullopt;
  const auto& schema = done.press->tmpl().schema();
  data::LoadOptions options;
  options.show_values = request.show_values;
  done.record = data::load_json(request.data, request.data_name, schema, out, options);
  data::read_files(done.record, schema, env, request.data_folder, out);
  if (out.has_errors()) {
    tmpl::check_rules(done.press->tmpl(), done.record, out);  // every problem at once: rules whose values are good are told too
    return std::nullopt;
  }
  auto paper = done.press->print(done.record, request.formats, request.date, out);
  if (!paper) return std::nullopt;
  done.paper = std::move(*paper);
  done.press->tell_word_fonts(request.formats, out);
  return done;
}

void check_record(Env& env, const House& house, const RenderRequest& request, Diagnostics& out) {
  (void)render(env, house, request, out);
}

void check_template(Env& env, const House& house, const std::string& template_name, Diagnostics& out) {
  const auto folder = find_template(env, house, template_name, out);
  if (folder) (void)Press::open(env, house, *folder, {}, out);
}

}  // namespace gongwen::usecases
