// A PDF through both ways of signing and back: signed by us, checked by pdfsig and openssl; changed in every way we can think of.

#include "app/usecases/pdf_signing.h"

#include <gtest/gtest.h>

#include "formats/pdf/paper.h"
#include "formats/pdf/signature.h"
#include "support/fault_env.h"
#include "trust/clock_env.h"
#include "trust/sign/authority.h"
#include "trust/sign/pdf_signature.h"
#include "trust/sign/time_stamp.h"

namespace gongwen::usecases {
namespace {

using sign::Certificate;
using sign::PdfReport;
using sign::Workshop;
using gongwen::test::kMarch;

class PdfSigned : public testing::Test {
 protected:
  void SetUp() override {
    sign::make_authority(shop_);
    sign::issue(shop_, "office", "/O=示例县教育局/CN=归档岗");
    shop_("cat office.key office.pem ca.pem root.pem >office_all.pem");
    sign::KeyOptions plain;
    plain.encrypted = false;
    ASSERT_TRUE(sign::import_key(env_, shop_.file("keys"), sign::Role::sign, {shop_.bytes("office_all.pem"), nullptr, "", {}}, "", plain).has_value());
    identity_.emplace(sign::open_identity(env_, shop_.file("keys"), "").value());
    root_ = shop_.certificates("root.pem");
    pdf::test::Paper paper;
    paper.text(paper.node(layout::Tag::paragraph), "关于某事的函", 28, 50);
    plain_ = paper.write();
    signed_ = sign_pdf(env_, plain_, nullptr, *identity_, {"签发", "郑州"}).value();
  }
  PdfReport report(const std::string& bytes) const { return sign::verify_pdf(bytes, {root_, {}, std::nullopt, {}}); }
  /// Codes of everything found, one after the other.
  std::string found(const std::string& bytes) const {
    const PdfReport r = report(bytes);
    std::string out;
    for (const auto& s : r.signatures) {
      for (const auto& one : s.remarks) out += std::string(one.code) + " ";
    }
    for (const auto& one : r.findings) out += std::string(one.code) + " ";
    return out;
  }
  std::string pdfsig(const std::string& bytes) {
    gongwen::test::spill(shop_.file("a.pdf"), bytes);
    return gongwen::test::run("pdfsig -nocert '" + shop_.file("a.pdf").string() + "' 2>&1");
  }

  gongwen::test::ClockEnv env_{kMarch};
  Workshop shop_{gongwen::test::scratch_dir()};
  std::optional<sign::Identity> identity_;
  std::vector<Certificate> root_;
  std::string plain_, signed_;
};

TEST_F(PdfSigned, PdfsigSaysValidAndWeKnowTheSigner) {
  const std::string said = pdfsig(signed_);
  EXPECT_NE(said.find("Signature is Valid."), std::string::npos) << said;
  EXPECT_NE(said.find("Total document signed"), std::string::npos) << said;
  EXPECT_NE(said.find("Signature Type: ETSI.CAdES.detached"), std::string::npos) << said;
  const PdfReport good = report(signed_);
  EXPECT_TRUE(good.trusted());
  ASSERT_EQ(good.signatures.size(), 1U);
  EXPECT_EQ(good.signatures[0].level(), "B-B");
  EXPECT_EQ(good.signatures[0].cms.signed_at, kMarch);
  EXPECT_EQ(good.signatures[0].reason, "签发");
  EXPECT_EQ(found(signed_), "");
}

TEST_F(PdfSigned, TheUnsignedFileIsItsBeginning) {
  EXPECT_TRUE(signed_.starts_with(plain_));
  EXPECT_EQ(sign::before_signatures(signed_), plain_);
  EXPECT_EQ(sign::before_signatures(plain_), plain_);
  const std::string twice = sign_pdf(env_, signed_, nullptr, *identity_).value();
  EXPECT_EQ(sign::before_signatures(twice), plain_);
}

// EN 319 142-1 6.3: the time stands in /M, a signing-time attribute must not be there; signing-certificate-v2 must.
TEST_F(PdfSigned, TheAttributesAreThoseOfTheBaseline) {
  const auto one = report(signed_).signatures[0];
  const std::string hex = signed_.substr(one.contents_at + 1, one.contents_end - one.contents_at - 2);
  gongwen::test::spill(shop_.file("padded.der"), sign::from_hex(hex).value());
  const std::string text = shop_("openssl cms -cmsout -print -noout -inform DER -in padded.der");
  EXPECT_EQ(text.find("signingTime"), std::string::npos) << text;
  EXPECT_NE(text.find("id-smime-aa-signingCertificateV2"), std::string::npos) << text;
  EXPECT_NE(signed_.find("/M(D:20260302010203Z)"), std::string::npos);
  gongwen::test::spill(shop_.file("content"), signed_.substr(0, one.contents_at) + signed_.substr(one.contents_end));
  EXPECT_NE(shop_("openssl cms -verify -cades -binary -inform DER -in padded.der -content content -CAfile root.pem -purpose any -out /dev/null").find("successful"), std::string::npos);
}

TEST_F(PdfSigned, NoFlippedByteGoesUnseen) {
  const auto one = report(signed_).signatures[0];
  for (std::size_t i = 0; i < signed_.size(); i += i < plain_.size() ? 101U : 3U) {
    if (i > one.contents_at + 2000 && i < one.contents_end - 40) continue;   // the padding: told below
    std::string bad = signed_;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const PdfReport r = report(bad);
    const bool inside = i >= one.contents_at && i < one.contents_end;
    // In the signature itself a flip may be without meaning (a certificate that is not needed); it never changes who signed what.
    if (!inside) {
      EXPECT_FALSE(r.intact()) << "byte " << i;
    } else if (r.trusted()) {
      EXPECT_EQ(r.signatures[0].cms.signer->der, one.cms.signer->der) << "byte " << i;
    }
  }
  std::string hidden = signed_;
  hidden.replace(one.contents_end - 9, 8, "deadbeef");
  EXPECT_EQ(found(hidden), "A133 ");
  EXPECT_NE(pdfsig([&] { std::string bad = signed_; bad[plain_.size() / 2] = static_cast<char>(bad[plain_.size() / 2] ^ 1); return bad; }()).find("Digest Mismatch"), std::string::npos);
}

TEST_F(PdfSigned, WhatIsAppendedIsNamed) {
  const std::string update = "\n5 0 obj\n<</Type/Annot/Subtype/FreeText>>\nendobj\nxref\n0 0\ntrailer\n<</Size 6>>\nstartxref\n0\n%%EOF\n";
  const PdfReport r = report(signed_ + update);
  EXPECT_TRUE(r.signatures[0].cms.intact);
  EXPECT_FALSE(r.intact());
  ASSERT_EQ(r.findings.size(), 1U);
  EXPECT_EQ(r.findings[0].code, "A132");
  EXPECT_NE(r.findings[0].message.find("签名之后文件又增补过 1 次"), std::string::npos) << r.findings[0].message;
  EXPECT_NE(r.findings[0].message.find("批注 1 个"), std::string::npos) << r.findings[0].message;
  EXPECT_TRUE(report(signed_ + "\n\n").intact());
}

TEST_F(PdfSigned, AFurtherSignatureCoversTheFirst) {
  const std::string twice = sign_pdf(env_, signed_, nullptr, *identity_).value();
  const PdfReport r = report(twice);
  EXPECT_TRUE(r.trusted());
  ASSERT_EQ(r.signatures.size(), 2U);
  EXPECT_EQ(r.signatures[0].covers, signed_.size());
  EXPECT_EQ(r.signatures[1].covers, twice.size());
  const std::string said = pdfsig(twice);
  EXPECT_NE(said.find("Signature #2"), std::string::npos) << said;
  EXPECT_EQ(said.find("Digest Mismatch"), std::string::npos) << said;
}

// Signature wrapping: the range is stretched so that a changed part falls out of it.
TEST_F(PdfSigned, ARangeThatLeavesOutMoreIsRefused) {
  const auto one = report(signed_).signatures[0];
  const std::string range = "[0 " + std::to_string(one.contents_at) + " ";
  std::string bad = signed_;
  const std::size_t at = bad.find(range);
  ASSERT_NE(at, std::string::npos);
  bad.replace(at, range.size(), "[0 " + std::to_string(one.contents_at - 30) + " ");
  EXPECT_EQ(found(bad), "A133 ");
  bad = signed_;
  bad[at + 1] = '9';
  EXPECT_EQ(found(bad), "A133 ");
  EXPECT_EQ(found("%PDF-1.7 /ByteRange"), "A133 ");
  EXPECT_EQ(found(plain_), "A130 ");
}

TEST_F(PdfSigned, WithATimeAuthorityItIsBaselineT) {
  identity_->time = sign::make_time_authority(shop_);
  const std::string stamped = sign_pdf(env_, plain_, nullptr, *identity_).value();
  const PdfReport r = report(stamped);
  EXPECT_TRUE(r.trusted()) << r.signatures[0].sentence();
  EXPECT_EQ(r.signatures[0].level(), "B-T");
  EXPECT_TRUE(r.signatures[0].cms.time_stamp->good());
  EXPECT_NE(pdfsig(stamped).find("Signature is Valid."), std::string::npos);
}

TEST_F(PdfSigned, ADocumentTimeStampIsRead) {
  const auto ask = sign::make_time_authority(shop_);
  auto place = pdf::add_signature_field(plain_, nullptr, {"", "", "", kMarch, 16'384}).value();
  const std::string name = "ETSI.CAdES.detached";
  place.bytes.replace(place.bytes.find(name), name.size(), "ETSI.RFC3161       ");
  ASSERT_TRUE(place.fill(sign::token_of(sign::ask_time_stamp(env_, ask, place.signed_bytes()).value())));
  const PdfReport r = report(place.bytes);
  EXPECT_TRUE(r.intact());
  ASSERT_TRUE(r.signatures[0].stamp.has_value());
  EXPECT_TRUE(r.signatures[0].stamp->good());
}

// ---- keys that never leave their device ----

class External : public PdfSigned, public testing::WithParamInterface<const char*> {};

TEST_P(External, TheDeviceSignsADigestAndTheResultIsValid) {
  sign::issue(shop_, "device", "/O=示例县教育局/CN=UKey", GetParam());
  std::vector<Certificate> chain = shop_.certificates("device.pem");
  chain.push_back(shop_.certificates("ca.pem")[0]);
  const auto request = prepare_signature(env_, plain_, std::make_shared<const std::string>("a/b.pdf"), chain);
  ASSERT_TRUE(request.has_value());
  const std::string text = write_request(request.value());
  const auto again = read_request(text, nullptr);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(write_request(again.value()), text);

  // The device: openssl, which is given the digest alone.
  gongwen::test::spill(shop_.file("digest"), sign::bytes_of(sign::sha256(again.value().attributes)));
  shop_("openssl pkeyutl -sign -inkey device.key -pkeyopt digest:sha256 -in digest -out signature && openssl base64 -in signature -out signature.b64");
  for (const char* file : {"signature", "signature.b64"}) {
    const auto done = finish_signature(env_, again.value(), shop_.bytes(file), nullptr);
    ASSERT_TRUE(done.has_value()) << done.error().message;
    EXPECT_TRUE(report(done.value()).trusted());
    EXPECT_NE(pdfsig(done.value()).find("Signature is Valid."), std::string::npos);
    EXPECT_TRUE(done.value().starts_with(plain_));
  }
  EXPECT_EQ(finish_signature(env_, again.value(), "not a signature", nullptr).error().code, "A135");
  gongwen::test::spill(shop_.file("digest"), sign::bytes_of(sign::sha256("something else")));
  shop_("openssl pkeyutl -sign -inkey device.key -pkeyopt digest:sha256 -in digest -out other");
  EXPECT_EQ(finish_signature(env_, again.value(), shop_.bytes("other"), nullptr).error().code, "A135");
}
INSTANTIATE_TEST_SUITE_P(Keys, External, testing::Values("ec", "rsa:2048"));

TEST_F(PdfSigned, ADeviceMaySignAnyFileDetached) {
  const auto request = prepare_signature(env_, "abc", std::make_shared<const std::string>("notes.txt"), shop_.certificates("office.pem"));
  ASSERT_TRUE(request.has_value());
  gongwen::test::spill(shop_.file("attributes"), request.value().attributes);
  shop_("openssl dgst -sha256 -sign office.key -out signature attributes");
  const auto cms = finish_signature(env_, request.value(), shop_.bytes("signature"), nullptr);
  ASSERT_TRUE(cms.has_value());
  const std::vector<Certificate> ca = shop_.certificates("ca.pem");
  EXPECT_TRUE(sign::verify_cms(cms.value(), "abc", ca).good());
}

TEST_F(PdfSigned, DamagedRequestsAndUnfitCertificatesAreRefused) {
  EXPECT_EQ(read_request("hello", nullptr).error().code, "A134");
  EXPECT_EQ(read_request("{}", nullptr).error().code, "A134");
  const auto request = prepare_signature(env_, plain_, std::make_shared<const std::string>("a.pdf"), shop_.certificates("office.pem"));
  std::string text = write_request(request.value());
  const std::size_t at = text.find("\"contents_at\":") + 14;
  text[at] = '9';
  const auto moved = read_request(text, nullptr);
  EXPECT_TRUE(!moved || moved.value().document[moved.value().contents_at] == '<');
  shop_("openssl req -x509 -config ca.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout p384.key -out p384.pem -subj /O=x");
  EXPECT_EQ(prepare_signature(env_, plain_, std::make_shared<const std::string>("a.pdf"), shop_.certificates("p384.pem")).error().code, "A124");
}

}  // namespace
}  // namespace gongwen::usecases
