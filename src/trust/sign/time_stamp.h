#pragma once

// Time stamps of a third party (RFC 3161): asking for one, and what one proves.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/env.h"
#include "trust/sign/chain.h"

namespace gongwen::sign {

/// Asks for a time stamp over `bytes` (SHA-256, a random nonce from Env, the authority's certificate wanted).
/// Returns the whole response (TimeStampResp), checked to be about these bytes and this request.
/// Errors A121 refused, or the answer is about something else or damaged; what `authority` throws.
/// Source RFC 3161 section 2.4.
Result<std::string> ask_time_stamp(Env& env, const TimeAuthority& authority, std::string_view bytes);

/// The token (CMS SignedData) inside a response, which is what goes into a signature. Empty when there is none.
std::string token_of(std::string_view response);

struct TimeStampVerdict {
  bool intact = false;                     ///< the token is whole and speaks of exactly these bytes
  std::string reason;                      ///< when not intact
  Instant at;                              ///< the time it gives
  std::optional<Certificate> authority;
  Standing standing;                       ///< of the authority at that time
  /// The time counts as proved.
  bool good() const noexcept { return intact && standing.trust == Trust::trusted && !standing.out_of_time && !standing.revoked; }
  /// "时间戳 2026-03-02T01:02:03Z，由“…”加盖" and how far that goes.
  std::string sentence() const;
};

/// Checks a token over `bytes`. Never throws for a bad one. Threads reads only its arguments.
TimeStampVerdict verify_time_stamp(std::string_view token, std::string_view bytes, std::span<const Certificate> trusted,
                                   std::span<const Crl> crls = {});
/// The same for a digest (SHA-256) of the bytes.
TimeStampVerdict verify_time_stamp_of(std::string_view token, std::string_view sha256, std::span<const Certificate> trusted,
                                      std::span<const Crl> crls = {});

}  // namespace gongwen::sign
