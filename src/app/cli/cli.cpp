#include "app/cli/cli.h"

namespace gongwen::cli {

int run(int, char**) { return 2; }

}  // namespace gongwen::cli
