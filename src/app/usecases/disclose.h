#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/usecases/press.h"
#include "trust/archive/archive.h"
#include "trust/disclosure/disclosure.h"

namespace gongwen::usecases {

struct DiscloseRequest {
  std::string record_id;
  std::uint32_t version = 0;                   ///< 0: the newest
  std::set<data::Disclosure> withhold;
  fs::path out;                                ///< a folder of its own for what leaves; made when absent
  std::optional<fs::path> user_fonts;
  std::optional<docx::WordFonts> word_fonts;   ///< nothing: those the sealed DOCX has
};

struct Disclosed {
  std::uint32_t version = 0;
  std::vector<fs::path> files;                 ///< what leaves
  std::vector<data::WithheldField> withheld;
};

/// Makes a sealed paper again, from its sealed record and template, without the values of some classes, and writes the package
/// that may leave: PDF, DOCX, the list of what was withheld and on which ground, and the sealed fields with the openings of what
/// is shown (an outsider checks with them that it is the original).
///
/// Attachments never leave by this way: nobody has redacted them (R003, a note).
/// Returns nothing, and writes nothing, when anything is wrong.
/// Errors those of reading the bundle; R001 a withheld value was found in what would leave; R002 (warning) a withheld value
///        also stands in a public field; R004 the folder is not empty; Error.
std::optional<Disclosed> disclose(Env& env, const House& house, archive::Archive& archive, const DiscloseRequest& request,
                                  Diagnostics& out);

}  // namespace gongwen::usecases
