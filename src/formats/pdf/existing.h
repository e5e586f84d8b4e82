#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/result.h"
#include "formats/pdf/syntax.h"

namespace gongwen::pdf {

/// The entries of a dictionary in their order: "/Key" and the value as it is written.
using Entries = std::vector<std::pair<std::string, std::string>>;
/// Entries of "<<…>>"; nothing when it is none. Values of any depth are taken over as they are.
std::optional<Entries> dictionary_entries(std::string_view dictionary);
/// The value of a key, or nothing.
const std::string* find(const Entries& entries, std::string_view key);
/// Puts a value in place of the key's own, or behind all.
void put(Entries& entries, std::string_view key, std::string value);
/// "<<…>>"
std::string written(const Entries& entries);
/// "12 0 R" as a number; nothing for anything else.
std::optional<Ref> reference(std::string_view value);
/// The references in an array, in their order; what is none is passed over.
std::vector<Ref> references(std::string_view array);
std::optional<std::int64_t> number(std::string_view value);

/// Just enough of a finished PDF to add to it: which objects there are and what stands in them.
/// Holds views of `pdf`, which must outlive it. Const after opening; shareable between threads.
/// Source ISO 32000-1 7.5.4 (tables), 7.5.7 (object streams), 7.5.8 (cross-reference streams).
class Existing {
 public:
  /// Errors W020 no PDF, or its objects cannot be found; W021 encrypted.
  static Result<Existing> open(std::string_view pdf, const Place::Name& file);

  /// An object's content between "obj" and "endobj" (a stream's dictionary alone). Nothing when it is not there.
  std::optional<std::string> object(Ref ref) const;
  /// The value itself: what a reference leads to, or the value as it is.
  std::optional<std::string> resolve(std::string_view value) const;
  std::uint32_t generation(Ref ref) const;
  const Entries& trailer() const noexcept { return trailer_; }
  /// Where the newest cross-reference section begins, and whether it is a stream.
  std::uint64_t newest_section() const noexcept { return start_; }
  bool has_streams() const noexcept { return streams_; }
  /// The number the next new object gets.
  std::uint32_t next_number() const noexcept { return size_; }
  /// The catalog, and the first page of the page tree. Nothing when the tree is damaged.
  std::optional<Ref> catalog() const;
  std::optional<Ref> first_page() const;

 private:
  struct Where {
    std::uint64_t at = 0;              ///< an offset of the file, or the number of the object stream
    std::uint32_t index = 0;           ///< within the object stream
    std::uint32_t generation = 0;
    bool packed = false;
  };
  explicit Existing(std::string_view pdf) : pdf_(pdf) {}
  bool read_sections();
  bool read_table(std::size_t at, Entries& trailer);
  bool read_stream(std::size_t at, Entries& trailer);
  std::optional<std::string_view> body_at(std::uint64_t at, std::optional<std::uint32_t> number) const;
  std::optional<std::string> stream_data(std::string_view body) const;
  std::optional<std::string> packed_object(const Where& where, std::uint32_t number) const;

  std::string_view pdf_;
  std::map<std::uint32_t, Where> objects_;
  Entries trailer_;
  std::uint64_t start_ = 0;
  std::uint32_t size_ = 0;
  bool streams_ = false;
};

}  // namespace gongwen::pdf
