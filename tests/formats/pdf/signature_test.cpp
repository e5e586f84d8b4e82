#include "formats/pdf/signature.h"

#include <gtest/gtest.h>

#include "formats/pdf/existing.h"
#include "formats/pdf/paper.h"

namespace gongwen::pdf::test {
namespace {

using gongwen::test::run;
using layout::Tag;
using gongwen::test::scratch_dir;
using gongwen::test::slurp;
using gongwen::test::spill;

constexpr Instant kMarch{1'772'413'323, 0};   // 2026-03-02T01:02:03Z

SignatureField field() { return {"某教育处", "签发", "郑州", kMarch, 4096}; }

std::string one_page() {
  Paper paper;
  paper.text(paper.node(Tag::paragraph), "甲", 28, 50);
  return paper.write();
}

/// What pdfsig says of where a signature stands, against what we say.
void check_place(const Signable& made, const std::filesystem::path& file) {
  spill(file, made.bytes);
  const auto said = run("pdfsig '" + file.string() + "'");
  EXPECT_NE(said.find("Signature Type: ETSI.CAdES.detached"), std::string::npos) << said;
  EXPECT_NE(said.find("[0 - " + std::to_string(made.contents_at) + "], [" + std::to_string(made.contents_end) + " - " + std::to_string(made.bytes.size()) + "]"),
            std::string::npos) << said;
  int status = 0;
  const auto checked = run("qpdf --check '" + file.string() + "'", &status);
  EXPECT_EQ(status, 0) << checked;
}

TEST(PdfSignature, TheFileStaysTheBeginningOfTheSignedOne) {
  const auto pdf = one_page();
  const auto made = add_signature_field(pdf, nullptr, field());
  ASSERT_TRUE(made.has_value());
  EXPECT_TRUE(made.value().bytes.starts_with(pdf));
  EXPECT_EQ(made.value().bytes, add_signature_field(pdf, nullptr, field()).value().bytes);
  check_place(made.value(), scratch_dir() / "a.pdf");
  EXPECT_NE(made.value().bytes.find("/M(D:20260302010203Z)"), std::string::npos);
}

TEST(PdfSignature, OnlyThePlaceIsNotSigned) {
  auto made = add_signature_field(one_page(), nullptr, field()).value();
  const auto before = made.signed_bytes();
  ASSERT_TRUE(made.fill(std::string(4096, '\xAB')));
  EXPECT_EQ(made.signed_bytes(), before);
  EXPECT_EQ(made.bytes.substr(made.contents_at, 5), "<abab");
  EXPECT_EQ(before.size() + 2 * 4096 + 2, made.bytes.size());
  EXPECT_FALSE(made.fill(std::string(4097, 'x')));
}

TEST(PdfSignature, ASecondOneStandsBesideTheFirst) {
  const auto folder = scratch_dir();
  const auto first = add_signature_field(one_page(), nullptr, field()).value();
  const auto second = add_signature_field(first.bytes, nullptr, field());
  ASSERT_TRUE(second.has_value());
  spill(folder / "two.pdf", second.value().bytes);
  const auto said = run("pdfsig '" + (folder / "two.pdf").string() + "'");
  EXPECT_NE(said.find("Signature Field Name: Signature1"), std::string::npos) << said;
  EXPECT_NE(said.find("Signature Field Name: Signature2"), std::string::npos) << said;
}

// Files of other writers: cross-reference streams with object streams, made by qpdf.
TEST(PdfSignature, FilesWithCompressedObjectsAreSignedToo) {
  const auto folder = scratch_dir();
  spill(folder / "plain.pdf", one_page());
  run("cd '" + folder.string() + "' && qpdf --object-streams=generate plain.pdf packed.pdf && qpdf --linearize plain.pdf linear.pdf && qpdf --linearize --object-streams=generate plain.pdf both.pdf");
  for (const char* name : {"packed.pdf", "linear.pdf", "both.pdf"}) {
    const auto made = add_signature_field(slurp(folder / name), nullptr, field());
    ASSERT_TRUE(made.has_value()) << name;
    check_place(made.value(), folder / (std::string("signed-") + name));
    const auto again = add_signature_field(made.value().bytes, nullptr, field());   // and what we appended can be read again
    ASSERT_TRUE(again.has_value()) << name;
    EXPECT_NE(again.value().bytes.find("/T(Signature2)"), std::string::npos) << name;
  }
}

TEST(PdfSignature, WhatIsNoPdfOrLockedIsRefused) {
  const auto folder = scratch_dir();
  EXPECT_EQ(add_signature_field("hello", nullptr, field()).error().code, "W020");
  const auto pdf = one_page();
  EXPECT_EQ(add_signature_field(pdf.substr(0, pdf.size() / 2), nullptr, field()).error().code, "W020");
  spill(folder / "plain.pdf", pdf);
  run("cd '" + folder.string() + "' && qpdf --encrypt a b 256 -- plain.pdf locked.pdf");
  EXPECT_EQ(add_signature_field(slurp(folder / "locked.pdf"), nullptr, field()).error().code, "W021");
}

TEST(PdfSignature, NoCutOrChangedFileStopsTheReader) {
  const auto folder = scratch_dir();
  spill(folder / "plain.pdf", one_page());
  run("cd '" + folder.string() + "' && qpdf --object-streams=generate plain.pdf packed.pdf");
  for (const char* name : {"plain.pdf", "packed.pdf"}) {
    const auto pdf = slurp(folder / name);
    std::size_t taken = 0;
    for (std::size_t n = 0; n < pdf.size(); n += 37) {
      std::string bad = pdf;
      bad[pdf.size() - 1 - n] = static_cast<char>(bad[pdf.size() - 1 - n] ^ 0x11);
      taken += add_signature_field(bad, nullptr, field()).has_value() ? 1U : 0U;
      (void)add_signature_field(pdf.substr(0, n), nullptr, field()).has_value();
    }
    EXPECT_GT(taken, 0U);
  }
}

}  // namespace
}  // namespace gongwen::pdf::test
