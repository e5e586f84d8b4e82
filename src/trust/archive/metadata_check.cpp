// metadata.xml measured by the table of metadata_scheme.h.

#include <pugixml.hpp>

#include <algorithm>
#include <iterator>

#include "foundation/base/date.h"
#include "foundation/text/utf8.h"
#include "trust/archive/json_internal.h"
#include "trust/archive/metadata_scheme.h"

namespace gongwen::archive {
namespace {

using ElementKind = MetadataElement::Kind;
using Rule = MetadataFault::Rule;

/// Characters that no reader shows reliably: controls, replacement characters, the private use area, non-characters.
bool is_odd(char32_t c) noexcept {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || text::is_private_use(c) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

class Checker {
 public:
  explicit Checker(std::vector<MetadataFault>& out) : out_(out) {}

  void container(const pugi::xml_node& node, std::string_view name) {
    const auto scheme = metadata_scheme();
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      const auto found = std::find_if(scheme.begin(), scheme.end(), [&](const MetadataElement& e) { return e.parent == name && e.name == child.name(); });
      if (found == scheme.end()) {
        add(Rule::unknown, child.name(), "“" + std::string(child.name()) + "”不在元数据方案里");
        continue;
      }
      if (found->kind == ElementKind::container) {
        container(child, found->name);
        if (found->valued) value(*found, child.attribute("值").value());
      } else {
        value(*found, child.text().get());
        if (*child.text().get() == '\0') add(Rule::missing, found->name, "“" + std::string(found->name) + "”是空的");
      }
    }
    for (const MetadataElement& e : scheme) {
      if (e.parent != name) continue;
      const std::string own(e.name);   // the range keeps the pointer
      const auto same = node.children(own.c_str());
      const auto count = std::distance(same.begin(), same.end());
      if (e.required && count == 0) add(Rule::missing, e.name, "缺少“" + std::string(e.name) + "”");
      if (!e.repeated && count > 1) add(Rule::unknown, e.name, "“" + std::string(e.name) + "”写了" + std::to_string(count) + "次");
    }
  }

 private:
  void add(Rule rule, std::string_view element, std::string text) { out_.push_back({rule, std::string(element), std::move(text)}); }

  void value(const MetadataElement& e, std::string_view text) {
    if (text.empty()) return;
    const std::string name = "“" + std::string(e.name) + "”";
    if (e.longest != 0 && text::length(text) > e.longest) add(Rule::length, e.name, name + "有 " + std::to_string(text::length(text)) + " 字，最长 " + std::to_string(e.longest) + " 字");
    bool typed = true;
    if (e.kind == ElementKind::date) typed = parse_iso_date(text).has_value();
    if (e.kind == ElementKind::instant) typed = parse_instant(text).has_value();
    if (e.kind == ElementKind::count) typed = text.size() <= 18 && text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!typed) add(Rule::type, e.name, name + "的值“" + std::string(text) + "”格式不对");
    if (e.kind == ElementKind::choice && (" " + std::string(e.choices) + " ").find(" " + std::string(text) + " ") == std::string::npos) {
      add(Rule::choice, e.name, name + "的值“" + std::string(text) + "”不在值域“" + std::string(e.choices) + "”里");
    }
    const std::u32string codes = text::to_utf32(text);
    if (std::any_of(codes.begin(), codes.end(), is_odd)) add(Rule::characters, e.name, name + "含有控制字符、替代字符或自造字");
  }

  std::vector<MetadataFault>& out_;
};

}  // namespace

std::vector<MetadataFault> check_metadata(std::string_view xml) {
  std::vector<MetadataFault> out;
  pugi::xml_document doc;
  const auto read = doc.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!read || text::first_malformed(xml)) {
    out.push_back({Rule::not_xml, {}, "不是合格的 XML"});
    return out;
  }
  const pugi::xml_node root = doc.document_element();
  if (root.name() != kMetadataRoot) {
    out.push_back({Rule::unknown, root.name(), "根元素是“" + std::string(root.name()) + "”，应为“" + std::string(kMetadataRoot) + "”"});
    return out;
  }
  Checker(out).container(root, "");
  return out;
}

std::map<std::string, DescribedFile> described_files(std::string_view xml) {
  pugi::xml_document doc;
  std::map<std::string, DescribedFile> out;
  if (!doc.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return out;
  for (const auto& found : doc.select_nodes("//电子属性")) {
    const pugi::xml_node one = found.node();
    out.try_emplace(one.child_value("计算机文件名"), DescribedFile{one.child_value("计算机文件大小"), one.child_value("格式信息")});
  }
  return out;
}

std::string metadata_value(std::string_view xml, std::string_view number) {
  pugi::xml_document doc;
  if (!doc.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8)) return {};
  const auto found = doc.find_node([&](const pugi::xml_node& node) { return node.attribute("编号").value() == number; });
  return found.attribute("值") ? found.attribute("值").value() : found.text().get();
}

}  // namespace gongwen::archive
