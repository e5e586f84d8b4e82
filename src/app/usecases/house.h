#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/diagnostic.h"
#include "foundation/base/env.h"
#include "pages/fonts/fonts.h"
#include "pages/style/style.h"

namespace gongwen::usecases {

/// Where the program's own data stands: templates, page styles, the font role table and the prepared faces.
struct House {
  fs::path templates;       ///< …/templates
  fs::path styles;          ///< …/templates/styles
  fs::path font_roles;      ///< …/fonts/roles.json
  fs::path font_folder;     ///< …/fonts/prepared
  fs::path user_fonts;      ///< the user's own role table, which `fonts use` writes; it need not exist, empty = no place for one
};

/// The first that exists of: $GONGWEN_HOME; <program>/../share/gongwen; the checkout the program was built from. The user's own
/// fonts: $GONGWEN_FONTS (empty = none), or ~/.config/gongwen/fonts.json.
/// Errors Error when none does.
House find_house(Env& env);

/// The faces of all role tables: roles.json, in front of it the user's own table, in front of all `more` (--fonts).
/// Errors those of FontBook::load.
std::shared_ptr<const fonts::FontBook> load_fonts(Env& env, const House& house, const std::optional<fs::path>& more, Diagnostics& out);

/// A TEMPLATE argument: a folder (or its template.xml), or the id of a shipped template.
/// Returns the folder; T090 with did-you-mean in `out` when there is none.
std::optional<fs::path> find_template(Env& env, const House& house, const std::string& name, Diagnostics& out);
/// Ids of the shipped templates, sorted.
std::vector<std::string> shipped_templates(Env& env, const House& house);

/// A page style with its bases, and the bytes of every file read for it.
struct LoadedStyle {
  style::PageStyle style;
  std::vector<std::pair<std::string, std::string>> files;   ///< name ("styles/letter.xml") and bytes
};
std::optional<LoadedStyle> load_style(Env& env, const fs::path& folder, const std::string& id, Diagnostics& out);

}  // namespace gongwen::usecases
