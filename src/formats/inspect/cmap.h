#pragma once

// CMaps: which codes a string of a composite font holds, and which CID or character each stands for (ISO 32000-1 9.7.5, 9.10.3).
// Private to the room.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gongwen::inspect {

/// One code cut from a string.
struct Code { std::uint32_t value = 0; unsigned bytes = 1; };

class CMap {
 public:
  /// Reads bfchar, bfrange, cidchar, cidrange, codespacerange, WMode. What cannot be read is left out.
  static CMap parse(std::string_view bytes);
  /// One of the predefined CMaps by name (Table 118): Identity, Uni…-UCS2/UTF16, the GB 18030 family. Any other name: two bytes a code.
  static CMap predefined(std::string_view name);

  /// Cuts the next code; always at least one byte. REQUIRES: at < bytes.size().
  Code cut(std::string_view bytes, std::size_t at) const;
  /// The character(s) as UTF-8, empty when not known.
  std::string text(Code code, std::string_view raw) const;
  std::optional<std::uint32_t> cid(Code code) const;
  bool vertical() const noexcept { return vertical_; }
  bool has_text() const noexcept { return !texts_.empty() || coding_ == Coding::utf16 || coding_ == Coding::gb18030; }
  /// Codes are characters of their own (a predefined CMap of a character set): CIDs are not worked out.
  bool by_character() const noexcept { return coding_ == Coding::utf16 || coding_ == Coding::gb18030; }

 private:
  enum class Coding : std::uint8_t { embedded, identity, utf16, gb18030 };
  struct Space { unsigned bytes; std::uint32_t low, high; };
  struct Range { std::uint32_t low, high, cid; };
  struct Text { std::uint32_t low, high; std::u32string text; };
  void sort();
  Coding coding_ = Coding::embedded;
  bool vertical_ = false;
  std::vector<Space> spaces_;
  std::vector<Range> cids_;
  std::vector<Text> texts_;
};

}  // namespace gongwen::inspect
