#pragma once

// The printing press: everything that many papers of one template share, loaded once, and the way from a record to bytes.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/usecases/house.h"
#include "content/data/load.h"
#include "content/document/document.h"
#include "content/template/template.h"
#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "formats/docx/docx.h"
#include "pages/fonts/fonts.h"

namespace gongwen::usecases {

inline constexpr std::string_view kTool = "gongwen " GONGWEN_VERSION;

enum class Format : std::uint8_t { pdf, docx };
std::string_view extension_of(Format format) noexcept;                       ///< "pdf"
/// "pdf,docx" → both. Nothing for an unknown word.
std::optional<std::set<Format>> parse_formats(std::string_view list);

/// What decides, beside template and record, how a paper looks.
struct Looks {
  std::optional<fs::path> user_fonts;               ///< a role table in front of all others (--fonts)
  docx::WordFonts word_fonts = docx::WordFonts::windows;
  std::string producer{kTool};                      ///< as it stands in the PDF; another one when a paper is printed again
};

/// A finished paper.
struct Paper {
  std::string name;                     ///< file name without folder and extension
  document::Document document;
  std::uint32_t pages = 0;
  std::string pdf, docx;                ///< empty when not asked for
  std::vector<fonts::FaceId> faces;     ///< those painted with, ascending
};

/// Immutable after open; one Press serves all threads.
class Press {
 public:
  /// Where the template comes from: a folder, or the files sealed in a bundle.
  static std::shared_ptr<const Press> open(Env& env, const House& house, const fs::path& template_folder,
                                           const Looks& looks, Diagnostics& out);
  static std::shared_ptr<const Press> open_sealed(Env& env, const House& house, std::vector<tmpl::SourceFile> files,
                                                  const Looks& looks, Diagnostics& out);

  const tmpl::Template& tmpl() const noexcept { return *template_; }
  const fonts::FontBook& book() const noexcept { return *book_; }
  const style::PageStyle& style() const noexcept { return style_.style; }
  const Looks& looks() const noexcept { return looks_; }
  /// Warns of each face named in a DOCX that a stock Windows lacks (F012); nothing when no DOCX is asked for.
  void tell_word_fonts(const std::set<Format>& formats, Diagnostics& out) const;
  /// Every file that went into the paper's look: the template's own and the page styles, by name.
  std::vector<tmpl::SourceFile> sources() const;

  /// Fills, sets and writes one paper.
  ///
  /// date  the paper's date when the template gives none; nothing = none.
  /// Returns nothing when `out` has errors: no half paper leaves the press.
  /// Threads may be called from several at once.
  std::optional<Paper> print(const data::Record& record, const std::set<Format>& formats, std::optional<Date> date,
                             Diagnostics& out) const;

 private:
  Press() = default;
  bool finish(Env& env, const House& house, const Looks& looks, Diagnostics& out);

  std::shared_ptr<const tmpl::Template> template_;
  std::shared_ptr<const fonts::FontBook> book_;
  LoadedStyle style_;
  Looks looks_;
  std::unique_ptr<const docx::Writer> docx_;
};

}  // namespace gongwen::usecases
