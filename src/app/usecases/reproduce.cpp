#include "app/usecases/reproduce.h"

#include <algorithm>

#include "app/usecases/sealed_env.h"
#include "content/data/load.h"
#include "formats/pdf/pdf.h"
#include "foundation/base/codes.h"
#include "foundation/json/json.h"
#include "foundation/zip/zip.h"
#include "trust/archive/bundle.h"

namespace gongwen::usecases {
namespace {

constexpr std::string_view kTemplateFolder = "gongwen/template/";

std::string text_at(const json::Node& node, std::string_view key) {
  const auto* member = node.find(key);
  return member != nullptr && member->is(json::Kind::string) ? member->text() : std::string();
}

std::optional<json::Node> parsed(std::string_view bytes, std::string_view name) {
  Diagnostics ignored;
  return json::parse(bytes, Place::in_file(std::string(name)).file, ignored);
}

/// A face's file by its digest: from the archive, or the prepared one when it is the very same.
std::optional<std::string> face_bytes(Env& env, const archive::Archive& archive, const fs::path& prepared, const std::string& sha256) {
  if (!sign::digest_from_hex(sha256)) return std::nullopt;
  for (const fs::path& path : {archive.folder() / "fonts" / sha256, prepared}) {
    if (path.empty() || !env.exists(path) || env.is_dir(path)) continue;
    std::string bytes = env.read_file(path);
    if (sign::hex(sign::sha256(bytes)) == sha256) return bytes;
  }
  return std::nullopt;
}

/// Role table and faces as they were when the paper was filed. A bundle without its table is printed with the present one.
House lay_out_faces(Env& env, SealedEnv& sealed, const House& house, const archive::Archive& archive, const std::vector<tmpl::SourceFile>& files,
                    const archive::VersionInfo& version, std::optional<fs::path>& user) {
  const auto find = [&](std::string_view name) -> std::optional<std::string> {
    const auto it = std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.name == name; });
    return it == files.end() ? std::nullopt : std::optional(it->bytes);
  };
  const fs::path house_faces = house.font_folder / "faces.json";
  const std::string roles = find(kSealedRoles).value_or(env.read_file(house.font_roles));
  const std::string digests = find(kSealedFaces).value_or(env.exists(house_faces) ? env.read_file(house_faces) : "{}");
  sealed.add(std::string(kSealedRoles), roles);
  sealed.add(std::string(kSealedFaces), digests);
  const auto made = parsed(digests, kSealedFaces);
  if (made && made->is(json::Kind::object)) {
    for (const auto& [id, face] : made->members()) {
      const std::string file = text_at(face, "file");
      if (file.empty()) continue;
      if (auto bytes = face_bytes(env, archive, house.font_folder / file, text_at(face, "sha256"))) sealed.add("fonts/" + file, std::move(*bytes));
    }
  }
  if (const auto own = find(kSealedUser)) {
    sealed.add(std::string(kSealedUser), *own);
    user = SealedEnv::folder() / kSealedUser;
    for (const auto& face : version.render.faces) {
      if (auto bytes = face_bytes(env, archive, {}, face.sha256)) sealed.add("fonts/" + face.sha256, std::move(*bytes));
    }
  }
  House out = house;
  out.font_roles = SealedEnv::folder() / kSealedRoles;
  out.font_folder = SealedEnv::folder() / "fonts";
  out.user_fonts.clear();
  return out;
}

std::vector<std::string> other_libraries(const archive::RenderInfo& then) {
  std::vector<std::string> out;
  for (const auto& [name, version] : {zip::compression_library(), pdf::library(), fonts::library()}) {
    const auto it = std::find_if(then.libraries.begin(), then.libraries.end(), [&, &n = name](const auto& one) { return one.first == n; });
    if (it == then.libraries.end()) out.push_back(name + "（当时没有记），现在 " + version);
    else if (it->second != version) out.push_back(name + " " + it->second + "，现在 " + version);
  }
  if (then.tool != kTool) out.push_back(then.tool + "，现在 " + std::string(kTool));
  return out;
}

/// A PDF that was signed after printing begins with the printed bytes; what was appended is the signature's revision.
bool same_but_signed(std::string_view sealed, std::string_view printed) {
  return sealed.size() > printed.size() && sealed.starts_with(printed) && sealed.substr(printed.size()).find("/ByteRange") != std::string_view::npos;
}

}  // namespace

std::shared_ptr<const FileBytes> SealedEnv::found(const fs::path& path) const {
  const auto it = files_.find(path);
  if (it == files_.end()) throw Error("封存的文件里没有 " + path.lexically_relative(folder()).string());
  return it->second;
}

bool Reproduced::good() const noexcept {
  return std::none_of(files.begin(), files.end(), [](const ReproducedFile& f) { return f.sameness == Sameness::different; });
}

std::optional<Reproduced> reproduce(Env& env, const House& house, archive::Archive& archive, const std::string& record_id, std::uint32_t number,
                                    Diagnostics& out) {
  const auto zip = archive.get_bundle(record_id, number);
  if (!zip) {
    out.add(zip.error());
    return std::nullopt;
  }
  const auto bundle = archive::BundleReader::open(zip.value(), std::make_shared<const std::string>(record_id), out);
  if (!bundle) return std::nullopt;
  const archive::VersionInfo& version = bundle->version();
  std::vector<tmpl::SourceFile> files;
  for (const auto& name : bundle->names()) {
    if (!name.starts_with(kTemplateFolder)) continue;
    if (auto bytes = bundle->read(name, out)) files.push_back({name.substr(kTemplateFolder.size()), std::move(*bytes)});
  }
  std::string formats;
  for (const std::string& one : version.render.formats) formats += (formats.empty() ? "" : ",") + one;
  const auto wanted = parse_formats(formats);
  if (files.empty() || !wanted) {
    out.error(codes::kNothingToReproduce, Place::in_file(record_id), "这一版不是由模板生成的，没有可重现的成品", {"外来文件只能核验，不能重现"});
    return std::nullopt;
  }

  SealedEnv sealed(env);
  Looks looks;
  looks.word_fonts = docx::word_fonts_of(version.render.word_fonts).value_or(docx::WordFonts::windows);
  looks.producer = version.render.tool;
  const House then = lay_out_faces(env, sealed, house, archive, files, version, looks.user_fonts);
  for (const auto& one : version.attachments) {
    if (one.role != archive::AttachmentRole::image) continue;
    if (auto bytes = bundle->read(one.path, out)) sealed.add("data/" + one.name, std::move(*bytes));
  }
  const auto record_bytes = bundle->read("data/record.json", out);
  const auto press = Press::open_sealed(sealed, then, std::move(files), looks, out);
  if (!press || !record_bytes || out.has_errors()) return std::nullopt;
  const auto& schema = press->tmpl().schema();
  data::Record record = data::load_json(*record_bytes, "data/record.json", schema, out);
  data::read_files(record, schema, sealed, SealedEnv::folder() / "data", out);
  if (out.has_errors()) return std::nullopt;
  auto paper = press->print(record, *wanted, version.render.date, out);
  if (!paper) return std::nullopt;

  Reproduced done;
  done.version = version.number;
  done.libraries = other_libraries(version.render);
  for (const Format format : *wanted) {
    ReproducedFile file;
    file.name = "document." + std::string(extension_of(format));
    file.bytes = format == Format::pdf ? std::move(paper->pdf) : std::move(paper->docx);
    const auto kept = bundle->read("data/" + file.name, out);
    if (!kept) return std::nullopt;
    if (*kept == file.bytes || (format == Format::pdf && same_but_signed(*kept, file.bytes))) {
      file.sameness = Sameness::same;
    } else {
      file.differences = format == Format::pdf ? compare_pdf(*kept, file.bytes) : compare_docx(*kept, file.bytes);
      file.sameness = file.differences.empty() && !done.libraries.empty() ? Sameness::same_content : Sameness::different;
    }
    done.files.push_back(std::move(file));
  }
  constexpr std::size_t kShown = 5;
  for (const ReproducedFile& file : done.files) {
    const Place place = Place::in_file(record_id + "@" + std::to_string(done.version) + ":data/" + file.name);
    std::string libraries;
    for (const std::string& one : done.libraries) libraries += (libraries.empty() ? "" : "；") + one;
    if (file.sameness == Sameness::same_content) {
      out.warning(codes::kSameInflated, place, "重新生成的字节与封存的不同，展开后的每个对象都相同：程序库不同（" + libraries + "）");
    } else if (file.sameness == Sameness::different) {
      std::string which;
      for (std::size_t i = 0; i < std::min(kShown, file.differences.size()); ++i) which += (i == 0 ? "" : "、") + file.differences[i];
      if (file.differences.size() > kShown) which += " 等 " + std::to_string(file.differences.size()) + " 处";
      out.error(codes::kNotReproduced, place, "重新生成的与封存的不同" + (which.empty() ? "：内容相同，压缩后的字节不同" : "：" + which),
                {libraries.empty() ? "程序库相同；模板、数据、字体都取自封存的文件" : "程序库不同：" + libraries});
    }
  }
  return done;
}

}  // namespace gongwen::usecases
