// How cost grows with size: pages and rows. `s/page` and `s/row` stay the same when it grows linearly.

#include <benchmark/benchmark.h>

#include "papers.h"

namespace gongwen::bench {
namespace {

void measure(benchmark::State& state, const Work& work, std::string_view per, std::size_t units) {
  const auto formats = *usecases::parse_formats("pdf");
  std::size_t bytes = 0;
  std::uint32_t pages = 0;
  for (auto _ : state) {
    Diagnostics out;
    const auto paper = work.press->print(work.record(0), formats, std::nullopt, out);
    bytes = paper->pdf.size();
    pages = paper->pages;
  }
  state.counters["KB"] = static_cast<double>(bytes) / 1000;
  state.counters["pages"] = pages;
  const auto count = static_cast<double>(units != 0 ? units : pages);
  state.counters[std::string(per)] = benchmark::Counter(count * static_cast<double>(state.iterations()),
                                                        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void pages(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  if (count == 1) measure(state, letter(), "s/page", 0);
  else measure(state, report_of_pages(count), "s/page", 0);
}

void rows(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  measure(state, report_of_rows(count), "s/row", count);
}

}  // namespace

BENCHMARK(pages)->RangeMultiplier(10)->Range(1, 1000)->Unit(benchmark::kMillisecond);
BENCHMARK(rows)->RangeMultiplier(10)->Range(1, 10000)->Unit(benchmark::kMillisecond);

}  // namespace gongwen::bench
