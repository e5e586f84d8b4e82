#include "content/document/document.h"

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
