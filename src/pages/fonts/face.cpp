#include "pages/fonts/face.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "foundation/text/utf8.h"
#include "pages/fonts/cmap.h"
#include "pages/fonts/outlines.h"
#include "pages/fonts/sfnt.h"

namespace gongwen::fonts {
namespace {

/// Six capitals made of the face and the glyphs used, so that two subsets of one face do not share a name (FNV-1a, 64 bits).
std::string tag_of(const Face& face, std::span<const GlyphUse> uses) {
  std::uint64_t hash = 0xCBF29CE484222325;
  const auto mix = [&hash](std::uint64_t value) { hash = (hash ^ value) * 0x100000001B3; };
  for (const char c : face.postscript_name()) mix(static_cast<std::uint8_t>(c));
  for (const GlyphUse& use : uses) {
    mix(use.glyph);
    mix(use.unicode);
  }
  hash ^= hash >> 32;  // the low bits of FNV alone are weak
  std::string tag;
  for (int i = 0; i < 6; ++i, hash /= 26) tag.push_back(static_cast<char>('A' + hash % 26));
  return tag;
}

/// A PostScript name may hold no blanks and none of the delimiters of PostScript and PDF.
std::string as_postscript_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > ' ' && c < 0x7F && std::string_view("[](){}<>/%#").find(c) == std::string_view::npos) out.push_back(c);
  }
  return out.empty() ? "Font" : out;
}

/// Some fonts map control characters to the blank's glyph; what cannot be seen must not pass for printed.
bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

class SfntFace final : public Face {
 public:
  SfntFace(std::shared_ptr<const FileBytes> bytes, const FaceSource& source, const Sfnt& font, const Metrics& metrics,
           const Cmap& cmap, std::unique_ptr<const Outlines> outlines, bool cff)
      : bytes_(std::move(bytes)), cmap_(cmap), hmtx_(font.table("hmtx")), advance_count_(metrics.advance_count),
        outlines_(std::move(outlines)) {
    id_ = source.id;
    file_ = source.file;
    sha256_ = source.sha256;
    licence_ = source.licence;
    family_ = read_name(font, 1);
    if (family_.empty()) family_ = id_;
    const std::string postscript = read_name(font, 6);
    postscript_ = as_postscript_name(postscript.empty() ? id_ : postscript);
    cff_ = cff;
    units_ = metrics.units_per_em;
    const auto per_mille = [&](std::int32_t v) { return v * 1000 / metrics.units_per_em; };
    ascent_ = per_mille(metrics.ascent);
    descent_ = per_mille(metrics.descent);
    cap_height_ = per_mille(metrics.cap_height);
    std::transform(metrics.box.begin(), metrics.box.end(), box_, per_mille);
  }

  GlyphId glyph(char32_t c) const noexcept override {
    if (is_control(c)) return 0;
    const GlyphId found = cmap_.glyph(c);
    if (found != 0 && c > 0x3000 && text::is_hanzi(c) && outlines_->blank(found)) return 0;
    return found;
  }
  std::uint16_t advance(GlyphId glyph) const noexcept override {
    return hmtx_.u16(std::size_t{4} * std::min<std::uint32_t>(glyph, advance_count_ - 1));
  }
  std::vector<char32_t> coverage() const override {
    std::vector<char32_t> out = cmap_.characters();
    std::erase_if(out, [this](char32_t c) { return glyph(c) == 0; });
    return out;
  }
  Subset subset(std::span<const GlyphUse> uses) const override {
    check(std::is_sorted(uses.begin(), uses.end()), "Face::subset: uses are not sorted");
    check(uses.empty() || uses.front().glyph != 0, "Face::subset: .notdef is never used");
    Subset out;
    out.cff = cff_;
    out.tag = tag_of(*this, uses);
    out.program = outlines_->subset(uses, out.tag + "+" + postscript_);
    return out;
  }

 private:
  std::shared_ptr<const FileBytes> bytes_;
  Cmap cmap_;
  Bytes hmtx_;
  std::uint32_t advance_count_;
  std::unique_ptr<const Outlines> outlines_;
};

/// Copied where the outlines can be copied, redrawn where only HarfBuzz can read them.
std::unique_ptr<const Outlines> open_outlines(Bytes file, std::uint32_t index, const Sfnt& font, const Metrics& metrics, bool& cff) {
  const Bytes cff_table = font.table("CFF ");
  cff = !cff_table.empty() || !font.table("CFF2").empty();
  if (!cff) return copied_glyf(font, metrics);
  if (auto copied = copied_cff(cff_table, metrics.glyph_count)) return copied;
  return redrawn_cff(file, index, metrics);
}

}  // namespace

std::unique_ptr<const Face> open_face(std::shared_ptr<const FileBytes> file, const FaceSource& source, OpenFailure& why) {
  why = OpenFailure::damaged;
  const Bytes bytes(file->view());
  const auto font = Sfnt::read(bytes, source.index);
  const auto metrics = font ? read_metrics(*font) : std::nullopt;
  if (!metrics) return nullptr;
  if (!may_embed_subset(*font)) {
    why = OpenFailure::forbidden;
    return nullptr;
  }
  const auto cmap = Cmap::read(font->table("cmap"), metrics->glyph_count);
  if (!cmap) return nullptr;
  bool cff = false;
  auto outlines = open_outlines(bytes, source.index, *font, *metrics, cff);
  if (!outlines) return nullptr;
  why = OpenFailure::none;
  return std::make_unique<SfntFace>(std::move(file), source, *font, *metrics, *cmap, std::move(outlines), cff);
}

}  // namespace gongwen::fonts
