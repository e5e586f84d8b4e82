#include "app/cli/commands.h"
#include "app/usecases/batch.h"
#include "app/usecases/render.h"

namespace gongwen::cli {

usecases::RenderRequest request_of(const Console& console, const std::string& name, const std::string& data, const PaperOptions& paper) {
  usecases::RenderRequest request;
  request.template_name = name;
  request.data_name = data == "-" ? "<标准输入>" : data;
  request.data = read_input(console.env, data);
  request.data_folder = data == "-" ? fs::path(".") : fs::path(data).parent_path();
  request.looks = paper.looks();
  const auto formats = usecases::parse_formats(paper.formats);
  if (!formats) throw UsageError{"--format 的值“" + paper.formats + "”不对；可以写 pdf、docx 或 pdf,docx"};
  request.formats = *formats;
  request.date = date_option(paper.date);
  request.show_values = console.show_values;
  return request;
}

namespace {

using usecases::Format;

struct RenderArguments { std::string tmpl, data, out = "."; PaperOptions paper; };

int render(const Console& console, const RenderArguments& a) {
  const auto request = request_of(console, a.tmpl, a.data, a.paper);
  if (a.out == "-" && request.formats.size() != 1) throw UsageError{"写到标准输出时只能有一种格式：--format pdf 或 --format docx"};
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  const auto done = usecases::render(console.env, house, request, problems);
  console.tell(problems);
  if (!done) return kInputWrong;
  if (a.out == "-") {
    console.raw(done->paper.pdf.empty() ? done->paper.docx : done->paper.pdf);
    return kDone;
  }
  console.env.create_dirs(a.out);
  const auto write = [&](const std::string& bytes, Format format) {
    if (bytes.empty()) return;
    const fs::path path = fs::path(a.out) / (done->paper.name + "." + std::string(usecases::extension_of(format)));
    write_file_atomic(console.env, path, bytes);
    if (console.json) {
      json::Node told = json::Node::object();
      told.set("file", json::Node::string(path.string()));
      told.set("format", json::Node::string(std::string(usecases::extension_of(format))));
      told.set("pages", json::Node::number(std::int64_t{done->paper.pages}));
      told.set("bytes", json::Node::number(static_cast<std::int64_t>(bytes.size())));
      console.out_json(told);
    } else {
      console.out(path.string());
    }
  };
  write(done->paper.pdf, Format::pdf);
  write(done->paper.docx, Format::docx);
  return kDone;
}

struct BatchArguments {
  std::string tmpl, data, out;
  PaperOptions paper;
  int jobs = 1;
  std::uint64_t limit = 0;
  bool dry_run = false;
};

int batch(const Console& console, const BatchArguments& a) {
  usecases::BatchRequest request;
  request.template_name = a.tmpl;
  request.data_name = a.data == "-" ? "<标准输入>" : a.data;
  request.data = a.data == "-" ? data::in_memory(read_input(console.env, a.data)) : console.env.map_file(a.data);
  request.data_folder = fs::path(a.data).parent_path();
  request.out = a.out;
  request.looks = a.paper.looks();
  const auto formats = usecases::parse_formats(a.paper.formats);
  if (!formats) throw UsageError{"--format 的值“" + a.paper.formats + "”不对；可以写 pdf、docx 或 pdf,docx"};
  request.formats = *formats;
  request.date = date_option(a.paper.date);
  request.jobs = jobs_option(a.jobs);
  request.limit = a.limit;
  request.dry_run = a.dry_run;
  request.show_values = console.show_values;

  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  usecases::BatchReport report;
  {
    Progress bar(console, "生成");
    constexpr std::uint64_t kTold = 20;   // more would hide the first; all stand in problems.jsonl
    std::uint64_t told = 0;
    report = usecases::batch(
        console.env, house, request, problems,
        [&](std::uint64_t rows, double share) {
          bar.at(static_cast<std::uint64_t>(share * 1000), 1000, std::to_string(rows) + " 行");
          return !interrupted();
        },
        [&](std::uint64_t, const Diagnostics& row) {
          if (told++ < kTold && !console.json) console.tell(row);
          else if (console.json) console.tell(row);
        });
    if (told > kTold && !console.json) console.note("…… 另有 " + std::to_string(told - kTold) + " 行有问题");
  }
  console.tell(problems);
  if (problems.has_errors()) return kInputWrong;

  if (console.json) {
    json::Node told = json::Node::object();
    told.set("rows", json::Node::number(static_cast<std::int64_t>(report.rows)));
    told.set("good", json::Node::number(static_cast<std::int64_t>(report.good)));
    told.set("bad", json::Node::number(static_cast<std::int64_t>(report.bad)));
    told.set("files", json::Node::number(static_cast<std::int64_t>(report.files)));
    told.set("stopped", json::Node::boolean(report.stopped));
    console.out_json(told);
  } else {
    std::string line = std::to_string(report.rows) + " 行：" + std::to_string(report.good) + " 行已生成 " + std::to_string(report.files) +
                       " 个文件，" + std::to_string(report.bad) + " 行有错";
    if (a.dry_run) line = std::to_string(report.rows) + " 行：" + std::to_string(report.good) + " 行可以生成，" + std::to_string(report.bad) + " 行有错（只检查，没有生成文件）";
    if (report.stopped) line += "（已中止）";
    console.out(line);
    if (!report.problems.empty()) console.out("问题清单：" + report.problems.string());
  }
  return report.bad > 0 ? kRowsBad : kDone;
}

}  // namespace

void add_render(CLI::App& app, Session& session) {
  auto a = std::make_shared<RenderArguments>();
  auto* c = app.add_subcommand("render", "用一条数据生成一份公文（PDF、DOCX）");
  c->add_option("TEMPLATE", a->tmpl, "自带模板的名字，或模板文件夹")->required();
  c->add_option("--data,-d", a->data, "数据文件（JSON），- 为标准输入")->required()->option_text("文件  必填");
  c->add_option("-o,--out", a->out, "输出文件夹，默认当前文件夹；- 为标准输出")->capture_default_str()->option_text("文件夹");
  a->paper.declare(*c);
  c->callback([&session, a] { session.run = [&session, a] { return render(session.console, *a); }; });
}

void add_batch(CLI::App& app, Session& session) {
  auto a = std::make_shared<BatchArguments>();
  auto* c = app.add_subcommand("batch", "一张表，每行一份公文");
  c->add_option("TEMPLATE", a->tmpl, "自带模板的名字，或模板文件夹")->required();
  c->add_option("--data,-d", a->data, "表：CSV（首行为字段名）或 JSON Lines，- 为标准输入")->required()->option_text("文件  必填");
  c->add_option("-o,--out", a->out, "输出文件夹；有问题的行写在其中的 problems.jsonl")->required()->option_text("文件夹  必填");
  c->add_option("-j,--jobs", a->jobs, "同时生成几份，默认 1；0 为全部核心")->capture_default_str()->option_text("N");
  c->add_option("--limit", a->limit, "只做前 N 行")->check(CLI::NonNegativeNumber)->option_text("N");
  c->add_flag("--dry-run", a->dry_run, "只检查，不生成文件");
  a->paper.declare(*c);
  c->callback([&session, a] { session.run = [&session, a] { return batch(session.console, *a); }; });
}

}  // namespace gongwen::cli
