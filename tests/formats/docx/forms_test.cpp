// 版头, 附件说明, 署名, 版记, covers: the forms of GB/T 9704-2012.
#include "paper.h"
#include "support/golden.h"

namespace gongwen::test {
namespace {

using document::Masthead;
using document::Role;
using document::Section;
using document::SignatureBlock;

template <typename T>
document::Block block_of(T content) {
  document::Block b;
  b.content = std::move(content);
  return b;
}

document::Document letter() {
  SignatureBlock signature;
  signature.organs = {{words("河南省教育厅办公室")}};
  signature.date = {words("2023年8月10日")};
  document::Document d = paper({{Section::Kind::body,
                                 {paragraph(Role::title, {words("关于重点任务的通知")}), paragraph(Role::recipient, {words("各学校：")}),
                                  paragraph(Role::body, {words("现就有关工作安排如下。")}),
                                  block_of(document::AttachmentNote{{{words("联系人表")}, {words("填写说明")}}}), block_of(signature),
                                  block_of(document::Imprint{{words("各市教育局")}, {}, {}})}},
                                {Section::Kind::attachment, {paragraph(Role::attachment_label, {words("附件1")})}}});
  d.masthead.form = Masthead::Form::letter;
  d.masthead.mark = {words("河南省教育厅办公室")};
  d.masthead.number = {words("教职成函〔2023〕576号")};
  d.masthead.urgency = "特急";
  return d;
}

TEST(Letter, HasItsMastheadSignatureAndImprint) {
  const document::Document d = letter();
  const auto w = write(d, all_on(d, "1"), letter_style());
  EXPECT_TRUE(w.out.empty()) << render(w.out);
  EXPECT_TRUE(matches_golden("formats/docx/letter.txt", body_lines(w.bytes)));
}

TEST(Letter, SaysEverythingOnceInReadingOrder) {
  const document::Document d = letter();
  EXPECT_EQ(text_of(write(d, all_on(d, "1"), letter_style()).bytes),
            "河南省教育厅办公室\n\n特急教职成函〔2023〕576号\n关于重点任务的通知\n各学校：\n现就有关工作安排如下。\n附件：1．联系人表\n"
            "2．填写说明\n河南省教育厅办公室\n2023年8月10日\n附件1\n抄送：各市教育局。\n\n");
}

TEST(Letter, ShowsNoNumberOnItsFirstPageButTheLowerDoubleRule) {
  const document::Document d = letter();
  const auto w = write(d, all_on(d, "1"), letter_style());
  const std::string body = body_lines(w.bytes);
  EXPECT_EQ(count(body, "<w:titlePg/>"), 1U);
  EXPECT_EQ(count(body, "<w:footerReference w:type=\"first\" r:id=\"rId8\"/>"), 1U);
  const std::string footer = part(w.bytes, "word/footer4.xml");
  EXPECT_EQ(footer.find("PAGE"), std::string::npos);
  // Thin over thick (0.75 and 2.25 pt), 170 mm wide, 20 mm from the left edge.
  EXPECT_NE(footer.find("w:w=\"9638\""), std::string::npos);
  EXPECT_NE(footer.find("w:x=\"1134\""), std::string::npos);
  EXPECT_NE(footer.find("<w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"FF0000\"/><w:bottom w:val=\"single\" w:sz=\"18\""),
            std::string::npos);
}

TEST(Letter, ItsPrinterIsLeftOutWithAWord) {
  document::Document d = letter();
  std::get<document::Imprint>(d.sections[0].blocks[5].content).printer = {words("办公室")};
  const auto w = write(d, all_on(d, "1"), letter_style());
  ASSERT_EQ(w.out.size(), 1U);
  EXPECT_EQ(w.out.all()[0].code, "W102");
}

TEST(Masthead, ADocumentHasNumberSignersAndOneRule) {
  document::Document d = letter();
  d.masthead.form = Masthead::Form::document;
  d.masthead.copy_number = "000123";
  d.masthead.signers = {{words("李甲")}, {words("王乙")}};
  std::get<document::Imprint>(d.sections[0].blocks[5].content).printer = {words("示例学院办公室")};
  std::get<document::Imprint>(d.sections[0].blocks[5].content).print_date = {words("2023年8月11日")};
  style::PageStyle style = letter_style();
  style.masthead.mark_top = Length::mm(35);
  style.masthead.rule_thin = Length();
  style.masthead.foot_rule = Length();
  const auto w = write(d, all_on(d, "1"), style);
  EXPECT_TRUE(w.out.empty()) << render(w.out);
  EXPECT_TRUE(text_of(w.bytes).starts_with("000123\n特急\n河南省教育厅办公室\n教职成函〔2023〕576号签发人：李甲　王乙\n\n关于重点任务的通知\n"));
  EXPECT_TRUE(text_of(w.bytes).ends_with("\n抄送：各市教育局。\n\n示例学院办公室2023年8月11日印发\n\n\n"));
  // GB/T 9704-2012 7.4.1: the first and the last rule 0.35 mm, the one between 0.25 mm.
  const std::string body = body_lines(w.bytes);
  const std::string rule = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"000000\"/>";
  EXPECT_EQ(count(body, rule), 3U);
  std::vector<double> heights;
  for (std::size_t at = body.find(rule); at != std::string::npos; at = body.find(rule, at + 1)) {
    heights.push_back(std::stod(body.substr(body.find("w:line=\"", at) + 8, 6)) / 20 * 25.4 / 72);
  }
  EXPECT_NEAR(heights.at(0), 0.35, 0.005);
  EXPECT_NEAR(heights.at(1), 0.25, 0.005);
  EXPECT_NEAR(heights.at(2), 0.35, 0.005);
}

TEST(Imprint, RecipientsMovedThereStandAboveTheCopies) {
  document::Document d = letter();
  auto& imprint = std::get<document::Imprint>(d.sections[0].blocks[5].content);
  imprint.main_to = {words("各示例学校")};
  const std::string text = text_of(write(d, all_on(d, "1"), letter_style()).bytes);
  EXPECT_NE(text.find("主送：各示例学校。\n抄送：各市教育局。"), std::string::npos) << text;
}

std::shared_ptr<const image::Image> seal_picture(bool alpha) {
  auto image = std::make_shared<image::Image>();
  image->width = 500;
  image->height = 500;
  image->alpha = alpha;
  image->bytes = "PNG";
  return image;
}

TEST(Seal, FloatsOverTheDateWhereThePdfHasIt) {
  SignatureBlock s;
  s.organs = {{words("河南示例职业技术学院")}};
  s.date = {words("2025年12月5日")};
  s.stamp = document::Stamp{seal_picture(true), Length::mm(42), "印章：河南示例职业技术学院"};
  const std::string body = body_lines(write(paper({block_of(s)})).bytes);
  const auto number = [&](std::string_view after, std::string_view tag) {
    const std::size_t at = body.find(tag, body.find(after)) + tag.size();
    return std::stod(body.substr(at, 12)) / 36'000;
  };
  EXPECT_EQ(count(body, "<wp:anchor "), 1U);
  EXPECT_EQ(count(body, "behindDoc=\"0\""), 1U);
  EXPECT_EQ(count(body, "descr=\"印章：河南示例职业技术学院\""), 2U);
  EXPECT_NEAR(number("<wp:extent", "cx=\""), 42, 0.01);
  // The date, 7.75 characters, 右空四字: its middle is 156 − 4 × 5.571 − 3.875 × 5.571 mm from the text area's left.
  EXPECT_NEAR(number("<wp:positionH", "<wp:posOffset>") + 21, 156 - 7.875 * 156 / 28, 0.1);
  // From the date's line up: two blank lines and the name's; the seal's top within one line of the text (7.3.5.1).
  const double pitch = 28.95 * 25.4 / 72, top = number("<wp:positionV", "<wp:posOffset>") + 3 * pitch;
  EXPECT_GE(top, 0);
  EXPECT_LE(top, 16 * 25.4 / 72);
}

TEST(Seal, WithoutTransparencyLiesUnderTheText) {
  SignatureBlock s;
  s.date = {words("2025年12月5日")};
  s.stamp = document::Stamp{seal_picture(false), Length::mm(42), "印章"};
  EXPECT_EQ(count(body_lines(write(paper({block_of(s)})).bytes), "behindDoc=\"1\""), 1U);
}

TEST(Picture, OnesThatLieOnTheirSideAreTurned) {
  auto image = std::make_shared<image::Image>();
  image->width = 400;
  image->height = 300;
  image->quarter_turns = 1;
  image->bytes = "JPEG";
  document::Picture p;
  p.image = image;
  p.width = Length::mm(60);
  p.alt = "照片";
  const std::string body = body_lines(write(paper({block_of(p)})).bytes);
  EXPECT_NE(body.find("<a:xfrm rot=\"5400000\">"), std::string::npos);
  // Upright 60 × 80 mm; before the turn 80 × 60.
  EXPECT_NE(body.find("<wp:extent cx=\"2880000\" cy=\"2160000\"/><wp:effectExtent l=\"0\" t=\"360000\" r=\"0\" b=\"360000\"/>"), std::string::npos) << body;
}

/// What a line leaves white at the right, in twips; characters are 15.793 pt = 315.86 twips wide.
std::int64_t right_of(const std::string& body, std::string_view text) {
  const std::size_t at = body.rfind("w:right=\"", body.find(text));
  return std::stoll(body.substr(at + 9, 8));
}

TEST(Signature, SealedHasTheDateFourCharactersInAndTheNameCentredOnIt) {
  SignatureBlock s;
  s.organs = {{words("河南示例学院")}};
  s.date = {words("2023年8月10日")};
  const std::string body = body_lines(write(paper({block_of(s)})).bytes);
  EXPECT_EQ(right_of(body, "2023"), 1263);   // 4 × 315.86
  // The date: 7 digits of half a character, 3 Hanzi, 5 gaps of a quarter = 7.75; the name 6; half the difference 0.875.
  EXPECT_EQ(right_of(body, "河南"), 1540);
}

TEST(Signature, UnsealedHasTheNameTwoCharactersInAndTheDateTwoFurther) {
  SignatureBlock s;
  s.form = SignatureBlock::Form::unsealed;
  s.organs = {{words("河南示例职业技术学院办公室")}};
  s.date = {words("2023年8月10日")};
  const std::string body = body_lines(write(paper({block_of(s)})).bytes);
  EXPECT_EQ(right_of(body, "河南"), 632);    // 2 characters
  EXPECT_EQ(right_of(body, "2023"), 1658);   // name 13 − date 7.75 = 5.25 characters
}

TEST(Signature, ADateLongerThanTheNameStandsTwoCharactersInItself) {
  SignatureBlock s;
  s.form = SignatureBlock::Form::unsealed;
  s.organs = {{words("示例学院")}};
  s.date = {words("2023年8月10日")};
  const std::string body = body_lines(write(paper({block_of(s)})).bytes);
  EXPECT_EQ(right_of(body, "2023"), 632);
  EXPECT_EQ(right_of(body, "示例"), 2448);   // 2 + 7.75 + 2 − 4 = 7.75 characters
}

TEST(Cover, LabelsAreSpreadAndValuesUnderlined) {
  document::KeyValues k;
  k.lines = {{"项目名称", {words("产教融合实践中心")}}, {"联系人", {words("王某")}}};
  const std::string body = body_lines(write(paper({{Section::Kind::cover, {block_of(k)}}})).bytes);
  EXPECT_NE(body.find("<w:t>项目名称</w:t>"), std::string::npos);
  // 联系人 in the width of four characters: half a character (158 − 5 twips) behind the first two.
  EXPECT_NE(body.find("<w:spacing w:val=\"152\"/></w:rPr><w:t>联系</w:t>"), std::string::npos);
  EXPECT_NE(body.find("<w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>王某</w:t>"), std::string::npos);
}

TEST(Figures, AChartCarriesItsValues) {
  document::Chart c;
  c.kind = document::ChartKind::stacked_bars;
  c.caption = "年度预算";
  c.number = "图1";
  c.unit = "万元";
  c.categories = {"2024年", "2025年"};
  c.series = {{"中央", {120.5, 80}}, {"省级<A&B>", {0.1, 20}}};
  c.alt = "两年预算";
  const auto w = write(paper({block_of(c)}));
  EXPECT_TRUE(matches_golden("formats/docx/chart.xml", part(w.bytes, "word/charts/chart1.xml")));
  EXPECT_NE(body_lines(w.bytes).find("descr=\"两年预算\""), std::string::npos);
  EXPECT_NE(part(w.bytes, "[Content_Types].xml").find("/word/charts/chart1.xml"), std::string::npos);
  EXPECT_EQ(text_of(w.bytes), "\n图1　年度预算\n");
}

document::Chart targets(std::vector<std::string> categories) {
  document::Chart c;
  c.kind = document::ChartKind::targets;
  c.categories = std::move(categories);
  c.series = {{"目标值", std::vector<double>(c.categories.size(), 100), true}, {"实际值", std::vector<double>(c.categories.size(), 80)}};
  c.alt = "对照";
  return c;
}

TEST(Figures, TargetsAreMarksOnTheBarsOwnAxes) {
  const auto w = write(paper({block_of(targets({"甲", "乙"}))}));
  const std::string xml = part(w.bytes, "word/charts/chart1.xml");
  const std::size_t bars = xml.find("<c:barChart>"), lines = xml.find("<c:lineChart>");
  ASSERT_NE(bars, std::string::npos);
  ASSERT_NE(lines, std::string::npos);
  EXPECT_GT(xml.find("实际值"), bars);
  EXPECT_LT(xml.find("实际值"), lines);
  EXPECT_GT(xml.find("目标值"), lines);
  EXPECT_EQ(count(xml, "<c:symbol val=\"dash\"/>"), 1U);
  EXPECT_EQ(count(xml, "<c:axId val=\"1\"/><c:axId val=\"2\"/>"), 2U);
}

TEST(Figures, LyingChartsAreAsHighAsOnThePages) {
  auto made = paper({block_of(targets(std::vector<std::string>(15, "名称有二十个汉字那么长才会折成四行放不下")))});
  document::PageMap pages;
  pages.heights[made.sections[0].blocks[0].id] = Length::mm(150);
  const auto w = write(made, pages, report_style());
  EXPECT_NE(body_lines(w.bytes).find("cy=\"5400000\""), std::string::npos);   // 150 mm
  const std::string xml = part(w.bytes, "word/charts/chart1.xml");
  EXPECT_NE(xml.find("<c:barDir val=\"bar\"/>"), std::string::npos);
  EXPECT_EQ(xml.find("<c:lineChart>"), std::string::npos);
  EXPECT_NE(xml.find("目标值"), std::string::npos);   // a bar: Word has no marks on lying ones
}

TEST(Figures, SeriesDifferByHatchingToo) {
  document::Chart c;
  for (int i = 0; i < 8; ++i) c.series.push_back({"系列" + std::to_string(i), {1.0 + i}});
  c.categories = {"甲"};
  c.alt = "图";
  const std::string xml = part(write(paper({block_of(c)})).bytes, "word/charts/chart1.xml");
  for (const char* hatch : {"wdUpDiag", "narHorz", "wdDnDiag", "narVert"}) EXPECT_EQ(count(xml, std::string("prst=\"") + hatch + "\""), 1U) << hatch;
}

TEST(Figures, AWithheldChartIsTheMarkedGap) {
  document::Chart c;
  c.caption = "年度预算";
  c.number = "图1";
  c.withheld = true;
  const auto w = write(paper({block_of(c)}));
  EXPECT_EQ(text_of(w.bytes), "［依法不予公开］\n图1　年度预算\n");
  for (const auto& name : part_names(w.bytes)) EXPECT_EQ(name.find("chart"), std::string::npos) << name;
}

TEST(Figures, APictureUsedTwiceIsStoredOnce) {
  auto image = std::make_shared<image::Image>();
  image->width = 100;
  image->height = 50;
  image->bytes = "PNG bytes";
  document::Picture p;
  p.image = image;
  p.width = Length::mm(42);
  p.alt = "印章";
  const auto w = write(paper({block_of(p), block_of(p)}));
  EXPECT_EQ(part(w.bytes, "word/media/image1.png"), "PNG bytes");
  const std::string body = body_lines(w.bytes);
  EXPECT_EQ(count(body, "<a:blip r:embed=\"rId11\"/>"), 2U);
  EXPECT_EQ(count(body, "<wp:extent cx=\"1512000\" cy=\"756000\"/>"), 2U);   // 42 × 21 mm
  EXPECT_NE(body.find("<wp:docPr id=\"2\""), std::string::npos);
}

}  // namespace
}  // namespace gongwen::test
