#pragma once

// A signature into a finished PDF: by a key of ours at once, or by a key that never leaves its device in two steps.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/env.h"
#include "foundation/base/result.h"
#include "trust/sign/cms.h"

namespace gongwen::usecases {

/// What is said beside the signature.
struct PdfSigning {
  std::string reason;      ///< "签发"; may be empty
  std::string location;    ///< may be empty
};

/// Signs a PDF after PAdES baseline B-B, or B-T when the identity has a time authority.
/// Returns the PDF with a signature added behind it; the given bytes stay as they are. Time from Env.
/// Errors W020, W021 (the PDF), A121 (the time stamp); Error.
Result<std::string> sign_pdf(Env& env, std::string_view pdf, const Place::Name& file, const sign::Identity& identity, const PdfSigning& said = {});

/// What is handed out to be signed elsewhere. Held as JSON; it carries the document, so that nothing else is needed to finish.
struct SignRequest {
  std::string name;                            ///< of the file, for people
  bool pdf = true;                             ///< else a detached CMS of any file
  std::vector<sign::Certificate> certificates; ///< of the device's key, then its chain
  std::string algorithm;                       ///< "ECDSA-SHA256", "RSA-PKCS1-SHA256"
  std::string attributes;                      ///< the bytes to be signed: the signed attributes in DER
  std::string document;                        ///< the PDF with its empty place; empty for a detached signature
  std::uint64_t contents_at = 0, contents_end = 0;
};
std::string write_request(const SignRequest& request);
/// Errors A134.
Result<SignRequest> read_request(std::string_view json, const Place::Name& file);

/// The first step. certificates: of the device's key, then its chain. A file that is no PDF gets a detached signature.
/// Errors W020, W021, A124 the certificate's key is neither ECDSA P-256 nor RSA.
Result<SignRequest> prepare_signature(Env& env, std::string_view bytes, const Place::Name& file, std::vector<sign::Certificate> certificates,
                                      const PdfSigning& said = {});
/// The second step: the signed PDF, or the detached CMS.
/// signature  over `attributes`, as the device gave it: DER, r ‖ s, or base64 of either.
/// Errors A135 it does not belong to the certificate and what was handed out; A121.
Result<std::string> finish_signature(Env& env, const SignRequest& request, std::string_view signature, const Place::Name& file,
                                     const sign::TimeAuthority& time = nullptr);

}  // namespace gongwen::usecases
