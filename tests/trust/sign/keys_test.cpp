#include "trust/sign/keys.h"

#include <gtest/gtest.h>

#include "support/files.h"
#include "trust/clock_env.h"
#include "trust/sign/cms.h"
#include "trust/sign/note.h"

namespace gongwen::sign {
namespace {

using test::kMarch;
using test::run;
using test::scratch_dir;
using test::slurp;
using test::spill;

const Subject kOffice{"河南省某教育处", "归档岗"};
constexpr const char* kPass = "correct horse 电池";

// 2026-03-02 01:02:03Z to the same moment ten years on, as `openssl x509` prints them.
TEST(Keys, CertificateSaysWhoAndUntilWhenToOpenSsl) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  const auto keys = create_identity(env, folder, kOffice, kPass);
  ASSERT_TRUE(keys.has_value());
  const std::string text = run("openssl x509 -in '" + (folder / "sign.cert.pem").string() + "' -noout -subject -dates -fingerprint -sha256 -nameopt utf8,sep_comma_plus");
  EXPECT_NE(text.find("O=河南省某教育处"), std::string::npos) << text;
  EXPECT_NE(text.find("CN=归档岗"), std::string::npos) << text;
  EXPECT_NE(text.find("notBefore=Mar  2 01:02:03 2026 GMT"), std::string::npos) << text;
  EXPECT_NE(text.find("notAfter=Mar  2 01:02:03 2036 GMT"), std::string::npos) << text;
  EXPECT_NE(text.find(keys.value()[0].certificate->printed_fingerprint()), std::string::npos) << text;
}

TEST(Keys, PrivateKeysAreEncryptedAndOpenWithOpenSsl) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  ASSERT_TRUE(create_identity(env, folder, kOffice, "abc").has_value());
  for (const char* name : {"sign.key.pem", "log.key.pem"}) {
    const std::string file = (folder / name).string();
    EXPECT_NE(slurp(file).find("BEGIN ENCRYPTED PRIVATE KEY"), std::string::npos);
    int status = 0;
    run("openssl pkey -in '" + file + "' -passin pass:abc -noout", &status);
    EXPECT_EQ(status, 0) << name;
    run("openssl pkey -in '" + file + "' -passin pass:abd -noout", &status);
    EXPECT_NE(status, 0) << name;
  }
}

TEST(Keys, OpensWithItsPassphraseOnly) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  ASSERT_TRUE(create_identity(env, folder, kOffice, kPass).has_value());
  EXPECT_TRUE(needs_passphrase(env, folder));
  const auto good = open_identity(env, folder, kPass);
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(good.value().sign.certificate().organisation, "河南省某教育处");
  EXPECT_TRUE(good.value().log.has_value());
  const auto bad = open_identity(env, folder, "wrong");
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().code, "A013");
  EXPECT_EQ(bad.error().message, "口令不对，打不开密钥");
}

TEST(Keys, AreNeverWrittenOver) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  ASSERT_TRUE(create_key(env, folder, Role::sign, kOffice, kPass).has_value());
  const std::string before = slurp(folder / "sign.key.pem");
  const auto again = create_key(env, folder, Role::sign, kOffice, kPass);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, "A010");
  EXPECT_EQ(slurp(folder / "sign.key.pem"), before);
}

TEST(Keys, RefuseAnEmptyPassphraseAndAnEmptyName) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  EXPECT_EQ(create_key(env, folder, Role::sign, kOffice, "").error().code, "A011");
  EXPECT_EQ(create_key(env, folder, Role::sign, {"", ""}, kPass).error().code, "A012");
  EXPECT_TRUE(env.list_dir(folder).empty());
}

TEST(Keys, DamagedOrForeignFilesAreToldApart) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  EXPECT_EQ(open_identity(env, folder, kPass).error().code, "A015");
  ASSERT_TRUE(create_identity(env, folder, kOffice, kPass).has_value());
  const auto other = folder / "other";
  ASSERT_TRUE(create_identity(env, other, kOffice, kPass).has_value());
  spill(folder / "sign.cert.pem", slurp(other / "sign.cert.pem"));
  EXPECT_EQ(open_identity(env, folder, kPass).error().code, "A016");
  spill(folder / "sign.cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(open_identity(env, folder, kPass).error().code, "A021");
  spill(folder / "sign.key.pem", "hello");
  EXPECT_EQ(open_identity(env, folder, kPass).error().code, "A014");
}

TEST(Keys, ShowTellsWithoutOpening) {
  test::ClockEnv env(kMarch);
  const auto folder = scratch_dir();
  ASSERT_TRUE(create_key(env, folder, Role::log, {}, kPass).has_value());
  KeyOptions open;
  open.encrypted = false;
  ASSERT_TRUE(create_key(env, folder, Role::sign, kOffice, "", open).has_value());
  const auto keys = show_keys(env, folder);
  ASSERT_TRUE(keys.has_value());
  ASSERT_EQ(keys.value().size(), 2U);
  EXPECT_FALSE(keys.value()[0].encrypted);
  EXPECT_TRUE(keys.value()[1].encrypted);
  EXPECT_EQ(keys.value()[1].public_key, open_identity(env, folder, kPass).value().log->public_key());
}

// ---- CMS ----

class Cms : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = scratch_dir();
    ASSERT_TRUE(create_identity(env_, folder_, kOffice, kPass).has_value());
    identity_.emplace(open_identity(env_, folder_, kPass).value());
  }
  test::ClockEnv env_{kMarch};
  fs::path folder_;
  std::optional<Identity> identity_;
};

TEST_F(Cms, OpenSslVerifiesItAgainstTheCertificate) {
  spill(folder_ / "content", std::string("abc\r\n\0def\n", 10));
  spill(folder_ / "seal.p7s", sign_cms(identity_->sign, std::string_view("abc\r\n\0def\n", 10), kMarch));
  const std::string command = "cd '" + folder_.string() + "' && openssl cms -verify -binary -inform DER -in seal.p7s -content content -CAfile sign.cert.pem -out /dev/null 2>&1";
  int status = 0;
  EXPECT_NE(run(command, &status).find("successful"), std::string::npos);
  EXPECT_EQ(status, 0);
  spill(folder_ / "content", "abd");
  run(command, &status);
  EXPECT_NE(status, 0);
}

TEST_F(Cms, CarriesTheTimeGivenAndTheCadesAttribute) {
  spill(folder_ / "seal.p7s", sign_cms(identity_->sign, "abc", kMarch));
  const std::string text = run("openssl cms -cmsout -print -noout -inform DER -in '" + (folder_ / "seal.p7s").string() + "'");
  EXPECT_NE(text.find("Mar  2 01:02:03 2026 GMT"), std::string::npos) << text;
  EXPECT_NE(text.find("id-smime-aa-signingCertificateV2"), std::string::npos) << text;
}

TEST_F(Cms, VerdictKnowsTrustedSelfSignedAndExpired) {
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  const std::vector<Certificate> own{identity_->sign.certificate()};
  const CmsVerdict trusted = verify_cms(seal, "abc", own);
  EXPECT_TRUE(trusted.good());
  EXPECT_EQ(trusted.signed_at, kMarch);
  EXPECT_EQ(trusted.algorithm, "ECDSA P-256 SHA-256");
  const CmsVerdict alone = verify_cms(seal, "abc", {});
  EXPECT_TRUE(alone.intact);
  EXPECT_EQ(alone.trust, Trust::self_signed);
  EXPECT_NE(alone.sentence().find("证书为自签名，它自己不能证明签署人是谁"), std::string::npos);
  const Instant later{kMarch.unix_seconds + 11LL * 366 * 86'400, 0};
  const CmsVerdict expired = verify_cms(sign_cms(identity_->sign, "abc", later), "abc", own);
  EXPECT_TRUE(expired.intact);
  EXPECT_FALSE(expired.good());
  EXPECT_NE(expired.sentence().find("签名时证书不在有效期内"), std::string::npos);
}

// CMS signs the content and the signed attributes, not its own frame (the list of algorithms, version numbers): a byte
// changed there may pass, but never with another content, signer or time.
TEST_F(Cms, NoFlippedByteChangesWhatASealSays) {
  const std::string seal = sign_cms(identity_->sign, "abc", kMarch);
  const std::vector<Certificate> own{identity_->sign.certificate()};
  EXPECT_FALSE(verify_cms(seal, "abd", own).intact);
  std::size_t passed = 0;
  for (std::size_t i = 0; i < seal.size(); ++i) {
    std::string bad = seal;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(verify_cms(bad, "abd", own).intact) << "byte " << i;
    const CmsVerdict verdict = verify_cms(bad, "abc", own);
    if (!verdict.good()) continue;
    ++passed;
    EXPECT_EQ(verdict.signer->der, own[0].der) << "byte " << i;
    EXPECT_EQ(verdict.signed_at, kMarch) << "byte " << i;
  }
  EXPECT_LT(passed, seal.size() / 20);
  for (std::size_t n = 0; n < seal.size(); n += 17) EXPECT_FALSE(verify_cms(seal.substr(0, n), "abc", own).intact);
}

TEST_F(Cms, AnotherCertificateOfTheSameNameIsNotTrusted) {
  const auto other = folder_ / "other";
  ASSERT_TRUE(create_identity(env_, other, kOffice, kPass).has_value());
  const Identity forger = open_identity(env_, other, kPass).value();
  const std::vector<Certificate> own{identity_->sign.certificate()};
  const CmsVerdict verdict = verify_cms(sign_cms(forger.sign, "abc", kMarch), "abc", own);
  EXPECT_TRUE(verdict.intact);
  EXPECT_FALSE(verdict.good());
}

TEST_F(Cms, AChainFromATrustedIssuerIsTrustedAndRsaIsRead) {
  const std::string in = "cd '" + folder_.string() + "' && ";
  run(in + "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj '/O=Test CA' -days 3650 2>/dev/null");
  run(in + "openssl req -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.csr -subj '/O=Some School' 2>/dev/null");
  run(in + "openssl x509 -req -in rsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out rsa.pem -days 3650 2>/dev/null");
  spill(folder_ / "content", "abc");
  run(in + "openssl cms -sign -binary -in content -signer rsa.pem -inkey rsa.key -outform DER -out rsa.p7s -md sha256");
  const auto ca = read_certificates(slurp(folder_ / "ca.pem"), nullptr);
  ASSERT_TRUE(ca.has_value());
  const std::string seal = slurp(folder_ / "rsa.p7s");
  EXPECT_EQ(verify_cms(seal, "abc", {}).trust, Trust::foreign);
  const CmsVerdict verdict = verify_cms(seal, "abc", ca.value());
  EXPECT_TRUE(verdict.good()) << verdict.sentence();
  EXPECT_EQ(verdict.algorithm, "RSA 2048 SHA-256");
}

// ---- signed notes ----

// The example in the documentation of Go's sumdb/note, made by another program.
TEST(Note, VerifiesANoteOfAnotherProgram) {
  const auto key = parse_note_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(key.has_value());
  const std::string text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const std::string line = "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const auto verified = verify_note(text + line, key.value(), nullptr);
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_EQ(verified.value(), text);
  EXPECT_EQ(parse_note_key("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").error().code, "A030");
}

TEST_F(Cms, NotesAreDeterministicAndBoundToTheirKey) {
  const std::string text = "gongwen/test\n3\nabc=\n";
  const std::string note = sign_note(*identity_->log, "gongwen/test", text);
  EXPECT_EQ(note, sign_note(*identity_->log, "gongwen/test", text));
  const NoteKey key{"gongwen/test", identity_->log->public_key()};
  EXPECT_EQ(verify_note(note, key, nullptr).value(), text);
  const auto round = parse_note_key(key.text());
  ASSERT_TRUE(round.has_value());
  EXPECT_EQ(round.value().public_key, key.public_key);

  std::string changed = note;
  changed[13] = '4';
  EXPECT_EQ(verify_note(changed, key, nullptr).error().code, "A033");
  EXPECT_EQ(verify_note(note, {"gongwen/other", key.public_key}, nullptr).error().code, "A032");
  EXPECT_EQ(verify_note("abc\n", key, nullptr).error().code, "A031");
  EXPECT_EQ(verify_note(note.substr(0, note.size() - 1), key, nullptr).error().code, "A031");
}

}  // namespace
}  // namespace gongwen::sign
