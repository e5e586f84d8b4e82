#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace gongwen::docx {

/// Text on its way into XML. The view must live until it is written.
struct Escaped { std::string_view text; };
inline Escaped esc(std::string_view text) noexcept { return {text}; }

/// Appends text as XML character data that is also safe inside a quoted attribute: & < > " by name; characters XML 1.0
/// forbids (2.2 Char: most controls, U+FFFE, U+FFFF) become U+FFFD; tab and line ends by number, so that they survive
/// attribute-value normalisation (3.3.3). REQUIRES: valid UTF-8.
void append_escaped(std::string& out, std::string_view text);

/// Bytes of XML, put together from left to right: literals go in as they stand, everything else through `esc` or as a number.
class Xml {
 public:
  Xml& operator<<(std::string_view raw) { out_ += raw; return *this; }
  Xml& operator<<(Escaped text) { append_escaped(out_, text.text); return *this; }
  template <std::integral T>
  Xml& operator<<(T number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    return *this;
  }
  /// Puts markup into the middle of what is written.
  void insert(std::size_t at, std::string_view raw) { out_.insert(at, raw); }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  std::size_t size() const noexcept { return out_.size(); }
  const std::string& str() const noexcept { return out_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

inline constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
inline constexpr std::string_view kW = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
inline constexpr std::string_view kR = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

}  // namespace gongwen::docx
