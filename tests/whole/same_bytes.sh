#!/usr/bin/env bash
# The same bytes at any number of jobs, in any time zone, on any day, at the second run as at the first.
. "$(dirname "$0")/lib.sh"

tree() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }
batch() { local out="$1"; shift; "$@" batch authorization-letter --data "$samples/schools.csv" -o "$out" --limit 60 >/dev/null 2>&1 || [ $? -eq 3 ]; }
batch one gongwen
for jobs in 1 2 4; do
  gongwen batch authorization-letter --data "$samples/schools.csv" -o "jobs-$jobs" --limit 60 -j "$jobs" >/dev/null 2>&1 || [ $? -eq 3 ]
  same "-j $jobs" "$(tree one)" "$(tree "jobs-$jobs")"
done
TZ=Pacific/Kiritimati batch east gongwen; same "far east" "$(tree one)" "$(tree east)"
TZ=Etc/GMT+12 LC_ALL=C LANG=C batch west gongwen; same "far west, another locale" "$(tree one)" "$(tree west)"
if command -v faketime >/dev/null; then
  for day in '1999-12-31 23:59:59' '2031-02-28 12:00:00'; do
    rm -rf day; faketime "$day" gongwen batch authorization-letter --data "$samples/schools.csv" -o day --limit 60 >/dev/null 2>&1 || [ $? -eq 3 ]
    same "the clock at $day" "$(tree one)" "$(tree day)"
  done
else
  unchecked "faketime is missing: another day of the clock"
fi
for id in "${templates[@]}"; do
  gongwen render "$id" --data "$samples/$id.json" -o first >/dev/null
  (cd / && TZ=Asia/Shanghai gongwen render "$id" --data "$samples/$id.json" -o "$work/second" >/dev/null)
done
same "all templates, from another folder" "$(tree first)" "$(tree second)"
finish
