// Faults planted in PDFs that others made: LibreOffice (a document, 文件) and XeLaTeX (a letter, 信函), one a file; how they were
// made stands in fixtures/make_*. Codes, pages and places are typed from what was planted, not from what was found.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "formats/inspect/check.h"
#include "support/files.h"

namespace {

using namespace gongwen;
using namespace gongwen::inspect;

/// x, y: millimetres on the page, found within 3 mm; a negative one does not matter. also: codes that the same fault breaks, by the
/// standard, as well.
struct Planted { const char* file; const char* code; std::uint32_t page; double x, y; std::set<std::string> also = {}; bool warning = false; };

const Planted kPlanted[] = {
    // ---- LibreOffice ----
    {"libreoffice/paper", "P010", 1, 0, 0, {"P013", "P016"}},              // US Letter, margins unchanged: the text is wider too
    {"libreoffice/top_margin", "P011", 2, 28, 40},                          // 32 mm
    {"libreoffice/binding_margin", "P012", 2, 32, -1},                      // 32 mm
    {"libreoffice/text_width", "P013", 2, 189, -1},                         // right margin 21 mm instead of 26
    {"libreoffice/line_pitch", "P015", 2, 28, 46},                          // 31 pt
    {"libreoffice/characters", "P016", 2, -1, 45},                          // 16 pt without the tighter spacing: 27
    {"libreoffice/body_size", "P020", 2, 39, 65.6},                         // the fourth paragraph in 14 pt
    {"libreoffice/body_face", "P021", 2, 39, 65.6},                         // … in 黑体
    {"libreoffice/text_colour", "P022", 1, -1, 251.6},                      // some words in blue
    {"libreoffice/bold", "P023", 2, 39, 65.6, {}, true},                    // one paragraph bold
    {"libreoffice/half_width", "P027", 2, -1, 45, {}, true},                // a half-width comma
    {"libreoffice/mark_top", "P030", 1, -1, 71.4},                          // 12 mm too high
    {"libreoffice/mark_black", "P031", 1, -1, 83.4},
    {"libreoffice/number_brackets", "P033", 1, -1, 116},                    // [2026]
    {"libreoffice/number_zero", "P033", 1, -1, 116},                        // 05号
    {"libreoffice/rule_gap", "P035", 1, 28, 125.7},                         // 9 mm
    {"libreoffice/rule_black", "P036", 1, 28, 120.7},
    {"libreoffice/title_size", "P040", 1, -1, 149.5},                       // 18 pt
    {"libreoffice/title_face", "P041", 1, -1, 149.5},                       // 黑体
    {"libreoffice/title_left", "P042", 1, 28, 149.5},
    {"libreoffice/recipient_colon", "P044", 1, 63, 180, {"P027"}},
    {"libreoffice/no_indent", "P046", 2, 28, 65.6},
    {"libreoffice/heading_face", "P047", 1, 39, 231, {}, true},             // first level in 仿宋
    {"libreoffice/note_mark", "P051", 3, -1, 147},                          // 工作情况表；
    {"libreoffice/label_face", "P052", 4, 28, 45},                          // 附件1： in 仿宋
    {"libreoffice/date_zero", "P055", 3, -1, 198},                          // 03月05日
    {"libreoffice/date_flush", "P056", 3, -1, 198},                         // right 空 0 字
    {"libreoffice/issuer_aside", "P057", 3, -1, 188},                       // 16 mm to the left
    {"libreoffice/annotation", "P059", 3, 39, 208.6, {"P027"}},             // half-width brackets
    {"libreoffice/imprint_rule", "P060", 4, 28, 242},                       // 0.7 mm
    {"libreoffice/imprint_high", "P061", 4, 28, 255},                       // 7 mm above the edge
    {"libreoffice/copy_stop", "P063", 4, -1, 249},                          // no 。
    {"libreoffice/printed_zero", "P064", 4, -1, 259},                       // 03月05日印发
    {"libreoffice/page_number_hyphen", "P071", 2, 33, 270.6},               // - 2 -
    {"libreoffice/page_number_size", "P072", 1, -1, 270.6},                 // 10.5 pt
    {"libreoffice/page_number_swapped", "P074", 1, 33, 270.6},              // odd left
    // ---- XeLaTeX ----
    {"xelatex/overfull", "P014", 2, 39, -1},                                // a line that leaves the text area
    {"xelatex/bold", "P023", 2, 39, 52.9, {}, true},                        // emboldened outlines
    {"xelatex/mark_at_start", "P025", 1, 28, -1},                           // ， begins a line
    {"xelatex/torn", "P026", 1, -1, -1},                                    // 20|26年
    {"xelatex/mark_high", "P030", 1, -1, 33, {"P035"}},                     // 22 mm from the edge: further from the rule, too
    {"xelatex/number_left", "P034", 1, 88, 57},
    {"xelatex/rule_near", "P035", 1, 20, 44},                               // 2 mm below the mark
    {"xelatex/foot_high", "P037", 1, 20, 268},                              // 28 mm
    {"xelatex/rule_short", "P037", 1, 35, 46},                              // 140 mm
    {"xelatex/rules_swapped", "P037", 1, 20, 46},                           // thin above thick
    {"xelatex/urgency_face", "P039", 1, 28, 57},                            // 特急 in 仿宋
    {"xelatex/title_orphan", "P043", 1, -1, -1},                            // 况 alone
    {"xelatex/recipient_indent", "P044", 1, 39, -1},
    {"xelatex/heading_form", "P048", 1, 39, -1, {}, true},                  // 一．
    {"xelatex/date_hanzi", "P055", 2, -1, 165, {"P057"}},                   // its box is wider, so the name is off its centre
    {"xelatex/imprint_rules", "P065", 2, 28, 244},
    {"xelatex/no_number", "P070", 2, -1, 269},
    {"xelatex/number_low", "P073", 2, 33, 276},
    {"xelatex/number_aside", "P074", 2, 90, 270.6},
    {"xelatex/first_numbered", "P075", 1, -1, 270.6},
    {"xelatex/number_restart", "P076", 2, 33, 270.6, {"P074"}},             // an odd number on the left
};

Report report_of(const std::string& name) {
  Diagnostics out;
  const auto document = read(test::slurp(test::source_dir() / "tests/formats/inspect/fixtures" / (name + ".pdf")), nullptr, out);
  EXPECT_TRUE(document.has_value()) << name << render(out);
  return document ? check(*document) : Report{};
}

std::string all_of(const Report& report) {
  std::string out;
  for (const auto& f : report.findings) out += "  " + render(to_diagnostic(f, "f")) + "\n";
  return out;
}

TEST(PlantedFaults, AreEachFoundWithCodePageAndPlace) {
  std::set<std::string> codes;
  for (const auto& planted : kPlanted) {
    const auto report = report_of(planted.file);
    const bool found = std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& f) {
      return f.code == planted.code && f.page == planted.page && (planted.x < 0 || std::fabs(f.x - planted.x) < 3) && (planted.y < 0 || std::fabs(f.y - planted.y) < 3) &&
             (f.severity == Severity::warning) == planted.warning;
    });
    EXPECT_TRUE(found) << planted.file << ": no " << planted.code << " there, but\n" << all_of(report);
    EXPECT_EQ(report.has_errors(), !planted.warning) << planted.file;
    codes.insert(planted.code);
  }
  EXPECT_GE(codes.size(), 40u);
}

// One fault is told as one: nothing else is said of the paper but what the fault breaks too.
TEST(PlantedFaults, BringNoOthersWithThem) {
  for (const auto& planted : kPlanted) {
    for (const auto& f : report_of(planted.file).findings) {
      EXPECT_TRUE(f.code == planted.code || planted.also.contains(std::string(f.code))) << planted.file << ": " << render(to_diagnostic(f, "f"));
    }
  }
}

TEST(PlantedFaults, AreNotSeenWhereThereAreNone) {
  for (const char* base : {"libreoffice/base", "xelatex/base"}) EXPECT_EQ(all_of(report_of(base)), "") << base;
}

TEST(Measured, ThePageOfOthersIsMeasuredRight) {
  const auto libreoffice = report_of("libreoffice/base").measured;
  EXPECT_EQ(libreoffice.kind, PaperKind::document);
  EXPECT_EQ(libreoffice.pages, 4u);
  EXPECT_NEAR(libreoffice.left, 28, 0.2);
  EXPECT_NEAR(libreoffice.right - libreoffice.left, 28 * 15.75 * 25.4 / 72, 0.3);
  EXPECT_NEAR(libreoffice.top, 37, 0.3);
  EXPECT_NEAR(libreoffice.line_pitch, 28.95, 0.1);
  EXPECT_EQ(libreoffice.lines_per_page, 22);
  EXPECT_EQ(libreoffice.characters_per_line, 28);
  EXPECT_EQ(libreoffice.faces.at("正文"), "FandolFang-Regular 16 pt");
  const auto xelatex = report_of("xelatex/base").measured;
  EXPECT_EQ(xelatex.kind, PaperKind::letter);
  EXPECT_NEAR(xelatex.right - xelatex.left, 156, 0.3);
  EXPECT_NEAR(xelatex.character_pitch, 15.79, 0.05);
  EXPECT_EQ(xelatex.faces.at("页码"), "FandolSong-Regular 14 pt");
}

}  // namespace
