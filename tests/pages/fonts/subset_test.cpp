// Our subsets against the fonts they were cut from, both drawn by HarfBuzz.

#include <algorithm>

#include <gtest/gtest.h>

#include "outline.h"
#include "pages/fonts/face.h"
#include "prepared.h"
#include "tiny_font.h"

namespace gongwen::fonts {
namespace {

using test::Outline;
using test::prepared_face;

/// A bare CFF needs a house before HarfBuzz can read it.
std::string readable(const Subset& subset, std::size_t glyphs) {
  if (!subset.cff) return subset.program;
  test::Tables tables = test::common_tables(static_cast<int>(glyphs));
  tables["CFF "] = subset.program;
  return test::sfnt_of(tables);
}

std::vector<GlyphUse> uses_of(const Face& face, std::u32string_view text) {
  std::vector<GlyphUse> out;
  for (const char32_t c : text) {
    if (const GlyphId glyph = face.glyph(c)) out.push_back({glyph, c});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void check_same_outlines(const Face& face, std::string_view original_bytes, const std::vector<GlyphUse>& uses) {
  const Subset subset = face.subset(uses);
  const std::string program = readable(subset, uses.size() + 1);
  const Outline original(original_bytes), cut(program);
  ASSERT_GE(cut.glyph_count(), uses.size() + 1);
  EXPECT_EQ(cut.drawn(0), original.drawn(0));
  for (std::size_t i = 0; i < uses.size(); ++i) {
    const auto code = static_cast<unsigned>(i + 1);
    ASSERT_EQ(cut.drawn(code), original.drawn(uses[i].glyph)) << face.id() << " U+" << std::hex << static_cast<std::uint32_t>(uses[i].unicode);
    ASSERT_FALSE(uses[i].unicode > 0x20 && cut.drawn(code).empty());
    if (!subset.cff) { ASSERT_EQ(cut.advance(code), original.advance(uses[i].glyph)); }
  }
}

std::u32string sample_text() {
  std::u32string text = U"省教育厅关于印发《通知》的函，王镕：“第15号”——……（2023年8月10日）éÀ€①℃";
  for (char32_t c = 0x4E00; c < 0x9FA5; c += 97) text.push_back(c);
  for (char32_t c = 0x20000; c < 0x2B000; c += 211) text.push_back(c);
  for (char32_t c = 0x21; c < 0x7F; ++c) text.push_back(c);
  for (char32_t c = 0xC0; c < 0x17F; ++c) text.push_back(c);
  return text;
}

class SubsetOf : public testing::TestWithParam<const char*> {};

TEST_P(SubsetOf, DrawsWhatTheFontDraws) {
  const auto face = prepared_face(GetParam());
  ASSERT_NE(face, nullptr);
  const auto bytes = real_env().map_file(gongwen::test::source_dir() / "fonts/prepared" / GetParam());
  const auto uses = uses_of(*face, sample_text());
  ASSERT_GT(uses.size(), 100U);
  check_same_outlines(*face, bytes->view(), uses);
}

INSTANTIATE_TEST_SUITE_P(PreparedFaces, SubsetOf,
                         testing::Values("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Bold.otf", "FandolSong-Regular.otf",
                                         "FandolSong-Bold.otf", "NotoSerifCJK-Regular.otf", "NotoSerifCJK-Bold.otf", "NotoSansCJK-Bold.otf",
                                         "LXGWWenKai-Light.ttf", "LXGWWenKai-Regular.ttf", "HanaMinA.ttf", "HanaMinB.ttf",
                                         "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSans-Regular.ttf"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
                           return name;
                         });

TEST(Subset, WritesAGlyphTwiceThatStandsForTwoCharacters) {
  const auto face = prepared_face("FandolFang-Regular.otf");
  ASSERT_NE(face, nullptr);
  const GlyphId glyph = face->glyph(U'中');
  const std::vector<GlyphUse> uses{{glyph, U'\u2F01'}, {glyph, U'中'}};
  const std::string program = readable(face->subset(uses), 3);
  const Outline cut(program);
  EXPECT_FALSE(cut.drawn(1).empty());
  EXPECT_EQ(cut.drawn(1), cut.drawn(2));
}

TEST(Subset, AppendsTheComponentsOfCompositeGlyphs) {
  FaceSource source;
  source.id = "tiny";
  OpenFailure why = OpenFailure::none;
  const std::string bytes = test::sfnt_of(test::truetype_tables());
  const auto face = open_face(std::make_shared<test::HeldBytes>(bytes), source, why);
  ASSERT_NE(face, nullptr);
  const std::vector<GlyphUse> uses{{2, U'国'}};  // made of 中, which is not used itself
  const std::string program = face->subset(uses).program;
  const Outline cut(program), original(bytes);
  EXPECT_EQ(cut.glyph_count(), 3U);
  const std::string drawn = cut.drawn(1);
  EXPECT_EQ(std::count(drawn.begin(), drawn.end(), 'M'), 2);
  EXPECT_EQ(drawn, original.drawn(2));
}

TEST(Subset, RedrawsFontsWithSubroutines) {
  FaceSource source;
  source.id = "tiny";
  OpenFailure why = OpenFailure::none;
  const std::string bytes = test::sfnt_of(test::subroutine_tables());
  const auto face = open_face(std::make_shared<test::HeldBytes>(bytes), source, why);
  ASSERT_NE(face, nullptr);
  const std::vector<GlyphUse> uses{{1, U'中'}, {2, U'国'}};
  const std::string program = readable(face->subset(uses), 3);
  const Outline cut(program), original(bytes);
  ASSERT_FALSE(original.drawn(1).empty());
  EXPECT_EQ(cut.drawn(1), original.drawn(1));
  EXPECT_EQ(cut.drawn(2), original.drawn(2));
}

TEST(Subset, IsTheSameBytesEachTimeAndItsTagSpeaksOfItsGlyphs) {
  const auto face = prepared_face("FandolKai-Regular.otf");
  ASSERT_NE(face, nullptr);
  const auto uses = uses_of(*face, U"河南省教育厅");
  const Subset one = face->subset(uses), two = face->subset(uses), other = face->subset(uses_of(*face, U"河南省"));
  EXPECT_EQ(one.program, two.program);
  EXPECT_EQ(one.tag, two.tag);
  EXPECT_NE(one.tag, other.tag);
  EXPECT_EQ(one.tag.size(), 6U);
  EXPECT_EQ(one.tag.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::fonts
