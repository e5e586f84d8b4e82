#include "foundation/text/utf8.h"

#include <gtest/gtest.h>

#include "foundation/text/encoding.h"
#include "foundation/text/line_class.h"

namespace gongwen::text {
namespace {

TEST(Utf8, OverlongFormsSurrogatesAndTooLargeAreMalformed) {
  for (const std::string_view bad : {"\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80", "\xE4\xB8", "\xC1\xBF", "\xF5\x80\x80\x80"}) {
    EXPECT_EQ(first_malformed(bad), 0U);
    EXPECT_EQ(to_utf32(bad).front(), 0xFFFDU);
  }
  EXPECT_EQ(first_malformed("公文"), std::nullopt);
  EXPECT_EQ(first_malformed("公\xE6\x96"), 3U);
}

TEST(Utf8, CodePointsAboveTheBmpComeBack) {
  EXPECT_EQ(to_utf32("王𬭊"), U"王\U0002CB4A");
  EXPECT_EQ(to_utf8(U"\U0002CB4A"), "\xF0\xAC\xAD\x8A");
  EXPECT_EQ(length("李𬭊䶮a"), 4U);
}

TEST(Nfc, ComposesWhatNeedsItAndLeavesTheRest) {
  EXPECT_EQ(nfc("e\xCC\x81"), "\xC3\xA9");
  EXPECT_EQ(nfc("建设方案2026（一）"), "建设方案2026（一）");
  EXPECT_EQ(nfc("\xEF\xA4\x80"), "\xE8\xB1\x88");   // U+F900 → U+8C48: compatibility ideographs have canonical forms
  EXPECT_EQ(nfc("𬭊"), "𬭊");
}

TEST(Trim, KnowsTheIdeographicSpace) {
  EXPECT_EQ(trim("　 公文 \t　"), "公文");
  EXPECT_EQ(trim("　"), "");
  EXPECT_EQ(trim("公　文"), "公　文");
}

TEST(Visible, LeavesNothingThatATerminalObeys) {
  EXPECT_EQ(visible("公文\x1b[31m"), "公文\xEF\xBF\xBD[31m");
  EXPECT_EQ(visible("a\u202Eb\u009Bc\nd"), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD" "d");
  EXPECT_EQ(visible("a\nb\tc\x07", true), "a\nb\tc\xEF\xBF\xBD");
  EXPECT_EQ(visible("\xB9\xAB 𬭊"), "\xB9\xAB 𬭊");   // not UTF-8: left as it is
}

TEST(EditDistance, CountsCharactersAndStopsAtTheLimit) {
  EXPECT_EQ(edit_distance("校名", "校名", 5), 0U);
  EXPECT_EQ(edit_distance("校名", "校长名", 5), 1U);
  EXPECT_EQ(edit_distance("agent.nmae", "agent.name", 5), 2U);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 3), 3U);
}

TEST(Hanzi, AreKnownInAllPlanes) {
  for (const char32_t c : std::u32string_view(U"一龥㐀䶮〇𠀀𬭊𰻝鿏")) EXPECT_TRUE(is_hanzi(c)) << static_cast<std::uint32_t>(c);
  for (const char32_t c : {U'。', U'a', U'1', U'　', char32_t{0xE000}}) EXPECT_FALSE(is_hanzi(c));
  EXPECT_TRUE(is_private_use(0xE81E));
  EXPECT_TRUE(is_private_use(0x10FFFD));
}

/// Byte sequences from GB 18030-2022.
TEST(Gb18030, RareCharactersAreReadAndWritten) {
  EXPECT_EQ(decode_file("\x99\x33\xA8\x38").utf8, "𬭊");
  EXPECT_EQ(decode_file("\x82\x30\xB7\x31").utf8, "㛃");
  EXPECT_EQ(decode_file("\xFE\x9F").utf8, "䶮");
  EXPECT_EQ(to_gb18030("𬭊㛃䶮"), "\x99\x33\xA8\x38\x82\x30\xB7\x31\xFE\x9F");
  EXPECT_EQ(decode_file("\xCA\xDA\xC8\xA8\xCA\xE9").utf8, "授权书");
}

TEST(Gb18030, TheEighteenMovedCharactersLeaveThePrivateUseArea) {
  constexpr std::pair<const char*, char32_t> kMoved[] = {
      {"\xFE\x59", 0x9FB4}, {"\xFE\x61", 0x9FB5}, {"\xFE\x66", 0x9FB6}, {"\xFE\x67", 0x9FB7}, {"\xFE\x6D", 0x9FB8}, {"\xFE\x7E", 0x9FB9},
      {"\xFE\x90", 0x9FBA}, {"\xFE\xA0", 0x9FBB}, {"\xA6\xD9", 0xFE10}, {"\xA6\xDA", 0xFE12}, {"\xA6\xDB", 0xFE11}, {"\xA6\xDC", 0xFE13},
      {"\xA6\xDD", 0xFE14}, {"\xA6\xDE", 0xFE15}, {"\xA6\xDF", 0xFE16}, {"\xA6\xEC", 0xFE17}, {"\xA6\xED", 0xFE18}, {"\xA6\xF3", 0xFE19},
  };
  for (const auto& [bytes, code] : kMoved) EXPECT_EQ(to_utf32(decode_file(bytes).utf8), std::u32string(1, code)) << std::hex << static_cast<std::uint32_t>(code);
}

TEST(Gb18030, MovedCharactersAreWrittenAtTheirPlaceOf2022) {
  EXPECT_EQ(to_gb18030("\uFE10\uFE19\u9FB4\u9FBB"), "\xA6\xD9\xA6\xF3\xFE\x59\xFE\xA0");
  // … and their old code points at the four bytes they got in exchange, whatever edition iconv knows
  EXPECT_EQ(to_gb18030("a\uE81E\uE864\uE78D\uE78E\xFFz"), "a\x82\x35\x90\x37\x82\x35\x91\x34\x84\x31\x82\x36\x84\x31\x82\x38?z");
  EXPECT_EQ(decode_file("\xCA\xDA\x82\x35\x90\x37\x84\x31\x82\x38").utf8, "授\u9FB4\uFE12");
}

/// Places of GBK 1.0 and code page 936, and what GB 18030-2022 puts there; typed from the standards' tables.
TEST(PrivateUse, OfOldFilesHasAPlaceOfToday) {
  constexpr std::pair<char32_t, char32_t> kKnown[] = {
      {0xE863, U'䶮'}, {0xE857, U'䲟'}, {0xE81B, U'㑇'}, {0xE82D, U'㭎'}, {0xE815, 0x2E81}, {0xE85D, 0x4D14},
      {0xE81E, 0x9FB4}, {0xE826, 0x9FB5}, {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB},
      {0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19},
      {0xE816, 0x20087}, {0xE817, 0x20089}, {0xE818, 0x200CC}, {0xE831, 0x215D7}, {0xE83B, 0x2298F}, {0xE855, 0x241FE},
      {0xE7C7, 0x1E3F}, {0xE7C8, 0x01F9}, {0xE7E7, 0x303E}, {0xE7E8, 0x2FF0}, {0xE7F3, 0x2FFB}, {0xE76C, 0x20AC},
  };
  for (const auto& [old, now] : kKnown) EXPECT_EQ(place_of_private_use(old), now) << std::hex << static_cast<std::uint32_t>(old);
  for (const char32_t other : {char32_t{0xE000}, char32_t{0xE234}, char32_t{0xE76B}, char32_t{0xE797}, char32_t{0xE814}, char32_t{0xE865}, char32_t{0xF8FF}, char32_t{0x4E00}}) {
    EXPECT_EQ(place_of_private_use(other), 0U);
  }
}

/// Characters of names from every plane and length; the bytes were computed outside (Python's gb18030).
TEST(Gb18030, NamesComeBackWhole) {
  const std::string names = "頔喆堃犇彧赟龑镕旻鿏㭎㬎㑇㕮䲟㼆𬱖𬸚𬤝𬍛𬎆𬇙𫖯𡋾𠅤𩾃𠮷𰻝";
  const auto file = decode_file("\xD0\xD5\xC3\xFB\xA3\xBA" + to_gb18030(names));
  EXPECT_EQ(file.utf8, "姓名：" + names);
  EXPECT_EQ(file.bad_offset, std::nullopt);
  EXPECT_EQ(to_gb18030("頔鿏𠮷𰻝"), "\xEE\x45\x82\x35\x93\x34\x95\x34\xB2\x35\x9A\x37\x86\x37");
}

TEST(DecodeFile, FindsTheEncoding) {
  EXPECT_EQ(decode_file("公文").encoding, Encoding::utf8);
  EXPECT_EQ(decode_file("\xEF\xBB\xBF公文").encoding, Encoding::utf8_bom);
  EXPECT_EQ(decode_file("\xEF\xBB\xBF公文").utf8, "公文");
  EXPECT_EQ(decode_file(std::string_view("\xFF\xFE\x6C\x51\x87\x65", 6)).utf8, "公文");
  EXPECT_EQ(decode_file(std::string_view("\xFE\xFF\x51\x6C\x65\x87", 6)).utf8, "公文");
  EXPECT_EQ(decode_file("\xB9\xAB\xCE\xC4").encoding, Encoding::gb18030);
}

TEST(DecodeFile, TellsWhereItIsMalformed) {
  const auto file = decode_file("\xB9\xAB\xFF\xCE\xC4");
  ASSERT_TRUE(file.bad_offset);
  EXPECT_EQ(*file.bad_offset, 2U);
  EXPECT_NE(file.utf8.find("文"), std::string::npos);
}

/// CLREQ's classes; code points as listed in GB/T 15834-2011 5.1 and CLREQ 3.1.
TEST(LineClass, IsThatOfTheStandard) {
  const auto all = [](const char32_t* text, LineClass expected) {
    for (; *text != 0; ++text) EXPECT_EQ(line_class(*text), expected) << std::hex << static_cast<std::uint32_t>(*text);
  };
  all(U"“‘（《〈【〖〔［｛「『", LineClass::opener);
  all(U"”’）》〉】〗〕］｝」』", LineClass::closer);
  all(U"。．！？‼⁇", LineClass::stop);
  all(U"，、；：", LineClass::pause);
  all(U"–～·・‧", LineClass::connector);
  all(U"—⸺", LineClass::dash);
  all(U"…⋯", LineClass::ellipsis);
  all(U"/／", LineClass::solidus);
  all(U"0189", LineClass::digit);
  all(U"azAZéÜ", LineClass::latin);
  all(U"%‰℃", LineClass::suffix);
  all(U"¥$", LineClass::prefix);
  all(U"公𬭊あＡ", LineClass::hanzi);
  all(U" ", LineClass::space);
  for (const char32_t c : std::u32string_view(U"“”‘’—…·")) EXPECT_TRUE(is_chinese_ambiguous(c));
}

}  // namespace
}  // namespace gongwen::text
