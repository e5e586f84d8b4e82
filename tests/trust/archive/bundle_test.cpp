#include <algorithm>

#include "trust/archive/bundle.h"

#include <gtest/gtest.h>

#include "trust/archive/manifest_internal.h"
#include "trust/archive/sample.h"
#include "trust/archive/version_internal.h"
#include "trust/sign/cms.h"
#include "trust/sign/sd_jwt.h"

namespace gongwen::archive {
namespace {

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::scratch_dir();
    env_.set_now(kMarch);
    identity_.emplace(make_identity(env_, folder_ / "keys"));
    Diagnostics out;
    auto sealed = build_bundle(env_, sample_bundle(), identity_->sign, out);
    ASSERT_TRUE(sealed) << render(out);
    zip_ = sealed->zip;
  }
  std::vector<sign::Certificate> own() const { return {identity_->sign.certificate()}; }
  BundleReport verify(std::string_view zip) const { return verify_bundle(zip, Place::in_file("a.zip").file, own()); }
  using Files = std::map<std::string, std::string>;
  /// What the signer himself can make: files changed, both digests of the payload and the tag manifest made anew, sealed again.
  /// late  changes the tag manifest once it is made.
  std::string resealed(const std::function<void(Files&)>& change, const std::function<void(Manifest&)>& late = {}) {
    return rezip(zip_, [&](Files& files) {
      change(files);
      Manifest payload, sm3, tags;
      for (const auto& [name, bytes] : files) {
        if (!name.starts_with("data/")) continue;
        payload.emplace(name, sign::sha256(bytes));
        sm3.emplace(name, sign::sm3(bytes));
      }
      files["manifest-sha256.txt"] = write_manifest(payload);
      files["gongwen/manifest-sm3.txt"] = write_manifest(sm3);
      for (const auto& [name, bytes] : files) {
        if (!name.starts_with("data/") && !name.starts_with("signatures/") && name != "tagmanifest-sha256.txt") tags.emplace(name, sign::sha256(bytes));
      }
      if (late) late(tags);
      files["tagmanifest-sha256.txt"] = write_manifest(tags);
      files["signatures/tagmanifest.p7s"] = sign::sign_cms(identity_->sign, files["tagmanifest-sha256.txt"], kMarch);
    });
  }
  /// Unpacks with unzip into `unpacked`.
  fs::path unzip(const std::string& zip) {
    test::spill(folder_ / "a.zip", zip);
    fs::remove_all(folder_ / "unpacked");
    int status = 1;
    const std::string said = test::run("unzip -qq -d '" + (folder_ / "unpacked").string() + "' '" + (folder_ / "a.zip").string() + "'", &status);
    EXPECT_EQ(status, 0) << said;
    return folder_ / "unpacked";
  }
  int in(const fs::path& where, const std::string& command) {
    int status = -1;
    said_ = test::run("cd '" + where.string() + "' && " + command, &status);
    return status;
  }
  std::string hand1() const {
    return "openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile '" +
           (folder_ / "keys/sign.cert.pem").string() + "' -out /dev/null";
  }

  test::FaultEnv env_;
  fs::path folder_;
  std::optional<sign::Identity> identity_;
  std::string zip_;
  std::string said_;
};

TEST_F(BundleTest, HoldsTheFilesOfFormat1InOrder) {
  Diagnostics out;
  const auto reader = BundleReader::open(zip_, nullptr, out);
  ASSERT_TRUE(reader);
  const std::vector<std::string> expected{
      "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "README.txt", "verify.html", "data/attachments/01-scan.pdf",
      "data/attachments/02-Photo1.jpg", "data/document.docx", "data/document.pdf", "data/record.json", "gongwen/fields.disclosures", "gongwen/fields.sd-jwt",
      "gongwen/manifest-sm3.txt", "gongwen/metadata.xml", "gongwen/template/images/seal-area.png", "gongwen/template/template.xml", "gongwen/version.json",
      "signatures/tagmanifest.p7s"};
  EXPECT_EQ(reader->names(), expected);
  EXPECT_EQ(reader->zip().find("data/document.pdf")->method, 0);
  EXPECT_EQ(reader->zip().find("gongwen/metadata.xml")->method, 8);
  EXPECT_EQ(reader->zip().find("bag-info.txt")->method, 0) << "too small to gain by it";
}

TEST(VerifyPage, IsFrozen) {
  EXPECT_EQ(sign::hex(sign::sha256(verify_page())), "8e22eb349d54a85d17606c24ef607bc6e41ec800ae4c62fd7fb22a847426647e") << "bundles sealed before would no longer verify";
}

TEST_F(BundleTest, VersionJsonTellsEverythingBack) {
  Diagnostics out;
  const auto reader = BundleReader::open(zip_, nullptr, out);
  ASSERT_TRUE(reader);
  const VersionInfo& v = reader->version();
  EXPECT_EQ(v.record_id, "sqs-2026-001");
  EXPECT_EQ(v.number, 1U);
  EXPECT_EQ(v.made_at, kMarch);
  EXPECT_EQ(v.actor, "李四");
  EXPECT_EQ(v.organisation, "某教育处");
  EXPECT_EQ(v.render.date, Date::of(2026, 3, 2));
  EXPECT_EQ(v.render.formats, (std::vector<std::string>{"pdf", "docx"}));
  EXPECT_EQ(v.metadata.pages, 2U);
  ASSERT_EQ(v.attachments.size(), 2U);
  EXPECT_EQ(v.attachments[0].name, "盖章扫描件.pdf");
  EXPECT_EQ(v.attachments[0].path, "data/attachments/01-scan.pdf");
  EXPECT_EQ(v.attachments[0].role, AttachmentRole::scan);
  EXPECT_EQ(v.list_keys.at(0).key, "编号");
}

TEST_F(BundleTest, TheThreeHandCommandsSucceedInTheirOrder) {
  const auto bag = unzip(zip_);
  EXPECT_EQ(in(bag, hand1()), 0) << said_;
  EXPECT_EQ(in(bag, "sha256sum -c tagmanifest-sha256.txt"), 0) << said_;
  EXPECT_EQ(in(bag, "sha256sum -c manifest-sha256.txt"), 0) << said_;
  // README.txt names the same commands and the fingerprint.
  const std::string readme = test::slurp(bag / "README.txt");
  EXPECT_NE(readme.find("openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile cert.pem"), std::string::npos);
  EXPECT_NE(readme.find(identity_->sign.certificate().printed_fingerprint()), std::string::npos);
  EXPECT_LT(readme.find("openssl cms"), readme.find("sha256sum -c tagmanifest"));
  EXPECT_LT(readme.find("sha256sum -c tagmanifest"), readme.find("sha256sum -c manifest"));
}

TEST_F(BundleTest, AnIndependentBagReaderFindsItValid) {
  const auto bag = unzip(zip_);
  EXPECT_EQ(in(bag, "python3 '" GONGWEN_SOURCE_DIR "/tests/trust/archive/check_bag.py' ."), 0) << said_;
  EXPECT_EQ(said_, "valid, 5 payload files\n");
  test::spill(bag / "data/extra", "x");
  EXPECT_NE(in(bag, "python3 '" GONGWEN_SOURCE_DIR "/tests/trust/archive/check_bag.py' ."), 0);
}

TEST_F(BundleTest, Sm3ManifestAgreesWithOpenSsl) {
  const auto bag = unzip(zip_);
  ASSERT_EQ(in(bag, "while read -r hash path; do [ \"$(openssl dgst -sm3 -r \"$path\" | cut -d' ' -f1)\" = \"$hash\" ] || exit 1; done < gongwen/manifest-sm3.txt"), 0);
}

TEST_F(BundleTest, MetadataIsWellFormedAndTrue) {
  const auto bag = unzip(zip_);
  const std::string text = test::slurp(bag / "gongwen/metadata.xml");
  EXPECT_NE(text.find("<题名 编号=\"M22\">关于授权的函 &lt;甲&gt; &amp; 乙</题名>"), std::string::npos) << text;
  EXPECT_NE(text.find("格式名称：PDF，格式版本：1.7，MIME媒体类型：application/pdf"), std::string::npos);
  EXPECT_NE(text.find("<计算机文件大小 编号=\"M49\">3009</计算机文件大小>"), std::string::npos);
  EXPECT_EQ(in(bag, "python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse(\"gongwen/metadata.xml\")'"), 0) << said_;
}

TEST_F(BundleTest, AGoodBundleIsTrustedAndSaysHowMuchWasChecked) {
  const BundleReport report = verify(zip_);
  EXPECT_TRUE(report.trusted()) << summary(report.findings);
  EXPECT_EQ(summary(report.findings), "");
  EXPECT_EQ(report.files, 5U + 12U);
}

TEST_F(BundleTest, WithoutATrustedCertificateItIsIntactButNotTrusted) {
  const BundleReport report = verify_bundle(zip_, nullptr, {});
  EXPECT_TRUE(report.intact());
  EXPECT_FALSE(report.trusted());
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].code, "A070");
  EXPECT_EQ(report.findings[0].severity, Severity::note);
}

// The forger changes the data and makes both manifests anew: the second and third command pass, the first does not.
TEST_F(BundleTest, AForgerWhoRemakesBothManifestsFailsTheFirstCommand) {
  const std::string forged = rezip(zip_, [](std::map<std::string, std::string>& files) {
    files["data/document.pdf"] = "%PDF-1.7 forged" + std::string(2994, 'p');   // the same size
    Manifest payload = *parse_manifest(files["manifest-sha256.txt"]);
    payload["data/document.pdf"] = sign::sha256(files["data/document.pdf"]);
    files["manifest-sha256.txt"] = write_manifest(payload);
    Manifest sm3 = *parse_manifest(files["gongwen/manifest-sm3.txt"]);
    sm3["data/document.pdf"] = sign::sm3(files["data/document.pdf"]);
    files["gongwen/manifest-sm3.txt"] = write_manifest(sm3);
    Manifest tags = *parse_manifest(files["tagmanifest-sha256.txt"]);
    for (const char* name : {"manifest-sha256.txt", "gongwen/manifest-sm3.txt"}) tags[name] = sign::sha256(files[name]);
    files["tagmanifest-sha256.txt"] = write_manifest(tags);
  });
  const auto bag = unzip(forged);
  EXPECT_NE(in(bag, hand1()), 0);
  EXPECT_EQ(in(bag, "sha256sum -c tagmanifest-sha256.txt"), 0) << said_;
  EXPECT_EQ(in(bag, "sha256sum -c manifest-sha256.txt"), 0) << said_;
  const BundleReport report = verify(forged);
  EXPECT_FALSE(report.intact());
  EXPECT_EQ(summary(report.findings), "A056 sqs-2026-001@1 signatures/tagmanifest.p7s");
}

TEST_F(BundleTest, AFlippedByteIsFoundWithItsFile) {
  Diagnostics out;
  const auto reader = BundleReader::open(zip_, nullptr, out);
  for (const auto& entry : reader->zip().entries()) {
    std::string bad = zip_;
    const std::size_t at = static_cast<std::size_t>(entry.data_offset + entry.packed / 2);
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    const BundleReport report = verify(bad);
    EXPECT_FALSE(report.trusted()) << entry.name;
    ASSERT_FALSE(report.findings.empty()) << entry.name;
    const bool named = std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& f) { return f.file == entry.name && f.offset == entry.data_offset; });
    EXPECT_TRUE(named) << entry.name << "\n" << summary(report.findings);
  }
}

// A bundle alone can be packed in another way that holds the same files (bits behind a deflated file's end, another match of the same
// letters); which packing was filed, the log says (A074).
TEST_F(BundleTest, NoFlippedBitChangesAFileUnseen) {
  const auto files_in = [](const std::string& zip) {
    std::map<std::string, std::string> out;
    rezip(zip, [&](const std::map<std::string, std::string>& files) { out = files; });
    return out;
  };
  const auto sealed = files_in(zip_);
  for (std::size_t i = 0; i < zip_.size(); i += 13) {
    std::string bad = zip_;
    bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
    if (!verify(bad).trusted()) continue;
    EXPECT_EQ(files_in(bad), sealed) << "byte " << i;
  }
}

TEST_F(BundleTest, ChangesInsideAreNamed) {
  const auto check_change = [&](const std::string& name, const std::function<void(std::map<std::string, std::string>&)>& change, const std::string& expected) {
    EXPECT_EQ(summary(verify(rezip(zip_, change)).findings), expected) << name;
  };
  const std::string r = " sqs-2026-001@1 ";
  check_change("a payload file changed", [](auto& f) { f["data/document.docx"][3] ^= 1; },
               "A051" + r + "data/document.docx\nA055" + r + "data/document.docx");
  check_change("a tag file changed", [](auto& f) { f["gongwen/metadata.xml"] += " "; }, "A050" + r + "gongwen/metadata.xml");
  check_change("a file slipped in", [](auto& f) { f["data/new.pdf"] = "x"; }, "A058" + r + "bag-info.txt\nA053" + r + "data/new.pdf");
  check_change("an attachment gone", [](auto& f) { f.erase("data/attachments/01-scan.pdf"); },
               "A058" + r + "bag-info.txt\nA052" + r + "data/attachments/01-scan.pdf");
  check_change("the seal gone", [](auto& f) { f.erase("signatures/tagmanifest.p7s"); }, "A057" + r + "signatures/tagmanifest.p7s");
  check_change("a manifest that cannot be read", [](auto& f) { f["manifest-sha256.txt"] = "nonsense"; },
               "A050" + r + "manifest-sha256.txt\nA054" + r + "manifest-sha256.txt\nA053" + r + "data/attachments/01-scan.pdf\nA053" + r +
                   "data/attachments/02-Photo1.jpg\nA053" + r + "data/document.docx\nA053" + r + "data/document.pdf\nA053" + r + "data/record.json\nA051" + r +
                   "data/attachments/01-scan.pdf\nA051" + r + "data/attachments/02-Photo1.jpg");
}

TEST_F(BundleTest, ItsOwnSignerCannotSealWhatTheFormatForbids) {
  const auto check_reseal = [&](const std::string& name, const std::function<void(Files&)>& change, const std::string& expected) {
    const BundleReport report = verify(resealed(change));
    EXPECT_TRUE(report.seal.good()) << name;
    EXPECT_EQ(report.trusted(), expected.empty()) << name;
    EXPECT_EQ(summary(report.findings), expected) << name;
  };
  const auto version = [](Files& f, const std::function<void(VersionInfo&)>& change) {
    VersionInfo v = *parse_version(f["gongwen/version.json"]);
    change(v);
    f["gongwen/version.json"] = write_version(v);
  };
  const auto bag_info = [](Files& f, const std::string& from, const std::string& to) {
    std::string& text = f["bag-info.txt"];
    text.replace(text.find(from), from.size(), to);
  };
  const std::string r = " sqs-2026-001@1 ";
  check_reseal("nothing", [](Files&) {}, "");
  check_reseal("fetch.txt", [](Files& f) { f["fetch.txt"] = "https://example.org/x 1 data/x\n"; }, "A053" + r + "fetch.txt");
  check_reseal("a file in gongwen/", [](Files& f) { f["gongwen/x.txt"] = "x"; }, "A053" + r + "gongwen/x.txt");
  check_reseal("another page", [](Files& f) { f["verify.html"] += "<script>fetch('https://example.org')</script>"; }, "A050" + r + "verify.html");
  check_reseal("README.txt may grow", [](Files& f) { f["README.txt"] += "more\n"; }, "");
  check_reseal("another id", [&](Files& f) { bag_info(f, "sqs-2026-001@1", "sqs-2026-002@1"); }, "A089" + r + "bag-info.txt");
  check_reseal("no id", [&](Files& f) { bag_info(f, "External-Identifier: sqs-2026-001@1\n", ""); }, "A089" + r + "bag-info.txt");
  check_reseal("a second id", [](Files& f) { f["bag-info.txt"] += "external-identifier : other@7\n"; }, "A089" + r + "bag-info.txt");
  check_reseal("an id that goes on", [&](Files& f) { bag_info(f, "@1\n", "@1\n\t7\n"); }, "A089" + r + "bag-info.txt");
  check_reseal("a second Payload-Oxum", [](Files& f) { f["bag-info.txt"] += "Payload-Oxum: 1.1\n"; }, "A058" + r + "bag-info.txt");
  check_reseal("a template's file more", [](Files& f) { f["gongwen/template/more.xml"] = "<more/>"; }, "A050" + r + "gongwen/version.json");
  check_reseal("a template's file changed", [](Files& f) { f["gongwen/template/template.xml"] += " "; }, "A050" + r + "gongwen/version.json");
  check_reseal("a template with its digest", [&](Files& f) {
    f["gongwen/template/template.xml"] += " ";
    version(f, [&](VersionInfo& v) {
      v.template_sha256 = sign::hex(sign::sha256(sign::hex(sign::sha256(f["gongwen/template/images/seal-area.png"])) + "  images/seal-area.png\n" +
                                                 sign::hex(sign::sha256(f["gongwen/template/template.xml"])) + "  template.xml\n"));
    });
  }, "");
  check_reseal("a first version with one before", [&](Files& f) { version(f, [](VersionInfo& v) { v.previous_sha256 = std::string(64, 'a'); }); },
               "A079" + r + "gongwen/version.json");
  check_reseal("a second version with none before", [&](Files& f) {
    version(f, [](VersionInfo& v) { v.number = 2; });
    bag_info(f, "@1\n", "@2\n");
  }, "A079 sqs-2026-001@2 gongwen/version.json\nA059 sqs-2026-001@2 gongwen/fields.sd-jwt");
}

TEST_F(BundleTest, AFileListedWhereItDoesNotBelongOrNotAtAllIsToldOnce) {
  const std::string r = " sqs-2026-001@1 ";
  const auto check_tags = [&](const std::function<void(Manifest&)>& late, const std::string& expected) {
    EXPECT_EQ(summary(verify(resealed([](Files&) {}, late)).findings), expected);
  };
  check_tags([](Manifest& tags) { tags.erase("gongwen/metadata.xml"); }, "A053" + r + "gongwen/metadata.xml");
  check_tags([](Manifest& tags) { tags.erase("verify.html"); }, "A053" + r + "verify.html");
  check_tags([](Manifest& tags) { tags["data/record.json"] = tags["bagit.txt"]; }, "A050" + r + "data/record.json\nA053" + r + "data/record.json");
  // The payload's manifest is no way round.
  const std::string other = rezip(resealed([](Files&) {}), [&](Files& f) {
    f["fetch.txt"] = "x";
    Manifest payload = *parse_manifest(f["manifest-sha256.txt"]);
    payload["fetch.txt"] = sign::sha256("x");
    f["manifest-sha256.txt"] = write_manifest(payload);
    Manifest sm3 = *parse_manifest(f["gongwen/manifest-sm3.txt"]);
    sm3["fetch.txt"] = sign::sm3("x");
    f["gongwen/manifest-sm3.txt"] = write_manifest(sm3);
    Manifest tags = *parse_manifest(f["tagmanifest-sha256.txt"]);
    for (const char* name : {"manifest-sha256.txt", "gongwen/manifest-sm3.txt"}) tags[name] = sign::sha256(f[name]);
    f["tagmanifest-sha256.txt"] = write_manifest(tags);
    f["signatures/tagmanifest.p7s"] = sign::sign_cms(identity_->sign, f["tagmanifest-sha256.txt"], kMarch);
  });
  EXPECT_EQ(summary(verify(other).findings), "A053" + r + "fetch.txt");
}

TEST_F(BundleTest, TheFilesAreCalledUnchangedOnlyWhenTheyAre) {
  const auto frame_of = [&](std::string zip) {
    zip[10] = zip[zip.find("PK\x01\x02") + 12] = 2;   // the first file's time
    for (const Finding& f : verify(zip).findings) {
      if (f.code == "A008") return f.message;
    }
    return std::string();
  };
  EXPECT_EQ(frame_of(zip_), "zip 的文件头或目录被改动过，里面的文件没有变");
  EXPECT_EQ(frame_of(rezip(zip_, [](Files& f) { f["data/document.docx"][3] ^= 1; })), "zip 的文件头或目录被改动过");
}

TEST_F(BundleTest, SomebodyElsesSealIsNotTrusted) {
  const sign::Identity other = make_identity(env_, folder_ / "other", "冒名处");
  Diagnostics out;
  const auto forged = build_bundle(env_, sample_bundle(), other.sign, out);
  const BundleReport report = verify(forged->zip);
  EXPECT_TRUE(report.intact());
  EXPECT_FALSE(report.trusted());
  EXPECT_EQ(summary(report.findings), "A070 sqs-2026-001@1 signatures/tagmanifest.p7s");
}

TEST_F(BundleTest, FieldsCanBeShownOneByOne) {
  Diagnostics out;
  const auto reader = BundleReader::open(zip_, nullptr, out);
  const auto openings = sign::read_openings(*reader->read("gongwen/fields.disclosures", out), nullptr);
  ASSERT_TRUE(openings.has_value());
  const std::vector<std::string> wanted{"学校.名称"};
  const auto shown = sign::verify_presentation(sign::present(*reader->read("gongwen/fields.sd-jwt", out), sign::openings_for(openings.value(), wanted)), own());
  ASSERT_TRUE(shown.has_value());
  ASSERT_EQ(shown.value().shown.size(), 1U);
  EXPECT_EQ(shown.value().shown[0].value.text(), "某职业学院");
  EXPECT_EQ(shown.value().open.find("record")->text(), "sqs-2026-001");
}

TEST_F(BundleTest, WrongInputIsToldWhole) {
  Bundle b = sample_bundle("../evil");
  b.documents.push_back({"Document.PDF", "x"});
  b.documents.push_back({"a b.pdf", "x"});
  b.template_files.push_back({"../template.xml", "x"});
  b.attachments.push_back({AttachmentRole::evidence, "a/b", "x"});
  b.record_json = "{ }";
  Diagnostics out;
  EXPECT_FALSE(build_bundle(env_, b, identity_->sign, out));
  std::string codes;
  for (const Diagnostic& d : out.all()) codes += std::string(d.code) + " ";
  EXPECT_EQ(codes, "A001 A003 A002 A002 A002 A004 ");
}

TEST_F(BundleTest, AnEmptyBundleIsRefused) {
  Bundle b = sample_bundle("A1");
  b.documents.clear();
  b.attachments.clear();
  Diagnostics out;
  EXPECT_FALSE(build_bundle(env_, b, identity_->sign, out));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.all().front().code, "A005");
}

TEST(RecordId, IsPlainAscii) {
  for (const char* good : {"a", "A-1", "sqs.2026_001", "0"}) EXPECT_TRUE(valid_record_id(good)) << good;
  for (const char* bad : {"", ".", "..", "-a", ".a", "a.", "a..b", "a/b", "a b", "授权书", "con", "NUL.x", "com1", "a\\b"}) EXPECT_FALSE(valid_record_id(bad)) << bad;
  EXPECT_TRUE(valid_record_id(std::string(100, 'a')));
  EXPECT_FALSE(valid_record_id(std::string(101, 'a')));
}

TEST_F(BundleTest, ABundleCutInTransitIsToldAsCut) {
  Bundle b = sample_bundle();
  zip::Writer docx;
  docx.add("word/document.xml", std::string(500, 'w'), zip::Writer::Method::store);
  b.documents[1].bytes = docx.finish();
  Diagnostics out;
  const auto sealed = build_bundle(env_, b, identity_->sign, out);
  ASSERT_TRUE(sealed) << render(out);
  const BundleReport report = verify(sealed->zip.substr(0, sealed->zip.find("%PDF-1.7") + 300));
  ASSERT_EQ(report.findings.size(), 1U) << summary(report.findings);
  EXPECT_EQ(report.findings[0].code, "A104");
  EXPECT_NE(report.findings[0].message.find("没有传完或已损坏"), std::string::npos) << report.findings[0].message;
}

TEST_F(BundleTest, TruncatedFilesAreRefusedWithoutACrash) {
  for (std::size_t n = 0; n < zip_.size(); n += 97) {
    const BundleReport report = verify(zip_.substr(0, n));
    EXPECT_FALSE(report.intact());
    EXPECT_FALSE(report.findings.empty());
  }
}

}  // namespace
}  // namespace gongwen::archive
