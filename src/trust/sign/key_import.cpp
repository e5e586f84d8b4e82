// Keys made elsewhere: a certificate authority's PKCS#12, a PEM file, or a certificate issued for a key of ours.

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include <algorithm>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/sign/keys_internal.h"

namespace gongwen::sign {
namespace {

using OwnedLib = Owned<OSSL_LIB_CTX, OSSL_LIB_CTX_free>;
using OwnedProvider = Owned<OSSL_PROVIDER, OSSL_PROVIDER_unload>;
using OwnedPkcs8 = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;

Diagnostic wrong_in(const Place::Name& file, std::string_view code, std::string message, std::vector<std::string> hints) {
  ERR_clear_error();
  return {Severity::error, code, Place::in_text(file, 0, 0, 0), std::move(message), std::move(hints), {}, {}};
}
Diagnostic wrong_passphrase(const Place::Name& file) {
  return wrong_in(file, codes::kWrongPassphrase, "口令不对，打不开这个密钥文件", {"这里要的是密钥文件自己的口令，由交给您文件的机构告知"});
}
Diagnostic no_key(const Place::Name& file, const char* why) {
  return wrong_in(file, codes::kNoPrivateKey, why, {"需要 PKCS#12（.p12、.pfx）文件，或含有私钥和证书的 PEM 文件"});
}

bool is_pem(std::string_view bytes) { return bytes.find("-----BEGIN ") != std::string_view::npos; }

/// A key and the certificates found with it, in no order.
struct Found {
  OwnedKey key;
  std::vector<Certificate> certificates;
};

/// The key through its plain form: so that it belongs to the default library whoever read it.
OwnedKey at_home(const EVP_PKEY* key) {
  const OwnedPkcs8 plain(EVP_PKEY2PKCS8(key));
  return OwnedKey(plain == nullptr ? nullptr : EVP_PKCS82PKEY(plain.get()));
}

Result<Found> open_pkcs12(const ForeignKey& from) {
  // Files of many authorities still use RC2 and triple DES, which only the legacy provider reads; it stays in a library
  // context of its own. Where it is not installed, newer files can be read all the same.
  const OwnedLib library(OSSL_LIB_CTX_new());
  need(library != nullptr, "准备读取 PKCS#12");
  const OwnedProvider current(OSSL_PROVIDER_load(library.get(), "default")), legacy(OSSL_PROVIDER_load(library.get(), "legacy"));
  need(current != nullptr, "准备读取 PKCS#12");
  ERR_clear_error();
  PKCS12* read = PKCS12_init_ex(NID_pkcs7_data, library.get(), nullptr);
  const unsigned char* at = data_of(from.bytes);
  if (d2i_PKCS12(&read, &at, static_cast<long>(from.bytes.size())) == nullptr) return no_key(from.file, "这个文件不是 PKCS#12，或已损坏");
  const Owned<PKCS12, PKCS12_free> store(read);
  const bool fits = PKCS12_mac_present(store.get()) != 1 || PKCS12_verify_mac(store.get(), from.passphrase.c_str(), -1) == 1 ||
                    (from.passphrase.empty() && PKCS12_verify_mac(store.get(), nullptr, 0) == 1);
  if (!fits) return wrong_passphrase(from.file);
  EVP_PKEY* key = nullptr;
  X509* own = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool opened = PKCS12_parse(store.get(), from.passphrase.c_str(), &key, &own, &others) == 1;
  const OwnedKey owned_key(key);
  const OwnedCert owned_own(own);
  const OwnedCerts owned_others(others);
  if (!opened && legacy == nullptr) return no_key(from.file, "这个 PKCS#12 用了旧的加密算法（RC2、3DES），本机的 OpenSSL 没有装能读它的部件");
  if (!opened || key == nullptr) return no_key(from.file, "这个 PKCS#12 里没有可用的私钥");
  Found out{at_home(key), {}};
  if (out.key == nullptr) return no_key(from.file, "这个 PKCS#12 里的私钥不能使用");
  if (own != nullptr) out.certificates.push_back(describe(own));
  for (int i = 0; others != nullptr && i < sk_X509_num(others); ++i) out.certificates.push_back(describe(sk_X509_value(others, i)));
  return out;
}

int give_passphrase(char* to, int size, int /*writing*/, void* from) {
  const auto& text = *static_cast<const std::string*>(from);
  if (text.empty() || text.size() > static_cast<std::size_t>(size)) return -1;
  std::copy(text.begin(), text.end(), to);
  return static_cast<int>(text.size());
}

Result<Found> open_pem(const ForeignKey& from) {
  const OwnedBio in = reading(from.bytes);
  std::string passphrase = from.passphrase;
  Found out;
  out.key.reset(PEM_read_bio_PrivateKey(in.get(), nullptr, give_passphrase, &passphrase));
  if (out.key == nullptr && is_locked(from.bytes)) return wrong_passphrase(from.file);
  if (out.key == nullptr) return no_key(from.file, "文件里的私钥已损坏，不能读取");
  ERR_clear_error();
  if (from.bytes.find("-----BEGIN CERTIFICATE-----") == std::string::npos) return out;
  auto certificates = read_certificates(from.bytes, from.file);
  if (!certificates) return certificates.error();
  out.certificates = std::move(*certificates);
  return out;
}

bool belongs(const Certificate& one, const EVP_PKEY* key) {
  const OwnedCert x509 = parse_der(one.der);
  const bool same = x509 != nullptr && EVP_PKEY_eq(X509_get0_pubkey(x509.get()), key) == 1;
  ERR_clear_error();
  return same;
}

bool issued(const Certificate& issuer, const Certificate& one) {
  const OwnedCert above = parse_der(issuer.der);
  const OwnedCert below = parse_der(one.der);
  const bool good = above != nullptr && below != nullptr && X509_NAME_cmp(X509_get_subject_name(above.get()), X509_get_issuer_name(below.get())) == 0;
  ERR_clear_error();
  return good;
}

/// The key's certificate, then whoever issued the one before; what does not belong is left out. Empty: none is the key's.
std::vector<Certificate> in_order(std::vector<Certificate> all, const EVP_PKEY* key) {
  std::vector<Certificate> out;
  // One issued by somebody is worth more than the key's own, when both are there.
  std::stable_sort(all.begin(), all.end(), [](const Certificate& a, const Certificate& b) { return !a.self_signed && b.self_signed; });
  const auto own = std::find_if(all.begin(), all.end(), [&](const Certificate& one) { return belongs(one, key); });
  if (own == all.end()) return out;
  out.push_back(*own);
  while (!out.back().self_signed && out.size() <= all.size()) {
    const auto next = std::find_if(all.begin(), all.end(), [&](const Certificate& one) { return issued(one, out.back()); });
    if (next == all.end()) break;
    out.push_back(*next);
  }
  return out;
}

std::string pem_of(const std::vector<Certificate>& chain) {
  std::string out;
  for (const Certificate& one : chain) out += one.pem();
  return out;
}

Diagnostic foreign_certificate(const Place::Name& file) {
  return wrong_in(file, codes::kCertificateOfNoKey, "没有一张证书属于这个私钥", {"请把签发给这个密钥的证书一起给出：--cert 证书文件"});
}

}  // namespace

bool holds_private_key(std::string_view bytes) {
  if (is_pem(bytes)) return bytes.find("PRIVATE KEY-----") != std::string_view::npos;
  return parse_der(bytes) == nullptr;   // DER: a certificate, or else a PKCS#12
}

bool is_locked(std::string_view bytes) {
  if (is_pem(bytes)) return bytes.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos || bytes.find("Proc-Type: 4,ENCRYPTED") != std::string_view::npos;
  return holds_private_key(bytes);
}

Result<KeyInfo> import_key(Env& env, const fs::path& folder, Role role, const ForeignKey& from, std::string_view passphrase,
                           const KeyOptions& options) {
  if (auto no = check_free(env, folder, role, passphrase, options)) return *no;
  auto found = is_pem(from.bytes) ? open_pem(from) : open_pkcs12(from);
  if (!found) return found.error();
  if (!serves(found->key.get(), role)) {
    return wrong_in(from.file, codes::kKeyKind, "密钥是 " + name_of_key(found->key.get()) + "，不能用作" + (role == Role::sm2 ? "国密签名" : "签名") + "密钥",
                    {role == Role::sm2 ? "需要 SM2 密钥" : "需要 ECDSA P-256 或 2048 位以上的 RSA 密钥；SM2 密钥用 --role sm2"});
  }
  found->certificates.insert(found->certificates.end(), from.certificates.begin(), from.certificates.end());
  const std::vector<Certificate> chain = in_order(std::move(found->certificates), found->key.get());
  if (chain.empty()) return foreign_certificate(from.file);
  env.create_dirs(folder);
  write_pair(env, folder, role, private_pem(env, found->key.get(), passphrase, options.encrypted), pem_of(chain));
  return show_key(env, folder, role);
}

Result<KeyInfo> replace_certificate(Env& env, const fs::path& folder, Role role, std::vector<Certificate> certificates, const Place::Name& file) {
  if (!env.exists(key_path(folder, role))) {
    return wrong(codes::kNoSignKey, folder, "文件里只有证书，而这里没有它的密钥", {"先用 gongwen key new 生成密钥，再用 gongwen key request 申请证书"});
  }
  auto present = show_key(env, folder, role);
  if (!present) return present.error();
  const OwnedCert own = parse_der(present->certificate->der);
  const std::vector<Certificate> chain = in_order(std::move(certificates), X509_get0_pubkey(own.get()));
  if (chain.empty()) return foreign_certificate(file);
  write_file_atomic(env, public_path(folder, role), pem_of(chain), true);
  return show_key(env, folder, role);
}

std::string certificate_request(const SigningKey& key) {
  const Owned<X509_REQ, X509_REQ_free> request(X509_REQ_new());
  EVP_PKEY* const own = key.impl().key.get();
  need(request != nullptr && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
           X509_REQ_set_subject_name(request.get(), X509_get_subject_name(key.impl().x509.get())) == 1 && X509_REQ_set_pubkey(request.get(), own) == 1 &&
           X509_REQ_sign(request.get(), own, EVP_sha256()) > 0,
       "建立证书申请");
  const OwnedBio out(BIO_new(BIO_s_mem()));
  need(out != nullptr && PEM_write_bio_X509_REQ(out.get(), request.get()) == 1, "写出证书申请");
  return bytes_in(out.get());
}

}  // namespace gongwen::sign
