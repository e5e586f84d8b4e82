// Text and marked content (ISO 32000-1 9.4, 14.6).

#include <algorithm>
#include <cmath>

#include "formats/inspect/interpreter.h"

namespace gongwen::inspect {
namespace {

using Kind = Operand::Kind;

std::string utf8_of_bytes(const std::string& bytes) {
  return utf8_of(QPDFObjectHandle::newString(bytes));   // UTF-16, UTF-8 or PDFDocEncoding by its mark
}

}  // namespace

bool Interpreter::text(const std::string& word) {
  if (word == "BT") text_ = line_ = {};
  else if (word == "ET") return true;
  else if (word == "Tf") {
    if (operands_.size() < 2) return true;
    auto font = resource("/Font", operands_[0].text);
    state_.font = font.isDictionary() ? &fonts_.get(font) : nullptr;
    state_.size = number(1);
  }
  else if (word == "Tc") state_.char_space = number(0);
  else if (word == "Tw") state_.word_space = number(0);
  else if (word == "Tz") state_.scale = number(0) / 100;
  else if (word == "TL") state_.leading = number(0);
  else if (word == "Tr") state_.mode = static_cast<int>(std::clamp(number(0), 0.0, 7.0));
  else if (word == "Ts") state_.rise = number(0);
  else if (word == "Td") next_line(number(0), number(1));
  else if (word == "TD") state_.leading = -number(1), next_line(number(0), number(1));
  else if (word == "Tm") text_ = line_ = {number(0), number(1), number(2), number(3), number(4), number(5)};
  else if (word == "T*") next_line(0, -state_.leading);
  else if (word == "Tj") { if (last() != nullptr) show(last()->text); }
  else if (word == "'") { next_line(0, -state_.leading); if (last() != nullptr) show(last()->text); }
  else if (word == "\"") {
    state_.word_space = number(0), state_.char_space = number(1);
    next_line(0, -state_.leading);
    if (last() != nullptr) show(last()->text);
  }
  else if (word == "TJ") {
    if (last() == nullptr) return true;
    const bool vertical = state_.font != nullptr && state_.font->reader->vertical();
    for (const auto& item : last()->items) {
      if (item.is(Kind::string)) {
        show(item.text);
      } else {
        const double shift = -item.number / 1000 * state_.size;
        text_ = text_.after(vertical ? Matrix{1, 0, 0, 1, 0, shift} : Matrix{1, 0, 0, 1, shift * state_.scale, 0});
      }
    }
  }
  else return false;
  return true;
}

void Interpreter::next_line(double x, double y) {
  line_ = line_.after({1, 0, 0, 1, x, y});
  text_ = line_;
}

void Interpreter::show(std::string_view bytes) {
  if (state_.font == nullptr) return;
  const auto& font = *state_.font->reader;
  font.decode(bytes, shown_);
  for (auto& one : shown_) {
    source_.count_glyph();
    const Matrix whole = state_.to_page.after(text_);
    Glyph glyph;
    const Point origin = whole.apply({0, state_.rise});
    glyph.x = origin.x;
    glyph.y = origin.y;
    glyph.size = length_of(whole.turn({0, state_.size}));
    const double spacing = state_.char_space + (one.word_space ? state_.word_space : 0);
    const Point step = font.vertical() ? Point{0, one.width * state_.size + spacing} : Point{(one.width * state_.size + spacing) * state_.scale, 0};
    const Point moved = whole.turn(step);
    glyph.advance = length_of(moved) * (step.x < 0 ? -1 : 1);
    glyph.width = length_of(whole.turn({one.width * state_.size * state_.scale, 0}));
    const Point along = whole.turn({state_.size * state_.scale, 0});
    const double angle = std::atan2(-along.y, along.x) * 57.29577951308232;
    glyph.angle = std::isfinite(angle) ? static_cast<std::int16_t>(std::lround(angle)) : std::int16_t{0};
    glyph.text = std::move(one.text);
    glyph.font = state_.font->index;
    glyph.colour = state_.mode == 1 || state_.mode == 5 ? state_.stroke.colour : state_.fill.colour;
    glyph.visible = state_.mode != 3 && state_.mode != 7;
    glyph.stroked = state_.mode == 2 || state_.mode == 6;
    glyph.artifact = artifacts_ > 0;
    if (near_page(glyph.x, glyph.y) && near_page(glyph.size, glyph.advance) && near_page(glyph.width, 0)) page_.glyphs.push_back(std::move(glyph));
    text_ = text_.after({1, 0, 0, 1, step.x, step.y});
  }
}

bool Interpreter::marked(const std::string& word) {
  if (word == "BMC" || word == "BDC") {
    Mark mark;
    mark.first = page_.glyphs.size();
    mark.artifact = !operands_.empty() && operands_[0].text == "Artifact";
    if (word == "BDC" && operands_.size() >= 2) {
      if (const auto* actual = operands_[1].find("ActualText"); actual != nullptr && actual->is(Kind::string)) {
        mark.replaced = true;
        mark.text = utf8_of_bytes(actual->text);
      } else if (operands_[1].is(Kind::name)) {
        auto properties = resource("/Properties", operands_[1].text);
        if (properties.isDictionary() && properties.getKey("/ActualText").isString()) {
          mark.replaced = true;
          mark.text = utf8_of(properties.getKey("/ActualText"));
        }
      }
    }
    if (marks_.size() >= 10'000) throw LimitReached{"标记嵌套太深"};
    artifacts_ += mark.artifact ? 1 : 0;
    marks_.push_back(std::move(mark));
  } else if (word == "EMC") {
    if (marks_.empty()) return true;
    Mark mark = std::move(marks_.back());
    marks_.pop_back();
    artifacts_ -= mark.artifact ? 1 : 0;
    if (mark.replaced && page_.glyphs.size() > mark.first) page_.replacements.push_back({mark.first, page_.glyphs.size() - mark.first, std::move(mark.text)});
  } else {
    return false;
  }
  return true;
}

}  // namespace gongwen::inspect
