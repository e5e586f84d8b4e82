// What a filled paper must and must not say, whatever the template: GB/T 9704-2012 clause by clause. Everything here speaks of
// values, so the codes are D's.

#include <algorithm>
#include <array>
#include <string>

#include "content/template/fill_internal.h"
#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::tmpl {

using document::Block;
using document::Inlines;
using document::Role;

namespace {

constexpr std::string_view kClassified = "涉密公文不能用联网的通用工具制作，请在涉密计算机上按保密规定办理（GB/T 9704-2012 7.2.2）";

bool starts(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

/// 绝密、机密、秘密 on their own, or followed by the star and the term of secrecy.
bool is_secrecy_mark(std::string_view text) {
  const std::string_view t = text::trim(text);
  for (const std::string_view level : {"绝密", "机密", "秘密"}) {
    if (t == level) return true;
    const std::size_t at = t.find(level);
    if (at == std::string_view::npos) continue;
    std::string_view rest = t.substr(at + level.size());
    while (starts(rest, " ") || starts(rest, "　")) rest.remove_prefix(starts(rest, " ") ? 1 : 3);
    if (starts(rest, "★")) return true;
  }
  return false;
}

/// A zero before a month's or day's number: 2023年08月10日.
bool has_padded_part(std::string_view date) {
  for (const std::string_view after : {"年0", "月0"}) {
    if (date.find(after) != std::string_view::npos) return true;
  }
  return false;
}

std::string without_padding(std::string date) {
  for (const std::string_view after : {"年", "月"}) {
    const std::size_t at = date.find(std::string(after) + "0");
    if (at != std::string::npos) date.erase(at + after.size(), 1);
  }
  return date;
}

/// The mark a name must not end with; empty = none.
std::string_view last_mark(std::string_view name) {
  for (const std::string_view mark : {"。", "；", "，", "、", "：", ".", ";", ",", ":"}) {
    if (name.ends_with(mark)) return mark;
  }
  return {};
}

}  // namespace

Place place_of(const Inlines& inlines, const Place& otherwise) {
  for (const auto& i : inlines) {
    if (i.origin && i.origin->data.kind != Place::Kind::none) return i.origin->data;
  }
  for (const auto& i : inlines) {
    if (i.origin && i.origin->source.kind != Place::Kind::none) return i.origin->source;
  }
  return otherwise;
}

namespace {

class Checker {
 public:
  Checker(document::Document& paper, const MastheadPlaces& places, Diagnostics& out) : paper_(paper), places_(places), out_(out) {}

  void run() {
    masthead();
    for (auto& section : paper_.sections) {
      for (auto& block : section.blocks) std::visit([&](auto& content) { check(block, content); }, block.content);
    }
    attachments();
  }

 private:
  void masthead() {
    auto& m = paper_.masthead;
    for (const Inlines* part : {&m.mark, &m.number}) refuse_secrecy(document::plain_text(*part), place_of(*part, {}));
    refuse_secrecy(m.urgency, places_.urgency);
    refuse_secrecy(m.copy_number, places_.copy_number);
    number(m.number);
    // 份号: six Arabic digits (7.2.1).
    const bool digits = !m.copy_number.empty() && m.copy_number.find_first_not_of("0123456789") == std::string::npos;
    if (digits && m.copy_number.size() < 6) m.copy_number.insert(0, 6 - m.copy_number.size(), '0');
    if (!m.copy_number.empty() && (!digits || m.copy_number.size() != 6)) {
      out_.warning(codes::kCopyNumber, places_.copy_number, "份号“" + m.copy_number + "”不是 6 位阿拉伯数字", {"例如 000001（GB/T 9704-2012 7.2.1）"});
    }
    if (!m.urgency.empty() && m.urgency != "特急" && m.urgency != "加急" && !is_secrecy_mark(m.urgency)) {
      out_.warning(codes::kUrgency, places_.urgency, "紧急程度应是“特急”或“加急”，现为“" + m.urgency + "”", {"GB/T 9704-2012 7.2.3"});
    }
    const std::string mark = document::plain_text(m.mark);
    if (m.form == document::Masthead::Form::letter && mark.ends_with("文件")) {
      out_.warning(codes::kLetterMark, place_of(m.mark, {}), "信函格式的发文机关标志不加“文件”二字", {"GB/T 9704-2012 10.1"});
    }
  }

  /// 发文字号: the year in 〔〕, no 第, no zeros before the number, 号 at the end (7.2.5).
  void number(const Inlines& inlines) {
    const std::string text = document::plain_text(inlines);
    if (text.empty()) return;
    const Place place = place_of(inlines, {});
    const auto withheld = std::any_of(inlines.begin(), inlines.end(), [](const auto& i) { return i.withheld; });
    if (withheld) return;
    const std::size_t open = text.find("〔"), close = text.find("〕");
    if (open == std::string::npos || close == std::string::npos || close < open) {
      std::string right;
      for (const auto& [a, b] : {std::pair{"[", "]"}, {"(", ")"}, {"（", "）"}, {"［", "］"}, {"【", "】"}}) {
        const std::size_t from = text.find(a), to = text.find(b);
        if (from == std::string::npos || to == std::string::npos || to < from) continue;
        const std::string year = text.substr(from + std::string_view(a).size(), to - from - std::string_view(a).size());
        right = text.substr(0, from) + "〔" + year + "〕" + text.substr(to + std::string_view(b).size());
        break;
      }
      out_.warning(codes::kNumberBrackets, place, "发文字号“" + text + "”的年份没有用六角括号〔〕括起",
                   {right.empty() ? std::string("例如 示教〔2025〕5号（GB/T 9704-2012 7.2.5）") : "应为 " + right + "（GB/T 9704-2012 7.2.5）"});
      return;
    }
    std::string_view serial = std::string_view(text).substr(close + std::string_view("〕").size());
    const std::string year = text.substr(open + std::string_view("〔").size(), close - open - std::string_view("〔").size());
    std::string_view digits = serial;
    const bool ordinal = starts(digits, "第");
    if (ordinal) digits.remove_prefix(std::string_view("第").size());
    const bool padded = starts(digits, "0");
    while (starts(digits, "0")) digits.remove_prefix(1);
    if (ordinal || padded) {
      out_.warning(codes::kNumberPadded, place, "发文字号“" + text + "”的序号不加“第”字，不编虚位",
                   {"应为 " + text.substr(0, close) + "〕" + std::string(digits) + "（GB/T 9704-2012 7.2.5）"});
    }
    if (year.size() != 4 || year.find_first_not_of("0123456789") != std::string::npos || !serial.ends_with("号")) {
      out_.warning(codes::kNumberBrackets, place, "发文字号“" + text + "”不完整：〔〕里是四位的年份，末尾是“号”", {"例如 示教〔2025〕5号（GB/T 9704-2012 7.2.5）"});
    }
  }

  void refuse_secrecy(std::string_view text, const Place& place) {
    if (refused_ || !is_secrecy_mark(text)) return;
    refused_ = true;
    out_.error(codes::kClassified, place, "公文标有密级“" + std::string(text::trim(text)) + "”，不予制作", {std::string(kClassified)});
  }

  void blanks(const Inlines& inlines, const Block& block, const char* what) {
    const std::string text = document::plain_text(inlines);
    if (text.size() != text::trim(text).size() || starts(text, "　") || text.ends_with("　")) {
      out_.warning(codes::kTypedBlanks, place_of(inlines, block.source), std::string(what) + "的前后有手工加的空格，位置会偏",
                   {"去掉空格，该空几个字由版式决定"});
    }
  }

  void date(const Inlines& inlines, const Block& block, const char* what) {
    const std::string text = document::plain_text(inlines);
    if (!has_padded_part(text)) return;
    out_.warning(codes::kPaddedDate, place_of(inlines, block.source), std::string(what) + "“" + text + "”的月、日编了虚位",
                 {"应为 " + without_padding(text) + "（GB/T 9704-2012 7.3.5）"});
  }

  void check(Block& block, document::Paragraph& p) {
    const std::string text = document::plain_text(p.inlines);
    refuse_secrecy(text, place_of(p.inlines, block.source));
    const bool withheld = std::any_of(p.inlines.begin(), p.inlines.end(), [](const auto& i) { return i.withheld; });
    if (p.role == Role::recipient && !text.empty() && !withheld && !text.ends_with("：")) {
      out_.warning(codes::kRecipientMark, place_of(p.inlines, block.source), "主送机关的末尾应是全角冒号“：”", {"GB/T 9704-2012 7.3.2"});
    }
    if (p.role == Role::annotation && !text.empty() && !withheld && (!starts(text, "（") || !text.ends_with("）"))) {
      out_.warning(codes::kAnnotationBrackets, place_of(p.inlines, block.source), "附注应加圆括号：“" + text + "”",
                   {"例如（此件公开发布）（GB/T 9704-2012 7.3.6）"});
    }
    // 附件说明 lists the attachments that have a number: those with a label before their title.
    if (p.role == Role::attachment_title && labelled_) titles_.push_back(text);
    labelled_ = p.role == Role::attachment_label;
  }
  void check(Block& block, document::SignatureBlock& s) {
    for (const auto& organ : s.organs) blanks(organ, block, "署名");
    blanks(s.date, block, "成文日期");
    date(s.date, block, "成文日期");
  }
  void check(Block& block, document::Imprint& i) { date(i.print_date, block, "印发日期"); }
  void check(Block& block, document::AttachmentNote& note) {
    for (auto& name : note.names) {
      if (name.empty()) continue;
      std::string& last = name.back().text;
      const std::string_view mark = last_mark(last);
      if (mark.empty()) continue;
      const Place place = place_of(name, block.source);
      out_.warning(codes::kMarkAfterName, place, "附件名称“" + document::plain_text(name) + "”的后面不加标点，已去掉", {"GB/T 9704-2012 7.3.4"});
      while (!last_mark(last).empty()) last.erase(last.size() - last_mark(last).size());
    }
    note_ = &note;
    note_place_ = block.source;
  }
  template <typename Other>
  void check(Block& /*block*/, Other& /*content*/) {}

  /// 附件顺序号和附件标题应当与附件说明的表述一致 (7.3.7). Where the paper has no attachments of its own they go with it apart.
  void attachments() {
    if (note_ == nullptr || titles_.empty()) return;
    std::vector<std::string> names;
    for (const auto& name : note_->names) names.push_back(document::plain_text(name));
    if (names.size() != titles_.size()) {
      out_.warning(codes::kNamesDiffer, note_place_, "附件说明里有 " + std::to_string(names.size()) + " 个附件，后面附了 " + std::to_string(titles_.size()) + " 个",
                   {"GB/T 9704-2012 7.3.7"});
      return;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == titles_[i]) continue;
      out_.warning(codes::kNamesDiffer, note_place_, "附件" + std::to_string(i + 1) + "的标题“" + titles_[i] + "”与附件说明里的“" + names[i] + "”不一致",
                   {"GB/T 9704-2012 7.3.7"});
    }
  }

  document::Document& paper_;
  const MastheadPlaces& places_;
  Diagnostics& out_;
  bool refused_ = false;
  const document::AttachmentNote* note_ = nullptr;
  Place note_place_;
  std::vector<std::string> titles_;
  bool labelled_ = false;             // the paragraph before was an attachment's label
};

}  // namespace

void check_paper(document::Document& paper, const MastheadPlaces& places, Diagnostics& out) { Checker(paper, places, out).run(); }

void Filler::secrecy(const Element& e) {
  const Inlines content = inlines(e.children);
  const std::string words(text::trim(document::plain_text(content)));
  if (words.empty() || words == "无" || words == "公开" || words == "非密") return;
  out_.error(codes::kClassified, place_of(content, e.place), "公文标有密级“" + words + "”，不予制作", {std::string(kClassified)});
}

}  // namespace gongwen::tmpl
