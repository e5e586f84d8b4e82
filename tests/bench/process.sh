#!/usr/bin/env bash
# One `gongwen render` of a letter as a whole process, twenty times: median CPU time, greatest memory.
# usage: bash tests/bench/process.sh [build folder]
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
head -n 1 "$root/tests/bench/data/letters.jsonl" > "$out/letter.json"
for _ in $(seq 20); do
  /usr/bin/time -a -o "$out/times" -f '%U %S %M' \
    "${1:-$root/build/release}/src/gongwen" render "$root/tests/bench/templates/bench-letter" --data "$out/letter.json" --format pdf -o "$out" >/dev/null
done
awk '{ print ($1 + $2) * 1000, $3 }' "$out/times" | sort -n |
  awk '{ t[NR] = $1; if ($2 > m) m = $2 } END { printf "%.0f ms CPU (median of %d), %.1f MB\n", t[int((NR + 1) / 2)], NR, m / 1024 }'
