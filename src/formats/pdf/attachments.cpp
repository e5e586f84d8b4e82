#include "formats/pdf/attachments.h"

#include <map>

#include "formats/pdf/metadata.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

Ref write_attachment(const Attachment& file, const std::optional<Date>& date, Objects& objects) {
  std::string stream = "/Type/EmbeddedFile/Subtype";
  put_name(stream, file.mime.empty() ? "application/octet-stream" : file.mime);
  stream += "/Params<</Size ";
  put_int(stream, static_cast<std::int64_t>(file.bytes.size()));
  if (date) {
    stream += "/ModDate";
    put_ascii(stream, pdf_date(*date));
  }
  stream += ">>";
  const Ref bytes = objects.add_deflated(std::move(stream), file.bytes);

  std::string spec = "/Type/Filespec/F";
  put_text(spec, file.name);
  spec += "/UF";
  put_text(spec, file.name);
  spec += "/AFRelationship/Source/EF<</F ";
  put_ref(spec, bytes);
  spec += "/UF ";
  put_ref(spec, bytes);
  spec += ">>";
  if (!file.description.empty()) {
    spec += "/Desc";
    put_text(spec, file.description);
  }
  return objects.add(spec);
}

}  // namespace

void write_attachments(const std::vector<Attachment>& attachments, const std::optional<Date>& date, Objects& objects) {
  if (attachments.empty()) return;
  std::map<std::string, Ref> by_key;  // a name tree is sorted by its keys (7.9.6); ASCII keys sort the same everywhere
  std::string associated;
  for (const auto& file : attachments) {
    const Ref spec = write_attachment(file, date, objects);
    put_ref(associated, spec);
    associated += ' ';
    std::string key;
    for (std::size_t at = 0; at < file.name.size();) put_utf16_hex(key, next_char(file.name, at));
    check(by_key.emplace(std::move(key), spec).second, "pdf: attachments have different names");
  }
  std::string& catalog = objects.catalog();
  catalog += "/AF[" + associated + "]/Names<</EmbeddedFiles<</Names[";
  for (const auto& [key, spec] : by_key) {
    catalog += "<FEFF" + key + ">";
    put_ref(catalog, spec);
  }
  catalog += "]>>>>";
}

}  // namespace gongwen::pdf
