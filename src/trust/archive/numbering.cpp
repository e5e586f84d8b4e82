#include "trust/archive/numbering.h"

#include <algorithm>
#include <array>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"
#include "trust/archive/json_internal.h"

namespace gongwen::archive {
namespace {

constexpr std::string_view kDot = "·";   // U+00B7
// Source DA/T 22-2015, DA/T 13-2022: codes of the kinds of archives.
constexpr std::array<std::string_view, 13> kCategories{"WS", "KJ", "RS", "KU", "ZY", "ZP", "LY", "LX", "SJ", "YJ", "WY", "MT", "SW"};
constexpr std::string_view kCategoryNames = "WS 文书、KJ 科技、RS 人事、KU 会计、ZY 专业、ZP 照片、LY 录音、LX 录像、SJ 业务数据、YJ 公务邮件、WY 网页、MT 社交媒体、SW 实物";

enum class Part : std::uint8_t { literal, fonds, category, year, retention, office, item };
struct Token {
  Part part = Part::literal;
  std::string text;             // of a literal
  std::size_t width = 4;        // of the 件号
};
struct PartName { std::string_view name; Part part; };
constexpr std::array kNames{PartName{"全宗号", Part::fonds},     PartName{"门类", Part::category},     PartName{"类别", Part::category}, PartName{"年度", Part::year},  PartName{"保管期限", Part::retention},
                            PartName{"期限", Part::retention}, PartName{"机构", Part::office}, PartName{"问题", Part::office}, PartName{"机构或问题", Part::office}, PartName{"件号", Part::item}};

std::string_view called(Part part) {
  for (const PartName& one : kNames) {
    if (one.part == part) return one.name;
  }
  return "";
}

std::string in_quotes(std::string_view text) { return "“" + std::string(text) + "”"; }

/// The pattern taken apart; `why` says what is wrong with it.
std::vector<Token> tokens_of(const std::string& pattern, std::string& why) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < pattern.size() && why.empty();) {
    if (pattern[at] != '{') {
      const std::size_t end = std::min(pattern.find('{', at), pattern.size());
      out.push_back({Part::literal, pattern.substr(at, end - at)});
      if (out.back().text.find('}') != std::string::npos) why = "“}”前面没有“{”";
      at = end;
      continue;
    }
    const std::size_t end = pattern.find('}', at);
    if (end == std::string::npos) {
      why = "“{”没有配上“}”";
      break;
    }
    std::string name = pattern.substr(at + 1, end - at - 1);
    Token token;
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      const std::string width = name.substr(colon + 1);
      name.resize(colon);
      if (name != "件号" || width.size() != 1 || width[0] < '3' || width[0] > '5') why = "只有件号有位数，3 至 5 位，如 {件号:4}";
      else token.width = static_cast<std::size_t>(width[0] - '0');
    }
    const auto known = std::find_if(kNames.begin(), kNames.end(), [&](const PartName& one) { return one.name == name; });
    if (known == kNames.end()) why = "没有“{" + name + "}”这一段；可以写 {全宗号} {门类} {年度} {保管期限} {机构} {件号:4}";
    else token.part = known->part;
    if (why.empty() && !out.empty() && out.back().part != Part::literal) why = "{" + std::string(called(out.back().part)) + "}和{" + name + "}之间要有分隔符";
    out.push_back(std::move(token));
    at = end + 1;
  }
  return out;
}

bool has(const std::vector<Token>& tokens, Part part) { return std::any_of(tokens.begin(), tokens.end(), [&](const Token& t) { return t.part == part; }); }

bool digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

bool is_fonds(std::string_view text) { return text.size() == 4 && text[0] >= 'A' && text[0] <= 'Z' && digits(text.substr(1)); }

const std::string& part_of(const NumberParts& p, Part part) {
  static const std::string none;
  switch (part) {
    case Part::fonds: return p.fonds;
    case Part::category: return p.category;
    case Part::year: return p.year;
    case Part::retention: return p.retention;
    case Part::office: return p.office;
    case Part::item: return p.item;
    case Part::literal: break;
  }
  return none;
}

/// What is wrong with a part as it stands in a 档号; empty: nothing.
std::string wrong_part(const Numbering& n, const Token& token, std::string_view text) {
  switch (token.part) {
    case Part::fonds: return text == n.fonds ? "" : "全宗号应为 " + n.fonds;
    case Part::category:
      if (text == n.category || std::find(kCategories.begin(), kCategories.end(), text) != kCategories.end()) return "";
      return "门类代码应为 " + n.category + "，或 " + std::string(kCategoryNames);
    case Part::year: return text.size() == 4 && digits(text) && text >= "1900" && text <= "2999" ? "" : "年度应为四位数字";
    case Part::retention: return retention_of_code(text).empty() ? "保管期限代码应为 Y（永久）、D30（30年）、D10（10年）" : "";
    case Part::office: return wrong_office(text);
    case Part::item:
      if (text.size() != token.width || !digits(text)) return "件号应为 " + std::to_string(token.width) + " 位数字，不足的前面补 0";
      return text.find_first_not_of('0') == std::string_view::npos ? "件号从 1 起编" : "";
    case Part::literal: break;
  }
  return "";
}

Diagnostic wrong_number(const Numbering& n, std::string_view whole, std::size_t at, std::string_view text, const std::string& what) {
  const std::size_t column = text::length(whole.substr(0, at)) + 1;
  const std::string here = at >= whole.size() ? "没有写完：" : "的第 " + std::to_string(column) + " 个字" + (text.empty() ? "" : in_quotes(text)) + "不对：";
  return {Severity::error, codes::kBadArchiveNumber, {}, "档号" + in_quotes(whole) + here + what, {"按本库的规则写成 " + example_number(n) + " 这样"}, {}, {}};
}

/// Where the text of a part ends: at the literal behind it, or at whatever else looks like a separator (a wrong one is told there), or
/// at the end.
std::size_t end_of_part(const std::vector<Token>& tokens, std::size_t i, std::string_view whole, std::size_t at) {
  const std::size_t found = i + 1 == tokens.size() ? whole.size() : std::min(whole.find(tokens[i + 1].text, at), whole.size());
  for (std::size_t p = at; p < found; p += text::decode(whole, p).length) {
    const char32_t c = text::decode(whole, p).code;
    if (c == '-' || c == U'·' || c == U'－' || c == U'—' || c == U'–' || c == U'・' || c == U'•' || c == U'．' || c == '.' || c == ' ' || c == '_') return p;
  }
  return found;
}

std::string separator_fault(std::string_view wanted) {
  if (wanted == kDot) return "这里应是间隔号“·”（U+00B7）";
  if (wanted == "-") return "这里应是半角连字符“-”";
  return "这里应是" + in_quotes(wanted);
}

}  // namespace

std::string retention_code(std::string_view retention) { return retention == kForever ? "Y" : retention == "30年" ? "D30" : retention == "10年" ? "D10" : ""; }
std::string retention_of_code(std::string_view code) { return code == "Y" ? std::string(kForever) : code == "D30" ? "30年" : code == "D10" ? "10年" : ""; }

std::string wrong_office(std::string_view office) {
  if (office.empty()) return "缺少机构或问题";
  if (text::length(office) > 20) return "机构或问题最长 20 个字";
  for (std::size_t at = 0; at < office.size();) {
    const text::Decoded d = text::decode(office, at);
    const bool plain = d.code < 0x80 ? (d.code >= '0' && d.code <= '9') || (d.code >= 'A' && d.code <= 'Z') || (d.code >= 'a' && d.code <= 'z') : text::is_hanzi(d.code);
    if (!d.ok || !plain) return "机构或问题只用汉字、字母和数字，不能有" + in_quotes(office.substr(at, d.length));
    at += d.length;
  }
  return "";
}

bool check_numbering(const Numbering& n, Diagnostics& out) {
  const std::size_t faults = out.size();
  const auto fault = [&](std::string what, std::string hint = {}) {
    out.error(codes::kBadPattern, {}, std::move(what), hint.empty() ? std::vector<std::string>{} : std::vector<std::string>{std::move(hint)});
  };
  std::string why;
  const auto tokens = tokens_of(n.pattern, why);
  for (const Part part : {Part::fonds, Part::category, Part::year, Part::retention, Part::office, Part::item}) {
    const auto times = std::count_if(tokens.begin(), tokens.end(), [&](const Token& t) { return t.part == part; });
    if (times > 1 && why.empty()) why = "{" + std::string(called(part)) + "}写了 " + std::to_string(times) + " 次";
    if (times == 0 && why.empty() && part != Part::office && part != Part::category) why = "缺少{" + std::string(called(part)) + "}：件号在同一年度、保管期限（和机构）之内连续";
  }
  for (const Token& token : tokens) {
    const bool odd = token.text.find_first_of("/\\:*?\"<>| \t\n") != std::string::npos;
    if (odd && why.empty()) why = "分隔符" + in_quotes(token.text) + "不能用作文件夹的名字";
  }
  if (!why.empty()) fault("档号的规则" + in_quotes(n.pattern) + "不对：" + why, "DA/T 22-2015 写成 " + std::string(kPattern22) + "；DA/T 13-2022 写成 " + std::string(kPattern13));
  if (!is_fonds(n.fonds)) fault(n.fonds.empty() ? "缺少全宗号" : "全宗号" + in_quotes(n.fonds) + "不对", "全宗号由同级档案馆给定：一个大写字母和三位数字，如 Z109");
  if (has(tokens, Part::category) && (n.category.empty() || n.category.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos)) {
    fault("门类代码" + in_quotes(n.category) + "不对", std::string(kCategoryNames));
  }
  if (has(tokens, Part::office) && !n.office.empty()) {
    if (const std::string wrong = wrong_office(n.office); !wrong.empty()) fault(wrong);
  }
  return out.size() == faults;
}

std::string write_numbering(const Numbering& n) {
  using json::Node;
  return json::canonical(Node::object({{"archives", text_node(n.archives)}, {"archives_code", text_node(n.archives_code)}, {"category", text_node(n.category)},
                                       {"creator", text_node(n.creator)}, {"fonds", text_node(n.fonds)}, {"fonds_name", text_node(n.fonds_name)},
                                       {"format", Node::number(std::int64_t{1})}, {"office", text_node(n.office)}, {"pattern", text_node(n.pattern)}}));
}

std::optional<Numbering> parse_numbering(std::string_view bytes) {
  Diagnostics faults;
  const auto root = json::parse(bytes, Place::in_file("numbering").file, faults);
  if (!root || !root->is(json::Kind::object) || count_at(*root, "format") != 1) return std::nullopt;
  Numbering n{text_at(*root, "pattern"), text_at(*root, "fonds"), text_at(*root, "category"), text_at(*root, "office"), text_at(*root, "archives"), text_at(*root, "archives_code"),
              text_at(*root, "fonds_name"), text_at(*root, "creator")};
  if (!check_numbering(n, faults)) return std::nullopt;
  return n;
}

std::string example_number(const Numbering& n) {
  std::string why;
  std::size_t width = 4;
  for (const Token& token : tokens_of(n.pattern, why)) {
    if (token.part == Part::item) width = token.width;
  }
  return write_number(n, {n.fonds, n.category, "2026", "Y", n.office.empty() ? "BGS" : n.office, std::string(width - 1, '0') + "1"});
}

std::string write_number(const Numbering& n, const NumberParts& parts) {
  std::string why, out;
  for (const Token& token : tokens_of(n.pattern, why)) out += token.part == Part::literal ? token.text : part_of(parts, token.part);
  return out;
}

Result<NumberParts> read_number(const Numbering& n, std::string_view whole) {
  std::string why;
  const auto tokens = tokens_of(n.pattern, why);
  NumberParts p;
  std::size_t at = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.part == Part::literal) {
      if (!whole.substr(at).starts_with(token.text)) {
        const std::string_view here = at < whole.size() ? whole.substr(at, text::decode(whole, at).length) : std::string_view{};
        return wrong_number(n, whole, at, here, at < whole.size() ? separator_fault(token.text) : "应接着写" + in_quotes(token.text));
      }
      at += token.text.size();
      continue;
    }
    const std::size_t end = end_of_part(tokens, i, whole, at);
    const std::string_view text = whole.substr(at, end - at);
    if (const std::string wrong = wrong_part(n, token, text); !wrong.empty()) return wrong_number(n, whole, at, text, wrong);
    switch (token.part) {
      case Part::fonds: p.fonds = text; break;
      case Part::category: p.category = text; break;
      case Part::year: p.year = text; break;
      case Part::retention: p.retention = text; break;
      case Part::office: p.office = text; break;
      default: p.item = text;
    }
    at = end;
  }
  if (at != whole.size()) return wrong_number(n, whole, at, whole.substr(at), "这里应该结束了");
  return p;
}

}  // namespace gongwen::archive
