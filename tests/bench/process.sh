#!/usr/bin/env bash
# One `gongwen render` of a letter as a whole process, twenty times: its CPU time (user and system) and greatest memory.
# usage: bash tests/bench/process.sh [build folder]
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
program="${1:-$root/build/release}/src/gongwen"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
head -n 1 "$root/tests/bench/data/letters.jsonl" > "$out/letter.json"
letter=("$program" render "$root/tests/bench/templates/bench-letter" --data "$out/letter.json" --format pdf -o "$out")
TIMEFORMAT='%U %S'
for _ in $(seq 20); do
  { time "${letter[@]}" >/dev/null; } 2>>"$out/times"
done
/usr/bin/time -o "$out/memory" -f '%M' "${letter[@]}" >/dev/null
awk '{ print ($1 + $2) * 1000 }' "$out/times" | sort -n |
  awk -v kb="$(cat "$out/memory")" '{ t[NR] = $1 } END { printf "%.0f ms CPU (median of %d), %.0f MB\n", t[int((NR + 1) / 2)], NR, kb / 1024 }'
