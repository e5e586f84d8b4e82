#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "trust/sign/cms.h"
#include "trust/sign/sm2.h"

namespace gongwen::sign {

/// Something to tell about an intact signature: code, how bad, in plain words. Where it stands is the caller's to say.
struct Remark {
  Severity severity = Severity::error;
  std::string_view code;
  std::string message;
  std::string hint;
  std::string certificate{};   ///< the one it speaks of, by its fingerprint, where that is known
};

/// What keeps an intact signature from proving who signed and when.
/// A084 outside validity, A122 revoked, A128 not for signing, A070 signer unknown (a note when nothing was given to know him by),
/// A137 no list of his issuer among those given (warning), A126 time stamp broken, A127 its authority unknown (note).
std::vector<Remark> remarks(const CmsVerdict& verdict, const CmsCheck& with);
/// The same of an SM2 signature, which stands beside another: an unknown signer is a note.
std::vector<Remark> remarks(const Sm2Verdict& verdict);

}  // namespace gongwen::sign
