#include "foundation/image/image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

#include "support/files.h"

namespace gongwen::image {
namespace {

// ---- pictures made by hand: PNG (ISO/IEC 15948) with stored blocks (RFC 1950, 1951), JPEG headers (ITU-T T.81) ----

std::string be(std::uint64_t value, unsigned size) {
  std::string out;
  for (unsigned i = size; i-- > 0;) out.push_back(static_cast<char>(value >> (8U * i) & 0xFFU));
  return out;
}

std::string chunk(const std::string& type, const std::string& data) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : type + data) {
    crc ^= static_cast<unsigned char>(c);
    for (int k = 0; k < 8; ++k) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xEDB88320U : crc >> 1U;
  }
  return be(data.size(), 4) + type + data + be(~crc, 4);
}

std::string zlib_stored(const std::string& data) {
  std::uint32_t a = 1, b = 0;
  for (const char c : data) a = (a + static_cast<unsigned char>(c)) % 65521, b = (b + a) % 65521;
  std::string size = be(data.size(), 2), inverse = be(~data.size() & 0xFFFFU, 2);
  std::reverse(size.begin(), size.end()), std::reverse(inverse.begin(), inverse.end());
  return "\x78\x01\x01" + size + inverse + data + be(b << 16U | a, 4);
}

const std::string kSignature = "\x89PNG\r\n\x1A\n";

std::string header(std::uint32_t width, std::uint32_t height, unsigned depth, unsigned colour) {
  return chunk("IHDR", be(width, 4) + be(height, 4) + be(depth, 1) + be(colour, 1) + be(0, 3));
}

/// `rows` with the filter byte 0 before each.
std::string png(std::uint32_t width, std::uint32_t height, unsigned depth, unsigned colour, const std::string& rows, const std::string& between = "") {
  return kSignature + header(width, height, depth, colour) + between + chunk("IDAT", zlib_stored(rows)) + chunk("IEND", "");
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out.push_back(static_cast<char>(v));
  return out;
}

std::string segment(int marker, const std::string& data) { return bytes({0xFF, marker}) + be(data.size() + 2, 2) + data; }

std::string jpeg(int frame, int depth, int components, const std::string& before = "") {
  std::string sof = be(static_cast<unsigned>(depth), 1) + be(20, 2) + be(30, 2) + be(static_cast<unsigned>(components), 1);
  for (int i = 1; i <= components; ++i) sof += bytes({i, 0x11, 0});
  return bytes({0xFF, 0xD8}) + before + segment(frame, sof) + segment(0xDA, bytes({1, 1, 0, 0, 63, 0})) + "data" + bytes({0xFF, 0xD9});
}
std::string jfif(int unit, unsigned density) { return segment(0xE0, std::string("JFIF\0\1\2", 7) + be(static_cast<unsigned>(unit), 1) + be(density, 2) + be(density, 2) + be(0, 2)); }

std::size_t be16_at(const std::string& s, std::size_t at) { return std::size_t{static_cast<unsigned char>(s[at])} << 8U | static_cast<unsigned char>(s[at + 1]); }

std::shared_ptr<const Image> opened(const std::string& file) {
  Diagnostics out;
  auto image = open(file, Place::in_file("a.png"), out);
  EXPECT_EQ(image == nullptr, out.has_errors()) << render(out);
  return image;
}

std::string refused(const std::string& file) {
  Diagnostics out;
  EXPECT_EQ(open(file, Place::in_file("a.png"), out), nullptr);
  return out.empty() ? "" : std::string(out.all().front().code);
}

TEST(Png, HeadersTellSizeColourAndDensity) {
  struct Case { unsigned depth, colour; Colour expected; bool alpha; };
  for (const Case& c : {Case{8, 0, Colour::grey, false}, {8, 2, Colour::rgb, false}, {8, 3, Colour::rgb, false}, {8, 4, Colour::grey, true}, {8, 6, Colour::rgb, true}}) {
    const auto image = opened(png(3, 2, c.depth, c.colour, std::string(32, '\0')));
    ASSERT_NE(image, nullptr);
    EXPECT_EQ(image->format, Format::png);
    EXPECT_EQ(image->width, 3U);
    EXPECT_EQ(image->height, 2U);
    EXPECT_EQ(image->colour, c.expected) << c.colour;
    EXPECT_EQ(image->alpha, c.alpha) << c.colour;
    EXPECT_EQ(image->dpi, 0);
  }
  EXPECT_NEAR(opened(png(1, 1, 8, 0, bytes({0, 0}), chunk("pHYs", be(11811, 4) + be(11811, 4) + be(1, 1))))->dpi, 300, 0.01);
  EXPECT_EQ(opened(png(1, 1, 8, 0, bytes({0, 0}), chunk("pHYs", be(1, 4) + be(1, 4) + be(0, 1))))->dpi, 0);   // a ratio, no length
}

TEST(Png, SamplesAndAlphaComeApart) {
  const auto rgba = decode_png(*opened(png(2, 1, 8, 6, bytes({0, 10, 20, 30, 255, 40, 50, 60, 128}))));
  ASSERT_TRUE(rgba);
  EXPECT_EQ(rgba->samples, bytes({10, 20, 30, 40, 50, 60}));
  EXPECT_EQ(rgba->alpha, bytes({255, 128}));
  const auto grey = decode_png(*opened(png(2, 2, 8, 0, bytes({0, 1, 2, 0, 3, 255}))));
  ASSERT_TRUE(grey);
  EXPECT_EQ(grey->samples, bytes({1, 2, 3, 255}));
  EXPECT_EQ(grey->alpha, "");
  EXPECT_EQ(grey->colour, Colour::grey);
}

TEST(Png, PalettesAndFewBitsAreExpanded) {
  const std::string palette = chunk("PLTE", bytes({1, 2, 3, 200, 100, 0}));
  const auto indexed = decode_png(*opened(png(2, 1, 1, 3, bytes({0, 0x40}), palette)));
  ASSERT_TRUE(indexed);
  EXPECT_EQ(indexed->samples, bytes({1, 2, 3, 200, 100, 0}));
  const auto clear = decode_png(*opened(png(2, 1, 1, 3, bytes({0, 0x40}), palette + chunk("tRNS", bytes({0, 77})))));
  ASSERT_TRUE(clear);
  EXPECT_EQ(clear->alpha, bytes({0, 77}));
  const auto bits = decode_png(*opened(png(4, 1, 2, 0, bytes({0, 0x1B}))));   // 0 1 2 3 of 3
  ASSERT_TRUE(bits);
  EXPECT_EQ(bits->samples, bytes({0, 85, 170, 255}));
}

TEST(Png, SixteenBitsBecomeEightWithTheSameTone) {
  const auto grey = decode_png(*opened(png(3, 1, 16, 0, bytes({0, 0, 0, 0x80, 0x80, 0xFF, 0xFF}))));
  ASSERT_TRUE(grey);
  EXPECT_EQ(grey->samples, bytes({0, 0x80, 0xFF}));
  const auto rgba = decode_png(*opened(png(1, 1, 16, 6, bytes({0, 0x20, 0x20, 0x40, 0x40, 0xC0, 0xC0, 0xFF, 0xFF}))));
  ASSERT_TRUE(rgba);
  EXPECT_EQ(rgba->samples, bytes({0x20, 0x40, 0xC0}));
  EXPECT_EQ(rgba->alpha, bytes({0xFF}));
}

TEST(Png, RowsAreTakenAsTheyAreUnlessTheyHaveToBeDecoded) {
  const auto rgb = png_rows(*opened(png(2, 1, 8, 2, bytes({0, 1, 2, 3, 4, 5, 6}))));
  ASSERT_TRUE(rgb);
  EXPECT_EQ(rgb->channels, 3);
  EXPECT_EQ(rgb->zlib, zlib_stored(bytes({0, 1, 2, 3, 4, 5, 6})));
  const std::string palette = chunk("PLTE", bytes({1, 2, 3, 200, 100, 0}));
  const auto indexed = png_rows(*opened(png(2, 1, 1, 3, bytes({0, 0x40}), palette)));
  ASSERT_TRUE(indexed);
  EXPECT_EQ(indexed->bits, 1);
  EXPECT_EQ(indexed->palette, bytes({1, 2, 3, 200, 100, 0}));
  EXPECT_FALSE(png_rows(*opened(png(2, 1, 1, 3, bytes({0, 0x40}), palette + chunk("tRNS", bytes({0, 77}))))));
  EXPECT_FALSE(png_rows(*opened(png(2, 1, 8, 6, bytes({0, 10, 20, 30, 255, 40, 50, 60, 128})))));
  EXPECT_FALSE(png_rows(*opened(png(3, 1, 16, 0, bytes({0, 0, 0, 0x80, 0x80, 0xFF, 0xFF})))));
  EXPECT_FALSE(png_rows(*opened(png(1, 1, 8, 0, bytes({0, 9}), chunk("gAMA", be(100'000, 4))))));
}

TEST(Png, DamageIsToldOrGivesNothing) {
  const std::string good = png(2, 1, 8, 6, bytes({0, 10, 20, 30, 255, 40, 50, 60, 128}));
  for (std::size_t n = 3; n < good.size(); ++n) EXPECT_EQ(refused(good.substr(0, n)), n < kSignature.size() ? "W010" : "W011") << n;
  EXPECT_EQ(refused(kSignature + header(2, 2, 8, 0) + chunk("IEND", "")), "W011");     // no pixels
  EXPECT_EQ(refused(png(0, 1, 8, 0, "")), "W011");
  const std::string expected = decode_png(*opened(good))->samples;
  for (std::size_t i = kSignature.size(); i < good.size(); ++i) {
    std::string damaged = good;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    Diagnostics out;
    const auto image = open(damaged, Place::in_file("a.png"), out);
    const auto pixels = image ? decode_png(*image) : std::nullopt;
    EXPECT_EQ(pixels ? pixels->samples : expected, expected) << i;   // decoded only where the byte says nothing of the pixels
  }
  EXPECT_FALSE(decode_png(*opened(png(4, 4, 8, 0, bytes({0, 1, 2, 3, 4})))));           // one row of four
}

TEST(Jpeg, HeadersTellSizeColourAndDensity) {
  for (const auto& [components, colour] : {std::pair{1, Colour::grey}, {3, Colour::rgb}, {4, Colour::cmyk}}) {
    for (const int frame : {0xC0, 0xC1, 0xC2}) {
      const auto image = opened(jpeg(frame, 8, components, jfif(1, 300)));
      ASSERT_NE(image, nullptr);
      EXPECT_EQ(image->format, Format::jpeg);
      EXPECT_EQ(image->width, 30U);
      EXPECT_EQ(image->height, 20U);
      EXPECT_EQ(image->colour, colour);
      EXPECT_EQ(image->dpi, 300);
    }
  }
  EXPECT_NEAR(opened(jpeg(0xC0, 8, 3, jfif(2, 118)))->dpi, 299.72, 0.001);
  EXPECT_EQ(opened(jpeg(0xC0, 8, 3, jfif(0, 1)))->dpi, 0);
  EXPECT_EQ(opened(jpeg(0xC0, 8, 3, bytes({0xFF, 0xFF}) + segment(0xEE, "Adobe").substr(1)))->width, 30U);   // a fill byte before a marker
}

TEST(Jpeg, OnesMadeByAProgramAreRead) {
  const auto folder = test::source_dir() / "tests" / "formats" / "pdf" / "pictures";
  EXPECT_EQ(opened(test::slurp(folder / "cyan-cmyk.jpg"))->colour, Colour::cmyk);
  EXPECT_EQ(opened(test::slurp(folder / "grey.jpg"))->colour, Colour::grey);
  EXPECT_EQ(opened(test::slurp(folder / "red.jpg"))->colour, Colour::rgb);
}

TEST(Jpeg, DamagedDataBehindAGoodHeaderIsFoundByReadingThrough) {
  const auto folder = test::source_dir() / "tests" / "formats" / "pdf" / "pictures";
  for (const char* name : {"red.jpg", "grey.jpg", "cyan-cmyk.jpg"}) {
    const std::string good = test::slurp(folder / name);
    Diagnostics out;
    EXPECT_NE(open_whole(good, Place::in_file(name), out), nullptr) << name << render(out);
    // The coded data is cut out, the end marker stays.
    const std::size_t scan = good.rfind("\xFF\xDA");
    ASSERT_NE(scan, std::string::npos);
    const std::string cut = good.substr(0, scan + 2 + be16_at(good, scan + 2)) + "\xFF\xD9";
    Diagnostics told;
    EXPECT_EQ(open_whole(cut, Place::in_file(name), told), nullptr) << name;
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.all().front().code, "W011");
  }
}

TEST(Jpeg, ExifSaysHowThePixelsLie) {
  // Exif 2.32 4.6.4: 1 as they are, 3 upside down, 6 to be turned clockwise, 8 the other way.
  for (const auto& [orientation, turns] : {std::pair{1, 0}, {3, 2}, {6, 1}, {8, 3}}) {
    for (const bool little : {true, false}) {
      const std::string number = little ? bytes({orientation, 0, 0, 0}) : bytes({0, orientation, 0, 0});
      const std::string tiff = little ? "II" + bytes({42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0}) + number
                                      : "MM" + bytes({0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1}) + number;
      const auto image = opened(jpeg(0xC0, 8, 3, segment(0xE1, std::string("Exif\0\0", 6) + tiff + bytes({0, 0, 0, 0}))));
      ASSERT_NE(image, nullptr);
      EXPECT_EQ(image->quarter_turns, turns) << orientation << little;
      EXPECT_EQ(image->upright_width(), turns % 2 == 0 ? 30U : 20U);
      EXPECT_EQ(image->upright_height(), turns % 2 == 0 ? 20U : 30U);
    }
  }
}

TEST(Redness, TellsASealFromItsBlackCopy) {
  // White, red, black, transparent black.
  EXPECT_EQ(redness(*opened(png(2, 1, 8, 2, bytes({0, 255, 255, 255, 220, 20, 30})))), 1.0);
  EXPECT_EQ(redness(*opened(png(2, 1, 8, 2, bytes({0, 255, 255, 255, 20, 20, 30})))), 0.0);
  EXPECT_EQ(redness(*opened(png(2, 1, 8, 6, bytes({0, 0, 0, 0, 0, 200, 0, 0, 255})))), 1.0);
  EXPECT_EQ(redness(*opened(png(1, 1, 8, 0, bytes({0, 90})))), 0.0);
  const auto folder = test::source_dir() / "tests" / "formats" / "pdf" / "pictures";
  EXPECT_EQ(redness(*opened(test::slurp(folder / "red.jpg"))), 1.0);
  EXPECT_EQ(redness(*opened(test::slurp(folder / "grey.jpg"))), 0.0);
}

TEST(Jpeg, WhatReadersOfPdfCannotShowIsRefused) {
  for (const int frame : {0xC3, 0xC5, 0xC9, 0xCA, 0xCB, 0xCF}) EXPECT_EQ(refused(jpeg(frame, 8, 3)), "W011") << frame;
  EXPECT_EQ(refused(jpeg(0xC1, 12, 3)), "W011");
  EXPECT_EQ(refused(jpeg(0xC0, 8, 2)), "W011");
}

TEST(Jpeg, ATruncatedOneIsRefused) {
  const std::string good = jpeg(0xC0, 8, 3, jfif(1, 96));
  for (std::size_t n = 3; n < good.size(); ++n) EXPECT_EQ(refused(good.substr(0, n)), "W011") << n;
}

TEST(Image, OtherFormatsAndHugeOnesAreRefused) {
  for (const std::string& other : {std::string(), std::string("GIF89a......"), std::string("BM....."), std::string("RIFF....WEBP"), std::string("\xFF\xD8", 2)}) EXPECT_EQ(refused(other), "W010");
  EXPECT_EQ(refused(png(20'000, 5'001, 8, 0, "x")), "W012");
  EXPECT_NE(opened(png(20'000, 5'000, 8, 0, "x")), nullptr);
}

}  // namespace
}  // namespace gongwen::image
