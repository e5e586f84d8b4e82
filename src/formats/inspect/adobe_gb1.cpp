#include "formats/inspect/adobe_gb1.h"

#include <array>

#include "foundation/text/encoding.h"

namespace gongwen::inspect {
namespace {

/// Codes of GB 2312 in the EUC form that follow each other, and the CID of the first.
struct Run { std::uint32_t cid, first, last; };
constexpr std::array kMarks = {
    Run{96, 0xA1A1, 0xA1FE}, Run{190, 0xA2B1, 0xA2E2}, Run{240, 0xA2E5, 0xA2EE}, Run{250, 0xA2F1, 0xA2FC}, Run{262, 0xA3A1, 0xA3FE},
    Run{356, 0xA4A1, 0xA4F3}, Run{439, 0xA5A1, 0xA5F6}, Run{525, 0xA6A1, 0xA6B8}, Run{549, 0xA6C1, 0xA6F5}, Run{602, 0xA7A1, 0xA7C1},
    Run{635, 0xA7D1, 0xA7F1}, Run{668, 0xA8A1, 0xA8C0}, Run{700, 0xA8C5, 0xA8EA}, Run{738, 0xA9A4, 0xA9EF},
};
// Hanzi: whole rows of 94 from 啊 (B0A1), the 55th with 89 only (to D7F9), then again whole rows to 齄 (F7FE).
constexpr std::uint32_t kLevel1 = 940, kLevel2 = 4695, kEnd = kLevel2 + 32 * 94;

std::string from_euc(std::uint32_t code) {
  const char bytes[] = {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
  return text::decode_as(std::string_view(bytes, 2), text::Encoding::gb18030).utf8;
}

}  // namespace

std::string adobe_gb1(std::uint32_t cid) {
  if (cid == 7716) return " ";                                                       // half a 字
  if (cid >= 1 && cid <= 95) return std::string(1, static_cast<char>(0x1F + cid));   // proportional
  if (cid >= 814 && cid <= 907) return std::string(1, static_cast<char>(0x21 + cid - 814));
  for (const auto& run : kMarks) {
    if (cid >= run.cid && cid - run.cid <= run.last - run.first) return from_euc(run.first + cid - run.cid);
  }
  if (cid < kLevel1 || cid >= kEnd) return {};
  const std::uint32_t row = cid < kLevel2 ? 0xB0 : 0xD8, at = cid - (cid < kLevel2 ? kLevel1 : kLevel2);
  return from_euc(((row + at / 94) << 8U) + 0xA1 + at % 94);
}

}  // namespace gongwen::inspect
