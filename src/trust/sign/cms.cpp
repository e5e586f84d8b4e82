#include "trust/sign/cms.h"

#include <openssl/asn1.h>

#include <ctime>
#include <vector>

#include "trust/sign/der_internal.h"
#include "trust/sign/openssl_internal.h"

// Put together by ourselves: OpenSSL 3.0 always adds a signing time (PAdES forbids it), and knows no signature whose key is
// on a device. What is written is plain RFC 5652 and is checked in the tests by OpenSSL, poppler and others.

namespace gongwen::sign {
namespace {

std::string attribute(int nid, std::string_view value) { return der::sequence(der::object(nid) + der::element(der::kSet, value)); }

std::string name_of(const X509_NAME* name) {
  const unsigned char* bytes = nullptr;
  std::size_t length = 0;
  need(X509_NAME_get0_der(name, &bytes, &length) == 1, "读取证书名称");
  return {reinterpret_cast<const char*>(bytes), length};
}

std::string encoded_serial(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int length = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &bytes);
  need(length > 0, "读取证书序号");
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

// RFC 5652 11.3: UTCTime until 2049, GeneralizedTime after; ASN1_TIME_set chooses.
std::string time_of(Instant when) {
  const Owned<ASN1_TIME, ASN1_TIME_free> time(ASN1_TIME_set(nullptr, static_cast<time_t>(when.unix_seconds)));
  unsigned char* bytes = nullptr;
  const int length = time == nullptr ? 0 : i2d_ASN1_TIME(time.get(), &bytes);
  need(length > 0, "写入签名时间");
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

// RFC 5035 section 3: SHA-256 is the default and not named; issuer and serial say which certificate.
std::string signing_certificate(const Certificate& signer, const X509* certificate) {
  const std::string issuer = der::sequence(der::element(der::context(4), name_of(X509_get_issuer_name(certificate)))) + encoded_serial(certificate);
  return der::sequence(der::sequence(der::sequence(der::element(der::kOctets, bytes_of(sha256(signer.der))) + der::sequence(issuer))));
}

OwnedCert need_certificate(const Certificate& one) {
  OwnedCert out = parse_der(one.der);
  need(out != nullptr, "读取证书");
  return out;
}

}  // namespace

std::string cms_attributes(const Certificate& signer, const Digest& content_sha256, std::optional<Instant> when) {
  const OwnedCert certificate = need_certificate(signer);
  std::vector<std::string> all{attribute(NID_pkcs9_contentType, der::object(NID_pkcs7_data)),
                               attribute(NID_pkcs9_messageDigest, der::element(der::kOctets, bytes_of(content_sha256))),
                               attribute(NID_id_smime_aa_signingCertificateV2, signing_certificate(signer, certificate.get()))};
  if (when) all.push_back(attribute(NID_pkcs9_signingTime, time_of(*when)));
  return der::element(der::kSet, der::sorted(std::move(all)));
}

std::string assemble_cms(const Certificate& signer, std::span<const Certificate> chain, std::string_view attributes, std::string_view signature,
                         std::string_view time_stamp) {
  const OwnedCert certificate = need_certificate(signer);
  const bool rsa = EVP_PKEY_is_a(X509_get0_pubkey(certificate.get()), "RSA") == 1;
  const std::string sha256_id = der::algorithm(NID_sha256, false);   // RFC 5754 section 2: no parameters
  std::string info = der::small_integer(1) + der::sequence(name_of(X509_get_issuer_name(certificate.get())) + encoded_serial(certificate.get())) + sha256_id;
  std::string signed_attributes(attributes);
  signed_attributes[0] = static_cast<char>(der::context(0));         // 5.4: signed as a SET OF, written as [0]
  info += signed_attributes;
  info += rsa ? der::algorithm(NID_rsaEncryption, true) : der::algorithm(NID_ecdsa_with_SHA256, false);
  info += der::element(der::kOctets, signature);
  if (!time_stamp.empty()) info += der::element(der::context(1), attribute(NID_id_smime_aa_timeStampToken, time_stamp));

  std::vector<std::string> certificates{signer.der};
  for (const Certificate& one : chain) {
    if (one.der != signer.der) certificates.push_back(one.der);
  }
  const std::string signed_data = der::sequence(der::small_integer(1) + der::element(der::kSet, sha256_id) + der::sequence(der::object(NID_pkcs7_data)) +
                                                der::element(der::context(0), der::sorted(std::move(certificates))) +
                                                der::element(der::kSet, der::sequence(info)));
  return der::sequence(der::object(NID_pkcs7_signed) + der::element(der::context(0), signed_data));
}

std::string sign_cms(const SigningKey& key, std::string_view content, Instant when) {
  const std::string attributes = cms_attributes(key.certificate(), sha256(content), when);
  return assemble_cms(key.certificate(), key.chain(), attributes, sign_raw(key, attributes));
}

}  // namespace gongwen::sign
