#pragma once

#include <cstdint>

#include "formats/pdf/objects.h"
#include "formats/pdf/pdf.h"

namespace gongwen::pdf {

/// Place for one signature (ISO 32000-1 12.8; ETSI EN 319 142-1): an invisible field on the first page and its
/// dictionary, whose /Contents is filled in later by who signs.
class SignaturePlace {
 public:
  /// bytes  room for the CMS; > 0.
  SignaturePlace(std::uint32_t bytes, Objects& objects, Ref page);
  /// The field's widget, for the page's /Annots.
  Ref widget() const noexcept { return widget_; }
  /// After `finish`: writes the byte range into the file and says where things are.
  void settle(const Objects& objects, Written& written) const;

 private:
  Ref widget_, value_;
  std::size_t range_at_ = 0, contents_at_ = 0;  // within the dictionary's entries
  std::uint32_t bytes_;
};

}  // namespace gongwen::pdf
