// What another program reads out of our files: LibreOffice counts the headings itself.
#include "paper.h"

namespace gongwen::test {
namespace {

TEST(LibreOffice, ShowsTheSameNumbersAndText) {
  int status = 0;
  run("soffice --version", &status);
  if (status != 0) GTEST_SKIP() << "LibreOffice is not installed (libreoffice-writer-nogui)";
  const auto w = write(paper({heading(1, "一、", "背景"), heading(2, "（一）", "区域"), heading(3, "1．", "园区"), heading(4, "（1）", "企业"),
                              heading(4, "（2）", "院校"), heading(2, "（二）", "产业"), heading(1, "", "说明"), heading(1, "二、", "思路"),
                              heading(2, "（一）", "总体"), heading(2, "（五）", "跳号"), heading(1, "一、", "附件里重新编号"),
                              heading(1, "第一章", "旧式"), paragraph(document::Role::body, {words("王𬭊&“双高”<1>")})}));
  const auto folder = scratch_dir();
  spill(folder / "paper.docx", w.bytes);
  const std::string log = run("timeout 120 soffice -env:UserInstallation='file://" + (folder / "profile").string() +
                                  "' --headless --convert-to txt:Text --outdir '" + folder.string() + "' '" +
                                  (folder / "paper.docx").string() + "'",
                              &status);
  ASSERT_EQ(status, 0) << log;
  std::string text = slurp(folder / "paper.txt");
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::erase(text, ' ');   // its export indents levels and sets numbers off
  EXPECT_EQ(text,
            "一、背景\n（一）区域\n1．园区\n（1）企业\n（2）院校\n（二）产业\n说明\n二、思路\n（一）总体\n（五）跳号\n一、附件里重新编号\n"
            "第一章旧式\n王𬭊&“双高”<1>\n");
}

}  // namespace
}  // namespace gongwen::test
