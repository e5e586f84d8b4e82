#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gongwen::test {

/// The checkout's root folder.
std::filesystem::path source_dir();
/// A fresh, empty folder under the build tree, named after the running test; removed and made anew at each call.
std::filesystem::path scratch_dir();
std::string slurp(const std::filesystem::path& path);
void spill(const std::filesystem::path& path, std::string_view bytes);
/// Runs a shell command; its standard output and error together. `status` gets the exit code.
std::string run(const std::string& command, int* status = nullptr);

}  // namespace gongwen::test
