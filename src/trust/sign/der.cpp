#include <openssl/objects.h>

#include <algorithm>
#include <limits>

#include "foundation/base/diagnostic.h"
#include "trust/sign/der_internal.h"

namespace gongwen::sign::der {

std::string element(unsigned char tag, std::string_view content) {
  std::string out(1, static_cast<char>(tag));
  if (content.size() < 0x80) {
    out += static_cast<char>(content.size());
  } else {
    std::string length;
    for (std::size_t n = content.size(); n > 0; n >>= 8U) length.insert(length.begin(), static_cast<char>(n & 0xFFU));
    out += static_cast<char>(0x80U | length.size());
    out += length;
  }
  return out.append(content);
}

std::string sorted(std::vector<std::string> elements) {
  // As bytes without a sign, which is how std::string compares.
  std::sort(elements.begin(), elements.end());
  std::string out;
  for (const std::string& one : elements) out += one;
  return out;
}

std::string object(int nid) {
  const ASN1_OBJECT* const known = OBJ_nid2obj(nid);
  check(known != nullptr && OBJ_length(known) > 0, "sign: an algorithm OpenSSL has no number for");
  return element(0x06, {reinterpret_cast<const char*>(OBJ_get0_data(known)), OBJ_length(known)});
}

std::string small_integer(unsigned char value) { return element(kInteger, std::string(1, static_cast<char>(value))); }

std::string algorithm(int nid, bool with_null) { return sequence(object(nid) + (with_null ? element(kNull, {}) : std::string())); }

namespace {

struct Extent { std::size_t header, content; };

std::optional<Extent> extent_of(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[1]);
  std::size_t header = 2;
  std::size_t length = first;
  if (first >= 0x80) {
    const std::size_t count = first & 0x7FU;
    if (count == 0 || count > 4 || bytes.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = (length << 8U) | static_cast<unsigned char>(bytes[2 + i]);
    header += count;
  }
  if (length > bytes.size() - header) return std::nullopt;
  return Extent{header, length};
}

}  // namespace

std::optional<std::size_t> length_of(std::string_view bytes) {
  const auto extent = extent_of(bytes);
  return extent ? std::optional(extent->header + extent->content) : std::nullopt;
}

std::optional<Part> take(std::string_view& bytes) {
  const auto extent = extent_of(bytes);
  if (!extent || (static_cast<unsigned char>(bytes[0]) & 0x1FU) == 0x1FU) return std::nullopt;
  const std::string_view whole = bytes.substr(0, extent->header + extent->content);
  bytes.remove_prefix(whole.size());
  return Part{static_cast<unsigned char>(whole[0]), whole, whole.substr(extent->header)};
}

}  // namespace gongwen::sign::der
