#include "paper.h"

namespace gongwen::test {
namespace {

using document::Emphasis;
using document::Role;

std::string body_of(document::Inlines inlines) { return body_lines(write(paper({paragraph(Role::body, std::move(inlines))})).bytes); }

TEST(Runs, MarkupInDataStaysText) {
  // docxtemplater and docxtpl lose what stands behind such an ampersand.
  const std::string text = "R&D <b>粗</b> \"引\" 'x' ]]> &amp; &#x41;";
  const auto w = write(paper({paragraph(Role::body, {words(text)})}));
  EXPECT_EQ(text_of(w.bytes), text + "\n");
  EXPECT_NE(part(w.bytes, "word/document.xml").find("R&amp;D &lt;b&gt;粗&lt;/b&gt; &quot;引&quot; 'x' ]]&gt; &amp;amp; &amp;#x41;"),
            std::string::npos);
}

TEST(Runs, MarkupStaysTextInAttributesToo) {
  document::Document d = paper({paragraph(Role::body, {linked("网", "http://example.cn/?a=1&b=\"2\"<3>")})});
  d.meta.title = "A&B<C>\"D\"";
  const auto w = write(d);
  EXPECT_NE(part(w.bytes, "word/_rels/document.xml.rels").find("http://example.cn/?a=1&amp;b=%222%22%3C3%3E\" TargetMode=\"External\""),
            std::string::npos);
  EXPECT_NE(part(w.bytes, "docProps/core.xml").find("<dc:title>A&amp;B&lt;C&gt;&quot;D&quot;</dc:title>"), std::string::npos);
}

TEST(Runs, CharactersXmlForbidsBecomeReplacementCharacters) {
  EXPECT_NE(body_of({words("a\x01" "b\xEF\xBF\xBF" "c")}).find("<w:t>a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c</w:t>"), std::string::npos);
  // U+FF1A begins with the same byte and stays.
  EXPECT_NE(body_of({words("各单位：")}).find("<w:t>各单位：</w:t>"), std::string::npos);
}

TEST(Runs, RareCharactersBeyondTheBmpAreWrittenAsThemselves) {
  const auto w = write(paper({paragraph(Role::body, {words("王𬭊、李䶮、𰻝")})}));
  EXPECT_EQ(text_of(w.bytes), "王𬭊、李䶮、𰻝\n");
  EXPECT_NE(body_lines(w.bytes).find("<w:t>王𬭊</w:t>"), std::string::npos);   // no entities, no surrogates
}

TEST(Runs, ChineseQuotesDashesAndEllipsesTakeTheChineseFace) {
  for (const std::string_view mark : {"“双高”", "‘一’", "——", "……", "郑州·开封"}) {
    EXPECT_NE(body_of({words(mark)}).find("<w:rFonts w:hint=\"eastAsia\"/>"), std::string::npos) << mark;
  }
  EXPECT_EQ(body_of({words("2023年，第1项（甲）≥℃")}).find("w:hint"), std::string::npos);
}

TEST(Runs, StretchesThatLookAlikeAreOneRun) {
  document::Inline name = words("王镕");
  name.name = true;
  document::Inline number = words("410102198001010018");
  number.unbreakable = true;
  EXPECT_NE(body_of({words("兹授权"), name, words("（"), number, words("）")}).find("<w:t>兹授权王镕（410102198001010018）</w:t>"),
            std::string::npos);
}

TEST(Runs, EmphasisChangesTheFaceByACharacterStyle) {
  document::Inline strong = words("重点");
  strong.emphasis = Emphasis::strong;
  document::Inline kai = words("楷体");
  kai.emphasis = Emphasis::heading2;
  const std::string body = body_of({words("一"), strong, kai});
  EXPECT_NE(body.find("<w:rPr><w:rStyle w:val=\"FaceHeading1\"/></w:rPr><w:t>重点</w:t>"), std::string::npos);
  EXPECT_NE(body.find("<w:rPr><w:rStyle w:val=\"FaceHeading2\"/></w:rPr><w:t>楷体</w:t>"), std::string::npos);
}

TEST(Runs, BlanksAtTheEdgesAreKept) {
  EXPECT_NE(body_of({words("a "), linked("b", "http://example.cn")}).find("<w:t xml:space=\"preserve\">a </w:t>"), std::string::npos);
  EXPECT_NE(body_of({words("a  b")}).find("<w:t xml:space=\"preserve\">a  b</w:t>"), std::string::npos);
  EXPECT_NE(body_of({words("a b")}).find("<w:t>a b</w:t>"), std::string::npos);
}

TEST(Runs, AWithheldValueIsPlainTextAndNothingElse) {
  document::Inline gap = words("［依法不予公开］");
  gap.withheld = true;
  EXPECT_NE(body_of({words("电话："), gap}).find("<w:r><w:t>电话：［依法不予公开］</w:t></w:r>"), std::string::npos);
}

TEST(Runs, OneAddressIsOneRelationship) {
  const auto w = write(paper({paragraph(Role::body, {linked("甲", "http://example.cn"), words("、"), linked("乙", "http://example.cn")})}));
  EXPECT_EQ(count(part(w.bytes, "word/_rels/document.xml.rels"), "http://example.cn"), 1U);
  EXPECT_EQ(count(part(w.bytes, "word/document.xml"), "<w:hyperlink r:id=\"rId11\""), 2U);
}

TEST(Runs, TitlesBreakWhereTheTemplateSays) {
  document::Inline line_break;
  line_break.kind = document::Inline::Kind::line_break;
  const auto w = write(paper({paragraph(Role::title, {words("关于重点任务"), line_break, words("的通知")})}));
  EXPECT_NE(body_lines(w.bytes).find("<w:t>关于重点任务</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>的通知</w:t>"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::test
