#pragma once

// Selective disclosure of a record's fields (SD-JWT, RFC 9901, ES256 or RS256, no holder key). Every field, nested ones and list
// items too, is hidden behind a salted digest; the openings are kept apart and given out one by one.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/env.h"
#include "foundation/json/json.h"
#include "trust/sign/cms.h"
#include "trust/sign/keys.h"

namespace gongwen::sign {

/// One disclosure: with it, and with those of the fields around it, a verifier sees the field.
struct Opening {
  std::string path;        ///< `学校.负责人`, `指标[0].名称`: grammar in archive/FORMAT.md; items count from 0
  std::string disclosure;  ///< base64url of the JSON array [salt, name, value] or [salt, value]
};

struct IssuedFields {
  std::string jwt;                 ///< the issuer-signed JWT, three parts with dots, no '~'
  std::vector<Opening> openings;   ///< outer ones before the inner ones they hold, in the record's order
};

/// Hides every field of `record` and signs the digests.
///
/// record  an object; its members and all below become hidden fields.
/// open    an object of claims that stay readable (record id, number, issuing time); must not hold `_sd`, `_sd_alg`, `...`.
/// Returns other bytes each time: salts of 128 bits come from Env.
/// Errors A040 a key is `_sd` or `...`, or record is no object.
/// Source RFC 9901 sections 4.2 (disclosures), 4.2.4.1 (_sd), 4.2.4.2 (array elements), 4.2.6 (recursive); RFC 7515, 7518 3.3, 3.4.
Result<IssuedFields> issue_fields(Env& env, const SigningKey& key, const json::Node& record, const json::Node& open);

/// The opening of `path` and those of everything around it and, when `below`, of everything under it. Nothing is found
/// for a path that is not there. The result keeps the order of `all` and has no duplicates.
std::vector<Opening> openings_for(std::span<const Opening> all, std::span<const std::string> paths, bool below = true);

/// The form that is handed over: `<jwt>~<disclosure>~…~`.
std::string present(std::string_view jwt, std::span<const Opening> openings);

/// Openings as they stand in gongwen/fields.disclosures: canonical JSON. Errors A041 malformed.
std::string write_openings(std::span<const Opening> openings);
Result<std::vector<Opening>> read_openings(std::string_view bytes, const Place::Name& file);

struct ShownField {
  std::string path;
  json::Node value;        ///< leaves only; an empty object or list counts as a leaf
};

struct Presentation {
  json::Node open;                  ///< the claims that were never hidden, without _sd and _sd_alg
  json::Node record;                ///< what the openings show, nested as it was; hidden list items are left out
  std::vector<ShownField> shown;    ///< every leaf shown, with the item numbers of the shown list
  std::size_t withheld = 0;         ///< digests for which no opening was given, at the levels that can be seen
  Certificate signer;
  Trust trust = Trust::foreign;
};

/// Checks a presentation: the signature against the certificate in its header, the certificate against `trusted`, and that
/// every opening belongs to a digest that is signed.
/// Errors A042 malformed, A043 the signature is wrong, A044 an opening belongs to no digest, is given twice or uses a
///        forbidden name, A045 another algorithm than ES256 or RS256 / sha-256.
/// Source RFC 9901 section 7.1.
Result<Presentation> verify_presentation(std::string_view presentation, std::span<const Certificate> trusted);

/// The same for a JWT and the openings an archive keeps beside it, as write_openings wrote them: all of `record`, `shown` left empty.
/// Errors A041 the openings are malformed, else as above.
Result<Presentation> verify_issued(std::string_view jwt, std::string_view openings, const Place::Name& file, std::span<const Certificate> trusted);

}  // namespace gongwen::sign
