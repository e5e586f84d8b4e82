#include "trust/archive/log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "foundation/base/codes.h"

namespace gongwen::archive {
namespace {

/// The largest power of two smaller than n. REQUIRES: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

// SUBPROOF of RFC 9162 section 2.1.4.1 over leaves [first, end); `whole` while the part is the old tree itself.
void subproof(const RangeRoot& root, std::uint64_t first, std::uint64_t end, std::uint64_t old_end, bool whole, std::vector<Hash>& out) {
  if (old_end == end) {
    if (!whole) out.push_back(root(first, end));
    return;
  }
  const std::uint64_t middle = first + split_of(end - first);
  if (old_end <= middle) {
    subproof(root, first, middle, old_end, whole, out);
    out.push_back(root(middle, end));
  } else {
    subproof(root, middle, end, old_end, false, out);
    out.push_back(root(first, middle));
  }
}

}  // namespace

Hash leaf_hash(std::string_view entry) {
  std::string bytes(1, '\x00');
  bytes += entry;
  return sign::sha256(bytes);
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes{};
  bytes[0] = '\x01';
  std::copy(left.begin(), left.end(), reinterpret_cast<std::uint8_t*>(bytes.data()) + 1);
  std::copy(right.begin(), right.end(), reinterpret_cast<std::uint8_t*>(bytes.data()) + 33);
  return sign::sha256({bytes.data(), bytes.size()});
}

Hash tree_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return sign::sha256("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = static_cast<std::size_t>(split_of(leaves.size()));
  return node_hash(tree_root(leaves.first(k)), tree_root(leaves.subspan(k)));
}

RangeRoot range_root_of(std::span<const Hash> leaves) {
  return [leaves](std::uint64_t first, std::uint64_t end) {
    return tree_root(leaves.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)));
  };
}

// RFC 9162 section 2.1.3.1.
std::vector<Hash> inclusion_proof(const RangeRoot& root, std::uint64_t index, std::uint64_t size) {
  check(index < size, "inclusion proof of a leaf that is not there");
  std::vector<Hash> from_root;
  std::uint64_t first = 0;
  std::uint64_t end = size;
  while (end - first > 1) {
    const std::uint64_t middle = first + split_of(end - first);
    if (index < middle) {
      from_root.push_back(root(middle, end));
      end = middle;
    } else {
      from_root.push_back(root(first, middle));
      first = middle;
    }
  }
  return {from_root.rbegin(), from_root.rend()};
}

std::vector<Hash> consistency_proof(const RangeRoot& root, std::uint64_t old_size, std::uint64_t size) {
  check(old_size <= size, "consistency proof from a larger tree");
  std::vector<Hash> out;
  if (old_size > 0) subproof(root, 0, size, old_size, true, out);
  return out;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof, const Hash& root) {
  if (index >= size) return false;
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash r = leaf;
  for (const Hash& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) == 1 || fn == sn) {
      r = node_hash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = node_hash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<const Hash> proof, const Hash& old_root, const Hash& new_root) {
  if (old_size > new_size) return false;
  if (old_size == 0) return proof.empty();
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  // When the old tree is a full subtree of the new one, its root is where the path begins.
  std::size_t at = 0;
  Hash start = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return false;
    start = proof[0];
    at = 1;
  }
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = new_size - 1;
  while ((fn & 1) == 1) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = start;
  Hash sr = start;
  for (; at < proof.size(); ++at) {
    const Hash& c = proof[at];
    if (sn == 0) return false;
    if ((fn & 1) == 1 || fn == sn) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == new_root;
}

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + sign::base64(sign::bytes_of(root)) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text, const Place::Name& file) {
  const auto bad = [&] {
    return Diagnostic{Severity::error, codes::kBadCheckpoint, Place::in_text(file, 0, 0, 0), "日志检查点的内容已损坏，不能读取", {}, {}, {}};
  };
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return bad();
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  // Lines after the third are extensions, which nobody needs to know.
  if (lines.size() < 3 || lines[0].empty() || lines[1].empty() || (lines[1].size() > 1 && lines[1][0] == '0')) return bad();
  Checkpoint out;
  out.origin = lines[0];
  const auto [end, error] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), out.size);
  const auto root = sign::from_base64(lines[2]);
  if (error != std::errc{} || end != lines[1].data() + lines[1].size() || !root || root->size() != 32) return bad();
  std::copy(root->begin(), root->end(), out.root.begin());
  return out;
}

}  // namespace gongwen::archive
