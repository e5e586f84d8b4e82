#include "formats/inspect/lexer.h"

#include <algorithm>

namespace gongwen::inspect {
namespace {

using Kind = Operand::Kind;

constexpr int kDeepestArray = 32;            // arrays in arrays; content streams need 2
constexpr std::size_t kMostItems = 1'000'000;

bool blank(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool delimiter(char c) noexcept {
  return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}
int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

const Operand* Operand::find(std::string_view key) const noexcept {
  for (std::size_t i = 0; kind == Kind::dictionary && i + 1 < items.size(); i += 2) {
    if (items[i].kind == Kind::name && items[i].text == key) return &items[i + 1];
  }
  return nullptr;
}

void Lexer::skip_blanks() {
  while (at_ < bytes_.size()) {
    if (bytes_[at_] == '%') {
      while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
    } else if (blank(bytes_[at_])) {
      ++at_;
    } else {
      return;
    }
  }
}

Operand Lexer::next(int depth) {
  for (;;) {
    skip_blanks();
    if (at_ >= bytes_.size()) return {};
    const char c = bytes_[at_];
    if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.') return number();
    if (c == '(') return literal_string();
    if (c == '/') return name();
    if (c == '<' && at(at_ + 1) != '<') return hex_string();
    if (c == '[' || c == '<') {
      Operand list;
      list.kind = c == '[' ? Kind::array : Kind::dictionary;
      const std::string_view end = c == '[' ? "]" : ">>";
      at_ += c == '[' ? 1 : 2;
      if (depth >= kDeepestArray) continue;
      for (;;) {
        Operand item = next(depth + 1);
        if (item.is(Kind::none) || (item.is(Kind::word) && item.text == end)) return list;
        if (list.items.size() < kMostItems) list.items.push_back(std::move(item));
      }
    }
    Operand word;
    word.kind = Kind::word;
    if (c == ']') return ++at_, word.text = "]", word;
    if (c == '>' && at(at_ + 1) == '>') return at_ += 2, word.text = ">>", word;
    if (delimiter(c)) {   // a stray one
      ++at_;
      continue;
    }
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !blank(bytes_[at_]) && !delimiter(bytes_[at_])) ++at_;
    word.text = bytes_.substr(begin, at_ - begin);
    return word;
  }
}

Operand Lexer::number() {
  // Lenient as readers are: "--5" is -5, "1.2.3" is 1.2, "5-3" is 5.
  Operand out;
  out.kind = Kind::number;
  bool negative = false, point = false, stop = false;
  double scale = 1;
  while (at_ < bytes_.size() && (bytes_[at_] == '-' || bytes_[at_] == '+')) negative = negative || bytes_[at_] == '-', ++at_;
  for (; at_ < bytes_.size(); ++at_) {
    const char c = bytes_[at_];
    if (c >= '0' && c <= '9') {
      if (stop) continue;
      if (point) scale /= 10, out.number += (c - '0') * scale;
      else if (out.number < 1e15) out.number = out.number * 10 + (c - '0');
    } else if (c == '.') {
      stop = stop || point;
      point = true;
    } else if (c == '-') {
      stop = true;
    } else {
      break;
    }
  }
  if (negative) out.number = -out.number;
  return out;
}

Operand Lexer::literal_string() {
  Operand out;
  out.kind = Kind::string;
  int open = 1;
  for (++at_; at_ < bytes_.size(); ++at_) {
    char c = bytes_[at_];
    if (c == '(') ++open;
    if (c == ')' && --open == 0) return ++at_, out;
    if (c != '\\') {
      out.text += c;
      continue;
    }
    c = at(++at_);
    switch (c) {
      case 'n': out.text += '\n'; break;
      case 'r': out.text += '\r'; break;
      case 't': out.text += '\t'; break;
      case 'b': out.text += '\b'; break;
      case 'f': out.text += '\f'; break;
      case '\r': if (at(at_ + 1) == '\n') ++at_; break;
      case '\n': break;
      default:
        if (c >= '0' && c <= '7') {
          int value = c - '0';
          for (int i = 0; i < 2 && at(at_ + 1) >= '0' && at(at_ + 1) <= '7'; ++i) value = value * 8 + (at(++at_) - '0');
          out.text += static_cast<char>(value & 0xFF);
        } else {
          out.text += c;
        }
    }
  }
  return out;
}

Operand Lexer::hex_string() {
  Operand out;
  out.kind = Kind::string;
  int half = -1;
  for (++at_; at_ < bytes_.size() && bytes_[at_] != '>'; ++at_) {
    const int digit = hex_digit(bytes_[at_]);
    if (digit < 0) continue;
    if (half < 0) half = digit;
    else out.text += static_cast<char>(half * 16 + digit), half = -1;
  }
  if (half >= 0) out.text += static_cast<char>(half * 16);
  if (at_ < bytes_.size()) ++at_;
  return out;
}

Operand Lexer::name() {
  Operand out;
  out.kind = Kind::name;
  for (++at_; at_ < bytes_.size() && !blank(bytes_[at_]) && !delimiter(bytes_[at_]); ++at_) {
    const int high = bytes_[at_] == '#' ? hex_digit(at(at_ + 1)) : -1;
    const int low = high >= 0 ? hex_digit(at(at_ + 2)) : -1;
    if (low >= 0) out.text += static_cast<char>(high * 16 + low), at_ += 2;
    else out.text += bytes_[at_];
  }
  return out;
}

std::size_t Lexer::skip_inline_data() {
  const std::size_t begin = std::min(at_ + 1, bytes_.size());   // one blank after ID
  for (std::size_t i = begin; i + 1 < bytes_.size(); ++i) {
    if (bytes_[i] != 'E' || bytes_[i + 1] != 'I' || !(i == begin || blank(bytes_[i - 1]))) continue;
    if (i + 2 < bytes_.size() && !blank(bytes_[i + 2])) continue;
    // Picture data may hold " EI " by chance: what follows must look like content, not like bytes.
    const auto after = bytes_.substr(i + 2, 16);
    if (!std::all_of(after.begin(), after.end(), [](char c) { return blank(c) || (c >= ' ' && c <= '~'); })) continue;
    at_ = i + 2;
    return i - begin;
  }
  at_ = bytes_.size();
  return at_ - begin;
}

}  // namespace gongwen::inspect
