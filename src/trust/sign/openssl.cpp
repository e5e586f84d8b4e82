#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include <array>
#include <climits>
#include <ctime>
#include <optional>

#include "trust/sign/cms.h"
#include "trust/sign/digest.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {
namespace {

std::string der_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  need(length > 0, "写出证书");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

// OpenSSL 3 takes 60 µs and more to decode a certificate with its key, and an archive is full of one office's seals: the last few
// are kept with what is said of them, a set for each thread. Whoever gets one only reads it.
struct KnownCertificate {
  std::string der;
  OwnedCert certificate;
  std::optional<Certificate> described;   ///< once somebody has asked
};
struct KnownCertificates {
  std::array<KnownCertificate, 16> all;   ///< the chains of a signer and of a time stamp, twice over
  std::size_t oldest = 0;
};

KnownCertificates& known_here() {
  thread_local KnownCertificates kept;
  return kept;
}

OwnedCert decode_certificate(std::string_view der) {
  const unsigned char* at = data_of(der);
  OwnedCert out(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (out != nullptr && at != data_of(der) + der.size()) out.reset();   // bytes after the certificate
  ERR_clear_error();
  return out;
}

std::string serial_of(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  return hex(std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                              static_cast<std::size_t>(ASN1_STRING_length(serial))));
}

}  // namespace

std::string name_entry(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (length < 0) return {};
  std::string out(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
  OPENSSL_free(text);
  return out;
}

void fail(const char* step) {
  std::array<char, 256> text{};
  const unsigned long code = ERR_get_error();
  if (code != 0) ERR_error_string_n(code, text.data(), text.size());
  ERR_clear_error();
  throw Error(std::string("OpenSSL：") + step + " 失败" + (code != 0 ? std::string("（") + text.data() + "）" : ""));
}

OwnedBio reading(std::string_view bytes) {
  if (bytes.size() > INT_MAX) throw Error("OpenSSL：文件大于 2 GB，不能签名或验证");
  OwnedBio bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  need(bio != nullptr, "读取内存");
  return bio;
}

std::string bytes_in(BIO* bio) {
  char* at = nullptr;
  const long length = BIO_get_mem_data(bio, &at);
  return {at, static_cast<std::size_t>(length)};
}

OwnedCert parse_der(std::string_view der) {
  auto& kept = known_here();
  for (const KnownCertificate& one : kept.all) {
    if (one.certificate && one.der == der && X509_up_ref(one.certificate.get()) == 1) return OwnedCert(one.certificate.get());
  }
  OwnedCert fresh = decode_certificate(der);
  if (fresh && X509_up_ref(fresh.get()) == 1) {
    kept.all[kept.oldest] = {std::string(der), OwnedCert(fresh.get()), std::nullopt};
    kept.oldest = (kept.oldest + 1) % kept.all.size();
  }
  return fresh;
}

Instant instant_of(const ASN1_TIME* time) {
  // Counted from 1970 by OpenSSL itself: no time zone of the process comes in.
  const Owned<ASN1_TIME, ASN1_TIME_free> epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0;
  int seconds = 0;
  if (epoch == nullptr || time == nullptr || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) {
    ERR_clear_error();
    return {};
  }
  return {std::int64_t{days} * 86'400 + seconds, 0};
}

namespace {

Certificate describe_anew(const X509* certificate) {
  Certificate out;
  out.der = der_of(certificate);
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const X509_NAME* issuer = X509_get_issuer_name(certificate);
  out.organisation = name_entry(subject, NID_organizationName);
  out.name = name_entry(subject, NID_commonName);
  if (out.organisation.empty()) out.organisation = out.name;
  const std::string issuer_name = name_entry(issuer, NID_commonName);
  out.issuer = name_entry(issuer, NID_organizationName);
  if (!issuer_name.empty() && issuer_name != out.issuer) out.issuer += (out.issuer.empty() ? "" : " ") + issuer_name;
  out.serial = serial_of(certificate);
  out.fingerprint = hex(sha256(out.der));
  out.not_before = instant_of(X509_get0_notBefore(certificate));
  out.not_after = instant_of(X509_get0_notAfter(certificate));
  out.self_signed = X509_NAME_cmp(subject, issuer) == 0;
  return out;
}

}  // namespace

Certificate describe(const X509* certificate) {
  // Its own object, kept alive by the set: the same address is the same certificate.
  for (KnownCertificate& one : known_here().all) {
    if (one.certificate.get() != certificate) continue;
    if (!one.described) one.described = describe_anew(certificate);
    return *one.described;
  }
  return describe_anew(certificate);
}

std::string name_of_key(const EVP_PKEY* key) {
  if (key == nullptr) return "未知算法";
  const std::string bits = std::to_string(EVP_PKEY_get_bits(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) return "ECDSA P-" + bits;
  if (is_rsa(key)) return "RSA " + bits;
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return "Ed25519";
  const char* const name = EVP_PKEY_get0_type_name(key);
  return name == nullptr ? "未知算法" : name;
}

bool is_rsa(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1; }

std::string sign_raw(const SigningKey& key, std::string_view bytes) {
  const OwnedMdCtx context(EVP_MD_CTX_new());
  std::size_t length = 0;
  need(EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key.impl().key.get(), nullptr) == 1 &&
           EVP_DigestSign(context.get(), nullptr, &length, data_of(bytes), bytes.size()) == 1,
       "用签名密钥签名");
  std::string out(length, '\0');
  need(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, data_of(bytes), bytes.size()) == 1, "用签名密钥签名");
  out.resize(length);
  return out;
}

namespace {

// RFC 7518 section 3.4: r and s in 32 bytes each.
std::string flat_of(std::string_view der) {
  const unsigned char* at = data_of(der);
  const Owned<ECDSA_SIG, ECDSA_SIG_free> pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  need(pair != nullptr, "整理签名");
  std::string out(64, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  need(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), to, 32) == 32 && BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), to + 32, 32) == 32,
       "整理签名");
  return out;
}

std::string der_from_flat(std::string_view flat) {
  const Owned<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  BIGNUM* const r = BN_bin2bn(data_of(flat), 32, nullptr);
  BIGNUM* const s = BN_bin2bn(data_of(flat) + 32, 32, nullptr);
  need(pair != nullptr && ECDSA_SIG_set0(pair.get(), r, s) == 1, "整理签名");   // the pair owns both from here
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &der);
  need(length > 0, "整理签名");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

bool is_p256(const EVP_PKEY* key) { return key != nullptr && EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_bits(key) == 256; }

bool verify_raw(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
  const OwnedMdCtx context(EVP_MD_CTX_new());
  const bool good = EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key, nullptr) == 1 &&
                    EVP_DigestVerify(context.get(), data_of(signature), signature.size(), data_of(bytes), bytes.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace

bool fits(const Certificate& signer, std::string_view bytes, std::string& signature) {
  const OwnedCert certificate = parse_der(signer.der);
  EVP_PKEY* const key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate.get());
  if (key == nullptr) return false;
  if (verify_raw(key, bytes, signature)) return true;
  if (!is_p256(key) || signature.size() != 64) return false;
  signature = der_from_flat(signature);
  return verify_raw(key, bytes, signature);
}

std::string external_algorithm(const Certificate& signer) {
  const OwnedCert certificate = parse_der(signer.der);
  const EVP_PKEY* const key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate.get());
  if (is_p256(key)) return "ECDSA-SHA256";
  return key != nullptr && EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= 2048 ? "RSA-PKCS1-SHA256" : "";
}

std::string_view jws_algorithm(const X509* certificate) {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate);
  if (is_p256(key)) return "ES256";
  return key != nullptr && EVP_PKEY_is_a(key, "RSA") == 1 ? "RS256" : "";
}

std::string jws_sign(const SigningKey& key, std::string_view bytes) {
  const std::string signature = sign_raw(key, bytes);
  return is_p256(key.impl().key.get()) ? flat_of(signature) : signature;
}

bool jws_verify(const X509* certificate, std::string_view bytes, std::string_view signature) {
  EVP_PKEY* const key = X509_get0_pubkey(certificate);
  if (is_p256(key)) return signature.size() == 64 && verify_raw(key, bytes, der_from_flat(signature));
  return jws_algorithm(certificate) == "RS256" && verify_raw(key, bytes, signature);
}

}  // namespace gongwen::sign
