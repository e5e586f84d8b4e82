#include <algorithm>

#include "foundation/zip/records_internal.h"
#include "foundation/zip/zip.h"

namespace gongwen::zip {
namespace {

constexpr std::uint16_t kDosTime = 0;
constexpr std::uint16_t kDosDate = 0x0021;             // 1980-01-01: no clock in the file
constexpr std::uint16_t kVersion = 20, kVersion64 = 45;
constexpr std::uint16_t kMadeByUnix = 3U << 8U | kVersion;
constexpr std::uint32_t kMode0644 = 0100644U << 16U;

std::uint32_t low32(std::uint64_t v) noexcept { return v >= kFull32 ? kFull32 : static_cast<std::uint32_t>(v); }

/// What both headers say of an entry, between "version needed" and the name's length.
void put_common(std::string& out, std::uint16_t version, bool ascii, std::uint16_t method, std::uint32_t crc, std::uint64_t packed, std::uint64_t size) {
  put(out, version, 2);
  put(out, ascii ? 0 : kFlagUtf8, 2);
  put(out, method, 2);
  put(out, kDosTime, 2);
  put(out, kDosDate, 2);
  put(out, crc, 4);
  put(out, low32(packed), 4);
  put(out, low32(size), 4);
}

/// The zip64 field of a local header: both sizes, or nothing when both fit (APPNOTE 4.5.3).
std::string local_extra(std::uint64_t size, std::uint64_t packed) {
  std::string extra;
  if (size < kFull32 && packed < kFull32) return extra;
  put(extra, kZip64Extra, 2);
  put(extra, 16, 2);
  put(extra, size, 8);
  put(extra, packed, 8);
  return extra;
}

/// The zip64 field of the directory: those of the values that do not fit, or nothing.
std::string central_extra(std::uint64_t size, std::uint64_t packed, std::uint64_t offset) {
  std::string values;
  for (const std::uint64_t v : {size, packed, offset}) {
    if (v >= kFull32) put(values, v, 8);
  }
  if (values.empty()) return {};
  std::string extra;
  put(extra, kZip64Extra, 2);
  put(extra, values.size(), 2);
  return extra + values;
}

}  // namespace

bool is_safe_name(std::string_view name) noexcept {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  const bool bad_character = std::any_of(name.begin(), name.end(), [](char c) { return c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (bad_character) return false;
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return true;
}

void Writer::add(std::string_view name, std::string_view bytes, Method method, int level) {
  if (method == Method::store) {
    put(name, bytes, crc32(bytes), bytes.size(), kStored);
    return;
  }
  const std::string packed = deflate(bytes, level);
  if (packed.size() >= bytes.size()) put(name, bytes, crc32(bytes), bytes.size(), kStored);   // nothing gained
  else put(name, packed, crc32(bytes), bytes.size(), kDeflated);
}

void Writer::add(std::string_view name, const Compressed& data) { put(name, data.raw, data.crc, data.size, kDeflated); }

void Writer::add_frame(std::string_view name, std::uint64_t packed, bool stored, std::uint32_t crc, std::uint64_t size) {
  put_header(name, packed, crc, size, stored ? kStored : kDeflated);
  left_out_ += packed;
}

void Writer::put(std::string_view name, std::string_view packed, std::uint32_t crc, std::uint64_t size, std::uint16_t method) {
  put_header(name, packed.size(), crc, size, method);
  out_.append(packed);
}

void Writer::put_header(std::string_view name, std::uint64_t packed, std::uint32_t crc, std::uint64_t size, std::uint16_t method) {
  check(is_safe_name(name) && name.size() < kFull16, "zip: unsafe entry name");
  check(names_.insert(std::string(name)).second, "zip: entry added twice");
  const std::uint64_t offset = out_.size() + left_out_;
  const std::string extra = local_extra(size, packed);
  const bool large = !extra.empty();
  const std::uint16_t version = large || offset >= kFull32 ? kVersion64 : kVersion;   // as in the directory
  zip::put(out_, kLocalSignature, 4);
  put_common(out_, version, is_ascii(name), method, crc, large ? kFull32 : packed, large ? kFull32 : size);
  zip::put(out_, name.size(), 2);
  zip::put(out_, extra.size(), 2);
  out_.append(name).append(extra);
  entries_.push_back({std::string(name), crc, size, packed, offset, method});
}

std::string Writer::finish() {
  const std::uint64_t begin = out_.size() + left_out_;
  for (const Entry& e : entries_) {
    const std::string extra = central_extra(e.size, e.packed, e.offset);
    const std::uint16_t version = extra.empty() ? kVersion : kVersion64;
    zip::put(out_, kCentralSignature, 4);
    zip::put(out_, kMadeByUnix, 2);
    put_common(out_, version, is_ascii(e.name), e.method, e.crc, e.packed, e.size);
    zip::put(out_, e.name.size(), 2);
    zip::put(out_, extra.size(), 2);
    zip::put(out_, 0, 2);   // comment
    zip::put(out_, 0, 2);   // disk
    zip::put(out_, 0, 2);   // internal attributes
    zip::put(out_, kMode0644, 4);
    zip::put(out_, low32(e.offset), 4);
    out_.append(e.name).append(extra);
  }
  const std::uint64_t size = out_.size() + left_out_ - begin;
  const std::uint64_t count = entries_.size();
  if (count >= kFull16 || begin >= kFull32 || size >= kFull32) {
    const std::uint64_t end64 = out_.size() + left_out_;
    zip::put(out_, kEnd64Signature, 4);
    zip::put(out_, kEnd64Size - 12, 8);
    zip::put(out_, 3U << 8U | kVersion64, 2);
    zip::put(out_, kVersion64, 2);
    zip::put(out_, 0, 8);   // disks
    zip::put(out_, count, 8);
    zip::put(out_, count, 8);
    zip::put(out_, size, 8);
    zip::put(out_, begin, 8);
    zip::put(out_, kLocator64Signature, 4);
    zip::put(out_, 0, 4);
    zip::put(out_, end64, 8);
    zip::put(out_, 1, 4);
  }
  zip::put(out_, kEndSignature, 4);
  zip::put(out_, 0, 4);     // disks
  const std::uint64_t shown = std::min<std::uint64_t>(count, kFull16);
  zip::put(out_, shown, 2);
  zip::put(out_, shown, 2);
  zip::put(out_, low32(size), 4);
  zip::put(out_, low32(begin), 4);
  zip::put(out_, 0, 2);     // comment
  entries_.clear();
  names_.clear();
  left_out_ = 0;
  return std::move(out_);
}

}  // namespace gongwen::zip
