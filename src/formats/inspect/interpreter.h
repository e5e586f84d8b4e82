#pragma once

// Content streams carried out (ISO 32000-1 7.8.2, Annex A): text, paths, pictures, forms. Private to the room.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/inspect/font.h"
#include "formats/inspect/lexer.h"
#include "formats/inspect/matrix.h"
#include "formats/inspect/path.h"
#include "formats/inspect/source.h"

namespace gongwen::inspect {

/// The document's fonts, each read once.
class FontStore {
 public:
  FontStore(Source& source, std::vector<Font>& fonts) : source_(source), fonts_(fonts) {}
  struct Entry { std::unique_ptr<FontReader> reader; std::uint32_t index; };
  const Entry& get(QPDFObjectHandle dictionary);

 private:
  Source& source_;
  std::vector<Font>& fonts_;
  std::map<QPDFObjGen, Entry> read_;
  std::vector<std::unique_ptr<Entry>> direct_;
};

class Interpreter {
 public:
  Interpreter(Source& source, FontStore& fonts, Page& page) : source_(source), fonts_(fonts), page_(page) {}

  /// Carries out a content stream. `to_page`: from its user space to millimetres on the page.
  void run(std::string_view content, QPDFObjectHandle resources, const Matrix& to_page);
  /// A form, as Do shows it.
  void run_form(QPDFObjectHandle form, QPDFObjectHandle outer_resources, const Matrix& to_page);

 private:
  struct ColourState { Colour colour; int components = 1; bool direct = true; };   // direct: the components are grey, RGB or CMYK
  struct State {
    Matrix to_page;
    ColourState fill, stroke;
    double line_width = 1;
    const FontStore::Entry* font = nullptr;
    double size = 0, char_space = 0, word_space = 0, scale = 1, leading = 0, rise = 0;
    int mode = 0;
  };
  struct Mark { bool artifact = false, replaced = false; std::size_t first = 0; std::string text; };

  void carry_out(const std::string& word);
  bool graphics(const std::string& word);
  bool path(const std::string& word);
  bool colour(const std::string& word);
  bool text(const std::string& word);
  bool marked(const std::string& word);
  void paint(bool fill, bool stroke);
  void show(std::string_view bytes);
  void next_line(double x, double y);
  void set_colour(ColourState& into);
  void set_space(ColourState& into);
  void inline_picture();
  void external(const std::string& name);
  void add_picture(double wide, double high);
  double number(std::size_t i) const { return i < operands_.size() ? operands_[i].number : 0; }
  Point point(std::size_t i) const { return {number(i), number(i + 1)}; }
  const Operand* last() const { return operands_.empty() ? nullptr : &operands_.back(); }
  QPDFObjectHandle resource(const char* kind, const std::string& name);

  Source& source_;
  FontStore& fonts_;
  Page& page_;
  QPDFObjectHandle resources_ = QPDFObjectHandle::newNull();
  Lexer* lexer_ = nullptr;
  State state_;
  std::vector<State> saved_;
  std::vector<Operand> operands_;
  std::vector<Mark> marks_;
  std::vector<Shown> shown_;
  Path path_;
  Matrix text_, line_;
  std::set<QPDFObjGen> open_forms_;
  int artifacts_ = 0;
  int depth_ = 0;
};

}  // namespace gongwen::inspect
