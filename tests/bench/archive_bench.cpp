// Filing, verifying and listing: papers of 68 KB (a PDF of 50 KB and a DOCX of 15 KB that do not compress, a record of 3 KB), each with
// one signature, SHA-256, SM3, log and catalogue. Archives of 20 000 and 100 000 records only with GONGWEN_BENCH_LARGE=1.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "foundation/base/env.h"
#include "foundation/json/json.h"
#include "trust/archive/archive.h"
#include "trust/sign/keys.h"

namespace gongwen::bench {
namespace {

using archive::Archive;

/// One folder for all archives of this run; gone at the end.
const fs::path& home() {
  struct Home {
    fs::path path = fs::temp_directory_path() / ("gongwen-archive-bench-" + std::to_string(::getpid()));
    Home() { fs::create_directories(path); }
    ~Home() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  };
  static const Home made;
  return made.path;
}

const sign::Identity& identity() {
  static const sign::Identity made = [] {
    sign::KeyOptions plain;
    plain.encrypted = false;
    if (!sign::create_identity(real_env(), home() / "keys", {"某教育处", ""}, "", plain).has_value()) throw Error("no key could be made");
    return sign::open_identity(real_env(), home() / "keys", "").value();
  }();
  return made;
}

std::string noise(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

/// Twelve fields and a list, about 3 KB of JSON.
std::string record(std::uint64_t n) {
  std::string text = "{";
  for (int i = 0; i < 12; ++i) text += (i == 0 ? "" : ",") + ("\"字段" + std::to_string(100 + i)) + "\":\"内容" + std::to_string(n * 31 + static_cast<std::uint64_t>(i)) + "某职业技术学院建设任务\"";
  text += ",\"条目\":[";
  for (int i = 0; i < 20; ++i) text += (i == 0 ? "" : ",") + ("{\"名\":\"指标" + std::to_string(i)) + "\",\"值\":" + std::to_string(n + static_cast<std::uint64_t>(i)) + "}";
  text += "],\"说明\":\"" + std::string(1200, 'x') + "\"}";
  Diagnostics out;
  return json::canonical(*json::parse(text, nullptr, out));
}

archive::Submission paper(std::uint64_t n, bool small = false) {
  archive::Submission s;
  auto& b = s.bundle;
  b.record_id = "R-" + std::to_string(1'000'000 + n);
  b.documents = {{"document.pdf", noise(small ? 500 : 50'000, n)}};
  if (!small) b.documents.push_back({"document.docx", noise(15'000, ~n)});
  b.record_json = small ? "{\"n\":" + std::to_string(n) + "}\n" : record(n);
  b.template_files = {{"letter/template.xml", "<template>" + std::string(small ? 10 : 2'000, 't') + "</template>"}};
  b.render.template_id = "letter";
  b.metadata.title = "关于第 " + std::to_string(n) + " 号事项的函";
  b.metadata.responsible = "某职业技术学院";
  b.actor = "张三";
  return s;
}

std::vector<archive::Submission> papers(std::uint64_t first, std::uint64_t count, bool small = false) {
  std::vector<archive::Submission> out;
  for (std::uint64_t i = 0; i < count; ++i) out.push_back(paper(first + i, small));
  return out;
}

Archive fresh(const std::string& name) {
  fs::remove_all(home() / name);
  return std::move(Archive::init(real_env(), home() / name, identity()).value());
}

void file(Archive& archive, std::span<const archive::Submission> group) {
  Diagnostics out;
  if (archive.add_group(group, identity(), out).size() != group.size()) throw Error(render(out));
}

/// CPU of the whole process, all threads and the kernel; wall time beside it shows what the fsyncs cost.
void file_group(benchmark::State& state) {
  const auto group = papers(0, static_cast<std::uint64_t>(state.range(0)));
  for (auto _ : state) {
    state.PauseTiming();
    Archive archive = fresh("group");
    state.ResumeTiming();
    file(archive, group);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["cpu_per_paper"] = benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void verify(benchmark::State& state) {
  Archive archive = fresh("verify");
  file(archive, papers(0, 300));
  archive::VerifyOptions options;
  options.deep = state.range(0) != 0;
  options.trusted = {identity().sign.certificate()};
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    const auto report = archive.verify(options);
    if (!report.intact()) throw Error("the archive is damaged");
    bytes += report.bytes;
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

/// An archive of so many records, made once.
Archive& grown(std::uint64_t records) {
  static std::map<std::uint64_t, Archive> made;
  const auto found = made.find(records);
  if (found != made.end()) return found->second;
  Archive archive = fresh("grown-" + std::to_string(records));
  for (std::uint64_t first = 0; first < records; first += 2'000) file(archive, papers(first, std::min<std::uint64_t>(2'000, records - first), true));
  return made.emplace(records, std::move(archive)).first->second;
}

void list_page(benchmark::State& state) {
  Archive& archive = grown(static_cast<std::uint64_t>(state.range(0)));
  archive::Query query;
  query.after = "R-" + std::to_string(1'000'000 + state.range(0) / 2);
  query.limit = 50;
  for (auto _ : state) benchmark::DoNotOptimize(archive.list(query));
}
void show_record(benchmark::State& state) {
  Archive& archive = grown(static_cast<std::uint64_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(archive.show("R-1000500").has_value());
}
void add_one(benchmark::State& state) {
  Archive& archive = grown(static_cast<std::uint64_t>(state.range(0)));
  std::uint64_t n = 5'000'000;
  for (auto _ : state) file(archive, papers(n++, 1));
}
void open_and_show(benchmark::State& state) {
  const fs::path folder = grown(static_cast<std::uint64_t>(state.range(0))).folder();
  for (auto _ : state) {
    auto archive = Archive::open(real_env(), folder);
    benchmark::DoNotOptimize(archive.value().show("R-1000500").has_value());
  }
}

void sizes(benchmark::internal::Benchmark* b) {
  b->Arg(1'000);
  if (std::getenv("GONGWEN_BENCH_LARGE") != nullptr) b->Arg(20'000)->Arg(100'000);
}

BENCHMARK(file_group)->Name("archive/file")->Arg(1)->Arg(1'000)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(verify)->Name("archive/verify_quick")->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(verify)->Name("archive/verify_deep")->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(list_page)->Name("archive/list_50")->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(show_record)->Name("archive/show")->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(open_and_show)->Name("archive/open_and_show")->Apply(sizes)->Unit(benchmark::kMicrosecond);
BENCHMARK(add_one)->Name("archive/add_one")->Apply(sizes)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gongwen::bench
