// Names of faces in a DOCX. What a Windows has: Microsoft's lists of fonts of Windows 7 to 11 (Simplified Chinese).

#include "formats/docx/word_fonts.h"
#include "paper.h"

namespace gongwen::test {
namespace {

using document::Role;
using docx::RareFont;
using docx::WordFonts;

/// The shipped roles; their faces are not asked for.
const fonts::FontBook& shipped() {
  static const auto book = [] {
    Diagnostics out;
    const auto folder = source_dir() / "fonts";
    return fonts::FontBook::load(real_env(), folder / "roles.json", folder / "prepared", {}, out);
  }();
  return *book;
}

std::string with(WordFonts choice, std::string_view name, Diagnostics& out) {
  const auto document = paper({paragraph(Role::title, {words("标题")}), paragraph(Role::body, {words("正文")})});
  const docx::Writer writer(report_style(), shipped(), choice);
  writer.tell_missing_faces(out);
  return part(writer.write(document, all_on(document, "1"), {}, out), name);
}

std::string style_of(const std::string& styles, std::string_view id) {
  const auto at = styles.find("w:styleId=\"" + std::string(id) + "\"");
  return at == std::string::npos ? "" : styles.substr(at, styles.find("</w:style>", at) - at);
}

TEST(WordFonts, OfAStockWindowsAreTheDefaultAndNeedNoWarning) {
  Diagnostics out;
  const std::string styles = with(WordFonts::windows, "word/styles.xml", out);
  EXPECT_TRUE(out.empty()) << render(out);
  EXPECT_NE(style_of(styles, "Title").find("w:eastAsia=\"宋体\""), std::string::npos);
  EXPECT_NE(style_of(styles, "Body").find("w:eastAsia=\"仿宋\""), std::string::npos);
  EXPECT_NE(style_of(styles, "Heading1").find("w:eastAsia=\"黑体\""), std::string::npos);
  EXPECT_NE(style_of(styles, "Heading2").find("w:eastAsia=\"楷体\""), std::string::npos);
  for (const std::string_view attribute : {"w:ascii=", "w:hAnsi=", "w:eastAsia=", "w:cs="}) {
    EXPECT_NE(style_of(styles, "Body").find(attribute), std::string::npos) << attribute;
  }
  EXPECT_EQ(styles.find("GB2312"), std::string::npos);
  EXPECT_EQ(styles.find("方正"), std::string::npos);
}

TEST(WordFonts, OfOfficesAreToldOneByOneWhereAStockWindowsLacksThem) {
  Diagnostics out;
  const std::string styles = with(WordFonts::office, "word/styles.xml", out);
  EXPECT_NE(style_of(styles, "Title").find("w:eastAsia=\"方正小标宋简体\""), std::string::npos);
  EXPECT_NE(style_of(styles, "Body").find("w:eastAsia=\"仿宋_GB2312\""), std::string::npos);
  EXPECT_NE(style_of(styles, "Heading2").find("w:eastAsia=\"楷体_GB2312\""), std::string::npos);
  std::set<std::string> told;
  for (const auto& d : out.all()) {
    EXPECT_EQ(d.code, "F012");
    EXPECT_EQ(d.severity, Severity::warning);
    for (const std::string name : {"仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"}) {
      if (d.message.find(name) != std::string::npos) told.insert(name);
    }
  }
  EXPECT_EQ(out.size(), 3U) << render(out);
  EXPECT_EQ(told.size(), 3U);
}

TEST(WordFonts, StandInTheFontTableWithTheirAlternatives) {
  Diagnostics out;
  const std::string table = with(WordFonts::office, "word/fontTable.xml", out);
  EXPECT_NE(table.find("<w:font w:name=\"仿宋_GB2312\"><w:altName w:val=\"FangSong_GB2312,仿宋,FangSong\"/><w:panose1 w:val=\"02010609030101010101\"/>"
                       "<w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/></w:font>"),
            std::string::npos) << table;
  EXPECT_NE(table.find("<w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"00\"/>"), std::string::npos);
  EXPECT_NE(table.find("w:name=\"SimSun-ExtB\""), std::string::npos);
}

TEST(WordFonts, ForRareCharactersFollowTheirPlane) {
  EXPECT_EQ(docx::rare_font_of(U'王'), RareFont::none);
  EXPECT_EQ(docx::rare_font_of(U'䶮'), RareFont::none);          // GB 18030-2000 has it, and so have the faces of Windows since Vista
  EXPECT_EQ(docx::rare_font_of(U'鿏'), RareFont::songti);        // U+9FCF came after
  EXPECT_EQ(docx::rare_font_of(U'𬭊'), RareFont::extension_b);
  EXPECT_EQ(docx::rare_font_of(U'𠮷'), RareFont::extension_b);
  EXPECT_EQ(docx::rare_font_of(U'𰻝'), RareFont::extension_g);
  EXPECT_EQ(docx::rare_font_of(U'“'), RareFont::none);
}

TEST(WordFonts, ANameWithARareCharacterIsOneRunInOneFace) {
  document::Inline name = words("王𬭊");
  name.name = true;
  const std::string body = body_lines(write(paper({paragraph(Role::body, {words("兹授权"), name, words("办理")})})).bytes);
  const std::string run = "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"SimSun-ExtB\" w:eastAsia=\"SimSun-ExtB\" w:hAnsi=\"SimSun-ExtB\" w:cs=\"SimSun-ExtB\"/></w:rPr><w:t>王𬭊</w:t>";
  EXPECT_NE(body.find(run), std::string::npos) << body;
  EXPECT_NE(body.find("<w:t>兹授权</w:t>"), std::string::npos);
}

TEST(WordFonts, ANameOfTheRecordIsWholeInOtherTextToo) {
  auto document = paper({paragraph(Role::body, {words("其中负责人欧阳𬭊同志已到会")})});
  document.names = {"欧阳𬭊"};
  EXPECT_NE(body_lines(write(document).bytes).find("<w:t>欧阳𬭊</w:t>"), std::string::npos);
  document.names.clear();   // nobody knows where the word begins: the rare character alone
  EXPECT_NE(body_lines(write(document).bytes).find("<w:t>𬭊</w:t>"), std::string::npos);
}

TEST(WordFonts, ACharacterOnlyNewWindowsHaveIsToldOnce) {
  const auto w = write(paper({paragraph(Role::body, {words("𰻝面𰻝面")})}));
  ASSERT_EQ(w.out.size(), 1U) << render(w.out);
  EXPECT_EQ(w.out.all().front().code, "F013");
  EXPECT_EQ(w.out.all().front().severity, Severity::warning);
}

}  // namespace
}  // namespace gongwen::test
