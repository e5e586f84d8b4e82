#include "pages/fonts/face.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "outline.h"
#include "pages/fonts/coverage.h"
#include "prepared.h"
#include "tiny_font.h"

namespace gongwen::fonts {
namespace {

using test::prepared_face;

std::unique_ptr<const Face> open_tables(const test::Tables& tables, OpenFailure* why = nullptr) {
  OpenFailure reason = OpenFailure::none;
  FaceSource source;
  source.id = "tiny";
  auto face = open_face(std::make_shared<test::HeldBytes>(test::sfnt_of(tables)), source, reason);
  if (why != nullptr) *why = reason;
  return face;
}

/// Unified ideographs: their blocks, and the twelve that stand among the compatibility ideographs.
std::ptrdiff_t unified(const Face& face) {
  constexpr std::u32string_view kAmongCompatibility = U"\uFA0E\uFA0F\uFA11\uFA13\uFA14\uFA1F\uFA21\uFA23\uFA24\uFA27\uFA28\uFA29";
  const auto covered = face.coverage();
  return std::count_if(covered.begin(), covered.end(), [&](char32_t c) {
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x20000 && c < 0x2F800) || (c >= 0x30000 && c <= 0x323AF) ||
           kAmongCompatibility.find(c) != std::u32string_view::npos;
  });
}

TEST(Face, ReadsNamesAndMetrics) {
  const auto face = prepared_face("FandolFang-Regular.otf");
  ASSERT_NE(face, nullptr);
  EXPECT_EQ(face->postscript_name(), "FandolFang-Regular");
  EXPECT_EQ(face->family(), "FandolFang R");
  EXPECT_TRUE(face->cff());
  EXPECT_EQ(face->units_per_em(), 1000);
  EXPECT_EQ(face->advance(face->glyph(U'中')), 1000);
  const auto latin = prepared_face("LiberationSerif-Regular.ttf");
  ASSERT_NE(latin, nullptr);
  EXPECT_EQ(latin->postscript_name(), "LiberationSerif");
  EXPECT_FALSE(latin->cff());
  EXPECT_EQ(latin->units_per_em(), 2048);
  EXPECT_EQ(latin->advance(latin->glyph(U'5')), 1024);  // Times figures are half an em
}

TEST(Face, CoversWhatWasCountedByOtherTools) {
  // Unified ideographs, counted with Debian's Unicode data: see fonts/README.md.
  EXPECT_EQ(unified(*prepared_face("FandolFang-Regular.otf")), 7942);
  EXPECT_GE(unified(*prepared_face("LXGWWenKai-Light.ttf")), 22639);  // grows from version to version
  EXPECT_GE(unified(*prepared_face("NotoSerifCJK-Regular.otf")), 29816);
}

TEST(Face, LacksTheFamousGapsOfFandol) {
  const auto face = prepared_face("FandolFang-Regular.otf");
  ASSERT_NE(face, nullptr);
  for (const char32_t c : U"镕旻昉叆湉剋丏") {
    if (c != 0) { EXPECT_EQ(face->glyph(c), 0) << std::hex << static_cast<std::uint32_t>(c); }
  }
  EXPECT_NE(face->glyph(U'王'), 0);
}

TEST(Face, FindsTheGlyphsThatHarfBuzzFinds) {
  for (const char* file : {"FandolKai-Regular.otf", "NotoSansCJK-Bold.otf", "HanaMinB.ttf", "LiberationSerif-Regular.ttf"}) {
    const auto face = prepared_face(file);
    ASSERT_NE(face, nullptr);
    const auto bytes = real_env().map_file(gongwen::test::source_dir() / "fonts/prepared" / file);
    const test::Outline other(bytes->view());
    for (const auto& range : {std::pair{0x20U, 0x7FU}, std::pair{0xA0U, 0x3000U}, std::pair{0x4E00U, 0x5200U}, std::pair{0x2A700U, 0x2A900U}}) {
      for (unsigned c = range.first; c < range.second; ++c) {
        ASSERT_EQ(face->glyph(static_cast<char32_t>(c)), other.glyph(static_cast<char32_t>(c))) << file << " " << std::hex << c;
        ASSERT_EQ(face->advance(face->glyph(static_cast<char32_t>(c))), other.advance(other.glyph(static_cast<char32_t>(c)))) << file << " " << std::hex << c;
      }
    }
  }
}

TEST(Face, TakesABlankHanziForAbsent) {
  for (const auto& tables : {test::truetype_tables(), test::subroutine_tables()}) {
    const auto face = open_tables(tables);
    ASSERT_NE(face, nullptr);
    EXPECT_EQ(face->glyph(U'中'), 1);
    EXPECT_EQ(face->glyph(U'国'), 2);
  }
  EXPECT_EQ(open_tables(test::truetype_tables())->glyph(U'空'), 0);
  EXPECT_EQ(open_tables(test::truetype_tables())->coverage(), (std::vector<char32_t>{U'中', U'国'}));
}

TEST(Face, HasNoControlCharacters) {
  const auto face = prepared_face("FandolFang-Regular.otf");  // its own map gives them the glyph of the blank
  ASSERT_NE(face, nullptr);
  for (const char32_t c : {char32_t{0x0}, char32_t{0x9}, char32_t{0xA}, char32_t{0x7F}, char32_t{0x85}}) EXPECT_EQ(face->glyph(c), 0);
}

TEST(Face, IsRefusedWhenItsLicenceBitsForbidASubset) {
  using enum OpenFailure;
  struct Case { int fs_type; OpenFailure why; };
  // OpenType 1.9, OS/2 fsType: 2 restricted, 4 preview and print, 8 editable, 0x100 no subsetting, 0x200 bitmaps only.
  for (const Case c : {Case{0, none}, {2, restricted}, {4, none}, {8, none}, {0x100, no_subsetting}, {0x104, no_subsetting},
                       {0x200, bitmaps_only}, {6, none}}) {
    auto tables = test::truetype_tables();
    set_u16(tables["OS/2"], 8, static_cast<std::size_t>(c.fs_type));
    OpenFailure why = OpenFailure::none;
    EXPECT_EQ(open_tables(tables, &why) != nullptr, c.why == none) << c.fs_type;
    EXPECT_EQ(why, c.why) << c.fs_type;
  }
}

}  // namespace
}  // namespace gongwen::fonts
