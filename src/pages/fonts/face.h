#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/env.h"
#include "pages/fonts/fonts.h"

namespace gongwen::fonts {

/// What the role table says of a face.
struct FaceSource {
  std::string id, licence;
  std::vector<FaceFile> files;
  std::uint32_t index = 0;  ///< face of a collection
};

/// The last three are what the licence bits forbid (OS/2 fsType).
enum class OpenFailure : std::uint8_t { none, damaged, restricted, no_subsetting, bitmaps_only };

/// Opens one face over the bytes of its files; the face keeps them. Touches a few pages only.
///
/// files  one, or several of TrueType outlines that agree on the units of the em: a character is looked up in the first, then in
///        the next, and all measures but the glyphs' own are the first's.
/// Returns null, and why, for a damaged font and for one whose licence bits forbid embedding a subset.
/// Threads reads only its arguments; the face is immutable.
std::unique_ptr<const Face> open_face(std::vector<std::shared_ptr<const FileBytes>> files, const FaceSource& source, OpenFailure& why);
std::unique_ptr<const Face> open_face(std::shared_ptr<const FileBytes> file, const FaceSource& source, OpenFailure& why);

}  // namespace gongwen::fonts
