#include "foundation/zip/zip.h"

#include <gtest/gtest.h>

#include <functional>

#include "support/files.h"

namespace gongwen::zip {
namespace {

const Place::Name kFile = std::make_shared<const std::string>("a.zip");

std::string sample() {
  Writer w;
  w.add("bagit.txt", "BagIt-Version: 1.0\n", Writer::Method::store);
  w.add("data/record.json", std::string(400, 'a') + "公文");
  w.add("data/空.txt", "x", Writer::Method::store);
  return w.finish();
}

std::string told(std::string_view bytes, Profile profile = Profile::bundle, const Limits& limits = {}) {
  Diagnostics out;
  const auto reader = Reader::open(bytes, profile, kFile, out, limits);
  EXPECT_EQ(reader.has_value(), !out.has_errors());
  if (reader) {
    for (const auto& e : reader->entries()) (void)reader->read(e, out);
  }
  return render(out);
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> (8U * i) & 0xFFU);
}
std::size_t central(const std::string& zip, int n = 0) {
  std::size_t at = zip.find("PK\x01\x02");
  for (; n > 0; --n) at = zip.find("PK\x01\x02", at + 4);
  return at;
}
std::size_t end_record(const std::string& zip) { return zip.size() - 22; }

TEST(ZipWriter, IsReadByOthers) {
  const auto dir = test::scratch_dir();
  test::spill(dir / "a.zip", sample());
  int status = -1;
  const std::string out = test::run("unzip -t '" + (dir / "a.zip").string() + "'", &status);
  EXPECT_EQ(status, 0) << out;
  const std::string python = "python3 -c \"import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip()); print(z.namelist())\" '";
  EXPECT_EQ(test::run(python + (dir / "a.zip").string() + "'"), "None\n['bagit.txt', 'data/record.json', 'data/空.txt']\n");
}

TEST(ZipWriter, GivesTheSameBytesEachTime) {
  EXPECT_EQ(sample(), sample());
  const std::string zip = sample();
  EXPECT_EQ(zip.substr(10, 4), std::string("\0\0\x21\0", 4));   // 1980-01-01 00:00
}

TEST(ZipWriter, RefusesANameTwiceAndNamesThatLeave) {
  for (const char* bad : {"", "/a", "a/", "../a", "a/../b", "a//b", ".", "a\\b", "c:a", "a\nb"}) {
    Writer w;
    EXPECT_THROW(w.add(bad, "x"), InternalError) << bad;
  }
  Writer w;
  w.add("a", "1");
  EXPECT_THROW(w.add("a", "2"), InternalError);
}

TEST(ZipReader, ReadsBackWhatWasWritten) {
  const std::string zip = sample();
  Diagnostics out;
  const auto reader = Reader::open(zip, Profile::bundle, kFile, out);
  ASSERT_TRUE(reader) << render(out);
  ASSERT_EQ(reader->entries().size(), 3U);
  EXPECT_EQ(reader->read(*reader->find("data/record.json"), out), std::string(400, 'a') + "公文");
  EXPECT_EQ(reader->view(*reader->find("bagit.txt"), out), "BagIt-Version: 1.0\n");
  EXPECT_EQ(reader->find("data"), nullptr);
}

TEST(ZipReader, PrecompressedEntriesAreTheSame) {
  Writer a, b;
  a.add("x", std::string(1000, 'y'));
  b.add("x", precompress(std::string(1000, 'y')));
  EXPECT_EQ(a.finish(), b.finish());
}

struct Attack { const char* code; std::function<void(std::string&)> damage; };

TEST(ZipReader, EachAttackIsRefusedWithItsCode) {
  const Attack kAttacks[] = {
      {"A101", [](std::string& z) { z.resize(z.size() - 22); }},
      {"A101", [](std::string& z) { z = "not a zip at all, but long enough to hold one"; }},
      {"A102", [](std::string& z) { z += "trailing"; }},
      {"A102", [](std::string& z) { put(z, end_record(z) + 20, 4, 2), z += "note"; }},
      {"A103", [](std::string& z) { put(z, end_record(z) + 4, 1, 2); }},
      {"A103", [](std::string& z) { put(z, end_record(z) + 8, 2, 2); }},
      {"A104", [](std::string& z) { z.insert(0, "junk"); }},
      {"A104", [](std::string& z) { put(z, end_record(z) + 16, central(z) + 1, 4); }},
      {"A104", [](std::string& z) { put(z, end_record(z) + 8, 4, 2), put(z, end_record(z) + 10, 4, 2); }},
      {"A104", [](std::string& z) { put(z, end_record(z) + 8, 2, 2), put(z, end_record(z) + 10, 2, 2); }},
      {"A105", [](std::string& z) { put(z, 14, 0x12345678, 4); }},                      // local CRC
      {"A105", [](std::string& z) { put(z, 22, 3, 4); }},                               // local size
      {"A105", [](std::string& z) { z[30] = 'B'; }},                                    // local name
      {"A105", [](std::string& z) { put(z, 8, 8, 2); }},                                // local method
      {"A105", [](std::string& z) { put(z, central(z) + 42, 7, 4); }},                  // offset of the local header
      {"A105", [](std::string& z) { put(z, central(z) + 24, 5, 4); }},                  // stored, two sizes
      {"A106", [](std::string& z) { z[30] = z[central(z) + 46] = '/'; }},
      {"A106", [](std::string& z) { z.replace(30, 3, "../"), z.replace(central(z) + 46, 3, "../"); }},
      {"A106", [](std::string& z) { z[32] = z[central(z) + 48] = '\\'; }},
      {"A106", [](std::string& z) { z[32] = z[central(z) + 48] = '\xFF'; }},
      {"A110", [](std::string& z) { put(z, 6, 1, 2), put(z, central(z) + 8, 1, 2); }},
      {"A111", [](std::string& z) { put(z, 6, 8, 2), put(z, central(z) + 8, 8, 2); }},
      {"A113", [](std::string& z) { put(z, 8, 12, 2), put(z, central(z) + 10, 12, 2); }},
      {"A114", [](std::string& z) { put(z, central(z, 1) + 24, 0x7FFFFFFF, 4); }},
      {"A115", [](std::string& z) { put(z, 6, 0x40, 2), put(z, central(z) + 8, 0x40, 2); }},
      {"A116", [](std::string& z) { z[40] = 'x'; }},
  };
  for (const auto& attack : kAttacks) {
    std::string zip = sample();
    attack.damage(zip);
    EXPECT_NE(told(zip).find(attack.code), std::string::npos) << attack.code << "\n" << told(zip);
  }
}

/// Two entries made by hand, so that they can lie about each other.
TEST(ZipReader, DuplicatesOverlapsAndGapsAreRefused) {
  Writer w;
  w.add("aa", "1", Writer::Method::store);
  w.add("ab", "2", Writer::Method::store);
  const std::string good = w.finish();
  std::string twice = good;
  twice[30 + 33 + 1] = 'a';                    // the second local name…
  twice[central(twice, 1) + 47] = 'a';         // …and the second central one: "aa" again
  EXPECT_NE(told(twice).find("A107"), std::string::npos) << told(twice);
  std::string overlap = good;
  put(overlap, central(overlap, 1) + 42, 0, 4);
  EXPECT_NE(told(overlap).find("A108"), std::string::npos) << told(overlap);
  std::string gap = good;
  gap.insert(33, "????");                      // between the first entry's data and the second's header
  put(gap, central(gap, 1) + 42, 37, 4);
  put(gap, end_record(gap) + 16, central(gap), 4);
  EXPECT_NE(told(gap).find("A109"), std::string::npos) << told(gap);
  EXPECT_EQ(told(gap, Profile::office), "");
}

TEST(ZipReader, LimitsHold) {
  Writer w;
  w.add("bomb", std::string(3'000'000, '0'));
  const std::string zip = w.finish();
  EXPECT_EQ(told(zip), "");
  Limits small;
  small.entry_size = 1'000'000;
  EXPECT_NE(told(zip, Profile::bundle, small).find("A114"), std::string::npos);
  Limits few;
  few.entries = 2;
  EXPECT_NE(told(sample(), Profile::bundle, few).find("A114"), std::string::npos);
}

TEST(ZipReader, OfficeProfileReadsWhatOthersWrite) {
  const auto dir = test::scratch_dir();
  test::spill(dir / "in" / "a.txt", std::string(1000, 'a'));
  test::spill(dir / "in" / "sub" / "b.txt", "b");
  test::run("cd '" + (dir / "in").string() + "' && zip -q -r ../zip.zip . && python3 -c \"import zipfile,sys; z=zipfile.ZipFile(sys.stdout.buffer,'w',zipfile.ZIP_DEFLATED); z.write('a.txt'); z.close()\" | cat > ../stream.zip");
  const std::string by_zip = test::slurp(dir / "zip.zip");
  EXPECT_EQ(told(by_zip, Profile::office), "");
  EXPECT_NE(told(by_zip), "");                           // extra fields and folder entries: not in a bundle
  const std::string streamed = test::slurp(dir / "stream.zip");
  EXPECT_EQ(told(streamed, Profile::office), "");
  EXPECT_NE(told(streamed).find("A111"), std::string::npos);
}

TEST(ZipReader, AFlippedByteIsNeverACrashNorOtherContent) {
  const std::string zip = sample();
  for (std::size_t i = 0; i < zip.size(); ++i) {
    for (const char flip : {'\x01', '\x80', '\xFF'}) {
      std::string damaged = zip;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      Diagnostics out;
      const auto reader = Reader::open(damaged, Profile::bundle, kFile, out);
      if (!reader) continue;
      for (const auto& e : reader->entries()) {
        const auto content = reader->read(e, out);
        if (!content) continue;
        const std::string expected = e.name == "bagit.txt" ? "BagIt-Version: 1.0\n" : e.name == "data/record.json" ? std::string(400, 'a') + "公文" : *content;
        EXPECT_EQ(*content, expected) << i;
      }
    }
  }
}

TEST(ZipReader, TruncationIsAlwaysTold) {
  const std::string zip = sample();
  for (std::size_t n = 0; n < zip.size(); ++n) EXPECT_NE(told(zip.substr(0, n)), "") << n;
}

TEST(Zip64, ManyEntriesComeBack) {
  std::string zip;
  {
    Writer w;
    for (int i = 0; i < 3000; ++i) w.add("n" + std::to_string(i), "", Writer::Method::store);
    zip = w.finish();
  }
  EXPECT_EQ(told(zip), "");
}

TEST(Compression, DamagedStreamsGiveNothing) {
  const std::string text(5000, 'q');
  const std::string stream = zlib_compress(text);
  EXPECT_EQ(zlib_decompress(stream, 1 << 20), text);
  EXPECT_EQ(zlib_decompress(stream, 100), std::nullopt);
  EXPECT_EQ(zlib_decompress(stream.substr(0, stream.size() - 1), 1 << 20), std::nullopt);
  const std::string raw = deflate(text);
  EXPECT_EQ(inflate(raw, 5000), text);
  EXPECT_EQ(inflate(raw, 4999), std::nullopt);
  EXPECT_EQ(inflate(raw, 5001), std::nullopt);
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);   // the check value of CRC-32/ISO-HDLC
}

}  // namespace
}  // namespace gongwen::zip
