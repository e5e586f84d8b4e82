#include "foundation/base/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace gongwen {
namespace {

std::function<std::optional<int>()> counting(int& next, int end) {
  return [&next, end]() -> std::optional<int> { return next < end ? std::optional(next++) : std::nullopt; };
}

TEST(OrderedPipeline, HandsResultsOnInTheOrderOfTheInput) {
  for (const unsigned jobs : {0U, 1U, 2U, 4U, 7U}) {
    int next = 0;
    std::vector<int> got;
    ordered_pipeline<int, int>(
        jobs, counting(next, 2000),
        [](int&& i) {
          volatile int spin = (i * 7919) % 400;   // uneven work, so that later items overtake
          while (spin > 0) spin = spin - 1;
          return i * 2;
        },
        [&](int&& r) { return got.push_back(r), true; });
    ASSERT_EQ(got.size(), 2000U) << jobs;
    for (int i = 0; i < 2000; ++i) ASSERT_EQ(got[static_cast<std::size_t>(i)], i * 2);
  }
}

TEST(OrderedPipeline, StopsWhenTheSinkWantsNoMore) {
  for (const unsigned jobs : {1U, 4U}) {
    int next = 0;
    int sunk = 0;
    ordered_pipeline<int, int>(jobs, counting(next, 1'000'000), [](int&& i) { return i; }, [&](int&&) { return ++sunk < 10; });
    EXPECT_EQ(sunk, 10);
    EXPECT_LT(next, 200);
  }
}

TEST(OrderedPipeline, HoldsNoMoreThanItsWindow) {
  int next = 0;
  std::atomic<int> held{0};
  std::atomic<int> most{0};
  ordered_pipeline<int, int>(
      3,
      [&]() -> std::optional<int> {
        if (next == 3000) return std::nullopt;
        const int now = ++held;
        most = std::max(most.load(), now);
        return next++;
      },
      [](int&& i) { return i; }, [&](int&&) { return --held, true; });
  EXPECT_LE(most, 12);
}

TEST(OrderedPipeline, RethrowsFromAnyStage) {
  for (const unsigned jobs : {1U, 4U}) {
    const auto run = [&](int fail_next, int fail_work, int fail_sink) {
      int next = 0;
      ordered_pipeline<int, int>(
          jobs,
          [&]() -> std::optional<int> {
            if (next == fail_next) throw std::runtime_error("next");
            return next < 100 ? std::optional(next++) : std::nullopt;
          },
          [&](int&& i) -> int {
            if (i == fail_work) throw std::runtime_error("work");
            return i;
          },
          [&](int&& r) {
            if (r == fail_sink) throw std::runtime_error("sink");
            return true;
          });
    };
    EXPECT_THROW(run(50, -1, -1), std::runtime_error);
    EXPECT_THROW(run(-1, 50, -1), std::runtime_error);
    EXPECT_THROW(run(-1, -1, 50), std::runtime_error);
    EXPECT_NO_THROW(run(-1, -1, -1));
  }
}

TEST(ParallelFor, DoesEachIndexOnceAndRethrows) {
  std::vector<std::atomic<int>> done(500);
  parallel_for(done.size(), 4, [&](std::size_t i) { ++done[i]; });
  for (const auto& d : done) EXPECT_EQ(d, 1);
  EXPECT_THROW(parallel_for(100, 4, [](std::size_t i) { if (i == 40) throw std::runtime_error("x"); }), std::runtime_error);
}

}  // namespace
}  // namespace gongwen
