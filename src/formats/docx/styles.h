#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/document/document.h"
#include "formats/docx/word_fonts.h"
#include "formats/docx/xml.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// The styleId a paragraph of this role has.
std::string_view style_id(document::Role role) noexcept;
/// Headings 1 … 4 and contents lines 1 … 4.
std::string_view heading_style(std::uint8_t level) noexcept;
std::string_view heading_key(std::uint8_t level) noexcept;      ///< of PageStyle::texts
std::string_view contents_style(std::uint8_t level) noexcept;

/// Names a DOCX gives to the faces of a role: one for Hanzi, one for Western letters and digits.
struct FontNames { std::string_view east_asian, latin; };
/// Where names are taken from. Outlived by book.
struct Names { const fonts::FontBook& book; WordFonts choice; };
FontNames font_names(const Names& names, std::string_view role);
/// The Chinese faces a page style's files name, each once, with its other names.
struct NamedFace { std::string name; std::vector<std::string> others; };
std::vector<NamedFace> named_faces(const style::PageStyle& page, const Names& names);

/// w:ind in hundredths of a character of `text` and in twips: Word takes the first, others the second. `first` < 0 hangs.
/// Empty when all are 0.
std::string indent(const style::TextStyle& text, std::int32_t left, std::int32_t right, std::int32_t first);
/// The text style's own indents.
std::string indent(const style::TextStyle& text);
/// w:tabs with one tab, its text ending at `at` from the text area's left edge.
std::string right_tab(Length at, std::string_view leader = "none");

/// word/styles.xml: every role a style of its own, each complete, so that changing one moves no other.
std::string styles_xml(const style::PageStyle& page, const Names& names);
/// word/fontTable.xml: the faces of the roles this page style uses and those for rare characters, with the names they go by
/// elsewhere.
std::string font_table_xml(const style::PageStyle& page, const Names& names);

}  // namespace gongwen::docx
