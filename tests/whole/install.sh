#!/usr/bin/env bash
# Installed elsewhere, without the checkout's help, the program prints a paper.
. "$(dirname "$0")/lib.sh"
unset GONGWEN_HOME
build="$(cd "$(dirname "$gongwen")/.." && pwd)"
exits 0 "cmake --install" cmake --install "$build" --prefix "$work/prefix"
exits 0 "render" "$work/prefix/bin/gongwen" render notice --data "$samples/notice.json" -o paper
exits 0 "doctor" "$work/prefix/bin/gongwen" doctor
grep -q "$work/prefix/share/gongwen" out.txt && good "it uses its own data" || bad "it uses the checkout's data"
gongwen render notice --data "$samples/notice.json" -o paper2 >/dev/null
same "the same bytes as from the build folder" "$(cd paper2 && sha256sum ./*)" "$(cd paper && sha256sum ./*)"
rm -rf "$work/prefix"
finish
