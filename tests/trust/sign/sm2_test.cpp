// SM2 beside: our signatures judged by openssl pkeyutl, its signatures judged by us.

#include "trust/sign/sm2.h"

#include "trust/clock_env.h"
#include "trust/sign/authority.h"

namespace gongwen::sign {
namespace {

using test::kMarch;

class Sm2 : public testing::Test {
 protected:
  void SetUp() override {
    KeyOptions plain;
    plain.encrypted = false;
    ASSERT_TRUE(create_identity(env_, keys_, {"示例县教育局", ""}, "", plain).has_value());
    ASSERT_TRUE(create_key(env_, keys_, Role::sm2, {"示例县教育局", ""}, "", plain).has_value());
    identity_.emplace(open_identity(env_, keys_, "").value());
    ASSERT_TRUE(identity_->sm2.has_value());
  }
  test::ClockEnv env_{kMarch};
  Workshop shop_{test::scratch_dir()};
  fs::path keys_ = shop_.file("keys");
  std::optional<Identity> identity_;
};

constexpr const char* kOptions = "-rawin -digest sm3 -pkeyopt distid:1234567812345678";

TEST_F(Sm2, OpenSslVerifiesOurSignatureAndOurCertificate) {
  test::spill(shop_.file("content"), "abc");
  test::spill(shop_.file("signature"), sign_sm2(*identity_->sm2, "abc"));
  shop_("openssl x509 -in keys/sm2.cert.pem -pubkey -noout >sm2.pub");
  const std::string verify = std::string("openssl pkeyutl -verify -pubin -inkey sm2.pub -in content -sigfile signature ") + kOptions;
  EXPECT_NE(shop_(verify).find("Signature Verified Successfully"), std::string::npos);
  shop_("openssl verify -vfyopt distid:1234567812345678 -CAfile keys/sm2.cert.pem -attime 1772413400 keys/sm2.cert.pem");
  test::spill(shop_.file("content"), "abd");
  int status = 0;
  test::run("cd '" + shop_.file("").string() + "' && " + verify + " 2>&1", &status);
  EXPECT_NE(status, 0);
}

TEST_F(Sm2, WeVerifyASignatureOfOpenSsl) {
  test::spill(shop_.file("content"), "abc");
  shop_(std::string("openssl pkeyutl -sign -inkey keys/sm2.key.pem -in content -out signature ") + kOptions);
  const std::string pem = shop_.bytes("keys/sm2.cert.pem");
  const std::string signature = shop_.bytes("signature");
  const Sm2Verdict good = verify_sm2(signature, "abc", pem, kMarch, shop_.certificates("keys/sm2.cert.pem"));
  EXPECT_TRUE(good.intact);
  EXPECT_EQ(good.standing.trust, Trust::trusted);
  EXPECT_FALSE(verify_sm2(signature, "abd", pem, kMarch, {}).intact);
  EXPECT_EQ(verify_sm2(signature, "abc", pem, kMarch, {}).standing.trust, Trust::self_signed);
  EXPECT_FALSE(verify_sm2(signature, "abc", shop_.bytes("keys/sign.cert.pem"), kMarch, {}).intact);
  EXPECT_FALSE(verify_sm2(signature, "abc", "hello", kMarch, {}).intact);
}

TEST_F(Sm2, TheKeyIsListedAndImported) {
  const auto shown = show_keys(env_, keys_);
  ASSERT_EQ(shown.value().size(), 3U);
  EXPECT_EQ(shown.value()[2].role, Role::sm2);
  EXPECT_EQ(shown.value()[2].algorithm, "SM2");
  shop_("cat keys/sm2.key.pem keys/sm2.cert.pem >both.pem");
  KeyOptions plain;
  plain.encrypted = false;
  EXPECT_TRUE(import_key(env_, shop_.file("other"), Role::sm2, {shop_.bytes("both.pem"), nullptr, "", {}}, "", plain).has_value());
  EXPECT_EQ(import_key(env_, shop_.file("wrong"), Role::sign, {shop_.bytes("both.pem"), nullptr, "", {}}, "", plain).error().code, "A124");
}

}  // namespace
}  // namespace gongwen::sign
