#pragma once

// What lines say: the patterns by which the parts of a paper are known. Private to the room.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "formats/inspect/sheet.h"

namespace gongwen::inspect {

// The three steps of recognise(), in this order; each gives lines their roles.
void find_head(Paper& paper);      // find_parts.cpp
void find_imprint(Paper& paper);
void find_body(Paper& paper);

/// A document number's parts: 代字, bracket, year, bracket, 第?, sequence. Nothing when the text holds none.
struct NumberParts { std::string open, year, close, ordinal, sequence; };
std::optional<NumberParts> number_parts(std::string_view text);
/// A date that is a line of its own: 2023年8月10日, 二〇二三年八月十日. `arabic`: written in Arabic digits.
struct DateParts { bool arabic = true; std::string year, month, day; };
std::optional<DateParts> date_parts(std::string_view text);
/// The first `count` characters of a text, long runs of digits masked: for messages.
std::string quote(std::string_view text, std::size_t count = 12);
bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends);
bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts);

/// "— 2 —", "-2-", "2", "第2页", "2/8": a line that is a page number and nothing else. Its value: page_number_value.
bool is_page_number(std::string_view text);
std::optional<int> page_number_value(std::string_view text);
/// 1 for "一、", 2 for "（一）", 3 for "1.", 4 for "（1）"; 0 = no heading number. Loose: "一." and "1、" count too.
int heading_level(std::string_view text);
/// "附件", "附 件 2": the label above an attachment.
bool is_attachment_label(std::string_view text);
/// 绝密 机密 秘密 特急 加急 平急 特提 or six digits: what stands in the upper left corner.
bool is_corner(std::string_view text);
/// The text without any blanks.
std::string squeezed(std::string_view text);
char32_t first_of(std::string_view text);
char32_t last_of(std::string_view text);

}  // namespace gongwen::inspect
