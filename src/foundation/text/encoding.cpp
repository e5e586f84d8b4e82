#include "foundation/text/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "foundation/base/diagnostic.h"
#include "foundation/text/utf8.h"

namespace gongwen::text {
namespace {

/// The 18 characters whose code points GB 18030-2022 moved out of the private use area of the 2005 edition.
constexpr std::array<std::pair<char32_t, char32_t>, 18> kMoved = {{
    {0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14}, {0xE792, 0xFE15},
    {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5},
    {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB},
}};

/// Two-byte forms FE50–FEA0 of GBK, which code page 936 put at U+E815–E864, one after the other.
constexpr char32_t kFirstOfFe = 0xE815;
constexpr std::array<char32_t, 80> kFe = {
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4,
    0x359E, 0x361A, 0x360E, 0x2E8C, 0x2E97, 0x396E, 0x3918, 0x9FB5, 0x39CF, 0x39DF,
    0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8,
    0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1,
    0x43AC, 0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723, 0x4729, 0x477C,
    0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982, 0x4983, 0x4985, 0x4986, 0x499F,
    0x499B, 0x49B7, 0x49B6, 0x9FBA, 0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77,
    0x4CA2, 0x4D13, 0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
};

/// Further places that GBK's extensions had: the euro sign, ḿ, ǹ, the variation mark and the description characters.
constexpr std::array<std::pair<char32_t, char32_t>, 3> kSingle = {{{0xE76C, 0x20AC}, {0xE7C7, 0x1E3F}, {0xE7C8, 0x01F9}}};
constexpr char32_t kFirstOfA9 = 0xE7E7;   // A989: U+303E, A98A–A995: U+2FF0–2FFB
constexpr char32_t kLastOfA9 = 0xE7F3;

/// The two-byte forms that now stand for them; glibc still refuses some of these.
constexpr std::array<std::pair<std::uint16_t, char32_t>, 18> kMovedBytes = {{
    {0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13}, {0xA6DD, 0xFE14}, {0xA6DE, 0xFE15},
    {0xA6DF, 0xFE16}, {0xA6EC, 0xFE17}, {0xA6ED, 0xFE18}, {0xA6F3, 0xFE19}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5},
    {0xFE66, 0x9FB6}, {0xFE67, 0x9FB7}, {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9}, {0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB},
}};

class Converter {
 public:
  Converter(const char* to, const char* from) : cd_(::iconv_open(to, from)) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): iconv's own failure value
    if (cd_ == reinterpret_cast<iconv_t>(-1)) throw Error(std::string("iconv 不能转换 ") + from);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ::iconv_close(cd_); }

  /// Converts as far as it goes. Returns the number of bytes taken.
  std::size_t run(std::string_view in, std::string& out) {
    ::iconv(cd_, nullptr, nullptr, nullptr, nullptr);
    char* from = const_cast<char*>(in.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): iconv does not write here
    std::size_t left = in.size();
    std::array<char, 8192> part{};
    while (left > 0) {
      char* to = part.data();
      std::size_t room = part.size();
      const std::size_t n = ::iconv(cd_, &from, &left, &to, &room);
      out.append(part.data(), part.size() - room);
      if (n == static_cast<std::size_t>(-1) && errno != E2BIG) break;
    }
    return in.size() - left;
  }

 private:
  iconv_t cd_;
};

/// The four-byte form that a private-use code point of kMoved took over from its partner when they changed places in 2022 (the forms of
/// U+FE10–FE19 and of U+9FB4–9FBB follow one another). An iconv of the 2005 edition knows none of them.
std::string private_bytes(char32_t partner) {
  constexpr unsigned kFe10 = 39'076, kB4 = 19'057;   // 84 31 82 36 and 82 35 90 37, counted from 81 30 81 30
  const auto n = static_cast<unsigned>(partner >= 0xFE10 ? kFe10 + (partner - 0xFE10) : kB4 + (partner - 0x9FB4));
  return {static_cast<char>(0x81 + n / 12'600), static_cast<char>(0x30 + n / 1'260 % 10), static_cast<char>(0x81 + n / 10 % 126), static_cast<char>(0x30 + n % 10)};
}

/// A character of kMoved at the beginning of GB 18030 bytes, at either of its two places, and how many bytes it takes.
struct Moved { char32_t code = 0; std::size_t size = 0; };
Moved moved_at(std::string_view in) {
  if (in.size() < 2) return {};
  const auto pair = static_cast<std::uint16_t>(static_cast<unsigned char>(in[0]) << 8U | static_cast<unsigned char>(in[1]));
  const auto* it = std::find_if(kMovedBytes.begin(), kMovedBytes.end(), [&](const auto& m) { return m.first == pair; });
  if (it != kMovedBytes.end()) return {it->second, 2};
  for (const auto& [alone, partner] : kMoved) {
    if (in.starts_with(private_bytes(partner))) return {partner, 4};
  }
  return {};
}

void convert(std::string_view bytes, const char* from, bool gb, DecodedFile& file) {
  Converter converter("UTF-8", from);
  std::size_t at = 0;
  while (at < bytes.size()) {
    at += converter.run(bytes.substr(at), file.utf8);
    if (at >= bytes.size()) break;
    const Moved moved = gb ? moved_at(bytes.substr(at)) : Moved{};
    if (moved.size > 0) {
      append(file.utf8, moved.code);
      file.moved.push_back(moved.code);
      at += moved.size;
      continue;
    }
    if (!file.bad_offset) file.bad_offset = at;
    append(file.utf8, 0xFFFD);
    at += gb ? 1 : std::min<std::size_t>(2, bytes.size() - at);
  }
}

/// Private-use code points that a converter of the 2005 edition gives are brought to their place of 2022.
void map_moved(DecodedFile& file) {
  if (file.utf8.find('\xEE') == std::string::npos) return;   // the lead byte of U+E000 … U+EFFF
  std::string out;
  out.reserve(file.utf8.size());
  for (std::size_t i = 0; i < file.utf8.size();) {
    const Decoded d = decode(file.utf8, i);
    const auto* it = std::find_if(kMoved.begin(), kMoved.end(), [&](const auto& m) { return m.first == d.code; });
    if (it == kMoved.end()) {
      out.append(file.utf8, i, d.length);
    } else {
      append(out, it->second);
      file.moved.push_back(it->second);
    }
    i += d.length;
  }
  file.utf8 = std::move(out);
}

}  // namespace

char32_t place_of_private_use(char32_t c) noexcept {
  if (c < 0xE76C || c > 0xE864) return 0;
  if (c >= kFirstOfFe) return kFe[c - kFirstOfFe];
  if (c >= kFirstOfA9 && c <= kLastOfA9) return c == kFirstOfA9 ? 0x303E : 0x2FF0 + (c - kFirstOfA9 - 1);
  const auto find = [c](const auto& table) -> char32_t {
    const auto* it = std::find_if(table.begin(), table.end(), [c](const auto& m) { return m.first == c; });
    return it == table.end() ? 0 : it->second;
  };
  const char32_t moved = find(kMoved);
  return moved != 0 ? moved : find(kSingle);
}

std::string_view name_of(Encoding e) noexcept {
  switch (e) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf8_bom: return "UTF-8 BOM";
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
    case Encoding::gb18030: return "GB 18030";
  }
  return "UTF-8";
}

DecodedFile decode_as(std::string_view bytes, Encoding encoding) {
  DecodedFile file;
  file.encoding = encoding;
  switch (encoding) {
    case Encoding::utf8:
    case Encoding::utf8_bom:
      file.bad_offset = first_malformed(bytes);
      file.utf8 = file.bad_offset ? to_utf8(to_utf32(bytes)) : std::string(bytes);
      break;
    case Encoding::utf16le: convert(bytes, "UTF-16LE", false, file); break;
    case Encoding::utf16be: convert(bytes, "UTF-16BE", false, file); break;
    case Encoding::gb18030:
      convert(bytes, "GB18030", true, file);
      map_moved(file);
      break;
  }
  return file;
}

DecodedFile decode_file(std::string_view bytes) {
  constexpr std::string_view kBom8 = "\xEF\xBB\xBF";
  const bool little = bytes.starts_with("\xFF\xFE");
  const std::size_t bom = bytes.starts_with(kBom8) ? kBom8.size() : little || bytes.starts_with("\xFE\xFF") ? 2 : 0;
  Encoding encoding = first_malformed(bytes) ? Encoding::gb18030 : Encoding::utf8;
  if (bom == kBom8.size()) encoding = Encoding::utf8_bom;
  if (bom == 2) encoding = little ? Encoding::utf16le : Encoding::utf16be;
  DecodedFile file = decode_as(bytes.substr(bom), encoding);
  if (file.bad_offset) *file.bad_offset += bom;
  return file;
}

std::string to_gb18030(std::string_view utf8) {
  Converter converter("GB18030", "UTF-8");
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    at += converter.run(utf8.substr(at), out);
    if (at >= utf8.size()) break;
    const Decoded d = decode(utf8, at);
    const auto* it = std::find_if(kMovedBytes.begin(), kMovedBytes.end(), [&](const auto& m) { return m.second == d.code; });
    const auto* alone = std::find_if(kMoved.begin(), kMoved.end(), [&](const auto& m) { return m.first == d.code; });
    if (it != kMovedBytes.end()) {
      out.push_back(static_cast<char>(it->first >> 8U));
      out.push_back(static_cast<char>(it->first & 0xFFU));
    } else if (alone != kMoved.end()) {
      out += private_bytes(alone->second);
    } else {
      out.push_back('?');
    }
    at += d.length;
  }
  return out;
}

}  // namespace gongwen::text
