#include "trust/archive/diff.h"

#include <gtest/gtest.h>

namespace gongwen::archive {
namespace {

/// One line per change: `+`, `-`, `~`, `>` (moved), path, old → new.
std::string changes(std::string_view before, std::string_view after, const std::vector<ListKey>& keys = {}) {
  Diagnostics out;
  const auto a = json::parse(before, nullptr, out);
  const auto b = json::parse(after, nullptr, out);
  std::string text;
  for (const FieldChange& c : compare_records(*a, *b, keys)) {
    text += "+-~>"[static_cast<std::size_t>(c.kind)];
    text += " " + c.path + " " + json::compact(c.before) + " → " + json::compact(c.after) + "\n";
  }
  return text;
}

TEST(Diff, EqualRecordsHaveNone) { EXPECT_EQ(changes(R"({"a":1,"b":[{}]})", R"({"b":[{}],"a":1})"), ""); }

TEST(Diff, NamesAddedRemovedAndChangedFields) {
  EXPECT_EQ(changes(R"({"a":1,"b":{"c":"x"},"d":true})", R"({"a":2,"b":{"c":"x","e":null}})"), "~ a 1 → 2\n+ b.e null → null\n- d true → null\n");
}

TEST(Diff, DigitsAsWrittenCount) { EXPECT_EQ(changes(R"({"a":100})", R"({"a":100.00})"), "~ a 100 → 100.00\n"); }

TEST(Diff, WithoutAKeyItemsGoByNumber) {
  EXPECT_EQ(changes(R"({"l":["a","b","c"]})", R"({"l":["a","x"]})"), "~ l[1] \"b\" → \"x\"\n- l[2] \"c\" → null\n");
}

TEST(Diff, WithAKeyAnInsertedItemIsOneChange) {
  EXPECT_EQ(changes(R"({"指标":[{"编号":"1","值":1},{"编号":"2","值":2}]})", R"({"指标":[{"编号":"0","值":0},{"编号":"1","值":1},{"编号":"2","值":3}]})", {{"指标", "编号"}}),
            "+ 指标[编号=0] null → {\"编号\":\"0\",\"值\":0}\n~ 指标[编号=2].值 2 → 3\n");
}

TEST(Diff, ARemovedItemIsNamedByItsKey) {
  EXPECT_EQ(changes(R"({"l":[{"k":1},{"k":2}]})", R"({"l":[{"k":2}]})", {{"l", "k"}}), "- l[k=1] {\"k\":1} → null\n");
}

TEST(Diff, AMovedItemIsToldOnce) {
  EXPECT_EQ(changes(R"({"l":[{"k":1},{"k":2},{"k":3},{"k":4}]})", R"({"l":[{"k":4},{"k":1},{"k":2},{"k":3}]})", {{"l", "k"}}), "> l[k=4] 4 → 1\n");
}

TEST(Diff, ListsInsideListsHaveTheirOwnKeys) {
  EXPECT_EQ(changes(R"({"l":[{"k":"a","m":[{"n":1,"v":1}]}]})", R"({"l":[{"k":"a","m":[{"n":1,"v":2}]}]})", {{"l", "k"}, {"l.m", "n"}}),
            "~ l[k=a].m[n=1].v 1 → 2\n");
}

TEST(Diff, ItemsWithTheSameKeyFallBackToNumbers) {
  EXPECT_EQ(changes(R"({"l":[{"k":1,"v":1},{"k":1,"v":2}]})", R"({"l":[{"k":1,"v":1},{"k":1,"v":3}]})", {{"l", "k"}}), "~ l[1].v 2 → 3\n");
}

TEST(Diff, AnotherKindIsAChange) { EXPECT_EQ(changes(R"({"a":[1]})", R"({"a":{"b":1}})"), "~ a [1] → {\"b\":1}\n"); }

}  // namespace
}  // namespace gongwen::archive
