#include "content/template/grammar.h"

#include <algorithm>
#include <array>

namespace gongwen::tmpl {
namespace {

using A = AttributeRule;
using K = AttributeRule::Kind;

#define GONGWEN_INLINES "strong link ref br fill"
#define GONGWEN_FLOW "if for-each include"
#define GONGWEN_BLOCKS \
  "p flush centred note annotation signature-line title subtitle recipient h1 h2 h3 h4 table chart image scan key-values " \
  "signature attachment-note page-break " GONGWEN_FLOW

constexpr std::array kPaper{A{"title", K::text, true}, A{"author"}, A{"date", K::expression}, A{"subject"}, A{"keywords"}, A{"file-name"},
                            A{"due"}, A{"retention", K::words, false, "永久|30年|10年"}};
constexpr std::array kMasthead{A{"form", K::words, true, "document|letter"}};
constexpr std::array kContents{A{"title"}, A{"levels", K::number}};
constexpr std::array kAttachment{A{"title", K::text, true}, A{"number", K::words, false, "auto|no"}, A{"id", K::name}};
constexpr std::array kAttachmentNote{A{"auto", K::words, false, "yes|no"}};
constexpr std::array kAnchored{A{"id", K::name}};
constexpr std::array kHeading{A{"id", K::name}, A{"number", K::words, false, "yes|no"}};
constexpr std::array kLink{A{"url", K::text, true}};
constexpr std::array kRef{A{"to", K::name, true}, A{"what", K::words, false, "number|page"}};
constexpr std::array kTable{A{"id", K::name}, A{"caption"}, A{"widths", K::raw}, A{"align", K::raw}, A{"landscape", K::words, false, "yes|no"},
                            A{"summary"}, A{"note"}, A{"split", K::words, false, "yes|no"}};
constexpr std::array kRows{A{"by", K::expression}};
constexpr std::array kRow{A{"kind", K::words, false, "body|subtotal|total"}, A{"split", K::words, false, "yes|no"}};
constexpr std::array kCell{A{"rows", K::expression}, A{"columns", K::expression}, A{"merge", K::expression}, A{"head", K::words, false, "yes|no"},
                           A{"align", K::words, false, "left|centre|right|justify"}};
constexpr std::array kChart{A{"id", K::name}, A{"kind", K::words, true, "bars|stacked-bars|lines|pie|targets"}, A{"caption"}, A{"unit"},
                            A{"in", K::expression, true}, A{"as", K::raw, true}, A{"by", K::expression}, A{"category", K::text, true}, A{"alt"}};
constexpr std::array kSeries{A{"name", K::text, true}, A{"value", K::expression, true}, A{"role", K::words, false, "actual|target"}};
constexpr std::array kImage{A{"id", K::name}, A{"field", K::expression}, A{"file", K::raw}, A{"width", K::raw, true}, A{"alt", K::text, true}, A{"caption"}};
constexpr std::array kScan{A{"field", K::expression}, A{"file", K::raw}, A{"alt", K::text, true}};
constexpr std::array kSeal{A{"field", K::expression}, A{"file", K::raw}, A{"diameter", K::raw}, A{"alt"}};
constexpr std::array kStamp{A{"field", K::expression}, A{"file", K::raw}, A{"width", K::raw}, A{"alt"}};
constexpr std::array kLine{A{"label"}};
constexpr std::array kSignature{A{"form", K::words, false, "sealed|unsealed|stamped"}};
constexpr std::array kInclude{A{"file", K::raw, true}};
constexpr std::array kChoose{A{"test", K::expression, true}, A{"withheld", K::words, false, "then|else|gap"}};
constexpr std::array kRepeat{A{"in", K::expression, true}, A{"as", K::raw, true}, A{"by", K::expression},
                             A{"withheld", K::words, false, "else|gap"}};

constexpr std::array kElements{
    ElementRule{"paper", Tag::paper, kPaper, "masthead cover front body attachment imprint", false, false},
    ElementRule{"masthead", Tag::masthead, kMasthead, "mark number secrecy urgency copy-number signer"},
    ElementRule{"mark", Tag::mark, {}, GONGWEN_INLINES, true},
    ElementRule{"number", Tag::number, {}, GONGWEN_INLINES, true},
    ElementRule{"urgency", Tag::urgency, {}, "", true},
    ElementRule{"secrecy", Tag::secrecy, {}, "", true},
    ElementRule{"copy-number", Tag::copy_number, {}, "", true},
    ElementRule{"signer", Tag::signer, {}, GONGWEN_INLINES, true},
    ElementRule{"cover", Tag::cover, {}, "cover-title cover-subtitle cover-line cover-date key-values image p centred flush " GONGWEN_FLOW},
    ElementRule{"front", Tag::front, {}, "contents " GONGWEN_BLOCKS},
    ElementRule{"contents", Tag::contents, kContents, ""},
    ElementRule{"body", Tag::body, {}, GONGWEN_BLOCKS, false, false},
    ElementRule{"attachment", Tag::attachment, kAttachment, GONGWEN_BLOCKS},
    ElementRule{"imprint", Tag::imprint, {}, "main-to copy-to printer print-date"},
    ElementRule{"main-to", Tag::main_to, {}, GONGWEN_INLINES, true},
    ElementRule{"copy-to", Tag::copy_to, {}, GONGWEN_INLINES, true},
    ElementRule{"printer", Tag::printer, {}, GONGWEN_INLINES, true},
    ElementRule{"print-date", Tag::print_date, {}, GONGWEN_INLINES, true},
    ElementRule{"title", Tag::title, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"subtitle", Tag::subtitle, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"recipient", Tag::recipient, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"p", Tag::p, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"flush", Tag::flush, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"centred", Tag::centred, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"note", Tag::note, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"annotation", Tag::annotation, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"signature-line", Tag::signature_line, kAnchored, GONGWEN_INLINES, true},
    ElementRule{"cover-title", Tag::cover_title, {}, GONGWEN_INLINES, true},
    ElementRule{"cover-subtitle", Tag::cover_subtitle, {}, GONGWEN_INLINES, true},
    ElementRule{"cover-line", Tag::cover_line, {}, GONGWEN_INLINES, true},
    ElementRule{"cover-date", Tag::cover_date, {}, GONGWEN_INLINES, true},
    ElementRule{"h1", Tag::h1, kHeading, GONGWEN_INLINES " run-in", true},
    ElementRule{"h2", Tag::h2, kHeading, GONGWEN_INLINES " run-in", true},
    ElementRule{"h3", Tag::h3, kHeading, GONGWEN_INLINES " run-in", true},
    ElementRule{"h4", Tag::h4, kHeading, GONGWEN_INLINES " run-in", true},
    ElementRule{"run-in", Tag::run_in, {}, GONGWEN_INLINES, true},
    ElementRule{"strong", Tag::strong, {}, "link ref", true, false},
    ElementRule{"link", Tag::link, kLink, "", true, false},
    ElementRule{"ref", Tag::ref, kRef, "", false, false},
    ElementRule{"br", Tag::br, {}, "", false, false},
    ElementRule{"fill", Tag::fill, {}, "", false, false},
    ElementRule{"table", Tag::table, kTable, "header row rows if for-each"},
    ElementRule{"header", Tag::header, {}, "row rows if for-each", false, false},
    ElementRule{"rows", Tag::rows, kRows, "row rows if for-each"},
    ElementRule{"row", Tag::row, kRow, "cell if for-each"},
    ElementRule{"cell", Tag::cell, kCell, GONGWEN_INLINES " p", true},
    ElementRule{"chart", Tag::chart, kChart, "series", false, true},
    ElementRule{"series", Tag::series, kSeries, "", false, true},
    ElementRule{"image", Tag::image, kImage, ""},
    ElementRule{"scan", Tag::scan, kScan, ""},
    ElementRule{"key-values", Tag::key_values, {}, "line"},
    ElementRule{"line", Tag::line, kLine, GONGWEN_INLINES, true},
    ElementRule{"signature", Tag::signature, kSignature, "organ line date seal stamp"},
    ElementRule{"seal", Tag::seal, kSeal, ""},
    ElementRule{"stamp", Tag::stamp, kStamp, ""},
    ElementRule{"organ", Tag::organ, {}, GONGWEN_INLINES, true},
    ElementRule{"date", Tag::date, {}, GONGWEN_INLINES, true},
    ElementRule{"attachment-note", Tag::attachment_note, kAttachmentNote, "name"},
    ElementRule{"name", Tag::name, {}, GONGWEN_INLINES, true},
    ElementRule{"page-break", Tag::page_break, {}, ""},
    ElementRule{"include", Tag::include, kInclude, "", false, false},
    ElementRule{"if", Tag::choose, kChoose, "", false, false},
    ElementRule{"else", Tag::otherwise, {}, "", false, false},
    ElementRule{"for-each", Tag::repeat, kRepeat, "", false, false},
};

#undef GONGWEN_BLOCKS
#undef GONGWEN_FLOW
#undef GONGWEN_INLINES

}  // namespace

const ElementRule* find_element(std::string_view name) noexcept {
  const auto it = std::find_if(kElements.begin(), kElements.end(), [&](const ElementRule& e) { return e.name == name; });
  return it == kElements.end() ? nullptr : &*it;
}

std::vector<std::string> element_names() {
  std::vector<std::string> out;
  for (const auto& e : kElements) out.emplace_back(e.name);
  return out;
}

bool contains_word(std::string_view list, std::string_view word, char mark) noexcept {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(mark), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::vector<std::string> words_of(std::string_view list, char mark) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(mark), list.size());
    if (end > 0) out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

}  // namespace gongwen::tmpl
