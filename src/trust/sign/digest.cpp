#include "trust/sign/digest.h"

#include <gcrypt.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

// Fetched once: looking an algorithm up costs more than hashing a node of the log.
const EVP_MD* sha256_method() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  need(found != nullptr, "取用 SHA-256");
  return found;
}

Digest openssl_sha256(std::string_view bytes) {
  // One context a thread: making one costs more than hashing a field.
  thread_local OwnedMdCtx context(EVP_MD_CTX_new());
  Digest out{};
  need(EVP_DigestInit_ex(context.get(), sha256_method(), nullptr) == 1 && EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
           EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1,
       "计算 SHA-256");
  return out;
}

// libgcrypt's SM3 uses the vector units, OpenSSL's (3.0 … 3.5 on x86) does not: of all that a paper's filing costs, SM3 over it is
// the largest part. Secure memory is for keys; there are none here.
Digest gcrypt_sm3(std::string_view bytes) {
  static const bool ready = gcry_check_version(GCRYPT_VERSION) != nullptr && gcry_control(GCRYCTL_DISABLE_SECMEM, 0) == 0 &&
                            gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0) == 0 && gcry_md_test_algo(GCRY_MD_SM3) == 0;
  if (!ready) throw Error("libgcrypt：取用 SM3 失败");
  Digest out{};
  gcry_md_hash_buffer(GCRY_MD_SM3, out.data(), bytes.data(), bytes.size());
  return out;
}

constexpr std::string_view kUrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode64(std::string_view bytes, std::string_view alphabet) {
  std::string out((bytes.size() * 4 + 2) / 3, '\0');
  char* to = out.data();
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
  const auto put = [&](std::uint32_t bits, int chars) {
    for (int k = 0; k < chars; ++k) *to++ = alphabet[(bits >> (18 - 6 * k)) & 63U];
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) put(byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2), 4);
  if (bytes.size() - i == 2) put(byte(i) << 16U | byte(i + 1) << 8U, 3);
  if (bytes.size() - i == 1) put(byte(i) << 16U, 2);
  return out;
}

constexpr std::array<std::int8_t, 256> values_of(std::string_view alphabet) {
  std::array<std::int8_t, 256> out{};
  for (auto& one : out) one = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) out[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return out;
}
constexpr std::array<std::int8_t, 256> kUrlValues = values_of(kUrlAlphabet);
constexpr std::array<std::int8_t, 256> kValues = values_of(kAlphabet);

std::optional<std::string> decode64(std::string_view text, const std::array<std::int8_t, 256>& value) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out(text.size() * 3 / 4, '\0');
  char* to = out.data();
  const auto at = [&](std::size_t i) { return std::int32_t{value[static_cast<unsigned char>(text[i])]}; };
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    const std::int32_t four = at(i) << 18 | at(i + 1) << 12 | at(i + 2) << 6 | at(i + 3);   // negative as soon as one of them is
    if (four < 0) return std::nullopt;
    *to++ = static_cast<char>(four >> 16);
    *to++ = static_cast<char>(four >> 8 & 0xFF);
    *to++ = static_cast<char>(four & 0xFF);
  }
  std::uint32_t bits = 0;
  unsigned have = 0;
  for (; i < text.size(); ++i) {
    const std::int32_t v = at(i);
    if (v < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(v);
    have += 6;
    if (have >= 8) {
      have -= 8;
      *to++ = static_cast<char>((bits >> have) & 0xFF);
    }
  }
  // One text, one meaning: the bits that are left over must be zero.
  if ((bits & ((1U << have) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace

std::string_view name_of(Algorithm algorithm) noexcept { return algorithm == Algorithm::sha256 ? "sha256" : "sm3"; }

Digest digest(Algorithm algorithm, std::string_view bytes) {
  return algorithm == Algorithm::sha256 ? openssl_sha256(bytes) : gcrypt_sm3(bytes);
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out(bytes.size() * 2, '\0');
  char* to = out.data();
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    *to++ = digits[b >> 4];
    *to++ = digits[b & 15];
  }
  return out;
}

std::string hex(const Digest& d) { return hex(bytes_of(d)); }

namespace {

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// REQUIRES: room for half as many bytes as `text` has digits.
bool read_hex(std::string_view text, unsigned char* to) noexcept {
  if (text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int both = hex_value(text[i]) * 16 | hex_value(text[i + 1]);   // negative as soon as one of them is
    if (both < 0) return false;
    *to++ = static_cast<unsigned char>(both);
  }
  return true;
}

}  // namespace

std::optional<std::string> from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  return read_hex(text, reinterpret_cast<unsigned char*>(out.data())) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Digest> digest_from_hex(std::string_view text) {
  Digest out{};
  return text.size() == 2 * out.size() && read_hex(text, out.data()) ? std::optional(out) : std::nullopt;
}

std::string_view bytes_of(const Digest& d) noexcept { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

std::string base64url(std::string_view bytes) { return encode64(bytes, kUrlAlphabet); }
std::optional<std::string> from_base64url(std::string_view text) { return decode64(text, kUrlValues); }

std::string base64(std::string_view bytes) {
  std::string out = encode64(bytes, kAlphabet);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  return decode64(text.substr(0, text.size() - padding), kValues);
}

}  // namespace gongwen::sign
