#!/usr/bin/env bash
# Keeping 1 000 papers of 68 KB: ours beside what people use today, in one run. Ours signs each paper, hashes it twice (SHA-256, SM3),
# seals its fields, logs it and proves it; zip and sha256sum only pack and hash; restic and borg cut, hash, encrypt and pack the whole.
# CPU (user and system) per paper. Wants Debian's zip, restic and borgbackup; what is not installed is left out.
# usage: bash tests/bench/peers.sh [build folder]
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
bench="${1:-$root/build/release}/tests/bench/gongwen_bench"
papers=1000
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"

# The sizes of archive_bench.cpp: a PDF and a DOCX that do not compress, a record that does.
python3 - "$papers" <<'P'
import os, random, sys
random.seed(9704)
for n in range(int(sys.argv[1])):
    d = "in/%04d" % n
    os.makedirs(d)
    open(d + "/document.pdf", "wb").write(random.randbytes(50_000))
    open(d + "/document.docx", "wb").write(random.randbytes(15_000))
    open(d + "/record.json", "w").write('{"' + '","'.join("字段%d 某职业技术学院建设任务 %d" % (i, n * 31 + i) for i in range(50)) + '"}')
P

TIMEFORMAT='%U %S'
each() { # each <name> <command…>: CPU of the command, shared among the papers
  local name="$1"; shift
  { time "$@" >/dev/null 2>"$work/err"; } 2>"$work/time" || { echo "$name failed" >&2; cat "$work/err" >&2; exit 1; }
  awk -v n="$papers" -v name="$name" '{ printf "%-24s %6.2f ms\n", name, ($1 + $2) * 1000 / n }' "$work/time"
}
has() { command -v "$1" >/dev/null; }

"$bench" --benchmark_filter='archive/file/1000' --benchmark_repetitions=3 --benchmark_report_aggregates_only=true --benchmark_format=json 2>/dev/null |
  python3 -c 'import json, sys
for b in json.load(sys.stdin)["benchmarks"]:
    if b.get("aggregate_name") == "median": print("%-24s %6.2f ms" % ("gongwen, a group of 1000", b["cpu_time"] / 1000))'
zips() { for d in in/*/; do zip -q -6 -r "out.zip" "$d" && sha256sum out.zip && rm out.zip; done; }
if has zip; then each "zip -6 and sha256sum" zips; fi
if has restic; then
  export RESTIC_PASSWORD=bench
  restic -q init -r restic >/dev/null
  each "restic backup" restic -q backup -r restic in
fi
if has borg; then
  export BORG_PASSPHRASE=bench BORG_BASE_DIR="$work/borg-home"
  borg init -e repokey borg >/dev/null 2>&1
  each "borg create" borg create borg::all in
fi
