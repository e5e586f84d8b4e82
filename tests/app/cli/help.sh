#!/usr/bin/env bash
# Every command explains itself in Chinese and ends with 0; the version is the build's.
. "$(dirname "$0")/../../whole/lib.sh"
exits 0 "--version" gongwen --version
same "the version is the build's" "gongwen ${GONGWEN_EXPECTED_VERSION:?}" "$(cat out.txt)"

explain() { # explain <command…>: its help, then that of the commands it lists
  exits 0 "$* --help" "$@" --help
  cp out.txt help.txt
  [ ! -s err.txt ] || bad "$* --help writes to stderr"
  grep -q "^用法: $*\( \|$\)" help.txt || bad "$* --help does not show how the whole command is written: $(grep 用法 help.txt)"
  if grep -nE 'Usage|Options|Subcommand|Positional|REQUIRED|TEXT|\[default|required' help.txt; then bad "$* --help is not all in Chinese"; fi
  local sub
  for sub in $(sed -n '/^命令:/,/^$/s/^  \([a-z]*\) .*/\1/p' help.txt); do explain "$@" "$sub"; done
}
explain gongwen
exits 0 "--help-all" gongwen --help-all
for word in render batch check template fonts key archive submit verify disclose doctor; do
  grep -q "^$word" out.txt || bad "--help-all leaves out $word"
done
gongwen archive receive --help | python3 -c '
import re, sys, unicodedata
for line in sys.stdin:
    m = re.match(r"(  -\S+(?: \S+)? +)\S", line)
    if m and sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in m[1]) != 30: sys.exit(line)
' && good "the columns of the help stand straight" || bad "the columns of the help do not stand straight"
exits 2 "without a word" gongwen
grep -q '^用法: gongwen' err.txt || bad "without a word: no help on stderr"
finish
