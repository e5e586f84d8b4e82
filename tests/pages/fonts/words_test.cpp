#include <gtest/gtest.h>

#include "pages/fonts/words.h"

namespace gongwen::fonts {
namespace {

/// Characters of `text` that stand in `lacking` are foreign.
std::vector<std::u32string> words(std::u32string_view text, std::u32string_view lacking) {
  std::vector<bool> foreign;
  for (const char32_t c : text) foreign.push_back(lacking.find(c) != std::u32string_view::npos);
  std::vector<std::u32string> out;
  for (const Word& w : fallback_words(text, foreign)) out.emplace_back(text.substr(w.begin, w.end - w.begin));
  return out;
}
using List = std::vector<std::u32string>;

TEST(FallbackWords, AShortStretchBetweenMarksIsAName) {
  EXPECT_EQ(words(U"王𬭊、张三、李镕", U"𬭊镕"), (List{U"王𬭊", U"李镕"}));
  EXPECT_EQ(words(U"欧阳镕基", U"镕"), List{U"欧阳镕基"});
}

TEST(FallbackWords, OfALongStretchOnlyNeighboursBelongTogether) {
  EXPECT_EQ(words(U"关于表彰王𬭊镕等同志的决定", U"𬭊镕"), List{U"𬭊镕"});
  EXPECT_EQ(words(U"关于表彰𬭊王镕等同志的决定", U"𬭊镕"), (List{U"𬭊", U"镕"}));
}

TEST(FallbackWords, LettersWithoutABlankAreAWord) {
  EXPECT_EQ(words(U"Anh Nguyễn 来", U"ễ"), List{U"Nguyễn"});
}

TEST(FallbackWords, WithoutAForeignCharacterThereAreNone) {
  EXPECT_TRUE(words(U"王伟，Anna", U"𬭊").empty());
  EXPECT_TRUE(words(U"", U"").empty());
}

TEST(FindNames, TakesTheLongestAndNeverOverlaps) {
  const auto found = find_names(U"欧阳𬭊与阳𬭊", {U"欧阳𬭊", U"阳𬭊"});
  EXPECT_EQ(found, (std::vector<Word>{{0, 3}, {4, 6}}));
}

}  // namespace
}  // namespace gongwen::fonts
