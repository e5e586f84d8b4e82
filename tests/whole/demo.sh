#!/usr/bin/env bash
# The README's first command, as it stands; the build is already there.
. "$(dirname "$0")/lib.sh"
cd "$source"
bash samples/demo.sh >"$work/demo.txt" 2>&1 && good "samples/demo.sh" || { bad "samples/demo.sh"; tail -n 30 "$work/demo.txt"; }
for f in out/index.html out/batch/problems.jsonl out/tampered.zip out/disclosed/withheld.json; do [ -s "$f" ] && good "$f" || bad "$f is missing"; done
# every relative link of the page leads somewhere
perl -ne 'print "$1\n" while /(?:href|src)="([^"]+)"/g' out/index.html | perl -pe 's/%([0-9A-F]{2})/chr(hex($1))/ge' | sort -u | while read -r link; do [ -e "out/$link" ] || echo "$link"; done >"$work/dead.txt"
same "no dead link" "" "$(head -n 3 "$work/dead.txt")"
finish
