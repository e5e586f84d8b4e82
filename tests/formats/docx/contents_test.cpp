#include "paper.h"

namespace gongwen::test {
namespace {

using document::Role;
using document::Section;

document::Block contents(std::uint8_t levels) {
  document::Block b;
  b.content = document::Contents{"目　录", levels};
  return b;
}

document::Document report() {
  document::Document d = paper({{Section::Kind::cover, {paragraph(Role::cover_title, {words("建设方案")})}},
                                {Section::Kind::front, {contents(2)}},
                                {Section::Kind::body,
                                 {heading(1, "一、", "背景"), heading(2, "（一）", "区域<产业>"), heading(3, "1．", "不列入"),
                                  heading(1, "二、", "思路"), paragraph(Role::body, {words("见第"), number_of("idea"), words("部分")})}}});
  d.sections[2].blocks[3].anchor = "idea";
  return d;
}

document::PageMap pages() {
  document::PageMap p = all_on(report(), "");
  p.blocks[3] = {2, "1"};
  p.blocks[4] = {4, "3"};
  p.blocks[5] = {4, "3"};
  p.blocks[6] = {13, "12"};
  p.blocks[7] = {13, "12"};
  return p;
}

TEST(Contents, HasItsEntriesAndPagesFilledIn) {
  const auto w = write(report(), pages(), report_style());
  EXPECT_TRUE(w.out.empty()) << render(w.out);
  // The headings' own numbers are Word's; in the contents they are text.
  EXPECT_EQ(text_of(w.bytes), "建设方案\n目　录\n一、背景1\n（一）区域<产业>3\n二、思路12\n\n背景\n区域<产业>\n不列入\n思路\n见第二部分\n");
}

TEST(Contents, IsAFieldThatCanBeMadeAnew) {
  const std::string body = body_lines(write(report(), pages(), report_style()).bytes);
  EXPECT_EQ(count(body, " TOC \\o &quot;1-2&quot; \\h \\z "), 1U);
  EXPECT_NE(body.find("<w:hyperlink w:anchor=\"_Toc100000004\" w:history=\"1\"><w:r><w:t>（一）区域&lt;产业&gt;</w:t></w:r><w:r><w:tab/></w:r>"),
            std::string::npos);
  EXPECT_NE(body.find("<w:instrText xml:space=\"preserve\"> PAGEREF _Toc100000006 \\h </w:instrText></w:r><w:r><w:fldChar "
                      "w:fldCharType=\"separate\"/></w:r><w:r><w:t>12</w:t></w:r>"),
            std::string::npos);
  EXPECT_EQ(count(body, "w:fldCharType=\"begin\""), count(body, "w:fldCharType=\"end\""));
  EXPECT_EQ(count(body, "<w:bookmarkStart"), count(body, "<w:bookmarkEnd"));
}

TEST(Contents, StandsInASectionWithoutNumbersAndTheBodyBeginsAtOne) {
  const std::string body = body_lines(write(report(), pages(), report_style()).bytes);
  EXPECT_EQ(count(body, "<w:sectPr>"), 3U);
  EXPECT_EQ(count(body, "<w:footerReference w:type=\"default\" r:id=\"rId7\"/><w:footerReference w:type=\"even\" r:id=\"rId7\"/>"), 2U);
  EXPECT_EQ(count(body, "<w:pgNumType w:start=\"1\"/>"), 1U);
  EXPECT_LT(body.rfind("rId7"), body.find("<w:pgNumType"));
  // Page 1 is a sheet's front (GB/T 9704-2012 6.2, 7.5).
  EXPECT_EQ(count(body, "<w:type w:val=\"nextPage\"/>"), 2U);
  EXPECT_EQ(count(body, "<w:type w:val=\"oddPage\"/>"), 1U);
  EXPECT_GT(body.find("<w:type w:val=\"oddPage\"/>"), body.rfind("rId7"));
}

TEST(References, OfALevelWithAMarkAreLinksSoThatWordDoesNotAddTheMark) {
  const std::string body = body_lines(write(report(), pages(), report_style()).bytes);
  EXPECT_NE(body.find("<w:t>见第</w:t></w:r><w:hyperlink w:anchor=\"_Toc100000006\" w:history=\"1\"><w:r><w:t>二</w:t></w:r></w:hyperlink>"),
            std::string::npos);
}

TEST(References, WithoutATargetAreTold) {
  const auto w = write(paper({paragraph(Role::body, {words("见"), number_of("nowhere"), words("。")})}));
  ASSERT_EQ(w.out.size(), 1U);
  EXPECT_EQ(w.out.all()[0].code, "W101");
}

TEST(References, ToALettersFirstPageHaveItsNumberThoughNoneIsPrinted) {
  document::Document d = paper({heading(1, "一、", "任务"), paragraph(Role::body, {words("第"), page_of("task"), words("页")})});
  d.sections[0].blocks[0].anchor = "task";
  const auto w = write(d, all_on(d, ""), letter_style());
  EXPECT_NE(text_of(w.bytes).find("第1页"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::test
