#pragma once

// HarfBuzz as the second opinion on our subsets: outlines and advances as text, one line a glyph.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hb-ot.h>
#include <hb.h>

namespace gongwen::fonts::test {

struct Release {
  void operator()(hb_face_t* p) const noexcept { hb_face_destroy(p); }
  void operator()(hb_font_t* p) const noexcept { hb_font_destroy(p); }
  void operator()(hb_blob_t* p) const noexcept { hb_blob_destroy(p); }
  void operator()(hb_draw_funcs_t* p) const noexcept { hb_draw_funcs_destroy(p); }
};
template <typename T>
using Hb = std::unique_ptr<T, Release>;

/// A font seen by HarfBuzz. The bytes must outlive it.
class Outline {
 public:
  explicit Outline(std::string_view bytes) {
    const Hb<hb_blob_t> blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    face_.reset(hb_face_create(blob.get(), 0));
    font_.reset(hb_font_create(face_.get()));
    funcs_.reset(hb_draw_funcs_create());
    hb_draw_funcs_set_move_to_func(funcs_.get(), move_to, nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(funcs_.get(), line_to, nullptr, nullptr);
    hb_draw_funcs_set_quadratic_to_func(funcs_.get(), quad_to, nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(funcs_.get(), cubic_to, nullptr, nullptr);
  }
  unsigned glyph_count() const { return hb_face_get_glyph_count(face_.get()); }
  hb_codepoint_t glyph(char32_t c) const {
    hb_codepoint_t found = 0;
    return hb_font_get_nominal_glyph(font_.get(), c, &found) != 0 ? found : 0;
  }
  int advance(unsigned glyph) const { return hb_font_get_glyph_h_advance(font_.get(), glyph); }
  std::string drawn(unsigned glyph) const {
    std::string out;
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(font_.get(), glyph, funcs_.get(), &out);
#else
    hb_font_get_glyph_shape(font_.get(), glyph, funcs_.get(), &out);
#endif
    return out;
  }

 private:
  static void add(void* out, char op, std::initializer_list<float> numbers) {
    auto& text = *static_cast<std::string*>(out);
    text += op;
    for (const float n : numbers) text += std::to_string(n) + " ";
  }
  static void move_to(hb_draw_funcs_t*, void* o, hb_draw_state_t*, float x, float y, void*) { add(o, 'M', {x, y}); }
  static void line_to(hb_draw_funcs_t*, void* o, hb_draw_state_t*, float x, float y, void*) { add(o, 'L', {x, y}); }
  static void quad_to(hb_draw_funcs_t*, void* o, hb_draw_state_t*, float a, float b, float x, float y, void*) {
    add(o, 'Q', {a, b, x, y});
  }
  static void cubic_to(hb_draw_funcs_t*, void* o, hb_draw_state_t*, float a, float b, float c, float d, float x, float y, void*) {
    add(o, 'C', {a, b, c, d, x, y});
  }
  Hb<hb_face_t> face_;
  Hb<hb_font_t> font_;
  Hb<hb_draw_funcs_t> funcs_;
};

}  // namespace gongwen::fonts::test
