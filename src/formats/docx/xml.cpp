#include "formats/docx/xml.h"

#include <array>
#include <cstddef>

namespace gongwen::docx {
namespace {

/// Bytes that need a look: markup, controls, and 0xEF, the first byte of U+FFFE and U+FFFF.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> special{};
  for (std::size_t c = 0; c < 0x20; ++c) special[c] = true;
  for (const char c : {'&', '<', '>', '"'}) special[static_cast<unsigned char>(c)] = true;
  special[0xEF] = true;
  return special;
}
constexpr auto kSpecial = make_special();
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t kept = 0;
  const auto replace = [&](std::size_t at, std::size_t length, std::string_view by) {
    out.append(text, kept, at - kept);
    out += by;
    kept = at + length;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!kSpecial[static_cast<unsigned char>(text[i])]) continue;
    switch (text[i]) {
      case '&': replace(i, 1, "&amp;"); break;
      case '<': replace(i, 1, "&lt;"); break;
      case '>': replace(i, 1, "&gt;"); break;
      case '"': replace(i, 1, "&quot;"); break;
      case '\t': replace(i, 1, "&#9;"); break;
      case '\n': replace(i, 1, "&#10;"); break;
      case '\r': replace(i, 1, "&#13;"); break;
      case '\xEF': {
        const std::string_view code = text.substr(i, 3);
        if (code == "\xEF\xBF\xBE" || code == "\xEF\xBF\xBF") replace(i, 3, kReplacement);
        break;
      }
      default: replace(i, 1, kReplacement); break;
    }
  }
  out.append(text, kept, text.size() - kept);
}

}  // namespace gongwen::docx
