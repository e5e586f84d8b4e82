#include <algorithm>
#include <array>
#include <utility>

#include "formats/docx/body.h"
#include "formats/docx/docx.h"
#include "formats/docx/footers.h"
#include "formats/docx/numbering.h"
#include "formats/docx/parts.h"
#include "formats/docx/styles.h"
#include "formats/docx/units.h"
#include "formats/docx/xml.h"
#include "foundation/base/codes.h"
#include "foundation/zip/zip.h"

namespace gongwen::docx {
namespace {

constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";
constexpr std::string_view kWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A part that depends on the page style only, or on nothing.
struct FixedRow { std::string_view id, target, type, relation; };
constexpr std::array kFixedRows = {
    FixedRow{kStylesId, "styles.xml", "styles+xml", "styles"},
    FixedRow{kNumberingId, "numbering.xml", "numbering+xml", "numbering"},
    FixedRow{kSettingsId, "settings.xml", "settings+xml", "settings"},
    FixedRow{kFontTableId, "fontTable.xml", "fontTable+xml", "fontTable"},
    FixedRow{kFooterOddId, "footer1.xml", "footer+xml", "footer"},
    FixedRow{kFooterEvenId, "footer2.xml", "footer+xml", "footer"},
    FixedRow{kFooterBlankId, "footer3.xml", "footer+xml", "footer"},
    FixedRow{kFooterRuleId, "footer4.xml", "footer+xml", "footer"},
    FixedRow{kFooterOddLandscapeId, "footer5.xml", "footer+xml", "footer"},
    FixedRow{kFooterEvenLandscapeId, "footer6.xml", "footer+xml", "footer"},
};

std::string content_types_xml(const std::vector<Part>& parts) {
  Xml x;
  x << kXmlHead << "<Types xmlns=\"" << kPackage << "content-types\">"
    << "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    << "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    << "<Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>";
  const auto part = [&](std::string_view name, std::string_view head, std::string_view type) {
    x << "<Override PartName=\"/" << name << "\" ContentType=\"" << head << type << "\"/>";
  };
  part("docProps/core.xml", "application/vnd.openxmlformats-package.", "core-properties+xml");
  part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.", "extended-properties+xml");
  part("word/document.xml", kWordType, "document.main+xml");
  for (const auto& row : kFixedRows) part("word/" + std::string(row.target), kWordType, row.type);
  for (const auto& p : parts) {
    if (!p.packed) part(p.name, "", p.content_type);
  }
  x << "</Types>";
  return x.take();
}

std::string package_relationships_xml() {
  Xml x;
  x << kXmlHead << "<Relationships xmlns=\"" << kPackage << "relationships\"><Relationship Id=\"rId1\" Type=\"" << kRelationships
    << "officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" << kPackage
    << "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\""
    << kRelationships << "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";
  return x.take();
}

std::string document_relationships_xml(const std::vector<Relationship>& more) {
  Xml x;
  x << kXmlHead << "<Relationships xmlns=\"" << kPackage << "relationships\">";
  for (const auto& row : kFixedRows) {
    x << "<Relationship Id=\"" << row.id << "\" Type=\"" << kRelationships << row.relation << "\" Target=\"" << row.target << "\"/>";
  }
  for (const auto& r : more) {
    x << "<Relationship Id=\"" << r.id << "\" Type=\"" << kRelationships << r.type << "\" Target=\"" << esc(r.target) << "\""
      << (r.external ? " TargetMode=\"External\"/>" : "/>");
  }
  x << "</Relationships>";
  return x.take();
}

/// Created and modified are the paper's own date; a paper without one says nothing about it.
std::string core_properties_xml(const document::Meta& meta) {
  Xml x;
  x << kXmlHead << "<cp:coreProperties xmlns:cp=\"" << kPackage
    << "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
       " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"
    << esc(meta.title) << "</dc:title>";
  const auto line = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) x << "<" << name << ">" << esc(value) << "</" << name << ">";
  };
  line("dc:subject", meta.subject);
  line("dc:creator", meta.author);
  std::string keywords;
  for (const auto& k : meta.keywords) keywords += keywords.empty() ? k : "; " + k;
  line("cp:keywords", keywords);
  line("dc:language", meta.language);
  if (meta.date) {
    for (const std::string_view name : {"created", "modified"}) {
      x << "<dcterms:" << name << " xsi:type=\"dcterms:W3CDTF\">" << meta.date->iso() << "T00:00:00Z</dcterms:" << name << ">";
    }
  }
  x << "</cp:coreProperties>";
  return x.take();
}

std::string application_properties_xml(const Options& options) {
  Xml x;
  x << kXmlHead << "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>"
    << esc(options.application) << "</Application></Properties>";
  return x.take();
}

/// Word's behaviour where Chinese setting needs it: marks are squeezed, 避头尾 as the application has it, no field is remade
/// on opening (they are right already), the layout rules of Word 2013 and later.
std::string settings_xml() {
  Xml x;
  x << kXmlHead << "<w:settings xmlns:w=\"" << kW << "\"><w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/>"
    << "<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>"
    << "<w:drawingGridVerticalSpacing w:val=\"156\"/><w:displayHorizontalDrawingGridEvery w:val=\"0\"/>"
    << "<w:displayVerticalDrawingGridEvery w:val=\"2\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>"
    << "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    << "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\""
    << " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    << "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>";
  return x.take();
}

/// What is made per paper is small; a fast level costs few bytes.
constexpr int kLevel = 4;

}  // namespace

struct Writer::Fixed {
  std::vector<std::pair<std::string, zip::Compressed>> parts;   ///< in kFixedRows' order, but for numbering
  zip::Compressed numbering, content_types, relationships, document_relationships;
  std::string chart_face;
  std::vector<NamedFace> faces;
};

Writer::Writer(const style::PageStyle& style, const fonts::FontBook& book, WordFonts choice) : style_(style) {
  const Names names{book, choice};
  auto fixed = std::make_unique<Fixed>();
  const auto add = [&](std::string_view target, std::string_view bytes) {
    fixed->parts.emplace_back("word/" + std::string(target), zip::precompress(bytes));
  };
  add("styles.xml", styles_xml(style, names));
  add("settings.xml", settings_xml());
  add("fontTable.xml", font_table_xml(style, names));
  add("footer1.xml", footer_number_xml(style, false));
  add("footer2.xml", footer_number_xml(style, true));
  add("footer3.xml", footer_blank_xml());
  add("footer4.xml", footer_rule_xml(style));
  add("footer5.xml", footer_landscape_xml(style, false));
  add("footer6.xml", footer_landscape_xml(style, true));
  fixed->numbering = zip::precompress(numbering_xml(style, {}));
  fixed->content_types = zip::precompress(content_types_xml({}));
  fixed->relationships = zip::precompress(package_relationships_xml());
  fixed->document_relationships = zip::precompress(document_relationships_xml({}));
  fixed->chart_face = font_names(names, style.text("chart").font).east_asian;
  fixed->faces = named_faces(style, names);
  fixed_ = std::move(fixed);
}

void Writer::tell_missing_faces(Diagnostics& out) const {
  for (const NamedFace& face : fixed_->faces) {
    const WordFont* known = find_word_font(face.name);
    if (known != nullptr && known->stock) continue;
    const auto instead = std::find_if(face.others.begin(), face.others.end(), [](const std::string& other) {
      const WordFont* f = find_word_font(other);
      return f != nullptr && f->stock;
    });
    out.warning(codes::kWordFaceMissing, Place{}, "DOCX 里写的字体“" + face.name + "”不是 Windows 自带的，没有装它的电脑会用" +
                                                      (instead != face.others.end() ? "“" + *instead + "”" : "别的字体") + "代替，版面可能变动",
                {"在要打开文件的电脑上装好这个字体；或用 --word-fonts windows 写 Windows 自带的字体"});
  }
}

Writer::~Writer() = default;

std::string Writer::write(const document::Document& document, const document::PageMap& pages, const Options& options,
                          Diagnostics& out) const {
  const Body body = BodyWriter(document, pages, style_, fixed_->chart_face, out).write();
  using Method = zip::Writer::Method;
  zip::Writer file;
  const auto made = [&](std::string_view name, std::string_view bytes) { file.add(name, bytes, Method::deflate, kLevel); };

  if (body.parts.empty()) file.add("[Content_Types].xml", fixed_->content_types);
  else made("[Content_Types].xml", content_types_xml(body.parts));
  file.add("_rels/.rels", fixed_->relationships);
  made("docProps/core.xml", core_properties_xml(document.meta));
  made("docProps/app.xml", application_properties_xml(options));
  made("word/document.xml", body.document);
  if (body.relationships.empty()) file.add("word/_rels/document.xml.rels", fixed_->document_relationships);
  else made("word/_rels/document.xml.rels", document_relationships_xml(body.relationships));
  if (body.lists.empty()) file.add("word/numbering.xml", fixed_->numbering);
  else made("word/numbering.xml", numbering_xml(style_, body.lists));
  for (const auto& [name, part] : fixed_->parts) file.add(name, part);
  for (const auto& part : body.parts) file.add(part.name, part.bytes, part.packed ? Method::store : Method::deflate, kLevel);
  return file.finish();
}

std::string write(const document::Document& document, const document::PageMap& pages, const style::PageStyle& style,
                  const fonts::FontBook& book, const Options& options, Diagnostics& out, WordFonts choice) {
  return Writer(style, book, choice).write(document, pages, options, out);
}

}  // namespace gongwen::docx
