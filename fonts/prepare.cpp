// Makes faces whose glyph outlines can be copied one by one (pages/fonts/cff.cpp). Used only by fonts/prepare.sh.
//
//     prepare subset INDEX IN.ttc OUT.otf    one face of a collection, cut down to what Chinese official documents need, its
//                                            subroutines taken apart
//     prepare lighten HUNDREDTHS IN.otf OUT.otf   the outlines drawn anew with fewer curves, at most so many hundredths of a font
//                                            unit off, without hints; everything else as it is

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "charstring.h"
#include "lighten.h"
#include "pages/fonts/bytes.h"
#include "pages/fonts/cff_write.h"

namespace {

using gongwen::fonts::Contour;
using gongwen::fonts::Piece;

struct Release {
  void operator()(hb_blob_t* p) const noexcept { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const noexcept { hb_face_destroy(p); }
  void operator()(hb_font_t* p) const noexcept { hb_font_destroy(p); }
  void operator()(hb_draw_funcs_t* p) const noexcept { hb_draw_funcs_destroy(p); }
  void operator()(hb_set_t* p) const noexcept { hb_set_destroy(p); }
  void operator()(hb_subset_input_t* p) const noexcept { hb_subset_input_destroy(p); }
};
template <typename T>
using Hb = std::unique_ptr<T, Release>;

struct Range {
  hb_codepoint_t first, last;
};

// Hanzi of every block, and the letters, digits, marks and symbols that stand beside them. Hangul, the largest part left
// out, has no place in these papers.
constexpr Range kWanted[] = {
    {0x0020, 0x052F},   {0x2000, 0x27BF},   {0x2E80, 0x30FF},   {0x3105, 0x312F},   {0x3190, 0x9FFF},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE4F},   {0xFF00, 0xFFEF},   {0x20000, 0x3FFFD},
};

// Layout and vertical tables: runs are placed glyph by glyph, horizontally.
constexpr std::string_view kDropped[] = {"GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"};

Hb<hb_face_t> open_face(const char* file, unsigned index) {
  const Hb<hb_blob_t> blob(hb_blob_create_from_file_or_fail(file));
  if (!blob) throw std::runtime_error(std::string("读不了 ") + file);
  Hb<hb_face_t> face(hb_face_create(blob.get(), index));
  if (hb_face_get_glyph_count(face.get()) == 0) throw std::runtime_error(std::string("不是字体或没有这个序号：") + file);
  return face;
}

// ---- subset ----

Hb<hb_face_t> cut_down(hb_face_t* face) {
  const Hb<hb_subset_input_t> input(hb_subset_input_create_or_fail());
  if (!input) throw std::runtime_error("内存不足");
  hb_set_t* unicodes = hb_subset_input_unicode_set(input.get());
  for (const Range& r : kWanted) hb_set_add_range(unicodes, r.first, r.last);
  const Hb<hb_set_t> covered(hb_set_create());
  hb_face_collect_unicodes(face, covered.get());
  hb_set_intersect(unicodes, covered.get());

  hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (const std::string_view tag : kDropped) hb_set_add(dropped, hb_tag_from_string(tag.data(), static_cast<int>(tag.size())));
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  Hb<hb_face_t> result(hb_subset_or_fail(face, input.get()));
  if (!result) throw std::runtime_error("HarfBuzz 没有做成子集");
  return result;
}

// ---- lighten ----

using Contours = std::vector<Contour>;

Hb<hb_draw_funcs_t> drawing() {
  Hb<hb_draw_funcs_t> out(hb_draw_funcs_create());
  hb_draw_funcs_set_move_to_func(out.get(), [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x, float y, void*) {
    static_cast<Contours*>(to)->push_back({{x, y}, {}});
  }, nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(out.get(), [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x, float y, void*) {
    static_cast<Contours*>(to)->back().pieces.push_back({true, {}, {}, {x, y}});
  }, nullptr, nullptr);
  hb_draw_funcs_set_cubic_to_func(out.get(), [](hb_draw_funcs_t*, void* to, hb_draw_state_t*, float x1, float y1, float x2, float y2,
                                                float x3, float y3, void*) {
    static_cast<Contours*>(to)->back().pieces.push_back({false, {x1, y1}, {x2, y2}, {x3, y3}});
  }, nullptr, nullptr);
  hb_draw_funcs_make_immutable(out.get());
  return out;
}

void draw(hb_font_t* font, hb_codepoint_t glyph, hb_draw_funcs_t* funcs, Contours& contours) {
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph(font, glyph, funcs, &contours);
#else
  hb_font_get_glyph_shape(font, glyph, funcs, &contours);
#endif
}

/// "/defaultWidthX 1000": the width of nearly all glyphs need not be written (Technical Note 5176, table 23).
constexpr int kDefaultWidth = 1000;
std::string private_dict() {
  std::string out;
  gongwen::fonts::put_dict_integer(out, kDefaultWidth);
  out.push_back(20);
  return out;
}

/// FontBBox; the FontMatrix of a thousand units is the default.
std::string top_entries(hb_face_t* face) {
  const Hb<hb_blob_t> head(hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd')));
  unsigned size = 0;
  const char* data = hb_blob_get_data(head.get(), &size);
  const gongwen::fonts::Bytes table(std::string_view(data, size));
  std::string out;
  for (std::size_t at = 36; at < 44; at += 2) {
    out.push_back(28);
    gongwen::fonts::put_u16(out, table.u16(at));
  }
  out.push_back(5);
  return out;
}

std::string lightened_cff(hb_face_t* face, double tolerance) {
  if (hb_face_get_upem(face) != 1000) throw std::runtime_error("只会处理一字 1000 单位的字体");
  const Hb<hb_font_t> font(hb_font_create(face));
  const auto funcs = drawing();
  const unsigned count = hb_face_get_glyph_count(face);
  std::vector<std::string> drawn;
  for (hb_codepoint_t glyph = 0; glyph < count; ++glyph) {
    Contours contours;
    draw(font.get(), glyph, funcs.get(), contours);
    std::erase_if(contours, [](const Contour& c) { return c.pieces.empty(); });
    for (Contour& contour : contours) contour = gongwen::fonts::lightened(contour, tolerance);
    const int width = hb_font_get_glyph_h_advance(font.get(), glyph);
    drawn.push_back(gongwen::fonts::charstring(contours, width == kDefaultWidth ? std::nullopt : std::optional(width)));
  }
  gongwen::fonts::CffParts parts;
  parts.name = "Lightened";
  parts.top = top_entries(face);
  parts.charstrings.assign(drawn.begin(), drawn.end());
  parts.font_dict_of.assign(drawn.size(), 0);
  parts.font_dicts.push_back({std::string(), private_dict()});
  return gongwen::fonts::write_cff(parts);
}

Hb<hb_face_t> lightened(hb_face_t* face, double tolerance) {
  const std::string cff = lightened_cff(face, tolerance);
  Hb<hb_face_t> out(hb_face_builder_create());
  std::array<hb_tag_t, 64> tags{};
  unsigned count = tags.size();
  hb_face_get_table_tags(face, 0, &count, tags.data());
  const hb_tag_t outlines = HB_TAG('C', 'F', 'F', ' ');
  for (unsigned i = 0; i < count; ++i) {
    if (tags[i] == outlines) continue;
    const Hb<hb_blob_t> table(hb_face_reference_table(face, tags[i]));
    hb_face_builder_add_table(out.get(), tags[i], table.get());
  }
  const Hb<hb_blob_t> blob(hb_blob_create(cff.data(), static_cast<unsigned>(cff.size()), HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
  hb_face_builder_add_table(out.get(), outlines, blob.get());
  return out;
}

// ---- files ----

/// Under a temporary name first, so that an interrupted run leaves no half file that looks whole.
void write_file(const std::filesystem::path& path, hb_face_t* face) {
  const Hb<hb_blob_t> blob(hb_face_reference_blob(face));
  unsigned size = 0;
  const char* bytes = hb_blob_get_data(blob.get(), &size);
  const std::filesystem::path half = path.string() + ".part";
  std::ofstream out(half, std::ios::binary);
  out.write(bytes, static_cast<std::streamsize>(size));
  out.close();
  if (!out) throw std::runtime_error("写入 " + path.string() + " 失败");
  std::filesystem::rename(half, path);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string_view how = argc == 5 ? argv[1] : "";
  if (how != "subset" && how != "lighten") {
    std::fputs("usage: prepare subset INDEX IN OUT | prepare lighten HUNDREDTHS IN OUT\n", stderr);
    return 2;
  }
  unsigned number = 0;
  const std::string_view digits = argv[2];
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc()) throw std::runtime_error("应为整数：" + std::string(digits));
  const Hb<hb_face_t> face = open_face(argv[3], how == "subset" ? number : 0);
  write_file(argv[4], how == "subset" ? cut_down(face.get()).get() : lightened(face.get(), number / 100.0).get());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
