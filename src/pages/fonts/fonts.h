#pragma once

// Faces and the roles they play. A FontBook is loaded once, immutable, and shared by all threads; files are mapped, so that
// only the pages touched cost memory.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"

namespace gongwen::fonts {

using FaceId = std::uint16_t;   ///< index into FontBook::faces
using GlyphId = std::uint32_t;  ///< 0 = .notdef, never painted; a face of several files has more glyphs than one file can number

/// One use of a glyph: a glyph shared by two characters counts twice, so that each keeps its own text (ToUnicode).
struct GlyphUse {
  GlyphId glyph = 0;
  char32_t unicode = 0;
  friend auto operator<=>(const GlyphUse&, const GlyphUse&) = default;
};

/// A font program cut down to some glyphs. Code i+1 is uses[i]; code 0 is .notdef. CFF: CID = code; glyf: glyph id = code.
struct Subset {
  bool cff = false;
  std::string program;                      ///< bare CFF (FontFile3 CIDFontType0C), or an sfnt (FontFile2)
  std::string tag;                          ///< six capitals made from the glyph set: "ABCDEF"
};

/// A file a face is read from. sha256: as prepare.sh stated it; may be empty.
struct FaceFile { std::string path, sha256; };

/// One face, opened and checked. A typeface too big for one font file (65 535 glyphs) comes in several, and is one face here.
class Face {
 public:
  Face() = default;
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;
  virtual ~Face() = default;

  const std::string& id() const noexcept { return id_; }                    ///< as roles.json names it
  const std::string& postscript_name() const noexcept { return postscript_; }
  const std::string& family() const noexcept { return family_; }            ///< English family name
  /// One at least. Paths are relative to the folder of prepared faces, or a user's own.
  const std::vector<FaceFile>& files() const noexcept { return files_; }
  const std::string& licence() const noexcept { return licence_; }
  bool cff() const noexcept { return cff_; }
  std::uint16_t units_per_em() const noexcept { return units_; }
  /// In thousandths of an em.
  std::int32_t ascent() const noexcept { return ascent_; }
  std::int32_t descent() const noexcept { return descent_; }                ///< negative
  std::int32_t cap_height() const noexcept { return cap_height_; }
  const std::int32_t* bounding_box() const noexcept { return box_; }        ///< xmin ymin xmax ymax

  /// Glyph of a character, 0 when the face has none (a blank glyph for a Hanzi counts as none, and so does any
  /// glyph for a control character).
  virtual GlyphId glyph(char32_t c) const noexcept = 0;
  /// Advance in font units.
  virtual std::uint16_t advance(GlyphId glyph) const noexcept = 0;
  /// Number of characters covered (for `fonts list`; walks the table).
  virtual std::vector<char32_t> coverage() const = 0;
  /// Cuts the program down. uses: sorted, unique, no glyph 0.
  virtual Subset subset(std::span<const GlyphUse> uses) const = 0;

 protected:
  std::string id_, postscript_, family_, licence_;
  std::vector<FaceFile> files_;
  bool cff_ = false;
  std::uint16_t units_ = 1000;
  std::int32_t ascent_ = 0, descent_ = 0, cap_height_ = 0;
  std::int32_t box_[4] = {0, 0, 0, 0};
};

/// A role's faces in the order they are tried. `latin` is tried first for Western letters and digits.
struct Role {
  std::string key;          ///< "fangsong"
  std::string label;        ///< "仿宋"
  std::vector<FaceId> chain;
  std::optional<FaceId> latin;
  /// For Chinese quotes, dashes, ellipses and the interpunct: the user's faces and the role's own, then the table's `marks`
  /// face, then the rest of the chain. The first whose advance is a full em is taken (two dashes must meet).
  std::vector<FaceId> marks_chain;
  /// Names the role's faces go by in a DOCX, the one to write first: of a stock Windows, and those offices use (仿宋_GB2312).
  std::vector<std::string> word_names, office_names;
};

class FontBook {
 public:
  /// Reads fonts/roles.json and opens the faces in `folder`; users' own tables may put other faces in front.
  ///
  /// user_tables  {"roles": {"fangsong": ["simfang.ttf", "cjk.ttc#2"]}}; paths are relative to the table they stand in. The first
  ///              table's faces come first (`--fonts` before the user's file). As an object a role may also have `last`: faces
  ///              behind all others, for characters that nobody else has.
  /// Returns a book with every role of the table; a role may be left without faces (then there is an error in `out`).
  /// Errors F001 missing file (error when no face of a role is left, else a warning), F002 embedding forbidden by OS/2 fsType,
  ///        F003 damaged or unusable font, F004 wrong role table; D001 and others of json::parse. Error when roles.json itself
  ///        cannot be read.
  static std::shared_ptr<const FontBook> load(Env& env, const fs::path& roles_json, const fs::path& folder,
                                              const std::vector<fs::path>& user_tables, Diagnostics& out);

  const std::vector<std::unique_ptr<const Face>>& faces() const noexcept { return faces_; }
  const Face& face(FaceId id) const { return *faces_.at(id); }
  const std::vector<Role>& roles() const noexcept { return roles_; }
  /// REQUIRES: a key of roles.json (InternalError otherwise).
  const Role& role(std::string_view key) const;
  bool has_role(std::string_view key) const noexcept;

  /// The face for one character in a role: Western letters, digits and their marks by `latin`, everything else — the
  /// Chinese quotes, dashes and ellipses included — by the chain. Nothing when no face has it.
  std::optional<FaceId> pick(const Role& role, char32_t c) const noexcept;
  /// One face for the whole word (a name): the first of the chain that has every character; nothing when none has.
  std::optional<FaceId> pick_word(const Role& role, std::u32string_view word) const noexcept;

 private:
  std::vector<std::unique_ptr<const Face>> faces_;
  std::vector<Role> roles_;
};

/// Opens a font that a user names, `path` or `path#index`, to see whether it can be used.
/// Errors F001, F002 (with the reason), F003.
std::unique_ptr<const Face> open_users_face(Env& env, const std::string& written, Diagnostics& out);

/// The shaping library's name and version as linked, for version.json: {"HarfBuzz", "6.0.0"}.
std::pair<std::string, std::string> library();

}  // namespace gongwen::fonts
