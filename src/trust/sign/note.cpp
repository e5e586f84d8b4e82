#include "trust/sign/note.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "trust/sign/digest.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

constexpr char kEd25519 = '\x01';                     // signature type, C2SP signed-note
constexpr std::string_view kDash = "\xE2\x80\x94 ";   // U+2014 and a blank begin a signature line

std::string key_hash(std::string_view name, std::string_view public_key) {
  std::string text(name);
  text += '\n';
  text += kEd25519;
  text += public_key;
  return std::string(bytes_of(sha256(text)).substr(0, 4));
}

bool fit_name(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) { return c == '+' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
}

bool fit_text(std::string_view text) {
  return !text.empty() && text.back() == '\n' &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

Diagnostic wrong(std::string_view code, const Place::Name& file, std::string message) {
  return {Severity::error, code, Place::in_text(file, 0, 0, 0), std::move(message), {}, {}, {}};
}

bool ed25519_verify(std::string_view key, std::string_view text, std::string_view signature) {
  const OwnedKey opened(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data_of(key), key.size()));
  const OwnedMdCtx context(EVP_MD_CTX_new());
  const bool good = opened != nullptr && EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, opened.get(), nullptr) == 1 &&
                    EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace

std::string NoteKey::text() const {
  return name + "+" + hex(key_hash(name, public_key)) + "+" + base64(std::string(1, kEd25519) + public_key);
}

Result<NoteKey> parse_note_key(std::string_view text) {
  const auto bad = [] {
    return Diagnostic{Severity::error, codes::kBadNoteKey, {}, "这不是日志的验证公钥", {"形如 名称+8 位十六进制+Base64"}, {}, {}};
  };
  const std::size_t one = text.find('+');
  const std::size_t two = one == std::string_view::npos ? one : text.find('+', one + 1);
  if (two == std::string_view::npos) return bad();
  const auto key = from_base64(text.substr(two + 1));
  if (!key || key->size() != 33 || key->front() != kEd25519) return bad();
  NoteKey out{std::string(text.substr(0, one)), key->substr(1)};
  if (!fit_name(out.name) || from_hex(text.substr(one + 1, two - one - 1)) != key_hash(out.name, out.public_key)) return bad();
  return out;
}

std::string sign_note(const LogKey& key, std::string_view name, std::string_view text) {
  check(fit_name(name) && fit_text(text), "a note's name or text is not as C2SP signed-note wants it");
  const OwnedMdCtx context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t length = signature.size();
  need(EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key.impl().key.get(), nullptr) == 1 &&
           EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, data_of(text), text.size()) == 1,
       "用日志密钥签名");
  std::string out(text);
  out += '\n';
  out += kDash;
  out += name;
  out += ' ';
  out += base64(key_hash(name, key.public_key()) + signature);
  out += '\n';
  return out;
}

Result<std::string> verify_note(std::string_view note, const NoteKey& key, const Place::Name& file) {
  const std::size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos || note.back() != '\n') return wrong(codes::kBadNote, file, "签名便笺缺少签名部分，或已损坏");
  const std::string_view text = note.substr(0, gap + 1);
  if (!fit_text(text)) return wrong(codes::kBadNote, file, "签名便笺的正文有不允许的字符");
  std::string_view rest = note.substr(gap + 2);
  const std::string hash = key_hash(key.name, key.public_key);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);   // the note ends in LF: there is always one
    const std::size_t blank = line.rfind(' ');
    if (!line.starts_with(kDash) || blank < kDash.size()) return wrong(codes::kBadNote, file, "签名便笺的签名行已损坏");
    const auto bytes = from_base64(line.substr(blank + 1));
    if (!bytes || bytes->size() < 5) return wrong(codes::kBadNote, file, "签名便笺的签名行已损坏");
    // Other signers' lines are theirs; only ours is looked at.
    if (line.substr(kDash.size(), blank - kDash.size()) != key.name || std::string_view(*bytes).substr(0, 4) != hash) continue;
    if (bytes->size() != 68 || !ed25519_verify(key.public_key, text, std::string_view(*bytes).substr(4))) {
      return wrong(codes::kNoteWrong, file, "日志检查点的签名不对：内容被改动过");
    }
    return std::string(text);
  }
  return wrong(codes::kNoteNotSigned, file, "日志检查点不是用这个档案库的日志密钥签名的");
}

}  // namespace gongwen::sign
