#include <algorithm>
#include <numeric>
#include <utility>

#include "foundation/base/codes.h"
#include "foundation/zip/records_internal.h"
#include "foundation/zip/zip.h"

namespace gongwen::zip {
namespace {

/// RFC 3629, strict: no overlong forms, no surrogates, nothing above U+10FFFF. Two readers must see one name.
bool is_utf8(std::string_view t) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(t[i]); };
  for (std::size_t i = 0; i < t.size();) {
    const unsigned a = byte(i);
    const std::size_t n = a < 0x80 ? 1 : a >= 0xC2 && a < 0xE0 ? 2 : a >= 0xE0 && a < 0xF0 ? 3 : a >= 0xF0 && a < 0xF5 ? 4 : 0;
    if (n == 0 || n > t.size() - i) return false;
    for (std::size_t k = 1; k < n; ++k) {
      if ((byte(i + k) & 0xC0U) != 0x80U) return false;
    }
    if (n > 2) {
      const unsigned b = byte(i + 1);
      if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) || (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return false;
    }
    i += n;
  }
  return true;
}

/// Where the central directory is and how many entries it has.
struct End { std::uint64_t offset = 0, size = 0, count = 0, at = 0; };

/// One entry as the central directory tells of it, with what only the checks need.
struct Central {
  Reader::Entry entry;
  std::uint64_t local = 0;      ///< offset of the local header
  std::uint64_t end = 0;        ///< behind its data (and descriptor)
  std::uint16_t flags = 0;
  std::uint32_t time = 0;       ///< DOS time and date
  std::uint16_t version = 0;    ///< needed to extract
  bool directory = false;
};

/// Finds every fault of a zip's structure. One object, one zip.
class Inspection {
 public:
  Inspection(std::string_view bytes, Profile profile, const Place::Name& file, Diagnostics& out, const Limits& limits)
      : bytes_(bytes), strict_(profile == Profile::bundle), file_(file), out_(out), limits_(limits) {}

  std::optional<std::vector<Reader::Entry>> run() {
    const auto end = find_end();
    if (!end) return std::nullopt;
    if (end->count > limits_.entries) {
      fault(codes::kZipLimit, end->at, "条目太多（" + std::to_string(end->count) + "）");
      return std::nullopt;
    }
    if (!read_central(*end)) return std::nullopt;
    for (auto& c : centrals_) check_local(c);
    check_names();
    check_extents(end->offset);
    if (faults_ > 0) return std::nullopt;
    std::vector<Reader::Entry> entries;
    entries.reserve(centrals_.size());
    for (auto& c : centrals_) {
      if (!c.directory) entries.push_back(std::move(c.entry));
    }
    return entries;
  }

 private:
  void fault(std::string_view code, std::uint64_t at, std::string message) {
    ++faults_;
    Place place = Place::in_text(file_, 0, 0, at);
    out_.error(code, std::move(place), "压缩包：" + std::move(message) + "（字节 " + std::to_string(at) + "）");
  }
  bool fits(std::uint64_t at, std::uint64_t size) const noexcept { return at <= bytes_.size() && size <= bytes_.size() - at; }

  std::optional<End> find_end() {
    if (bytes_.size() < kEndSize) {
      fault(codes::kZipNoEnd, 0, "不是 zip，或没有传完");
      return std::nullopt;
    }
    std::uint64_t at = bytes_.size() - kEndSize;
    std::optional<std::pair<std::uint64_t, const char*>> trailing;
    if (u32_at(bytes_, at) != kEndSignature) {
      // a comment, or data behind the zip: look back as far as a comment can reach
      const std::uint64_t last = bytes_.size() > kEndSize + kFull16 ? bytes_.size() - kEndSize - kFull16 : 0;
      while (at > last && u32_at(bytes_, at) != kEndSignature) --at;
      if (u32_at(bytes_, at) != kEndSignature) {
        fault(codes::kZipNoEnd, bytes_.size(), "找不到结尾记录：不是 zip，或没有传完");
        return std::nullopt;
      }
      trailing.emplace(at + kEndSize, "结尾之后还有数据或注释");
    } else if (u16_at(bytes_, at + 20) != 0) {
      trailing.emplace(at + 20, "结尾记录说有注释，却没有");
    }
    End end;
    end.at = at;
    const std::uint16_t disks = u16_at(bytes_, at + 4) | u16_at(bytes_, at + 6);
    end.count = u16_at(bytes_, at + 10);
    end.size = u32_at(bytes_, at + 12);
    end.offset = u32_at(bytes_, at + 16);
    if (disks != 0 && disks != kFull16) fault(codes::kZipDisks, at, "分卷的压缩包");
    if (u16_at(bytes_, at + 8) != end.count) fault(codes::kZipDisks, at, "结尾记录里的条目数前后不一");
    const bool needs64 = end.count == kFull16 || end.size == kFull32 || end.offset == kFull32;
    if (needs64 && at >= kLocator64Size && u32_at(bytes_, at - kLocator64Size) == kLocator64Signature && !read_end64(at - kLocator64Size, end)) {
      return std::nullopt;
    }
    // In a file cut in transit the record found may be that of a zip stored inside: then nothing can be said of what is behind it.
    if (!fits(end.offset, end.size) || end.offset + end.size != end.at) {
      fault(codes::kZipDirectory, end.at, "目录的位置或大小不对：没有传完或已损坏，或前面有多余的数据");
      return std::nullopt;
    }
    if (trailing) fault(codes::kZipTrailing, trailing->first, trailing->second);
    return end;
  }

  /// The zip64 records before the end record. What fits into the end record must stand there as well, so that readers with and
  /// without zip64 see the same zip.
  bool read_end64(std::uint64_t locator, End& end) {
    const std::uint64_t at = u64_at(bytes_, locator + 8);
    if (!fits(at, kEnd64Size) || u32_at(bytes_, at) != kEnd64Signature || u64_at(bytes_, at + 4) != kEnd64Size - 12 || at + kEnd64Size != locator) {
      fault(codes::kZipNoEnd, locator, "zip64 结尾记录不对");
      return false;
    }
    if (u32_at(bytes_, locator + 4) != 0 || u32_at(bytes_, locator + 16) != 1 || u64_at(bytes_, at + 16) != 0) fault(codes::kZipDisks, at, "分卷的压缩包");
    const End full{u64_at(bytes_, at + 48), u64_at(bytes_, at + 40), u64_at(bytes_, at + 32), at};
    if (u64_at(bytes_, at + 24) != full.count) fault(codes::kZipDisks, at, "zip64 结尾记录里的条目数前后不一");
    const auto agree = [](std::uint64_t small, std::uint64_t large, std::uint64_t saturated) { return small == saturated || small == large; };
    if (!agree(end.count, full.count, kFull16) || !agree(end.size, full.size, kFull32) || !agree(end.offset, full.offset, kFull32)) {
      fault(codes::kZipDirectory, at, "zip64 结尾记录与结尾记录不一致");
    }
    end = full;
    return true;
  }

  bool read_central(const End& end) {
    std::uint64_t at = end.offset;
    centrals_.reserve(static_cast<std::size_t>(std::min(end.count, bytes_.size() / kCentralSize)));
    for (std::uint64_t i = 0; i < end.count; ++i) {
      if (!fits(at, kCentralSize) || at + kCentralSize > end.at || u32_at(bytes_, at) != kCentralSignature) {
        fault(codes::kZipDirectory, at, "目录第 " + std::to_string(i + 1) + " 条损坏");
        return false;
      }
      const std::uint64_t name = u16_at(bytes_, at + 28), extra = u16_at(bytes_, at + 30), comment = u16_at(bytes_, at + 32);
      const std::uint64_t whole = kCentralSize + name + extra + comment;
      if (at + whole > end.at) {
        fault(codes::kZipDirectory, at, "目录第 " + std::to_string(i + 1) + " 条过长");
        return false;
      }
      Central c;
      c.entry.name = std::string(bytes_.substr(at + kCentralSize, name));
      c.version = u16_at(bytes_, at + 6);
      c.flags = u16_at(bytes_, at + 8);
      c.time = u32_at(bytes_, at + 12);
      c.entry.method = u16_at(bytes_, at + 10);
      c.entry.crc = u32_at(bytes_, at + 16);
      c.entry.packed = u32_at(bytes_, at + 20);
      c.entry.size = u32_at(bytes_, at + 24);
      c.local = u32_at(bytes_, at + 42);
      read_extra64(at, bytes_.substr(at + kCentralSize + name, extra), c);
      if (u16_at(bytes_, at + 34) != 0) fault(codes::kZipDisks, at, "“" + c.entry.name + "”在另一个分卷里");
      if (comment > 0) fault(codes::kZipExtra, at, "“" + c.entry.name + "”带有注释");
      c.directory = !strict_ && c.entry.name.ends_with('/') && c.entry.size == 0;
      check_entry(at, c);
      check_kind(at, c);
      centrals_.push_back(std::move(c));
      at += whole;
    }
    if (at != end.at) fault(codes::kZipDirectory, at, "目录里有多余的数据");
    return true;
  }

  void read_extra64(std::uint64_t at, std::string_view extra, Central& c) {
    const bool needs64 = c.entry.size == kFull32 || c.entry.packed == kFull32 || c.local == kFull32;
    bool have64 = false;
    while (extra.size() >= 4) {
      const std::uint16_t id = u16_at(extra, 0);
      const std::uint16_t size = u16_at(extra, 2);
      if (std::size_t{4} + size > extra.size()) break;
      std::string_view values = extra.substr(4, size);
      if (id == kZip64Extra && !have64 && (needs64 || !strict_)) {
        have64 = true;
        const auto take = [&](std::uint64_t& v) {
          if (v != kFull32) return;
          if (values.size() < 8) return fault(codes::kZipExtra, at, "zip64 附加字段太短");
          v = u64_at(values, 0);
          values.remove_prefix(8);
        };
        take(c.entry.size);
        take(c.entry.packed);
        take(c.local);
        if (!values.empty()) fault(codes::kZipExtra, at, "zip64 附加字段有多余内容");
      } else if (strict_ || id == kZip64Extra) {
        fault(codes::kZipExtra, at, "“" + c.entry.name + "”带有附加字段");
      } else if (id == kUnicodePath && (values.size() < 5 || values.substr(5) != c.entry.name)) {
        fault(codes::kZipExtra, at, "“" + c.entry.name + "”的附加字段另给了一个名字");   // some readers take the one, some the other
      }
      extra.remove_prefix(std::size_t{4} + size);
    }
    if (!extra.empty()) fault(codes::kZipExtra, at, "“" + c.entry.name + "”的附加字段损坏");
  }

  void check_entry(std::uint64_t at, const Central& c) {
    const auto& e = c.entry;
    const std::string_view name = c.directory ? std::string_view(e.name).substr(0, e.name.size() - 1) : std::string_view(e.name);
    if (!is_safe_name(name) || !is_utf8(name)) fault(codes::kZipName, at, "条目名不安全：“" + e.name + "”");
    if ((c.flags & kFlagEncrypted) != 0) fault(codes::kZipEncrypted, at, "“" + e.name + "”是加密的");
    const std::uint16_t allowed = kFlagUtf8 | (strict_ ? 0U : kFlagDescriptor | 0x0006U);
    if ((c.flags & static_cast<std::uint16_t>(~allowed) & static_cast<std::uint16_t>(~kFlagEncrypted)) != 0) {
      fault((c.flags & kFlagDescriptor) != 0 ? codes::kZipDescriptor : codes::kZipFlags, at, "“" + e.name + "”的标志位不许可");
    }
    if (e.method != kStored && e.method != kDeflated) fault(codes::kZipMethod, at, "“" + e.name + "”用了不支持的压缩方法 " + std::to_string(e.method));
    if (e.method == kStored && e.packed != e.size) fault(codes::kZipMismatch, at, "“" + e.name + "”未压缩，两个大小却不同");
    total_ += e.size;
    const bool bomb = e.method == kDeflated && e.packed > 0 && e.size / e.packed > limits_.ratio;
    if (e.size > limits_.entry_size || total_ > limits_.total_size || bomb || (e.packed == 0 && e.size > 0)) {
      fault(codes::kZipLimit, at, "“" + e.name + "”展开后太大");
    }
  }

  /// A bundle holds plain files only, and names that every reader decodes alike.
  void check_kind(std::uint64_t at, const Central& c) {
    if (!strict_) return;
    constexpr std::uint16_t kUnix = 3;
    constexpr std::uint32_t kTypeMask = 0170000, kRegular = 0100000;
    const std::uint32_t type = u32_at(bytes_, at + 38) >> 16U & kTypeMask;
    if (bytes_[at + 5] == kUnix && type != 0 && type != kRegular) fault(codes::kZipFlags, at, "“" + c.entry.name + "”不是普通文件（是链接或设备）");
    if ((c.flags & kFlagUtf8) == 0 && !is_ascii(c.entry.name)) fault(codes::kZipFlags, at, "“" + c.entry.name + "”没有标明文件名是 UTF-8");
  }

  void check_local(Central& c) {
    const std::uint64_t at = c.local;
    auto& e = c.entry;
    if (!fits(at, kLocalSize) || u32_at(bytes_, at) != kLocalSignature) {
      c.end = at;
      return fault(codes::kZipMismatch, at, "“" + e.name + "”的头记录不在目录所说的位置");
    }
    const std::uint64_t name = u16_at(bytes_, at + 26), extra = u16_at(bytes_, at + 28);
    if (!fits(at + kLocalSize, name + extra) || !fits(at + kLocalSize + name + extra, e.packed)) {
      c.end = at;
      return fault(codes::kZipMismatch, at, "“" + e.name + "”超出文件末尾");
    }
    e.data_offset = at + kLocalSize + name + extra;
    c.end = e.data_offset + e.packed;
    const bool descriptor = (c.flags & kFlagDescriptor) != 0;
    bool same = bytes_.substr(at + kLocalSize, name) == e.name && u16_at(bytes_, at + 6) == c.flags && u16_at(bytes_, at + 8) == e.method;
    if (strict_) same = same && u16_at(bytes_, at + 4) == c.version && u32_at(bytes_, at + 10) == c.time;
    std::uint64_t size = u32_at(bytes_, at + 22), packed = u32_at(bytes_, at + 18);
    read_local_extra(at, bytes_.substr(at + kLocalSize + name, extra), e.name, size, packed);
    if (!descriptor) same = same && u32_at(bytes_, at + 14) == e.crc && size == e.size && packed == e.packed;
    else c.end += descriptor_size(c);
    if (!same) fault(codes::kZipMismatch, at, "“" + e.name + "”的头记录与目录不一致");
  }

  /// In a local header the zip64 field holds both sizes, and stands there only when both sizes refer to it (APPNOTE 4.5.3).
  void read_local_extra(std::uint64_t at, std::string_view extra, const std::string& name, std::uint64_t& size, std::uint64_t& packed) {
    const bool needs64 = size == kFull32 && packed == kFull32;
    while (extra.size() >= 4) {
      const std::size_t length = u16_at(extra, 2);
      if (4 + length > extra.size()) break;
      if (u16_at(extra, 0) == kZip64Extra && length == 16 && needs64 && size == kFull32) {
        size = u64_at(extra, 4);
        packed = u64_at(extra, 12);
        if (strict_ && size < kFull32 && packed < kFull32) fault(codes::kZipExtra, at, "“" + name + "”用不着 zip64 附加字段");
      } else if (strict_) {
        fault(codes::kZipExtra, at, "“" + name + "”的头记录带有附加字段");
      }
      extra.remove_prefix(4 + length);
    }
    if (!extra.empty() && strict_) fault(codes::kZipExtra, at, "“" + name + "”的头记录带有损坏的附加字段");
  }

  std::uint64_t descriptor_size(const Central& c) {
    const std::uint64_t at = c.end;
    const bool marked = fits(at, 4) && u32_at(bytes_, at) == kDescriptorSignature;
    const std::uint64_t from = at + (marked ? 4 : 0);
    for (const unsigned width : {4U, 8U}) {
      if (!fits(from, 4 + 2 * width)) break;
      if (u32_at(bytes_, from) == c.entry.crc && number_at(bytes_, from + 4, width) == c.entry.packed && number_at(bytes_, from + 4 + width, width) == c.entry.size) {
        return from + 4 + 2 * width - at;
      }
    }
    fault(codes::kZipDescriptor, at, "“" + c.entry.name + "”后面的数据描述不对");
    return 0;
  }

  void check_names() {
    std::vector<std::string_view> names;
    names.reserve(centrals_.size());
    for (const auto& c : centrals_) names.push_back(c.entry.name);
    std::sort(names.begin(), names.end());
    for (std::size_t i = 1; i < names.size(); ++i) {
      if (names[i] != names[i - 1]) continue;
      twice_.emplace_back(names[i]);
      fault(codes::kZipDuplicate, 0, "“" + std::string(names[i]) + "”出现了两次");
    }
    check_clashes(std::move(names));
  }

  /// Names that cannot stand side by side once unpacked: a file that is the folder of another; in a bundle also two names that are one
  /// where letter case does not count. REQUIRES: sorted.
  void check_clashes(std::vector<std::string_view> names) {
    for (const std::string_view name : names) {
      for (std::size_t slash = name.find('/'); slash != std::string_view::npos && slash + 1 < name.size(); slash = name.find('/', slash + 1)) {
        const std::string_view folder = name.substr(0, slash);
        if (std::binary_search(names.begin(), names.end(), folder)) fault(codes::kZipClash, 0, "“" + std::string(folder) + "”既是文件，又是“" + std::string(name) + "”的文件夹");
      }
    }
    if (!strict_) return;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    const auto before = [&](std::string_view a, std::string_view b) {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y)); });
    };
    std::sort(names.begin(), names.end(), before);
    for (std::size_t i = 1; i < names.size(); ++i) {
      if (before(names[i - 1], names[i])) continue;
      std::string folded(names[i]);
      std::transform(folded.begin(), folded.end(), folded.begin(), lower);
      if (!std::binary_search(twice_.begin(), twice_.end(), folded)) fault(codes::kZipClash, 0, "有两个名字只差字母大小写：“" + folded + "”");
    }
  }

  /// Entries must fill the space before the directory without overlap; in a bundle also without gap and in the directory's order.
  void check_extents(std::uint64_t directory) {
    std::vector<const Central*> order;
    order.reserve(centrals_.size());
    for (const auto& c : centrals_) {
      if (strict_ && !order.empty() && c.local < order.back()->local) fault(codes::kZipDirectory, c.local, "“" + c.entry.name + "”在目录里的次序不对");
      order.push_back(&c);
    }
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->local < b->local; });
    std::uint64_t at = 0;
    for (const auto* c : order) {
      if (c->local < at) fault(codes::kZipOverlap, c->local, "“" + c->entry.name + "”与另一条重叠");
      else if (c->local > at && strict_) fault(codes::kZipGap, at, "“" + c->entry.name + "”之前有不属于任何条目的数据");
      at = std::max(at, c->end);
    }
    if (at > directory) fault(codes::kZipOverlap, directory, "条目伸进了目录");
    else if (at < directory && strict_) fault(codes::kZipGap, at, "目录之前有不属于任何条目的数据");
  }

  std::string_view bytes_;
  bool strict_;
  const Place::Name& file_;
  Diagnostics& out_;
  const Limits& limits_;
  std::vector<Central> centrals_;
  std::vector<std::string> twice_;   // names told as duplicates already
  std::uint64_t total_ = 0;
  std::size_t faults_ = 0;
};

}  // namespace

std::optional<Reader> Reader::open(std::string_view bytes, Profile profile, const Place::Name& file, Diagnostics& out, const Limits& limits) {
  auto entries = Inspection(bytes, profile, file, out, limits).run();
  if (!entries) return std::nullopt;
  Reader reader;
  reader.bytes_ = bytes;
  reader.file_ = file;
  reader.entries_ = std::move(*entries);
  reader.by_name_.resize(reader.entries_.size());
  std::iota(reader.by_name_.begin(), reader.by_name_.end(), 0U);
  std::sort(reader.by_name_.begin(), reader.by_name_.end(), [&](auto a, auto b) { return reader.entries_[a].name < reader.entries_[b].name; });
  return reader;
}

const Reader::Entry* Reader::find(std::string_view name) const noexcept {
  const auto it = std::lower_bound(by_name_.begin(), by_name_.end(), name, [&](std::uint32_t i, std::string_view n) { return entries_[i].name < n; });
  return it != by_name_.end() && entries_[*it].name == name ? &entries_[*it] : nullptr;
}

std::optional<std::string_view> Reader::view(const Entry& entry, Diagnostics& out) const {
  check(entry.method == kStored, "zip: view of a compressed entry");
  const std::string_view data = bytes_.substr(entry.data_offset, entry.packed);
  if (crc32(data) == entry.crc) return data;
  out.error(codes::kZipCrc, Place::in_text(file_, 0, 0, entry.data_offset), "压缩包：“" + entry.name + "”损坏，校验和不对");
  return std::nullopt;
}

std::optional<std::string> Reader::read(const Entry& entry, Diagnostics& out) const {
  if (entry.method == kStored) {
    const auto data = view(entry, out);
    return data ? std::optional<std::string>(*data) : std::nullopt;
  }
  auto data = inflate(bytes_.substr(entry.data_offset, entry.packed), entry.size);
  if (data && crc32(*data) == entry.crc) return data;
  out.error(codes::kZipCrc, Place::in_text(file_, 0, 0, entry.data_offset),
            "压缩包：“" + entry.name + (data ? "”损坏，校验和不对" : "”损坏，不能展开"));
  return std::nullopt;
}

}  // namespace gongwen::zip
