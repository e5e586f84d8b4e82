#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "content/document/document.h"
#include "foundation/base/diagnostic.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::docx {

struct Options { std::string application = "gongwen"; };

/// Which names of faces a DOCX is written with: those of a Windows as it comes, or those offices buy (仿宋_GB2312, 楷体_GB2312,
/// 方正小标宋简体). The font table gives the others as alternatives.
enum class WordFonts { windows, office };
std::string_view name_of(WordFonts choice) noexcept;                          ///< "windows"
/// Nothing for an unknown word.
std::optional<WordFonts> word_fonts_of(std::string_view name) noexcept;

/// Writes documents as WordprocessingML (ECMA-376 transitional): real styles, numbering, header rows, fields with their
/// results filled in from the page map. Word does the layout; the text and its order are the PDF's.
///
/// One writer serves all papers of a page style: styles, settings, fonts and footers depend on nothing else and are made and
/// compressed once, in the constructor.
///
/// Same input → same bytes. Charts carry their values as literals; there is no embedded workbook behind them. A table's summary
/// for readers who cannot see it has no place in the schema Word 2007 accepts; its caption and header rows speak for it.
/// Threads `write` is const and may run in many threads at once.
/// Source ECMA-376-1:2016 (WordprocessingML), GB/T 9704-2012 for the settings.
class Writer {
 public:
  /// style is copied; `book` is read here only (names of faces for Word, Role::word_names and office_names).
  Writer(const style::PageStyle& style, const fonts::FontBook& book, WordFonts choice = WordFonts::windows);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// pages  where the blocks stand; a block it does not know gets no page number, with W101 in `out`.
  /// Returns the bytes of the file. Nothing is left out silently.
  /// Errors W101 a reference without a page or a block; F013 (warning) a character that only newer Windows have a face for.
  std::string write(const document::Document& document, const document::PageMap& pages, const Options& options,
                    Diagnostics& out) const;

  /// Warns of each face that the files name and a Windows as it comes has not got, with what is shown instead (F012).
  void tell_missing_faces(Diagnostics& out) const;

 private:
  struct Fixed;
  const style::PageStyle style_;
  std::unique_ptr<const Fixed> fixed_;
};

/// One document, without keeping a writer.
std::string write(const document::Document& document, const document::PageMap& pages, const style::PageStyle& style,
                  const fonts::FontBook& book, const Options& options, Diagnostics& out, WordFonts choice = WordFonts::windows);

}  // namespace gongwen::docx
