#pragma once

// word/document.xml, written from left to right. One class, its members spread over files by what they write: body.cpp
// (sections, headings, paragraphs), runs.cpp (text inside a paragraph, references), contents.cpp, table.cpp, masthead.cpp,
// closing.cpp (signature, notes on attachments, imprint), drawing.cpp (charts and pictures).

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content/document/document.h"
#include "formats/docx/numbering.h"
#include "formats/docx/parts.h"
#include "formats/docx/word_fonts.h"
#include "formats/docx/xml.h"
#include "foundation/base/diagnostic.h"
#include "pages/style/style.h"

namespace gongwen::docx {

/// Properties a paragraph has beyond its style; strings are finished elements. Written in the schema's order
/// (ECMA-376-1 17.3.1.26 pPr).
struct Direct {
  std::string_view style;
  std::optional<bool> keep_next;
  bool keep_lines = false;
  std::string_view frame;
  std::string numbering;
  std::string_view borders;
  std::string tabs;
  std::string_view spacing;
  std::string indent;
  std::string_view align;                 ///< w:jc value; empty = the style's
};

class BodyWriter {
 public:
  BodyWriter(const document::Document& document, const document::PageMap& pages, const style::PageStyle& style,
             std::string_view chart_face, Diagnostics& out);
  Body write();

 private:
  /// What hangs down from a cell over several rows: so many rows are still to be covered.
  struct Covered { std::size_t rows = 0, columns = 1; bool heavy = false; };
  /// The table in hand.
  struct Grid {
    std::vector<std::int64_t> widths;                ///< twips
    std::vector<Covered> covered;                    ///< by the spanning cell's first column
  };

  // ---- body.cpp ----
  struct SectionLook {
    document::Section::Kind kind = document::Section::Kind::body;
    bool landscape = false;
    friend bool operator==(const SectionLook&, const SectionLook&) = default;
  };
  void begin_section(SectionLook look);
  void append_section_properties();
  bool counted(const SectionLook& look) const;
  void block(const document::Block& block, const document::Block* next);
  bool next_goes_with(document::Role role) const;
  std::string gap_before_table(const style::TextStyle& look) const;
  void content(const document::Paragraph& paragraph);
  void content(const document::Heading& heading);
  void content(const document::Table& table);
  void content(const document::Chart& chart);
  void content(const document::Contents& contents);
  void content(const document::Picture& picture);
  void content(const document::SignatureBlock& signature);
  void content(const document::AttachmentNote& note);
  void content(const document::Imprint& imprint);
  void content(const document::KeyValues& values);
  void content(const document::PageBreak& page_break);

  void open(const Direct& direct);
  void close();
  /// A paragraph of almost no height: for what must stand on a paragraph of its own (section ends after tables).
  void sliver();

  // ---- runs.cpp ----
  /// Text of one paragraph; `look` is the styleId of its runs where nothing else is asked for, empty = the paragraph's.
  void inlines(const document::Inlines& inlines, std::string_view look = {});
  /// A text that needs several faces in Word becomes several runs (word_fonts.h).
  void run(std::string_view text, std::string_view look = {});
  void run_in(std::string_view text, std::string_view look, RareFont rare);
  void tab();
  void line_break();
  void link(const document::Inline& inline_, std::string_view look);
  void reference(const document::Inline& inline_, std::string_view look);
  /// A field with its result: begin, instruction, separate, result, end (ECMA-376-1 17.16.18).
  void field(std::string_view instruction, std::string_view result, std::string_view look = {});
  void field_mark(std::string_view kind);
  void instruction(std::string_view text);
  /// What other places call the block in hand; nothing when nobody does.
  void bookmark_start();
  void bookmark_end();
  /// A bookmark at this point, of a block that has no text of its own to stand around; nothing the second time.
  void bookmark_once();
  const std::string* bookmark_of(std::uint32_t block) const;
  std::string page_label(const document::Block& block);
  std::string relate(std::string_view type, std::string target, bool external);
  void tell_rare(std::string_view text);
  void missing(std::string message);

  // ---- table.cpp ----
  void caption(std::string_view number, std::string_view words, bool keep_next);
  void caption_number(std::string_view number);
  void table_row(const document::Table& table, std::size_t at);
  void cell_begin(std::size_t column, std::size_t columns, std::string_view merge, bool heavy);
  void cell_text(const document::Table& table, std::size_t at, std::size_t column, const document::Cell& cell,
                 bool header);
  /// Width of the text area: a wide table's page is turned.
  Length text_width() const;

  // ---- cover.cpp ----
  /// Covers: the title at a fifth of the page, its lines in the middle, the date near the end. Returns w:spacing.
  std::string down_the_cover(const document::Paragraph& paragraph);
  std::string cover_spacing(Length ink, const style::TextStyle& look, std::int64_t lines);
  void spread(std::string_view label, Length white);

  // ---- masthead.cpp ----
  void masthead();
  void letter_masthead(const document::Masthead& m);
  void document_masthead(const document::Masthead& m);
  void mark(const document::Inlines& mark, std::string_view frame, std::string_view spacing);
  /// Words at the left, the number at the right edge (null = none).
  void masthead_line(std::string_view style, std::string_view words, const document::Inlines* number, std::string_view spacing);
  void signer_line(const document::Masthead& m, std::size_t at, std::size_t lines, std::string_view spacing);

  // ---- closing.cpp ----
  void write_imprint(const document::Imprint& imprint);

  // ---- drawing.cpp ----
  void figure(std::string_view uri, std::string_view graphic, Length width, Length height, std::string_view alt, bool captioned,
              bool turned = false);
  /// pic:pic, the picture's part put in when it is new; sizes before it is turned upright.
  std::string picture_graphic(const std::shared_ptr<const image::Image>& image, Length width, Length height, std::string_view alt);
  void pressed(const document::Stamp& stamp, Length x, Length down);

  const document::Document& document_;
  const document::PageMap& pages_;
  const style::PageStyle& style_;
  std::string_view chart_face_;
  Diagnostics& out_;

  Xml x_;
  Body body_;
  std::map<std::string_view, const document::Block*> anchors_;
  std::map<std::uint32_t, std::string> bookmarks_;   ///< by block id
  HeadingCounter headings_;
  std::map<std::string, std::int32_t, std::less<>> captions_;   ///< "表" → 3, as Word's SEQ counts

  const document::Block* block_ = nullptr;           ///< in hand
  const document::Block* next_ = nullptr;            ///< behind it in its section
  const document::Block* imprint_ = nullptr;         ///< kept for the document's end
  SectionLook look_;
  bool has_content_ = false;                         ///< since the last section's end
  bool numbers_begun_ = false;
  bool uncounted_before_ = false;
  bool page_break_ = false;                          ///< the next paragraph begins a page
  std::optional<std::size_t> section_slot_;          ///< end of the last paragraph's properties, while nothing follows it
  bool after_table_ = false;
  std::uint32_t next_drawing_ = 1;
  std::uint32_t charts_ = 0;
  std::uint32_t scans_ = 0;                          ///< scanned pages of the section in hand
  std::map<const image::Image*, std::string> pictures_;   ///< relationship of a picture already put in; looked up, never walked
  std::uint32_t next_bookmark_ = 0;
  bool bookmark_open_ = false;
  std::uint32_t bookmarked_ = 0;                     ///< block that has its bookmark
  std::vector<std::u32string> rare_names_;           ///< names that hold a character Word needs another face for, the longest first
  std::set<char32_t> told_;                          ///< characters F013 was told of
  std::string run_more_;                             ///< further properties of the runs being written
  Length cover_y_;                                   ///< how far down the cover paragraphs have come
  Length gap_;                                       ///< white to be left above the next paragraph
  Grid grid_;
};

}  // namespace gongwen::docx
