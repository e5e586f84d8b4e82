#include "app/cli/commands.h"
#include "app/usecases/check_page.h"
#include "app/usecases/render.h"

namespace gongwen::cli {
namespace {

using json::Node;

struct CheckArguments {
  std::string tmpl, data, page;
  PaperOptions paper;
};

int check_paper(const Console& console, const CheckArguments& a) {
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  if (a.data.empty()) usecases::check_template(console.env, house, a.tmpl, problems);
  else usecases::check_record(console.env, house, request_of(console, a.tmpl, a.data, a.paper), problems);
  console.tell(problems);
  if (problems.has_errors()) return kInputWrong;
  if (!console.json) console.out(a.data.empty() ? "模板没有问题" : "数据没有问题，可以生成");
  return kDone;
}

/// Tenths of a millimetre, tenths of a point: as exact as anybody measures.
Node decimal(double value, int digits) {
  const std::string sign = value < 0 ? "-" : "";
  std::int64_t scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const auto whole = static_cast<std::int64_t>((value < 0 ? -value : value) * static_cast<double>(scale) + 0.5);
  std::string fraction = std::to_string(whole % scale);
  fraction.insert(0, static_cast<std::size_t>(digits) - fraction.size(), '0');
  return Node::number((whole == 0 ? "" : sign) + std::to_string(whole / scale) + "." + fraction);
}

Node to_json(const inspect::Finding& f, const std::string& file) {
  Node line = Node::object();
  line.set("severity", Node::string(std::string(name_of(f.severity))));
  line.set("code", Node::string(std::string(f.code)));
  line.set("clause", Node::string(f.clause));
  line.set("file", Node::string(file));
  if (f.page > 0) {
    line.set("page", Node::number(std::int64_t{f.page}));
    line.set("x_mm", decimal(f.x, 1));
    line.set("y_mm", decimal(f.y, 1));
  }
  line.set("message", Node::string(f.message));
  if (!f.measured.empty()) line.set("measured", Node::string(f.measured)), line.set("wanted", Node::string(f.wanted));
  if (!f.hint.empty()) line.set("hint", Node::string(f.hint));
  return line;
}

Node to_json(const inspect::Report& report, const std::string& file) {
  const auto& m = report.measured;
  std::int64_t errors = 0, warnings = 0;
  for (const auto& f : report.findings) (f.severity == Severity::error ? errors : warnings) += 1;
  Node line = Node::object();
  line.set("file", Node::string(file));
  line.set("good", Node::boolean(errors == 0));
  line.set("errors", Node::number(errors));
  line.set("warnings", Node::number(warnings));
  line.set("kind", Node::string(std::string(name_of(m.kind))));
  line.set("pages", Node::number(std::int64_t{m.pages}));
  if (m.right > m.left) {
    Node area = Node::object();
    area.set("left_mm", decimal(m.left, 1));
    area.set("right_mm", decimal(m.right, 1));
    if (m.top > 0) area.set("top_mm", decimal(m.top, 1)), area.set("bottom_mm", decimal(m.bottom, 1));
    line.set("text_area", std::move(area));
  }
  if (m.lines_per_page > 0) line.set("lines_per_page", decimal(m.lines_per_page, 1)), line.set("line_pitch_pt", decimal(m.line_pitch, 2));
  if (m.characters_per_line > 0) line.set("characters_per_line", decimal(m.characters_per_line, 1)), line.set("character_pitch_pt", decimal(m.character_pitch, 2));
  if (m.body_size > 0) line.set("body_size_pt", decimal(m.body_size, 1));
  Node faces = Node::object();
  for (const auto& [what, face] : inspect::faces_in_order(m)) faces.set(what, Node::string(face));
  line.set("faces", std::move(faces));
  return line;
}

int check_page(const Console& console, const CheckArguments& a) {
  Diagnostics problems;
  const auto report = usecases::check_page(console.env, a.page, problems);
  if (!report) {
    console.tell(problems);
    return kInputWrong;
  }
  constexpr std::size_t kTold = 12;   // of one kind: a margin that is off is off on every page
  std::map<std::string_view, std::size_t> told;
  std::size_t errors = 0, warnings = 0;
  for (const auto& finding : report->findings) {
    (finding.severity == Severity::error ? errors : warnings) += 1;
    if (console.json) {
      console.out_json(to_json(finding, a.page));
    } else if (++told[finding.code] <= kTold) {
      Diagnostics one;
      one.add(inspect::to_diagnostic(finding, a.page));
      console.tell(one);
    }
  }
  for (const auto& [code, count] : told) {
    if (count > kTold) console.note("…… 另有 " + std::to_string(count - kTold) + " 处 " + std::string(code) + "（--json 列出全部）");
  }
  if (console.json) {
    console.out_json(to_json(*report, a.page));
  } else {
    console.out(errors > 0 ? "不合版式：" + std::to_string(errors) + " 处错误" + (warnings > 0 ? "、" + std::to_string(warnings) + " 处提醒" : "")
                           : warnings > 0 ? "合于版式，有 " + std::to_string(warnings) + " 处提醒" : "合于版式");
    console.out("量得：" + inspect::summary(report->measured));
  }
  return errors > 0 ? kDifference : kDone;
}

int check(const Console& console, const CheckArguments& a) {
  if (a.page.empty() && a.tmpl.empty()) throw UsageError{"没有说查什么：写模板（查模板或数据），或 --page 文件.pdf（查一份成品的版式）"};
  if (a.page.empty()) return check_paper(console, a);
  if (!a.tmpl.empty() || !a.data.empty()) throw UsageError{"--page 查的是成品 PDF，不和模板、--data 一起用；分两次查"};
  if (a.page == "-") throw UsageError{"--page 要一个 PDF 文件，不能从标准输入读"};
  return check_page(console, a);
}

}  // namespace

void add_check(CLI::App& app, Session& session) {
  auto a = std::make_shared<CheckArguments>();
  auto* c = app.add_subcommand("check", "检查模板；检查一条数据能否生成；或按 GB/T 9704-2012 逐条量一份成品 PDF（不论谁做的），不合时退出码 5");
  c->add_option("TEMPLATE", a->tmpl, "自带模板的名字，或模板文件夹");
  c->add_option("--data,-d", a->data, "数据文件（JSON），- 为标准输入；不给就只检查模板")->option_text("文件");
  c->add_option("--page", a->page, "成品 PDF：量版心、行数、字数、字体、页码等，说出哪一页哪一处不合哪一条")->option_text("文件.pdf");
  a->paper.declare(*c);
  c->callback([&session, a] { session.run = [&session, a] { return check(session.console, *a); }; });
}

}  // namespace gongwen::cli
