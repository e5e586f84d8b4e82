#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "foundation/base/env.h"
#include "pages/fonts/face.h"
#include "support/files.h"

namespace gongwen::fonts::test {

/// A face of fonts/prepared. A test that needs one fails when the fonts have not been prepared.
inline std::unique_ptr<const Face> prepared_face(const std::string& file) {
  const fs::path path = gongwen::test::source_dir() / "fonts/prepared" / file;
  if (!real_env().exists(path)) {
    ADD_FAILURE() << path << " is not there: run bash fonts/prepare.sh";
    return nullptr;
  }
  FaceSource source;
  source.id = file;
  source.files.push_back({file, {}});
  OpenFailure why = OpenFailure::none;
  auto face = open_face(real_env().map_file(path), source, why);
  EXPECT_NE(face, nullptr) << file;
  return face;
}

}  // namespace gongwen::fonts::test
