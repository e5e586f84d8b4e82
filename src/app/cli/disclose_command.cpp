#include "app/cli/commands.h"
#include "app/cli/trust.h"
#include "app/usecases/disclose.h"

namespace gongwen::cli {
namespace {

struct DiscloseArguments { std::string folder, id, withhold = "personal", out; LookOptions looks{.fonts = {}, .word_fonts = {}}; std::uint32_t version = 0; };

int produce(const Console& console, const DiscloseArguments& a) {
  (void)named_archive(a.folder);
  const auto classes = disclosure::parse_classes(a.withhold);
  if (!classes) throw UsageError{"--withhold 的值“" + a.withhold + "”不对；可以写 personal（个人隐私）、commercial（商业秘密）、internal（内部事务），逗号分隔"};
  auto archive = open_archive(console, a.folder);
  usecases::DiscloseRequest request;
  request.record_id = a.id;
  request.version = a.version;
  request.withhold = *classes;
  request.out = a.out.empty() ? fs::path("公开-" + a.id) : fs::path(a.out);
  if (!a.looks.word_fonts.empty()) request.word_fonts = a.looks.looks().word_fonts;
  if (!a.looks.fonts.empty()) request.user_fonts = a.looks.fonts;
  Diagnostics problems;
  const auto house = usecases::find_house(console.env);
  const auto done = usecases::disclose(console.env, house, archive, request, problems);
  console.tell(problems);
  if (!done) return kInputWrong;
  if (console.json) {
    console.out_json(disclosure::withheld_list(a.id, done->version, done->withheld));
    return kDone;
  }
  for (const auto& f : done->files) console.out(f.string());
  console.out("不予公开 " + std::to_string(done->withheld.size()) + " 项：");
  for (const auto& f : done->withheld) {
    console.out("    " + f.label + "（" + std::string(disclosure::chinese_name_of(f.ground.disclosure)) + (f.ground.reason.empty() ? "" : "，" + f.ground.reason) + "）");
  }
  return kDone;
}

}  // namespace

void add_disclose(CLI::App& app, Session& session) {
  auto* c = app.add_subcommand("disclose", "依申请公开");
  c->require_subcommand(1);
  auto a = std::make_shared<DiscloseArguments>();
  a->folder = default_archive(session.console.env);
  auto* p = c->add_subcommand("produce", "从封存的数据和模板重新生成不含某类内容的公开件（PDF、DOCX、不予公开清单、可核验的字段）");
  p->add_option("ID", a->id, "件的编号")->required();
  archive_option(*p, a->folder);
  p->add_option("--withhold", a->withhold, "不予公开的类别，逗号分隔：personal（默认）、commercial、internal")->capture_default_str()->option_text("类别");
  p->add_option("--version", a->version, "第几版；不给就是最新一版")->option_text("N");
  p->add_option("-o,--out", a->out, "公开件的文件夹，须是空的")->option_text("文件夹");
  a->looks.declare(*p);
  p->callback([&session, a] { session.run = [&session, a] { return answered([&] { return produce(session.console, *a); }); }; });
}

}  // namespace gongwen::cli
