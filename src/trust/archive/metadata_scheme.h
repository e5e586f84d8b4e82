#pragma once

// The metadata of a record as XML: which elements of DA/T 46-2009 there are here, in which order, and what each may hold. The writers
// follow this table, the schema that is handed over is made from it, and the 四性检测 measures by it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::archive {

inline constexpr std::string_view kMetadataRoot = "文件实体元数据";

struct MetadataElement {
  enum class Kind : std::uint8_t { container, text, date, instant, count, choice };
  std::string_view number;      ///< "M22"; empty for a container that DA/T 46 gives no number
  std::string_view name;
  std::string_view parent;      ///< name of the container; empty: the root
  Kind kind = Kind::text;
  bool required = false;        ///< wherever its container is
  bool repeated = false;
  std::size_t longest = 0;      ///< in characters; 0: no limit
  std::string_view choices{};   ///< separated by blanks
  bool valued = false;          ///< a container that also has a value of its own, in the attribute 值
};

/// In the order of writing. A container's children follow it.
std::span<const MetadataElement> metadata_scheme() noexcept;
/// The table as an XML Schema (1.0): what metadata.xml keeps to, and what is handed over with it.
std::string metadata_xsd();
/// The table for people, a line an element.
std::string metadata_scheme_text();

/// One thing wrong with a metadata.xml: which kind of rule it breaks, and a sentence.
struct MetadataFault {
  enum class Rule : std::uint8_t { not_xml, unknown, missing, length, type, choice, characters };
  Rule rule = Rule::not_xml;
  std::string element;          ///< name; empty when the file as a whole
  std::string text;             ///< a sentence in Chinese
};
/// Measures a metadata.xml by the table. Empty: all is well. Threads reads only its arguments.
std::vector<MetadataFault> check_metadata(std::string_view xml);
/// What the metadata say of one file: M49, M47 as they stand there.
struct DescribedFile { std::string size, format; };
/// By name (M48); nothing when the XML is damaged.
std::map<std::string, DescribedFile> described_files(std::string_view xml);
/// The value of the first element (or attribute 值) of that number, or empty: also when the XML is damaged.
std::string metadata_value(std::string_view xml, std::string_view number);

}  // namespace gongwen::archive
