// `archive export`: records leave the archive as a bag or a hand-over. `archive inspect`: the 四性检测.

#include <algorithm>
#include <map>

#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/filing.h"
#include "app/usecases/hand_over.h"
#include "foundation/base/codes.h"

namespace gongwen::cli {
namespace {

using json::Node;

struct HandOverArguments {
  std::string folder, layout, out, stage = "归档", date, encoding, maker;
  std::vector<std::string> words, except;
  std::string year, retention, number;
  RecordFilter filter;
  TrustOptions trust;
  LookOptions looks;
  int jobs = 0;
};

void with_choice(CLI::App& c, const std::shared_ptr<HandOverArguments>& a) {
  c.add_option("--except", a->except, "留下这几件，可多次")->option_text("编号");
  c.add_option("--year", a->year, "只要这个年度的（按档号，没有档号的按文件日期）")->option_text("年度");
  c.add_option("--retention", a->retention, "只要这个保管期限的：永久、30年、10年")->option_text("期限");
  c.add_option("--number", a->number, "档号含有")->option_text("文字");
  a->filter.declare(c);
  c.add_option("--date", a->date, "移交或检测的日期；不给就是今天")->option_text("日期");
  c.add_option("-j,--jobs", a->jobs, "同时核验几包；0 为全部核心")->option_text("N");
  archive_option(c, a->folder);
  a->trust.declare(c);
  a->looks.declare(c);
}

archive::ExportSelection selection_of(const HandOverArguments& a, std::vector<std::string> ids) {
  archive::ExportSelection s;
  s.ids = std::move(ids);
  if (!s.ids.empty() && (a.filter.given() || !a.number.empty())) throw UsageError{"编号，和 --number、--prefix、--state 等条件，只能给一种"};
  s.except = a.except;
  s.query = a.filter.query();
  s.query.archive_number = a.number;
  s.year = year_option(a.year);
  s.retention = retention_option(a.retention);
  return s;
}

archive::VerifyOptions verify_of(const Console& console, const HandOverArguments& a) {
  archive::VerifyOptions options;
  options.trusted = a.trust.certificates(console);
  options.crls = a.trust.crls(console);
  options.jobs = jobs_option(a.jobs);
  return options;
}

Date date_of(const Console& console, const HandOverArguments& a) { return date_option(a.date).value_or(archive::office_day(console.env.now())); }

std::string counted(const archive::FourCheck& check) {
  return "通过 " + std::to_string(check.count(archive::CheckResult::passed)) + " 项，不通过 " + std::to_string(check.count(archive::CheckResult::failed)) + " 项，未检测 " +
         std::to_string(check.count(archive::CheckResult::unchecked)) + " 项";
}

/// The problems; records that stay are told by reason when there are many, the list stands elsewhere.
void tell(const Console& console, const Diagnostics& problems, const std::string& list) {
  constexpr std::size_t kMany = 10;
  constexpr std::string_view kWhy = "”不在其中：";
  std::map<std::string, std::vector<std::string>> stay;   // reason → ids
  Diagnostics others;
  for (const Diagnostic& d : problems.all()) {
    const std::size_t at = d.message.find(kWhy);
    if (d.code == codes::kLeftOut && d.severity == Severity::warning && at != std::string::npos) stay[d.message.substr(at + kWhy.size())].push_back(d.message.substr(std::string_view("“").size(), at - std::string_view("“").size()));
    else others.add(d);
  }
  std::size_t count = 0;
  for (const auto& [why, ids] : stay) count += ids.size();
  if (console.json || count <= kMany) return console.tell(problems);
  for (const auto& [why, ids] : stay) {
    std::string some;
    for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), 3); ++i) some += (i == 0 ? "" : "、") + ids[i];
    others.warning(codes::kLeftOut, {}, std::to_string(ids.size()) + " 件不在其中：" + why + "（" + some + (ids.size() > 3 ? " 等" : "") + "）");
  }
  if (!list.empty()) others.warning(codes::kLeftOut, {}, "逐件的名单在 " + list);
  console.tell(others);
}

int export_records(const Console& console, const HandOverArguments& a) {
  usecases::HandOverRequest request;
  if (a.layout == "handover") request.options.layout = archive::ExportLayout::handover;
  else if (a.layout != "bag") throw UsageError{"--layout 的值“" + a.layout + "”不对；bag 是 BagIt 包，handover 是移交的文件夹"};
  if (!a.encoding.empty() && a.encoding != "utf-8" && a.encoding != "UTF-8" && a.encoding != "gb18030" && a.encoding != "GB18030") {
    throw UsageError{"--encoding 的值“" + a.encoding + "”不对；可以写 UTF-8、GB18030"};
  }
  request.options.gb18030 = a.encoding == "gb18030" || a.encoding == "GB18030";
  request.options.maker = a.maker;
  request.options.date = date_of(console, a);
  request.out = a.words.front();
  request.selection = selection_of(a, {a.words.begin() + 1, a.words.end()});
  request.verify = verify_of(console, a);
  request.looks = a.looks.looks();
  auto archive = open_archive(console, a.folder);
  Diagnostics problems;
  std::optional<usecases::HandedOver> done;
  {
    Progress verifying(console, "核验"), writing(console, "移交");
    request.verify.progress = [&](std::uint64_t n, std::uint64_t total) {
      verifying.at(n, total);
      return !interrupted();
    };
    request.options.progress = [&](std::uint64_t n, std::uint64_t total) {
      writing.at(n, total);
      return !interrupted();
    };
    done = usecases::hand_over(console.env, usecases::find_house(console.env), archive, request, problems);
  }
  tell(console, problems, done && request.options.layout == archive::ExportLayout::handover ? "其他/未移交清单.CSV" : "");
  if (!done) return exit_code_of(problems);
  if (done->report.stopped) {
    console.note("没有做完，什么都没有留下");
    return kFailed;
  }
  if (console.json) {
    Node line = Node::object();
    line.set("folder", Node::string(request.out.string()));
    line.set("records", Node::number(static_cast<std::int64_t>(done->report.records)));
    line.set("versions", Node::number(static_cast<std::int64_t>(done->report.versions)));
    line.set("files", Node::number(static_cast<std::int64_t>(done->report.files)));
    line.set("bytes", Node::number(static_cast<std::int64_t>(done->report.bytes)));
    console.out_json(line);
  } else {
    console.out(request.out.string() + "：" + std::to_string(done->report.records) + " 件 " + std::to_string(done->report.versions) + " 版，" + std::to_string(done->report.files) + " 个文件，" +
                human_size(done->report.bytes));
    if (done->check) console.out("四性检测：" + counted(*done->check) + "；报告在 其他/四性检测报告.pdf");
    console.note("电子档案按原样完整移交，其中的个人信息没有遮盖，只供档案保管");
  }
  return kDone;
}

int inspect(const Console& console, const HandOverArguments& a) {
  usecases::InspectRequest request;
  const auto stage = archive::check_stage_of(a.stage);
  if (!stage) throw UsageError{"--stage 的值“" + a.stage + "”不对；可以写 归档、移交接收、长期保存"};
  request.stage = *stage;
  request.date = date_of(console, a);
  request.selection = selection_of(a, a.words);
  request.verify = verify_of(console, a);
  auto archive = open_archive(console, a.folder);
  Diagnostics problems;
  std::optional<archive::FourCheck> check;
  {
    Progress bar(console, "核验");
    request.verify.progress = [&](std::uint64_t n, std::uint64_t total) {
      bar.at(n, total);
      return !interrupted();
    };
    check = usecases::inspect(archive, request, problems);
  }
  std::vector<fs::path> files;
  if (check && !a.out.empty()) {
    const auto paper = usecases::print_check(console.env, usecases::find_house(console.env), *check, a.looks.looks(), problems);
    if (!paper) return console.tell(problems), static_cast<int>(kInputWrong);
    console.env.create_dirs(a.out);
    for (const auto& [extension, bytes] : {std::pair<const char*, std::string>{".pdf", paper->pdf}, {".docx", paper->docx}, {".json", json::pretty(archive::to_json(*check))}}) {
      files.push_back(fs::path(a.out) / (paper->name + extension));
      write_file_atomic(console.env, files.back(), bytes);
    }
  }
  tell(console, problems, "");
  if (!check) return exit_code_of(problems);
  const bool failed = check->count(archive::CheckResult::failed) != 0;
  if (console.json) {
    console.out_json(archive::to_json(*check));
    return failed ? kDifference : kDone;
  }
  std::string property;
  for (const auto& item : check->items) {
    if (item.property != property) console.out((property.empty() ? "" : "\n") + item.property);
    property = item.property;
    const std::string result(archive::chinese_name_of(item.result));
    console.out("  " + result + (item.result == archive::CheckResult::passed ? "　" : "") + "  " + item.id + "  " + item.name + (item.note.empty() ? "" : "：" + item.note));
  }
  console.out("\n" + counted(*check));
  for (const auto& file : files) console.out(file.string());
  return failed ? kDifference : kDone;
}

}  // namespace

void add_archive_hand_over(CLI::App& archive, Session& session) {
  const auto begin = [&](const char* name, const char* help, int (*work)(const Console&, const HandOverArguments&)) {
    auto a = std::make_shared<HandOverArguments>();
    a->folder = default_archive(session.console.env);
    auto* c = archive.add_subcommand(name, help);
    c->callback([&session, a, work] { session.run = [&session, a, work] { return answered([&] { return work(session.console, *a); }); }; });
    return std::pair(c, a);
  };
  auto [e, ea] = begin("export", "移交：逐件核验，展开写成 BagIt 包或移交的文件夹；有一件没有通过核验就什么都不写，退出码 5", export_records);
  e->add_option("OUT", ea->words, "写到哪个文件夹（还不存在的），后面可以接件的编号；不接就是所有符合条件的")->required()->expected(1, -1);
  e->add_option("--layout", ea->layout, "bag：BagIt 包（RFC 8493）；handover：说明文件、文件目录、电子档案、其他（档发〔2012〕7号）")->required()->option_text("bag|handover  必填");
  e->add_option("--encoding", ea->encoding, "文件目录和说明文件的编码：UTF-8（默认）、GB18030")->option_text("编码");
  e->add_option("--maker", ea->maker, "制作单位；不给就是建库的单位")->option_text("单位");
  with_choice(*e, ea);
  auto [i, ia] = begin("inspect", "四性检测（DA/T 70-2018）：逐项列出真实性、完整性、可用性、安全性；没有测的不算通过；有不通过的退出码 5", inspect);
  i->add_option("ID", ia->words, "件的编号，可以几个；不给就是所有符合条件的");
  i->add_option("--stage", ia->stage, "环节：归档、移交接收、长期保存")->capture_default_str()->option_text("环节");
  i->add_option("-o,--out", ia->out, "把报告（PDF、DOCX、JSON）写到这个文件夹")->option_text("文件夹");
  with_choice(*i, ia);
}

}  // namespace gongwen::cli
