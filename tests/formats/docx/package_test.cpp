#include <algorithm>
#include <thread>

#include "paper.h"

namespace gongwen::test {
namespace {

using document::Role;
using document::Section;

document::Document report() {
  document::Document d = paper({{Section::Kind::cover, {paragraph(Role::cover_title, {words("报告")})}},
                                {Section::Kind::body, {heading(1, "一、", "背景"), paragraph(Role::body, {words("正文")})}}});
  d.meta.author = "河南示例学院";
  d.meta.keywords = {"预算", "绩效"};
  d.meta.date = Date::of(2023, 8, 10);
  return d;
}

TEST(Package, BeginsWithTheContentTypesAndHasEveryPartNamedThere) {
  const std::string docx = write(report()).bytes;
  const auto names = part_names(docx);
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(names.front(), "[Content_Types].xml");
  const std::string types = part(docx, "[Content_Types].xml");
  for (const auto& name : names) {
    if (name.ends_with(".rels") || name == names.front()) continue;
    EXPECT_NE(types.find("PartName=\"/" + name + "\""), std::string::npos) << name;
  }
}

TEST(Package, SaysThePapersOwnDateOrNone) {
  document::Document d = report();
  EXPECT_NE(part(write(d).bytes, "docProps/core.xml").find("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2023-08-10T00:00:00Z</dcterms:created>"),
            std::string::npos);
  EXPECT_NE(part(write(d).bytes, "docProps/core.xml").find("<cp:keywords>预算; 绩效</cp:keywords>"), std::string::npos);
  d.meta.date.reset();
  EXPECT_EQ(part(write(d).bytes, "docProps/core.xml").find("dcterms:created"), std::string::npos);
}

TEST(Package, IsTheSameBytesEachTimeAndFromEveryThread) {
  const document::Document d = report();
  const auto pages = all_on(d, "1");
  const docx::Writer writer(report_style(), word_names());
  std::vector<std::string> made(8);
  {
    std::vector<std::jthread> threads;
    for (auto& bytes : made) {
      threads.emplace_back([&bytes, &writer, &d, &pages] {
        Diagnostics out;
        bytes = writer.write(d, pages, {}, out);
      });
    }
  }
  EXPECT_TRUE(std::all_of(made.begin(), made.end(), [&](const auto& m) { return m == made.front(); }));
  EXPECT_EQ(made.front(), write(d).bytes);
}

TEST(Package, EveryPartIsWellFormed) {
  document::Document d = report();
  d.meta.title = "A&B <甲>";
  const std::string docx = write(d).bytes;
  const auto folder = scratch_dir();
  int status = 0;
  run("xmllint --version", &status);
  if (status != 0) GTEST_SKIP() << "xmllint is not installed (libxml2-utils)";
  for (const auto& name : part_names(docx)) {
    std::string file = name;
    std::replace(file.begin(), file.end(), '/', '_');
    spill(folder / file, part(docx, name));
    const std::string report = run("xmllint --noout '" + (folder / file).string() + "'", &status);
    EXPECT_EQ(status, 0) << name << "\n" << report;
  }
}

TEST(Settings, AreThoseOfChineseSettingInWord) {
  const std::string settings = part(write(report()).bytes, "word/settings.xml");
  for (const std::string_view need : {"<w:characterSpacingControl w:val=\"compressPunctuation\"/>", "<w:evenAndOddHeaders/>",
                                      "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"",
                                      "w:eastAsia=\"zh-CN\""}) {
    EXPECT_NE(settings.find(need), std::string::npos) << need;
  }
  EXPECT_EQ(settings.find("updateFields"), std::string::npos);
}

TEST(Sections, HaveTheMarginsAndTheGridOfTheStandard) {
  // A4; 37 35 28 26 mm; 28.95 pt lines (GB/T 9704-2012 5.2).
  const std::string body = body_lines(write(report()).bytes);
  EXPECT_NE(body.find("<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\""),
            std::string::npos);
  EXPECT_NE(body.find("<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>"), std::string::npos);
}

TEST(Styles, GiveEveryRoleItsFacesAndMeasures) {
  const std::string styles = part(write(report()).bytes, "word/styles.xml");
  const auto style = [&](std::string_view id) {
    const std::size_t at = styles.find("w:styleId=\"" + std::string(id) + "\"");
    EXPECT_NE(at, std::string::npos) << id;
    return styles.substr(at, styles.find("</w:style>", at) - at);
  };
  // 3号仿宋 on 28 characters a line: −5 twips, for −4 would let 27 stand (442.4 > 442.2 pt).
  const std::string body = style("Body");
  EXPECT_NE(body.find("<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>"),
            std::string::npos);
  EXPECT_NE(body.find("<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/>"), std::string::npos);
  EXPECT_NE(body.find("w:line=\"579\" w:lineRule=\"exact\""), std::string::npos);
  EXPECT_NE(body.find("<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>"), std::string::npos);
  EXPECT_NE(style("Heading1").find("w:eastAsia=\"黑体\""), std::string::npos);
  EXPECT_NE(style("Heading1").find("<w:outlineLvl w:val=\"0\"/>"), std::string::npos);
  EXPECT_NE(style("Heading2").find("w:eastAsia=\"楷体\""), std::string::npos);
  EXPECT_NE(style("Title").find("w:eastAsia=\"方正小标宋简体\""), std::string::npos);
  EXPECT_NE(style("Title").find("<w:sz w:val=\"44\"/>"), std::string::npos);
  EXPECT_NE(style("Footer").find("w:ascii=\"宋体\" w:eastAsia=\"宋体\""), std::string::npos);
  EXPECT_NE(style("Normal").find("<w:overflowPunct w:val=\"0\"/>"), std::string::npos);
  EXPECT_NE(part(write(report()).bytes, "word/fontTable.xml").find("<w:font w:name=\"仿宋\"><w:altName w:val=\"仿宋_GB2312,FangSong\"/>"),
            std::string::npos);
}

TEST(Styles, EveryStyleUsedIsDefined) {
  document::Document d = paper({heading(1, "一、", "背景")});
  for (int r = 0; r <= static_cast<int>(Role::attachment_title); ++r) {
    d.sections[0].blocks.push_back(paragraph(static_cast<Role>(r), {words("字")}));
    d.sections[0].blocks.back().id = static_cast<std::uint32_t>(r + 2);
  }
  const std::string docx = write(d).bytes;
  const std::string body = part(docx, "word/document.xml"), styles = part(docx, "word/styles.xml");
  for (std::size_t at = body.find("Style w:val=\""); at != std::string::npos; at = body.find("Style w:val=\"", at + 1)) {
    const std::string id = body.substr(at + 13, body.find('"', at + 13) - at - 13);
    EXPECT_NE(styles.find("w:styleId=\"" + id + "\""), std::string::npos) << id;
  }
}

TEST(Footers, HaveTheNumberBetweenDashesRightOnOddPagesAndLeftOnEvenOnes) {
  const std::string docx = write(report()).bytes;
  const std::string odd = part(docx, "word/footer1.xml"), even = part(docx, "word/footer2.xml");
  EXPECT_NE(odd.find("<w:ind w:rightChars=\"100\" w:right=\"280\"/><w:jc w:val=\"right\"/>"), std::string::npos);
  EXPECT_NE(even.find("<w:ind w:leftChars=\"100\" w:left=\"280\"/><w:jc w:val=\"left\"/>"), std::string::npos);
  EXPECT_NE(odd.find("<w:t xml:space=\"preserve\">— </w:t>"), std::string::npos);
  EXPECT_NE(odd.find(" PAGE "), std::string::npos);
}

}  // namespace
}  // namespace gongwen::test
