#pragma once

// The signature beside, after the Chinese standards: SM2 with SM3. OpenSSL 3.0 makes no CMS with such a key, so it is the
// bare signature, checked by whoever knows SM2 (GmSSL, OpenSSL's pkeyutl, Tongsuo).

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "trust/sign/chain.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// The signer's identity that goes into the digest Z; GB/T 35276-2017 section 10. Part of the format.
inline constexpr std::string_view kSm2Identity = "1234567812345678";

/// SM2 with SM3 over `bytes`: SEQUENCE { r, s } in DER.
/// Errors Error when the library refuses. Threads reads only its arguments.
/// Source GB/T 32918.2-2016, GB/T 32905-2016, GB/T 35276-2017 section 7.3.
std::string sign_sm2(const Sm2Key& key, std::string_view bytes);

struct Sm2Verdict {
  bool intact = false;
  std::string reason;                  ///< when not intact
  std::optional<Certificate> signer;
  Standing standing;
  std::string sentence() const;
};

/// Checks one. `certificates` (PEM): the signer's first, then its chain. at: when it was signed. Never throws for a bad one.
Sm2Verdict verify_sm2(std::string_view signature, std::string_view bytes, std::string_view certificates, std::optional<Instant> at,
                      std::span<const Certificate> trusted, std::span<const Crl> crls = {});

}  // namespace gongwen::sign
