#include "formats/pdf/content.h"

#include <algorithm>
#include <optional>

#include "formats/pdf/gaps.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

/// A millionth of an em: positions within a run, exact enough that nothing adds up over a line.
using MicroEm = std::int64_t;

std::int64_t rounded_div(std::int64_t a, std::int64_t b) { return (a >= 0 ? a + b / 2 : a - b / 2) / b; }

class Painter {
 public:
  Painter(const layout::Page& page, std::uint32_t number, const FontSet& fonts, Images& images, Structure& structure)
      : page_(page), number_(number), fonts_(fonts), images_(images), structure_(structure), gaps_(page, fonts, structure) {}

  std::string paint() {
    out_.reserve(page_.items.size() * 96 + 256);
    for (std::size_t i = 0; i < page_.items.size(); ++i) {
      const auto& item = page_.items[i];
      if (const auto* run = std::get_if<layout::GlyphRun>(&item.content)) {
        paint_text(*run, i);
      } else {
        mark(item.node, false);
        end_text();
        std::visit([this](const auto& content) { paint_graphic(content); }, item.content);
      }
    }
    end_mark();
    end_text();
    return std::move(out_);
  }

 private:
  enum class Mark : std::uint8_t { none, element, replaced, artifact };

  // ---- marked content (ISO 32000-1 14.6) ----
  //
  // A mark begins and ends either inside one text object or outside of all. Text is marked inside, so that a page's text is
  // few objects and its places can be given relative to each other; a figure outside, as its text and shapes share a mark.

  void mark(layout::NodeId node, bool text) {
    const bool artifact = node == layout::kArtifact;
    const layout::NodeId owner = artifact ? layout::kArtifact : structure_.owner(node);
    const bool same = mark_ == (artifact ? Mark::artifact : Mark::element) && owner == owner_;
    if (same && (text || !inside_)) return;
    begin_mark(text && (artifact || structure_.role(owner) != kFigure));
    if (artifact) {
      out_ += "/Artifact BMC\n";
    } else {
      out_ += '/';
      out_ += structure_.role(owner);
      out_ += "<</MCID ";
      put_int(out_, structure_.mark(number_, node));
      out_ += ">>BDC\n";
    }
    mark_ = artifact ? Mark::artifact : Mark::element;
    owner_ = owner;
  }

  void begin_mark(bool inside) {
    end_mark();
    if (inside) begin_text();
    else end_text();
    inside_ = inside;
  }

  void end_mark() {
    if (mark_ == Mark::none) return;
    if (!inside_) end_text();
    out_ += "EMC\n";
    mark_ = Mark::none;
  }

  // ---- text (9.4) ----

  void begin_text() {
    if (in_text_) return;
    out_ += "BT\n";
    in_text_ = true;
    line_x_ = line_y_ = 0;
  }

  void end_text() {
    if (in_text_) out_ += "ET\n";
    in_text_ = false;
  }

  void paint_text(const layout::GlyphRun& run, std::size_t item) {
    if (run.glyphs.empty()) return;
    check(run.size > Length(), "pdf: text has a size");
    const UsedFace& face = fonts_.face(run.face);
    codes_.clear();
    for (const auto& glyph : run.glyphs) codes_.push_back(face.code(glyph.id, glyph.unicode));
    gaps_.joined_in(item, face, codes_, joined_);
    measure_gaps(run, face);
    const MicroEm gap = majority_gap();
    if (run.turned) {
      paint_turned(run, item, gap);
      return;
    }
    bool space_before = page_.items[item].space_before && face.space() != 0 && run.glyphs.front().unicode != U' ';
    for (std::size_t from = 0; from < run.glyphs.size();) {
      const std::size_t to = begin_stretch(item, from);
      begin_text();
      set_fill(run.colour);
      set_font(run);
      if (space_before) put_blank(run, face, blank_end(run, face, item));
      space_before = false;
      if (to - from > 1) set_spacing(gap, run.size);
      move_to(run.origin.x + run.glyphs[from].x, run.origin.y);
      show(from, to);
      if (const auto end = gaps_.bridge(item, to - 1)) put_blank(run, face, *end);
      if (mark_ == Mark::replaced && !joined_[to - 1]) end_mark();
      from = to;
    }
  }

  /// A run that reads downwards: a text object of its own, whose matrix turns it clockwise (9.4.2).
  void paint_turned(const layout::GlyphRun& run, std::size_t item, MicroEm gap) {
    end_mark();
    end_text();
    mark(page_.items[item].node, true);
    set_fill(run.colour);
    set_font(run);
    set_spacing(gap, run.size);
    out_ += "0 -1 1 0 ";
    put_point({run.origin.x, run.origin.y + run.glyphs.front().x});
    out_ += " Tm\n";
    show(0, run.glyphs.size());
    end_mark();
    end_text();
  }

  /// A blank that ends at `end`; nothing is painted.
  void put_blank(const layout::GlyphRun& run, const UsedFace& face, Length end) {
    move_to(end - width_of_blank(run, face), run.origin.y);
    out_ += '(';
    put_code(out_, face.space());
    out_ += ")Tj\n";
  }

  static Length width_of_blank(const layout::GlyphRun& run, const UsedFace& face) {
    return run.size * face.width(face.space()) / 1000;
  }

  /// Where the blank before a run ends, by which readers that copy text see that a word has ended: where the run begins; but
  /// at the beginning of a line it begins there: nothing, not even a blank, stands outside the text area.
  Length blank_end(const layout::GlyphRun& run, const UsedFace& face, std::size_t item) const {
    const auto* before = item == 0 ? nullptr : std::get_if<layout::GlyphRun>(&page_.items[item - 1].content);
    const bool same_line = before != nullptr && before->origin.y == run.origin.y;
    const Length begin = run.origin.x + run.glyphs.front().x;
    return same_line ? begin : begin + width_of_blank(run, face);
  }

  /// Relative to where the text before began: the numbers are short, and differences of rounded places do not add up.
  void move_to(Length x, Length y) {
    const std::int64_t to_x = milli_points(x);
    const std::int64_t to_y = milli_points(page_.height - y);
    put_thousandths(out_, to_x - line_x_);
    out_ += ' ';
    put_thousandths(out_, to_y - line_y_);
    out_ += " Td\n";
    line_x_ = to_x;
    line_y_ = to_y;
  }

  void set_font(const layout::GlyphRun& run) {
    if (font_ && *font_ == run.face && size_ == run.size) return;
    out_ += "/F";
    put_int(out_, static_cast<std::int64_t>(fonts_.place(run.face)));
    out_ += ' ';
    put_length(out_, run.size);
    out_ += " Tf\n";
    font_ = run.face;
    size_ = run.size;
  }

  /// Distances between where a glyph of the run would end and where the layout puts the next.
  void measure_gaps(const layout::GlyphRun& run, const UsedFace& face) {
    after_.clear();
    const std::int64_t size = run.size.to_emu();
    for (std::size_t i = 0; i + 1 < run.glyphs.size(); ++i) {
      const std::int64_t step = (run.glyphs[i + 1].x - run.glyphs[i].x).to_emu();
      after_.push_back(rounded_div(step * 1'000'000, size) - MicroEm{face.width(codes_[i])} * 1000);
    }
  }

  /// The gap most glyphs of a run have (a justified line, a spread name), 0 when there is no such gap: set once as Tc, it
  /// need not be written between all of them. Boyer and Moore's vote, to a thousandth of an em.
  MicroEm majority_gap() const {
    MicroEm candidate = 0;
    std::size_t votes = 0;
    for (const MicroEm gap : after_) {
      const MicroEm distance = gap > candidate ? gap - candidate : candidate - gap;
      if (votes == 0) {
        candidate = gap;
        votes = 1;
      } else if (distance <= kTolerance) {
        ++votes;
      } else {
        --votes;
      }
    }
    const bool zero = candidate <= kTolerance && candidate >= -kTolerance;
    return votes < 2 || zero ? 0 : candidate;
  }

  void set_spacing(MicroEm gap, Length size) {
    const std::int64_t milli = rounded_div(gap * milli_points(size), 1'000'000);
    spacing_gap_ = milli == 0 ? 0 : rounded_div(milli * 1'000'000, milli_points(size));
    if (milli == spacing_) return;
    put_thousandths(out_, milli);
    out_ += " Tc\n";
    spacing_ = milli;
  }

  /// One Tj or TJ: codes, and a number wherever the pen would be a thousandth of an em off (9.4.3).
  void show(std::size_t from, std::size_t to) {
    const std::size_t begin = out_.size();
    bool adjusted = false;
    MicroEm off = 0;  // pen minus where the layout wants it
    out_ += "[(";
    put_code(out_, codes_[from]);
    for (std::size_t i = from; i + 1 < to; ++i) {
      off += spacing_gap_ - after_[i];
      if (off >= kTolerance || off <= -kTolerance) {
        const std::int64_t milli = rounded_div(off, 1000);
        out_ += ')';
        put_int(out_, milli);
        out_ += '(';
        off -= milli * 1000;
        adjusted = true;
      }
      put_code(out_, codes_[i + 1]);
    }
    if (adjusted) {
      out_ += ")]TJ\n";
    } else {
      out_.erase(begin, 1);
      out_ += ")Tj\n";
    }
  }

  /// Marks the glyphs that follow, as they need it. Returns where they end.
  std::size_t begin_stretch(std::size_t item, std::size_t from) {
    const auto& glyphs = std::get<layout::GlyphRun>(page_.items[item].content).glyphs;
    const bool continued = mark_ == Mark::replaced;
    const auto replaced = [&](std::size_t i) { return joined_[i] || gaps_.bridge(item, i); };
    if (!continued && !replaced(from)) {
      mark(page_.items[item].node, true);
      std::size_t to = from + 1;
      while (to < glyphs.size() && !replaced(to)) ++to;
      return to;
    }
    if (!continued) mark_replaced(item, from);
    std::size_t to = from;
    while (to < glyphs.size() && joined_[to]) ++to;
    return std::min(to + 1, glyphs.size());
  }

  void mark_replaced(std::size_t item, std::size_t i) {
    const layout::NodeId node = page_.items[item].node;
    begin_mark(true);
    owner_ = structure_.owner(node);
    out_ += "/Span<</MCID ";
    put_int(out_, structure_.mark(number_, node));
    out_ += "/ActualText<FEFF";
    gaps_.put_replacement(out_, item, i);
    out_ += ">>>BDC\n";
    mark_ = Mark::replaced;
  }

  // ---- graphics (8.5) ----

  void paint_graphic(const layout::GlyphRun&) {}  // text has its own way

  void paint_graphic(const layout::Rule& rule) {
    set_fill(rule.colour);
    put_length(out_, rule.box.x);
    out_ += ' ';
    put_length(out_, page_.height - rule.box.y - rule.box.height);
    out_ += ' ';
    put_length(out_, rule.box.width);
    out_ += ' ';
    put_length(out_, rule.box.height);
    out_ += " re f\n";
  }

  void paint_graphic(const layout::Shape& shape) {
    if (shape.points.size() < 2 || (!shape.fill && !shape.stroke)) return;
    if (shape.fill) set_fill(*shape.fill);
    if (shape.stroke) set_pen(shape);
    put_point(shape.points.front());
    out_ += " m\n";
    auto move = shape.moves.begin();
    for (std::size_t i = 1; i < shape.points.size(); ++i) {
      put_point(shape.points[i]);
      const bool begins = move != shape.moves.end() && *move == i;
      if (begins) ++move;
      out_ += begins ? " m\n" : " l\n";
    }
    if (shape.closed) out_ += "h ";
    out_ += shape.fill && shape.stroke ? "B\n" : shape.fill ? "f\n" : "S\n";
  }

  void paint_graphic(const layout::Picture& picture) {
    check(picture.image != nullptr, "pdf: a picture has an image");
    out_ += picture.pressed ? "q/M gs " : "q ";
    if (picture.pressed) images_.press();
    put_matrix(picture);
    out_ += " cm/I";
    put_int(out_, static_cast<std::int64_t>(images_.use(picture.image)));
    out_ += " Do Q\n";
  }

  /// The unit square onto the box (8.3.4); pixels that lie on their side are turned clockwise.
  void put_matrix(const layout::Picture& picture) {
    const layout::Box& b = picture.box;
    const Length none;
    const auto put = [&](std::initializer_list<Length> linear, layout::Point origin) {
      for (const Length v : linear) {
        put_length(out_, v);
        out_ += ' ';
      }
      put_point(origin);
    };
    switch (picture.image->quarter_turns) {
      case 1: put({none, -b.height, b.width, none}, {b.x, b.y}); break;
      case 2: put({-b.width, none, none, -b.height}, {b.x + b.width, b.y}); break;
      case 3: put({none, b.height, -b.width, none}, {b.x + b.width, b.y + b.height}); break;
      default: put({b.width, none, none, b.height}, {b.x, b.y + b.height}); break;
    }
  }

  void set_pen(const layout::Shape& shape) {
    if (stroke_ != shape.stroke) {
      put_colour(*shape.stroke, "RG", "G");
      stroke_ = shape.stroke;
    }
    put_length(out_, shape.stroke_width);
    out_ += " w[";
    for (std::size_t i = 0; i < shape.dash.size(); ++i) {
      if (i != 0) out_ += ' ';
      put_length(out_, shape.dash[i]);
    }
    out_ += "]0 d\n";
  }

  void set_fill(const style::Colour& colour) {
    if (fill_ == colour) return;
    put_colour(colour, "rg", "g");
    fill_ = colour;
  }

  void put_colour(const style::Colour& colour, std::string_view rgb, std::string_view grey) {
    const auto put = [this](std::uint8_t part) {
      put_thousandths(out_, (part * 1000 + 127) / 255);
      out_ += ' ';
    };
    put(colour.red);
    const bool is_grey = colour.red == colour.green && colour.green == colour.blue;
    if (!is_grey) {
      put(colour.green);
      put(colour.blue);
    }
    out_ += is_grey ? grey : rgb;
    out_ += '\n';
  }

  void put_point(const layout::Point& point) {
    put_length(out_, point.x);
    out_ += ' ';
    put_length(out_, page_.height - point.y);
  }

  static constexpr MicroEm kTolerance = 1000;
  static constexpr std::string_view kFigure = "Figure";

  const layout::Page& page_;
  std::uint32_t number_;
  const FontSet& fonts_;
  Images& images_;
  Structure& structure_;
  const Gaps gaps_;

  std::string out_;
  std::vector<std::uint16_t> codes_;             // of the run being painted
  std::vector<bool> joined_;                     // with the next glyph in one replacement, by glyph of that run
  std::vector<MicroEm> after_;                   // gaps between its glyphs
  Mark mark_ = Mark::none;
  layout::NodeId owner_ = layout::kArtifact;     // of the open mark
  bool inside_ = false;                          // the open mark began inside a text object
  bool in_text_ = false;
  std::int64_t line_x_ = 0, line_y_ = 0;         // where this text object's last Td led, in thousandths of a point
  // The graphics state, as the stream has left it (8.4).
  std::optional<style::Colour> fill_ = style::Colour{};
  std::optional<style::Colour> stroke_ = style::Colour{};
  std::optional<fonts::FaceId> font_;
  Length size_;
  std::int64_t spacing_ = 0;                     // Tc in thousandths of a point
  MicroEm spacing_gap_ = 0;                      // the same for the current size
};

}  // namespace

std::string page_content(const layout::Page& page, std::uint32_t number, const FontSet& fonts, Images& images,
                         Structure& structure) {
  return Painter(page, number, fonts, images, structure).paint();
}

}  // namespace gongwen::pdf
