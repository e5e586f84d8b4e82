#pragma once

// Who vouches for a certificate: chains up to one that is trusted, validity and revocation at a given time.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/result.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// How far the signer of an intact signature is known.
enum class Trust : std::uint8_t {
  trusted,        ///< the certificate, or one that issued it, is among the trusted ones
  self_signed,    ///< nobody vouches for it but itself, and it is not among the trusted ones
  foreign,        ///< issued by somebody who is not among the trusted ones
};

/// A list of revoked certificates as its issuer published it. Believed only when signed by the issuer of what it revokes.
struct Crl {
  std::string der;
  std::string issuer;                    ///< O and CN in one line
  Instant this_update;
};

/// Every list of a PEM text, or the one of a DER file. Errors A123 there is none in it, or a damaged one.
Result<std::vector<Crl>> read_crls(std::string_view bytes, const Place::Name& file);

/// A certificate of the chain that was not valid at the time asked about.
struct OutOfTime { Certificate which; };
/// A certificate of the chain that its issuer has revoked.
struct Revocation {
  Certificate which;
  Instant at;
  std::string reason;                    ///< in Chinese, or empty
};

/// What can be said of a certificate at one moment.
struct Standing {
  Trust trust = Trust::foreign;
  std::vector<Certificate> chain;        ///< the signer's first, up to the trusted one; the signer's alone when none is
  std::optional<OutOfTime> out_of_time;
  std::optional<Revocation> revoked;
  bool revocation_known = false;         ///< a list by the issuer of the signer's certificate was among those given
  bool may_sign = true;                  ///< its key usage allows signatures; RFC 5280 4.2.1.3
};

}  // namespace gongwen::sign
