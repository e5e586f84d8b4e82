#include "formats/pdf/haru.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "formats/pdf/objects.h"
#include "foundation/base/diagnostic.h"
#include "support/files.h"

namespace gongwen::pdf {
namespace {

TEST(Haru, TheFirstErrorIsReportedWithItsStep) {
  const Haru haru;
  try {
    haru.ok(HPDF_LoadTTFontFromFile(haru.doc(), "/nonexistent.ttf", HPDF_TRUE), "load font");
    FAIL() << "no exception";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "libharu 0x1017/2 in load font");
  }
}

TEST(Haru, AStatusTheCallbackWasNotToldIsReportedToo) {
  const Haru haru;
  try {
    haru.ok(HPDF_FAILD_TO_ALLOC_MEM, "a step");
    FAIL() << "no exception";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "libharu 0x1015/0 in a step");
  }
}

/// A file of one page, as small as can be; `more` adds to it.
std::string smallest(Objects& objects, const std::function<void()>& more) {
  std::string entries = "/Type/Page/MediaBox[0 0 10 10]/Parent ";
  put_ref(entries, objects.page_tree());
  objects.set_pages({objects.add(entries)});
  objects.set_info("/Title(t)");
  more();
  return objects.finish();
}

TEST(Objects, StreamsStandAsGivenAndDictionariesArePacked) {
  const Haru haru;
  Objects objects(haru);
  Ref stream, alone;
  const auto file = smallest(objects, [&] {
    stream = objects.add_stream("/Kind/Test", "0 g");
    alone = objects.add_unpacked("/Kind/Alone");
    objects.add("/Kind/Packed");
  });
  EXPECT_EQ(file.substr(0, 9), "%PDF-1.7\n");
  EXPECT_NE(file.find("/Kind/Test/Length 3>>\nstream\n0 g\nendstream"), std::string::npos);
  EXPECT_EQ(file.find("Producer"), std::string::npos);
  EXPECT_EQ(file.find("/Kind/Packed"), std::string::npos);
  EXPECT_EQ(file.substr(objects.offset_of(stream), 10), "/Kind/Test");
  EXPECT_EQ(file.substr(objects.offset_of(alone), 11), "/Kind/Alone");
}

TEST(Objects, QpdfFindsEveryObjectOfManyStreams) {
  const Haru haru;
  Objects objects(haru);
  std::string all = "/All[";
  const auto file = smallest(objects, [&] {
    for (int i = 0; i < 1000; ++i) {
      std::string entries = "/Number ";
      put_int(entries, i);
      put_ref(all, objects.add(entries));
      all += ' ';
    }
    objects.catalog() += all + "]";
  });
  const auto path = gongwen::test::scratch_dir() / "many.pdf";
  gongwen::test::spill(path, file);
  int status = -1;
  const auto said = gongwen::test::run("qpdf --check " + path.string(), &status);
  EXPECT_EQ(status, 0) << said;
  const auto unpacked = gongwen::test::run("qpdf --qdf --object-streams=disable " + path.string() + " -");
  for (const int i : {0, 199, 200, 201, 999}) {
    EXPECT_NE(unpacked.find("/Number " + std::to_string(i) + "\n"), std::string::npos) << i;
  }
}

TEST(Objects, AReservedObjectThatIsNeverSetIsABug) {
  const Haru haru;
  Objects objects(haru);
  objects.reserve();
  EXPECT_THROW(objects.finish(), InternalError);
}

TEST(Objects, AnObjectSetTwiceIsABug) {
  const Haru haru;
  Objects objects(haru);
  const Ref ref = objects.add("/A 1");
  EXPECT_THROW(objects.set(ref, "/A 2"), InternalError);
}

}  // namespace
}  // namespace gongwen::pdf
