// TrueType outlines: a subset is a copy of the glyphs' bytes without their instructions.
// Source OpenType 1.9, glyf, loca, head, hhea, maxp, hmtx.

#include <algorithm>
#include <map>
#include <optional>

#include "pages/fonts/outlines.h"

namespace gongwen::fonts {
namespace {

constexpr std::size_t kGlyphHeader = 10;
constexpr unsigned kWords = 0x0001, kScale = 0x0008, kMore = 0x0020, kXYScale = 0x0040, kMatrix = 0x0080, kInstructions = 0x0100;

/// One component of a composite glyph: where its record begins and ends.
struct Component {
  std::size_t at = 0, end = 0;
  unsigned flags = 0;
  GlyphId glyph = 0;
};

/// The components of a composite glyph; fewer when the record runs out of bytes (then the glyph is damaged: nothing).
std::optional<std::vector<Component>> components_of(Bytes glyph) {
  std::vector<Component> out;
  std::size_t at = kGlyphHeader;
  unsigned flags = kMore;
  while ((flags & kMore) != 0) {
    if (!glyph.has(at, 4)) return std::nullopt;
    flags = glyph.u16(at);
    const std::size_t arguments = (flags & kWords) != 0 ? 4 : 2;
    const std::size_t transform = (flags & kScale) != 0 ? 2 : (flags & kXYScale) != 0 ? 4 : (flags & kMatrix) != 0 ? 8 : 0;
    const std::size_t size = 4 + arguments + transform;
    if (!glyph.has(at, size)) return std::nullopt;
    out.push_back({at, at + size, flags, glyph.u16(at + 2)});
    at += size;
  }
  return out;
}

std::size_t checksum(std::string_view bytes) {
  std::uint32_t sum = 0;
  const Bytes data(bytes);
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    if (data.has(i, 4)) sum += data.u32(i);
    else for (std::size_t k = i; k < bytes.size(); ++k) sum += static_cast<std::uint32_t>(data.u8(k)) << (24 - 8 * (k - i));
  }
  return sum;
}

/// An sfnt of the tables given, sorted by tag; head's checkSumAdjustment is filled in.
std::string write_sfnt(const std::map<std::string, std::string>& tables) {
  const std::size_t count = tables.size();
  std::size_t power = 1, log = 0;
  while (power * 2 <= count) power *= 2, ++log;
  std::string out;
  put_u32(out, 0x00010000);
  put_u16(out, count);
  put_u16(out, 16 * power);
  put_u16(out, log);
  put_u16(out, 16 * (count - power));
  std::size_t at = 12 + 16 * count, head_at = 0;
  for (const auto& [tag, bytes] : tables) {
    out += tag;
    put_u32(out, checksum(bytes));
    put_u32(out, at);
    put_u32(out, bytes.size());
    if (tag == "head") head_at = at;
    at += (bytes.size() + 3) / 4 * 4;
  }
  out.reserve(at);
  for (const auto& [tag, bytes] : tables) {
    out += bytes;
    out.resize((out.size() + 3) / 4 * 4, '\0');
  }
  set_u32(out, head_at + 8, 0xB1B0AFBA - checksum(out));
  return out;
}

/// The glyphs of one file.
struct GlyfPart {
  Bytes glyf, loca, hmtx, head, hhea, maxp;
  GlyphId base = 0;
  std::uint32_t glyph_count = 0, advance_count = 0;
  bool long_loca = false;

  Bytes data(GlyphId glyph) const noexcept {
    if (glyph - base >= glyph_count) return Bytes();
    const std::size_t i = glyph - base;
    const std::size_t from = long_loca ? loca.u32(4 * i) : 2U * loca.u16(2 * i);
    const std::size_t to = long_loca ? loca.u32(4 * i + 4) : 2U * loca.u16(2 * i + 2);
    return from < to ? glyf.part(from, to - from) : Bytes();
  }
};

class CopiedGlyf final : public Outlines {
 public:
  explicit CopiedGlyf(std::vector<GlyfPart> parts) : parts_(std::move(parts)) {}

  bool blank(GlyphId glyph) const noexcept override { return part_of(glyph).data(glyph).size() <= kGlyphHeader; }
  std::string subset(std::span<const GlyphUse> uses, const std::string& name) const override;

 private:
  struct Build {
    std::vector<GlyphId> glyphs;           ///< old numbers in the order of the new ones; grows by components
    std::map<GlyphId, std::size_t> moved;  ///< old number → the first new one
    std::string glyf, loca, hmtx;
  };

  const GlyfPart& part_of(GlyphId glyph) const noexcept {
    std::size_t i = parts_.size() - 1;
    while (i > 0 && glyph < parts_[i].base) --i;
    return parts_[i];
  }
  void copy(GlyphId glyph, Build& b) const;
  static void copy_simple(Bytes glyph, std::size_t contours, Build& b);
  static void copy_composite(Bytes glyph, GlyphId base, Build& b);

  std::vector<GlyfPart> parts_;
};

void CopiedGlyf::copy_simple(Bytes glyph, std::size_t contours, Build& b) {
  const std::size_t length_at = kGlyphHeader + 2 * contours;
  const std::size_t points_at = length_at + 2 + glyph.u16(length_at);
  if (!glyph.has(points_at, 1)) return;  // damaged: becomes an empty glyph
  b.glyf += glyph.part(0, length_at).view();
  put_u16(b.glyf, 0);
  b.glyf += glyph.from(points_at).view();
}

void CopiedGlyf::copy_composite(Bytes glyph, GlyphId base, Build& b) {
  const auto components = components_of(glyph);
  if (!components) return;
  const std::size_t start = b.glyf.size();
  b.glyf += glyph.part(0, components->back().end).view();
  for (const Component& c : *components) {
    const auto [it, added] = b.moved.emplace(base + c.glyph, b.glyphs.size());
    if (added) b.glyphs.push_back(base + c.glyph);
    set_u16(b.glyf, start + c.at, c.flags & ~kInstructions);
    set_u16(b.glyf, start + c.at + 2, it->second);
  }
}

void CopiedGlyf::copy(GlyphId glyph, Build& b) const {
  const GlyfPart& part = part_of(glyph);
  const std::size_t i = glyph - part.base;
  const std::size_t own = part.advance_count;
  put_u16(b.hmtx, part.hmtx.u16(4 * std::min(i, own - 1)));
  put_u16(b.hmtx, i < own ? part.hmtx.u16(4 * i + 2) : part.hmtx.u16(4 * own + 2 * (i - own)));
  const Bytes bytes = part.data(glyph);
  if (bytes.size() > kGlyphHeader) {
    const int contours = bytes.i16(0);
    if (contours >= 0) copy_simple(bytes, static_cast<std::size_t>(contours), b);
    else copy_composite(bytes, part.base, b);
    b.glyf.resize((b.glyf.size() + 3) / 4 * 4, '\0');
  }
  put_u32(b.loca, b.glyf.size());
}

std::string CopiedGlyf::subset(std::span<const GlyphUse> uses, const std::string&) const {
  Build b;
  b.glyphs.push_back(0);
  b.moved.emplace(GlyphId{0}, 0);
  for (const GlyphUse& use : uses) {
    b.moved.emplace(use.glyph, b.glyphs.size());
    b.glyphs.push_back(use.glyph);
  }
  put_u32(b.loca, 0);
  for (std::size_t i = 0; i < b.glyphs.size(); ++i) copy(b.glyphs[i], b);
  check(b.glyphs.size() <= 0xFFFF, "glyf subset: more glyphs than a font can hold");

  std::map<std::string, std::string> tables;
  const GlyfPart& first = parts_.front();
  std::string new_head(first.head.view()), new_hhea(first.hhea.view()), new_maxp(first.maxp.view());
  for (const GlyfPart& part : parts_) {   // limits of the interpreter and of outlines: the largest of all files
    for (std::size_t at = 6; at + 2 <= std::min(new_maxp.size(), part.maxp.size()); at += 2) {
      set_u16(new_maxp, at, std::max(Bytes(new_maxp).u16(at), part.maxp.u16(at)));
    }
  }
  set_u32(new_head, 8, 0);
  set_u16(new_head, 50, 1);  // long loca
  set_u16(new_hhea, 34, b.glyphs.size());
  set_u16(new_maxp, 4, b.glyphs.size());
  tables["glyf"] = std::move(b.glyf);
  tables["head"] = std::move(new_head);
  tables["hhea"] = std::move(new_hhea);
  tables["hmtx"] = std::move(b.hmtx);
  tables["loca"] = std::move(b.loca);
  tables["maxp"] = std::move(new_maxp);
  return write_sfnt(tables);
}

}  // namespace

std::unique_ptr<const Outlines> copied_glyf(std::span<const FilePart> parts) {
  std::vector<GlyfPart> copied;
  for (const FilePart& part : parts) {
    GlyfPart p;
    p.glyf = part.font.table("glyf");
    p.loca = part.font.table("loca");
    p.hmtx = part.font.table("hmtx");
    p.head = part.font.table("head");
    p.hhea = part.font.table("hhea");
    p.maxp = part.font.table("maxp");
    p.base = part.base;
    p.glyph_count = part.metrics.glyph_count;
    p.advance_count = part.metrics.advance_count;
    p.long_loca = part.metrics.long_loca;
    const std::size_t entry = p.long_loca ? 4 : 2;
    if (p.glyf.empty() || p.loca.size() < entry * (std::size_t{p.glyph_count} + 1)) return nullptr;
    copied.push_back(p);
  }
  return std::make_unique<CopiedGlyf>(std::move(copied));
}

}  // namespace gongwen::fonts
