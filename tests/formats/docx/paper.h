#pragma once

// Papers made by hand, and what the tests look for in the files made of them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "content/document/document.h"
#include "formats/docx/docx.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "foundation/zip/zip.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"
#include "support/files.h"

namespace gongwen::test {

using document::Block;
using document::Document;
using document::Inline;
using document::Section;

/// Reports and letters as in GB/T 9704-2012; sizes and places typed here, independent of the shipped styles.
inline style::PageStyle report_style() {
  style::PageStyle page;
  page.id = "report";
  page.advance = page.text_width / 28;
  style::TextStyle body;
  body.advance = page.advance;
  body.first_indent = 200;
  page.texts["body"] = body;
  const auto derive = [&](std::string_view role, std::string_view font, std::int32_t first_indent, style::Align align) {
    style::TextStyle t = body;
    t.font = font;
    t.first_indent = first_indent;
    t.align = align;
    return &(page.texts[std::string(role)] = t);
  };
  for (const std::string_view role : {"flush", "recipient", "signature", "signature-line", "contents1", "contents2"}) {
    derive(role, "fangsong", 0, style::Align::justify);
  }
  derive("heading1", "heiti", 200, style::Align::justify)->keep_with_next = true;
  derive("heading2", "kaiti", 200, style::Align::justify)->keep_with_next = true;
  derive("key-label", "heiti", 0, style::Align::left);
  derive("key-value", "fangsong", 0, style::Align::left);
  derive("attachment-note", "fangsong", 200, style::Align::justify)->lines_before = 1;
  for (const std::string_view role : {"title", "contents-title", "cover-title"}) {
    style::TextStyle* t = derive(role, "xiaobiaosong", 0, style::Align::centre);
    t->size = t->advance = Length::pt(22);
    t->lines_after = 1;
  }
  for (const std::string_view role : {"imprint", "note", "chart"}) {
    style::TextStyle* t = derive(role, "fangsong", 0, style::Align::justify);
    t->size = t->advance = Length::pt(14);
  }
  for (style::TextStyle* t : {&page.table.text, &page.table.header, &page.table.note}) {
    t->size = Length::pt(12);
    t->line_pitch = Length::pt(17);
  }
  page.table.header.font = "heiti";
  page.table.header.align = style::Align::centre;
  page.table.padding_x = page.table.padding_y = Length::pt(3);
  page.page_numbers.text.font = "songti";
  page.page_numbers.text.size = Length::pt(14);
  return page;
}

inline style::PageStyle letter_style() {
  style::PageStyle page = report_style();
  page.id = "letter";
  page.page_numbers.on_first_page = false;
  auto& m = page.masthead;
  m.mark.font = "xiaobiaosong";
  m.mark.size = Length::pt(36);
  m.mark.align = style::Align::centre;
  m.mark.colour = m.red;
  m.number.advance = page.advance;
  m.number.align = style::Align::right;
  m.urgency = m.number;
  m.urgency.font = "heiti";
  m.mark_top = Length::mm(30);
  m.rule_width = Length::mm(170);
  m.rule_thick = Length::emu(28'575);
  m.rule_thin = Length::emu(9'525);
  m.rule_between = Length::pt(1);
  m.foot_rule = Length::mm(20);
  return page;
}

/// Roles with names for Word and no faces.
inline const fonts::FontBook& word_names() {
  static const std::shared_ptr<const fonts::FontBook> book = [] {
    const auto folder = scratch_dir();
    spill(folder / "roles.json", R"({"faces": {"None": {"file": "none.otf"}}, "roles": {
      "fangsong": {"label": "仿宋", "faces": ["None"], "word_names": ["仿宋", "仿宋_GB2312", "FangSong"]},
      "kaiti": {"label": "楷体", "faces": ["None"], "word_names": ["楷体", "KaiTi"]},
      "heiti": {"label": "黑体", "faces": ["None"], "word_names": ["黑体", "SimHei"]},
      "xiaobiaosong": {"label": "小标宋", "faces": ["None"], "word_names": ["方正小标宋简体", "宋体"]},
      "songti": {"label": "宋体", "faces": ["None"], "word_names": ["宋体", "SimSun"]}}})");
    Diagnostics missing_faces;   // there are none: only the names matter
    return fonts::FontBook::load(real_env(), folder / "roles.json", folder, {}, missing_faces);
  }();
  return *book;
}

inline Inline words(std::string_view text) {
  Inline i;
  i.text = text;
  return i;
}
inline Inline linked(std::string_view text, std::string_view url) {
  Inline i = words(text);
  i.target = url;
  return i;
}
inline Inline page_of(std::string_view anchor) {
  Inline i;
  i.kind = Inline::Kind::page_of;
  i.target = anchor;
  return i;
}
inline Inline number_of(std::string_view anchor) {
  Inline i = page_of(anchor);
  i.kind = Inline::Kind::number_of;
  return i;
}

inline Block paragraph(document::Role role, document::Inlines inlines) {
  Block b;
  b.content = document::Paragraph{role, std::move(inlines)};
  return b;
}
inline Block heading(std::uint8_t level, std::string_view number, std::string_view text) {
  Block b;
  document::Heading h;
  h.level = level;
  h.number = number;
  h.inlines = {words(text)};
  b.content = std::move(h);
  return b;
}

/// A document of sections; blocks are numbered from 1.
inline Document paper(std::vector<std::pair<Section::Kind, std::vector<Block>>> sections) {
  Document d;
  d.meta.title = "测试文稿";
  d.style = "report";
  std::uint32_t id = 0;
  for (auto& [kind, blocks] : sections) {
    Section s;
    s.kind = kind;
    s.blocks = std::move(blocks);
    for (auto& b : s.blocks) b.id = ++id;
    d.sections.push_back(std::move(s));
  }
  return d;
}
inline Document paper(std::vector<Block> blocks) { return paper({{Section::Kind::body, std::move(blocks)}}); }

/// Every block on page `label`.
inline document::PageMap all_on(const Document& document, std::string_view label) {
  document::PageMap pages;
  for (const auto& s : document.sections) {
    for (const auto& b : s.blocks) pages.blocks[b.id] = {0, std::string(label)};
  }
  pages.pages = 1;
  return pages;
}

struct Written { std::string bytes; Diagnostics out; };
inline Written write(const Document& document, const document::PageMap& pages, const style::PageStyle& style) {
  Written w;
  w.bytes = docx::write(document, pages, style, word_names(), {}, w.out);
  return w;
}
inline Written write(const Document& document) { return write(document, all_on(document, "1"), report_style()); }

inline zip::Reader opened(const std::string& docx) {
  Diagnostics out;
  auto reader = zip::Reader::open(docx, zip::Profile::bundle, std::make_shared<const std::string>("test.docx"), out);
  EXPECT_TRUE(reader.has_value()) << render(out);
  return std::move(reader.value());
}

/// A part of a DOCX; a failure when it is not there.
inline std::string part(const std::string& docx, std::string_view name) {
  const zip::Reader reader = opened(docx);
  const auto* entry = reader.find(name);
  EXPECT_NE(entry, nullptr) << name;
  if (entry == nullptr) return {};
  Diagnostics out;
  return reader.read(*entry, out).value_or("");
}

inline std::vector<std::string> part_names(const std::string& docx) {
  std::vector<std::string> names;
  const zip::Reader reader = opened(docx);
  for (const auto& e : reader.entries()) names.push_back(e.name);
  return names;
}

/// document.xml with a line for every paragraph, cell and row.
inline std::string body_lines(const std::string& docx) {
  std::string xml = part(docx, "word/document.xml");
  for (const std::string_view mark : {"<w:body>", "</w:p>", "</w:tblGrid>", "<w:tr>", "</w:tc>", "</w:tr>", "</w:tbl>", "<w:sdtContent>", "</w:sdt>"}) {
    std::string with(mark);
    with += '\n';
    for (std::size_t at = xml.find(mark); at != std::string::npos; at = xml.find(mark, at + with.size())) {
      xml.replace(at, mark.size(), with);
    }
  }
  return xml.substr(xml.find("<w:body>"));
}

/// The text of w:t elements, entities resolved, a line feed after each paragraph.
inline std::string text_of(const std::string& docx) {
  const std::string xml = part(docx, "word/document.xml");
  std::string out;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::string_view rest = std::string_view(xml).substr(at);
    if (rest.starts_with("</w:p>")) out += '\n';
    if (!rest.starts_with("<w:t>") && !rest.starts_with("<w:t xml")) continue;
    const std::size_t begin = rest.find('>') + 1;
    std::string text(rest.substr(begin, rest.find("</w:t>") - begin));
    for (const auto& [entity, character] : {std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&quot;", "\""}, std::pair{"&amp;", "&"}}) {
      for (std::size_t e = text.find(entity); e != std::string::npos; e = text.find(entity, e + 1)) {
        text.replace(e, std::string_view(entity).size(), character);
      }
    }
    out += text;
  }
  return out;
}

inline std::size_t count(std::string_view in, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace gongwen::test
