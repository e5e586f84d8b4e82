#!/usr/bin/env bash
# Two hundred rows and their faults: each is told with its line, good rows have their two files, memory does not grow.
. "$(dirname "$0")/lib.sh"
exits 3 "batch" gongwen batch authorization-letter --data "$samples/schools.csv" -o out -j 2
cp err.txt messages.txt
python3 - "$source/tests/content/samples/schools_faults.tsv" out <<'P' >check.txt || { bad "problems.jsonl"; cat check.txt; }
import csv, json, os, re, sys
problems = [json.loads(line) for line in open(os.path.join(sys.argv[2], "problems.jsonl"), encoding="utf-8")]
errors = {}
for p in problems:
    if p["severity"] == "error": errors.setdefault(p["line"], []).append(p)
    assert p["line"] >= 1 and p["column"] >= 1 and p["message"], p
rows = [r for r in csv.reader(open(sys.argv[1], encoding="utf-8"), delimiter="\t") if r and r[0].isdigit()]
missing = [r for r in rows if int(r[0]) not in errors and "good" not in r[-1]]
print("faults listed:", len(rows), "lines with errors:", len(errors), "kinds:", len({p["code"] for v in errors.values() for p in v}))
if missing: print("not told:", missing[:5])
for p in problems:
    assert not re.search(r"\b\d{17}[\dXx]\b", p["message"].replace("统一社会信用代码", "")) or p.get("field", "").endswith("code"), p["message"]
    assert not re.search(r"\b1[3-9]\d{9}\b", p["message"]), p["message"]
files = [f for f in os.listdir(sys.argv[2]) if f != "problems.jsonl"]
pdf = {f[:-4] for f in files if f.endswith(".pdf")}
docx = {f[:-5] for f in files if f.endswith(".docx")}
assert pdf == docx and len(pdf) * 2 == len(files), "pairs"
assert len(pdf) >= 200, len(pdf)
sys.exit(1 if missing else 0)
P
cat check.txt
exits 3 "a dry run writes no papers" gongwen batch authorization-letter --data "$samples/schools.csv" -o dry --dry-run
same "… but the list" "problems.jsonl" "$(ls dry)"

# memory: ten times the rows, not more than a little more memory (KiB; 16 bytes a name and the longest row)
head -n 21 "$samples/schools.csv" >small.csv
{ head -n 1 "$samples/schools.csv"; for _ in $(seq 40); do sed -n '2,7p' "$samples/schools.csv"; done; } >large.csv
peak() { /usr/bin/env time -f %M -o peak.txt gongwen batch authorization-letter --data "$1" -o mem --format docx >/dev/null 2>&1 || true; rm -rf mem; tail -n 1 peak.txt; }
if command -v time >/dev/null || [ -x /usr/bin/time ]; then
  a=$(peak small.csv); b=$(peak large.csv)
  [ "$b" -lt $((a + 12000)) ] && good "peak memory $a KiB for 20 rows, $b KiB for 240" || bad "peak memory grows: $a KiB for 20 rows, $b KiB for 240"
fi
finish
