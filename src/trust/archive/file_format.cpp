// What kind of file it is, by its name and its first bytes.

#include <array>

#include "trust/archive/metadata_internal.h"
#include "trust/archive/names_internal.h"

namespace gongwen::archive {
namespace {

struct Format {
  std::string_view extension, begins, name, version, mime;
};
constexpr std::array kFormats{
    Format{"docx", "PK\x03\x04", "Office Open XML 文字处理", "ISO/IEC 29500 过渡", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Format{"xlsx", "PK\x03\x04", "Office Open XML 电子表格", "ISO/IEC 29500 过渡", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Format{"ofd", "PK\x03\x04", "OFD", "GB/T 33190-2016", "application/ofd"},
    Format{"zip", "PK\x03\x04", "ZIP", "", "application/zip"},
    Format{"jpg", "\xFF\xD8\xFF", "JPEG", "", "image/jpeg"},
    Format{"jpeg", "\xFF\xD8\xFF", "JPEG", "", "image/jpeg"},
    Format{"png", "\x89PNG", "PNG", "", "image/png"},
    Format{"tif", "II*", "TIFF", "", "image/tiff"},
    Format{"tif", "MM", "TIFF", "", "image/tiff"},
    Format{"tiff", "II*", "TIFF", "", "image/tiff"},
    Format{"tiff", "MM", "TIFF", "", "image/tiff"},
    Format{"doc", "\xD0\xCF\x11\xE0", "Word 97-2003", "", "application/msword"},
    Format{"wps", "\xD0\xCF\x11\xE0", "WPS 文字", "", "application/vnd.ms-works"},
    Format{"json", "{", "JSON", "RFC 8259", "application/json"},
    Format{"csv", "", "CSV", "", "text/csv"},
    Format{"txt", "", "纯文本", "", "text/plain"},
    Format{"xml", "<", "XML", "", "application/xml"},
};

std::string form(std::string_view name, std::string_view version, std::string_view mime) {
  return "格式名称：" + std::string(name) + "，" + (version.empty() ? std::string{} : "格式版本：" + std::string(version) + "，") + "MIME媒体类型：" + std::string(mime);
}

/// What stands behind `name` in XMP, as an element or an attribute.
std::string_view xmp_value(std::string_view pdf, std::string_view name) {
  const std::size_t at = pdf.find(name);
  if (at == std::string_view::npos) return {};
  std::string_view rest = pdf.substr(at + name.size(), 4);
  const std::size_t begin = rest.find_first_not_of(">=\"'");
  return begin == std::string_view::npos || begin == 0 ? std::string_view{} : rest.substr(begin, 1);
}

}  // namespace

std::string pdfa_of(std::string_view pdf) {
  const std::string_view part = xmp_value(pdf, "pdfaid:part");
  if (part.empty() || part[0] < '1' || part[0] > '4') return {};
  std::string out(part);
  const std::string_view level = xmp_value(pdf, "pdfaid:conformance");
  if (!level.empty() && level[0] >= 'A' && level[0] <= 'Z') out += static_cast<char>(level[0] - 'A' + 'a');
  return out;
}

std::string format_of(std::string_view name, std::string_view bytes) {
  const std::string extension = extension_of(name);
  if (extension == "pdf") {
    if (!bytes.starts_with("%PDF-") || bytes.size() < 8) return {};
    const std::string part = pdfa_of(bytes);
    return form(part.empty() ? "PDF" : "PDF/A-" + part, bytes.substr(5, 3), "application/pdf");
  }
  for (const Format& one : kFormats) {
    if (one.extension == extension && bytes.starts_with(one.begins)) return form(one.name, one.version, one.mime);
  }
  return {};
}

}  // namespace gongwen::archive
