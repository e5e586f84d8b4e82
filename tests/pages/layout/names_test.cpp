// Which face sets what: names whole, other text word by word. The characters are those of standards' examples: 王𬭊, 䶮, 𬱖, 㛃 …

#include "pages.h"

namespace gongwen::layout::test {
namespace {

using document::Role;

document::Inlines name(const std::string& text) {
  auto out = inlines(text);
  out.front().name = true;
  return out;
}

/// The faces of the stretch `wanted` on the paper's pages, a face once for each change; empty when it is nowhere.
std::vector<std::string> faces_of(const Result& r, std::u32string_view wanted) {
  std::vector<std::pair<char32_t, fonts::FaceId>> all;
  for (const Page& page : r.layout.pages) {
    for (const Item& item : page.items) {
      const auto* run = std::get_if<GlyphRun>(&item.content);
      if (run == nullptr) continue;
      for (const Glyph& g : run->glyphs) all.emplace_back(g.unicode, run->face);
    }
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i + wanted.size() <= all.size(); ++i) {
    bool here = true;
    for (std::size_t k = 0; k < wanted.size(); ++k) here = here && all[i + k].first == wanted[k];
    if (!here) continue;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      const std::string& face = book().face(all[i + k].second).id();
      if (out.empty() || out.back() != face) out.push_back(face);
    }
  }
  return out;
}
using Faces = std::vector<std::string>;

TEST(Names, AreSetInOneFaceWithTheirRareCharacter) {
  for (const std::u32string& one : {std::u32string(U"王𬭊"), {U"李䶮"}, {U"𬱖红"}, {U"张㛃"}, {U"周𩾃"}, {U"吉𠅤"}, {U"鿏旻"}, {U"欧阳𪚥𫝀"}}) {
    Paper paper;
    auto words = inlines("负责人");
    for (auto& i : name(text::to_utf8(one))) words.push_back(i);
    paper.add(document::Paragraph{Role::body, words});
    EXPECT_EQ(faces_of(paper.lay_out(), one).size(), 1U) << text::to_utf8(one);
  }
}

TEST(Names, AreInOneFaceInTitlesTablesAndSignaturesToo) {
  Paper paper;
  paper.add(document::Paragraph{Role::title, name("王𡋾𠅤")});
  document::Table table;
  table.columns.resize(2);
  table.header_rows = 1;
  for (int row = 0; row < 2; ++row) {
    document::Row r;
    for (const auto& words : {name("李𠅤鿏"), inlines("甲")}) {
      document::Cell c;
      c.paragraphs.push_back(words);
      r.cells.push_back(c);
    }
    table.rows.push_back(r);
  }
  paper.add(table);
  document::SignatureBlock signature;
  signature.form = document::SignatureBlock::Form::unsealed;
  signature.organs.push_back(name("赵𫖯龑"));
  signature.date = inlines("2026年11月26日");
  paper.add(signature);
  const Result r = paper.lay_out();
  EXPECT_EQ(faces_of(r, U"王𡋾𠅤").size(), 1U);
  EXPECT_EQ(faces_of(r, U"李𠅤鿏").size(), 2U);   // one in the header's face, one in the body's
  EXPECT_EQ(faces_of(r, U"赵𫖯龑").size(), 1U);
}

TEST(Names, OfTheRecordStayWholeInsideOtherText) {
  Paper paper;
  paper.p("关于给予欧阳镕同志通报表扬并号召全体教师学习的决定");
  EXPECT_EQ(faces_of(paper.lay_out(), U"欧阳镕"), (Faces{"FandolFang", "LXGWWenKaiLight"}));   // who knows where the name begins
  paper.document.names = {"欧阳镕"};
  EXPECT_EQ(faces_of(paper.lay_out(), U"欧阳镕"), Faces{"LXGWWenKaiLight"});
}

TEST(Names, ThatNoFaceHasWholeAreAnErrorWithTheirPlace) {
  // U+9FEB … U+9FEF came with Unicode 11 and are not in Hanazono; U+2A6D6 is in no other face.
  Paper paper;
  auto torn = name("\u9FEB\U0002A6D6");
  torn.front().origin = std::make_shared<const document::Origin>(document::Origin{"姓名", Place::in_file("data.json"), Place{}});
  paper.add(document::Paragraph{Role::body, torn});
  Diagnostics out;
  (void)paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U) << render(out);
  EXPECT_EQ(out.all().front().code, "F011");
  EXPECT_EQ(out.all().front().field, "姓名");
}

TEST(Words, FallBackTogether) {
  Paper paper;
  paper.p("参加人：王镕、张三、李𬭊");
  const Result r = paper.lay_out();
  EXPECT_EQ(faces_of(r, U"王镕"), Faces{"LXGWWenKaiLight"});
  EXPECT_EQ(faces_of(r, U"张三"), Faces{"FandolFang"});
  EXPECT_EQ(faces_of(r, U"李𬭊"), Faces{"LXGWWenKaiLight"});
}

TEST(Words, OfALetterTheLatinFaceLacksAreInOneFace) {
  Paper paper;
  paper.p("Nguyễn 先生");
  EXPECT_EQ(faces_of(paper.lay_out(), U"Nguyễn").size(), 1U);
}

TEST(PrivateUse, IsAnErrorThatNamesThePresentPlace) {
  Paper paper;
  paper.p("\uE863");
  Diagnostics out;
  (void)paper.lay_out(out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all().front().code, "F010");
  EXPECT_NE(render(out).find("䶮"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::layout::test
