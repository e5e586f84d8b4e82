#include "formats/docx/styles.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "foundation/base/diagnostic.h"
#include "formats/docx/units.h"

namespace gongwen::docx {
namespace {

using style::PageStyle;
using style::TextStyle;

/// Where a paragraph style of the DOCX gets its looks from. Names Word knows are Word's own, so that its contents, navigation
/// and cross-references work; Chinese Word shows them as 标题 1, 题注, 页脚.
struct ParagraphStyle {
  std::string_view id;
  std::string_view name;
  std::string_view key;             ///< of PageStyle::texts; with a leading '#': a part of the table, masthead or page number
  std::uint8_t outline = 0;         ///< heading level, 0 = none
  bool leader = false;              ///< dots to a page number at the right edge
  bool indented = true;             ///< false: every paragraph of it brings its own indents
};

constexpr std::array kParagraphStyles = {
    ParagraphStyle{"Body", "公文正文", "body"},
    ParagraphStyle{"Title", "Title", "title"},
    ParagraphStyle{"Subtitle", "Subtitle", "subtitle"},
    ParagraphStyle{"Recipient", "主送机关", "recipient"},
    ParagraphStyle{"Flush", "顶格正文", "flush"},
    ParagraphStyle{"Centred", "居中正文", "centred"},
    ParagraphStyle{"Note", "说明文字", "note"},
    ParagraphStyle{"Annotation", "附注", "annotation"},
    ParagraphStyle{"SignatureLine", "签署行", "signature-line"},
    ParagraphStyle{"CoverTitle", "封面标题", "cover-title"},
    ParagraphStyle{"CoverSubtitle", "封面副标题", "cover-subtitle"},
    ParagraphStyle{"CoverLine", "封面文字", "cover-line"},
    ParagraphStyle{"CoverDate", "封面日期", "cover-date"},
    ParagraphStyle{"AttachmentLabel", "附件序号", "attachment-label"},
    ParagraphStyle{"AttachmentTitle", "附件标题", "attachment-title"},
    ParagraphStyle{"Heading1", "heading 1", "heading1", 1},
    ParagraphStyle{"Heading2", "heading 2", "heading2", 2},
    ParagraphStyle{"Heading3", "heading 3", "heading3", 3},
    ParagraphStyle{"Heading4", "heading 4", "heading4", 4},
    ParagraphStyle{"TOCHeading", "TOC Heading", "contents-title"},
    ParagraphStyle{"TOC1", "toc 1", "contents1", 0, true},
    ParagraphStyle{"TOC2", "toc 2", "contents2", 0, true},
    ParagraphStyle{"TOC3", "toc 3", "contents3", 0, true},
    ParagraphStyle{"TOC4", "toc 4", "contents4", 0, true},
    ParagraphStyle{"KeyValue", "栏目行", "key-value", 0, false, false},
    ParagraphStyle{"Signature", "署名与成文日期", "signature"},
    ParagraphStyle{"AttachmentNote", "附件说明", "attachment-note", 0, false, false},
    ParagraphStyle{"Imprint", "版记", "imprint"},
    ParagraphStyle{"MastheadMark", "发文机关标志", "#mark"},
    ParagraphStyle{"DocumentNumber", "发文字号", "#number"},
    ParagraphStyle{"Urgency", "紧急程度", "#urgency"},
    ParagraphStyle{"TableText", "表格文字", "#table-text"},
    ParagraphStyle{"TableHeader", "表头文字", "#table-header"},
    ParagraphStyle{"TableTotal", "合计文字", "#table-total"},
    ParagraphStyle{"Caption", "caption", "#table-caption"},
    ParagraphStyle{"TableNote", "表注", "#table-note"},
    ParagraphStyle{"Footer", "footer", "#page-number"},
};

/// Runs that stand out from their paragraph (GB/T 9704-2012 7.3.3 by face, never by weight).
struct CharacterStyle { std::string_view id, name, key; };
constexpr std::array kCharacterStyles = {
    CharacterStyle{"FaceHeading1", "黑体文字", "heading1"},
    CharacterStyle{"FaceHeading2", "楷体文字", "heading2"},
    CharacterStyle{"FaceBody", "正文文字", "body"},
    CharacterStyle{"FaceLabel", "栏目名称", "key-label"},
    CharacterStyle{"FaceSigner", "签发人姓名", "#signer"},
};

const TextStyle& source_of(const PageStyle& page, std::string_view key) {
  if (!key.starts_with('#')) return page.text(key);
  if (key == "#mark") return page.masthead.mark;
  if (key == "#number") return page.masthead.number;
  if (key == "#urgency") return page.masthead.urgency;
  if (key == "#signer") return page.masthead.signer;
  if (key == "#table-text" || key == "#table-total") return page.table.text;
  if (key == "#table-header") return page.table.header;
  if (key == "#table-caption") return page.table.caption;
  if (key == "#table-note") return page.table.note;
  check(key == "#page-number", "docx: a style without a source");
  return page.page_numbers.text;
}

std::string_view alignment(style::Align align) {
  switch (align) {
    case style::Align::left: return "left";
    case style::Align::centre: return "center";
    case style::Align::right: return "right";
    case style::Align::justify: return "both";
  }
  return "both";
}

void append_run_properties(Xml& x, const TextStyle& t, const FontNames& names) {
  x << "<w:rPr><w:rFonts w:ascii=\"" << esc(names.latin) << "\" w:eastAsia=\"" << esc(names.east_asian) << "\" w:hAnsi=\""
    << esc(names.latin) << "\" w:cs=\"" << esc(names.latin) << "\"/><w:b w:val=\"0\"/><w:bCs w:val=\"0\"/>";
  if (t.colour != style::Colour{}) x << "<w:color w:val=\"" << hex(t.colour) << "\"/>";
  if (const std::int64_t tracking = tracking_twips(t); tracking != 0) x << "<w:spacing w:val=\"" << tracking << "\"/>";
  x << "<w:sz w:val=\"" << half_points(t.size) << "\"/><w:szCs w:val=\"" << half_points(t.size) << "\"/></w:rPr>";
}

void append_spacing(Xml& x, const TextStyle& t, const PageStyle& page) {
  x << "<w:spacing";
  const auto gap = [&](std::string_view side, std::uint8_t lines) {
    if (lines > 0) x << " w:" << side << "Lines=\"" << lines * 100 << "\"";
    x << " w:" << side << "=\"" << twips(page.line_pitch * lines) << "\"";
  };
  gap("before", t.lines_before);
  gap("after", t.lines_after);
  x << " w:line=\"" << twips(pitch_of(t, page)) << "\" w:lineRule=\"exact\"/>";
}

void append_paragraph_style(Xml& x, const ParagraphStyle& row, const PageStyle& page, const Names& book_names) {
  const TextStyle& t = source_of(page, row.key);
  x << "<w:style w:type=\"paragraph\"";
  const bool builtin = static_cast<unsigned char>(row.name.front()) < 0x80;
  if (!builtin) x << " w:customStyle=\"1\"";
  x << " w:styleId=\"" << row.id << "\"><w:name w:val=\"" << row.name << "\"/><w:basedOn w:val=\"Normal\"/>";
  if (row.outline > 0) x << "<w:next w:val=\"Body\"/>";
  if (row.leader) x << "<w:uiPriority w:val=\"39\"/>";
  x << "<w:qFormat/><w:pPr>";
  if (t.keep_with_next) x << "<w:keepNext/>";
  if (row.outline > 0) {
    x << "<w:numPr><w:ilvl w:val=\"" << row.outline - 1 << "\"/><w:numId w:val=\"1\"/></w:numPr>";
  }
  if (row.leader) {
    x << right_tab(page.text_width, "dot");
  }
  // A larger face would be given two lines of the grid.
  if (pitch_of(t, page) != page.line_pitch || t.size > page.text("body").size) x << "<w:snapToGrid w:val=\"0\"/>";
  append_spacing(x, t, page);
  if (row.indented) x << indent(t);
  x << "<w:jc w:val=\"" << (row.leader ? "left" : alignment(t.align)) << "\"/>";
  if (row.outline > 0) x << "<w:outlineLvl w:val=\"" << row.outline - 1 << "\"/>";
  x << "</w:pPr>";
  // Totals stand in the header's face at the text's size.
  FontNames names = font_names(book_names, row.key == "#table-total" ? page.table.header.font : t.font);
  if (row.key == "#page-number") names.latin = names.east_asian;  // 4号半角宋体阿拉伯数字 (GB/T 9704-2012 7.5)
  append_run_properties(x, t, names);
  x << "</w:style>";
}

void append_character_style(Xml& x, const CharacterStyle& row, const PageStyle& page, const Names& book_names) {
  const FontNames names = font_names(book_names, source_of(page, row.key).font);
  x << "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"" << row.id << "\"><w:name w:val=\"" << row.name
    << "\"/><w:qFormat/><w:rPr><w:rFonts w:ascii=\"" << esc(names.latin) << "\" w:eastAsia=\"" << esc(names.east_asian)
    << "\" w:hAnsi=\"" << esc(names.latin) << "\" w:cs=\"" << esc(names.latin) << "\"/></w:rPr></w:style>";
}

/// What all paragraphs share; the Chinese line rules are set once, here: 避头尾 on, no hanging punctuation, a gap between Hanzi and
/// Western text (CLREQ; GB/T 15834-2011 5.1).
void append_defaults(Xml& x, const PageStyle& page, const Names& book_names) {
  const TextStyle& body = page.text("body");
  const FontNames names = font_names(book_names, body.font);
  x << "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"" << esc(names.latin) << "\" w:eastAsia=\""
    << esc(names.east_asian) << "\" w:hAnsi=\"" << esc(names.latin) << "\" w:cs=\"" << esc(names.latin)
    << "\"/><w:sz w:val=\"" << half_points(body.size) << "\"/><w:szCs w:val=\"" << half_points(body.size)
    << "\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    << "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>"
    << "<w:widowControl w:val=\"0\"/><w:kinsoku/><w:overflowPunct w:val=\"0\"/><w:autoSpaceDE/><w:autoSpaceDN/>"
    << "<w:spacing w:line=\"" << twips(page.line_pitch) << "\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr></w:style>"
    << "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
    << "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>"
    << "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
    << "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
    << "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>"
    << "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
    << "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>"
    << "<w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>";
}

/// A drawing's line is as high as the drawing.
void append_figure_style(Xml& x, const PageStyle& page) {
  const Length gap = page.line_pitch / 4;
  x << "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Figure\"><w:name w:val=\"图\"/><w:basedOn w:val=\"Normal\"/>"
    << "<w:qFormat/><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"" << twips(gap)
    << "\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/></w:pPr></w:style>";
}

/// Links look like the text around them: an official paper is black (GB/T 9704-2012 5.2.4).
void append_link_style(Xml& x) {
  x << "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:uiPriority w:val=\"99\"/>"
    << "</w:style>";
}

void append_table_style(Xml& x, const style::TableStyle& t) {
  x << "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"OfficialTable\"><w:name w:val=\"公文表格\"/>"
    << "<w:basedOn w:val=\"TableNormal\"/><w:qFormat/><w:tblPr><w:tblBorders>";
  const auto line = [&](std::string_view side, Length width) {
    x << "<w:" << side << " w:val=\"single\" w:sz=\"" << border_eighths(width) << "\" w:space=\"0\" w:color=\"000000\"/>";
  };
  for (const std::string_view side : {"top", "left", "bottom", "right"}) line(side, t.frame);
  for (const std::string_view side : {"insideH", "insideV"}) line(side, t.rule);
  x << "</w:tblBorders><w:tblCellMar>";
  const auto margin = [&](std::string_view side, Length width) {
    x << "<w:" << side << " w:w=\"" << twips(width) << "\" w:type=\"dxa\"/>";
  };
  margin("top", t.padding_y);
  margin("left", t.padding_x);
  margin("bottom", t.padding_y);
  margin("right", t.padding_x);
  x << "</w:tblCellMar></w:tblPr></w:style>";
}

/// Roles of the faces a page style uses, in a fixed order.
std::set<std::string_view> used_roles(const PageStyle& page) {
  std::set<std::string_view> roles;
  for (const auto& row : kParagraphStyles) roles.insert(source_of(page, row.key).font);
  for (const auto& row : kCharacterStyles) roles.insert(source_of(page, row.key).font);
  return roles;
}

}  // namespace

std::string_view style_id(document::Role role) noexcept {
  const std::string_view key = document::name_of(role);
  const auto* const row = std::find_if(kParagraphStyles.begin(), kParagraphStyles.end(),
                                       [&](const ParagraphStyle& s) { return s.key == key; });
  return row != kParagraphStyles.end() ? row->id : "Body";
}

namespace {
constexpr std::size_t at_level(std::uint8_t level) noexcept { return std::clamp<std::size_t>(level, 1, 4) - 1; }
}  // namespace

std::string_view heading_style(std::uint8_t level) noexcept {
  constexpr std::array<std::string_view, 4> kIds = {"Heading1", "Heading2", "Heading3", "Heading4"};
  return kIds[at_level(level)];
}

std::string_view heading_key(std::uint8_t level) noexcept {
  constexpr std::array<std::string_view, 4> kKeys = {"heading1", "heading2", "heading3", "heading4"};
  return kKeys[at_level(level)];
}

std::string_view contents_style(std::uint8_t level) noexcept {
  constexpr std::array<std::string_view, 4> kIds = {"TOC1", "TOC2", "TOC3", "TOC4"};
  return kIds[at_level(level)];
}

FontNames font_names(const Names& names, std::string_view role) {
  if (!names.book.has_role(role)) return {role, kLatinFont};
  const fonts::Role& r = names.book.role(role);
  const auto& all = word_names(r, names.choice);
  return {all.empty() ? std::string_view(r.label) : std::string_view(all.front()), kLatinFont};
}

std::string indent(const TextStyle& text, std::int32_t left, std::int32_t right, std::int32_t first) {
  if (left == 0 && right == 0 && first == 0) return {};
  Xml x;
  x << "<w:ind";
  const auto side = [&](std::string_view name, std::int32_t hundredths) {
    if (hundredths == 0) return;
    x << " w:" << name << "Chars=\"" << hundredths << "\" w:" << name << "=\"" << twips(chars(text, hundredths)) << "\"";
  };
  side("left", left);
  side("right", right);
  side(first < 0 ? "hanging" : "firstLine", first < 0 ? -first : first);
  x << "/>";
  return x.take();
}

std::string indent(const TextStyle& text) { return indent(text, text.left_indent, text.right_indent, text.first_indent); }

std::string right_tab(Length at, std::string_view leader) {
  Xml x;
  x << "<w:tabs><w:tab w:val=\"right\" w:leader=\"" << leader << "\" w:pos=\"" << twips(at) << "\"/></w:tabs>";
  return x.take();
}

std::string styles_xml(const PageStyle& page, const Names& book_names) {
  Xml x;
  x << kXmlHead << "<w:styles xmlns:w=\"" << kW << "\">";
  append_defaults(x, page, book_names);
  for (const auto& row : kParagraphStyles) append_paragraph_style(x, row, page, book_names);
  append_figure_style(x, page);
  append_link_style(x);
  for (const auto& row : kCharacterStyles) append_character_style(x, row, page, book_names);
  append_table_style(x, page.table);
  x << "</w:styles>";
  return x.take();
}

std::vector<NamedFace> named_faces(const PageStyle& page, const Names& names) {
  std::vector<NamedFace> out;
  for (const std::string_view role : used_roles(page)) {
    const std::string name(font_names(names, role).east_asian);
    auto face = std::find_if(out.begin(), out.end(), [&](const NamedFace& f) { return f.name == name; });
    if (face == out.end()) face = out.insert(out.end(), {name, {}});
    if (!names.book.has_role(role)) continue;
    for (const auto& other : word_names(names.book.role(role), names.choice)) {
      if (other != name && std::find(face->others.begin(), face->others.end(), other) == face->others.end()) face->others.push_back(other);
    }
  }
  return out;
}

std::string font_table_xml(const PageStyle& page, const Names& names) {
  Xml x;
  x << kXmlHead << "<w:fonts xmlns:w=\"" << kW << "\">";
  const auto font = [&](std::string_view name, const std::vector<std::string>& others, std::string_view charset) {
    x << "<w:font w:name=\"" << esc(name) << "\">";
    std::string list;
    for (const auto& other : others) list += (list.empty() ? "" : ",") + other;
    if (!list.empty()) x << "<w:altName w:val=\"" << esc(list) << "\"/>";
    const WordFont* known = find_word_font(name);
    const WordFont face = known != nullptr ? *known : WordFont{name, {}, "auto", "variable", false};
    if (!face.panose.empty()) x << "<w:panose1 w:val=\"" << face.panose << "\"/>";
    x << "<w:charset w:val=\"" << charset << "\"/><w:family w:val=\"" << face.family << "\"/><w:pitch w:val=\"" << face.pitch << "\"/></w:font>";
  };
  font(kLatinFont, {}, "00");
  const auto faces = named_faces(page, names);
  for (const NamedFace& face : faces) font(face.name, face.others, "86");
  for (const RareFont rare : {RareFont::songti, RareFont::extension_b, RareFont::extension_g}) {
    const std::string_view name = name_of(rare);
    const bool written = std::any_of(faces.begin(), faces.end(), [&](const NamedFace& f) { return f.name == name; });
    if (!written) font(name, {rare == RareFont::songti ? "SimSun" : "HanaMinB"}, "86");
  }
  x << "</w:fonts>";
  return x.take();
}

}  // namespace gongwen::docx
