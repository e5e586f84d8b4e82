#include "formats/docx/numbering.h"

#include <cstddef>

#include "formats/docx/styles.h"
#include "formats/docx/xml.h"
#include "foundation/text/chinese.h"

namespace gongwen::docx {
namespace {

struct Level { std::string_view format, before, after; };
constexpr std::array<Level, 4> kLevels = {{
    {"chineseCountingThousand", "", "、"},
    {"chineseCountingThousand", "（", "）"},
    {"decimal", "", "．"},
    {"decimal", "（", "）"},
}};
constexpr std::int32_t kMostNumber = 999;

std::string number_text(std::size_t level, std::int32_t n) {
  const Level& l = kLevels[level];
  const std::string digits = l.format == "decimal" ? std::to_string(n) : text::chinese_number(n);
  return std::string(l.before) + digits + std::string(l.after);
}

std::optional<std::int32_t> number_value(std::size_t level, std::string_view number, std::int32_t expected) {
  if (number_text(level, expected) == number) return expected;
  for (std::int32_t n = 1; n <= kMostNumber; ++n) {
    if (number_text(level, n) == number) return n;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int32_t> HeadingCounter::place(std::uint8_t level, std::string_view number) {
  if (level < 1 || level > counters_.size()) return std::nullopt;
  const std::size_t at = level - 1U;
  const std::int32_t expected = counters_[at] + 1;
  const auto value = number_value(at, number, expected);
  if (!value) return std::nullopt;
  if (*value != expected) {
    ListStart start;
    start.id = static_cast<std::int32_t>(restarts_.size()) + 2;
    for (std::size_t i = 0; i < at; ++i) start.at[i] = counters_[i] + 1;
    start.at[at] = *value;
    restarts_.push_back(start);
  }
  counters_[at] = *value;
  // A restarted level begins at its list's start again, an overridden one included (ECMA-376-1 17.9.26 startOverride).
  for (std::size_t i = at + 1; i < counters_.size(); ++i) counters_[i] = restarts_.empty() ? 0 : restarts_.back().at[i] - 1;
  return restarts_.empty() ? 1 : restarts_.back().id;
}

std::string numbering_xml(const style::PageStyle& page, const std::vector<ListStart>& restarts) {
  Xml x;
  x << kXmlHead << "<w:numbering xmlns:w=\"" << kW << "\"><w:abstractNum w:abstractNumId=\"0\">"
    << "<w:multiLevelType w:val=\"multilevel\"/>";
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const Level& l = kLevels[i];
    x << "<w:lvl w:ilvl=\"" << i << "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" << l.format << "\"/><w:pStyle w:val=\""
      << heading_style(static_cast<std::uint8_t>(i + 1)) << "\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"" << l.before
      // The heading's own indents once more: a level without any would bring Word's default hanging indent.
      << "%" << i + 1 << l.after << "\"/><w:lvlJc w:val=\"left\"/><w:pPr>" << indent(page.text(heading_key(static_cast<std::uint8_t>(i + 1)))) << "</w:pPr><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr></w:lvl>";
  }
  x << "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
  for (const ListStart& list : restarts) {
    x << "<w:num w:numId=\"" << list.id << "\"><w:abstractNumId w:val=\"0\"/>";
    for (std::size_t i = 0; i < list.at.size(); ++i) {
      x << "<w:lvlOverride w:ilvl=\"" << i << "\"><w:startOverride w:val=\"" << list.at[i] << "\"/></w:lvlOverride>";
    }
    x << "</w:num>";
  }
  x << "</w:numbering>";
  return x.take();
}

}  // namespace gongwen::docx
