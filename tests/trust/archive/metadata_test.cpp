// metadata.xml: the elements of DA/T 46-2009 that are known at filing, and the table they are measured by.

#include <algorithm>

#include "trust/archive/metadata_scheme.h"

#include <gtest/gtest.h>

#include "trust/archive/metadata_internal.h"
#include "trust/archive/sample.h"

namespace gongwen::archive {
namespace {

class MetadataTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = test::scratch_dir();
    env_.set_now(kMarch);
    identity_.emplace(make_identity(env_, folder_ / "keys"));
  }
  std::string metadata_of(const Bundle& bundle) {
    Diagnostics out;
    const auto sealed = build_bundle(env_, bundle, *identity_, out, {2, std::string(64, 'a'), {}});
    EXPECT_TRUE(sealed) << render(out);
    const auto reader = BundleReader::open(sealed->zip, nullptr, out);
    return reader->read("gongwen/metadata.xml", out).value_or("");
  }
  /// An outside validator's word on it, with the schema that is handed over.
  int validates(const std::string& xml) {
    test::spill(folder_ / "m.xsd", metadata_xsd());
    test::spill(folder_ / "m.xml", xml);
    int status = -1;
    said_ = test::run("xmllint --noout --schema '" + (folder_ / "m.xsd").string() + "' '" + (folder_ / "m.xml").string() + "' 2>&1", &status);
    return status;
  }
  static Bundle full() {
    Bundle b = sample_bundle();
    b.metadata.document_number = "某教〔2026〕3号";
    b.metadata.kind = "函";
    b.metadata.urgency = "加急";
    b.metadata.recipient = "各市教育局";
    b.metadata.copy_to = "省教育厅";
    b.metadata.language = "汉语";
    b.metadata.draft = "正本";
    b.metadata.control = "含有不予公开的内容，公开前须区分处理";
    b.metadata.retention = "30年";
    return b;
  }
  static std::vector<MetadataFault::Rule> rules(const std::string& xml) {
    std::vector<MetadataFault::Rule> out;
    for (const MetadataFault& f : check_metadata(xml)) out.push_back(f.rule);
    return out;
  }
  static std::string changed(std::string xml, const std::string& from, const std::string& to) {
    const std::size_t at = xml.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return xml.replace(at, from.size(), to);
  }

  test::FaultEnv env_;
  fs::path folder_;
  std::optional<sign::Identity> identity_;
  std::string said_;
};

TEST_F(MetadataTest, HoldsEveryElementThatIsKnownAtFiling) {
  const std::string xml = metadata_of(full());
  const std::vector<std::pair<std::string, std::string>> expected{
      {"M1", "文件"}, {"M6", "某教育处"}, {"M7", "sqs-2026-001@2"}, {"M12", "30年"}, {"M22", "关于授权的函 <甲> & 乙"}, {"M31", "某教〔2026〕3号"}, {"M32", "某职业学院"},
      {"M33", "2026-03-02"}, {"M34", "函"}, {"M35", "加急"}, {"M36", "各市教育局"}, {"M37", "省教育厅"}, {"M41", "组合文件"}, {"M42", "1"}, {"M43", "2"}, {"M44", "汉语"},
      {"M45", "正本"}, {"M47", "格式名称：PDF，格式版本：1.7，MIME媒体类型：application/pdf"}, {"M48", "data/document.pdf"}, {"M49", "3009"}, {"M50", "gongwen 0.1.0"},
      {"M59", "2026-03-02T01:02:03Z"}, {"M60", "某教育处"}, {"M64", "ECDSA P-256 SHA-256"}, {"M74", "含有不予公开的内容，公开前须区分处理"}, {"M75", "首次归档"}, {"M76", "单位"},
      {"M77", "某教育处"}, {"M80", "历史行为"}, {"M81", "封存"}, {"M82", "2026-03-02T01:02:03Z"}, {"M85", "sqs-2026-001@1"}, {"M87", "前一版"}};
  for (const auto& [number, value] : expected) EXPECT_EQ(metadata_value(xml, number), value) << number;
  EXPECT_NE(metadata_value(xml, "M51").find("libharu 2.3.0"), std::string::npos);
  EXPECT_NE(xml.find("<实体标识符 编号=\"M85\">data/attachments/01-scan.pdf</实体标识符>"), std::string::npos) << "attachments are relations";
  for (const char* unknown : {"M3", "M38", "M39", "M61", "M66"}) EXPECT_EQ(metadata_value(xml, unknown), "") << unknown << ": what is not known is left out";
}

TEST_F(MetadataTest, IsValidByItsSchemaForAnOutsideValidator) {
  EXPECT_EQ(validates(metadata_of(full())), 0) << said_;
  EXPECT_EQ(validates(metadata_of(sample_bundle())), 0) << said_;
  EXPECT_NE(validates(changed(metadata_of(full()), "文种", "文")), 0) << "the validator sees a bad file";
}

TEST_F(MetadataTest, FilesAreReadAsTheElementsSayAndNeverAsTextLooks) {
  const auto described = described_files(metadata_of(full()));
  ASSERT_TRUE(described.contains("data/document.pdf"));
  EXPECT_EQ(described.at("data/document.pdf").size, "3009");
  EXPECT_EQ(described.at("data/document.pdf").format, "格式名称：PDF，格式版本：1.7，MIME媒体类型：application/pdf");
  // a stranger's metadata: a name without its element around it, elements without names, no XML at all
  EXPECT_TRUE(described_files("<文件实体元数据><计算机文件名>data/document.pdf</计算机文件名></文件实体元数据>").empty());
  EXPECT_FALSE(described_files("<文件实体元数据><电子属性/></文件实体元数据>").contains("data/document.pdf"));
  EXPECT_TRUE(described_files("<电子属性><计算机文件名>data/document.pdf</计算机文件名>").empty());
}

TEST_F(MetadataTest, TheAlgorithmIsTheKeysOwn) {
  sign::KeyOptions options;
  options.encrypted = false;
  options.kind = sign::KeyKind::rsa_3072;
  ASSERT_TRUE(sign::create_key(env_, folder_ / "rsa", sign::Role::sign, {"某教育处", ""}, "", options).has_value());
  identity_.emplace(sign::open_identity(env_, folder_ / "rsa", "").value());
  EXPECT_EQ(metadata_value(metadata_of(full()), "M64"), "RSA 3072 SHA-256");
}

TEST_F(MetadataTest, SameInputSameBytes) { EXPECT_EQ(metadata_of(full()), metadata_of(full())); }

TEST_F(MetadataTest, TheCheckAndTheSchemaFindTheSameFaults) {
  using Rule = MetadataFault::Rule;
  const std::string xml = metadata_of(full());
  EXPECT_EQ(rules(xml), std::vector<Rule>{});
  const std::vector<std::tuple<std::string, std::string, Rule>> faults{
      {"2026-03-02</日期>", "2026-13-02</日期>", Rule::type},
      {">加急<", ">马上<", Rule::choice},
      {">30年<", ">20年<", Rule::choice},
      {">3009<", ">约三千<", Rule::type},
      {"<责任者 编号=\"M32\">某职业学院</责任者>", "", Rule::missing},
      {"<文种 编号=\"M34\">", "<文 编号=\"M34\">", Rule::not_xml},
      {"某教〔2026〕3号", std::string(101, 'x'), Rule::length},
      {"<聚合层次", "<层次 编号=\"M1\"/><聚合层次", Rule::unknown}};
  for (const auto& [from, to, rule] : faults) {
    const std::string bad = changed(xml, from, to);
    const auto found = rules(bad);
    EXPECT_NE(std::find(found.begin(), found.end(), rule), found.end()) << to;
    EXPECT_NE(validates(bad), 0) << to;
  }
  EXPECT_EQ(rules(changed(xml, "某教〔2026〕3号", "某\xEF\xBF\xBD教")), std::vector<Rule>{Rule::characters});
  EXPECT_EQ(rules(changed(xml, "某教〔2026〕3号", "某\xEE\x80\x80教")), std::vector<Rule>{Rule::characters}) << "the private use area";
}

TEST(FileFormat, IsNamedOnlyWhenTheBytesAgree) {
  EXPECT_EQ(format_of("a.pdf", "%PDF-1.7\n<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"), "格式名称：PDF/A-2a，格式版本：1.7，MIME媒体类型：application/pdf");
  EXPECT_EQ(format_of("a.pdf", "%PDF-1.4\n pdfaid:part=\"1\" pdfaid:conformance=\"B\""), "格式名称：PDF/A-1b，格式版本：1.4，MIME媒体类型：application/pdf");
  EXPECT_EQ(format_of("a.JPG", "\xFF\xD8\xFF\xE0"), "格式名称：JPEG，MIME媒体类型：image/jpeg");
  EXPECT_EQ(format_of("a.ofd", "PK\x03\x04"), "格式名称：OFD，格式版本：GB/T 33190-2016，MIME媒体类型：application/ofd");
  EXPECT_EQ(format_of("a.pdf", "PK\x03\x04"), "");
  EXPECT_EQ(format_of("a.exe", "MZ"), "");
}

}  // namespace
}  // namespace gongwen::archive
