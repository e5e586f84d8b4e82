#include "pages/fonts/face.h"

#include <algorithm>
#include <array>
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

/// A file of the face, as far as it is asked for characters and advances.
struct MappedPart {
  Cmap cmap;
  Bytes hmtx;
  std::uint32_t advance_count;
  GlyphId base;
};

class SfntFace final : public Face {
 public:
  SfntFace(std::vector<std::shared_ptr<const FileBytes>> files, const FaceSource& source, std::span<const FilePart> parts,
           std::vector<MappedPart> mapped, std::unique_ptr<const Outlines> outlines, bool cff)
      : bytes_(std::move(files)), parts_(std::move(mapped)), outlines_(std::move(outlines)) {
    const Sfnt& font = parts.front().font;
    const Metrics& metrics = parts.front().metrics;
    id_ = source.id;
    files_ = source.files;
    licence_ = source.licence;
    family_ = read_name(font, 1);
    if (family_.empty() || parts.size() > 1) family_ = id_;
    const std::string postscript = parts.size() > 1 ? std::string() : read_name(font, 6);
    postscript_ = as_postscript_name(postscript.empty() ? id_ : postscript);
    cff_ = cff;
    units_ = metrics.units_per_em;
    const auto per_mille = [&](std::int32_t v) { return v * 1000 / metrics.units_per_em; };
    ascent_ = per_mille(metrics.ascent);
    descent_ = per_mille(metrics.descent);
    cap_height_ = per_mille(metrics.cap_height);
    std::array<std::int32_t, 4> box = metrics.box;
    for (const FilePart& part : parts) {
      for (const std::size_t low : {0U, 1U}) box[low] = std::min(box[low], part.metrics.box[low]);
      for (const std::size_t high : {2U, 3U}) box[high] = std::max(box[high], part.metrics.box[high]);
    }
    std::transform(box.begin(), box.end(), box_, per_mille);
  }

  GlyphId glyph(char32_t c) const noexcept override {
    if (is_control(c)) return 0;
    for (const MappedPart& part : parts_) {
      const GlyphId found = part.cmap.glyph(c);
      if (found == 0) continue;
      if (c > 0x3000 && text::is_hanzi(c) && outlines_->blank(part.base + found)) continue;
      return part.base + found;
    }
    return 0;
  }
  std::uint16_t advance(GlyphId glyph) const noexcept override {
    std::size_t i = parts_.size() - 1;
    while (i > 0 && glyph < parts_[i].base) --i;
    const MappedPart& part = parts_[i];
    return part.hmtx.u16(std::size_t{4} * std::min<std::uint32_t>(glyph - part.base, part.advance_count - 1));
  }
  std::vector<char32_t> coverage() const override {
    std::vector<char32_t> out;
    for (const MappedPart& part : parts_) {
      const auto more = part.cmap.characters();
      out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
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
  std::vector<std::shared_ptr<const FileBytes>> bytes_;
  std::vector<MappedPart> parts_;
  std::unique_ptr<const Outlines> outlines_;
};

/// Copied where the outlines can be copied, redrawn where only HarfBuzz can read them.
std::unique_ptr<const Outlines> open_outlines(Bytes file, std::uint32_t index, std::span<const FilePart> parts, bool& cff) {
  const auto has_cff = [](const FilePart& part) { return !part.font.table("CFF ").empty() || !part.font.table("CFF2").empty(); };
  cff = std::any_of(parts.begin(), parts.end(), has_cff);
  if (!cff) return copied_glyf(parts);
  if (parts.size() > 1) return nullptr;
  if (auto copied = copied_cff(parts.front().font.table("CFF "), parts.front().metrics.glyph_count)) return copied;
  return redrawn_cff(file, index, parts.front().metrics);
}

}  // namespace

std::unique_ptr<const Face> open_face(std::vector<std::shared_ptr<const FileBytes>> files, const FaceSource& source, OpenFailure& why) {
  why = OpenFailure::damaged;
  check(!files.empty(), "open_face: a face has a file");
  std::vector<FilePart> parts;
  std::vector<MappedPart> mapped;
  GlyphId base = 0;
  for (const auto& file : files) {
    const auto font = Sfnt::read(Bytes(file->view()), source.index);
    const auto metrics = font ? read_metrics(*font) : std::nullopt;
    if (!metrics || (!parts.empty() && metrics->units_per_em != parts.front().metrics.units_per_em)) return nullptr;
    switch (embedding_bar(*font)) {
      case EmbeddingBar::none: break;
      case EmbeddingBar::restricted: why = OpenFailure::restricted; return nullptr;
      case EmbeddingBar::no_subsetting: why = OpenFailure::no_subsetting; return nullptr;
      case EmbeddingBar::bitmaps_only: why = OpenFailure::bitmaps_only; return nullptr;
    }
    const auto cmap = Cmap::read(font->table("cmap"), metrics->glyph_count);
    if (!cmap) return nullptr;
    parts.push_back({*font, *metrics, base});
    mapped.push_back({*cmap, font->table("hmtx"), metrics->advance_count, base});
    base += metrics->glyph_count;
  }
  bool cff = false;
  auto outlines = open_outlines(Bytes(files.front()->view()), source.index, parts, cff);
  if (!outlines) return nullptr;
  why = OpenFailure::none;
  return std::make_unique<SfntFace>(std::move(files), source, parts, std::move(mapped), std::move(outlines), cff);
}

std::unique_ptr<const Face> open_face(std::shared_ptr<const FileBytes> file, const FaceSource& source, OpenFailure& why) {
  return open_face(std::vector{std::move(file)}, source, why);
}

}  // namespace gongwen::fonts
