#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "formats/pdf/haru.h"
#include "formats/pdf/syntax.h"

namespace gongwen::pdf {

/// The indirect objects of one file, kept by libharu, their content written by us.
///
/// A dictionary is libharu's; what stands between its "<<" and ">>" is a text of ours, written by the dictionary's write_fn.
/// So there is no allocation per entry, none of libharu's limits on arrays and strings, and streams come compressed.
/// Not thread-safe; one file, one Objects. Ownership: the texts live here, so this must outlive the last `finish`.
class Objects {
 public:
  explicit Objects(const Haru& haru);

  /// A number for an object whose content comes later. Every reserved object must be set before `finish`.
  Ref reserve();
  /// entries  what stands between "<<" and ">>".
  void set(Ref ref, std::string entries);
  Ref add(std::string entries);
  /// A stream. data as it stands in the file; /Length is added, /Filter is up to the caller.
  Ref add_stream(std::string entries, std::string data);
  /// A stream of `data` compressed with zlib.
  Ref add_deflated(std::string entries, std::string_view data);

  /// Entries of the document's own objects, which libharu began.
  std::string& catalog() noexcept { return catalog_; }
  /// libharu's page tree; `page` becomes its next leaf.
  void add_page(Ref page);
  Ref page_tree() const noexcept;
  void set_info(std::string entries);

  /// Writes the file: header, objects, cross-reference table, trailer with an /ID made from the bytes before it.
  /// Errors Error when libharu refuses or memory ends.
  std::string finish();

 private:
  struct Body {
    std::string entries;
    std::string data;
    HPDF_Stream out = nullptr;
    bool stream = false;
    bool set = false;
  };

  static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out) noexcept;
  static HPDF_STATUS write_data(HPDF_Dict dict) noexcept;
  static HPDF_STATUS write_id(HPDF_Dict trailer, HPDF_Stream out) noexcept;
  static HPDF_STATUS append(HPDF_Stream out, const HPDF_BYTE* bytes, HPDF_UINT size) noexcept;
  Body& body(Ref ref) const;
  void extend(HPDF_Dict dict, std::string entries);

  const Haru& haru_;
  std::deque<Body> bodies_;         // addresses are given to libharu
  std::vector<HPDF_Dict> dicts_;    // by (object number - first_)
  std::uint32_t first_ = 0;
  std::string catalog_;
  std::string file_;
};

}  // namespace gongwen::pdf
