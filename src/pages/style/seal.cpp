#include "pages/style/seal.h"

#include <algorithm>

namespace gongwen::style {

SealPlace place_seal(Length pitch, Length size, std::int64_t lines, Length height) noexcept {
  SealPlace best;
  Length least = Length::mm(1000);
  for (const std::int64_t blank : {2, 1, 3}) {
    const Length middle = pitch * blank + (pitch * (std::max<std::int64_t>(lines, 1) - 1) + size) / 2;
    const Length wanted = middle - height / 2 - height / 10;
    const Length top = std::clamp(wanted, Length(), size);
    const Length off = wanted < top ? top - wanted : wanted - top;
    if (off >= least) continue;
    least = off;
    best = {blank, top};
  }
  return best;
}

}  // namespace gongwen::style
