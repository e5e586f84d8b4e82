#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::fonts {

/// Characters [begin, end) of a text that should not change face among themselves.
struct Word {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const Word&, const Word&) = default;
};

/// The words a fallback face is chosen for.
///
/// Written Chinese has no blanks between words, and no dictionary is asked. A stretch of Hanzi between marks, blanks or the text's
/// ends is one word when it is as short as a name (four Hanzi at most: 王𬭊, 欧阳镕基); of a longer one only neighbours that both
/// need another face belong together. Western letters and digits without a blank between them are a word.
///
/// foreign  for each character of `text`, whether the face of the text around it lacks it; as long as `text`.
/// Returns words with a foreign character in them, in order, none overlapping.
/// Threads reads only its arguments.
std::vector<Word> fallback_words(std::u32string_view text, const std::vector<bool>& foreign);

/// Where one of `names` stands in `text`: whole names, the longest first, none overlapping, in order.
/// names  not empty each, the longest first.
std::vector<Word> find_names(std::u32string_view text, const std::vector<std::u32string>& names);

}  // namespace gongwen::fonts
