#include "app/cli/commands.h"
#include "app/usecases/press.h"

namespace gongwen::cli {
namespace {

std::shared_ptr<const tmpl::Template> load(const Console& console, const std::string& name, int& code) {
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  std::shared_ptr<const tmpl::Template> t;
  if (const auto folder = usecases::find_template(console.env, house, name, problems)) t = tmpl::load_template(console.env, *folder, problems);
  console.tell(problems);
  code = t ? kDone : kInputWrong;
  return t;
}

int list(const Console& console) {
  const auto house = usecases::find_house(console.env);
  int worst = kDone;
  for (const auto& id : usecases::shipped_templates(console.env, house)) {
    int code = kDone;
    const auto t = load(console, id, code);
    worst = std::max(worst, code);
    if (!t) continue;
    if (console.json) {
      json::Node line = json::Node::object();
      line.set("id", json::Node::string(t->id()));
      line.set("name", json::Node::string(t->name()));
      line.set("version", json::Node::string(t->version()));
      line.set("style", json::Node::string(t->style()));
      line.set("about", json::Node::string(t->about()));
      console.out_json(line);
    } else {
      console.out(t->id() + "  " + t->name() + "（第 " + t->version() + " 版，页面格式 " + t->style() + "）");
      if (!t->about().empty()) console.out("    " + t->about());
    }
  }
  return worst;
}

using Text = std::string (*)(const tmpl::Template&);

void add_text(CLI::App& parent, Session& session, const char* name, const char* help, Text text) {
  auto id = std::make_shared<std::string>();
  auto* c = parent.add_subcommand(name, help);
  c->add_option("TEMPLATE", *id, "自带模板的名字，或模板文件夹")->required();
  c->callback([&session, id, text] {
    session.run = [&session, id, text] {
      int code = kDone;
      if (const auto t = load(session.console, *id, code)) session.console.raw(text(*t));
      return code;
    };
  });
}

}  // namespace

void add_template(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("template", "看模板：有哪些、要填什么、空白数据");
  c->require_subcommand(1);
  auto* l = c->add_subcommand("list", "列出自带的模板");
  l->callback([&session] { session.run = [&session] { return list(session.console); }; });
  add_text(*c, session, "show", "填写说明：每个字段的名字、要求、例子、公开属性（Markdown）",
           [](const tmpl::Template& t) { return t.guide(); });
  add_text(*c, session, "guide", "同 show", [](const tmpl::Template& t) { return t.guide(); });
  add_text(*c, session, "blank", "一份待填的空白数据（JSON）", [](const tmpl::Template& t) { return t.blank_record(); });
  add_text(*c, session, "schema", "数据的 JSON Schema（2020-12）", [](const tmpl::Template& t) { return t.schema_json(); });
}

}  // namespace gongwen::cli
