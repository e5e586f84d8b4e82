#pragma once

// What layout's tests share: the shipped faces and styles, small documents, the lines of finished pages.

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "content/document/document.h"
#include "foundation/base/env.h"
#include "foundation/text/utf8.h"
#include "pages/layout/layout.h"
#include "support/files.h"

namespace gongwen::layout::test {

inline const fonts::FontBook& book() {
  static const auto shared = [] {
    Diagnostics out;
    const auto fonts = gongwen::test::source_dir() / "fonts";
    return fonts::FontBook::load(real_env(), fonts / "roles.json", fonts / "prepared", {}, out);
  }();
  return *shared;
}

inline style::PageStyle page_style(const std::string& id) {
  Diagnostics out;
  const auto xml = gongwen::test::slurp(gongwen::test::source_dir() / "templates" / "styles" / (id + ".xml"));
  const std::string base = style::base_of(xml);
  std::optional<style::PageStyle> below;
  if (!base.empty()) below = page_style(base);
  auto loaded = style::load(xml, std::make_shared<const std::string>(id), out, below ? &*below : nullptr);
  EXPECT_TRUE(loaded.has_value()) << render(out);
  return loaded.value_or(style::PageStyle{});
}

inline document::Inlines inlines(const std::string& text) {
  document::Inline i;
  i.text = text;
  return {i};
}

/// A document of one section; blocks get ids in order.
class Paper {
 public:
  explicit Paper(const std::string& style = "plain") {
    document.style = style;
    document.meta.title = "测试";
    document.sections.emplace_back();
  }
  Paper& section(document::Section::Kind kind) {
    if (document.sections.size() == 1 && document.sections.front().blocks.empty()) document.sections.front().kind = kind;
    else document.sections.push_back({kind, {}});
    return *this;
  }
  template <typename Content>
  document::Block& add(Content content) {
    document::Block b;
    b.id = ++last_id;
    b.content = std::move(content);
    document.sections.back().blocks.push_back(std::move(b));
    return document.sections.back().blocks.back();
  }
  document::Block& p(const std::string& text, document::Role role = document::Role::body) {
    return add(document::Paragraph{role, inlines(text)});
  }
  document::Block& h(std::uint8_t level, const std::string& number, const std::string& text, const std::string& run_in = "") {
    return add(document::Heading{level, number, inlines(text), run_in.empty() ? document::Inlines{} : inlines(run_in)});
  }
  Result lay_out(Diagnostics& out) const { return layout::lay_out(document, book(), page_style(document.style), out); }
  Result lay_out() const {
    Diagnostics out;
    Result r = lay_out(out);
    EXPECT_TRUE(out.empty()) << render(out);
    return r;
  }

  document::Document document;
  std::uint32_t last_id = 0;
};

struct TextLine { double y = 0, x = 0, right = 0; std::string text; bool artifact = false; };

/// Runs of one baseline as one line, top down, millimetres.
inline std::vector<TextLine> lines_of(const Page& page) {
  std::vector<TextLine> out;
  const auto mm = [](Length l) { return static_cast<double>(l.to_emu()) / 36'000; };
  for (const Item& item : page.items) {
    const auto* run = std::get_if<GlyphRun>(&item.content);
    if (run == nullptr) continue;
    const double y = mm(run->origin.y);
    const bool artifact = item.node == kArtifact;
    if (out.empty() || out.back().y != y || out.back().artifact != artifact) out.push_back({y, mm(run->origin.x), 0, "", artifact});
    for (const Glyph& g : run->glyphs) text::append(out.back().text, g.unicode);
    const Glyph& last = run->glyphs.back();
    const auto& face = book().face(run->face);
    const double advance = static_cast<double>(face.advance(last.id)) / face.units_per_em() * mm(run->size);
    out.back().right = mm(run->origin.x + last.x) + advance;
  }
  return out;
}

/// The text of every line that is part of the text.
inline std::vector<std::string> texts_of(const Page& page) {
  std::vector<std::string> out;
  for (const auto& line : lines_of(page)) {
    if (!line.artifact) out.push_back(line.text);
  }
  return out;
}

}  // namespace gongwen::layout::test
