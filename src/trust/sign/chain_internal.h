#pragma once

#include <optional>
#include <span>
#include <string>

#include "trust/sign/chain.h"
#include "trust/sign/openssl_internal.h"

namespace gongwen::sign {

/// O and CN of a name in one line.
std::string one_line(const X509_NAME* name);

/// When something was signed: as its maker says, and as a trusted time stamp proves.
struct Moment {
  std::optional<Instant> claimed;
  std::optional<Instant> proved;
};

/// Judges `signer` at a moment. Without a proved time any revocation counts: a claimed time can be written back.
/// inside  certificates that came with the signature; may be null.
/// Threads reads only its arguments.
Standing stand(X509* signer, STACK_OF(X509)* inside, const Moment& when, std::span<const Certificate> trusted, std::span<const Crl> crls);

}  // namespace gongwen::sign
