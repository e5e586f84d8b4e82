#include "formats/pdf/syntax.h"

#include <gtest/gtest.h>

namespace gongwen::pdf {
namespace {

std::string text(std::string_view utf8) {
  std::string out;
  put_text(out, utf8);
  return out;
}

std::string thousandths(std::int64_t value) {
  std::string out;
  put_thousandths(out, value);
  return out;
}

TEST(PdfSyntax, NumbersHaveNoTrailingZeros) {
  EXPECT_EQ(thousandths(0), "0");
  EXPECT_EQ(thousandths(12'500), "12.5");
  EXPECT_EQ(thousandths(-50), "-0.05");
  EXPECT_EQ(thousandths(841'890), "841.89");
  EXPECT_EQ(thousandths(7), "0.007");
}

TEST(PdfSyntax, LengthsAreRoundedToAThousandthOfAPoint) {
  EXPECT_EQ(milli_points(Length::pt(16)), 16'000);
  EXPECT_EQ(milli_points(Length::mm(297)), 841'890);   // 297 / 25.4 * 72 = 841.8898
  EXPECT_EQ(milli_points(-Length::mm(210)), -595'276);
  EXPECT_EQ(milli_points(Length::emu(6)), 0);
  EXPECT_EQ(milli_points(Length::emu(7)), 1);
}

TEST(PdfSyntax, AsciiTextIsALiteralEverythingElseUtf16) {
  EXPECT_EQ(text("a(b)\\c"), "(a\\(b\\)\\\\c)");
  EXPECT_EQ(text("公文"), "<FEFF516C6587>");
  EXPECT_EQ(text("a\nb"), "<FEFF0061000A0062>");
}

TEST(PdfSyntax, CharactersAboveTheBasicPlaneAreSurrogatePairs) {
  EXPECT_EQ(text("𬭊"), "<FEFFD872DF4A>");   // U+2CB4A
}

TEST(PdfSyntax, DamagedUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(text("\xE5\x85"), "<FEFFFFFD>");
  EXPECT_EQ(text("\xFF"), "<FEFFFFFD>");
  EXPECT_EQ(text("\x80" "a"), "<FEFFFFFD0061>");
}

TEST(PdfSyntax, NamesEscapeWhatIsNotRegular) {
  std::string out;
  put_name(out, "A B/字");
  EXPECT_EQ(out, "/A#20B#2F#E5#AD#97");
}

TEST(PdfSyntax, CodesInStringsAreEscapedWhereReadersWouldMisreadThem) {
  std::string out;
  for (const int code : {0x4E00, 0x2829, 0x5C0D, 0x000A}) put_code(out, static_cast<std::uint16_t>(code));
  EXPECT_EQ(out, std::string("N\0\\(\\)\\\\\\r\0\n", 12));
}

}  // namespace
}  // namespace gongwen::pdf
