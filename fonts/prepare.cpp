// Cuts one face of a font collection down to what Chinese official documents need, and takes its subroutines apart, so that
// glyph outlines can later be copied one by one (pages/fonts/cff.cpp). Used only by fonts/prepare.sh.
//
//     gongwen_prepare_fonts IN.ttc INDEX OUT.otf

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

#include <hb-subset.h>
#include <hb.h>

namespace {

struct Release {
  void operator()(hb_blob_t* p) const noexcept { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const noexcept { hb_face_destroy(p); }
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
  if (argc != 4) {
    std::fputs("usage: gongwen_prepare_fonts IN INDEX OUT\n", stderr);
    return 2;
  }
  unsigned index = 0;
  const std::string_view digits = argv[2];
  if (std::from_chars(digits.data(), digits.data() + digits.size(), index).ec != std::errc()) throw std::runtime_error("序号应为整数");
  const Hb<hb_face_t> face = open_face(argv[1], index);
  write_file(argv[3], cut_down(face.get()).get());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
