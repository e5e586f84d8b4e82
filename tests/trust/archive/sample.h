#pragma once

// Bundles, identities and archives for the tests of this folder.

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "foundation/json/json.h"
#include "support/files.h"
#include "support/fault_env.h"
#include "trust/archive/archive.h"
#include "trust/sign/keys.h"

namespace gongwen::archive {

/// 2026-03-02T01:02:03Z
inline constexpr Instant kMarch{1'772'413'323, 0};

inline std::string canonical_of(std::string_view text) {
  Diagnostics out;
  return json::canonical(*json::parse(text, nullptr, out));
}

inline Bundle sample_bundle(const std::string& id = "sqs-2026-001") {
  Bundle b;
  b.record_id = id;
  b.documents = {{"document.pdf", std::string("%PDF-1.7\n") + std::string(3000, 'p')}, {"document.docx", "PK not really " + std::string(500, 'd')}};
  b.record_json = canonical_of(R"({"学校":{"名称":"某职业学院","负责人":"张三"},"指标":[{"编号":"1.1","值":3},{"编号":"1.2","值":4}],"金额":100.00})");
  b.attachments = {{AttachmentRole::scan, "盖章扫描件.pdf", "scan bytes"}, {AttachmentRole::evidence, "Photo 1.JPG", "jpeg bytes"}};
  b.template_files = {{"template.xml", "<template/>"}, {"images/seal-area.png", "png bytes"}};
  b.render = {"authorization-letter", "单位授权书", "gbt9704", Date::of(2026, 3, 2), {"pdf", "docx"}, "windows", "gongwen 0.1.0",
              {{"libharu", "2.3.0"}, {"harfbuzz", "6.0.0"}}, {}};
  b.metadata.title = "关于授权的函 <甲> & 乙";
  b.metadata.responsible = "某职业学院";
  b.metadata.date = Date::of(2026, 3, 2);
  b.metadata.pages = 2;
  b.list_keys = {{"指标", "编号"}};
  b.actor = "李四";
  b.note = "首次归档";
  return b;
}

/// Keys of one office, without a passphrase (the tests open them often).
inline sign::Identity make_identity(Env& env, const fs::path& folder, const std::string& name = "某教育处") {
  sign::KeyOptions plain;
  plain.encrypted = false;
  EXPECT_TRUE(sign::create_identity(env, folder, {name, ""}, "", plain).has_value());
  return sign::open_identity(env, folder, "").value();
}

/// `code` and where, of every finding that is no note: "A051 sqs@1 data/document.pdf".
inline std::string summary(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& f : findings) {
    if (f.severity == Severity::note) continue;
    if (!out.empty()) out += "\n";
    out += std::string(f.severity == Severity::warning ? "(warning) " : "") + std::string(f.code);
    if (!f.record.empty()) out += " " + f.record + "@" + std::to_string(f.version);
    out += " " + f.file;
  }
  return out;
}

/// A zip taken apart, changed, and put together again by the same writer.
inline std::string rezip(std::string_view zip_bytes, const std::function<void(std::map<std::string, std::string>&)>& change) {
  Diagnostics out;
  const auto reader = zip::Reader::open(zip_bytes, zip::Profile::bundle, nullptr, out);
  std::map<std::string, std::string> files;
  for (const auto& entry : reader->entries()) files.emplace(entry.name, *reader->read(entry, out));
  change(files);
  zip::Writer writer;
  for (const auto& [name, bytes] : files) writer.add(name, bytes);
  return writer.finish();
}

/// An office with its keys and an archive, one day in March.
class ArchiveFixture : public testing::Test {
 protected:
  void SetUp() override {
    home_ = test::scratch_dir();
    env_.set_now(kMarch);
    identity_.emplace(identity());
    root_ = home_ / "archive";
    auto made = Archive::init(env_, root_, *identity_, {"档案库"});
    ASSERT_TRUE(made.has_value());
    archive_.emplace(std::move(made.value()));
  }
  virtual sign::Identity identity() { return make_identity(env_, home_ / "keys"); }

  test::FaultEnv env_;
  fs::path home_, root_;
  std::optional<sign::Identity> identity_;
  std::optional<Archive> archive_;
};

}  // namespace gongwen::archive
