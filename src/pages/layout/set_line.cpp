// Squeezing, stretching and painting one line.

#include <algorithm>
#include <array>

#include "pages/layout/spacing.h"

namespace gongwen::layout {
namespace {

using text::LineClass;

/// Shares `total` out over the atoms that `capacity` gives room, in proportion to it and without loss.
template <typename Capacity, typename Give>
void share(const Line& line, std::int64_t total, std::int64_t capacity_sum, Capacity capacity, Give give) {
  std::int64_t seen = 0, given = 0;
  for (std::uint32_t i = line.begin; i < line.end; ++i) {
    const std::int64_t c = capacity(i);
    if (c == 0) continue;
    seen += c;
    const std::int64_t upto = total * seen / capacity_sum;
    give(i, static_cast<std::int32_t>(upto - given));
    given = upto;
  }
}

class Setter {
 public:
  Setter(const Text& text, const Line& line, Positions& out)
      : text_(text), line_(line), out_(out), left_(out.left), right_(out.right), gap_(out.gap) {
    const std::size_t n = line.end - line.begin;
    left_.assign(n, 0);
    right_.assign(n, 0);
    gap_.assign(n, 0);
    for (std::uint32_t i = line.begin; i + 1 < line.end; ++i) {
      right_[i - line.begin] += trim_right(atom(i), atom(i + 1));
      left_[i + 1 - line.begin] += trim_left(atom(i), atom(i + 1));
      gap_[i - line.begin] = gap_between(text_, atom(i), atom(i + 1));
    }
  }

  void squeeze(std::int32_t need) {
    for (std::uint8_t kind = 0; kind < kSqueezeKinds && need > 0; ++kind) {
      const auto capacity = [&](std::uint32_t i) { return capacity_of(i, static_cast<Squeeze>(kind)); };
      std::int64_t sum = 0;
      for (std::uint32_t i = line_.begin; i < line_.end; ++i) sum += capacity(i);
      if (sum == 0) continue;
      const std::int64_t total = std::min<std::int64_t>(need, sum);
      share(line_, total, sum, capacity, [&](std::uint32_t i, std::int32_t v) { take(i, v, kind == kSqueezeGaps); });
      need -= static_cast<std::int32_t>(total);
    }
  }

  void stretch(std::int32_t white) {
    // Western blanks and the gaps between Hanzi and Western words up to half an em, then everything evenly.
    for (const bool blanks : {true, false}) {
      const auto capacity = [&](std::uint32_t i) -> std::int64_t {
        if (i + 1 >= line_.end) return 0;
        if (blanks) return atom(i).cls == LineClass::space && i > line_.begin ? text_.format(atom(i)).em / 4 : 0;
        return gap_[i - line_.begin] > 0 ? text_.format(atom(i)).em / 4 : 0;
      };
      white -= widen(white, capacity, true);
    }
    const auto even = [&](std::uint32_t i) -> std::int64_t { return stretches_after(i) ? 1 : 0; };
    widen(white, even, false);
  }

  void place(std::int32_t fill_width) {
    out_.x.resize(line_.end - line_.begin);
    std::int32_t pen = 0;
    for (std::uint32_t i = line_.begin; i < line_.end; ++i) {
      const std::size_t k = i - line_.begin;
      out_.x[k] = pen - left_[k] - atom(i).shift;
      if (atom(i).kind == Atom::Kind::fill) {
        out_.fill_begin = pen;
        pen += fill_width;
        out_.fill_end = pen;
      }
      pen += atom(i).advance - left_[k] - right_[k] + gap_[k];
    }
    out_.width = pen;
  }

 private:
  const Atom& atom(std::uint32_t i) const { return text_.atoms[i]; }

  std::int64_t capacity_of(std::uint32_t i, Squeeze kind) const {
    const std::size_t k = i - line_.begin;
    if (kind == kSqueezeGaps) return i + 1 < line_.end && gap_between(text_, atom(i), atom(i + 1)) > 0 ? gap_[k] / 2 : 0;
    const std::int32_t all = half_blank(atom(i));
    if (all == 0) return 0;
    const std::int32_t left = all - left_[k] - right_[k];
    if (kind == kSqueezeLineEnd) return i + 1 == line_.end && !is_opener(atom(i)) ? left : 0;
    return squeeze_kind(atom(i)) == kind ? left : 0;
  }

  /// A mark is cut where it is blank, so that no ink overlaps.
  void take(std::uint32_t i, std::int32_t v, bool gap) {
    const std::size_t k = i - line_.begin;
    if (gap) gap_[k] -= v;
    else if (is_opener(atom(i))) left_[k] += v;
    else right_[k] += v;
  }

  template <typename Capacity>
  std::int32_t widen(std::int32_t white, Capacity capacity, bool bounded) {
    if (white <= 0) return 0;
    std::int64_t sum = 0;
    for (std::uint32_t i = line_.begin; i < line_.end; ++i) sum += capacity(i);
    if (sum == 0) return 0;
    const std::int64_t total = bounded ? std::min<std::int64_t>(white, sum) : white;
    share(line_, total, sum, capacity, [&](std::uint32_t i, std::int32_t v) { gap_[i - line_.begin] += v; });
    return static_cast<std::int32_t>(total);
  }

  /// Never inside words, —— and ……, nor beside connectors and solidi (CLREQ).
  bool stretches_after(std::uint32_t i) const {
    if (i + 1 >= line_.end) return false;
    const Atom& a = atom(i);
    const Atom& b = atom(i + 1);
    if ((a.traits & b.traits & trait::kWestern) != 0) return false;
    for (const Atom* x : {&a, &b}) {
      if (x->cls == LineClass::connector || x->cls == LineClass::solidus || x->kind != Atom::Kind::glyph) return false;
    }
    return !(a.cls == b.cls && (a.cls == LineClass::dash || a.cls == LineClass::ellipsis));
  }

  const Text& text_;
  const Line& line_;
  Positions& out_;
  std::vector<std::int32_t>&left_, &right_, &gap_;
};

}  // namespace

void set_line(const Text& text, const Line& line, bool justify, Positions& out) {
  Setter setter(text, line, out);
  const std::int32_t white = line.room - line.width;
  const bool fills = std::any_of(text.atoms.begin() + line.begin, text.atoms.begin() + line.end,
                                 [](const Atom& a) { return a.kind == Atom::Kind::fill; });
  out.fill_begin = out.fill_end = 0;
  if (white < 0) setter.squeeze(-white);
  else if (!fills && justify && !line.last) setter.stretch(white);
  setter.place(fills && white > 0 ? white : 0);
}

void paint_line(const Text& text, const Line& line, const Positions& positions, Point origin, std::span<const NodeId> nodes,
                std::vector<Item>& items) {
  std::uint32_t i = line.begin;
  bool blank = line.space_before;
  while (i < line.end) {
    const Atom& first = text.atoms[i];
    if (first.kind != Atom::Kind::glyph) {
      blank = blank || first.kind == Atom::Kind::fill;
      ++i;
      continue;
    }
    std::uint32_t end = i + 1;
    const auto same_run = [&](const Atom& a) {
      if (a.kind != Atom::Kind::glyph || a.face != first.face) return false;
      if (a.span == first.span) return true;
      const Format& f = text.format(a);
      const Format& g = text.format(first);
      return nodes[a.span] == nodes[first.span] && f.size == g.size && f.colour == g.colour;
    };
    while (end < line.end && same_run(text.atoms[end])) ++end;
    const std::int32_t start = positions.x[i - line.begin];
    GlyphRun run;
    run.face = first.face;
    run.size = text.format(first).size;
    run.colour = text.format(first).colour;
    run.origin = {origin.x + Length::emu(start), origin.y};
    run.glyphs.reserve(end - i);
    for (std::uint32_t k = i; k < end; ++k) {
      const Atom& a = text.atoms[k];
      run.glyphs.push_back({a.glyph, a.code, Length::emu(positions.x[k - line.begin] - start)});
    }
    items.push_back({nodes[first.span], blank, std::move(run)});
    blank = false;
    i = end;
  }
}

}  // namespace gongwen::layout
