#pragma once

// Detached CMS signatures: made in two steps, so that the key may be elsewhere, and checked.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/date.h"
#include "trust/sign/chain.h"
#include "trust/sign/digest.h"
#include "trust/sign/keys.h"
#include "trust/sign/time_stamp.h"

namespace gongwen::sign {

/// Signs bytes: a detached CMS SignedData in DER, ECDSA or RSA (PKCS #1 v1.5) with SHA-256, with content type, message digest,
/// signing time and signing-certificate-v2 as signed attributes, and the certificate with its chain inside.
///
/// when  the signing time that is written, from Env; whole seconds.
/// Returns with ECDSA other bytes at each call, because the signature holds a random number; with RSA the same.
/// Errors Error when the library refuses. Threads reads only its arguments.
/// Source RFC 5652 section 5; RFC 5035; ETSI EN 319 122-1 (CAdES-BES attributes).
std::string sign_cms(const SigningKey& key, std::string_view content, Instant when);

/// The first step: the signed attributes in DER. Their SHA-256 is what the key signs.
/// when  nothing: no signing time, as PAdES wants it (the time stands in the PDF's /M).
std::string cms_attributes(const Certificate& signer, const Digest& content_sha256, std::optional<Instant> when);
/// The second step: the whole signature from attributes and what the key made of them (DER for ECDSA).
/// time_stamp  a token over `signature`, or empty.
std::string assemble_cms(const Certificate& signer, std::span<const Certificate> chain, std::string_view attributes, std::string_view signature,
                         std::string_view time_stamp = {});
/// ECDSA (DER) or RSA with SHA-256 over `bytes`.
std::string sign_raw(const SigningKey& key, std::string_view bytes);
/// Whether `signature` is by the certificate's key over `bytes`. ECDSA also in the 64 bytes r ‖ s that devices give:
/// `signature` is then turned into DER.
bool fits(const Certificate& signer, std::string_view bytes, std::string& signature);

/// How a device must sign for a certificate: "ECDSA-SHA256" or "RSA-PKCS1-SHA256"; empty for a key that cannot.
std::string external_algorithm(const Certificate& signer);

struct CmsVerdict {
  bool intact = false;                     ///< the signature belongs to exactly these bytes
  std::string reason;                      ///< when not intact: why, in plain Chinese
  std::optional<Certificate> signer;
  std::optional<Instant> signed_at;        ///< as the signer claims
  Trust trust = Trust::foreign;
  bool valid_when_signed = false;          ///< the signing time (proved, else claimed) lies within the validity of every certificate of the chain
  std::string algorithm;                   ///< "ECDSA P-256 SHA-256", "RSA 3072 SHA-256"
  Standing standing;                       ///< of the signer's certificate at that time
  std::optional<TimeStampVerdict> time_stamp;

  bool good() const noexcept { return intact && valid_when_signed && trust == Trust::trusted && !standing.revoked && standing.may_sign; }
  /// When it was signed as a trusted time stamp proves; else as the signer claims.
  std::optional<Instant> moment() const { return time_stamp && time_stamp->good() ? std::optional(time_stamp->at) : signed_at; }
  /// One sentence for people: "签名有效，签署人 …，证书为自签名，本身不能证明身份：请另行核对指纹 …".
  std::string sentence() const;
};

/// What a signature is checked with besides itself.
struct CmsCheck {
  std::span<const Certificate> trusted;    ///< got elsewhere; empty: nobody is trusted
  std::span<const Crl> crls;
  std::optional<Instant> claimed;          ///< the signing time that is told outside the signature (PDF /M); used when there is none inside
  std::string_view time_stamp;             ///< a token over the whole signature kept beside it; one inside comes first
};

/// Checks a detached CMS signature (DER). Never throws for a bad signature: that is the verdict.
/// Threads reads only its arguments.
CmsVerdict check_cms(std::string_view cms, std::string_view content, const CmsCheck& with);
/// The same with trusted certificates alone.
inline CmsVerdict verify_cms(std::string_view cms, std::string_view content, std::span<const Certificate> trusted) {
  return check_cms(cms, content, CmsCheck{trusted, {}, {}, {}});
}

}  // namespace gongwen::sign
