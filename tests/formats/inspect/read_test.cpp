#include <gtest/gtest.h>

#include <cmath>

#include "formats/inspect/inspect.h"
#include "made_pdf.h"
#include "support/files.h"

namespace {

using namespace gongwen;
using namespace gongwen::inspect;
using test::page_of;
using test::pdf_of;
using test::stream_of;

Document read_good(const std::string& bytes, bool objects = false) {
  Diagnostics out;
  auto document = read(bytes, nullptr, out, objects);
  EXPECT_TRUE(out.empty()) << render(out);
  return document ? std::move(*document) : Document{};
}
std::string code_of(const std::string& bytes, const Limits& limits = {}) {
  Diagnostics out;
  const auto document = read(bytes, nullptr, out, false, limits);
  EXPECT_FALSE(document.has_value());
  return out.empty() ? "" : std::string(out.all().front().code);
}
const Page& only_page(const Document& document) {
  static const Page none;
  EXPECT_EQ(document.pages.size(), 1u);
  return document.pages.empty() ? none : document.pages[0];
}
constexpr double kInch = 25.4;   // 72 pt

/// "text@x,y,size" of every glyph, in hundredths of an inch from the upper left corner.
std::string glyphs(const std::string& content) {
  const auto document = read_good(page_of(content));
  std::string out;
  for (const auto& g : only_page(document).glyphs) {
    out += g.text + "@" + std::to_string(std::lround(g.x / kInch * 100)) + "," + std::to_string(std::lround(g.y / kInch * 100)) + "," + std::to_string(std::lround(g.size / kInch * 100)) + " ";
  }
  return out;
}

// Courier: every character 0.6 em wide. 72 pt = 100 hundredths of an inch; the page is 1000 high.
TEST(TextOperators, TdMovesFromTheLineBefore) { EXPECT_EQ(glyphs("BT /F 72 Tf 72 648 Td (a) Tj 72 -72 Td (b) Tj ET"), "a@100,100,100 b@200,200,100 "); }
TEST(TextOperators, TmSetsTheMatrixAndScalesTheSize) { EXPECT_EQ(glyphs("BT /F 1 Tf 72 0 0 72 144 648 Tm (a) Tj ET"), "a@200,100,100 "); }
TEST(TextOperators, TheWidthMovesTheNextCharacter) { EXPECT_EQ(glyphs("BT /F 72 Tf 0 648 Td (ab) Tj ET"), "a@0,100,100 b@60,100,100 "); }
TEST(TextOperators, TJMovesBackByThousandths) { EXPECT_EQ(glyphs("BT /F 72 Tf 0 648 Td [(a)-400(b)600(c)]TJ ET"), "a@0,100,100 b@100,100,100 c@100,100,100 "); }
TEST(TextOperators, TcIsAddedToEveryCharacterAndTwToBlanks) { EXPECT_EQ(glyphs("BT /F 72 Tf 7.2 Tc 36 Tw 0 648 Td (a b) Tj ET"), "a@0,100,100  @70,100,100 b@190,100,100 "); }
TEST(TextOperators, TzStretchesAcross) { EXPECT_EQ(glyphs("BT /F 72 Tf 200 Tz 0 648 Td (ab) Tj ET"), "a@0,100,100 b@120,100,100 "); }
TEST(TextOperators, TsRaises) { EXPECT_EQ(glyphs("BT /F 72 Tf 36 Ts 0 648 Td (a) Tj ET"), "a@0,50,100 "); }
TEST(TextOperators, TLAndTStarStartANewLine) { EXPECT_EQ(glyphs("BT /F 72 Tf 144 TL 0 648 Td (a) Tj T* (b) Tj ET"), "a@0,100,100 b@0,300,100 "); }
TEST(TextOperators, TDSetsTheLeading) { EXPECT_EQ(glyphs("BT /F 72 Tf 0 720 Td 0 -72 TD (a) Tj T* (b) Tj ET"), "a@0,100,100 b@0,200,100 "); }
TEST(TextOperators, TheQuoteShowsOnTheNextLine) { EXPECT_EQ(glyphs("BT /F 72 Tf 72 TL 0 720 Td (a) ' 7.2 7.2 (bc) \" ET"), "a@0,100,100 b@0,200,100 c@70,200,100 "); }
TEST(TextOperators, TheGraphicsStateIsSavedWithTheFont) { EXPECT_EQ(glyphs("/F 72 Tf q /F 36 Tf Q BT 0 648 Td (a) Tj ET"), "a@0,100,100 "); }
TEST(TextOperators, CmMovesAndScales) { EXPECT_EQ(glyphs("2 0 0 2 72 0 cm BT /F 36 Tf 0 324 Td (a) Tj ET"), "a@100,100,100 "); }

TEST(TextOperators, TheRenderingModeTellsHiddenAndBoldText) {
  const auto document = read_good(page_of("BT /F 72 Tf 3 Tr (a) Tj 2 Tr (b) Tj 0 Tr (c) Tj ET"));
  const auto& g = only_page(document).glyphs;
  ASSERT_EQ(g.size(), 3u);
  EXPECT_FALSE(g[0].visible);
  EXPECT_TRUE(g[1].stroked);
  EXPECT_TRUE(g[2].visible && !g[2].stroked);
}

TEST(TextOperators, AQuarterTurnIsNinetyDegrees) {
  const auto document = read_good(page_of("BT /F 72 Tf 0 1 -1 0 360 360 Tm (a) Tj ET"));
  EXPECT_EQ(only_page(document).glyphs.at(0).angle, 90);
}

TEST(Colours, OfEverySpaceBecomeRedGreenBlue) {
  const std::string show = " BT /F 72 Tf (a) Tj ET ";
  const auto document = read_good(page_of("1 0 0 rg" + show + "0.5 g" + show + "0 0.8 0.8 0 k" + show + "/C cs 0 0 1 sc" + show + "/S cs 1 scn" + show + "/P cs /X scn" + show,
                                          "/Font<</F 5 0 R>>/ColorSpace<</C[/ICCBased 6 0 R]/S[/Separation/Black/DeviceGray 7 0 R]/P/Pattern>>",
                                          {"<</Type/Font/Subtype/Type1/BaseFont/Courier>>", stream_of("", "/N 3"), "<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>"}));
  const auto& g = only_page(document).glyphs;
  ASSERT_EQ(g.size(), 6u);
  EXPECT_EQ(g[0].colour, (Colour{255, 0, 0, true}));
  EXPECT_EQ(g[1].colour, (Colour{128, 128, 128, true}));
  EXPECT_EQ(g[2].colour, (Colour{255, 51, 51, true}));   // M80 Y80, the standard's red
  EXPECT_EQ(g[3].colour, (Colour{0, 0, 255, true}));
  EXPECT_EQ(g[4].colour, (Colour{0, 0, 0, true}));
  EXPECT_FALSE(g[5].colour.known);
}

TEST(Paths, AThinBoxAndAStrokeAreRulesAndACurveIsAShape) {
  const auto document = read_good(page_of("1 0 0 rg 72 647 216 2 re f 0 0 1 RG 4 w 72 360 m 288 360 l S 0 g 72 72 m 144 72 144 144 72 144 c f 300 300 100 50 re S"));
  const auto& page = only_page(document);
  ASSERT_EQ(page.rules.size(), 6u);   // the stroked box is four
  EXPECT_NEAR(page.rules[0].x0, kInch, 0.01);
  EXPECT_NEAR(page.rules[0].length(), 3 * kInch, 0.01);
  EXPECT_NEAR(page.rules[0].thickness(), 2 * kInch / 72, 0.01);
  EXPECT_NEAR(page.rules[0].y0, (720 - 649) * kInch / 72, 0.01);
  EXPECT_EQ(page.rules[0].colour, (Colour{255, 0, 0, true}));
  EXPECT_NEAR(page.rules[1].thickness(), 4 * kInch / 72, 0.01);
  EXPECT_EQ(page.rules[1].colour, (Colour{0, 0, 255, true}));
  ASSERT_EQ(page.shapes.size(), 1u);
  EXPECT_NEAR(page.shapes[0].y1 - page.shapes[0].y0, kInch, 0.01);
}

TEST(Forms, AreShownInTheirPlaceAndMayNotShowThemselves) {
  const auto document = read_good(page_of("q 1 0 0 1 72 0 cm /X Do Q /I Do BI /W 2 /H 3 /BPC 8 /CS /G ID \x01\x02 EI\n", "/XObject<</X 6 0 R/I 7 0 R>>/Font<</F 5 0 R>>",
                                          {"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
                                           stream_of("BT /F 72 Tf 0 576 Td (a) Tj ET /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 720 720]/Matrix[1 0 0 1 0 72]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"),
                                           stream_of("x", "/Type/XObject/Subtype/Image/Width 10/Height 20/BitsPerComponent 8/ColorSpace/DeviceGray")}));
  const auto& page = only_page(document);
  ASSERT_EQ(page.glyphs.size(), 1u);
  EXPECT_NEAR(page.glyphs[0].x, kInch, 0.01);
  EXPECT_NEAR(page.glyphs[0].y, kInch, 0.01);
  ASSERT_EQ(page.pictures.size(), 2u);
  EXPECT_EQ(page.pictures[0].pixels_high, 20u);
  EXPECT_EQ(page.pictures[1].pixels_wide, 2u);
}

TEST(Annotations, ShowTheirAppearanceFittedIntoTheRectangle) {
  const auto document = read_good(page_of("", "", {"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
                                                   "<</Type/Annot/Subtype/Stamp/Rect[72 576 216 720]/AP<</N 7 0 R>>>>",
                                                   stream_of("BT /F 10 Tf (a) Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<</Font<</F 5 0 R>>>>")},
                                          "/MediaBox[0 0 720 720]/Annots[6 0 R]"));
  const auto& g = only_page(document).glyphs;
  ASSERT_EQ(g.size(), 1u);
  EXPECT_NEAR(g[0].x, kInch, 0.01);
  EXPECT_NEAR(g[0].y, 2 * kInch, 0.01);
  EXPECT_NEAR(g[0].size, 2 * kInch, 0.01);
}

TEST(Boxes, TheCropBoxAndTheTurnGiveThePageAsShown) {
  const auto document = read_good(page_of("BT /F 72 Tf 72 72 Td (a) Tj ET", "/Font<</F 5 0 R>>", {"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"}, "/MediaBox[0 0 720 1440]/CropBox[72 72 648 1368]/Rotate 90"));
  const auto& page = only_page(document);
  EXPECT_NEAR(page.width, 18 * kInch, 0.01);
  EXPECT_NEAR(page.height, 8 * kInch, 0.01);
  EXPECT_NEAR(page.glyphs.at(0).x, 0, 0.01);   // the crop's lower left corner is shown at the upper left
  EXPECT_NEAR(page.glyphs.at(0).y, 0, 0.01);
  EXPECT_EQ(page.glyphs.at(0).angle, -90);
}

TEST(Marks, ActualTextReplacesAndArtifactsAreKnown) {
  const auto document = read_good(page_of("BT /F 72 Tf 0 648 Td /Span<</ActualText<FEFF4E00>>>BDC (ab) Tj EMC /Artifact BMC (c) Tj EMC ET"));
  const auto& page = only_page(document);
  EXPECT_EQ(text_of(page), "一c\n");
  EXPECT_FALSE(page.glyphs.at(1).artifact);
  EXPECT_TRUE(page.glyphs.at(2).artifact);
}

std::string simple(const std::string& font, const std::string& bytes) {
  const auto document = read_good(page_of("BT /F 72 Tf (" + bytes + ") Tj ET", "/Font<</F 5 0 R>>", {font}));
  std::string out;
  for (const auto& g : only_page(document).glyphs) out += g.text + "|" + std::to_string(std::lround(g.width / kInch * 100)) + " ";
  return out;
}

TEST(SimpleFonts, TheEncodingAndItsDifferencesGiveTheCharacters) {
  EXPECT_EQ(simple("<</Subtype/TrueType/BaseFont/A/Encoding/WinAnsiEncoding/FirstChar 150/Widths[500 900]>>", "\\226\\227"), "–|50 —|90 ");
  EXPECT_EQ(simple("<</Subtype/Type1/BaseFont/A/Encoding<</Differences[65/emdash/uni4E00/u20BB7/one]>>/FirstChar 65/Widths[1000 1000 1000 250]>>", "ABCD"), "—|100 一|100 𠮷|100 1|25 ");
  EXPECT_EQ(simple("<</Subtype/Type1/BaseFont/A/Encoding/MacRomanEncoding/FirstChar 209/Widths[1000]>>", "\\321"), "—|100 ");
  EXPECT_EQ(simple("<</Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FirstChar 65/Widths[60]/Encoding<</Differences[65/A]>>>>", "A"), "A|60 ");
}

std::string composite(const std::string& encoding, const std::string& more, const std::string& hex, const std::string& map = "", const std::string& system = "Identity") {
  const auto document = read_good(page_of("BT /F 72 Tf <" + hex + "> Tj ET", "/Font<</F 5 0 R>>",
                                          {"<</Subtype/Type0/BaseFont/ABCDEF+#B7#C2#CB#CE-Identity-H/Encoding" + encoding + "/DescendantFonts[6 0 R]" + (map.empty() ? "" : "/ToUnicode 7 0 R") + ">>",
                                           "<</Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(" + system + ")/Supplement 0>>" + more + ">>", stream_of(map)}));
  EXPECT_EQ(document.fonts.at(0).name, "仿宋");   // GBK bytes, as old writers have them
  EXPECT_TRUE(document.fonts.at(0).subset);
  EXPECT_EQ(document.fonts.at(0).kind, FaceKind::fangsong);
  std::string out;
  for (const auto& g : only_page(document).glyphs) out += g.text + "|" + std::to_string(std::lround(g.width / kInch * 100)) + " ";
  return out;
}

TEST(CompositeFonts, IdentityWithToUnicodeAndBothFormsOfWidths) {
  EXPECT_EQ(composite("/Identity-H", "/DW 800/W[1[500 600]5 7 250]", "00010002000500070009",
                      "1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfchar <0001><4E00> endbfchar 2 beginbfrange <0002><0002>[<D842DFB7>] <0005><0009><0041> endbfrange"),
            "一|50 𠮷|60 A|25 C|25 E|80 ");
}
TEST(CompositeFonts, PredefinedCMapsOfChineseNeedNoToUnicode) {
  EXPECT_EQ(composite("/UniGB-UCS2-H", "", "4E00516C", "", "GB1"), "一|100 公|100 ");
  EXPECT_EQ(composite("/UniGB-UTF16-H", "", "D842DFB7", "", "GB1"), "𠮷|100 ");
  EXPECT_EQ(composite("/GBK-EUC-H", "/W[814 907 500]", "B9AB41CEC4", "", "GB1"), "公|100 A|50 文|100 ");
}
TEST(CompositeFonts, AnEmbeddedCMapGivesTheCids) {
  const auto document = read_good(page_of("BT /F 72 Tf <8141 20> Tj ET", "/Font<</F 5 0 R>>",
                                          {"<</Subtype/Type0/BaseFont/A/Encoding 7 0 R/DescendantFonts[6 0 R]>>", "<</Subtype/CIDFontType0/CIDSystemInfo<</Ordering(X)>>/W[7[300]9[400]]>>",
                                           stream_of("2 begincodespacerange <20><20> <8140><81FF> endcodespacerange 1 begincidchar <20> 9 endcidchar 1 begincidrange <8140><8150> 6 endcidrange")}));
  const auto& g = only_page(document).glyphs;
  ASSERT_EQ(g.size(), 2u);
  EXPECT_NEAR(g[0].width, 0.3 * kInch, 0.01);
  EXPECT_NEAR(g[1].width, 0.4 * kInch, 0.01);
}
// CIDs by the table of Adobe's GB-EUC-H: 啊 940, 座 4694, 亍 4695, 齄 7702, 。98, 〔113, A 34 and 846.
TEST(CompositeFonts, AdobeGb1WithoutToUnicodeIsKnownByItsNumbers) {
  EXPECT_EQ(composite("/Identity-H", "", "03AC12561257" "1E16" "0062" "0071" "0022" "034E", "", "GB1"), "啊|100 座|100 亍|100 齄|100 。|100 〔|100 A|100 A|100 ");
}

TEST(Faces, AreKnownByTheNamesFoundriesGiveThem) {
  const std::pair<const char*, FaceKind> names[] = {
      {"FangSong_GB2312", FaceKind::fangsong}, {"仿宋_GB2312", FaceKind::fangsong}, {"SimFang", FaceKind::fangsong}, {"STFangsong", FaceKind::fangsong}, {"FZFSK--GBK1-0", FaceKind::fangsong},
      {"SimHei", FaceKind::heiti}, {"STHeiti", FaceKind::heiti}, {"NotoSansCJKsc-Bold", FaceKind::heiti}, {"MicrosoftYaHei", FaceKind::other}, {"KaiTi_GB2312", FaceKind::kaiti}, {"STKaiti", FaceKind::kaiti},
      {"FZXBSJW--GB1-0", FaceKind::xiaobiaosong}, {"方正小标宋简体", FaceKind::xiaobiaosong}, {"STZhongsong", FaceKind::xiaobiaosong}, {"NotoSerifCJKsc-Bold", FaceKind::xiaobiaosong},
      {"SimSun", FaceKind::songti}, {"SimSun,Bold", FaceKind::songti}, {"NSimSun", FaceKind::songti}, {"TimesNewRomanPSMT", FaceKind::serif}, {"LiberationSans", FaceKind::sans}, {"Wingdings", FaceKind::other}};
  for (const auto& [name, kind] : names) EXPECT_EQ(face_kind(name), kind) << name;
}

TEST(Facts, TitleLanguageTagsLabelsAndObjectTexts) {
  const auto document = read_good(pdf_of({"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot 5 0 R/PageLabels<</Nums[0<</S/r>>1<</S/D/St 7/P(A-)>>]>>>>",
                                          "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 720]>>", "<</Title<FEFF516C6587>/Producer(p)>>",
                                          "<</Type/StructTreeRoot/K<</S/P/Alt<FEFF5F204E09>>>>>", stream_of("secret", "/Type/EmbeddedFile")},
                                         "/Info 4 0 R"),
                                  true);
  EXPECT_EQ(document.facts.title, "公文");
  EXPECT_EQ(document.facts.language, "zh-CN");
  EXPECT_TRUE(document.facts.tagged);
  ASSERT_EQ(document.pages.size(), 2u);
  EXPECT_EQ(document.pages[0].label, "i");
  EXPECT_EQ(document.pages[1].label, "A-7");
  std::string all;
  for (const auto& object : document.objects) all += object.text + "\n";
  EXPECT_NE(all.find("张三"), std::string::npos);
  EXPECT_NE(all.find("secret"), std::string::npos);
}

TEST(Unreadable, FilesAreRefusedWithTheirReason) {
  EXPECT_EQ(code_of(""), "P001");
  EXPECT_EQ(code_of("PK\x03\x04 a docx"), "P001");
  EXPECT_EQ(code_of("%PDF-1.7\nnothing more"), "P002");
  EXPECT_EQ(code_of(pdf_of({"<</Type/Catalog>>"})), "P002");
  EXPECT_EQ(code_of(pdf_of({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"})), "P002");
  Limits small;
  small.glyphs = 3;
  EXPECT_EQ(code_of(page_of("BT /F 72 Tf (abcd) Tj ET"), small), "P004");
  Limits few;
  few.operators = 5;
  EXPECT_EQ(code_of(page_of("q q q q q q"), few), "P004");
  Limits tight;
  tight.stream = 10;
  EXPECT_EQ(code_of(page_of("BT /F 72 Tf (abcd) Tj ET"), tight), "P004");
}

// Forms that each show the next one twice, 24 deep: 16 million pictures from 2 KB.
TEST(Unreadable, FormsThatMultiplyAreStopped) {
  std::vector<std::string> more;
  for (int i = 0; i < 30; ++i) {
    const std::string next = std::to_string(6 + i) + " 0 R";
    more.push_back(stream_of("/X Do /X Do /X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X " + next + ">>>>"));
  }
  more.push_back(stream_of("q Q", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"));
  Limits limits;
  limits.operators = 100'000;
  EXPECT_EQ(code_of(page_of("/X Do", "/XObject<</X 5 0 R>>", more), limits), "P004");
}

// Whatever bytes are changed or cut: an answer, never a crash.
TEST(Unreadable, DamagedFilesGiveAnAnswer) {
  const std::string good = test::slurp(test::source_dir() / "tests/formats/inspect/fixtures/xelatex/base.pdf");
  ASSERT_GT(good.size(), 1000u);
  std::uint32_t random = 12345;
  for (int i = 0; i < 150; ++i) {
    std::string bad = good;
    random = random * 1664525U + 1013904223U;
    if (i % 3 == 0) bad.resize(random % good.size());
    else for (int k = 0; k < 1 + i; ++k) random = random * 1664525U + 1013904223U, bad[random % bad.size()] = static_cast<char>(random >> 24U);
    Diagnostics out;
    const auto document = read(bad, nullptr, out);
    EXPECT_NE(document.has_value(), out.has_errors());
  }
}

}  // namespace
