// The names under which the trade's faces are sold and shipped.

#include <array>
#include <cctype>
#include <string>

#include "formats/inspect/inspect.h"

namespace gongwen::inspect {
namespace {

struct Known { std::string_view part; FaceKind kind; };

// Looked for in order in the name in lower case without blanks, hyphens and underscores: the first that is part of it says the kind.
constexpr std::array kKnown = {
    Known{"小标宋", FaceKind::xiaobiaosong}, Known{"xiaobiaosong", FaceKind::xiaobiaosong}, Known{"fzxbs", FaceKind::xiaobiaosong},
    Known{"xbs", FaceKind::xiaobiaosong}, Known{"大标宋", FaceKind::xiaobiaosong}, Known{"fzdbs", FaceKind::xiaobiaosong},
    Known{"中宋", FaceKind::xiaobiaosong}, Known{"zhongsong", FaceKind::xiaobiaosong},
    Known{"仿宋", FaceKind::fangsong}, Known{"fangsong", FaceKind::fangsong}, Known{"simfang", FaceKind::fangsong},
    Known{"fzfs", FaceKind::fangsong}, Known{"fandolfang", FaceKind::fangsong}, Known{"cesifs", FaceKind::fangsong},
    Known{"楷", FaceKind::kaiti}, Known{"kai", FaceKind::kaiti}, Known{"wenkai", FaceKind::kaiti}, Known{"fzkt", FaceKind::kaiti}, Known{"cesikt", FaceKind::kaiti},
    Known{"黑", FaceKind::heiti}, Known{"hei", FaceKind::heiti}, Known{"fzht", FaceKind::heiti}, Known{"cesiht", FaceKind::heiti},
    Known{"sanscjk", FaceKind::heiti}, Known{"sourcehansans", FaceKind::heiti}, Known{"思源黑", FaceKind::heiti}, Known{"sanssc", FaceKind::heiti},
    Known{"serifcjk", FaceKind::songti}, Known{"sourcehanserif", FaceKind::songti}, Known{"serifsc", FaceKind::songti},
    Known{"宋", FaceKind::songti}, Known{"song", FaceKind::songti}, Known{"simsun", FaceKind::songti}, Known{"nsimsun", FaceKind::songti},
    Known{"sun", FaceKind::songti}, Known{"fzss", FaceKind::songti}, Known{"mingti", FaceKind::songti}, Known{"uming", FaceKind::songti}, Known{"hanamin", FaceKind::songti},
    Known{"liberationserif", FaceKind::serif}, Known{"times", FaceKind::serif}, Known{"tinos", FaceKind::serif}, Known{"nimbusrom", FaceKind::serif},
    Known{"termes", FaceKind::serif}, Known{"dejavuserif", FaceKind::serif}, Known{"cambria", FaceKind::serif}, Known{"georgia", FaceKind::serif},
    Known{"lmroman", FaceKind::serif}, Known{"notoserif", FaceKind::serif},
    Known{"liberationsans", FaceKind::sans}, Known{"arial", FaceKind::sans}, Known{"arimo", FaceKind::sans}, Known{"helvetica", FaceKind::sans},
    Known{"dejavusans", FaceKind::sans}, Known{"calibri", FaceKind::sans}, Known{"carlito", FaceKind::sans}, Known{"notosans", FaceKind::sans},
};

}  // namespace

FaceKind face_kind(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c == ' ' || c == '-' || c == '_' || c == ',') continue;
    key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (key.find("yahei") != std::string::npos || key.find("雅黑") != std::string::npos) return FaceKind::other;   // a screen face, no 黑体
  const bool bold = key.find("bold") != std::string::npos || key.find("heavy") != std::string::npos || key.find("black") != std::string::npos;
  for (const auto& known : kKnown) {
    if (key.find(known.part) == std::string::npos) continue;
    // The free families have no 小标宋; their bold 宋 stands in for it. A bold SimSun is no such cut: a writer thickened it.
    const bool free_family = key.find("serif") != std::string::npos || key.find("fandolsong") != std::string::npos || key.find("思源宋") != std::string::npos;
    return known.kind == FaceKind::songti && bold && free_family ? FaceKind::xiaobiaosong : known.kind;
  }
  return FaceKind::other;
}

std::string_view name_of(FaceKind kind) noexcept {
  switch (kind) {
    case FaceKind::fangsong: return "仿宋";
    case FaceKind::kaiti: return "楷体";
    case FaceKind::heiti: return "黑体";
    case FaceKind::xiaobiaosong: return "小标宋";
    case FaceKind::songti: return "宋体";
    case FaceKind::serif: return "西文衬线体";
    case FaceKind::sans: return "西文无衬线体";
    case FaceKind::other: break;
  }
  return "其他";
}

}  // namespace gongwen::inspect
