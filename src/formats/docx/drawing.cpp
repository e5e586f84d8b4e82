// Figures: charts and pictures, in line with the text, their caption below.
#include <algorithm>

#include "formats/docx/body.h"
#include "formats/docx/chart.h"
#include "formats/docx/units.h"

namespace gongwen::docx {
namespace {

constexpr Length kChartHeight = Length::mm(72);   // of a chart that stands on no page
constexpr std::string_view kGap = "［依法不予公开］";
constexpr std::string_view kChartUri = "http://schemas.openxmlformats.org/drawingml/2006/chart";
constexpr std::string_view kPictureUri = "http://schemas.openxmlformats.org/drawingml/2006/picture";

}  // namespace

/// A paragraph with one drawing (ECMA-376-1 20.4.2.8 inline) that stays with its caption. `turned`: the drawing lies on its
/// side and is turned upright; `width` and `height` are those before.
void BodyWriter::figure(std::string_view uri, std::string_view graphic, Length width, Length height, std::string_view alt,
                        bool captioned, bool turned) {
  Direct direct;
  direct.style = "Figure";
  direct.keep_next = captioned;
  open(direct);
  if (!captioned) bookmark_once();
  x_ << "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"" << width.to_emu() << "\" cy=\""
     << height.to_emu() << "\"/>";
  if (turned) {
    // Room for the sides that reach out of the extent once it is turned (20.4.2.6 effectExtent).
    const std::int64_t up = std::max<std::int64_t>(0, (width - height).to_emu() / 2), across = std::max<std::int64_t>(0, (height - width).to_emu() / 2);
    x_ << "<wp:effectExtent l=\"" << across << "\" t=\"" << up << "\" r=\"" << across << "\" b=\"" << up << "\"/>";
  }
  x_ << "<wp:docPr id=\"" << next_drawing_ << "\" name=\"图形 " << next_drawing_ << "\" descr=\"" << esc(alt)
     << "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"" << uri << "\">" << graphic
     << "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
  ++next_drawing_;
  close();
}

std::string BodyWriter::picture_graphic(const std::shared_ptr<const image::Image>& image, Length width, Length height, std::string_view alt) {
  const std::string extension = image->format == image::Format::png ? ".png" : ".jpeg";
  auto& known = pictures_[image.get()];
  if (known.empty()) {
    const std::string target = "media/image" + std::to_string(pictures_.size()) + extension;
    body_.parts.push_back({"word/" + target, {}, image->bytes, true});
    known = relate("image", target, false);
  }
  Xml graphic;
  graphic << "<pic:pic xmlns:pic=\"" << kPictureUri << "\"><pic:nvPicPr><pic:cNvPr id=\"" << next_drawing_ << "\" name=\"图片 "
          << next_drawing_ << "\" descr=\"" << esc(alt) << "\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"" << known
          << "\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm";
  if (image->quarter_turns != 0) graphic << " rot=\"" << std::int64_t{image->quarter_turns} * 5'400'000 << "\"";
  graphic << "><a:off x=\"0\" y=\"0\"/><a:ext cx=\"" << width.to_emu() << "\" cy=\"" << height.to_emu()
          << "\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>";
  return graphic.take();
}

/// A run whose drawing floats: from the text area's left edge and from the top of this paragraph (20.4.2.3 anchor). Pictures
/// that let the text shine through lie over it, the others under it, so that no picture hides a word.
void BodyWriter::pressed(const document::Stamp& stamp, Length x, Length down) {
  const image::Image& image = *stamp.image;
  const std::int64_t w = std::max<std::uint32_t>(image.width, 1), h = std::max<std::uint32_t>(image.height, 1);
  const bool side = image.quarter_turns % 2 == 1;
  const Length width = side ? stamp.width * w / h : stamp.width, height = side ? stamp.width : stamp.width * h / w;
  const std::string graphic = picture_graphic(stamp.image, width, height, stamp.alt);
  x_ << "<w:r><w:drawing><wp:anchor distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" relativeHeight=\""
     << 251'658'240 + next_drawing_ << "\" behindDoc=\"" << (image.alpha ? "0" : "1")
     << "\" locked=\"1\" layoutInCell=\"1\" allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/><wp:positionH relativeFrom=\"margin\"><wp:posOffset>"
     << x.to_emu() << "</wp:posOffset></wp:positionH><wp:positionV relativeFrom=\"paragraph\"><wp:posOffset>" << down.to_emu()
     << "</wp:posOffset></wp:positionV><wp:extent cx=\"" << width.to_emu() << "\" cy=\"" << height.to_emu()
     << "\"/><wp:wrapNone/><wp:docPr id=\"" << next_drawing_ << "\" name=\"印章 " << next_drawing_ << "\" descr=\"" << esc(stamp.alt)
     << "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"" << kPictureUri << "\">" << graphic
     << "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>";
  ++next_drawing_;
}

void BodyWriter::content(const document::Chart& chart) {
  const bool captioned = !chart.caption.empty() || !chart.number.empty();
  if (chart.withheld) {
    Direct direct;
    direct.style = "Figure";
    direct.keep_next = captioned;
    open(direct);
    if (!captioned) bookmark_once();
    run(kGap);
    close();
  } else {
    const std::string name = "chart" + std::to_string(++charts_) + ".xml";
    body_.parts.push_back({"word/charts/" + name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                           chart_xml(chart, style_.text("chart"), chart_face_), false});
    const std::string id = relate("chart", "charts/" + name, false);
    Xml graphic;
    graphic << "<c:chart xmlns:c=\"" << kChartUri << "\" r:id=\"" << id << "\"/>";
    const auto known = pages_.heights.find(block_->id);
    figure(kChartUri, graphic.str(), text_width(), known != pages_.heights.end() ? known->second : kChartHeight, chart.alt, captioned);
  }
  if (captioned) caption(chart.number, chart.caption, false);
}

void BodyWriter::content(const document::Picture& picture) {
  check(picture.image != nullptr, "docx: a picture without an image");
  const image::Image& image = *picture.image;
  const std::int64_t w = std::max<std::uint32_t>(image.upright_width(), 1), h = std::max<std::uint32_t>(image.upright_height(), 1);
  Length width = picture.width > Length() ? std::min(picture.width, text_width()) : text_width();
  Length height = width * h / w;
  Length most = style_.text_height - style_.line_pitch * 2;
  if (picture.full_page) {
    // The first below an attachment's number and title, the others on pages of their own.
    most = style_.text_height - style_.line_pitch * (scans_ == 0 ? 6 : 1);
    if (scans_++ > 0) page_break_ = true;
  }
  if (height > most) {
    width = most * w / h;
    height = most;
  }
  const std::string& alt = !picture.alt.empty() ? picture.alt : picture.caption;
  const bool side = image.quarter_turns % 2 == 1;
  if (side) std::swap(width, height);
  const std::string graphic = picture_graphic(picture.image, width, height, alt);
  const bool captioned = !picture.caption.empty() || !picture.number.empty();
  figure(kPictureUri, graphic, width, height, alt, captioned, side);
  if (captioned) caption(picture.number, picture.caption, false);
}

}  // namespace gongwen::docx
