#include "trust/sign/pdf_signature.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "foundation/base/codes.h"
#include "trust/sign/der_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::sign {
namespace {

constexpr std::size_t kMost = 256;             // signatures in one file; more are made to keep us busy

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
std::size_t skip_space(std::string_view s, std::size_t at) {
  while (at < s.size() && is_space(s[at])) ++at;
  return at;
}

std::optional<std::uint64_t> digits(std::string_view s, std::size_t& at) {
  at = skip_space(s, at);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(s.data() + at, s.data() + s.size(), value);
  if (error != std::errc()) return std::nullopt;
  at = static_cast<std::size_t>(end - s.data());
  return value;
}

/// "[a b c d]" behind /ByteRange, or nothing.
std::optional<std::array<std::uint64_t, 4>> range_at(std::string_view pdf, std::size_t at) {
  at = skip_space(pdf, at);
  if (at >= pdf.size() || pdf[at] != '[') return std::nullopt;
  ++at;
  std::array<std::uint64_t, 4> out{};
  for (auto& one : out) {
    const auto value = digits(pdf, at);
    if (!value) return std::nullopt;
    one = *value;
  }
  at = skip_space(pdf, at);
  return at < pdf.size() && pdf[at] == ']' ? std::optional(out) : std::nullopt;
}

bool is_hex(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || is_space(c); });
}

std::string unhex(std::string_view s) {
  std::string digits_only;
  for (const char c : s) {
    if (!is_space(c)) digits_only += c;
  }
  if (digits_only.size() % 2 != 0) digits_only += '0';   // ISO 32000-1 7.3.4.3
  return from_hex(digits_only).value_or("");
}

/// The signature's dictionary as text, its /Contents cut out: what else it says is looked up in it.
std::string dictionary_around(std::string_view pdf, std::size_t range, const PdfSignature& one) {
  const std::size_t first = std::min(range, static_cast<std::size_t>(one.contents_at));
  const std::size_t last = std::max(range, static_cast<std::size_t>(one.contents_end));
  const std::size_t begin = pdf.rfind(" obj", first);
  const std::size_t end = pdf.find("endobj", last);
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  const auto from = static_cast<std::size_t>(one.contents_at);
  const auto to = static_cast<std::size_t>(one.contents_end);
  return std::string(pdf.substr(begin, from - begin)) + " " + std::string(pdf.substr(to, end - to));
}

/// Behind "/Key", or npos; "/M" is not found in "/MDP".
std::size_t value_of(std::string_view dictionary, std::string_view key) {
  for (std::size_t at = dictionary.find(key); at != std::string_view::npos; at = dictionary.find(key, at + 1)) {
    const std::size_t next = at + key.size();
    if (next < dictionary.size() && (is_space(dictionary[next]) || std::string_view("/([<").find(dictionary[next]) != std::string_view::npos)) {
      return skip_space(dictionary, next);
    }
  }
  return std::string_view::npos;
}

std::string name_value(std::string_view dictionary, std::string_view key) {
  const std::size_t at = value_of(dictionary, key);
  if (at == std::string_view::npos || at >= dictionary.size() || dictionary[at] != '/') return {};
  return std::string(dictionary.substr(at + 1, dictionary.find_first_of(" \n\r\t/<>[]()", at + 1) - at - 1));
}

/// A string as text: printable ASCII, or UTF-16BE in hexadecimal as this program writes it; of others nothing.
std::string text_value(std::string_view dictionary, std::string_view key) {
  const std::size_t at = value_of(dictionary, key);
  if (at == std::string_view::npos || at >= dictionary.size()) return {};
  if (dictionary[at] == '(') return std::string(dictionary.substr(at + 1, dictionary.find(')', at) - at - 1));
  if (dictionary[at] != '<') return {};
  const std::string bytes = unhex(dictionary.substr(at + 1, dictionary.find('>', at) - at - 1));
  if (!bytes.starts_with("\xFE\xFF")) return {};
  std::string out;
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    std::uint32_t c = (static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 8U) | static_cast<unsigned char>(bytes[i + 1]);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
      const std::uint32_t low = (static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 2])) << 8U) | static_cast<unsigned char>(bytes[i + 3]);
      c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
      i += 2;
    }
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6U)), put(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
      put(0xE0 | (c >> 12U)), put(0x80 | ((c >> 6U) & 0x3FU)), put(0x80 | (c & 0x3FU));
    } else {
      put(0xF0 | (c >> 18U)), put(0x80 | ((c >> 12U) & 0x3FU)), put(0x80 | ((c >> 6U) & 0x3FU)), put(0x80 | (c & 0x3FU));
    }
  }
  return out;
}

/// /M: D:YYYYMMDDHHmmSS with Z or +HH'mm' (ISO 32000-1 7.9.4).
std::optional<Instant> time_value(std::string_view dictionary) {
  const std::string text = text_value(dictionary, "/M");
  if (text.size() < 16 || !text.starts_with("D:")) return std::nullopt;
  const auto two = [&](std::size_t at) {
    int value = -1;
    std::from_chars(text.data() + at, text.data() + at + 2, value);
    return value;
  };
  const auto day = Date::of(two(2) * 100 + two(4), two(6), two(8));
  if (!day || two(10) > 23 || two(12) > 59 || two(14) > 60) return std::nullopt;
  std::int64_t seconds = day->to_days() * 86'400 + two(10) * 3600 + two(12) * 60 + two(14);
  if (text.size() >= 19 && (text[16] == '+' || text[16] == '-')) {
    const std::int64_t ahead = two(17) * 3600 + (text.size() >= 22 ? two(20) * 60 : 0);
    seconds -= text[16] == '+' ? ahead : -ahead;
  }
  return Instant{seconds, 0};
}

/// Objects an update behind a signature changes or adds, in words: "页面 2 个、批注 1 个".
std::string contents_of(std::string_view update) {
  struct Kind { std::string_view mark; const char* name; };
  static constexpr std::array<Kind, 8> kKinds{{{"/Annot", "批注"}, {"/Sig", "签名"}, {"/DocTimeStamp", "时间戳"}, {"/DSS", "验证资料"}, {"/Metadata", "元数据"},
                                               {"/Page", "页面"}, {"/Catalog", "文件目录"}, {"/Font", "字体"}}};
  std::map<std::string, int> counts;
  for (std::size_t at = update.find(" obj"); at != std::string_view::npos; at = update.find(" obj", at + 4)) {
    const std::string_view text = update.substr(at, update.find("endobj", at) - at);
    const std::string type = "/" + name_value(text, "/Type");
    const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.mark == type; });
    ++counts[kind == kKinds.end() ? "其他对象" : kind->name];
  }
  std::string out;
  for (const auto& [name, count] : counts) out += (out.empty() ? "" : "、") + name + " " + std::to_string(count) + " 个";
  return out;
}

/// Where the updates of a file end.
std::vector<std::size_t> ends_of(std::string_view pdf) {
  std::vector<std::size_t> out;
  for (std::size_t at = pdf.find("%%EOF"); at != std::string_view::npos; at = pdf.find("%%EOF", at + 5)) out.push_back(at + 5);
  return out;
}

void judge(PdfSignature& one, std::string_view pdf, const std::string& dictionary, const CmsCheck& with) {
  const auto from = static_cast<std::size_t>(one.contents_at);
  const auto to = static_cast<std::size_t>(one.contents_end);
  const std::string padded = unhex(pdf.substr(from + 1, to - from - 2));
  const auto length = der::length_of(padded);
  const bool filled = length && *length > 2;
  if (!filled || padded.find_first_not_of('\0', *length) != std::string::npos) {
    one.cms.reason = filled ? "签名的位置里还藏有别的内容" : "签名的位置是空的，还没有签";
    one.remarks.push_back({Severity::error, filled ? codes::kPdfRange : codes::kPdfSealBroken, "签名无效：" + one.cms.reason, {}});
    return;
  }
  const std::string_view cms = std::string_view(padded).substr(0, *length);
  std::string content(pdf.substr(0, from));
  content += pdf.substr(to, static_cast<std::size_t>(one.covers) - to);
  if (one.sub_filter == "ETSI.RFC3161") {
    one.stamp = verify_time_stamp(cms, content, with.trusted, with.crls);
    if (!one.stamp->intact) one.remarks.push_back({Severity::error, codes::kPdfSealBroken, one.stamp->sentence(), {}});
    else if (!one.stamp->good()) one.remarks.push_back({Severity::note, codes::kTimeStampForeign, one.stamp->sentence(), "用 --trust 给出时间戳机构的根证书，时间才算得到证明"});
    return;
  }
  CmsCheck check = with;
  check.claimed = time_value(dictionary);
  one.cms = check_cms(cms, content, check);
  if (!one.cms.intact) {
    one.remarks.push_back({Severity::error, codes::kPdfSealBroken, one.cms.sentence(), {}});
    return;
  }
  one.remarks = remarks(one.cms, check);
}

/// One /ByteRange and the place it leaves out; what is wrong with the two is a remark.
PdfSignature read(std::string_view pdf, std::size_t word, const CmsCheck& with) {
  PdfSignature one;
  const auto wrong = [&](const char* why) {
    one.covers = std::min<std::uint64_t>(std::max<std::uint64_t>(one.covers, word), pdf.size());
    one.cms.reason = why;
    one.remarks.push_back({Severity::error, codes::kPdfRange, std::string("签名无效：") + why, "文件可能被人动过手脚，请向签署单位重新索取"});
    return one;
  };
  const auto range = range_at(pdf, word + std::string_view("/ByteRange").size());
  if (!range) return wrong("签名没有写明它管到哪些字节");
  const auto [zero, first, second, rest] = *range;
  const std::uint64_t size = pdf.size();
  if (zero != 0 || first >= size || second > size || second < first + 2 || rest > size - second) return wrong("签名所称的范围不对");
  one.contents_at = first;
  one.contents_end = second;
  one.covers = second + rest;
  const std::string_view place = pdf.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(second - first));
  std::size_t key = static_cast<std::size_t>(first);
  while (key > 0 && is_space(pdf[key - 1])) --key;
  const bool hole = place.front() == '<' && place.back() == '>' && is_hex(place.substr(1, place.size() - 2)) && pdf.substr(0, key).ends_with("/Contents");
  if (!hole) return wrong("签名没有管到的，除了它自己还有别的内容");
  // The range and the place it leaves out must be of one and the same dictionary.
  const std::size_t from = std::min(word, static_cast<std::size_t>(first));
  const std::size_t to = std::max(word, static_cast<std::size_t>(second));
  const std::string_view before = pdf.substr(from, static_cast<std::size_t>(first) > from ? static_cast<std::size_t>(first) - from : 0);
  const std::string_view behind = pdf.substr(static_cast<std::size_t>(second), to - static_cast<std::size_t>(second));
  if (before.find("endobj") != std::string_view::npos || behind.find("endobj") != std::string_view::npos) return wrong("签名和它所称的范围不在一处");
  const std::string dictionary = dictionary_around(pdf, word, one);
  one.sub_filter = name_value(dictionary, "/SubFilter");
  one.reason = text_value(dictionary, "/Reason");
  if (one.sub_filter != "ETSI.CAdES.detached" && one.sub_filter != "adbe.pkcs7.detached" && one.sub_filter != "ETSI.RFC3161") {
    return wrong("签名的格式不是分离式 CMS（PAdES），不能核验");
  }
  judge(one, pdf, dictionary, with);
  return one;
}

}  // namespace

std::string PdfSignature::level() const {
  if (sub_filter != "ETSI.CAdES.detached" || !cms.intact) return {};
  return cms.time_stamp && cms.time_stamp->intact ? "B-T" : "B-B";
}

bool PdfReport::intact() const noexcept {
  return findings.empty() && std::all_of(signatures.begin(), signatures.end(), [](const PdfSignature& s) { return s.intact(); });
}

bool PdfReport::trusted() const noexcept {
  return intact() && std::all_of(signatures.begin(), signatures.end(), [](const PdfSignature& s) { return s.stamp || s.cms.good(); });
}

PdfReport verify_pdf(std::string_view pdf, const CmsCheck& with) {
  PdfReport out;
  for (std::size_t at = pdf.find("/ByteRange"); at != std::string_view::npos && out.signatures.size() < kMost; at = pdf.find("/ByteRange", at + 1)) {
    out.signatures.push_back(read(pdf, at, with));
  }
  if (out.signatures.empty()) {
    out.findings.push_back({Severity::error, codes::kPdfNotSigned, "这个 PDF 没有签名，不能证明它有没有被改动过", "向出具单位索取带签名的文件，或连同封存包一起核验"});
    return out;
  }
  std::stable_sort(out.signatures.begin(), out.signatures.end(), [](const PdfSignature& a, const PdfSignature& b) { return a.covers < b.covers; });
  // Where a range cannot be believed, nothing can be said of what stands behind it.
  if (out.signatures.back().contents_end == 0 || out.signatures.back().sub_filter.empty()) return out;
  const auto covered = static_cast<std::size_t>(out.signatures.back().covers);
  const std::string_view behind = pdf.substr(covered);
  if (behind.find_first_not_of(std::string_view(" \r\n\t\0", 5)) != std::string_view::npos) {
    const auto ends = ends_of(behind);
    const std::string what = contents_of(behind);
    out.findings.push_back({Severity::error, codes::kPdfAppended,
                            "签名之后文件又增补过 " + std::to_string(std::max<std::size_t>(1, ends.size())) + " 次，共 " + std::to_string(behind.size()) + " 字节" +
                                (what.empty() ? "" : "，涉及" + what) + "；签名只管前 " + std::to_string(covered) + " 字节",
                            "签名时的文件就是前 " + std::to_string(covered) + " 字节，可以用 head -c " + std::to_string(covered) + " 取出来看"});
  }
  return out;
}

std::string_view before_signatures(std::string_view pdf) {
  std::size_t first = pdf.size();
  for (std::size_t at = pdf.find("/ByteRange"); at != std::string_view::npos; at = pdf.find("/ByteRange", at + 1)) {
    const auto range = range_at(pdf, at + 10);
    if (range && (*range)[1] > 0 && (*range)[1] < pdf.size()) first = std::min(first, static_cast<std::size_t>((*range)[1]));
  }
  if (first == pdf.size()) return pdf;
  const std::size_t end = pdf.rfind("%%EOF", first);
  if (end == std::string_view::npos) return pdf;
  std::size_t behind = end + 5;
  if (pdf.substr(behind, 2) == "\r\n") behind += 2;
  else if (behind < pdf.size() && (pdf[behind] == '\n' || pdf[behind] == '\r')) ++behind;
  return pdf.substr(0, behind);
}

}  // namespace gongwen::sign
