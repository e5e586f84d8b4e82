#include "formats/docx/units.h"

#include "foundation/text/line_class.h"
#include "foundation/text/utf8.h"

namespace gongwen::docx {

Length estimated_width(std::string_view utf8, const style::TextStyle& t) {
  std::int64_t quarters = 0;
  enum class Kind : std::uint8_t { none, hanzi, mark, western } last = Kind::none;
  for (std::size_t at = 0; at < utf8.size();) {
    const text::Decoded c = text::decode(utf8, at);
    at += c.length;
    const bool wide = c.code >= 0x2E80 || text::is_chinese_ambiguous(c.code);
    const Kind kind = !wide ? Kind::western : text::is_hanzi(c.code) ? Kind::hanzi : Kind::mark;
    if ((kind == Kind::western && last == Kind::hanzi) || (kind == Kind::hanzi && last == Kind::western)) ++quarters;
    quarters += wide ? 4 : 2;
    last = kind;
  }
  return advance_of(t) * quarters / 4;
}

}  // namespace gongwen::docx
