// Fonts whose outlines cannot be copied piece by piece: HarfBuzz draws each glyph, and the drawing is written as a new
// Type 2 charstring. Slower, and without hints; for fonts of the user's own only.
// Source Adobe Technical Note 5177, The Type 2 Charstring Format.

#include <algorithm>
#include <charconv>
#include <cmath>

#include <hb-ot.h>
#include <hb.h>

#include "pages/fonts/fonts.h"
#include "pages/fonts/cff_write.h"
#include "pages/fonts/outlines.h"

namespace gongwen::fonts {
namespace {

struct Release {
  void operator()(hb_blob_t* p) const noexcept { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const noexcept { hb_face_destroy(p); }
  void operator()(hb_font_t* p) const noexcept { hb_font_destroy(p); }
  void operator()(hb_draw_funcs_t* p) const noexcept { hb_draw_funcs_destroy(p); }
};
template <typename T>
using Hb = std::unique_ptr<T, Release>;

/// Collects one glyph's drawing as a charstring: the pen's way in whole units, relative to where it stands.
struct Pen {
  std::string charstring;
  std::int32_t x = 0, y = 0;

  void step(float to_x, float to_y) {
    const auto whole = [](float v) { return static_cast<std::int32_t>(std::lround(std::clamp(v, -16000.0F, 16000.0F))); };
    const std::int32_t new_x = whole(to_x), new_y = whole(to_y);
    put_charstring_integer(charstring, new_x - x);
    put_charstring_integer(charstring, new_y - y);
    x = new_x;
    y = new_y;
  }
  void op(char code) { charstring.push_back(code); }
};

constexpr char kLineTo = 5, kCurveTo = 8, kEndchar = 14, kMoveTo = 21;

void move_to(hb_draw_funcs_t*, void* pen, hb_draw_state_t*, float x, float y, void*) {
  auto& p = *static_cast<Pen*>(pen);
  p.step(x, y);
  p.op(kMoveTo);
}
void line_to(hb_draw_funcs_t*, void* pen, hb_draw_state_t*, float x, float y, void*) {
  auto& p = *static_cast<Pen*>(pen);
  p.step(x, y);
  p.op(kLineTo);
}
void curve_to(hb_draw_funcs_t*, void* pen, hb_draw_state_t*, float x1, float y1, float x2, float y2, float x3, float y3, void*) {
  auto& p = *static_cast<Pen*>(pen);
  p.step(x1, y1);
  p.step(x2, y2);
  p.step(x3, y3);
  p.op(kCurveTo);
}

Hb<hb_draw_funcs_t> drawing() {
  Hb<hb_draw_funcs_t> out(hb_draw_funcs_create());
  hb_draw_funcs_set_move_to_func(out.get(), move_to, nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(out.get(), line_to, nullptr, nullptr);
  // Quadratic curves reach us as cubic ones; contours close themselves in Type 2.
  hb_draw_funcs_set_cubic_to_func(out.get(), curve_to, nullptr, nullptr);
  hb_draw_funcs_make_immutable(out.get());
  return out;
}

void draw(hb_font_t* font, GlyphId glyph, hb_draw_funcs_t* funcs, Pen& pen) {
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph(font, glyph, funcs, &pen);
#else
  hb_font_get_glyph_shape(font, glyph, funcs, &pen);
#endif
}

/// FontMatrix and FontBBox of a font with `units` to the em.
std::string top_entries(std::uint16_t units, const std::array<std::int32_t, 4>& box) {
  std::string out;
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), 1.0 / units, std::chars_format::fixed).ptr;
  const std::string_view scale(digits.data(), static_cast<std::size_t>(end - digits.data()));
  for (const std::string_view v : {scale, std::string_view("0"), std::string_view("0"), scale, std::string_view("0"), std::string_view("0")}) {
    put_dict_real(out, v);
  }
  out += "\x0C\x07";
  for (const std::int32_t v : box) {
    out.push_back(28);
    put_u16(out, static_cast<std::uint16_t>(v));
  }
  out.push_back(5);
  return out;
}

class Redrawn final : public Outlines {
 public:
  Hb<hb_face_t> face;
  std::string top;

  /// Asked for every character looked up, too often to draw: such a face's glyphs are taken as they are.
  bool blank(GlyphId) const noexcept override { return false; }

  std::string subset(std::span<const GlyphUse> uses, const std::string& name) const override {
    const Hb<hb_font_t> font(hb_font_create(face.get()));
    const Hb<hb_draw_funcs_t> funcs = drawing();
    std::vector<std::string> drawn;
    drawn.reserve(uses.size() + 1);
    const auto add = [&](GlyphId glyph) {
      Pen pen;
      put_charstring_integer(pen.charstring, std::min(hb_font_get_glyph_h_advance(font.get(), glyph), 32767));  // the width
      draw(font.get(), glyph, funcs.get(), pen);
      pen.op(kEndchar);
      drawn.push_back(std::move(pen.charstring));
    };
    add(0);
    for (const GlyphUse& use : uses) add(use.glyph);

    CffParts parts;
    parts.name = name;
    parts.top = top;
    parts.charstrings.assign(drawn.begin(), drawn.end());
    parts.font_dict_of.assign(drawn.size(), 0);
    parts.font_dicts.resize(1);  // an empty Private DICT: default and nominal width are 0
    return write_cff(parts);
  }
};

}  // namespace

std::unique_ptr<const Outlines> redrawn_cff(Bytes file, std::uint32_t index, const Metrics& metrics) {
  auto out = std::make_unique<Redrawn>();
  const Hb<hb_blob_t> blob(hb_blob_create(file.view().data(), static_cast<unsigned>(file.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  out->face.reset(hb_face_create(blob.get(), index));
  if (hb_face_get_glyph_count(out->face.get()) < metrics.glyph_count) return nullptr;
  hb_face_make_immutable(out->face.get());
  out->top = top_entries(metrics.units_per_em, metrics.box);
  return out;
}

std::pair<std::string, std::string> library() { return {"HarfBuzz", hb_version_string()}; }

}  // namespace gongwen::fonts
