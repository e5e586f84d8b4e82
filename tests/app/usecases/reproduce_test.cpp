// Papers printed again from what is sealed: the same bytes, also when the program's own faces and templates are gone.

#include "app/usecases/reproduce.h"

#include <gtest/gtest.h>

#include "app/usecases/filing.h"
#include "foundation/zip/zip.h"
#include "support/fault_env.h"
#include "support/files.h"
#include "trust/sign/keys.h"

namespace gongwen::usecases {
namespace {

class Reproduce : public testing::Test {
 protected:
  void SetUp() override {
    home_ = test::scratch_dir();
    env_.set_variable("GONGWEN_HOME", test::source_dir().string());
    env_.set_variable("GONGWEN_FONTS", "");
    house_ = find_house(env_);
    sign::KeyOptions plain;
    plain.encrypted = false;
    ASSERT_TRUE(sign::create_identity(env_, home_ / "keys", {"某教育处", ""}, "", plain).has_value());
    identity_.emplace(sign::open_identity(env_, home_ / "keys", "").value());
    archive_.emplace(std::move(archive::Archive::init(env_, home_ / "archive", *identity_).value()));
  }
  FilingRequest request(const std::string& name) {
    FilingRequest r;
    r.render.template_name = name;
    r.render.data_name = name + ".json";
    r.render.data_folder = test::source_dir() / "samples";
    r.render.data = test::slurp(r.render.data_folder / (name + ".json"));
    r.record_id = name;
    return r;
  }
  /// Files a paper; `change` may tamper with the submission, as a program with a fault would seal it.
  void file(const FilingRequest& r, const std::function<void(archive::Submission&)>& change = {}) {
    Diagnostics out;
    const auto rendered = render(env_, house_, r.render, out);
    ASSERT_TRUE(rendered) << gongwen::render(out);
    auto submission = make_submission(env_, house_, *rendered, r);
    if (change) change(submission);
    ASSERT_TRUE(archive_->add(submission, *identity_, out)) << gongwen::render(out);
  }
  std::optional<Reproduced> again(const std::string& id, Diagnostics& out, std::optional<House> house = {}) {
    return reproduce(env_, house.value_or(house_), *archive_, id, 0, out);
  }
  static std::string& document(archive::Submission& s, const std::string& name) {
    for (auto& one : s.bundle.documents) if (one.name == name) return one.bytes;
    throw std::runtime_error(name);
  }

  test::FaultEnv env_;
  fs::path home_;
  House house_;
  std::optional<sign::Identity> identity_;
  std::optional<archive::Archive> archive_;
};

TEST_F(Reproduce, ShippedTemplatesGiveTheSameBytes) {
  for (const char* name : {"authorization-letter", "notice"}) {
    file(request(name));
    Diagnostics out;
    const auto done = again(name, out);
    ASSERT_TRUE(done) << gongwen::render(out);
    ASSERT_EQ(done->files.size(), 2U);
    for (const auto& one : done->files) EXPECT_EQ(one.sameness, Sameness::same) << name << " " << one.name << " " << gongwen::render(out);
    EXPECT_TRUE(done->good());
    EXPECT_TRUE(done->libraries.empty());
  }
}

// Years later: no template, no page style, no prepared face of the program is what it was. Only the archive counts.
TEST_F(Reproduce, NothingOfTheProgramsOwnFilesIsNeeded) {
  FilingRequest r = request("authorization-letter");
  r.render.date = Date::of(2026, 3, 2);
  file(r);
  House bare;
  bare.templates = bare.styles = bare.font_folder = home_ / "nothing";
  bare.font_roles = home_ / "roles.json";
  test::spill(bare.font_roles, R"({"faces":{},"roles":{}})");
  Diagnostics out;
  const auto done = again("authorization-letter", out, bare);
  ASSERT_TRUE(done) << gongwen::render(out);
  for (const auto& one : done->files) EXPECT_EQ(one.sameness, Sameness::same) << one.name << " " << gongwen::render(out);
}

TEST_F(Reproduce, TheUsersOwnFacesComeFromTheArchive) {
  FilingRequest r = request("authorization-letter");
  fs::create_directories(home_ / "own");
  fs::copy_file(house_.font_folder / "FandolSong-Regular.otf", home_ / "own/body.otf");
  test::spill(home_ / "own/fonts.json", R"({"roles": {"fangsong": ["body.otf"]}})");
  r.render.looks.user_fonts = home_ / "own/fonts.json";
  file(r);
  fs::remove_all(home_ / "own");
  Diagnostics out;
  const auto done = again("authorization-letter", out);
  ASSERT_TRUE(done) << gongwen::render(out);
  for (const auto& one : done->files) EXPECT_EQ(one.sameness, Sameness::same) << one.name << " " << gongwen::render(out);
}

TEST_F(Reproduce, AnotherPaperThanTheSealedDataGiveIsNamed) {
  file(request("authorization-letter"), [](archive::Submission& s) {
    std::string& pdf = document(s, "document.pdf");
    const std::size_t at = pdf.find("stream\n");   // something inside an object
    pdf[at + 40] = static_cast<char>(pdf[at + 40] ^ 1);
  });
  Diagnostics out;
  const auto done = again("authorization-letter", out);
  ASSERT_TRUE(done);
  EXPECT_FALSE(done->good());
  ASSERT_EQ(out.size(), 1U) << gongwen::render(out);
  EXPECT_EQ(out.all()[0].code, "A184");
  EXPECT_NE(out.all()[0].message.find("对象 "), std::string::npos) << out.all()[0].message;
}

// The same content compressed by another library: other bytes, said to be so, no difference.
TEST_F(Reproduce, OtherLibrariesAreComparedInflated) {
  const auto repack = [](archive::Submission& s) {
    std::string& docx = document(s, "document.docx");
    Diagnostics out;
    const auto reader = zip::Reader::open(docx, zip::Profile::office, nullptr, out);
    zip::Writer writer;
    for (const auto& entry : reader->entries()) writer.add(entry.name, *reader->read(entry, out), zip::Writer::Method::deflate, 1);
    docx = writer.finish();
    std::string& pdf = document(s, "document.pdf");
    std::size_t data = 0, end = 0;   // the longest compressed stream
    for (std::size_t at = pdf.find("/FlateDecode"); at != std::string::npos; at = pdf.find("/FlateDecode", at + 1)) {
      const std::size_t from = pdf.find("stream\n", at) + 7;
      const std::size_t to = pdf.find("endstream", from);
      if (to - from > end - data) data = from, end = to;
    }
    const auto plain = zip::zlib_decompress(std::string_view(pdf).substr(data, end - data), 1 << 28);
    ASSERT_TRUE(plain);
    pdf.replace(data, end - data, zip::zlib_compress(*plain, 9) + "\n");
  };
  file(request("authorization-letter"), [&](archive::Submission& s) {
    repack(s);
    for (auto& [name, version] : s.bundle.render.libraries) if (name == "libdeflate") version = "0.9";
  });
  Diagnostics out;
  const auto done = again("authorization-letter", out);
  ASSERT_TRUE(done) << gongwen::render(out);
  for (const auto& one : done->files) {
    EXPECT_EQ(one.sameness, Sameness::same_content) << one.name << (one.differences.empty() ? "" : one.differences.front());
  }
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out.all()[0].code, "A185");
  EXPECT_NE(out.all()[0].message.find("libdeflate 0.9"), std::string::npos);
  // With the libraries of then, other bytes are a difference.
  FilingRequest second = request("authorization-letter");
  second.record_id = "second";
  file(second, repack);
  Diagnostics strict;
  EXPECT_FALSE(again("second", strict)->good());
  EXPECT_EQ(strict.all().at(0).code, "A184");
}

TEST_F(Reproduce, APaperMadeElsewhereCannotBe) {
  archive::Submission s;
  s.bundle.record_id = "letter";
  s.bundle.record_json = "{}\n";
  s.bundle.metadata.title = "来函";
  s.bundle.attachments = {{archive::AttachmentRole::received, "来函.pdf", "%PDF"}};
  Diagnostics out;
  ASSERT_TRUE(archive_->add(s, *identity_, out)) << gongwen::render(out);
  EXPECT_FALSE(again("letter", out));
  EXPECT_EQ(out.all().at(0).code, "A186");
}

}  // namespace
}  // namespace gongwen::usecases
