#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "foundation/json/json.h"
#include "trust/archive/bundle.h"

namespace gongwen::archive {

/// One difference between two records, by path. Items of a list with a key field are named by it: `指标[编号=1.1].实际`.
struct FieldChange {
  enum class Kind : std::uint8_t { added, removed, changed, moved };
  Kind kind = Kind::changed;
  std::string path;
  json::Node before;      ///< null when added; moved: the old item number (from 1)
  json::Node after;       ///< null when removed; moved: the new item number (from 1)
};

/// A file that differs between two versions: a document, an attachment, a template file.
struct FileChange {
  enum class Kind : std::uint8_t { added, removed, changed };
  Kind kind = Kind::changed;
  std::string path;
  std::string name;       ///< an attachment's own name
  std::string before;     ///< SHA-256
  std::string after;
};

struct Difference {
  std::vector<FieldChange> fields;   ///< in the order of the newer record, removed ones after
  std::vector<FileChange> files;     ///< sorted by path
  bool empty() const noexcept { return fields.empty() && files.empty(); }
};

/// Compares two record trees. Without a key field, items of a list are matched by number.
/// Threads reads only its arguments.
std::vector<FieldChange> compare_records(const json::Node& before, const json::Node& after, std::span<const ListKey> keys);

}  // namespace gongwen::archive
