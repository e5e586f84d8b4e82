#include "content/template/lexer.h"

#include "foundation/text/utf8.h"

namespace gongwen::tmpl {
namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_name_start(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || text::is_hanzi(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Token Lexer::take() {
  Token out = std::move(token_);
  advance();
  return out;
}

bool Lexer::is(std::string_view what) const noexcept {
  return (token_.kind == Token::Kind::mark || token_.kind == Token::Kind::name) && token_.text == what;
}

bool Lexer::accept(std::string_view what) {
  if (!is(what)) return false;
  advance();
  return true;
}

void Lexer::widen_name() {
  while (token_.kind == Token::Kind::name && at_ < source_.size() && source_[at_] == '-') {
    const Token head = std::move(token_);
    ++at_;
    const std::size_t before = at_;
    advance();
    if (token_.kind != Token::Kind::name || token_.offset != before) return;
    token_.text = head.text + "-" + token_.text;
    token_.offset = head.offset;
  }
}

void Lexer::advance() {
  while (at_ < source_.size() && is_blank(source_[at_])) ++at_;
  token_ = Token{Token::Kind::end, {}, at_};
  if (at_ >= source_.size()) return;
  const auto first = text::decode(source_, at_);
  const std::size_t begin = at_;
  if (is_name_start(first.code)) {
    while (at_ < source_.size()) {
      const auto d = text::decode(source_, at_);
      if (!is_name_start(d.code) && !is_digit(d.code)) break;
      at_ += d.length;
    }
    token_.kind = Token::Kind::name;
    token_.text = std::string(source_.substr(begin, at_ - begin));
    return;
  }
  if (is_digit(first.code)) {
    while (at_ < source_.size() && (is_digit(static_cast<unsigned char>(source_[at_])) || source_[at_] == '.')) ++at_;
    token_.kind = Token::Kind::number;
    token_.text = std::string(source_.substr(begin, at_ - begin));
    return;
  }
  if (first.code == '\'') {
    const std::size_t close = source_.find('\'', at_ + 1);
    if (close == std::string_view::npos) {
      token_.kind = Token::Kind::bad;
      token_.text = "'";
      at_ = source_.size();
      return;
    }
    token_.kind = Token::Kind::string;
    token_.text = std::string(source_.substr(at_ + 1, close - at_ - 1));
    at_ = close + 1;
    return;
  }
  for (const std::string_view mark : {"!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ".", ",", "|", ":"}) {
    if (source_.substr(at_).starts_with(mark)) {
      token_.kind = Token::Kind::mark;
      token_.text = std::string(mark);
      at_ += mark.size();
      return;
    }
  }
  token_.kind = Token::Kind::bad;
  token_.text = std::string(source_.substr(at_, first.length));
  at_ += first.length;
}

}  // namespace gongwen::tmpl
