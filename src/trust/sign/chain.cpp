#include "trust/sign/chain.h"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "foundation/base/codes.h"
#include "trust/sign/chain_internal.h"

namespace gongwen::sign {
namespace {

using OwnedCrl = Owned<X509_CRL, X509_CRL_free>;
using OwnedStore = Owned<X509_STORE, X509_STORE_free>;
using OwnedStoreCtx = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

OwnedCrl parse_crl(std::string_view der) {
  const unsigned char* at = data_of(der);
  OwnedCrl out(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  if (out != nullptr && at != data_of(der) + der.size()) out.reset();
  ERR_clear_error();
  return out;
}

Crl describe_crl(const X509_CRL* crl) {
  unsigned char* der = nullptr;
  const int length = i2d_X509_CRL(crl, &der);
  need(length > 0, "写出吊销列表");
  Crl out{std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)), one_line(X509_CRL_get_issuer(crl)),
          instant_of(X509_CRL_get0_lastUpdate(crl))};
  OPENSSL_free(der);
  return out;
}

// RFC 5280 5.3.1
std::string reason_of(const X509_REVOKED* entry) {
  int critical = 0;
  const Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free> code(
      static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, nullptr)));
  switch (code == nullptr ? 0 : ASN1_ENUMERATED_get(code.get())) {
    case 1: return "私钥泄露";
    case 2: return "签发机构的私钥泄露";
    case 3: return "隶属关系变更";
    case 4: return "已被新证书替换";
    case 5: return "停止使用";
    case 6: return "暂停使用";
    case 9: return "权限撤回";
    default: return {};
  }
}

bool among(const Certificate& one, std::span<const Certificate> all) {
  return std::any_of(all.begin(), all.end(), [&](const Certificate& c) { return c.der == one.der; });
}

/// The chain from `signer` to a trusted certificate, validity left aside; empty when there is none.
std::vector<OwnedCert> build(X509* signer, STACK_OF(X509)* inside, std::span<const Certificate> trusted) {
  std::vector<OwnedCert> out;
  const OwnedStore store(X509_STORE_new());
  const OwnedStoreCtx context(X509_STORE_CTX_new());
  need(store != nullptr && context != nullptr, "准备证书校验");
  for (const Certificate& one : trusted) {
    const OwnedCert anchor = parse_der(one.der);
    if (anchor != nullptr) need(X509_STORE_add_cert(store.get(), anchor.get()) == 1, "准备证书校验");
  }
  need(X509_STORE_CTX_init(context.get(), store.get(), signer, inside) == 1, "准备证书校验");
  // Validity is judged by us at the time of signing, never by the clock.
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  if (X509_verify_cert(context.get()) == 1) {
    STACK_OF(X509)* const found = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(found); ++i) {
      X509* const one = sk_X509_value(found, i);
      X509_up_ref(one);
      out.emplace_back(one);
    }
  }
  ERR_clear_error();
  return out;
}

/// A question asked of build() and its answer.
struct KnownChain {
  std::string question;
  std::vector<OwnedCert> chain;
};

// An office signs a year's papers with one certificate, and OpenSSL checks every link of its chain for each anew. A thread keeps the last
// chains with all they follow from, byte for byte: the signer, what came with the signature, and who is trusted. Time and revocation
// are no part of it; they are judged afterwards, for each signature.
std::vector<OwnedCert> chain_of(X509* signer, STACK_OF(X509)* inside, std::span<const Certificate> trusted) {
  constexpr std::size_t kKept = 4, kLongest = std::size_t{1} << 20;
  thread_local std::array<KnownChain, kKept> known;
  thread_local std::size_t oldest = 0;
  // DER says where it ends, so that nothing but the counts is needed between.
  const int count = inside == nullptr ? 0 : sk_X509_num(inside);
  std::string question = std::to_string(count) + " " + std::to_string(trusted.size()) + " " + describe(signer).der;
  for (int i = 0; i < count; ++i) question += describe(sk_X509_value(inside, i)).der;
  for (const Certificate& one : trusted) question += one.der;
  auto found = std::find_if(known.begin(), known.end(), [&](const KnownChain& one) { return one.question == question; });
  if (found == known.end()) {
    std::vector<OwnedCert> fresh = build(signer, inside, trusted);
    if (question.size() > kLongest) return fresh;
    found = known.begin() + static_cast<std::ptrdiff_t>(std::exchange(oldest, (oldest + 1) % kKept));
    *found = {std::move(question), std::move(fresh)};
  }
  std::vector<OwnedCert> out;
  for (const OwnedCert& one : found->chain) {
    X509_up_ref(one.get());
    out.emplace_back(one.get());
  }
  return out;
}

/// Whoever of the given ones issued a certificate: by name, and by the signature of the list itself.
class Issuers {
 public:
  Issuers(const std::vector<OwnedCert>& chain, STACK_OF(X509)* inside, std::span<const Certificate> trusted) {
    for (const auto& one : chain) add(one.get());
    for (int i = 0; inside != nullptr && i < sk_X509_num(inside); ++i) add(sk_X509_value(inside, i));
    for (const Certificate& one : trusted) {
      if (OwnedCert read = parse_der(one.der)) all_.push_back(std::move(read));
    }
  }
  bool signed_list(X509_CRL* crl) const {
    const bool good = std::any_of(all_.begin(), all_.end(), [&](const OwnedCert& one) {
      return X509_NAME_cmp(X509_get_subject_name(one.get()), X509_CRL_get_issuer(crl)) == 0 && X509_CRL_verify(crl, X509_get0_pubkey(one.get())) == 1;
    });
    ERR_clear_error();
    return good;
  }

 private:
  void add(X509* one) {
    X509_up_ref(one);
    all_.emplace_back(one);
  }
  std::vector<OwnedCert> all_;
};

void check_revocation(Standing& out, const std::vector<OwnedCert>& chain, const Issuers& issuers, std::optional<Instant> proved, std::span<const Crl> crls) {
  for (const Crl& given : crls) {
    const OwnedCrl crl = parse_crl(given.der);
    if (crl == nullptr || !issuers.signed_list(crl.get())) continue;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      X509* const one = chain[i].get();
      if (X509_NAME_cmp(X509_get_issuer_name(one), X509_CRL_get_issuer(crl.get())) != 0) continue;
      if (i == 0) out.revocation_known = true;
      X509_REVOKED* entry = nullptr;
      if (X509_CRL_get0_by_cert(crl.get(), &entry, one) != 1) continue;   // 2: taken off the list again
      const Instant since = instant_of(X509_REVOKED_get0_revocationDate(entry));
      // A signature proved to be older than the revocation stays good; one that only claims its time may be back-dated.
      if (proved && *proved < since) continue;
      if (!out.revoked) out.revoked = Revocation{describe(one), since, reason_of(entry)};
    }
  }
  ERR_clear_error();
}

}  // namespace

std::string one_line(const X509_NAME* name) {
  std::string out = name_entry(name, NID_organizationName);
  const std::string common = name_entry(name, NID_commonName);
  if (!common.empty() && common != out) out += (out.empty() ? "" : " ") + common;
  return out;
}

Result<std::vector<Crl>> read_crls(std::string_view bytes, const Place::Name& file) {
  const auto wrong = [&] {
    ERR_clear_error();
    return Diagnostic{Severity::error, codes::kBadCrl, Place::in_text(file, 0, 0, 0), "文件里没有证书吊销列表，或已损坏", {"需要 PEM 或 DER 格式的 CRL，由证书的签发机构发布"}, {}, {}};
  };
  std::vector<Crl> out;
  if (bytes.find("-----BEGIN X509 CRL-----") == std::string_view::npos) {
    const OwnedCrl one = parse_crl(bytes);
    if (one == nullptr) return wrong();
    return std::vector{describe_crl(one.get())};
  }
  const OwnedBio in = reading(bytes);
  while (true) {
    const OwnedCrl one(PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr));
    if (one == nullptr) break;
    out.push_back(describe_crl(one.get()));
  }
  const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (!ended || out.empty()) return wrong();
  ERR_clear_error();
  return out;
}

Standing stand(X509* signer, STACK_OF(X509)* inside, const Moment& when, std::span<const Certificate> trusted, std::span<const Crl> crls) {
  Standing out;
  const Certificate described = describe(signer);
  std::vector<OwnedCert> chain;
  if (!among(described, trusted) && !trusted.empty()) chain = chain_of(signer, inside, trusted);
  if (!chain.empty() || among(described, trusted)) out.trust = Trust::trusted;
  else out.trust = described.self_signed ? Trust::self_signed : Trust::foreign;
  if (chain.empty()) {
    X509_up_ref(signer);
    chain.emplace_back(signer);
  }
  for (const auto& one : chain) out.chain.push_back(describe(one.get()));
  const std::uint32_t usage = X509_get_key_usage(signer);   // all bits when the extension is absent
  out.may_sign = (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
  if (const auto at = when.proved ? when.proved : when.claimed) {
    for (const Certificate& one : out.chain) {
      if (!out.out_of_time && (*at < one.not_before || *at > one.not_after)) out.out_of_time = OutOfTime{one};
    }
  }
  if (!crls.empty()) check_revocation(out, chain, Issuers(chain, inside, trusted), when.proved, crls);
  return out;
}

}  // namespace gongwen::sign
