#include "trust/archive/log_store_internal.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "trust/archive/writing_internal.h"

namespace gongwen::archive {
namespace {

constexpr std::uint64_t kWidth = 256;   // hashes in a full tile; C2SP tlog-tiles
constexpr std::size_t kHashSize = 32;

std::string partial(std::uint64_t width) { return ".p/" + std::to_string(width); }

std::string level_name(unsigned level) { return "tile/" + std::to_string(level) + "/"; }
constexpr std::string_view kEntries = "tile/entries/";

Hash hash_at(std::string_view bytes, std::uint64_t index) {
  Hash out{};
  const auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data()) + index * kHashSize;
  std::copy(from, from + kHashSize, out.begin());
  return out;
}

/// Entries of a bundle: each two bytes of length, big end first, then its bytes. Nothing when the bytes do not come out even.
std::optional<std::vector<std::string>> split_bundle(std::string_view bytes) {
  std::vector<std::string> out;
  while (!bytes.empty()) {
    if (bytes.size() < 2) return std::nullopt;
    const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) << 8 | static_cast<unsigned char>(bytes[1]);
    if (bytes.size() < 2 + length) return std::nullopt;
    out.emplace_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
  }
  return out;
}

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

std::string with_length(std::string_view entry) {
  check(entry.size() < 65'536, "a log entry is longer than 65535 bytes");
  std::string out;
  out += static_cast<char>(entry.size() >> 8);
  out += static_cast<char>(entry.size() & 0xFF);
  return out.append(entry);
}

Hash root_of_tile(std::string_view bytes, std::uint64_t first, std::uint64_t count) {
  std::vector<Hash> hashes;
  for (std::uint64_t i = 0; i < count; ++i) hashes.push_back(hash_at(bytes, first + i));
  return tree_root(hashes);
}

}  // namespace

std::string tile_number(std::uint64_t index) {
  const auto three = [](std::uint64_t n) {
    const std::string digits = std::to_string(n);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string out = three(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) out = "x" + three(index % 1000) + "/" + out;
  return out;
}

// A tile that has since been filled may stand for its own beginning (C2SP tlog-tiles), so a reader of an older
// checkpoint finds its hashes too.
std::string LogStore::read(const std::string& name, std::uint64_t index, std::uint64_t width, bool full) {
  const std::string base = name + tile_number(index);
  for (const std::string& path : full ? std::vector<std::string>{base} : std::vector<std::string>{base + partial(width), base}) {
    if (env_.exists(folder_ / path)) return env_.read_file(folder_ / path);
  }
  // A mirror keeps only the partial tile of its own checkpoint; a wider one begins with the same hashes.
  if (!full && env_.is_dir(folder_ / (base + ".p"))) {
    for (const std::string& other : env_.list_dir(folder_ / (base + ".p"))) {
      const auto wider = number_in(other);
      if (wider && *wider > width) return env_.read_file(folder_ / (base + ".p") / other);
    }
  }
  break_at(full ? base : base + partial(width));
  return {};
}

const std::string& LogStore::tile(unsigned level, std::uint64_t index) {
  const std::uint64_t hashes = level * 8 >= 64 ? 0 : size_ >> (level * 8);
  const std::uint64_t width = std::min(kWidth, hashes - std::min(hashes, index * kWidth));
  const auto [at, fresh] = cache_.try_emplace({level, index});
  if (!fresh) return at->second;
  if (width > 0) {
    at->second = read(level_name(level), index, width, width == kWidth);
    if (at->second.size() < width * kHashSize) {
      break_at(level_name(level) + tile_number(index));
      at->second.resize(width * kHashSize);
    }
    at->second.resize(width * kHashSize);
  }
  return at->second;
}

std::string LogStore::bundle(std::uint64_t index) {
  const std::uint64_t width = std::min(kWidth, size_ - std::min(size_, index * kWidth));
  return width == 0 ? std::string{} : read(std::string(kEntries), index, width, width == kWidth);
}

std::vector<std::string> LogStore::entries(std::uint64_t first, std::uint64_t count) {
  std::vector<std::string> out;
  const std::uint64_t end = count > size_ - std::min(first, size_) ? size_ : first + count;
  for (std::uint64_t at = first; at < end;) {
    const std::uint64_t index = at / kWidth;
    const std::uint64_t stop = std::min(end, (index + 1) * kWidth);
    const auto all = split_bundle(bundle(index));
    if (!all || all->size() < stop - index * kWidth) {
      break_at(std::string(kEntries) + tile_number(index));
      return out;
    }
    for (; at < stop; ++at) out.push_back((*all)[static_cast<std::size_t>(at - index * kWidth)]);
  }
  return out;
}

/// A complete subtree of 2^(8·level) leaves, as the tiles keep it.
Hash LogStore::stored(unsigned level, std::uint64_t index) {
  const std::string& bytes = tile(level, index / kWidth);
  if (bytes.size() < (index % kWidth + 1) * kHashSize) {
    break_at(level_name(level) + tile_number(index / kWidth));
    return {};
  }
  return hash_at(bytes, index % kWidth);
}

Hash LogStore::range_root(std::uint64_t first, std::uint64_t end) {
  const std::uint64_t count = end - first;
  if (count == 0) return sign::sha256("");
  const bool complete = std::has_single_bit(count) && first % count == 0;
  const auto bits = static_cast<unsigned>(std::countr_zero(count));
  if (complete && bits % 8 == 0) return stored(bits / 8, first >> bits);
  // The receipts of a group ask for the same nodes again and again.
  const auto [at, fresh] = nodes_.try_emplace({first, end});
  if (fresh) {
    const std::uint64_t middle = first + std::bit_floor(count - 1);
    const Hash left = range_root(first, middle);
    at->second = node_hash(left, range_root(middle, end));
  }
  return at->second;
}

Hash LogStore::root() { return range_root(0, size_); }

void LogStore::write(const std::string& name, const std::string& bytes) {
  const fs::path path = folder_ / name;
  make_folder_durably(env_, path.parent_path());
  write_file_atomic(env_, path, bytes, true);
}

/// Removes partial tiles wider than the log of `count` hashes: a filing that was taken back left them, and no checkpoint covers them.
void LogStore::drop_wider(const std::string& name, std::uint64_t count) {
  const fs::path partials = folder_ / (name + tile_number(count / kWidth) + ".p");
  if (!env_.is_dir(partials)) return;
  bool dropped = false;
  for (const std::string& one : env_.list_dir(partials)) {
    const auto width = number_in(one);
    if (!width || *width <= count % kWidth) continue;
    env_.remove(partials / one);
    dropped = true;
  }
  if (dropped) env_.sync_dir(partials);
}

void LogStore::append(std::span<const std::string> entries) {
  const std::uint64_t old_size = size_;
  drop_wider(std::string(kEntries), old_size);
  for (unsigned level = 0; level < 8; ++level) drop_wider(level_name(level), old_size >> (level * 8));
  const std::uint64_t new_size = old_size + entries.size();
  // Entries and leaf hashes, a bundle at a time.
  std::vector<Hash> fresh;
  for (const std::string& entry : entries) fresh.push_back(leaf_hash(entry));
  for (std::uint64_t index = old_size / kWidth; index * kWidth < new_size; ++index) {
    std::string bytes = bundle(index);
    const std::uint64_t from = std::max(old_size, index * kWidth);
    const std::uint64_t to = std::min(new_size, (index + 1) * kWidth);
    for (std::uint64_t i = from; i < to; ++i) bytes += with_length(entries[static_cast<std::size_t>(i - old_size)]);
    const std::uint64_t width = to - index * kWidth;
    write(std::string(kEntries) + tile_number(index) + (width == kWidth ? "" : partial(width)), bytes);
  }
  // Level by level: a full tile's root is one hash of the level above.
  std::uint64_t had = old_size;
  for (unsigned level = 0; !fresh.empty(); ++level) {
    std::vector<Hash> above;
    const std::uint64_t have = had + fresh.size();
    for (std::uint64_t index = had / kWidth; index * kWidth < have; ++index) {
      std::string bytes = index * kWidth < had ? tile(level, index) : std::string{};
      const std::uint64_t from = std::max(had, index * kWidth);
      const std::uint64_t to = std::min(have, (index + 1) * kWidth);
      for (std::uint64_t i = from; i < to; ++i) bytes += sign::bytes_of(fresh[static_cast<std::size_t>(i - had)]);
      const std::uint64_t width = to - index * kWidth;
      write(level_name(level) + tile_number(index) + (width == kWidth ? "" : partial(width)), bytes);
      if (width == kWidth) above.push_back(root_of_tile(bytes, 0, kWidth));
    }
    fresh = std::move(above);
    had /= kWidth;
  }
  if (!fault_.empty()) throw Error("归档日志的文件 " + fault_ + " 缺失或损坏，不能续写");
  cache_.clear();
  nodes_.clear();
  size_ = new_size;
}

/// True when a partial tile of that width and the tile as it is now begin with the same hashes (or entries).
bool LogStore::begins_alike(const std::string& name, std::uint64_t index, std::uint64_t width, std::string_view bytes) {
  if (name == kEntries) {
    const auto theirs = split_bundle(bytes);
    const auto now = split_bundle(bundle(index));
    if (!theirs || theirs->size() != width || !now) return false;
    const std::uint64_t here = std::min(kWidth, size_ - std::min(size_, index * kWidth));
    const auto count = static_cast<std::ptrdiff_t>(std::min({width, here, std::uint64_t{now->size()}}));
    return std::equal(theirs->begin(), theirs->begin() + count, now->begin());
  }
  const auto level = number_in(std::string_view(name).substr(5, name.size() - 6));   // tile/<level>/
  if (!level || *level >= 8 || bytes.size() != width * kHashSize) return false;
  const std::string_view now = tile(static_cast<unsigned>(*level), index);
  const std::size_t common = std::min(now.size(), bytes.size());
  return now.substr(0, common) == bytes.substr(0, common);
}

void LogStore::look_into(const std::string& name, const std::string& below, std::vector<std::string>& out) {
  for (const std::string& one : env_.list_dir(folder_ / (name + below))) {
    if (one.starts_with('x')) {
      if (env_.is_dir(folder_ / (name + below + one))) look_into(name, below + one + "/", out);
      continue;
    }
    if (!one.ends_with(".p") || !env_.is_dir(folder_ / (name + below + one))) continue;
    std::string digits = below + one.substr(0, one.size() - 2);
    std::erase_if(digits, [](char c) { return c == 'x' || c == '/'; });
    const auto index = number_in(digits);
    for (const std::string& file : env_.list_dir(folder_ / (name + below + one))) {
      if (is_temporary(file)) continue;
      const std::string path = name + below + one + "/" + file;
      const auto width = number_in(file);
      try {
        const bool sound = index && width && !env_.is_dir(folder_ / path) && begins_alike(name, *index, *width, env_.read_file(folder_ / path));
        if (!sound) out.push_back(path);
      } catch (const Error&) {
        if (env_.exists(folder_ / path)) throw;   // else a writer has dropped it meanwhile
      }
    }
  }
}

std::vector<std::string> LogStore::strange_partials() {
  std::vector<std::string> out;
  if (!env_.is_dir(folder_ / "tile")) return out;
  for (const std::string& kind : env_.list_dir(folder_ / "tile")) {
    if (env_.is_dir(folder_ / "tile" / kind)) look_into("tile/" + kind + "/", "", out);
  }
  return out;
}

void LogStore::drop_partials_of(std::uint64_t old_size) {
  const auto drop = [&](const std::string& name, std::uint64_t old_count, std::uint64_t new_count) {
    if (old_count % kWidth == 0 || new_count / kWidth == old_count / kWidth) return;
    const fs::path partials = folder_ / (name + tile_number(old_count / kWidth) + ".p");
    try {
      if (!env_.exists(partials)) return;
      for (const std::string& one : env_.list_dir(partials)) env_.remove(partials / one);
      env_.remove(partials);
    } catch (const Error&) {   // a partial tile too many hurts nobody
    }
  };
  drop(std::string(kEntries), old_size, size_);
  for (unsigned level = 0; level < 8 && old_size >> (level * 8) > 0; ++level) {
    drop(level_name(level), old_size >> (level * 8), size_ >> (level * 8));
  }
}

}  // namespace gongwen::archive
