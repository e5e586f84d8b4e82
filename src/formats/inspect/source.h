#pragma once

// The opened file: qpdf behind it, with every inflated byte counted. Private to the room; nothing of qpdf leaves it.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "formats/inspect/inspect.h"

namespace gongwen::inspect {

/// Thrown inside the room when a limit is reached; read() turns it into P004.
struct LimitReached { std::string what; };

class Source {
 public:
  Source(QPDF& pdf, const Limits& limits) : pdf_(pdf), limits_(limits) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  QPDF& pdf() noexcept { return pdf_; }
  const Limits& limits() const noexcept { return limits_; }
  /// A stream's content, its filters undone (not those of pictures). As far as it can be read; empty when not at all.
  std::string stream(QPDFObjectHandle stream);
  /// Refuses object streams that would inflate beyond the limits, before qpdf inflates them whole.
  void measure_object_streams();
  void count_operator() { if (++operators_ > limits_.operators) throw LimitReached{"页面内容的操作太多"}; }
  void count_glyph() { if (++glyphs_ > limits_.glyphs) throw LimitReached{"字数超过 " + std::to_string(limits_.glyphs)}; }

 private:
  QPDF& pdf_;
  const Limits& limits_;
  std::uint64_t inflated_ = 0, operators_ = 0, glyphs_ = 0;
};

/// True when a cross-reference stream of the file inflates beyond `limit`: qpdf reads those whole while opening.
bool has_cross_reference_bomb(std::string_view bytes, std::uint64_t limit);

/// A text string as UTF-8; empty for anything else.
std::string utf8_of(QPDFObjectHandle object);
/// A name's or string's bytes as UTF-8: as it is, or from GB 18030 (old Chinese writers name their fonts so).
std::string name_of_bytes(const std::string& bytes);
double number_of(QPDFObjectHandle object, double otherwise = 0);

}  // namespace gongwen::inspect
