#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "formats/pdf/objects.h"
#include "foundation/image/image.h"

namespace gongwen::pdf {

/// The pictures of one file, each written once however often it is painted.
class Images {
 public:
  explicit Images(Objects& objects) : objects_(objects) {}

  /// Number of a picture's resource name (/I0, /I1 …); writes it when it is new.
  /// Errors Error when a PNG is damaged behind its header.
  std::size_t use(const std::shared_ptr<const image::Image>& image);

  /// A picture is pressed over what is painted already: the graphics state /M multiplies (ISO 32000-1 11.3.5.2).
  void press() noexcept { pressed_ = true; }

  /// Entries of the resource dictionary's /XObject: "/I0 7 0 R …".
  std::string resources() const;
  /// Entries of its /ExtGState; empty when nothing is pressed.
  std::string states() const { return pressed_ ? "/M<</Type/ExtGState/BM/Multiply>>" : ""; }

 private:
  struct Written { const image::Image* image; Ref ref; };
  Ref write_png(const image::Image& image);
  Ref write_png_rows(const image::Image& image, image::PngRows rows);
  Ref write_jpeg(const image::Image& image);

  Objects& objects_;
  std::vector<Written> written_;
  bool pressed_ = false;
};

}  // namespace gongwen::pdf
