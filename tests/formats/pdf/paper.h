#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pdf/pdf.h"
#include "support/files.h"

namespace gongwen::pdf::test {

/// The shipped faces, opened once for all tests of the program.
inline std::shared_ptr<const fonts::FontBook> book() {
  static const auto opened = [] {
    Diagnostics out;
    const auto folder = gongwen::test::source_dir() / "fonts";
    auto b = fonts::FontBook::load(real_env(), folder / "roles.json", folder / "prepared", {}, out);
    if (out.has_errors() || !b) throw std::runtime_error("fonts/prepared is missing: bash fonts/prepare.sh\n" + render(out));
    return b;
  }();
  return opened;
}

/// A layout made by hand: A4 pages, text put where the test says.
class Paper {
 public:
  Paper() {
    layout.meta.title = "测试";
    node(layout::Tag::document, layout::kArtifact);
    add_page();
  }

  void add_page() { layout.pages.push_back({Length::mm(210), Length::mm(297), "", {}, {}}); }

  layout::NodeId node(layout::Tag tag, layout::NodeId parent = 0) {
    layout::Node n;
    n.tag = tag;
    n.parent = parent;
    layout.nodes.push_back(n);
    return static_cast<layout::NodeId>(layout.nodes.size() - 1);
  }

  layout::Node& at(layout::NodeId id) { return layout.nodes.at(static_cast<std::size_t>(id)); }

  /// Sets `text` from (x, y) in millimetres on the last page; a run per face; `gap` more than the advance between glyphs.
  /// Returns where the pen ends.
  Length text(layout::NodeId id, std::string_view utf8, int x, int y, std::string_view role = "fangsong",
              Length gap = Length(), Length size = Length::pt(16)) {
    return text_from(id, utf8, Length::mm(x), Length::mm(y), role, gap, size);
  }

  Length text_from(layout::NodeId id, std::string_view utf8, Length x, Length y, std::string_view role = "fangsong",
                   Length gap = Length(), Length size = Length::pt(16)) {
    const auto faces = book();
    layout::GlyphRun run;
    const auto finish = [&] {
      if (run.glyphs.empty()) return;
      layout.pages.back().items.push_back({id, space_before, run});
      space_before = false;
      run.glyphs.clear();
    };
    for (const char32_t c : decode(utf8)) {
      const auto face_id = faces->pick(faces->role(role), c);
      if (!face_id) throw std::runtime_error("no face has a character of the test");
      const auto& face = faces->face(*face_id);
      if (run.glyphs.empty() || run.face != *face_id) {
        finish();
        run.face = *face_id;
        run.size = size;
        run.origin = {x, y};
      }
      const auto glyph = face.glyph(c);
      run.glyphs.push_back({glyph, c, x - run.origin.x});
      x += size * face.advance(glyph) / face.units_per_em() + gap;
    }
    finish();
    return x;
  }

  void rule(layout::NodeId id, int x, int y, int width, int height) {
    layout.pages.back().items.push_back(
        {id, false, layout::Rule{{Length::mm(x), Length::mm(y), Length::mm(width), Length::mm(height)}, {}}});
  }

  std::string write(const Options& options = {}) const { return pdf::write(layout, *book(), options).bytes; }

  static std::u32string decode(std::string_view utf8) {
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
      const auto first = static_cast<unsigned char>(utf8[i]);
      const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      char32_t c = size == 1 ? first : first & (0x3FU >> (size - 1));
      for (std::size_t k = 1; k < size; ++k) c = c << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
      out += c;
      i += size;
    }
    return out;
  }

  layout::Layout layout;
  bool space_before = false;   ///< of the next item
};

/// A file on disk, for outside tools.
inline std::filesystem::path saved(const std::string& bytes) {
  const auto path = gongwen::test::scratch_dir() / "a.pdf";
  gongwen::test::spill(path, bytes);
  return path;
}

}  // namespace gongwen::pdf::test
