#include "content/data/row_source.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "foundation/text/utf8.h"

namespace gongwen::data {
namespace {

constexpr std::size_t kLongestRow = std::size_t{4} << 20;
constexpr std::size_t kSample = std::size_t{64} << 10;

bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

RowSource::RowSource(std::shared_ptr<const FileBytes> file, bool quotes) : file_(std::move(file)), bytes_(file_->view()), quotes_(quotes) {
  using text::Encoding;
  if (bytes_.starts_with("\xEF\xBB\xBF")) {
    encoding_ = Encoding::utf8_bom;
    at_ = 3;
    decided_ = true;
  } else if (bytes_.starts_with("\xFF\xFE") || bytes_.starts_with("\xFE\xFF")) {
    encoding_ = bytes_[0] == '\xFF' ? Encoding::utf16le : Encoding::utf16be;
    at_ = 2;
    step_ = 2;
    decided_ = true;
  } else {
    // Whole lines only: a character cut in two would look malformed.
    std::string_view sample = bytes_.substr(0, kSample);
    if (sample.size() < bytes_.size()) sample = sample.substr(0, sample.rfind('\n') + 1);
    decide(sample);
  }
}

/// Each line that is not ASCII speaks for UTF-8 when it is well-formed, else against it: one damaged line does not turn the rest.
void RowSource::decide(std::string_view lines) {
  if (decided_ || is_ascii(lines)) return;
  int for_utf8 = 0;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const std::string_view line = lines.substr(at, end - at);
    if (!is_ascii(line)) for_utf8 += text::first_malformed(line) ? -1 : 1;
    at = end + 1;
  }
  encoding_ = for_utf8 > 0 ? text::Encoding::utf8 : text::Encoding::gb18030;
  decided_ = true;
}

char32_t RowSource::unit(std::size_t at) const noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < bytes_.size() ? bytes_[i] : '\0'); };
  if (step_ == 1) return byte(at);
  const auto first = byte(at);
  const auto second = byte(at + 1);
  return encoding_ == text::Encoding::utf16le ? static_cast<char32_t>(second << 8 | first) : static_cast<char32_t>(first << 8 | second);
}

RowSource::End RowSource::end_of_line(std::size_t from) const {
  End out;
  std::size_t at = from;
  while (at < bytes_.size() && unit(at) != '\n') at += step_;
  out.end = std::min(at, bytes_.size());
  out.next = std::min(at + step_, bytes_.size());
  if (out.end >= from + step_ && unit(out.end - step_) == '\r') out.end -= step_;
  return out;
}

/// The end of the row that begins at `from`: a quote opens a cell only at its start.
RowSource::End RowSource::find_end(std::size_t from, char separator, std::size_t limit) const {
  if (!quotes_) return end_of_line(from);
  const auto mark = static_cast<char32_t>(static_cast<unsigned char>(separator));
  std::uint32_t lines = 1;
  bool quoted = false;
  bool cell_start = true;
  for (std::size_t at = from; at < bytes_.size() && at - from <= limit; at += step_) {
    const char32_t c = unit(at);
    if (quoted) {
      const std::size_t next = at + step_;
      if (c == '"' && next < bytes_.size() && unit(next) == '"') {
        at = next;
      } else if (c == '"') {
        quoted = false;
        // What follows a closing quote tells whether it was one; if not, the opening one was never closed on its line.
        const bool closes = next >= bytes_.size() || unit(next) == mark || unit(next) == '\n' || unit(next) == '\r';
        if (!closes) return unclosed(from);
      } else if (c == '\n') {
        ++lines;
      }
    } else if (c == '\n') {
      End out{at, at + step_, lines, false};
      if (at >= from + step_ && unit(at - step_) == '\r') out.end -= step_;
      return out;
    } else if (c == '"' && cell_start) {
      quoted = true;
    }
    cell_start = !quoted && c == mark;
  }
  if (!quoted && bytes_.size() - from <= limit) return {bytes_.size(), bytes_.size(), lines, false};
  return quoted ? unclosed(from) : end_of_line(from);
}

RowSource::End RowSource::unclosed(std::size_t from) const {
  End out = end_of_line(from);
  out.open_quote = true;
  return out;
}

bool RowSource::has_ink(std::size_t from, std::size_t end, char separator) const {
  for (std::size_t at = from; at < end; at += step_) {
    const char32_t c = unit(at);
    if (c != ' ' && c != '\t' && c != '\r' && c != static_cast<unsigned char>(separator)) return true;
  }
  return false;
}

std::optional<RowReader::Raw> RowSource::next(char separator) {
  while (at_ < bytes_.size()) {
    const std::size_t begin = at_;
    const End end = find_end(begin, separator, kLongestRow);
    const std::uint32_t line = line_;
    at_ = end.next;
    line_ += end.lines;
    if (!has_ink(begin, end.end, separator)) continue;
    RowReader::Raw raw;
    raw.number = ++number_;
    raw.line = line;
    raw.offset = begin;
    if (end.open_quote) raw.fault = codes::kBadQuotes;
    if (end.end - begin > kLongestRow) {
      raw.fault = codes::kRowTooLong;
      return raw;
    }
    raw.bytes = std::string(bytes_.substr(begin, end.end - begin));
    decide(raw.bytes);
    raw.encoding = encoding_;
    return raw;
  }
  return std::nullopt;
}

double RowSource::progress() const noexcept {
  return bytes_.empty() ? 1.0 : static_cast<double>(at_) / static_cast<double>(bytes_.size());
}

}  // namespace gongwen::data
