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
      {"A106", [](std::string& z) { z.replace(30, 3, "\xED\xA0\x80"), z.replace(central(z) + 46, 3, "\xED\xA0\x80"); }},   // a surrogate
      {"A106", [](std::string& z) { z.replace(30, 2, "\xC0\xAF"), z.replace(central(z) + 46, 2, "\xC0\xAF"); }},           // an overlong /
      {"A106", [](std::string& z) { z[30] = z[central(z) + 46] = '\0'; }},
      {"A105", [](std::string& z) { put(z, 10, 0x5A215000, 4); }},                      // local time and date
      {"A105", [](std::string& z) { put(z, 4, 45, 2); }},                               // version needed
      {"A103", [](std::string& z) { put(z, central(z) + 34, 1, 2); }},                  // the entry is on another disk
      {"A115", [](std::string& z) { put(z, central(z) + 38, 0120777U << 16U, 4); }},    // a symbolic link
      {"A115", [](std::string& z) { z.replace(30, 3, "\xE7\xA9\xBA"), z.replace(central(z) + 46, 3, "\xE7\xA9\xBA"); }},   // UTF-8 not said
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

TEST(ZipReader, NamesThatCannotStandSideBySideAreRefused) {
  const auto with = [](const std::vector<std::string>& names) {
    Writer w;
    for (const std::string& name : names) w.add(name, "1", Writer::Method::store);
    return w.finish();
  };
  EXPECT_NE(told(with({"data/a", "data/a/b"})).find("A117"), std::string::npos);
  EXPECT_NE(told(with({"data/a", "data/a/b"}), Profile::office).find("A117"), std::string::npos);
  EXPECT_NE(told(with({"data/A.pdf", "data/a.pdf"})).find("A117"), std::string::npos);
  EXPECT_EQ(told(with({"data/A.pdf", "data/a.pdf"}), Profile::office), "");
  EXPECT_EQ(told(with({"data/a", "data/ab/c", "data/b"})), "");
}

// Made by Python's zipfile: an entry whose extra field gives it another name, as some readers would show it.
TEST(ZipReader, ASecondNameInAnExtraFieldIsRefused) {
  const auto with = [](const std::string& name) {
    return test::run("python3 -c \"import zipfile,sys,io,zlib,struct; b=io.BytesIO(); z=zipfile.ZipFile(b,'w'); i=zipfile.ZipInfo('a.txt'); n=b'" + name +
                     "'; i.extra=struct.pack('<HHBI',0x7075,5+len(n),1,zlib.crc32(b'a.txt'))+n; z.writestr(i,b'x'); z.close(); sys.stdout.buffer.write(b.getvalue())\"");
  };
  EXPECT_EQ(told(with("a.txt"), Profile::office), "");
  EXPECT_NE(told(with("b.txt"), Profile::office).find("A112"), std::string::npos);
  EXPECT_NE(told(with("a.txt")).find("A112"), std::string::npos);
}

// Every attack of the set must also be found, or be harmless, in what offices write: never another content than the directory says.
TEST(ZipReader, TheOfficeProfileRefusesWhatIsNotMereCustom) {
  const Attack kAttacks[] = {
      {"A101", [](std::string& z) { z.resize(z.size() - 22); }},
      {"A102", [](std::string& z) { z += "trailing"; }},
      {"A103", [](std::string& z) { put(z, end_record(z) + 4, 1, 2); }},
      {"A104", [](std::string& z) { z.insert(0, "junk"); }},
      {"A104", [](std::string& z) { put(z, end_record(z) + 8, 2, 2), put(z, end_record(z) + 10, 2, 2); }},
      {"A105", [](std::string& z) { put(z, 14, 0x12345678, 4); }},
      {"A105", [](std::string& z) { z[30] = 'B'; }},
      {"A106", [](std::string& z) { z.replace(30, 3, "../"), z.replace(central(z) + 46, 3, "../"); }},
      {"A106", [](std::string& z) { z[32] = z[central(z) + 48] = '\\'; }},
      {"A110", [](std::string& z) { put(z, 6, 1, 2), put(z, central(z) + 8, 1, 2); }},
      {"A111", [](std::string& z) { put(z, 6, 8, 2), put(z, central(z) + 8, 8, 2); }},   // a descriptor is said, none is there
      {"A113", [](std::string& z) { put(z, 8, 12, 2), put(z, central(z) + 10, 12, 2); }},
      {"A114", [](std::string& z) { put(z, central(z, 1) + 24, 0x7FFFFFFF, 4); }},
      {"A115", [](std::string& z) { put(z, 6, 0x40, 2), put(z, central(z) + 8, 0x40, 2); }},
      {"A116", [](std::string& z) { z[40] = 'x'; }},
  };
  for (const auto& attack : kAttacks) {
    std::string zip = sample();
    attack.damage(zip);
    EXPECT_NE(told(zip, Profile::office).find(attack.code), std::string::npos) << attack.code << "\n" << told(zip, Profile::office);
  }
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

// The end record found then is that of the zip inside, and says nothing of what is behind it.
TEST(ZipReader, AFileCutBehindAZipInsideIsCalledCut) {
  Writer w;
  w.add("data/first.pdf", std::string(900, 'p'), Writer::Method::store);
  w.add("data/document.docx", sample(), Writer::Method::store);
  w.add("data/record.json", std::string(900, 'r'), Writer::Method::store);
  const std::string zip = w.finish();
  const std::string cut = zip.substr(0, zip.find(std::string(900, 'r')) + 100);
  for (const Profile profile : {Profile::bundle, Profile::office}) {
    const std::string said = told(cut, profile);
    EXPECT_NE(said.find("A104"), std::string::npos) << said;
    EXPECT_NE(said.find("没有传完或已损坏"), std::string::npos) << said;
    EXPECT_EQ(said.find("A102"), std::string::npos) << said;
  }
}

TEST(ZipReader, TheDirectoryOfABundleIsInOrder) {
  Writer w;
  w.add("aa", "1", Writer::Method::store);
  w.add("ab", "2", Writer::Method::store);
  const std::string good = w.finish();
  const std::size_t from = central(good);
  const std::string swapped = good.substr(0, from) + good.substr(from + 48, 48) + good.substr(from, 48) + good.substr(from + 96);
  EXPECT_NE(told(swapped).find("A104"), std::string::npos) << told(swapped);
  EXPECT_EQ(told(swapped, Profile::office), "");
}

std::string number(std::uint64_t value, unsigned size) {
  std::string bytes(size, '\0');
  put(bytes, 0, value, size);
  return bytes;
}

/// The sample's end record turned into a zip64 one, by hand (APPNOTE 4.3.14, 4.3.15).
std::string with_end64(std::uint64_t count, std::uint64_t size, std::uint64_t offset) {
  std::string zip = sample();
  const std::size_t at = end_record(zip);
  std::string end = zip.substr(at);
  zip.resize(at);
  zip += "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) + number(count, 8) + number(count, 8) + number(size, 8) + number(offset, 8);
  zip += "PK\x06\x07" + number(0, 4) + number(at, 8) + number(1, 4);
  put(end, 8, 0xFFFF, 2), put(end, 10, 0xFFFF, 2);
  return zip + end;
}

TEST(Zip64, TheTwoEndRecordsMustAgree) {
  const std::string plain = sample();
  const std::uint64_t offset = central(plain), size = end_record(plain) - offset;
  EXPECT_EQ(told(with_end64(3, size, offset)), "");
  for (const auto& [zip, code] : {std::pair{with_end64(2, size, offset), "A104"}, {with_end64(4, size, offset), "A104"}, {with_end64(3, size + 1, offset - 1), "A104"},
                                  {with_end64(3, size, offset + 1), "A104"}, {with_end64(UINT64_MAX, size, offset), "A114"}}) {
    EXPECT_NE(told(zip).find(code), std::string::npos) << told(zip);
  }
  std::string other = with_end64(3, size, offset);
  put(other, other.size() - 22 - 20 - 56 + 24, 2, 8);   // entries on this disk
  EXPECT_NE(told(other).find("A103"), std::string::npos) << told(other);
}

TEST(Zip64, ASmallEntryWithAZip64FieldIsForOfficeOnly) {
  const std::string zip = test::run("python3 -c \"import zipfile,sys,io; b=io.BytesIO(); z=zipfile.ZipFile(b,'w'); f=z.open('a.txt','w',force_zip64=True); f.write(b'x'*9); f.close(); z.close(); sys.stdout.buffer.write(b.getvalue())\"");
  EXPECT_EQ(told(zip, Profile::office), "");
  EXPECT_NE(told(zip).find("A112"), std::string::npos) << told(zip);
}

/// The headers of an entry too large for 32 bits, without its 4 GiB: the size is only said.
TEST(Zip64, LargeSizesAreWrittenAsOthersReadThem) {
  constexpr std::uint64_t kSize = (std::uint64_t{1} << 32U) + 5;
  Writer w;
  w.add("large", Compressed{std::string(4'200'000, '\x55'), 7, kSize});
  w.add("small", "x", Writer::Method::store);
  const std::string zip = w.finish();
  EXPECT_EQ(zip.substr(18, 8), std::string(8, '\xFF'));                                       // both sizes refer to the field…
  EXPECT_EQ(zip.substr(35, 20), number(1, 2) + number(16, 2) + number(kSize, 8) + number(4'200'000, 8));   // …which has both
  Limits limits;
  limits.entry_size = limits.total_size = std::uint64_t{1} << 40U;
  Diagnostics out;
  const auto reader = Reader::open(zip, Profile::bundle, kFile, out, limits);
  ASSERT_TRUE(reader) << render(out);
  EXPECT_EQ(reader->find("large")->size, kSize);
  const auto file = test::scratch_dir() / "large.zip";
  test::spill(file, zip);
  EXPECT_EQ(test::run("python3 -c \"import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print([(i.filename,i.file_size,i.compress_size) for i in z.infolist()], z.read('small'))\" '" + file.string() + "'"),
            "[('large', 4294967301, 4200000), ('small', 1, 1)] b'x'\n");
}

TEST(Zip64, ManyEntriesComeBack) {
  for (const int count : {65534, 65535, 70000}) {
    Writer w;
    for (int i = 0; i < count; ++i) w.add("n" + std::to_string(i), "", Writer::Method::store);
    const std::string zip = w.finish();
    EXPECT_EQ(zip.find("PK\x06\x06") != std::string::npos, count >= 65535);
    Diagnostics out;
    const auto reader = Reader::open(zip, Profile::bundle, kFile, out);
    ASSERT_TRUE(reader) << render(out);
    EXPECT_EQ(reader->entries().size(), static_cast<std::size_t>(count));
    EXPECT_NE(reader->find("n" + std::to_string(count - 1)), nullptr);
    if (count < 70000) continue;
    const auto file = test::scratch_dir() / "many.zip";
    test::spill(file, zip);
    EXPECT_EQ(test::run("python3 -c \"import zipfile,sys; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))\" '" + file.string() + "'"), "70000\n");
  }
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
