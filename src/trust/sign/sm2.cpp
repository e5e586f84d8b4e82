#include "trust/sign/sm2.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>

#include "trust/sign/chain_internal.h"
#include "trust/sign/keys_internal.h"

namespace gongwen::sign {
namespace {

/// A digest context with the signer's identity in it, ready to sign (or to verify) with SM3.
class Sm2Context {
 public:
  explicit Sm2Context(EVP_PKEY* key) : digest_(EVP_MD_CTX_new()), key_(EVP_PKEY_CTX_new(key, nullptr)) {
    need(digest_ != nullptr && key_ != nullptr && EVP_PKEY_CTX_set1_id(key_.get(), kSm2Identity.data(), static_cast<int>(kSm2Identity.size())) == 1, "准备 SM2 签名");
    EVP_MD_CTX_set_pkey_ctx(digest_.get(), key_.get());
  }
  EVP_MD_CTX* get() const noexcept { return digest_.get(); }

 private:
  OwnedMdCtx digest_;
  OwnedKeyCtx key_;
};

}  // namespace

void sm2_sign_certificate(X509* certificate, EVP_PKEY* key) {
  const Sm2Context context(key);
  need(EVP_DigestSignInit(context.get(), nullptr, EVP_sm3(), nullptr, key) == 1 && X509_sign_ctx(certificate, context.get()) > 0, "签发 SM2 证书");
}

std::string sign_sm2(const Sm2Key& key, std::string_view bytes) {
  const Sm2Context context(key.impl().key.get());
  std::size_t length = 0;
  need(EVP_DigestSignInit(context.get(), nullptr, EVP_sm3(), nullptr, key.impl().key.get()) == 1 &&
           EVP_DigestSign(context.get(), nullptr, &length, data_of(bytes), bytes.size()) == 1,
       "用 SM2 密钥签名");
  std::string out(length, '\0');
  need(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, data_of(bytes), bytes.size()) == 1, "用 SM2 密钥签名");
  out.resize(length);
  return out;
}

Sm2Verdict verify_sm2(std::string_view signature, std::string_view bytes, std::string_view certificates, std::optional<Instant> at,
                      std::span<const Certificate> trusted, std::span<const Crl> crls) {
  Sm2Verdict out;
  const auto read = read_certificates(certificates, nullptr);
  const OwnedCert signer = read ? parse_der(read.value().front().der) : nullptr;
  EVP_PKEY* const key = signer == nullptr ? nullptr : X509_get0_pubkey(signer.get());
  if (key == nullptr || EVP_PKEY_is_a(key, "SM2") != 1) {
    ERR_clear_error();
    out.reason = "没有可用的 SM2 证书";
    return out;
  }
  out.signer = read.value().front();
  const OwnedCerts inside(sk_X509_new_null());
  for (std::size_t i = 1; i < read.value().size(); ++i) {
    OwnedCert one = parse_der(read.value()[i].der);
    if (one != nullptr && sk_X509_push(inside.get(), one.get()) > 0) (void)one.release();
  }
  out.standing = stand(signer.get(), inside.get(), {at, std::nullopt}, trusted, crls);
  const Sm2Context context(key);
  out.intact = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, key) == 1 &&
               EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(bytes), bytes.size()) == 1;
  if (!out.intact) out.reason = "内容与 SM2 签名不符";
  ERR_clear_error();
  return out;
}

std::string Sm2Verdict::sentence() const {
  if (!intact) return "国密签名无效：" + reason;
  const std::string out = "国密签名（SM2、SM3）有效，签署人 " + signer->organisation;
  if (standing.out_of_time) return out + "；但签名时证书不在有效期内";
  if (standing.revoked) return out + "；但证书已被吊销";
  switch (standing.trust) {
    case Trust::trusted: return out + "，证书是受信任的";
    case Trust::self_signed: return out + "；证书为自签名，请另行核对指纹 " + signer->printed_fingerprint();
    case Trust::foreign: break;
  }
  return out + "；证书由“" + signer->issuer + "”签发，不在受信任的证书之列";
}

}  // namespace gongwen::sign
