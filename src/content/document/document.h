#pragma once

// A paper, filled in, before it stands on pages: what is said and what each part is, never where it goes. Two writers read
// it: layout (and through it PDF and OFD), and docx, which leaves the layout to Word. References stay symbolic (anchors);
// page numbers come later, in a PageMap.
//
// All text is UTF-8 in NFC, without control characters. Everything here is a value; const after `fill`.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/date.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/length.h"
#include "foundation/image/image.h"

namespace gongwen::document {

/// Where a piece of text came from: for diagnostics ("the character 𰻝 of field 校长姓名 …") and for `explain`.
struct Origin {
  std::string field;   ///< path of the field, empty for the template's own words
  Place data;          ///< where the value was read
  Place source;        ///< where the template asks for it
};
using OriginPtr = std::shared_ptr<const Origin>;

/// The few ways a stretch of body text may stand out. GB/T 9704-2012 7.3.3 gives the faces by heading level; no bold is added.
enum class Emphasis : std::uint8_t { none, heading1 /*黑体*/, heading2 /*楷体*/, strong /*黑体*/ };

/// A stretch of text inside a paragraph.
struct Inline {
  enum class Kind : std::uint8_t {
    text,
    line_break,   ///< a break by sense (titles); `text` empty
    page_of,      ///< the page label of the block with anchor `target`
    number_of,    ///< the number ("表 3", "（二）") of the block with anchor `target`
    fill,         ///< blank space that takes up what is left of the line (contents leaders, signature lines)
  };
  Kind kind = Kind::text;
  std::string text;
  bool name = false;            ///< a proper name: one face for the whole of it
  bool unbreakable = false;     ///< identity numbers, telephones, amounts: never torn across lines
  bool withheld = false;        ///< the marked gap of a withheld value
  Emphasis emphasis = Emphasis::none;
  std::string target;           ///< page_of, number_of: an anchor; text: a URL makes it a link
  OriginPtr origin;
};
using Inlines = std::vector<Inline>;
std::string plain_text(const Inlines& inlines);

/// What a paragraph is. `name_of` gives the key under which page styles list it.
enum class Role : std::uint8_t {
  body,             ///< 正文
  title,            ///< 标题
  subtitle,         ///< 副标题
  recipient,        ///< 主送机关 (顶格, ends with ：)
  flush,            ///< a body paragraph without first-line indent
  centred,          ///< a centred body line
  note,             ///< small text under a table or chart
  annotation,       ///< 附注 （依申请公开）
  signature_line,   ///< 法定代表人（签字）：＿＿
  cover_title, cover_subtitle, cover_line, cover_date,
  attachment_label, ///< 附件1 (顶格, 黑体)
  attachment_title, ///< the attachment's title, centred on line 3
};
std::string_view name_of(Role role) noexcept;

struct Paragraph {
  Role role = Role::body;
  Inlines inlines;
};

/// A numbered or unnumbered heading. The number is already made ("一、", "（二）", "1．", "（1）").
struct Heading {
  std::uint8_t level = 1;       ///< 1 … 4 (GB/T 9704-2012 7.3.3); deeper levels do not exist
  std::string number;
  Inlines inlines;
  Inlines run_in;               ///< body text that follows on the same line, or empty
};

enum class Align : std::uint8_t { left, centre, right, justify };

struct Cell {
  std::vector<Inlines> paragraphs;   ///< one paragraph at least; empty text is allowed
  std::uint16_t column_span = 1;
  std::uint16_t row_span = 1;        ///< cells covered by a span from above are left out of their row
  bool header = false;               ///< a row header (TH scope row)
  std::optional<Align> align;        ///< overrides the column's
};
enum class RowKind : std::uint8_t { body, subtotal, total };
struct Row {
  std::vector<Cell> cells;
  RowKind kind = RowKind::body;
  bool split = false;                ///< may be parted between two lines at a page's end; others only when higher than a page
};
struct Column {
  enum class Width : std::uint8_t {
    share,                           ///< of what the other kinds leave, by weight
    length,                          ///< as wide as said
    characters,                      ///< room for so many characters of the table's text
    content,                         ///< as wide as its longest line, as far as there is room
  };
  std::uint32_t weight = 1;          ///< share: relative to the other such columns
  Align align = Align::centre;
  Width width = Width::share;
  Length length = {};                ///< length
  std::int32_t characters = 0;       ///< characters: hundredths
};
struct Table {
  std::string caption;               ///< without the number; empty = none
  std::string number;                ///< "表1", made by fill; empty when there is no caption
  std::vector<Column> columns;       ///< one at least
  std::uint16_t header_rows = 0;     ///< the first rows; repeated on every page
  std::vector<Row> rows;             ///< header rows included; every row covers all columns exactly (spans counted)
  bool landscape = false;
  std::string note;                  ///< under the table
  std::string summary;               ///< alternative text for readers who cannot see it; caption when empty
};

enum class ChartKind : std::uint8_t {
  bars, stacked_bars, lines, pie,
  targets,                           ///< bars of what was reached, each with the mark of what was aimed at
};
struct Series {
  std::string name;
  std::vector<double> values;        ///< as many as the chart has categories
  bool target = false;               ///< targets: the marks; one series of a chart
};
struct Chart {
  ChartKind kind = ChartKind::bars;
  std::string caption;
  std::string number;                ///< "图1"
  std::string unit;                  ///< of the values: "万元", "%"
  std::vector<std::string> categories;
  std::vector<Series> series;        ///< one at least
  std::string alt;                   ///< alternative text, never empty: fill makes one from the values when none is given
  bool withheld = false;             ///< a value of it is withheld: the marked gap is shown instead of the chart
};

struct Contents { std::string title = "目　录"; std::uint8_t levels = 2; };

struct Picture {
  std::shared_ptr<const image::Image> image;
  Length width;                      ///< wanted; the height follows from the pixels
  bool full_page = false;            ///< a scanned page: as large as the text area allows, on a page of its own; no `width`
  std::string alt;
  std::string caption;
  std::string number;
};

/// A seal (印章) or a 签名章: red, upright, pressed over what is printed.
struct Stamp {
  std::shared_ptr<const image::Image> image;
  Length width;                      ///< a seal's diameter
  std::string alt;                   ///< never empty
};

/// 署名, 成文日期 and what belongs to them (GB/T 9704-2012 7.3.5).
struct SignatureBlock {
  enum class Form : std::uint8_t {
    sealed,       ///< 加盖印章 (7.3.5.1): date 右空四字, the name centred above it
    unsealed,     ///< 不加盖印章 (7.3.5.2): name 右空二字, the date's first character two further right
    stamped,      ///< 加盖签发人签名章 (7.3.5.3)
  };
  Form form = Form::sealed;
  std::vector<Inlines> organs;       ///< 发文机关署名; may be empty (letters whose issuer stands in the mark)
  Inlines date;                      ///< 成文日期
  std::vector<Inlines> lines;        ///< further lines before it: 法定代表人（签字）：
  std::optional<Stamp> stamp;        ///< the seal when `sealed`, the 签名章 when `stamped`; nothing = pressed by hand on paper
};

/// 附件说明 (7.3.4): 附件：1．… No mark after a name.
struct AttachmentNote { std::vector<Inlines> names; };

/// 版记 (7.4): 抄送, 印发机关 and 印发日期, on the bottom edge of the last page. `main_to`: 主送机关 that are too many for the
/// first page (7.3.2), above 抄送 without a rule between.
struct Imprint { Inlines copy_to; Inlines printer; Inlines print_date; Inlines main_to{}; };

/// Labelled lines of a cover or a form: 项目名称：……
struct KeyValues {
  struct Line { std::string label; Inlines value; };
  std::vector<Line> lines;
};

struct PageBreak {};

struct Block {
  std::uint32_t id = 0;              ///< unique in the document, in reading order from 1
  std::string anchor;                ///< for references; empty = none
  Place source;                      ///< of the template element
  std::variant<Paragraph, Heading, Table, Chart, Contents, Picture, SignatureBlock, AttachmentNote, Imprint, KeyValues,
               PageBreak>
      content;
};

/// 版头 (GB/T 9704-2012 7.2 and 10.1). Empty parts are not shown.
struct Masthead {
  enum class Form : std::uint8_t { none, document /*文件*/, letter /*信函*/ };
  Form form = Form::none;
  Inlines mark;                      ///< 发文机关标志
  Inlines number;                    ///< 发文字号
  std::string urgency;               ///< 紧急程度: 特急, 加急
  std::string copy_number;           ///< 份号
  std::vector<Inlines> signers;      ///< 签发人
};

struct Section {
  enum class Kind : std::uint8_t {
    cover,        ///< unnumbered, on a page of its own
    front,        ///< contents: on pages of its own
    body,
    attachment,   ///< begins on a new page (7.3.7)
  };
  Kind kind = Kind::body;
  std::vector<Block> blocks;
};

struct Meta {
  std::string title;                 ///< never empty
  std::string author;                ///< the organ
  std::string subject;
  std::vector<std::string> keywords;
  std::string language = "zh-CN";
  std::optional<Date> date;          ///< the paper's own date; no clock
  std::string template_id;
};

struct Document {
  Meta meta;
  std::string style;                 ///< id of the page style: "letter", "document", "report", "plain"
  Masthead masthead;
  std::vector<Section> sections;     ///< one at least
  /// Proper names the paper's record holds (withheld ones are not among them): each is set in one face wherever it stands, also
  /// where it came in as part of another text. Sorted, unique. No text of the paper; not in `dump`.
  std::vector<std::string> names;
};

/// Where blocks came to stand: made by layout, used by docx for contents and references.
struct PageMap {
  struct Entry { std::uint32_t page = 0; std::string label; };  ///< page from 0; label as printed ("3"), empty when none
  std::map<std::uint32_t, Entry> blocks;                        ///< by Block::id: the page its first line is on
  std::map<std::uint32_t, std::vector<Length>> columns;         ///< by Block::id of a table: its columns' widths
  std::map<std::uint32_t, Length> heights;                      ///< by Block::id of a chart: its height without the caption
  std::uint32_t pages = 0;
};

/// One line per block and run, for tests and goldens. The form is documented in document.cpp; it is no file format.
std::string dump(const Document& document);

/// True when a bar chart's bars lie on their side: many or long categories would not be read below upright ones.
bool bars_lie(const Chart& chart) noexcept;
/// True when a row of the body does not stand at a page's end, or the next not at a page's top, without the other: a group's heading,
/// what a subtotal or total sums up, the first two rows and the last two. `row` < the number of rows.
bool keeps_with_next(const Table& table, std::size_t row) noexcept;
/// A pie as it is shown: of more than twelve slices the smallest are gathered as "其余 n 项". The alternative text has them all.
Chart shown_slices(const Chart& pie);
/// Which of the eight looks a slice has: the last one never that of the first beside it.
std::size_t slice_look(std::size_t slice, std::size_t slices) noexcept;
/// The headings a contents of `levels` shows, in order.
std::vector<const Block*> contents_entries(const Document& document, std::uint8_t levels);
/// The block an anchor names, or null.
const Block* find_anchor(const Document& document, std::string_view anchor) noexcept;
/// What a reference to the block prints: "表1", "图2", "一", "（二）", "附件1" (the mark after a heading's number is left out);
/// empty when the block has no number.
std::string number_of(const Block& block);

}  // namespace gongwen::document
