#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/date.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// Signs bytes: a detached CMS SignedData in DER, ECDSA with SHA-256, with content type, message digest, signing time and
/// signing-certificate-v2 as signed attributes, and the certificate inside.
///
/// when  the signing time that is written, from Env; whole seconds.
/// Returns other bytes at each call: an ECDSA signature holds a random number.
/// Errors Error when the library refuses. Threads reads only its arguments.
/// Source RFC 5652 section 5; RFC 5035; ETSI EN 319 122-1 (CAdES-BES attributes).
std::string sign_cms(const SigningKey& key, std::string_view content, Instant when);

/// How far the signer of an intact signature is known.
enum class Trust : std::uint8_t {
  trusted,        ///< the certificate, or one that issued it, is among the trusted ones
  self_signed,    ///< nobody vouches for it but itself, and it is not among the trusted ones
  foreign,        ///< issued by somebody who is not among the trusted ones
};

struct CmsVerdict {
  bool intact = false;                     ///< the signature belongs to exactly these bytes
  std::string reason;                      ///< when not intact: why, in plain Chinese
  std::optional<Certificate> signer;
  std::optional<Instant> signed_at;        ///< as the signer claims
  Trust trust = Trust::foreign;
  bool valid_when_signed = false;          ///< signed_at lies within the certificate's validity
  std::string algorithm;                   ///< "ECDSA P-256 SHA-256", "RSA 3072 SHA-256"

  bool good() const noexcept { return intact && valid_when_signed && trust == Trust::trusted; }
  /// One sentence for people: "签名有效，签署人 …，证书为自签名，本身不能证明身份：请另行核对指纹 …".
  std::string sentence() const;
};

/// Checks a detached CMS signature (DER). Never throws for a bad signature: that is the verdict.
/// trusted  certificates got elsewhere; empty: nobody is trusted.
/// Threads reads only its arguments.
CmsVerdict verify_cms(std::string_view cms, std::string_view content, std::span<const Certificate> trusted);

}  // namespace gongwen::sign
