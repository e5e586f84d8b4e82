#include "formats/pdf/signature.h"

#include <array>

#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

// Four numbers of ten digits: files up to 9.9 GB, more than a cross-reference table can address.
constexpr std::string_view kRangePlace = "[0000000000 0000000000 0000000000 0000000000]";

}  // namespace

SignaturePlace::SignaturePlace(std::uint32_t bytes, Objects& objects, Ref page) : bytes_(bytes) {
  std::string value = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange";
  range_at_ = value.size();
  value += kRangePlace;
  value += "/Contents";
  contents_at_ = value.size();
  value += '<';
  value.append(std::size_t{bytes} * 2, '0');
  value += '>';
  value_ = objects.add_unpacked(std::move(value));

  // 12.5.3: print and locked; no area, so nothing to see and nothing to describe.
  std::string widget = "/Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/F 132/Rect[0 0 0 0]/P ";
  put_ref(widget, page);
  widget += "/V ";
  put_ref(widget, value_);
  widget_ = objects.add(std::move(widget));

  objects.catalog() += "/AcroForm<</SigFlags 3/Fields[";
  put_ref(objects.catalog(), widget_);
  objects.catalog() += "]>>";
}

void SignaturePlace::settle(const Objects& objects, Written& written) const {
  const std::size_t entries = objects.offset_of(value_);
  written.byte_range_offset = entries + range_at_;
  written.contents_offset = entries + contents_at_;
  check(written.bytes.compare(written.byte_range_offset, kRangePlace.size(), kRangePlace) == 0, "pdf: the byte range's place");
  check(written.bytes[written.contents_offset] == '<', "pdf: the signature's place");

  const std::size_t after = written.contents_offset + std::size_t{bytes_} * 2 + 2;
  std::string range = "[0";
  for (const std::size_t number : {std::size_t{written.contents_offset}, after, written.bytes.size() - after}) {
    range += ' ';
    put_int(range, static_cast<std::int64_t>(number));
  }
  range += ']';
  range.resize(kRangePlace.size(), ' ');
  written.bytes.replace(written.byte_range_offset, range.size(), range);
}

}  // namespace gongwen::pdf
