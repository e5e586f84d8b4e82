#pragma once

// Signatures inside PDFs (PAdES and its forerunner), read without a PDF library: a signature says itself which bytes of the
// file it covers, and that is all that counts.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/sign/cms.h"
#include "trust/sign/remarks.h"

namespace gongwen::sign {

/// One signature of a PDF, and what it proves.
struct PdfSignature {
  std::uint64_t contents_at = 0;        ///< of '<'; the signature's place is all the signature leaves out
  std::uint64_t contents_end = 0;
  std::uint64_t covers = 0;             ///< the file's first bytes it speaks of, the place included
  std::string sub_filter;               ///< "ETSI.CAdES.detached", "adbe.pkcs7.detached", "ETSI.RFC3161"
  std::string reason;                   ///< as far as it is plain text
  CmsVerdict cms;                       ///< of a signature
  std::optional<TimeStampVerdict> stamp;   ///< of a document time stamp (ETSI.RFC3161) instead
  std::vector<Remark> remarks;          ///< what is wrong with it; what keeps it from proving who signed

  bool intact() const noexcept { return stamp ? stamp->intact : cms.intact; }
  /// "B-B", "B-T" for PAdES, else empty.
  std::string level() const;
  std::string sentence() const { return stamp ? stamp->sentence() : cms.sentence(); }
};

struct PdfReport {
  std::vector<PdfSignature> signatures; ///< by what they cover, ascending
  std::vector<Remark> findings;         ///< of the file as a whole: A130 not signed, A132 something was appended
  /// Every signature fits its bytes and nothing stands behind the last one.
  bool intact() const noexcept;
  /// Intact, and every signer known and in good standing.
  bool trusted() const noexcept;
};

/// Checks every signature of a PDF. Never throws for a bad one.
/// Findings of a signature: A131 the signed bytes were changed, A133 its byte range leaves out more than its own place, and
/// those of `remarks`. Threads reads only its arguments.
/// Source ISO 32000-1 12.8.1; ETSI EN 319 142-1 section 5.
PdfReport verify_pdf(std::string_view pdf, const CmsCheck& with);

/// The file as it was before its first signature was added behind it; the whole of one without signatures.
std::string_view before_signatures(std::string_view pdf);

}  // namespace gongwen::sign
