#include "foundation/base/diagnostic.h"

#include <gtest/gtest.h>

#include "foundation/base/result.h"
#include "support/golden.h"

namespace gongwen {
namespace {

TEST(Diagnostic, ColumnCountsCodePointsNotBytes) {
  const std::string_view text = "<模板>\n  <字段 名=\"校长\"/>\n";
  const Position p = position_of(text, text.find("校长"));
  EXPECT_EQ(p.line, 2U);
  EXPECT_EQ(p.column, 10U);
}

TEST(Diagnostic, RendersFileLineColumnCodeExcerptAndHint) {
  const std::string_view text = "<模板>\n  <字段 名=\"校长\"/>\n";
  const std::size_t at = text.find("校长");
  const Position p = position_of(text, at);
  Diagnostic d;
  d.code = "T014";
  d.place = Place::in_text(std::make_shared<const std::string>("templates/授权书.xml"), p.line, p.column, at);
  d.message = "数据里没有字段“校长”";
  d.hints = {"已有字段：校名、负责人"};
  d.excerpt = line_of(text, at);
  EXPECT_TRUE(test::matches_golden("foundation/base/diagnostic_unknown_field.txt", render(d)));
}

TEST(Place, OfACellNamesSheetColumnLettersAndRow) {
  const auto name = [](const char* s) { return std::make_shared<const std::string>(s); };
  EXPECT_EQ(Place::in_cell(name("schools.xlsx"), name("授权书"), 7, 4).to_string(), "schools.xlsx:授权书!D7");
  EXPECT_EQ(Place::in_cell(name("a"), name("s"), 1, 28).to_string(), "a:s!AB1");
  EXPECT_EQ(Place::in_cell(name("a"), name("s"), 1, 26).to_string(), "a:s!Z1");
}

TEST(Diagnostics, AreSortedByPlaceNotByTheOrderFound) {
  const auto file = std::make_shared<const std::string>("a.json");
  Diagnostics all;
  all.error("D002", Place::in_text(file, 9, 1, 90), "后");
  all.warning("D001", Place::in_text(file, 2, 1, 20), "前");
  const auto sorted = all.sorted();
  EXPECT_EQ(sorted[0].message, "前");
  EXPECT_TRUE(all.has_errors());
}

TEST(Result, ValueOfAnErrorIsABug) {
  Result<int> r = Diagnostic{Severity::error, "T001", {}, "坏", {}, {}, {}};
  EXPECT_FALSE(r.has_value());
  EXPECT_THROW((void)r.value(), InternalError);
}

}  // namespace
}  // namespace gongwen
