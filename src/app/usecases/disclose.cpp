#include "app/usecases/disclose.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "formats/inspect/inspect.h"
#include "foundation/zip/zip.h"
#include "trust/archive/bundle.h"

namespace gongwen::usecases {
namespace {

constexpr std::string_view kTemplateFolder = "gongwen/template/";

std::vector<tmpl::SourceFile> sealed_template(const archive::BundleReader& bundle, Diagnostics& out) {
  std::vector<tmpl::SourceFile> files;
  for (const auto& name : bundle.names()) {
    if (!name.starts_with(kTemplateFolder)) continue;
    if (auto bytes = bundle.read(name, out)) files.push_back({name.substr(kTemplateFolder.size()), std::move(*bytes)});
  }
  return files;
}

/// Everything of the package as text, to be searched before it leaves.
std::vector<disclosure::Outgoing> outgoing_of(const Paper& paper, const std::string& list, const std::string& shown) {
  std::vector<disclosure::Outgoing> all;
  all.push_back({"文件名", paper.name});
  all.push_back({"正文和文件信息", document::dump(paper.document)});
  all.push_back({"不予公开清单", list});
  all.push_back({"公开的字段", shown});
  Diagnostics ignored;
  const auto zip = zip::Reader::open(paper.docx, zip::Profile::office, std::make_shared<const std::string>("document.docx"), ignored);
  check(zip.has_value(), "our own DOCX cannot be opened");
  for (const auto& entry : zip->entries()) {
    if (auto part = zip->read(entry, ignored)) {
      all.push_back({"DOCX " + entry.name, disclosure::text_of_xml(*part)});
      all.push_back({"DOCX " + entry.name, std::move(*part)});
    }
  }
  all.push_back({"PDF", paper.pdf});
  // What a reader of the file sees and what only a searcher finds: streams are deflated in the bytes above.
  const auto pdf = inspect::read(paper.pdf, std::make_shared<const std::string>("document.pdf"), ignored, true);
  check(pdf.has_value(), "our own PDF cannot be read back");
  for (const auto& page : pdf->pages) all.push_back({"PDF 第 " + page.label + " 页", inspect::text_of(page)});
  for (const auto& object : pdf->objects) all.push_back({"PDF " + object.where, object.text});
  all.push_back({"PDF 元数据", pdf->facts.metadata});
  return all;
}

std::string for_people(const Disclosed& done, const std::string& id, const std::string& title) {
  std::string text = "不予公开清单\n\n" + title + "（" + id + " 第 " + std::to_string(done.version) + " 版）\n\n";
  if (done.withheld.empty()) text += "没有不予公开的内容。\n";
  for (const auto& f : done.withheld) {
    text += f.label + "（" + f.path + "）：" + std::string(disclosure::chinese_name_of(f.ground.disclosure));
    text += f.ground.reason.empty() ? "\n" : "，依据 " + f.ground.reason + "\n";
  }
  return text + "\n依据《中华人民共和国政府信息公开条例》第三十七条作区分处理，文中以“" + std::string(tmpl::kGap) + "”标明。\n";
}

}  // namespace

std::optional<Disclosed> disclose(Env& env, const House& house, archive::Archive& archive, const DiscloseRequest& request,
                                  Diagnostics& out) {
  if (env.exists(request.out) && (!env.is_dir(request.out) || !env.list_dir(request.out).empty())) {
    out.error(codes::kOutNotEmpty, Place::in_file(request.out.string()), "要写的文件夹不是空的：公开件要单独放，免得夹带别的文件", {"换一个新文件夹"});
    return std::nullopt;
  }
  const auto zip = archive.get_bundle(request.record_id, request.version);
  if (!zip) {
    out.add(zip.error());
    return std::nullopt;
  }
  const auto bundle = archive::BundleReader::open(zip.value(), std::make_shared<const std::string>(request.record_id), out);
  if (!bundle) return std::nullopt;

  Looks looks;
  looks.user_fonts = request.user_fonts;
  looks.word_fonts = request.word_fonts ? *request.word_fonts
                                        : docx::word_fonts_of(bundle->version().render.word_fonts).value_or(docx::WordFonts::windows);
  const auto press = Press::open_sealed(env, house, sealed_template(*bundle, out), looks, out);
  const auto record_bytes = bundle->read("data/record.json", out);
  const auto jwt = bundle->read("gongwen/fields.sd-jwt", out);
  const auto opening_bytes = bundle->read("gongwen/fields.disclosures", out);
  if (!press || !record_bytes || !jwt || !opening_bytes || out.has_errors()) return std::nullopt;
  const auto openings = sign::read_openings(*opening_bytes, std::make_shared<const std::string>("gongwen/fields.disclosures"));
  if (!openings) {
    out.add(openings.error());
    return std::nullopt;
  }

  const auto& schema = press->tmpl().schema();
  const data::Record whole = data::load_json(*record_bytes, "data/record.json", schema, out);
  if (out.has_errors()) return std::nullopt;
  const data::Record redacted = data::withhold(whole, schema, request.withhold);
  const auto paper = press->print(redacted, {Format::pdf, Format::docx}, bundle->version().render.date, out);
  if (!paper) return std::nullopt;
  press->tell_word_fonts({Format::docx}, out);

  Disclosed done;
  done.version = bundle->version().number;
  done.withheld = data::withheld_fields(redacted, schema);
  const auto& title = paper->document.meta.title;
  const std::string list = json::pretty(disclosure::withheld_list(request.record_id, done.version, done.withheld));
  const std::string people = for_people(done, request.record_id, title);
  const json::Node shown = data::to_json(redacted);
  const std::string proof = disclosure::presentation(*jwt, openings.value(), shown);

  const auto secrets = disclosure::secrets(whole, redacted, schema);
  for (const auto& s : secrets) {
    if (s.also_in.empty()) continue;
    out.warning(codes::kAlsoPublic, Place::in_file(request.record_id), "不予公开的“" + s.label + "”与公开字段“" + s.also_in.front() + "”内容相同，仍会出现在公开件中", {"如不应公开，请改模板里该字段的公开属性"}, s.path);
  }
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& leak : disclosure::find_leaks(secrets, outgoing_of(*paper, list + people, json::canonical(shown)))) {
    if (!told.emplace(leak.path, leak.where).second) continue;   // a part is searched with its tags and without
    out.error(codes::kLeak, Place::in_file(request.record_id), "不予公开的 " + leak.path + " 仍在“" + leak.where + "”中，没有生成公开件",
              {"查一查模板是否把它写进了别的字段或固定文字"}, leak.path);
  }
  if (!bundle->version().attachments.empty()) {
    out.warning(codes::kAttachmentsStay, Place::in_file(request.record_id), "有 " + std::to_string(bundle->version().attachments.size()) + " 个附件没有放进公开件：附件没有经过区分处理");
  }
  if (out.has_errors()) return std::nullopt;

  env.create_dirs(request.out);
  const auto write = [&](const std::string& name, std::string_view bytes) {
    write_file_atomic(env, request.out / name, bytes);
    done.files.push_back(request.out / name);
  };
  write(paper->name + "（公开件）.pdf", paper->pdf);
  write(paper->name + "（公开件）.docx", paper->docx);
  write("不予公开清单.txt", people);
  write("withheld.json", list);
  write("fields.sd-jwt", proof);
  return done;
}

}  // namespace gongwen::usecases
