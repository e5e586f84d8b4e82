#include "content/document/document.h"

#include <algorithm>
#include <cstddef>

namespace gongwen::document {
namespace {

template <typename... F>
struct Overload : F... { using F::operator()...; };
template <typename... F>
Overload(F...) -> Overload<F...>;

/// 一、 and 1． without the mark that only sets the number off from the heading.
std::string without_mark(const std::string& number) {
  for (const std::string_view mark : {"、", "．"}) {
    if (number.size() > mark.size() && std::string_view(number).ends_with(mark)) {
      return number.substr(0, number.size() - mark.size());
    }
  }
  return number;
}

}  // namespace

std::string plain_text(const Inlines& inlines) {
  std::string out;
  for (const auto& i : inlines) {
    if (i.kind == Inline::Kind::text) out += i.text;
  }
  return out;
}

std::string_view name_of(Role role) noexcept {
  switch (role) {
    case Role::body: return "body";
    case Role::title: return "title";
    case Role::subtitle: return "subtitle";
    case Role::recipient: return "recipient";
    case Role::flush: return "flush";
    case Role::centred: return "centred";
    case Role::note: return "note";
    case Role::annotation: return "annotation";
    case Role::signature_line: return "signature-line";
    case Role::cover_title: return "cover-title";
    case Role::cover_subtitle: return "cover-subtitle";
    case Role::cover_line: return "cover-line";
    case Role::cover_date: return "cover-date";
    case Role::attachment_label: return "attachment-label";
    case Role::attachment_title: return "attachment-title";
  }
  return "body";
}

std::vector<const Block*> contents_entries(const Document& document, std::uint8_t levels) {
  std::vector<const Block*> out;
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) {
      const auto* heading = std::get_if<Heading>(&block.content);
      if (heading != nullptr && heading->level <= levels) out.push_back(&block);
    }
  }
  return out;
}

const Block* find_anchor(const Document& document, std::string_view anchor) noexcept {
  if (anchor.empty()) return nullptr;
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) {
      if (block.anchor == anchor) return &block;
    }
  }
  return nullptr;
}

bool bars_lie(const Chart& chart) noexcept {
  // A chart of the text area's width takes about 48 characters of its small print on a line; three lines of them stay readable.
  constexpr std::size_t kCharacters = 48, kLines = 3;
  if (chart.kind == ChartKind::lines || chart.kind == ChartKind::pie || chart.categories.empty()) return false;
  const std::size_t room = kCharacters / chart.categories.size();
  return std::any_of(chart.categories.begin(), chart.categories.end(), [&](const std::string& c) {
    // In halves of a Hanzi: three bytes of UTF-8 are one Hanzi, one byte a letter.
    std::size_t halves = 0;
    for (const char b : c) halves += (static_cast<unsigned char>(b) & 0x80U) == 0 ? 1 : (static_cast<unsigned char>(b) & 0xC0U) == 0xC0U ? 2 : 0;
    return room < 2 ? chart.categories.size() > kCharacters || halves > 4 : (halves + 1) / 2 > room * kLines;
  });
}

bool keeps_with_next(const Table& table, std::size_t row) noexcept {
  if (row + 1 >= table.rows.size() || row < table.header_rows) return false;
  const auto& cells = table.rows[row].cells;
  const bool heading = cells.size() == 1 && cells.front().header && cells.front().column_span > 1;
  return heading || table.rows[row + 1].kind != RowKind::body || row == table.header_rows || row + 2 == table.rows.size();
}

std::size_t slice_look(std::size_t slice, std::size_t slices) noexcept { return slices > 1 && slice + 1 == slices && slice % 8 == 0 ? 4 : slice; }

Chart shown_slices(const Chart& pie) {
  constexpr std::size_t kMost = 12;
  Chart out = pie;
  if (pie.categories.size() <= kMost || pie.series.empty() || pie.series.front().values.size() != pie.categories.size()) return out;
  const auto& values = pie.series.front().values;
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  std::vector<bool> kept(values.size(), false);
  for (std::size_t i = 0; i + 1 < kMost; ++i) kept[order[i]] = true;
  out.categories.clear();
  auto& shown = out.series.front().values;
  shown.clear();
  double rest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!kept[i]) {
      rest += values[i];
      continue;
    }
    out.categories.push_back(pie.categories[i]);
    shown.push_back(values[i]);
  }
  out.categories.push_back("其余" + std::to_string(values.size() - kMost + 1) + "项");
  shown.push_back(rest);
  return out;
}

std::string number_of(const Block& block) {
  return std::visit(Overload{[](const Heading& h) { return without_mark(h.number); },
                             [](const Table& t) { return t.number; },
                             [](const Chart& c) { return c.number; },
                             [](const Picture& p) { return p.number; },
                             [](const Paragraph& p) {
                               return p.role == Role::attachment_label ? plain_text(p.inlines) : std::string();
                             },
                             [](const auto&) { return std::string(); }},
                    block.content);
}

}  // namespace gongwen::document
