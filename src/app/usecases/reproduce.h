#pragma once

// A sealed version printed once more from what is sealed, and compared with what was sealed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/usecases/press.h"
#include "trust/archive/archive.h"

namespace gongwen::usecases {

enum class Sameness : std::uint8_t {
  same,            ///< the same bytes (a signature inside a PDF left aside)
  same_content,    ///< other bytes by other libraries; every object, inflated, is the same
  different,
};

struct ReproducedFile {
  std::string name;                        ///< "document.pdf"
  Sameness sameness = Sameness::different;
  std::vector<std::string> differences;    ///< objects or parts that differ, a few of them
  std::string bytes;                       ///< as printed now
};

struct Reproduced {
  std::uint32_t version = 0;
  std::vector<ReproducedFile> files;
  std::vector<std::string> libraries;      ///< those that differ: "libharu 2.3.0，现在 2.4.3"
  bool good() const noexcept;              ///< nothing is different
};

/// Prints a version again: template files, page styles, role table, pictures, record and date from the bundle, faces by their digest
/// from the archive's fonts/ (a prepared face of the same digest serves as well), the producer's name as sealed.
///
/// version  0: the newest.
/// Returns what came out; A184 (error) for each file that differs and A185 (warning) for each that is the same only when inflated
///          are in `out`. Nothing when it cannot be printed: A186 it was not printed from a template, and whatever printing says.
/// Errors those of Archive::get_bundle; Error.
std::optional<Reproduced> reproduce(Env& env, const House& house, archive::Archive& archive, const std::string& record_id, std::uint32_t version,
                                    Diagnostics& out);

/// The role table as sealed in a bundle, beside the template's files. Names are part of the format.
inline constexpr std::string_view kSealedRoles = "fonts/roles.json";
inline constexpr std::string_view kSealedFaces = "fonts/faces.json";   ///< digests of the table's faces
inline constexpr std::string_view kSealedUser = "fonts/user.json";     ///< the user's faces that were used, by their digest

/// Compares two PDFs of ours object by object, streams inflated; what differs by name ("对象 7"). Lengths, positions and ids are left
/// aside. Empty: the same.
std::vector<std::string> compare_pdf(std::string_view a, std::string_view b);
/// Two DOCX part by part.
std::vector<std::string> compare_docx(std::string_view a, std::string_view b);

}  // namespace gongwen::usecases
