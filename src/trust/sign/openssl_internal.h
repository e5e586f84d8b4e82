#pragma once

// What the room's files share of OpenSSL: owners, and its errors turned into ours. Private to the room.

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* p) const noexcept { Free(p); }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedKeyCtx = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedMdCtx = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedCert = Owned<X509, X509_free>;
inline void free_certificates(STACK_OF(X509)* all) { sk_X509_pop_free(all, X509_free); }
using OwnedCerts = Owned<STACK_OF(X509), free_certificates>;
using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedCms = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;

/// Empties OpenSSL's error queue of this thread and throws Error with its first reason.
[[noreturn]] void fail(const char* step);
/// Throws unless `ok`.
inline void need(bool ok, const char* step) { if (!ok) fail(step); }

/// A BIO that reads `bytes`, which must outlive it.
OwnedBio reading(std::string_view bytes);
std::string bytes_in(BIO* bio);
inline const unsigned char* data_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

/// A value of a name in UTF-8, or nothing.
std::string name_entry(const X509_NAME* name, int nid);
OwnedCert parse_der(std::string_view der);                  ///< null when damaged; to be read only: others may hold the same
Certificate describe(const X509* certificate);
Instant instant_of(const ASN1_TIME* time);

struct SigningKey::Impl {
  OwnedKey key;
  OwnedCert x509;
  Certificate certificate;
  std::vector<Certificate> chain;
};
struct LogKey::Impl {
  OwnedKey key;
};
struct Sm2Key::Impl {
  OwnedKey key;
  Certificate certificate;
  std::vector<Certificate> chain;
};

/// "ECDSA P-256", "RSA 3072", "SM2", "Ed25519"; for people.
std::string name_of_key(const EVP_PKEY* key);
bool is_rsa(const EVP_PKEY* key);

/// ECDSA (RFC 7518 section 3.4) and RSA (3.3) as JSON Web Signatures write them: r ‖ s in 64 bytes; the RSA signature as it is.
std::string jws_sign(const SigningKey& key, std::string_view bytes);
bool jws_verify(const X509* certificate, std::string_view bytes, std::string_view signature);
/// "ES256" or "RS256"; empty for a key that has neither.
std::string_view jws_algorithm(const X509* certificate);

}  // namespace gongwen::sign
