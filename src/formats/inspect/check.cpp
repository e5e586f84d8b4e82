#include "formats/inspect/check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "formats/inspect/rules.h"
#include "foundation/base/codes.h"

namespace gongwen::inspect {

std::string plain(double value, int digits) {
  char buffer[40];
  const int n = std::snprintf(buffer, sizeof buffer, "%.*f", digits, std::fabs(value) < 0.5 * std::pow(10.0, -digits) ? 0.0 : value);
  std::string out(buffer, static_cast<std::size_t>(std::clamp(n, 0, 39)));
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out;
}

std::string mm(double value) { return plain(value, 1) + " mm"; }
std::string pt(double millimetres) { return plain(millimetres * 72 / 25.4, 1) + " pt"; }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

namespace {

/// The default severity of a code: these say "一般" or are practice and no clause's demand.
bool only_warns(std::string_view code) {
  for (const auto practice : {codes::kPdfRepaired, codes::kNoCharacters, codes::kBoldened, codes::kNotEmbedded, codes::kHalfWidthMark, codes::kMarkFace,
                              codes::kTitleForm, codes::kHeadingFace, codes::kHeadingForm, codes::kLonePage}) {
    if (code == practice) return true;
  }
  return false;
}

Finding made(std::string_view code, std::string_view clause, std::uint32_t page, double x, double y) {
  Finding f;
  f.severity = only_warns(code) ? Severity::warning : Severity::error;
  f.code = code;
  f.clause = clause.starts_with("GB") || clause.empty() ? std::string(clause) : "GB/T 9704-2012 " + std::string(clause);
  f.page = page;
  f.x = x;
  f.y = y;
  return f;
}

void check_file(const Document& document, std::vector<Finding>& out) {
  if (document.facts.repaired) {
    out.push_back(made(codes::kPdfRepaired, "", 0, 0, 0));
    out.back().message = "文件有损坏，只查了读得出的部分";
    out.back().hint = "请重新导出";
  }
  std::size_t unknown = 0, all = 0;
  std::uint32_t page = 0;
  const Glyph* first = nullptr;
  for (std::size_t i = 0; i < document.pages.size(); ++i) {
    for (const auto& glyph : document.pages[i].glyphs) {
      ++all;
      if (!glyph.text.empty()) continue;
      ++unknown;
      if (first == nullptr) first = &glyph, page = static_cast<std::uint32_t>(i + 1);
    }
  }
  if (unknown > 0 && unknown * 50 > all) {
    out.push_back(made(codes::kNoCharacters, "", page, first->x, first->y));
    out.back().message = "有 " + std::to_string(unknown) + " 个字形没有说明是哪个字，无法复制、检索，也没有查";
    out.back().hint = "导出时选“嵌入字体”“可检索”，不要转成图形";
  }
}

}  // namespace

std::string_view name_of(PaperKind kind) noexcept {
  switch (kind) {
    case PaperKind::document: return "文件格式";
    case PaperKind::letter: return "信函格式";
    case PaperKind::plain: break;
  }
  return "无版头";
}

bool Report::has_errors() const noexcept {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

Finding& Findings::off(std::string_view code, std::string_view clause, const Sheet& sheet, double x, double y, std::string_view what,
                       const std::string& measured, const std::string& wanted, std::string hint) {
  auto& f = say(code, clause, sheet, x, y, std::string(what) + " " + measured + "，应为 " + wanted, std::move(hint));
  f.measured = measured;
  f.wanted = wanted;
  return f;
}

Finding& Findings::off(std::string_view code, std::string_view clause, const Sheet& sheet, const Line& line, std::string_view what,
                       const std::string& measured, const std::string& wanted, std::string hint) {
  return off(code, clause, sheet, line.x0, line.baseline, what, measured, wanted, std::move(hint));
}

Finding& Findings::say(std::string_view code, std::string_view clause, const Sheet& sheet, double x, double y, std::string message, std::string hint) {
  out_.push_back(made(code, clause, sheet.number, x, y));
  out_.back().message = std::move(message);
  out_.back().hint = std::move(hint);
  return out_.back();
}

Finding& Findings::say(std::string_view code, std::string_view clause, const Sheet& sheet, const Line& line, std::string message, std::string hint) {
  return say(code, clause, sheet, line.x0, line.baseline, std::move(message), std::move(hint));
}

Report check(const Document& document) {
  Report report;
  report.measured.pages = static_cast<std::uint32_t>(document.pages.size());
  const bool any = std::any_of(document.pages.begin(), document.pages.end(), [](const Page& page) {
    return std::any_of(page.glyphs.begin(), page.glyphs.end(), [](const Glyph& g) { return g.visible && !g.text.empty(); });
  });
  check_file(document, report.findings);
  if (!any) {
    const bool pictures = std::any_of(document.pages.begin(), document.pages.end(), [](const Page& page) { return !page.pictures.empty(); });
    report.findings.push_back(made(codes::kPdfNoText, "", document.pages.empty() ? 0U : 1U, 0, 0));
    report.findings.back().message = pictures ? "页面只有图片，没有可以取出的文字，量不了" : "页面上没有可以取出的文字，量不了";
    report.findings.back().hint = "扫描件请查它的原电子文件；文字转成曲线的请重新导出";
    return report;
  }
  const Paper paper = recognise(document);
  Findings out(report.findings);
  report.measured.kind = paper.kind;
  check_area(paper, out, report.measured);
  check_text(paper, out, report.measured);
  check_head(paper, out, report.measured);
  check_title(paper, out, report.measured);
  check_attachments(paper, out);
  check_closing(paper, out);
  check_imprint(paper, out);
  check_numbers(paper, out, report.measured);
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(a.page, a.y, a.x, a.code) < std::tuple(b.page, b.y, b.x, b.code);
  });
  return report;
}

Diagnostic to_diagnostic(const Finding& finding, std::string_view file) {
  std::string place(file);
  if (finding.page > 0) {
    place += ":第" + std::to_string(finding.page) + "页";
    if (finding.x != 0 || finding.y != 0) place += "(" + plain(finding.x, 1) + "," + plain(finding.y, 1) + ")mm";
  }
  Diagnostic d;
  d.severity = finding.severity;
  d.code = finding.code;
  d.place = Place::in_file(place);
  d.message = finding.message + (finding.clause.empty() ? "" : "（" + finding.clause + "）");
  if (!finding.hint.empty()) d.hints.push_back(finding.hint);
  return d;
}

std::vector<std::pair<std::string, std::string>> faces_in_order(const Measured& m) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const char* what : {"发文机关标志", "发文字号", "标题", "正文", "一级标题", "二级标题", "三级标题", "四级标题", "页码"}) {
    if (const auto found = m.faces.find(what); found != m.faces.end()) out.emplace_back(*found);
  }
  return out;
}

std::string summary(const Measured& m) {
  std::string out = std::string(name_of(m.kind)) + "，" + std::to_string(m.pages) + " 页";
  if (m.right > m.left) {
    out += "；版心左 " + mm(m.left) + "、右 " + mm(210 - m.right) + "、宽 " + mm(m.right - m.left);
    if (m.top > 0) out += "，上 " + mm(m.top) + "、下 " + mm(297 - m.bottom);
  }
  if (m.lines_per_page > 0) out += "；每面 " + plain(m.lines_per_page, 0) + " 行，行距 " + plain(m.line_pitch, 2) + " pt";
  if (m.characters_per_line > 0) out += "；每行 " + plain(m.characters_per_line, 0) + " 字，字距 " + plain(m.character_pitch, 2) + " pt";
  std::string faces;
  for (const auto& [what, face] : faces_in_order(m)) faces += (faces.empty() ? "；" : "、") + what + " " + face;
  return out + faces;
}

}  // namespace gongwen::inspect
