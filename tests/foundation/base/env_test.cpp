#include "foundation/base/env.h"

#include <gtest/gtest.h>

#include "foundation/base/diagnostic.h"
#include "support/fault_env.h"
#include "support/files.h"

namespace gongwen {
namespace {

TEST(WriteFileAtomic, LeavesTheOldFileWhicheverCallFails) {
  const auto dir = test::scratch_dir();
  const auto file = dir / "公文.txt";
  test::FaultEnv env;
  write_file_atomic(env, file, "old", true);
  env.fail_from(0);
  write_file_atomic(env, file, "old", true);
  const std::uint64_t calls = env.writes();
  ASSERT_GE(calls, 5U);   // open, write, sync, close, rename, sync of the folder
  for (std::uint64_t n = 1; n <= calls; ++n) {
    env.fail_from(n, true);
    EXPECT_THROW(write_file_atomic(env, file, "new", true), Error) << n;
    env.heal();
    const bool renamed = n > calls - 1;   // only the folder's fsync failed: the new file stands
    EXPECT_EQ(test::slurp(file), renamed ? "new" : "old") << n;
    EXPECT_EQ(env.list_dir(dir).size(), 1U) << "a temporary file was left behind at call " << n;
    write_file_atomic(env, file, "old");
  }
}

TEST(RealEnv, AFullDiskIsAnError) {
  EXPECT_THROW(
      {
        const auto out = real_env().open_for_write("/dev/full", WriteMode::append);
        out->write(std::string(100'000, 'x'));
        out->close();
      },
      Error);
}

TEST(RealEnv, ErrorsNameTheFileAndTheReason) {
  try {
    (void)real_env().read_file("/nonexistent/x.json");
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "读取 /nonexistent/x.json 失败：没有这个文件或文件夹");
  }
  EXPECT_THROW((void)real_env().read_file("/"), Error);
  EXPECT_THROW((void)real_env().map_file("/"), Error);
}

TEST(RealEnv, MapsAndReadsTheSame) {
  const auto dir = test::scratch_dir();
  test::spill(dir / "a", "内容");
  test::spill(dir / "empty", "");
  EXPECT_EQ(real_env().map_file(dir / "a")->view(), "内容");
  EXPECT_EQ(real_env().map_file(dir / "empty")->view(), "");
  EXPECT_EQ(real_env().list_dir(dir), (std::vector<std::string>{"a", "empty"}));
  EXPECT_THROW((void)real_env().open_for_write(dir / "a", WriteMode::create_new), Error);
}

TEST(RealEnv, ALockIsHeldUntilItGoes) {
  const auto dir = test::scratch_dir();
  auto lock = real_env().try_lock(dir / "lock");
  ASSERT_NE(lock, nullptr);
  EXPECT_EQ(real_env().try_lock(dir / "lock"), nullptr);
  lock.reset();
  EXPECT_NE(real_env().try_lock(dir / "lock"), nullptr);
}

}  // namespace
}  // namespace gongwen
