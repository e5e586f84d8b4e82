#include "trust/archive/finding.h"

namespace gongwen::archive {

Diagnostic to_diagnostic(const Finding& f) {
  std::string name = f.record;
  if (f.version != 0) name += "@" + std::to_string(f.version);
  if (!f.file.empty()) name += (name.empty() ? "" : ":") + f.file;
  Diagnostic out{f.severity, f.code, Place::in_file(name), f.message, {}, {}, {}};
  if (f.offset) {
    out.place.offset = *f.offset;
    const std::string byte = "（字节 " + std::to_string(*f.offset) + "）";
    if (!out.message.ends_with(byte)) out.message += byte;   // the zip reader's messages have it already
  }
  if (!f.hint.empty()) out.hints.push_back(f.hint);
  return out;
}

}  // namespace gongwen::archive
