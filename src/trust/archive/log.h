#pragma once

// The Merkle tree over the log's entries (RFC 6962 section 2.1, RFC 9162 section 2.1): hashes, proofs, and their checks.
// Plain functions over hashes; the files are archive's business.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {

using Hash = sign::Digest;

/// SHA-256(0x00 ‖ entry).
Hash leaf_hash(std::string_view entry);
/// SHA-256(0x01 ‖ left ‖ right).
Hash node_hash(const Hash& left, const Hash& right);

/// The root over the leaves. The root of nothing is SHA-256("").
Hash tree_root(std::span<const Hash> leaves);

/// The root over leaves [first, end) of a tree whose hashes are kept somewhere: asked only for the ranges that the proofs
/// below need, so that a proof costs as little in a log of a million entries as in one of ten.
using RangeRoot = std::function<Hash(std::uint64_t first, std::uint64_t end)>;
RangeRoot range_root_of(std::span<const Hash> leaves);   ///< `leaves` must outlive it

/// Audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards. REQUIRES: index < size.
std::vector<Hash> inclusion_proof(const RangeRoot& root, std::uint64_t index, std::uint64_t size);
/// Proof that the tree of the first `old_size` leaves is a prefix of that of `size`. REQUIRES: old_size ≤ size.
/// Empty for old_size 0 and old_size = size.
std::vector<Hash> consistency_proof(const RangeRoot& root, std::uint64_t old_size, std::uint64_t size);

/// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof, const Hash& root);
/// RFC 9162 section 2.1.4.2. old_size 0: true for an empty proof.
bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<const Hash> proof, const Hash& old_root,
                        const Hash& new_root);

/// A checkpoint's text (C2SP tlog-checkpoint): origin, size, root.
struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  std::string text() const;
};
/// Errors A032 … of sign::verify_note for the signature are the caller's; A035 malformed text.
Result<Checkpoint> parse_checkpoint(std::string_view text, const Place::Name& file);

}  // namespace gongwen::archive
