#include "trust/sign/cms.h"

#include <openssl/x509_vfy.h>

#include <ctime>
#include <vector>

#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

// CADES adds signing-certificate-v2; the S/MIME capabilities say nothing about a detached file.
constexpr unsigned kSignFlags = CMS_BINARY | CMS_DETACHED | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;

// OpenSSL writes the clock's time when the attribute is absent; so it is put there first.
void set_signing_time(CMS_SignerInfo* signer, Instant when) {
  const Owned<ASN1_TIME, ASN1_TIME_free> time(ASN1_TIME_set(nullptr, static_cast<time_t>(when.unix_seconds)));
  need(time != nullptr && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) == 1, "写入签名时间");
}

std::optional<Instant> signing_time(const CMS_SignerInfo* signer) {
  const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
  if (at < 0) return std::nullopt;
  X509_ATTRIBUTE* const attribute = CMS_signed_get_attr(signer, at);
  const ASN1_TYPE* const value = X509_ATTRIBUTE_get0_type(attribute, 0);
  if (value == nullptr || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
  return instant_of(value->value.asn1_string);
}

Trust trust_of(X509* signer, STACK_OF(X509)* inside, std::optional<Instant> at, std::span<const Certificate> trusted) {
  const Certificate described = describe(signer);
  for (const Certificate& one : trusted) {
    if (one.der == described.der) return Trust::trusted;
  }
  const Trust unknown = described.self_signed ? Trust::self_signed : Trust::foreign;
  if (trusted.empty() || described.self_signed) return unknown;
  const Owned<X509_STORE, X509_STORE_free> store(X509_STORE_new());
  const Owned<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
  need(store != nullptr && context != nullptr, "准备证书校验");
  for (const Certificate& one : trusted) {
    const OwnedCert anchor = parse_der(one.der);
    if (anchor != nullptr) need(X509_STORE_add_cert(store.get(), anchor.get()) == 1, "准备证书校验");
  }
  need(X509_STORE_CTX_init(context.get(), store.get(), signer, inside) == 1, "准备证书校验");
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN);
  if (at) X509_STORE_CTX_set_time(context.get(), 0, static_cast<time_t>(at->unix_seconds));
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return good ? Trust::trusted : unknown;
}

std::string algorithm_of(X509* signer) {
  EVP_PKEY* const key = X509_get0_pubkey(signer);
  if (key == nullptr) return "未知算法";
  const std::string bits = std::to_string(EVP_PKEY_get_bits(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) return "ECDSA P-" + bits;
  if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1) return "RSA " + bits;
  const char* const name = EVP_PKEY_get0_type_name(key);
  return name == nullptr ? "未知算法" : name;
}

std::string digest_name(CMS_SignerInfo* signer) {
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &digest, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, digest);
  switch (OBJ_obj2nid(object)) {
    case NID_sha256: return "SHA-256";
    case NID_sha384: return "SHA-384";
    case NID_sha512: return "SHA-512";
    default: return "";
  }
}

void fill_signer(CmsVerdict& out, CMS_ContentInfo* cms, CMS_SignerInfo* signer, X509* certificate, std::span<const Certificate> trusted) {
  out.signer = describe(certificate);
  out.signed_at = signing_time(signer);
  out.valid_when_signed = out.signed_at && *out.signed_at >= out.signer->not_before && *out.signed_at <= out.signer->not_after;
  out.algorithm = algorithm_of(certificate) + " " + digest_name(signer);
  STACK_OF(X509)* const inside = CMS_get1_certs(cms);
  out.trust = trust_of(certificate, inside, out.signed_at, trusted);
  sk_X509_pop_free(inside, X509_free);
}

}  // namespace

std::string sign_cms(const SigningKey& key, std::string_view content, Instant when) {
  const OwnedBio in = reading(content);
  const OwnedCms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kSignFlags));
  need(cms != nullptr, "建立签名");
  CMS_SignerInfo* const signer = CMS_add1_signer(cms.get(), key.impl().x509.get(), key.impl().key.get(), EVP_sha256(), kSignFlags);
  need(signer != nullptr, "加入签署人");
  set_signing_time(signer, when);
  need(CMS_final(cms.get(), in.get(), nullptr, kSignFlags) == 1, "签名");
  unsigned char* der = nullptr;
  const int length = i2d_CMS_ContentInfo(cms.get(), &der);
  need(length > 0, "写出签名");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

CmsVerdict verify_cms(std::string_view cms_bytes, std::string_view content, std::span<const Certificate> trusted) {
  CmsVerdict out;
  const auto refuse = [&](const char* why) {
    ERR_clear_error();
    out.reason = why;
    return out;
  };
  const unsigned char* at = data_of(cms_bytes);
  const OwnedCms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(cms_bytes.size())));
  if (cms == nullptr || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed) return refuse("签名文件不是 CMS 签名，或已损坏");
  if (at != data_of(cms_bytes) + cms_bytes.size()) return refuse("签名文件末尾有多余的内容");
  STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(cms.get());
  if (sk_CMS_SignerInfo_num(signers) != 1) return refuse("签名文件里不是恰好一个签署人");
  // Only a detached signature speaks about `content`; one with its own content inside would speak about that.
  if (ASN1_OCTET_STRING** const inside = CMS_get0_content(cms.get()); inside == nullptr || *inside != nullptr) {
    return refuse("签名文件里带有自己的内容，不是分离式签名");
  }
  const OwnedBio in = reading(content);
  const bool good = CMS_verify(cms.get(), nullptr, nullptr, in.get(), nullptr, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
  CMS_SignerInfo* const signer = sk_CMS_SignerInfo_value(signers, 0);
  X509* certificate = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
  if (certificate != nullptr) fill_signer(out, cms.get(), signer, certificate, trusted);
  if (!good) return refuse(certificate == nullptr ? "签名文件里没有签署人的证书" : "内容与签名不符：内容或签名被改动过");
  ERR_clear_error();
  out.intact = true;
  return out;
}

std::string CmsVerdict::sentence() const {
  if (!intact) return "签名无效：" + reason;
  std::string out = "签名有效，签署人 " + signer->organisation;
  if (signer->name != signer->organisation) out += " " + signer->name;
  if (signed_at) out += "，自称签于 " + signed_at->iso();
  if (!valid_when_signed) return out + "；但签名时证书不在有效期内（" + signer->not_before.iso() + " 至 " + signer->not_after.iso() + "）";
  switch (trust) {
    case Trust::trusted: return out + "，证书是受信任的";
    case Trust::self_signed:
      return out + "；证书为自签名，它自己不能证明签署人是谁，请另行核对指纹 " + signer->printed_fingerprint();
    case Trust::foreign: break;
  }
  return out + "；证书由“" + signer->issuer + "”签发，不在受信任的证书之列";
}

}  // namespace gongwen::sign
