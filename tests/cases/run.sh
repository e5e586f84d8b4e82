#!/usr/bin/env bash
# One case = one folder: cmd (a shell line), its input files, expected (output and errors together), exit (the code).
#   run.sh <gongwen> <checkout> [case …]
# Each case runs in a scratch copy of its folder with `gongwen` on the PATH; its output must be `expected`, name the code in the
# folder's name, and end with `exit`. The checkout's own path reads GONGWEN_HOME in it. UPDATE=1 writes expected and exit anew.
set -uo pipefail
export LC_ALL=C.UTF-8
[ $# -ge 2 ] || { echo "usage: run.sh <gongwen> <checkout> [case …]" >&2; exit 2; }
program=$(readlink -f "$1"); checkout=$(readlink -f "$2"); shift 2
cases="$checkout/tests/cases"
[ -x "$program" ] || { echo "no program $program" >&2; exit 2; }
if [ "${UPDATE:-}" ] && [ "${CI:-}" ]; then echo "expected outputs are never updated in CI" >&2; exit 2; fi
[ $# -gt 0 ] || set -- $(cd "$cases" && ls -d [A-Z]*_*/ | tr -d /)

scratch=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$program" "$scratch/bin/gongwen"

one() { # one <case>
  local name="$1" folder="$cases/$1" code="${1%%_*}" status
  [ -f "$folder/unit" ] && { echo "$name: shown by the unit test $(cat "$folder/unit")"; return 0; }
  [ -f "$folder/cmd" ] || { echo "$name: no cmd"; return 1; }
  cp -R "$folder" "$scratch/$name" && cd "$scratch/$name" && rm -f cmd expected exit
  env -i PATH="$scratch/bin:$PATH" HOME="$scratch" LC_ALL=C.UTF-8 TMPDIR="${TMPDIR:-/tmp}" GONGWEN_HOME="$checkout" CASES="$cases" \
    bash -o pipefail -c "$(cat "$folder/cmd")" >"$scratch/got" 2>&1 </dev/null
  status=$?
  cd "$cases" || return 1
  sed -i "s#$checkout#GONGWEN_HOME#g" "$scratch/got"
  if ! grep -qF "$code" "$scratch/got"; then
    echo "$name: the output does not name $code (exit $status):"; cat "$scratch/got"; return 1
  fi
  if [ "${UPDATE:-}" ]; then
    cp "$scratch/got" "$folder/expected"; echo "$status" >"$folder/exit"; echo "$name: written"; return 0
  fi
  local good=yes
  diff -u "$folder/expected" "$scratch/got" || good=no
  [ "$(cat "$folder/exit")" = "$status" ] || { echo "$name: exit $status, expected $(cat "$folder/exit")"; good=no; }
  [ "$good" = yes ]
}

failed=0
for name in "$@"; do one "${name%/}" || { echo "FAILED $name"; failed=$((failed + 1)); }; done
[ "$failed" = 0 ] || { echo "$failed of $# cases failed"; exit 1; }
