#include "pages/fonts/words.h"

#include <algorithm>

#include "foundation/base/diagnostic.h"
#include "foundation/text/line_class.h"
#include "foundation/text/utf8.h"

namespace gongwen::fonts {
namespace {

constexpr std::size_t kLongestName = 4;   // Hanzi; a double surname and a given name of two

enum class WordKind { hanzi, western, other };

WordKind kind_of(char32_t c) noexcept {
  if (text::is_hanzi(c)) return WordKind::hanzi;
  const text::LineClass cls = text::line_class(c);
  return cls == text::LineClass::latin || cls == text::LineClass::digit ? WordKind::western : WordKind::other;
}

}  // namespace

std::vector<Word> fallback_words(std::u32string_view text, const std::vector<bool>& foreign) {
  check(foreign.size() == text.size(), "fallback_words: one flag a character");
  std::vector<Word> out;
  const auto is_foreign = [&](std::size_t at) { return foreign[at]; };
  for (std::size_t i = 0; i < text.size();) {
    const WordKind kind = kind_of(text[i]);
    std::size_t end = i + 1;
    if (kind != WordKind::other) {
      while (end < text.size() && kind_of(text[end]) == kind) ++end;
    }
    if (kind == WordKind::hanzi && end - i > kLongestName) {
      for (std::size_t from = i; from < end;) {
        std::size_t to = from;
        while (to < end && is_foreign(to)) ++to;
        if (to > from) out.push_back({from, to});
        from = std::max(to, from + 1);
      }
    } else {
      bool any = false;
      for (std::size_t k = i; k < end; ++k) any = any || is_foreign(k);
      if (any) out.push_back({i, end});
    }
    i = end;
  }
  return out;
}

std::vector<Word> find_names(std::u32string_view text, const std::vector<std::u32string>& names) {
  std::vector<Word> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto name = std::find_if(names.begin(), names.end(), [&](const std::u32string& n) { return text.substr(i, n.size()) == n; });
    if (name == names.end()) {
      ++i;
      continue;
    }
    out.push_back({i, i + name->size()});
    i += name->size();
  }
  return out;
}

}  // namespace gongwen::fonts
