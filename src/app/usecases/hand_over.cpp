#include "app/usecases/hand_over.h"

#include <algorithm>

#include "app/usecases/printing.h"
#include "formats/inspect/inspect.h"
#include "foundation/base/codes.h"
#include "foundation/image/image.h"
#include "foundation/text/utf8.h"
#include "foundation/zip/zip.h"

namespace gongwen::usecases {
namespace {

using archive::Readable;
using json::Node;

Node count(std::uint64_t n) { return Node::number(static_cast<std::int64_t>(n)); }

bool reads_office(std::string_view bytes, Diagnostics& out) {
  const auto zip = zip::Reader::open(bytes, zip::Profile::office, nullptr, out);
  if (!zip || zip->find("[Content_Types].xml") == nullptr) return false;
  return std::all_of(zip->entries().begin(), zip->entries().end(), [&](const auto& entry) { return zip->read(entry, out).has_value(); });
}

bool reads_pdf(std::string_view bytes, Diagnostics& out) {
  const auto pdf = inspect::read(bytes, nullptr, out);
  return pdf && !pdf->pages.empty() && !pdf->facts.repaired;
}

bool none_left(const archive::Consignment& consignment, Diagnostics& out) {
  if (!consignment.items.empty()) return false;
  if (!out.has_errors()) out.error(codes::kLeftOut, {}, "没有一件符合条件、可以移交或检测", {"已批准、已归档、已收件的件才在范围之内；用 gongwen archive list 查看"});
  return true;
}

}  // namespace

Readable can_read(std::string_view name, std::string_view bytes) {
  const std::size_t dot = name.rfind('.');
  std::string kind(dot == std::string_view::npos ? "" : name.substr(dot + 1));
  std::transform(kind.begin(), kind.end(), kind.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  Diagnostics ignored;
  const auto answer = [](bool good) { return good ? Readable::yes : Readable::no; };
  if (kind == "pdf") return answer(reads_pdf(bytes, ignored));
  if (kind == "docx" || kind == "xlsx") return answer(reads_office(bytes, ignored));
  if (kind == "jpg" || kind == "jpeg" || kind == "png") return answer(image::open_whole(std::string(bytes), {}, ignored) != nullptr);
  if (kind == "txt" || kind == "csv" || kind == "json" || kind == "xml") return text::first_malformed(bytes) ? Readable::unknown : Readable::yes;
  return Readable::unknown;
}

std::optional<archive::FourCheck> inspect(archive::Archive& archive, const InspectRequest& request, Diagnostics& out) {
  const auto consignment = archive::gather(archive, request.selection, request.verify, out);
  if (none_left(consignment, out)) return std::nullopt;
  return archive::four_check(archive, consignment, {request.stage, request.date, !request.verify.trusted.empty(), can_read, std::nullopt});
}

std::optional<Paper> print_check(Env& env, const House& house, const archive::FourCheck& check, const Looks& looks, Diagnostics& out) {
  auto press = open_press(env, house, "four-check", looks, out);
  if (!press) return std::nullopt;
  Node items = Node::array();
  for (const archive::CheckItem& i : check.items) {
    Node item = Node::object({{"id", text(i.id)}, {"name", text(i.name)}, {"object", text(i.object)}, {"basis", text(i.basis)}, {"result", text(std::string(archive::chinese_name_of(i.result)))}});
    if (!i.note.empty()) item.set("note", text(i.note));
    items.push(std::move(item));
  }
  const Node record = Node::object({{"organ", text(check.organisation)}, {"archive", text(check.archive.empty() ? "档案库" : check.archive)}, {"stage", text(std::string(archive::chinese_name_of(check.stage)))}, {"date", text(check.date.iso())},
                              {"records", count(check.records)}, {"versions", count(check.versions)}, {"files", count(check.files)}, {"bytes", count(check.bytes)},
                              {"root", text(in_eights(check.log_root))}, {"passed", count(check.count(archive::CheckResult::passed))},
                              {"failed", count(check.count(archive::CheckResult::failed))}, {"unchecked", count(check.count(archive::CheckResult::unchecked))},
                              {"items", std::move(items)}});
  Diagnostics found;   // a long file name in a narrow cell is nobody's to mend
  auto printed = print_node(std::move(press), record, {Format::pdf, Format::docx}, found);
  if (printed) return std::move(printed->paper);
  out.append(found);
  return std::nullopt;
}

std::optional<HandedOver> hand_over(Env& env, const House& house, archive::Archive& archive, const HandOverRequest& request, Diagnostics& out) {
  archive::ExportOptions options = request.options;
  options.tool = kTool;
  const bool handover = options.layout == archive::ExportLayout::handover;
  if (env.exists(request.out)) {   // before any long work
    const archive::Consignment nothing;
    out.add(archive::Export::begin(archive, nothing, request.out, options).error());
    return std::nullopt;
  }
  const auto consignment = archive::gather(archive, request.selection, request.verify, out);
  if (none_left(consignment, out) || !archive::fit_to_leave(consignment, out)) return std::nullopt;
  for (const auto& item : consignment.items) {
    if (!handover || !item.record.archive_number.empty()) continue;
    out.warning(codes::kNoArchiveNumber, Place::in_file(item.record.id), "“" + item.record.id + "”没有档号，移交时以电子文件号为名", {"先用 gongwen archive arrange 编档号"});
  }
  auto begun = archive::Export::begin(archive, consignment, request.out, options);
  if (!begun) {
    out.add(begun.error());
    return std::nullopt;
  }
  archive::Export& leaving = **begun;
  HandedOver done;
  if (!leaving.write_records()) {
    done.report.stopped = true;
    return done;
  }
  if (handover) {
    done.check = archive::four_check(archive, consignment, {archive::CheckStage::transfer, options.date, !request.verify.trusted.empty(), can_read, leaving.check()});
    const auto paper = print_check(env, house, *done.check, request.looks, out);
    if (!paper) return std::nullopt;
    leaving.add("四性检测报告.json", json::pretty(archive::to_json(*done.check)));
    leaving.add("四性检测报告.pdf", paper->pdf);
    leaving.add("四性检测报告.docx", paper->docx);
  }
  done.report = leaving.finish();
  return done;
}

}  // namespace gongwen::usecases
