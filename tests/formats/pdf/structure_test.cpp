// Tags, links, bookmarks, metadata, signatures, attachments: read back with qpdf and poppler.

#include <gtest/gtest.h>

#include "paper.h"

namespace gongwen::pdf::test {
namespace {

using gongwen::test::run;
using layout::Tag;

/// The file as qpdf writes it with everything inflated, for looking into.
std::string inflated(const std::string& bytes) {
  return run("qpdf --qdf --object-streams=disable --no-original-object-ids " + saved(bytes).string() + " -");
}

std::string tags(const Paper& paper) { return run("pdfinfo -struct " + saved(paper.write()).string()); }

std::size_t count(const std::string& text, std::string_view word) {
  std::size_t n = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

TEST(PdfStructure, HeadingsBeginWithOneAndSkipNoLevel) {
  Paper paper;
  paper.text(paper.node(Tag::title), "题", 28, 40, "xiaobiaosong");
  const auto deep = paper.node(Tag::heading);
  paper.at(deep).level = 3;
  paper.text(deep, "深", 28, 50);
  const auto first = paper.node(Tag::heading);
  paper.at(first).level = 1;
  paper.text(first, "一", 28, 60);
  const auto tree = tags(paper);
  EXPECT_EQ(tree, "Document\n  H1 (block)\n  H2 (block)\n  H2 (block)\n");
}

TEST(PdfStructure, WithoutATitleHeadingsBeginWithTheFirst) {
  Paper paper;
  const auto first = paper.node(Tag::heading);
  paper.at(first).level = 1;
  paper.text(first, "一", 28, 60);
  EXPECT_EQ(tags(paper), "Document\n  H1 (block)\n");
}

TEST(PdfStructure, HeaderCellsHaveTheirScopeAndCellsTheirSpans) {
  Paper paper;
  const auto table = paper.node(Tag::table);
  const auto row = paper.node(Tag::row, table);
  const auto name = paper.node(Tag::header_cell, row);
  paper.at(name).scope = layout::Scope::column;
  paper.at(name).column_span = 2;
  paper.text(name, "姓名", 28, 50);
  const auto second = paper.node(Tag::row, table);
  const auto who = paper.node(Tag::header_cell, second);
  paper.at(who).scope = layout::Scope::row;
  paper.at(who).row_span = 2;
  paper.text(who, "一", 28, 60);
  paper.text(paper.node(Tag::cell, second), "二", 60, 60);
  paper.text(paper.node(Tag::cell, paper.node(Tag::row, table)), "三", 60, 70);
  const auto file = inflated(paper.write());
  EXPECT_EQ(count(file, "/S /TH"), 2U);
  EXPECT_EQ(count(file, "/Scope /Column"), 1U);
  EXPECT_EQ(count(file, "/Scope /Row"), 1U);
  EXPECT_EQ(count(file, "/ColSpan 2"), 1U);
  EXPECT_EQ(count(file, "/RowSpan 2"), 1U);
}

TEST(PdfStructure, AParagraphOverTwoPagesIsOneElement) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  paper.text(p, "上一页的半句", 28, 250);
  paper.add_page();
  paper.text(p, "下一页的半句", 28, 50);
  const auto path = saved(paper.write()).string();
  EXPECT_EQ(run("pdfinfo -struct-text " + path), "Document\n  P (block)\n    \"上一页的半句\"\n    \"下一页的半句\"\n");
  EXPECT_EQ(count(inflated(paper.write()), "/Type /MCR"), 1U);
}

TEST(PdfStructure, RunsOfAParagraphAreOneMark) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  const auto end = paper.text(paper.node(Tag::span, p), "根据", 28, 50);
  paper.text_from(paper.node(Tag::span, p), "第3条", end, Length::mm(50), "heiti");
  const auto path = saved(paper.write()).string();
  EXPECT_EQ(run("pdfinfo -struct-text " + path), "Document\n  P (block)\n    \"根据第3条\"\n");
  EXPECT_EQ(count(inflated(paper.write()), " BDC") + count(inflated(paper.write()), ">>BDC"), 1U);
}

TEST(PdfStructure, ContentAroundALinkKeepsItsOrder) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  auto end = paper.text(paper.node(Tag::span, p), "见", 28, 50);
  const auto link = paper.node(Tag::link, p);
  end = paper.text_from(link, "网站", end, Length::mm(50));
  paper.text_from(paper.node(Tag::span, p), "。", end, Length::mm(50));
  const auto text = run("pdfinfo -struct-text " + saved(paper.write()).string());
  EXPECT_LT(text.find("见"), text.find("网站"));
  EXPECT_LT(text.find("网站"), text.find("。"));
}

TEST(PdfStructure, WhatIsNoTextIsAnArtifact) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "正文", 28, 50);
  paper.rule(layout::kArtifact, 28, 60, 100, 1);
  paper.text(layout::kArtifact, "— 1 —", 90, 280);
  EXPECT_EQ(count(inflated(paper.write()), "/Artifact BMC"), 1U);
  EXPECT_EQ(run("pdfinfo -struct-text " + saved(paper.write()).string()), "Document\n  P (block)\n    \"正文\"\n");
}

TEST(PdfStructure, FiguresHaveAlternativeTextAndABox) {
  Paper paper;
  const auto figure = paper.node(Tag::figure);
  paper.at(figure).alt = "柱状图";
  layout::Shape bar;
  bar.points = {{Length::mm(20), Length::mm(40)}, {Length::mm(50), Length::mm(40)}, {Length::mm(50), Length::mm(97)}};
  bar.fill = style::Colour{200, 0, 0};
  paper.layout.pages[0].items.push_back({figure, false, bar});
  const auto file = inflated(paper.write());
  EXPECT_NE(file.find("/Alt <feff67f172b656fe>"), std::string::npos);
  // 20 mm, 297 - 97 mm, 50 mm, 297 - 40 mm in points
  const auto box = file.find("/BBox [");
  ASSERT_NE(box, std::string::npos);
  const auto part = file.substr(box, 120);
  for (const char* number : {"56.693", "566.929", "141.732", "728.504"}) EXPECT_NE(part.find(number), std::string::npos) << part;
}

TEST(PdfStructure, AFigureWithoutAlternativeTextIsABug) {
  Paper paper;
  paper.node(Tag::figure);
  EXPECT_THROW(paper.write(), InternalError);
}

TEST(PdfStructure, EveryKindOfNodeHasItsRole) {
  Paper paper;
  paper.text(paper.node(Tag::title), "总题", 28, 30, "xiaobiaosong");
  const auto section = paper.node(Tag::section);
  const auto heading = paper.node(Tag::heading, section);
  paper.at(heading).level = 1;
  paper.text(heading, "一、节", 28, 40, "heiti");
  const auto p = paper.node(Tag::paragraph, section);
  paper.text(paper.node(Tag::span, p), "文", 28, 50);
  paper.text(paper.node(Tag::note, p), "注", 28, 270);
  const auto table = paper.node(Tag::table, section);
  paper.text(paper.node(Tag::caption, table), "表1", 28, 60);
  const auto row = paper.node(Tag::row, table);
  const auto header = paper.node(Tag::header_cell, row);
  paper.at(header).scope = layout::Scope::column;
  paper.text(header, "头", 28, 70);
  const auto cell = paper.node(Tag::cell, paper.node(Tag::row, table));
  paper.text(paper.node(Tag::paragraph, cell), "格", 28, 80);
  const auto figure = paper.node(Tag::figure, section);
  paper.at(figure).alt = "图";
  paper.rule(figure, 28, 100, 20, 20);
  paper.text(paper.node(Tag::caption, section), "图1", 28, 130);
  EXPECT_EQ(tags(paper),
            "Document\n  H1 (block)\n  Sect\n    H2 (block)\n    P (block)\n      Note <note-0000000006> (inline)\n"
            "    Table (block)\n      Caption\n      TR\n        TH:\n           /Scope /Column\n      TR\n        TD\n"
            "          P (block)\n    Figure:\n       /Placement /Block\n       /BBox [79.37 501.732 136.063 558.425]\n"
            "    Caption\n");
}

TEST(PdfLinks, AnAddressIsAnnotatedAndTagged) {
  Paper paper;
  const auto p = paper.node(Tag::paragraph);
  const auto link = paper.node(Tag::link, p);
  paper.text(link, "平台", 28, 50);
  layout::Link annotation;
  annotation.box = {Length::mm(28), Length::mm(45), Length::mm(12), Length::mm(6)};
  annotation.node = link;
  annotation.url = "https://example.org/填报";
  paper.layout.pages[0].links.push_back(annotation);
  const auto file = inflated(paper.write());
  EXPECT_NE(file.find("/URI (https://example.org/%E5%A1%AB%E6%8A%A5)"), std::string::npos);
  EXPECT_EQ(count(file, "/Type /OBJR"), 1U);
  EXPECT_EQ(count(file, "/Subtype /Link"), 1U);
  EXPECT_NE(file.find("/StructParent 1"), std::string::npos);
  EXPECT_NE(file.find("/F 4"), std::string::npos);
}

TEST(PdfLinks, AReferenceHoldsALinkElement) {
  Paper paper;
  const auto contents = paper.node(Tag::contents);
  const auto entry = paper.node(Tag::contents_entry, contents);
  const auto reference = paper.node(Tag::reference, entry);
  paper.text(reference, "一、总则", 28, 50);
  layout::Link annotation;
  annotation.box = {Length::mm(28), Length::mm(45), Length::mm(40), Length::mm(6)};
  annotation.node = reference;
  annotation.page = 1;
  annotation.y = Length::mm(37);
  paper.layout.pages[0].links.push_back(annotation);
  paper.add_page();
  paper.layout.pages[1].label = "1";
  const auto tree = tags(paper);
  EXPECT_EQ(tree.rfind("Document\n  TOC\n    TOCI\n      Reference (inline)\n        Link (inline)\n          Object ", 0), 0U) << tree;
}

TEST(PdfLinks, ALinkToAPageThatIsNotThereIsABug) {
  Paper paper;
  const auto link = paper.node(Tag::link, paper.node(Tag::paragraph));
  paper.text(link, "甲", 28, 50);
  layout::Link annotation;
  annotation.node = link;
  annotation.page = 9;
  paper.layout.pages[0].links.push_back(annotation);
  EXPECT_THROW(paper.write(), InternalError);
}

TEST(PdfOutline, BookmarksNestByLevel) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  paper.layout.outline = {{1, "总则", 0, Length::mm(40)}, {2, "（一）目标", 0, Length::mm(50)}, {1, "保障", 0, Length::mm(60)}};
  const auto said = run("mutool show " + saved(paper.write()).string() + " outline");
  EXPECT_NE(said.find("\"总则\""), std::string::npos) << said;
  EXPECT_NE(said.find("\t\"（一）目标\""), std::string::npos) << said;
  EXPECT_LT(said.find("总则"), said.find("保障"));
}

TEST(PdfLabels, PagesAreCalledWhatIsPrintedOnThem) {
  Paper paper;
  for (int i = 0; i < 4; ++i) paper.add_page();
  const char* labels[] = {"", "ii", "1", "2", "5"};
  for (std::size_t i = 0; i < 5; ++i) paper.layout.pages[i].label = labels[i];
  const auto file = run("qpdf --json --json-key=pagelabels " + saved(paper.write()).string());
  EXPECT_EQ(count(file, "\"index\":"), 4U) << file;
  EXPECT_NE(file.find("\"/P\": \"u:ii\""), std::string::npos) << file;
  EXPECT_NE(file.find("\"/St\": 5"), std::string::npos) << file;
}

TEST(PdfMetadata, TitleIsUtf16AndTheSameInXmp) {
  Paper paper;
  paper.layout.meta.title = "关于<某>事 & 其他𬭊";
  paper.layout.meta.author = "郑州某某职业学院";
  paper.layout.meta.keywords = {"授权", "申报"};
  paper.layout.meta.date = Date::of(2023, 8, 10);
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  const auto bytes = paper.write();
  EXPECT_NE(bytes.find("/Title<FEFF51734E8E003C67D0003E4E8B0020002600205176" "4ED6D872DF4A>"), std::string::npos);
  const auto path = saved(bytes).string();
  const auto info = run("pdfinfo -isodates " + path);
  EXPECT_NE(info.find("关于<某>事 & 其他𬭊"), std::string::npos) << info;
  EXPECT_NE(info.find("2023-08-10T00:00:00+08"), std::string::npos) << info;
  EXPECT_NE(info.find("Tagged:          yes"), std::string::npos) << info;
  const auto xmp = run("pdfinfo -meta " + path);
  EXPECT_NE(xmp.find("关于&lt;某&gt;事 &amp; 其他𬭊"), std::string::npos) << xmp;
  EXPECT_NE(xmp.find("<pdf:Keywords>授权; 申报</pdf:Keywords>"), std::string::npos) << xmp;
  EXPECT_NE(xmp.find("<xmp:CreateDate>2023-08-10T00:00:00+08:00</xmp:CreateDate>"), std::string::npos) << xmp;
}

TEST(PdfMetadata, APaperWithoutADateHasNone) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  const auto bytes = paper.write();
  EXPECT_EQ(bytes.find("/CreationDate"), std::string::npos);
  EXPECT_EQ(bytes.find("CreateDate"), std::string::npos);
}

TEST(PdfAttachments, AFileComesBackUnchanged) {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  Options options;
  options.attachments = {{"源数据.json", "application/json", "结构化数据", "{\"校名\":\"某校\"}"}, {"b.txt", "text/plain", "", "b"}};
  const auto path = saved(paper.write(options));
  const auto list = run("pdfdetach -list " + path.string());
  EXPECT_NE(list.find("2 embedded files"), std::string::npos) << list;
  EXPECT_NE(list.find("源数据.json"), std::string::npos) << list;
  const auto out = path.parent_path() / "out.json";
  run("pdfdetach -save 2 -o " + out.string() + " " + path.string());
  EXPECT_EQ(gongwen::test::slurp(out), "{\"校名\":\"某校\"}");
}

}  // namespace
}  // namespace gongwen::pdf::test
