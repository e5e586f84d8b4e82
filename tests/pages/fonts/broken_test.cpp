// Damaged fonts are refused or drawn wrong; they never bring the program down (run under the sanitizers too).

#include <gtest/gtest.h>

#include "pages/fonts/face.h"
#include "prepared.h"
#include "tiny_font.h"

namespace gongwen::fonts {
namespace {

/// A damaged map may claim a million characters; walking them all is for few cases only.
enum class Walk : bool { whole_map, few_characters };

/// Everything a paper does with a face.
void use_fully(std::string bytes, Walk walk) {
  FaceSource source;
  source.id = "broken";
  OpenFailure why = OpenFailure::none;
  const auto face = open_face(std::make_shared<test::HeldBytes>(std::move(bytes)), source, why);
  if (face == nullptr) {
    EXPECT_NE(why, OpenFailure::none);
    return;
  }
  std::vector<GlyphUse> uses;
  GlyphId last = 0;
  for (const char32_t c : walk == Walk::whole_map ? face->coverage() : std::vector<char32_t>{U'中', U'国', U'空'}) {
    const GlyphId glyph = face->glyph(c);
    if (glyph > last && uses.size() < 40) uses.push_back({last = glyph, c});
    static_cast<void>(face->advance(glyph));
  }
  EXPECT_FALSE(face->subset(uses).program.empty());
}

/// A CID-keyed font without subroutines: our own subset of the one with subroutines, as a font file.
std::string cid_keyed_font() {
  FaceSource source;
  source.id = "tiny";
  OpenFailure why = OpenFailure::none;
  const auto face = open_face(std::make_shared<test::HeldBytes>(test::sfnt_of(test::subroutine_tables())), source, why);
  const std::vector<GlyphUse> uses{{1, U'中'}, {2, U'国'}, {3, U'空'}};
  test::Tables tables = test::common_tables(4);
  tables["CFF "] = face->subset(uses).program;
  return test::sfnt_of(tables);
}

std::vector<std::string> tiny_fonts() {
  return {test::sfnt_of(test::truetype_tables()), test::sfnt_of(test::subroutine_tables()), cid_keyed_font()};
}

TEST(BrokenFont, CutOffAnywhereIsHarmless) {
  for (const std::string& whole : tiny_fonts()) {
    for (std::size_t size = 0; size < whole.size(); ++size) use_fully(whole.substr(0, size), Walk::whole_map);
  }
}

TEST(BrokenFont, WithAnyByteChangedIsHarmless) {
  for (const std::string& whole : tiny_fonts()) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char value : {'\x00', '\x01', '\x7F', '\x80', '\xFF'}) {
        std::string bytes = whole;
        bytes[at] = value;
        use_fully(std::move(bytes), Walk::few_characters);
      }
    }
  }
}

TEST(BrokenFont, WithATableMissingIsRefused) {
  for (const auto& tables : {test::truetype_tables(), test::subroutine_tables()}) {
    for (const auto& [tag, bytes] : tables) {
      if (tag == "OS/2") continue;  // very old fonts have none
      test::Tables fewer = tables;
      fewer.erase(tag);
      OpenFailure why = OpenFailure::none;
      EXPECT_EQ(open_face(std::make_shared<test::HeldBytes>(test::sfnt_of(fewer)), FaceSource(), why), nullptr) << tag;
      EXPECT_EQ(why, OpenFailure::damaged) << tag;
    }
  }
}

TEST(BrokenFont, OfARealOneTruncatedAtEachTableIsHarmless) {
  for (const char* file : {"FandolHei-Bold.otf", "LiberationSerif-Regular.ttf"}) {
    const std::string whole = gongwen::test::slurp(gongwen::test::source_dir() / "fonts/prepared" / file);
    const Bytes font(whole);
    ASSERT_GT(font.size(), 1000U) << "run bash fonts/prepare.sh";
    for (std::size_t i = 0; i < font.u16(4); ++i) {
      const std::size_t at = font.u32(12 + 16 * i + 8), size = font.u32(12 + 16 * i + 12);
      for (const std::size_t end : {at, at + 1, at + size / 2, at + size - 1}) use_fully(whole.substr(0, end), Walk::whole_map);
    }
  }
}

}  // namespace
}  // namespace gongwen::fonts
