#include "formats/inspect/interpreter.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "foundation/text/utf8.h"

namespace gongwen::inspect {
namespace {

using Kind = Operand::Kind;

constexpr int kDeepestForm = 24;
constexpr std::size_t kMostSaved = 512;
constexpr std::size_t kMostOperands = 512;

Colour grey(double g) {
  const auto v = static_cast<std::uint8_t>(std::lround(std::clamp(g, 0.0, 1.0) * 255));
  return {v, v, v, true};
}
Colour rgb(double r, double g, double b) { return {grey(r).red, grey(g).red, grey(b).red, true}; }
Colour cmyk(double c, double m, double y, double k) { return rgb((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)); }

std::string utf8_of_bytes(const std::string& bytes) {
  return utf8_of(QPDFObjectHandle::newString(bytes));   // UTF-16, UTF-8 or PDFDocEncoding by its mark
}

}  // namespace

const FontStore::Entry& FontStore::get(QPDFObjectHandle dictionary) {
  const auto make = [&] {
    Entry entry{std::make_unique<FontReader>(source_, dictionary), static_cast<std::uint32_t>(fonts_.size())};
    fonts_.push_back(entry.reader->font());
    return entry;
  };
  if (!dictionary.isIndirect()) {
    if (direct_.size() > 10'000) throw LimitReached{"字体太多"};
    direct_.push_back(std::make_unique<Entry>(make()));
    return *direct_.back();
  }
  const auto id = dictionary.getObjGen();
  if (const auto found = read_.find(id); found != read_.end()) return found->second;
  return read_.emplace(id, make()).first->second;
}

void Interpreter::run(std::string_view content, QPDFObjectHandle resources, const Matrix& to_page) {
  const auto outer = std::tuple(resources_, lexer_, state_, std::move(saved_), std::move(path_), text_, line_, marks_.size());
  Lexer lexer(content);
  resources_ = resources;
  lexer_ = &lexer;
  state_.to_page = to_page;
  saved_.clear();
  path_.clear();
  operands_.clear();
  for (Operand item = lexer.next(); !item.is(Kind::none); item = lexer.next()) {
    if (!item.is(Kind::word)) {
      if (operands_.size() < kMostOperands) operands_.push_back(std::move(item));
      continue;
    }
    source_.count_operator();
    carry_out(item.text);
    operands_.clear();
  }
  while (marks_.size() > std::get<7>(outer)) marked("EMC");
  std::tie(resources_, lexer_, state_, saved_, path_, text_, line_, std::ignore) = outer;
}

void Interpreter::run_form(QPDFObjectHandle form, QPDFObjectHandle outer_resources, const Matrix& to_page) {
  if (!form.isStream() || depth_ >= kDeepestForm) return;
  const auto id = form.getObjGen();
  if (!open_forms_.insert(id).second) return;   // a form that shows itself
  auto dictionary = form.getDict();
  Matrix own;
  if (auto m = dictionary.getKey("/Matrix"); m.isArray() && m.getArrayNItems() == 6) {
    const auto at = [&](int i) { return number_of(m.getArrayItem(i)); };
    own = {at(0), at(1), at(2), at(3), at(4), at(5)};
  }
  auto resources = dictionary.getKey("/Resources");
  ++depth_;
  run(source_.stream(form), resources.isDictionary() ? resources : outer_resources, to_page.after(own));
  --depth_;
  open_forms_.erase(id);
}

QPDFObjectHandle Interpreter::resource(const char* kind, const std::string& name) {
  if (!resources_.isDictionary()) return QPDFObjectHandle::newNull();
  auto group = resources_.getKey(kind);
  return group.isDictionary() ? group.getKey("/" + name) : QPDFObjectHandle::newNull();
}

void Interpreter::carry_out(const std::string& word) {
  if (text(word) || path(word) || graphics(word) || colour(word)) return;
  marked(word);
}

bool Interpreter::graphics(const std::string& word) {
  if (word == "q") {
    if (saved_.size() < kMostSaved) saved_.push_back(state_);
  } else if (word == "Q") {
    if (!saved_.empty()) state_ = saved_.back(), saved_.pop_back();
  } else if (word == "cm") {
    state_.to_page = state_.to_page.after({number(0), number(1), number(2), number(3), number(4), number(5)});
  } else if (word == "w") {
    state_.line_width = number(0);
  } else if (word == "gs") {
    auto parameters = resource("/ExtGState", last() != nullptr ? last()->text : "");
    if (!parameters.isDictionary()) return true;
    state_.line_width = number_of(parameters.getKey("/LW"), state_.line_width);
    if (auto font = parameters.getKey("/Font"); font.isArray() && font.getArrayNItems() == 2) {
      state_.font = &fonts_.get(font.getArrayItem(0));
      state_.size = number_of(font.getArrayItem(1));
    }
  } else if (word == "Do") {
    if (last() != nullptr) external(std::string(last()->text));
  } else if (word == "BI") {
    inline_picture();
  } else {
    return false;
  }
  return true;
}

void Interpreter::external(const std::string& name) {
  auto object = resource("/XObject", name);
  if (!object.isStream()) return;
  auto dictionary = object.getDict();
  if (dictionary.getKey("/Subtype").isNameAndEquals("/Image")) return add_picture(number_of(dictionary.getKey("/Width")), number_of(dictionary.getKey("/Height")));
  run_form(object, resources_, state_.to_page);
}

void Interpreter::add_picture(double wide, double high) {
  source_.count_glyph();
  Picture picture;
  const Point corners[] = {state_.to_page.apply({0, 0}), state_.to_page.apply({1, 0}), state_.to_page.apply({0, 1}), state_.to_page.apply({1, 1})};
  picture.x0 = picture.x1 = corners[0].x;
  picture.y0 = picture.y1 = corners[0].y;
  for (const auto& c : corners) {
    picture.x0 = std::min(picture.x0, c.x), picture.x1 = std::max(picture.x1, c.x);
    picture.y0 = std::min(picture.y0, c.y), picture.y1 = std::max(picture.y1, c.y);
  }
  picture.pixels_wide = static_cast<std::uint32_t>(std::clamp(wide, 0.0, 1e9));
  picture.pixels_high = static_cast<std::uint32_t>(std::clamp(high, 0.0, 1e9));
  if (near_page(picture.x0, picture.y0) && near_page(picture.x1, picture.y1)) page_.pictures.push_back(picture);
}

void Interpreter::inline_picture() {
  double wide = 0, high = 0;
  std::string key;
  for (Operand item = lexer_->next(); !item.is(Kind::none); item = lexer_->next()) {
    if (item.is(Kind::word) && item.text == "ID") break;
    if (key.empty() && item.is(Kind::name)) {
      key = item.text;
      continue;
    }
    if (key == "W" || key == "Width") wide = item.number;
    if (key == "H" || key == "Height") high = item.number;
    key.clear();
  }
  lexer_->skip_inline_data();
  add_picture(wide, high);
}

bool Interpreter::path(const std::string& word) {
  const auto at = [&](std::size_t i) { return state_.to_page.apply(point(i)); };
  if (word == "m") path_.move(at(0));
  else if (word == "l") path_.line(at(0));
  else if (word == "c") path_.curve(at(0), at(2), at(4));
  else if (word == "v") path_.curve(path_.last(), at(0), at(2));
  else if (word == "y") path_.curve(at(0), at(2), at(2));
  else if (word == "h") path_.close();
  else if (word == "re") {
    const double x = number(0), y = number(1), w = number(2), h = number(3);
    path_.move(state_.to_page.apply({x, y}));
    path_.line(state_.to_page.apply({x + w, y}));
    path_.line(state_.to_page.apply({x + w, y + h}));
    path_.line(state_.to_page.apply({x, y + h}));
    path_.close();
  }
  else if (word == "S") paint(false, true);
  else if (word == "s") path_.close(), paint(false, true);
  else if (word == "f" || word == "F" || word == "f*") paint(true, false);
  else if (word == "B" || word == "B*") paint(true, true);
  else if (word == "b" || word == "b*") path_.close(), paint(true, true);
  else if (word == "n") path_.clear();
  else return word == "W" || word == "W*";
  return true;
}

void Interpreter::paint(bool fill, bool stroke) {
  if (page_.rules.size() + page_.shapes.size() > source_.limits().glyphs) throw LimitReached{"线条太多"};
  path_.paint(page_, fill, state_.fill.colour, stroke, state_.stroke.colour, state_.line_width * state_.to_page.scale());
  path_.clear();
}

bool Interpreter::colour(const std::string& word) {
  const auto device = [&](ColourState& into, int n) {
    into.components = n;
    into.direct = true;
    set_colour(into);
  };
  if (word == "g") device(state_.fill, 1);
  else if (word == "G") device(state_.stroke, 1);
  else if (word == "rg") device(state_.fill, 3);
  else if (word == "RG") device(state_.stroke, 3);
  else if (word == "k") device(state_.fill, 4);
  else if (word == "K") device(state_.stroke, 4);
  else if (word == "cs") set_space(state_.fill);
  else if (word == "CS") set_space(state_.stroke);
  else if (word == "sc" || word == "scn") set_colour(state_.fill);
  else if (word == "SC" || word == "SCN") set_colour(state_.stroke);
  else return false;
  return true;
}

void Interpreter::set_space(ColourState& into) {
  const std::string name = last() != nullptr ? last()->text : "";
  into = {};
  auto space = resource("/ColorSpace", name);
  std::string family = space.isName() ? space.getName() : "/" + name;
  if (space.isArray() && space.getArrayNItems() > 0 && space.getArrayItem(0).isName()) family = space.getArrayItem(0).getName();
  if (family == "/DeviceRGB" || family == "/CalRGB") {
    into.components = 3;
  } else if (family == "/DeviceCMYK") {
    into.components = 4;
  } else if (family == "/ICCBased" && space.isArray() && space.getArrayNItems() > 1 && space.getArrayItem(1).isStream()) {
    into.components = static_cast<int>(number_of(space.getArrayItem(1).getDict().getKey("/N"), 3));
  } else if (family == "/Separation" && space.isArray() && space.getArrayNItems() > 1) {
    into.components = 1;
    into.direct = false;
    into.colour.known = space.getArrayItem(1).isNameAndEquals("/Black") || space.getArrayItem(1).isNameAndEquals("/All");
  } else if (family != "/DeviceGray" && family != "/CalGray") {
    into.direct = false;
    into.colour.known = false;
  }
}

void Interpreter::set_colour(ColourState& into) {
  if (!into.direct) {
    if (into.colour.known) into.colour = grey(1 - number(0));   // a tint of black
    return;
  }
  if (into.components == 3) into.colour = rgb(number(0), number(1), number(2));
  else if (into.components == 4) into.colour = cmyk(number(0), number(1), number(2), number(3));
  else into.colour = grey(number(0));
}

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
