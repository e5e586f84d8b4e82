// Time stamps made by openssl ts, checked by us; and our requests understood by it.

#include "trust/sign/time_stamp.h"

#include "trust/clock_env.h"
#include "trust/sign/authority.h"
#include "trust/sign/cms.h"
#include "trust/sign/remarks.h"

namespace gongwen::sign {
namespace {

using test::kMarch;

class TimeStamp : public testing::Test {
 protected:
  void SetUp() override {
    make_authority(shop_);
    ask_ = make_time_authority(shop_);
    root_ = shop_.certificates("root.pem");
  }
  std::string stamped(std::string_view bytes) { return ask_time_stamp(env_, ask_, bytes).value(); }

  test::ClockEnv env_{kMarch};
  Workshop shop_{test::scratch_dir()};
  TimeAuthority ask_;
  std::vector<Certificate> root_;
};

TEST_F(TimeStamp, TheAuthorityAnswersOurRequestAndOpenSslAgrees) {
  const std::string answer = stamped("abc");
  test::spill(shop_.file("answer.tsr"), answer);
  test::spill(shop_.file("content"), "abc");
  EXPECT_NE(shop_("openssl ts -query -in query.tsq -text").find("Certificate required: yes"), std::string::npos);
  EXPECT_NE(shop_("openssl ts -verify -in answer.tsr -data content -CAfile root.pem -untrusted ca.pem").find("Verification: OK"), std::string::npos);
  const TimeStampVerdict verdict = verify_time_stamp(token_of(answer), "abc", root_);
  EXPECT_TRUE(verdict.good()) << verdict.sentence();
  EXPECT_EQ(verdict.authority->organisation, "Test Time");
  EXPECT_NE(shop_("openssl ts -reply -in answer.tsr -text").find("Time stamp: "), std::string::npos);
}

TEST_F(TimeStamp, ProvesNothingForOtherBytesOrWithoutTrust) {
  const std::string token = token_of(stamped("abc"));
  EXPECT_EQ(verify_time_stamp(token, "abd", root_).reason, "时间戳不是对这份内容加盖的");
  EXPECT_FALSE(verify_time_stamp(token, "abc", {}).good());
  EXPECT_TRUE(verify_time_stamp(token, "abc", {}).intact);
  EXPECT_FALSE(verify_time_stamp("hello", "abc", root_).intact);
  for (std::size_t i = 0; i < token.size(); i += 7) {
    std::string bad = token;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const TimeStampVerdict verdict = verify_time_stamp(bad, "abc", root_);
    if (verdict.good()) {
      EXPECT_EQ(verdict.at, verify_time_stamp(token, "abc", root_).at) << "byte " << i;
    }
  }
}

TEST_F(TimeStamp, AnAnswerToAnotherRequestIsRefused) {
  const std::string old = stamped("abc");
  const auto replay = [&](std::string_view) { return old; };
  EXPECT_EQ(ask_time_stamp(env_, replay, "abc").error().code, "A121");       // the nonce is another
  EXPECT_EQ(ask_time_stamp(env_, [](std::string_view) { return std::string("hello"); }, "abc").error().code, "A121");
  const auto other = [&](std::string_view) { return stamped("abd"); };
  EXPECT_EQ(ask_time_stamp(env_, other, "abc").error().message, "时间戳服务答的不是这一次的请求");
  // a refusal: `openssl ts` takes no SHA-256 when its configuration does not list it
  shop_("sed -i 's/^digests = .*/digests = sha512/' tsa.cnf");
  EXPECT_EQ(ask_time_stamp(env_, ask_, "abc").error().message, "时间戳服务拒绝了请求（状态 2）");
}

TEST_F(TimeStamp, AnOrdinaryCertificateStampsNoTime) {
  issue(shop_, "plain", "/O=No Authority");
  shop_("cp plain.key tsa.key && cp plain.pem tsa.pem");
  int status = 0;
  const std::string said = test::run("cd '" + shop_.file("").string() + "' && openssl ts -config tsa.cnf -reply -queryfile query.tsq -out reply.tsr 2>&1", &status);
  EXPECT_NE(status, 0) << "openssl itself refuses to stamp with it: " << said;
}

TEST_F(TimeStamp, ASignatureProvedOlderThanTheRevocationStaysGood) {
  issue(shop_, "office", "/O=示例县教育局");
  shop_("cat office.key office.pem ca.pem >office_all.pem");
  KeyOptions plain;
  plain.encrypted = false;
  ASSERT_TRUE(import_key(env_, shop_.file("keys"), Role::sign, {shop_.bytes("office_all.pem"), nullptr, "", {}}, "", plain).has_value());
  const Identity identity = open_identity(env_, shop_.file("keys"), "").value();
  const std::string attributes = cms_attributes(identity.sign.certificate(), sha256("abc"), kMarch);
  const std::string signature = sign_raw(identity.sign, attributes);
  const std::string token = token_of(stamped(signature));
  const std::string seal = assemble_cms(identity.sign.certificate(), identity.sign.chain(), attributes, signature, token);
  const CmsVerdict plain_verdict = verify_cms(seal, "abc", root_);
  EXPECT_TRUE(plain_verdict.good()) << plain_verdict.sentence();
  EXPECT_TRUE(plain_verdict.time_stamp->good());
  EXPECT_GT(plain_verdict.moment()->unix_seconds, kMarch.unix_seconds);

  // Revoked one year after the stamp: the date in the authority's index is moved there.
  shop_("openssl ca -config ca.cnf -revoke office.pem && openssl ca -config ca.cnf -gencrl -out today.crl");
  shop_("perl -i -pe 's/^(R\\t[^\\t]*\\t)(\\d\\d)(\\d{10}Z)/sprintf(\"%s%02d%s\", $1, $2 + 1, $3)/e' index.txt && openssl ca -config ca.cnf -gencrl -out later.crl");
  const auto later = read_crls(shop_.bytes("later.crl"), nullptr).value();
  const CmsVerdict proved = check_cms(seal, "abc", {root_, later, std::nullopt, {}});
  EXPECT_TRUE(proved.good()) << proved.sentence();
  EXPECT_TRUE(proved.standing.revocation_known);
  // The same list against a signature that only claims its time.
  const CmsVerdict claimed = check_cms(sign_cms(identity.sign, "abc", kMarch), "abc", {root_, later, std::nullopt, {}});
  EXPECT_FALSE(claimed.good());
}

TEST_F(TimeStamp, ABrokenOneIsToldAndCountsForNothing) {
  KeyOptions plain;
  plain.encrypted = false;
  ASSERT_TRUE(create_key(env_, shop_.file("keys"), Role::sign, {"示例县教育局", ""}, "", plain).has_value());
  const Identity identity = open_identity(env_, shop_.file("keys"), "").value();
  const std::string seal = sign_cms(identity.sign, "abc", kMarch);
  const std::string other = token_of(stamped("another seal"));
  const std::vector<Certificate> trusted{root_[0], identity.sign.certificate()};
  const CmsCheck with{trusted, {}, std::nullopt, other};
  const auto told = remarks(check_cms(seal, "abc", with), with);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "A126");
  const std::vector<Certificate> own{identity.sign.certificate()};
  const std::string good = token_of(stamped(seal));
  const CmsCheck unknown{own, {}, std::nullopt, good};
  const auto noted = remarks(check_cms(seal, "abc", unknown), unknown);
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].code, "A127");
  EXPECT_EQ(noted[0].severity, Severity::note);
}

}  // namespace
}  // namespace gongwen::sign
