#include "trust/archive/finding.h"

namespace gongwen::archive {

Diagnostic to_diagnostic(const Finding& f) {
  std::string name = f.record;
  if (f.version != 0) name += "@" + std::to_string(f.version);
  if (!f.file.empty()) name += (name.empty() ? "" : ":") + f.file;
  Diagnostic out{f.severity, f.code, Place::in_file(name), f.message, {}, {}, {}};
  if (f.offset) {
    out.place.offset = *f.offset;
    out.message += "（字节 " + std::to_string(*f.offset) + "）";
  }
  if (!f.hint.empty()) out.hints.push_back(f.hint);
  return out;
}

}  // namespace gongwen::archive
