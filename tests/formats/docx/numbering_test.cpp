#include "formats/docx/numbering.h"
#include "paper.h"

namespace gongwen::test {
namespace {

using docx::HeadingCounter;

TEST(HeadingCounter, FollowsTheFourLevels) {
  HeadingCounter c;
  for (const auto& [level, number] : {std::pair<std::uint8_t, const char*>{1, "一、"}, {2, "（一）"}, {3, "1．"}, {4, "（1）"}, {4, "（2）"},
                                      {3, "2．"}, {2, "（二）"}, {3, "1．"}, {1, "二、"}, {2, "（一）"}}) {
    EXPECT_EQ(c.place(level, number), 1) << number;
  }
  EXPECT_TRUE(c.restarts().empty());
}

TEST(HeadingCounter, CountsAboveTenAsTheChineseDo) {
  HeadingCounter c;
  for (const char* number : {"一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、", "十二、"}) {
    EXPECT_EQ(c.place(1, number), 1) << number;
  }
}

TEST(HeadingCounter, BeginsANewListWhereTheNumberJumps) {
  HeadingCounter c;
  EXPECT_EQ(c.place(1, "一、"), 1);
  EXPECT_EQ(c.place(2, "（三）"), 2);
  EXPECT_EQ(c.place(2, "（四）"), 2);
  ASSERT_EQ(c.restarts().size(), 1U);
  EXPECT_EQ(c.restarts()[0].at, (std::array<std::int32_t, 4>{2, 3, 1, 1}));
  // Word begins level 2 of that list at （三） again; so a third list is needed for （一）.
  EXPECT_EQ(c.place(1, "二、"), 2);
  EXPECT_EQ(c.place(2, "（一）"), 3);
  EXPECT_EQ(c.restarts()[1].at, (std::array<std::int32_t, 4>{3, 1, 1, 1}));
}

TEST(HeadingCounter, AnAttachmentCountsFromOneAgain) {
  HeadingCounter c;
  EXPECT_EQ(c.place(1, "一、"), 1);
  EXPECT_EQ(c.place(1, "二、"), 1);
  EXPECT_EQ(c.place(1, "一、"), 2);
}

TEST(HeadingCounter, LeavesOtherFormsToBeWrittenAsText) {
  HeadingCounter c;
  EXPECT_EQ(c.place(1, "第一章"), std::nullopt);
  EXPECT_EQ(c.place(3, "1."), std::nullopt);
  EXPECT_EQ(c.place(1, "一、"), 1);
}

TEST(Numbering, HasTheFormsOfTheStandard) {
  // GB/T 9704-2012 7.3.3: 一、 （一） 1. （1）
  const std::string xml = part(write(paper({heading(1, "一、", "背景")})).bytes, "word/numbering.xml");
  for (const std::string_view level :
       {"<w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"Heading1\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/>",
        "<w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"Heading2\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"（%2）\"/>",
        "<w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Heading3\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%3．\"/>",
        "<w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Heading4\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"（%4）\"/>"}) {
    EXPECT_NE(xml.find(level), std::string::npos) << level;
  }
}

TEST(Numbering, IsTheStylesOwnUntilANumberJumps) {
  const auto w = write(paper({heading(1, "一、", "甲"), heading(2, "（三）", "乙"), heading(1, "", "无号"), heading(1, "第一章", "旧式")}));
  const std::string body = body_lines(w.bytes);
  EXPECT_NE(body.find("<w:pStyle w:val=\"Heading1\"/></w:pPr>"), std::string::npos);
  EXPECT_NE(body.find("<w:pStyle w:val=\"Heading2\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr>"), std::string::npos);
  EXPECT_EQ(count(body, "<w:numId w:val=\"0\"/>"), 2U);
  EXPECT_EQ(text_of(w.bytes), "甲\n乙\n无号\n第一章旧式\n");
  EXPECT_NE(part(w.bytes, "word/numbering.xml").find("<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
                                                     "<w:startOverride w:val=\"2\"/></w:lvlOverride><w:lvlOverride w:ilvl=\"1\">"
                                                     "<w:startOverride w:val=\"3\"/>"),
            std::string::npos);
}

TEST(Numbering, ARunInHeadingGoesOnInTheBodysFace) {
  document::Block b = heading(2, "（一）", "高度重视。");
  std::get<document::Heading>(b.content).run_in = {words("各地各校要加强领导。")};
  const std::string body = body_lines(write(paper({heading(1, "一、", "组织"), b})).bytes);
  EXPECT_NE(body.find("<w:keepNext w:val=\"0\"/>"), std::string::npos);
  EXPECT_NE(body.find("<w:rStyle w:val=\"FaceBody\"/></w:rPr><w:t>各地各校要加强领导。</w:t>"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::test
