// Hashing, zipping, sealing, and the whole chain: from a record to a sealed bundle.

#include <benchmark/benchmark.h>

#include "foundation/base/env.h"
#include "foundation/json/json.h"
#include "foundation/zip/zip.h"
#include "papers.h"
#include "trust/archive/bundle.h"
#include "trust/sign/digest.h"
#include "trust/sign/keys.h"

namespace gongwen::bench {
namespace {

usecases::Paper printed(std::size_t i) {
  Diagnostics out;
  return *letter().press->print(letter().record(i), *usecases::parse_formats("pdf,docx"), std::nullopt, out);
}

/// An office's key, made in a folder that is gone again when the program ends.
const sign::Identity& identity() {
  static const sign::Identity made = [] {
    const fs::path folder = fs::temp_directory_path() / ("gongwen-bench-" + std::to_string(real_env().now().unix_seconds));
    sign::KeyOptions plain;
    plain.encrypted = false;
    if (!sign::create_identity(real_env(), folder, {"某教育处", ""}, "", plain).has_value()) throw Error("no key could be made");
    auto opened = sign::open_identity(real_env(), folder, "").value();
    fs::remove_all(folder);
    return opened;
  }();
  return made;
}

archive::Bundle bundle_of(usecases::Paper paper, std::size_t i) {
  archive::Bundle b;
  b.record_id = "letter-" + std::to_string(i);
  b.documents = {{"document.pdf", std::move(paper.pdf)}, {"document.docx", std::move(paper.docx)}};
  b.record_json = json::canonical(data::to_json(letter().record(i)));
  for (auto& f : letter().press->sources()) b.template_files.push_back({std::move(f.name), std::move(f.bytes)});
  b.metadata.title = paper.document.meta.title;
  return b;
}

void digest(benchmark::State& state, sign::Algorithm algorithm) {
  const std::string bytes = printed(0).pdf;
  for (auto _ : state) benchmark::DoNotOptimize(sign::digest(algorithm, bytes));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

/// Zipped as a bundle is: PDF and DOCX stored, the record deflated.
void zip_papers(benchmark::State& state) {
  const auto paper = printed(0);
  const std::string record = json::canonical(data::to_json(letter().record(0)));
  using Method = zip::Writer::Method;
  for (auto _ : state) {
    zip::Writer writer;
    writer.add("data/document.pdf", paper.pdf, Method::store);
    writer.add("data/document.docx", paper.docx, Method::store);
    writer.add("data/record.json", record);
    benchmark::DoNotOptimize(writer.finish());
  }
}

void deflate_text(benchmark::State& state) {
  const std::string& text = report().json[0];
  for (auto _ : state) benchmark::DoNotOptimize(zip::deflate(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void seal(benchmark::State& state) {
  const auto bundle = bundle_of(printed(0), 0);
  for (auto _ : state) {
    Diagnostics out;
    benchmark::DoNotOptimize(archive::build_bundle(real_env(), bundle, identity().sign, out));
  }
}

void verify(benchmark::State& state) {
  Diagnostics out;
  const auto sealed = archive::build_bundle(real_env(), bundle_of(printed(0), 0), identity().sign, out);
  const auto file = std::make_shared<const std::string>("v0001.zip");
  const std::vector<sign::Certificate> trusted{identity().sign.certificate()};
  for (auto _ : state) {
    const auto report = archive::verify_bundle(sealed->zip, file, trusted);
    if (!report.trusted()) state.SkipWithError("the bundle is not as it was sealed");
  }
}

/// A letter from its data to a sealed bundle in memory: load, fill, layout, PDF, DOCX, digests, signature, zip.
void whole_chain(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    Diagnostics out;
    const auto record = data::load_json(letter().json[i % letter().json.size()], "x", letter().press->tmpl().schema(), out);
    auto paper = letter().press->print(record, *usecases::parse_formats("pdf,docx"), std::nullopt, out);
    benchmark::DoNotOptimize(archive::build_bundle(real_env(), bundle_of(std::move(*paper), i++), identity().sign, out));
  }
}

}  // namespace

BENCHMARK_CAPTURE(digest, sha256, sign::Algorithm::sha256)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(digest, sm3, sign::Algorithm::sm3)->Unit(benchmark::kMillisecond);
BENCHMARK(zip_papers)->Unit(benchmark::kMillisecond);
BENCHMARK(deflate_text)->Unit(benchmark::kMillisecond);
BENCHMARK(seal)->Unit(benchmark::kMillisecond);
BENCHMARK(verify)->Unit(benchmark::kMillisecond);
BENCHMARK(whole_chain)->Unit(benchmark::kMillisecond);

}  // namespace gongwen::bench
