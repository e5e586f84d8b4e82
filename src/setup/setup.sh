# What the two commands (samples/demo.sh, tests/run.sh) share: packages, fonts, the build. Sourced by them, never run alone.
# Debian 12 or 13. Root is needed only when a package is missing. Everything can be run again at any time.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

build_packages="g++ cmake ninja-build pkg-config libhpdf-dev libpugixml-dev libpoco-dev zlib1g-dev libdeflate-dev libsimdjson-dev
  libharfbuzz-dev libssl-dev libgcrypt20-dev libpng-dev libjpeg62-turbo-dev libutf8proc-dev libcli11-dev libqpdf-dev ca-certificates"

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

# Installs those of the named packages that are missing.
need_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing: ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || fail "以上软件包尚未安装，安装它们需要 root 权限：sudo apt-get install --no-install-recommends ${missing[*]}"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# configure <preset> tool|tests: configures build/<preset> when that has not been done, or not with what is asked for now.
# The tool alone and the tool with its tests share a build folder, so that neither command builds what the other has built.
configure() {
  local cache="$root/build/$1/CMakeCache.txt" tests=OFF
  [ "$2" = tests ] && tests=ON
  if [ -f "$root/build/$1/build.ninja" ] && { [ "$tests" = OFF ] || grep -q '^GONGWEN_BUILD_TESTS:BOOL=ON' "$cache"; }; then return 0; fi
  (cd "$root" && cmake --preset "$1" -Wno-dev -DGONGWEN_BUILD_TESTS="$tests" -DGONGWEN_BUILD_BENCH="$tests" >/dev/null)
}

prepare_fonts() { bash "$root/fonts/prepare.sh"; }
