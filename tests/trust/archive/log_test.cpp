#include "trust/archive/log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/files.h"
#include "trust/archive/log_store_internal.h"
#include "trust/clock_env.h"

namespace gongwen::archive {
namespace {

std::string hexes(const std::vector<Hash>& hashes) {
  std::string out;
  for (const Hash& h : hashes) out += sign::hex(h) + "\n";
  return out;
}

// The eight inputs and the roots of the reference implementation's tests of RFC 6962 (certificate-transparency,
// merkletree tests); leaf 0 and the empty root follow from the RFC's definitions.
const std::vector<std::string> kInputs = {
    "", std::string("\x00", 1), "\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43", "\x50\x51\x52\x53\x54\x55\x56\x57",
    "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
const std::vector<std::string> kRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> leaves_of(std::size_t n) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(leaf_hash(kInputs[i]));
  return out;
}

TEST(Log, RootsAreThoseOfTheReferenceImplementation) {
  EXPECT_EQ(sign::hex(tree_root({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t n = 1; n <= 8; ++n) EXPECT_EQ(sign::hex(tree_root(leaves_of(n))), kRoots[n - 1]) << n;
}

// Paths and proofs of the same reference tests.
TEST(Log, ProofsAreThoseOfTheReferenceImplementation) {
  const auto leaves = leaves_of(8);
  const RangeRoot root = range_root_of(leaves);
  EXPECT_EQ(hexes(inclusion_proof(root, 0, 8)),
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7\n5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e\n"
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4\n");
  EXPECT_EQ(hexes(inclusion_proof(root, 5, 8)),
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b\nca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0\n"
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7\n");
  EXPECT_EQ(hexes(inclusion_proof(root, 2, 3)), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125\n");
  EXPECT_EQ(hexes(consistency_proof(root, 6, 8)),
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a\nca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0\n"
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7\n");
  EXPECT_EQ(hexes(consistency_proof(root, 2, 5)),
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e\nbc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b\n");
}

TEST(Log, EveryProofOfSmallTreesHoldsAndNoOther) {
  std::vector<Hash> leaves;
  for (int i = 0; i < 40; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  const RangeRoot root = range_root_of(leaves);
  for (std::uint64_t n = 1; n <= 40; ++n) {
    const Hash now = root(0, n);
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto proof = inclusion_proof(root, i, n);
      EXPECT_TRUE(verify_inclusion(leaves[i], i, n, proof, now));
      EXPECT_FALSE(verify_inclusion(leaves[(i + 1) % 40], i, n, proof, now));
      EXPECT_FALSE(verify_inclusion(leaves[i], i + 1, n, proof, now));
      if (!proof.empty()) {
        EXPECT_FALSE(verify_inclusion(leaves[i], i, n, std::span(proof).first(proof.size() - 1), now));
      }
      const auto old = consistency_proof(root, i, n);
      const Hash then = root(0, i);
      EXPECT_TRUE(verify_consistency(i, n, old, then, now));
      if (i > 0) {
        EXPECT_FALSE(verify_consistency(i, n, old, leaves[i], leaves[0]));
      }
    }
  }
}

// check_log.py knows the RFC's recursive definitions and nothing of ours: it makes 1 200 trees of random sizes and compares.
TEST(Log, RandomSizesAgreeWithAnIndependentProgram) {
  const auto folder = test::scratch_dir();
  std::vector<Hash> leaves;
  for (int i = 0; i < 3000; ++i) leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  const RangeRoot root = range_root_of(leaves);
  std::uint64_t state = 88172645463325252ULL;   // xorshift: the same sizes each run
  const auto next = [&](std::uint64_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
  };
  std::string lines;
  for (int round = 0; round < 1200; ++round) {
    const std::uint64_t size = next(round < 1000 ? 600 : 3000) + 1;
    const std::uint64_t index = next(size);
    const std::uint64_t old = next(size) + 1;
    lines += std::to_string(size) + " " + std::to_string(index) + " " + std::to_string(old) + " " + sign::hex(root(0, size));
    for (const char kind : {'i', 'c'}) {
      const auto proof = kind == 'i' ? inclusion_proof(root, index, size) : consistency_proof(root, old, size);
      lines += std::string(" ") + kind;
      for (const Hash& h : proof) lines += ":" + sign::hex(h);
    }
    lines += "\n";
    ASSERT_TRUE(verify_consistency(old, size, consistency_proof(root, old, size), root(0, old), root(0, size)));
  }
  test::spill(folder / "proofs.txt", lines);
  int status = 1;
  const std::string said = test::run("python3 '" GONGWEN_SOURCE_DIR "/tests/trust/archive/check_log.py' '" + (folder / "proofs.txt").string() + "'", &status);
  EXPECT_EQ(status, 0) << said;
  EXPECT_EQ(said, "1200 proofs agree\n");
}

TEST(Log, CheckpointsAreReadStrictly) {
  const Checkpoint made{"gongwen/ab", 3, leaf_hash("x")};
  const auto read = parse_checkpoint(made.text(), nullptr);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read.value().size, 3U);
  EXPECT_EQ(read.value().root, made.root);
  for (const char* bad : {"", "a\n", "a\n1\n", "a\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "a\n1\nAAAA\n", "a\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"}) {
    EXPECT_EQ(parse_checkpoint(bad, nullptr).error().code, "A035") << bad;
  }
}

// C2SP tlog-tiles, its own examples.
TEST(LogStore, TileNumbersAreGroupsOfThree) {
  EXPECT_EQ(tile_number(0), "000");
  EXPECT_EQ(tile_number(1234067), "x001/x234/067");
  EXPECT_EQ(tile_number(999), "999");
  EXPECT_EQ(tile_number(1000), "x001/000");
}

TEST(LogStore, TilesGiveTheSameRootsAndProofsAsAllLeaves) {
  test::ClockEnv env(test::kMarch);
  const auto folder = test::scratch_dir();
  std::vector<Hash> leaves;
  std::uint64_t size = 0;
  for (const std::uint64_t grow : {1U, 1U, 5U, 248U, 1U, 1U, 255U, 256U, 300U, 7U}) {
    LogStore store(env, folder, size);
    std::vector<std::string> entries;
    for (std::uint64_t i = 0; i < grow; ++i) entries.push_back("entry " + std::to_string(size + i));
    for (const std::string& one : entries) leaves.push_back(leaf_hash(one));
    store.append(entries);
    store.drop_partials_of(size);
    size += grow;
    const RangeRoot all = range_root_of(leaves);
    EXPECT_EQ(store.root(), all(0, size)) << size;
    for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
      EXPECT_EQ(inclusion_proof(store.range_root(), index, size), inclusion_proof(all, index, size)) << size;
      EXPECT_EQ(consistency_proof(store.range_root(), index, size), consistency_proof(all, index, size)) << size;
    }
    EXPECT_EQ(store.fault(), "");
  }
  LogStore store(env, folder, size);
  const auto entries = store.entries(250, 20);
  ASSERT_EQ(entries.size(), 20U);
  EXPECT_EQ(entries[6], "entry 256");
  // 1075 leaves: four full tiles of hashes and one partial, and the tile above them with four.
  EXPECT_TRUE(env.exists(folder / "tile/0/003"));
  EXPECT_TRUE(env.exists(folder / "tile/0/004.p/51"));
  EXPECT_EQ(env.file_size(folder / "tile/1/000.p/4"), 4U * 32U);
  EXPECT_FALSE(env.exists(folder / "tile/0/000.p"));
}

// A log that grows past the third level of tiles, in steps of all sizes. read_log.py knows the C2SP pages and nothing of ours: it
// reads the tile files as they lie on the disk and checks root, inclusion and growth at 1 000 random sizes.
TEST(LogStore, ItsFilesSatisfyAnIndependentReaderAtAThousandSizes) {
  test::ClockEnv env(test::kMarch);
  const auto folder = test::scratch_dir();
  std::uint64_t state = 0x9E3779B97F4A7C15ULL;   // xorshift: the same sizes each run
  const auto next = [&](std::uint64_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
  };
  std::uint64_t size = 0;
  for (int step = 0; size < 66'000; ++step) {
    LogStore store(env, folder, size);
    const std::uint64_t grow = step < 40 ? next(4) + 1 : step == 40 ? 60'000 : next(700) + 1;
    std::vector<std::string> entries;
    for (std::uint64_t i = 0; i < grow; ++i) entries.push_back("entry " + std::to_string(size + i));
    store.append(entries);
    store.drop_partials_of(size);
    size += grow;
  }
  std::string lines;
  const auto hexes_after = [](char kind, const std::vector<Hash>& hashes) {
    std::string out = std::string(" ") + kind;
    for (const Hash& h : hashes) out += ":" + sign::hex(h);
    return out;
  };
  for (int round = 0; round < 1000; ++round) {
    const std::uint64_t at = next(round % 2 == 0 ? size : 1000) + 1;
    const std::uint64_t index = next(at);
    const std::uint64_t old = next(at) + 1;
    LogStore store(env, folder, at);
    const Hash root = store.root();
    lines += std::to_string(at) + " " + sign::hex(root) + " " + std::to_string(index) + hexes_after('i', inclusion_proof(store.range_root(), index, at)) + " " +
             std::to_string(old) + hexes_after('c', consistency_proof(store.range_root(), old, at)) + "\n";
    ASSERT_EQ(store.fault(), "") << at;
  }
  test::spill(folder / "roots.txt", lines);
  int status = 1;
  const std::string program = "python3 '" GONGWEN_SOURCE_DIR "/tests/trust/archive/read_log.py' roots '" + folder.string() + "' '";
  const std::string said = test::run(program + (folder / "roots.txt").string() + "'", &status);
  EXPECT_EQ(said, "1000 sizes agree\n");
  EXPECT_EQ(status, 0);
  // it is shown a wrong proof as well
  const std::size_t at = lines.rfind(' ') + 5;
  lines[at] = lines[at] == '0' ? '1' : '0';
  test::spill(folder / "wrong.txt", lines);
  test::run(program + (folder / "wrong.txt").string() + "'", &status);
  EXPECT_NE(status, 0);
}

TEST(LogStore, MissingAndShortFilesAreNamed) {
  test::ClockEnv env(test::kMarch);
  const auto folder = test::scratch_dir();
  LogStore(env, folder, 0).append(std::vector<std::string>{"a", "b"});
  test::spill(folder / "tile/0/000.p/2", "short");
  LogStore store(env, folder, 2);
  (void)store.root();
  EXPECT_EQ(store.fault(), "tile/0/000");
  fs::remove(folder / "tile/entries/000.p/2");
  LogStore other(env, folder, 2);
  EXPECT_TRUE(other.entries(0, 2).empty());
  EXPECT_EQ(other.fault(), "tile/entries/000.p/2");
}

}  // namespace
}  // namespace gongwen::archive
