#include "content/template/source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::string described(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_end_element_mismatch: return "开始标记和结束标记不配对";
    case pugi::status_bad_attribute: return "属性的写法不对";
    case pugi::status_bad_start_element: return "开始标记的写法不对";
    case pugi::status_bad_end_element: return "结束标记的写法不对";
    case pugi::status_bad_comment: return "注释没有结束";
    case pugi::status_bad_cdata: return "CDATA 没有结束";
    case pugi::status_bad_pcdata: return "文字里有不该有的字符";
    case pugi::status_no_document_element: return "文件里没有元素";
    default: return "不是合格的 XML";
  }
}

/// Bytes of one decoded character reference (`&…;`), whose raw form is `raw`.
std::size_t decoded_length(std::string_view raw) {
  if (raw.size() < 4 || raw[1] != '#') return 1;
  char32_t code = 0;
  const bool hex = raw[2] == 'x';
  for (const char c : raw.substr(hex ? 3 : 2)) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : hex && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) break;
    code = code * (hex ? 16 : 10) + static_cast<char32_t>(digit);
  }
  std::string utf8;
  text::append(utf8, code);
  return utf8.size();
}

}  // namespace

Source::Source(std::string name, const std::string& shown, std::string_view bytes)
    : name_(std::move(name)), shown_(std::make_shared<const std::string>(shown)) {
  if (bytes.starts_with(kBom)) {
    bom_ = kBom.size();
    bytes.remove_prefix(bom_);
  }
  text_ = bytes;
  lines_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
}

bool Source::parse(Diagnostics& out) {
  if (const auto bad = text::first_malformed(text_)) {
    tell(out, codes::kMalformedXml, *bad, "文件不是 UTF-8 编码", {"用 UTF-8 另存"});
    return false;
  }
  const auto result = document_.load_buffer(text_.data(), text_.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (!result) {
    const auto at = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)), text_.size());
    tell(out, codes::kMalformedXml, at, "XML 有错：" + described(result.status), {"错处在这里或稍前；文字里的 < 和 & 要写成 &lt; 和 &amp;"});
    return false;
  }
  if (!root()) {
    tell(out, codes::kMalformedXml, 0, "XML 有错：文件里没有元素");
    return false;
  }
  return true;
}

Place Source::place(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const std::size_t line = static_cast<std::size_t>(after - lines_.begin());
  const std::size_t begin = lines_[line - 1];
  const std::size_t column = text::length(std::string_view(text_).substr(begin, offset - begin)) + 1;
  return Place::in_text(shown_, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column), offset + bom_);
}

void Source::tell(Diagnostics& out, std::string_view code, std::size_t offset, std::string message,
                  std::vector<std::string> hints) const {
  out.add({Severity::error, code, place(offset), std::move(message), std::move(hints), {}, std::string(line_of(text_, offset))});
}

std::size_t Source::offset_of(const pugi::xml_node& node) const {
  const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
  return node.type() == pugi::node_element && at > 0 ? at - 1 : at;
}

std::size_t Source::offset_of(const pugi::xml_node& element, const pugi::xml_attribute& attribute) const {
  // pugixml keeps no offsets of attributes: walk the start tag, counting those of the same name that come before.
  std::size_t same = 0;
  for (auto a = element.first_attribute(); a && a != attribute; a = a.next_attribute()) {
    if (std::strcmp(a.name(), attribute.name()) == 0) ++same;
  }
  const std::string_view name = attribute.name();
  std::size_t at = offset_of(element) + 1 + std::strlen(element.name());
  while (at < text_.size() && text_[at] != '>') {
    const std::size_t begin = text_.find_first_not_of(" \t\r\n", at);
    const std::size_t end = text_.find_first_of(" \t\r\n=", begin);
    const std::size_t open = text_.find_first_of("\"'", end);
    if (begin == std::string::npos || end == std::string::npos || open == std::string::npos) break;
    if (std::string_view(text_).substr(begin, end - begin) == name && same-- == 0) return open + 1;
    const std::size_t close = text_.find(text_[open], open + 1);
    if (close == std::string::npos) break;
    at = close + 1;
  }
  return offset_of(element);
}

std::size_t Source::raw_offset(std::size_t start, std::size_t decoded) const {
  std::size_t at = start;
  for (std::size_t passed = 0; passed < decoded && at < text_.size();) {
    if (text_[at] == '&') {
      const std::size_t end = std::min(text_.find(';', at), text_.size() - 1);
      passed += decoded_length(std::string_view(text_).substr(at, end - at + 1));
      at = end + 1;
    } else {
      // A line end of CR LF is one byte of the value.
      if (text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n') ++at;
      ++at;
      ++passed;
    }
  }
  return at;
}

void Spot::error(std::string_view code, std::string message, std::vector<std::string> hints) const {
  source.tell(out, code, offset(), std::move(message), std::move(hints));
}

void Spot::error_at(const pugi::xml_attribute& attribute, std::string_view code, std::string message,
                    std::vector<std::string> hints) const {
  source.tell(out, code, source.offset_of(node, attribute), std::move(message), std::move(hints));
}

}  // namespace gongwen::tmpl
