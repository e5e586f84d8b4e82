#pragma once

// Filling a template. Private to template; lives for one fill, one thread.

#include <array>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "content/data/record.h"
#include "content/document/document.h"
#include "content/template/expression.h"
#include "content/template/template_internal.h"

namespace gongwen::tmpl {

/// Where parts of the 版头 were read that the document keeps as plain words.
struct MastheadPlaces { Place urgency, copy_number; };

class Filler {
 public:
  Filler(const Program& program, const data::Record& record, Diagnostics& out);

  document::Document document();
  /// An attribute of <paper> as plain text; empty when it is not given.
  std::string paper_text(std::string_view attribute);

 private:
  using Blocks = std::vector<document::Block>;
  /// Something to do, called before the function it is given to returns; refers to the caller's, owns nothing.
  class Action {
   public:
    template <typename F>
      requires(!std::is_same_v<F, Action>)
    Action(const F& f) : object_(&f), call_([](const void* object) { (*static_cast<const F*>(object))(); }) {}
    void operator()() const { call_(object_); }

   private:
    const void* object_;
    void (*call_)(const void*);
  };

  // fill.cpp
  void meta(document::Document& into);
  void masthead(const Element& e, document::Masthead& into);
  /// Errors D040: a paper that carries 密级 is not made.
  void secrecy(const Element& e);
  void section(const Element& e, document::Section::Kind kind, std::vector<document::Section>& into);
  void attachments(const std::vector<Element>& parts, std::vector<document::Section>& into);
  void attachment(const Element& e, std::vector<document::Section>& into, std::vector<std::size_t>& labels);
  void attachment_notes(std::vector<document::Section>& sections);
  void check_anchors(const document::Document& document);
  void imprint(const Element& e, std::vector<document::Section>& into);

  // blocks.cpp
  void blocks(const std::vector<Element>& elements, Blocks& out);
  void block(const Element& e, Blocks& out);
  void paragraph(const Element& e, document::Role role, Blocks& out);
  void heading(const Element& e, std::uint8_t level, Blocks& out);
  enum class Pictured : std::uint8_t { yes, no /*told*/, gap };
  Pictured picture_of(const Element& e, std::shared_ptr<const image::Image>& into);
  void image(const Element& e, Blocks& out);
  void stamp(const Element& e, document::SignatureBlock& into);
  void key_values(const Element& e, Blocks& out);
  void signature(const Element& e, Blocks& out);
  void attachment_note(const Element& e, Blocks& out);
  /// An id or a reference to one, with its values; empty when one of them is withheld.
  std::string anchor_of(const Element& e, std::string_view attribute);
  document::Block made(const Element& e, decltype(document::Block::content) content);
  document::Block gap_block(const Element& e, std::size_t depth);

  // tables.cpp
  struct PlacedRow {
    document::Row row;
    Place place;
    std::vector<std::optional<std::string>> keys;   ///< of each cell: what merges it with the one above; empty when none does
  };
  void table(const Element& e, Blocks& out);
  void rows(const std::vector<Element>& elements, std::vector<PlacedRow>& out);
  void row(const Element& e, std::vector<PlacedRow>& out);
  void cells(const std::vector<Element>& elements, PlacedRow& out);
  void cell(const Element& e, PlacedRow& out);
  static void merge(std::vector<PlacedRow>& rows, std::size_t from);
  std::uint16_t span(const Element& e, std::string_view attribute);
  std::vector<document::Column> columns(const Element& e, const std::vector<PlacedRow>& rows);
  void check_coverage(const Element& e, const document::Table& table, const std::vector<PlacedRow>& rows);

  // charts.cpp
  void chart(const Element& e, Blocks& out);
  void series(const Element& e, const data::Value& list, document::Chart& chart, std::string& alt);

  // inlines.cpp
  /// Runs `body` for each time an element stands: once, for each item of its list, when its condition holds. `gap` is called
  /// instead where the condition or the list is withheld and the template says so.
  /// Errors T030.
  void stand(const Element& e, const Action& body, const Action& gap);
  enum class Truth : std::uint8_t { yes, no, gap };
  Truth truth(const Element& e);
  data::Value grouped(const data::Value& list, const Expression& by);
  /// Each item of a list in turn as the innermost variable.
  void each_item(const data::Value& list, const Action& body);
  document::Inlines inlines(const std::vector<Element>& content, document::Emphasis emphasis = document::Emphasis::none);
  void inlines(const Element& piece, document::Emphasis emphasis, document::Inlines& out);
  document::Inlines text_inlines(const Text& text, const Place& place);
  std::string text(const Text* text);
  /// A value that must be there. Errors T037.
  data::Value printed(const Expression& expression);
  document::OriginPtr origin(const Expression& expression, const data::Value& value) const;
  static document::Inlines gap();

  const Program& program_;
  const data::Record& record_;
  Diagnostics& out_;
  Frames frames_;
  MastheadPlaces masthead_places_;
  std::array<int, 4> headings_{};    // counted so far at each level
  bool split_ = false;               // rows of the table in hand may be parted
  struct Asked { std::string target; bool number; Place place; };
  std::vector<Asked> asked_;         // references whose targets are known only now
  int tables_ = 0;
  int figures_ = 0;
};

/// Where a text was read: its first value's place in the data, or the template's.
Place place_of(const document::Inlines& inlines, const Place& otherwise);

/// Corrects what can only be meant one way (份号, marks after names of attachments), tells what else is not as GB/T 9704-2012
/// has it.
/// Errors D040 a classified paper; warnings D041–D049, T041, T042.
void check_paper(document::Document& paper, const MastheadPlaces& places, Diagnostics& out);

/// Splits runs at line feeds: each line a paragraph of its own; lines without ink are left out. One paragraph at least.
std::vector<document::Inlines> paragraphs_of(document::Inlines inlines);
/// Line feeds in titles are breaks by sense, elsewhere on one line nothing.
void flatten(document::Inlines& inlines, bool breaks);

}  // namespace gongwen::tmpl
