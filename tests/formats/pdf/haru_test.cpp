#include "formats/pdf/haru.h"

#include <gtest/gtest.h>

#include "formats/pdf/objects.h"
#include "foundation/base/diagnostic.h"

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

TEST(Objects, AreWrittenInOrderWithStreamsAsGiven) {
  const Haru haru;
  Objects objects(haru);
  const Ref page = objects.reserve();
  const Ref stream = objects.add_stream("/Kind/Test", "0 g");
  std::string entries = "/Type/Page/MediaBox[0 0 10 10]/Parent ";
  put_ref(entries, objects.page_tree());
  objects.set(page, entries);
  objects.add_page(page);
  objects.set_info("/Title(t)");
  const auto file = objects.finish();
  EXPECT_EQ(file.substr(0, 9), "%PDF-1.7\n");
  EXPECT_NE(file.find("/Kind/Test/Length 3>>\nstream\n0 g\nendstream"), std::string::npos);
  EXPECT_EQ(file.find("Producer"), std::string::npos);
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
