// Widths of a table's columns: said in millimetres or characters, shares of what is left, or by what the cells hold.

#include <algorithm>
#include <numeric>

#include "foundation/base/codes.h"
#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

using document::Column;
using Emu = std::int64_t;

/// What a column's cells need: their longest word, and their longest line.
struct Need { Emu least = 0, whole = 0; };

Emu longest_word(const Text& text) {
  Emu longest = 0, word = 0;
  for (std::size_t i = 0; i < text.atoms.size(); ++i) {
    const Atom& a = text.atoms[i];
    word += a.advance;
    const bool ends = i + 1 == text.atoms.size() || a.kind == Atom::Kind::line_break || may_break(a, text.atoms[i + 1], false);
    if (!ends) continue;
    longest = std::max(longest, word);
    word = 0;
  }
  return longest;
}

Emu total(const std::vector<Emu>& widths) { return std::accumulate(widths.begin(), widths.end(), Emu{0}); }

constexpr std::uint32_t kWiderThanAnyPage = 4'000;   // characters; a width in EMU has 32 bits

class Widths {
 public:
  Widths(Flow& flow, const document::Table& table, const document::Block& block)
      : flow_(flow), table_(table), block_(block), style_(flow.context.style.table), total_(style_.text), room_(flow.width().to_emu()),
        padding_((style_.padding_x * 2 + style_.frame).to_emu()), widths_(table.columns.size(), 0) {
    total_.font = style_.header.font;   // as the cells of totals are set
  }

  std::vector<Length> edges() {
    const bool content = has(Column::Width::content);
    const bool shares = has(Column::Width::share);
    said(content || shares);
    const Emu rest = room_ - total(widths_);
    if (content) {
      measure();
      by_content(rest, shares);
    }
    if (shares) by_share(room_ - total(widths_));
    const Emu whole = content || shares ? room_ : total(widths_);
    std::vector<Length> out{Length::emu((room_ - whole) / 2)};
    for (const Emu w : widths_) out.push_back(out.back() + Length::emu(w));
    // Shares are cut down to whole units; the last edge is the table's own.
    out.back() = out.front() + Length::emu(whole);
    return out;
  }

 private:
  bool is(std::size_t c, Column::Width kind) const { return table_.columns[c].width == kind; }
  bool has(Column::Width kind) const {
    return std::any_of(table_.columns.begin(), table_.columns.end(), [&](const Column& c) { return c.width == kind; });
  }

  /// The columns whose width is said; with too many of them all are made narrower alike.
  void said(bool others) {
    std::size_t open = 0;
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      const Column& column = table_.columns[c];
      if (is(c, Column::Width::length)) widths_[c] = column.length.to_emu();
      else if (is(c, Column::Width::characters)) widths_[c] = em_of(style_.text).to_emu() * column.characters / 100 + padding_;
      else ++open;
    }
    // A column that is not said still takes one character.
    const Emu left = others ? room_ - static_cast<Emu>(open) * (em_of(style_.text).to_emu() + padding_) : room_;
    const Emu wanted = total(widths_);
    if (wanted <= left) return;
    const auto mm = [](Emu v) { return std::to_string((v + 18'000) / 36'000) + " mm"; };
    flow_.context.out.warning(codes::kColumnsTooWide, block_.source,
                              "表格“" + table_.caption + "”写明的列宽共 " + mm(wanted) + "，只有 " + mm(left) + " 可用，已按比例缩小",
                              {table_.landscape ? "减小 widths 里的宽度" : "减小 widths 里的宽度，或加上 landscape=\"yes\" 横排"});
    for (Emu& w : widths_) w = w * std::max<Emu>(left, 0) / wanted;
  }

  /// What every column needs by its cells. A cell over several columns asks those among them that go by their content for more.
  void measure() {
    needs_.assign(widths_.size(), {});
    Diagnostics told;   // all of it is told again when the cells are set
    std::swap(told, flow_.context.out);
    std::vector<std::size_t> covered(widths_.size(), 0);
    for (std::size_t r = 0; r < table_.rows.size(); ++r) {
      std::size_t column = 0;
      for (const auto& cell : table_.rows[r].cells) {
        while (column < covered.size() && covered[column] > 0) ++column;
        const std::size_t end = std::min(column + std::max<std::size_t>(cell.column_span, 1), covered.size());
        measure(cell, style_of(r), column, end);
        for (; column < end; ++column) covered[column] = std::max<std::size_t>(cell.row_span, 1);
      }
      for (std::size_t& c : covered) c -= c > 0 ? 1U : 0U;
    }
    std::swap(told, flow_.context.out);
  }

  const style::TextStyle& style_of(std::size_t row) const {
    if (row < table_.header_rows) return style_.header;
    return table_.rows[row].kind == document::RowKind::body ? style_.text : total_;
  }

  /// True when what the cell holds decides a width: one column by content or by share, or several of which some go by content and no
  /// share gives way.
  bool asks(std::size_t from, std::size_t to) const {
    bool content = false, share = false;
    for (std::size_t c = from; c < to; ++c) {
      content = content || is(c, Column::Width::content);
      share = share || is(c, Column::Width::share);
    }
    return to == from + 1 ? content || share : content && !share;
  }

  void measure(const document::Cell& cell, const style::TextStyle& style, std::size_t from, std::size_t to) {
    if (!asks(from, to)) return;
    ++flow_.context.work;
    Need need;
    for (const auto& paragraph : cell.paragraphs) {
      flow_.text.clear();
      flow_.shape(flow_.text, paragraph, style);
      finish(flow_.text);
      need.least = std::max(need.least, longest_word(flow_.text) + padding_);
      need.whole = std::max<Emu>(need.whole, Emu{natural_width(flow_.text, 0, std::min(static_cast<std::uint32_t>(flow_.text.atoms.size()), kWiderThanAnyPage))} + padding_);
    }
    std::size_t open = 0;
    for (std::size_t c = from; c < to; ++c) {
      if (is(c, Column::Width::content)) ++open;
      else need = {need.least - widths_[c], need.whole - widths_[c]};
    }
    if (to == from + 1) {
      needs_[from].least = std::max(needs_[from].least, need.least);
      needs_[from].whole = std::max(needs_[from].whole, need.whole);
      return;
    }
    for (std::size_t c = from; c < to; ++c) {
      if (!is(c, Column::Width::content)) continue;
      needs_[c].least = std::max(needs_[c].least, need.least / static_cast<Emu>(open));
      needs_[c].whole = std::max(needs_[c].whole, need.whole / static_cast<Emu>(open));
    }
  }

  /// Their longest lines when there is room for them; else what is left over their longest words, shared by what they lack.
  void by_content(Emu rest, bool shares) {
    Emu least = 0, whole = 0, others = 0;
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (is(c, Column::Width::content)) {
        least += needs_[c].least;
        whole += needs_[c].whole;
      } else if (is(c, Column::Width::share)) {
        others += std::max(needs_[c].least, em_of(style_.text).to_emu() + padding_);
      }
    }
    // Shares are there for the long texts: the other columns leave them half of the room, as far as their words allow.
    const Emu room = std::max<Emu>(shares ? std::min(rest - others, std::max(rest / 2, least)) : rest, 0);
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (!is(c, Column::Width::content)) continue;
      const Need& n = needs_[c];
      if (whole <= room) widths_[c] = shares || whole == 0 ? n.whole : scaled(n.whole, room, whole);
      else if (least <= room) widths_[c] = n.least + scaled(n.whole - n.least, room - least, whole - least);
      else widths_[c] = scaled(n.least, room, least);
    }
  }

  void by_share(Emu rest) {
    Emu sum = 0;
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (is(c, Column::Width::share)) sum += std::max<std::uint32_t>(table_.columns[c].weight, 1);
    }
    Emu seen = 0, given = 0;
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (!is(c, Column::Width::share)) continue;
      seen += std::max<std::uint32_t>(table_.columns[c].weight, 1);
      widths_[c] = std::max<Emu>(rest, 0) * seen / sum - given;
      given += widths_[c];
    }
  }

  /// part * of / whole: a table's width squared goes beyond 64 bits only with widths no paper has.
  static Emu scaled(Emu part, Emu of, Emu whole) {
    return static_cast<Emu>(static_cast<double>(part) * static_cast<double>(of) / static_cast<double>(std::max<Emu>(whole, 1)));
  }

  Flow& flow_;
  const document::Table& table_;
  const document::Block& block_;
  const style::TableStyle& style_;
  style::TextStyle total_;
  Emu room_, padding_;   // with the rules, which other programs take from the cell
  std::vector<Emu> widths_;
  std::vector<Need> needs_;
};

}  // namespace

std::vector<Length> column_edges(Flow& flow, const document::Table& table, const document::Block& block) {
  auto edges = Widths(flow, table, block).edges();
  auto& widths = flow.context.columns[block.id];
  widths.clear();
  for (std::size_t c = 0; c + 1 < edges.size(); ++c) widths.push_back(edges[c + 1] - edges[c]);
  return edges;
}

}  // namespace gongwen::layout
