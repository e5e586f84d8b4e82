// What each step costs for one paper: data, fill, layout, PDF, DOCX, and the ways that users go.

#include <benchmark/benchmark.h>

#include "foundation/base/env.h"
#include "formats/docx/docx.h"
#include "formats/pdf/pdf.h"
#include "papers.h"

namespace gongwen::bench {
namespace {

using Source = const Work& (*)();

void keep_size(benchmark::State& state, std::size_t bytes) { state.counters["KB"] = static_cast<double>(bytes) / 1000; }

void load(benchmark::State& state, Source source) {
  const Work& work = source();
  std::size_t i = 0;
  for (auto _ : state) {
    Diagnostics out;
    benchmark::DoNotOptimize(data::load_json(work.json[i++ % work.json.size()], "x", work.press->tmpl().schema(), out));
  }
}

void fill(benchmark::State& state, Source source) {
  const Work& work = source();
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(work.fill(i++));
}

void lay_out(benchmark::State& state, Source source) {
  const Work& work = source();
  const auto documents = work.documents();
  std::size_t i = 0;
  std::uint32_t pages = 0;
  for (auto _ : state) {
    const auto result = work.lay_out(documents[i++ % documents.size()]);
    pages = result.pages.pages;
  }
  state.counters["pages"] = pages;
}

void write_pdf(benchmark::State& state, Source source) {
  const Work& work = source();
  std::vector<layout::Result> layouts;
  for (const auto& document : work.documents()) layouts.push_back(work.lay_out(document));
  std::size_t i = 0;
  std::size_t bytes = 0;
  for (auto _ : state) bytes = pdf::write(layouts[i++ % layouts.size()].layout, work.press->book(), {}).bytes.size();
  keep_size(state, bytes);
}

void write_docx(benchmark::State& state, Source source) {
  const Work& work = source();
  const docx::Writer writer(work.press->style(), work.press->book());
  const auto documents = work.documents();
  std::vector<document::PageMap> pages;
  for (const auto& document : documents) pages.push_back(work.lay_out(document).pages);
  std::size_t i = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    Diagnostics out;
    const std::size_t at = i++ % documents.size();
    bytes = writer.write(documents[at], pages[at], {}, out).size();
  }
  keep_size(state, bytes);
}

/// From a record to the bytes of the formats asked for.
void print(benchmark::State& state, Source source, std::string_view formats) {
  const Work& work = source();
  const auto wanted = usecases::parse_formats(formats);
  std::size_t i = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    Diagnostics out;
    const auto paper = work.press->print(work.record(i++), *wanted, std::nullopt, out);
    bytes = paper->pdf.size() + paper->docx.size();
  }
  keep_size(state, bytes);
}

/// What a desk does when one field was changed: the data anew, the pages anew, nothing written.
void preview(benchmark::State& state, Source source) {
  const Work& work = source();
  std::size_t i = 0;
  for (auto _ : state) {
    Diagnostics out;
    const auto record = data::load_json(work.json[i++ % work.json.size()], "x", work.press->tmpl().schema(), out);
    auto result = work.lay_out(tmpl::fill(work.press->tmpl(), record, out));
    result.layout.pages.resize(1);
    std::erase_if(result.layout.outline, [](const auto& entry) { return entry.page > 0; });
    for (auto& link : result.layout.pages[0].links) link.page.reset();
    benchmark::DoNotOptimize(pdf::write(result.layout, work.press->book(), {}));
  }
}

}  // namespace

BENCHMARK_CAPTURE(load, W1, letter)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load, W2, report)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fill, W1, letter)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fill, W2, report)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lay_out, W1, letter)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(lay_out, W2, report)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write_pdf, W1, letter)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write_pdf, W2, report)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write_docx, W1, letter)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write_docx, W2, report)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(print, W1_pdf, letter, "pdf")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(print, W2_pdf, report, "pdf")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(print, W1_both, letter, "pdf,docx")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(print, W2_both, report, "pdf,docx")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(preview, W2, report)->Unit(benchmark::kMillisecond);

}  // namespace gongwen::bench
