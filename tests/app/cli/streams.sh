#!/usr/bin/env bash
# Data from standard input, papers on standard output; messages only on stderr; --quiet is quiet about everything but problems.
. "$(dirname "$0")/../../whole/lib.sh"
letter="$samples/authorization-letter.json"
exits 0 "to files" gongwen render authorization-letter --data "$letter" -o out
same "the files are named on stdout" "$(ls out/*.docx out/*.pdf | sort)" "$(sort out.txt)"
[ ! -s err.txt ] || bad "a good run writes to stderr: $(cat err.txt)"
for format in pdf docx; do
  gongwen render authorization-letter --data - -o - --format $format <"$letter" >piped.$format 2>err.txt
  cmp -s piped.$format out/*.$format && good "$format by pipe is the same" || bad "$format by pipe differs"
done
exits 0 "check by pipe" bash -c "gongwen check authorization-letter --data - <'$letter'"
code=0; printf '{"to": 3' | gongwen render authorization-letter --data - -o never >out.txt 2>err.txt || code=$?
same "wrong data by pipe" "4 标准输入" "$code $(grep -o -m1 标准输入 err.txt)"
[ ! -e never ] || bad "wrong data by pipe: the folder is made"
head -n 3 "$samples/schools.csv" | gongwen batch authorization-letter --data - -o csv --format docx >/dev/null
head -n 2 "$samples/schools.jsonl" | gongwen batch authorization-letter --data - -o lines --format docx >/dev/null
same "tables by pipe: CSV and JSON Lines" "2 2" "$(ls csv | grep -c docx) $(ls lines | grep -c docx)"

exits 0 "quiet" gongwen -q batch authorization-letter --data "$samples/schools.jsonl" -o quiet --format docx --limit 2
[ ! -s err.txt ] || bad "quiet: $(cat err.txt)"
exits 4 "quiet, but a problem is told" gongwen -q check authorisation-letter
grep -q 'T090' err.txt || bad "quiet: the problem is not told"
exits 1 "quiet, but a failure is told" gongwen -q check authorization-letter --data nothing.json
grep -q nothing.json err.txt || bad "quiet: the failure is not told"
exits 2 "quiet, but a wrong command line is told" gongwen -q rendre
grep -q render err.txt || bad "quiet: the wrong command line is not told"

# personal values are masked unless asked for
python3 -c 'import json, sys; d = json.load(open(sys.argv[1], encoding="utf-8")); d["admin"]["mobile"] = "138000000012"; json.dump(d, open("personal.json", "w", encoding="utf-8"), ensure_ascii=False)' "$letter"
exits 4 "a wrong mobile" gongwen check authorization-letter --data personal.json
if grep -q 138000000012 err.txt; then bad "a personal value stands in a message"; fi
exits 4 "… and shown when asked for" gongwen --show-values check authorization-letter --data personal.json
grep -q 138000000012 err.txt || bad "--show-values shows nothing"

# a reader who goes away ends us as SIGPIPE does, without a word, also where that signal is ignored
mkfifo gone
for how in default ignored; do
  ( [ "$how" = default ] || trap '' PIPE
    exec 3<>gone 4>gone 3<&-   # a pipe that nobody reads
    code=0; gongwen template schema construction-plan >&4 2>err.txt || code=$?; echo "$code" >code.txt )
  same "a closed pipe, the signal $how" "141 0" "$(cat code.txt) $(wc -c <err.txt)"
done
finish
