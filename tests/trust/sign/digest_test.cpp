#include "trust/sign/digest.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <string>

#include "trust/sign/field_path.h"

namespace gongwen::sign {
namespace {

// FIPS 180-4 examples.
TEST(Digest, Sha256GivesTheStandardsVectors) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// GB/T 32905-2016 appendix A.
TEST(Digest, Sm3GivesTheStandardsVectors) {
  EXPECT_EQ(hex(sm3("")), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  EXPECT_EQ(hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(hex(sm3("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd")),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

// Another library's word, at every length around the blocks of 64 bytes and at a paper's.
TEST(Digest, Sm3IsTheSameAsThatOfOpenssl) {
  std::string bytes;
  for (std::size_t length = 0; length < 300; ++length) {
    std::array<unsigned char, 32> expected{};
    ASSERT_EQ(EVP_Digest(bytes.data(), bytes.size(), expected.data(), nullptr, EVP_sm3(), nullptr), 1);
    ASSERT_EQ(sm3(bytes), expected) << length;
    bytes += static_cast<char>(length * 7 + 3);
  }
  for (int i = 0; i < 9; ++i) bytes += bytes;
  std::array<unsigned char, 32> expected{};
  ASSERT_EQ(EVP_Digest(bytes.data(), bytes.size(), expected.data(), nullptr, EVP_sm3(), nullptr), 1);
  EXPECT_EQ(sm3(bytes), expected);
}

// RFC 4648 section 10.
TEST(Base64, GivesTheStandardsVectors) {
  const std::pair<const char*, const char*> cases[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : cases) {
    EXPECT_EQ(base64(plain), coded);
    EXPECT_EQ(from_base64(coded), plain);
  }
  EXPECT_EQ(base64url("\xFB\xFF\xFE"), "-__-");
  EXPECT_EQ(from_base64url("-__-"), "\xFB\xFF\xFE");
}

TEST(Base64, RefusesWhatIsNotOneText) {
  EXPECT_FALSE(from_base64("Zg"));       // padding missing
  EXPECT_FALSE(from_base64("Zg=a"));
  EXPECT_FALSE(from_base64("Zh=="));     // left-over bits
  EXPECT_FALSE(from_base64url("Zg=="));  // padding where there is none
  EXPECT_FALSE(from_base64url("Zh"));
  EXPECT_FALSE(from_base64url("A"));
  EXPECT_FALSE(from_base64url("ab+/"));
}

TEST(Hex, ReadsBothCasesAndNothingElse) {
  EXPECT_EQ(from_hex("00fFAb"), std::string("\x00\xFF\xAB", 3));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(digest_from_hex("00"));
}

TEST(FieldPath, EscapesWhatWouldBeReadAsPath) {
  EXPECT_EQ(member_path("", "学校"), "学校");
  EXPECT_EQ(member_path("学校", "a.b[c]"), "学校.a\\.b\\[c]");
  EXPECT_EQ(item_path("指标", 3), "指标[3]");
  EXPECT_EQ(keyed_item_path("指标", "编号", "1.1"), "指标[编号=1.1]");
  EXPECT_EQ(keyed_item_path("指标", "编号", "a]"), "指标[编号=a\\]]");
}

TEST(FieldPath, KnowsWhatLiesBelow) {
  EXPECT_TRUE(path_is_within("学校.名称", "学校"));
  EXPECT_TRUE(path_is_within("指标[0].名称", "指标"));
  EXPECT_TRUE(path_is_within("学校", "学校"));
  EXPECT_FALSE(path_is_within("学校代码", "学校"));
}

}  // namespace
}  // namespace gongwen::sign
