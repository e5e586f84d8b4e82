#!/usr/bin/env bash
# Installs what is missing, builds, runs every test. `--full` adds the slow ones, `--quick` leaves out the sanitizer build.
# Prints the time of each stage. Exit 0 only when everything passed.
set -euo pipefail
. "$(dirname "$0")/../src/setup/setup.sh"

full=no; sanitizers=yes
for arg in "$@"; do
  case "$arg" in
    --full) full=yes ;;
    --quick) sanitizers=no ;;
    *) fail "usage: bash tests/run.sh [--full|--quick]" ;;
  esac
done
cd "$root"
started=$(now)
times=()
stage() { # stage <title> <command…>
  local title="$1" begun; shift
  begun=$(now); say "$title"
  "$@"
  times+=("$(printf '%7ss  %s' "$(since "$begun")" "$title")")
}

install() {
  need_packages $build_packages ccache libgtest-dev libbenchmark-dev git
  need_packages qpdf poppler-utils mupdf-tools libxml2-utils unzip zip openssl python3 default-jre-headless libjaxb-java \
    libreoffice-writer-nogui faketime time perl
  command -v npm >/dev/null || need_packages npm   # a machine may have it from elsewhere
}
build() { configure release tests; cmake --build build/release -- --quiet; }
judges() { bash tests/tools/fetch.sh; }
run_tests() {
  local exclude=slow; [ "$full" = yes ] && exclude=none
  ctest --test-dir build/release --output-on-failure -j2 -LE "$exclude" --no-tests=error
}
sanitized() {
  configure asan tests
  cmake --build build/asan --target sanitized_tests -- --quiet
  ctest --test-dir build/asan --output-on-failure -j2 -L 'unit|fuzz' -LE 'slow|whole' --no-tests=error
}

stage "packages" install
stage "fonts" prepare_fonts
stage "outside checkers" judges
stage "build" build
[ "$sanitizers" = yes ] && stage "address and undefined-behaviour sanitizers: unit tests and fuzz corpora" sanitized
stage "tests" run_tests

say "time by stage"
printf '%s\n' "${times[@]}" "$(printf '%7ss  together' "$(since "$started")")"
