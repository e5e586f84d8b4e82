#include "pages/style/style.h"

#include <gtest/gtest.h>

#include "support/files.h"

namespace gongwen::style {
namespace {

std::string file_of(const std::string& id) {
  return test::slurp(test::source_dir() / "templates" / "styles" / (id + ".xml"));
}

Place::Name name_of(const std::string& id) { return std::make_shared<const std::string>("styles/" + id + ".xml"); }

PageStyle shipped(const std::string& id) {
  Diagnostics out;
  const std::string xml = file_of(id);
  const std::string base = base_of(xml);
  std::optional<PageStyle> below;
  if (!base.empty()) below = shipped(base);
  auto style = load(xml, name_of(id), out, below ? &*below : nullptr);
  EXPECT_TRUE(style.has_value()) << render(out);
  return style.value_or(PageStyle{});
}

TEST(GBT9704_5_2, TextAreaIs156By225Millimetres) {
  const PageStyle s = shipped("gbt9704");
  EXPECT_EQ(s.width, Length::mm(210));
  EXPECT_EQ(s.height, Length::mm(297));
  EXPECT_EQ(s.top, Length::mm(37));
  EXPECT_EQ(s.left, Length::mm(28));
  EXPECT_EQ(s.text_width, Length::mm(156));
  EXPECT_EQ(s.text_height, Length::mm(225));
}

TEST(GBT9704_5_2_3, TwentyTwoLinesOfTwentyEightCharactersFillTheTextArea) {
  const PageStyle s = shipped("gbt9704");
  EXPECT_EQ(s.lines, 22);
  EXPECT_EQ(s.characters, 28);
  EXPECT_NEAR(s.advance.to_pt(), 15.793, 0.001);
  EXPECT_NEAR(s.line_pitch.to_pt(), 28.95, 0.0001);
  EXPECT_LE(s.line_pitch * 22, s.text_height);
}

TEST(GBT9704_7_3, RolesStandInTheirFaces) {
  const PageStyle s = shipped("letter");
  EXPECT_EQ(s.text("title").font, "xiaobiaosong");
  EXPECT_EQ(s.text("title").size, Length::pt(22));
  EXPECT_EQ(s.text("body").font, "fangsong");
  EXPECT_EQ(s.text("body").size, Length::pt(16));
  EXPECT_EQ(s.text("body").first_indent, 200);
  EXPECT_EQ(s.text("recipient").first_indent, 0);
  EXPECT_EQ(s.text("heading1").font, "heiti");
  EXPECT_EQ(s.text("heading2").font, "kaiti");
  EXPECT_EQ(s.text("heading3").font, "fangsong");
  EXPECT_EQ(s.text("heading4").font, "fangsong");
  EXPECT_EQ(s.text("heading1").first_indent, 200);
  EXPECT_EQ(s.text("attachment-label").font, "heiti");
  EXPECT_EQ(s.page_numbers.text.font, "songti");
  EXPECT_EQ(s.page_numbers.text.size, Length::pt(14));
}

TEST(GBT9704_7_5, PageNumbersStandSevenMillimetresBelow) {
  const PageStyle s = shipped("document");
  EXPECT_TRUE(s.page_numbers.on_first_page);
  EXPECT_EQ(s.page_numbers.below_text, Length::mm(7));
  EXPECT_EQ(s.page_numbers.outer_indent, 100);
}

TEST(GBT9704_10_1, LettersHaveTwoDoubleRulesAndNoNumberOnPageOne) {
  const PageStyle s = shipped("letter");
  EXPECT_EQ(s.masthead.mark_top, Length::mm(30));
  EXPECT_EQ(s.masthead.rule_gap, Length::mm(4));
  EXPECT_EQ(s.masthead.rule_width, Length::mm(170));
  EXPECT_EQ(s.masthead.foot_rule, Length::mm(20));
  EXPECT_GT(s.masthead.rule_thick, s.masthead.rule_thin);
  EXPECT_GT(s.masthead.rule_thin, Length());
  EXPECT_FALSE(s.page_numbers.on_first_page);
}

TEST(GBT9704_7_2, DocumentsHaveOneRuleAsWideAsTheText) {
  const PageStyle s = shipped("document");
  EXPECT_EQ(s.masthead.mark_top, Length::mm(35));
  EXPECT_EQ(s.masthead.rule_width, Length::mm(156));
  EXPECT_EQ(s.masthead.rule_thin, Length());
}

TEST(Style, EveryShippedStyleLoads) {
  for (const char* id : {"gbt9704", "document", "letter", "report", "plain"}) EXPECT_EQ(shipped(id).id, id);
}

TEST(Style, UnlistedRolesAreBodyText) {
  EXPECT_EQ(shipped("plain").text("no such role").first_indent, 200);
}

std::string faults_of(std::string_view xml) {
  Diagnostics out;
  EXPECT_FALSE(load(xml, name_of("x"), out).has_value());
  return render(out);
}

TEST(Style, ReportsAWrongValueWithItsPlace) {
  const auto text = faults_of("<page-style id='x'>\n<page width='wide'/><text role='body'/></page-style>");
  EXPECT_NE(text.find("styles/x.xml:2:1: error[T102]"), std::string::npos) << text;
}

TEST(Style, ReportsUnknownElementsAndAttributes) {
  const auto text = faults_of("<page-style id='x'><colour/><text role='body' bold='yes'/></page-style>");
  EXPECT_NE(text.find("元素“colour”"), std::string::npos) << text;
  EXPECT_NE(text.find("属性“bold”"), std::string::npos) << text;
}

TEST(Style, ReportsAStyleWithoutBody) {
  EXPECT_NE(faults_of("<page-style id='x'/>").find("error[T103]"), std::string::npos);
}

TEST(Style, ReportsMalformedXml) { EXPECT_NE(faults_of("<page-style").find("error[T100]"), std::string::npos); }

TEST(Style, ReportsATextAreaBeyondThePaper) {
  const auto text =
      faults_of("<page-style id='x'><page text-width='190mm'/><text role='body'/></page-style>");
  EXPECT_NE(text.find("版心超出了纸张"), std::string::npos) << text;
}

}  // namespace
}  // namespace gongwen::style
