// The checks on pages drawn here, glyph by glyph. A paper of each kind is drawn as GB/T 9704-2012 wants it (numbers typed from the
// standard), then one thing is changed.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "formats/inspect/check.h"
#include "foundation/text/utf8.h"

namespace {

using namespace gongwen;
using namespace gongwen::inspect;

constexpr double kPt = 25.4 / 72;
constexpr Colour kRed{255, 0, 0, true};

class Draft {
 public:
  Draft() {
    for (const char* name : {"FangSong_GB2312", "KaiTi_GB2312", "SimHei", "FZXBSJW", "SimSun"}) document.fonts.push_back({name, face_kind(name), false, true, true});
    page();
  }
  enum Face : std::uint32_t { fangsong, kaiti, heiti, xiaobiaosong, songti };
  void page() {
    document.pages.emplace_back();
    document.pages.back().width = 210;
    document.pages.back().height = 297;
  }
  /// Text from x on the baseline y, mm; every character `advance` points wide (digits half), or as wide as it is large.
  void text(double x, double y, const std::string& utf8, double size = 16, Face face = fangsong, double advance = 0, Colour colour = {}) {
    if (advance <= 0) advance = size == 16 ? 442.2 / 28 : size;
    for (std::size_t at = 0; at < utf8.size();) {
      const auto c = text::decode(utf8, at);
      Glyph g;
      g.text = utf8.substr(at, c.length);
      g.x = x, g.y = y;
      g.size = size * kPt;
      g.advance = g.width = (c.code < 0x80 ? advance / 2 : advance) * kPt;
      g.font = face;
      g.colour = colour;
      document.pages.back().glyphs.push_back(g);
      x += g.advance;
      at += c.length;
    }
  }
  void rule(double x, double y, double length, double thickness, Colour colour = {}) { document.pages.back().rules.push_back({x, y, x + length, y + thickness, true, colour}); }
  std::string codes() const {
    std::string out;
    for (const auto& f : check(document).findings) out += std::string(f.code) + "@" + std::to_string(f.page) + " ";
    return out;
  }
  Document document;
};

constexpr double kLine = 225.0 / 22, kCell = 156.0 / 28;
double line(int n) { return 37 + 0.84 * 16 * kPt + (n - 1) * kLine; }   // its baseline, when the first line's ink begins at 37 mm

struct Paper {
  std::string signer = {}, secret = {}, note = {};
  bool lone = false;
  double seal_y = -1, seal_x = 131;
  Draft::Face mark = Draft::xiaobiaosong, signer_face = Draft::kaiti;
  double imprint = 14, label_title = 3;
  bool body_on_first = true;

  std::string codes() const { return draw().codes(); }
  Draft draw() const {
    Draft d;
    if (!secret.empty()) d.text(28, line(1), secret, 16, Draft::heiti);
    d.text(106 - 4 * 40 * kPt, 72 + 0.84 * 40 * kPt, "示例省教育厅文件", 40, mark, 40, kRed);           // 35 mm below 37 mm
    const double number = 72 + 14.1 + 2 * kLine + 6;
    if (signer.empty()) d.text(106 - 3.75 * kCell, number, "示教〔2026〕5号");
    else {
      d.text(28 + kCell, number, "示教〔2026〕5号");
      d.text(184 - kCell - (4 + 3) * kCell, number, "签发人：");
      d.text(184 - kCell - 3 * kCell, number, signer, 16, signer_face);
    }
    d.rule(28, number + 0.56 + 4, 156, 0.4, kRed);
    const double title = number + 5 + 2 * kLine + 9;
    d.text(106 - 4.5 * 22 * kPt, title, "关于报送情况的通知", 22, Draft::xiaobiaosong);
    d.text(28, title + 2 * kLine, "各市教育局：");
    if (body_on_first) for (int i = 3; i < 7; ++i) d.text(28 + (i == 3 ? 2 * kCell : 0), title + i * kLine, i == 3 ? full(26) : full(28));
    d.text(184 - 4.94 - 3 * 14 * kPt + 0.5 * 14 * kPt, 269 + 0.32 * 14 * kPt, "—1—", 14, Draft::songti);
    d.page();
    if (!lone) for (int i = 1; i < (note.empty() ? 9 : 8); ++i) d.text(28, line(i), full(28));
    if (!note.empty()) d.text(28 + 2 * kCell, line(9), note);
    d.text(184 - 4 * kCell - 6 * kCell, line(11), "示例省教育厅");
    d.text(184 - 4 * kCell - 6 * kCell, line(12), "2026年3月5日");
    if (seal_y > 0) d.document.pages.back().pictures.push_back({seal_x, seal_y, seal_x + 42, seal_y + 42, 400, 400});
    d.text(28 + 4.94, 269 + 0.32 * 14 * kPt, "—2—", 14, Draft::songti);
    d.page();
    d.text(28, line(1), "附件1", 16, Draft::heiti);
    d.text(106 - 2.5 * 22 * kPt, line(1) + (label_title - 1) * kLine, "工作情况表", 22, Draft::xiaobiaosong);
    for (int i = 5; i < 9; ++i) d.text(28, line(i), full(28));
    d.rule(28, 242, 156, 0.35);
    d.text(28 + 5, 249, "抄送：各市教育局。", imprint);
    d.rule(28, 252, 156, 0.25);
    d.text(28 + 5, 259, "示例省教育厅办公室", imprint);
    d.text(184 - 5 - (9.0 * imprint - 1.0 * imprint) * kPt + 0.0, 259, "2026年3月5日印发", imprint);
    d.rule(28, 262 - 0.175, 156, 0.35);
    d.text(184 - 4.94 - 2.5 * 14 * kPt, 269 + 0.32 * 14 * kPt, "—3—", 14, Draft::songti);
    return d;
  }
  static std::string full(int n) {
    static const std::u32string words = U"各学校要报送教育情况公开标准办好工作";
    std::u32string out;
    for (int i = 0; i < n; ++i) out += words[static_cast<std::size_t>(i) % words.size()];
    return text::to_utf8(out);
  }
};

TEST(DrawnPaper, AsTheStandardWantsItHasNoFinding) {
  EXPECT_EQ(Paper{}.codes(), "");
  EXPECT_EQ((Paper{.signer = "王小明"}.codes()), "");
  EXPECT_EQ((Paper{.secret = "机密★1年"}.codes()), "");
  EXPECT_EQ((Paper{.note = "附件：工作情况表"}.codes()), "");
  EXPECT_EQ((Paper{.seal_y = line(12) - 30}.codes()), "");
}

TEST(DrawnPaper, EachOtherFaultIsFound) {
  EXPECT_EQ((Paper{.mark = Draft::heiti}.codes()), "P032@1 ");
  EXPECT_EQ((Paper{.signer = "王小明", .signer_face = Draft::fangsong}.codes()), "P038@1 ");
  EXPECT_EQ((Paper{.body_on_first = false}.codes()), "P045@1 ");
  EXPECT_EQ((Paper{.note = "附：工作情况表"}.codes()), "P050@2 ");
  EXPECT_EQ((Paper{.label_title = 2}.codes()), "P053@3 ");
  EXPECT_EQ((Paper{.lone = true}.codes()), "P080@2 ");
  EXPECT_EQ((Paper{.seal_y = line(12) - 30, .seal_x = 60}.codes()), "P058@2 ");   // beside the name
  EXPECT_EQ((Paper{.seal_y = line(12) - 12}.codes()), "P058@2 ");                 // more than a line below the text
  EXPECT_NE((Paper{.imprint = 16}.codes()).find("P062@3"), std::string::npos);
}

TEST(DrawnPaper, WhatCannotBeReadIsSaid) {
  Draft empty;
  EXPECT_EQ(empty.codes(), "P005@1 ");
  empty.document.pages[0].pictures.push_back({0, 0, 210, 297, 2480, 3508});
  const auto scan = check(empty.document).findings;
  ASSERT_EQ(scan.size(), 1u);
  EXPECT_NE(scan[0].message.find("图片"), std::string::npos);

  Draft unknown = Paper{}.draw();
  for (auto& g : unknown.document.pages[2].glyphs) g.text.clear();
  EXPECT_NE(unknown.codes().find("P007@3"), std::string::npos);
  Draft open = Paper{}.draw();
  open.document.fonts[Draft::songti].embedded = false;
  open.document.facts.repaired = true;
  EXPECT_EQ(open.codes(), "P006@0 P024@1 ");
  EXPECT_FALSE(check(open.document).has_errors());
}

TEST(DrawnPaper, ThePlaceStandsInTheMessage) {
  Finding f;
  f.code = "P011";
  f.clause = "GB/T 9704-2012 5.2.1";
  f.page = 2, f.x = 28, f.y = 40.3;
  f.message = "天头 30 mm，应为 37 mm ± 1 mm";
  f.hint = "页边距";
  EXPECT_EQ(render(to_diagnostic(f, "a.pdf")).substr(0, 97), std::string("a.pdf:第2页(28,40.3)mm: error[P011]: 天头 30 mm，应为 37 mm ± 1 mm（GB/T 9704-2012 5.2.1）").substr(0, 97));
}

// A mark that hangs over the edge is told, and neither a wider text area nor text outside it.
TEST(DrawnPaper, AHangingMarkIsOnlyAWarning) {
  Draft d = Paper{}.draw();
  d.document.pages.resize(2);
  d.text(184, line(3), "，");
  d.text(184, line(5), "。");
  const auto report = check(d.document);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].code, "P014");
  EXPECT_FALSE(report.has_errors());
  EXPECT_NEAR(report.measured.right, 184, 0.2);
}

// 双面印刷: the binding edge of even pages is the right one, so their text stands 26 mm from the left edge.
TEST(DrawnPaper, MirroredEvenPagesAreRight) {
  Draft d = Paper{}.draw();
  for (auto& g : d.document.pages[1].glyphs) g.x -= 2;
  EXPECT_EQ(d.codes(), "");
}

}  // namespace
