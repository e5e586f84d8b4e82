#pragma once

// What both layouts of an export share. Private to the room.

#include <string>

#include "trust/archive/export.h"
#include "trust/archive/staging_internal.h"

namespace gongwen::archive {

/// metadata.xml of a record as it leaves: what was sealed, and what happened since. REQUIRES: `zip` is the item's version, verified.
std::string handover_metadata(const Consignment& consignment, const Consignment::Item& item, const BundleReader& zip, const std::string& location);

/// The version's zip, unpacked below `folder` (which ends in '/'). Throws Error when it is not what was verified.
std::string take_zip(Archive& archive, const std::string& record_id, std::uint32_t number);
void unpack(const BundleReader& zip, const std::string& folder, Staging& to);
BundleReader open_zip(std::string_view bytes, const std::string& name);
/// Events with their signatures, below `folder`.
void put_events(Archive& archive, const Consignment::Item& item, const std::string& folder, Staging& to);
/// What the records are proved by: archive.json, its seal, the checkpoint, certificates.
void put_proofs(Archive& archive, const std::string& folder, Staging& to);

/// The two layouts. REQUIRES: nothing lies at `out`.
std::unique_ptr<Export> make_bag(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options);
std::unique_ptr<Export> make_handover(Archive& archive, const Consignment& consignment, const fs::path& out, const ExportOptions& options);

}  // namespace gongwen::archive
