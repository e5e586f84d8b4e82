#pragma once

namespace gongwen::cli {

/// The command line (DESIGN 5). Returns the exit code; never throws.
int run(int argc, char** argv);

}  // namespace gongwen::cli
