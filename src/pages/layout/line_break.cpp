// Where lines end: one pass over the atoms, looking for the farthest end that the rules allow.

#include <algorithm>

#include "foundation/base/codes.h"
#include "pages/layout/spacing.h"

namespace gongwen::layout {
namespace {

using text::LineClass;

constexpr std::uint32_t kNone = 0xFFFFFFFFU;

bool is_full_width_digit(char32_t c) noexcept { return c >= U'０' && c <= U'９'; }
bool is_digit(const Atom& a) noexcept { return a.cls == LineClass::digit || is_full_width_digit(a.code); }

/// 阿拉伯数字书写的数值不断开移行 (GB/T 15835): full-width digits too, and a year in brackets stays with the number after it.
bool inside_number(const Atom& a, const Atom& b) noexcept {
  return is_digit(b) && (a.code == U'〕' || is_full_width_digit(a.code) || (a.code == U'．' && is_full_width_digit(b.code)));
}

/// Where a word wider than the line is torn by preference: after the marks inside addresses.
bool is_seam(const Atom& a) noexcept {
  return a.code < 0x80 && std::u32string_view(U"/-@_?&=#").find(a.code) != std::u32string_view::npos;
}

}  // namespace

bool may_break(const Atom& a, const Atom& b, bool inside_joined) noexcept {
  if ((b.joined || inside_number(a, b)) && !inside_joined) return false;
  if (b.cls == LineClass::space && b.kind == Atom::Kind::glyph) return false;
  if (a.cls == LineClass::space) return true;
  if (a.cls == LineClass::no_break_space || b.cls == LineClass::no_break_space) return false;
  if ((a.traits & b.traits & trait::kWestern) != 0) return false;
  if ((b.traits & trait::kNotAtStart) != 0 || (a.traits & trait::kNotAtEnd) != 0) return false;
  if (a.cls == LineClass::dash && b.cls == LineClass::dash) return false;
  return !(a.cls == LineClass::ellipsis && b.cls == LineClass::ellipsis);
}

namespace {

/// Measures one line as it grows.
class Growth {
 public:
  Growth(const Text& text, std::uint32_t begin, std::int32_t room, bool justify)
      : text_(text), begin_(begin), room_(room), justify_(justify) {}

  void add(std::uint32_t i) {
    const Atom& b = text_.atoms[i];
    const std::int32_t before = need();
    width_ += b.advance;
    std::int32_t own = half_blank(b);
    if (i > begin_) {
      const Atom& a = text_.atoms[i - 1];
      const std::int32_t right = trim_right(a, b);
      const std::int32_t left = trim_left(a, b);
      const std::int32_t gap = gap_between(text_, a, b);
      width_ += gap - right - left;
      give_ += gap / 2 - right;
      own -= left;
    }
    give_ += own;
    if (b.cls == LineClass::space) blank_ += b.advance;
    else blank_ = 0;
    // Marks that may not begin a line are judged by what stood before the first of them.
    if ((b.traits & trait::kNotAtStart) == 0) ordinary_need_ = kMinimum;
    else if (ordinary_need_ == kMinimum) ordinary_need_ = before;
  }

  /// EMU beyond the measure when the line ends here; negative = white left.
  std::int32_t need() const noexcept { return width_ - blank_ - room_; }
  std::int32_t width() const noexcept { return width_ - blank_; }
  /// EMU the line could give up in all.
  std::int32_t give() const noexcept { return justify_ ? give_ : 0; }

  bool accepts(std::int32_t em) const noexcept {
    const std::int32_t n = need();
    if (n <= 0) return true;
    if (n > give()) return false;
    return n <= em / 2 || (ordinary_need_ != kMinimum && ordinary_need_ <= 0);
  }
  bool hopeless() const noexcept { return need() > give(); }

 private:
  static constexpr std::int32_t kMinimum = INT32_MIN;
  const Text& text_;
  std::uint32_t begin_;
  std::int32_t room_;
  bool justify_;
  std::int32_t width_ = 0, give_ = 0, blank_ = 0;
  std::int32_t ordinary_need_ = kMinimum;
};

class Breaker {
 public:
  Breaker(const Text& text, const BreakOptions& options, std::vector<Line>& lines, Diagnostics& out)
      : text_(text), options_(options), lines_(lines), out_(out), count_(static_cast<std::uint32_t>(text.atoms.size())) {}

  void run() {
    lines_.clear();
    std::uint32_t at = 0;
    bool dropped = false;
    do {
      at = next_line(at, dropped);
    } while (at < count_);
    lines_.back().last = true;
  }

 private:
  /// Appends the line that begins at `begin`; returns where the next one begins.
  std::uint32_t next_line(std::uint32_t begin, bool& dropped) {
    Line line;
    line.begin = begin;
    line.space_before = dropped;
    line.room = lines_.empty() ? options_.first : options_.rest;
    dropped = false;
    Growth growth(text_, begin, line.room, options_.justify);
    std::uint32_t best = kNone, fits = begin, torn = kNone, seam = kNone;
    std::uint32_t i = begin;
    for (; i < count_; ++i) {
      const Atom& a = text_.atoms[i];
      if (a.kind == Atom::Kind::line_break) break;
      growth.add(i);
      if (growth.need() <= 0) fits = i + 1;
      const bool end = i + 1 == count_ || text_.atoms[i + 1].kind == Atom::Kind::line_break;
      if (end || may_break(a, text_.atoms[i + 1], false)) {
        if (growth.accepts(text_.format(a).em)) {
          best = i + 1;
          line.width = growth.width();
        }
      } else if (growth.need() <= 0) {
        if (may_break(a, text_.atoms[i + 1], true)) torn = i + 1;
        if (is_seam(a)) seam = i + 1;
      }
      if (growth.hopeless() && (best != kNone || i > begin)) break;
    }
    const bool at_hard_end = best == i && (i == count_ || text_.atoms[i].kind == Atom::Kind::line_break);
    if (best == kNone && i > begin) {
      best = tear(begin, fits, torn, seam);
      line.width = width_of(begin, best, line.room);
    } else if (best == kNone) {
      best = begin;   // an empty line
      line.last = true;
    }
    line.end = best;
    line.last = line.last || at_hard_end;
    while (line.end > line.begin && text_.atoms[line.end - 1].cls == LineClass::space &&
           text_.atoms[line.end - 1].kind == Atom::Kind::glyph) {
      --line.end;
      dropped = true;
    }
    lines_.push_back(line);
    std::uint32_t next = best;
    if (next < count_ && text_.atoms[next].kind == Atom::Kind::line_break) {
      ++next;
      // A break at the very end asks for no further line.
      dropped = false;
    }
    return next;
  }

  std::uint32_t tear(std::uint32_t begin, std::uint32_t fits, std::uint32_t torn, std::uint32_t seam) {
    tell(begin, std::max(fits, begin + 1));
    if (torn != kNone) return torn;
    if (seam != kNone) return seam;
    return std::max(fits, begin + 1);
  }

  /// Once a stretch, where its value was read.
  void tell(std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t span = text_.atoms[begin].span;
    if (told_ == span) return;
    told_ = span;
    const document::Inline* const source = text_.spans[span].source;
    const document::Origin* const origin = source != nullptr ? source->origin.get() : nullptr;
    Place place = options_.place;
    if (origin != nullptr) place = origin->data.kind != Place::Kind::none ? origin->data : origin->source;
    out_.warning(codes::kWordTooWide, place, "有一个词比一行还宽，只能拆开排：" + words(begin, end), {},
                 origin != nullptr ? origin->field : std::string());
  }
  std::string words(std::uint32_t begin, std::uint32_t end) const;
  std::int32_t width_of(std::uint32_t begin, std::uint32_t end, std::int32_t room) const {
    Growth g(text_, begin, room, false);
    for (std::uint32_t i = begin; i < end; ++i) g.add(i);
    return g.width();
  }

  const Text& text_;
  const BreakOptions& options_;
  std::vector<Line>& lines_;
  Diagnostics& out_;
  std::uint32_t count_;
  std::uint32_t told_ = kNone;
};

std::string Breaker::words(std::uint32_t begin, std::uint32_t end) const {
  // Personal numbers are torn as often as anything else: only the beginning is shown.
  std::u32string shown;
  for (std::uint32_t i = begin; i < end && shown.size() < 3; ++i) shown.push_back(text_.atoms[i].code);
  std::string out;
  for (const char32_t c : shown) {
    if (c < 0x80) out.push_back(static_cast<char>(c));
  }
  return out.empty() ? std::string("（中文）") : out + "…";
}

/// A line this narrow has nothing to give away.
constexpr std::int32_t kLeastMeasure = 8;   // em

/// 孤字, first way: the last line joins the line before it when squeezing can make the room.
bool squeeze_in(const Text& text, Line& before, const Line& last) {
  Growth whole(text, before.begin, before.room, true);
  for (std::uint32_t i = before.begin; i < last.end; ++i) whole.add(i);
  if (whole.need() > whole.give()) return false;
  before.end = last.end;
  before.width = whole.width();
  before.last = true;
  return true;
}

/// 孤字, second way: characters of the line before it go down to keep the last line company.
void push_down(const Text& text, Line& before, Line& last) {
  for (std::uint32_t at = before.end; --at > before.begin;) {
    if (!may_break(text.atoms[at - 1], text.atoms[at], false) || text.atoms[at - 1].cls == LineClass::space) continue;
    Line longer = last;
    longer.begin = at;
    if (weight_of(text, longer) < 2) continue;
    longer.width = natural_width(text, at, last.end);
    const std::int32_t left = natural_width(text, before.begin, at);
    // A whole word is too much to fetch: the line would gape.
    if (longer.width > last.room || left < before.room - 4 * text.format(text.atoms[at]).em) return;
    last = longer;
    before.end = at;
    before.width = left;
    return;
  }
}

/// 孤字: a paragraph's last line has two Hanzi at least (CLREQ).
void mend_orphans(const Text& text, bool justify, std::vector<Line>& lines) {
  for (std::size_t i = lines.size(); --i > 0;) {
    Line& before = lines[i - 1];
    Line& last = lines[i];
    if (!last.last || before.last || last.begin != before.end || last.end == last.begin || weight_of(text, last) >= 2) continue;
    if (before.room < kLeastMeasure * text.format(text.atoms[before.begin]).em) continue;
    if (justify && squeeze_in(text, before, last)) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    else push_down(text, before, last);
  }
}

}  // namespace

int weight_of(const Text& text, const Line& line) {
  int weight = 0;
  for (std::uint32_t i = line.begin; i < line.end && weight < 2; ++i) {
    const Atom& a = text.atoms[i];
    if (a.kind == Atom::Kind::fill || (a.traits & trait::kWestern) != 0) weight = 2;
    else if ((a.traits & (trait::kHalfBlank | trait::kNotAtStart | trait::kNotAtEnd)) == 0 && a.cls != LineClass::space) ++weight;
  }
  return weight;
}

std::int32_t natural_width(const Text& text, std::uint32_t begin, std::uint32_t end) {
  Growth g(text, begin, 0, false);
  for (std::uint32_t i = begin; i < end; ++i) {
    if (text.atoms[i].kind == Atom::Kind::glyph) g.add(i);
  }
  return g.width();
}

std::int32_t natural_width(const Text& text) { return natural_width(text, 0, static_cast<std::uint32_t>(text.atoms.size())); }

void break_lines(const Text& text, const BreakOptions& options, std::vector<Line>& lines, Diagnostics& out) {
  Breaker(text, options, lines, out).run();
  mend_orphans(text, options.justify, lines);
}

}  // namespace gongwen::layout
