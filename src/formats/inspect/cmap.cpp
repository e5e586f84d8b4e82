#include "formats/inspect/cmap.h"

#include <algorithm>

#include "formats/inspect/lexer.h"
#include "foundation/text/encoding.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using Kind = Operand::Kind;

std::uint32_t value_of(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::u32string from_utf16(std::string_view bytes) {
  std::u32string out;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t unit = value_of(bytes.substr(i, 2));
    if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = value_of(bytes.substr(i + 2, 2));
      if (low >= 0xDC00 && low < 0xE000) unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00), i += 2;
    }
    if (unit != 0 && (unit < 0xD800 || unit > 0xDFFF)) out += unit;
  }
  if (bytes.size() == 1) out += static_cast<unsigned char>(bytes[0]);   // some writers give one byte
  return out;
}

}  // namespace

CMap CMap::parse(std::string_view bytes) {
  CMap out;
  Lexer lexer(bytes);
  std::vector<Operand> stack;
  for (Operand word = lexer.next(); !word.is(Kind::none); word = lexer.next()) {
    if (!word.is(Kind::word)) {
      stack.push_back(std::move(word));
      if (stack.size() > 100'000) stack.clear();
      continue;
    }
    const auto text_at = [&](std::size_t i) -> std::string_view { return stack[i].text; };
    if (word.text == "endcodespacerange") {
      for (std::size_t i = 0; i + 1 < stack.size(); i += 2) {
        const auto size = static_cast<unsigned>(std::clamp<std::size_t>(stack[i].text.size(), 1, 4));
        out.spaces_.push_back({size, value_of(text_at(i)), value_of(text_at(i + 1))});
      }
    } else if (word.text == "endbfchar") {
      for (std::size_t i = 0; i + 1 < stack.size(); i += 2) {
        const auto code = value_of(text_at(i));
        if (stack[i + 1].is(Kind::string)) out.texts_.push_back({code, code, from_utf16(text_at(i + 1))});
      }
    } else if (word.text == "endbfrange") {
      for (std::size_t i = 0; i + 2 < stack.size(); i += 3) {
        const auto low = value_of(text_at(i)), high = value_of(text_at(i + 1));
        if (stack[i + 2].is(Kind::string)) {
          out.texts_.push_back({low, high, from_utf16(text_at(i + 2))});
        } else {
          const auto& list = stack[i + 2].items;
          for (std::uint32_t k = 0; k < list.size() && low + k <= high; ++k) out.texts_.push_back({low + k, low + k, from_utf16(list[k].text)});
        }
      }
    } else if (word.text == "endcidchar") {
      for (std::size_t i = 0; i + 1 < stack.size(); i += 2) {
        const auto code = value_of(text_at(i));
        out.cids_.push_back({code, code, static_cast<std::uint32_t>(std::clamp(stack[i + 1].number, 0.0, 1e6))});
      }
    } else if (word.text == "endcidrange") {
      for (std::size_t i = 0; i + 2 < stack.size(); i += 3) {
        out.cids_.push_back({value_of(text_at(i)), value_of(text_at(i + 1)), static_cast<std::uint32_t>(std::clamp(stack[i + 2].number, 0.0, 1e6))});
      }
    } else if (word.text == "usecmap" && !stack.empty()) {
      const CMap base = predefined(stack.back().text);
      if (base.coding_ != Coding::embedded) out.coding_ = base.coding_;
    } else if (word.text == "def" && stack.size() >= 2 && stack[stack.size() - 2].text == "WMode") {
      out.vertical_ = stack.back().number == 1;
    }
    stack.clear();
  }
  out.sort();
  return out;
}

void CMap::sort() {
  std::stable_sort(cids_.begin(), cids_.end(), [](const Range& a, const Range& b) { return a.low < b.low; });
  std::stable_sort(texts_.begin(), texts_.end(), [](const Text& a, const Text& b) { return a.low < b.low; });
}

CMap CMap::predefined(std::string_view name) {
  CMap out;
  out.vertical_ = name.ends_with("-V");
  if (name.find("UCS2") != std::string_view::npos || name.find("UTF16") != std::string_view::npos) out.coding_ = Coding::utf16;
  else if (name.starts_with("GB")) out.coding_ = Coding::gb18030;   // GB-EUC, GBpc-EUC, GBK-EUC, GBKp-EUC, GBK2K
  else if (name.starts_with("Identity")) out.coding_ = Coding::identity;
  return out;
}

Code CMap::cut(std::string_view bytes, std::size_t at) const {
  const auto rest = bytes.substr(at);
  const auto take = [&](unsigned n) { return Code{value_of(rest.substr(0, n)), static_cast<unsigned>(std::min<std::size_t>(n, rest.size()))}; };
  const auto byte = [&](std::size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U; };
  if (coding_ == Coding::gb18030) {
    if (byte(0) < 0x81 || byte(0) == 0xFF) return take(1);
    return take(byte(1) >= '0' && byte(1) <= '9' ? 4 : 2);
  }
  if (coding_ == Coding::utf16) return take(byte(0) >= 0xD8 && byte(0) <= 0xDB && rest.size() >= 4 ? 4 : 2);
  for (unsigned n = 1; n <= 4; ++n) {
    for (const auto& space : spaces_) {
      if (space.bytes != n || rest.size() < n) continue;
      bool inside = true;
      for (unsigned i = 0; i < n; ++i) {   // each byte within its own bounds
        const unsigned shift = 8 * (n - 1 - i);
        inside = inside && byte(i) >= (space.low >> shift & 0xFFU) && byte(i) <= (space.high >> shift & 0xFFU);
      }
      if (inside) return take(n);
    }
  }
  return take(spaces_.empty() || coding_ == Coding::identity ? 2 : spaces_.front().bytes);
}

std::string CMap::text(Code code, std::string_view raw) const {
  if (coding_ == Coding::utf16) return text::to_utf8(from_utf16(raw));
  if (coding_ == Coding::gb18030) return text::decode_as(raw, text::Encoding::gb18030).utf8;
  auto found = std::upper_bound(texts_.begin(), texts_.end(), code.value, [](std::uint32_t v, const Text& t) { return v < t.low; });
  if (found == texts_.begin() || (--found)->high < code.value || found->text.empty()) return {};
  std::u32string out = found->text;
  out.back() += code.value - found->low;
  return text::to_utf8(out);
}

std::optional<std::uint32_t> CMap::cid(Code code) const {
  if (coding_ == Coding::identity) return code.value;
  auto found = std::upper_bound(cids_.begin(), cids_.end(), code.value, [](std::uint32_t v, const Range& r) { return v < r.low; });
  if (found == cids_.begin() || (--found)->high < code.value) return std::nullopt;
  return found->cid + (code.value - found->low);
}

}  // namespace gongwen::inspect
