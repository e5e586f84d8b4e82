#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "foundation/base/env.h"
#include "pages/fonts/fonts.h"

namespace gongwen::fonts {

/// What the role table says of a face.
struct FaceSource {
  std::string id, file, sha256, licence;
  std::uint32_t index = 0;  ///< face of a collection
};

enum class OpenFailure : std::uint8_t { none, damaged, forbidden };

/// Opens one face over a font file's bytes; the face keeps the file. Touches a few pages only.
/// Returns null, and why, for a damaged font and for one whose licence bits forbid embedding a subset.
/// Threads reads only its arguments; the face is immutable.
std::unique_ptr<const Face> open_face(std::shared_ptr<const FileBytes> file, const FaceSource& source, OpenFailure& why);

}  // namespace gongwen::fonts
