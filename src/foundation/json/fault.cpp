#include "foundation/json/fault_internal.h"

#include <algorithm>
#include <cstdint>

namespace gongwen::json {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
/// What true, null, 1e5 and their misspellings are made of.
bool is_word(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.'; }

/// The four hexadecimal digits at `at`, or nothing.
std::optional<std::uint32_t> hex4(std::string_view t, std::size_t at) noexcept {
  if (at + 4 > t.size()) return std::nullopt;
  std::uint32_t v = 0;
  for (const char c : t.substr(at, 4)) {
    if (is_digit(c)) v = v << 4U | static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f') v = v << 4U | static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F') v = v << 4U | static_cast<std::uint32_t>(c - 'A' + 10);
    else return std::nullopt;
  }
  return v;
}

/// What a clerk most often types where JSON wants something else.
std::vector<std::string> hints_at(std::string_view text, std::size_t at) {
  struct Habit { std::string_view typed, hint; };
  static constexpr Habit kHabits[] = {
      {"，", "这里是全角逗号“，”，应为半角 ,"}, {"：", "这里是全角冒号“：”，应为半角 :"},   {"“", "这里是中文引号“，应为半角 \""},
      {"”", "这里是中文引号”，应为半角 \""},    {"'", "字符串要用双引号 \"，不用单引号"},   {"//", "JSON 里不能写注释"},
      {"/*", "JSON 里不能写注释"},              {"#", "JSON 里不能写注释"},                 {"［", "这里是全角方括号，应为半角 ["},
      {"］", "这里是全角方括号，应为半角 ]"},   {"｛", "这里是全角花括号，应为半角 {"},     {"｝", "这里是全角花括号，应为半角 }"},
      {"　", "这里有一个全角空格，应为半角空格"}, {"、", "这里是顿号“、”，应为半角逗号 ,"}, {"\xEF\xBB\xBF", "文件中间有一个 BOM 标记，删去它"},
  };
  const std::string_view rest = text.substr(at);
  for (const auto& h : kHabits) {
    if (rest.starts_with(h.typed)) return {std::string(h.hint)};
  }
  if (rest.empty()) return {"文件到这里就完了：查一查是否少了 } 或 ]，或文件没有传完"};
  std::size_t before = at;
  while (before > 0 && is_blank(text[before - 1])) --before;
  const char last = before > 0 ? text[before - 1] : '\0';
  if (last == ',' && (rest.front() == '}' || rest.front() == ']')) return {"最后一项后面多了一个逗号"};
  const bool begins_a_value = rest.front() == '"' || rest.front() == '{' || rest.front() == '[' || is_word(rest.front());
  const bool ended_a_value = last == '"' || last == '}' || last == ']' || is_word(last);
  if (begins_a_value && ended_a_value) return {"前一项后面少了一个逗号 ,"};
  if (rest.front() == ',' || last == ',') return {"多了一个逗号，或两项之间少了内容"};
  return {"查一查这里前后的引号、逗号、冒号和括号是否成对"};
}

/// What may stand next.
enum class Want : std::uint8_t { value, value_or_end, key, key_or_end, colon, comma_or_end };

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<Fault> run() {
    for (Want want = Want::value; !fault_;) {
      skip_blank();
      if (want == Want::comma_or_end && open_.empty()) {
        if (at_ < text_.size()) refuse("数据已经结束，后面还有内容", {"一个文件只能有一个 { … }"});
        break;
      }
      want = next(want);
    }
    return std::move(fault_);
  }

 private:
  char here() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blank() noexcept {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  Want refuse(std::string message, std::vector<std::string> hints) {
    fault_ = Fault{at_, std::move(message), std::move(hints)};
    return Want::value;
  }
  Want refuse(std::string message) { return refuse(std::move(message), hints_at(text_, at_)); }

  Want next(Want want) {
    switch (want) {
      case Want::value:
      case Want::value_or_end: return want == Want::value_or_end && here() == ']' ? close() : value();
      case Want::key:
      case Want::key_or_end:
        if (want == Want::key_or_end && here() == '}') return close();
        if (here() != '"') return refuse("这里应为一个键名，写在双引号里");
        string();
        return Want::colon;
      case Want::colon:
        if (here() != ':') return refuse("键名后面应为冒号");
        ++at_;
        return Want::value;
      case Want::comma_or_end: break;
    }
    const bool in_object = open_.back() == '{';
    if (here() == (in_object ? '}' : ']')) return close();
    if (here() != ',') return refuse(in_object ? "这里应为逗号或 }" : "这里应为逗号或 ]");
    ++at_;
    return in_object ? Want::key : Want::value;
  }

  Want close() {
    open_.pop_back();
    ++at_;
    return Want::comma_or_end;
  }

  Want value() {
    const char c = here();
    if (c == '{' || c == '[') {
      open_.push_back(c);
      ++at_;
      return c == '{' ? Want::key_or_end : Want::value_or_end;
    }
    if (c == '"') {
      string();
      return Want::comma_or_end;
    }
    std::size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (word.empty()) return refuse("这里少了一个值");
    if (word != "true" && word != "false" && word != "null" && !is_number(word)) {
      return refuse("“" + std::string(word.substr(0, 40)) + "”不是合法的值", {"文字要写在双引号里；数字不要有多余的 0、正号、千分位；是与否写 true、false"});
    }
    at_ = end;
    return Want::comma_or_end;
  }

  /// One string; `at_` goes behind it, or to the place of the fault.
  void string() {
    const std::size_t opened = at_++;
    while (!fault_) {
      const auto c = static_cast<unsigned char>(here());
      if (at_ >= text_.size() || c == '\n' || c == '\r') {
        at_ = opened;
        refuse("引号没有成对", {"字符串开头有 \"，结尾也要有；字符串里的引号写成 \\\"，换行写成 \\n"});
      } else if (c == '"') {
        ++at_;
        return;
      } else if (c < 0x20) {
        refuse("字符串里有控制字符", {"制表符写成 \\t，别的控制字符请删去"});
      } else if (c == '\\') {
        escape();
      } else {
        ++at_;
      }
    }
  }

  void escape() {
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (kind != '\0' && std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos) {
      at_ += 2;
      return;
    }
    const auto code = kind == 'u' ? hex4(text_, at_ + 2) : std::nullopt;
    if (!code) {
      refuse("字符串里有不合法的转义", {"反斜杠本身写成 \\\\（例如文件路径）"});
      return;
    }
    std::size_t size = 6;
    if (*code >= 0xD800 && *code <= 0xDFFF) {
      const auto low = *code < 0xDC00 && text_.substr(at_ + 6, 2) == "\\u" ? hex4(text_, at_ + 8) : std::nullopt;
      if (!low || *low < 0xDC00 || *low > 0xDFFF) {
        refuse("字符串里有半个代理对", {"把这个字直接写出来，不用 \\u 转义"});
        return;
      }
      size = 12;
    }
    at_ += size;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;               ///< the brackets not yet closed
  std::optional<Fault> fault_;
};

}  // namespace

bool is_number(std::string_view t) noexcept {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < t.size() && is_digit(t[i])) ++i;
    return i > from;
  };
  if (i < t.size() && t[i] == '-') ++i;
  if (i < t.size() && t[i] == '0') ++i;
  else if (!digits()) return false;
  if (i < t.size() && t[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < t.size() && (t[i] == 'e' || t[i] == 'E')) {
    ++i;
    if (i < t.size() && (t[i] == '+' || t[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == t.size();
}

std::size_t first_malformed_utf8(std::string_view t) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(t[i]); };
  for (std::size_t i = 0; i < t.size();) {
    const unsigned a = byte(i);
    const std::size_t n = a < 0x80 ? 1 : a >= 0xC2 && a < 0xE0 ? 2 : a >= 0xE0 && a < 0xF0 ? 3 : a >= 0xF0 && a < 0xF5 ? 4 : 0;
    if (n == 0 || n > t.size() - i) return i;
    for (std::size_t k = 1; k < n; ++k) {
      if ((byte(i + k) & 0xC0U) != 0x80U) return i;
    }
    // overlong forms, surrogates and what is above U+10FFFF show in the second byte (RFC 3629 section 4)
    if (n > 2) {
      const unsigned b = byte(i + 1);
      if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) || (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return i;
    }
    i += n;
  }
  return t.size();
}

std::optional<Fault> first_fault(std::string_view text) { return Scan(text).run(); }

}  // namespace gongwen::json
