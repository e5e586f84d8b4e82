#pragma once

// Cuts a mapped file into rows without decoding it. Private to data.

#include <memory>
#include <optional>
#include <string_view>

#include "content/data/load.h"
#include "foundation/text/encoding.h"

namespace gongwen::data {

/// Rows end at LF or CRLF; with `quotes`, a line feed inside a quoted cell does not end one. Rows without ink (blanks, separators)
/// are passed over. A quote that is never closed ends with its line, with fault D033; a row of more than 4 MiB gets fault D038.
/// Bytes above 0x7F never look like a quote or a line feed in UTF-8 and GB 18030, so rows can be cut before decoding.
class RowSource {
 public:
  RowSource(std::shared_ptr<const FileBytes> file, bool quotes);
  std::optional<RowReader::Raw> next(char separator);
  double progress() const noexcept;

 private:
  struct End { std::size_t end = 0; std::size_t next = 0; std::uint32_t lines = 1; bool open_quote = false; };
  char32_t unit(std::size_t at) const noexcept;
  End find_end(std::size_t from, char separator, std::size_t limit) const;
  End end_of_line(std::size_t from) const;
  End unclosed(std::size_t from) const;
  bool has_ink(std::size_t from, std::size_t end, char separator) const;
  void decide(std::string_view lines);

  std::shared_ptr<const FileBytes> file_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t step_ = 1;             // bytes of one code unit
  std::uint32_t line_ = 1;
  std::uint64_t number_ = 0;
  bool quotes_;
  bool decided_ = false;
  text::Encoding encoding_ = text::Encoding::utf8;
};

}  // namespace gongwen::data
