#pragma once

// A font's dictionary: which characters its codes are and how wide (ISO 32000-1 9.5-9.10). Private to the room.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/inspect/cmap.h"
#include "formats/inspect/encodings.h"
#include "formats/inspect/source.h"

namespace gongwen::inspect {

/// One code of a shown string.
struct Shown {
  unsigned bytes = 1;
  double width = 0;        ///< in ems; along the writing direction
  std::string text;
  bool word_space = false; ///< a single-byte code 32: Tw applies
};

class FontReader {
 public:
  FontReader(Source& source, QPDFObjectHandle dictionary);

  const Font& font() const noexcept { return font_; }
  bool vertical() const noexcept { return composite_ && encoding_.vertical(); }
  void decode(std::string_view bytes, std::vector<Shown>& out) const;
  /// Type 3: its procedures draw what it shows; a reader of text has no face to name.
  bool type3() const noexcept { return type3_; }

 private:
  void read_descriptor(QPDFObjectHandle descriptor);
  void read_simple(Source& source, QPDFObjectHandle dictionary);
  void read_composite(Source& source, QPDFObjectHandle dictionary);
  double width_of_cid(Code code, const std::string& text) const;

  Font font_;
  bool composite_ = false, type3_ = false, gb1_ = false;
  double unit_ = 0.001;                       // ems of one unit of width
  std::vector<double> widths_;                // simple: 256
  CodeTable characters_{};                    // simple
  CMap to_unicode_, encoding_;
  std::map<std::uint32_t, double> cid_widths_;
  struct WidthRange { std::uint32_t first, last; double width; };
  std::vector<WidthRange> cid_ranges_;
  double default_width_ = 1000;
};

}  // namespace gongwen::inspect
