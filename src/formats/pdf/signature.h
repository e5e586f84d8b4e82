#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/date.h"
#include "foundation/base/result.h"

namespace gongwen::pdf {

/// What stands in a signature's dictionary beside the signature itself.
struct SignatureField {
  std::string signer;          ///< /Name; may be empty, as the next two
  std::string reason;
  std::string location;
  Instant when;                ///< /M: the signing time, as PAdES wants it
  std::uint32_t room = 0;      ///< bytes kept free for the CMS; > 0
};

/// A PDF that waits for its signature.
struct Signable {
  std::string bytes;
  std::uint64_t contents_at = 0;     ///< offset of the '<' of /Contents
  std::uint64_t contents_end = 0;    ///< behind its '>'
  /// The bytes that are signed: all but /Contents.
  std::string signed_bytes() const;
  /// Puts the signature (DER) into its place. False when it is longer than the place.
  bool fill(std::string_view cms);
};

/// Adds an invisible signature field as an incremental update: the file stays, byte for byte, as the beginning of the new one.
///
/// pdf  any PDF that is not encrypted; signed ones too: then it becomes a further signature.
/// Returns the same bytes for the same input. Errors W020, W021. Threads reads only its arguments.
/// Source ISO 32000-1 7.5.6 (incremental updates), 12.8 (signatures); ETSI EN 319 142-1 5 (SubFilter ETSI.CAdES.detached, /M).
Result<Signable> add_signature_field(std::string_view pdf, const Place::Name& file, const SignatureField& field);

}  // namespace gongwen::pdf
