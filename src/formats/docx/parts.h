#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/docx/numbering.h"

namespace gongwen::docx {

/// Relationship ids of word/document.xml to the fixed parts; the same in every file.
inline constexpr std::string_view kStylesId = "rId1";
inline constexpr std::string_view kNumberingId = "rId2";
inline constexpr std::string_view kSettingsId = "rId3";
inline constexpr std::string_view kFontTableId = "rId4";
inline constexpr std::string_view kFooterOddId = "rId5";
inline constexpr std::string_view kFooterEvenId = "rId6";
inline constexpr std::string_view kFooterBlankId = "rId7";
inline constexpr std::string_view kFooterRuleId = "rId8";           ///< the letter format's lower double rule
inline constexpr std::string_view kFooterOddLandscapeId = "rId9";
inline constexpr std::string_view kFooterEvenLandscapeId = "rId10";
inline constexpr int kFirstFreeId = 11;

inline constexpr std::string_view kRelationships =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";   ///< followed by the type's last word

struct Relationship {
  std::string id;
  std::string_view type;       ///< last word of the type's address: "hyperlink", "image", "chart"
  std::string target;
  bool external = false;
};

/// A part one document has and another has not.
struct Part {
  std::string name;            ///< "word/charts/chart1.xml"
  std::string_view content_type;
  std::string bytes;
  bool packed = false;         ///< compressed already (pictures): stored as it is
};

/// word/document.xml and what hangs on it.
struct Body {
  std::string document;
  std::vector<Relationship> relationships;
  std::vector<Part> parts;
  std::vector<ListStart> lists;
};

}  // namespace gongwen::docx
