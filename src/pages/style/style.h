#pragma once

// Page styles: how official papers stand on paper, as data with clause numbers (GB/T 9704-2012). Read by layout and by docx,
// so that both set the same page.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/length.h"

namespace gongwen::style {

enum class Align : std::uint8_t { left, centre, right, justify };
struct Colour { std::uint8_t red = 0, green = 0, blue = 0; friend bool operator==(const Colour&, const Colour&) = default; };

/// How one kind of text is set. Lengths in 字 are hundredths of this text's own character advance.
struct TextStyle {
  std::string font = "fangsong";     ///< role key of fonts/roles.json: fangsong kaiti heiti xiaobiaosong songti
  Length size = Length::pt(16);      ///< glyph size
  Length advance;                    ///< advance of a Hanzi; 0 = size
  Length line_pitch;                 ///< baseline to baseline; 0 = the page's
  Align align = Align::justify;
  std::int32_t first_indent = 0;     ///< hundredths of 字; negative = hanging
  std::int32_t left_indent = 0;
  std::int32_t right_indent = 0;
  std::int32_t latin_cell = 0;       ///< hundredths of 字 a Western character takes at least; 0 = its own width. 50 keeps
                                     ///< words and addresses on the half-width grid, as the Latin letters of 仿宋 do
  std::uint8_t lines_before = 0;     ///< blank lines of the page's pitch
  std::uint8_t lines_after = 0;
  bool keep_with_next = false;
  bool balanced = false;             ///< titles: lines by sense, 梯形/菱形, no orphan character
  Colour colour;
  std::string clause;                ///< "GB/T 9704-2012 7.3.3"
};

/// 页码 (7.5): "— 1 —", 4号 半角宋体, the dashes' top 7 mm below the text area, odd right and even left 空一字.
struct PageNumbers {
  bool shown = true;
  bool on_first_page = true;         ///< false for letters (10.1)
  bool count_cover = false;          ///< covers and contents carry no number; counting begins with the body
  TextStyle text;
  Length below_text = Length::mm(7); ///< from the text area's bottom to the top of the dashes
  std::int32_t outer_indent = 100;   ///< 空一字
};

/// 版头: what stands above the title.
struct MastheadStyle {
  TextStyle mark;                    ///< 发文机关标志
  Length mark_top;                   ///< letter: from the paper's top edge (30 mm); document: from the text area's top (35 mm)
  TextStyle number;                  ///< 发文字号
  TextStyle urgency;
  TextStyle signer;                  ///< 签发人's name, 楷体
  Length rule_gap = Length::mm(4);   ///< from the mark (letter) or the number (document) to the red rule
  Length rule_width;                 ///< letter 170 mm, document the text width
  Length rule_thick;                 ///< the thick line of a double rule, or the single rule
  Length rule_thin;                  ///< 0 = a single rule
  Length rule_between;               ///< white between thick and thin
  Length foot_rule;                  ///< letter: the lower double rule's distance from the paper's bottom edge (20 mm); 0 = none
  Colour red{255, 0, 0};
};

struct TableStyle {
  TextStyle text;                    ///< cells
  TextStyle header;
  TextStyle caption;
  TextStyle continued;               ///< the mark above the repeated header on further pages
  TextStyle note;
  std::string continued_mark;        ///< "续" makes 续表3 of 表3; empty = no mark
  Length rule = Length::emu(6350);   ///< 0.5 pt
  Length frame = Length::emu(12700); ///< outer frame and the line under the header, 1 pt
  Length padding_x;
  Length padding_y;
};

/// Everything about a page that does not come from the paper itself. Immutable after load.
struct PageStyle {
  std::string id;                    ///< "letter"
  std::string name;                  ///< "信函格式"
  std::string clause;
  Length width = Length::mm(210), height = Length::mm(297);
  Length top = Length::mm(37), left = Length::mm(28);      ///< 天头 37 mm, 订口 28 mm (5.2.1)
  Length text_width = Length::mm(156), text_height = Length::mm(225);
  std::uint16_t lines = 22, characters = 28;               ///< 5.2.3
  Length line_pitch = Length::twips(579);                  ///< 28.95 pt
  Length advance;                                          ///< of body text: text_width / characters
  PageNumbers page_numbers;
  MastheadStyle masthead;
  TableStyle table;
  std::map<std::string, TextStyle, std::less<>> texts;     ///< by role key: body, title, heading1 … heading4, recipient …

  /// The style of a role; body when the style does not list it.
  const TextStyle& text(std::string_view role) const;
};

/// Reads a page style (templates/styles/<id>.xml). A style may extend another (`base="…"`), read by `open_base`.
/// Returns the style, or nothing with T1xx in `out`.
std::optional<PageStyle> load(std::string_view xml, const Place::Name& file, Diagnostics& out,
                              const PageStyle* base = nullptr);
/// The id a style file extends, without reading the rest; empty = none.
std::string base_of(std::string_view xml);

}  // namespace gongwen::style
