#include <gtest/gtest.h>

#include "pages/fonts/coverage.h"
#include "pages/fonts/fonts.h"
#include "support/files.h"
#include "tiny_font.h"

namespace gongwen::fonts {
namespace {

const fs::path& fonts_folder() {
  static const fs::path folder = gongwen::test::source_dir() / "fonts";
  return folder;
}

std::shared_ptr<const FontBook> load(Diagnostics& out, const std::vector<fs::path>& user = {}) {
  return FontBook::load(real_env(), fonts_folder() / "roles.json", fonts_folder() / "prepared", user, out);
}

std::shared_ptr<const FontBook> shipped() {
  static const auto book = [] {
    Diagnostics out;
    auto b = load(out);
    EXPECT_TRUE(out.empty()) << render(out);
    return b;
  }();
  return book;
}

struct Level { char32_t first, last; };

std::string picked(std::string_view role, char32_t c) {
  const auto id = shipped()->pick(shipped()->role(role), c);
  return id ? shipped()->face(*id).id() : "";
}
std::string picked_for(std::string_view role, std::u32string_view word) {
  const auto id = shipped()->pick_word(shipped()->role(role), word);
  return id ? shipped()->face(*id).id() : "";
}

TEST(FontBook, HasTheFiveRolesOfOfficialPapers) {
  for (const auto& [key, label] : {std::pair{"fangsong", "仿宋"}, {"kaiti", "楷体"}, {"heiti", "黑体"}, {"xiaobiaosong", "小标宋"}, {"songti", "宋体"}}) {
    ASSERT_TRUE(shipped()->has_role(key)) << key;
    EXPECT_EQ(shipped()->role(key).label, label);
    EXPECT_FALSE(shipped()->role(key).word_names.empty());
  }
  EXPECT_FALSE(shipped()->has_role("lishu"));
  EXPECT_THROW(static_cast<void>(shipped()->role("lishu")), InternalError);
}

TEST(FontBook, StatesTheDigestOfEachFace) {
  for (const auto& face : shipped()->faces()) {
    for (const auto& file : face->files()) EXPECT_EQ(file.sha256.size(), 64U) << file.path;
  }
}

TEST(FontBook, SetsWesternLettersAndDigitsInTheLatinFace) {
  for (const char32_t c : {U'0', U'A', U'z', U'.', U'(', U'é', U'–'}) EXPECT_EQ(picked("fangsong", c), "LiberationSerif");
  EXPECT_EQ(picked("xiaobiaosong", U'2'), "LiberationSerifBold");
  EXPECT_EQ(picked("heiti", U'2'), "LiberationSans");
}

TEST(FontBook, SetsChineseMarksAFullEmWide) {
  for (const auto& role : shipped()->roles()) {
    for (const char32_t c : {U'“', U'”', U'‘', U'’', U'—', U'…', U'·'}) {
      const auto id = shipped()->pick(role, c);
      ASSERT_TRUE(id.has_value()) << role.key;
      const Face& face = shipped()->face(*id);
      EXPECT_EQ(face.advance(face.glyph(c)), face.units_per_em()) << role.key << " U+" << std::hex << static_cast<std::uint32_t>(c);
      EXPECT_NE(id, role.latin) << role.key;
    }
  }
}

TEST(FontBook, FindsAFaceForEveryRareCharacterOfNames) {
  // GB 18030-2022 levels 1–3: Extension A, the tail of the basic block, Extensions B, C, E, F and the household-registration set.
  constexpr std::u32string_view kRare = U"㛃䶮㭎㬎㑇㕮䲟㼆頔喆堃犇彧赟龑镕旻鿏鿔鿭𬭊𬱖𬸚𬤝𬍛𬎆𬇙𫖯𡋾𠅤𩾃𠮷";
  for (const auto& role : shipped()->roles()) {
    for (const char32_t c : kRare) {
      EXPECT_TRUE(shipped()->pick(role, c).has_value()) << role.key << " U+" << std::hex << static_cast<std::uint32_t>(c);
    }
  }
}

TEST(FontBook, CoversEveryHanziOfGb18030) {
  // Level 3 of GB 18030-2022, which systems of government services must support: the ideographs of Unicode 11.
  struct Range { char32_t first, last; };
  constexpr Range kLevel3[] = {{0x3400, 0x4DB5},   {0x4E00, 0x9FEF},   {0x20000, 0x2A6D6}, {0x2A700, 0x2B734},
                               {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}};
  std::u32string all = U"\uFA0E\uFA0F\uFA11\uFA13\uFA14\uFA1F\uFA21\uFA23\uFA24\uFA27\uFA28\uFA29";
  for (const Range& r : kLevel3) {
    for (char32_t c = r.first; c <= r.last; ++c) all.push_back(c);
  }
  ASSERT_EQ(all.size(), 87887U);
  for (const auto& role : shipped()->roles()) {
    std::size_t covered = 0;
    for (const char32_t c : all) covered += shipped()->pick(role, c).has_value();
    EXPECT_EQ(covered, 87887U) << role.key;
    EXPECT_EQ(count_coverage(*shipped(), role).level3, 87887U) << role.key;
  }
}

TEST(FontBook, SetsEveryCharacterOfLevel3TogetherWithACommonSurname) {
  // A name of a common character and any other: one face has both.
  constexpr Level kLevels[] = {{0x3400, 0x4DB5}, {0x4E00, 0x9FEF}, {0x20000, 0x2A6D6}, {0x2A700, 0x2B734}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}};
  for (const auto& role : shipped()->roles()) {
    std::size_t torn = 0;
    for (const auto& r : kLevels) {
      for (char32_t c = r.first; c <= r.last; ++c) torn += !shipped()->pick_word(role, std::u32string{U'王', c}).has_value();
    }
    EXPECT_EQ(torn, 0U) << role.key;
  }
}

TEST(FontBook, ATypefaceOfTwoFilesIsOneFace) {
  const Face* hana = nullptr;
  for (const auto& face : shipped()->faces()) {
    if (face->id() == "HanaMin") hana = face.get();
  }
  ASSERT_NE(hana, nullptr);
  ASSERT_EQ(hana->files().size(), 2U);
  EXPECT_NE(hana->glyph(U'王'), 0U);
  EXPECT_NE(hana->glyph(0x2A6D6), 0U);          // of the second file, beyond what the first counts
  EXPECT_GT(hana->glyph(0x2A6D6), 0xFFFFU);
  EXPECT_EQ(hana->advance(hana->glyph(0x2A6D6)), hana->units_per_em());
}

TEST(Coverage, CountsTheSetsOfTheStandards) {
  EXPECT_EQ(general_standard_hanzi().size(), 8105U);   // 通用规范汉字表: 3500 + 3000 + 1605
  const auto songti = count_coverage(*shipped(), shipped()->role("songti"));
  EXPECT_EQ(songti.gb2312, 6763U);
  EXPECT_EQ(songti.general_standard, 8105U);
  EXPECT_EQ(songti.level1, kHanziOfLevel1);
  EXPECT_EQ(songti.level2, kHanziOfLevel2);
  for (const auto& face : shipped()->faces()) {
    if (face->id() != "FandolFang") continue;
    const auto fang = count_coverage(*face);
    EXPECT_EQ(fang.gb2312, 6763U);
    EXPECT_EQ(fang.general_standard, 8105U - 1467U);   // it lacks 镕 旻 昉 …
  }
}

TEST(FontBook, SaysSoWhenNoFaceHasACharacter) {
  EXPECT_EQ(picked("fangsong", 0x323AF), "");  // last of Extension H: none of the faces goes that far
  EXPECT_EQ(picked("fangsong", 0xE000), "");   // private use
}

TEST(FontBook, SetsANameInOneFace) {
  EXPECT_EQ(picked("fangsong", U'王'), "FandolFang");
  EXPECT_EQ(picked("fangsong", U'镕'), "LXGWWenKaiLight");
  EXPECT_EQ(picked_for("fangsong", U"王镕"), "LXGWWenKaiLight");
  EXPECT_EQ(picked_for("fangsong", U"王伟"), "FandolFang");
  EXPECT_EQ(picked_for("fangsong", U"买买提·艾力"), "FandolFang");
  EXPECT_EQ(picked_for("fangsong", U"Anna Lee"), "LiberationSerif");
  EXPECT_NE(picked_for("fangsong", U"王𬭊"), "");
}

TEST(FontBook, TellsWhyACharacterIsSetInAFace) {
  const auto candidates = why(*shipped(), shipped()->role("fangsong"), U'镕');
  ASSERT_GE(candidates.size(), 3U);
  EXPECT_TRUE(candidates[0].latin);
  EXPECT_EQ(candidates[0].glyph, 0);
  EXPECT_EQ(candidates[1].glyph, 0);  // FandolFang
  EXPECT_NE(candidates[2].glyph, 0);
  EXPECT_TRUE(candidates[2].chosen);
  EXPECT_EQ(candidates[2].advance, 1000);
}

/// A user's table in a folder of its own, beside a font that has only 中 and 国.
fs::path user_table(std::string_view json) {
  const fs::path folder = gongwen::test::scratch_dir();
  gongwen::test::spill(folder / "own.ttf", test::sfnt_of(test::truetype_tables()));
  test::Tables forbidden = test::truetype_tables();
  set_u16(forbidden["OS/2"], 8, 2);
  gongwen::test::spill(folder / "forbidden.ttf", test::sfnt_of(forbidden));
  gongwen::test::spill(folder / "damaged.ttf", "not a font");
  gongwen::test::spill(folder / "fonts.json", json);
  return folder / "fonts.json";
}

TEST(UserFonts, StandInFrontOfOurs) {
  Diagnostics out;
  const auto book = load(out, {user_table(R"({"roles": {"fangsong": ["own.ttf"], "楷体": {"faces": ["own.ttf"], "word_names": ["方正楷体"]}}})")});
  EXPECT_TRUE(out.empty()) << render(out);
  const Role& role = book->role("fangsong");
  EXPECT_EQ(book->face(*book->pick(role, U'中')).id(), "own");
  EXPECT_EQ(book->face(*book->pick(role, U'人')).id(), "FandolFang");
  EXPECT_EQ(book->face(*book->pick_word(role, U"中国")).id(), "own");
  EXPECT_EQ(book->face(*book->pick_word(role, U"中国人")).id(), "FandolFang");
  EXPECT_EQ(book->role("kaiti").word_names, std::vector<std::string>{"方正楷体"});
  EXPECT_EQ(book->face(book->role("kaiti").chain.front()).id(), "own");
}

void check_refused(std::string_view json, std::string_view code, std::string_view words) {
  Diagnostics out;
  const auto book = load(out, {user_table(json)});
  ASSERT_EQ(out.size(), 1U) << render(out);
  EXPECT_EQ(out.all().front().code, code);
  EXPECT_EQ(out.all().front().severity, Severity::error);
  EXPECT_NE(out.all().front().message.find(words), std::string::npos) << render(out);
  EXPECT_EQ(book->face(book->role("fangsong").chain.front()).id(), "FandolFang");
}

TEST(UserFonts, ThatCannotBeUsedAreReported) {
  check_refused(R"({"roles": {"fangsong": ["absent.ttf"]}})", "F001", "absent.ttf");
  check_refused(R"({"roles": {"fangsong": ["forbidden.ttf"]}})", "F002", "forbidden.ttf");
  check_refused(R"({"roles": {"fangsong": ["damaged.ttf"]}})", "F003", "damaged.ttf");
  check_refused(R"({"roles": {"fangsong": ["own.ttf#7"]}})", "F003", "own.ttf");
  check_refused(R"({"roles": {"lishu": ["own.ttf"]}})", "F004", "lishu");
  check_refused(R"({"roles": {"fangsong": 3}})", "F004", "一列字体文件");
  check_refused(R"({"fangsong": ["own.ttf"]})", "F004", "roles");
}

TEST(FontBook, WithoutPreparedFontsSaysWhatToRun) {
  Diagnostics out;
  const auto book = FontBook::load(real_env(), fonts_folder() / "roles.json", gongwen::test::scratch_dir(), {}, out);
  ASSERT_EQ(out.size(), 1U) << render(out);
  EXPECT_EQ(out.all().front().code, "F001");
  EXPECT_TRUE(out.has_errors());
  EXPECT_EQ(out.all().front().hints, std::vector<std::string>{"准备字体：bash fonts/prepare.sh"});
  EXPECT_FALSE(book->pick(book->role("fangsong"), U'中').has_value());
}

}  // namespace
}  // namespace gongwen::fonts
