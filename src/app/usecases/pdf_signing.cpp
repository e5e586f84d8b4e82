#include "app/usecases/pdf_signing.h"

#include <utility>

#include "formats/pdf/signature.h"
#include "foundation/base/codes.h"
#include "foundation/json/json.h"
#include "trust/sign/digest.h"
#include "trust/sign/time_stamp.h"

namespace gongwen::usecases {
namespace {

using json::Node;

// A signature, its attributes and CMS around them; a time stamp with the certificates of its authority.
constexpr std::uint32_t kSignatureRoom = 2048;
constexpr std::uint32_t kStampRoom = 12'288;

std::uint32_t room_for(std::span<const sign::Certificate> certificates, bool stamped) {
  std::size_t out = kSignatureRoom + (stamped ? kStampRoom : 0);
  for (const auto& one : certificates) out += one.der.size();
  return static_cast<std::uint32_t>(out);
}

std::vector<sign::Certificate> all_of(const sign::SigningKey& key) {
  std::vector<sign::Certificate> out{key.certificate()};
  out.insert(out.end(), key.chain().begin(), key.chain().end());
  return out;
}

pdf::SignatureField field_of(const sign::Certificate& signer, const PdfSigning& said, Instant when, std::uint32_t room) {
  return {signer.name.empty() || signer.name == signer.organisation ? signer.organisation : signer.organisation + " " + signer.name, said.reason, said.location,
          {when.unix_seconds, 0}, room};
}

/// The token over a signature, or nothing to put in when nobody is asked.
Result<std::string> stamp(Env& env, const sign::TimeAuthority& time, std::string_view signature) {
  if (!time) return std::string();
  auto answer = sign::ask_time_stamp(env, time, signature);
  if (!answer) return answer.error();
  return sign::token_of(*answer);
}

void fill(pdf::Signable& place, std::string_view cms) {
  if (!place.fill(cms)) throw Error("签名（" + std::to_string(cms.size()) + " 字节）放不进 PDF 里留的位置：时间戳或证书链太长");
}

std::string decoded(std::string_view signature) {
  std::string text;
  for (const char c : signature) {
    if (c != '\n' && c != '\r' && c != ' ') text += c;
  }
  if (auto bytes = sign::from_base64(text); bytes && !bytes->empty()) return *bytes;
  return std::string(signature);
}

Diagnostic bad_request(const Place::Name& file) {
  return {Severity::error, codes::kBadSignRequest, Place::in_text(file, 0, 0, 0), "这不是 gongwen sign prepare 写的待签文件，或已损坏", {"请重新用 gongwen sign prepare 生成"}, {}, {}};
}

}  // namespace

Result<std::string> sign_pdf(Env& env, std::string_view bytes, const Place::Name& file, const sign::Identity& identity, const PdfSigning& said) {
  const sign::SigningKey& key = identity.sign;
  auto place = pdf::add_signature_field(bytes, file, field_of(key.certificate(), said, env.now(), room_for(all_of(key), bool(identity.time))));
  if (!place) return place.error();
  const std::string attributes = sign::cms_attributes(key.certificate(), sign::sha256(place->signed_bytes()), std::nullopt);
  const std::string signature = sign::sign_raw(key, attributes);
  auto token = stamp(env, identity.time, signature);
  if (!token) return token.error();
  fill(*place, sign::assemble_cms(key.certificate(), key.chain(), attributes, signature, *token));
  return std::move(place->bytes);
}

std::string write_request(const SignRequest& r) {
  Node out = Node::object();
  out.set("format", Node::number(1));
  out.set("kind", Node::string(r.pdf ? "pdf" : "detached"));
  out.set("name", Node::string(r.name));
  out.set("algorithm", Node::string(r.algorithm));
  out.set("digest_sha256", Node::string(sign::hex(sign::sha256(r.attributes))));
  out.set("to_be_signed", Node::string(sign::base64(r.attributes)));
  Node certificates = Node::array();
  for (const auto& one : r.certificates) certificates.push(Node::string(sign::base64(one.der)));
  out.set("certificates", std::move(certificates));
  if (r.pdf) {
    out.set("contents_at", Node::number(static_cast<std::int64_t>(r.contents_at)));
    out.set("contents_end", Node::number(static_cast<std::int64_t>(r.contents_end)));
    out.set("document", Node::string(sign::base64(r.document)));
  }
  return json::canonical(out);
}

Result<SignRequest> read_request(std::string_view text, const Place::Name& file) {
  Diagnostics ignored;
  const auto root = json::parse(text, file, ignored);
  if (!root || !root->is(json::Kind::object)) return bad_request(file);
  const auto member = [&](const char* name) {
    const Node* const value = root->find(name);
    return value != nullptr && (value->is(json::Kind::string) || value->is(json::Kind::number)) ? value->text() : std::string();
  };
  const auto count = [&](const char* name) {
    std::uint64_t n = 0;
    for (const char c : member(name)) n = c >= '0' && c <= '9' && n < (std::uint64_t{1} << 50) ? n * 10 + static_cast<std::uint64_t>(c - '0') : ~std::uint64_t{0} >> 1U;
    return n;
  };
  SignRequest out;
  out.name = member("name");
  out.pdf = member("kind") == "pdf";
  out.algorithm = member("algorithm");
  const auto attributes = sign::from_base64(member("to_be_signed"));
  const auto document = sign::from_base64(member("document"));
  const Node* const certificates = root->find("certificates");
  if (member("format") != "1" || !attributes || attributes->empty() || !document || certificates == nullptr || !certificates->is(json::Kind::array)) return bad_request(file);
  for (const Node& one : certificates->items()) {
    const auto der = one.is(json::Kind::string) ? sign::from_base64(one.text()) : std::nullopt;
    const auto read = der ? sign::read_certificates(*der, file) : Result<std::vector<sign::Certificate>>(bad_request(file));
    if (!read) return bad_request(file);
    out.certificates.push_back(read.value().front());
  }
  out.attributes = *attributes;
  out.document = *document;
  out.contents_at = count("contents_at");
  out.contents_end = count("contents_end");
  const bool place = out.contents_at < out.contents_end && out.contents_end <= out.document.size() && out.document[out.contents_at] == '<';
  if (out.certificates.empty() || (out.pdf && !place)) return bad_request(file);
  return out;
}

Result<SignRequest> prepare_signature(Env& env, std::string_view bytes, const Place::Name& file, std::vector<sign::Certificate> certificates, const PdfSigning& said) {
  SignRequest out;
  out.name = fs::path(*file).filename().string();
  out.algorithm = sign::external_algorithm(certificates.front());
  if (out.algorithm.empty()) {
    return Diagnostic{Severity::error, codes::kKeyKind, Place::in_text(file, 0, 0, 0), "证书的密钥不是 ECDSA P-256，也不是 2048 位以上的 RSA", {"SM2 的设备现在只能在 OFD 或封存包旁另签"}, {}, {}};
  }
  out.certificates = std::move(certificates);
  const Instant now = env.now();
  out.pdf = bytes.starts_with("%PDF-");
  if (!out.pdf) {
    out.attributes = sign::cms_attributes(out.certificates.front(), sign::sha256(bytes), now);
    return out;
  }
  auto place = pdf::add_signature_field(bytes, file, field_of(out.certificates.front(), said, now, room_for(out.certificates, true)));
  if (!place) return place.error();
  out.attributes = sign::cms_attributes(out.certificates.front(), sign::sha256(place->signed_bytes()), std::nullopt);
  out.document = std::move(place->bytes);
  out.contents_at = place->contents_at;
  out.contents_end = place->contents_end;
  return out;
}

Result<std::string> finish_signature(Env& env, const SignRequest& request, std::string_view given, const Place::Name& file, const sign::TimeAuthority& time) {
  std::string signature(given);
  const sign::Certificate& signer = request.certificates.front();
  if (!sign::fits(signer, request.attributes, signature)) {
    signature = decoded(given);
    if (!sign::fits(signer, request.attributes, signature)) {
      return Diagnostic{Severity::error, codes::kSignatureForeign, Place::in_text(file, 0, 0, 0), "签名值与待签内容、证书对不上",
                        {"要签的是待签文件里 to_be_signed 的内容（SHA-256 为 digest_sha256），用 " + request.algorithm + "；证书须是签名设备里那个密钥的"}, {}, {}};
    }
  }
  auto token = stamp(env, time, signature);
  if (!token) return token.error();
  const std::span<const sign::Certificate> chain(request.certificates.begin() + 1, request.certificates.end());
  const std::string cms = sign::assemble_cms(signer, chain, request.attributes, signature, *token);
  if (!request.pdf) return cms;
  pdf::Signable place{request.document, request.contents_at, request.contents_end};
  fill(place, cms);
  return std::move(place.bytes);
}

}  // namespace gongwen::usecases
