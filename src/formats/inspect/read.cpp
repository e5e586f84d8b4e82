#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageLabelDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include <algorithm>
#include <array>
#include <new>

#include "formats/inspect/interpreter.h"
#include "formats/inspect/objects.h"
#include "formats/inspect/source.h"
#include "foundation/base/codes.h"

namespace gongwen::inspect {
namespace {

constexpr double kMillimetres = 25.4 / 72;

struct MediaBox { double x0 = 0, y0 = 0, x1 = 595.276, y1 = 841.89; };

/// Corners in any order; nothing when it is no box or an empty one.
std::optional<MediaBox> box_of(QPDFObjectHandle array) {
  if (!array.isArray() || array.getArrayNItems() != 4) return std::nullopt;
  const auto at = [&](int i) { return std::clamp(number_of(array.getArrayItem(i)), -1e6, 1e6); };
  const MediaBox box{std::min(at(0), at(2)), std::min(at(1), at(3)), std::max(at(0), at(2)), std::max(at(1), at(3))};
  if (box.x1 - box.x0 < 1 || box.y1 - box.y0 < 1) return std::nullopt;
  return box;
}

/// From user space to millimetres from the upper left corner as shown (ISO 32000-1 8.3.2.3, /Rotate clockwise).
Matrix to_page(const MediaBox& b, int turned, double k) {
  switch (turned) {
    case 90: return {0, k, k, 0, -b.y0 * k, -b.x0 * k};
    case 180: return {-k, 0, 0, k, b.x1 * k, -b.y0 * k};
    case 270: return {0, -k, -k, 0, b.y1 * k, b.x1 * k};
    default: return {k, 0, 0, -k, -b.x0 * k, b.y1 * k};
  }
}

std::string roman(int n) {
  static constexpr std::array<std::pair<int, const char*>, 13> kParts = {{{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"},
      {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}}};
  std::string out;
  for (const auto& [value, word] : kParts) for (; n >= value && out.size() < 40; n -= value) out += word;
  return out;
}

/// A page label as a reader shows it (12.4.2).
std::string label_of(QPDFObjectHandle label, std::size_t index) {
  if (!label.isDictionary()) return std::to_string(index + 1);
  const std::string prefix = utf8_of(label.getKey("/P"));
  const int n = static_cast<int>(std::clamp(number_of(label.getKey("/St"), 1), 0.0, 1e6));
  auto style = label.getKey("/S");
  if (style.isNameAndEquals("/D")) return prefix + std::to_string(n);
  std::string word;
  if (style.isNameAndEquals("/r") || style.isNameAndEquals("/R")) word = roman(n);
  if (style.isNameAndEquals("/a") || style.isNameAndEquals("/A")) word.assign(static_cast<std::size_t>(std::min((n - 1) / 26 + 1, 40)), static_cast<char>('a' + (std::max(n, 1) - 1) % 26));
  if (style.isNameAndEquals("/R") || style.isNameAndEquals("/A")) std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return prefix + word;
}

/// Stamps, signatures, form fields: what their appearances show (12.5.5).
void show_annotations(Source& source, Interpreter& interpreter, QPDFObjectHandle page, const Matrix& base) {
  auto list = page.getKey("/Annots");
  if (!list.isArray()) return;
  for (int i = 0; i < list.getArrayNItems(); ++i) {
    auto annotation = list.getArrayItem(i);
    if (!annotation.isDictionary()) continue;
    source.count_operator();
    constexpr int kHidden = 2, kNoView = 32;
    if ((static_cast<int>(std::clamp(number_of(annotation.getKey("/F")), 0.0, 65535.0)) & (kHidden | kNoView)) != 0) continue;
    auto appearance = annotation.getKey("/AP");
    auto form = appearance.isDictionary() ? appearance.getKey("/N") : appearance;
    if (form.isDictionary() && annotation.getKey("/AS").isName()) form = form.getKey(annotation.getKey("/AS").getName());
    const auto place = box_of(annotation.getKey("/Rect"));
    if (!form.isStream() || !place) continue;
    const auto box = box_of(form.getDict().getKey("/BBox"));
    if (!box) continue;
    // The appearance's box, turned by its matrix, is fitted into the annotation's rectangle.
    Matrix own;
    if (auto m = form.getDict().getKey("/Matrix"); m.isArray() && m.getArrayNItems() == 6) {
      const auto at = [&](int k) { return number_of(m.getArrayItem(k)); };
      own = {at(0), at(1), at(2), at(3), at(4), at(5)};
    }
    MediaBox turned{1e9, 1e9, -1e9, -1e9};
    for (const Point corner : {Point{box->x0, box->y0}, Point{box->x1, box->y0}, Point{box->x0, box->y1}, Point{box->x1, box->y1}}) {
      const Point p = own.apply(corner);
      turned = {std::min(turned.x0, p.x), std::min(turned.y0, p.y), std::max(turned.x1, p.x), std::max(turned.y1, p.y)};
    }
    if (turned.x1 - turned.x0 < 1e-6 || turned.y1 - turned.y0 < 1e-6) continue;
    const double sx = (place->x1 - place->x0) / (turned.x1 - turned.x0), sy = (place->y1 - place->y0) / (turned.y1 - turned.y0);
    interpreter.run_form(form, QPDFObjectHandle::newNull(), base.after({sx, 0, 0, sy, place->x0 - turned.x0 * sx, place->y0 - turned.y0 * sy}));
  }
}

void read_page(Source& source, FontStore& fonts, QPDFPageObjectHelper& helper, Page& page) {
  auto object = helper.getObjectHandle();
  MediaBox box = box_of(helper.getAttribute("/MediaBox", false)).value_or(MediaBox{});
  if (const auto crop = box_of(helper.getAttribute("/CropBox", false))) {
    const MediaBox both{std::max(box.x0, crop->x0), std::max(box.y0, crop->y0), std::min(box.x1, crop->x1), std::min(box.y1, crop->y1)};
    if (both.x1 - both.x0 >= 1 && both.y1 - both.y0 >= 1) box = both;
  }
  const double unit = std::clamp(number_of(object.getKey("/UserUnit"), 1), 0.01, 100.0) * kMillimetres;
  const int turn = static_cast<int>(std::clamp(number_of(helper.getAttribute("/Rotate", false)), -3600.0, 3600.0));
  page.turned = (turn % 360 + 360) % 360 / 90 * 90;
  page.width = (box.x1 - box.x0) * unit;
  page.height = (box.y1 - box.y0) * unit;
  if (page.turned % 180 == 90) std::swap(page.width, page.height);
  const Matrix base = to_page(box, page.turned, unit);

  std::string content;
  auto contents = object.getKey("/Contents");
  if (contents.isStream()) content = source.stream(contents);
  for (int i = 0; contents.isArray() && i < contents.getArrayNItems(); ++i) {
    content += source.stream(contents.getArrayItem(i));
    content += '\n';   // the parts are one stream, but a word never goes across (7.8.2)
    if (content.size() > source.limits().stream) throw LimitReached{"一页的内容太大"};
  }
  Interpreter interpreter(source, fonts, page);
  interpreter.run(content, helper.getAttribute("/Resources", false), base);
  show_annotations(source, interpreter, object, base);
}

void read_facts(Source& source, Facts& facts) {
  auto& pdf = source.pdf();
  facts.pdf_version = pdf.getPDFVersion();
  facts.encrypted = pdf.isEncrypted();
  auto root = pdf.getRoot();
  auto marked = root.getKey("/MarkInfo");
  facts.tagged = root.getKey("/StructTreeRoot").isDictionary() && marked.isDictionary() && marked.getKey("/Marked").isBool() && marked.getKey("/Marked").getBoolValue();
  facts.language = utf8_of(root.getKey("/Lang"));
  if (auto info = pdf.getTrailer().getKey("/Info"); info.isDictionary()) {
    facts.title = utf8_of(info.getKey("/Title"));
    facts.producer = utf8_of(info.getKey("/Producer"));
    facts.creator = utf8_of(info.getKey("/Creator"));
  }
  facts.metadata = source.stream(root.getKey("/Metadata"));
}

/// All of the work that qpdf's exceptions may end.
void read_all(Source& source, Document& document, bool objects) {
  auto& pdf = source.pdf();
  source.measure_object_streams();
  read_facts(source, document.facts);
  auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
  if (pages.size() > source.limits().pages) throw LimitReached{"超过 " + std::to_string(source.limits().pages) + " 页"};
  QPDFPageLabelDocumentHelper labels(pdf);
  FontStore fonts(source, document.fonts);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    Page page;
    page.label = label_of(labels.hasPageLabels() ? labels.getLabelForPage(static_cast<long long>(i)) : QPDFObjectHandle::newNull(), i);
    try {
      read_page(source, fonts, pages[i], page);
    } catch (const QPDFExc&) {   // one damaged page: the rest is read
      document.facts.repaired = true;
    }
    document.pages.push_back(std::move(page));
  }
  if (objects) collect_objects(source, document.objects);
  document.facts.repaired = document.facts.repaired || pdf.anyWarnings();
}

}  // namespace

std::optional<Document> read(std::string_view bytes, const Place::Name& file, Diagnostics& out, bool objects, const Limits& limits) {
  const Place place = file ? Place::in_file(*file) : Place{};
  if (bytes.size() > limits.file) {
    out.error(codes::kPdfTooMuch, place, "文件有 " + std::to_string(bytes.size() >> 20U) + " MB，超过能查的 " + std::to_string(limits.file >> 20U) + " MB");
    return std::nullopt;
  }
  if (bytes.empty() || bytes.substr(0, 1024).find("%PDF-") == std::string_view::npos) {
    out.error(codes::kNotPdf, place, bytes.empty() ? "文件是空的" : "不是 PDF 文件", {"DOCX、WPS、OFD、图片请先导出或打印成 PDF"});
    return std::nullopt;
  }
  const auto too_much = [&](const std::string& what) {
    out.error(codes::kPdfTooMuch, place, what + "，没有查", {"正常的公文不会这样；请核实文件来源，或拆成几个文件"});
    return std::nullopt;
  };
  Document document;
  QPDF pdf;
  try {
    if (has_cross_reference_bomb(bytes, limits.stream)) return too_much("交叉引用解开后太大");
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("", bytes.data(), bytes.size());
    Source source(pdf, limits);
    read_all(source, document, objects);
  } catch (const LimitReached& reached) {
    return too_much(reached.what);
  } catch (const QPDFExc& e) {
    if (e.getErrorCode() == qpdf_e_password) {
      out.error(codes::kPdfLocked, place, "文件加了密码，打不开", {"请向制作者要没有密码的文件；归档和公开的公文不应加密"});
    } else {
      out.error(codes::kPdfBroken, place, "文件损坏，读不出页面", {"请重新导出或重新传一次"});
    }
    return std::nullopt;
  } catch (const std::bad_alloc&) {
    return too_much("解开后内存放不下");
  } catch (const std::exception&) {   // qpdf also throws logic and runtime errors on damaged files
    out.error(codes::kPdfBroken, place, "文件损坏，读不出页面", {"请重新导出或重新传一次"});
    return std::nullopt;
  }
  if (document.pages.empty()) {
    out.error(codes::kPdfBroken, place, "文件里没有页面", {"请重新导出或重新传一次"});
    return std::nullopt;
  }
  return document;
}

}  // namespace gongwen::inspect
