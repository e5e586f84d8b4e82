#pragma once

// What a metadata.xml is written from: at filing what the bundle knows of itself; at the hand-over also what happened since. Private
// to the room.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trust/archive/bundle.h"
#include "trust/archive/events.h"

namespace gongwen::archive {

struct MetadataFile {
  std::string path;               ///< inside the bundle
  std::uint64_t size = 0;
  std::string format;             ///< M47, or empty
  bool made_here = false;         ///< printed by this program, not brought along
};

struct MetadataSignature {
  std::string rule, time, signer, result, certificate, reference, algorithm;
};

struct MetadataFacts {
  const VersionInfo& version;
  std::vector<MetadataFile> files;
  std::vector<MetadataSignature> signatures;
  ArchiveSide archive = {};       ///< whatever the archive adds: fonds, 档号
  // known only after sealing
  std::vector<Event> events = {};
  std::string location = {};      ///< M66
};
std::string write_metadata(const MetadataFacts& facts);

/// M47 in its form: “格式名称：…，格式版本：…，MIME媒体类型：…”. Empty for a format that is not known, or bytes that are not what the name says.
std::string format_of(std::string_view name, std::string_view bytes);
/// Which part of PDF/A a PDF says it keeps to: "2a". Empty: none.
std::string pdfa_of(std::string_view pdf);
/// The files of a bundle to be, as its metadata speak of them. REQUIRES: version.attachments are those of the bundle, in order.
std::vector<MetadataFile> files_of(const Bundle& bundle, const VersionInfo& version);
/// The signatures a bundle to be will have; their values are not known yet.
std::vector<MetadataSignature> signatures_of(const VersionInfo& version, const sign::Identity& identity);

/// Text for XML, without the control characters that XML 1.0 has no place for.
std::string escaped(std::string_view text);

}  // namespace gongwen::archive
