// GB/T 9704-2012 5.2.2: 如无特殊说明，公文格式各要素一般用3号仿宋体字。5.2.4: 如无特殊说明，公文中文字的颜色均为黑色。
// 9: GB/T 15834-2011 5.1 (marks at a line's ends), GB/T 15835-2011 (a number is not torn).

#include <algorithm>
#include <cmath>

#include "formats/inspect/rules.h"
#include "formats/inspect/standard.h"
#include "foundation/base/codes.h"
#include "foundation/text/line_class.h"
#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using namespace standard;
using text::LineClass;


char32_t code_of(const Glyph& glyph) { return glyph.text.empty() ? 0 : text::decode(glyph.text, 0).code; }
bool digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool has_hanzi(const Line& line) {
  return std::any_of(line.glyphs.begin(), line.glyphs.end(), [](const Glyph* g) { return text::is_hanzi(code_of(*g)); });
}

class TextCheck {
 public:
  TextCheck(const Paper& paper, Findings& out) : paper_(paper), fonts_(paper.document->fonts), out_(out) {}

  void run() {
    for (const auto& sheet : paper_.sheets) {
      if (sheet.cover || sheet.contents || sheet.landscape) continue;
      size_before_ = face_before_ = bold_before_ = colour_before_ = false;
      for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
        colour(sheet, sheet.lines[i], sheet.roles[i]);
        if (!is_running(sheet.roles[i])) continue;
        size(sheet, sheet.lines[i]);
        face(sheet, sheet.lines[i], sheet.roles[i]);
        bold(sheet, sheet.lines[i], sheet.roles[i]);
        edges(sheet, i);
        half_width(sheet, sheet.lines[i]);
      }
      torn(sheet);
    }
    embedding();
  }

 private:
  // A run of lines with one fault is told once, at its first line.
  static bool begins(bool now, bool& before) {
    const bool first = now && !before;
    before = now;
    return first;
  }

  void size(const Sheet& sheet, const Line& line) {
    const double off = line.points() - kThree;
    if (!begins(off > kSizeTolerance || off < -kSizeTolerance - 0.05, size_before_)) return;
    out_.off(codes::kBodySize, "5.2.2", sheet, line, quote(line.text) + "字号", pt(line.size), "3号（16 pt）");
  }

  void face(const Sheet& sheet, const Line& line, Role role) {
    const bool off = !is_heading(role) && has_hanzi(line) && line.face != FaceKind::fangsong;
    if (!begins(off, face_before_)) return;
    const auto& font = fonts_[line.font];
    auto& finding = out_.off(codes::kBodyFace, "5.2.2", sheet, line, quote(line.text) + "字体", font.name + (font.kind == FaceKind::other ? "" : "（" + std::string(name_of(font.kind)) + "）"), "仿宋");
    if (font.kind == FaceKind::other) finding.hint = "这个字体名认不出是哪种字；如果是仿宋，可以不理";
  }

  void colour(const Sheet& sheet, const Line& line, Role role) {
    if (role == Role::mark || role == Role::figure || role == Role::table) return;
    const auto odd = std::find_if(line.glyphs.begin(), line.glyphs.end(), [](const Glyph* g) { return !black(g->colour) && text::line_class(code_of(*g)) == LineClass::hanzi; });
    if (!begins(odd != line.glyphs.end(), colour_before_)) return;
    char value[8];
    std::snprintf(value, sizeof value, "#%02X%02X%02X", (*odd)->colour.red, (*odd)->colour.green, (*odd)->colour.blue);
    out_.off(codes::kTextColour, "5.2.4", sheet, (*odd)->x, (*odd)->y, quote(line.text) + "颜色", value, "黑色", "只有发文机关标志、版头的分隔线、印章和签名章是红色");
  }

  void bold(const Sheet& sheet, const Line& line, Role role) {
    const auto thick = [&](const Glyph* g) {
      const auto& font = fonts_[g->font];
      return text::is_hanzi(code_of(*g)) && (g->stroked || (font.bold && (font.kind == FaceKind::fangsong || font.kind == FaceKind::kaiti || font.kind == FaceKind::songti)));
    };
    const auto first = std::find_if(line.glyphs.begin(), line.glyphs.end(), thick);
    if (!begins(first != line.glyphs.end(), bold_before_)) return;
    out_.say(codes::kBoldened, "7.3.3", sheet, (*first)->x, (*first)->y, quote(line.text) + "加粗了", is_heading(role) ? "层次用字体区分：黑体、楷体、仿宋，不另加粗" : "正文不加粗");
  }

  void edges(const Sheet& sheet, std::size_t i) {
    const auto& line = sheet.lines[i];
    const auto kind_of = [](char32_t c) { return text::line_class(c); };
    const char32_t first = first_of(line.text), last = last_of(line.text);
    const auto front = kind_of(first), back = kind_of(last);
    // Only a line that goes on from the one above it can begin wrongly.
    const bool goes_on = i > 0 && is_running(sheet.roles[i - 1]) && line.x0 < kLeft + paper_.cell && sheet.lines[i - 1].x1 > kRight - 3 * paper_.cell;
    const bool top = i == 0 && sheet.number > 1 && line.x0 < kLeft + paper_.cell;
    if ((goes_on || top) && (front == LineClass::stop || front == LineClass::pause || front == LineClass::closer)) {
      out_.say(codes::kLineEdgeMark, "GB/T 15834-2011 5.1", sheet, line, "行首是“" + text::to_utf8(std::u32string(1, first)) + "”：点号和后括号、后引号不能排在行首", "排版软件里打开“避头尾”“标点压缩”");
    }
    if (back == LineClass::opener && line.x1 > kRight - 3 * paper_.cell) {
      out_.say(codes::kLineEdgeMark, "GB/T 15834-2011 5.1", sheet, line.glyphs.back()->x, line.baseline, "行末是“" + text::to_utf8(std::u32string(1, last)) + "”：前括号、前引号、前书名号不能排在行末", "排版软件里打开“避头尾”");
    }
  }

  void torn(const Sheet& sheet) {
    for (std::size_t i = 0; i + 1 < sheet.lines.size(); ++i) {
      const auto& line = sheet.lines[i];
      const auto& next = sheet.lines[i + 1];
      if (sheet.roles[i] != Role::body || sheet.roles[i + 1] != Role::body || line.x1 < kRight - 2 * paper_.cell || next.x0 > kLeft + paper_.cell) continue;
      if (!digit(code_of(*line.glyphs.back())) || !digit(code_of(*next.glyphs.front()))) continue;
      if (line.text.find("://") != std::string::npos || line.text.find("www.") != std::string::npos) continue;
      out_.say(codes::kTornNumber, "GB/T 15835-2011 4", sheet, line.glyphs.back()->x, line.baseline, "一个数被拆到了两行", "数字连同它的小数点、百分号不断开移行");
    }
  }

  void half_width(const Sheet& sheet, const Line& line) {
    for (std::size_t k = 1; k < line.glyphs.size(); ++k) {
      const char32_t c = code_of(*line.glyphs[k]), before = code_of(*line.glyphs[k - 1]);
      const char32_t after = k + 1 < line.glyphs.size() ? code_of(*line.glyphs[k + 1]) : U'一';
      const bool mark = c == U',' || c == U';' || c == U':' || c == U'?' || c == U'!' || ((c == U'(' || c == U')') && text::is_hanzi(after));
      if (!mark || !text::is_hanzi(before) || !(text::is_hanzi(after) || digit(after))) continue;
      out_.say(codes::kHalfWidthMark, "GB/T 15834-2011 4", sheet, line.glyphs[k]->x, line.baseline, "汉字后面用了半角的“" + text::to_utf8(std::u32string(1, c)) + "”", "改成全角标点");
      return;   // one a line
    }
  }

  void embedding() {
    for (std::size_t f = 0; f < fonts_.size(); ++f) {
      if (fonts_[f].embedded) continue;
      for (const auto& sheet : paper_.sheets) {
        const auto& glyphs = sheet.page->glyphs;
        const auto used = std::find_if(glyphs.begin(), glyphs.end(), [&](const Glyph& g) { return g.font == f && g.visible; });
        if (used == glyphs.end()) continue;
        out_.say(codes::kNotEmbedded, "", sheet, used->x, used->y, "字体 " + fonts_[f].name + " 没有嵌入，换一台机器字形和位置会变", "导出 PDF 时选“嵌入字体”，或选 PDF/A");
        break;
      }
    }
  }

  const Paper& paper_;
  const std::vector<Font>& fonts_;
  Findings& out_;
  bool size_before_ = false, face_before_ = false, bold_before_ = false, colour_before_ = false;
};

}  // namespace

void check_text(const Paper& paper, Findings& out, Measured& measured) {
  TextCheck(paper, out).run();
  std::map<std::pair<std::uint32_t, long>, std::size_t> used;
  for (const auto& sheet : paper.sheets) {
    for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
      if (sheet.roles[i] == Role::body && has_hanzi(sheet.lines[i])) used[{sheet.lines[i].font, std::lround(sheet.lines[i].points() * 10)}] += sheet.lines[i].glyphs.size();
    }
  }
  if (used.empty()) return;
  const auto most = std::max_element(used.begin(), used.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  measured.body_size = static_cast<double>(most.second) / 10;
  measured.faces["正文"] = paper.document->fonts[most.first].name + " " + plain(measured.body_size, 1) + " pt";
}

}  // namespace gongwen::inspect
