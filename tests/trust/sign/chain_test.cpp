// Chains, validity and revocation: certificates and lists made by openssl, judged by us, and our signatures judged by openssl.

#include "trust/sign/chain.h"

#include "support/fault_env.h"
#include "trust/clock_env.h"
#include "trust/sign/authority.h"
#include "trust/sign/cms.h"
#include "trust/sign/remarks.h"
#include "trust/sign/sd_jwt.h"

namespace gongwen::sign {
namespace {

using test::kMarch;
using test::scratch_dir;
using test::slurp;
using test::spill;

KeyOptions plain() {
  KeyOptions out;
  out.encrypted = false;
  return out;
}

/// One office with a certificate of the test authority, imported from PKCS#12.
class Chain : public testing::Test {
 protected:
  void SetUp() override {
    make_authority(shop_);
    issue(shop_, "office", "/O=示例县教育局/CN=归档岗", key_);
    shop_("cat ca.pem root.pem >above.pem && openssl pkcs12 -export -inkey office.key -in office.pem -certfile above.pem -passout pass:p12 -out office.p12");
    const auto taken = import_key(env_, keys_, Role::sign, {slurp(shop_.file("office.p12")), nullptr, "p12", {}}, "", plain());
    ASSERT_TRUE(taken.has_value()) << taken.error().message;
    identity_.emplace(open_identity(env_, keys_, "").value());
  }
  CmsVerdict verdict(const std::string& seal, const std::string& trusted, const std::string& crl = {}) const {
    std::vector<Certificate> anchors;
    if (!trusted.empty()) anchors = shop_.certificates(trusted);
    std::vector<Crl> crls;
    if (!crl.empty()) crls = read_crls(shop_.bytes(crl), nullptr).value();
    return check_cms(seal, "abc", {anchors, crls, std::nullopt, {}});
  }

  std::string key_ = "ec";
  test::ClockEnv env_{kMarch};
  Workshop shop_{scratch_dir()};
  fs::path keys_ = shop_.file("keys");
  std::optional<Identity> identity_;
};
class RsaChain : public Chain {
 protected:
  RsaChain() { key_ = "rsa:2048"; }
};

TEST_F(Chain, TheWholeChainIsKeptAndGoesIntoTheSignature) {
  const auto shown = show_keys(env_, keys_);
  ASSERT_EQ(shown.value().size(), 1U);
  EXPECT_EQ(shown.value()[0].certificate->organisation, "示例县教育局");
  ASSERT_EQ(shown.value()[0].chain.size(), 2U);
  EXPECT_EQ(shown.value()[0].chain[0].organisation, "Test CA");
  EXPECT_EQ(shown.value()[0].chain[1].organisation, "Test Root");

  spill(shop_.file("content"), "abc");
  spill(shop_.file("seal.p7s"), sign_cms(identity_->sign, "abc", kMarch));
  // OpenSSL knows the root alone; the intermediate comes with the signature.
  EXPECT_NE(shop_("openssl cms -verify -cades -binary -inform DER -in seal.p7s -content content -CAfile root.pem -purpose any -out /dev/null").find("successful"), std::string::npos);
}

TEST_F(Chain, IsTrustedByItsRootItsIssuerOrItself) {
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  for (const char* anchor : {"root.pem", "ca.pem", "office.pem"}) EXPECT_TRUE(verdict(seal, anchor).good()) << anchor;
  EXPECT_EQ(verdict(seal, "root.pem").standing.chain.size(), 3U);
  EXPECT_NE(verdict(seal, "root.pem").sentence().find("证书由受信任的“Test Root”签发"), std::string::npos);
  const CmsVerdict alone = verdict(seal, "");
  EXPECT_TRUE(alone.intact);
  EXPECT_EQ(alone.trust, Trust::foreign);
  EXPECT_NE(alone.sentence().find("证书由“Test CA”签发，不在受信任的证书之列"), std::string::npos);
}

TEST_F(Chain, AnotherAuthorityOfTheSameNameIsNotTrusted) {
  const Workshop other(shop_.file("other"));
  make_authority(other);
  const std::vector<Certificate> anchors = other.certificates("root.pem");
  const CmsVerdict verdict = verify_cms(sign_cms(identity_->sign, "abc", kMarch), "abc", anchors);
  EXPECT_TRUE(verdict.intact);
  EXPECT_EQ(verdict.trust, Trust::foreign);
  EXPECT_FALSE(verdict.good());
}

// What a thread remembers of certificates and chains answers the same question only.
TEST_F(Chain, EveryQuestionGetsItsOwnAnswerHoweverOftenAndInWhateverOrder) {
  const Workshop other(shop_.file("other"));
  make_authority(other);
  issue(other, "office", "/O=示例县教育局/CN=归档岗");
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  const std::string early = sign_cms(identity_->sign, "abc", Instant{kMarch.unix_seconds - 20LL * 366 * 86'400, 0});
  shop_("openssl ca -config ca.cnf -revoke office.pem && openssl ca -config ca.cnf -gencrl -out after.crl");
  spill(shop_.file("both.pem"), other.bytes("root.pem") + shop_.bytes("root.pem"));
  spill(shop_.file("theirs.pem"), other.bytes("root.pem") + other.bytes("ca.pem") + other.bytes("office.pem"));
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(verdict(seal, "root.pem").good()) << round;
    EXPECT_FALSE(verdict(seal, "theirs.pem").good()) << round;
    EXPECT_EQ(verdict(seal, "theirs.pem").trust, Trust::foreign) << round;
    EXPECT_FALSE(verdict(seal, "root.pem", "after.crl").good()) << round;
    EXPECT_TRUE(verdict(seal, "both.pem").good()) << round;
    EXPECT_EQ(verdict(seal, "both.pem").standing.chain.back().organisation, "Test Root") << round;
    EXPECT_FALSE(verdict(early, "root.pem").valid_when_signed) << round;
    EXPECT_EQ(verdict(seal, "").trust, Trust::foreign) << round;
    EXPECT_TRUE(verdict(seal, "office.pem").good()) << round;
  }
}

// OpenSSL's own signatures: with no certificate, with those of others beside, and in BER, where lengths may come last.
TEST_F(Chain, ASignatureCountsWithWhateverCertificatesComeWithIt) {
  const Workshop other(shop_.file("other"));
  make_authority(other);
  issue(other, "office", "/O=示例县教育局/CN=归档岗");
  spill(shop_.file("content"), "abc");
  spill(shop_.file("many.pem"), other.bytes("ca.pem") + other.bytes("root.pem") + shop_.bytes("ca.pem"));
  spill(shop_.file("same.pem"), other.bytes("office.pem") + shop_.bytes("ca.pem"));
  const std::string sign = "openssl cms -sign -binary -md sha256 -in content -signer office.pem -inkey office.key -outform DER ";
  shop_(sign + "-nocerts -out none.p7s");
  shop_(sign + "-certfile many.pem -out many.p7s");
  shop_(sign + "-certfile same.pem -out same.p7s");
  shop_(sign + "-out alone.p7s");
  const std::string alone = shop_.bytes("alone.p7s");
  ASSERT_EQ(alone.substr(0, 2), "0\x82");
  const std::string ber = "0\x80" + alone.substr(4) + std::string(2, '\0');
  const std::string ours = identity_->sign.certificate().der;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(verdict(shop_.bytes("none.p7s"), "root.pem").reason, "签名文件里没有签署人的证书");
    EXPECT_TRUE(verdict(shop_.bytes("many.p7s"), "root.pem").good());
    EXPECT_EQ(verdict(shop_.bytes("many.p7s"), "root.pem").signer->der, ours);
    EXPECT_TRUE(verdict(ber, "ca.pem").good()) << verdict(ber, "ca.pem").sentence();
    // Its issuer is not inside, and not among the trusted.
    EXPECT_EQ(verdict(alone, "root.pem").trust, Trust::foreign);
    EXPECT_TRUE(verdict(alone, "ca.pem").good());
    EXPECT_FALSE(verdict(shop_.bytes("many.p7s") + "x", "root.pem").intact);
    // Two of one name and number: whichever is taken, nothing is said to be signed by the other's key.
    const CmsVerdict same = verdict(shop_.bytes("same.p7s"), "root.pem");
    EXPECT_TRUE(!same.intact || same.signer->der == ours);
  }
}

TEST_F(Chain, ARevokedCertificateProvesNothingWithoutATimeStamp) {
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  shop_("openssl ca -config ca.cnf -gencrl -out before.crl");
  EXPECT_TRUE(verdict(seal, "root.pem", "before.crl").good());
  shop_("openssl ca -config ca.cnf -revoke office.pem -crl_reason keyCompromise && openssl ca -config ca.cnf -gencrl -out after.crl");
  const CmsVerdict revoked = verdict(seal, "root.pem", "after.crl");
  EXPECT_TRUE(revoked.intact);
  EXPECT_FALSE(revoked.good());
  ASSERT_TRUE(revoked.standing.revoked.has_value());
  EXPECT_EQ(revoked.standing.revoked->reason, "私钥泄露");
  EXPECT_NE(revoked.sentence().find("又没有可信的时间戳证明签名在此之前"), std::string::npos) << revoked.sentence();
  const auto told = remarks(revoked, {});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "A122");
  // The issuer itself revoked by the root: said of the issuer.
  shop_("cp index.txt old.txt && : >index.txt && openssl ca -config ca.cnf -cert root.pem -keyfile root.key -revoke ca.pem && openssl ca -config ca.cnf -cert root.pem -keyfile root.key -gencrl -out root.crl");
  const CmsVerdict above = verdict(seal, "root.pem", "root.crl");
  ASSERT_TRUE(above.standing.revoked.has_value());
  EXPECT_EQ(above.standing.revoked->which.organisation, "Test CA");
}

TEST_F(Chain, AListOfSomebodyElseDoesNotCount) {
  const Workshop other(shop_.file("other"));
  make_authority(other);
  other("openssl ca -config ca.cnf -gencrl -out empty.crl");
  spill(shop_.file("forged.crl"), other.bytes("empty.crl"));   // the issuer's name is right, the signature is not
  const std::vector<Certificate> anchors = shop_.certificates("root.pem");
  const std::vector<Crl> crls = read_crls(shop_.bytes("forged.crl"), nullptr).value();
  const CmsCheck with{anchors, crls, std::nullopt, {}};
  const CmsVerdict checked = check_cms(sign_cms(identity_->sign, "abc", kMarch), "abc", with);
  EXPECT_TRUE(checked.good());
  EXPECT_FALSE(checked.standing.revocation_known);
  const auto told = remarks(checked, with);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "A137");
  EXPECT_EQ(told[0].severity, Severity::warning);
}

TEST_F(Chain, WhatIsNoListIsRefused) {
  EXPECT_EQ(read_crls("hello", nullptr).error().code, "A123");
  EXPECT_EQ(read_crls("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", nullptr).error().code, "A123");
  shop_("openssl ca -config ca.cnf -gencrl -out one.crl && openssl crl -in one.crl -outform DER -out one.der && cat one.crl one.crl >two.crl");
  EXPECT_EQ(read_crls(shop_.bytes("one.der"), nullptr).value().size(), 1U);
  EXPECT_EQ(read_crls(shop_.bytes("two.crl"), nullptr).value().size(), 2U);
}

TEST_F(Chain, ACertificateNotYetOrNoLongerValidIsNamed) {
  for (const auto& [from, to] : {std::pair("20200101000000Z", "20210101000000Z"), std::pair("20300101000000Z", "20310101000000Z")}) {
    shop_("rm -f index.txt* && touch index.txt");
    issue(shop_, "late", "/O=示例县教育局", "ec", "office", from, to);
    spill(shop_.file("late_all.pem"), slurp(shop_.file("late.key")) + slurp(shop_.file("late.pem")) + slurp(shop_.file("ca.pem")));
    const fs::path keys = shop_.file(std::string("late") + from);
    ASSERT_TRUE(import_key(env_, keys, Role::sign, {slurp(shop_.file("late_all.pem")), nullptr, "", {}}, "", plain()).has_value());
    const CmsVerdict late = verdict(sign_cms(open_identity(env_, keys, "").value().sign, "abc", kMarch), "root.pem");
    EXPECT_TRUE(late.intact);
    EXPECT_EQ(late.trust, Trust::trusted);
    EXPECT_FALSE(late.good());
    EXPECT_EQ(remarks(late, {})[0].code, "A084");
  }
}

TEST_F(Chain, ACertificateForEnciphermentSignsNothing) {
  issue(shop_, "cipher", "/O=示例县教育局", "rsa:2048", "cipher_only");
  spill(shop_.file("cipher_all.pem"), slurp(shop_.file("cipher.key")) + slurp(shop_.file("cipher.pem")));
  const fs::path keys = shop_.file("cipher");
  ASSERT_TRUE(import_key(env_, keys, Role::sign, {slurp(shop_.file("cipher_all.pem")), nullptr, "", {}}, "", plain()).has_value());
  const CmsVerdict wrong = verdict(sign_cms(open_identity(env_, keys, "").value().sign, "abc", kMarch), "ca.pem");
  EXPECT_TRUE(wrong.intact);
  EXPECT_FALSE(wrong.good());
  EXPECT_EQ(remarks(wrong, {})[0].code, "A128");
}

TEST_F(RsaChain, RsaSignsAndIsCheckedByOpenSsl) {
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  EXPECT_EQ(seal, sign_cms(identity_->sign, "abc", kMarch));   // nothing random in it, the time is Env's
  const CmsVerdict good = verdict(seal, "root.pem");
  EXPECT_TRUE(good.good()) << good.sentence();
  EXPECT_EQ(good.algorithm, "RSA 2048 SHA-256");
  spill(shop_.file("content"), "abc");
  spill(shop_.file("seal.p7s"), seal);
  EXPECT_NE(shop_("openssl cms -verify -cades -binary -inform DER -in seal.p7s -content content -CAfile root.pem -purpose any -out /dev/null").find("successful"), std::string::npos);
  EXPECT_FALSE(verify_cms(seal, "abd", {}).intact);
}

TEST_F(RsaChain, SealedFieldsAreSignedWithRs256) {
  Diagnostics problems;
  const auto record = json::parse(R"({"a":"1"})", nullptr, problems);
  const auto issued = issue_fields(env_, identity_->sign, *record, json::Node::object());
  ASSERT_TRUE(issued.has_value());
  const std::string shown = present(issued.value().jwt, issued.value().openings);
  const std::vector<Certificate> root = shop_.certificates("root.pem");
  const auto good = verify_presentation(shown, root);
  ASSERT_TRUE(good.has_value()) << good.error().message;
  EXPECT_EQ(good.value().trust, Trust::trusted);
  // by hand: the first two parts are what was signed
  const std::string& jwt = issued.value().jwt;
  const std::size_t dot = jwt.rfind('.');
  EXPECT_NE(jwt.find(base64url(R"({"alg":"RS256")").substr(0, 16)), std::string::npos);
  spill(shop_.file("signed"), jwt.substr(0, dot));
  spill(shop_.file("signature"), from_base64url(jwt.substr(dot + 1)).value());
  shop_("openssl x509 -in office.pem -pubkey -noout >office.pub && openssl dgst -sha256 -verify office.pub -signature signature signed");
  std::string changed = shown;
  changed[dot - 3] = changed[dot - 3] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify_presentation(changed, root).has_value());
}

// ---- keys from elsewhere ----

TEST_F(Chain, ImportTellsWrongFilesApart) {
  const auto import = [&](const std::string& bytes, const std::string& passphrase, Role role = Role::sign) {
    return import_key(env_, shop_.file("new"), role, {bytes, nullptr, passphrase, {}}, "", plain()).error().code;
  };
  EXPECT_EQ(import(shop_.bytes("office.p12"), "p13"), "A013");
  EXPECT_EQ(import(shop_.bytes("office.p12").substr(0, 300), "p12"), "A120");
  EXPECT_EQ(import(shop_.bytes("office.key"), ""), "A125");
  EXPECT_EQ(import(shop_.bytes("office.key") + shop_.bytes("ca.pem"), ""), "A125");
  EXPECT_EQ(import(shop_.bytes("office.p12"), "p12", Role::sm2), "A124");
  shop_("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.key && openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out short.key");
  EXPECT_EQ(import(shop_.bytes("p384.key"), ""), "A124");
  EXPECT_EQ(import(shop_.bytes("short.key"), ""), "A124");
  shop_("openssl pkcs8 -topk8 -in office.key -passout pass:abc -out locked.key");
  EXPECT_EQ(import(shop_.bytes("locked.key") + shop_.bytes("office.pem"), "abd"), "A013");
  EXPECT_FALSE(std::filesystem::exists(shop_.file("new")));
  EXPECT_TRUE(import_key(env_, shop_.file("new"), Role::sign, {shop_.bytes("locked.key") + shop_.bytes("office.pem"), nullptr, "abc", {}}, "", plain()).has_value());
  EXPECT_EQ(import(shop_.bytes("office.p12"), "p12"), "A010");
}

TEST_F(Chain, OldFormsOfKeysAreRead) {
  shop_("openssl pkey -in office.key -traditional -out old.pem && openssl pkey -in office.key -traditional -aes128 -passout pass:abc -out oldlocked.pem");
  for (const auto& [name, passphrase] : {std::pair("old.pem", ""), std::pair("oldlocked.pem", "abc")}) {
    const auto taken = import_key(env_, shop_.file(std::string("from-") + name), Role::sign, {shop_.bytes(name), nullptr, passphrase, shop_.certificates("office.pem")}, "", plain());
    EXPECT_TRUE(taken.has_value()) << name;
  }
  int absent = 0;
  test::run("openssl list -providers -provider legacy >/dev/null 2>&1", &absent);
  if (absent != 0) GTEST_SKIP() << "OpenSSL's legacy provider is not installed";
  shop_("openssl pkcs12 -export -legacy -inkey office.key -in office.pem -passout pass:old -out rc2.p12");
  const auto taken = import_key(env_, shop_.file("legacy"), Role::sign, {shop_.bytes("rc2.p12"), nullptr, "old", {}}, "", plain());
  EXPECT_TRUE(taken.has_value()) << taken.error().message;
}

TEST_F(Chain, ACertificateIssuedOnRequestReplacesTheSelfSignedOne) {
  const fs::path own = shop_.file("own");
  ASSERT_TRUE(create_key(env_, own, Role::sign, {"示例县教育局", ""}, "", plain()).has_value());
  spill(shop_.file("own.csr"), certificate_request(open_identity(env_, own, "").value().sign));
  shop_("openssl req -in own.csr -verify -noout");
  shop_("rm -f index.txt* && touch index.txt && openssl ca -batch -notext -config ca.cnf -extensions office -startdate 20200101000000Z -enddate 20400101000000Z -in own.csr -out own.pem && cat own.pem ca.pem >issued.pem");
  EXPECT_EQ(replace_certificate(env_, own, Role::sign, shop_.certificates("office.pem"), nullptr).error().code, "A125");
  const auto changed = replace_certificate(env_, own, Role::sign, shop_.certificates("issued.pem"), nullptr);
  ASSERT_TRUE(changed.has_value()) << changed.error().message;
  EXPECT_FALSE(changed.value().certificate->self_signed);
  EXPECT_TRUE(verdict(sign_cms(open_identity(env_, own, "").value().sign, "abc", kMarch), "root.pem").good());
  EXPECT_EQ(replace_certificate(env_, shop_.file("nothing"), Role::sign, shop_.certificates("issued.pem"), nullptr).error().code, "A015");
}

TEST(Keys, RsaKeysHaveThreeThousandBits) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  KeyOptions options = plain();
  options.kind = KeyKind::rsa_3072;
  const auto made = create_key(env, folder, Role::sign, {"示例县教育局", ""}, "", options);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made.value().algorithm, "RSA 3072");
  EXPECT_NE(test::run("openssl x509 -in '" + (folder / "sign.cert.pem").string() + "' -noout -text").find("(3072 bit)"), std::string::npos);
}

}  // namespace
}  // namespace gongwen::sign
