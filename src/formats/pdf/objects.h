#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/haru.h"
#include "formats/pdf/syntax.h"

namespace gongwen::pdf {

/// The indirect objects of one file, numbered and written by libharu, their content by us.
///
/// What stands between a dictionary's "<<" and ">>" is a text of ours; streams come compressed. Dictionaries that are no streams
/// go packed into object streams (ISO 32000-1 7.5.7), a fifth of their size; so the file ends in a cross-reference stream (7.5.8).
/// Not thread-safe; one file, one Objects. Ownership: the texts live here, so this must outlive the last `finish`.
class Objects {
 public:
  explicit Objects(const Haru& haru);

  /// A number for a dictionary whose content comes later. Every reserved object must be set before `finish`.
  Ref reserve();
  /// entries  what stands between "<<" and ">>".
  void set(Ref ref, std::string_view entries);
  Ref add(std::string_view entries);
  /// A dictionary that stands by itself in the file, for what is patched in place afterwards.
  Ref add_unpacked(std::string entries);
  /// A stream. data as it stands in the file; /Length is added, /Filter is up to the caller.
  Ref add_stream(std::string entries, std::string data);
  /// A stream of `data` compressed with zlib.
  Ref add_deflated(std::string entries, std::string_view data, int level = 6);

  /// Entries of the document's own objects, which libharu began.
  std::string& catalog() noexcept { return catalog_; }
  Ref page_tree() const noexcept;
  void set_pages(const std::vector<Ref>& pages);
  void set_info(std::string entries);

  /// Writes the file: header, objects, cross-reference stream with an /ID made from the bytes before it.
  /// Errors Error when libharu refuses or memory ends.
  std::string finish();
  /// After `finish`: where in the file an unpacked object's entries begin.
  std::size_t offset_of(Ref ref) const;

 private:
  /// An object that libharu writes. Addresses are given to libharu.
  struct Body {
    std::string entries;
    std::string data;
    std::size_t offset = 0;      // of the entries in the file
    HPDF_Stream out = nullptr;
    bool stream = false;
  };
  /// One of our numbers: a body, or a part of packed_.
  struct Slot {
    Body* body = nullptr;
    std::size_t begin = 0, size = 0;
    bool set = false;
  };
  /// Where an object stands: at an offset of the file, or as the nth of an object stream.
  struct Position { std::size_t offset = 0; std::uint32_t stream = 0, index = 0; };

  static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out) noexcept;
  static HPDF_STATUS write_data(HPDF_Dict dict) noexcept;
  static HPDF_STATUS append(HPDF_Stream out, const HPDF_BYTE* bytes, HPDF_UINT size) noexcept;
  const Slot& slot(Ref ref) const;
  Ref enter(void* object, const Slot& slot);
  void extend(HPDF_Dict dict, std::string entries);
  void pack();
  void write_object(HPDF_Stream out, std::size_t number);
  std::string cross_reference(std::size_t at) const;

  const Haru& haru_;
  std::vector<Slot> slots_;         // by (object number - first_)
  std::deque<Body> bodies_;
  std::string packed_;              // entries of the packed objects, in the order they were set
  std::vector<Position> positions_; // by object number
  std::uint32_t first_ = 0;
  std::string catalog_;
  std::string file_;
};

}  // namespace gongwen::pdf
