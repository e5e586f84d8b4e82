#include "formats/inspect/interpreter.h"

#include <algorithm>
#include <cmath>
#include <tuple>


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

}  // namespace gongwen::inspect
